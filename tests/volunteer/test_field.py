"""The field's plain page: who I am, one code, and that it is done."""

import re
from datetime import timedelta

import pytest

from linli import clock, kiosks
from linli.rules import totp
from linli.volunteer import activities, presence, sign_ups, ticks
from linli.volunteer.duty import By
from linli.web import assets
from tests.cast import compound
from tests.volunteer.conftest import PIN, Scene, words

LIMIT = 20_000


def at(scene: Scene, tail: str = "") -> str:
    return f"/field/{scene.activity}{tail}"


def size(html: str) -> int:
    """The page with its style sheet and script, uncompressed."""
    own = [name for name in ("field.css", "field.js") if assets.url(name) in html]
    assert len(own) == 2
    return len(html.encode()) + sum(len(assets.ours()[name].body) for name in own)


@pytest.mark.parametrize(("language", "said"), [
    ("zh-CN", ["榕荫苑东门清洁日", "东门岗亭旁集合", "签到", "扫落叶", "地滑，穿防滑鞋", "李姐", "榕溪志愿队", "保险"]),
    ("en", ["榕荫苑东门清洁日", "东门岗亭旁集合", "Sign in by code", "Rongxi Volunteers", "Insurance"]),
])
def test_the_page_says_what_where_when_and_what_to_know(scene: Scene, language: str, said: list[str]) -> None:
    answer = scene.phone(language).get(at(scene))
    assert answer.status_code == 200
    assert [one for one in said if one not in words(answer.text)] == []
    assert f'lang="{language}"' in answer.text
    assert answer.headers["content-security-policy"]


def test_who_just_comes_ticks_that_they_have_read_the_risks(scene: Scene) -> None:
    phone = scene.phone("en")
    made = scene.resident("阿华", phone)
    assert 'name="read" value="1" required' in phone.get(at(scene)).text
    answer = phone.post(at(scene), data={"code": scene.code("in"), "what": "in"})
    assert answer.status_code == 400 and "please read what is done, the risks and the insurance first" in words(answer.text)
    assert scene.count("presence") == 0
    sign_ups.sign_up(scene.store, scene.activity, made.subject, clock.now() - timedelta(hours=5), read=True)
    assert 'name="read"' not in phone.get(at(scene)).text
    assert phone.post(at(scene), data={"code": scene.code("in"), "what": "in"}).status_code == 303


def test_the_page_stays_under_20_kb_with_60_compounds_and_without_streamlit(scene: Scene) -> None:
    with scene.store.writing() as tx:
        for number in range(57):
            compound(tx, f"第{number}小区的名字", f"Compound number {number}", 100, "slips")
    phone = scene.phone()
    for page in (at(scene), at(scene, "/enter")):
        html = phone.get(page).text
        assert size(html) < LIMIT, (page, size(html))
        assert "_stcore" not in html
        assert "<script>" not in html


def test_every_page_of_the_field_is_small(scene: Scene) -> None:
    phone, stranger = scene.phone(), scene.phone("en")
    scene.resident("阿华", phone)
    for one, page in ((phone, at(scene)), (stranger, at(scene)), (stranger, at(scene, "/enter")), (stranger, at(scene, "/join")), (phone, at(scene, "/join"))):
        assert size(one.get(page).text) < LIMIT, (page, size(one.get(page).text))


def test_a_stranger_signs_in_with_nickname_compound_pin_and_code_at_once(scene: Scene) -> None:
    scene.resident("桂花婶")
    phone = scene.phone()
    phone.get(at(scene))
    home = scene.store.rows("select code from compound where id = :id", id=scene.cast.yulan)[0]["code"]
    typed = {"who": "1", "name": "桂花婶", "home": home, "pin": PIN, "code": scene.code("in"), "what": "in", "read": "1", "key": "k1"}
    answer = phone.post(at(scene), data=typed)
    assert (answer.status_code, answer.headers["location"]) == (303, at(scene))
    page = phone.get(at(scene)).text
    assert re.search(r"已签到 \d+:\d\d", words(page))
    assert "你是 桂花婶" in words(page)
    assert [stay["came_how"] for stay in scene.stays()] == ["code"]


def test_a_player_number_needs_no_compound(scene: Scene) -> None:
    made, phone = scene.resident("桂花婶"), scene.phone()
    phone.get(at(scene))
    answer = phone.post(at(scene), data={"who": "1", "name": made.player_number, "pin": PIN, "code": scene.code("in"), "what": "in", "read": "1"})
    assert answer.status_code == 303


def test_a_double_tap_and_a_replay_are_one_presence(scene: Scene) -> None:
    phone = scene.phone()
    scene.resident("阿华", phone)
    typed = {"code": scene.code("in"), "what": "in", "read": "1", "key": "same"}
    assert [phone.post(at(scene), data=typed).status_code for _ in range(3)] == [303, 303, 303]
    assert len(scene.stays()) == 1
    leaving = {"code": scene.code("out"), "what": "out", "key": "other"}
    assert [phone.post(at(scene), data=leaving).status_code for _ in range(2)] == [303, 303]
    # The first tap once more, after everything: it is answered as it was, and brings nobody back.
    assert phone.post(at(scene), data=typed).status_code == 303
    assert [stay["left_how"] for stay in scene.stays()] == ["code"]


def test_a_wrong_pin_is_told_in_place_and_keeps_what_was_typed(scene: Scene) -> None:
    scene.resident("桂花婶")
    phone = scene.phone()
    phone.get(at(scene))
    answer = phone.post(at(scene), data={"who": "1", "name": "桂花婶", "home": scene.cast.yulan, "pin": "111222", "code": scene.code("in"), "what": "in", "read": "1"})
    assert answer.status_code == 400
    assert "口令不对" in words(answer.text) or "昵称或口令" in words(answer.text)
    assert 'value="桂花婶"' in answer.text
    assert f'value="{scene.code("in")}"' in answer.text
    assert "111222" not in answer.text
    assert " selected>" in answer.text
    assert scene.stays() == []


def test_who_has_proved_the_pin_is_asked_for_the_code_alone(scene: Scene) -> None:
    made, phone = scene.resident("桂花婶"), scene.phone()
    phone.get(at(scene))
    answer = phone.post(at(scene), data={"who": "1", "name": made.player_number, "pin": PIN, "code": scene.wrong(), "what": "in", "read": "1"})
    assert answer.status_code == 400
    assert "对不上" in words(answer.text)
    assert "你是 桂花婶" in words(answer.text)
    assert 'name="pin"' not in answer.text


def test_ten_wrong_codes_leave_only_the_tick(scene: Scene) -> None:
    phone = scene.phone()
    scene.resident("阿华", phone)
    answers = [phone.post(at(scene), data={"code": scene.wrong(), "what": "in", "read": "1"}) for _ in range(10)]
    assert "请负责人在名单上点你" in words(answers[-1].text)
    assert phone.post(at(scene), data={"code": scene.code("in"), "what": "in", "read": "1"}).status_code == 400


def test_after_signing_out_the_hours_wait_for_approval(scene: Scene) -> None:
    phone = scene.phone()
    made = scene.resident("阿华", phone)
    began = clock.now() - timedelta(minutes=39)
    ticks.tick_in(scene.store, scene.activity, made.subject, By(staff=scene.organiser), began)
    assert phone.post(at(scene), data={"code": scene.code("out"), "what": "out"}).status_code == 303
    page = words(phone.get(at(scene)).text)
    assert "已签退" in page
    assert re.search(r"0\.[67] 小时等待审批", page)
    assert "又回来了？" in page


@pytest.mark.parametrize(("moment", "filled"), [("in", True), ("out", False)])
def test_a_scanned_link_fills_in_the_code_of_its_own_moment(scene: Scene, moment: str, filled: bool) -> None:
    phone = scene.phone()
    scene.resident("阿华", phone)
    html = phone.get(at(scene, f"?code=483207&m={moment}")).text
    assert ('value="483207"' in html) is filled
    assert scene.stays() == [], "opening a link writes nothing"


def test_the_code_survives_joining_and_not_me(scene: Scene) -> None:
    phone = scene.phone()
    assert "/join?code=483207" in phone.get(at(scene, "?code=483207&m=in")).text
    scene.resident("阿华", phone)
    assert "?who=1&code=483207" in phone.get(at(scene, "?code=483207&m=in")).text.replace("&amp;", "&")


def test_a_walk_in_joins_on_the_plain_page_and_signs_in(scene: Scene) -> None:
    phone = scene.phone()
    page = phone.get(at(scene, "/join?code=" + scene.code("in"))).text
    assert "我已满 14 周岁" in words(page)
    assert "谁在处理" in words(page)
    typed = {"name": "新来的", "home": scene.cast.willow, "pin": "593817", "fourteen": "1", "agreed": "1", "code": scene.code("in")}
    answer = phone.post(at(scene, "/join"), data=typed)
    assert answer.status_code == 303
    after = phone.get(answer.headers["location"]).text
    number = scene.store.one("select player_number from resident where nickname = '新来的'")
    assert number
    assert f"{number['player_number'][:3]} {number['player_number'][3:]}" in words(after)
    assert f'value="{typed["code"]}"' in after
    assert phone.post(at(scene), data={"code": scene.code("in"), "what": "in", "read": "1"}).status_code == 303
    assert len(scene.stays()) == 1


@pytest.mark.parametrize(("left_out", "said"), [("fourteen", "14"), ("agreed", "隐私"), ("home", "小区"), ("pin", "六位")])
def test_joining_needs_every_tick_and_field_and_keeps_what_was_typed(scene: Scene, left_out: str, said: str) -> None:
    phone = scene.phone()
    phone.get(at(scene, "/join"))
    typed = {"name": "新来的", "home": scene.cast.willow, "pin": "593817", "fourteen": "1", "agreed": "1"}
    answer = phone.post(at(scene, "/join"), data={**typed, left_out: ""})
    assert answer.status_code == 400
    assert said in words(answer.text)
    assert 'value="新来的"' in answer.text
    assert scene.count("resident") == 0


def test_somebody_of_14_to_17_signs_in_after_the_paper_was_seen(scene: Scene) -> None:
    phone = scene.phone()
    made = scene.resident("小满", phone)
    typed = {"code": scene.code("in"), "what": "in", "read": "1", "minor": "1"}
    answer = phone.post(at(scene), data=typed)
    assert answer.status_code == 400
    assert "同意书" in words(answer.text)
    ticks.see_consent(scene.store, scene.activity, made.subject, By(staff=scene.organiser), clock.now())
    assert phone.post(at(scene), data=typed).status_code == 303


def test_people_who_share_a_phone_go_on_without_a_pin(scene: Scene) -> None:
    phone = scene.phone()
    first, second = scene.resident("阿华", phone), scene.resident("桂花婶", phone)
    page = phone.get(at(scene, "?who=1")).text
    assert "阿华" in words(page)
    assert "桂花婶" in words(page)
    assert phone.post(at(scene, "/as"), data={"as": first.id}).status_code == 303
    assert "你是 阿华" in words(phone.get(at(scene)).text)
    stranger = scene.phone()
    stranger.get(at(scene))
    assert stranger.post(at(scene, "/as"), data={"as": second.id}).status_code == 400


def test_the_coordinators_own_phone_leads_to_the_list(scene: Scene) -> None:
    phone, made = scene.keeper()
    phone.post(at(scene, "/enter"), data={"name": made.player_number, "pin": PIN})
    page = phone.get(at(scene)).text
    assert f"/tick/{scene.activity}" in page
    answer = phone.post(at(scene), data={"code": scene.code("in"), "what": "in", "read": "1"})
    assert answer.status_code == 400
    assert "所以你不用这个码" in words(answer.text)


@pytest.mark.parametrize(("starts", "ends", "said"), [
    (180, 300, "开始签到"), (-300, -200, "签到已经结束"), (30, 90, "输入负责人手机上的 6 位签到码"),
])
def test_before_and_after_it_says_when(scene: Scene, starts: int, ends: int, said: str) -> None:
    page = scene.phone().get(f"/field/{scene.another(starts, ends)}")
    assert said in words(page.text)


def test_a_cancelled_one_says_why(scene: Scene) -> None:
    later = scene.another(180, 300)
    activities.cancel(scene.store, later, "下大雨", scene.organiser, clock.now())
    page = scene.phone().get(f"/field/{later}").text
    assert "取消了：下大雨" in words(page)
    assert 'name="code"' not in page


def test_signed_in_elsewhere_names_the_other_place(scene: Scene) -> None:
    phone = scene.phone()
    made = scene.resident("阿华", phone)
    other = scene.another(-30, 60, title="河堤捡拾")
    presence.sign_in(scene.store, other, made.subject, totp.code(_secret(scene, other), clock.now()), clock.now())
    answer = phone.post(at(scene), data={"code": scene.code("in"), "what": "in", "read": "1"})
    assert "河堤捡拾" in words(answer.text)


def _secret(scene: Scene, activity: str) -> str:
    row = scene.store.one("select code_in from activity where id = :id", id=activity)
    assert row
    return str(row["code_in"])


def test_a_full_one_says_so(scene: Scene) -> None:
    small = scene.another(-5, 60, places=1)
    sign_ups.sign_up(scene.store, small, scene.resident("先来的").subject, clock.now() - timedelta(hours=1))
    phone = scene.phone()
    scene.resident("后来的", phone)
    answer = phone.post(f"/field/{small}", data={"code": scene.code("in", small), "what": "in", "read": "1"})
    assert "满了" in words(answer.text)


@pytest.mark.parametrize("tail", ['?code="><script>alert(1)</script>', "?m=<b>&code=12", "?who=%22onx=1", "?new=1&code=x"])
def test_what_comes_by_the_address_is_text(scene: Scene, tail: str) -> None:
    html = scene.phone().get(at(scene, tail)).text
    assert "<script>" not in html
    assert "onx=" not in html


def test_hostile_fields_are_text(scene: Scene) -> None:
    phone = scene.phone()
    phone.get(at(scene))
    evil = '"><img src=x onerror=alert(1)>' + "x" * 9000
    for page in ("", "/enter", "/join"):
        answer = phone.post(at(scene, page), data={"who": "1", "name": evil, "home": evil, "pin": evil, "code": evil, "key": evil, "what": "in", "read": "1", "to": evil})
        assert answer.status_code == 400
        assert "<img src=x" not in answer.text
    assert phone.post(at(scene), data={"name": "x" * 70_000}).status_code == 400


def test_an_unknown_activity_and_a_foreign_origin_are_refused(scene: Scene) -> None:
    phone = scene.phone()
    assert "不在列表里" in words(phone.get("/field/none").text)
    assert phone.post(at(scene), data={"code": "1"}, headers={"origin": "http://elsewhere"}).status_code == 403
    assert phone.get("/field").headers["location"] == "/activities"


def test_from_the_list_one_comes_back_to_the_list(scene: Scene) -> None:
    made, phone = scene.resident("阿华"), scene.phone()
    phone.get(at(scene, "/enter?to=list"))
    answer = phone.post(at(scene, "/enter"), data={"name": made.player_number, "pin": PIN, "to": "list"})
    assert answer.headers["location"] == f"/activities?a={scene.activity}"
    typed = {"name": "新来的", "home": scene.cast.willow, "pin": PIN, "fourteen": "1", "agreed": "1", "to": "list"}
    other = scene.phone()
    other.get(at(scene, "/join?to=list"))
    assert other.post(at(scene, "/join"), data=typed).headers["location"] == f"/activities?a={scene.activity}"
    assert other.post(at(scene, "/join"), data={**typed, "to": "//evil"}).headers["location"].startswith("/field/")


def test_nobody_signs_in_at_a_kiosk(scene: Scene) -> None:
    cookie = _kiosk(scene)
    phone = scene.phone(ll_kiosk=cookie)
    answer = phone.get(at(scene))
    assert answer.status_code == 403
    assert "自己的手机" in words(answer.text)


def _kiosk(scene: Scene) -> str:
    with scene.store.reading() as tx:
        by = activities.organiser(tx, scene.organiser)
    return kiosks.register(scene.store, kiosks.link(scene.store, by, "大厅", clock.now()), clock.now())


def test_large_print_and_language_are_kept(scene: Scene) -> None:
    phone = scene.phone()
    phone.get(at(scene))
    phone.post("/prefs", json={"large": 1})
    phone.post("/prefs", json={"lang": "en"})
    html = phone.get(at(scene)).text
    assert '<html lang="en" class="large">' in html


def test_without_cookies_nobody_is_signed_in(scene: Scene) -> None:
    made, phone = scene.resident("阿华"), scene.phone()
    answer = phone.post(at(scene), data={"who": "1", "name": made.player_number, "pin": PIN, "code": scene.code("in"), "what": "in", "read": "1"})
    assert answer.status_code == 400
    assert "Cookie" in answer.text
