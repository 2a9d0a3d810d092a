"""Signals that rest on several people or weeks, read for the activities of a list at once.

What counts as many or as the same is decided in linli.rules.oddities.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linli import clock
from linli.rules import oddities
from linli.store import Tx
from linli.store.base import Row

#: How far back lists of people are compared.
WEEKS = 8


@dataclass(frozen=True)
class Again:
    """A list of people that came back: how many people, at how many activities."""

    people: int
    times: int


@dataclass(frozen=True)
class Signals:
    """What stands out. Keys are (activity, subject), or an activity.

    enrolled: who made the nickname there, as a mark; phones: how many people signed in from the
    same phone; same_list: the list that came back.
    """

    enrolled: dict[tuple[str, str], str]
    phones: dict[tuple[str, str], int]
    same_list: dict[str, Again]


def read(tx: Tx, rows: Sequence[Row]) -> Signals:
    """The signals about these pending records (rows with their activity's columns)."""
    wanted = {row["activity"]: row for row in rows}
    enrolled: dict[tuple[str, str], str] = {}
    phones: dict[tuple[str, str], int] = {}
    for activity in sorted(wanted):
        for row in tx.rows("select subject, by_whom from enrolment where activity = :activity order by subject", activity=activity):
            enrolled[activity, row["subject"]] = row["by_whom"]
        phones |= {(activity, subject): count for subject, count in _phones(tx, activity).items()}
    return Signals(enrolled, phones, _same_lists(tx, wanted))


def _phones(tx: Tx, activity: str) -> dict[str, int]:
    """Subject to how many people signed in on the phone that they used; only where those are many."""
    found = tx.rows(
        "select device, subject from presence where activity = :activity and void_at is null and came_how = 'code' and device is not null"
        " order by device, subject", activity=activity,
    )
    many = oddities.many_on_device((row["device"], row["subject"]) for row in found)
    return {subject: len(people) for people in many.values() for subject in people}


def _same_lists(tx: Tx, wanted: dict[str, Row]) -> dict[str, Again]:
    """The lists at these activities that came back at earlier ones of the series, or of the weekday where there is none."""
    if not wanted:
        return {}
    first, last = min(row["act_on"] for row in wanted.values()), max(row["act_on"] for row in wanted.values())
    rows = tx.rows(
        "select distinct a.id, a.act_on, a.starts_at, a.series, p.subject from activity a join presence p on p.activity = a.id and p.void_at is null"
        " where a.act_on between :first and :last order by a.starts_at, a.id, p.subject", first=clock.add_days(first, -7 * WEEKS), last=last,
    )
    people: dict[str, set[str]] = defaultdict(set)
    kin: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["id"] not in people:
            kin[_kin(row)].append(row["id"])
        people[row["id"]].add(row["subject"])
    return _found(wanted, kin, people)


def _kin(row: Row) -> str:
    return row["series"] or f"weekday {date.fromisoformat(row['act_on']).weekday()}"


def _found(wanted: dict[str, Row], kin: dict[str, list[str]], people: dict[str, set[str]]) -> dict[str, Again]:
    found: dict[str, Again] = {}
    for each in dict.fromkeys(_kin(row) for row in wanted.values()):
        for one in oddities.same_list([(name, frozenset(people[name])) for name in kin[each]]):
            found |= {name: Again(len(one.people), len(one.groups)) for name in one.groups if name in wanted}
    return found
