"""Drawing the questions of a paper: so many, from some topics, levels in a proportion, no siblings, repeatable."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Offer:
    """A question that may be drawn. family: equal for siblings, which ask about the same rule."""

    item: str
    topic: str
    level: int
    family: str


def compose(offers: Sequence[Offer], count: int, weights: Mapping[int, int], seed: str) -> list[str]:
    """At most `count` questions, spread evenly over topics, by level and topic.

    weights: level to its part, such as 4:5:2; rounded by largest remainder. Where a level has too
    few the others fill in. Of siblings one is taken. The same offers, numbers and seed draw the
    same questions, in whatever order the offers come.
    """
    chance = random.Random(seed)
    rest = sorted(offers, key=lambda one: one.item)
    chance.shuffle(rest)
    taken: list[Offer] = []
    wanted = share_out(count, weights)
    for level in LEVELS:
        _take(rest, taken, wanted[level], level)
    _take(rest, taken, count - len(taken), None)
    return [one.item for one in sorted(taken, key=lambda one: (one.level, one.topic, one.item))]


def share_out(count: int, weights: Mapping[int, int]) -> dict[int, int]:
    """`count` shared out over the levels in proportion, whole, by largest remainder; evenly where no weight is given."""
    parts = {level: max(0, weights.get(level, 0)) for level in LEVELS}
    total = sum(parts.values())
    if not total:
        parts, total = dict.fromkeys(LEVELS, 1), len(LEVELS)
    found = {level: count * part // total for level, part in parts.items()}
    by_rest = sorted(LEVELS, key=lambda level: (-(count * parts[level] % total), level))
    for level in by_rest[: count - sum(found.values())]:
        found[level] += 1
    return found


def _take(rest: list[Offer], taken: list[Offer], count: int, level: int | None) -> None:
    """Take `count` of a level (of any for None) from `rest`, each time of the topic that has fewest so far."""
    for _turn in range(count):
        families = {one.family for one in taken}
        fits = [one for one in rest if one.family not in families and level in (None, one.level)]
        if not fits:
            return
        topics = [one.topic for one in taken]
        best = min(fits, key=lambda one: topics.count(one.topic))
        rest.remove(best)
        taken.append(best)
