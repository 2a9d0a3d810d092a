"""Volunteer service of one compound in one month, for its own notice board (docs/service-reports.md).

A figure that rests on 1 to 4 people is hidden, and no sum is given from which it could be worked
out: signed-in and supplementary minutes stand apart and are never added up, nothing is said of
several compounds together, and bags are counted at activities of 5 people and more alone. There is
no rank, no comparison, and nothing about who did not take part.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community
from linli.boards import FEWEST
from linli.community import Compound
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import exporting

#: Activities to come that are named below the figures.
NEXT = 2


class BadMonth(GameError):
    """Not a month that has begun."""

    def __init__(self, given: str) -> None:
        super().__init__(N_("“{given}” is no month that has begun. Choose this month or an earlier one, such as 2026-11."), given=given[:12])


@dataclass(frozen=True)
class Coming:
    """An activity that residents may sign up for."""

    title: str
    location: str
    starts_at: datetime


@dataclass(frozen=True)
class Summary:
    """A compound's month by approved hours.

    few: under 5 people took part, so there is no figure at all. Otherwise None stands for a figure
    that is hidden, because it rests on 1 to 4 people; 0 is 0. minutes: signed in; extra:
    supplementary. bags: filled at activities that people of this compound came to, by everybody
    who came; None also where nobody counted them. until: the last day that is counted.
    """

    compound: Compound
    month: str
    until: str
    running: bool
    few: bool
    people: int | None
    activities: int | None
    minutes: int | None
    extra: int | None
    bags: int | None
    coming: tuple[Coming, ...]


def days_of(month: str, today: str) -> tuple[str, str]:
    """First and last local day of a month (2026-11). Raises BadMonth for anything else, or one to come."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", month, re.ASCII)
    if not found or month > today[:7]:
        raise BadMonth(month)
    return f"{month}-01", f"{month}-{calendar.monthrange(int(found[1]), int(found[2]))[1]:02d}"


def months(store: Store, at: datetime, *, most: int = 12) -> list[str]:
    """Months to choose from, this one first, back to the first approved hours."""
    with store.reading() as tx:
        today = clock.local_day(at, community.zone(tx))
        first = str(tx.value("select min(act_on) as first from record where state = 'approved' and minutes > 0") or today)[:7]
    found = [today[:7]]
    while len(found) < most and found[-1] > first:
        found.append(clock.add_days(f"{found[-1]}-01", -1)[:7])
    return found


def of_month(store: Store, month: str, staff: str, at: datetime, *, compound: str = "") -> list[Summary]:
    """The summaries of a month, of one compound (id or code) or of each by itself, in their usual order.

    Raises BadMonth, community.UnknownCompound, roles.NotSignedIn, roles.NotAllowed.
    """
    with store.reading() as tx:
        exporting.clerk(tx, staff)
        today = clock.local_day(at, community.zone(tx))
        first, last = days_of(month, today)
        homes = [community.compound(tx, compound)] if compound else community.compounds(tx)
        coming = _coming(tx, at)
        counted = _bags(tx, first, last)
        return [_summary(tx, home, first, last, today, counted, coming) for home in homes]


def _summary(tx: Tx, home: Compound, first: str, last: str, today: str, counted: dict[str, int], coming: tuple[Coming, ...]) -> Summary:
    rows = tx.rows(
        "select subject, activity, kind, minutes from record where compound = :compound and state = 'approved' and minutes > 0"
        " and act_on >= :first and act_on <= :last order by id", compound=home.id, first=first, last=last,
    )
    people = {row["subject"] for row in rows}
    until, running = min(last, today), today <= last
    if len(people) < FEWEST:
        return Summary(home, first[:7], until, running, True, None, None, None, None, None, coming)
    visited = {row["activity"] for row in rows}
    bags = [counted[one] for one in visited if one in counted]
    return Summary(
        home, first[:7], until, running, False, len(people), len(visited), _minutes(rows, "signed_in"), _minutes(rows, "supplementary"),
        sum(bags) if bags else None, coming,
    )


def _minutes(rows: list[Row], kind: str) -> int | None:
    """The minutes of one kind; None where they rest on 1 to 4 people."""
    own = [row for row in rows if row["kind"] == kind]
    return None if 0 < len({row["subject"] for row in own}) < FEWEST else sum(row["minutes"] for row in own)


def _bags(tx: Tx, first: str, last: str) -> dict[str, int]:
    """Bags by activity, where 5 people or more have approved hours: the rest would tell of a few."""
    rows = tx.rows(
        "select s.activity, s.bags, count(distinct r.subject) as people from activity_result s join record r on r.activity = s.activity"
        " where r.state = 'approved' and r.minutes > 0 and r.act_on >= :first and r.act_on <= :last"
        " group by s.activity, s.bags order by s.activity", first=first, last=last,
    )
    return {row["activity"]: int(row["bags"]) for row in rows if row["people"] >= FEWEST and row["bags"]}


def _coming(tx: Tx, at: datetime) -> tuple[Coming, ...]:
    rows = tx.rows(
        "select title, location, starts_at from activity where starts_at > :now and cancelled_at is null and past_entry = 0"
        " order by starts_at, id limit :most", now=clock.stamp(at), most=NEXT,
    )
    return tuple(Coming(row["title"], row["location"], clock.parse(row["starts_at"])) for row in rows)
