"""What the volunteer-hours part forgets, done by the first writer of a day (docs/rules.md §1)."""

from datetime import datetime, timedelta

from linli import clock
from linli.store import Tx
from linli.volunteer import places, records

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
    _entered_as_staff(tx, subject, resident, at)
    places.forget(tx, subject, at)
    tx.run("delete from guardian_consent where subject = :subject", subject=subject)
    tx.run("update presence set device = null where subject = :subject and device is not null", subject=subject)
    tx.run("delete from code_try where who = :who", who=f"subject:{subject}")
    number = tx.value("select player_number from resident where id = :resident", resident=resident)
    tx.run("update sheet_typed set number = '' where number = :number and number <> ''", number=number or "")
    tx.run("delete from coordinator where resident = :resident", resident=resident)
    tx.run("delete from coordinator_session where resident = :resident", resident=resident)


def _entered_as_staff(tx: Tx, subject: str, resident: str, at: datetime) -> None:
    """What a staff person entered as a coordinator stays theirs when their resident account goes.

    Otherwise they could approve it from then on: nobody would know any more that it was the same person.
    """
    accounts = staff_of(tx, resident)
    if not accounts:
        return
    for table, column in _ENTERED:
        tx.run(f"update {table} set {column} = :staff where {column} = :mark", staff=f"staff:{accounts[0]}", mark=f"subject:{subject}")
    for other in accounts[1:]:
        _as_one(tx, accounts[0], other)
    _own_waiting(tx, subject, accounts[0], at)


def staff_of(tx: Tx, resident: str) -> list[str]:
    """The staff accounts of a resident, the one that goes on standing for the person first."""
    rows = tx.rows("select id from staff where resident = :resident order by case when removed_at is null then 0 else 1 end, id", resident=resident)
    return [str(row["id"]) for row in rows]


def _as_one(tx: Tx, account: str, other: str) -> None:
    """What another account of the same person entered or approved first, and still waits, stands under one account: nothing else will tell that they are one."""
    waits = "(select id from record where state = 'pending')"
    both = {"staff": f"staff:{account}", "other": f"staff:{other}"}
    for column in ("came_by", "left_by"):
        tx.run(f"update presence set {column} = :staff where {column} = :other and (record is null or record in {waits})", **both)
    tx.run("update record set entered_by = :staff where entered_by = :other and state = 'pending'", **both)
    tx.run("update record set first_by = :staff where first_by = :other and state = 'pending'", staff=account, other=other)
    tx.run("update late_tick set by_whom = :staff where by_whom = :other and closed_at is null", **both)
    tx.run("update sheet_typing set by_whom = :staff where by_whom = :other", **both)
    tx.run("update sign_sheet_row set settled_by = :staff where settled_by = :other", **both)


def _own_waiting(tx: Tx, subject: str, account: str, at: datetime) -> None:
    """Their own hours that still wait stay hours they do not decide on, though nothing tells any more whose they are.

    What was signed in counts as entered by them. What somebody else typed from memory has its
    enterer already, and nobody is left to ask about it: it is withdrawn.
    """
    pending = "select id from record where subject = :subject and state = 'pending'"
    tx.run(f"update record set entered_by = :staff where entered_by is null and id in ({pending})", staff=f"staff:{account}", subject=subject)
    for row in tx.rows("select id, minutes from record where subject = :subject and state = 'pending' and kind = 'supplementary' order by id", subject=subject):
        tx.run("update presence set void_at = :at where record = :id and void_at is null", at=clock.stamp(at), id=row["id"])
        tx.run(
            "update record set state = 'rejected', decided_by = :staff, decided_at = :at where id = :id", staff=account, at=clock.stamp(at), id=row["id"],
        )
        records.event(tx, row["id"], "withdrawn", row["minutes"], f"staff:{account}", "", at)
