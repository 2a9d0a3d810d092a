"""Links and cookies of coordinators: residents with that role for one activity (docs/rules.md §2).

A link works once. One cookie may open several activities: a second link opened in the same
browser by the same person adds to it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community, ids, links, roles, who
from linli.roles import Staff
from linli.store import Store, Tx
from linli.volunteer import hand_over
from linli.who import Resident

LINK_HOURS = 7 * 24


@dataclass(frozen=True)
class Coordinator:
    """Who is at the list of which activity (their ids)."""

    activity: str
    resident: str


def coordinator_link(store: Store, by: Staff | None, activity: str, resident: str, at: datetime) -> str:
    """Make a resident coordinator of an activity; the token of their one-time link."""
    organiser = roles.require(by, "organiser")
    with store.writing() as tx:
        found = who.resident(tx, resident)
        tx.run(
            "insert into coordinator (activity, resident) values (:activity, :resident) on conflict do nothing",
            activity=activity, resident=found.id,
        )
        links.withdraw(tx, "coordinator", _target(activity, found.id))
        community.note(tx, organiser.id, "coordinator", f"activity:{activity}", f"resident:{found.id}", at)
        return links.make_in(
            tx, "coordinator", _target(activity, found.id), organiser.id, at, at + timedelta(hours=LINK_HOURS)
        )


def peek_coordinator(store: Store, token: str, at: datetime) -> Coordinator:
    """Whom and which activity a link is for, without using it up. Raises LinkDead."""
    return _of_target(links.peek(store, token, at, "coordinator").target)


def enter_coordinator(
    store: Store, token: str, expires_at: datetime, at: datetime, cookie: str | None = None
) -> tuple[str, Coordinator]:
    """Use the link up; the cookie's secret, valid until `expires_at`, and what it opens.

    expires_at: the end of the 10th working day after the activity (docs/rules.md §2); cookie:
    the one the browser has, kept where it is the same person's, else a fresh one is made.
    """
    with store.writing() as tx:
        hand_over.lock(tx, links.peek_in(tx, token, at, "coordinator"))
        link = links.use(tx, token, at, "coordinator")
        found = _of_target(link.target)
        hand_over.taken(tx, link, found.activity, found.resident, at)
        secret = cookie if cookie and _holder(tx, cookie, at) == found.resident else ids.token()
        tx.run(
            "insert into coordinator_session (id, activity, resident, expires_at, revoked_at)"
            " values (:id, :activity, :resident, :expires, null) on conflict (id, activity)"
            " do update set resident = excluded.resident, expires_at = excluded.expires_at, revoked_at = null",
            id=ids.fingerprint(secret), activity=found.activity, resident=found.resident, expires=clock.stamp(expires_at),
        )
    return secret, found


def _holder(tx: Tx, cookie: str, at: datetime) -> str | None:
    return tx.value(
        "select resident from coordinator_session where id = :id and revoked_at is null and expires_at > :now order by activity",
        id=ids.fingerprint(cookie), now=clock.stamp(at),
    )


_LIVE = (
    "select c.activity, c.resident from coordinator_session s"
    " join coordinator c on c.activity = s.activity and c.resident = s.resident"
    " where s.id = :id and s.revoked_at is null and s.expires_at > :now"
)


def coordinator_of_cookie(store: Store, cookie: str, activity: str, at: datetime) -> Coordinator | None:
    """Who that is, while the cookie lasts and they are still coordinator of that activity; else None."""
    row = store.one(f"{_LIVE} and s.activity = :activity", id=ids.fingerprint(cookie), now=clock.stamp(at), activity=activity)
    return Coordinator(row["activity"], row["resident"]) if row else None


def activities_of_cookie(store: Store, cookie: str, at: datetime) -> list[Coordinator]:
    """Everything that the cookie opens now."""
    rows = store.rows(f"{_LIVE} order by c.activity", id=ids.fingerprint(cookie), now=clock.stamp(at))
    return [Coordinator(row["activity"], row["resident"]) for row in rows]


def coordinators_of(tx: Tx, activity: str) -> list[Resident]:
    """The coordinators of an activity."""
    rows = tx.rows(
        f"{who.SELECT} join coordinator c on c.resident = r.id where c.activity = :activity order by r.id", activity=activity
    )
    return [who.from_row(row) for row in rows]


def with_list(tx: Tx, activity: str, at: datetime) -> set[str]:
    """The residents whose phones keep the activity's list now: they have opened their link."""
    rows = tx.rows(
        "select distinct s.resident from coordinator_session s where s.activity = :activity and s.revoked_at is null and s.expires_at > :now order by s.resident",
        activity=activity, now=clock.stamp(at),
    )
    return {row["resident"] for row in rows}


def remove_coordinator(store: Store, by: Staff | None, activity: str, resident: str, at: datetime) -> None:
    """The resident is no longer coordinator; cookies and links stop working at once."""
    organiser = roles.require(by, "organiser")
    with store.writing() as tx:
        tx.one("select id from activity where id = :id" + tx.for_update, id=activity)  # a hand-over under way comes before or too late
        hand_over.end_role(tx, activity, resident)
        links.withdraw(tx, "coordinator", _target(activity, resident))
        hand_over.withdraw(tx, activity, resident)
        community.note(tx, organiser.id, "no coordinator", f"activity:{activity}", f"resident:{resident}", at)


def _target(activity: str, resident: str) -> str:
    return f"{activity}:{resident}"


def _of_target(target: str) -> Coordinator:
    activity, _colon, resident = target.rpartition(":")
    return Coordinator(activity, resident)


def retain(tx: Tx, at: datetime) -> None:
    """Forget sessions that are over."""
    tx.run("delete from coordinator_session where expires_at <= :now", now=clock.stamp(at))
