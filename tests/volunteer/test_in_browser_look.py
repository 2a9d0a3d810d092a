"""The field page and the coordinator's list as they look, without scripts, and from a cold link."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served, browser, shared
from tests.volunteer.conftest import PIN, Scene
from tests.volunteer.test_in_browser import community, data_folder, field, people, phone, player_number, row

__all__ = ["browser", "community", "data_folder", "field", "shared"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "large"), [(390, False), (320, False), (390, True), (320, True)])
def test_nothing_runs_off_the_side_and_every_target_is_large(field: Scene, shared: Served, browser: Browser, width: int, large: bool) -> None:
    people(field, "十二个字的昵称到底有多长", "周叔")
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="en", has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{shared.url}/duty?t={field.link(field.resident('李姐'))}")
    page.get_by_role("button", name="Yes").click()
    if large:
        page.get_by_role("button", name="Larger print").click()
        expect(page.locator("html")).to_have_class("large")
    pages = [f"/tick/{field.activity}", f"/field/{field.activity}", f"/field/{field.activity}/join", f"/field/{field.activity}/enter", "/duty"]
    for one in pages:
        page.goto(shared.url + one)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, one
        assert _small(page) == [], one
    context.close()


def _small(page: Page) -> list[str]:
    """Controls below 48 px, save links within a sentence; a label counts with its box."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input, select')].filter(one => {
             const box = (one.type === 'checkbox' ? one.closest('label') : one).getBoundingClientRect();
             return one.offsetParent && box.height && (box.height < 47.5 || box.width < 47.5);
           }).map(one => one.outerHTML.slice(0, 90))"""
    )
    return found


def test_both_pages_work_without_scripts(field: Scene, shared: Served, browser: Browser) -> None:
    [subject] = people(field, "桂花婶")
    context: BrowserContext = phone(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shared.url}/duty?t={field.link(field.resident('李姐'))}")
    page.get_by_role("button", name="是我").click()
    row(page, subject).get_by_role("button", name="记到达").click()
    expect(row(page, subject)).to_contain_text("点名")
    row(page, subject).get_by_role("button", name="记离开").click()
    expect(row(page, subject)).to_contain_text("离开")
    page.get_by_role("link", name="全部结束").click()
    page.get_by_role("button", name="都记离开").click()
    expect(page.locator(".say.right")).to_contain_text("0 人")
    page.get_by_role("link", name="二维码").click()
    expect(page.locator("#qr img")).to_be_visible()
    page.goto(f"{shared.url}/field/{field.activity}")
    page.get_by_label("昵称或玩家号").fill(player_number(field, "桂花婶"))
    page.get_by_label("口令").fill(PIN)
    page.locator("#code").fill(field.code("in"))
    page.locator("[name=read]").check()
    page.get_by_role("button", name="签到", exact=True).click()
    expect(page.locator(".say b")).to_have_text(re.compile("已签到"))
    context.close()


def test_signing_up_from_a_cold_deep_link_through_joining(field: Scene, shared: Served, browser: Browser) -> None:
    later = field.another(1440, 1530, title="河堤捡拾")
    context = phone(browser)
    page = context.new_page()
    page.goto(f"{shared.url}/activities?a={later}")
    page.get_by_role("link", name="起个昵称，接着报名").click()
    page.get_by_label("昵称").fill("新来的")
    page.get_by_label("你的小区").select_option(index=1)
    page.get_by_label("口令").fill(PIN)
    for words in ("我已满 14 周岁", "我看过隐私告知，同意"):
        page.get_by_label(words).check()
    page.get_by_role("button", name="就用这个昵称").click()
    page.wait_for_url(f"**/activities?a={later}")
    page.get_by_text("活动内容、风险和保险情况，我已看过").click()
    page.get_by_role("button", name="报名", exact=True).click()
    expect(page.get_by_text("名额给你留好了，到时见。")).to_be_visible(timeout=10_000)
    assert field.count("sign_up", f"activity = '{later}'") == 1
    context.close()
