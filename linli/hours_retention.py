"""What the volunteer-hours part forgets, done by the first writer of a day (docs/rules.md §1)."""

from datetime import datetime, timedelta

from linli import clock
from linli.store import Tx
from linli.store.base import Row

#: No-show notes, and the device a code came from.
KEPT_DAYS = 30


def forget(tx: Tx, at: datetime) -> None:
    """Delete no-show notes and devices after 30 days, wrong codes after a day."""
    before = clock.stamp(at - timedelta(days=KEPT_DAYS))
    tx.run(
        "delete from sign_up where activity in (select id from activity where ends_at < :before) and not exists"
        " (select 1 from presence p where p.activity = sign_up.activity and p.subject = sign_up.subject and p.void_at is null)",
        before=before,
    )
    tx.run("update presence set device = null where device is not null and came_at < :before", before=before)
    tx.run("delete from guardian_consent where activity in (select id from activity where ends_at < :before)", before=before)
    tx.run("delete from code_try where at < :before", before=clock.stamp(at - timedelta(days=1)))
    tx.run("delete from code_guard where not exists (select 1 from code_try t where t.who = code_guard.who)")


def forget_person(tx: Tx, subject: str, resident: str, at: datetime) -> None:
    """What a deletion takes away here: sign-ups, consents, devices, the coordinator's role.

    Presence and records stay; they know the subject only. Call it before the row that ties the
    subject to the resident is removed.
    """
    tx.run("delete from sign_up where subject = :subject", subject=subject)
    tx.run("delete from guardian_consent where subject = :subject", subject=subject)
    tx.run("update presence set device = null where subject = :subject and device is not null", subject=subject)
    tx.run("delete from code_try where who = :who", who=f"subject:{subject}")
    tx.run("delete from coordinator where resident = :resident", resident=resident)
    tx.run("delete from coordinator_session where resident = :resident", resident=resident)


def held_on(tx: Tx, subject: str) -> dict[str, list[Row]]:
    """Everything this part holds on a person, for their own export: no ids of other people."""
    activity = "a.title, a.act_on"
    return {
        "sign_ups": tx.rows(
            f"select {activity}, s.place, s.at from sign_up s join activity a on a.id = s.activity"
            " where s.subject = :subject order by s.at, a.id", subject=subject,
        ),
        "consents": tx.rows(
            f"select {activity}, c.asked_at, c.seen_at from guardian_consent c join activity a on a.id = c.activity"
            " where c.subject = :subject order by c.asked_at, a.id", subject=subject,
        ),
        "presences": tx.rows(
            f"select {activity}, p.came_at, p.left_at, p.came_how, p.left_how, p.void_at from presence p"
            " join activity a on a.id = p.activity where p.subject = :subject order by p.came_at, p.id", subject=subject,
        ),
        "records": tx.rows(
            f"select {activity}, r.minutes, r.points, r.state, r.why, r.decided_at from record r"
            " join activity a on a.id = r.activity where r.subject = :subject order by r.act_on, r.id", subject=subject,
        ),
    }
