"""Drawing the questions of a paper."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from linli.rules.composing import LEVELS, Offer, compose, share_out

OFFERS = [Offer(f"{topic}-{n:02d}", topic, n % 3 + 1, f"{topic}-{n // 2 if n < 4 else n:02d}") for topic in ("dogs", "fire", "gas") for n in range(20)]
FAMILY = {one.item: one.family for one in OFFERS}
LEVEL = {one.item: one.level for one in OFFERS}


def test_twenty_questions_in_the_proportion_of_their_levels_and_even_over_topics() -> None:
    drawn = compose(OFFERS, 22, {1: 4, 2: 5, 3: 2}, "winter")
    assert Counter(LEVEL[one] for one in drawn) == {1: 8, 2: 10, 3: 4}
    counts = Counter(one.split("-")[0] for one in drawn)
    assert max(counts.values()) - min(counts.values()) <= 1


def test_the_same_seed_draws_the_same_questions_in_whatever_order_they_come() -> None:
    first = compose(OFFERS, 20, {1: 1, 2: 1, 3: 1}, "winter")
    assert first == compose(OFFERS[::-1], 20, {1: 1, 2: 1, 3: 1}, "winter")
    assert first != compose(OFFERS, 20, {1: 1, 2: 1, 3: 1}, "spring")


@given(some.integers(0, 80), some.tuples(*[some.integers(0, 9)] * 3), some.text(max_size=5))
def test_never_a_question_twice_nor_a_sibling_and_as_many_as_there_are(count: int, weights: tuple[int, ...], seed: str) -> None:
    drawn = compose(OFFERS, count, dict(zip(LEVELS, weights, strict=True)), seed)
    assert len(drawn) == min(count, len(set(FAMILY.values())))
    assert len({FAMILY[one] for one in drawn}) == len(drawn)


@given(some.integers(0, 200), some.tuples(*[some.integers(0, 9)] * 3))
def test_shares_come_to_the_whole(count: int, weights: tuple[int, ...]) -> None:
    found = share_out(count, dict(zip(LEVELS, weights, strict=True)))
    assert sum(found.values()) == count and min(found.values()) >= 0
