"""The rotating code, with the test vectors of RFC 6238 appendix B (their last six digits)."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.rules import totp

SECRET = "12345678901234567890"


def moment(seconds: int) -> datetime:
    """Seconds after 1970."""
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
    (2000000000, "279037"), (20000000000, "353130"),
])
def test_codes_equal_the_vectors_of_the_rfc(seconds: int, code: str) -> None:
    assert totp.code(SECRET, moment(seconds)) == code


def test_one_step_to_each_side_is_taken_and_no_more() -> None:
    now = moment(1111111111)
    taken = [steps for steps in range(-3, 4) if totp.matches(SECRET, totp.code(SECRET, now, steps), now)]
    assert taken == [-1, 0, 1]


@pytest.mark.parametrize("typed", ["287082", " 287 082 ", "２８７０８２", "287-082"])
def test_what_people_type_is_tidied(typed: str) -> None:
    assert totp.matches(SECRET, typed, moment(59))


@pytest.mark.parametrize("typed", ["", "28708", "2870820", "二八七零八二", "x" * 10_000])
def test_anything_else_is_wrong(typed: str) -> None:
    assert not totp.matches(SECRET, typed, moment(59))


def test_seconds_left_run_from_30_to_1() -> None:
    start = moment(1111111110 - 1111111110 % 30)
    assert [totp.seconds_left(start + timedelta(seconds=step)) for step in (0, 1, 29, 30)] == [30, 29, 1, 30]
