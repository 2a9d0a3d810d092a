"""What imports did: the batches, and what each of them made of each item, draft and topic."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from linli import clock, ids
from linli.store import Tx

Thing = Literal["item", "draft", "topic"]
COUNTED = ("new", "changed", "gone", "drafts")


@dataclass(frozen=True, slots=True)
class Batch:
    """One file that was taken in. id is "" for one that changed nothing and was not kept; times are UTC text."""

    id: str
    file: str
    format: str
    new: int = 0
    changed: int = 0
    gone: int = 0
    drafts: int = 0
    made_at: str = ""
    made_by: str | None = None
    undone_at: str | None = None
    undone_by: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether it changed nothing."""
        return not (self.new or self.changed or self.gone or self.drafts)


@dataclass(frozen=True, slots=True)
class Trace:
    """The last import, not undone, that touched a thing: its file, and the row as it left it."""

    file: str
    after: Mapping[str, Any]


@dataclass(slots=True)
class Journal:
    """What one import changes, as it goes: the row before and after of everything it touches."""

    tx: Tx
    changes: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    def note(self, kind: Thing, thing: str, before: Mapping[str, Any] | None, counted: str = "") -> None:
        """Remember a thing that was just written; counted: under which of the counts."""
        after = row(self.tx, kind, thing)
        kept = None if before is None else json.dumps(before, ensure_ascii=False)
        self.changes.append({"kind": kind, "id": thing, "before": kept, "after": json.dumps(after, ensure_ascii=False)})
        if counted:
            self.counts[counted] += 1

    def keep(self, file: str, form: str, digest: str, by: str, at: datetime) -> Batch:
        """Write the batch with all its changes; nothing where there are none."""
        if not self.changes:
            return Batch("", file, form)
        counts: dict[str, Any] = dict(self.counts)
        made = Batch(ids.new(), file, form, **counts, made_at=clock.stamp(at), made_by=by)
        self.tx.insert("import_batch", [{
            "id": made.id, "file": file, "format": form, "digest": digest, "counts": json.dumps(self.counts),
            "made_at": made.made_at, "made_by": by, "undone_at": None, "undone_by": None,
        }])
        self.tx.insert("import_change", [{"batch": made.id} | change for change in self.changes])
        return made


def row(tx: Tx, kind: Thing, thing: str) -> dict[str, Any] | None:
    """The row of an item, a draft or a topic as it is now, in a writing transaction.

    A draft is held: it may be saved without the bank's lock, and what is typed may not be written over.
    """
    return tx.one(f"select * from {kind} where id = :id" + (tx.for_update if kind == "draft" else ""), id=thing)


def batches(tx: Tx) -> list[Batch]:
    """Every import, the latest first, the undone ones too."""
    return [_batch(each) for each in tx.rows("select * from import_batch order by id desc")]


def last(tx: Tx) -> Batch | None:
    """The last import that was not undone."""
    found = tx.one("select * from import_batch where undone_at is null order by id desc limit 1")
    return _batch(found) if found else None


def traces(tx: Tx) -> dict[tuple[str, str], Trace]:
    """Every item and draft that an import touched, by kind and id."""
    found = tx.rows(
        "select c.kind, c.id, c.after, b.file from import_change c join import_batch b on b.id = c.batch"
        " where b.undone_at is null and c.kind in ('item', 'draft') order by b.id, c.kind, c.id",
    )
    return {(each["kind"], each["id"]): Trace(each["file"], json.loads(each["after"])) for each in found}


def brought(tx: Tx, file: str) -> set[tuple[str, str]]:
    """The items and drafts that files of this name brought and did not take out again, by kind and id."""
    found = tx.rows(
        "select c.kind, c.id, c.before, c.after from import_change c join import_batch b on b.id = c.batch"
        " where b.undone_at is null and b.file = :file and c.kind in ('item', 'draft') order by b.id, c.kind, c.id", file=file,
    )
    there: set[tuple[str, str]] = set()
    for each in found:
        thing = each["kind"], each["id"]
        if json.loads(each["after"])["state"] == "gone":
            there.discard(thing)
        elif each["before"] is None or json.loads(each["before"])["state"] == "gone":
            there.add(thing)
    return there


def _batch(found: Mapping[str, Any]) -> Batch:
    counts = json.loads(found["counts"])
    values: dict[str, Any] = {name: found[name] for name in ("id", "file", "format", "made_at", "made_by", "undone_at", "undone_by")}
    return Batch(**values | {name: int(counts.get(name, 0)) for name in COUNTED})
