"""What is worth a look in the hours of some days, for organisers alone (docs/service-reports.md).

Each row says in a sentence what stands out, beside what is usual, and what to look at. None is an
accusation. The report is read on screen, never exported, in no bulletin, and says nothing about
people who did not take part.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community
from linli.store import Store
from linli.volunteer import activities, anti_abuse_facts
from linli.volunteer import anti_abuse_entries as entries
from linli.volunteer import anti_abuse_people as people
from linli.volunteer.anti_abuse_facts import KINDS, Facts, Finding, Where

__all__ = ["KINDS", "PERIODS", "Finding", "Report", "Where", "report"]

#: Days back from today that the report looks at.
PERIODS = (30, 90)
_SIGNALS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    people.many_hours, entries.head_count, entries.approver, entries.in_a_hurry, people.one_phone, entries.far_from_their_time, entries.at_night,
    entries.late_ticks, entries.after_the_deadline, people.same_people, entries.enrolled, entries.handed_over, people.much_supplementary,
)


@dataclass(frozen=True)
class Report:
    """The findings of local days first..last, by kind and weight. activities, stays, volunteers: what was looked at."""

    first: str
    last: str
    activities: int
    stays: int
    volunteers: int
    findings: Sequence[Finding]


def report(store: Store, days: int, staff: str, at: datetime) -> Report:
    """What is worth a look in the last `days` days. Raises roles.NotSignedIn, roles.NotAllowed (organisers only)."""
    with store.reading() as tx:
        activities.organiser(tx, staff)
        last = clock.local_day(at, community.zone(tx))
        facts = anti_abuse_facts.read(tx, clock.add_days(last, 1 - days), last)
        found = [one for signal in _SIGNALS for one in signal(facts)]
    order = list(KINDS)
    found.sort(key=lambda one: (order.index(one.kind), -one.weight, one.sentence))
    visited = {stay["activity"] for stay in facts.stays}
    return Report(facts.first, facts.last, len(visited), len(facts.stays), len({stay["subject"] for stay in facts.stays}), tuple(found))
