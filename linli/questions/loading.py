"""Question files into the store, so that a start, or a second one, changes nothing twice.

What stands on disk never overwrites in silence what was changed on screen: the item keeps its
words and carries a conflict until the organiser chooses (docs/rules.md §3).
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from linli import clock, community
from linli.questions import check, checking, files, shelf, sources
from linli.questions.check import Checked
from linli.questions.faults import Fault
from linli.questions.items import Item, from_json
from linli.questions.sources import Sources
from linli.store import Store, Tx

#: Raise it when the checks or the rows made of a file change: everything is read again.
FORMAT = 2


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load did, counted in items. `skipped`: nothing had changed since the last one."""

    files: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    back: int = 0
    conflicts: int = 0
    to_check: int = 0
    faults: tuple[Fault, ...] = ()
    skipped: bool = False


def load(store: Store, folder: Path, at: datetime, texts: Sources | None = None) -> LoadReport:
    """Bring the store up to the question files of a folder.

    New and changed items enter the draw, items that left their file leave it, and items whose
    quoted words no longer stand in the law wait "to check". A file with faults changes nothing
    and is kept with its faults for the organiser's page.
    """
    with store.reading() as tx:
        texts = texts or sources.current(tx)
        digest = _digest(folder, texts)
        if tx.value("select digest from bank where id = 1") == digest:
            return LoadReport(skipped=True)
    checked = check.check([folder], today=check.latest_day(at), texts=texts, base=folder.parent)
    with store.writing() as tx:
        shelf.locked(tx)
        done = _Load(tx, checked, texts, at).run(complete=folder.is_dir())
        tx.run("update bank set digest = :digest where id = 1", digest="" if checked.faults else digest)
    return LoadReport(
        files=len(checked.files), faults=checked.faults, new=done["new"], changed=done["changed"], same=done["same"],
        gone=done["gone"], back=done["back"], conflicts=done["conflict"], to_check=done["to_check"],
    )


def _digest(folder: Path, texts: Sources) -> str:
    total = hashlib.sha256(f"{FORMAT} {folder.name} {texts.digest}".encode())
    for path in files.find([folder]):
        total.update(path.name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b"") + b"\0")
    return total.hexdigest()


def recheck(tx: Tx, texts: Sources, at: datetime) -> tuple[int, int]:
    """Items whose quoted words left the current text wait "to check", and come back with them.

    How many left the draw, how many came back. What waits for another reason goes on waiting. The
    caller holds the bank's lock and tells its caches.
    """
    rows = tx.rows(
        "select i.id, i.state, r.content from item i join item_revision r on r.item = i.id and r.revision = i.revision"
        " where i.state = 'playable' or (i.state = 'to_check' and coalesce(i.reason, 'quote') = 'quote') order by i.id"
    )
    moved = [0, 0]
    for row in rows:
        holds = check.source_holds(from_json(json.loads(row["content"])), texts)
        if holds != (row["state"] == "playable"):
            state, reason = ("playable", None) if holds else ("to_check", "quote")
            shelf.set_columns(tx, row["id"], state=state, reason=reason, changed_at=clock.stamp(at))
            moved[int(holds)] += 1
    return moved[0], moved[1]


class _Load:
    """One load inside its transaction; `done` counts what happened to items."""

    def __init__(self, tx: Tx, checked: Checked, texts: Sources, at: datetime) -> None:
        self.tx, self.checked, self.texts, self.at = tx, checked, texts, at
        self.rows = shelf.rows(tx)
        self.done: Counter[str] = Counter()
        self.topics_changed = False

    def run(self, *, complete: bool) -> Counter[str]:
        """Do it all; `complete`: the folder was there, so what is missing is gone."""
        for each in self.checked.sound:
            if each.topic:
                self.topics_changed |= shelf.put_topic(self.tx, each.topic)
            for item in each.items:
                self.done[self._item(item, each.path)] += 1
        if complete:
            self._gone()
        fallen, back = recheck(self.tx, self.texts, self.at)
        expired = checking.expire(self.tx, clock.local_day(self.at, community.zone(self.tx)), self.at)
        self.done += Counter(to_check=fallen + expired, back=back)
        self._note_files()
        if self.topics_changed or set(self.done) - {"same"}:
            shelf.changed(self.tx)
        return self.done

    def _item(self, item: Item, path: str) -> str:
        """Take one item of a sound file; what happened to it."""
        row = self.rows.get(item.id)
        if row is None:
            return self._put(item, path, "playable", "new")
        if row["revision"] == item.revision:
            return self._agree(row, item, path)
        if row["origin"] == "file":
            return self._put(item, path, "paused" if row["state"] == "paused" else "playable", "changed")
        return self._differ(row, item, path)

    def _put(self, item: Item, path: str, state: str, what: str) -> str:
        shelf.put_revision(self.tx, item, "file", None, self.at)
        shelf.put_item(
            self.tx, item, self.at, None, origin="file", state=state, reason=None, file=path, file_revision=item.revision, conflict=None,
            **checking.unchecked(item),
        )
        return what

    def _agree(self, row: dict[str, Any], item: Item, path: str) -> str:
        """The disk says what is drawn already."""
        wanted = {
            "origin": "file", "file": path, "file_revision": item.revision, "conflict": None, "expires_on": checking.day_of(item),
        }
        back = row["state"] == "gone"
        if back:
            wanted |= {"state": "playable", "reason": None}
        if any(row[name] != value for name, value in wanted.items()):
            shelf.set_columns(self.tx, item.id, **wanted)
        return "back" if back else "same"

    def _differ(self, row: dict[str, Any], item: Item, path: str) -> str:
        """The words on screen were changed; the disk says something else."""
        conflict = None if row["file_revision"] == item.revision else item.revision
        if conflict:
            shelf.put_revision(self.tx, item, "file", None, self.at)
        if (row["conflict"], row["file"]) != (conflict, path):
            shelf.set_columns(self.tx, item.id, conflict=conflict, file=path)
        return "conflict" if conflict else "same"

    def _gone(self) -> None:
        """Items whose file was read, or is no more, and does not hold them."""
        present = {found for each in self.checked.files for found, _line in each.ids}
        unread = {fault.file for fault in self.checked.faults}
        for found, row in self.rows.items():
            if row["file"] is None or found in present or row["file"] in unread:
                continue
            if row["origin"] == "file" and row["state"] != "gone":
                shelf.set_columns(self.tx, found, state="gone", changed_at=clock.stamp(self.at), changed_by=None)
                self.done["gone"] += 1
            elif row["origin"] == "screen" and row["conflict"] != "gone":
                shelf.set_columns(self.tx, found, conflict="gone")
                self.done["conflict"] += 1

    def _note_files(self) -> None:
        self.tx.run("delete from question_file")
        self.tx.insert("question_file", [
            {
                "path": each.path, "topic": each.topic.id if each.topic else None, "items": len(each.ids),
                "faults": json.dumps([fault.stored() for fault in self.checked.faults_of(each.path)], ensure_ascii=False),
                "read_at": clock.stamp(self.at),
            }
            for each in self.checked.files
        ])
