"""An answer: marked, stored and posted in one transaction (docs/rules.md §3).

The answer's row and the ledger entry have unique keys, so a second tap or a repeated request
is answered with what the first one did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli import attempts, clock, community, ledger, reviews
from linli.attempts import Player
from linli.errors import GameError
from linli.locale import N_
from linli.questions import bank
from linli.questions.items import Item
from linli.rules import marking, points
from linli.rules.settings import Settings
from linli.store import Duplicate, Store, Tx


class NotAsked(GameError):
    """The item is no part of the attempt, or the option no part of the item."""

    def __init__(self) -> None:
        super().__init__(N_("That answer does not fit this question. Reload the page; what you answered before is safe."))


@dataclass(frozen=True)
class Marked:
    """What became of an answer. `finished`: it was the last one, and the attempt is handed in."""

    item: str
    chosen: tuple[int, ...]
    correct: bool
    late: bool
    points: int
    finished: bool


def answer(store: Store, attempt: str, item: str, chosen: Sequence[int], player: Player, *, at: datetime) -> Marked:
    """Answer one item; the first answer is final, the same call again gives the same result.

    chosen: option numbers of the item's revision. Raises NotYourAttempt, NotAsked.
    """
    try:
        with store.writing() as tx:
            return _answer(tx, attempt, item, tuple(sorted(set(chosen))), player, at)
    except Duplicate:
        with store.reading() as tx:
            row = attempts.held(tx, attempt, player)
            again = _answered(tx, row, item)
        if again is None:
            raise
        return again


def _answer(tx: Tx, attempt: str, item: str, chosen: tuple[int, ...], player: Player, at: datetime) -> Marked:
    # Locked, or two last answers at the same moment would each miss the other and never hand in.
    row = attempts.held(tx, attempt, player, tx.for_update)
    if row["kind"] == "paper":  # its feedback waits for the close: paper_sittings keeps its answers
        raise NotAsked
    again = _answered(tx, row, item)
    if again:
        return again
    asked = tx.one(
        "select revision from attempt_item where attempt = :attempt and item = :item", attempt=attempt, item=item
    )
    content = bank.revision(tx, item, asked["revision"]) if asked else None
    if content is None or not chosen or not set(chosen) <= set(range(len(content.options))):
        raise NotAsked
    return _mark(tx, row, content, chosen, at)


def _answered(tx: Tx, row: dict[str, Any], item: str) -> Marked | None:
    done = tx.one("select * from answer where attempt = :attempt and item = :item", attempt=row["id"], item=item)
    if done is None:
        return None
    return Marked(
        item, marking.decode(done["chosen"]), bool(done["correct"]), bool(done["late"]), done["points"],
        row["handed_in_at"] is not None,
    )


def _mark(tx: Tx, row: dict[str, Any], item: Item, chosen: tuple[int, ...], at: datetime) -> Marked:
    settings = community.settings(tx)
    late = row["due_at"] is not None and clock.stamp(at) > row["due_at"]
    correct = marking.is_right(chosen, item.key)
    day = row["started_on"] if row["kind"] == "daily" else clock.local_day(at, settings.zone)
    earned = 0
    if not row["guest"] and not late and row["kind"] != "practice":
        earned = earn(tx, row, item.id, correct, day, settings, at)
    tx.insert("answer", [{
        "attempt": row["id"], "item": item.id, "subject": row["subject"], "chosen": marking.encode(chosen),
        "correct": int(correct), "late": int(late), "points": earned, "answered_at": clock.stamp(at), "answered_on": day,
    }])
    if not row["guest"]:
        reviews.note(tx, row["subject"], item.id, correct=correct, zone=settings.zone, at=at)
    finished = _all_answered(tx, row["id"])
    if finished:
        hand_in(tx, row, settings, at)
    return Marked(item.id, chosen, correct, late, earned, finished)


def earn(tx: Tx, row: dict[str, Any], item: str, correct: bool, day: str, settings: Settings, at: datetime) -> int:
    """Post a resident's answer; the points it earned under the day's cap."""
    earned_today = taken(tx, f"quiz:{row['subject']}", day)
    paid, again = before(tx, row["subject"], item, day, settings)
    worth = points.for_answer(
        correct=correct, paid_today=paid, right_recently=again, earned_today=earned_today, settings=settings,
    )
    spend(tx, f"quiz:{row['subject']}", day, worth)
    ledger.post(tx, _act(row, "quiz", worth, day, f"answer:{row['id']}:{item}", at), at)
    return worth


def before(tx: Tx, subject: str, item: str, day: str, settings: Settings) -> tuple[bool, bool]:
    """Whether the item paid this person that day, and whether they had it right lately, re-markings included."""
    history = tx.one(
        "select max(case when n.answered_on = :day and (n.points > 0 or r.points > 0) then 1 else 0 end) as paid,"
        " max(case when n.answered_on >= :since and n.answered_on < :day and n.late = 0 and (n.correct = 1 or r.correct = 1)"
        " then 1 else 0 end) as again"
        " from answer n left join remark_answer r on r.attempt = n.attempt and r.item = n.item"
        " where n.subject = :subject and n.item = :item and n.answered_on >= :since",
        subject=subject, item=item, day=day, since=clock.add_days(day, -settings.again_days),
    ) or {}
    return bool(history.get("paid")), bool(history.get("again"))


def _act(row: dict[str, Any], kind: str, worth: int, day: str, source: str, at: datetime) -> ledger.Act:
    return ledger.Act(
        kind=kind, compound=row["compound"], subject=row["subject"], slip=row["slip"], on_site=False,
        points=worth, minutes=0, act_at=at, act_on=day, source=source,
    )


def taken(tx: Tx, scope: str, day: str) -> int:
    """What a day's cap has given so far. Takes the row for update, so nobody passes the cap."""
    tx.run(
        "insert into cap_total (scope, act_on, points) values (:scope, :day, 0) on conflict (scope, act_on) do nothing",
        scope=scope, day=day,
    )
    return int(tx.value(
        "select points from cap_total where scope = :scope and act_on = :day" + tx.for_update, scope=scope, day=day
    ))


def spend(tx: Tx, scope: str, day: str, amount: int) -> None:
    """Count an amount against a day's cap whose row is held."""
    if amount:
        tx.run(
            "update cap_total set points = points + :amount where scope = :scope and act_on = :day",
            scope=scope, day=day, amount=amount,
        )


def _all_answered(tx: Tx, attempt: str) -> bool:
    left = tx.value(
        "select count(*) as n from attempt_item ai where ai.attempt = :attempt and not exists"
        " (select 1 from answer an where an.attempt = ai.attempt and an.item = ai.item)", attempt=attempt,
    )
    return int(left) == 0


def hand_in(tx: Tx, row: dict[str, Any], settings: Settings, at: datetime) -> None:
    """Hand in an attempt whose items are all answered, and post what finishing it earns."""
    sums = tx.one(
        "select coalesce(sum(case when late = 0 then correct else 0 end), 0) as score,"
        " coalesce(sum(points), 0) as points, max(late) as late from answer where attempt = :attempt", attempt=row["id"],
    ) or {}
    changed = tx.run(
        "update attempt set handed_in_at = :now, score = :score where id = :attempt and handed_in_at is null",
        now=clock.stamp(at), score=sums["score"], attempt=row["id"],
    )
    if not changed:
        return
    extra = 0
    if not sums["late"]:
        extra = _guest_points(tx, row, sums["score"], settings, at) if row["guest"] else daily_bonus(tx, row, settings, at)
    tx.run("update attempt set points = :points where id = :attempt", points=sums["points"] + extra, attempt=row["id"])


def daily_bonus(tx: Tx, row: dict[str, Any], settings: Settings, at: datetime) -> int:
    """The bonus of the first finished daily quiz of the day; 0 for any other quiz."""
    if row["kind"] != "daily":
        return 0
    day = row["started_on"]
    scope = f"quiz:{row['subject']}"
    worth = points.for_first_daily(earned_today=taken(tx, scope, day), settings=settings)
    posted = ledger.post(tx, _act(row, "quiz", worth, day, f"daily:{row['subject']}:{day}", at), at)
    if posted is None:
        return 0
    spend(tx, scope, day, worth)
    return worth


def _guest_points(tx: Tx, row: dict[str, Any], right: int, settings: Settings, at: datetime) -> int:
    """One entry for the whole attempt of a guest; the caps' rows are taken in a fixed order."""
    day = row["started_on"]
    households = int(tx.value("select households from compound where id = :id", id=row["compound"]))
    compound_scope = f"guests:{row['compound']}"
    room_compound = households * settings.guest_per_household - taken(tx, compound_scope, day)
    room_kiosk = None
    if row["kiosk"]:
        room_kiosk = settings.kiosk_cap_day - taken(tx, f"kiosk:{row['kiosk']}", day)
    pays = row["kind"] == "daily" and (bool(row["kiosk"]) or _first_of_device(tx, row, day))
    worth = points.for_guest(
        right=right, pays=pays, room_kiosk=room_kiosk, room_compound=room_compound, settings=settings
    )
    spend(tx, compound_scope, day, worth)
    if row["kiosk"]:
        spend(tx, f"kiosk:{row['kiosk']}", day, worth)
    ledger.post(tx, _act(row, "guest", worth, day, f"guest:{row['id']}", at), at)
    return worth


def _first_of_device(tx: Tx, row: dict[str, Any], day: str) -> bool:
    """Whether this is the first finished daily quiz of the device that day (unique key)."""
    return tx.run(
        "insert into guest_pay (holder, day, attempt) values (:holder, :day, :attempt) on conflict (holder, day) do nothing",
        holder=row["holder"], day=day, attempt=row["id"],
    ) == 1
