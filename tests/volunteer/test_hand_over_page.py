"""Handing over on the phone, through the real routes."""

import re
from html import unescape

from linli.web.field_routes import COORDINATOR
from tests.volunteer.conftest import Scene, words


def over(scene: Scene) -> str:
    return f"/duty/{scene.activity}/over"


def link_on(html: str) -> str:
    found = re.search(r"<code>http://[^<]*?(/duty\?t=[^<]+)</code>", html)
    assert found
    return unescape(found.group(1))


def test_the_list_leads_to_the_hand_over_and_the_other_phone_takes_it(scene: Scene) -> None:
    giver, _me = scene.keeper("李姐")
    assert f'href="{over(scene)}"' in giver.get(f"/tick/{scene.activity}").text
    assert "接手人的玩家号" in giver.get(over(scene)).text and "要先交接才能退出" in giver.get(over(scene)).text
    taker = scene.resident("老周")
    shown = giver.post(over(scene), data={"number": taker.player_number, "keep": "0"})
    assert shown.status_code == 200 and "请老周扫码" in words(shown.text) and 'src="data:image/svg+xml' in shown.text
    phone = scene.phone()
    link = link_on(shown.text)
    assert "老周" in phone.get(link).text
    assert giver.get(f"/tick/{scene.activity}").status_code == 200
    assert phone.post("/duty", data={"t": link.split("t=")[1]}).status_code == 303
    assert phone.get(f"/tick/{scene.activity}").status_code == 200
    assert giver.get(f"/tick/{scene.activity}").status_code == 400
    assert giver.cookies.get(COORDINATOR)


def test_a_wrong_number_is_said_and_what_was_typed_stays(scene: Scene) -> None:
    giver, me = scene.keeper("李姐")
    answer = giver.post(over(scene), data={"number": me.player_number, "keep": "1"})
    assert answer.status_code == 400 and "这是你自己的玩家号" in words(answer.text) and f'value="{me.player_number}"' in answer.text
    answer = giver.post(over(scene), data={"number": '"><script>', "keep": "1"})
    assert answer.status_code == 400 and "<script>" not in answer.text.replace('<script defer', "")


def test_who_does_not_keep_the_list_hands_nothing_over(scene: Scene) -> None:
    stranger, one = scene.phone("en"), scene.resident("老周")
    for answer in (stranger.get(over(scene)), stranger.post(over(scene), data={"number": one.player_number}), stranger.post(f"/duty/{scene.activity}/leave")):
        assert answer.status_code == 400 and "A list is handed over on the phone of a coordinator" in words(answer.text)
    assert stranger.get("/duty/none/over").status_code == 400
    assert scene.count("link", "kind = 'coordinator'") == 0


def test_one_of_two_stops_and_the_last_cannot(scene: Scene) -> None:
    first, _one = scene.keeper("李姐")
    second, _two = scene.keeper("老周")
    assert "直接退出" in first.get(over(scene)).text
    assert first.post(f"/duty/{scene.activity}/leave").headers["location"] == "/duty?stopped=1"
    assert "不再管那份名单了" in first.get("/duty?stopped=1").text
    answer = second.post(f"/duty/{scene.activity}/leave")
    assert answer.status_code == 400 and "只有你一位负责人" in words(answer.text)
    assert second.get(f"/tick/{scene.activity}").status_code == 200
