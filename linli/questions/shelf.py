"""Rows of the bank: revisions, the one lock row, and what is known of each item.

Everything that changes an item goes through `locked` first and `changed` last, so that two
writers never mix and every cache of the pool is told.
"""

import json
import unicodedata
from datetime import datetime
from typing import Any

from linli import clock, ids
from linli.errors import GameError
from linli.locale import N_
from linli.questions.items import Item, Topic, canonical, from_json
from linli.store import Tx

#: Revisions kept in process; they never change.
KEPT = 5_000

_revisions: dict[tuple[str, str], Item] = {}


class UnknownItem(GameError):
    """No item, or no revision of it, has that name."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("No question is known as '{item}'. It may have been renamed; look for it in the list."), item=item)


def revision(tx: Tx, item: str, revision: str) -> Item:
    """The words of one revision, kept in process; raises UnknownItem."""
    found = _revisions.get((item, revision))
    if found is None:
        row = tx.one("select content from item_revision where item = :item and revision = :revision", item=item, revision=revision)
        if row is None:
            raise UnknownItem(item)
        found = from_json(json.loads(row["content"]))
        if len(_revisions) >= KEPT:
            _revisions.clear()
        _revisions[item, revision] = found
    return found


def locked(tx: Tx) -> str:
    """Make this the only transaction that changes the bank; returns the digest last loaded."""
    tx.run("insert into bank (id, version, digest) values (1, :version, '') on conflict do nothing", version=ids.new())
    row = tx.one("select digest from bank where id = 1" + tx.for_update)
    return str(row["digest"]) if row else ""


def changed(tx: Tx) -> None:
    """Tell every cache that items or topics changed."""
    tx.run("update bank set version = :version where id = 1", version=ids.new())


def version(tx: Tx) -> str:
    """A text that is new after every change of an item; empty before the first load."""
    return str(tx.value("select version from bank where id = 1") or "")


def put_topic(tx: Tx, topic: Topic) -> bool:
    """Add a topic or give it these names; whether that changed anything."""
    row = tx.one("select zh, en from topic where id = :id", id=topic.id)
    if row == {"zh": topic.name.zh, "en": topic.name.en}:
        return False
    tx.run(
        "insert into topic (id, zh, en) values (:id, :zh, :en) on conflict (id) do update set zh = excluded.zh, en = excluded.en",
        id=topic.id, zh=topic.name.zh, en=topic.name.en,
    )
    return True


def put_revision(tx: Tx, item: Item, origin: str, by: str | None, at: datetime) -> None:
    """Keep these words for ever; nothing happens if they are kept already."""
    tx.run(
        "insert into item_revision (item, revision, content, origin, made_at, made_by)"
        " values (:item, :revision, :content, :origin, :at, :by) on conflict do nothing",
        item=item.id, revision=item.revision, content=canonical(item), origin=origin, at=clock.stamp(at), by=by,
    )


def put_item(tx: Tx, item: Item, at: datetime, by: str | None, **columns: Any) -> None:
    """Make this the revision that is drawn. `columns`: origin, state, file, file_revision, conflict."""
    values = {
        "id": item.id, "topic": item.topic, "level": item.level, "revision": item.revision, "stem": searchable(item),
        "changed_at": clock.stamp(at), "changed_by": by, **columns,
    }
    names = list(values)
    sets = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
    tx.run(
        f"insert into item ({', '.join(names)}) values ({', '.join(':' + name for name in names)})"
        f" on conflict (id) do update set {sets}", **values,
    )


def set_columns(tx: Tx, item: str, **columns: Any) -> None:
    """Change some columns of an item's row."""
    tx.run(f"update item set {', '.join(f'{name} = :{name}' for name in columns)} where id = :item", item=item, **columns)


def row(tx: Tx, item: str) -> dict[str, Any]:
    """An item's row; raises UnknownItem."""
    found = tx.one("select * from item where id = :item", item=item)
    if found is None:
        raise UnknownItem(item)
    return found


def rows(tx: Tx) -> dict[str, dict[str, Any]]:
    """Every item's row, by id."""
    return {each["id"]: each for each in tx.rows("select * from item order by id")}


def searchable(item: Item) -> str:
    """What looking up an item compares with."""
    return normal(f"{item.stem.zh} {item.stem.en}")


def normal(text: str) -> str:
    """Text for comparing: width and case folded, runs of blanks as one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
