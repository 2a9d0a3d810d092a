"""Supplementary records (补录): a time that nobody signed in, entered afterwards by one staff person
and approved by another (docs/rules.md §4).

A clerk or organiser enters; a different person, an organiser, approves; above 480 minutes on a day
two. It is offered only where that can be met. The hours stand apart everywhere and rank nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from linli import clock, community, ids, roles
from linli.errors import GameError
from linli.locale import N_
from linli.roles import Staff
from linli.rules import crediting
from linli.rules.crediting import Interval
from linli.rules.working_days import Deadline
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty, entered, hours, past_entries, presence, records, sign_ups
from linli.volunteer.activities import ReasonMissing, named
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.past_entries import PastDraft
from linli.volunteer.ticks import Overlap, UnknownResident

#: Intervals of one person at one activity.
MOST_STAYS = 8
MAY = ("organiser", "clerk")
KIND = "supplementary"

_FAULTS = {
    "none": N_("Please type at least one time in and out, and at most 8 of them."),
    "order": N_("A time out must come after its time in. Check the times."),
    "minutes": N_("Times in and out are whole minutes. Please leave out the seconds."),
    "future": N_("A time out lies in the future. Only what has been served is entered."),
    "each_other": N_("Two of the typed times overlap. Join them into one, or correct them."),
    "outside": N_("No minute of these times lies within the activity. Check the day and the times."),
}


class NobodyElse(GameError):
    """No second person could approve it."""

    def __init__(self) -> None:
        super().__init__(N_(
            "A supplementary record is entered by one person and approved by another. There is no other organiser yet who could approve yours:"
            " an organiser invites one under “Staff and kiosks”, and every account links its own resident account or declares that there is none.",
        ))


class TwoNeeded(GameError):
    """Above 480 minutes two organisers besides the enterer are needed."""

    def __init__(self, before: int, own: int) -> None:
        super().__init__(
            N_(
                "{before} and {own} minutes on this day are above 8 hours. Two organisers besides you have to approve that, and there are not two:"
                " let somebody else enter it, or invite one under “Staff and kiosks”.",
            ),
            before=before, own=own,
        )


class AboveTwelve(GameError):
    """Nobody could approve it."""

    def __init__(self, before: int, own: int) -> None:
        super().__init__(
            N_(
                "{before} and {own} minutes on this day are above 12 hours. That can never be approved, so it was not kept:"
                " check the times, and the person's other records of that day.",
            ),
            before=before, own=own,
        )


class OwnTime(GameError):
    """Nobody enters their own."""

    def __init__(self) -> None:
        super().__init__(N_("This is your own resident account. Nobody enters their own time: ask another clerk or organiser."))


class BadStays(GameError):
    """The typed times cannot be."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(_FAULTS[fault])


class AlreadyEntered(GameError):
    """One pending supplementary record of a person at an activity."""

    def __init__(self, name: str, row: Row) -> None:
        super().__init__(N_("{name} has a supplementary record at {title} on {day} that still waits. Withdraw it first, then enter all times together."), name=name, **named(row))


@dataclass(frozen=True)
class Entry:
    """What is entered. number: the volunteer's player number; stays: times in and out, aware.

    activity: id of one that is over; past: what it was, where it was never entered.
    """

    number: str
    stays: tuple[Interval, ...]
    reason: str
    activity: str = ""
    past: PastDraft | None = None


@dataclass(frozen=True)
class Kept:
    """What came of an entry. approvers: how many different organisers it needs; overdue: after its 10 working days."""

    record: str
    activity: str
    name: str
    minutes: int
    points: int
    approvers: int
    deadline: Deadline
    overdue: bool


def offered(tx: Tx, staff: str) -> Staff:
    """The staff person, where somebody else could approve what they enter. Raises roles.NotAllowed, NobodyElse."""
    who = staff_of(tx, staff)
    if not _approvers(tx, who, ""):
        raise NobodyElse
    return who


def staff_of(tx: Tx, staff: str) -> Staff:
    """An organiser or clerk, looked up again. Raises roles.NotSignedIn, roles.NotAllowed."""
    row = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id and s.removed_at is null", id=staff)
    return roles.require(roles.from_row(row) if row else None, *MAY)


def _approvers(tx: Tx, who: Staff, subject: str) -> list[Staff]:
    """Organisers who are somebody else than the enterer, and not the volunteer."""
    rows = tx.rows(f"select {roles.COLUMNS} from staff s where s.role = 'organiser' and s.removed_at is null order by s.id")
    found = [roles.from_row(row) for row in rows]
    return [one for one in found if roles.different_people(one, who) and not (subject and entered.is_own(tx, subject, one))]


def _enough(tx: Tx, who: Staff, subject: str, needed: int) -> bool:
    """Whether so many different people could approve it."""
    found = _approvers(tx, who, subject)
    if needed == 1:
        return bool(found)
    return any(roles.different_people(one, other) for place, one in enumerate(found) for other in found[:place])


def enter(store: Store, entry: Entry, staff: str, at: datetime, *, key: str = "") -> Kept:
    """Enter a time that nobody signed in; it waits for another person's approval.

    key: chosen for this one form; sent twice it is answered the same. Raises roles.NotAllowed,
    NobodyElse, UnknownResident, OwnTime, ReasonMissing, BadStays, Overlap (names the other
    activity), AlreadyEntered, TwoNeeded, AboveTwelve, ConsentMissing and what `past_entries` and
    `activities` refuse.
    """
    reason = " ".join(entry.reason.split())[:400]
    if not any(sign.isalnum() for sign in reason):
        raise ReasonMissing
    stays = _tidy(entry.stays, at)
    with store.writing() as tx:
        who = offered(tx, staff)
        person = _person(tx, entry.number, who)
        if again := _known(tx, person, key):
            return _kept(tx, again, person, at)
        mark = f"staff:{who.id}"
        row = past_entries.make(tx, entry.past, mark, at) if entry.past else _over(tx, entry.activity, at)
        records.lock_volunteer(tx, person["subject"])
        _check(tx, row, person, stays, who)
        _insert(tx, row, person, stays, mark, key, at)
        records.keep(tx, row, person["subject"], mark, at, KIND)
        record = _complete(tx, row, person, mark, reason, at)
        _refuse_limits(tx, row | record, who)
        return _kept(tx, row | record, person, at)


def _tidy(stays: Sequence[Interval], at: datetime) -> list[Interval]:
    """The typed times in order. Raises BadStays."""
    ordered = sorted(stays, key=lambda one: (one.start, one.end))
    if not 0 < len(ordered) <= MOST_STAYS:
        raise BadStays("none")
    if any(edge != crediting.whole_minute(edge) for one in ordered for edge in (one.start, one.end)):
        raise BadStays("minutes")
    if any(one.end <= one.start for one in ordered):
        raise BadStays("order")
    if any(one.end > at for one in ordered):
        raise BadStays("future")
    if any(later.start < earlier.end for earlier, later in pairwise(ordered)):
        raise BadStays("each_other")
    return ordered


def _person(tx: Tx, number: str, who: Staff) -> Row:
    """The volunteer by player number. Raises UnknownResident, OwnTime."""
    person = tx.one(
        "select s.subject, r.compound, r.nickname, r.hidden_at, r.player_number from resident r"
        " join subject_resident s on s.resident = r.id where r.player_number = :number", number=ids.tidy_code(number)[:12],
    )
    if person is None:
        raise UnknownResident
    if entered.is_own(tx, person["subject"], who):
        raise OwnTime
    return person


def _key(person: Row, key: str, place: int) -> str | None:
    return f"typed:{person['subject']}:{key[:64]}:{place}" if key else None


def _known(tx: Tx, person: Row, key: str) -> Row | None:
    """What the same form made before."""
    return tx.one(
        "select a.*, r.* from presence p join record r on r.id = p.record join activity a on a.id = r.activity where p.came_key = :key",
        key=_key(person, key, 0) or "",
    )


def _over(tx: Tx, activity: str, at: datetime) -> Row:
    """An activity that is over, locked. Raises UnknownActivity, Cancelled, NotOverYet."""
    row = activities.locked(tx, activity)
    past_entries.refuse_not_over(row["title"], clock.parse(row["ends_at"]), community.zone(tx), at)
    return row


def _check(tx: Tx, row: Row, person: Row, stays: Sequence[Interval], who: Staff) -> None:
    for one in stays:
        refuse_overlap(tx, person["subject"], one)
    if crediting.credited_sum(plan_of(row), stays) == 0:
        raise BadStays("outside")
    if sign_ups.consent_missing(tx, row["id"], person["subject"]):
        raise presence.ConsentMissing(row)
    if not _enough(tx, who, person["subject"], 1):
        raise NobodyElse
    if tx.one(
        "select id from record where activity = :activity and subject = :subject and kind = :kind and state = 'pending'",
        activity=row["id"], subject=person["subject"], kind=KIND,
    ):
        raise AlreadyEntered(records.shown_name(person), row)


def refuse_overlap(tx: Tx, subject: str, typed: Interval) -> None:
    """Refuse a typed time within any other stay of a person, signed in still or not. Raises Overlap."""
    other = tx.one(
        "select a.*, coalesce(p.left_at, a.ends_at) as until from presence p join activity a on a.id = p.activity"
        " where p.subject = :subject and p.void_at is null and p.came_at < :end"
        " and (p.open is not null or coalesce(p.left_at, a.ends_at) > :start) order by p.came_at, p.id limit 1",
        subject=subject, start=clock.stamp(typed.start), end=clock.stamp(typed.end),
    )
    if other is not None:
        raise Overlap(other, clock.parse(other["until"]), community.zone(tx))


def _insert(tx: Tx, row: Row, person: Row, stays: Sequence[Interval], mark: str, key: str, at: datetime) -> None:
    tx.insert("presence", [{
        "id": ids.new(), "activity": row["id"], "subject": person["subject"], "compound": person["compound"],
        "came_at": clock.stamp(one.start), "left_at": clock.stamp(one.end), "came_how": "typed", "left_how": "typed",
        "came_by": mark, "left_by": mark, "came_late": 0, "left_late": 0, "came_key": _key(person, key, place), "left_key": None,
        "device": None, "entered_at": clock.stamp(at), "record": None, "void_at": None, "open": None,
    } for place, one in enumerate(stays)])


def _complete(tx: Tx, row: Row, person: Row, mark: str, reason: str, at: datetime) -> Row:
    """Who entered it and why, in the record and its history; and that it came late, if it did."""
    record = tx.one(
        "select * from record where activity = :activity and subject = :subject and kind = :kind and state = 'pending'",
        activity=row["id"], subject=person["subject"], kind=KIND,
    )
    assert record is not None
    tx.run("update record set entered_by = :mark, reason = :reason where id = :id", mark=mark, reason=reason, id=record["id"])
    records.event(tx, record["id"], "typed", record["minutes"], mark, reason, at)
    deadline = duty.deadline(tx, row["act_on"])
    if is_overdue(tx, deadline, at):
        records.event(tx, record["id"], "overdue", record["minutes"], mark, deadline.day or "", at)
    return record | {"entered_by": mark, "reason": reason}


def is_overdue(tx: Tx, deadline: Deadline, at: datetime) -> bool:
    """Whether the 10 working days of an activity are over (67号 art. 11)."""
    return deadline.day is not None and clock.local_day(at, community.zone(tx)) > deadline.day


def _refuse_limits(tx: Tx, record: Row, who: Staff) -> None:
    """Refuse what nobody could approve. Raises AboveTwelve, TwoNeeded."""
    before, own = hours.ahead(tx, record), int(record["served"])
    needed = crediting.approvers(before, own)
    if needed == 0:
        raise AboveTwelve(before, own)
    if not _enough(tx, who, record["subject"], needed):
        raise TwoNeeded(before, own)


def _kept(tx: Tx, record: Row, person: Row, at: datetime) -> Kept:
    deadline = duty.deadline(tx, record["act_on"])
    needed = crediting.approvers(hours.ahead(tx, record), record["served"])
    return Kept(
        record["id"], record["activity"], records.shown_name(person), record["minutes"], record["points"], needed, deadline,
        is_overdue(tx, deadline, at),
    )
