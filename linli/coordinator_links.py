"""Coordinators: residents with that role for one activity, let in by a link that works once.

The cookie that the link gives is for that activity alone; set it with the path of its pages, so
that somebody who coordinates two activities keeps both.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community, ids, links, roles, who
from linli.roles import Staff
from linli.store import Store, Tx
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


def enter_coordinator(store: Store, token: str, expires_at: datetime, at: datetime) -> tuple[str, Coordinator]:
    """Use the link up; the cookie's secret, valid until `expires_at`, and what it opens.

    expires_at: the end of the 10th working day after the activity (docs/rules.md §2).
    """
    cookie = ids.token()
    with store.writing() as tx:
        found = _of_target(links.use(tx, token, at, "coordinator").target)
        tx.insert("coordinator_session", [{
            "id": ids.fingerprint(cookie), "activity": found.activity, "resident": found.resident,
            "expires_at": clock.stamp(expires_at), "revoked_at": None,
        }])
    return cookie, found


def coordinator_of_cookie(store: Store, cookie: str, at: datetime) -> Coordinator | None:
    """Who that is, while the cookie lasts and they are still coordinator; else None."""
    row = store.one(
        "select c.activity, c.resident from coordinator_session s"
        " join coordinator c on c.activity = s.activity and c.resident = s.resident"
        " where s.id = :id and s.revoked_at is null and s.expires_at > :now",
        id=ids.fingerprint(cookie), now=clock.stamp(at),
    )
    return Coordinator(row["activity"], row["resident"]) if row else None


def coordinators_of(tx: Tx, activity: str) -> list[Resident]:
    """The coordinators of an activity."""
    rows = tx.rows(
        f"{who.SELECT} join coordinator c on c.resident = r.id where c.activity = :activity order by r.id", activity=activity
    )
    return [who.from_row(row) for row in rows]


def remove_coordinator(store: Store, by: Staff | None, activity: str, resident: str, at: datetime) -> None:
    """The resident is no longer coordinator; cookies and links stop working at once."""
    organiser = roles.require(by, "organiser")
    with store.writing() as tx:
        tx.run("delete from coordinator where activity = :activity and resident = :resident", activity=activity, resident=resident)
        tx.run(
            "delete from coordinator_session where activity = :activity and resident = :resident",
            activity=activity, resident=resident,
        )
        links.withdraw(tx, "coordinator", _target(activity, resident))
        community.note(tx, organiser.id, "no coordinator", f"activity:{activity}", f"resident:{resident}", at)


def _target(activity: str, resident: str) -> str:
    return f"{activity}:{resident}"


def _of_target(target: str) -> Coordinator:
    activity, _colon, resident = target.rpartition(":")
    return Coordinator(activity, resident)


def retain(tx: Tx, at: datetime) -> None:
    """Forget sessions that are over."""
    tx.run("delete from coordinator_session where expires_at <= :now", now=clock.stamp(at))
