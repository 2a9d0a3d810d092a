"""The two typings of a paper sheet compared, differences settled, and the stays that come of what stands (docs/rules.md §4).

A row becomes a stay once: `presence.came_key` decides it. What is signed in already by code or
tick stays as it is, and a row that cannot be taken over says why while the others go on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_, clock_time
from linli.rules import day_times
from linli.rules.crediting import Interval, proposed_end
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, entered, presence, records, sheet_typing, sign_sheets, sign_ups
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.duty import By
from linli.volunteer.hour_lists import actor_name
from linli.volunteer.sheet_typing import Typed
from linli.volunteer.sign_sheets import Line
from linli.volunteer.ticks import LeftBeforeCame, Overlap, UnknownResident

#: Under this turn stands what a third person settled.
SETTLED = 3
#: Times further from the plan than this are a slip of the pen, or of the keyboard.
FAR = timedelta(hours=4)


class NotBothDone(GameError):
    """The comparison waits."""

    def __init__(self) -> None:
        super().__init__(N_("The two are compared when both have finished. Until then neither sees what the other has typed."))


class NothingToSettle(GameError):
    """The row is taken over, or both agree."""

    def __init__(self, row: int) -> None:
        super().__init__(N_("Row {row}: there is nothing to settle. Please open the comparison again."), row=row)


class ThirdNeeded(GameError):
    """One of the two typists wants to settle."""

    def __init__(self) -> None:
        super().__init__(N_("You typed this sheet yourself. Correct your own row where you read it wrong; otherwise a third person settles it."))


class NumberMissing(GameError):
    """A blank row without a player number."""

    def __init__(self) -> None:
        super().__init__(N_("No player number stands in this row. Ask who it was; a third person then types the number."))


class SignedInAlready(GameError):
    """The person is signed in at this activity at that time."""

    def __init__(self, other: Row, zone: str) -> None:
        came = clock_time(clock.local(clock.parse(other["came_at"]), zone))
        if other["left_at"]:
            left = clock_time(clock.local(clock.parse(other["left_at"]), zone))
            super().__init__(N_("Signed in already, from {came} to {left}: the sheet adds nothing."), came=came, left=left)
        else:
            super().__init__(N_("Signed in already since {came}, without an end: confirm the end in the activity's list instead."), came=came)


class CameMissing(GameError):
    """An end without a beginning."""

    def __init__(self) -> None:
        super().__init__(N_("No time of arrival stands in this row. A third person looks at the paper again."))


class PersonLeft(GameError):
    """The account was deleted since."""

    def __init__(self) -> None:
        super().__init__(N_("This person has deleted their account since, so no hours can be entered for it."))


class FarFromPlan(GameError):
    """Hours away from when it took place."""

    def __init__(self, row: Row, starts: str, ends: str) -> None:
        super().__init__(N_("{title} took place from {starts} to {ends}, and this time is far from it. A third person checks it."), title=row["title"], starts=starts, ends=ends)


class OnlyOneTyped(GameError):
    """Two people must stand behind a row."""

    def __init__(self) -> None:
        super().__init__(N_("It is one typist's own row: a third person types it too, so that two stand behind it."))


@dataclass(frozen=True)
class Compared:
    """A row with what both typed. state: empty, agrees, differs, settled, taken.

    name: whose row, "" for a blank one without a known number; stands: what counts, where it is
    decided; trouble: why it cannot be taken over, in words, or None.
    """

    row: int
    code: str
    name: str
    blank: bool
    first: Typed
    second: Typed
    state: str
    stands: Typed
    trouble: GameError | None
    settled_by: str


@dataclass(frozen=True)
class Comparison:
    """All rows of a sheet beside each other. turn: the reader's own, 0 for a third person, who may settle."""

    code: str
    activity: str
    typists: tuple[str, ...]
    turn: int
    rows: tuple[Compared, ...]

    @property
    def ready(self) -> int:
        """How many rows can be taken over now."""
        return sum(one.state in ("agrees", "settled") and not one.trouble and not one.stands.empty for one in self.rows)


@dataclass(frozen=True)
class _Sheet:
    """What the rows of one sheet share, read once."""

    id: str
    row: Row
    at: datetime
    zone: str
    marks: tuple[str, str]
    typed: tuple[dict[int, Typed], dict[int, Typed], dict[int, Typed]]

    def of(self, line: Line) -> tuple[Typed, Typed, Typed | None]:
        """What the two typed of a row, and what was settled."""
        first, second, settled = self.typed
        return first.get(line.row, Typed()), second.get(line.row, Typed()), settled.get(line.row)

    def stands(self, line: Line) -> Typed | None:
        """What counts for a row: settled, or typed alike; None where it is open."""
        first, second, settled = self.of(line)
        if settled is not None:
            return settled
        return first if first.read == second.read else None


def _sheet(tx: Tx, code: str, by: By, at: datetime, *, lock: bool = False) -> tuple[_Sheet, str]:
    """A sheet that both have finished, and who is here. Raises NotBothDone and what `sign_sheets` refuses."""
    found = sign_sheets.sheet_of(tx, code, lock=lock)
    row = activities.found(tx, found["activity"])
    mark = sign_sheets.mark_of(tx, row, by)
    if not sheet_typing.both_done(tx, found["id"]):
        raise NotBothDone
    turns = sheet_typing.turns_of(tx, found["id"])
    first, second, settled = (sheet_typing.typed_of(tx, found["id"], turn) for turn in (1, 2, SETTLED))
    return _Sheet(found["id"], row, at, community.zone(tx), (turns[1]["by_whom"], turns[2]["by_whom"]), (first, second, settled)), mark


def compare(store: Store, code: str, by: By, at: datetime) -> Comparison:
    """Both typings beside each other, once both are done. Raises NotBothDone and what `sign_sheets` refuses."""
    with store.reading() as tx:
        sheet, mark = _sheet(tx, code, by, at)
        turn = next((place for place, one in enumerate(sheet.marks, 1) if entered.same_person(tx, one, mark)), 0)
        rows = tuple(_compared(tx, sheet, line) for line in sign_sheets.lines(tx, sheet.id))
        found = sign_sheets.sheet_of(tx, code)
        return Comparison(found["code"], sheet.row["id"], tuple(actor_name(tx, one) for one in sheet.marks), turn, rows)


def _compared(tx: Tx, sheet: _Sheet, line: Line) -> Compared:
    first, second, settled = sheet.of(line)
    stands = sheet.stands(line)
    if line.presence:
        state = "taken"
    elif settled is not None:
        state = "settled"
    elif stands is None:
        state = "differs"
    else:
        state = "empty" if stands.empty else "agrees"
    trouble = _trouble(tx, sheet, line, stands) if state in ("agrees", "settled") and stands and not stands.empty else None
    name = line.name or _name(tx, stands.number if stands else first.number or second.number)
    return Compared(
        line.row, line.code, name, line.subject is None, first, second, state, stands or Typed(), trouble, actor_name(tx, line.settled_by),
    )


def _name(tx: Tx, number: str) -> str:
    row = tx.one("select nickname, hidden_at, player_number from resident where player_number = :number", number=number)
    return records.shown_name(row) if row else ""


def _trouble(tx: Tx, sheet: _Sheet, line: Line, stands: Typed) -> GameError | None:
    """Why a row cannot be taken over."""
    try:
        _checked(tx, sheet, line, stands)
    except GameError as refusal:
        return refusal
    return None


def _checked(tx: Tx, sheet: _Sheet, line: Line, stands: Typed) -> tuple[Row, Interval, bool, list[str]]:
    """The person, the stay, whether an end was written, and two people who stand behind it."""
    person = _person(tx, line, stands)
    stay, ended = _stay(sheet, stands)
    marks = [mark for mark in (*sheet.marks, line.settled_by) if mark and not entered.same_person(tx, mark, f"subject:{person['subject']}")]
    if len(marks) < 2:
        raise OnlyOneTyped
    if sign_ups.consent_missing(tx, sheet.row["id"], person["subject"]):
        raise presence.ConsentMissing(sheet.row)
    _refuse_there(tx, sheet, person["subject"], stay)
    return person, stay, ended, marks


def _person(tx: Tx, line: Line, stands: Typed) -> Row:
    if line.subject is None and not stands.number:
        raise NumberMissing
    subject = sheet_typing.subject_of(tx, line, stands.number)
    row = tx.one("select s.subject, r.compound from resident r join subject_resident s on s.resident = r.id where s.subject = :subject", subject=subject or "")
    if row is None:
        raise PersonLeft if line.subject else UnknownResident
    return row


def _stay(sheet: _Sheet, stands: Typed) -> tuple[Interval, bool]:
    """The written times as instants; without an end the planned one is proposed."""
    plan = plan_of(sheet.row)
    came, left = (_instant(sheet, text) for text in (stands.came, stands.left))
    starts, ends = (clock_time(clock.local(at, sheet.zone)) for at in (plan.start, plan.end))
    if came is None:
        raise CameMissing
    if any(at is not None and not plan.start - FAR <= at <= plan.end + FAR for at in (came, left)):
        raise FarFromPlan(sheet.row, starts, ends)
    if max(came, left or came) > sheet.at or (left is not None and left <= came):
        raise LeftBeforeCame(came, sheet.zone)
    return Interval(came, left or proposed_end(plan, came)), left is not None


def _instant(sheet: _Sheet, text: str) -> datetime | None:
    moment = day_times.time_of_day(text)
    if moment is None:
        return None
    local = clock.local(clock.start_of(sheet.row["act_on"], sheet.zone), sheet.zone).replace(hour=moment[0], minute=moment[1])
    return clock.parse(clock.stamp(day_times.within_plan(local, plan_of(sheet.row))))


def _refuse_there(tx: Tx, sheet: _Sheet, subject: str, stay: Interval) -> None:
    """Refuse a stay beside another one of the person: signed in here already, or somewhere else."""
    until = max(stay.end, stay.start + timedelta(minutes=1))
    other = tx.one(
        "select a.title, a.act_on, p.*, coalesce(p.left_at, a.ends_at) as until from presence p join activity a on a.id = p.activity"
        " where p.subject = :subject and p.void_at is null and p.came_at < :end"
        " and (p.open is not null or coalesce(p.left_at, a.ends_at) > :start) order by p.came_at, p.id limit 1",
        subject=subject, start=clock.stamp(stay.start), end=clock.stamp(until),
    )
    if other is None:
        return
    if other["activity"] == sheet.row["id"]:
        raise SignedInAlready(other, sheet.zone)
    raise Overlap(other, clock.parse(other["until"]), sheet.zone)


def settle(store: Store, code: str, wanted: str, typed: Typed, by: By, at: datetime) -> None:
    """A third person looks at the paper and says what stands in a row; they are then an enterer of it too.

    Raises NotBothDone, NoRow, ThirdNeeded, OwnRow, NothingToSettle, Unreadable and what `sign_sheets` refuses.
    """
    with store.writing() as tx:
        sheet, mark = _sheet(tx, code, by, at, lock=True)
        line = sheet_typing.find_row(sign_sheets.lines(tx, sheet.id), wanted)
        if any(entered.same_person(tx, one, mark) for one in sheet.marks):
            raise ThirdNeeded
        kept = sheet_typing.tidied(line, typed)
        sheet_typing.refuse_own(tx, line, kept, mark)
        stands = sheet.stands(line)
        if line.presence or (stands is not None and (stands.empty or not _trouble(tx, sheet, line, stands))):
            raise NothingToSettle(line.row)
        if kept.unreadable:
            raise sheet_typing.Unreadable(str(line.row), 1)
        sheet_typing.keep(tx, sheet.id, SETTLED, line.row, kept, at)
        tx.run("update sign_sheet_row set settled_by = :mark, settled_at = :at where sheet = :sheet and row = :row", mark=mark, at=clock.stamp(at), sheet=sheet.id, row=line.row)


def take(store: Store, code: str, by: By, at: datetime) -> int:
    """Make stays of all rows that stand, each in a transaction of its own; how many were made this time.

    A row that cannot be taken over stays as it is: `compare` says why. Raises NotBothDone,
    Cancelled and what `sign_sheets` refuses.
    """
    with store.reading() as tx:
        sheet, _mark = _sheet(tx, code, by, at)
        waiting = [line.row for line in sign_sheets.lines(tx, sheet.id) if not line.presence]
    return sum(_take(store, code, row, by, at) for row in waiting)


def _take(store: Store, code: str, number: int, by: By, at: datetime) -> bool:
    with store.writing() as tx:
        activities.locked(tx, sign_sheets.sheet_of(tx, code)["activity"])
        sheet, mark = _sheet(tx, code, by, at, lock=True)
        line = next(one for one in sign_sheets.lines(tx, sheet.id) if one.row == number)
        stands = sheet.stands(line)
        subject = sheet_typing.subject_of(tx, line, stands.number) if stands else None
        if line.presence or stands is None or stands.empty or subject is None:
            return False
        records.lock_volunteer(tx, subject)
        if _trouble(tx, sheet, line, stands):
            return False
        _stay_of(tx, sheet, line, stands, mark)
        return True


def _stay_of(tx: Tx, sheet: _Sheet, line: Line, stands: Typed, mark: str) -> None:
    person, stay, ended, marks = _checked(tx, sheet, line, stands)
    made: Row = {
        "id": ids.new(), "activity": sheet.row["id"], "subject": person["subject"], "compound": person["compound"],
        "came_at": clock.stamp(stay.start), "left_at": clock.stamp(stay.end) if ended else None, "came_how": "paper", "left_how": "paper" if ended else None,
        "came_by": marks[0], "left_by": marks[1] if ended else None, "came_late": 0, "left_late": 0, "came_key": f"sheet:{sheet.id}:{line.row}", "left_key": None,
        "device": None, "entered_at": clock.stamp(sheet.at), "record": None, "void_at": None, "open": None,
    }
    tx.insert("presence", [made])
    tx.run("update sign_sheet_row set presence = :presence where sheet = :sheet and row = :row", presence=made["id"], sheet=sheet.id, row=line.row)
    records.keep(tx, sheet.row, person["subject"], mark, sheet.at)
