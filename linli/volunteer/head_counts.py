"""Head counts at start and end, compared with those signed in at that moment (docs/rules.md §4).

A difference over 2 and over 10 % of the head count holds all approvals of the activity until an
organiser writes why. Ticks that arrive late with an earlier time count at their time, so a
difference that only waited for the network goes away by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_
from linli.rules import crediting
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, duty
from linli.volunteer.activities import ReasonMissing
from linli.volunteer.duty import By

MOMENTS = ("start", "end")
#: The same number again within this time is the same tap.
SAME_TAP = timedelta(seconds=60)


class BadCount(GameError):
    """Not a head count."""

    def __init__(self, given: object) -> None:
        super().__init__(N_("“{given}” people: type how many you see, as a whole number from 0 to 9999."), given=str(given)[:20])


@dataclass(frozen=True)
class HeadCount:
    """A head count beside those signed in and not out then (people without an account included).

    moment: start or end. holds: approvals of the activity wait for an organiser's explanation.
    """

    id: str
    activity: str
    moment: str
    counted: int
    signed_in: int
    at: datetime
    explained: str
    holds: bool


def enter(store: Store, activity: str, moment: str, counted: int, by: By, at: datetime) -> HeadCount:
    """Enter how many people are there. Raises BadCount, NotCoordinator, roles.NotAllowed, Cancelled."""
    if isinstance(counted, bool) or not isinstance(counted, int) or not 0 <= counted <= 9999 or moment not in MOMENTS:
        raise BadCount(counted)
    with store.writing() as tx:
        row = activities.locked(tx, activity)
        mark = duty.mark(tx, row, by)
        count = _same_tap(tx, activity, moment, counted, at)
        if count is None:
            count = _insert(tx, activity, moment, counted, mark, at)
        return _view(tx, count)


def _same_tap(tx: Tx, activity: str, moment: str, counted: int, at: datetime) -> Row | None:
    newest = tx.one("select * from head_count where activity = :id and moment = :moment order by id desc limit 1", id=activity, moment=moment)
    same = newest is not None and newest["counted"] == counted and newest["at"] >= clock.stamp(at - SAME_TAP)
    return newest if same else None


def _insert(tx: Tx, activity: str, moment: str, counted: int, mark: str, at: datetime) -> Row:
    count: Row = {
        "id": ids.new(), "activity": activity, "moment": moment, "counted": counted, "at": clock.stamp(at), "by_whom": mark,
        "signed_in": signed_in_at(tx, activity, clock.stamp(at)), "explained": None, "explained_by": None, "explained_at": None,
    }
    tx.insert("head_count", [count])
    return count


def signed_in_at(tx: Tx, activity: str, at: str) -> int:
    """How many were signed in and not out at that instant, with people who have no account."""
    return int(tx.value(
        "select (select count(*) from presence where activity = :id and void_at is null and came_how <> 'typed' and came_at <= :at"
        " and (left_at is null or left_at > :at))"
        " + (select count(*) from uncounted where activity = :id and came_at <= :at and (left_at is null or left_at > :at)) as n",
        id=activity, at=at,
    ))


def _view(tx: Tx, count: Row) -> HeadCount:
    there = signed_in_at(tx, count["activity"], count["at"])
    holds = count["explained"] is None and crediting.count_holds(count["counted"], there)
    return HeadCount(
        count["id"], count["activity"], count["moment"], count["counted"], there, clock.parse(count["at"]),
        count["explained"] or "", holds,
    )


def of(tx: Tx, activity: str) -> list[HeadCount]:
    """The head counts of an activity, oldest first."""
    return [_view(tx, row) for row in tx.rows("select * from head_count where activity = :id order by id", id=activity)]


def held(tx: Tx, activity: str) -> HeadCount | None:
    """The head count that holds the approvals of an activity, if one does."""
    return next((count for count in of(tx, activity) if count.holds), None)


def explain(store: Store, count: str, note: str, staff: str, at: datetime) -> None:
    """Write why a head count differs; approvals go on. Raises roles.NotAllowed, ReasonMissing, BadCount."""
    if not note.strip():
        raise ReasonMissing
    with store.writing() as tx:
        activities.organiser(tx, staff)
        changed = tx.run(
            "update head_count set explained = :note, explained_by = :staff, explained_at = :at where id = :id and explained is null",
            note=note.strip()[:400], staff=staff, at=clock.stamp(at), id=count,
        )
        if changed:
            community.note(tx, staff, "head_count", count, note.strip()[:400], at)
