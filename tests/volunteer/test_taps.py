"""Taps on both engines: once a key, undone as meant, and a walk-in's place given back."""

import threading
from datetime import timedelta

import pytest

from linli import clock
from linli.volunteer import late_ticks, sign_ups
from linli.volunteer.duty import By, OwnPresence
from linli.web import taps
from linli.web.taps import Tap
from tests.hours.conftest import NINE, Stage, minutes, stage

__all__ = ["stage"]


def test_an_undone_walk_in_gives_the_place_back_and_a_sign_up_stays(stage: Stage) -> None:
    walk_in, early = stage.person("阿珍"), stage.person("阿华")
    sign_ups.sign_up(stage.store, stage.activity, early, NINE - timedelta(days=1))
    by = By(staff=stage.li)
    for number, one in enumerate((walk_in, early)):
        taps.do(stage.store, stage.activity, Tap("in", one, key=f"in{number}"), by, NINE + minutes(1))
    with stage.store.reading() as tx:
        assert taps.walked_in(tx, stage.activity) == {walk_in}
    for number, one in enumerate((walk_in, early)):
        taps.do(stage.store, stage.activity, Tap("undo_in", one, key=f"u{number}", of=f"in{number}"), by, NINE + minutes(2))
    assert [row["subject"] for row in stage.store.rows("select subject from sign_up where activity = :id", id=stage.activity)] == [early]


@pytest.mark.parametrize("what", ["in", "plus"])
def test_eight_hands_with_one_key_make_one_row(stage: Stage, what: str) -> None:
    one, by = stage.person("阿华"), By(staff=stage.li)
    subject = one if what == "in" else ""
    hands = [threading.Thread(target=taps.do, args=(stage.store, stage.activity, Tap(what, subject, key="same"), by, NINE)) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert stage.count("presence") + stage.count("uncounted") == 1


def test_a_tap_on_a_kept_answer_of_another_activity_is_another_tap(stage: Stage) -> None:
    other = stage.another(starts_at=NINE + timedelta(days=1), ends_at=NINE + timedelta(days=1, hours=2))
    by = By(staff=stage.li)
    taps.do(stage.store, stage.activity, Tap("plus", key="k"), by, NINE)
    taps.do(stage.store, other, Tap("plus", key="k"), by, NINE + timedelta(days=1))
    assert stage.count("uncounted") == 2


def test_two_people_ticked_with_the_key_of_one_page_are_both_here(stage: Stage) -> None:
    """Without script every button of a page sends the page's key."""
    by = By(staff=stage.li)
    for one in (stage.person("阿华"), stage.person("老周")):
        assert taps.do(stage.store, stage.activity, Tap("in", one, key="page"), by, NINE).subject == one
    assert stage.count("presence") == 2


def forgotten_by_a_restart() -> None:
    """The answers that the server remembers are gone."""
    taps._answered.clear()


def test_people_without_a_nickname_come_and_leave_at_their_time_and_once_a_key_over_a_restart(stage: Stage) -> None:
    by = By(staff=stage.li)
    for what, key, after, elapsed in (("plus", "a", 30, 600), ("plus", "b", 30, 0), ("minus", "c", 40, 120)):
        for _again in range(2):
            taps.do(stage.store, stage.activity, Tap(what, key=key, elapsed=elapsed), by, NINE + minutes(after))
            forgotten_by_a_restart()
    rows = stage.store.rows("select came_at, left_at from uncounted order by came_at, id")
    assert [(row["came_at"], row["left_at"]) for row in rows] == [
        (clock.stamp(NINE + minutes(20)), None), (clock.stamp(NINE + minutes(30)), clock.stamp(NINE + minutes(38))),
    ]


def test_who_left_before_they_came_by_a_queued_tap_left_when_they_came(stage: Stage) -> None:
    by = By(staff=stage.li)
    taps.do(stage.store, stage.activity, Tap("plus", key="a"), by, NINE + minutes(30))
    taps.do(stage.store, stage.activity, Tap("minus", key="b", elapsed=3600), by, NINE + minutes(31))
    [row] = stage.store.rows("select came_at, left_at from uncounted")
    assert row["left_at"] == row["came_at"]


def test_a_tap_that_became_a_note_is_taken_back_by_its_key(stage: Stage) -> None:
    one, by = stage.person("阿华"), By(staff=stage.li)
    assert taps.do(stage.store, stage.activity, Tap("in", one, key="old", elapsed=3700), by, NINE + minutes(70)).noted
    assert len(late_ticks.waiting(stage.store, stage.activity)) == 1
    taps.do(stage.store, stage.activity, Tap("undo_in", one, key="u", of="old"), by, NINE + minutes(71))
    assert late_ticks.waiting(stage.store, stage.activity) == []
    assert stage.count("presence") == 0
    taps.do(stage.store, stage.activity, Tap("in", one, key="old", elapsed=3800), by, NINE + minutes(72))
    assert late_ticks.waiting(stage.store, stage.activity) == []


def test_nobody_takes_back_a_note_about_themselves(stage: Stage) -> None:
    one = stage.person("阿华")
    by = stage.coordinator(one)
    taps.do(stage.store, stage.activity, Tap("in", one, key="old", elapsed=3700), By(staff=stage.li), NINE + minutes(70))
    with pytest.raises(OwnPresence):
        taps.do(stage.store, stage.activity, Tap("undo_in", one, key="u", of="old"), by, NINE + minutes(71))
    assert len(late_ticks.waiting(stage.store, stage.activity)) == 1


def test_ten_phones_in_the_same_second_lose_nothing(stage: Stage) -> None:
    people = [stage.person(f"志愿者{number}") for number in range(40)]
    at, wrong = NINE + minutes(1), []

    def phone(number: int) -> None:
        by = By(staff=(stage.li, stage.chen)[number % 2])
        for one in people[number * 4:number * 4 + 8]:  # half of them are the next phone's too
            for _again in range(2):
                try:
                    taps.do(stage.store, stage.activity, Tap("in", one, key=f"{number}-{one}"), by, at)
                except Exception as error:
                    wrong.append(error)

    hands = [threading.Thread(target=phone, args=(number,)) for number in range(10)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert wrong == []
    assert stage.count("presence", "void_at is null") == len(people)
    assert stage.store.rows("select distinct came_at from presence") == [{"came_at": clock.stamp(at)}]
