"""What is worth a second look: the thresholds hold, whatever the order and the names."""

from datetime import UTC, datetime, timedelta

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


AT = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
MINUTES = st.dictionaries(st.text("abcdefghij", min_size=1, max_size=2), st.integers(0, 6000), max_size=30)


def test_a_person_far_above_nine_others_is_looked_at_and_a_long_day_more_is_not() -> None:
    others = {f"p{place}": 240 + place for place in range(9)}
    assert oddities.far_above(others | {"long": 244 + 480}) == {}
    found = oddities.far_above(others | {"far": 1500})
    assert list(found) == ["far"] and (found["far"].middle, found["far"].high, found["far"].of) == (244, 724, 9)


def test_under_eight_others_there_is_no_usual_range() -> None:
    assert oddities.far_above({f"p{place}": 60 for place in range(7)} | {"far": 9999}) == {}


@given(MINUTES)
def test_who_is_far_above_is_what_a_slow_comparison_with_the_others_says(values: dict[str, int]) -> None:
    slow = {}
    for who, minutes in values.items():
        span = oddities.usual([other for name, other in values.items() if name != who], oddities.HOURS_FLOOR)
        if span and minutes > span.high:
            slow[who] = span
    assert oddities.far_above(values) == slow


@given(MINUTES, st.integers(0, 500))
def test_more_hours_for_everybody_alike_flag_nobody_new(values: dict[str, int], more: int) -> None:
    assert set(oddities.far_above({who: minutes + more for who, minutes in values.items()})) == set(oddities.far_above(values))


def test_one_approver_stands_out_only_beside_others() -> None:
    mine = [("gui", "li")] * 5
    assert oddities.one_approver(mine) == {}
    assert oddities.one_approver(mine + [("other", "li")] * 5) == {}
    found = oddities.one_approver(mine + [("other", "chen")] * 5)
    assert found[("gui", "li")] == oddities.Share(5, 5, 0, 5) and oddities.one_approver(mine[:4] + [("other", "chen")] * 5).keys() == {("other", "chen")}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5), st.integers(0, 5)).map(lambda one: (one[0], min(one[1:]), max(one[1:])))))
def test_a_share_that_stands_out_is_high_and_far_above_the_others(lines: list[tuple[str, int, int]]) -> None:
    for who, share in oddities.shares(lines, 5).items():
        assert share.part == sum(part for name, part, _of in lines if name == who) and share.others_of > 0
        assert share.part * 100 >= 80 * share.of and share.percent >= share.others + oddities.SHARE_AHEAD


def test_three_odd_records_approved_within_seconds_are_a_run_and_slow_reading_is_not() -> None:
    fast = [(AT + timedelta(seconds=4 * place), f"r{place}", place % 2 == 0) for place in range(6)]
    assert oddities.quick_runs(fast) == [("r0", "r2", "r4")]
    assert oddities.quick_runs([(AT + timedelta(seconds=11 * place), f"r{place}", True) for place in range(6)]) == []


def test_a_night_goes_from_ten_to_six() -> None:
    assert [hour for hour in range(24) if oddities.at_night(hour)] == [0, 1, 2, 3, 4, 5, 22, 23]


def test_people_only_ever_ticked_by_who_enrolled_them_are_looked_at_when_they_come_back() -> None:
    by = {"x": ("c", "first"), "y": ("c", "first"), "z": ("c", "first")}
    once = [(who, "first", frozenset("c")) for who in "xyz"]
    assert oddities.enrolled_alone(by, once) == {}
    again = [("x", "two", frozenset("c")), ("x", "three", frozenset("c")), ("y", "two", frozenset("c"))]
    assert oddities.enrolled_alone(by, once + again) == {"c": {"x": 2, "y": 1}}
    assert oddities.enrolled_alone(by, [*once, *again, ("x", "four", frozenset({""}))]) == {}


def test_a_tick_of_who_handed_over_within_a_quarter_of_an_hour_is_looked_at() -> None:
    handed = [("a", "old", "new", AT)]
    assert oddities.ticked_after_hand_over(handed, [("a", "old", "new", AT + timedelta(minutes=3))]) == [("a", "old", "new", 3)]
    times = [("a", "old", "new", AT + timedelta(minutes=minutes)) for minutes in (-1, 16)]
    for tick in (("b", "old", "new", AT), ("a", "else", "new", AT), ("a", "old", "li", AT), *times):
        assert oddities.ticked_after_hand_over(handed, [tick]) == []
