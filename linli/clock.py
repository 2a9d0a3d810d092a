"""Time as the product keeps it: UTC instants as fixed-width text, local days as ISO dates.

`now()` is called at the edge only (pages, routes, command line); everything else takes the
time as an argument.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def stamp(at: datetime) -> str:
    """An aware instant as fixed-width UTC text; text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse(text: str) -> datetime:
    """The instant that `stamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


@lru_cache(maxsize=16)
def zone(name: str) -> ZoneInfo:
    """The time zone of that name; raises ZoneInfoNotFoundError for an unknown one."""
    return ZoneInfo(name)


def local(at: datetime, zone_name: str) -> datetime:
    """The instant in the community's zone."""
    return at.astimezone(zone(zone_name))


def local_day(at: datetime, zone_name: str) -> str:
    """The local day of an instant, as YYYY-MM-DD."""
    return at.astimezone(zone(zone_name)).date().isoformat()


def start_of(day: str, zone_name: str) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(date.fromisoformat(day), time(), zone(zone_name)).astimezone(UTC)


def end_of(day: str, zone_name: str) -> datetime:
    """The first instant after a local day, in UTC."""
    return start_of(add_days(day, 1), zone_name)


def add_days(day: str, count: int) -> str:
    """The local day `count` days after `day` (before, if negative)."""
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()
