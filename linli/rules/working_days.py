"""Working days in China, for the 10 working days within which a record is entered.

民政部令67号 art. 11: entered within 10 working days after the activity. The day after is day 1,
public holidays are skipped, make-up workdays count. The State Council publishes a year's days in
the autumn before; the `holidays` library holds what is published. A year that it does not know
yet says so, unless an organiser typed that year's days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

#: Working days within which a record is entered.
WITHIN = 10


@dataclass(frozen=True)
class YearDays:
    """A year's days as an organiser typed them: weekdays off, and weekend days worked. ISO days."""

    off: frozenset[str] = field(default_factory=frozenset)
    work: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Deadline:
    """The last day of a period, or the year whose days are not published yet."""

    day: str | None
    unknown_year: int | None = None


class NotPublished(Exception):
    """A year's working days are not known."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the working days of {year} are not published")
        self.year = year


def is_working(day: date, typed: Mapping[int, YearDays]) -> bool:
    """Whether people work on that day. Raises NotPublished."""
    days = typed.get(day.year) or _published(day.year)
    if days is None:
        raise NotPublished(day.year)
    text = day.isoformat()
    return text in days.work or (day.weekday() < 5 and text not in days.off)


def nth_after(day: str, count: int = WITHIN, typed: Mapping[int, YearDays] | None = None) -> Deadline:
    """The `count`th working day after a local day."""
    now = date.fromisoformat(day)
    while count > 0:
        now += timedelta(days=1)
        try:
            count -= is_working(now, typed or {})
        except NotPublished as error:
            return Deadline(None, error.year)
    return Deadline(now.isoformat())


def days_left(today: str, last: str, typed: Mapping[int, YearDays] | None = None) -> int | None:
    """Working days from tomorrow to `last`; negative when it has passed; None when not known."""
    start, end = sorted((date.fromisoformat(today), date.fromisoformat(last)))
    try:
        count = sum(is_working(start + timedelta(days=step), typed or {}) for step in range(1, (end - start).days + 1))
    except NotPublished:
        return None
    return count if today <= last else -max(1, count)


@lru_cache(maxsize=32)
def _published(year: int) -> YearDays | None:
    # Beyond the published years the library still computes the festivals, but not the days
    # moved to and from weekends: only years with such days are known.
    from holidays.countries.china import China  # 12 to 20 MB that residents' pages never need

    calendar = China(years=year)  # type: ignore[no-untyped-call]
    if year not in calendar.special_public_holidays:
        return None
    off = frozenset(day.isoformat() for day in calendar if day.year == year)
    work = frozenset(day.isoformat() for day in calendar.weekend_workdays if day.year == year)
    return YearDays(off, work)
