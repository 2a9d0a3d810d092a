"""What people read about hours: the organiser's list of what waits, a volunteer's own hours.

Names are looked up through the subject; staff are named to the volunteer whose hours they decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_, _, full_day, pick
from linli.rules import crediting, working_days
from linli.rules.crediting import Plan
from linli.rules.working_days import Deadline
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty, entered, head_counts, hours, presence, records
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.hours_retention import KEPT_DAYS

WHAT = {
    "recorded": N_("recorded"), "changed": N_("minutes changed"), "first_approval": N_("first approval"),
    "approved": N_("approved"), "rejected": N_("rejected"), "reversed": N_("reversed"), "typed": N_("entered afterwards"),
    "overdue": N_("entered after its 10 working days"), "withdrawn": N_("taken back"),
}


@dataclass(frozen=True)
class Reason:
    """Why a record needs a look. code: no_sign_out, above_480, above_720, head_count, late, overdue, unpublished, nothing."""

    code: str
    text: GameError

    def sentence(self) -> str:
        """The reason in the current language."""
        return self.text.sentence()


@dataclass(frozen=True)
class Stay:
    """One stay at an activity. left_at is the proposed end where `signed_out` is False.

    marks: who entered its times, as `staff:ID` or `subject:ID`.
    """

    presence: str
    came_at: datetime
    left_at: datetime
    signed_out: bool
    came_how: str
    left_how: str | None
    late: bool
    came_by: str
    left_by: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Waiting:
    """A pending record for the organiser. reasons: empty where all is in order.

    days_left: working days until the deadline, below 0 when it has passed, None when not known.
    own: it is the reader's own record, which somebody else decides; entered: the reader entered a
    time of it, so somebody else approves it. kind: signed_in or supplementary.
    """

    record: str
    activity: str
    title: str
    act_on: str
    plan: Plan
    subject: str
    name: str
    player_number: str
    compound: str
    stays: tuple[Stay, ...]
    minutes: int
    served: int
    points: int
    reasons: tuple[Reason, ...]
    deadline: Deadline
    days_left: int | None
    own: bool
    entered: bool
    kind: str

    @property
    def ready(self) -> bool:
        """In order, and not the reader's own or entered by them: may be approved together with others."""
        return not self.reasons and not self.own and not self.entered


@dataclass(frozen=True)
class Event:
    """A line of a record's history. who: a name, or '' where it happened by itself."""

    at: datetime
    who: str
    what: str
    minutes: int
    note: str


@dataclass(frozen=True)
class MyHours:
    """A volunteer's record: what it counts, who decided when and why.

    state: pending, approved, rejected, reversed; kind: signed_in or supplementary. final_on: the day after which it stands, if
    approved and no objection is open. no_hours: why it gives points but no hours, or ''.
    """

    record: str
    title: str
    location: str
    unit: str
    act_on: str
    minutes: int
    points: int
    state: str
    who: str
    when: datetime | None
    why: str
    waits_for: tuple[Reason, ...]
    final_on: str | None
    no_hours: str
    stays: tuple[Stay, ...]
    kind: str = "signed_in"


@dataclass(frozen=True)
class SheetRow:
    """One line of a record sheet, the fields of 67号 art. 7."""

    title: str
    act_on: str
    location: str
    work: str
    minutes: int
    unit: str
    in_charge: str
    record: str
    kind: str = "signed_in"
    version: int = 1


def totals(own: Iterable[MyHours]) -> tuple[int, int]:
    """Approved minutes and points of a volunteer's records."""
    approved = [one for one in own if one.state == "approved"]
    return sum(one.minutes for one in approved), sum(one.points for one in approved)


_RECORDS = (
    "select a.*, p.*, u.name_zh as unit_zh, u.name_en as unit_en, r.nickname, r.hidden_at, r.player_number"
    f" from record p join activity a on a.id = p.activity left join unit u on u.id = a.unit{records.NAMES}"
    " where exists (select 1 from presence s where s.record = p.id) and "
)


def waiting(store: Store, at: datetime, staff: str) -> list[Waiting]:
    """The pending records, oldest act first, with what is odd about each. Raises roles.NotAllowed."""
    presence.settle_due(store, at)
    with store.reading() as tx:
        organiser = activities.organiser(tx, staff)
        rows = tx.rows(_RECORDS + "p.state = 'pending' order by p.act_on, p.id")
        looked = _Looked(tx, rows, at)
        own = tx.value("select s.subject from staff f join subject_resident s on s.resident = f.resident where f.id = :id", id=staff)
        theirs = {mark for mark in looked.marks(rows) if entered.is_person(tx, mark, organiser)}
        return [_waiting(row, looked, own, theirs) for row in rows]


class _Looked:
    """What the rows of one list share, read once."""

    def __init__(self, tx: Tx, rows: Sequence[Row], at: datetime) -> None:
        self.today = clock.local_day(at, community.zone(tx))
        self.typed = duty.typed_days(tx)
        self.stays = _stays(tx, rows)
        self.held = {one: head_counts.held(tx, one) for one in dict.fromkeys(row["activity"] for row in rows if row["state"] == "pending")}
        self.ahead = {row["id"]: hours.ahead(tx, row) for row in rows if row["state"] == "pending" and row["served"]}
        self.names = {row["first_by"]: hours.staff_name(tx, row["first_by"]) for row in rows if row["first_by"]}

    def marks(self, rows: Sequence[Row]) -> set[str]:
        """Everybody who entered something of these records."""
        return {mark for row in rows for mark in self.of(row)}

    def of(self, row: Row) -> set[str]:
        """Everybody who entered something of a record."""
        every = {mark for stay in self.stays[row["id"]] for mark in stay.marks}
        return every | ({row["entered_by"]} if row["entered_by"] else set())

    def deadline(self, act_on: str) -> Deadline:
        return working_days.nth_after(act_on, typed=self.typed)

    def days_left(self, act_on: str) -> int | None:
        last = self.deadline(act_on).day
        return working_days.days_left(self.today, last, self.typed) if last else None


def _stays(tx: Tx, rows: Sequence[Row]) -> dict[str, list[Stay]]:
    """The stays of each record; many records are read in parts of 200."""
    plans = {row["id"]: plan_of(row) for row in rows}
    found: dict[str, list[Stay]] = {row["id"]: [] for row in rows}
    wanted = list(plans)
    for start in range(0, len(wanted), 200):
        part = {f"r{place}": record for place, record in enumerate(wanted[start:start + 200])}
        keys = ", ".join(f":{key}" for key in part)
        for one in tx.rows(f"select * from presence where record in ({keys}) order by came_at, id", **part):
            found[one["record"]].append(_stay(tx, plans[one["record"]], one))
    return found


def _stay(tx: Tx, plan: Plan, one: Row) -> Stay:
    times = records.stay(plan, one)
    return Stay(
        one["id"], times.start, times.end, one["left_at"] is not None, one["came_how"], one["left_how"],
        bool(one["came_late"] or one["left_late"]), actor_name(tx, one["came_by"]), actor_name(tx, one["left_by"]),
        frozenset(one[name] for name in ("came_by", "left_by") if one[name]),
    )


def actor_name(tx: Tx, mark: str | None) -> str:
    """The name behind `staff:ID` or `subject:ID`; empty for none."""
    kind, _colon, one = (mark or "").partition(":")
    if kind == "staff":
        return hours.staff_name(tx, one)
    if kind != "subject":
        return ""
    row = tx.one(
        "select r.nickname, r.hidden_at, r.player_number from subject_resident s join resident r on r.id = s.resident"
        " where s.subject = :subject", subject=one,
    )
    return records.shown_name(row or {"nickname": None})


def _waiting(row: Row, looked: _Looked, own: str | None, theirs: set[str]) -> Waiting:
    return Waiting(
        row["id"], row["activity"], row["title"], row["act_on"], plan_of(row), row["subject"], records.shown_name(row),
        row["player_number"] or "", row["compound"], tuple(looked.stays[row["id"]]), row["minutes"],
        row["served"], row["points"], tuple(_reasons(row, looked)), looked.deadline(row["act_on"]),
        looked.days_left(row["act_on"]), own == row["subject"],
        bool(looked.of(row) & theirs), row["kind"],
    )


def _reasons(row: Row, looked: _Looked) -> list[Reason]:
    """Everything odd about a pending record, the gravest first."""
    found = [*_day_reasons(row, looked), *_stay_reasons(row, looked)]
    count = looked.held.get(row["activity"])
    if count:
        found.append(Reason("head_count", hours.HeadCountHolds(row, count)))
    deadline = looked.deadline(row["act_on"])
    if deadline.day is None:
        found.append(Reason("unpublished", GameError(N_("The working days of {year} are not published yet: type them in the set-up."), year=deadline.unknown_year)))
    elif looked.today > deadline.day:
        last = deadline.day
        found.append(Reason("overdue", GameError(N_("The 10 working days for entering it ended on {day}."), day=lambda: full_day(last))))
    return found


def _day_reasons(row: Row, looked: _Looked) -> list[Reason]:
    before = looked.ahead.get(row["id"], 0)
    needed = crediting.approvers(before, row["served"])
    if needed == 0:
        return [Reason("above_720", hours.AboveDay(before, row["served"]))]
    if needed == 1:
        return []
    first = looked.names.get(row["first_by"], "")
    template = hours.NEEDS_SECOND if first else hours.ABOVE_480
    return [Reason("above_480", GameError(template, before=before, own=row["served"], first=first))]


def _stay_reasons(row: Row, looked: _Looked) -> list[Reason]:
    stays = looked.stays[row["id"]]
    found = []
    if not all(stay.signed_out for stay in stays):
        found.append(Reason("no_sign_out", GameError(N_("Nobody signed this person out; the planned end is proposed."))))
    if any(stay.late for stay in stays):
        found.append(Reason("late", GameError(N_("A tick was sent late, because the phone had no network."))))
    if row["served"] == 0:
        found.append(Reason("nothing", GameError(N_("No minute lies within the planned time."))))
    return found


def mine(store: Store, subject: str, at: datetime) -> list[MyHours]:
    """A volunteer's own records, newest act first: hours and points, with who, when and why."""
    presence.settle_due(store, at)
    with store.reading() as tx:
        rows = tx.rows(_RECORDS + "p.subject = :subject order by p.act_on desc, p.id desc", subject=subject)
        looked = _Looked(tx, rows, at)
        return [_my_hours(tx, row, looked) for row in rows]


def _my_hours(tx: Tx, row: Row, looked: _Looked) -> MyHours:
    pending = row["state"] == "pending"
    reasons = [one for one in _reasons(row, looked) if one.code not in ("overdue", "unpublished")] if pending else []
    return MyHours(
        row["id"], row["title"], row["location"], pick(row["unit_zh"] or "", row["unit_en"] or ""), row["act_on"],
        row["minutes"], row["points"], row["state"], hours.staff_name(tx, row["decided_by"]),
        clock.parse(row["decided_at"]) if row["decided_at"] else None, row["why"], tuple(reasons), final_on(tx, row),
        activities.why_no_hours(row), tuple(looked.stays[row["id"]]), row["kind"],
    )


def final_on(tx: Tx, row: Row) -> str | None:
    """The last day of objections to an approved record; None while one is open, or if not approved."""
    if row["state"] != "approved":
        return None
    if tx.one("select id from objection where record = :id and closed_at is null", id=row["id"]):
        return None
    settings = community.settings(tx)
    return clock.add_days(clock.local_day(clock.parse(row["decided_at"]), settings.zone), settings.final_days)


def history(store: Store, record: str) -> list[Event]:
    """A record's history, oldest first: who, when, what, why."""
    with store.reading() as tx:
        rows = tx.rows("select * from record_event where record = :id order by id", id=record)
        return [_event(tx, row) for row in rows]


def _event(tx: Tx, row: Row) -> Event:
    what = WHAT[row["what"]]
    return Event(clock.parse(row["at"]), actor_name(tx, row["who"]), _(what), row["minutes"], row["note"])


def decided(store: Store, staff: str, at: datetime, *, days: int = 30) -> list[MyHours]:
    """Records decided in the last days, newest first, for looking up and reversing. Raises roles.NotAllowed."""
    with store.reading() as tx:
        activities.organiser(tx, staff)
        rows = tx.rows(
            _RECORDS + "p.state <> 'pending' and p.decided_at > :since order by p.decided_at desc, p.id desc",
            since=clock.stamp(at - timedelta(days=days)),
        )
        looked = _Looked(tx, rows, at)
        return [_my_hours(tx, row, looked) for row in rows]


def missed(store: Store, subject: str, at: datetime) -> list[Row]:
    """A person's own no-show notes, kept 30 days: activity, title, act_on."""
    return store.rows(
        "select a.id as activity, a.title, a.act_on from sign_up s join activity a on a.id = s.activity"
        " where s.subject = :subject and a.cancelled_at is null and a.ends_at < :now and a.ends_at > :since and not exists"
        " (select 1 from presence p where p.activity = a.id and p.subject = s.subject and p.void_at is null)"
        " order by a.starts_at desc, a.id", subject=subject, now=clock.stamp(at), since=clock.stamp(at - timedelta(days=KEPT_DAYS)),
    )


def record_sheet_rows(store: Store, subject: str, first: str, last: str) -> list[SheetRow]:
    """The lines of a record sheet over local days first..last: approved hours, by day."""
    rows = store.rows(
        _RECORDS + "p.subject = :subject and p.state = 'approved' and p.minutes > 0 and p.act_on between :first and :last"
        " order by p.act_on, p.id", subject=subject, first=first, last=last,
    )
    return [SheetRow(
        row["title"], row["act_on"], row["location"], row["work"], row["minutes"],
        pick(row["unit_zh"] or "", row["unit_en"] or ""), row["in_charge"], row["id"], row["kind"], row["version"],
    ) for row in rows]
