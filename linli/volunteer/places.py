"""Places at an activity and the queue for them, as rows; what people may do with them is in sign_ups and waiting.

Every function takes the activity's row, locked: then two places freed at once go to the first two
of the queue, and nobody gets two.
"""

from datetime import datetime

from linli import clock
from linli.store import Tx
from linli.store.base import Row


def of(tx: Tx, activity: str) -> dict[str, int]:
    """Who has which place."""
    rows = tx.rows("select subject, place from sign_up where activity = :id order by place", id=activity)
    return {row["subject"]: int(row["place"]) for row in rows}


def give(tx: Tx, row: Row, subject: str, at: datetime, *, read_at: str | None = None, waited: bool = False) -> int | None:
    """The subject's place, or the lowest free one; None when it is full. Who has a place waits no longer.

    read_at: stamp of when work, risks and insurance were confirmed as read; waited: they come from the queue.
    """
    taken = of(tx, row["id"])
    if subject in taken:
        return taken[subject]
    free = sorted(set(range(1, row["places"] + 1)) - set(taken.values()))
    if not free:
        return None
    stamp = clock.stamp(at)
    tx.insert("sign_up", [{
        "activity": row["id"], "place": free[0], "subject": subject, "at": stamp, "read_at": read_at, "waited_at": stamp if waited else None,
    }])
    leave_queue(tx, row["id"], subject)
    return free[0]


def queue(tx: Tx, activity: str) -> list[Row]:
    """Who waits, first come first: id, subject, at, read_at."""
    return tx.rows("select id, subject, at, read_at from waiting_list where activity = :id order by id", id=activity)


def leave_queue(tx: Tx, activity: str, subject: str) -> int:
    """Take somebody out of the queue; how many rows that were."""
    return tx.run("delete from waiting_list where activity = :id and subject = :subject", id=activity, subject=subject)


def move_up(tx: Tx, row: Row, at: datetime) -> list[str]:
    """Give free places to the first of the queue, before the start; the subjects who moved up.

    Call it in the transaction that freed or added a place. Who has no account any more is passed over.
    """
    moved: list[str] = []
    if row["cancelled_at"] or row["starts_at"] <= clock.stamp(at):
        return moved
    for one in queue(tx, row["id"]):
        if tx.one("select subject from subject_resident where subject = :subject", subject=one["subject"]) is None:
            leave_queue(tx, row["id"], one["subject"])
        elif give(tx, row, one["subject"], at, read_at=one["read_at"], waited=True) is None:
            break
        else:
            moved.append(one["subject"])
    return moved


def forget(tx: Tx, subject: str, at: datetime) -> None:
    """Take a deleted person's places and waits away; whoever is next moves up."""
    held = tx.rows(
        "select activity from sign_up where subject = :subject union select activity from waiting_list where subject = :subject order by activity",
        subject=subject,
    )
    for one in held:
        row = tx.one("select * from activity where id = :id" + tx.for_update, id=one["activity"])
        leave_queue(tx, one["activity"], subject)
        freed = tx.run("delete from sign_up where activity = :id and subject = :subject", id=one["activity"], subject=subject)
        if freed and row is not None:
            move_up(tx, row, at)
