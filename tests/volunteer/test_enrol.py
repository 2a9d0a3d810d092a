"""Enrolling somebody without a phone, through the coordinator's page."""

import re

import pytest

from tests.volunteer.conftest import Scene, words

GOOD = {"name": "石榴婆婆", "fourteen": "1", "agreed": "1"}


def at(scene: Scene) -> str:
    return f"/tick/{scene.activity}/enrol"


def test_the_card_shows_number_and_pin_once_and_the_person_is_here(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    asked = words(phone.get(at(scene)).text)
    assert "念给本人听" in asked
    assert "谁在处理" in asked
    answer = phone.post(at(scene), data={**GOOD, "home": scene.cast.willow})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    number, pin = re.findall(r'class="onecard">(\d{3} \d{3})<', answer.text)
    [made] = scene.store.rows("select * from resident where nickname = '石榴婆婆'")
    assert (number.replace(" ", ""), made["pin_temporary"], made["compound"]) == (made["player_number"], 1, scene.cast.willow)
    assert "石榴婆婆" in words(phone.get(f"/tick/{scene.activity}").text)
    assert [stay["came_how"] for stay in scene.stays()] == ["tick"]
    theirs = scene.phone()
    theirs.get(f"/field/{scene.activity}/enter")
    entered = theirs.post(f"/field/{scene.activity}/enter", data={"name": number, "pin": pin})
    assert entered.status_code == 303
    assert pin.replace(" ", "") not in phone.get(f"/tick/{scene.activity}").text


@pytest.mark.parametrize(("left_out", "said"), [("fourteen", "14"), ("agreed", "念给石榴婆婆听"), ("home", "小区"), ("name", "昵称")])
def test_what_is_missing_is_told_and_what_was_typed_stays(scene: Scene, left_out: str, said: str) -> None:
    phone, _keeper = scene.keeper()
    given = {**GOOD, "home": scene.cast.willow, left_out: ""}
    answer = phone.post(at(scene), data=given)
    assert answer.status_code == 400
    assert said in words(answer.text)
    assert f'value="{given["name"]}"' in answer.text
    assert scene.count("enrolment") == 0


def test_the_form_and_its_answer_are_for_who_keeps_this_list(scene: Scene) -> None:
    other = scene.another(-10, 30)
    stranger, (elsewhere, _made) = scene.phone(), scene.keeper(activity=other)
    for phone in (stranger, elsewhere):
        assert phone.get(at(scene)).status_code == 400
        assert phone.post(at(scene), data={**GOOD, "home": scene.cast.willow}).status_code == 400
    assert scene.count("enrolment") == 0


def test_a_hostile_nickname_is_text(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    answer = phone.post(at(scene), data={**GOOD, "name": '"><b>x', "home": scene.cast.willow})
    assert "<b>x" not in answer.text
