"""An activity that was never entered, written down afterwards for supplementary records alone (67号 art. 7).

It is on no list of activities: nobody can sign up, sign in or come to it. Several people's
records may hang on it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_, pick
from linli.rules.crediting import Interval, Plan, plan_fault
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activity_draft
from linli.volunteer.activity_draft import BadPlan, Draft, UnknownUnit, tidy_text

#: Activities of so many days back can be chosen; older ones are entered anew.
LOOK_BACK = timedelta(days=120)


class NotOverYet(GameError):
    """What has not ended is signed in to, not entered afterwards."""

    def __init__(self, title: str, ends: Any) -> None:
        super().__init__(
            N_("{title} ends at {ends}. Until then people sign in and out, or are ticked in its list; afterwards a time that is missing can be entered here."),
            title=title, ends=ends,
        )


@dataclass(frozen=True)
class PastDraft:
    """The fields of 67号 art. 7 of an activity that was never entered. Times are aware; unit is a unit's id.

    working_time, own_interest, paid: any yes gives points but never hours.
    """

    title: str
    location: str
    unit: str
    in_charge: str
    work: str
    starts_at: datetime
    ends_at: datetime
    working_time: bool
    own_interest: bool
    paid: bool
    breaks: tuple[Interval, ...] = ()
    kind: str = "cleanup"

    @property
    def plan(self) -> Plan:
        """The time it took place, with its breaks."""
        return Plan(self.starts_at, self.ends_at, self.breaks)


@dataclass(frozen=True)
class Choice:
    """An activity that is over. past_entry: it was written down afterwards."""

    id: str
    title: str
    location: str
    unit: str
    act_on: str
    starts_at: datetime
    ends_at: datetime
    past_entry: bool


def make(tx: Tx, draft: PastDraft, mark: str, at: datetime) -> Row:
    """The row of a new activity of the past. Raises BadField, BadPlan, NotOverYet, UnknownUnit."""
    tidy = replace(
        draft, title=tidy_text("title", draft.title), location=tidy_text("location", draft.location),
        in_charge=tidy_text("in_charge", draft.in_charge), work=tidy_text("work", draft.work),
    )
    zone = community.zone(tx)
    if fault := plan_fault(tidy.plan):
        raise BadPlan(tidy.title, fault)
    refuse_not_over(tidy.title, tidy.ends_at, zone, at)
    if tx.one("select id from unit where id = :id", id=tidy.unit) is None:
        raise UnknownUnit
    row = _columns(tidy, zone) | {
        "id": ids.new(), "kind": tidy.kind, "past_entry": 1, "code_in": ids.token(), "code_out": ids.token(), "series": None,
        "created_by": mark.removeprefix("staff:"), "created_at": clock.stamp(at), "cancelled_at": None, "cancelled_why": None,
    }
    tx.insert("activity", [row])
    community.note(tx, mark, "past_activity", str(row["id"]), tidy.title, at)
    return row


def _columns(tidy: PastDraft, zone: str) -> Row:
    """No risk, insurance or number of places: it is over."""
    return activity_draft.columns(Draft(
        title=tidy.title, location=tidy.location, unit=tidy.unit, in_charge=tidy.in_charge, work=tidy.work, risk="", insured=False,
        working_time=tidy.working_time, own_interest=tidy.own_interest, paid=tidy.paid, starts_at=tidy.starts_at, ends_at=tidy.ends_at,
        places=1, breaks=tidy.breaks,
    ), zone)


def refuse_not_over(title: str, ends_at: datetime, zone: str, at: datetime) -> None:
    """Refuse what has not ended. Raises NotOverYet."""
    if ends_at > at:
        raise NotOverYet(title, lambda: clock.local(ends_at, zone).strftime("%Y-%m-%d %H:%M"))


def choices(store: Store, at: datetime, *, limit: int = 200) -> list[Choice]:
    """What a missing time can belong to: activities that are over, newest first, those written down afterwards included."""
    rows = store.rows(
        "select a.*, u.name_zh as unit_zh, u.name_en as unit_en from activity a left join unit u on u.id = a.unit"
        " where a.cancelled_at is null and a.ends_at <= :now and a.ends_at > :since order by a.starts_at desc, a.id desc limit :limit",
        now=clock.stamp(at), since=clock.stamp(at - LOOK_BACK), limit=limit,
    )
    return [Choice(
        row["id"], row["title"], row["location"], pick(row["unit_zh"] or "", row["unit_en"] or ""), row["act_on"],
        clock.parse(row["starts_at"]), clock.parse(row["ends_at"]), bool(row["past_entry"]),
    ) for row in rows]
