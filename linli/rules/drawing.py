"""Which items a quiz asks (docs/rules.md §3, "Draw")."""

import random
from collections.abc import Collection, Mapping, Sequence


def draw(
    pool: Sequence[str], seen: Mapping[str, int], count: int, seed: str,
    topics: Mapping[str, str] | None = None, avoid: Collection[str] = (),
) -> list[str]:
    """At most `count` items of the pool: unseen ones first, then those seen least often.

    pool: item ids; seen: how often this person has been asked each; topics: item to topic,
    used to spread a quiz over topics where seen-counts allow; avoid: items never to draw. The same
    seed draws the same items, and none twice (Moodle MDL-6340).
    """
    chance = random.Random(seed)
    order = sorted(set(pool) - set(avoid))
    chance.shuffle(order)
    order.sort(key=lambda item: seen.get(item, 0))
    return _spread(order, seen, count, topics or {})


def _spread(order: list[str], seen: Mapping[str, int], count: int, topics: Mapping[str, str]) -> list[str]:
    """Take from the front, but among equally seen items prefer topics not taken yet."""
    chosen: list[str] = []
    used: dict[str, int] = {}
    rest = list(order)
    while rest and len(chosen) < count:
        least = seen.get(rest[0], 0)
        level = [item for item in rest if seen.get(item, 0) == least]
        item = min(level, key=lambda one: used.get(topics.get(one, ""), 0))
        rest.remove(item)
        chosen.append(item)
        used[topics.get(item, "")] = used.get(topics.get(item, ""), 0) + 1
    return chosen
