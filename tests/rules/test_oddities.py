"""What is worth a second look: the thresholds hold, whatever the order and the names."""

from hypothesis import given
from hypothesis import strategies as st

from linli.rules import oddities

FIVE = frozenset("abcde")
PEOPLE = st.frozensets(st.sampled_from("abcdefghijkl"), max_size=10)
GROUPS = st.lists(PEOPLE, max_size=8).map(lambda lists: [(f"g{place}", people) for place, people in enumerate(lists)])


def test_five_people_who_come_three_times_together_are_one_list() -> None:
    groups = [("one", FIVE), ("other", frozenset("vwxyz")), ("two", FIVE), ("three", FIVE)]
    assert oddities.same_list(groups) == [oddities.SameList(("one", "two", "three"), FIVE)]


def test_two_times_or_four_people_are_nothing_to_look_at() -> None:
    assert oddities.same_list([("one", FIVE), ("two", FIVE)]) == []
    assert oddities.same_list([(name, frozenset("abcd")) for name in "123456"]) == []


def test_one_in_ten_may_differ_and_two_may_not() -> None:
    ten = frozenset("abcdefghij")
    assert oddities.same_list([("one", ten), ("two", ten - {"j"}), ("three", ten)]) == [oddities.SameList(("one", "two", "three"), ten - {"j"})]
    assert oddities.same_list([("one", ten), ("two", ten - {"j", "i"}), ("three", ten)]) == []


@given(GROUPS)
def test_what_is_called_one_list_shares_its_people(groups: list[tuple[str, frozenset[str]]]) -> None:
    held = dict(groups)
    found = oddities.same_list(groups)
    named = [name for one in found for name in one.groups]
    assert len(named) == len(set(named))
    for one in found:
        assert len(one.groups) >= oddities.LIST_TIMES
        assert all(one.people <= held[name] and len(held[name]) >= oddities.LIST_PEOPLE for name in one.groups)
        assert all(oddities.alike(held[one.groups[0]], held[name]) for name in one.groups)


@given(GROUPS, st.integers(min_value=3, max_value=5))
def test_a_list_copied_often_enough_is_always_found(groups: list[tuple[str, frozenset[str]]], times: int) -> None:
    copied = [(f"copy{place}", frozenset("uvwxyz")) for place in range(times)]
    found = oddities.same_list(groups + copied)
    assert oddities.SameList(tuple(name for name, _people in copied), frozenset("uvwxyz")) in found


def test_a_family_of_three_shares_a_phone_and_four_people_are_looked_at() -> None:
    three = [("phone", one) for one in "abc"]
    assert oddities.many_on_device([*three, ("phone", "a")]) == {}
    assert oddities.many_on_device([*three, ("phone", "d"), ("other", "e")]) == {"phone": frozenset("abcd")}


@given(st.lists(st.tuples(st.sampled_from(["", "p", "q"]), st.sampled_from("abcdef"))))
def test_the_order_of_arrival_makes_no_difference(pairs: list[tuple[str, str]]) -> None:
    found = oddities.many_on_device(pairs)
    assert found == oddities.many_on_device(reversed(pairs)) and "" not in found
    assert all(len({who for device, who in pairs if device == name}) >= oddities.DEVICE_PEOPLE for name in found)
