"""Undoing the last import: every row as it was before, but for what somebody has changed since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_, _
from linli.questions import check, drafts, forms, shelf, sources
from linli.questions.batches import Batch, Thing, last, row
from linli.questions.sources import Sources
from linli.store import Store, Tx

Row = Mapping[str, Any]


class NothingToUndo(GameError):
    """No import is left that could be undone."""

    def __init__(self) -> None:
        super().__init__(N_("No import is left to undo."))


class ImportUndone(GameError):
    """Another import came, or somebody undid this one, since it was shown."""

    def __init__(self, file: str) -> None:
        super().__init__(N_("{file} is not the last import any more. Nothing was undone; look at the list again."), file=file[:80])


@dataclass(frozen=True, slots=True)
class Left:
    """Something that stays as it is. id: of the item, draft or topic; stem: its words."""

    kind: Thing
    id: str
    stem: str
    text: str

    @property
    def message(self) -> str:
        """Why it stays, in the current language."""
        return _(self.text)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: the batch, how many rows are as before, and what stays."""

    batch: Batch
    restored: int
    left: tuple[Left, ...]


def undo_last(store: Store, by: str, at: datetime, *, expected: str = "", texts: Sources | None = None) -> Undone:
    """Put back what the last import not undone changed; attempts and their revisions stay.

    Publishing an imported question does not protect it, changing its words, pausing it or
    completing a draft does: those are left and named. expected: id of the batch that was shown.
    Raises NothingToUndo, ImportUndone.
    """
    with store.writing() as tx:
        shelf.locked(tx)
        batch = last(tx)
        if batch is None:
            raise NothingToUndo
        if expected and batch.id != expected:
            raise ImportUndone(_file(tx, expected))
        work = _Undo(tx, by, at, texts or sources.current(tx))
        changes = tx.rows("select kind, id, before, after from import_change where batch = :batch order by kind, id", batch=batch.id)
        for kind in ("draft", "item", "topic"):
            for change in changes:
                if change["kind"] == kind:
                    work.one(kind, change["id"], json.loads(change["before"] or "null"), json.loads(change["after"]))
        tx.run("update import_batch set undone_at = :at, undone_by = :by where id = :id", at=clock.stamp(at), by=by, id=batch.id)
        community.note(tx, by, "item.import_undone", batch.file, batch.id, at)
        shelf.changed(tx)
    return Undone(batch, work.restored, tuple(work.left))


def _file(tx: Tx, batch: str) -> str:
    return str(tx.value("select file from import_batch where id = :id", id=batch) or "")


class _Undo:
    """One undo inside its transaction."""

    def __init__(self, tx: Tx, by: str, at: datetime, texts: Sources) -> None:
        self.tx, self.by, self.at, self.texts = tx, by, at, texts
        self.restored = 0
        self.left: list[Left] = []

    def one(self, kind: Thing, thing: str, before: Row | None, after: Row) -> None:
        """Put one row back, or say why it stays."""
        now = row(self.tx, kind, thing)
        why = self._why_left(kind, now, before, after)
        if why:
            self.left.append(Left(kind, thing, self._stem(kind, now or after), why))
        elif now is not None or before is not None:
            self._restore(kind, thing, before)
            self.restored += 1

    def _why_left(self, kind: Thing, now: Row | None, before: Row | None, after: Row) -> str:
        if kind == "topic":
            return self._topic_used(after["id"])
        if now is None or self._untouched(kind, now, after) or (before is not None and self._untouched(kind, now, before)):
            return ""
        if kind == "draft" and now["state"] != after["state"]:
            return N_("a question was made of this draft, or it was thrown away, since")
        return N_("it was changed since")

    def _topic_used(self, topic: str) -> str:
        used = self.tx.one("select id from item where topic = :topic", topic=topic)
        used = used or self.tx.one("select id from draft where topic = :topic and state = 'open'", topic=topic)
        return N_("questions hang on this topic") if used else ""

    def _untouched(self, kind: Thing, now: Row, then: Row) -> bool:
        """Whether a row still says what it said then; an item may have been published or sent back in between."""
        if kind == "draft":
            return all(now[name] == then[name] for name in ("content", "topic", "state"))
        if now["state"] != then["state"] and "gone" in (now["state"], then["state"]) or now["state"] == "paused" != then["state"]:
            return False
        drawn, waits = then["revision"], then["waiting"]
        same = self._same(now["id"], now["revision"], drawn) and self._waits(now, waits)
        published = waits is not None and self._same(now["id"], now["revision"], waits) and now["waiting"] is None
        return same or published

    def _waits(self, now: Row, waits: str | None) -> bool:
        return now["waiting"] == waits or (waits is not None and now["waiting"] is not None and self._same(now["id"], now["waiting"], waits))

    def _same(self, item: str, one: str, other: str) -> bool:
        """The same words, whoever checked them and when."""
        if one == other:
            return True
        first, second = shelf.revision(self.tx, item, one), shelf.revision(self.tx, item, other)
        return replace(first, reviewed_on=second.reviewed_on, checked_by=second.checked_by) == second

    def _restore(self, kind: Thing, thing: str, before: Row | None) -> None:
        if before is None:
            self._remove(kind, thing)
            return
        values = dict(before)
        if row(self.tx, kind, thing) is None:
            self.tx.insert(kind, [values])
        if kind == "item" and before["state"] == "playable":
            words = shelf.revision(self.tx, thing, before["revision"])
            values |= {} if check.source_holds(words, self.texts) else {"state": "to_check", "reason": "quote"}
        self.tx.run(f"update {kind} set {drafts.columns(name for name in values if name != 'id')} where id = :id", **values)

    def _remove(self, kind: Thing, thing: str) -> None:
        """Take out what was not there before; a question that somebody was asked, or that stands in a paper, stays as one taken out."""
        if kind == "item" and self._used(thing):
            values = {"state": "gone", "reason": None, "waiting": None, "waiting_at": None, "waiting_by": None}
            shelf.set_columns(self.tx, thing, **values, changed_at=clock.stamp(self.at), changed_by=self.by)
        else:
            self.tx.run(f"delete from {kind} where id = :id", id=thing)

    def _used(self, item: str) -> bool:
        asked = self.tx.one("select item from attempt_item where item = :item limit 1", item=item)
        return bool(asked or self.tx.one("select item from paper_item where item = :item limit 1", item=item))

    def _stem(self, kind: Thing, held: Row) -> str:
        if kind == "topic":
            return str(held["zh"])
        return self._words(held) if kind == "item" else forms.parse(held["content"]).stem

    def _words(self, held: Row) -> str:
        return shelf.revision(self.tx, held["id"], held["revision"]).stem.zh
