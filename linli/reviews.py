"""Spaced review: what a resident answered wrong comes back in later quizzes (docs/rules.md §3)."""

from datetime import datetime

from linli import clock
from linli.rules import reviewing
from linli.store import Tx


def note(tx: Tx, subject: str, item: str, *, correct: bool, zone: str, at: datetime) -> None:
    """Remember an answer of a resident, inside the transaction that stores it."""
    kept = tx.one("select card from review_card where subject = :subject and item = :item", subject=subject, item=item)
    found = reviewing.after(kept["card"] if kept else None, correct=correct, at=at)
    if found is None:
        return
    card, due = found
    tx.run(
        "insert into review_card (subject, item, due_on, card, changed_at) values (:subject, :item, :due, :card, :now)"
        " on conflict (subject, item) do update set due_on = excluded.due_on, card = excluded.card, changed_at = excluded.changed_at",
        subject=subject, item=item, due=clock.local_day(due, zone), card=card, now=clock.stamp(at),
    )


def due(tx: Tx, subject: str, day: str, at: datetime) -> list[str]:
    """The items that this resident should meet again by a local day, the longest due first.

    Not those of a paper of theirs that has not closed: coming back would tell that they were wrong.
    """
    rows = tx.rows(
        "select r.item from review_card r where r.subject = :subject and r.due_on <= :day and not exists (select 1 from attempt a"
        " join paper p on p.id = a.paper join attempt_item i on i.attempt = a.id"
        " where a.subject = :subject and i.item = r.item and p.closes_at > :now) order by r.due_on, r.item", subject=subject, day=day, now=clock.stamp(at),
    )
    return [row["item"] for row in rows]


def forget(tx: Tx, subject: str) -> None:
    """Somebody left: what they should have met again is nobody's business."""
    tx.run("delete from review_card where subject = :subject", subject=subject)
