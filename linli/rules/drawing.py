"""Which items a quiz asks (docs/rules.md §3, "Draw")."""

import random
from collections.abc import Collection, Mapping, Sequence

from linli.rules import reviewing


def draw(
    pool: Sequence[str], seen: Mapping[str, int], count: int, seed: str,
    topics: Mapping[str, str] | None = None, avoid: Collection[str] = (), due: Sequence[str] = (),
    families: Mapping[str, str] | None = None,
) -> list[str]:
    """At most `count` items of the pool: those due for review, then unseen ones, then those seen least often.

    pool: item ids; seen: how often this person has been asked each; topics: item to topic,
    used to spread a quiz over topics where seen-counts allow; avoid: items never to draw; due:
    items to meet again, the most urgent first, of which at most three are taken, at any place in
    the quiz; families: item to the rule that it and its siblings ask about, of which one is
    taken. The same seed draws the same items, and none twice (Moodle MDL-6340).
    """
    chance = random.Random(seed)
    allowed = set(pool) - set(avoid)
    families = families or {}
    again = _apart([item for item in due if item in allowed], (), families)[:min(reviewing.MOST_IN_A_QUIZ, count)]
    order = sorted(allowed - set(again))
    chance.shuffle(order)
    order.sort(key=lambda item: seen.get(item, 0))
    chosen = again + _spread(_apart(order, again, families), seen, count - len(again), topics or {}, again)
    if again:
        chance.shuffle(chosen)
    return chosen


def _apart(items: Sequence[str], taken: Sequence[str], families: Mapping[str, str]) -> list[str]:
    """The items without any whose sibling stands before it or is taken already."""
    met = {families.get(item, item) for item in taken}
    kept = []
    for item in items:
        family = families.get(item, item)
        if family not in met:
            met.add(family)
            kept.append(item)
    return kept


def _spread(order: list[str], seen: Mapping[str, int], count: int, topics: Mapping[str, str], taken: Sequence[str]) -> list[str]:
    """Take from the front, but among equally seen items prefer topics not taken yet."""
    chosen: list[str] = []
    used: dict[str, int] = {}
    for item in taken:
        used[topics.get(item, "")] = used.get(topics.get(item, ""), 0) + 1
    rest = list(order)
    while rest and len(chosen) < count:
        least = seen.get(rest[0], 0)
        level = [item for item in rest if seen.get(item, 0) == least]
        item = min(level, key=lambda one: used.get(topics.get(one, ""), 0))
        rest.remove(item)
        chosen.append(item)
        used[topics.get(item, "")] = used.get(topics.get(item, ""), 0) + 1
    return chosen
