"""Credited minutes, points and the limits of a day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.rules import crediting
from linli.rules.crediting import Interval, Plan

NINE = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """That many minutes after the planned start."""
    return NINE + timedelta(minutes=minutes)


TWO_HOURS = Plan(at(0), at(120))
WITH_BREAK = Plan(at(0), at(120), (Interval(at(60), at(75)),))


@pytest.mark.parametrize(("came", "left", "minutes"), [
    (0, 120, 120), (-60, 120, 135), (0, 180, 135), (-15, 135, 150), (2.9, 119.9, 117), (130, 140, 5),
    (-60, -15, 0), (135, 170, 0), (50, 40, 0),
])
def test_in_and_out_are_cut_to_minutes_and_to_a_quarter_of_an_hour_around_the_plan(came: float, left: float, minutes: int) -> None:
    assert crediting.credited(TWO_HOURS, at(came), at(left)) == minutes


@pytest.mark.parametrize(("came", "left", "minutes"), [(0, 120, 105), (62, 70, 0), (70, 90, 15), (0, 60, 60), (60, 75, 0)])
def test_breaks_are_taken_off_as_far_as_they_overlap(came: float, left: float, minutes: int) -> None:
    assert crediting.credited(WITH_BREAK, at(came), at(left)) == minutes


def test_several_stays_are_credited_each_and_summed() -> None:
    stays = [Interval(at(0), at(30)), Interval(at(50), at(120))]
    assert crediting.credited_sum(WITH_BREAK, stays) == 30 + 55


@pytest.mark.parametrize(("minutes", "points", "hours"), [(0, 0, "0.0"), (1, 1, "0.0"), (3, 5, "0.1"), (59, 98, "1.0"), (95, 158, "1.6"), (525, 875, "8.8")])
def test_points_are_floored_and_hours_have_one_decimal(minutes: int, points: int, hours: str) -> None:
    assert (crediting.points(minutes, 100), crediting.hours_text(minutes)) == (points, hours)


@pytest.mark.parametrize(("before", "own", "needed"), [(0, 480, 1), (0, 481, 2), (300, 180, 1), (300, 181, 2), (0, 720, 2), (480, 241, 0), (700, 0, 1)])
def test_a_day_above_480_minutes_needs_two_and_above_720_none_can(before: int, own: int, needed: int) -> None:
    assert crediting.approvers(before, own) == needed


@pytest.mark.parametrize(("counted", "signed_in", "held"), [(10, 8, False), (10, 7, True), (40, 36, False), (40, 35, True), (0, 3, True), (5, 8, True), (30, 33, False)])
def test_a_head_count_holds_approvals_when_over_2_and_over_a_tenth_away(counted: int, signed_in: int, held: bool) -> None:
    assert crediting.count_holds(counted, signed_in) is held


@pytest.mark.parametrize(("plan", "fault"), [
    (TWO_HOURS, ""), (WITH_BREAK, ""), (Plan(at(0), at(0)), "order"), (Plan(at(0.5), at(60)), "minutes"),
    (Plan(at(0), at(1500)), "long"), (Plan(at(0), at(60), (Interval(at(50), at(70)),)), "break_outside"),
    (Plan(at(0), at(60), (Interval(at(20), at(30)), Interval(at(10), at(21)))), "break_overlap"),
    (Plan(at(0), at(60), (Interval(at(20), at(20)),)), "order"),
])
def test_a_plan_says_what_is_wrong_with_it(plan: Plan, fault: str) -> None:
    assert crediting.plan_fault(plan) == fault


def test_without_a_sign_out_the_planned_end_is_proposed() -> None:
    assert crediting.proposed_end(TWO_HOURS, at(5)) == at(120)
    assert crediting.proposed_end(TWO_HOURS, at(130)) == at(130)


seconds = st.integers(min_value=-3 * 3600, max_value=8 * 3600)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of up to 5 hours with up to 3 breaks."""
    edges = sorted(draw(st.lists(st.integers(0, 300), min_size=2, max_size=8, unique=True)))
    inner = edges[1:-1]
    breaks = tuple(Interval(at(a), at(b)) for a, b in zip(inner[::2], inner[1::2], strict=False))
    return Plan(at(edges[0]), at(edges[-1]), breaks)


def shift(amount: int) -> datetime:
    """That many seconds after the planned start."""
    return NINE + timedelta(seconds=amount)


@given(plans(), seconds, seconds)
def test_credit_is_never_negative_nor_beyond_the_plan(plan: Plan, came: int, left: int) -> None:
    minutes = crediting.credited(plan, shift(came), shift(left))
    assert 0 <= minutes <= crediting.minutes_between(plan.start, plan.end) + 30


@given(plans(), seconds, seconds, st.integers(0, 4000))
def test_staying_longer_never_credits_less(plan: Plan, came: int, left: int, more: int) -> None:
    assert crediting.credited(plan, shift(came), shift(left + more)) >= crediting.credited(plan, shift(came), shift(left))


@given(plans(), seconds, seconds)
def test_each_break_takes_its_own_overlap(plan: Plan, came: int, left: int) -> None:
    bare = Plan(plan.start, plan.end)
    taken = [crediting.credited(bare, shift(came), shift(left)) - crediting.credited(Plan(plan.start, plan.end, (rest,)), shift(came), shift(left)) for rest in plan.breaks]
    assert crediting.credited(plan, shift(came), shift(left)) == crediting.credited(bare, shift(came), shift(left)) - sum(taken)


@given(plans(), seconds, seconds, seconds)
def test_a_stay_cut_in_two_at_any_moment_credits_the_same(plan: Plan, a: int, b: int, c: int) -> None:
    first, middle, last = sorted((a, b, c))
    halves = [Interval(shift(first), shift(middle)), Interval(shift(middle), shift(last))]
    assert crediting.credited_sum(plan, halves) == crediting.credited(plan, shift(first), shift(last))


def minute(moment: datetime) -> int:
    """The number of a minute since 1970."""
    return int(moment.timestamp()) // 60


def slow(plan: Plan, came: datetime, left: datetime) -> int:
    """The credited minutes of a stay, looked at one by one."""
    return sum(
        minute(plan.start) - 15 <= one < minute(plan.end) + 15 and not any(minute(rest.start) <= one < minute(rest.end) for rest in plan.breaks)
        for one in range(minute(came), minute(left))
    )


@given(plans(), seconds, seconds)
def test_credit_is_the_count_of_minutes_one_by_one(plan: Plan, came: int, left: int) -> None:
    assert crediting.credited(plan, shift(came), shift(left)) == slow(plan, shift(came), shift(left))


@given(plans(), st.lists(seconds, max_size=8, unique=True))
def test_several_stays_are_the_count_of_the_minutes_in_any_of_them(plan: Plan, moments: list[int]) -> None:
    edges = [shift(one) for one in sorted(moments)]
    stays = [Interval(first, last) for first, last in zip(edges[::2], edges[1::2], strict=False)]
    there = {one for stay in stays for one in range(minute(stay.start), minute(stay.end))}
    counted = sum(slow(plan, datetime.fromtimestamp(one * 60, UTC), datetime.fromtimestamp(one * 60 + 60, UTC)) for one in there)
    assert crediting.credited_sum(plan, stays) == counted


@given(plans(), seconds, seconds)
def test_credit_stays_within_the_plan_and_a_quarter_of_an_hour_without_the_breaks(plan: Plan, came: int, left: int) -> None:
    rests = sum(crediting.minutes_between(rest.start, rest.end) for rest in plan.breaks)
    most = crediting.credited(plan, plan.start - timedelta(days=1), plan.end + timedelta(days=1))
    assert most == crediting.minutes_between(plan.start, plan.end) + 30 - rests
    assert 0 <= crediting.credited(plan, shift(came), shift(left)) <= most


@given(plans(), seconds, seconds, st.integers(0, 4000))
def test_coming_later_never_credits_more(plan: Plan, came: int, left: int, later: int) -> None:
    assert crediting.credited(plan, shift(came + later), shift(left)) <= crediting.credited(plan, shift(came), shift(left))


@given(plans(), seconds, seconds, st.integers(0, 4000), st.integers(0, 4000))
def test_a_stay_within_another_never_credits_more(plan: Plan, came: int, left: int, later: int, earlier: int) -> None:
    assert crediting.credited(plan, shift(came + later), shift(left - earlier)) <= crediting.credited(plan, shift(came), shift(left))


@given(plans(), seconds, seconds, st.integers(1, 299))
def test_a_break_cut_in_two_takes_the_same(plan: Plan, came: int, left: int, cut: int) -> None:
    whole = Plan(plan.start, plan.end, (Interval(plan.start, plan.end),))
    middle = min(plan.start + timedelta(minutes=cut), plan.end)
    halves = Plan(plan.start, plan.end, (Interval(plan.start, middle), Interval(middle, plan.end)))
    assert crediting.credited(whole, shift(came), shift(left)) == crediting.credited(halves, shift(came), shift(left))


@given(plans(), seconds, seconds)
def test_breaks_take_what_the_minutes_within_them_would_have_given(plan: Plan, came: int, left: int) -> None:
    bare = Plan(plan.start, plan.end)
    within = sum(
        crediting.credited(bare, max(crediting.whole_minute(shift(came)), rest.start), min(crediting.whole_minute(shift(left)), rest.end))
        for rest in plan.breaks
    )
    assert crediting.credited(plan, shift(came), shift(left)) == crediting.credited(bare, shift(came), shift(left)) - within


@given(plans(), seconds, seconds, st.integers(0, 59), st.integers(0, 59))
def test_the_seconds_of_in_and_out_do_not_matter(plan: Plan, came: int, left: int, a: int, b: int) -> None:
    first, last = shift(came // 60 * 60), shift(left // 60 * 60)
    moved = crediting.credited(plan, first + timedelta(seconds=a), last + timedelta(seconds=b))
    assert moved == crediting.credited(plan, first, last)


@given(st.integers(-10, 900), st.integers(0, 900))
def test_a_days_limit_is_two_steps_and_never_falls_with_more_minutes(before: int, own: int) -> None:
    needed = crediting.approvers(max(0, before), own)
    total = max(0, before) + own
    assert needed == (1 if own == 0 or total <= 480 else 2 if total <= 720 else 0)


@given(st.integers(0, 5000), st.integers(0, 500))
def test_points_are_the_whole_part_of_minutes_by_the_rate(minutes: int, rate: int) -> None:
    assert crediting.points(minutes, rate) * 60 <= minutes * rate < (crediting.points(minutes, rate) + 1) * 60
