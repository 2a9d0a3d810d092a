"""A season of answers beside a running server: two wrong keys, an easy question, three compounds."""

import random
from datetime import datetime, timedelta

from linli.store import Store
from tests.browser.town import Town
from tests.statistics.answered import people, put, question, sat

ITEMS = 24


def answers(store: Store, town: Town, at: datetime, count: int = 90, seed: int = 3) -> None:
    """So many residents and some guests answer; the true option is 0, two keys say 2."""
    chance = random.Random(seed)
    items = [question(n, key=2 if n in (4, 11) else 0) for n in range(ITEMS)]
    put(store, items, at)
    knows = [0.98 if n == 7 else chance.uniform(0.35, 0.9) for n in range(ITEMS)]
    with store.writing() as tx:
        for n, subject in enumerate(people(tx, count)):
            able = chance.gauss(0, 0.22)
            chosen = [(item, [_choose(chance, min(0.99, knows[place] + able))]) for place, item in enumerate(items)]
            home = town.homes[0 if n < count * 0.6 else 1 if n < count * 0.92 else 2].id
            for start in range(0, ITEMS, 8):
                sat(tx, subject, home, chosen[start : start + 8], at=at - timedelta(minutes=n), kiosk="hall" if n % 5 == 0 else None)


def _choose(chance: random.Random, know: float) -> int:
    return 0 if chance.random() < know else chance.choices([1, 2, 3], [5, 3, 1])[0]
