"""The shuffled forms of a paper: A as it was put together, B and on in an order of their own."""

import random

from linli.rules import marking

LETTERS = "ABCDEFGH"


def questions(count: int, seed: str, form: int) -> list[int]:
    """Which question of the paper stands where on a form (0 is A), decided by the paper's seed for ever."""
    order = list(range(count))
    if form:
        random.Random(f"{seed}:{form}").shuffle(order)
    return order


def options(count: int, seed: str, form: int, item: str, *, fixed: bool) -> list[int]:
    """Which option of an item stands where on a form; true or false keep their order."""
    return marking.shuffled(count, f"{seed}:{form}:{item}", fixed)
