"""A paper from the draw to its result, in the browser: made, opened, printed, a stack typed in by keyboard alone."""

from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from linli import clock, paper_returns, papers, staff
from tests.browser.conftest import Phones, Served
from tests.browser.looking import sideways
from tests.browser.town import PASSWORD, USERNAME, Town

DESK = {"viewport": {"width": 1280, "height": 900}, "has_touch": False, "is_mobile": False}


def test_a_paper_is_made_printed_counted_and_told(shared: Served, town: Town, phones: Phones) -> None:
    desk = phones("zh", **DESK)
    cookie, _who = staff.sign_in(shared.store(), username=USERNAME, password=PASSWORD, device="", at=clock.now())
    desk.context.add_cookies([{"name": "ll_staff", "value": cookie, "url": shared.url}])
    page = desk.page
    code = _make(page, shared)
    printed = page.context.request.get(f"{shared.url}/print/paper?p={code}&f=B")
    text = "".join(part.extract_text() for part in PdfReader(BytesIO(printed.body())).pages)
    assert "冬季知识卷" in text and "B 卷" in text and "您住的小区" in text
    _type_in(page, shared, code)
    page.goto(f"{shared.url}/paper_desk?part=results")
    expect(page.get_by_text("纸质答卷 12 份，手机作答 0 人")).to_be_visible()
    page.get_by_text("画成图表").click()
    expect(page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first).to_be_visible()
    assert [one for one in desk.complaints if "400 (Bad Request)" not in one] == []   # the refusal of a row


def _make(page: Page, shared: Served) -> str:
    """Six questions by lot, named and opened; the code that is printed on it."""
    page.goto(f"{shared.url}/paper_desk?part=form")
    page.get_by_text("随机抽题", exact=True).click()
    count = page.get_by_label("抽几道")
    count.fill("6")
    count.press("Tab")
    page.get_by_role("button", name="抽题", exact=True).click()
    expect(page.get_by_text("抽出了 6 道题。")).to_be_visible()
    page.locator("[class*=_zh] input").last.fill("冬季知识卷")
    page.get_by_role("button", name="出卷", exact=True).click()
    expect(page.get_by_text("“冬季知识卷”已存为草稿")).to_be_visible()
    page.goto(f"{shared.url}/paper_desk")
    page.get_by_text("确认向居民开放").click()
    page.get_by_role("button", name="开放", exact=True).click()
    expect(page.get_by_text("“冬季知识卷”已开放")).to_be_visible()
    with shared.store().reading() as tx:
        (paper,) = papers.listing(tx)
    assert (paper.state, paper.items) == ("open", 6)
    return paper.code


def _type_in(page: Page, shared: Served, code: str) -> None:
    """A stack of 12 sheets: one row too many is refused in its place, then mended; no mouse in between."""
    page.goto(f"{shared.url}/tally?p={code}")
    page.get_by_label("小区").select_option(label="玉兰苑")
    page.get_by_role("button", name="去填份数").click()
    with shared.store().reading() as tx:
        placed = paper_returns.asked(tx, papers.by_code(tx, code), 1, 0)
    keys = page.keyboard
    expect(page.get_by_label("这一叠共几份")).to_be_focused()
    keys.type("12")
    keys.press("Tab")
    for one in placed:
        if one.item.kind == "multiple":
            keys.type(f"{one.right} 9, {one.letters[0]} 3")
            keys.press("Tab")
        else:
            for letter in one.letters:
                keys.type("9" if letter == one.right else "3" if letter == next(each for each in one.letters if each != one.right) else "")
                keys.press("Enter")
        keys.type("4" if one.number == 1 else "")
        expect(page.locator("[data-q]").nth(one.number - 1).locator("output")).to_have_text("多了 4" if one.number == 1 else "✓")
        keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("alert").last).to_have_text("第 1 题：12 份答卷上数出 16 个答案。")
    assert sideways(page) == []
    page.get_by_label("第 1 题，未答或无效").fill("")
    page.get_by_role("button", name="保存这一叠").click()
    expect(page.get_by_text("12 份已保存。下一叠：")).to_be_visible()
