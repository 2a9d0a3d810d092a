"""The parts as HTML: what is in them, what is escaped, and what is never in them."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from linli.locale import use_language
from linli.web.parts import board, quiz_card, result, skyline
from linli.web.parts.badge import badge
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
    ResultView,
    ReviewView,
)

EVIL = '"><script>alert(1)</script>'
ITEM = ItemView(
    "fire-01", "single", "消防", "楼道里能充电吗？", (OptionView(2, "能"), OptionView(0, "不能")), Progress(2, 5, (True,))
)
FEEDBACK = FeedbackView(
    "single", "楼道里能充电吗？", (OptionView(2, "能", chosen=True), OptionView(0, "不能", key=True)), False, False, 0, "榕荫苑",
    "会起火。", ClauseView("《消防法》第二十八条", "不得占用、堵塞", "/law?law=x"), Progress(2, 5, (True, False)),
)
RESULT = ResultView("daily", 4, 5, 40, 10, "榕荫苑", Badge(0, "A"), "榕溪社区", lit=62)
ROW = BoardRow("c1", Badge(0, "A"), "榕荫苑", 1, "25%", "62 / 248 户", 0.25, 0.1, 0.18, why=("一句话。",))


class _Balance(HTMLParser):
    """Counts elements that are opened and not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("img", "br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _balanced(html: str) -> None:
    parser = _Balance()
    parser.feed(html)
    assert parser.open == []


@pytest.fixture(params=["zh", "en"], autouse=True)
def _in_each_language(request: pytest.FixtureRequest) -> None:
    use_language(request.param)


def _result(view: ResultView) -> str:
    """What of the result screen is drawn from its view alone."""
    return "".join(part(view) for part in (result._bar, result._won, result._claim, result._share, result._onward)) + result._review(view.review)


def test_every_part_is_balanced_html() -> None:
    rows = (ROW, replace(ROW, key="c2", rank=0, few=True), replace(ROW, key="c3", tied=True, mine=True, below="x"))
    for html in (
        quiz_card.item(ITEM), quiz_card.item(replace(ITEM, kind="multiple", note="x")), quiz_card.feedback(FEEDBACK),
        quiz_card.feedback(replace(FEEDBACK, correct=True, points=10)), _result(RESULT),
        _result(replace(RESULT, claim_code="K7M2PX", join_url="/join", again_url="/quiz", kiosk=True)),
        _result(replace(RESULT, review=(ReviewView("q", "a", "e", FEEDBACK.clause),))),
        board.board(BoardView((BoardList("fair", rows, 0.28, 0.14, "x", "y"), BoardList("bars", rows, 3.0)))), board.board(BoardView(())),
    ):
        _balanced(html)


def test_nothing_that_is_given_becomes_an_element() -> None:
    clause = ClauseView(EVIL, EVIL, EVIL, EVIL)
    option = OptionView(0, EVIL, chosen=True)
    pages = [
        quiz_card.item(replace(ITEM, item=EVIL, topic=EVIL, stem=EVIL, options=(option,), leave=EVIL, note=EVIL)),
        quiz_card.feedback(replace(FEEDBACK, stem=EVIL, options=(option,), compound=EVIL, explanation=EVIL, clause=clause)),
        _result(replace(RESULT, compound=EVIL, community=EVIL, claim_code=EVIL, join_url=EVIL, again_url=EVIL, note=EVIL, badge=Badge(0, EVIL))),
        board.board(BoardView((BoardList("fair", (replace(ROW, key=EVIL, name=EVIL, value=EVIL, beside=EVIL, below=EVIL, why=(EVIL,)),), 0.28),))),
    ]
    assert not any("<script" in page for page in pages)


def test_an_item_does_not_tell_its_key() -> None:
    told = replace(ITEM, options=(OptionView(2, "能", key=False), OptionView(0, "不能", key=True)))
    assert quiz_card.item(told) == quiz_card.item(ITEM)


def test_one_tap_answers_a_single_and_a_button_a_multiple() -> None:
    assert "data-confirm" not in quiz_card.item(ITEM)
    assert re.findall(r'data-answer="(\d)"', quiz_card.item(ITEM)) == ["2", "0"]
    assert 'aria-pressed="false"' in quiz_card.item(replace(ITEM, kind="multiple")) and "data-confirm disabled" in quiz_card.item(replace(ITEM, kind="multiple"))


def test_feedback_is_told_to_screen_readers_and_not_by_colour_alone() -> None:
    html = quiz_card.feedback(FEEDBACK)
    assert 'role="status"' in html and "ic-again" in html and "ic-check" in html
    assert html.index("verdict") < html.index('class="ask"') < html.index('class="ans"') < html.index('class="law"')


def test_the_progress_has_one_bar_an_item() -> None:
    assert re.findall(r'<i class="(\w?)"></i>', quiz_card.dots(ITEM.progress)) == ["d", "n", "", "", ""]
    assert re.findall(r'<i class="(\w?)"></i>', quiz_card.dots(FEEDBACK.progress)) == ["d", "a", "", "", ""]


def test_the_thirteenth_compound_has_the_first_colour_and_the_next_pattern() -> None:
    assert "p-solid" in badge(Badge(0, "A")) and "--c:var(--c1)" in badge(Badge(0, "A"))
    assert "p-diag" in badge(Badge(12, "M")) and "--c:var(--c1)" in badge(Badge(12, "M"))
    looks = {re.sub("<b>.*", "", badge(Badge(mark, "A"))) for mark in range(60)}
    assert len(looks) == 60


def test_the_scale_is_stretched_for_all_rows_when_one_leaves_it() -> None:
    assert board.scale_top([ROW]) == board.LEAST_TOP
    assert board.scale_top([ROW, replace(ROW, share=0.6)]) == pytest.approx(0.63)
    assert board.place(2.0, 1.0) == 100 and board.place(1.0, 0.0) == 0


def test_rows_can_be_followed_from_place_to_place() -> None:
    html = board.board(BoardView((BoardList("fair", (ROW,), 0.28),)))
    assert 'data-key="c1"' in html and 'id="row-c1"' in html


def test_the_skyline_lights_its_share_of_windows() -> None:
    dark, half = (skyline.drawing(percent) for percent in (0, 50))
    assert dark != half and half.startswith("data:image/svg+xml;base64,")
