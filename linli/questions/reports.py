"""Item reports: residents say that a question seems wrong; what becomes of it.

A report is a reason by code, never free text (docs/rules.md §1: no comments). Who was asked an
item and answered it may report it, once a person or device for each revision. When enough
different people say that the key is wrong or the item outdated, it leaves the draw into "to
check" by itself; guests, whose devices cannot be told apart for sure, count as one person
together. So no one person can take a question out of the draw.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from linli import accounts, clock, community, ids
from linli.attempts import Player
from linli.errors import GameError
from linli.locale import N_
from linli.questions import shelf
from linli.questions.items import Item
from linli.roles import require
from linli.store import Store, Tx

REASONS = ("key", "outdated", "unclear", "wording", "translation")
#: These, from different people, take an item out of the draw.
GRAVE = ("key", "outdated")
OUTCOMES = ("mended", "kept", "withdrawn")
#: Why an item was kept; `checked` is set by the check itself.
KEPT = ("clause", "local", "words", "checked")
#: A mark of who reported is kept no longer; a guest's goes at the end of the next day.
MARK_DAYS = 90


class NotAnswered(GameError):
    """Only who answered the item may report it."""

    def __init__(self) -> None:
        super().__init__(N_("A question can be reported once you have answered it here. Nothing was sent."))


class NoReason(GameError):
    """The reason is none of the five."""

    def __init__(self) -> None:
        super().__init__(N_("Choose one of the five reasons. Nothing was sent."))


class NothingOpen(GameError):
    """No open report of this item is left."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("No report on '{item}' is open any more; somebody may have decided already."), item=item)


class NotMended(GameError):
    """The words are still those that were reported."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("'{item}' still has the words that were reported. Edit it and have the change published; then say that it was mended."), item=item)


class NoWhy(GameError):
    """Keeping an item needs one of the reasons."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("Choose why '{item}' stays as it is: who reported it will read that."), item=item)


@dataclass(frozen=True, slots=True)
class Reported:
    """The reports on one item. last: id of the newest open one, which a decision names.

    people: different people, all guests together as one. changed: whether the words drawn now are
    others than those of every open report. answers: how many were decided, by outcome.
    """

    item: Item
    state: str
    reasons: dict[str, int]
    open: int
    people: int
    first_on: str
    last_on: str
    last: str
    changed: bool
    answers: dict[str, int]


@dataclass(frozen=True, slots=True)
class Mine:
    """A report of one's own and what became of it. answer: why it was kept, a code of KEPT or empty."""

    item: Item
    reason: str
    made_on: str
    state: str
    answer: str


def report(store: Store, item: str, reason: str, player: Player, at: datetime) -> bool:
    """Report an item that this person or device answered; False when they had done so before.

    Raises NoReason, NotAnswered.
    """
    if reason not in REASONS:
        raise NoReason
    with store.writing() as tx:
        shelf.locked(tx)  # so that the third of three at the same moment sees the other two
        revision = _answered(tx, item, player)
        settings = community.settings(tx)
        day = clock.local_day(at, settings.zone)
        who = f"s:{player.subject}" if player.subject else f"h:{player.holder}"
        row = {
            "id": ids.new(), "item": item, "revision": revision, "reason": reason, "subject": player.subject,
            "once": ids.fingerprint(f"{who}:{item}:{revision}"), "day": day,
        }
        first = tx.run(
            "insert into item_report (id, item, revision, reason, subject, once, made_on, state)"
            " values (:id, :item, :revision, :reason, :subject, :once, :day, 'open') on conflict (once) do nothing", **row,
        )
        if first and settings.report_people:
            _perhaps_check(tx, item, settings.report_people, clock.add_days(day, -settings.report_days), at)
    return bool(first)


def _answered(tx: Tx, item: str, player: Player) -> str:
    """The revision that this person or device answered last. Raises NotAnswered."""
    column, value = ("subject", player.subject) if player.subject else ("holder", player.holder)
    row = tx.one(
        "select ai.revision from attempt a join attempt_item ai on ai.attempt = a.id and ai.item = :item"
        " join answer an on an.attempt = a.id and an.item = ai.item"
        f" where a.{column} = :value order by an.answered_at desc, a.id desc limit 1", item=item, value=value,
    )
    if row is None:
        raise NotAnswered
    return str(row["revision"])


def _perhaps_check(tx: Tx, item: str, needed: int, since: str, at: datetime) -> None:
    """Take the item out of the draw when enough different people reported the words that are drawn."""
    row = shelf.row(tx, item)
    found = tx.rows(
        "select subject, reason from item_report where item = :item and revision = :revision and state = 'open' and made_on > :since order by id",
        item=item, revision=row["revision"], since=since,
    )
    people = len({one["subject"] or "guests" for one in found if one["reason"] in GRAVE})
    if row["state"] == "playable" and people >= max(2, needed):
        shelf.set_columns(tx, item, state="to_check", reason="report", changed_at=clock.stamp(at))
        community.note(tx, None, "item.reported", item, str(people), at)
        shelf.changed(tx)


def overview(tx: Tx, *, opened: bool = True) -> list[Reported]:
    """Items with reports: those with open ones (or, opened=False, those with none open), most people first."""
    rows = tx.rows("select id, item, revision, reason, subject, made_on, state from item_report order by id")
    by_item: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_item.setdefault(row["item"], []).append(row)
    found = [_reported(tx, item, each) for item, each in by_item.items() if any(one["state"] == "open" for one in each) == opened]
    return sorted(found, key=lambda one: (-one.people, one.first_on, one.item.id))


def of_item(tx: Tx, item: str) -> Reported | None:
    """The reports on one item, None when there are none."""
    rows = tx.rows("select id, item, revision, reason, subject, made_on, state from item_report where item = :item order by id", item=item)
    return _reported(tx, item, rows) if rows else None


def _reported(tx: Tx, item: str, rows: Sequence[dict[str, Any]]) -> Reported:
    row = shelf.row(tx, item)
    words = shelf.revision(tx, item, row["revision"])
    still = [one for one in rows if one["state"] == "open"]
    counted = still or rows
    return Reported(
        words, row["state"], dict(Counter(one["reason"] for one in counted)), len(still), len({one["subject"] or "guests" for one in counted}),
        counted[0]["made_on"], counted[-1]["made_on"], counted[-1]["id"], _all_changed(tx, words, still),
        dict(Counter(one["state"] for one in rows if one["state"] != "open")),
    )


def _all_changed(tx: Tx, words: Item, rows: Sequence[dict[str, Any]]) -> bool:
    """Whether other words are drawn than any of these reports is about; the day of review does not count."""
    bare = replace(words, reviewed_on=words.reviewed_on, checked_by=None)
    old = {one["revision"] for one in rows}
    return bool(old) and all(
        replace(shelf.revision(tx, words.id, one), reviewed_on=words.reviewed_on, checked_by=None) != bare for one in sorted(old)
    )


def decide(store: Store, item: str, outcome: str, by: str, at: datetime, *, last: str, why: str = "") -> int:
    """Close the open reports of an item up to `last`; how many. why: a code of KEPT, when it is kept.

    mended: other words are drawn by now. withdrawn: the item is paused with it. Raises NotAllowed,
    NothingOpen, NotMended, NoWhy.
    """
    if outcome not in OUTCOMES or (outcome == "kept" and why not in KEPT):
        raise NoWhy(item)
    with store.writing() as tx:
        shelf.locked(tx)
        require(accounts.of_id(tx, by), "organiser")
        rows = tx.rows("select revision from item_report where item = :item and state = 'open' and id <= :last order by id", item=item, last=last)
        if not rows:
            raise NothingOpen(item)
        row = shelf.row(tx, item)
        if outcome == "mended" and not _all_changed(tx, shelf.revision(tx, item, row["revision"]), rows):
            raise NotMended(item)
        closed = tx.run(
            "update item_report set state = :outcome, closed_at = :now, closed_by = :by, answer = :why"
            " where item = :item and state = 'open' and id <= :last",
            outcome=outcome, now=clock.stamp(at), by=by, why=why if outcome == "kept" else "", item=item, last=last,
        )
        if outcome == "withdrawn" and row["state"] in ("playable", "to_check"):
            shelf.set_columns(tx, item, state="paused", changed_at=clock.stamp(at), changed_by=by)
            shelf.changed(tx)
        community.note(tx, by, "item.report." + outcome, item, why, at)
    return closed


def mine(tx: Tx, subject: str) -> list[Mine]:
    """A resident's own reports, newest first."""
    rows = tx.rows("select item, revision, reason, made_on, state, answer from item_report where subject = :subject order by id desc", subject=subject)
    return [Mine(shelf.revision(tx, row["item"], row["revision"]), row["reason"], row["made_on"], row["state"], row["answer"] or "") for row in rows]


def forget(tx: Tx, subject: str) -> None:
    """A resident has left: their reports stay without a name."""
    tx.run("update item_report set subject = null, once = 'gone:' || id where subject = :subject", subject=subject)


def retain(tx: Tx, yesterday: str, at: datetime) -> None:
    """Forget the marks of who reported: guests' at the end of the next day, residents' after 90 days.

    yesterday: the local day before today.
    """
    before = clock.stamp(at - timedelta(days=MARK_DAYS))[:10]
    tx.run(
        "update item_report set once = 'gone:' || id where once not like 'gone:%'"
        " and ((subject is null and made_on < :yesterday) or made_on < :before)", yesterday=yesterday, before=before,
    )
