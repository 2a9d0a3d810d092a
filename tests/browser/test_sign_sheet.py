"""A paper sign-in sheet typed in by keyboard alone and on a phone, with the network cut in between; nothing is lost on a reload."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from linli import clock, staff
from linli.volunteer import sheet_typing, sign_sheets
from linli.volunteer.duty import By
from linli.volunteer.sheet_typing import Typed
from tests.browser.conftest import Phone, Phones, Served
from tests.browser.looking import faults, sideways
from tests.browser.town import PASSWORD, USERNAME, Town

DESK = {"viewport": {"width": 1280, "height": 900}, "has_touch": False, "is_mobile": False}


def sheet(shared: Served, town: Town) -> str:
    """A sheet of an activity that is over, with six blank rows; its code."""
    now = clock.now().replace(second=0, microsecond=0)
    activity = town.cleanup(now + timedelta(hours=1), now + timedelta(hours=2), now - timedelta(days=1))
    with shared.store().writing() as tx:  # entered a day ago, over by now
        tx.run(
            "update activity set starts_at = :starts, ends_at = :ends, act_on = :day where id = :id", id=activity,
            starts=clock.stamp(now - timedelta(hours=26)), ends=clock.stamp(now - timedelta(hours=24)),
            day=clock.local_day(now - timedelta(hours=26), "Asia/Shanghai"),
        )
    return sign_sheets.make(shared.store(), activity, organiser(shared), now, blanks=6)


def organiser(shared: Served) -> By:
    row = shared.store().one("select id from staff where username = :name", name=USERNAME)
    assert row
    return By(staff=str(row["id"]))


def signed_in(phone: Phone, shared: Served) -> Page:
    cookie, _who = staff.sign_in(shared.store(), username=USERNAME, password=PASSWORD, device="", at=clock.now())
    phone.context.add_cookies([{"name": "ll_staff", "value": cookie, "url": shared.url}])
    return phone.page


def typed(shared: Served, code: str) -> dict[int, Typed]:
    found = sheet_typing.mine(shared.store(), code, organiser(shared))
    assert found
    return dict(found.typed)


def test_a_sheet_is_typed_by_keyboard_alone_over_a_cut_network_and_a_reload(shared: Served, town: Town, phones: Phones) -> None:
    code = sheet(shared, town)
    desk = phones("zh", **DESK)
    page = signed_in(desk, shared)
    page.goto(f"{shared.url}/sign-sheet/{code}")
    page.get_by_role("button", name="录入这张表").click()
    keys = page.keyboard
    page.get_by_label("玩家号，第 1 行").focus()
    for text in ("123456", "855", "上午11点05"):
        keys.type(text)
        keys.press("Enter")
    expect(page.get_by_label("玩家号，第 2 行")).to_be_focused()
    expect(page.locator("[data-row='1'] output")).to_have_text("已保存")
    assert typed(shared, code) == {1: Typed("123456", "855", "上午11点05")}
    page.context.set_offline(True)
    keys.type("234567")
    keys.press("Enter")
    expect(page.locator("[data-row='2'] output")).to_contain_text("还没存上")
    page.context.set_offline(False)
    page.locator("#jump").fill("4")
    keys.press("Enter")
    expect(page.get_by_label("玩家号，第 4 行")).to_be_focused()
    expect(page.locator("[data-row='2'] output")).not_to_contain_text("还没存上", timeout=15_000)
    assert typed(shared, code)[2] == Typed("234567")
    page.get_by_label("到场时间，第 4 行").fill("25:99")
    keys.press("Tab")
    expect(page.locator("[data-row='4'] output")).to_have_text("已保存，但时间看不懂。")
    page.reload()
    expect(page.get_by_label("离开时间，第 1 行")).to_have_value("上午11点05")
    expect(page.get_by_label("到场时间，第 4 行")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("到场时间，第 4 行").fill("")
    page.get_by_role("button", name="整张表录完了").click()
    expect(page.get_by_text("你录完了")).to_be_visible()


def test_on_a_phone_every_field_is_large_and_nothing_scrolls_sideways(shared: Served, town: Town, phones: Phones) -> None:
    code = sheet(shared, town)
    for language in ("zh", "en"):
        phone = phones(language, viewport={"width": 360, "height": 740})
        page = signed_in(phone, shared)
        for address in (f"/sign-sheets/{sheet_activity(shared, code)}", f"/sign-sheet/{code}"):
            page.goto(shared.url + address)
            assert (sideways(page), faults(page)) == ([], [])
        start = page.get_by_role("button", name="录入这张表" if language == "zh" else "Type this sheet in")
        if start.count():
            start.click()
            page.wait_for_selector("[data-row]")
            assert (sideways(page), faults(page)) == ([], [])


def sheet_activity(shared: Served, code: str) -> str:
    row = shared.store().one("select activity from sign_sheet where code = :code", code=code)
    assert row
    return str(row["activity"])
