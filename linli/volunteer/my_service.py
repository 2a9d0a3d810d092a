"""A volunteer's own hours as one view: sums apart by kind, by month, what comes, who did what.

Supplementary hours (补录) are never added to signed-in ones (docs/rules.md §4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli import community
from linli.rules import stars
from linli.rules.stars import Stars
from linli.store import Store
from linli.volunteer import activities, hour_lists, record_sheets
from linli.volunteer.activities import ActivityView
from linli.volunteer.hour_lists import Event, MyHours
from linli.volunteer.record_sheets import Issued


@dataclass(frozen=True)
class Sum:
    """Approved minutes of both kinds, and minutes that wait for an organiser."""

    signed_in: int
    supplementary: int
    waiting: int


@dataclass(frozen=True)
class Month:
    """A calendar month of acts (`2026-11`), its records newest first."""

    month: str
    sums: Sum
    records: tuple[MyHours, ...]


@dataclass(frozen=True)
class MyService:
    """Everything the page shows. sheets: record sheets made so far, newest first; stars: None where the community has none; events: a record's history by its id."""

    sums: Sum
    months: tuple[Month, ...]
    coming: tuple[ActivityView, ...]
    events: dict[str, list[Event]]
    stars: Stars | None
    missed: tuple[dict[str, str], ...]
    sheets: tuple[Issued, ...]

    @property
    def days(self) -> tuple[str, str] | None:
        """First and last local day of approved hours, for a record sheet; None without any."""
        found = sorted(one.act_on for month in self.months for one in month.records if one.state == "approved" and one.minutes)
        return (found[0], found[-1]) if found else None


def read(store: Store, subject: str, at: datetime) -> MyService:
    """A volunteer's service, for nobody but them."""
    records = hour_lists.mine(store, subject, at)
    total = summed(records)
    with store.reading() as tx:
        marks = stars.thresholds(community.settings(tx).stars)
    return MyService(
        total, months(records), tuple(_coming(store, subject, at)), hour_lists.histories(store, subject),
        stars.earned(total.signed_in, marks) if marks else None, tuple(hour_lists.missed(store, subject, at)), tuple(record_sheets.own(store, subject)),
    )


def _coming(store: Store, subject: str, at: datetime) -> list[ActivityView]:
    """What somebody has a place at or waits for, cancelled ones included."""
    return [one for one in activities.upcoming(store, at, subject) if one.mine or one.queue]


def summed(records: Sequence[MyHours]) -> Sum:
    """The sums of some records."""
    approved = [one for one in records if one.state == "approved"]
    return Sum(
        sum(one.minutes for one in approved if one.kind == "signed_in"),
        sum(one.minutes for one in approved if one.kind == "supplementary"),
        sum(one.minutes for one in records if one.state == "pending"),
    )


def months(records: Sequence[MyHours]) -> tuple[Month, ...]:
    """The records by the month of their act, newest month first."""
    found: dict[str, list[MyHours]] = {}
    for one in records:
        found.setdefault(one.act_on[:7], []).append(one)
    return tuple(Month(month, summed(of), tuple(of)) for month, of in sorted(found.items(), reverse=True))
