"""Wrong PINs (docs/rules.md §2), with a clock that moves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from linli import residents
from linli.errors import GameError
from linli.residents import WrongPin
from linli.roles import Staff
from linli.throttle import Paused, TooManyHere, UsedUp
from tests.people.conftest import NOON, PIN, Town

WRONG = "739205"


def wrong(town: Town, times: int = 1, at: datetime = NOON, **more: object) -> GameError:
    """What the last of so many wrong PINs is answered with."""
    for _time in range(times):
        with pytest.raises(GameError) as caught:
            town.sign_in(WRONG, at=at, **more)  # type: ignore[arg-type]
    return caught.value


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def test_five_in_a_row_pause_five_minutes_then_ten(town: Town) -> None:
    made = town.join()
    assert "4 more tries" in str(wrong(town))
    assert "One more try" in str(wrong(town, 3))
    assert "wait 5 min" in str(wrong(town))
    assert "wait 3 min" in str(wrong(town, at=minutes(2.5)))
    with pytest.raises(Paused):
        town.sign_in(at=minutes(4.9))
    assert "4 more tries" in str(wrong(town, at=minutes(5)))
    assert "wait 10 min" in str(wrong(town, 4, at=minutes(5)))
    with pytest.raises(Paused):
        town.sign_in(at=minutes(14.9))
    assert "wait 20 min" in str(wrong(town, 5, at=minutes(15)))
    assert town.sign_in(at=minutes(35)).id == made.id
    assert "4 more tries" in str(wrong(town, at=minutes(36))), "after a right one the row starts anew"


def test_a_pause_is_for_one_nickname_on_one_device(town: Town) -> None:
    town.join("阿华")
    town.join("桂花婶", device="b")
    assert isinstance(wrong(town, 5), Paused)
    assert town.sign_in(name="桂花婶").nickname == "桂花婶"
    assert town.sign_in(device="third").nickname == "阿华"


def test_name_and_number_are_one_row(town: Town) -> None:
    made = town.join()
    wrong(town, 4)
    assert isinstance(wrong(town, name=made.player_number), Paused)


def test_an_unknown_nickname_is_paused_in_the_same_way(town: Town) -> None:
    town.join()
    assert [str(wrong(town)) for _time in range(6)] == [str(wrong(town, name="nobody")) for _time in range(6)]


def test_twenty_a_day_over_unknown_devices(town: Town) -> None:
    made = town.join(device="phone")
    for device in ("a", "b", "c", "d"):
        last = wrong(town, 5, device=device)
    assert isinstance(last, UsedUp)
    with pytest.raises(UsedUp):
        town.sign_in(device="e", at=NOON + timedelta(hours=23))
    assert town.sign_in(device="phone").id == made.id, "a remembered phone is unaffected"
    assert town.sign_in(device="e", at=NOON + timedelta(hours=25)).id == made.id


def test_the_twentieth_says_so_beforehand(town: Town) -> None:
    town.join()
    for device in ("a", "b", "c"):
        wrong(town, 5, device=device)
    wrong(town, 3, device="d")
    assert "One more try" in str(wrong(town, device="e"))


def test_a_reset_in_person_ends_every_pause(town: Town, organiser: Staff) -> None:
    made = town.join()
    for device in ("a", "b", "c", "d"):
        wrong(town, 5, device=device)
    given = residents.reset_pin(town.store, organiser, made.id, NOON)
    assert town.sign_in(given, device="a").id == made.id


def test_a_remembered_phone_is_paused_for_its_own_row_only(town: Town) -> None:
    made = town.join(device="phone")
    assert isinstance(wrong(town, 5, device="phone"), Paused)
    assert town.sign_in(device="other").id == made.id, "those tries were not over unknown devices"


def names(count: int) -> list[str]:
    return [f"name {number}" for number in range(count)]


def test_thirty_an_hour_from_one_device_over_all_nicknames(town: Town) -> None:
    town.join("阿华")
    made = town.join("桂花婶", device="hall")
    for name in names(30):
        assert isinstance(wrong(town, name=name, device="hall"), WrongPin)
    assert isinstance(wrong(town, device="hall"), TooManyHere)
    assert town.sign_in(name="桂花婶", device="hall").id == made.id, "the phone remembers her"
    assert isinstance(wrong(town, device="hall", at=minutes(61)), WrongPin)


def test_thirty_an_hour_from_one_address(town: Town) -> None:
    town.join("阿华", device="phone")
    for number, name in enumerate(names(30)):
        wrong(town, name=name, device=f"d{number}", address=f"2001:db8:1:2::{number:x}")
    assert isinstance(wrong(town, device="new", address="2001:db8:1:2:ffff::1"), TooManyHere)
    assert isinstance(wrong(town, device="new", address="2001:db8:1:3::1"), WrongPin)
    assert town.sign_in(device="phone", address="2001:db8:1:2::1").nickname == "阿华"


def test_a_kiosk_is_never_paused(town: Town) -> None:
    town.join("阿华")
    for name in names(31):
        wrong(town, name=name, device="kiosk", kiosk=True, address="192.0.2.1")
    assert isinstance(wrong(town, 7, device="kiosk", kiosk=True, address="192.0.2.1"), WrongPin)
    assert town.sign_in(device="kiosk", kiosk=True).nickname == "阿华"
    assert town.sign_in(device="phone on the same Wi-Fi", address="192.0.2.1").nickname == "阿华"
    assert isinstance(wrong(town, 20, device="kiosk", kiosk=True), UsedUp), "the day's limit of a nickname holds there too"


def test_tries_sent_at_once_do_not_outrun_the_counting(town: Town) -> None:
    town.join()

    def attempt(_number: int) -> str:
        return type(wrong(town)).__name__

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(12)))
    assert answers.count("WrongPin") == 4 and answers.count("Paused") == 8
    assert len(town.store.rows("select id from wrong_try")) == 5


def test_what_was_typed_and_the_address_are_not_kept(town: Town) -> None:
    wrong(town, name="a secret name", address="192.0.2.77")
    kept = str(town.store.rows("select * from wrong_try")) + str(town.store.rows("select * from try_guard"))
    assert "secret" not in kept and "192.0.2" not in kept and WRONG not in kept


def test_a_malformed_pin_costs_no_try(town: Town) -> None:
    town.join()
    for _time in range(9):
        with pytest.raises(GameError, match="six digits"):
            town.sign_in("12")
    assert town.sign_in(PIN).nickname == "阿华"
