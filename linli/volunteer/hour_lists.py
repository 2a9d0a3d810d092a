"""What people read about hours: the organiser's list of what waits, a volunteer's own hours.

Names are looked up through the subject; staff are named to the volunteer whose hours they decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community
from linli.locale import N_, _, pick
from linli.rules.crediting import Plan
from linli.rules.working_days import Deadline
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, entered, hours, odd_reasons, presence, records
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.hours_retention import KEPT_DAYS
from linli.volunteer.odd_reasons import Looked, Reason
from linli.volunteer.stays import Names, Stay, actor_name

__all__ = ["Event", "MyHours", "Reason", "SheetRow", "Stay", "Waiting", "actor_name", "decided", "histories", "history", "mine", "missed", "record_sheet_rows", "totals", "waiting"]

#: What a volunteer reads of the reasons: what holds their record, not what somebody is asked to look at.
TOLD = ("above_720", "above_480", "supplementary", "no_sign_out", "late", "nothing", "head_count")

WHAT = {
    "recorded": N_("recorded"), "changed": N_("minutes changed"), "first_approval": N_("first approval"),
    "approved": N_("approved"), "rejected": N_("rejected"), "reversed": N_("reversed"), "typed": N_("entered afterwards"),
    "overdue": N_("entered after its 10 working days"), "withdrawn": N_("taken back"),
    "objected": N_("somebody objected"), "examined": N_("objection examined, the hours stand"), "upheld": N_("objection examined, it is right"),
}


@dataclass(frozen=True)
class Waiting:
    """A pending record for the organiser. reasons: empty where all is in order, the gravest first.

    days_left: working days until the deadline, below 0 when it has passed, None when not known.
    own: it is the reader's own record, which somebody else decides; entered: the reader entered a
    time of it, so somebody else approves it. kind: signed_in or supplementary. first: the reader
    gave the first of two approvals.
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
    first: bool = False

    @property
    def odd(self) -> tuple[Reason, ...]:
        """The reasons that concern this person."""
        return tuple(one for one in self.reasons if not one.whole)

    @property
    def whole(self) -> tuple[Reason, ...]:
        """The reasons that concern the whole activity: one note answers them for all its records."""
        return tuple(one for one in self.reasons if one.whole)

    @property
    def elsewhere(self) -> bool:
        """The reader's own, entered by them, or approved by them as the first of two: somebody else decides."""
        return self.own or self.entered or self.first

    @property
    def ready(self) -> bool:
        """Nothing odd about this person, and for the reader to decide: approved together with others of the activity."""
        return not self.odd and not self.elsewhere


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
    approved and no objection is open. no_hours: why it gives points but no hours, or ''. public_code: under which
    it stands on the public list, or None.
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
    public_code: str | None = None


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
    unit_zh: str = ""
    unit_en: str = ""


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
        looked = Looked(tx, rows, at)
        own = entered.own_subjects(tx, organiser)
        asked = looked.marks(rows) | {f"staff:{row['first_by']}" for row in rows if row["first_by"]}
        theirs = {mark for mark in asked if entered.is_person(tx, mark, organiser)}
        return [_waiting(row, looked, own, theirs) for row in rows]


def _waiting(row: Row, looked: Looked, own: set[str], theirs: set[str]) -> Waiting:
    return Waiting(
        row["id"], row["activity"], row["title"], row["act_on"], plan_of(row), row["subject"], records.shown_name(row),
        row["player_number"] or "", row["compound"], tuple(looked.stays[row["id"]]), row["minutes"],
        row["served"], row["points"], tuple(odd_reasons.of(row, looked)), looked.deadline(row["act_on"]),
        looked.days_left(row["act_on"]), row["subject"] in own,
        bool(looked.of(row) & theirs), row["kind"], f"staff:{row['first_by']}" in theirs,
    )


def mine(store: Store, subject: str, at: datetime) -> list[MyHours]:
    """A volunteer's own records, newest act first: hours and points, with who, when and why."""
    presence.settle_due(store, at)
    with store.reading() as tx:
        rows = tx.rows(_RECORDS + "p.subject = :subject order by p.act_on desc, p.id desc", subject=subject)
        looked = Looked(tx, rows, at)
        return [_my_hours(tx, row, looked) for row in rows]


def _my_hours(tx: Tx, row: Row, looked: Looked) -> MyHours:
    pending = row["state"] == "pending"
    reasons = [one for one in odd_reasons.of(row, looked) if one.code in TOLD] if pending else []
    return MyHours(
        row["id"], row["title"], row["location"], pick(row["unit_zh"] or "", row["unit_en"] or ""), row["act_on"],
        row["minutes"], row["points"], row["state"], hours.staff_name(tx, row["decided_by"]),
        clock.parse(row["decided_at"]) if row["decided_at"] else None, row["why"], tuple(reasons), final_on(tx, row),
        activities.why_no_hours(row), tuple(looked.stays[row["id"]]), row["kind"],
        row["public_code"],
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
        names = Names(tx)
        return [_event(names, row) for row in rows]


def histories(store: Store, subject: str) -> dict[str, list[Event]]:
    """The histories of all records of a volunteer, by record, each oldest first."""
    found: dict[str, list[Event]] = {}
    with store.reading() as tx:
        rows = tx.rows("select e.* from record_event e join record r on r.id = e.record where r.subject = :subject order by e.id", subject=subject)
        names = Names(tx)
        for row in rows:
            found.setdefault(row["record"], []).append(_event(names, row))
    return found


def _event(names: Names, row: Row) -> Event:
    what = WHAT[row["what"]]
    return Event(clock.parse(row["at"]), names.of(row["who"]), _(what), row["minutes"], row["note"])


def decided(store: Store, staff: str, at: datetime, *, days: int = 30) -> list[MyHours]:
    """Records decided in the last days, newest first, for looking up and reversing. Raises roles.NotAllowed."""
    with store.reading() as tx:
        activities.organiser(tx, staff)
        rows = tx.rows(
            _RECORDS + "p.state <> 'pending' and p.decided_at > :since order by p.decided_at desc, p.id desc",
            since=clock.stamp(at - timedelta(days=days)),
        )
        looked = Looked(tx, rows, at)
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
    with store.reading() as tx:
        return sheet_rows(tx, subject, first, last)


def sheet_rows(tx: Tx, subject: str, first: str, last: str) -> list[SheetRow]:
    """`record_sheet_rows` within a transaction."""
    rows = tx.rows(
        _RECORDS + "p.subject = :subject and p.state = 'approved' and p.minutes > 0 and p.act_on between :first and :last"
        " order by p.act_on, p.id", subject=subject, first=first, last=last,
    )
    return [SheetRow(
        row["title"], row["act_on"], row["location"], row["work"], row["minutes"],
        pick(row["unit_zh"] or "", row["unit_en"] or ""), row["in_charge"], row["id"], row["kind"], row["version"],
        row["unit_zh"] or "", row["unit_en"] or "",
    ) for row in rows]
