"""From a point of the scatter to the question, to its pause; and on a phone through the table."""

import pytest
from playwright.sync_api import expect

from linli import clock, staff
from tests.browser import looking
from tests.browser.conftest import Phone, Phones, Served
from tests.browser.town import PASSWORD, USERNAME, Town
from tests.statistics import stage

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1280, "height": 900}, "has_touch": False, "is_mobile": False}


@pytest.fixture(scope="module")
def asked(shared: Served, town: Town) -> Served:
    """A season of answers to 24 questions, two of them with a wrong key."""
    stage.answers(shared.store(), town, clock.now())
    return shared


def opened(phone: Phone, served: Served, item: str = "") -> Phone:
    cookie, _who = staff.sign_in(served.store(), username=USERNAME, password=PASSWORD, device="d", at=clock.now())
    phone.context.add_cookies([{"name": "ll_staff", "value": cookie, "url": served.url}])
    phone.page.goto(f"{served.url}/questions?part=statistics&item={item}")
    phone.page.wait_for_selector(".st-key-rim_statistics svg.marks")  # Altair is imported at the first
    return phone


def test_a_point_of_the_scatter_leads_to_its_question_and_the_question_is_paused(asked: Served, phones: Phones) -> None:
    page = opened(phones("zh", **WIDE), asked).page
    expect(page.locator(".stat .say")).to_contain_text("有 2 道题的答案可能有误")
    expect(page.locator(".st-key-rim_statistics h2")).to_have_text("第4题怎么做才对？")
    place = page.locator('.st-key-stat_scatter [aria-label*="q-011"]').first.bounding_box()
    assert place
    page.mouse.click(place["x"] + place["width"] / 2 + 6, place["y"] + place["height"] / 2 + 6)  # near it is enough
    expect(page.locator(".st-key-rim_statistics h2")).to_have_text("第11题怎么做才对？")
    expect(page.locator(".st-key-rim_statistics svg.marks")).to_be_visible()
    page.wait_for_selector(".st-key-wide_charts svg.marks >> text=人数太少")
    page.get_by_role("button", name="停用").click()
    expect(page.get_by_text("q-011 已停用")).to_be_visible()
    row = asked.store().one("select state from item where id = 'q-011'")
    assert row and row["state"] == "paused"


def test_on_a_phone_nothing_goes_sideways_and_the_question_is_found_by_its_id(asked: Served, phones: Phones) -> None:
    phone = opened(phones("zh"), asked, "q-013")
    expect(phone.page.locator(".st-key-rim_statistics h2")).to_have_text("第13题怎么做才对？")
    expect(phone.page.locator(".st-key-rim_statistics svg.marks")).to_be_visible()
    assert looking.sideways(phone.page) == []
