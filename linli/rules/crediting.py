"""Credited minutes of volunteer work, and the limits of a day (docs/rules.md §4).

minutes = max(0, min(out, plan_end + 15) - max(in, plan_start - 15) - overlap with the breaks)

In and out are cut to whole minutes first; plan and breaks are whole minutes and breaks do not
overlap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

#: What is credited before the planned start and after the planned end.
SLACK = timedelta(minutes=15)
#: Credited minutes of one person and act day that one approver may approve.
ONE_APPROVER = 480
#: Credited minutes of one person and act day that can be approved at all.
MOST = 720


@dataclass(frozen=True)
class Interval:
    """From `start` to `end`, both aware."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Plan:
    """An activity's planned time, with its breaks."""

    start: datetime
    end: datetime
    breaks: tuple[Interval, ...] = ()


def whole_minute(at: datetime) -> datetime:
    """The instant cut to its minute."""
    return at.replace(second=0, microsecond=0)


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from start to end, negative where end comes first."""
    return int((end - start) // timedelta(minutes=1))


def credited(plan: Plan, came: datetime, left: datetime) -> int:
    """Credited minutes of one stay; never negative."""
    start = max(whole_minute(came), plan.start - SLACK)
    end = min(whole_minute(left), plan.end + SLACK)
    if end <= start:
        return 0
    return minutes_between(start, end) - sum(overlap(start, end, rest) for rest in plan.breaks)


def overlap(start: datetime, end: datetime, rest: Interval) -> int:
    """Minutes that a break takes from start..end."""
    return max(0, minutes_between(max(start, rest.start), min(end, rest.end)))


def credited_sum(plan: Plan, stays: Iterable[Interval]) -> int:
    """Credited minutes of several stays at one activity: each credited, then summed."""
    return sum(credited(plan, stay.start, stay.end) for stay in stays)


def proposed_end(plan: Plan, came: datetime) -> datetime:
    """What is proposed where nobody signed out: the planned end, never before the arrival."""
    return max(plan.end, came)


def points(minutes: int, rate: int) -> int:
    """Points of a record: floor(minutes x rate / 60), rate in points an hour."""
    return minutes * rate // 60


def hours_text(minutes: int) -> str:
    """Hours to one decimal, halves up: 95 is `1.6`. Sums are made from minutes, never from these."""
    tenths = (abs(minutes) + 3) // 6
    sign = "-" if minutes < 0 and tenths else ""
    return f"{sign}{tenths // 10}.{tenths % 10}"


def approvers(before: int, own: int) -> int:
    """How many different organisers a record needs: 1, 2, or 0 where it cannot be approved.

    before: credited minutes of the same person and act day that count ahead of it.
    own: its credited minutes.
    """
    if own <= 0 or before + own <= ONE_APPROVER:
        return 1
    return 2 if before + own <= MOST else 0


def count_holds(counted: int, signed_in: int) -> bool:
    """Whether a head count is so far from those signed in that approvals wait.

    Held when the difference is over 2 and over 10 % of the head count.
    """
    difference = abs(counted - signed_in)
    return difference > 2 and difference * 10 > counted


def plan_fault(plan: Plan) -> str:
    """What is wrong with a plan: `minutes`, `order`, `long`, `break_outside`, `break_overlap`, or ''."""
    edges = [plan.start, plan.end, *(edge for rest in plan.breaks for edge in (rest.start, rest.end))]
    if any(edge != whole_minute(edge) for edge in edges):
        return "minutes"
    if any(rest.end <= rest.start for rest in plan.breaks) or plan.end <= plan.start:
        return "order"
    if minutes_between(plan.start, plan.end) > 24 * 60:
        return "long"
    return _break_fault(plan, sorted(plan.breaks, key=lambda rest: rest.start))


def _break_fault(plan: Plan, breaks: Sequence[Interval]) -> str:
    if any(rest.start < plan.start or rest.end > plan.end for rest in breaks):
        return "break_outside"
    if any(later.start < earlier.end for earlier, later in pairwise(breaks)):
        return "break_overlap"
    return ""
