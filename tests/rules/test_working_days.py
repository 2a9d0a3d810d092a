"""The tenth working day after an activity."""

import pytest

from linli.rules import working_days
from linli.rules.working_days import Deadline, YearDays


@pytest.mark.parametrize(("day", "last"), [
    ("2026-11-28", "2026-12-11"),   # a Saturday without holidays near
    ("2026-02-07", "2026-02-27"),   # Spring Festival; Saturday 14 February is worked
    ("2026-09-19", "2026-10-09"),   # a worked Sunday, Mid-Autumn, National Day
    ("2025-12-20", "2026-01-05"),   # over New Year; 4 January is worked
])
def test_holidays_are_skipped_and_make_up_days_count(day: str, last: str) -> None:
    assert working_days.nth_after(day) == Deadline(last)


def test_a_year_not_published_says_so() -> None:
    assert working_days.nth_after("2098-12-25") == Deadline(None, 2098)


def test_an_organiser_may_type_the_days_of_a_year() -> None:
    typed = {2098: YearDays(off=frozenset({"2098-05-01"}), work=frozenset({"2098-05-10"}))}
    assert working_days.nth_after("2098-04-30", 5, typed) == Deadline("2098-05-08")
    assert working_days.nth_after("2098-04-30", 7, typed) == Deadline("2098-05-10")


def test_days_left_go_below_zero() -> None:
    assert working_days.days_left("2026-12-07", "2026-12-11") == 4
    assert working_days.days_left("2026-12-11", "2026-12-11") == 0
    assert [working_days.days_left(f"2026-12-{day}", "2026-12-11") for day in (12, 14, 15)] == [-1, -1, -2]
    assert working_days.days_left("2098-12-14", "2098-12-11") is None
