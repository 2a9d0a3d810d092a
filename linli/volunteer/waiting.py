"""The waiting list of a full activity: first come, first to move up when a place is given back (docs/rules.md §4)."""

from datetime import datetime

from linli import clock, ids
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store
from linli.store.base import Row
from linli.volunteer import activities, places, sign_ups
from linli.volunteer.activities import named


class QueueOver(GameError):
    """The queue ends with the start."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("{title} on {day} has started, so its waiting list is closed. Come along all the same: the coordinator can tick you."), **named(row))


def join(store: Store, activity: str, subject: str, at: datetime, *, minor: bool = False, read: bool | None = None) -> int:
    """Put oneself on the waiting list; the place in it, or 0 where a place was free and is theirs now. Twice is once.

    minor, read: as for `sign_ups.sign_up`. Raises QueueOver, Cancelled, UnknownActivity, NoAccount, NotRead.
    """
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        sign_ups.resident_of(tx, subject)
        if row["starts_at"] <= clock.stamp(at):
            raise QueueOver(row)
        sign_ups.confirm_read(row, read)
        if minor:
            sign_ups.ask_consent(tx, activity, subject, at)
        if places.give(tx, row, subject, at, read_at=clock.stamp(at) if read else None) is not None:
            return 0
        tx.run(
            "insert into waiting_list (id, activity, subject, at, read_at) values (:id, :activity, :subject, :at, :read)"
            " on conflict (activity, subject) do nothing",
            id=ids.new(), activity=activity, subject=subject, at=clock.stamp(at), read=clock.stamp(at) if read else None,
        )
        return 1 + [one["subject"] for one in places.queue(tx, activity)].index(subject)


def leave(store: Store, activity: str, subject: str, at: datetime) -> None:
    """Leave the waiting list; who does not wait, or got a place meanwhile, keeps what they have."""
    with store.writing() as tx:
        activities.found(tx, activity)
        places.leave_queue(tx, activity, subject)
