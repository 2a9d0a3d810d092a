"""Changes made on screen: an item's words, pauses, and the choice in a conflict."""

from datetime import datetime
from typing import Any, Literal

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_
from linli.questions import check, shelf, sources
from linli.questions.faults import Fault
from linli.questions.items import Item
from linli.questions.shape import Reader, read_item
from linli.questions.sources import Sources
from linli.questions.tree import from_plain
from linli.store import Store, Tx


class ItemRefused(GameError):
    """The item has faults; `faults` holds all of them."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(N_("The question was not saved: {first}"), first=lambda: faults[0].message)
        self.faults = faults


class UnknownTopic(GameError):
    """No topic has that id."""

    def __init__(self, topic: str) -> None:
        super().__init__(N_("No topic is known as '{topic}'. Choose one from the list of topics."), topic=topic)


class NoConflict(GameError):
    """Nothing waits for a choice here, or somebody chose already."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("The question '{item}' has no open choice any more; somebody may have made it."), item=item)


def checked(fields: dict[str, Any], at: datetime, texts: Sources | None = None) -> Item:
    """An item from plain values in the shape of the question file, plus `topic`.

    Raises ItemRefused with every fault, as in a file.
    """
    reader = Reader("")
    topic = str(fields.get("topic", ""))
    value = from_plain({name: held for name, held in fields.items() if name != "topic"}, 1)
    placed = read_item(reader, value, 1, topic, check.latest_day(at))
    faults = reader.faults or (check.source_faults(placed, "", texts or sources.read()) if placed else [])
    if faults or placed is None:
        raise ItemRefused(faults)
    return placed.item


def edit(store: Store, fields: dict[str, Any], by: str, at: datetime, texts: Sources | None = None) -> Item:
    """Save an item from a form; raises ItemRefused, UnknownTopic. Past attempts keep the words they showed."""
    with store.reading() as tx:
        texts = texts or sources.current(tx)
    item = checked(fields, at, texts)
    with store.writing() as tx:
        shelf.locked(tx)
        if tx.one("select id from topic where id = :id", id=item.topic) is None:
            raise UnknownTopic(item.topic)
        if put(tx, item, by, at):
            community.note(tx, by, "item.edit", item.id, item.revision, at)
            shelf.changed(tx)
    return item


def put(tx: Tx, item: Item, by: str, at: datetime) -> bool:
    """Make a checked item the one that is drawn, from the screen; whether it changed anything.

    The caller holds the bank's lock and tells its caches.
    """
    row = tx.one("select * from item where id = :id", id=item.id)
    if row and row["revision"] == item.revision and row["state"] in ("playable", "paused"):
        return False
    shelf.put_revision(tx, item, "screen", by, at)
    base = row["file_revision"] if row else None
    conflict = row["conflict"] if row else None
    if conflict == item.revision:  # typed what the file says: nothing is left to choose
        base, conflict = conflict, None
    shelf.put_item(
        tx, item, at, by, origin="file" if base == item.revision else "screen",
        state="paused" if row and row["state"] == "paused" else "playable",
        file=row["file"] if row else None, file_revision=base, conflict=conflict,
    )
    return True


def pause(store: Store, item: str, by: str, at: datetime) -> None:
    """Take an item out of the draw; raises UnknownItem. Attempts that hold it go on."""
    _move(store, item, ("playable", "to_check"), "paused", by, at)


def resume(store: Store, item: str, by: str, at: datetime, texts: Sources | None = None) -> None:
    """Put a paused item back into the draw, or "to check" where its quote no longer holds."""
    with store.reading() as tx:
        words = shelf.revision(tx, item, shelf.row(tx, item)["revision"])
        holds = check.source_holds(words, texts or sources.current(tx))
    _move(store, item, ("paused",), "playable" if holds else "to_check", by, at)


def settle(store: Store, item: str, keep: Literal["file", "screen"], by: str, at: datetime) -> None:
    """Choose in a conflict: the words of the file, or those on screen. Raises NoConflict."""
    with store.writing() as tx:
        shelf.locked(tx)
        row = shelf.row(tx, item)
        if row["conflict"] is None:
            raise NoConflict(item)
        _keep_file(tx, row, by, at) if keep == "file" else _keep_screen(tx, row)
        community.note(tx, by, "item.settle", item, keep, at)
        shelf.changed(tx)


def _keep_file(tx: Tx, row: dict[str, Any], by: str, at: datetime) -> None:
    if row["conflict"] == "gone":
        shelf.set_columns(tx, row["id"], state="gone", conflict=None, origin="file", changed_at=clock.stamp(at), changed_by=by)
        return
    words = shelf.revision(tx, row["id"], row["conflict"])
    shelf.put_item(
        tx, words, at, by, origin="file", state="paused" if row["state"] == "paused" else "playable",
        file=row["file"], file_revision=words.revision, conflict=None,
    )


def _keep_screen(tx: Tx, row: dict[str, Any]) -> None:
    if row["conflict"] == "gone":
        shelf.set_columns(tx, row["id"], conflict=None, file=None, file_revision=None)
    else:
        shelf.set_columns(tx, row["id"], conflict=None, file_revision=row["conflict"])


def _move(store: Store, item: str, before: tuple[str, ...], state: str, by: str, at: datetime) -> None:
    with store.writing() as tx:
        shelf.locked(tx)
        if shelf.row(tx, item)["state"] in before:
            shelf.set_columns(tx, item, state=state, changed_at=clock.stamp(at), changed_by=by)
            community.note(tx, by, "item." + state, item, "", at)
            shelf.changed(tx)
