"""Whom to tell when an activity does not take place, and what comes instead: for people without a phone."""

from dataclasses import dataclass
from datetime import datetime

from linli import clock, roles, who
from linli.locale import pick
from linli.roles import Staff
from linli.store import Store
from linli.volunteer import activities
from linli.volunteer.activities import ActivityView


@dataclass(frozen=True)
class Told:
    """Somebody to tell. queue: their place on the waiting list, 0 for who has signed up."""

    name: str
    player_number: str
    compound: str
    queue: int


def people(store: Store, activity: str, by: Staff | None) -> list[Told]:
    """Who signed up, by compound and name, then who waits, in order.

    Raises roles.NotSignedIn, roles.NotAllowed, UnknownActivity.
    """
    roles.require(by, "organiser", "clerk")
    with store.reading() as tx:
        activities.found(tx, activity)
        rows = tx.rows(
            "select l.subject, l.waits, r.player_number, c.name_zh, c.name_en from"
            " (select subject, '' as waits from sign_up where activity = :id union all select subject, id as waits from waiting_list where activity = :id) l"
            " join subject_resident s on s.subject = l.subject join resident r on r.id = s.resident join compound c on c.id = r.compound"
            " order by l.waits, c.code, r.nickname_key, r.id", id=activity,
        )
        names = who.names(tx, [row["subject"] for row in rows])
    first = next((place for place, row in enumerate(rows) if row["waits"]), len(rows))
    return [
        Told(names[row["subject"]], row["player_number"], pick(row["name_zh"], row["name_en"]), max(0, place - first + 1))
        for place, row in enumerate(rows)
    ]


def next_instead(store: Store, found: ActivityView, at: datetime) -> ActivityView | None:
    """The next activity that takes place: of the same row, else of the same kind, else any; None where nothing is planned."""
    later = max(found.starts_at, at)
    coming = [one for one in activities.upcoming(store, at) if one.state == "upcoming" and one.starts_at > later and one.id != found.id]
    ways = (lambda one: bool(found.series) and one.series == found.series, lambda one: one.kind == found.kind, lambda one: True)
    return next((one for way in ways for one in coming if way(one)), None)


def in_zone(found: ActivityView, zone: str) -> tuple[datetime, datetime]:
    """Start and end on the wall clock."""
    return clock.local(found.starts_at, zone), clock.local(found.ends_at, zone)
