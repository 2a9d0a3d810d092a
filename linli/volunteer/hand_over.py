"""Handing a list over on the day: a coordinator makes another resident coordinator, from their own phone.

The other opens a one-time link. Only then are they coordinator, and only then does the giver stop
being one, if that was wished: the activity is never without a coordinator because of a hand-over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community, ids, links, who
from linli.errors import GameError
from linli.links import Link, LinkDead
from linli.locale import N_
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty
from linli.volunteer.activities import named
from linli.volunteer.duty import By
from linli.volunteer.ticks import UnknownResident

#: It is scanned on the spot.
LINK_HOURS = 2


class ToOneself(GameError):
    """The number is the giver's own."""

    def __init__(self) -> None:
        super().__init__(N_("That is your own player number. Type the number of the person who takes the list over; it stands on their phone under “Me”."))


class LastCoordinator(GameError):
    """Nobody else keeps the list."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("You are the only coordinator of {title} on {day}. Hand the list over to somebody first; then it goes on without you."), **named(row))


@dataclass(frozen=True)
class HandOver:
    """A link just made: its token, who takes over (name), and whether the giver stays coordinator."""

    token: str
    name: str
    kept: bool


def make(store: Store, activity: str, by: By, player_number: str, at: datetime, *, keep: bool) -> HandOver:
    """Make the one-time link for the resident of that player number; an earlier one for them no longer works.

    keep: whether the giver stays coordinator. Raises NotCoordinator, UnknownResident, ToOneself, Cancelled.
    """
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        mark = duty.mark(tx, row, By(resident=by.resident))
        taker = tx.one(
            "select r.id, s.subject from resident r join subject_resident s on s.resident = r.id"
            " where r.player_number = :number", number=ids.tidy_code(player_number[:20]),
        )
        if taker is None:
            raise UnknownResident
        if taker["id"] == by.resident:
            raise ToOneself
        target = f"{activity}:{taker['id']}"
        links.withdraw(tx, "coordinator", target)
        token = links.make_in(tx, "coordinator", target, mark, at, at + timedelta(hours=LINK_HOURS))
        tx.insert("hand_over", [{
            "id": ids.new(), "activity": activity, "by_whom": mark, "subject": taker["subject"], "kept": int(keep), "at": clock.stamp(at),
        }])
        community.note(tx, None, "hand_over", f"activity:{activity}", f"resident:{by.resident} > resident:{taker['id']}{' kept' if keep else ''}", at)
        return HandOver(token, who.names(tx, [taker["subject"]])[taker["subject"]], keep)


def lock(tx: Tx, link: Link) -> None:
    """Lock the activity of a hand-over before its link is used up, as every write does. Raises Cancelled, UnknownActivity."""
    if _giver(link):
        activities.locked(tx, link.target.partition(":")[0])


def _giver(link: Link) -> str:
    """The subject who handed over; empty for an organiser's link."""
    kind, _colon, subject = (link.created_by or "").partition(":")
    return subject if kind == "subject" else ""


def taken(tx: Tx, link: Link, activity: str, resident: str, at: datetime) -> None:
    """A coordinator's link was used: after a hand-over the role passes now. Raises LinkDead where the giver has lost it meanwhile."""
    if not _giver(link):
        return
    giver = tx.value(
        "select c.resident from coordinator c join subject_resident s on s.resident = c.resident where c.activity = :activity and s.subject = :subject",
        activity=activity, subject=_giver(link),
    )
    if giver is None:
        raise LinkDead
    tx.run("insert into coordinator (activity, resident) values (:activity, :resident) on conflict do nothing", activity=activity, resident=resident)
    kept = tx.value(
        "select h.kept from hand_over h join subject_resident s on s.subject = h.subject where h.activity = :activity and h.by_whom = :mark"
        " and s.resident = :resident order by h.id desc limit 1", activity=activity, mark=link.created_by, resident=resident,
    )
    if kept == 0:
        end_role(tx, activity, str(giver))
        withdraw(tx, activity, str(giver))
    community.note(tx, None, "hand_over_taken", f"activity:{activity}", f"resident:{resident}", at)


def leave(store: Store, activity: str, by: By, at: datetime) -> None:
    """Give one's own role up; the phone's list closes at once. Raises LastCoordinator, NotCoordinator, UnknownActivity, Cancelled."""
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        duty.mark(tx, row, By(resident=by.resident))
        others = tx.one("select resident from coordinator where activity = :activity and resident <> :own", activity=activity, own=by.resident)
        if others is None:
            raise LastCoordinator(row)
        assert by.resident is not None
        end_role(tx, activity, by.resident)
        withdraw(tx, activity, by.resident)
        community.note(tx, None, "coordinator_left", f"activity:{activity}", f"resident:{by.resident}", at)


def end_role(tx: Tx, activity: str, resident: str) -> None:
    """The resident is no longer coordinator of the activity; their cookie stops opening it at once."""
    tx.run("delete from coordinator where activity = :activity and resident = :resident", activity=activity, resident=resident)
    tx.run("delete from coordinator_session where activity = :activity and resident = :resident", activity=activity, resident=resident)


def withdraw(tx: Tx, activity: str, resident: str) -> None:
    """Links that the resident made for others and nobody has used no longer work."""
    subject = tx.value("select subject from subject_resident where resident = :resident", resident=resident)
    tx.run(
        "delete from link where kind = 'coordinator' and created_by = :mark and target like :target and used_at is null",
        mark=f"subject:{subject}", target=f"{activity}:%",
    )


def of(tx: Tx, activity: str) -> list[Row]:
    """Hand-overs of an activity, oldest first: by_whom, subject, kept, at."""
    return tx.rows("select id, by_whom, subject, kept, at from hand_over where activity = :id order by id", id=activity)
