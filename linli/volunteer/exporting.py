"""Approved hours for entry in the national system, in the order of 67号 art. 7 (docs/service-reports.md).

An export is kept: its lines with the row code that stands for a person on paper alone. Fetched
again, it is the same lines under the same codes, and says which of them were reversed since. No
name, nickname or subject leaves with it; who a code stands for is on the paper list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linli import clock, community, ids, roles
from linli.errors import GameError
from linli.locale import N_, full_day, ngettext, pick
from linli.roles import Staff
from linli.store import Duplicate, Store, Tx
from linli.store.base import Row
from linli.volunteer import records

ROLES = ("organiser", "clerk")
#: Characters of a row code, the first a letter, the second a digit: a spreadsheet takes none for a
#: number (34E67) or a day (DEC34), and none is a word. A million of them, copied by hand.
CODE = 5
MOST_DAYS = 366
_TRIES = 5


class BadRange(GameError):
    """The days do not make a range."""

    def __init__(self, first: str, last: str) -> None:
        super().__init__(
            N_("“{first}” to “{last}” is no range of days. The last day is not before the first, and at most a year later."),
            first=first[:12], last=last[:12],
        )


class NothingToExport(GameError):
    """No approved hours on these days, or all are in an export."""

    def __init__(self, first: str, last: str, exported: int) -> None:
        self.exported = exported
        if exported:
            super().__init__(
                N_("{first} to {last}: every approved record is in an export already. Download that one again, or untick “only what no export holds yet”."),
                first=lambda: full_day(first), last=lambda: full_day(last),
            )
        else:
            super().__init__(
                N_("{first} to {last}: no hours are approved yet. Approve the records of these days first, or choose other days."),
                first=lambda: full_day(first), last=lambda: full_day(last),
            )


class UnknownExport(GameError):
    """No such export."""

    def __init__(self, number: str) -> None:
        super().__init__(N_("There is no export “{number}”. Choose one from the list of exports."), number=number[:20])


@dataclass(frozen=True)
class Line:
    """One record as it is entered elsewhere. minutes: signed in; extra: supplementary; one of them is 0.

    reversed_on: the local day on which it was reversed, or ''. nobody: the account behind it was deleted.
    before: the number of an earlier export that holds the same record, or ''.
    """

    code: str
    title: str
    act_on: str
    location: str
    work: str
    minutes: int
    extra: int
    unit_zh: str
    unit_en: str
    in_charge: str
    record: str
    reversed_on: str
    nobody: bool
    before: str

    @property
    def unit(self) -> str:
        """The organising unit in the current language."""
        return pick(self.unit_zh, self.unit_en)


@dataclass(frozen=True)
class Head:
    """An export in the list. lines: how many; reversed: how many of them were reversed since it was made."""

    number: str
    first_on: str
    last_on: str
    made_by: str
    made_at: datetime
    lines: int
    reversed: int


@dataclass(frozen=True)
class Export:
    """An export with its lines, by day and activity."""

    head: Head
    lines: tuple[Line, ...]

    @property
    def minutes(self) -> int:
        """Signed-in minutes of the lines that still stand."""
        return sum(one.minutes for one in self.lines if not one.reversed_on)

    @property
    def extra(self) -> int:
        """Supplementary minutes of the lines that still stand."""
        return sum(one.extra for one in self.lines if not one.reversed_on)


@dataclass(frozen=True)
class Holder:
    """A person on the paper list: how the lists name them, and their lines by day."""

    name: str
    player_number: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PaperList:
    """Who the codes of an export stand for; left_out: lines of deleted accounts, which nobody can be matched to."""

    export: Export
    people: tuple[Holder, ...]
    left_out: int


def clerk(tx: Tx, staff: str) -> Staff:
    """The organiser or clerk of that staff id, looked up again. Raises roles.NotSignedIn, roles.NotAllowed."""
    row = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id and s.removed_at is null", id=staff)
    return roles.require(roles.from_row(row) if row else None, *ROLES)


def make(store: Store, first: str, last: str, staff: str, at: datetime, *, fresh: bool = True) -> Export:
    """Make an export of the approved hours of local days first..last, both included.

    fresh: leave out what an earlier export holds, so that nothing is entered twice. Raises
    roles.NotSignedIn, roles.NotAllowed, BadRange, NothingToExport.
    """
    _check(first, last)
    for _try in range(_TRIES):
        try:
            with store.writing() as tx:
                return _make(tx, first, last, clerk(tx, staff), at, fresh)
        except Duplicate:  # another export took this number in between
            continue
    raise RuntimeError("no free export number")


def _check(first: str, last: str) -> None:
    try:
        days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError as error:
        raise BadRange(first, last) from error
    if not 0 <= days <= MOST_DAYS:
        raise BadRange(first, last)


def _make(tx: Tx, first: str, last: str, who: Staff, at: datetime, fresh: bool) -> Export:
    rows = tx.rows(
        "select r.id, r.version from record r join activity a on a.id = r.activity where r.state = 'approved' and r.minutes > 0"
        " and r.act_on >= :first and r.act_on <= :last order by r.act_on, a.starts_at, a.id, r.id", first=first, last=last,
    )
    held = _held(tx) if fresh else set()
    kept = [row for row in rows if row["id"] not in held]
    if not kept:
        raise NothingToExport(first, last, len(rows))
    number = _number(tx, clock.local_day(at, community.zone(tx)))
    export = {"id": ids.new(), "number": number, "first_on": first, "last_on": last, "made_by": who.id, "made_at": clock.stamp(at)}
    tx.insert("hours_export", [export])
    codes = _codes(len(kept))
    tx.insert("hours_export_line", [
        {"export": export["id"], "line": line, "code": code, "record": row["id"], "version": row["version"]}
        for line, (row, code) in enumerate(zip(kept, codes, strict=True), 1)
    ])
    community.note(tx, who.id, "hours_export", number, f"{first} {last} {len(kept)}", at)
    return _found(tx, number)


def _held(tx: Tx) -> set[str]:
    return {str(row["record"]) for row in tx.rows("select distinct record from hours_export_line order by record")}


def _number(tx: Tx, today: str) -> str:
    """The next number of the year, such as E2026-001; the unique key decides between two at once."""
    year = f"E{today[:4]}-"
    taken = tx.rows("select number from hours_export where number like :year order by id", year=year + "%")
    return f"{year}{1 + max((int(row['number'][len(year):]) for row in taken), default=0):03d}"


def _codes(count: int) -> list[str]:
    """Different row codes, in no order that says anything about people."""
    found: dict[str, None] = {}
    while len(found) < count:
        code = ids.code(CODE)
        if code[0].isalpha() and code[1].isdigit():
            found[code] = None
    return list(found)


_HEAD = (
    "select e.*, s.name as staff_name, (select count(*) from hours_export_line l where l.export = e.id) as lines,"
    " (select count(*) from hours_export_line l join record r on r.id = l.record where l.export = e.id and r.state = 'reversed') as undone"
    " from hours_export e left join staff s on s.id = e.made_by"
)
_LINES = (
    "select l.line, l.code, p.id as record, p.kind, p.minutes, p.state, p.decided_at, a.title, a.act_on, a.location, a.work, a.in_charge,"
    " u.name_zh as unit_zh, u.name_en as unit_en, sr.subject as somebody, r.nickname, r.hidden_at, r.player_number, p.subject,"
    " (select min(f.number) from hours_export_line o join hours_export f on f.id = o.export"
    "  where o.record = l.record and f.made_at < :made_at and f.id <> l.export) as before"
    " from hours_export_line l join record p on p.id = l.record join activity a on a.id = p.activity"
    f" left join unit u on u.id = a.unit{records.NAMES} where l.export = :export order by a.act_on, a.starts_at, a.id, l.code"
)


def listed(store: Store, staff: str) -> list[Head]:
    """The exports, newest first. Raises roles.NotSignedIn, roles.NotAllowed."""
    with store.reading() as tx:
        clerk(tx, staff)
        return [_head(row) for row in tx.rows(_HEAD + " order by e.id desc")]


def found(store: Store, number: str, staff: str) -> Export:
    """An export again: the same lines and codes. Raises UnknownExport, roles.NotSignedIn, roles.NotAllowed."""
    with store.reading() as tx:
        clerk(tx, staff)
        return _found(tx, number)


def paper_list(store: Store, number: str, staff: str) -> PaperList:
    """Who the codes of an export stand for, by name, for the paper list alone.

    Raises UnknownExport, roles.NotSignedIn, roles.NotAllowed.
    """
    with store.reading() as tx:
        clerk(tx, staff)
        head, rows = _rows(tx, number)
        zone = community.zone(tx)
    lines = {row["code"]: _line(row, zone) for row in rows}
    by_person: dict[str, list[Row]] = {}
    for row in rows:
        if row["somebody"]:
            by_person.setdefault(row["subject"], []).append(row)
    people = [
        Holder(records.shown_name(own[0]), own[0]["player_number"] or "", tuple(lines[row["code"]] for row in own)) for own in by_person.values()
    ]
    people.sort(key=lambda one: (one.name, one.player_number))
    return PaperList(Export(head, tuple(lines.values())), tuple(people), sum(one.nobody for one in lines.values()))


def _found(tx: Tx, number: str) -> Export:
    head, rows = _rows(tx, number)
    zone = community.zone(tx)
    return Export(head, tuple(_line(row, zone) for row in rows))


def _rows(tx: Tx, number: str) -> tuple[Head, Sequence[Row]]:
    head = tx.one(_HEAD + " where e.number = :number", number=number[:20])
    if head is None:
        raise UnknownExport(number)
    return _head(head), tx.rows(_LINES, export=head["id"], made_at=head["made_at"])


def _head(row: Row) -> Head:
    return Head(
        row["number"], row["first_on"], row["last_on"], row["staff_name"] or "", clock.parse(row["made_at"]), int(row["lines"]), int(row["undone"]),
    )


def _line(row: Row, zone: str) -> Line:
    apart = row["kind"] == "supplementary"
    return Line(
        row["code"], row["title"], row["act_on"], row["location"], row["work"], 0 if apart else row["minutes"], row["minutes"] if apart else 0,
        row["unit_zh"] or "", row["unit_en"] or "", row["in_charge"], row["record"],
        clock.local_day(clock.parse(row["decided_at"]), zone) if row["state"] == "reversed" else "", row["somebody"] is None, row["before"] or "",
    )


def told(export: Export) -> str:
    """A sentence about lines that were reversed since; '' where there are none."""
    undone = [one for one in export.lines if one.reversed_on]
    if not undone:
        return ""
    return ngettext(
        "{n} line was reversed since this export was made: {codes}. Do not enter it; where it was entered, take it out again.",
        "{n} lines were reversed since this export was made: {codes}. Do not enter them; where they were entered, take them out again.",
        len(undone), codes=", ".join(one.code for one in undone[:12]) + (" …" if len(undone) > 12 else ""),
    )
