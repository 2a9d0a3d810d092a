"""The page of clean-ups, run from the shell on a real database."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from linli import clock, devices, kiosks, residents
from linli.rules import totp
from linli.volunteer import activities, presence, sign_ups, waiting
from linli.web import application, begin, nav
from linli.who import Resident
from tests.volunteer.conftest import PIN, Scene, words

PAGE = str(nav.PAGES / "volunteer" / "activities.py")
COOKIE = "a" * 43


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """What the browser sends along: AppTest has no cookies of its own."""
    kept = {"ll_device": COOKIE}
    monkeypatch.setattr(begin, "script_cookies", lambda: kept)
    monkeypatch.setattr(begin, "script_language", lambda: "zh-CN")
    yield kept


def opened(scene: Scene, **asked: str) -> AppTest:
    """The page as it stands."""
    test = AppTest.from_file(str(application.SHELL), default_timeout=30)
    test.run()
    for name, value in asked.items():
        test.query_params[name] = value
    test.switch_page(PAGE).run()
    assert not test.exception, test.exception
    return test


def text(test: AppTest) -> str:
    """Everything the page shows in our own HTML."""
    return words("".join(str(one.proto.body) for one in test.main if one.type == "html") + "".join(one.label for one in test.button))


def raw(test: AppTest) -> str:
    return "".join(str(one.proto.body) for one in test.main if one.type == "html")


def me(scene: Scene) -> Resident:
    """A resident whom this browser remembers."""
    made = scene.resident("桂花婶")
    residents.sign_in(scene.store, compound="", name_or_number=made.player_number, pin=PIN, device=devices.mark(COOKIE), at=clock.now())
    return made


def test_without_any_clean_up_one_drawing_and_one_sentence(scene: Scene, browser: dict[str, str]) -> None:
    with scene.store.writing() as tx:
        tx.run("delete from activity")
    assert "还没有排好的志愿活动" in text(opened(scene))


def test_one_that_is_open_leads_to_the_field_and_later_ones_are_cards(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(3 * 1440, 3 * 1440 + 90, title="河堤捡拾", places=8)
    page = opened(scene)
    assert f'href="/field/{scene.activity}"' in raw(page)
    for said in ("正在进行", "榕荫苑东门清洁日", "接下来", "河堤捡拾", "还有 8 个名额，共 8 个", "报名"):
        assert said in text(page)
    assert f"/activities?a={later}" in raw(page)


def test_what_must_be_known_stands_before_the_sign_up(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530)
    me(scene)
    page = opened(scene, a=later)
    for said in ("扫落叶", "捡垃圾", "地滑，穿防滑鞋", "组织单位给志愿者买了保险", "榕溪志愿队", "李姐", "东门岗亭旁集合", "明天"):
        assert said in text(page), said
    assert [one.label for one in page.button] == ["报名"]


def test_signing_up_and_giving_the_place_back(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530)
    me(scene)
    page = opened(scene, a=later)
    page.checkbox(key="read").check().run()
    page.button(key="sign_up").click().run()
    assert "名额给你留好了" in text(page)
    assert scene.count("sign_up") == 1
    page.button(key="cancel").click().run()
    assert scene.count("sign_up") == 0
    assert [one.key for one in page.button] == ["sign_up"]


def test_a_tap_sent_twice_takes_one_place(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530)
    made = me(scene)
    page = opened(scene, a=later)
    page.checkbox(key="read").check().run()
    sign_ups.sign_up(scene.store, later, made.subject, clock.now())
    page.button(key="sign_up").click().run()
    assert scene.count("sign_up") == 1
    assert "名额给你留好了" in text(page)


def test_the_last_place_went_a_moment_ago(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530, places=1)
    me(scene)
    page = opened(scene, a=later)
    page.checkbox(key="read").check().run()
    sign_ups.sign_up(scene.store, later, scene.resident("更快的").subject, clock.now())
    page.button(key="sign_up").click().run()
    assert "1 个名额都有人了" in text(page)
    assert (scene.count("sign_up"), scene.count("waiting_list")) == (1, 0)
    assert [one.key for one in page.button] == ["wait"]


def test_without_the_tick_that_one_has_read_nobody_signs_up(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530)
    me(scene)
    page = opened(scene, a=later)
    page.button(key="sign_up").click().run()
    assert "请先看活动内容、风险提示和保险情况" in text(page)
    assert scene.count("sign_up") == 0


def test_a_full_one_offers_the_waiting_list_with_ones_place_in_it_and_moving_up(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530, places=1, title="河堤捡拾")
    mine = me(scene)
    first, second = scene.resident("更快的"), scene.resident("也快的")
    sign_ups.sign_up(scene.store, later, first.subject, clock.now())
    waiting.join(scene.store, later, second.subject, clock.now())
    page = opened(scene, a=later)
    assert "1 个名额都有人了" in text(page) and "已有 1 人候补" in text(page)
    page.checkbox(key="read").check().run()
    page.button(key="wait").click().run()
    assert "你排在候补第 2 位" in text(page)
    assert "候补第 2 位" in text(opened(scene))
    sign_ups.cancel(scene.store, later, first.subject, clock.now())
    assert "你排在候补第 1 位" in text(opened(scene, a=later))
    page = opened(scene, a=later)
    page.button(key="leave").click().run()
    assert scene.count("waiting_list") == 0
    waiting.join(scene.store, later, mine.subject, clock.now())
    sign_ups.cancel(scene.store, later, second.subject, clock.now())
    assert "候补轮到你了，名额是你的" in text(opened(scene, a=later))
    assert "候补成功" in text(opened(scene))


def test_somebody_of_14_to_17_is_told_to_bring_the_paper(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530)
    me(scene)
    page = opened(scene, a=later)
    page.checkbox(key="minor").check().run()
    page.checkbox(key="read").check().run()
    page.button(key="sign_up").click().run()
    assert "纸质同意书" in text(page)


def test_who_is_not_signed_in_joins_first_and_comes_back(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530)
    page = opened(scene, a=later)
    assert f"/field/{later}/join?to=list" in raw(page)
    assert f"/field/{later}/enter?to=list" in raw(page)
    assert not page.button


def test_my_own_stand_first_with_sign_in_now(scene: Scene, browser: dict[str, str]) -> None:
    made = me(scene)
    mine = scene.another(30, 90, title="我的那一次")
    sign_ups.sign_up(scene.store, mine, made.subject, clock.now())
    page = text(opened(scene))
    assert page.index("我的那一次") < page.index("榕荫苑东门清洁日")
    assert "现在签到" in page


def test_where_one_is_signed_in_and_what_one_has_earned(scene: Scene, browser: dict[str, str]) -> None:
    made = me(scene)
    row = scene.store.one("select code_in from activity where id = :id", id=scene.activity)
    assert row
    now = clock.now()
    presence.sign_in(scene.store, scene.activity, made.subject, totp.code(row["code_in"], now), now)
    assert "已签到" in text(opened(scene))
    presence.sign_out(scene.store, scene.activity, made.subject, scene.code("out"), now + timedelta(seconds=1))
    page = text(opened(scene))
    assert "去过的" in page
    assert "已签退" in page


def test_this_week_has_none_and_the_next_is_named(scene: Scene, browser: dict[str, str]) -> None:
    with scene.store.writing() as tx:
        tx.run("delete from activity")
    ahead = 14 * 1440
    later = scene.another(ahead, ahead + 90)
    day = scene.store.one("select act_on from activity where id = :id", id=later)
    assert day
    month, number = int(day["act_on"][5:7]), int(day["act_on"][8:])
    assert f"这周没有志愿活动。下次是 {month} 月 {number} 日。" in text(opened(scene))


def test_a_cancelled_one_says_why_and_an_unknown_one_is_refused(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530)
    activities.cancel(scene.store, later, "下大雨", scene.organiser, clock.now())
    assert "取消了：下大雨" in text(opened(scene, a=later))
    assert "不在列表里" in text(opened(scene, a="none"))


def test_at_a_kiosk_nobody_is_sent_to_sign_in(scene: Scene, browser: dict[str, str]) -> None:
    with scene.store.reading() as tx:
        by = activities.organiser(tx, scene.organiser)
    browser["ll_kiosk"] = kiosks.register(scene.store, kiosks.link(scene.store, by, "大厅", clock.now()), clock.now())
    later = scene.another(1440, 1530)
    assert "/field/" not in raw(opened(scene))
    assert "请用自己的手机报名" in text(opened(scene, a=later))


def test_hostile_titles_are_text(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530, title="<b>粗</b>![](x)", location="<img src=x>", work="<script>1</script>")
    for page in (opened(scene), opened(scene, a=later)):
        html = raw(page)
        assert "<b>粗" not in html
        assert "<img src=x>" not in html
        assert "<script>" not in html


def test_one_without_hours_says_so(scene: Scene, browser: dict[str, str]) -> None:
    later = scene.another(1440, 1530, working_time=True)
    assert "只记积分，不记时长：活动在工作时间里。" in text(opened(scene, a=later))


def test_english_has_no_chinese_of_ours(scene: Scene, browser: dict[str, str]) -> None:
    browser["ll_lang"] = "en"
    page = text(opened(scene, a=scene.another(1440, 1530)))
    for said in ("Tomorrow", "What to watch out for", "Person in charge", "Make a nickname and sign up"):
        assert said in page
