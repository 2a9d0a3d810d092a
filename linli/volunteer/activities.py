"""Activities: clean-ups that an organiser enters before they start (docs/rules.md §4)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linli import clock, community, ids, roles
from linli.errors import GameError
from linli.locale import N_, _, month_day, pick
from linli.roles import Staff
from linli.rules.crediting import Interval, Plan
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activity_draft, cancelling, kinds, places
from linli.volunteer.activity_draft import BadWeeks, Draft, earns_hours, plan_of
from linli.volunteer.cancelling import ReasonMissing as ReasonMissing  # most callers know it from here

#: Sign-in opens this long before the planned start.
OPENS = timedelta(minutes=60)
#: Sign-out by code opens this long before the planned end.
LEAVE_FROM = timedelta(minutes=15)
#: Sign-out by code closes this long after the planned end; then the end is only proposed.
CLOSES = timedelta(minutes=60)


class UnknownActivity(GameError):
    """No activity has that id."""

    def __init__(self) -> None:
        super().__init__(N_("This activity is not on the list any more. Please choose one from the list."))


class Cancelled(GameError):
    """The activity does not take place."""

    def __init__(self, row: Row) -> None:
        super().__init__(
            N_("{title} on {day} has been cancelled: {why}. The other activities are on the list."),
            **named(row), why=lambda: cancelling.said(row["cancelled_why"], row["cancelled_cause"]) or "-",
        )


class AlreadyStarted(GameError):
    """What can only be done before the start comes too late."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("{title} on {day} has started, so it can no longer be changed."), **named(row))


class PlanInUse(GameError):
    """Somebody has signed in already."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("{title} on {day}: somebody has signed in already, so its times and the three questions about hours stay as they are."), **named(row))


class PlacesTaken(GameError):
    """Fewer places than are taken."""

    def __init__(self, row: Row, taken: int, places: int) -> None:
        super().__init__(
            N_("{title} on {day}: {taken} places are taken, so it cannot have {places}. Choose at least {taken}."),
            **named(row), taken=taken, places=places,
        )


class StopInItsList(AlreadyStarted):
    """What has started is stopped by ending it for all."""

    def __init__(self, row: Row) -> None:
        GameError.__init__(
            self, N_("{title} on {day} has started, so it is not cancelled any more. If it has to stop now, use “End for all” in its list: the time until then counts."),
            **named(row),
        )


@dataclass(frozen=True)
class ActivityView:
    """An activity as pages show it. state: upcoming, signing_in, running, over, cancelled.

    waiting: how many wait for a place; queue: the asker's place among them, 0 for none; moved_at:
    when the asker moved up from there. sequence, changed_at: grow with every change, for calendars.
    """

    id: str
    title: str
    location: str
    unit: str
    in_charge: str
    work: str
    risk: str
    insured: bool
    earns_hours: bool
    act_on: str
    starts_at: datetime
    ends_at: datetime
    breaks: tuple[Interval, ...]
    places: int
    taken: int
    mine: bool
    state: str
    series: str | None
    cancelled_why: str
    kind: str = kinds.OTHER
    waiting: int = 0
    queue: int = 0
    moved_at: datetime | None = None
    sequence: int = 0
    changed_at: datetime | None = None

    @property
    def free(self) -> int:
        """Places nobody has taken."""
        return max(0, self.places - self.taken)


def named(row: Row) -> dict[str, Any]:
    """Title and day of an activity, as fields of a sentence."""
    return {"title": row["title"], "day": lambda: month_day(row["act_on"])}


def create(store: Store, draft: Draft, staff: str, at: datetime, *, weeks: int = 1) -> list[str]:
    """Enter an activity, repeated weekly `weeks` times; the ids in order of time.

    Raises roles.NotAllowed, BadWeeks and the refusals of `activity_draft` (StartsInThePast …).
    """
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 0 < weeks <= activity_draft.MOST_WEEKS:
        raise BadWeeks(weeks)
    with store.writing() as tx:
        organiser(tx, staff)
        zone = community.zone(tx)
        first = activity_draft.checked(tx, draft, zone, at)
        series = ids.new() if weeks > 1 else None
        rows = [_row(activity_draft.weeks_later(first, week, zone), zone, series, staff, at) for week in range(weeks)]
        tx.insert("activity", rows)
        community.note(tx, staff, "activity", rows[0]["id"], f"{first.title} x{weeks}", at)
    return [str(row["id"]) for row in rows]


def _row(draft: Draft, zone: str, series: str | None, staff: str, at: datetime) -> Row:
    return activity_draft.columns(draft, zone) | {
        "id": ids.new(), "code_in": ids.token(), "code_out": ids.token(), "series": series,
        "created_by": staff, "created_at": clock.stamp(at), "cancelled_at": None, "cancelled_why": None, "sequence": 0, "changed_at": clock.stamp(at),
    }


def edit(store: Store, activity: str, draft: Draft, staff: str, at: datetime) -> None:
    """Change an activity before it starts; once somebody has signed in its times and whether it gives hours stay. More places go to who waits.

    Raises roles.NotAllowed, UnknownActivity, Cancelled, AlreadyStarted, PlanInUse, PlacesTaken and
    the refusals of `activity_draft`.
    """
    with store.writing() as tx:
        organiser(tx, staff)
        row = _open_to_change(tx, activity, at)
        zone = community.zone(tx)
        tidy = activity_draft.checked(tx, draft, zone, at)
        values = activity_draft.columns(tidy, zone)
        _keep_plan_in_use(tx, row, values)
        _fit_places(tx, row, tidy.places)
        sets = ", ".join(f"{name} = :{name}" for name in values)
        tx.run(f"update activity set {sets}, sequence = sequence + 1, changed_at = :changed where id = :id", id=activity, changed=clock.stamp(at), **values)
        places.move_up(tx, row | values, at)
        community.note(tx, staff, "activity_change", activity, _changes(row, values), at)


def _open_to_change(tx: Tx, activity: str, at: datetime) -> Row:
    row = locked(tx, activity)
    if row["starts_at"] <= clock.stamp(at):
        raise AlreadyStarted(row)
    return row


def _keep_plan_in_use(tx: Tx, row: Row, values: Row) -> None:
    same = all(row[name] == values[name] for name in ("starts_at", "ends_at", "working_time", "own_interest", "paid"))
    same = same and json.loads(row["breaks"]) == json.loads(values["breaks"])
    if not same and tx.one("select id from presence where activity = :id and void_at is null limit 1", id=row["id"]):
        raise PlanInUse(row)


def _fit_places(tx: Tx, row: Row, places: int) -> None:
    """Give sign-ups above the new number of places a free one below it."""
    taken = [one["place"] for one in tx.rows("select place from sign_up where activity = :id order by place", id=row["id"])]
    if len(taken) > places:
        raise PlacesTaken(row, len(taken), places)
    free = iter(sorted(set(range(1, places + 1)) - set(taken)))
    for place in (place for place in taken if place > places):
        tx.run("update sign_up set place = :new where activity = :id and place = :place", new=next(free), id=row["id"], place=place)


def _changes(row: Row, values: Row) -> str:
    return ", ".join(name for name in values if row[name] != values[name])


def cancel(store: Store, activity: str, why: str, staff: str, at: datetime, *, cause: str = cancelling.OTHER, following: bool = False) -> int:
    """Cancel an activity before it starts, or with `following` all later ones of its series too.

    cause: a code of `cancelling.CAUSES`; "other" needs words in `why`. The number cancelled.
    Raises ReasonMissing, roles.NotAllowed, UnknownActivity, Cancelled, StopInItsList.
    """
    words, cause = cancelling.checked(why, cause)
    with store.writing() as tx:
        organiser(tx, staff)
        row = locked(tx, activity)
        if row["starts_at"] <= clock.stamp(at):
            raise StopInItsList(row)
        count = tx.run(
            "update activity set cancelled_at = :at, cancelled_why = :why, cancelled_cause = :cause, sequence = sequence + 1, changed_at = :at"
            " where cancelled_at is null and (id = :id or (:following = 1 and series = :series and starts_at > :starts))",
            at=clock.stamp(at), why=words, cause=cause, id=activity, following=int(following), series=row["series"] or "", starts=row["starts_at"],
        )
        _void_presences(tx, at)
        community.note(tx, staff, "activity_cancel", activity, f"{cause} {words}".strip(), at)
    return count


def _void_presences(tx: Tx, at: datetime) -> None:
    """Who signed in early for what is now cancelled is signed in nowhere."""
    tx.run(
        "update presence set void_at = :at, open = null where void_at is null"
        " and activity in (select id from activity where cancelled_at = :at)", at=clock.stamp(at),
    )


def organiser(tx: Tx, staff: str) -> Staff:
    """The organiser of that staff id, looked up again. Raises roles.NotSignedIn, roles.NotAllowed."""
    row = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id and s.removed_at is null", id=staff)
    return roles.require(roles.from_row(row) if row else None, "organiser")


def locked(tx: Tx, activity: str) -> Row:
    """The activity's row, locked: the first lock of every write. Raises UnknownActivity, Cancelled."""
    row = locked_any(tx, activity)
    if row["cancelled_at"]:
        raise Cancelled(row)
    return row


def locked_any(tx: Tx, activity: str) -> Row:
    """The activity's row, locked, cancelled or not. Raises UnknownActivity."""
    row = tx.one("select * from activity where id = :id" + tx.for_update, id=activity)
    if row is None:
        raise UnknownActivity
    return row


def found(tx: Tx, activity: str) -> Row:
    """The activity's row, cancelled or not. Raises UnknownActivity."""
    row = tx.one("select * from activity where id = :id", id=activity)
    if row is None:
        raise UnknownActivity
    return row


_VIEW = (
    "select a.*, u.name_zh as unit_zh, u.name_en as unit_en,"
    " (select count(*) from sign_up s where s.activity = a.id) as taken,"
    " (select count(*) from sign_up s where s.activity = a.id and s.subject = :subject) as mine,"
    " (select max(s.waited_at) from sign_up s where s.activity = a.id and s.subject = :subject) as moved_at,"
    " (select count(*) from waiting_list w where w.activity = a.id) as waiting,"
    " (select count(*) from waiting_list w join waiting_list me on me.activity = w.activity and w.id <= me.id"
    " where w.activity = a.id and me.subject = :subject) as queue"
    " from activity a left join unit u on u.id = a.unit"
)


def view(store: Store, activity: str, at: datetime, subject: str | None = None) -> ActivityView:
    """One activity; `mine` says whether `subject` has a place. Raises UnknownActivity."""
    row = store.one(_VIEW + " where a.id = :id", id=activity, subject=subject or "")
    if row is None:
        raise UnknownActivity
    return _view(row, at)


def upcoming(store: Store, at: datetime, subject: str | None = None, *, limit: int = 60) -> list[ActivityView]:
    """Activities that are not over, first first: running ones on top, cancelled ones included."""
    rows = store.rows(
        _VIEW + " where a.past_entry = 0 and a.ends_at >= :at order by a.starts_at, a.id limit :limit",
        at=clock.stamp(at), subject=subject or "", limit=limit,
    )
    return [_view(row, at) for row in rows]


def past(store: Store, at: datetime, subject: str | None = None, *, limit: int = 60) -> list[ActivityView]:
    """Activities that are over, newest first."""
    rows = store.rows(
        _VIEW + " where a.past_entry = 0 and a.ends_at < :at order by a.starts_at desc, a.id desc limit :limit",
        at=clock.stamp(at), subject=subject or "", limit=limit,
    )
    return [_view(row, at) for row in rows]


def around(store: Store, at: datetime, past_days: int, *, limit: int = 500) -> list[ActivityView]:
    """What comes and what was over for at most so many days, by time; cancelled ones included."""
    rows = store.rows(
        _VIEW + " where a.past_entry = 0 and a.ends_at >= :since order by a.starts_at, a.id limit :limit",
        since=clock.stamp(at - timedelta(days=past_days)), subject="", limit=limit,
    )
    return [_view(row, at) for row in rows]


def _view(row: Row, at: datetime) -> ActivityView:
    plan = plan_of(row)
    queue = row["queue"] if row["starts_at"] > clock.stamp(at) else 0  # with the start the queue ends
    return ActivityView(
        row["id"], row["title"], row["location"], pick(row["unit_zh"] or "", row["unit_en"] or ""), row["in_charge"],
        row["work"], row["risk"], bool(row["insured"]), earns_hours(row), row["act_on"], plan.start, plan.end,
        plan.breaks, row["places"], row["taken"], bool(row["mine"]), state(row, plan, at), row["series"],
        cancelling.said(row["cancelled_why"], row["cancelled_cause"]), row["kind"], row["waiting"], queue,
        clock.parse(row["moved_at"]) if row["moved_at"] else None, row["sequence"], clock.parse(row["changed_at"] or row["created_at"]),
    )


def state(row: Row, plan: Plan, at: datetime) -> str:
    """upcoming, signing_in (opens an hour before), running, over, or cancelled."""
    if row["cancelled_at"]:
        return "cancelled"
    if at < plan.start - OPENS:
        return "upcoming"
    if at < plan.start:
        return "signing_in"
    return "running" if at <= plan.end else "over"


def why_no_hours(row: Any) -> str:
    """Why an activity gives points but no hours, in the current language; empty where it gives them."""
    if row["working_time"]:
        return _("Points only: it takes place in working time.")
    if row["own_interest"]:
        return _("Points only: it is in the participants' own interest.")
    return _("Points only: it is paid.") if row["paid"] else ""
