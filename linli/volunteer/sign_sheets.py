"""Printed sign-in sheets of an activity: a row for who signed up, blank rows for who walks in (docs/rules.md §4).

A sheet keeps the rows it was printed with; who signs up later writes on a blank one. Afterwards two
people type it in (linli.volunteer.sheet_typing), and what they agree on becomes stays
(linli.volunteer.sheet_stays).
"""

from dataclasses import dataclass
from datetime import datetime

from linli import clock, community, ids, roles
from linli.errors import GameError
from linli.locale import N_, pick
from linli.rules.crediting import Plan
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty, records
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.duty import By
from linli.volunteer.hour_lists import actor_name

BLANKS = 12
BLANKS_MOST = 200
CODE_LENGTH = 6
ROW_CODE_LENGTH = 5
#: Who may print and type among the staff; besides them the activity's coordinators.
MAY = ("organiser", "clerk")


class UnknownSheet(GameError):
    """No sheet has that code."""

    def __init__(self) -> None:
        super().__init__(N_("No sign-in sheet has this code. It has 6 characters and stands at the top of every page of the sheet."))


class SheetWithdrawn(GameError):
    """The sheet is not to be used."""

    def __init__(self, code: str) -> None:
        super().__init__(N_("Sheet {code} was withdrawn. Print a new one, or use another sheet of the activity."), code=code)


class SheetInUse(GameError):
    """Somebody has typed it in."""

    def __init__(self, code: str) -> None:
        super().__init__(N_("Sheet {code} is being typed in already, so it stays."), code=code)


class BadBlanks(GameError):
    """Too many blank rows, or a number that is none."""

    def __init__(self) -> None:
        super().__init__(N_("Choose from 0 to {most} blank rows, and at least one row in all."), most=BLANKS_MOST)


@dataclass(frozen=True)
class Line:
    """A row of a sheet. subject: whom it was printed for, None for a blank one; presence: the stay that came of it."""

    row: int
    code: str
    subject: str | None
    name: str
    player_number: str
    settled_by: str | None
    presence: str | None


@dataclass(frozen=True)
class SheetView:
    """A sheet on the list. typists: names of who types it, with whether they are done; taken: rows that became stays."""

    code: str
    activity: str
    title: str
    act_on: str
    made_at: datetime
    made_by: str
    rows: int
    taken: int
    typists: tuple[tuple[str, bool], ...]
    withdrawn: bool


@dataclass(frozen=True)
class Printable:
    """Everything that stands on a printed sheet."""

    code: str
    title: str
    act_on: str
    plan: Plan
    location: str
    unit: str
    in_charge: str
    work: str
    risk: str
    insured: bool
    lines: tuple[Line, ...]


def mark_of(tx: Tx, row: Row, by: By) -> str:
    """How `by` is stored, after checking that they may print and type sheets of this activity.

    Raises roles.NotAllowed, roles.NotSignedIn, NotCoordinator.
    """
    if not by.staff:
        return duty.mark(tx, row, by)
    found = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id and s.removed_at is null", id=by.staff)
    return f"staff:{roles.require(roles.from_row(found) if found else None, *MAY).id}"


def make(store: Store, activity: str, by: By, at: datetime, *, blanks: int = BLANKS) -> str:
    """A new sheet: a row for everybody who has signed up by now, by nickname, then blank ones; its code.

    Raises BadBlanks, UnknownActivity, Cancelled, NotCoordinator, roles.NotAllowed.
    """
    if isinstance(blanks, bool) or not isinstance(blanks, int) or not 0 <= blanks <= BLANKS_MOST:
        raise BadBlanks
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        mark = mark_of(tx, row, by)
        if row["past_entry"]:
            raise activities.UnknownActivity
        signed = tx.rows(f"select p.subject from sign_up p{records.NAMES} where p.activity = :id order by r.nickname, p.subject", id=activity)
        subjects = [one["subject"] for one in signed] + [None] * blanks
        if not subjects:
            raise BadBlanks
        sheet: Row = {"id": ids.new(), "activity": activity, "code": _free_code(tx), "made_by": mark, "made_at": clock.stamp(at), "withdrawn_at": None}
        tx.insert("sign_sheet", [sheet])
        codes = _free_row_codes(tx, len(subjects))
        tx.insert("sign_sheet_row", [
            {"sheet": sheet["id"], "row": place, "code": code, "subject": subject} for place, (subject, code) in enumerate(zip(subjects, codes, strict=True), 1)
        ])
        community.note(tx, mark, "sign_sheet", activity, f"{sheet['code']} {len(subjects)}", at)
    return str(sheet["code"])


def _free_code(tx: Tx) -> str:
    while tx.one("select id from sign_sheet where code = :code", code=(code := ids.code(CODE_LENGTH))):
        pass  # one of 244 million
    return code


def _free_row_codes(tx: Tx, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        code = ids.code(ROW_CODE_LENGTH)
        if code not in found and tx.one("select row from sign_sheet_row where code = :code", code=code) is None:
            found.append(code)
    return found


def sheet_of(tx: Tx, code: str, *, lock: bool = False) -> Row:
    """A sheet's row by the code printed on it, or by a row's code. Raises UnknownSheet, SheetWithdrawn."""
    tidy = ids.tidy_code(code)[:12]
    row = tx.one(
        "select * from sign_sheet where code = :code or id = (select sheet from sign_sheet_row where code = :code)" + (tx.for_update if lock else ""), code=tidy,
    )
    if row is None:
        raise UnknownSheet
    if row["withdrawn_at"]:
        raise SheetWithdrawn(row["code"])
    return row


def lines(tx: Tx, sheet: str) -> list[Line]:
    """The rows of a sheet as they were printed."""
    rows = tx.rows(f"select p.*, r.nickname, r.hidden_at, r.player_number from sign_sheet_row p{records.NAMES} where p.sheet = :id order by p.row", id=sheet)
    return [_line(row) for row in rows]


def _line(row: Row) -> Line:
    name = records.shown_name(row) if row["subject"] else ""
    return Line(row["row"], row["code"], row["subject"], name, row["player_number"] or "", row["settled_by"], row["presence"])


def printable(store: Store, code: str, by: By) -> Printable:
    """What is printed. Raises UnknownSheet, SheetWithdrawn, Cancelled, NotCoordinator, roles.NotAllowed."""
    with store.reading() as tx:
        sheet = sheet_of(tx, code)
        row = activities.found(tx, sheet["activity"])
        mark_of(tx, row, by)
        if row["cancelled_at"]:
            raise activities.Cancelled(row)
        unit = tx.one("select name_zh, name_en from unit where id = :id", id=row["unit"]) or {"name_zh": "", "name_en": ""}
        return Printable(
            sheet["code"], row["title"], row["act_on"], plan_of(row), row["location"], pick(unit["name_zh"], unit["name_en"]), row["in_charge"],
            row["work"], row["risk"], bool(row["insured"]), tuple(lines(tx, sheet["id"])),
        )


def of_activity(store: Store, activity: str, by: By) -> list[SheetView]:
    """The sheets of an activity, newest first. Raises UnknownActivity, NotCoordinator, roles.NotAllowed."""
    with store.reading() as tx:
        mark_of(tx, activities.found(tx, activity), by)
        return _views(tx, "h.activity = :activity", activity=activity)


def recent(store: Store, staff: str, *, limit: int = 60) -> list[SheetView]:
    """The newest sheets of all activities, for organisers and clerks. Raises roles.NotAllowed."""
    with store.reading() as tx:
        found = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id and s.removed_at is null", id=staff)
        roles.require(roles.from_row(found) if found else None, *MAY)
        return _views(tx, "h.withdrawn_at is null")[:limit]


def _views(tx: Tx, where: str, **given: str) -> list[SheetView]:
    rows = tx.rows(
        "select h.*, a.title, a.act_on, (select count(*) from sign_sheet_row w where w.sheet = h.id) as lines,"
        " (select count(*) from sign_sheet_row w where w.sheet = h.id and w.presence is not null) as taken"
        f" from sign_sheet h join activity a on a.id = h.activity where {where} order by h.id desc limit 200", **given,
    )
    typing = tx.rows("select * from sheet_typing order by sheet, turn")
    return [SheetView(
        row["code"], row["activity"], row["title"], row["act_on"], clock.parse(row["made_at"]), actor_name(tx, row["made_by"]), row["lines"], row["taken"],
        tuple((actor_name(tx, one["by_whom"]), one["done_at"] is not None) for one in typing if one["sheet"] == row["id"]), row["withdrawn_at"] is not None,
    ) for row in rows]


def withdraw(store: Store, code: str, by: By, at: datetime) -> None:
    """A sheet that was printed in vain is not to be used. Raises SheetInUse once somebody types it in."""
    with store.writing() as tx:
        sheet = sheet_of(tx, code, lock=True)
        mark = mark_of(tx, activities.found(tx, sheet["activity"]), by)
        if tx.one("select turn from sheet_typing where sheet = :id limit 1", id=sheet["id"]):
            raise SheetInUse(sheet["code"])
        tx.run("update sign_sheet set withdrawn_at = :at where id = :id", at=clock.stamp(at), id=sheet["id"])
        community.note(tx, mark, "sign_sheet_withdrawn", sheet["activity"], sheet["code"], at)
