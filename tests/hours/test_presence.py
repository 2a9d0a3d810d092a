"""Signing in and out by the rotating code."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from linli import clock
from linli.errors import GameError
from linli.locale import use_language
from linli.store import Duplicate
from linli.volunteer import activities, duty, presence, records, sign_ups, ticks
from linli.volunteer.duty import By, NotCoordinator
from tests.cast import MONDAY
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes


def come(stage: Stage, subject: str, at: datetime = NINE, **more: object) -> presence.Here:
    """Sign in by the right code."""
    return presence.sign_in(stage.store, stage.activity, subject, stage.code("in", at), at, **more)  # type: ignore[arg-type]


def go(stage: Stage, subject: str, at: datetime = ELEVEN) -> presence.Here:
    """Sign out by the right code."""
    return presence.sign_out(stage.store, stage.activity, subject, stage.code("out", at), at)


def test_a_morning_by_code_becomes_a_pending_record(stage: Stage) -> None:
    one = stage.person("阿华")
    assert come(stage, one, NINE - minutes(5)).state == "in"
    left = go(stage, one, ELEVEN + minutes(3))
    assert (left.state, left.minutes) == ("out", 128)
    row = stage.store.one("select * from record where id = :id", id=stage.record(one))
    assert row and (row["state"], row["minutes"], row["points"], row["act_on"]) == ("pending", 128, 213, "2026-11-28")


@pytest.mark.parametrize(("at", "is_open"), [(NINE - minutes(60), True), (NINE - minutes(60.1), False), (ELEVEN, True), (ELEVEN + minutes(0.1), False)])
def test_sign_in_is_open_from_an_hour_before_to_the_planned_end(stage: Stage, at: datetime, is_open: bool) -> None:
    one = stage.person("阿华")
    if is_open:
        assert come(stage, one, at).state == "in"
        return
    with use_language("en"), pytest.raises(presence.NotOpen, match="from 8:00 to 11:00"):
        come(stage, one, at)


@pytest.mark.parametrize(("at", "is_open"), [(ELEVEN - minutes(15.1), False), (ELEVEN - minutes(15), True), (ELEVEN + minutes(60), True), (ELEVEN + minutes(60.1), False)])
def test_sign_out_by_code_is_open_around_the_planned_end(stage: Stage, at: datetime, is_open: bool) -> None:
    one = stage.person("阿华")
    come(stage, one)
    if is_open:
        assert go(stage, one, at).state == "out"
        return
    with pytest.raises(presence.NotOpen):
        go(stage, one, at)


def test_the_two_codes_are_not_each_other(stage: Stage) -> None:
    one = stage.person("阿华")
    with pytest.raises(presence.WrongCode):
        presence.sign_in(stage.store, stage.activity, one, stage.code("out", NINE), NINE)


def test_the_same_tap_twice_counts_once_and_is_answered_the_same(stage: Stage) -> None:
    one = stage.person("阿华")
    first, again = come(stage, one, key="tap-1"), come(stage, one, NINE + minutes(1), key="tap-2")
    assert (first.id, first.came_at, again.repeated) == (again.id, again.came_at, True)
    out = go(stage, one)
    late = presence.sign_in(stage.store, stage.activity, one, "000000", ELEVEN, key="tap-1")
    assert (late.id, late.state, late.repeated) == (out.id, "out", True)
    assert go(stage, one, ELEVEN + minutes(5)).left_at == ELEVEN and stage.count("presence") == 1


def test_after_ten_wrong_codes_only_a_tick_helps(stage: Stage) -> None:
    one, wrong = stage.person("阿华"), stage.wrong(NINE)
    for left in range(9, 0, -1):
        with pytest.raises(presence.WrongCode) as caught:
            presence.sign_in(stage.store, stage.activity, one, wrong, NINE)
        assert caught.value.fields["left"] == left
    with pytest.raises(presence.OnlyTickHelps):
        presence.sign_in(stage.store, stage.activity, one, wrong, NINE)
    with pytest.raises(presence.OnlyTickHelps):
        come(stage, one)
    assert isinstance(ticks.tick_in(stage.store, stage.activity, one, By(staff=stage.li), NINE), presence.Here)
    assert come(stage, stage.person("老周")).state == "in"


def test_wrong_codes_count_per_device_too_and_are_forgotten_after_an_hour(stage: Stage) -> None:
    early = NINE - minutes(55)
    for number in range(10):
        with pytest.raises(GameError):
            presence.sign_in(stage.store, stage.activity, stage.person(f"p{number}"), stage.wrong(early), early, device="phone")
    one = stage.person("阿华")
    with pytest.raises(presence.OnlyTickHelps):
        come(stage, one, NINE, device="phone")
    assert come(stage, one, early + minutes(60.1), device="phone").state == "in"


def test_eight_threads_get_ten_tries_and_no_more(stage: Stage) -> None:
    one, wrong = stage.person("阿华"), stage.wrong(NINE)

    def guess(_number: int) -> str:
        try:
            presence.sign_in(stage.store, stage.activity, one, wrong, NINE, device="phone")
        except GameError as refusal:
            return type(refusal).__name__
        return "in"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(24)))
    assert (answers.count("WrongCode"), stage.count("code_try", "who like 'subject:%'")) == (9, 10)


def test_one_place_at_a_time_and_the_other_one_is_named(stage: Stage) -> None:
    one = stage.person("阿华")
    other = stage.another(title="River bank")
    come(stage, one)
    with use_language("en"), pytest.raises(presence.SignedInElsewhere, match="East gate on 28 November"):
        presence.sign_in(stage.store, other, one, stage.code("in", NINE, other), NINE)
    here = presence.open_anywhere(stage.store, one, NINE)
    assert here and here.title == "East gate"


def test_eight_threads_sign_a_person_in_once_at_one_of_two_activities(stage: Stage) -> None:
    one = stage.person("阿华")
    places = [stage.activity, stage.another(title="River bank")]

    def sign(number: int) -> str:
        where = places[number % 2]
        try:
            return presence.sign_in(stage.store, where, one, stage.code("in", NINE, where), NINE).id
        except (presence.SignedInElsewhere, Duplicate) as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(sign, range(16)))
    assert stage.count("presence") == 1 and len(answers) == 2 and "Duplicate" not in answers


def test_a_forgotten_sign_out_does_not_lock_anybody_out_of_the_next_one(stage: Stage) -> None:
    one = stage.person("阿华")
    week = timedelta(days=7)
    other = stage.another(starts_at=NINE + week, ends_at=ELEVEN + week)
    come(stage, one)
    assert presence.sign_in(stage.store, other, one, stage.code("in", NINE + week, other), NINE + week).state == "in"
    row = stage.store.one("select served, state from record where id = :id", id=stage.record(one))
    assert row == {"served": 120, "state": "pending"}


def test_a_coordinators_own_code_is_refused_and_another_ticks_them(stage: Stage) -> None:
    gui, hua = stage.person("桂花婶"), stage.person("阿华")
    mine, other = stage.coordinator(gui), stage.coordinator(hua)
    with pytest.raises(presence.CodeNotForCoordinator):
        come(stage, gui)
    with pytest.raises(duty.OwnPresence):
        ticks.tick_in(stage.store, stage.activity, gui, mine, NINE)
    here = ticks.tick_in(stage.store, stage.activity, gui, other, NINE)
    assert isinstance(here, presence.Here) and here.state == "in"
    with pytest.raises(presence.CodeNotForCoordinator):
        go(stage, gui)


def test_an_organiser_never_ticks_themselves(stage: Stage) -> None:
    one = stage.person("李姐")
    with stage.store.writing() as tx:
        tx.run("update staff set resident = :r where id = :id", r=stage.resident(one), id=stage.li)
    with pytest.raises(duty.OwnPresence):
        ticks.tick_in(stage.store, stage.activity, one, By(staff=stage.li), NINE)


def test_a_walk_in_takes_a_free_place_and_when_full_the_coordinator_decides(stage: Stage) -> None:
    people = [stage.person(f"p{number}") for number in range(4)]
    for one in people[:3]:
        come(stage, one)
    assert activities.view(stage.store, stage.activity, NINE).taken == 3
    with pytest.raises(sign_ups.Full):
        come(stage, people[3])
    assert isinstance(ticks.tick_in(stage.store, stage.activity, people[3], By(staff=stage.li), NINE), presence.Here)
    assert stage.count("sign_up") == 3


def test_from_14_to_17_a_guardians_paper_is_ticked_first(stage: Stage) -> None:
    one, by = stage.person("小满"), By(staff=stage.li)
    with pytest.raises(presence.ConsentMissing):
        come(stage, one, minor=True)
    assert [(row.state, row.consent_missing) for row in ticks.people(stage.store, stage.activity, by, NINE)] == [("consent", True)]
    with pytest.raises(presence.ConsentMissing):
        ticks.tick_in(stage.store, stage.activity, one, by, NINE)
    ticks.see_consent(stage.store, stage.activity, one, by, NINE)
    assert come(stage, one, minor=True).state == "in"


def test_a_guest_and_an_unknown_activity_are_told_what_to_do(stage: Stage) -> None:
    with pytest.raises(sign_ups.NoAccount):
        come(stage, "guest")
    with pytest.raises(activities.UnknownActivity):
        presence.sign_in(stage.store, "x", stage.person("阿华"), "1", NINE)
    with pytest.raises(presence.NotSignedIn):
        go(stage, stage.person("老周"))


def test_two_stays_are_summed_in_one_record(stage: Stage) -> None:
    one, by = stage.person("阿华"), By(staff=stage.li)
    come(stage, one)
    ticks.tick_out(stage.store, stage.activity, one, by, NINE + minutes(30))
    come(stage, one, NINE + minutes(60))
    go(stage, one)
    row = stage.store.one("select served, version from record where id = :id", id=stage.record(one))
    assert row == {"served": 90, "version": 2} and stage.count("record") == 1


def test_the_coordinators_screen_shows_the_code_of_the_moment_to_those_on_duty_only(stage: Stage) -> None:
    by = stage.coordinator(stage.person("桂花婶"))
    seen = presence.code_view(stage.store, stage.activity, "in", by, NINE)
    assert (seen.code, seen.seconds_left, seen.is_open) == (stage.code("in", NINE), 30, True)
    out = presence.code_view(stage.store, stage.activity, "out", by, NINE)
    assert (out.is_open, out.opens_at, out.code != seen.code) == (False, ELEVEN - minutes(15), True)
    with pytest.raises(NotCoordinator):
        presence.code_view(stage.store, stage.activity, "in", By(resident=stage.resident(stage.person("阿华"))), NINE)


def test_who_signed_in_early_for_a_cancelled_activity_is_signed_in_nowhere(stage: Stage) -> None:
    one = stage.person("阿华")
    come(stage, one, NINE - minutes(30))
    activities.cancel(stage.store, stage.activity, "storm", stage.li, NINE - minutes(20))
    assert presence.open_anywhere(stage.store, one, NINE) is None
    with pytest.raises(activities.Cancelled):
        come(stage, one)


def test_a_moved_volunteer_earns_where_they_lived_when_they_came(stage: Stage) -> None:
    one = stage.person("阿华")
    come(stage, one)
    with stage.store.writing() as tx:
        tx.run("update resident set compound = :new where id = :id", new=stage.cast.willow, id=stage.resident(one))
    go(stage, one)
    row = stage.store.one("select compound from record")
    assert row == {"compound": stage.cast.yulan}


def test_locking_a_volunteer_twice_is_harmless(stage: Stage) -> None:
    with stage.store.writing() as tx:
        records.lock_volunteer(tx, "s")
        records.lock_volunteer(tx, "s")
    assert stage.count("volunteer") == 1 and clock.parse(clock.stamp(MONDAY)) == MONDAY
