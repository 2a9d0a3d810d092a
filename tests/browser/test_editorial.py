"""Two staff persons in two browsers: one writes, the other publishes; a resident and a kiosk report."""

import pytest

from linli import clock, kiosks, staff
from linli.accounts import StaffForm
from linli.questions import reports
from linli.roles import Staff
from tests.browser import looking
from tests.browser.conftest import Phone, Phones, Served
from tests.browser.screens import APP, Kiosk, Quiz
from tests.browser.town import PASSWORD, USERNAME, Town

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1280, "height": 900}, "has_touch": False, "is_mobile": False}
SECOND = "chenyi"


@pytest.fixture(scope="module")
def second(shared: Served, town: Town) -> Staff:
    """Another person of the team."""
    store, at = shared.store(), clock.now()
    first = staff.sign_in(store, username=USERNAME, password=PASSWORD, device="", at=at)[1]
    form = StaffForm(SECOND, "陈怡", "网格员", "000-5550101", PASSWORD, declared_none=True)
    return staff.sign_up(store, staff.invite(store, first, "clerk", at), form, device="", at=at)


def at_desk(phones: Phones, served: Served, username: str, path: str) -> Phone:
    """A desk at which somebody is signed in."""
    phone = phones("zh", **WIDE)
    phone.page.goto(f"{served.url}/staff?to=/questions")
    phone.page.fill("#username", username)
    phone.page.fill("#password", PASSWORD)
    phone.page.click("button[type=submit]")
    phone.page.wait_for_selector(".hd h1")
    phone.page.goto(served.url + path)
    settled(phone)
    return phone


def settled(phone: Phone) -> None:
    phone.page.wait_for_selector(APP, state="attached")
    phone.page.wait_for_timeout(300)
    phone.page.wait_for_selector(APP, state="attached")


def test_one_writes_and_the_other_publishes(shared: Served, town: Town, second: Staff, phones: Phones) -> None:
    writer = at_desk(phones, shared, SECOND, "/questions?draft=edit-fire-01")
    box = writer.page.locator('[class*="ed_edit-fire-01_stem"] textarea').first
    box.fill("楼道里的旧沙发该怎么办？")
    writer.page.keyboard.press("Tab")
    writer.page.locator(".phone h2").filter(has_text="楼道里的旧沙发该怎么办").wait_for()
    settled(writer)
    writer.page.reload()
    writer.page.locator(".phone h2").filter(has_text="楼道里的旧沙发该怎么办").wait_for()
    settled(writer)
    assert looking.sideways(writer.page) == []
    writer.page.locator('[class*="ed_save"] button').click()
    writer.page.locator(".say").filter(has_text="待审核").wait_for()
    writer.page.goto(shared.url + "/questions?part=check")
    writer.page.locator(".own").wait_for()
    assert writer.page.locator('[class*="_publish"] button').is_disabled()
    checker = at_desk(phones, shared, USERNAME, "/questions?part=check")
    checker.page.locator(".phone h2").filter(has_text="楼道里的旧沙发该怎么办").wait_for()
    assert checker.page.locator(".lawtext mark").count() == 1
    checker.page.locator('[class*="_publish"] button').click()
    checker.page.locator(".say").filter(has_text="fire-01 已发布").wait_for()
    row = shared.store().one("select checker, waiting from item where id = 'fire-01'")
    assert row == {"checker": town.organiser, "waiting": None}
    assert writer.complaints + checker.complaints == []


def test_a_resident_reports_with_one_tap_and_finds_it_again(shared: Served, town: Town, phones: Phones) -> None:
    phone = phones("zh", viewport={"width": 320, "height": 700})
    phone.context.request.get(shared.url + "/")
    who = town.signed_in(phone.context.cookies(), town.homes[0], clock.now())
    quiz = Quiz(phone.page, shared.url)
    quiz.open("/quiz", "[data-item]")
    item = quiz.item()
    quiz.tap(town.key(item))
    quiz.verdict()
    phone.page.click(".wrong summary")
    assert looking.faults(phone.page) == [] and looking.sideways(phone.page) == []
    phone.context.set_offline(True)
    phone.page.locator("[data-report=wording]").click()
    phone.page.wait_for_selector(".wrong .told")
    phone.context.set_offline(False)
    phone.page.locator("[data-report=wording]").dblclick()
    phone.page.wait_for_selector(".thanks")
    with shared.store().reading() as tx:
        assert [(one.item.id, one.reason) for one in reports.mine(tx, who.subject)] == [(item, "wording")]
    quiz.open("/me", ".person")
    phone.page.locator('a[href="/review"]').filter(has_text="我反馈的题").click()
    phone.page.wait_for_selector(".hist .tag")
    assert "有错字或病句" in phone.page.locator("ul.hist").last.inner_text()
    assert looking.faults(phone.page) == [] and looking.sideways(phone.page) == []
    assert [one for one in phone.complaints if "ERR_INTERNET_DISCONNECTED" not in one] == []


def test_a_kiosk_reports_and_keeps_nothing(shared: Served, town: Town, phones: Phones) -> None:
    phone = phones("zh", viewport={"width": 1024, "height": 768}, is_mobile=False)
    organiser = staff.sign_in(shared.store(), username=USERNAME, password=PASSWORD, device="", at=clock.now())[1]
    kiosk = Kiosk(phone.page, shared.url)
    kiosk.register(kiosks.link(shared.store(), organiser, "大厅", clock.now()))
    phone.page.click("button.start")
    phone.page.click(".kpick")
    phone.page.click("button[value=without]")
    phone.page.wait_for_selector("[data-item]")
    quiz = Quiz(phone.page, shared.url)
    item = quiz.item()
    quiz.tap(town.key(item))
    quiz.verdict()
    phone.page.click(".wrong summary")
    phone.page.locator("[data-report=outdated]").click()
    phone.page.wait_for_selector(".thanks")
    assert "我的" not in phone.page.locator(".thanks").inner_text()
    kept = shared.store().one("select subject, reason from item_report where item = :item and reason = 'outdated'", item=item)
    assert kept == {"subject": None, "reason": "outdated"}
    assert phone.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert phone.complaints == []
