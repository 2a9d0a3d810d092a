"""Questions of our own, and answers to them laid straight into the tables: thousands in a moment."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from linli import clock, ids
from linli.questions import shelf
from linli.questions.items import FactSource, Item, Option, Text, Topic
from linli.rules import marking
from linli.store import Store, Tx
from tests.cast import MONDAY, ZONE

TOPICS = ("fire", "waste", "traffic")


def question(number: int, *, key: int = 0, options: int = 4, name: str = "q", **more: Any) -> Item:
    """An item; its option `key` is right."""
    words = tuple(Option(Text(f"选项{n}", f"Option {n}"), n == key) for n in range(options))
    made: dict[str, Any] = {
        "id": f"{name}-{number:03}", "topic": TOPICS[number % 3], "kind": "single", "level": 1,
        "stem": Text(f"第{number}题怎么做才对？", f"What is right in case {number}?"), "options": words,
        "explanation": Text("这样更安全。", "It is safer."), "source": FactSource("F-702"), "reviewed_on": date(2026, 11, 1),
    }
    return Item(**(made | more))


def put(store: Store, items: Sequence[Item], at: datetime = MONDAY) -> None:
    """These items are drawn from now on."""
    with store.writing() as tx:
        shelf.locked(tx)
        for topic, zh in zip(TOPICS, ("消防", "垃圾分类", "交通"), strict=True):
            shelf.put_topic(tx, Topic(topic, Text(zh, topic.title())))
        for item in items:
            shelf.put_revision(tx, item, "screen", None, at)
            shelf.put_item(tx, item, at, None, origin="screen", state="playable", file=None, file_revision=None, conflict=None)
        shelf.changed(tx)


def people(tx: Tx, count: int) -> list[str]:
    """New subjects."""
    found = [ids.new() for _ in range(count)]
    tx.insert("subject", [{"id": one} for one in found])
    return found


def sat(
    tx: Tx, subject: str, compound: str, chosen: Sequence[tuple[Item, Sequence[int]]], *,
    guest: bool = False, kiosk: str | None = None, at: datetime = MONDAY, kind: str = "topic",
) -> str:
    """An attempt with those answers, without points; its id."""
    attempt, day, now = ids.new(), clock.local_day(at, ZONE), clock.stamp(at)
    tx.insert("attempt", [{
        "id": attempt, "subject": subject, "guest": int(guest), "compound": compound, "kind": kind, "kiosk": kiosk, "seed": "s",
        "started_at": now, "started_on": day, "handed_in_at": now,
    }])
    tx.insert("attempt_item", [
        {"attempt": attempt, "position": n, "item": item.id, "revision": item.revision, "options": "0,1,2,3"} for n, (item, _) in enumerate(chosen)
    ])
    tx.insert("answer", [{
        "attempt": attempt, "item": item.id, "subject": subject, "chosen": marking.encode(ticked), "correct": int(marking.is_right(ticked, item.key)),
        "late": 0, "points": 0, "answered_at": clock.stamp(at + timedelta(seconds=n)), "answered_on": day,
    } for n, (item, ticked) in enumerate(chosen)])
    return attempt


def season(store: Store, items: Sequence[Item], compounds: Sequence[str], count: int, seed: int = 1, keys: Sequence[int] | None = None) -> list[str]:
    """So many people answer every item once; three of four know the option `keys` says (0). Their subjects."""
    chance = random.Random(seed)
    known = keys or [0] * len(items)
    with store.writing() as tx:
        found = people(tx, count)
        for n, subject in enumerate(found):
            able = chance.uniform(0.5, 1)
            chosen = [(item, [true if chance.random() < able else _other(chance, item, true)]) for item, true in zip(items, known, strict=True)]
            for start in range(0, len(chosen), 10):
                sat(tx, subject, compounds[n % len(compounds)], chosen[start : start + 10], at=MONDAY + timedelta(minutes=n))
    return found


def _other(chance: random.Random, item: Item, true: int) -> int:
    return chance.choice([one for one in range(len(item.options)) if one != true])
