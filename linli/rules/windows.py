"""Windows of time and seasons (docs/rules.md §5, §6). Days are local days, YYYY-MM-DD."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

KINDS = ("day", "week", "month", "season", "all")
NO_SEASON = "none"
ALL = "all"


@dataclass(frozen=True)
class Season:
    """A season of the game, both days included. It closes `grace_days` after its end."""

    id: str
    starts_on: str
    ends_on: str
    grace_days: int = 30

    def closes_on(self) -> str:
        """The first local day on which entries for it no longer reach its boards."""
        return (date.fromisoformat(self.ends_on) + timedelta(days=self.grace_days + 1)).isoformat()


@dataclass(frozen=True)
class Window:
    """One window: its kind and what names it (first day, season id or 'all')."""

    kind: str
    starts: str


def season_of(day: str, seasons: Sequence[Season]) -> Season | None:
    """The season a local day belongs to."""
    return next((season for season in seasons if season.starts_on <= day <= season.ends_on), None)


def closed(season: Season | None, entered_on: str) -> bool:
    """Whether an entry made on that local day comes too late for the season's boards."""
    return season is not None and entered_on >= season.closes_on()


def week_start(day: str) -> str:
    """The Monday of the week of a local day."""
    on = date.fromisoformat(day)
    return (on - timedelta(days=on.weekday())).isoformat()


def windows_of(day: str, season_id: str, is_closed: bool) -> tuple[Window, ...]:
    """The windows an act of that day counts in, in the one order in which rows are locked.

    An entry for an act of a closed season counts in window "all" only (docs/rules.md §5).
    """
    everything = Window("all", ALL)
    if is_closed:
        return (everything,)
    timed = (Window("day", day), Window("week", week_start(day)), Window("month", day[:8] + "01"))
    seasonal = () if season_id == NO_SEASON else (Window("season", season_id),)
    return (*timed, *seasonal, everything)


def current(kind: str, today: str, seasons: Sequence[Season]) -> Window | None:
    """The window of a kind that today lies in; the latest begun season between seasons, if any."""
    if kind == "all":
        return Window("all", ALL)
    if kind == "season":
        begun = [season for season in seasons if season.starts_on <= today]
        latest = max(begun, key=lambda season: (season.starts_on, season.id), default=None)
        return None if latest is None else Window("season", latest.id)
    starts = {"day": today, "week": week_start(today), "month": today[:8] + "01"}[kind]
    return Window(kind, starts)


def previous(window: Window) -> Window | None:
    """The period just before a day, week or month window."""
    on = date.fromisoformat(window.starts) if window.kind in ("day", "week", "month") else None
    if on is None:
        return None
    if window.kind == "month":
        return Window("month", (on - timedelta(days=1)).replace(day=1).isoformat())
    return Window(window.kind, (on - timedelta(days=7 if window.kind == "week" else 1)).isoformat())
