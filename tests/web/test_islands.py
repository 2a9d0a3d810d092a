"""The islands in a real browser: one tap one answer, the network gone, rows that follow the ledger."""

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from linli import clock, community
from linli.store import Store, open_store
from linli.web import app_store, live, plain
from linli.web.middleware import Edge
from linli.web.parts import board, quiz_card
from linli.web.parts.views import (
    Badge,
    BoardList,
    BoardRow,
    BoardView,
    ClauseView,
    FeedbackView,
    ItemView,
    OptionView,
    Progress,
)
from linli.web.routes import json_body, routes

pytestmark = pytest.mark.browser
OPTIONS = (OptionView(1, "能", True), OptionView(0, "不能"), OptionView(2, "看情况"))


class Desk:
    """A quiz of two items and a board of two rows, and what the browser asked for."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.posted: list[dict[str, object]] = []
        self.refusals = 0
        self.turned = False
        self.url = ""

    async def card(self, request: Request) -> Response:
        return HTMLResponse(self._item(1))

    def _item(self, place: int) -> str:
        kind = "multiple" if place == 2 else "single"
        return quiz_card.item(ItemView(f"i-{place}", kind, "消防", "楼道里能充电吗？", OPTIONS, Progress(place, 2)))

    async def answer(self, request: Request) -> Response:
        given = await json_body(request)
        self.posted.append(given)
        if self.refusals:
            self.refusals -= 1
            return JSONResponse({"error": "busy"}, 503)
        view = FeedbackView("single", "?", OPTIONS, True, False, 10, "榕荫苑", "因为。", ClauseView("法", "引文"), Progress(1, 2, (True,)))
        return JSONResponse({"html": quiz_card.feedback(view), "next": self._item(2)})

    async def page(self, request: Request) -> Response:
        return plain.page("t", quiz_card.island("a"), css="linli.css", scripts=("linli.js",), body_class="lc-page")

    async def rows_page(self, request: Request) -> Response:
        return plain.page("t", board.island("/rows"), css="linli.css", scripts=("linli.js",), body_class="lc-page")

    async def rows(self, request: Request) -> Response:
        names = ["乙", "甲"] if self.turned else ["甲", "乙"]
        rows = tuple(BoardRow(name, Badge(0, "A"), name, place + 1, "1%", "", 0.1, 0.05, 0.2, why=("因为",)) for place, name in enumerate(names))
        return HTMLResponse(board.board(BoardView((BoardList("fair", rows, 0.28),))))

    def turn(self) -> None:
        """The other row leads now, and the ledger's neighbour says so."""
        self.turned = not self.turned
        with self.store.writing() as tx:
            community.note(tx, None, "test", "", "", clock.now())


@asynccontextmanager
async def _watching(app: Starlette) -> AsyncIterator[None]:
    live.hub.start(app_store.store())
    yield
    await live.hub.stop()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = open_store("", folder=tmp_path)
    app_store.use(store)
    own = Desk(store)
    app = Starlette(middleware=[Middleware(Edge)], lifespan=_watching, routes=[
        Route("/card", own.page), Route("/board-page", own.rows_page), Route("/rows", own.rows), Route("/api/quiz/a", own.card),
        Route("/api/quiz/a/answer", own.answer, methods=["POST"]), *routes(),
    ])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    own.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield own
    live.hub.close()
    server.should_exit = server.force_exit = True
    thread.join(10)
    app_store.close()


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        browser.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _within(seconds: float, true: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_quick_taps_send_one_answer_and_the_verdict_takes_the_focus(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.url}/card")
    page.wait_for_selector(".opt")
    page.evaluate("() => document.querySelectorAll('.opt').forEach(one => { one.click(); one.click(); })")
    page.wait_for_selector(".verdict")
    assert desk.posted == [{"item": "i-1", "chosen": [1]}]
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"


def test_an_answer_is_sent_again_until_it_is_taken(desk: Desk, page: Page) -> None:
    desk.refusals = 2
    page.goto(f"{desk.url}/card")
    page.click(".opt")
    page.wait_for_selector(".verdict", timeout=10_000)
    assert len(desk.posted) == 3 and len({str(one) for one in desk.posted}) == 1


def test_the_network_may_go_and_come_back_in_mid_quiz(desk: Desk, page: Page, context: BrowserContext) -> None:
    page.goto(f"{desk.url}/card")
    page.click(".opt")
    page.wait_for_selector(".verdict")
    context.set_offline(True)
    page.click("[data-next]")
    page.click(".opt:nth-child(1)")
    page.click(".opt:nth-child(3)")
    page.click("[data-confirm]")
    page.wait_for_selector(".say")
    assert "网络断了" in page.inner_text(".say")
    context.set_offline(False)
    page.wait_for_selector(".verdict", timeout=15_000)
    assert desk.posted[-1] == {"item": "i-2", "chosen": [1, 2]}


def test_the_keyboard_is_enough(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.url}/card")
    page.wait_for_selector(".opt")
    page.keyboard.press("2")
    page.wait_for_selector(".verdict")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-confirm]")
    page.keyboard.press("a")
    page.keyboard.press("c")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Enter")
    page.wait_for_selector(".verdict")
    assert [one["chosen"] for one in desk.posted] == [[0], [1, 2]]


def test_rows_follow_the_ledger_and_what_was_opened_stays_open(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.url}/board-page")
    page.click(".row:nth-child(2) summary")
    page.wait_for_timeout(1200)
    desk.turn()
    assert _within(3, lambda: page.inner_text(".row:nth-child(1) .nm") == "乙")
    assert page.locator("#why-乙").get_attribute("open") is not None
