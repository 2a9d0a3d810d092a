"""Who sits at the editorial desk in tests, and their short cuts."""

from datetime import datetime
from typing import Any

from linli import clock
from linli.questions import bank, checking, queue
from linli.questions.items import Item, to_json
from linli.store import Store

LI, CHEN, WANG = "staff-li", "staff-chen", "staff-wang"


def person(store: Store, staff: str, name: str, role: str, at: datetime, **columns: Any) -> str:
    """A staff account that declared to have no resident account."""
    row = {
        "id": staff, "username": staff, "name": name, "post": "desk", "office_phone": "000-0000", "role": role, "password_hash": "-",
        "resident": None, "declared_none": 1, "created_at": clock.stamp(at), "removed_at": None, **columns,
    }
    with store.writing() as tx:
        tx.insert("staff", [row])
    return staff


def team(store: Store, at: datetime) -> None:
    """Li and Chen (organisers) and Wang (clerk)."""
    for staff, name, role in ((LI, "Li", "organiser"), (CHEN, "Chen", "organiser"), (WANG, "Wang", "clerk")):
        person(store, staff, name, role, at)


def waits(store: Store) -> list[tuple[str, str]]:
    """(item, reason) of everything that waits, in the order of the queue."""
    with store.reading() as tx:
        return [(each.item.id, each.reason) for each in queue.queue(tx)]


def seen(store: Store, item: str) -> str:
    """The revision that a checker looks at."""
    with store.reading() as tx:
        found = queue.one(tx, item)
    assert found, f"nothing of {item} waits"
    return found.item.revision


def edit(store: Store, item: str, by: str, at: datetime, **changes: Any) -> Item:
    """Li or somebody edits an item on screen. changes: fields of the question file; `en`: of the stem."""
    with store.reading() as tx:
        fields = to_json(bank.current(tx, item))
    if "en" in changes:
        changes["stem"] = fields["stem"] | {"en": changes.pop("en")}
    return bank.edit(store, fields | changes, by, at)


def publish(store: Store, item: str, by: str, at: datetime, **more: Any) -> Item:
    """A person looks at what waits and publishes it."""
    return checking.publish(store, item, by, at, seen=seen(store, item), **more)
