"""A kiosk in the hall: one person plays with a slip; what of them could the next one find?"""

import json
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from linli import clock, kiosks, staff
from linli.roles import Staff
from linli.store import Store
from linli.web import nav
from tests.browser.conftest import Phone, Phones, Served
from tests.browser.screens import Desk, Kiosk, Quiz
from tests.browser.town import PASSWORD, USERNAME, Town

pytestmark = pytest.mark.browser
LANDSCAPE = {"width": 1024, "height": 768}
#: Everything that a script of the next person could read in this browser.
LEFT = """async () => JSON.stringify({
  url: location.href, dom: document.documentElement.outerHTML, cookie: document.cookie, name: window.name, state: history.state,
  local: {...localStorage}, session: {...sessionStorage}, bases: indexedDB.databases ? await indexedDB.databases() : [],
  caches: window.isSecureContext && window.caches ? await caches.keys() : [],
  typed: [...document.querySelectorAll('input,textarea')].map(one => one.value),
})"""


@dataclass
class Last:
    """What is known of the last person, by which they would be recognised."""

    slip: str
    attempt: str
    claim: str
    stems: list[str]
    sitting: str

    def found_in(self, text: str) -> list[str]:
        """Which of it stands in a text."""
        return [one for one in (self.slip, self.attempt, self.claim, self.sitting, *self.stems) if one and one in text]


@pytest.fixture
def kiosk(shared: Served, town: Town, phones: Phones) -> Phone:
    """A screen in the hall on which an organiser has just been signed in, made a kiosk by the one-time link."""
    made = phones(viewport=LANDSCAPE, is_mobile=False)
    Desk(made.page, shared.url).sign_in("/overview", '[data-testid="stSidebar"]')
    Kiosk(made.page, shared.url).register(kiosks.link(shared.store(), organiser(shared.store()), "大厅", clock.now()))
    return made


def organiser(store: Store) -> Staff:
    """The first organiser's account."""
    return staff.sign_in(store, username=USERNAME, password=PASSWORD, device="", at=clock.now())[1]


def test_the_next_person_finds_nothing_of_the_last(shared: Served, town: Town, kiosk: Phone) -> None:
    last = somebody_plays(shared, town, kiosk)
    grown = kiosk.page.evaluate("history.length")
    kiosk.page.click("[data-done]")
    kiosk.page.wait_for_selector("button.start")
    nothing_left(shared, kiosk, last)
    for _ in range(grown + 1):
        kiosk.page.evaluate("() => { setTimeout(() => history.back(), 0); }")
        kiosk.page.wait_for_timeout(500)
        kiosk.page.wait_for_load_state()
        if kiosk.page.url.startswith(shared.url):
            assert last.found_in(kiosk.page.content()) == []
    # Neither do the addresses of the quiz tell anything any more.
    for path in (f"/api/quiz/{last.attempt}", f"/api/quiz/{last.attempt}?see=1", f"/quiz?a={last.attempt}"):
        kiosk.page.goto(shared.url + path)
        kiosk.page.wait_for_timeout(500)
        assert not set(last.found_in(kiosk.page.inner_text("body"))) & {last.slip, last.claim, *last.stems}


def somebody_plays(shared: Served, town: Town, kiosk: Phone) -> Last:
    """A whole quiz with a slip, up to the result."""
    screen, quiz, slip = Kiosk(kiosk.page, shared.url), Quiz(kiosk.page, shared.url), town.slip(town.homes[0])
    screen.begin(town.homes[0].id, slip)
    stems = []
    for place in range(5):
        stems.append(kiosk.page.locator(".stem h1").inner_text())
        item = quiz.item()
        quiz.tap(town.key(item) if place else town.wrong(item))
        quiz.verdict()
        quiz.on()
    sitting = next(one["value"] for one in kiosk.context.cookies() if one["name"] == "ll_sitting")
    row = shared.store().rows("select id, claim_code from attempt where kiosk is not null order by id desc")[0]
    assert kiosk.page.locator(".claim .code").inner_text() == row["claim_code"]
    return Last(slip, row["id"], row["claim_code"], stems, sitting)


def nothing_left(shared: Served, kiosk: Phone, last: Last) -> None:
    """In what scripts can read, and in the cookies that they cannot."""
    left = kiosk.page.evaluate(LEFT)
    assert last.found_in(left) == []
    read = json.loads(left)
    assert (read["url"], read["local"], read["session"], read["bases"], read["caches"]) == (f"{shared.url}/kiosk", {}, {}, [], [])
    assert last.found_in(json.dumps(kiosk.context.cookies())) == []
    # Streamlit's came with the organisers' page that was open before this was a kiosk.
    assert {one["name"] for one in kiosk.context.cookies()} <= {"ll_kiosk", "ll_sitting", "ll_device", "_streamlit_xsrf"}


def test_a_kiosk_left_alone_clears_itself_and_any_touch_goes_on(shared: Served, town: Town, kiosk: Phone) -> None:
    screen = Kiosk(kiosk.page, shared.url)
    # The browser's own clock goes on as ever, save for the two leaps below.
    kiosk.page.clock.install()
    screen.begin(town.homes[1].id, town.slip(town.homes[1]))
    stem = kiosk.page.locator(".stem h1").inner_text()
    kiosk.page.clock.fast_forward(20_000)
    kiosk.page.wait_for_timeout(1000)
    assert kiosk.page.locator(".lc-idle").count() == 0
    kiosk.page.wait_for_selector(".lc-idle", timeout=10_000)
    kiosk.page.click(".lc-idle button")
    assert kiosk.page.locator(".lc-idle").count() == 0 and kiosk.page.locator(".stem h1").inner_text() == stem
    # From here on nobody touches anything.
    kiosk.page.clock.fast_forward(40_000)
    kiosk.page.wait_for_selector(".lc-idle")
    assert kiosk.page.locator(".stem h1").inner_text() == stem
    kiosk.page.wait_for_selector("button.start", timeout=10_000)
    assert stem not in kiosk.page.evaluate(LEFT)


def test_no_page_of_staff_or_of_a_person_opens_at_a_kiosk(shared: Served, town: Town, kiosk: Phone) -> None:
    assert "ll_staff" not in {one["name"] for one in kiosk.context.cookies()}
    plain = ("/staff", "/staff/setup", "/staff/me", "/staff/out", "/print/sheets", "/print/slips", "/duty")
    for path in plain:
        answer = kiosk.page.goto(shared.url + path)
        assert answer is not None and (answer.status == 403 or closed(kiosk.page)), path
    for path in (screen.url for screen in nav.screens() if screen.for_staff):
        kiosk.page.goto(shared.url + path)
        kiosk.page.wait_for_selector(".stApp .lc .say, .stApp .lc .btn")
        assert closed(kiosk.page), path
    for path in ("/join", "/enter", "/me", "/account", "/data", "/history"):
        kiosk.page.goto(shared.url + path)
        kiosk.page.wait_for_selector(".stApp footer.foot", state="attached")
        assert closed(kiosk.page), path


def closed(page: Page) -> bool:
    """Nothing to type a name, PIN or password into, and no sidebar."""
    return page.locator("input[type=password], input[autocomplete=username], [data-testid=stSidebarContent] a").count() == 0


def test_a_used_link_makes_no_second_kiosk(shared: Served, town: Town, kiosk: Phone, phones: Phones) -> None:
    token = kiosks.link(shared.store(), organiser(shared.store()), "门口", clock.now())
    Kiosk(phones().page, shared.url).register(token)
    other = phones()
    other.page.goto(f"{shared.url}/kiosk/start?t={token}")
    assert other.page.locator("form").count() == 0 and other.page.locator(".say.warn").count() == 1
