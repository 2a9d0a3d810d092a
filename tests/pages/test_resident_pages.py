import pytest
from streamlit.testing.v1 import AppTest

from linli import claims, clock, community, devices, residents, slips
from linli.attempts import Player
from linli.web.middleware import LANGUAGE
from tests.pages.resident_stage import PIN, Stage, words
from tests.pages.test_resident_quiz import finish

FAULT = "say fault"
ALL = ("home", "start", "join", "enter", "code", "quiz", "topics", "me", "history", "review", "account", "data", "help", "rules")


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    app.run()
    assert not app.exception
    return app


def submit(app: AppTest, **typed: object) -> AppTest:
    for key, value in typed.items():
        if isinstance(value, bool):
            app.checkbox(key=key).set_value(value)
        else:
            app.text_input(key=key).set_value(value)
    app.button[0].click()
    app.run()
    assert not app.exception
    return app


def test_before_the_set_up_home_says_so_and_leads_the_organiser_on(stage: Stage) -> None:
    with stage.store.writing() as tx:
        tx.run("delete from setting")
    shown = words(stage.page())
    assert "邻里杯还在布置" in shown and 'href="/staff/setup"' in shown


def test_without_compounds_there_is_nothing_to_choose_and_it_says_so(stage: Stage) -> None:
    with stage.store.writing() as tx:
        tx.run("update compound set retired_at = ''")
        community.roster_changed(tx)
    for name in ("start", "join", "quiz"):
        app = stage.page(name)
        assert "邻里杯还在布置" in words(app) and not app.radio, name


def test_a_newcomer_may_play_as_a_guest_or_join_and_a_link_keeps_the_compound(stage: Stage) -> None:
    shown = words(stage.page(c="AB12", s="XYZ123"))
    assert 'href="/start?c=AB12&amp;s=XYZ123"' in shown and 'href="/join?c=AB12&amp;s=XYZ123"' in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_for_a_stranger_and_for_a_resident(stage: Stage, language: str) -> None:
    stage.cookies[LANGUAGE] = language
    for name in ALL:
        assert FAULT not in words(stage.page(name)), name
    stage.resident()
    for name in ALL:
        assert FAULT not in words(stage.page(name)), name


def test_a_guest_chooses_a_compound_and_the_quiz_begins(stage: Stage) -> None:
    app = stage.page("start")
    assert app.button(key="begin").disabled
    app.radio(key="pick").set_value(stage.cast.willow)
    app.run()
    assert "柳巷" in app.button(key="begin").label
    press(app, "begin")
    row = stage.store.one("select compound, guest, slip from attempt")
    assert row == {"compound": stage.cast.willow, "guest": 1, "slip": None} and "data-lc=\"quiz\"" in words(app)


def test_an_unknown_compound_in_the_link_gives_one_sentence_and_the_list(stage: Stage) -> None:
    app = stage.page("start", c="<b>NOPE")
    assert words(app).count('role="alert"') == 1 and "没有叫“&lt;b&gt;NOPE”的小区" in words(app)
    assert len(app.radio(key="pick").options) == 3 and app.radio(key="pick").value is None


def test_a_link_preselects_the_compound_and_a_wrong_slip_starts_nothing(stage: Stage) -> None:
    code = stage.store.one("select code from compound where id = :id", id=stage.cast.yulan)
    app = stage.page("start", c=code["code"] if code else "")
    assert app.radio(key="pick").value == stage.cast.yulan
    app.text_input(key="slip").set_value("ZZZZZZ")
    press(app, "begin")
    assert "没有这个户码" in words(app) and stage.store.rows("select id from attempt") == []


def test_a_guests_slip_goes_into_the_attempt(stage: Stage) -> None:
    code = slips.issue(stage.store, stage.cast.yulan, 1, clock.now())[0]
    app = stage.page("start")
    app.radio(key="pick").set_value(stage.cast.yulan)
    app.text_input(key="slip").set_value(code.lower())
    app.run()
    press(app, "begin")
    assert stage.store.one("select slip is not null as held from attempt") == {"held": 1}


def test_joining_shows_the_player_number_once_and_large(stage: Stage) -> None:
    app = stage.page("join")
    app.radio(key="pick").set_value(stage.cast.yulan)
    app.run()
    submit(app, nickname="桂花婶", pin=PIN, pin_again=PIN, fourteen=True, agreed=True)
    row = stage.store.one("select player_number, notice_version from resident")
    assert row and f"{row['player_number'][:3]} {row['player_number'][3:]}" in words(app) and "桂花婶" in words(app)
    assert "欢迎" not in words(stage.page("join"))


JOIN = {"nickname": "桂花婶", "pin": PIN, "pin_again": PIN, "fourteen": True, "agreed": True}


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"fourteen": False}, "14"), ({"agreed": False}, "请看过隐私告知"), ({"pin_again": "000000"}, "两次口令不一样"),
    ({"pin": "123456", "pin_again": "123456"}, "口令"), ({"pin": "12", "pin_again": "12"}, "口令"),
    ({"nickname": "![x](http://a.example/b.png)"}, "昵称"), ({"nickname": "<script>x</script>"}, "昵称"),
    ({"nickname": "\u202eabc\u0000"}, "昵称"), ({"nickname": "长" * 10_000}, "昵称"), ({"slip": "ZZZZZZ"}, "户码"),
])
def test_a_refused_join_says_one_sentence_and_makes_nobody(stage: Stage, changed: dict[str, object], sentence: str) -> None:
    app = stage.page("join")
    app.radio(key="pick").set_value(stage.cast.yulan)
    app.run()
    submit(app, **{**JOIN, **changed})
    assert sentence in words(app) and FAULT not in words(app) and stage.store.rows("select id from resident") == []


def test_joining_without_a_compound_is_refused(stage: Stage) -> None:
    assert "请在上面选你的小区" in words(submit(stage.page("join"), **JOIN))


def test_a_wrong_pin_is_refused_and_the_right_one_signs_in(stage: Stage) -> None:
    number = stage.resident(here=False).player_number
    app = submit(stage.page("enter"), name=number, pin="111222")
    assert "还可以试 4 次" in words(app)
    submit(app, name=number, pin=PIN)
    assert residents.people_on(stage.store, stage.device, clock.now())[0].player_number == number


def test_people_who_share_a_phone_switch_without_a_pin(stage: Stage) -> None:
    first = stage.resident("桂花婶")
    stage.resident("阿竹")
    app = stage.page("enter")
    press(app, f"person_{first.id}")
    row = stage.store.one("select resident from device")
    assert row == {"resident": first.id}


def test_nobody_signs_in_at_a_kiosk(stage: Stage) -> None:
    with stage.store.writing() as tx:
        tx.insert("kiosk", [{"id": devices.mark("k"), "name": "Hall", "registered_by": None, "registered_at": clock.stamp(clock.now()), "revoked_at": None}])
    stage.cookies["ll_kiosk"] = "k"
    for name in ("join", "enter", "me", "account", "data"):
        app = stage.page(name)
        assert "在这台机器上大家都是游客" in words(app) and not app.text_input


def test_the_account_changes_nickname_pin_slip_and_compound(stage: Stage) -> None:
    stage.resident()
    code = slips.issue(stage.store, stage.cast.yulan, 1, clock.now())[0]
    app = stage.page("account")
    app.text_input(key="new_nickname").set_value("江伯")
    app.button[0].click().run()
    assert "昵称换好了" in words(app)
    for key, value in (("old_pin", PIN), ("new_pin", "480263"), ("new_pin_again", "480263")):
        app.text_input(key=key).set_value(value)
    app.button[1].click().run()
    assert "口令换好了" in words(app)
    app.text_input(key="new_slip").set_value(code)
    app.button[2].click().run()
    row = stage.store.one("select nickname, slip is not null as slip from resident")
    assert row == {"nickname": "江伯", "slip": 1}
    app.selectbox(key="new_home").set_value(stage.cast.willow)
    app.button[3].click().run()
    assert stage.store.one("select compound, slip from resident") == {"compound": stage.cast.willow, "slip": None}


def test_deleting_needs_the_nickname_and_then_nothing_is_left(stage: Stage) -> None:
    stage.resident()
    app = submit(stage.page("data"), confirm="somebody")
    assert "什么都没删" in words(app) and len(stage.store.rows("select id from resident")) == 1
    submit(app, confirm="桂花婶")
    assert stage.store.rows("select id from resident") == [] and "账号已删除" in words(app)


def test_signing_out_leaves_the_phone_to_the_next(stage: Stage) -> None:
    stage.resident()
    press(stage.page("account"), "out")
    assert "选小区，开始答题" in words(stage.page())


def test_a_code_of_nothing_is_refused_in_words(stage: Stage) -> None:
    stage.resident()
    assert "现在没有这个码的答题" in words(submit(stage.page("code"), code="QQQQQQ"))


def test_an_article_is_shown_with_the_quoted_words_marked(stage: Stage) -> None:
    quote = "不得占用、堵塞、封闭疏散通道、安全出口、消防车通道"
    shown = words(stage.page("law", law="xiaofang-fa", article="第二十八条", quote=quote))
    assert f"<mark>{quote}</mark>" in shown and "2026-07" in shown
    assert "<script>" not in words(stage.page("law", law="xiaofang-fa", article="第二十八条", quote="<script>"))
    assert 'role="alert"' in words(stage.page("law", law="no-such", article="x"))
    stage.cookies[LANGUAGE] = "en"
    assert "unofficial" in words(stage.page("law", law="xiaofang-fa", article="第二十八条"))


def test_many_compounds_are_chosen_from_a_box_with_a_filter(stage: Stage) -> None:
    with stage.store.writing() as tx:
        for number in range(12):
            community.add_compound(
                tx, name_zh=f"新村{number}", name_en=f"Village {number}", households=50, source="invented", stated_on="2026-11-01",
                basis="slips", who=None, at=clock.now(),
            )
    app = stage.page("start")
    assert len(app.selectbox(key="pick").options) == 15 and not app.radio


def test_a_hostile_compound_name_stays_text(stage: Stage) -> None:
    with stage.store.writing() as tx:
        tx.run("update compound set name_zh = :name where id = :id", name="![x](http://a/b) <img src=x>", id=stage.cast.yulan)
        community.roster_changed(tx)
    stage.resident()
    assert "<img" not in words(stage.page()) and "<img" not in words(stage.page("me"))
    stage.cookies["ll_device"] = "x" * 43
    app = stage.page("start")
    assert all(sign not in app.radio(key="pick").options[0] for sign in "![]()<>")


def test_my_page_shows_points_with_their_parts(stage: Stage) -> None:
    me = stage.resident()
    finish(stage)
    shown = words(stage.page("me"))
    row = stage.store.one("select sum(points) as points from ledger where subject = :s", s=me.subject)
    assert row and f'<b class="n">{row["points"]}</b>' in shown and "只有你自己看得到" in shown
    assert "今日五题" in words(stage.page("history"))


def test_a_guests_quiz_of_this_phone_is_added_after_joining(stage: Stage) -> None:
    finish(stage, compound=stage.cast.yulan)
    me = stage.resident()
    app = stage.page("code")
    press(app, "claim")
    assert "记上了" in words(app)
    row = stage.store.one("select guest, claimed_at is not null as claimed from attempt")
    assert row == {"guest": 0, "claimed": 1}
    code = stage.store.one("select claim_code from attempt")
    with pytest.raises(claims.AlreadyClaimed):
        claims.claim(stage.store, code["claim_code"] if code else "", Player(stage.device, me.compound, me.subject), at=clock.now())
