"""Approving volunteer hours: records, the limits of a day, and their history (docs/rules.md §4).

States: pending to approved or rejected; approved to reversed, by a new ledger entry. Approved is
credited at once. Every decision locks the activity, the volunteer and the record, in that order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from linli import clock, ledger, roles
from linli.errors import GameError
from linli.ledger import Act
from linli.locale import N_
from linli.roles import Staff
from linli.rules import crediting
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, entered, head_counts, records, sign_ups
from linli.volunteer.activities import ReasonMissing, named

NEEDS_SECOND = N_("Above 8 hours on one day: {before} and {own} minutes. {first} has approved; a second, different organiser is needed, so it stays pending.")
ABOVE_480 = N_("Above 8 hours on one day: {before} and {own} minutes. Two different organisers approve it; until then it stays pending.")
ABOVE_720 = N_("{before} and {own} minutes on one day are above 12 hours. Such a record cannot be approved; reject it with the reason.")


class UnknownRecord(GameError):
    """No such record."""

    def __init__(self) -> None:
        super().__init__(N_("This record is not on the list any more. Please open the list again."))


class OwnHours(GameError):
    """Nobody decides on their own hours."""

    def __init__(self) -> None:
        super().__init__(N_("These are your own hours. Another organiser decides on them."))


class AlreadyDecided(GameError):
    """Somebody else was faster."""

    def __init__(self, row: Row, who: str) -> None:
        sentence = {
            "approved": N_("{who} has already approved this record of {title}. Nothing was changed."),
            "rejected": N_("{who} has already rejected this record of {title}. Nothing was changed."),
            "reversed": N_("{who} has already reversed this record of {title}. Nothing was changed."),
            "pending": N_("This record of {title} has not been approved yet, so there is nothing to reverse."),
        }[row["state"]]
        super().__init__(sentence, who=who, title=row["title"])


class EndNotConfirmed(GameError):
    """Nobody signed this person out."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("{title} on {day}: nobody signed this person out. Confirm the proposed end first, or type another one."), **named(row))


class HeadCountHolds(GameError):
    """The head count differs too much."""

    def __init__(self, row: Row, count: head_counts.HeadCount) -> None:
        super().__init__(
            N_("{title} on {day}: {counted} people were counted, {signed_in} were signed in. Write why before approving its hours."),
            **named(row), counted=count.counted, signed_in=count.signed_in,
        )


class AboveDay(GameError):
    """The day would be above what can be approved at all."""

    def __init__(self, before: int, own: int) -> None:
        super().__init__(ABOVE_720, before=before, own=own)


class SamePerson(GameError):
    """Two accounts of one person are not two people."""

    def __init__(self, first: str) -> None:
        super().__init__(N_("{first} has approved this already, and the second must be somebody else: another resident account, or another name."), first=first)


@dataclass(frozen=True)
class Decision:
    """What came of a decision. reason: why it stays pending, or ''; entry: the ledger entry's id.

    repeated: the same was decided before, nothing was changed.
    """

    record: str
    state: str
    minutes: int
    points: int
    entry: str | None
    reason: GameError | None = None
    repeated: bool = False


def approve(store: Store, record: str, staff: str, at: datetime, note: str = "") -> Decision:
    """Approve a record: ledger entry and totals in one transaction.

    note: what the organiser looked at, kept with the decision in the record's history. Where it
    takes the person's day above 480 minutes it stays pending, with the reason, until a second,
    different organiser approves it too. Twice by the same organiser is answered the same.
    Raises roles.NotAllowed, UnknownRecord, OwnHours, AlreadyDecided, EndNotConfirmed,
    HeadCountHolds, AboveDay, SamePerson, entered.EnteredBySame.
    """
    with store.writing() as tx:
        organiser = activities.organiser(tx, staff)
        row = _locked(tx, record, organiser)
        if row["state"] != "pending":
            return _decided(tx, row, organiser, "approved")
        entered.refuse(tx, row, organiser)
        _refuse_waiting(tx, row)
        before = ahead(tx, row)
        needed = crediting.approvers(before, row["served"])
        if needed == 0:
            raise AboveDay(before, row["served"])
        if needed == 2 and not _is_second(tx, row, organiser):
            return _first_of_two(tx, row, organiser, before, _tidy(note), at)
        return _credit(tx, row, organiser, _tidy(note), at)


def approve_many(store: Store, chosen: Iterable[str], staff: str, at: datetime, note: str = "") -> dict[str, Decision | GameError]:
    """Approve records one after the other, each in its own transaction; what came of each. Raises only roles.NotAllowed."""
    results: dict[str, Decision | GameError] = {}
    for record in chosen:
        try:
            results[record] = approve(store, record, staff, at, note)
        except (roles.NotAllowed, roles.NotSignedIn):
            raise
        except GameError as refusal:
            results[record] = refusal
    return results


def _locked(tx: Tx, record: str, organiser: Staff, *, cancelled: bool = False) -> Row:
    """The record with its activity's columns, all locks taken. Raises UnknownRecord, OwnHours, and Cancelled unless that is borne.

    cancelled: hours of an activity that was cancelled after somebody had come can be taken back, never given.
    """
    found = tx.one("select activity, subject from record where id = :id", id=record)
    if found is None:
        raise UnknownRecord
    activity = (activities.locked_any if cancelled else activities.locked)(tx, found["activity"])
    records.lock_volunteer(tx, found["subject"])
    refuse_own(tx, record, organiser)
    row = tx.one("select * from record where id = :id" + tx.for_update, id=record)
    assert row is not None
    return activity | row


def refuse_own(tx: Tx, record: str, organiser: Staff) -> None:
    """Nobody decides on their own hours. Raises OwnHours."""
    if entered.is_own(tx, str(tx.value("select subject from record where id = :id", id=record)), organiser):
        raise OwnHours


def _decided(tx: Tx, row: Row, organiser: Staff, wish: str) -> Decision:
    """The answer to a decision made before: the same to the same organiser, else AlreadyDecided."""
    if row["state"] == wish and organiser.id in (row["decided_by"], row["first_by"]):
        return Decision(row["id"], row["state"], row["minutes"], row["points"], row["entry"], repeated=True)
    raise AlreadyDecided(row, staff_name(tx, row["decided_by"]))


def staff_name(tx: Tx, staff: str | None) -> str:
    """The name of a staff person, also of one who has been removed; empty for none."""
    return str(tx.value("select name from staff where id = :id", id=staff or "") or "")


def _refuse_waiting(tx: Tx, row: Row) -> None:
    if tx.one("select id from presence where record = :id and left_at is null limit 1", id=row["id"]):
        raise EndNotConfirmed(row)
    if tx.one("select id from presence where record = :id limit 1", id=row["id"]) is None:
        raise UnknownRecord  # its only stay was undone
    count = head_counts.held(tx, row["activity"])
    if count:
        raise HeadCountHolds(row, count)


def ahead(tx: Tx, row: Row) -> int:
    """Credited minutes of the same person and act day that count before this record.

    Approved ones first, in the order they were approved, then pending ones as they came.
    """
    others = tx.rows(
        "select id, served, state from record where subject = :subject and act_on = :day and id <> :id"
        " and state in ('approved', 'pending')", subject=row["subject"], day=row["act_on"], id=row["id"],
    )
    return sum(one["served"] for one in others if counts_before(one, row))


def counts_before(one: Row, row: Row) -> bool:
    """Whether another pending or approved record of a day counts before a pending one."""
    return bool(one["state"] == "approved" or one["id"] < row["id"])


def _is_second(tx: Tx, row: Row, organiser: Staff) -> bool:
    """Whether the first approval is there and this is a different person. Raises SamePerson.

    The first approval of somebody who has entered a time since then is none.
    """
    first = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id", id=row["first_by"] or "")
    if first is None or first["id"] == organiser.id or entered.by_person(tx, row, roles.from_row(first)):
        return False  # an approval by who has entered a time since counts for nothing
    if not roles.different_people(roles.from_row(first), organiser):
        raise SamePerson(first["name"])
    return True


def _first_of_two(tx: Tx, row: Row, organiser: Staff, before: int, note: str, at: datetime) -> Decision:
    repeated = row["first_by"] == organiser.id
    if not repeated:
        tx.run("update record set first_by = :staff, first_at = :at where id = :id", staff=organiser.id, at=clock.stamp(at), id=row["id"])
        records.event(tx, row["id"], "first_approval", row["minutes"], f"staff:{organiser.id}", note, at)
    reason = GameError(NEEDS_SECOND, before=before, own=row["served"], first=organiser.name)
    return Decision(row["id"], "pending", row["minutes"], row["points"], None, reason, repeated)


def _credit(tx: Tx, row: Row, organiser: Staff, note: str, at: datetime) -> Decision:
    worth = records.worth(tx, row, row["served"])
    entry = ledger.post(tx, _act(tx, row, worth), at)
    tx.run(
        "update record set state = 'approved', why = '', minutes = :minutes, points = :points, served = :served,"
        " decided_by = :staff, decided_at = :at, entry = :entry, public_code = :code where id = :id",
        staff=organiser.id, at=clock.stamp(at), entry=entry, code=row["public_code"] or records.new_public_code(tx), id=row["id"], **worth,
    )
    records.event(tx, row["id"], "approved", worth["minutes"], f"staff:{organiser.id}", note, at)
    return Decision(row["id"], "approved", worth["minutes"], worth["points"], entry)


def _act(tx: Tx, row: Row, worth: Row) -> Act:
    """The act to post. Supplementary hours stand apart: nobody was seen, so they are no participation and rank nowhere."""
    apart = row["kind"] == "supplementary"
    return Act(
        kind="supplementary" if apart else "hours", compound=row["compound"], subject=row["subject"],
        slip=None if apart else _slip(tx, row), on_site=not apart, points=worth["points"], minutes=worth["minutes"],
        act_at=clock.parse(row["starts_at"]), act_on=row["act_on"], source=f"hours:{row['id']}:{row['version']}",
    )


def _slip(tx: Tx, row: Row) -> str | None:
    """The volunteer's household slip, unless it belongs to a compound they moved to since."""
    found = tx.value(
        "select l.id from subject_resident s join resident r on r.id = s.resident join slip l on l.id = r.slip"
        " where s.subject = :subject and l.compound = :compound", subject=row["subject"], compound=row["compound"],
    )
    return str(found) if found else None


def reject(store: Store, record: str, reason: str, staff: str, at: datetime) -> Decision:
    """Reject a pending record with a reason that the volunteer reads.

    Raises roles.NotAllowed, ReasonMissing, UnknownRecord, OwnHours, AlreadyDecided.
    """
    note = _written(reason)
    with store.writing() as tx:
        organiser = activities.organiser(tx, staff)
        row = _locked(tx, record, organiser, cancelled=True)
        if row["state"] != "pending":
            return _decided(tx, row, organiser, "rejected")
        _close(tx, row, "rejected", note, organiser, at)
    return Decision(record, "rejected", row["minutes"], row["points"], None)


def reverse(store: Store, record: str, reason: str, staff: str, at: datetime) -> Decision:
    """Reverse an approved record by an opposite ledger entry; the reason stays with both.

    Raises roles.NotAllowed, ReasonMissing, UnknownRecord, OwnHours, AlreadyDecided.
    """
    with store.writing() as tx:
        return reverse_in(tx, record, reason, activities.organiser(tx, staff), at)


def reverse_in(tx: Tx, record: str, reason: str, organiser: Staff, at: datetime) -> Decision:
    """`reverse` within the caller's transaction."""
    note = _written(reason)
    row = _locked(tx, record, organiser, cancelled=True)
    if row["state"] != "approved":
        return _decided(tx, row, organiser, "reversed")
    entry = ledger.reverse(tx, row["entry"], note, at)
    _close(tx, row, "reversed", note, organiser, at)
    return Decision(record, "reversed", row["minutes"], row["points"], entry)


def _tidy(text: str) -> str:
    return " ".join(text.split())[:400]


def _written(reason: str) -> str:
    note = _tidy(reason)
    if not note:
        raise ReasonMissing
    return note


def _close(tx: Tx, row: Row, state: str, note: str, organiser: Staff, at: datetime) -> None:
    tx.run(
        "update record set state = :state, why = :note, decided_by = :staff, decided_at = :at where id = :id",
        state=state, note=note, staff=organiser.id, at=clock.stamp(at), id=row["id"],
    )
    records.event(tx, row["id"], state, row["minutes"], f"staff:{organiser.id}", note, at)


def again(store: Store, record: str, staff: str, at: datetime) -> str:
    """After a rejection or a reversal: a new pending record from the same stays; its id.

    Lets an organiser correct the times (ticks.confirm_end, ticks.undo) and decide once more.
    Raises roles.NotAllowed, UnknownRecord, OwnHours, AlreadyDecided.
    """
    with store.writing() as tx:
        organiser = activities.organiser(tx, staff)
        row = _locked(tx, record, organiser)
        if row["state"] not in ("rejected", "reversed"):
            raise AlreadyDecided(row, staff_name(tx, row["decided_by"]))
        sign_ups.resident_of(tx, row["subject"])
        tx.run("update presence set record = null where record = :id", id=record)
        records.keep(tx, activities.found(tx, row["activity"]), row["subject"], f"staff:{organiser.id}", at, row["kind"])
        new = tx.value(
            "select id from record where activity = :activity and subject = :subject and kind = :kind and state = 'pending'",
            activity=row["activity"], subject=row["subject"], kind=row["kind"],
        )
        if new is None:
            raise UnknownRecord
        tx.run(
            "update record set entered_by = coalesce(entered_by, :by), reason = case when reason = '' then :reason else reason end where id = :id",
            by=row["entered_by"], reason=row["reason"], id=new,
        )
    return str(new)


def faults(tx: Tx) -> list[str]:
    """What `verify` finds wrong between approved records and the ledger, one English line each."""
    rows = tx.rows(
        "select r.id, r.state, r.minutes, r.points, l.minutes as lm, l.points as lp, b.id as back from record r"
        " left join ledger l on l.id = r.entry and l.subject = r.subject and l.kind in ('hours', 'supplementary')"
        " left join ledger b on b.reverses = r.entry where r.state in ('approved', 'reversed') order by r.id"
    )
    wrong = [row for row in rows if (row["minutes"], row["points"]) != (row["lm"], row["lp"]) or (row["back"] is not None) != (row["state"] == "reversed")]
    strays = tx.rows(
        "select id from ledger where kind in ('hours', 'supplementary') and reverses is null"
        " and not exists (select 1 from record r where r.entry = ledger.id) order by id"
    )
    return [f"record {row['id']} and its ledger entry differ" for row in wrong] + [f"ledger entry {row['id']} of hours has no record" for row in strays]

