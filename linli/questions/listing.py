"""The organiser's list of questions: found by many marks, counted, with the history of one."""

from dataclasses import dataclass
from typing import Any

from linli import clock
from linli.questions import checking, queue, shelf
from linli.questions.items import Item, LawSource
from linli.questions.shelf import normal
from linli.store import Tx

#: Days ahead in which an item counts as expiring soon.
SOON = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; empty means anything.

    words: in the stem or the id. reason: why it waits (queue.REASONS). source: a law's slug, or
    "fact". mark: reported (open reports), expiring (within SOON days), waiting (for a second
    person), conflict (file and screen differ), alone (checked by one person), chinese (no English).
    """

    words: str = ""
    topic: str = ""
    state: str = ""
    reason: str = ""
    level: int = 0
    kind: str = ""
    source: str = ""
    origin: str = ""
    mark: str = ""


MARKS = ("reported", "expiring", "waiting", "conflict", "alone", "chinese")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: the words that are drawn, and the item's row."""

    item: Item
    row: dict[str, Any]
    reports: int

    @property
    def state(self) -> str:
        """playable, paused, to_check or gone."""
        return str(self.row["state"])

    @property
    def reason(self) -> str:
        """Why something of it waits; empty when nothing does."""
        return queue.reason_of(self.row) if checking.candidate(self.row) else ""


def find(tx: Tx, wanted: Wanted, day: str) -> list[Line]:
    """The items that fit, by id. day: the local day of today."""
    pattern = "%" + normal(wanted.words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = tx.rows(
        "select * from item where (:topic = '' or topic = :topic) and (:state = '' or state = :state)"
        " and (:level = 0 or level = :level) and (:origin = '' or origin = :origin)"
        " and (stem like :pattern escape '\\' or id like :pattern escape '\\') order by id",
        topic=wanted.topic, state=wanted.state, level=wanted.level, origin=wanted.origin, pattern=pattern,
    )
    reports = queue.open_reports(tx)
    lines = (Line(shelf.revision(tx, row["id"], row["revision"]), row, reports.get(row["id"], 0)) for row in rows)
    return [line for line in lines if _fits(line, wanted, clock.add_days(day, SOON))]


def _fits(line: Line, wanted: Wanted, soon: str) -> bool:
    source = line.item.source.law if isinstance(line.item.source, LawSource) else "fact"
    return (
        wanted.reason in ("", line.reason) and wanted.kind in ("", line.item.kind) and wanted.source in ("", source)
        and (not wanted.mark or _marked(line, wanted.mark, soon))
    )


def _marked(line: Line, mark: str, soon: str) -> bool:
    row = line.row
    return bool({
        "reported": line.reports, "expiring": row["expires_on"] and row["expires_on"] <= soon and row["state"] != "gone",
        "waiting": line.reason, "conflict": row["conflict"], "alone": row["alone"], "chinese": not line.item.stem.en,
    }[mark])


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an item. what: a code of the audit log, or `revision`, `import`, `report`.

    who: a name, empty for a file or nobody. changes: of a revision, against the one before.
    """

    at: str
    who: str
    what: str
    detail: str
    changes: tuple[tuple[str, str, str], ...] = ()


def history(tx: Tx, item: str) -> list[Event]:
    """What happened to an item, newest first. Who reported it is not in it."""
    names = queue.makers(tx)
    found = _revisions(tx, item, names)
    for row in tx.rows("select at, who, what, detail from audit where about = :item order by id", item=item):
        found.append(Event(row["at"], names.get(row["who"] or "", ""), row["what"], row["detail"] or ""))
    rows = tx.rows(
        "select b.file, b.made_at, b.made_by, b.undone_at, b.undone_by from import_change c join import_batch b on b.id = c.batch"
        " where c.kind = 'item' and c.id = :item order by b.id", item=item,
    )
    for row in rows:
        found.append(Event(row["made_at"], names.get(row["made_by"] or "", ""), "import", row["file"]))
        if row["undone_at"]:
            found.append(Event(row["undone_at"], names.get(row["undone_by"] or "", ""), "import.undo", row["file"]))
    for row in tx.rows("select made_on, reason, count(*) as n from item_report where item = :item group by made_on, reason order by made_on, reason", item=item):
        found.append(Event(f"{row['made_on']}T23:59:59.000000Z", "", f"report.{row['reason']}", str(row["n"])))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _revisions(tx: Tx, item: str, names: dict[str, str]) -> list[Event]:
    found: list[Event] = []
    before: Item | None = None
    for row in tx.rows("select revision, origin, made_at, made_by from item_revision where item = :item order by made_at, revision", item=item):
        words = shelf.revision(tx, item, row["revision"])
        changes = tuple(queue.differences(before, words)) if before else ()
        if before is None or changes:
            found.append(Event(row["made_at"], names.get(row["made_by"] or "", ""), "revision", row["origin"], changes))
        before = words
    return found
