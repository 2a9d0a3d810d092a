"""Activities as iCalendar (RFC 5545), for people's own calendars. It names nobody: no person in charge, no volunteer.

An activity keeps its UID; every change raises SEQUENCE, and a cancelled one stays with
STATUS:CANCELLED, so that calendars strike it out instead of forgetting it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from linli import clock
from linli.locale import _, clock_time, tag
from linli.volunteer import kinds
from linli.volunteer.activities import ActivityView

if TYPE_CHECKING:
    from icalendar import Event

TYPE = "text/calendar; charset=utf-8"
#: How often a calendar that follows the feed should look again.
AGAIN = timedelta(hours=4)
UID_AT = "linli-cup"


def feed(found: Sequence[ActivityView], name: str, zone: str, base: str) -> bytes:
    """The calendar of these activities in the current language. base: the server's address without a slash at its end."""
    from icalendar import Calendar  # a tenth of a second that only the first who asks pays

    made = Calendar()
    made.add("prodid", f"-//Linli Cup//activities//{tag()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", " ".join(name.split()))
    made.add("x-wr-timezone", zone)
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for one in found:
        made.add_component(_event(one, zone, base))
    if found:
        days = [date.fromisoformat(one.act_on) for one in found]
        made.add_missing_timezones(first_date=min(days).replace(month=1, day=1), last_date=max(days) + timedelta(days=730))
    return made.to_ical()


def _event(one: ActivityView, zone: str, base: str) -> "Event":
    from icalendar import Event

    made = Event()
    called = _("Cancelled: {why}", why=one.title) if one.state == "cancelled" else one.title
    changed = (one.changed_at or datetime(2026, 1, 1, tzinfo=UTC)).replace(microsecond=0)
    made.add("uid", f"{one.id}@{UID_AT}")
    made.add("summary", called)
    made.add("dtstart", _local(one.starts_at, zone))
    made.add("dtend", _local(one.ends_at, zone))
    made.add("dtstamp", changed)  # of a published event: when it was last changed (RFC 5545, 3.8.7.2)
    made.add("last-modified", changed)
    made.add("sequence", one.sequence)
    made.add("status", "CANCELLED" if one.state == "cancelled" else "CONFIRMED")
    made.add("location", one.location)
    made.add("categories", [kinds.of(one.kind).said()])
    made.add("description", _description(one, zone))
    made.add("url", f"{base}/activities?a={one.id}")
    return made


def _local(at: datetime, zone: str) -> datetime:
    return clock.local(at, zone).replace(tzinfo=clock.zone(zone))


def _description(one: ActivityView, zone: str) -> str:
    """What must be known beforehand: work, risks, insurance, breaks, who organises it."""
    insured = _("Yes, the organisers have insured the volunteers.") if one.insured else _("No. Please look after yourself, and ask if you are not sure.")
    rests = _(", ").join(f"{clock_time(clock.local(part.start, zone))}–{clock_time(clock.local(part.end, zone))}" for part in one.breaks)
    rows = [
        (_("Cancelled because"), one.cancelled_why), (_("What is done"), one.work), (_("What to watch out for"), one.risk), (_("Insurance"), insured),
        (_("Breaks"), rests), (_("Who organises it"), one.unit),
    ]
    return "\n".join(_("{term}: {text}", term=term, text=text) for term, text in rows if text)
