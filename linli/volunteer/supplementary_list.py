"""What was entered afterwards: the list of it, withdrawing, and its clock of 10 working days in words."""

from dataclasses import dataclass
from datetime import datetime

from linli import clock
from linli.errors import GameError
from linli.locale import N_, full_day
from linli.roles import Staff
from linli.rules.crediting import Interval
from linli.rules.working_days import Deadline
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, entered, hours, records
from linli.volunteer.activities import ReasonMissing
from linli.volunteer.supplementary import KIND, staff_of


class NothingToWithdraw(GameError):
    """It is decided, withdrawn, or never was supplementary."""

    def __init__(self) -> None:
        super().__init__(N_("This record is decided or withdrawn already, so it stays as it is. Please open the list again."))


class NotYours(GameError):
    """Withdrawn by who entered it, or by an organiser."""

    def __init__(self) -> None:
        super().__init__(N_("Who entered a record withdraws it, or an organiser. Please ask one of them."))


@dataclass(frozen=True)
class Entered:
    """An entry on the list. state: pending, approved, rejected, reversed or withdrawn; who: entered it."""

    record: str
    name: str
    player_number: str
    title: str
    act_on: str
    stays: tuple[Interval, ...]
    minutes: int
    points: int
    state: str
    reason: str
    who: str
    why: str
    may_withdraw: bool


def withdraw(store: Store, record: str, why: str, staff: str, at: datetime) -> None:
    """Withdraw an entry that still waits: by who entered it, or an organiser. It stays in the history with its times.

    Twice by anybody: NothingToWithdraw. Raises roles.NotAllowed, ReasonMissing, NotYours, hours.OwnHours.
    """
    note = " ".join(why.split())[:400]
    if not note:
        raise ReasonMissing
    with store.writing() as tx:
        who = staff_of(tx, staff)
        found = tx.one("select activity, subject from record where id = :id and kind = :kind", id=record, kind=KIND)
        if found is None:
            raise NothingToWithdraw
        activities.locked(tx, found["activity"])
        records.lock_volunteer(tx, found["subject"])
        row = tx.one("select * from record where id = :id" + tx.for_update, id=record)
        if row is None or row["state"] != "pending":
            raise NothingToWithdraw
        if who.role != "organiser" and not entered.is_person(tx, row["entered_by"] or "", who):
            raise NotYours
        hours.refuse_own(tx, record, who)
        _withdraw(tx, row, note, who, at)


def _withdraw(tx: Tx, row: Row, note: str, who: Staff, at: datetime) -> None:
    """The record counts as rejected; its times are void and stay readable."""
    tx.run("update presence set void_at = :at where record = :id and void_at is null", at=clock.stamp(at), id=row["id"])
    tx.run(
        "update record set state = 'rejected', why = :note, decided_by = :staff, decided_at = :at where id = :id",
        note=note, staff=who.id, at=clock.stamp(at), id=row["id"],
    )
    records.event(tx, row["id"], "withdrawn", row["minutes"], f"staff:{who.id}", note, at)


def entries(store: Store, staff: str, *, limit: int = 100) -> list[Entered]:
    """What was entered afterwards, newest first. Raises roles.NotAllowed."""
    with store.reading() as tx:
        who = staff_of(tx, staff)
        rows = tx.rows(
            "select a.title, p.*, r.nickname, r.hidden_at, r.player_number,"
            " (select count(*) from record_event e where e.record = p.id and e.what = 'withdrawn') as gone"
            f" from record p join activity a on a.id = p.activity{records.NAMES}"
            " where p.kind = :kind order by p.id desc limit :limit", kind=KIND, limit=limit,
        )
        return [_entered(tx, row, who) for row in rows]


def _entered(tx: Tx, row: Row, who: Staff) -> Entered:
    stays = tx.rows("select came_at, left_at from presence where record = :id and left_at is not null order by came_at, id", id=row["id"])
    mark = row["entered_by"] or ""
    may = row["state"] == "pending" and (who.role == "organiser" or entered.is_person(tx, mark, who)) and not entered.is_own(tx, row["subject"], who)
    return Entered(
        row["id"], records.shown_name(row), row["player_number"] or "", row["title"], row["act_on"],
        tuple(Interval(clock.parse(one["came_at"]), clock.parse(one["left_at"])) for one in stays), row["minutes"], row["points"],
        "withdrawn" if row["gone"] else row["state"], row["reason"], hours.staff_name(tx, mark.removeprefix("staff:")), row["why"], may,
    )


def said_deadline(deadline: Deadline, *, over: bool) -> GameError:
    """The clock of 10 working days in words."""
    if deadline.day is None:
        return GameError(N_("The working days of {year} are not published yet, so the last day for entering it is not known."), year=deadline.unknown_year)
    last = deadline.day
    if over:
        return GameError(N_("The 10 working days for entering it ended on {day}. It can still be entered, and it stays marked as late."), day=lambda: full_day(last))
    return GameError(N_("It is entered in time until {day}, the 10th working day after it."), day=lambda: full_day(last))
