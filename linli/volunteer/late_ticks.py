"""Ticks that arrived more than an hour late: an organiser takes them or not (docs/rules.md §4)."""

from dataclasses import dataclass
from datetime import datetime

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, presence, records, ticks
from linli.volunteer.duty import By
from linli.volunteer.presence import Arrival


class UnknownNote(GameError):
    """No such note."""

    def __init__(self) -> None:
        super().__init__(N_("This late tick is not on the list any more. Please open the list again."))


@dataclass(frozen=True)
class LateTick:
    """A late tick that waits. what: in or out; said_at: when it happened by the phone's account."""

    id: str
    activity: str
    title: str
    act_on: str
    subject: str
    name: str
    what: str
    said_at: datetime
    sent_at: datetime


def waiting(store: Store, activity: str | None = None) -> list[LateTick]:
    """Late ticks nobody has decided on, oldest first; of one activity or of all."""
    rows = store.rows(
        "select p.*, a.title, a.act_on, r.nickname, r.hidden_at, r.player_number from late_tick p"
        f" join activity a on a.id = p.activity{records.NAMES}"
        " where p.closed_at is null and (:any = 1 or p.activity = :activity) order by p.said_at, p.id",
        any=int(activity is None), activity=activity or "",
    )
    return [LateTick(
        row["id"], row["activity"], row["title"], row["act_on"], row["subject"], records.shown_name(row), row["what"],
        clock.parse(row["said_at"]), clock.parse(row["sent_at"]),
    ) for row in rows]


def decide(store: Store, note: str, take: bool, staff: str, at: datetime) -> None:
    """Take a late tick at the time it says, or leave it out. Decided before: nothing happens.

    Raises roles.NotAllowed, UnknownNote, OwnPresence and, for one that is taken, Overlap,
    NotSignedIn, LeftBeforeCame, NothingToUndo, SignedInElsewhere, ConsentMissing.
    """
    presence.settle_due(store, at)
    with store.writing() as tx:
        found = tx.one("select activity, subject from late_tick where id = :id", id=note)
        if found is None:
            raise UnknownNote
        row, _mark = ticks.may_tick(tx, found["activity"], found["subject"], By(staff=staff))
        activities.organiser(tx, staff)
        records.lock_volunteer(tx, found["subject"])
        one = tx.one("select * from late_tick where id = :id", id=note)
        if one is None or one["closed_at"]:
            return
        if take:
            _take(tx, row, one, at)
        tx.run(
            "update late_tick set closed_at = :at, closed_by = :by, accepted = :take where id = :id",
            at=clock.stamp(at), by=staff, take=int(take), id=note,
        )


def withdraw(store: Store, activity: str, subject: str, key: str, by: By, at: datetime) -> bool:
    """Whoever keeps the list takes a late tick of theirs back, by its key, before it is decided; whether there was one.

    Raises NotCoordinator, roles.NotAllowed, OwnPresence.
    """
    with store.writing() as tx:
        row, mark = ticks.may_tick(tx, activity, subject, by)
        changed = tx.run(
            "update late_tick set closed_at = :at, closed_by = :by, accepted = 0 where closed_at is null and tick_key in (:came, :gone)",
            at=clock.stamp(at), by=mark, **{name: presence.scoped(row, f"{subject}:{what}", key) for name, what in (("came", "in"), ("gone", "out"))},
        )
        if changed:
            community.note(tx, mark, "undo_tick", activity, "late", at)
        return bool(changed)


def _take(tx: Tx, row: Row, one: Row, at: datetime) -> None:
    """The coordinator who tapped stays the one who entered it; the organiser only let it in."""
    mark = one["by_whom"]
    said = clock.parse(one["said_at"])
    if one["what"] == "in":
        ticks.arrive(tx, row, one["subject"], Arrival(said, "tick", mark, late=True), at)
        return
    stay = _stay_at(tx, row, one)
    ticks.check_left(tx, row, stay, said, at)
    ticks.refuse_overlap(tx, one["subject"], clock.parse(stay["came_at"]), said, stay["id"])
    presence.leave(tx, row, stay, said, "tick", mark, None, at, late=True)


def _stay_at(tx: Tx, row: Row, one: Row) -> Row:
    """The stay without an end that a late sign-out belongs to."""
    stay = presence.last(tx, row["id"], one["subject"])
    if stay is None:
        raise presence.NotSignedIn(row)
    if stay["left_at"]:
        raise ticks.Overlap(row, clock.parse(stay["left_at"]), community.zone(tx))
    ticks.refuse_decided(tx, stay)
    return stay

