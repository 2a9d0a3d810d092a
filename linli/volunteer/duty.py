"""Who may keep the list of an activity, and until when (docs/rules.md §2, §4).

Organisers, and the activity's coordinators (linli.volunteer.coordinators). Coordinators never approve, and
somebody else ticks them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_
from linli.rules import working_days
from linli.rules.working_days import Deadline, YearDays
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities

#: How long a coordinator's cookie lasts where the year's working days are not published.
UNPUBLISHED = timedelta(days=16)


class NotCoordinator(GameError):
    """Neither an organiser nor a coordinator of this activity."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("The list of {title} on {day} is kept by its coordinators. Ask the office for a link."), **activities.named(row))


class OwnPresence(GameError):
    """Nobody ticks themselves."""

    def __init__(self) -> None:
        super().__init__(N_("Nobody ticks their own presence. Ask another coordinator or an organiser to tick you."))


@dataclass(frozen=True)
class By:
    """Who acts for an activity: an organiser's staff id, or a coordinator's resident id."""

    staff: str | None = None
    resident: str | None = None


def mark(tx: Tx, row: Row, by: By) -> str:
    """How `by` is stored, `staff:ID` or `subject:ID`, after checking the role for this activity.

    Raises roles.NotAllowed, roles.NotSignedIn, NotCoordinator.
    """
    if by.staff:
        activities.organiser(tx, by.staff)
        return f"staff:{by.staff}"
    found = tx.one(
        "select s.subject from coordinator c join subject_resident s on s.resident = c.resident"
        " where c.activity = :activity and c.resident = :resident", activity=row["id"], resident=by.resident or "",
    )
    if found is None:
        raise NotCoordinator(row)
    return f"subject:{found['subject']}"


def own_subject(tx: Tx, by: By) -> str | None:
    """The subject of the person behind `by`, if they have a resident account."""
    resident = by.resident
    if by.staff:
        resident = tx.value("select resident from staff where id = :id", id=by.staff)
    found = tx.value("select subject from subject_resident where resident = :resident", resident=resident or "")
    return str(found) if found else None


def coordinates(tx: Tx, activity: str, subject: str) -> bool:
    """Whether the subject is a coordinator of the activity: its codes are refused from them."""
    return tx.one(
        "select c.resident from coordinator c join subject_resident s on s.resident = c.resident"
        " where c.activity = :activity and s.subject = :subject", activity=activity, subject=subject,
    ) is not None


def coordinator_until(store: Store, activity: str) -> datetime:
    """When a coordinator's cookie ends: the end of the 10th working day after the activity.

    Where that year's working days are not published, 16 days after it. Raises UnknownActivity.
    """
    with store.reading() as tx:
        return kept_until(tx, activities.found(tx, activity))


def kept_until(tx: Tx, row: Row) -> datetime:
    """The same for an activity's row."""
    last, zone = deadline(tx, row["act_on"]).day, community.zone(tx)
    return clock.end_of(last, zone) if last else clock.end_of(row["act_on"], zone) + UNPUBLISHED


def deadline(tx: Tx, act_on: str) -> Deadline:
    """The last day on which a record of that day is entered in time (67号 art. 11)."""
    return working_days.nth_after(act_on, typed=typed_days(tx))


def typed_days(tx: Tx) -> Mapping[int, YearDays]:
    """The working days that an organiser typed for years not published, by year."""
    text = tx.value("select value from setting where key = 'working_days'")
    years = json.loads(text) if text else {}
    return {int(year): YearDays(frozenset(days["off"]), frozenset(days["work"])) for year, days in years.items()}


def type_days(store: Store, year: int, days: YearDays, staff: str, at: datetime) -> None:
    """Keep the days off and the weekend days worked of a year that is not published yet."""
    with store.writing() as tx:
        activities.organiser(tx, staff)
        years = {str(one): {"off": sorted(kept.off), "work": sorted(kept.work)} for one, kept in typed_days(tx).items()}
        years[str(year)] = {"off": sorted(days.off), "work": sorted(days.work)}
        tx.run(
            "insert into setting (key, value) values ('working_days', :value) on conflict (key) do update set value = excluded.value",
            value=json.dumps(years),
        )
        community.note(tx, staff, "working_days", str(year), "", at)
