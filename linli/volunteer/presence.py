"""Signing in and out of an activity by the rotating code (docs/rules.md §4).

The code is checked by the server's clock on arrival. Every write locks the activity, then the
volunteer; the unique key `presence.open` allows one open presence a person.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_, clock_time
from linli.rules import crediting, totp
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty, places, records, sign_ups, tries
from linli.volunteer.activities import CLOSES, LEAVE_FROM, OPENS, named
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.duty import By

#: Wrong codes in an hour, per resident or device; after them only a tick helps.
MOST_WRONG = 10


class NotOpen(GameError):
    """Outside the time in which this is possible."""

    def __init__(self, row: Row, moment: str, opens: datetime, closes: datetime, zone: str) -> None:
        sentence = {
            "in": N_("{title} on {day}: sign-in is open from {opens} to {closes}. Please come back then."),
            "out": N_("{title} on {day}: sign-out by code is open from {opens} to {closes}. At other times the coordinator ticks you out."),
            "tick_out": N_("{title} on {day}: people are ticked out from {opens} to {closes}. After that their end is confirmed in the list."),
        }[moment]
        super().__init__(sentence, **named(row), opens=said_time(opens, zone), closes=said_time(closes, zone))


class WrongCode(GameError):
    """Not the code of this moment."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(
            N_("This is not the code on the coordinator's phone right now. It changes every 30 seconds; please look again. Tries left: {left}."),
            left=tries_left,
        )


class OnlyTickHelps(GameError):
    """Ten wrong codes within an hour."""

    def __init__(self) -> None:
        super().__init__(N_("Ten codes did not fit. Please ask the coordinator to tick you in the list; that works at once."))


class CodeNotForCoordinator(GameError):
    """A coordinator cannot use the code they hold themselves."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("You keep the list of {title} on {day}, so its code is not for you. Another coordinator or an organiser ticks you."), **named(row))


class SignedInElsewhere(GameError):
    """One open presence at a time."""

    def __init__(self, other: Row) -> None:
        super().__init__(N_("Still signed in at {title} on {day}. Sign out there first, or ask its coordinator for a tick."), **named(other))


class NotSignedIn(GameError):
    """There is nothing to sign out of."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("There is no sign-in at {title} on {day} yet. The coordinator can tick it in the list."), **named(row))


class ConsentMissing(GameError):
    """A guardian's consent has not been seen."""

    def __init__(self, row: Row) -> None:
        super().__init__(N_("{title} on {day}: from 14 to 17 a guardian's signed consent is needed. Hand it to the coordinator, who ticks it; then sign in."), **named(row))


@dataclass(frozen=True)
class Here:
    """A presence as it is answered. state: in, out, unsigned (no sign-out, end proposed), undone.

    minutes: credited so far, or for the whole stay. repeated: nothing changed this time.
    """

    id: str
    activity: str
    title: str
    subject: str
    came_at: datetime
    left_at: datetime | None
    came_how: str
    left_how: str | None
    late: bool
    minutes: int
    state: str
    repeated: bool = False


@dataclass(frozen=True)
class CodeView:
    """What the coordinator's screen shows. moment: in or out; is_open: whether it is taken now."""

    activity: str
    moment: str
    code: str
    seconds_left: int
    is_open: bool
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Arrival:
    """How somebody came: by code or tick, who ticked, from which device, under which key; read: a walk-in has read the risks."""

    came: datetime
    how: str = "code"
    by: str | None = None
    late: bool = False
    device: str | None = None
    key: str | None = None
    read: bool = False


def sign_in(
    store: Store, activity: str, subject: str, code: str, at: datetime, *, device: str | None = None, key: str | None = None, minor: bool = False, read: bool | None = None,
) -> Here:
    """Sign in by the code on the coordinator's phone; a walk-in takes a free place.

    key: chosen by the client for this one tap; the same key is answered the same.
    minor: a walk-in says they are 14 to 17; read: whether a walk-in ticked that they have read work
    and risks, None where nobody asked. Raises NotOpen, WrongCode, OnlyTickHelps, CodeNotForCoordinator,
    SignedInElsewhere, ConsentMissing, sign_ups.Full, sign_ups.NoAccount, sign_ups.NotRead.
    """
    settle_person(store, subject, at)
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        records.lock_volunteer(tx, subject)
        known = known_arrival(tx, row, subject, key)
        if known:
            return repeated(row, known, at)
        _check_arrival(tx, row, subject, minor, at)
        if subject not in places.of(tx, activity):
            sign_ups.confirm_read(row, read)
        refusal = _try_code(tx, row["code_in"], code, subject, device, at) or _consent(tx, row, subject)
        if refusal is None:
            return _come_by_code(tx, row, subject, Arrival(at, device=device, key=scoped(row, subject, key), read=bool(read)), at)
    raise refusal  # after the commit, so that the wrong try or the wish for a consent is kept


def _check_arrival(tx: Tx, row: Row, subject: str, minor: bool, at: datetime) -> None:
    sign_ups.resident_of(tx, subject)
    if duty.coordinates(tx, row["id"], subject):
        raise CodeNotForCoordinator(row)
    plan = plan_of(row)
    within(row, "in", plan.start - OPENS, plan.end, at, community.zone(tx))
    if minor:
        sign_ups.ask_consent(tx, row["id"], subject, at)


def _consent(tx: Tx, row: Row, subject: str) -> GameError | None:
    return ConsentMissing(row) if sign_ups.consent_missing(tx, row["id"], subject) else None


def _come_by_code(tx: Tx, row: Row, subject: str, arrival: Arrival, at: datetime) -> Here:
    refuse_elsewhere(tx, row, subject)
    if sign_ups.take_place(tx, row, subject, at, read=arrival.read) is None:
        raise sign_ups.Full(row)
    return come(tx, row, subject, arrival, at)


def sign_out(store: Store, activity: str, subject: str, code: str, at: datetime, *, device: str | None = None, key: str | None = None) -> Here:
    """Sign out by the code. Raises NotOpen, NotSignedIn, WrongCode, OnlyTickHelps, CodeNotForCoordinator."""
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        records.lock_volunteer(tx, subject)
        known = tx.one("select * from presence where left_key = :key", key=scoped(row, subject, key) or "")
        presence = known or last(tx, row["id"], subject)
        if presence is None:
            raise NotSignedIn(row)
        if known or presence["left_at"]:
            return repeated(row, presence, at)
        _check_leaving(tx, row, subject, at)
        refusal = _try_code(tx, row["code_out"], code, subject, device, at)
        if refusal is None:
            return leave(tx, row, presence, at, "code", None, scoped(row, subject, key), at)
    raise refusal


def _check_leaving(tx: Tx, row: Row, subject: str, at: datetime) -> None:
    if duty.coordinates(tx, row["id"], subject):
        raise CodeNotForCoordinator(row)
    plan = plan_of(row)
    within(row, "out", plan.end - LEAVE_FROM, plan.end + CLOSES, at, community.zone(tx))


def within(row: Row, moment: str, opens: datetime, closes: datetime, at: datetime, zone: str) -> None:
    """Refuse what comes before `opens` or after `closes`, both included. Raises NotOpen."""
    if not opens <= at <= closes:
        raise NotOpen(row, moment, opens, closes, zone)


def said_time(at: datetime, zone: str) -> Any:
    """A local time of day for a sentence, made when the sentence is."""
    return lambda: clock_time(clock.local(at, zone))


def _try_code(tx: Tx, secret: str, typed: str, subject: str, device: str | None, at: datetime) -> GameError | None:
    """Check a typed code and count it if it is wrong; the refusal, or None when it fits."""
    who = [f"subject:{subject}"] + ([f"device:{device}"] if device else [])
    wrong = max(tries.count(tx, one, at) for one in sorted(who))
    if wrong >= MOST_WRONG:
        return OnlyTickHelps()
    if totp.matches(secret, typed, at):
        return None
    tries.add(tx, who, at)
    return WrongCode(MOST_WRONG - wrong - 1) if wrong + 1 < MOST_WRONG else OnlyTickHelps()


def scoped(row: Row, subject: str, key: str | None) -> str | None:
    """A client's key, made unique to the activity and the volunteer."""
    return f"{row['id']}:{subject}:{key[:64]}" if key else None


def known_arrival(tx: Tx, row: Row, subject: str, key: str | None) -> Row | None:
    """The presence that this arrival made before: by its key, or the one that is open here."""
    return tx.one(
        "select * from presence where came_key = :key or (activity = :activity and open = :subject) order by id limit 1",
        key=scoped(row, subject, key) or "", activity=row["id"], subject=subject,
    )


def last(tx: Tx, activity: str, subject: str) -> Row | None:
    """The newest presence of a volunteer at an activity that was not undone."""
    return tx.one(
        "select * from presence where activity = :activity and subject = :subject and void_at is null"
        " order by came_at desc, id desc limit 1", activity=activity, subject=subject,
    )


def refuse_elsewhere(tx: Tx, row: Row, subject: str) -> None:
    """Refuse while signed in at another activity. Raises SignedInElsewhere."""
    other = tx.one("select a.* from presence p join activity a on a.id = p.activity where p.open = :subject", subject=subject)
    if other is not None and other["id"] != row["id"]:
        raise SignedInElsewhere(other)


def come(tx: Tx, row: Row, subject: str, arrival: Arrival, at: datetime) -> Here:
    """Store an arrival that was checked; once sign-out has closed nobody is signed in any more."""
    if row["past_entry"]:
        raise activities.UnknownActivity  # it never was an activity to come to
    still_open = at <= plan_of(row).end + CLOSES
    presence: Row = {
        "id": ids.new(), "activity": row["id"], "subject": subject, "compound": sign_ups.resident_of(tx, subject)["compound"],
        "came_at": clock.stamp(arrival.came), "left_at": None, "came_how": arrival.how, "left_how": None,
        "came_by": arrival.by, "left_by": None, "came_late": int(arrival.late), "left_late": 0, "came_key": arrival.key,
        "left_key": None, "device": arrival.device, "entered_at": clock.stamp(at), "record": None, "void_at": None, "open": subject if still_open else None,
    }
    tx.insert("presence", [presence])
    if not still_open:
        records.keep(tx, row, subject, arrival.by, at)
    return here(row, presence, at)


def leave(tx: Tx, row: Row, presence: Row, left: datetime, how: str, by: str | None, key: str | None, at: datetime, *, late: bool = False) -> Here:
    """Store that somebody left, and their pending record."""
    values: Row = {"left_at": clock.stamp(left), "left_how": how, "left_by": by, "left_key": key, "left_late": int(late)}
    tx.run(
        "update presence set left_at = :left_at, left_how = :left_how, left_by = :left_by, left_key = :left_key,"
        " left_late = :left_late, open = null where id = :id", id=presence["id"], **values,
    )
    records.keep(tx, row, presence["subject"], by, at, records.kind_of(presence))
    return here(row, presence | values | {"open": None}, at)


def settle_person(store: Store, subject: str, at: datetime) -> None:
    """Close what a volunteer forgot to sign out of, so that they can sign in elsewhere."""
    forgotten = store.one(
        "select p.activity from presence p join activity a on a.id = p.activity where p.open = :subject and a.ends_at < :before",
        subject=subject, before=clock.stamp(at - CLOSES),
    )
    if forgotten:
        settle(store, forgotten["activity"], at)


def settle_due(store: Store, at: datetime) -> None:
    """Close the missing sign-outs of every activity whose sign-out has closed."""
    due = store.rows(
        "select distinct p.activity from presence p join activity a on a.id = p.activity"
        " where p.open is not null and a.ends_at < :before order by p.activity", before=clock.stamp(at - CLOSES),
    )
    for one in due:
        settle(store, one["activity"], at)


def settle(store: Store, activity: str, at: datetime) -> None:
    """Missing sign-outs become pending records with the planned end proposed."""
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        if at <= plan_of(row).end + CLOSES:
            return
        for one in open_here(tx, activity):
            records.lock_volunteer(tx, one["subject"])
            tx.run("update presence set open = null where id = :id", id=one["id"])
            records.keep(tx, row, one["subject"], None, at)


def open_here(tx: Tx, activity: str) -> list[Row]:
    """Who is signed in and not out, in the order in which volunteers are locked."""
    return tx.rows("select * from presence where activity = :activity and open is not null order by subject, id", activity=activity)


def here(row: Row, presence: Row, at: datetime) -> Here:
    """A presence row as it is answered."""
    came, left = clock.parse(presence["came_at"]), presence["left_at"]
    end = clock.parse(left) if left else at if presence["open"] else plan_of(row).end
    return Here(
        presence["id"], row["id"], row["title"], presence["subject"], came, clock.parse(left) if left else None,
        presence["came_how"], presence["left_how"], bool(presence["came_late"] or presence["left_late"]),
        crediting.credited(plan_of(row), came, end), state(presence),
    )


def state(presence: Row) -> str:
    """in, out, unsigned or undone."""
    if presence["void_at"]:
        return "undone"
    if presence["left_at"]:
        return "out"
    return "in" if presence["open"] else "unsigned"


def repeated(row: Row, presence: Row, at: datetime) -> Here:
    """The same answer again: nothing was changed."""
    return replace(here(row, presence, at), repeated=True)


def mine_here(store: Store, activity: str, subject: str, at: datetime) -> Here | None:
    """A volunteer's newest presence at an activity, for their own page."""
    with store.reading() as tx:
        row = activities.found(tx, activity)
        presence = last(tx, activity, subject)
        return here(row, presence, at) if presence else None


def open_anywhere(store: Store, subject: str, at: datetime) -> Here | None:
    """Where a volunteer is signed in now, if anywhere."""
    with store.reading() as tx:
        presence = tx.one("select * from presence where open = :subject", subject=subject)
        return here(activities.found(tx, presence["activity"]), presence, at) if presence else None


def code_view(store: Store, activity: str, moment: str, by: By, at: datetime) -> CodeView:
    """The code to show. moment: in or out. Raises NotCoordinator, roles.NotAllowed, UnknownActivity."""
    with store.reading() as tx:
        row = activities.found(tx, activity)
        duty.mark(tx, row, by)
    plan = plan_of(row)
    opens, closes = (plan.start - OPENS, plan.end) if moment == "in" else (plan.end - LEAVE_FROM, plan.end + CLOSES)
    secret = row["code_in"] if moment == "in" else row["code_out"]
    is_open = opens <= at <= closes and not row["cancelled_at"]
    return CodeView(activity, moment, totp.code(secret, at), totp.seconds_left(at), is_open, opens, closes)
