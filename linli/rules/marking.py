"""Marking and the order of options (docs/rules.md §3)."""

import random
from collections.abc import Iterable, Sequence


def is_right(chosen: Iterable[int], key: Iterable[int]) -> bool:
    """Right means exactly the key's options, no more and no fewer."""
    return set(chosen) == set(key)


def shuffled(count: int, seed: str, fixed: bool) -> list[int]:
    """The order of `count` options, decided by the attempt's seed and then fixed.

    True-or-false items keep their order: "true" first is what everybody expects.
    """
    order = list(range(count))
    if not fixed:
        random.Random(seed).shuffle(order)
    return order


def encode(numbers: Sequence[int]) -> str:
    """Option numbers as they are stored: '0,2'."""
    return ",".join(str(number) for number in numbers)


def decode(text: str) -> tuple[int, ...]:
    """What `encode` wrote."""
    return tuple(int(part) for part in text.split(",") if part)
