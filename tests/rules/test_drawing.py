"""Which items a quiz asks: due ones, unseen ones, one of a family."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from linli.rules.drawing import draw

ITEMS = [f"i{number:02}" for number in range(30)]
items = some.sampled_from(ITEMS)


@given(some.lists(items), some.lists(items, unique=True), some.dictionaries(items, some.integers(0, 3)), some.integers(1, 10), some.text(max_size=5))
def test_at_most_three_due_items_are_taken_and_none_twice(pool: list[str], due: list[str], seen: dict[str, int], count: int, seed: str) -> None:
    drawn = draw(pool, seen, count, seed, due=due)
    assert len(drawn) == len(set(drawn)) == min(count, len(set(pool)))
    first = [item for item in due if item in pool][:min(3, count)]
    assert set(first) <= set(drawn)
    fresh = Counter(seen.get(item, 0) for item in drawn if item not in first)
    rest = Counter(sorted(seen.get(item, 0) for item in set(pool) - set(first))[:count - len(first)])
    assert fresh == rest


@given(some.dictionaries(items, some.sampled_from("abc")), some.lists(items, unique=True), some.integers(1, 10), some.text(max_size=5))
def test_two_of_a_family_never_meet(families: dict[str, str], due: list[str], count: int, seed: str) -> None:
    drawn = draw(ITEMS, {}, count, seed, due=due, families=families)
    met = [families[item] for item in drawn if item in families]
    assert len(met) == len(set(met))
    assert len(drawn) == count


def test_due_items_stand_anywhere_in_a_quiz() -> None:
    places = {draw(ITEMS, {}, 5, str(seed), due=["i07"]).index("i07") for seed in range(60)}
    assert places == {0, 1, 2, 3, 4}
