"""In the browser: a board that moves by itself, the hall screen's sizes, a kiosk that forgets."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from linli import clock, ledger, links
from linli.store import Store
from tests.browser.conftest import Served, browser, served
from tests.browser.town import Town

pytestmark = pytest.mark.browser
__all__ = ["browser", "served"]
PHONE, HALL, LANDSCAPE = {"width": 390, "height": 844}, {"width": 1920, "height": 1080}, {"width": 1280, "height": 800}


@pytest.fixture
def store(served: Served) -> Iterator[Store]:
    opened = served.store()
    yield opened
    opened.close()


@pytest.fixture
def town(store: Store) -> Town:
    return Town(store).found(clock.now())


def light(store: Store, town: Town, home: int, people: range) -> None:
    """So many households of a compound take part now."""
    at, day = clock.now(), town.today(clock.now())
    with store.writing() as tx:
        for number in people:
            ledger.post(tx, ledger.Act(
                "quiz", town.homes[home].id, f"n{home}-{number}", f"p{home}-{number}", False, 10, 0, at, day, f"t:{home}:{number}",
            ), at)


def seen(browser: Browser, size: dict[str, int]) -> BrowserContext:
    """A Chinese browser with a window of that size."""
    return browser.new_context(viewport=size, locale="zh-CN")  # type: ignore[arg-type]


def kiosk(browser: Browser, served: Served, store: Store) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport=LANDSCAPE, locale="zh-CN", has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{served.url}/kiosk/start?t={links.make(store, 'kiosk', '便民大厅', None, clock.now(), 24)}")
    page.click("text=是的，设成答题台")
    page.wait_for_selector("text=点这里开始")
    return context, page


def to_quiz(page: Page, name: str) -> None:
    page.click("text=点这里开始")
    page.click(f"text={name}")
    page.click("text=没有，直接开始")
    page.wait_for_selector("[data-answer]")


def test_an_entry_shows_on_phone_and_hall_within_a_second_and_rows_glide(browser: Browser, served: Served, store: Store, town: Town) -> None:
    light(store, town, 0, range(9))
    light(store, town, 1, range(5))
    with seen(browser, PHONE) as context, seen(browser, HALL) as hall:
        board, screen = context.new_page(), hall.new_page()
        board.goto(f"{served.url}/board")
        screen.goto(f"{served.url}/screen")
        board.click("summary >> nth=0")
        screen.wait_for_selector(".r >> text=9/40 户")
        time.sleep(1)
        for step in range(3):
            began, people = time.monotonic(), 8 + step * 3
            light(store, town, 1, range(people - 3, people))
            screen.wait_for_selector(f".r >> text={people}/25 户", timeout=4000)
            board.wait_for_selector(f".row >> text={people} / 25 户", timeout=4000)
            assert time.monotonic() - began < 1.5
            if not step:  # 8 of 25 overtake 9 of 40
                assert screen.evaluate("document.getAnimations().some(a => a.effect.target.dataset.key)")
            time.sleep(0.8)
        assert board.evaluate(f"document.getElementById('why-{town.homes[0].id}').open"), "what the reader opened stays open"


def test_the_hall_screen_is_read_from_eight_metres(browser: Browser, served: Served, store: Store, town: Town) -> None:
    light(store, town, 0, range(9))
    light(store, town, 1, range(7))
    for size in (HALL, {"width": 1280, "height": 720}):
        with seen(browser, size) as context:
            page = context.new_page()
            page.goto(f"{served.url}/screen?lang=zh")
            page.wait_for_selector(".r")
            small = page.evaluate("""() => [...document.querySelectorAll('.lc-hall *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
                && !e.closest('.bdg')).map(e => [e.className, parseFloat(getComputedStyle(e).fontSize) / innerHeight * 100]).filter(([, vh]) => vh < 4.19)""")
            assert small == []
            big = page.evaluate("['h1', '.r .k', '.r .n', '.r .p'].map(s => parseFloat(getComputedStyle(document.querySelector(s)).fontSize) / innerHeight * 100)")
            assert min(big) >= 6
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth")


def test_charts_cost_a_phone_nothing(browser: Browser, served: Served, store: Store, town: Town) -> None:
    light(store, town, 0, range(9))
    with seen(browser, PHONE) as context, seen(browser, LANDSCAPE) as wide:
        small, large = context.new_page(), wide.new_page()
        small.goto(f"{served.url}/board")
        small.wait_for_selector(".row")
        assert not small.locator(".st-key-charts").is_visible()
        large.goto(f"{served.url}/board")
        large.click(".st-key-charts label")
        large.wait_for_selector("canvas, svg.marks", timeout=20000)
        assert "最热闹的一天" in large.inner_text("body")
        large.click("text=看数字 >> nth=0")
        assert large.locator("table").first.is_visible()


def test_a_kiosk_keeps_no_trace_of_the_last_person(browser: Browser, served: Served, store: Store, town: Town) -> None:
    context, page = kiosk(browser, served, store)
    clean = page.evaluate("document.body.innerHTML.replace(/\\s+/g, ' ')")
    depth = page.evaluate("history.length")
    to_quiz(page, "柳巷")
    for _ in range(5):
        page.click("[data-answer] >> nth=0")
        if page.locator("[data-confirm]").count():
            page.click("[data-confirm]")
        page.click("[data-next]")
    code = page.inner_text(".claim .code")
    sitting = {one["name"]: one["value"] for one in context.cookies()}["ll_sitting"]
    attempt = str((store.one("select id from attempt") or {})["id"])
    page.click("header >> text=做完了")
    page.wait_for_selector("text=点这里开始")
    page.wait_for_timeout(500)
    assert page.evaluate("history.length") == depth, "going back finds nothing"
    for trace in (code, attempt, "柳巷"):
        assert trace not in page.content() and trace not in page.url
    assert page.evaluate("document.body.innerHTML.replace(/\\s+/g, ' ')") == clean or "柳巷" not in page.content()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("caches ? caches.keys().then(k => k.length) : 0") == 0 and page.evaluate("indexedDB.databases().then(d => d.length)") == 0
    kept = {one["name"]: one["value"] for one in context.cookies()}
    assert kept["ll_sitting"] != sitting and not {"ll_step", "ll_lang", "ll_large"} & set(kept)
    page.go_back()
    page.wait_for_timeout(500)
    assert code not in page.content() and attempt not in page.content()
    page.goto(f"{served.url}/kiosk")
    assert page.evaluate(f"fetch('/api/quiz/{attempt}').then(r => r.status)") == 400
    context.close()


def test_a_kiosk_counts_down_goes_on_at_a_touch_and_clears_itself(browser: Browser, served: Served, store: Store, town: Town) -> None:
    context, page = kiosk(browser, served, store)
    to_quiz(page, "玉兰苑")
    page.clock.install()
    page.clock.run_for(24_000)
    assert page.locator(".lc-idle").count() == 0
    page.clock.run_for(3_000)
    assert int(re.sub(r"\D", "", page.inner_text(".lc-idle b"))) <= 20
    page.touchscreen.tap(640, 400)
    page.clock.run_for(1_000)
    assert page.locator(".lc-idle").count() == 0 and page.locator("[data-answer]").count() > 0
    page.clock.run_for(46_000)
    page.wait_for_selector("text=点这里开始")
    assert "玉兰苑" not in page.content()
    context.close()


def test_a_kiosk_is_touched_with_large_targets_and_reads_at_22_pixels(browser: Browser, served: Served, store: Store, town: Town) -> None:
    context, page = kiosk(browser, served, store)
    assert page.locator(".start").bounding_box()["height"] >= 100  # type: ignore[index]
    least = """() => Math.min(...[...document.querySelectorAll('body *')].filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
    sideways = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(least) >= 22 and page.evaluate(sideways)
    to_quiz(page, "玉兰苑")
    assert page.evaluate(least) >= 22 and page.evaluate(sideways)
    assert page.evaluate("Math.min(...[...document.querySelectorAll('[data-answer]')].map(e => e.offsetHeight))") >= 100
    page.set_viewport_size({"width": 1080, "height": 1920})
    assert page.evaluate(least) >= 22 and page.evaluate(sideways)
    context.close()


def test_a_kiosk_without_network_is_emptied_at_once_and_comes_back(browser: Browser, served: Served, store: Store, town: Town) -> None:
    context, page = kiosk(browser, served, store)
    to_quiz(page, "玉兰苑")
    context.set_offline(True)
    page.click("header >> text=做完了")
    page.wait_for_selector(".lc-lost")
    assert page.inner_text("body").strip() == "…"
    context.set_offline(False)
    page.wait_for_selector("text=点这里开始", timeout=20000)
    context.close()
