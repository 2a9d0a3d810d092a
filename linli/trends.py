"""Points over time and by kind, for the charts below a board.

Nothing that rests on fewer than 5 people leaves this module, nor anything from which such a figure
could be worked out by taking one sum from another (docs/rules.md §1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community
from linli.boards import FEWEST, current_window
from linli.store import Store

#: The charts go back no further than this.
MOST_DAYS = 120
FEWEST_DAYS = 7


@dataclass(frozen=True)
class Days:
    """Local days, both included."""

    since: str
    until: str


@dataclass(frozen=True)
class DayPoints:
    """All points of a compound on a local day, of 5 people at least."""

    day: str
    compound: str
    points: int


@dataclass(frozen=True)
class KindPoints:
    """Points of a compound by what brought them: quizzes (guests too), clean-ups."""

    compound: str
    quiz: int
    hours: int


def days_of(store: Store, window_kind: str, at: datetime) -> Days:
    """The days that a window's charts show: a week at least, and never more than MOST_DAYS."""
    with store.reading() as tx:
        zone = community.zone(tx)
        today = clock.local_day(at, zone)
        window = current_window(tx, window_kind, at, zone)
        season = next((one for one in community.seasons(tx) if window and one.id == window.starts), None)
    since = season.starts_on if season else window.starts if window and window.kind in ("day", "week", "month") else ""
    until = min(today, season.ends_on) if season else today
    return Days(max(min(since or today, clock.add_days(until, 1 - FEWEST_DAYS)), clock.add_days(until, 1 - MOST_DAYS)), until)


def by_day(store: Store, days: Days, compounds: Sequence[str]) -> list[DayPoints]:
    """Points by day of these compounds; days with under 5 people are left out."""
    rows = store.rows(
        "select act_on as day, compound, sum(points) as points, count(distinct subject) as people from ledger"
        " where act_on >= :since and act_on <= :until and kind not in ('correction', 'supplementary') group by act_on, compound order by act_on, compound",
        since=days.since, until=days.until,
    )
    return [
        DayPoints(row["day"], row["compound"], int(row["points"]))
        for row in rows if row["compound"] in compounds and row["people"] >= FEWEST
    ]


def by_kind(store: Store, days: Days, compounds: Sequence[str]) -> list[KindPoints]:
    """Points by kind; a compound is left out while one of its kinds rests on 1 to 4 people."""
    rows = store.rows(
        "select compound, case when kind = 'hours' then 'hours' else 'quiz' end as kind, sum(points) as points,"
        " count(distinct subject) as people from ledger where act_on >= :since and act_on <= :until and kind not in ('correction', 'supplementary')"
        " group by compound, case when kind = 'hours' then 'hours' else 'quiz' end order by compound",
        since=days.since, until=days.until,
    )
    found = {(row["compound"], row["kind"]): (int(row["points"]), int(row["people"])) for row in rows}
    shown = []
    for compound in compounds:
        (quiz, quizzing), (hours, helping) = (found.get((compound, kind), (0, 0)) for kind in ("quiz", "hours"))
        if quiz + hours and all(people == 0 or people >= FEWEST for people in (quizzing, helping)):
            shown.append(KindPoints(compound, quiz, hours))
    return shown
