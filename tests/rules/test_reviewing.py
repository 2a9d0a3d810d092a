"""Spaced review: what comes back, and when."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from linli.rules.reviewing import after

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_right_first_answer_begins_no_card() -> None:
    assert after(None, correct=True, at=NOW) is None


def test_a_wrong_answer_comes_back_the_next_day_and_then_in_growing_steps() -> None:
    card, due = after(None, correct=False, at=NOW) or ("", NOW)
    steps = [due - NOW]
    for _right in range(3):
        card, then = after(card, correct=True, at=due) or ("", NOW)
        steps.append(then - due)
        due = then
    assert steps == sorted(steps) and steps[0] == DAY
    card, again = after(card, correct=False, at=due) or ("", NOW)
    assert again - due < steps[-1]


@given(some.lists(some.tuples(some.booleans(), some.integers(0, 90)), min_size=1, max_size=30))
def test_it_is_due_between_one_and_thirty_days_later_whatever_happens(answers: list[tuple[bool, int]]) -> None:
    card, now = after(None, correct=False, at=NOW) or ("", NOW)
    for correct, days in answers:
        now += days * DAY
        card, due = after(card, correct=correct, at=now) or ("", NOW)
        assert DAY <= due - now <= 30 * DAY


def test_the_same_answers_give_the_same_card() -> None:
    assert after(None, correct=False, at=NOW) == after(None, correct=False, at=NOW)
