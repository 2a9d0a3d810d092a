"""The coordinator's list: ticks, walk-ins, undo, ending for all (docs/rules.md §4).

Ticks made without network are queued on the phone and sent with the seconds since the tap: the
time of a tick is server time - elapsed, at most 60 minutes back and marked "sent late". Older
ones wait for an organiser (linli.volunteer.late_ticks).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_
from linli.rules import crediting
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty, entered, presence, records, sign_ups
from linli.volunteer.activities import CLOSES, OPENS, named
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.duty import By, OwnPresence
from linli.volunteer.presence import Arrival, Here, NotSignedIn, within

#: A tick sent later than this is marked "sent late".
LATE = timedelta(seconds=60)
#: A tick older than this becomes a note.
OLDEST = timedelta(minutes=60)


class Overlap(GameError):
    """The time lies within another stay of the same person."""

    def __init__(self, other: Row, until: datetime, zone: str) -> None:
        super().__init__(
            N_("At that time this person was at {title} on {day}, until {until}. Nobody is in two places: check the time."),
            **named(other), until=presence.said_time(until, zone),
        )


class LeftBeforeCame(GameError):
    """The end lies before the arrival, or in the future."""

    def __init__(self, came: datetime, zone: str) -> None:
        super().__init__(N_("This person came at {came}. The end must lie after that, and not in the future."), came=presence.said_time(came, zone))


class UnknownResident(GameError):
    """No such resident."""

    def __init__(self) -> None:
        super().__init__(N_("No resident has this number. It has 6 digits and stands under “Me” on their phone."))


class NothingToUndo(GameError):
    """The last thing was not a tick, or it has been decided on."""

    def __init__(self) -> None:
        super().__init__(N_("There is no tick to undo here: it was done by code, or the hours are already decided."))


@dataclass(frozen=True)
class Noted:
    """A tick too old to count by itself: it waits for an organiser."""

    note: str
    subject: str
    what: str
    said_at: datetime


@dataclass(frozen=True)
class PersonRow:
    """One person on the coordinator's list.

    state: here, not_yet, no_show, left, unsigned (nobody signed them out), consent (14 to 17, paper not seen).
    late: the tick was sent late. presence: the newest one's id, for `undo` and `confirm_end`.
    """

    subject: str
    name: str
    player_number: str
    signed_up: bool
    state: str
    in_at: datetime | None
    out_at: datetime | None
    came_how: str | None
    late: bool
    consent_missing: bool
    presence: str | None


def tick_in(store: Store, activity: str, subject: str, by: By, at: datetime, *, elapsed: int = 0, key: str | None = None) -> Here | Noted:
    """Tick that somebody came, `elapsed` seconds ago; a walk-in needs no place.

    The same key, or a tick for who is here already, is answered the same. Raises NotCoordinator,
    roles.NotAllowed, OwnPresence, NotOpen, SignedInElsewhere, Overlap, ConsentMissing.
    """
    presence.settle_person(store, subject, at)
    with store.writing() as tx:
        row, mark = may_tick(tx, activity, subject, by)
        when = at - timedelta(seconds=max(0, elapsed))
        records.lock_volunteer(tx, subject)
        known = presence.known_arrival(tx, row, subject, key)
        if known and (at - when <= OLDEST or known["came_key"] == presence.scoped(row, subject, key)):
            return presence.repeated(row, known, at)
        if at - when > OLDEST:
            return _noted(tx, row, subject, "in", when, mark, key, at)
        plan = plan_of(row)
        within(row, "in", plan.start - OPENS, plan.end, when, community.zone(tx))
        return arrive(tx, row, subject, Arrival(when, "tick", mark, at - when > LATE, None, presence.scoped(row, subject, key)), at)


def may_tick(tx: Tx, activity: str, subject: str, by: By) -> tuple[Row, str]:
    """The locked activity and who acts, for a tick of `subject`. Raises OwnPresence, NotCoordinator, roles.NotAllowed."""
    row = activities.locked(tx, activity)
    mark = duty.mark(tx, row, by)
    if duty.own_subject(tx, by) == subject or (by.staff and entered.is_own(tx, subject, activities.organiser(tx, by.staff))):
        raise OwnPresence
    return row, mark


def arrive(tx: Tx, row: Row, subject: str, arrival: Arrival, at: datetime) -> Here:
    """Store a tick of arrival; takes a free place where there is one.

    Once sign-out has closed the stay is taken to last to its proposed end, not until now.
    """
    sign_ups.resident_of(tx, subject)
    still_open = at <= plan_of(row).end + CLOSES
    if still_open:
        presence.refuse_elsewhere(tx, row, subject)
    refuse_overlap(tx, subject, arrival.came, at if still_open else crediting.proposed_end(plan_of(row), arrival.came), "")
    if sign_ups.consent_missing(tx, row["id"], subject):
        raise presence.ConsentMissing(row)
    sign_ups.take_place(tx, row, subject, at)
    return presence.come(tx, row, subject, arrival, at)


def refuse_overlap(tx: Tx, subject: str, start: datetime, end: datetime, own: str) -> None:
    """Refuse a stay from start to end that overlaps another one; an open one lasts. Raises Overlap."""
    other = tx.one(
        "select a.*, coalesce(p.left_at, a.ends_at) as until from presence p join activity a on a.id = p.activity"
        " where p.subject = :subject and p.id <> :own and p.void_at is null and p.came_at < :end"
        " and (p.open is not null or coalesce(p.left_at, a.ends_at) > :start) order by p.came_at, p.id limit 1",
        subject=subject, own=own, start=clock.stamp(start), end=clock.stamp(end),
    )
    if other is not None:
        raise Overlap(other, clock.parse(other["until"]), community.zone(tx))


def tick_out(store: Store, activity: str, subject: str, by: By, at: datetime, *, elapsed: int = 0, key: str | None = None) -> Here | Noted:
    """Tick that somebody left, `elapsed` seconds ago.

    Raises NotCoordinator, roles.NotAllowed, OwnPresence, NotSignedIn, LeftBeforeCame, NotOpen, Overlap, NothingToUndo.
    """
    presence.settle_person(store, subject, at)
    with store.writing() as tx:
        row, mark = may_tick(tx, activity, subject, by)
        when = at - timedelta(seconds=max(0, elapsed))
        records.lock_volunteer(tx, subject)
        known = tx.one("select * from presence where left_key = :key", key=presence.scoped(row, subject, key) or "")
        if known is None and at - when > OLDEST:
            return _noted(tx, row, subject, "out", when, mark, key, at)
        one = known or presence.last(tx, row["id"], subject)
        if one is None:
            raise NotSignedIn(row)
        if known or one["left_at"]:
            return presence.repeated(row, one, at)
        refuse_decided(tx, one)
        check_left(tx, row, one, when, at)
        refuse_overlap(tx, subject, clock.parse(one["came_at"]), when, one["id"])
        return presence.leave(tx, row, one, when, "tick", mark, presence.scoped(row, subject, key), at, late=at - when > LATE)


def check_left(tx: Tx, row: Row, one: Row, when: datetime, at: datetime) -> None:
    """Refuse an end before the arrival, in the future, or after sign-out has closed."""
    zone = community.zone(tx)
    came = clock.parse(one["came_at"])
    if not came <= when <= at:
        raise LeftBeforeCame(came, zone)
    within(row, "tick_out", came, plan_of(row).end + CLOSES, when, zone)


def confirm_end(store: Store, presence_id: str, left_at: datetime, by: By, at: datetime) -> Here:
    """Confirm when somebody left whom nobody signed out, after the planned end.

    left_at: the proposed planned end, or another time up to an hour after it. Raises OwnPresence,
    NothingToUndo (it is decided), LeftBeforeCame, NotOpen, Overlap, NotCoordinator, roles.NotAllowed.
    """
    presence.settle_due(store, at)
    with store.writing() as tx:
        row, one, mark = _held(tx, presence_id, by)
        if one["left_at"] or one["void_at"]:
            return presence.repeated(row, one, at)
        refuse_decided(tx, one)
        check_left(tx, row, one, left_at, at)
        refuse_overlap(tx, one["subject"], clock.parse(one["came_at"]), left_at, one["id"])
        return presence.leave(tx, row, one, left_at, "confirmed", mark, None, at)


def _held(tx: Tx, presence_id: str, by: By) -> tuple[Row, Row, str]:
    """Activity and presence, both locked, and who acts."""
    found = tx.one("select activity, subject from presence where id = :id", id=presence_id)
    if found is None:
        raise NothingToUndo
    row, mark = may_tick(tx, found["activity"], found["subject"], by)
    records.lock_volunteer(tx, found["subject"])
    one = tx.one("select * from presence where id = :id", id=presence_id)
    assert one is not None
    return row, one, mark


def undo(store: Store, presence_id: str, by: By, at: datetime) -> Here:
    """Undo the last tick of a presence: a sign-out is open again, an arrival never was.

    Raises NothingToUndo, OwnPresence, SignedInElsewhere, Overlap, NotCoordinator, roles.NotAllowed.
    """
    presence.settle_due(store, at)
    with store.writing() as tx:
        row, one, mark = _held(tx, presence_id, by)
        if one["void_at"]:
            return presence.repeated(row, one, at)
        refuse_decided(tx, one)
        how = one["left_how"] if one["left_at"] else one["came_how"]
        if how in ("code", "typed"):  # what was typed from memory is withdrawn as a whole (linli.volunteer.supplementary_list)
            raise NothingToUndo
        changed = _reopen(tx, row, one, at) if one["left_at"] else _void(tx, one, at)
        records.keep(tx, row, one["subject"], mark, at, records.kind_of(one))
        community.note(tx, mark, "undo_tick", one["id"], how, at)
        return presence.here(row, changed, at)


def refuse_decided(tx: Tx, one: Row) -> None:
    """Refuse to change a stay whose hours are decided. Raises NothingToUndo."""
    if tx.one("select id from record where id = :id and state <> 'pending'", id=one["record"] or ""):
        raise NothingToUndo


def _reopen(tx: Tx, row: Row, one: Row, at: datetime) -> Row:
    if presence.last(tx, row["id"], one["subject"])["id"] != one["id"]:  # type: ignore[index]  # one itself is there
        raise NothingToUndo
    still_open = at <= plan_of(row).end + CLOSES
    if still_open:
        presence.refuse_elsewhere(tx, row, one["subject"])
        refuse_overlap(tx, one["subject"], clock.parse(one["came_at"]), at, one["id"])
    values: Row = {"left_at": None, "left_how": None, "left_by": None, "left_late": 0, "open": one["subject"] if still_open else None}
    tx.run(
        "update presence set left_at = :left_at, left_how = :left_how, left_by = :left_by, left_late = :left_late,"
        " open = :open, record = null where id = :id", id=one["id"], **values,
    )
    return one | values


def _void(tx: Tx, one: Row, at: datetime) -> Row:
    tx.run("update presence set void_at = :at, open = null, record = null where id = :id", at=clock.stamp(at), id=one["id"])
    return one | {"void_at": clock.stamp(at), "open": None}


def end_for_all(store: Store, activity: str, by: By, at: datetime) -> int:
    """Tick out everybody who is still here, but never oneself; how many were.

    Raises NotOpen before the planned start and an hour after the planned end.
    """
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        mark, own = duty.mark(tx, row, by), {duty.own_subject(tx, by)}
        if by.staff:
            own |= entered.own_subjects(tx, activities.organiser(tx, by.staff))
        plan = plan_of(row)
        within(row, "tick_out", plan.start, plan.end + CLOSES, at, community.zone(tx))
        there = [one for one in presence.open_here(tx, activity) if one["subject"] not in own]
        for one in there:
            records.lock_volunteer(tx, one["subject"])
            presence.leave(tx, row, one, at, "all", mark, None, at)
        tx.run("update uncounted set left_at = :at where activity = :id and left_at is null", at=clock.stamp(at), id=activity)
        community.note(tx, mark, "end_for_all", activity, str(len(there)), at)
    return len(there)


def see_consent(store: Store, activity: str, subject: str, by: By, at: datetime) -> None:
    """Tick that a guardian's consent on paper was seen. Raises OwnPresence, NotCoordinator, roles.NotAllowed."""
    with store.writing() as tx:
        row, mark = may_tick(tx, activity, subject, by)
        sign_ups.ask_consent(tx, row["id"], subject, at)
        tx.run(
            "update guardian_consent set seen_at = :at, seen_by = :by where activity = :activity and subject = :subject and seen_at is null",
            at=clock.stamp(at), by=mark, activity=activity, subject=subject,
        )


def tick_uncounted(store: Store, activity: str, by: By, at: datetime, *, elapsed: int = 0, key: str | None = None) -> int:
    """A walk-in without an account is here, without hours, since `elapsed` seconds; how many such people are here now."""
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        mark = duty.mark(tx, row, by)
        scoped, when = presence.scoped(row, "", key), at - timedelta(seconds=max(0, elapsed))
        if tx.one("select id from uncounted where came_key = :key", key=scoped or "") is None:
            plan = plan_of(row)
            within(row, "in", plan.start - OPENS, plan.end, when, community.zone(tx))
            tx.insert("uncounted", [{
                "id": ids.new(), "activity": activity, "came_at": clock.stamp(when), "left_at": None, "by_whom": mark, "came_key": scoped,
            }])
        return uncounted_here(tx, activity)


def untick_uncounted(store: Store, activity: str, by: By, at: datetime, *, elapsed: int = 0, key: str | None = None) -> int:
    """One person without an account left `elapsed` seconds ago, or was ticked by mistake; how many are here now."""
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        duty.mark(tx, row, by)
        scoped = presence.scoped(row, "", key)
        one = tx.one("select * from uncounted where activity = :id and left_at is null order by came_at desc, id desc limit 1", id=activity)
        if one is not None and tx.one("select id from uncounted where left_key = :key", key=scoped or "") is None:
            left = max(one["came_at"], clock.stamp(at - timedelta(seconds=max(0, elapsed))))
            tx.run("update uncounted set left_at = :left, left_key = :key where id = :id", left=left, key=scoped, id=one["id"])
        return uncounted_here(tx, activity)


def uncounted_here(tx: Tx, activity: str) -> int:
    """How many people without an account are here."""
    return int(tx.value("select count(*) as n from uncounted where activity = :id and left_at is null", id=activity))


def _noted(tx: Tx, row: Row, subject: str, what: str, when: datetime, mark: str, key: str | None, at: datetime) -> Noted:
    """Keep a tick that is too old as a note, once a key."""
    scoped = presence.scoped(row, f"{subject}:{what}", key)
    found = tx.one("select * from late_tick where tick_key = :key", key=scoped or "")
    if found is None:
        found = {
            "id": ids.new(), "activity": row["id"], "subject": subject, "what": what, "said_at": clock.stamp(when),
            "sent_at": clock.stamp(at), "by_whom": mark, "tick_key": scoped,
        }
        tx.insert("late_tick", [found])
    return Noted(found["id"], subject, what, clock.parse(found["said_at"]))


_PEOPLE = (
    "select p.subject, r.nickname, r.hidden_at, r.player_number,"
    " max(p.signed) as signed, max(p.asked) as asked, max(p.seen) as seen from ("
    " select subject, 1 as signed, 0 as asked, 0 as seen from sign_up where activity = :id"
    " union all select subject, 0, 1, case when seen_at is null then 0 else 1 end from guardian_consent where activity = :id"
    " union all select subject, 0, 0, 0 from presence where activity = :id and void_at is null"
    f") p{records.NAMES} group by p.subject, r.nickname, r.hidden_at, r.player_number order by r.nickname, p.subject"
)


def people(store: Store, activity: str, by: By, at: datetime) -> list[PersonRow]:
    """Everybody on the list of an activity: signed up, walked in, waiting for a consent; by name.

    Raises NotCoordinator, roles.NotAllowed, UnknownActivity.
    """
    with store.reading() as tx:
        row = activities.found(tx, activity)
        duty.mark(tx, row, by)
        stays = {one["subject"]: one for one in tx.rows(
            "select * from presence where activity = :id and void_at is null order by came_at, id", id=activity,
        )}
        return [_person(row, one, stays.get(one["subject"]), at) for one in tx.rows(_PEOPLE, id=activity)]


def _person(row: Row, one: Row, stay: Row | None, at: datetime) -> PersonRow:
    missing = bool(one["asked"]) and not one["seen"]
    left = stay["left_at"] if stay else None
    return PersonRow(
        one["subject"], records.shown_name(one), one["player_number"] or "", bool(one["signed"]),
        _state(row, stay, missing, at), clock.parse(stay["came_at"]) if stay else None, clock.parse(left) if left else None,
        stay["came_how"] if stay else None, bool(stay and (stay["came_late"] or stay["left_late"])), missing,
        stay["id"] if stay else None,
    )


def _state(row: Row, stay: Row | None, missing: bool, at: datetime) -> str:
    if stay:
        return {"in": "here", "out": "left"}.get(presence.state(stay), "unsigned")
    if at > plan_of(row).end:
        return "no_show"
    return "consent" if missing else "not_yet"


def find(store: Store, activity: str, player_number: str, by: By) -> PersonRow:
    """A resident by player number, for a walk-in. Raises UnknownResident, NotCoordinator, roles.NotAllowed."""
    with store.reading() as tx:
        row = activities.found(tx, activity)
        duty.mark(tx, row, by)
        one = tx.one(
            "select s.subject, r.nickname, r.hidden_at, r.player_number from resident r join subject_resident s on s.resident = r.id"
            " where r.player_number = :number", number=ids.tidy_code(player_number),
        )
        if one is None:
            raise UnknownResident
        asked = {"asked": int(sign_ups.consent_missing(tx, activity, one["subject"])), "seen": 0}
        signed = tx.one("select place from sign_up where activity = :id and subject = :subject", id=activity, subject=one["subject"])
        stay = presence.last(tx, activity, one["subject"])
    return _person(row, one | asked | {"signed": signed is not None}, stay, plan_of(row).start)
