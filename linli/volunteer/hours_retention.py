"""What the volunteer-hours part forgets, done by the first writer of a day (docs/rules.md §1)."""

from datetime import datetime, timedelta

from linli import clock
from linli.store import Tx
from linli.volunteer import places

#: No-show notes, and the device a code came from.
KEPT_DAYS = 30
#: Player numbers on typed paper sheets: longer than any record may still be entered in time.
TYPED_DAYS = 90
#: Pictures of places, after the activity: long enough for the year's report.
PICTURES_DAYS = 365
#: Where it is kept who said when somebody came or left.
_ENTERED = (
    ("presence", "came_by"), ("presence", "left_by"), ("record", "entered_by"), ("late_tick", "by_whom"), ("enrolment", "by_whom"),
    ("sheet_typing", "by_whom"), ("sign_sheet_row", "settled_by"),
)


def forget(tx: Tx, at: datetime) -> None:
    """Delete no-show notes (on paper sheets too) and devices after 30 days, wrong codes after a day, pictures after a year, waiting lists once their activity is over."""
    before = clock.stamp(at - timedelta(days=KEPT_DAYS))
    tx.run(
        "delete from sign_up where activity in (select id from activity where ends_at < :before) and not exists"
        " (select 1 from presence p where p.activity = sign_up.activity and p.subject = sign_up.subject and p.void_at is null)",
        before=before,
    )
    _forget_paper(tx, before)
    tx.run("delete from waiting_list where activity in (select id from activity where ends_at < :now)", now=clock.stamp(at))
    tx.run(
        "delete from activity_photo where activity in (select id from activity where ends_at < :before)",
        before=clock.stamp(at - timedelta(days=PICTURES_DAYS)),
    )
    tx.run("update presence set device = null where device is not null and came_at < :before", before=before)
    tx.run("delete from guardian_consent where activity in (select id from activity where ends_at < :before)", before=before)
    typed = "select s.id from sign_sheet s join activity a on a.id = s.activity where a.ends_at < :long"
    tx.run(f"update sheet_typed set number = '' where number <> '' and sheet in ({typed})", long=clock.stamp(at - timedelta(days=TYPED_DAYS)))
    tx.run("delete from code_try where at < :before", before=clock.stamp(at - timedelta(days=1)))
    tx.run("delete from code_guard where not exists (select 1 from code_try t where t.who = code_guard.who)")


def _forget_paper(tx: Tx, before: str) -> None:
    """Who stood on a paper sheet and has no stay of it was not there, or nobody looked any more: a no-show note."""
    rows = (
        " where presence is null and sheet in (select h.id from sign_sheet h join activity a on a.id = h.activity where a.ends_at < :before)"
    )
    tx.run(
        "delete from sheet_typed where exists (select 1 from sign_sheet_row w join sign_sheet h on h.id = w.sheet join activity a on a.id = h.activity"
        " where w.sheet = sheet_typed.sheet and w.row = sheet_typed.row and w.presence is null and a.ends_at < :before)", before=before,
    )
    tx.run(f"update sign_sheet_row set subject = null{rows} and subject is not null", before=before)


def forget_person(tx: Tx, subject: str, resident: str, at: datetime) -> None:
    """What a deletion takes away here: sign-ups, places in queues, consents, devices, numbers on typed sheets, the coordinator's role.

    Presence and records stay; they know the subject only. Call it before the row that ties the
    subject to the resident is removed.
    """
    _entered_as_staff(tx, subject, resident)
    places.forget(tx, subject, at)
    tx.run("delete from guardian_consent where subject = :subject", subject=subject)
    tx.run("update presence set device = null where subject = :subject and device is not null", subject=subject)
    tx.run("delete from code_try where who = :who", who=f"subject:{subject}")
    number = tx.value("select player_number from resident where id = :resident", resident=resident)
    tx.run("update sheet_typed set number = '' where number = :number and number <> ''", number=number or "")
    tx.run("delete from coordinator where resident = :resident", resident=resident)
    tx.run("delete from coordinator_session where resident = :resident", resident=resident)


def _entered_as_staff(tx: Tx, subject: str, resident: str) -> None:
    """What a staff person entered as a coordinator stays theirs when their resident account goes.

    Otherwise they could approve it from then on: nobody would know any more that it was the same person.
    """
    account = tx.value("select id from staff where resident = :resident order by id limit 1", resident=resident)
    if account is None:
        return
    for table, column in _ENTERED:
        tx.run(f"update {table} set {column} = :staff where {column} = :mark", staff=f"staff:{account}", mark=f"subject:{subject}")
