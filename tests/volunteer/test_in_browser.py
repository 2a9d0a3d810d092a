"""Coordinator and volunteer in two real browsers, with the network cut in between."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from linli import clock
from linli.volunteer import ticks
from linli.volunteer.duty import By
from tests.browser.conftest import Served, browser, shared
from tests.cast import compound
from tests.volunteer.conftest import PIN, Scene, build

__all__ = ["browser", "shared"]
pytestmark = pytest.mark.browser
MOST_MS = 6000
#: Two taps on one person within this time are one.
SOON_MS = 900
numbers = count(1)


def phone(browser: Browser, **more: object) -> BrowserContext:
    """A phone of its own."""
    size = {"width": 390, "height": 844}
    return browser.new_context(viewport=size, locale="zh-CN", has_touch=True, is_mobile=True, service_workers="block", **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def data_folder(shared: Served, monkeypatch: pytest.MonkeyPatch) -> Path:
    """PINs made here are sealed with the server's key."""
    monkeypatch.setenv("LINLI_DATA", str(shared.folder))
    return shared.folder


@pytest.fixture(scope="module")
def community(shared: Served) -> Iterator[Scene]:
    """The community of the server that the tests of this file share."""
    store = shared.store()
    yield build(store, clock.now())
    store.close()


@pytest.fixture
def field(community: Scene, shared: Served) -> Scene:
    """A clean-up of this test alone, and a compound for its people."""
    with community.store.writing() as tx:
        number = next(numbers)
        home = compound(tx, f"第{number}小区", f"Court {number}", 100, "slips")
    return replace(community, cast=replace(community.cast, yulan=home), activity=community.another(-40, 10))


def stays(scene: Scene) -> list[dict[str, object]]:
    """Presences at this clean-up that were not undone."""
    return scene.store.rows("select * from presence where activity = :id and void_at is null order by id", id=scene.activity)


def player_number(scene: Scene, nickname: str) -> str:
    row = scene.store.one("select player_number from resident where compound = :c and nickname = :n", c=scene.cast.yulan, n=nickname)
    assert row
    return str(row["player_number"])


def people(scene: Scene, *names: str) -> list[str]:
    """Residents who signed up before; their subjects."""
    made = [scene.resident(name) for name in names]
    with scene.store.writing() as tx:
        for place, one in enumerate(made, 1):
            tx.insert("sign_up", [{"activity": scene.activity, "place": place, "subject": one.subject, "at": "2026-01-01T00:00:00.000000Z"}])
    return [one.subject for one in made]


@pytest.fixture
def keeper(field: Scene, shared: Served, browser: Browser) -> Iterator[Page]:
    """A coordinator's phone, on the list; complaints of the page fail the test."""
    context = phone(browser)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{shared.url}/coordinator/{field.link(field.resident('李姐'))}")
    expect(page.locator("h1")).to_have_text("你是 李姐 吗？")
    page.get_by_role("button", name="是我").click()
    page.wait_for_url("**/tick/*")
    yield page
    assert wrong == []
    context.close()


def row(page: Page, subject: str) -> Locator:
    return page.locator(f"#p-{subject}")


def tap(page: Page, subject: str) -> None:
    row(page, subject).locator("> .go").click()


def kept(page: Page) -> list[dict[str, object]]:
    """The taps that wait in the browser."""
    stored = page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('lc-tick')).map(name => localStorage.getItem(name))")
    return [one for text in stored for one in json.loads(text)]


def reload_list(page: Page) -> None:
    page.reload()
    expect(page.locator("#counts .cnt")).to_be_visible()


def test_a_volunteer_signs_in_by_the_scanned_code_and_the_list_shows_it(field: Scene, shared: Served, browser: Browser, keeper: Page) -> None:
    [subject] = people(field, "桂花婶")
    reload_list(keeper)
    keeper.locator("#q").fill("桂花")
    keeper.evaluate("scrollTo(0, 120)")
    keeper.locator("article [data-m=in]").click()
    expect(keeper.locator("article [data-m=in]")).to_have_attribute("aria-current", "true")
    code = keeper.locator(".big").inner_text().replace(" ", "")
    assert code == field.code("in") or len(code) == 6
    theirs = phone(browser)
    volunteer = theirs.new_page()
    volunteer.goto(f"{shared.url}/field/{field.activity}?code={code}&m=in")
    volunteer.get_by_label("昵称或玩家号").fill(player_number(field, "桂花婶"))
    volunteer.get_by_label("口令").fill(PIN)
    volunteer.locator("[name=read]").check()
    before = keeper.evaluate("scrollY")
    volunteer.get_by_role("button", name="签到", exact=True).dblclick()
    expect(volunteer.locator(".say b")).to_have_text(re.compile(r"已签到 \d+:\d\d"))
    expect(row(keeper, subject)).to_contain_text("扫码", timeout=MOST_MS)
    assert keeper.locator("#q").input_value() == "桂花"
    assert abs(keeper.evaluate("scrollY") - before) < 2
    assert len(stays(field)) == 1
    _leave(volunteer, keeper, field)
    theirs.close()


def _leave(volunteer: Page, keeper: Page, scene: Scene) -> None:
    """The same volunteer signs out by the other code."""
    volunteer.locator("#code").fill(scene.code("out"))
    volunteer.get_by_role("button", name="签退", exact=True).click()
    expect(volunteer.locator(".say")).to_contain_text("小时等待审批")
    expect(keeper.locator("#counts")).to_contain_text("1已离开", timeout=MOST_MS)


def test_taps_without_network_wait_and_are_sent_once_at_their_time(field: Scene, keeper: Page) -> None:
    one, two, three = people(field, "桂花婶", "周叔", "韦叔")
    ticks.tick_in(field.store, field.activity, three, By(staff=field.organiser), clock.now())
    reload_list(keeper)
    keeper.context.set_offline(True)
    tap(keeper, one)
    tap(keeper, two)
    tap(keeper, three)
    expect(keeper.locator("#net")).to_contain_text("3 条待发送")
    expect(row(keeper, one)).to_contain_text("待发送")
    expect(row(keeper, three)).to_contain_text("离开，待发送")
    assert {key for one in kept(keeper) for key in one} <= {"k", "w", "s", "t", "p", "x", "c", "j"}
    assert "桂花婶" not in json.dumps(kept(keeper), ensure_ascii=False)
    # The second was a mistake: it never went out, so it is simply forgotten.
    keeper.wait_for_timeout(SOON_MS)
    row(keeper, two).locator("> .go").click()
    expect(row(keeper, two)).to_contain_text("已报名，还没到")
    keeper.wait_for_timeout(2500)
    keeper.context.set_offline(False)
    expect(row(keeper, one)).to_contain_text("点名", timeout=MOST_MS)
    expect(row(keeper, three)).to_contain_text("已离开", timeout=MOST_MS)
    expect(keeper.locator("#net")).to_be_hidden()
    assert kept(keeper) == []
    found = {str(stay["subject"]): stay for stay in stays(field)}
    assert set(found) == {one, three}
    assert found[one]["came_how"] == "tick"
    assert (clock.now() - clock.parse(str(found[one]["came_at"]))).total_seconds() > 2


def test_an_answer_that_is_lost_is_asked_for_again_and_counts_once(field: Scene, keeper: Page) -> None:
    [one] = people(field, "桂花婶")
    reload_list(keeper)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    keeper.route("**/tap", lose)
    tap(keeper, one)
    expect(row(keeper, one)).to_contain_text("点名", timeout=15_000)
    assert lost == [200, 200]
    assert len(stays(field)) == 1
    assert kept(keeper) == []


def test_what_waits_survives_a_reload(field: Scene, keeper: Page) -> None:
    [one] = people(field, "桂花婶")
    reload_list(keeper)
    keeper.route("**/tap", lambda route: route.abort())
    tap(keeper, one)
    expect(row(keeper, one)).to_contain_text("待发送", timeout=MOST_MS)
    keeper.reload()
    expect(row(keeper, one)).to_contain_text("到，", timeout=MOST_MS)
    assert len(kept(keeper)) == 1
    keeper.unroute("**/tap")
    expect(row(keeper, one)).to_contain_text("点名", timeout=20_000)
    assert kept(keeper) == []


def test_a_double_tap_ticks_in_once_and_undo_takes_it_back(field: Scene, keeper: Page) -> None:
    [one] = people(field, "桂花婶")
    reload_list(keeper)
    row(keeper, one).locator("> .go").dblclick()
    expect(row(keeper, one)).to_contain_text("点名", timeout=MOST_MS)
    assert [stay["left_at"] for stay in stays(field)] == [None]
    keeper.locator("#snack button").click()
    expect(row(keeper, one)).to_contain_text("已报名，还没到", timeout=MOST_MS)
    assert stays(field) == []


def test_tap_again_ticks_out_and_the_row_can_undo_it(field: Scene, keeper: Page) -> None:
    [one] = people(field, "桂花婶")
    reload_list(keeper)
    tap(keeper, one)
    expect(row(keeper, one)).to_contain_text("点名", timeout=MOST_MS)
    keeper.wait_for_timeout(SOON_MS)
    tap(keeper, one)
    expect(row(keeper, one).locator("> .go.done")).to_contain_text("已离开", timeout=MOST_MS)
    keeper.wait_for_timeout(SOON_MS)
    row(keeper, one).locator("summary").click()
    row(keeper, one).get_by_role("button", name="撤销：还没走").click()
    expect(row(keeper, one).locator("> .go")).to_have_text("记离开", timeout=MOST_MS)


def test_walk_ins_by_number_also_without_network_and_people_without_a_nickname(field: Scene, keeper: Page) -> None:
    made = field.resident("临时来的")
    keeper.get_by_role("link", name="临时来的人").click()
    keeper.locator("#number").fill("12 34")
    keeper.locator("#walk").get_by_role("button", name="记到达").click()
    expect(keeper.locator("#walk .told").first).to_contain_text("6 位数字")
    keeper.locator("#walk").get_by_role("button", name="加一位").click()
    expect(keeper.locator("#counts")).to_contain_text("其中 1 位没有昵称", timeout=MOST_MS)
    keeper.context.set_offline(True)
    keeper.locator("#number").fill(made.player_number)
    keeper.locator("#walk").get_by_role("button", name="记到达").click()
    expect(keeper.locator("#waiting")).to_contain_text(made.player_number)
    expect(keeper.locator("#waiting")).to_contain_text("待发送")
    keeper.context.set_offline(False)
    expect(row(keeper, made.subject)).to_contain_text("临时来的", timeout=MOST_MS)
    expect(keeper.locator("#waiting")).to_be_hidden()
    assert (len(stays(field)), field.count("uncounted", f"activity = '{field.activity}'")) == (1, 1)


def test_a_refused_tap_is_told_with_the_name(field: Scene, shared: Served, keeper: Page) -> None:
    [one] = people(field, "桂花婶")
    other = field.another(-30, 60, title="河堤捡拾")
    reload_list(keeper)
    keeper.route("**/live*", lambda route: route.abort())
    ticks.tick_in(field.store, other, one, By(staff=field.organiser), clock.now())
    tap(keeper, one)
    expect(keeper.locator("#snack")).to_contain_text("桂花婶：还在", timeout=MOST_MS)
    expect(keeper.locator("#snack")).to_contain_text("河堤捡拾")
    assert kept(keeper) == []


def test_two_coordinators_see_each_other_and_an_open_row_stays_open(field: Scene, shared: Served, browser: Browser, keeper: Page) -> None:
    one, two = people(field, "桂花婶", "周叔")
    reload_list(keeper)
    tap(keeper, one)
    expect(row(keeper, one)).to_contain_text("点名", timeout=MOST_MS)
    row(keeper, one).locator("summary").click()
    second = phone(browser)
    theirs = second.new_page()
    theirs.goto(f"{shared.url}/duty?t={field.link(field.resident('陈叔'))}")
    theirs.get_by_role("button", name="是我").click()
    tap(theirs, two)
    expect(row(keeper, two)).to_contain_text("点名", timeout=MOST_MS)
    expect(row(keeper, one).locator("details")).to_have_attribute("open", "")
    second.close()


def test_ending_for_all_asks_and_the_head_count_keeps_what_was_typed(field: Scene, keeper: Page) -> None:
    one, two = people(field, "桂花婶", "周叔")
    reload_list(keeper)
    tap(keeper, one)
    tap(keeper, two)
    expect(keeper.locator("#counts")).to_contain_text("2在场", timeout=MOST_MS)
    keeper.locator(".heads summary").click()
    keeper.locator("#counted").fill("many")
    keeper.context.set_offline(True)
    keeper.locator("#counted").fill("2")
    keeper.get_by_role("button", name="记为结束").click()
    expect(keeper.locator(".headform .told")).to_contain_text("没有网络")
    assert keeper.locator("#counted").input_value() == "2"
    keeper.context.set_offline(False)
    keeper.get_by_role("button", name="记为结束").click()
    expect(keeper.locator("#heads")).to_contain_text("结束 2 人", timeout=MOST_MS)
    keeper.get_by_role("link", name="全部结束").click()
    expect(keeper.locator("#still")).to_have_text("还在场：2 人")
    keeper.get_by_role("button", name="都记离开").click()
    expect(keeper.locator(".say.right")).to_contain_text("2 人都记了离开")
    assert [stay["left_how"] for stay in stays(field)] == ["all", "all"]


def test_ending_for_all_waits_for_taps_that_have_not_been_sent(field: Scene, keeper: Page) -> None:
    [one] = people(field, "桂花婶")
    reload_list(keeper)
    keeper.route("**/tap", lambda route: route.abort())
    tap(keeper, one)
    keeper.get_by_role("link", name="全部结束").click()
    keeper.get_by_role("button", name="都记离开").click()
    expect(keeper.locator("#end .told")).to_contain_text("还有 1 条没发出去", timeout=12_000)
    assert stays(field) == []


def test_who_was_not_signed_out_is_confirmed_with_one_tap(field: Scene, shared: Served, browser: Browser, keeper: Page) -> None:
    over = field.another(-240, -120)
    phone_of = keeper.context.new_page()
    one, two = people(field, "桂花婶", "周叔")
    began = clock.parse(str(field.store.rows("select starts_at from activity where id = :id", id=over)[0]["starts_at"]))
    for subject in (one, two):
        ticks.tick_in(field.store, over, subject, By(staff=field.organiser), began)
    phone_of.goto(f"{shared.url}/duty?t={field.link(field.resident('陈叔'), over)}")
    phone_of.get_by_role("button", name="是我").click()
    tap(phone_of, one)
    expect(row(phone_of, one)).to_contain_text("已离开", timeout=MOST_MS)
    row(phone_of, two).locator("summary").click()
    field_of_time = row(phone_of, two).locator("input[type=time]")
    early = clock.local(began, "Asia/Shanghai").replace(second=0).strftime("%H:%M")
    field_of_time.fill(early)
    row(phone_of, two).get_by_role("button", name="确认", exact=True).click()
    expect(row(phone_of, two)).to_contain_text("已离开", timeout=MOST_MS)
    left = {stay["subject"]: stay["left_at"] for stay in field.store.rows("select * from presence where activity = :id", id=over)}
    assert left[two] == clock.stamp(began)
    assert left[one] > left[two]


def test_the_code_goes_on_without_network(field: Scene, keeper: Page) -> None:
    keeper.locator("article [data-m=in]").click()
    keeper.locator("[data-qr]").click()
    expect(keeper.locator("#qr img")).to_have_attribute("src", re.compile("^data:image/svg"))
    expect(keeper.locator(".giant")).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    keeper.context.set_offline(True)
    first = keeper.locator(".giant").inner_text()
    expect(keeper.locator(".giant")).not_to_have_text(first, timeout=35_000)
    later = keeper.locator(".giant").inner_text().replace(" ", "")
    assert later == field.code("in")
    keeper.context.set_offline(False)
