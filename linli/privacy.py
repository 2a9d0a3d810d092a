"""What is held on a resident: export, deletion, retention (docs/rules.md §1, §2; PIPL art. 44 to 50).

Points, hours and presences hang on a random subject. Deletion removes the row that ties the
subject to the resident, and everything that only the resident needed; compound totals stay.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from linli import clock, devices, links, reviews, staff, throttle, who
from linli.export import export, export_file
from linli.questions import reports
from linli.store import Store, Tx
from linli.volunteer import coordinators, hours_retention
from linli.who import Resident

__all__ = ["delete", "deletions", "export", "export_file", "name_of", "replay_deletions", "retain", "retain_once"]

#: How long attempts keep the device that may go on with them, and deletions the resident's old id.
DEVICE_DAYS = 90
#: Longer than backups are kept: after it no restore needs the id.
DELETION_DAYS = 60
JOB_DAYS = 30


def delete(store: Store, resident: Resident, at: datetime) -> None:
    """Delete an account, on the resident's own request. Once it is gone, doing it again changes nothing."""
    with store.writing() as tx:
        row = tx.one("select subject from subject_resident where resident = :id" + tx.for_update, id=resident.id)
        if row is not None:
            _forget(tx, row["subject"], resident.id, at)


def _forget(tx: Tx, subject: str, resident: str, at: datetime) -> None:
    hours_retention.forget_person(tx, subject, resident, at)
    links_of = "delete from link where kind = 'coordinator' and target like :target"
    tx.run(links_of, target=f"%:{resident}")
    devices.forget_everywhere(tx, resident)
    throttle.forgive(tx, f"r:{resident}")
    reviews.forget(tx, subject)
    reports.forget(tx, subject)
    tx.run("update attempt set holder = null, claim_code = null where subject = :subject", subject=subject)
    _unlink_staff(tx, resident)
    tx.run("delete from subject_resident where subject = :subject", subject=subject)
    tx.run("delete from resident where id = :resident", resident=resident)
    tx.run(
        "insert into deletion (subject, resident, deleted_at) values (:subject, :resident, :now) on conflict (subject) do nothing",
        subject=subject, resident=resident, now=clock.stamp(at),
    )


def _unlink_staff(tx: Tx, resident: str) -> None:
    """Staff have no resident account then. Of several accounts of one person one declares that: the others are not settled, so that they never are a second person."""
    for place, account in enumerate(hours_retention.staff_of(tx, resident)):
        tx.run("update staff set resident = null, declared_none = :none where id = :id", none=int(place == 0), id=account)


def deletions(store: Store) -> list[dict[str, Any]]:
    """The list that a restore replays: subject, resident, deleted_at."""
    return store.rows("select subject, resident, deleted_at from deletion order by subject")


def replay_deletions(store: Store, left: Sequence[Mapping[str, Any]], at: datetime) -> int:
    """After a restore: delete again whoever had left by then; how many that were.

    left: what `deletions` gave of the database before the restore.
    """
    again = 0
    with store.writing() as tx:
        for row in left:
            resident = tx.value("select resident from subject_resident where subject = :subject", subject=row["subject"])
            if resident:
                _forget(tx, row["subject"], resident, clock.parse(row["deleted_at"]))
                again += 1
    return again


def retain_once(tx: Tx, at: datetime, zone: str) -> bool:
    """Retention, by the first writer of a local day; whether this call did it."""
    first = tx.run(
        "insert into daily_job (day, name) values (:day, 'retain') on conflict (day, name) do nothing",
        day=clock.local_day(at, zone),
    )
    if first:
        retain(tx, at, zone)
    return bool(first)


def retain(tx: Tx, at: datetime, zone: str) -> None:
    """Delete what has been kept as long as docs/rules.md §1 says; docs/compliance.md has the table."""
    yesterday = clock.add_days(clock.local_day(at, zone), -1)
    _forget_guests(tx, yesterday)
    reports.retain(tx, yesterday, at)
    devices.retain(tx, at)
    hours_retention.forget(tx, at)
    throttle.retain(tx, at)
    links.retain(tx, at)
    staff.retain(tx, at)
    coordinators.retain(tx, at)
    tx.run("delete from code_failure where at < :before", before=clock.stamp(at - timedelta(days=1)))
    tx.run(
        "update attempt set holder = null where guest = 0 and holder is not null and started_at < :before",
        before=clock.stamp(at - timedelta(days=DEVICE_DAYS)),
    )
    tx.run(
        "update deletion set resident = '' where resident <> '' and deleted_at < :before",
        before=clock.stamp(at - timedelta(days=DELETION_DAYS)),
    )
    tx.run("delete from daily_job where day < :before", before=clock.stamp(at - timedelta(days=JOB_DAYS))[:10])


def _forget_guests(tx: Tx, yesterday: str) -> None:
    """A guest's device mark goes at the end of the next day (PIPL art. 28 and 31)."""
    tx.run("update attempt set holder = null where guest = 1 and holder is not null and started_on < :yesterday", yesterday=yesterday)
    tx.run("delete from guest_pay where day < :yesterday", yesterday=yesterday)


def name_of(tx: Tx, subject: str) -> str:
    """The name that others see for a subject; 「已注销」 for who has left."""
    return who.names(tx, [subject])[subject]
