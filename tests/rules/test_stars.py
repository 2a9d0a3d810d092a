"""Stars: off by default, thresholds that rise, from signed-in minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.rules.settings import DEFAULTS
from linli.rules.stars import Stars, earned, thresholds


def test_a_community_begins_without_stars() -> None:
    assert thresholds(DEFAULTS.stars) == ()


def test_typed_thresholds_are_whole_hours_with_any_comma() -> None:
    assert thresholds(" 100，300、 600,") == (100, 300, 600)


@pytest.mark.parametrize("typed", ["300, 100", "100, 100", "0", "-5", "1.5", "abc", "1,2,3,4,5,6", "99999", "²"])
def test_what_does_not_rise_or_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        thresholds(typed)


def test_the_next_star_is_named_until_all_are_there() -> None:
    assert earned(99 * 60 + 59, (100, 300)) == Stars(0, 2, 100)
    assert earned(100 * 60, (100, 300)) == Stars(1, 2, 300)
    assert earned(300 * 60, (100, 300)) == Stars(2, 2, None)


@given(st.integers(0, 10_000_000), st.integers(0, 10_000), st.lists(st.integers(1, 20_000), min_size=1, max_size=5, unique=True).map(sorted))
def test_more_minutes_never_take_a_star_away(minutes: int, more: int, marks: list[int]) -> None:
    assert earned(minutes, marks).count <= earned(minutes + more, marks).count <= len(marks)
