"""Handing a list over from phone to phone: the activity is never without a coordinator because of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from linli import ids, links, privacy, who
from linli.errors import GameError
from linli.links import LinkDead
from linli.locale import use_language
from linli.store.base import Row
from linli.volunteer import activities, coordinators, duty, hand_over, ticks
from linli.volunteer.duty import By
from tests.cast import MONDAY
from tests.hours.conftest import NINE, Stage

UNTIL = NINE + timedelta(days=14)


def number(stage: Stage, subject: str) -> str:
    row = stage.store.one("select player_number from resident where id = :id", id=stage.resident(subject))
    assert row
    return str(row["player_number"])


def keeper(stage: Stage, nickname: str) -> tuple[str, By, str]:
    """A coordinator with a phone that keeps the list: subject, who they are, the cookie."""
    subject = stage.person(nickname)
    token = coordinators.coordinator_link(stage.store, stage.organiser(stage.li), stage.activity, stage.resident(subject), MONDAY)
    cookie, found = coordinators.enter_coordinator(stage.store, token, UNTIL, MONDAY)
    return subject, By(resident=found.resident), cookie


def keeps(stage: Stage, cookie: str) -> bool:
    return coordinators.coordinator_of_cookie(stage.store, cookie, stage.activity, NINE) is not None


def names(stage: Stage) -> list[str]:
    with stage.store.reading() as tx:
        return sorted(one.nickname for one in coordinators.coordinators_of(tx, stage.activity))


def notes(stage: Stage) -> list[Row]:
    return stage.store.rows("select what, about, detail from audit where what in ('hand_over', 'hand_over_taken', 'coordinator_left') order by id")


def test_both_keep_the_list_where_the_giver_goes_on(stage: Stage) -> None:
    _giver, by, cookie = keeper(stage, "李姐")
    other = stage.person("老周")
    made = hand_over.make(stage.store, stage.activity, by, number(stage, other), NINE, keep=True)
    assert (made.name, made.kept, names(stage)) == ("老周", True, ["李姐"])
    theirs, found = coordinators.enter_coordinator(stage.store, made.token, UNTIL, NINE)
    assert found.resident == stage.resident(other) and keeps(stage, cookie) and keeps(stage, theirs)
    assert names(stage) == ["李姐", "老周"]
    assert [row["what"] for row in notes(stage)] == ["hand_over", "hand_over_taken"]
    assert stage.count("hand_over", "kept = 1") == 1


def test_who_stops_is_out_in_the_moment_the_other_opens_the_link(stage: Stage) -> None:
    _giver, by, cookie = keeper(stage, "李姐")
    other = stage.person("老周")
    made = hand_over.make(stage.store, stage.activity, by, number(stage, other), NINE, keep=False)
    assert keeps(stage, cookie) and names(stage) == ["李姐"]
    theirs, _found = coordinators.enter_coordinator(stage.store, made.token, UNTIL, NINE)
    assert not keeps(stage, cookie) and keeps(stage, theirs) and names(stage) == ["老周"]
    with pytest.raises(duty.NotCoordinator):
        ticks.tick_in(stage.store, stage.activity, stage.person("阿华"), by, NINE)


def test_the_link_works_once_and_for_two_hours(stage: Stage) -> None:
    _giver, by, _cookie = keeper(stage, "李姐")
    other = stage.person("老周")
    first = hand_over.make(stage.store, stage.activity, by, number(stage, other), NINE, keep=True)
    second = hand_over.make(stage.store, stage.activity, by, number(stage, other), NINE, keep=True)
    with pytest.raises(LinkDead):
        coordinators.enter_coordinator(stage.store, first.token, UNTIL, NINE)
    with pytest.raises(LinkDead):
        coordinators.enter_coordinator(stage.store, second.token, UNTIL, NINE + timedelta(hours=2))
    coordinators.enter_coordinator(stage.store, second.token, UNTIL, NINE)
    with pytest.raises(LinkDead):
        coordinators.enter_coordinator(stage.store, second.token, UNTIL, NINE)


def test_nobody_hands_over_to_themselves_to_nobody_or_without_the_role(stage: Stage) -> None:
    giver, by, _cookie = keeper(stage, "李姐")
    with pytest.raises(hand_over.ToOneself):
        hand_over.make(stage.store, stage.activity, by, number(stage, giver), NINE, keep=True)
    for typed in ("", "000000x", "9" * 500):
        with pytest.raises(ticks.UnknownResident):
            hand_over.make(stage.store, stage.activity, by, typed, NINE, keep=True)
    stranger = stage.person("路人")
    for one in (By(resident=stage.resident(stranger)), By(staff=stage.li), By()):
        with pytest.raises(duty.NotCoordinator):
            hand_over.make(stage.store, stage.activity, one, number(stage, giver), NINE, keep=True)
    assert stage.count("hand_over") == 0


def test_the_last_one_cannot_simply_leave(stage: Stage) -> None:
    _giver, by, cookie = keeper(stage, "李姐")
    with use_language("en"), pytest.raises(hand_over.LastCoordinator, match="the only coordinator of East gate"):
        hand_over.leave(stage.store, stage.activity, by, NINE)
    keeper(stage, "老周")
    hand_over.leave(stage.store, stage.activity, by, NINE)
    assert not keeps(stage, cookie) and names(stage) == ["老周"]
    assert [row["what"] for row in notes(stage)] == ["coordinator_left"]


def test_of_two_who_leave_at_once_one_stays(stage: Stage) -> None:
    both = [keeper(stage, name)[1] for name in ("李姐", "老周")]

    def go(by: By) -> bool:
        try:
            hand_over.leave(stage.store, stage.activity, by, NINE)
        except hand_over.LastCoordinator:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, both)) == [False, True]
    assert len(names(stage)) == 1


@pytest.mark.parametrize("how", ["removed", "deleted", "left"])
def test_a_link_of_somebody_who_lost_the_role_is_dead(stage: Stage, how: str) -> None:
    giver, by, _cookie = keeper(stage, "李姐")
    keeper(stage, "韦叔")
    made = hand_over.make(stage.store, stage.activity, by, number(stage, stage.person("老周")), NINE, keep=True)
    if how == "removed":
        coordinators.remove_coordinator(stage.store, stage.organiser(stage.li), stage.activity, stage.resident(giver), NINE)
    elif how == "left":
        hand_over.leave(stage.store, stage.activity, by, NINE)
    else:
        with stage.store.reading() as tx:
            person = who.of_subject(tx, giver)
        assert person
        privacy.delete(stage.store, person, NINE)
    with pytest.raises(LinkDead):
        coordinators.enter_coordinator(stage.store, made.token, UNTIL, NINE)
    assert names(stage) == ["韦叔"]


def test_a_link_of_the_organisers_still_works_as_before(stage: Stage) -> None:
    person = stage.person("李姐")
    token = coordinators.coordinator_link(stage.store, stage.organiser(stage.li), stage.activity, stage.resident(person), MONDAY)
    activities.cancel(stage.store, stage.activity, "", stage.li, MONDAY, cause="wind")
    assert coordinators.enter_coordinator(stage.store, token, UNTIL, MONDAY)[1].resident == stage.resident(person)
    assert stage.count("hand_over") == 0


def test_of_many_who_open_the_link_at_once_one_gets_in(stage: Stage) -> None:
    _giver, by, _cookie = keeper(stage, "李姐")
    made = hand_over.make(stage.store, stage.activity, by, number(stage, stage.person("老周")), NINE, keep=False)

    def enter(_turn: int) -> bool:
        try:
            coordinators.enter_coordinator(stage.store, made.token, UNTIL, NINE)
        except GameError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(enter, range(4))) == 1
    assert names(stage) == ["老周"]


def test_a_link_for_another_activity_changes_nothing_here(stage: Stage) -> None:
    _giver, by, cookie = keeper(stage, "李姐")
    other = stage.another(title="West gate")
    with pytest.raises(duty.NotCoordinator):
        hand_over.make(stage.store, other, by, number(stage, stage.person("老周")), NINE, keep=False)
    with stage.store.writing() as tx:  # a forged target does not make anybody coordinator of it
        token = links.make_in(tx, "coordinator", f"{other}:{by.resident}", f"subject:{ids.new()}", NINE, UNTIL)
    with pytest.raises(LinkDead):
        coordinators.enter_coordinator(stage.store, token, UNTIL, NINE)
    assert keeps(stage, cookie)
