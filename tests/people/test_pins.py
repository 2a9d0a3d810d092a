"""Which PINs and passwords are taken, and how long checking takes."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from linli import pins
from linli.errors import GameError


@pytest.mark.parametrize("pin", [
    "111111", "123456", "654321", "012345", "890123", "135791", "121212", "123123", "112233", "123321", "111222", "860412",
    "000229", "198503", "202611", "520131", "147258", "１２３４５６",
])
def test_common_pins_are_refused(pin: str) -> None:
    with pytest.raises(pins.PinCommon):
        pins.check_new(pin)


@pytest.mark.parametrize("pin", ["604817", "739205", "６０４８１７", " 604 817 "])
def test_others_are_taken(pin: str) -> None:
    assert len(pins.check_new(pin)) == 6


@pytest.mark.parametrize("pin", ["", "1234", "12345a", "1234567", "٣٤٥٦٧٨", "6" * 10_000, "\ud800"])
def test_a_pin_has_six_digits(pin: str) -> None:
    with pytest.raises(pins.PinShape):
        pins.check_new(pin)


def test_the_own_player_number_is_no_pin() -> None:
    with pytest.raises(pins.PinCommon):
        pins.check_new("604817", "604817")


def test_few_of_all_pins_are_refused() -> None:
    assert sum(pins.is_common(f"{number:06d}") for number in range(1_000_000)) < 60_000
    assert not any(pins.is_common(pins.new_pin()) for _time in range(200))


def test_a_pin_fits_only_itself_and_only_here(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = pins.hash_pin("604817")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$") and "604817" not in kept
    assert pins.pin_fits(kept, "604817") and not pins.pin_fits(kept, "604818")
    assert not pins.pin_fits(None, "604817")
    monkeypatch.setenv("LINLI_DATA", str(tmp_path_factory.mktemp("thief")))
    assert not pins.pin_fits(kept, "604817"), "a copy of the database without the secret is no use"


@pytest.mark.parametrize("password", ["short", "password1", "aaaaaaaaaa", "12345678", "chen-the-great"])
def test_easy_passwords_are_refused(password: str) -> None:
    with pytest.raises(GameError):
        pins.check_password(password, "chen")


def test_a_password_fits_only_itself() -> None:
    kept = pins.hash_password("morning tea first")
    assert pins.password_fits(kept, "morning tea first") and not pins.password_fits(kept, "morning tea last")
    assert not pins.password_fits(None, "morning tea first")


def test_two_hundred_checks_at_once_are_all_answered() -> None:
    """Two at a time: 20 s of CPU time are 10 s. The time on the clock is measured by benchmarks/pins.py."""
    kept = pins.hash_pin("604817")
    started = time.process_time()
    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(lambda _number: pins.pin_fits(kept, "604817"), range(200)))
    spent = time.process_time() - started
    assert answers == [True] * 200 and spent < 20, f"{spent:.1f} s of CPU time"
