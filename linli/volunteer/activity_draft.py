"""What an organiser fills in for an activity, and what is refused in it (docs/rules.md §4)."""

import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from linli import clock
from linli.errors import GameError
from linli.locale import N_, _
from linli.rules.crediting import Interval, Plan, plan_fault
from linli.store import Tx
from linli.store.base import Row
from linli.volunteer import kinds

MOST_PLACES = 999
MOST_WEEKS = 53
_LENGTHS = {"title": 40, "location": 80, "in_charge": 40, "work": 400, "risk": 400}
_FIELDS = {
    "title": N_("title"), "location": N_("location"), "in_charge": N_("person in charge"),
    "work": N_("what is done"), "risk": N_("risk notice"),
}
_PLAN_FAULTS = {
    "minutes": N_("{title}: start, end and breaks are whole minutes. Please leave out the seconds."),
    "order": N_("{title}: the end, and the end of each break, must come after its start. Check the times."),
    "long": N_("{title}: the plan is longer than a day. Check the date of the end."),
    "break_outside": N_("{title}: a break lies outside the planned time. Move it between start and end."),
    "break_overlap": N_("{title}: two breaks overlap. Join them into one, or move one."),
}


class BadPlan(GameError):
    """The planned times do not fit together."""

    def __init__(self, title: str, fault: str) -> None:
        super().__init__(_PLAN_FAULTS[fault], title=title)


class BadField(GameError):
    """A text is empty, too long, or holds signs that cannot be shown."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("Please fill in “{field}”: at least one letter, at most {most} characters, no control characters."),
            field=lambda: _(_FIELDS[name]), most=_LENGTHS[name],
        )


class BadPlaces(GameError):
    """The number of places is out of range."""

    def __init__(self, given: object) -> None:
        super().__init__(N_("{given} places: type a whole number from 1 to {most}."), given=str(given)[:20], most=MOST_PLACES)


class BadWeeks(GameError):
    """The number of repetitions is out of range."""

    def __init__(self, given: object) -> None:
        super().__init__(N_("{given} weeks: type a whole number from 1 to {most}."), given=str(given)[:20], most=MOST_WEEKS)


class StartsInThePast(GameError):
    """An activity must exist before it starts."""

    def __init__(self, title: str, starts: str) -> None:
        super().__init__(
            N_("{title} would start at {starts}, which has passed. An activity is entered before it starts: choose a later time."),
            title=title, starts=starts,
        )


class UnknownUnit(GameError):
    """No such organising unit."""

    def __init__(self) -> None:
        super().__init__(N_("This organising unit is not on the list any more. Choose one from the list, or add it in the set-up."))


class BadBreaks(GameError):
    """Typed breaks cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(N_("“{text}” is not a break. Write it like 10:00-10:15, several with commas."), text=text[:30])


@dataclass(frozen=True)
class Draft:
    """An activity as it is filled in. Times are aware; `unit` is a unit's id; kind: a code of `kinds`.

    working_time, own_interest, paid: the three questions; any yes gives points but never hours.
    """

    title: str
    location: str
    unit: str
    in_charge: str
    work: str
    risk: str
    insured: bool
    working_time: bool
    own_interest: bool
    paid: bool
    starts_at: datetime
    ends_at: datetime
    places: int
    breaks: tuple[Interval, ...] = ()
    kind: str = "cleanup"

    @property
    def plan(self) -> Plan:
        """The planned time with its breaks."""
        return Plan(self.starts_at, self.ends_at, self.breaks)


def checked(tx: Tx, draft: Draft, zone: str, at: datetime) -> Draft:
    """The draft of an activity that is still to come, with its texts tidied. Raises the refusals of this module."""
    tidy = tidied(tx, draft)
    if tidy.starts_at <= at:
        raise StartsInThePast(tidy.title, clock.local(tidy.starts_at, zone).strftime("%Y-%m-%d %H:%M"))
    return tidy


def tidied(tx: Tx, draft: Draft) -> Draft:
    """The draft with its texts tidied, on whatever day. Raises the refusals of this module but StartsInThePast."""
    tidy = replace(
        draft, kind=kinds.checked(draft.kind), title=tidy_text("title", draft.title), location=tidy_text("location", draft.location),
        in_charge=tidy_text("in_charge", draft.in_charge), work=tidy_text("work", draft.work), risk=tidy_text("risk", draft.risk),
    )
    if isinstance(draft.places, bool) or not isinstance(draft.places, int) or not 0 < draft.places <= MOST_PLACES:
        raise BadPlaces(draft.places)
    if fault := plan_fault(tidy.plan):
        raise BadPlan(tidy.title, fault)
    if tx.one("select id from unit where id = :id", id=draft.unit) is None:
        raise UnknownUnit
    return tidy


def tidy_text(name: str, given: str) -> str:
    """A text of the form without stray spaces. Raises BadField."""
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", given[:2000]).splitlines()]
    text = ("\n" if name in ("work", "risk") else " ").join(line for line in lines if line)
    hostile = any(unicodedata.category(sign)[0] == "C" and sign != "\n" for sign in text)
    if not any(sign.isalnum() for sign in text) or len(text) > _LENGTHS[name] or hostile:
        raise BadField(name)
    return text


def columns(draft: Draft, zone: str) -> Row:
    """The draft as columns of table `activity`."""
    return {
        "kind": draft.kind, "title": draft.title, "location": draft.location, "unit": draft.unit, "in_charge": draft.in_charge,
        "work": draft.work, "risk": draft.risk, "insured": int(draft.insured), "places": draft.places,
        "working_time": int(draft.working_time), "own_interest": int(draft.own_interest), "paid": int(draft.paid),
        "act_on": clock.local_day(draft.starts_at, zone), "starts_at": clock.stamp(draft.starts_at),
        "ends_at": clock.stamp(draft.ends_at),
        "breaks": json.dumps([[clock.stamp(rest.start), clock.stamp(rest.end)] for rest in draft.breaks]),
    }


def plan_of(row: Row) -> Plan:
    """The plan that a row of `activity` holds."""
    breaks = tuple(Interval(clock.parse(start), clock.parse(end)) for start, end in json.loads(row["breaks"]))
    return Plan(clock.parse(row["starts_at"]), clock.parse(row["ends_at"]), breaks)


def earns_hours(row: Any) -> bool:
    """Whether an activity gives hours: none of the three questions is a yes (67号 art. 19)."""
    return not (row["working_time"] or row["own_interest"] or row["paid"])


def weeks_later(draft: Draft, weeks: int, zone: str) -> Draft:
    """The same activity some weeks later, at the same times of day on the wall clock."""
    def moved(at: datetime) -> datetime:
        return (clock.local(at, zone) + timedelta(weeks=weeks)).astimezone(UTC)

    breaks = tuple(Interval(moved(rest.start), moved(rest.end)) for rest in draft.breaks)
    return replace(draft, starts_at=moved(draft.starts_at), ends_at=moved(draft.ends_at), breaks=breaks)


def local_time(day: str, time_of_day: str, zone: str) -> datetime:
    """A local day and `9:05` as an instant. Raises ValueError."""
    hours, minutes = time_of_day.strip().replace("：", ":").split(":")
    naive = datetime.combine(date.fromisoformat(day), datetime.min.time().replace(hour=int(hours), minute=int(minutes)))
    return naive.replace(tzinfo=clock.zone(zone)).astimezone(UTC)


def breaks_from(text: str, day: str, zone: str) -> tuple[Interval, ...]:
    """Typed breaks, `10:00-10:15, 11:00-11:10`, as intervals of that local day. Raises BadBreaks."""
    found = []
    plain = unicodedata.normalize("NFKC", text).replace("、", ",").replace("–", "-").replace(";", ",")
    for part in filter(str.strip, plain.split(",")):
        try:
            start, end = part.split("-")
            found.append(Interval(local_time(day, start, zone), local_time(day, end, zone)))
        except ValueError as error:
            raise BadBreaks(part) from error
    return tuple(found)
