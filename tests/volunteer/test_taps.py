"""Taps on both engines: once a key, undone as meant, and a walk-in's place given back."""

import threading
from datetime import timedelta

import pytest

from linli.volunteer import sign_ups
from linli.volunteer.duty import By
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
