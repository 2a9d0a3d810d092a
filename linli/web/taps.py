"""What one tap on the coordinator's list does, and the same answer for the same tap.

A phone without network keeps its taps and sends each with a key and the seconds since; an answer
that got lost on the way is asked for again. Ticks are kept under their key by the database
(linli.volunteer.ticks); what has no key there, such as an undo, is remembered here for a while.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty, late_ticks, places, presence, ticks
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.duty import By
from linli.volunteer.presence import Here
from linli.volunteer.ticks import Noted, NothingToUndo

#: So many answers are remembered.
REMEMBERED = 5000


@dataclass(frozen=True)
class Tap:
    """One tap. what: in, out, undo_in, undo_out, consent, confirm, plus, minus.

    subject, or number (a player number) for who is not on the list; presence: the stay to undo or
    confirm, or `of`: the key of the tap to undo; elapsed: seconds since the tap; left_at: the end
    to confirm, the planned end where it is None.
    """

    what: str
    subject: str = ""
    number: str = ""
    key: str = ""
    elapsed: int = 0
    presence: str = ""
    of: str = ""
    left_at: datetime | None = None


@dataclass(frozen=True)
class Done:
    """What became of a tap. noted: too old to count by itself, an organiser decides."""

    subject: str = ""
    name: str = ""
    noted: bool = False


_lock = threading.Lock()
_answered: OrderedDict[str, Done] = OrderedDict()


def do(store: Store, activity: str, tap: Tap, by: By, at: datetime) -> Done:
    """Do what a tap says, once a key.

    Raises NotCoordinator, and what the functions of `linli.volunteer.ticks` raise. One tap at a time: between looking at a stay
    and undoing its last tick nobody else may have undone it.
    """
    # Without script all buttons of one page send the same key: it is the key of one tap on one person.
    known = ":".join((activity, tap.what, tap.subject, tap.number, tap.presence, tap.of, tap.key))
    with store.reading() as tx:
        duty.mark(tx, activities.found(tx, activity), by)  # also for what is remembered, or turns out to be nothing
    with _lock:
        if tap.key and known in _answered:
            return _answered[known]
        done = _WHAT[tap.what](store, activity, tap, by, at)
        if tap.key:
            _answered[known] = done
            while len(_answered) > REMEMBERED:
                _answered.popitem(last=False)
    return done


def known(what: str) -> bool:
    """Whether there is such a tap."""
    return what in _WHAT


def _person(store: Store, activity: str, tap: Tap, by: By) -> Done:
    """Whom a tap is about."""
    if tap.subject:
        return Done(tap.subject)
    found = ticks.find(store, activity, tap.number, by)
    return Done(found.subject, found.name)


def _in(store: Store, activity: str, tap: Tap, by: By, at: datetime) -> Done:
    who = _person(store, activity, tap, by)
    return _told(who, ticks.tick_in(store, activity, who.subject, by, at, elapsed=tap.elapsed, key=tap.key or None))


def _out(store: Store, activity: str, tap: Tap, by: By, at: datetime) -> Done:
    who = _person(store, activity, tap, by)
    return _told(who, ticks.tick_out(store, activity, who.subject, by, at, elapsed=tap.elapsed, key=tap.key or None))


def _told(who: Done, answer: Here | Noted) -> Done:
    return Done(who.subject, who.name, isinstance(answer, Noted))


def _consent(store: Store, activity: str, tap: Tap, by: By, at: datetime) -> Done:
    ticks.see_consent(store, activity, tap.subject, by, at)
    return Done(tap.subject)


def _undo(store: Store, activity: str, tap: Tap, by: By, at: datetime) -> Done:
    """Undo one tick, not the one before it: what is undone already stays as it is."""
    one = _stay(store, activity, tap, by)
    if one is None and tap.of:
        late_ticks.withdraw(store, activity, _person(store, activity, tap, by).subject, tap.of, by, at)
    if one is None or one["void_at"] or (tap.what == "undo_out" and not one["left_at"]):
        return Done(tap.subject)
    if tap.what == "undo_in" and one["left_at"]:
        raise NothingToUndo
    ticks.undo(store, one["id"], by, at)
    if tap.what == "undo_in":
        _give_back(store, one, at)
    return Done(one["subject"])


def _give_back(store: Store, one: Row, at: datetime) -> None:
    """A place that the undone arrival took itself goes back: nobody is a no-show by a slip of somebody's finger."""
    with store.writing() as tx:
        row = activities.locked(tx, one["activity"])  # who signs in meanwhile keeps the place
        freed = tx.run(
            "delete from sign_up where activity = :activity and subject = :subject and at >= :came and not exists"
            " (select 1 from presence p where p.activity = :activity and p.subject = :subject and p.void_at is null)",
            activity=one["activity"], subject=one["subject"], came=one["came_at"],
        )
        if freed:
            places.move_up(tx, row, at)


def walked_in(tx: Tx, activity: str) -> frozenset[str]:
    """Who did not sign up before coming: their place was taken by the arrival itself."""
    rows = tx.rows(
        "select s.subject from sign_up s where s.activity = :id and exists"
        " (select 1 from presence p where p.activity = s.activity and p.subject = s.subject and p.came_at <= s.at) order by s.subject",
        id=activity,
    )
    return frozenset(row["subject"] for row in rows)


def _stay(store: Store, activity: str, tap: Tap, by: By) -> Row | None:
    if not tap.of:
        return store.one("select * from presence where id = :id and activity = :activity", id=tap.presence, activity=activity)
    key = presence.scoped({"id": activity}, _person(store, activity, tap, by).subject, tap.of)
    return store.one("select * from presence where came_key = :key or left_key = :key", key=key)


def _confirm(store: Store, activity: str, tap: Tap, by: By, at: datetime) -> Done:
    with store.reading() as tx:
        end = tap.left_at or plan_of(activities.found(tx, activity)).end
    ticks.confirm_end(store, tap.presence, end, by, at)
    return Done(tap.subject)


def _plus(store: Store, activity: str, tap: Tap, by: By, at: datetime) -> Done:
    ticks.tick_uncounted(store, activity, by, at, elapsed=tap.elapsed, key=tap.key or None)
    return Done()


def _minus(store: Store, activity: str, tap: Tap, by: By, at: datetime) -> Done:
    ticks.untick_uncounted(store, activity, by, at, elapsed=tap.elapsed, key=tap.key or None)
    return Done()


_WHAT: dict[str, Callable[[Store, str, Tap, By, datetime], Done]] = {
    "in": _in, "out": _out, "undo_in": _undo, "undo_out": _undo, "consent": _consent, "confirm": _confirm, "plus": _plus, "minus": _minus,
}
