"""From a file to the bank: what taking it in would do, and doing it. Undoing is in undoing.py.

Complete questions become items that wait for the second person, changes of items wait beside
what is drawn, the rest become drafts. Nothing is written before `commit`.
"""

import base64
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_
from linli.questions import checking, drafts, shelf, sources
from linli.questions.batches import Batch, Journal, batches, last, row
from linli.questions.formats.model import Parsed, Picture, Remark
from linli.questions.items import Topic
from linli.questions.sorting import Gone, Kept, Sorter, Taken, seen
from linli.questions.sources import Sources
from linli.questions.undoing import ImportUndone, Left, NothingToUndo, Undone, undo_last
from linli.store import Store, Tx

__all__ = [
    "Batch", "ChangedMeanwhile", "Gone", "ImportUndone", "Kept", "Left", "NothingToUndo", "Preview", "Taken", "Undone",
    "batches", "commit", "keep_picture", "last", "preview", "undo_last",
]


class ChangedMeanwhile(GameError):
    """Somebody changed a question between preview and commit."""

    def __init__(self, item: str) -> None:
        super().__init__(
            N_("The question '{item}' was changed by somebody else meanwhile. Nothing was saved; look at the preview again."), item=item,
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a file in would do.

    topics: those that come with it; the names of known ones are not changed here. remarks: what
    was refused (lost) or read otherwise than it stands, by line or row.
    """

    name: str
    format: str
    digest: str
    new: tuple[Taken, ...]
    changed: tuple[Taken, ...]
    same: int
    gone: tuple[Gone, ...]
    drafts: tuple[Kept, ...]
    topics: tuple[Topic, ...]
    remarks: tuple[Remark, ...]

    @property
    def nothing(self) -> bool:
        """Whether taking it in would change nothing, unless what is gone is taken out."""
        return not (self.new or self.changed or self.drafts)


def preview(
    tx: Tx, parsed: Parsed, name: str, digest: str, topic: Topic | None, at: datetime, texts: Sources | None = None,
) -> Preview:
    """Compare a file with the bank without changing anything.

    name: of the file; what came from a file of that name earlier and is missing now is "gone".
    digest: of its bytes. topic: for questions that name none which is known here, or None; it may be
    a new one. About 0.5 ms a question.
    """
    sorted_ = Sorter(tx, parsed, name, topic, at, texts or sources.current(tx)).run()
    return Preview(
        name, parsed.format, digest, tuple(sorted_.new), tuple(sorted_.changed), sorted_.same, tuple(sorted_.gone()),
        tuple(sorted_.kept), tuple(sorted_.topics_new()), tuple(sorted(sorted_.remarks, key=lambda one: one.line or one.row or 0)),
    )


def commit(store: Store, shown: Preview, by: str, at: datetime, *, take_out_gone: bool = False) -> Batch:
    """Take in what a preview showed, all or nothing.

    take_out_gone: also what earlier files of that name brought and this one does not hold. The
    same preview a second time, or the same file again, changes nothing and is no batch of its own.
    Raises ChangedMeanwhile if somebody changed one of its questions since.
    """
    with store.writing() as tx:
        shelf.locked(tx)
        journal = Journal(tx)
        for topic in shown.topics:
            if row(tx, "topic", topic.id) is None:
                shelf.put_topic(tx, topic)
                journal.note("topic", topic.id, None)
        for taken in shown.new:
            _take(journal, taken, by, at, "new")
        for taken in shown.changed:
            _take(journal, taken, by, at, "changed")
        for kept in shown.drafts:
            _keep(journal, kept, shown.name, by, at)
        for gone in shown.gone if take_out_gone else ():
            _take_out(journal, gone, by, at)
        made = journal.keep(shown.name, shown.format, shown.digest, by, at)
        if made.id:
            community.note(tx, by, "item.import", shown.name, made.id, at)
            shelf.changed(tx)
    return made


def _take(journal: Journal, taken: Taken, by: str, at: datetime, counted: str) -> None:
    """Put a complete question in; nothing happens where its words are there already."""
    before = row(journal.tx, "item", taken.item.id)
    now = seen(before)
    if now and taken.item.revision in now:
        return
    if now != taken.seen:
        raise ChangedMeanwhile(taken.item.id)
    keep_picture(journal.tx, taken.question.picture, at)
    put = checking.put_waiting if now else checking.put_new
    put(journal.tx, taken.item, by, at)
    journal.note("item", taken.item.id, before, counted)
    waits = row(journal.tx, "draft", taken.draft) if taken.draft else None
    if waits and waits["state"] == "open":
        drafts.done(journal.tx, taken.draft, taken.item.id, by, at)
        journal.note("draft", taken.draft, waits)


def _keep(journal: Journal, kept: Kept, file: str, by: str, at: datetime) -> None:
    """Keep an incomplete question as a draft; nothing happens where its words are there already."""
    tx, before = journal.tx, row(journal.tx, "draft", kept.id)
    made = drafts.row(kept.id, kept.question, kept.topic, file, by, at)
    if before and before["state"] == "open" and (before["content"], before["topic"]) == (made["content"], made["topic"]):
        return
    if (before["changed_at"] if before else "") != kept.seen:
        raise ChangedMeanwhile(kept.id)
    keep_picture(tx, kept.question.picture, at)
    if before:
        values = made | {"made_at": before["made_at"], "made_by": before["made_by"], "topic": made["topic"] or before["topic"]}
        tx.run(f"update draft set {drafts.columns(name for name in values if name != 'id')} where id = :id", **values)
    else:
        tx.insert("draft", [made])
    journal.note("draft", kept.id, before, "drafts")


def _take_out(journal: Journal, gone: Gone, by: str, at: datetime) -> None:
    before = row(journal.tx, gone.kind, gone.id)
    if before is None or before["state"] in ("gone", "done"):
        return
    if (seen(before) if gone.kind == "item" else before["changed_at"]) != gone.seen:
        raise ChangedMeanwhile(gone.id)
    journal.tx.run(
        f"update {gone.kind} set state = 'gone', changed_at = :at, changed_by = :by where id = :id", id=gone.id, at=clock.stamp(at), by=by,
    )
    journal.note(gone.kind, gone.id, before, "gone")


def keep_picture(tx: Tx, picture: Picture | None, at: datetime) -> None:
    """Keep the bytes of a picture under its name, once; nothing for none, or for one that was kept without them."""
    if picture and picture.data:
        tx.run(
            "insert into image (id, type, data, width, height, made_at) values (:id, :type, :data, :width, :height, :at) on conflict do nothing",
            id=picture.name, type=picture.type, data=base64.b64encode(picture.data).decode(), width=picture.width, height=picture.height,
            at=clock.stamp(at),
        )
