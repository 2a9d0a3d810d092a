"""What may break: the server dies in mid-quiz, two tabs, wrong links, hostile names, a wrong PIN."""

import re
from datetime import timedelta

import pytest

from linli import attempts, clock, community, devices, verify
from linli.attempts import Player
from linli.community import UnknownCompound
from linli.links import LinkDead
from linli.locale import use_language
from linli.nicknames import NicknameCharacters, NicknameLength
from linli.residents import WrongPin
from tests.browser.conftest import Phone, Phones, Served
from tests.browser.screens import APP, Desk, Join, Quiz, Screen, said
from tests.browser.town import MINUTE, PIN, Town

pytestmark = pytest.mark.browser
#: What somebody might call a compound or a clean-up, which are free text: none of it may be carried out.
EVIL = '![x](http://evil.test/a.png)<img src="http://evil.test/b.png">'
HOSTILE = {
    "![](//e.io)": NicknameCharacters, "<img src=x>": NicknameCharacters, "<b>我</b>": NicknameCharacters, "**粗**": NicknameCharacters,
    ":red[a]": NicknameCharacters, "a\u0007b": NicknameCharacters, "\u202eabc": NicknameCharacters, "a" * 10_000: NicknameLength,
}


def signed_in(town: Town, served: Served, phone: Phone, **more: str) -> Quiz:
    """A phone on which a new resident of the first compound is signed in."""
    phone.context.request.get(served.url + "/")
    town.signed_in(phone.context.cookies(), town.homes[0], clock.now(), **more)
    return Quiz(phone.page, served.url)


def answer(town: Town, quiz: Quiz, *, right: bool = True) -> None:
    """Answer what is asked."""
    item = quiz.item()
    quiz.tap(town.key(item) if right else town.wrong(item))
    assert quiz.verdict() == right


def test_the_server_dies_in_mid_quiz_and_nothing_is_lost(served: Served, phones: Phones) -> None:
    town = Town(served.store()).found(clock.now())
    quiz = signed_in(town, served, phones(), slip=town.slip(town.homes[0]))
    quiz.open("/quiz", "[data-item]")
    for right in (True, False):
        answer(town, quiz, right=right)
        quiz.on()
    third = quiz.item()
    served.stop(kill=True)
    quiz.tap(town.key(third))
    quiz.page.wait_for_selector("[data-told]")
    served.start()
    assert quiz.verdict()
    for _ in range(2):
        quiz.on()
        answer(town, quiz)
    quiz.on()
    assert quiz.figures() == [4, 5, 40, 10]
    quiz.page.wait_for_selector(APP, state="attached")
    quiz.page.click("a[data-nav='/board']")
    quiz.page.wait_for_selector(".lc [data-lc=live]")
    assert verify.verify(served.store()) == []


def test_two_tabs_of_one_quiz_take_one_answer(shared: Served, town: Town, phones: Phones) -> None:
    phone = phones()
    one = signed_in(town, shared, phone)
    two = Quiz(phone.context.new_page(), shared.url)
    for tab in (one, two):
        tab.open("/quiz", "[data-item]")
    item = one.item()
    assert two.item() == item and two.options() == one.options()
    answer(town, one)
    two.tap(town.wrong(item))
    assert two.verdict(), "the second tab shows what the first tap did"
    two.on()
    answer(town, two)
    two.on()
    one.on()
    one.tap(town.wrong(one.item()))
    assert one.verdict(), "and so does the first tab of the second"
    one.on()
    assert one.item() == two.item()
    answers = shared.store().rows("select a.correct, a.points from answer a join attempt t on t.id = a.attempt where t.holder = :holder", holder=_mark(phone))
    assert answers == [{"correct": 1, "points": 10}] * 2


def _mark(phone: Phone) -> str:
    return devices.mark(next(str(one["value"]) for one in phone.context.cookies() if one["name"] == "ll_device"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_answer_after_the_due_time_is_kept_and_brings_nothing(shared: Served, town: Town, phones: Phones, language: str) -> None:
    phone = phones(language)
    quiz = signed_in(town, shared, phone)
    who = devices.resident_of(shared.store(), _mark(phone), clock.now())
    assert who
    # Begun two days ago and left open since.
    old = attempts.start(shared.store(), Player(_mark(phone), who.compound, who.subject), "daily", at=clock.now() - timedelta(days=2))
    quiz.open(f"/quiz?a={old}", "[data-item]")
    answer(town, quiz)
    assert said("The time for today's quiz is over, so this one brings no points", language) in phone.page.inner_text(".verdict")
    assert phone.page.locator(".verdict .pts").count() == 0
    assert shared.store().rows("select late, points from answer where attempt = :old", old=old) == [{"late": 1, "points": 0}]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_link_with_an_unknown_compound_says_so_and_offers_the_list(shared: Served, town: Town, phones: Phones, language: str) -> None:
    screen = Screen(phones(language).page, shared.url)
    for path, choice in (("/start?c=ZZZZ", ".st-key-pick"), ("/join?c=ZZZZ&s=ABCDEF", ".st-key-pick")):
        screen.open(path, choice)
        with use_language(language):
            assert UnknownCompound("ZZZZ").sentence() in screen.told("warn")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_link_that_is_used_up_or_cut_off(shared: Served, town: Town, phones: Phones, language: str) -> None:
    screen = Screen(phones(language).page, shared.url)
    with use_language(language):
        dead = LinkDead().sentence()
    for path in ("/duty?t=gone", "/coordinator/gone", "/staff/link?t=gone", "/staff/reset/gone", "/kiosk/start?t=gone"):
        screen.open(path)
        assert dead in screen.told("warn"), path
    screen.open("/jo")
    assert said("There is no page here. The address may have been cut off; start from the home page.", language) in screen.told()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_pin_and_a_wrong_name_are_told_alike(shared: Served, town: Town, phones: Phones, language: str) -> None:
    who = town.neighbour(town.homes[0], clock.now(), nickname=f"梅姨{language}")
    screen = Screen(phones(language).page, shared.url)
    screen.open("/enter", ".st-key-name input")
    for place, (name, pin) in enumerate(((who.player_number, "935286"), ("没有这个人", PIN))):
        screen.fill("st-key-name", name)
        screen.fill("st-key-pin", pin)
        screen.submit()
        screen.page.wait_for_selector(".say.warn")
        with use_language(language):
            expected = WrongPin(4).sentence()
        screen.page.wait_for_selector(APP)
        assert expected in screen.told("warn"), place
    screen.fill("st-key-name", who.player_number)
    screen.fill("st-key-pin", PIN)
    screen.submit()
    screen.page.wait_for_selector(".hello")
    assert f"梅姨{language}" in screen.page.inner_text(".hello")


def test_hostile_nicknames_are_refused_and_what_was_typed_stays(shared: Served, town: Town, phones: Phones) -> None:
    phone = phones()
    join = Join(phone.page, shared.url)
    join.open(f"/join?c={town.homes[0].code}", ".st-key-nickname input")
    join.fill_in("x", PIN)
    for name, refusal in HOSTILE.items():
        join.fill("st-key-nickname", name)
        join.submit()
        with use_language("zh"):
            phone.page.wait_for_selector(f'.say.warn:has-text("{refusal().sentence()[:12]}")')
        phone.page.wait_for_selector(APP)
        assert phone.page.locator('.stApp img[src*="e.io"], .stApp .say b, .stApp .say img').count() == 0
        assert phone.page.locator('[class*="st-key-pin"] input').first.input_value() == PIN
    join.fill("st-key-nickname", "好邻居")
    join.submit()
    assert len(join.number()) == 6
    assert phone.complaints == []


def test_hostile_names_of_compounds_and_cleanups_are_shown_as_they_are(shared: Served, town: Town, phones: Phones) -> None:
    at = clock.now()
    with shared.store().writing() as tx:
        community.add_compound(tx, name_zh=EVIL[:28], name_en=EVIL[:60], households=9, source=EVIL, stated_on="2026-11-01", basis="slips", who=None, at=at)
        community.add_unit(tx, EVIL[:60], EVIL[:60])
        tx.run("update setting set value = :value where key = 'office_zh'", value=f'"{EVIL[:28]}"')
    activity = town.cleanup(at + 3 * MINUTE, at + 60 * MINUTE, at, title=EVIL[:40])
    resident, guest = signed_in(town, shared, phones()), Screen(phones().page, shared.url)
    for path, until in (
        ("/", ".today"), ("/start", ".st-key-pick"), ("/join", ".st-key-pick"), ("/enter", ".st-key-home"), (f"/field/{activity}", "#code"),
        ("/screen", ".lc-hall"),
    ):
        guest.open(path, until)
        harmless(guest, path)
    for path, until in (
        ("/", ".hello"), ("/account", ".st-key-out"), ("/activities", ".rim.open"), (f"/activities?a={activity}", ".facts"), (f"/field/{activity}", "#code"),
        ("/households", "main"), ("/help", "footer.foot"),
    ):
        resident.open(path, until)
        harmless(resident, path)
    desk = Desk(phones().page, shared.url)
    desk.sign_in("/cleanups", ".det h2")
    assert EVIL[:28] in re.sub(r"\s+", " ", desk.page.inner_text(".det h2"))
    harmless(desk, "/cleanups")


def harmless(screen: Screen, path: str) -> None:
    """No picture and no link to elsewhere: the signs stand there as signs. (The phones note foreign requests.)"""
    screen.page.wait_for_timeout(200)
    assert screen.page.locator('[src*="evil.test"], [href*="evil.test"]').count() == 0, path
