"""Enrolling somebody without a phone, on both engines: by whom, whom, once, and what is kept of it."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from linli import nicknames, notice, residents
from linli.errors import GameError
from linli.export import export
from linli.roles import NotAllowed
from linli.volunteer import enrolling, ticks
from linli.volunteer.duty import By, NotCoordinator
from linli.volunteer.enrolling import Enrolled, Newcomer, NoticeNotRead
from linli.volunteer.presence import NotOpen
from tests.hours.conftest import NINE, Stage, minutes, staff, stage

__all__ = ["stage"]


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PINs are sealed with a secret of this test alone."""
    monkeypatch.setenv("LINLI_DATA", str(tmp_path))


def newcomer(stage: Stage, **changes: object) -> Newcomer:
    return replace(Newcomer("石榴婆婆", stage.cast.yulan, True, True), **changes)  # type: ignore[arg-type]


def enrol(stage: Stage, by: By, after: float = 5, **changes: object) -> Enrolled:
    return enrolling.enrol(stage.store, stage.activity, newcomer(stage, **changes), by, NINE + minutes(after))


def test_a_coordinator_enrols_somebody_who_is_here_at_once_and_signs_in_with_the_card(stage: Stage) -> None:
    keeper = stage.person("桂姐")
    by = stage.coordinator(keeper)
    made = enrol(stage, by)
    assert made.here
    assert (made.here.state, made.here.came_how, made.here.came_at) == ("in", "tick", NINE + minutes(5))
    [row] = stage.store.rows("select * from enrolment")
    assert (row["subject"], row["activity"], row["by_whom"]) == (made.resident.subject, stage.activity, f"subject:{keeper}")
    assert stage.count("audit", "what = 'enrol'") == 1
    [resident] = stage.store.rows("select * from resident where id = :id", id=made.resident.id)
    assert (resident["pin_temporary"], resident["notice_version"]) == (1, notice.VERSION)
    assert made.pin not in str(stage.store.rows("select * from audit")) + str(resident)
    at = NINE + timedelta(days=1)
    found = residents.sign_in(stage.store, compound="", name_or_number=made.resident.player_number, pin=made.pin, device="d", at=at)
    assert found.id == made.resident.id
    assert stage.count("device_person", f"resident = '{made.resident.id}'") == 1


def test_nobody_is_remembered_on_the_coordinators_phone(stage: Stage) -> None:
    enrol(stage, By(staff=stage.li))
    assert stage.count("device_person") == 0


@pytest.mark.parametrize(("changes", "refusal"), [
    ({"fourteen": False}, residents.UnderFourteen), ({"agreed": False}, NoticeNotRead), ({"nickname": "一"}, nicknames.NicknameLength),
])
def test_without_age_consent_or_a_nickname_nothing_is_kept(stage: Stage, changes: dict[str, object], refusal: type[GameError]) -> None:
    with pytest.raises(refusal):
        enrol(stage, By(staff=stage.li), **changes)
    assert [stage.count(table) for table in ("resident", "subject", "enrolment", "presence")] == [0, 0, 0, 0]


def test_only_who_keeps_this_list_enrols(stage: Stage) -> None:
    other = stage.another(starts_at=NINE + timedelta(days=1), ends_at=NINE + timedelta(days=1, hours=1))
    elsewhere = stage.coordinator(stage.person("别处的"), other)
    for by, refusal in ((elsewhere, NotCoordinator), (By(), NotCoordinator), (By(staff=staff(stage.store, "Wu", "clerk")), NotAllowed)):
        with pytest.raises(refusal):
            enrol(stage, by)
    assert stage.count("enrolment") == 0


@pytest.mark.parametrize(("after", "open_then"), [(-61, False), (-60, True), (120, True), (121, False)])
def test_people_are_enrolled_while_they_may_come(stage: Stage, after: float, open_then: bool) -> None:
    if open_then:
        assert enrol(stage, By(staff=stage.li), after).here
        return
    with pytest.raises(NotOpen):
        enrol(stage, By(staff=stage.li), after)
    assert stage.count("resident") == 0


def test_a_nickname_that_somebody_has_is_refused_also_when_another_coordinator_made_it(stage: Stage) -> None:
    enrol(stage, By(staff=stage.li))
    stage.person("阿华")
    for by, name in ((By(staff=stage.chen), "石榴婆婆"), (By(staff=stage.li), "阿华")):
        with pytest.raises(residents.NicknameTaken):
            enrol(stage, by, 6, nickname=name)


def test_sent_again_because_the_answer_was_lost_it_is_the_same_person_under_the_pin_shown_last(stage: Stage) -> None:
    by = By(staff=stage.li)
    first, second = enrol(stage, by), enrol(stage, by, 6)
    assert first.resident.id == second.resident.id
    assert [stage.count(table) for table in ("resident", "enrolment", "presence")] == [1, 1, 1]
    signed = {"compound": "", "name_or_number": first.resident.player_number, "device": "d", "at": NINE + minutes(10)}
    if first.pin != second.pin:
        with pytest.raises(residents.WrongPin):
            residents.sign_in(stage.store, pin=first.pin, **signed)  # type: ignore[arg-type]
    found = residents.sign_in(stage.store, pin=second.pin, **signed)  # type: ignore[arg-type]
    residents.change_pin(stage.store, found, second.pin, "593817", device="d", at=NINE + minutes(11))
    with pytest.raises(residents.NicknameTaken):
        enrol(stage, by, 12)  # the account has an owner now: nobody else gets a PIN for it


def test_after_ten_minutes_the_coordinator_gets_no_new_pin(stage: Stage) -> None:
    enrol(stage, By(staff=stage.li))
    with pytest.raises(residents.NicknameTaken):
        enrol(stage, By(staff=stage.li), 16)


def test_from_14_to_17_the_list_asks_for_the_paper_first(stage: Stage) -> None:
    by = By(staff=stage.li)
    made = enrol(stage, by, minor=True)
    assert made.here is None
    [row] = ticks.people(stage.store, stage.activity, by, NINE + minutes(6))
    assert (row.subject, row.state) == (made.resident.subject, "consent")
    ticks.see_consent(stage.store, stage.activity, row.subject, by, NINE + minutes(7))
    ticks.tick_in(stage.store, stage.activity, row.subject, by, NINE + minutes(7))
    assert stage.count("presence") == 1


def test_a_full_clean_up_takes_people_who_are_standing_there(stage: Stage) -> None:
    by = By(staff=stage.li)
    names = ["甲乙", "丙丁", "戊己", "庚辛"]
    assert all(enrol(stage, by, nickname=name).here for name in names)
    assert (stage.count("presence"), stage.count("sign_up")) == (4, 3)


def test_eight_hands_enrol_one_nickname_once(stage: Stage) -> None:
    hands, told = [], []

    def hand(by: By) -> None:
        try:
            told.append(enrol(stage, by).resident.id)
        except residents.NicknameTaken:
            told.append("taken")

    for by in (By(staff=stage.li), By(staff=stage.chen)) * 4:
        hands.append(threading.Thread(target=hand, args=(by,)))
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    assert len(told) == 8
    assert len(set(told) - {"taken"}) == 1
    assert [stage.count(table) for table in ("resident", "subject", "enrolment", "presence")] == [1, 1, 1, 1]


def test_it_stands_in_the_persons_own_export(stage: Stage) -> None:
    made = enrol(stage, By(staff=stage.li))
    [line] = export(stage.store, made.resident, NINE + minutes(9))["made_at_a_clean_up"]
    assert line["title"] == "East gate"
