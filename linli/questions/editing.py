"""Changes made on screen: an item's words, pauses, and the choice in a conflict.

Words wait for a second person (checking.py); pauses and choices take effect at once.
"""

from datetime import datetime
from typing import Any, Literal

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_
from linli.questions import check, checking, shelf, sources
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


class AlreadyThere(GameError):
    """A new question has the words of one that is there."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("There is a question with these words already: '{item}'. Edit that one, or word yours differently."), item=item)


def checked(fields: dict[str, Any], at: datetime, texts: Sources | None = None) -> Item:
    """An item from plain values in the shape of the question file, plus `topic`. English may be empty.

    Raises ItemRefused with every fault, as in a file.
    """
    reader = Reader("", english=False)
    topic = str(fields.get("topic", ""))
    value = from_plain({name: held for name, held in fields.items() if name != "topic"}, 1)
    placed = read_item(reader, value, 1, topic, check.latest_day(at))
    faults = reader.faults or (check.source_faults(placed, "", texts or sources.read()) if placed else [])
    if faults or placed is None:
        raise ItemRefused(faults)
    return placed.item


def edit(store: Store, fields: dict[str, Any], by: str, at: datetime, texts: Sources | None = None) -> Item:
    """`checked`, then `save`. Raises ItemRefused, UnknownTopic."""
    with store.reading() as tx:
        texts = texts or sources.current(tx)
    item = checked(fields, at, texts)
    save(store, item, by, at)
    return item


class ChangedWhileTyping(GameError):
    """Somebody else's words came in between."""

    def __init__(self, item: str) -> None:
        super().__init__(N_(
            "'{item}' was changed by somebody else while you typed. Yours are kept in this draft; look at theirs under “To check”,"
            " then save again if yours shall stand."), item=item,
        )


def save(store: Store, item: Item, by: str, at: datetime, *, draft: str = "", new: bool = False, base: str = "") -> bool:
    """A checked item into the queue of what waits for a second person; whether anything waits anew.

    draft: the form it came from, which is done with it. new: it was begun as a new question. base:
    the newest revision when the form was opened. Raises UnknownTopic, AlreadyThere, ChangedWhileTyping.
    """
    with store.writing() as tx:
        shelf.locked(tx)
        if tx.one("select id from topic where id = :id", id=item.topic) is None:
            raise UnknownTopic(item.topic)
        if new and tx.one("select id from item where id = :id and state <> 'gone'", id=item.id):
            raise AlreadyThere(item.id)
        if base and base != newest(tx, item.id):
            raise ChangedWhileTyping(item.id)
        moved = put(tx, item, by, at)
        if draft:
            sql = "update draft set state = 'done', item = :item, changed_at = :now, changed_by = :by where id = :id"
            tx.run(sql, item=item.id, now=clock.stamp(at), by=by, id=draft)
        if moved:
            community.note(tx, by, "item.edit", item.id, item.revision, at)
            shelf.changed(tx)
    return moved


def newest(tx: Tx, item: str) -> str:
    """The newest revision of an item: what waits, else what is drawn; empty for an item that is not there."""
    row = tx.one("select revision, waiting from item where id = :id", id=item)
    return str(row["waiting"] or row["revision"]) if row else ""


def put(tx: Tx, item: Item, by: str, at: datetime) -> bool:
    """Make a checked item wait for the second person; whether it changed anything.

    What is drawn stays until the check. Typing what is drawn takes back a change that waits. The
    caller holds the bank's lock and tells its caches.
    """
    row = tx.one("select * from item where id = :id", id=item.id)
    if row is None or row["state"] == "gone":
        checking.put_new(tx, item, by, at)
        return True
    if item.revision in (row["revision"], row["waiting"]):
        back = bool(row["waiting"]) and item.revision == row["revision"]
        if back:
            shelf.set_columns(tx, item.id, waiting=None, waiting_at=None, waiting_by=None)
        return back
    checking.put_waiting(tx, item, by, at)
    return True


def pause(store: Store, item: str, by: str, at: datetime) -> None:
    """Take an item out of the draw; raises UnknownItem. Attempts that hold it go on.

    Why it waited, if it did, stays known: it waits for the same again when it is resumed.
    """
    _move(store, item, ("playable", "to_check"), ("paused",), by, at)


def resume(store: Store, item: str, by: str, at: datetime, texts: Sources | None = None) -> None:
    """Put a paused item back into the draw; or "to check" where it waited, its quote fell or its last day came."""
    with store.reading() as tx:
        row = shelf.row(tx, item)
        words = shelf.revision(tx, item, row["revision"])
        after = standing(words, row["reason"], clock.local_day(at, community.zone(tx)), texts or sources.current(tx))
    _move(store, item, ("paused",), after, by, at)


def standing(words: Item, reason: str | None, day: str, texts: Sources) -> tuple[str, str | None]:
    """(state, reason) of an item that would be drawn again. reason: why it waited before, if it did."""
    if reason in ("new", "report"):
        return "to_check", reason
    if not check.source_holds(words, texts):
        return "to_check", "quote"
    if words.expires_on and words.expires_on.isoformat() <= day:
        return "to_check", "expired"
    return "playable", None


def settle(store: Store, item: str, keep: Literal["file", "screen"], by: str, at: datetime, texts: Sources | None = None) -> None:
    """Choose in a conflict: the words of the file, or those on screen. Raises NoConflict."""
    with store.writing() as tx:
        shelf.locked(tx)
        row = shelf.row(tx, item)
        if row["conflict"] is None:
            raise NoConflict(item)
        _keep_file(tx, row, by, at, texts or sources.current(tx)) if keep == "file" else _keep_screen(tx, row)
        community.note(tx, by, "item.settle", item, keep, at)
        shelf.changed(tx)


def _keep_file(tx: Tx, row: dict[str, Any], by: str, at: datetime, texts: Sources) -> None:
    if row["conflict"] == "gone":
        shelf.set_columns(tx, row["id"], state="gone", conflict=None, origin="file", changed_at=clock.stamp(at), changed_by=by)
        return
    words = shelf.revision(tx, row["id"], row["conflict"])
    state, reason = ("paused", None) if row["state"] == "paused" else standing(words, None, clock.local_day(at, community.zone(tx)), texts)
    shelf.put_item(
        tx, words, at, by, origin="file", state=state, reason=reason, file=row["file"], file_revision=words.revision, conflict=None,
        **checking.unchecked(words),
    )


def _keep_screen(tx: Tx, row: dict[str, Any]) -> None:
    if row["conflict"] == "gone":
        shelf.set_columns(tx, row["id"], conflict=None, file=None, file_revision=None)
    else:
        shelf.set_columns(tx, row["id"], conflict=None, file_revision=row["conflict"])


def _move(store: Store, item: str, before: tuple[str, ...], after: tuple[str, str | None] | tuple[str], by: str, at: datetime) -> None:
    """Into a state, with a reason where one is given."""
    with store.writing() as tx:
        shelf.locked(tx)
        if shelf.row(tx, item)["state"] in before:
            reason = {"reason": after[1]} if len(after) > 1 else {}
            shelf.set_columns(tx, item, state=after[0], changed_at=clock.stamp(at), changed_by=by, **reason)
            community.note(tx, by, "item." + after[0], item, "", at)
            shelf.changed(tx)
