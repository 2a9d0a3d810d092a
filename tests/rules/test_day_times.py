"""Times of day as people write them on a sheet."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.rules.crediting import Plan
from linli.rules.day_times import spans, time_of_day, within_plan, written


@pytest.mark.parametrize("text", [
    "855", "0855", "8:55", "8：55", "8.55", "8。55", "８：５５", " 8 : 55 ", "8-55", "8点55", "8点55分", "8时55分", "上午8点55", "上午 8:55", "8:55am", "8:55 A.M.",
])
def test_five_to_nine_is_read_however_it_is_written(text: str) -> None:
    assert time_of_day(text) == (8, 55)


@pytest.mark.parametrize(("text", "moment"), [
    ("8", (8, 0)), ("14点", (14, 0)), ("1400", (14, 0)), ("下午2点半", (14, 30)), ("2:30 pm", (14, 30)), ("2：30下午", (14, 30)), ("晚上7点一刻", (19, 15)),
    ("12:30pm", (12, 30)), ("12:10am", (0, 10)), ("中午12点", (12, 0)), ("中午1点", (13, 0)), ("中午11点50", (11, 50)), ("上午12点", (12, 0)), ("8点5分", (8, 5)),
])
def test_halves_and_quarters_are_read(text: str, moment: tuple[int, int]) -> None:
    assert time_of_day(text) == moment


@pytest.mark.parametrize("text", ["", "x", "24:00", "25", "861", "8:5", "8:60", "99999", "-1", "٨:٥٥", "八点", "晚上12点", "8:55:00", "8..55", "半", "am"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert time_of_day(text) is None


@given(st.integers(0, 23), st.integers(0, 59))
def test_what_is_kept_is_read_back(hour: int, minute: int) -> None:
    assert time_of_day(written((hour, minute))) == time_of_day(f"{hour}{minute:02d}") == (hour, minute)


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = time_of_day(text)
    assert found is None or (0 <= found[0] <= 23 and 0 <= found[1] <= 59)


def test_after_midnight_is_the_day_after_where_the_plan_goes_past_it() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    night = Plan(datetime(2026, 11, 28, 14, 0, tzinfo=UTC), datetime(2026, 11, 28, 18, 0, tzinfo=UTC))
    half_past_one = datetime(2026, 11, 28, 1, 30, tzinfo=zone)
    assert within_plan(half_past_one, night) == half_past_one + timedelta(days=1)
    assert within_plan(half_past_one.replace(hour=21), night) == half_past_one.replace(hour=21)
    day = Plan(datetime(2026, 11, 28, 1, 0, tzinfo=UTC), datetime(2026, 11, 28, 3, 0, tzinfo=UTC))
    assert within_plan(half_past_one, day) == half_past_one


def test_times_in_and_out_are_read_from_a_list() -> None:
    assert spans("855-1105") == [((8, 55), (11, 5))]
    assert spans("8:55–10:00，上午10点半到11点、13.00 ~ 14.00;") == [((8, 55), (10, 0)), ((10, 30), (11, 0)), ((13, 0), (14, 0))]


@pytest.mark.parametrize(("text", "part"), [("", ""), (" , ", ","), ("8:55", "8:55"), ("8:55-", "8:55-"), ("9-10, 8-9-10", "8-9-10"), ("9-x", "9-x")])
def test_what_is_no_list_of_times_names_the_part(text: str, part: str) -> None:
    with pytest.raises(ValueError, match=f"^{part}$"):
        spans(text)
