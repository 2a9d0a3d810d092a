"""The coordinator's phone through a long morning: its clocks, its battery, who shares it, two hundred names."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from linli import clock, ids, who
from linli.web import assets
from linli.who import Resident
from tests.browser.conftest import Served, browser, shared
from tests.volunteer.conftest import Scene
from tests.volunteer.test_in_browser import (
    MOST_MS,
    community,
    data_folder,
    field,
    keeper,
    kept,
    people,
    reload_list,
    row,
    stays,
    tap,
)

__all__ = ["browser", "community", "data_folder", "field", "keeper", "shared"]
pytestmark = pytest.mark.browser

#: A phone, its two clocks and the true time, all in milliseconds; what happens to it; what it says at the end.
_WORLD = """happenings => {
  const wall = Date.now, timer = performance.now.bind(performance);
  let now = wall(), off = 0, ran = 0, tapped = null, at = 0, since = 0;
  const answer = () => ({ headers: new Headers({ date: new Date(now - now % 1000).toUTCString() }) });
  Date.now = () => now + off;
  performance.now = () => ran;
  try {
    for (const [what, seconds] of happenings) {
      const ms = (seconds || 0) * 1000;
      if (what === 'contact') { serverClock.heard(answer()); }
      if (what === 'wait') { now += ms; ran += ms; }
      if (what === 'sleep') { now += ms; }
      if (what === 'set') { off += ms; }
      if (what === 'tap') { tapped = Object.assign({ t: Date.now() }, serverClock.mark()); at = now; since = ran; }
      if (what === 'reload') { ran = 0; since = undefined; }
    }
    serverClock.heard(answer());
    return [sinceTap(tapped, since) / 1000, (now - at) / 1000];
  } finally { Date.now = wall; performance.now = timer; }
}"""
_DAYS = {
    "a wait": "contact, wait 5, tap, wait 600",
    "a clock that is wrong all the time": "set 420, contact, wait 5, tap, wait 600",
    "set forward when the network comes back": "contact, wait 5, tap, wait 600, set 420",
    "set back when the network comes back": "contact, wait 5, tap, wait 600, set -1800",
    "set before the tap": "contact, wait 5, set 420, wait 5, tap, wait 600",
    "a sleep": "contact, wait 5, tap, sleep 1200, wait 3",
    "a sleep, then set": "contact, wait 5, tap, sleep 1200, set 420, wait 3",
    "a sleep before the tap, then set": "contact, sleep 600, tap, wait 60, set 300",
    "a reload": "contact, tap, wait 60, reload, wait 60",
    "a reload and set": "contact, tap, wait 60, set -420, reload, wait 60",
    "a reload, a sleep and set": "contact, tap, wait 60, reload, sleep 900, set 420, wait 1",
}


@pytest.mark.parametrize("day", _DAYS)
def test_the_age_of_a_tap_is_right_whatever_the_clocks_do(browser: Browser, day: str) -> None:
    ours, page = (assets.OURS / "js" / "queue.js").read_text("utf-8"), browser.new_page()
    happenings = [[one.split()[0], *(int(number) for number in one.split()[1:])] for one in _DAYS[day].split(", ")]
    said, true = page.evaluate(f"happenings => {{ {ours}; return ({_WORLD})(happenings); }}", happenings)
    page.close()
    assert said == pytest.approx(true, abs=2)


def test_a_clock_that_is_set_while_taps_wait_changes_no_time(field: Scene, keeper: Page) -> None:
    one, two = people(field, "桂花婶", "周叔")
    keeper.add_init_script("{ const real = Date.now; Date.now = () => real() + 60000 * Number(localStorage.getItem('minutes') || 0); }")
    reload_list(keeper)
    keeper.route("**/tap", lambda route: route.abort())
    before = clock.now()
    tap(keeper, one)
    expect(row(keeper, one)).to_contain_text("待发送", timeout=MOST_MS)
    after = clock.now()
    keeper.evaluate("localStorage.setItem('minutes', '17')")
    reload_list(keeper)
    tap(keeper, two)
    keeper.evaluate("localStorage.setItem('minutes', '-8')")
    keeper.unroute("**/tap")
    for subject in (one, two):
        expect(row(keeper, subject)).to_contain_text("点名", timeout=20_000)
    came = {str(stay["subject"]): clock.parse(str(stay["came_at"])) for stay in stays(field)}
    assert (before - came[one]).total_seconds() < 3
    assert (came[one] - after).total_seconds() < 3
    assert abs((clock.now() - came[two]).total_seconds()) < 40


def test_another_coordinator_on_the_same_phone_never_sends_the_firsts_taps(field: Scene, shared: Served, keeper: Page) -> None:
    [one] = people(field, "桂花婶")
    reload_list(keeper)
    keeper.route("**/tap", lambda route: route.abort())
    tap(keeper, one)
    expect(row(keeper, one)).to_contain_text("待发送", timeout=MOST_MS)
    keeper.unroute("**/tap")
    first = field.store.rows("select id from resident where nickname = '李姐' and compound = :c", c=field.cast.yulan)[0]["id"]
    keeper.goto(f"{shared.url}/duty?t={field.link(field.resident('陈叔'))}")
    keeper.get_by_role("button", name="是我").click()
    expect(keeper.locator("#net")).to_contain_text("另一位负责人的 1 条待发送", timeout=MOST_MS)
    keeper.wait_for_timeout(1000)
    assert stays(field) == []
    assert len(kept(keeper)) == 1
    keeper.goto(f"{shared.url}/duty?t={field.link(_resident(field, first))}")
    keeper.get_by_role("button", name="是我").click()
    expect(row(keeper, one)).to_contain_text("点名", timeout=MOST_MS)
    assert kept(keeper) == []
    assert len(stays(field)) == 1


def _resident(scene: Scene, resident: str) -> Resident:
    with scene.store.reading() as tx:
        return who.resident(tx, resident)


def test_a_tap_of_more_than_an_hour_ago_says_that_an_organiser_decides_and_can_be_taken_back(field: Scene, keeper: Page) -> None:
    [one] = people(field, "桂花婶")
    reload_list(keeper)
    name = keeper.locator("[data-lc=tick]").get_attribute("data-keeps")
    waiting = [{"k": "old1", "w": "in", "s": one, "t": int(clock.now().timestamp() * 1000) - 3_700_000}]
    keeper.evaluate("([name, taps]) => localStorage.setItem('lc-tick:' + name, taps)", [name, json.dumps(waiting)])
    keeper.reload()
    expect(keeper.locator("#snack")).to_contain_text("由组织者决定", timeout=MOST_MS)
    assert field.count("late_tick", f"activity = '{field.activity}' and closed_at is null") == 1
    keeper.locator("#snack button").click()
    expect(keeper.locator("#counts")).not_to_contain_text("迟到的点名", timeout=MOST_MS)
    assert field.count("late_tick", f"activity = '{field.activity}' and closed_at is null") == 0


def test_the_screen_stays_on_while_the_code_is_shown_and_no_longer(field: Scene, keeper: Page) -> None:
    keeper.add_init_script(
        "window.locks = 0; Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => { locks += 1;"
        " const one = new EventTarget(); one.release = async () => { locks -= 1; one.dispatchEvent(new Event('release')); }; return one; } } });"
    )
    reload_list(keeper)
    assert keeper.evaluate("locks") == 0
    keeper.locator("[data-qr]").click()
    expect(keeper.locator("#qr img")).to_have_attribute("src", re.compile("^data:image/svg"))
    assert keeper.evaluate("locks") == 1
    keeper.locator("#qr [data-m=out]").click()
    expect(keeper.locator("#qr h2")).to_have_text("签退码")
    assert keeper.evaluate("locks") == 1
    keeper.locator("#qr [data-close]").click()
    keeper.wait_for_timeout(200)
    assert keeper.evaluate("locks") == 0


def test_a_phone_in_a_pocket_asks_for_nothing_and_catches_up(field: Scene, keeper: Page) -> None:
    [one] = people(field, "桂花婶")
    keeper.add_init_script(
        "window.pocket = v => { Object.defineProperty(document, 'visibilityState', { value: v, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); };"
    )
    reload_list(keeper)
    keeper.wait_for_timeout(500)
    keeper.evaluate("pocket('hidden')")
    keeper.wait_for_timeout(3200)  # the stream closes at its next beat
    asked: list[str] = []
    keeper.on("request", lambda request: asked.append(request.url))
    shown = keeper.locator("article .in-s").inner_text()
    field.tap(field.keeper("陈叔")[0], "in", one)
    keeper.wait_for_timeout(3500)
    assert asked == []
    assert keeper.locator("article .in-s").inner_text() == shown
    keeper.evaluate("pocket('visible')")
    expect(row(keeper, one)).to_contain_text("点名", timeout=MOST_MS)


def test_two_hundred_names_are_found_by_letters_number_and_state_in_a_blink(field: Scene, keeper: Page) -> None:
    subjects = _crowd(field, 200)
    reload_list(keeper)
    expect(keeper.locator("#list li")).to_have_count(200)
    slowest = 0.0
    for typed, found in (("桂花", "桂花198"), ("gh19", "桂花198"), ("GHS", "桂花婶"), ("zhang", "Zhang老师")):
        ms = keeper.evaluate(
            "wanted => { const q = document.querySelector('#q'), t = performance.now(); q.value = wanted;"
            " q.dispatchEvent(new Event('input', { bubbles: true })); document.body.offsetHeight; return performance.now() - t; }", typed,
        )
        slowest = max(slowest, ms)
        expect(keeper.locator("#list li:not([hidden])").filter(has_text=found)).to_have_count(1)
    assert slowest < 200
    keeper.locator("#q").fill(_number(field, subjects[7]))
    expect(keeper.locator("#list li:not([hidden])")).to_have_count(1)
    tap(keeper, subjects[7])
    expect(row(keeper, subjects[7])).to_contain_text("点名", timeout=MOST_MS)
    keeper.locator("[data-clear]").click()
    expect(keeper.locator("#there b")).to_have_text("1")
    keeper.locator("[data-only=here]").click()
    expect(keeper.locator("#list li:not([hidden])")).to_have_count(1)
    tap(keeper, subjects[7])
    expect(row(keeper, subjects[7])).to_contain_text("离开", timeout=MOST_MS)
    expect(row(keeper, subjects[7])).to_be_visible()  # nothing moves under the finger before another choice is made
    keeper.locator("[data-only=here]").click()
    expect(keeper.locator("#list li:not([hidden])")).to_have_count(200)


def _crowd(scene: Scene, count: int) -> list[str]:
    """So many people who signed up, one of them 桂花婶 and one Zhang老师."""
    made, at = [], clock.stamp(clock.now())
    with scene.store.writing() as tx:
        for number in range(count):
            name = {0: "桂花婶", 1: "Zhang老师"}.get(number, f"{'桂花' if number == 198 else '邻居'}{number}")
            subject, resident = ids.new(), ids.new()
            tx.insert("subject", [{"id": subject}])
            tx.insert("resident", [{
                "id": resident, "compound": scene.cast.yulan, "nickname": name, "nickname_key": name.lower(), "hidden_at": None,
                "player_number": ids.digits(6), "pin_hash": "-", "slip": None, "notice_version": "1", "consented_at": at, "created_at": at,
            }])
            tx.insert("subject_resident", [{"subject": subject, "resident": resident}])
            tx.insert("sign_up", [{"activity": scene.activity, "place": number + 1, "subject": subject, "at": "2026-01-01T00:00:00.000000Z"}])
            made.append(subject)
    return made


def _number(scene: Scene, subject: str) -> str:
    found = scene.store.one("select r.player_number from resident r join subject_resident s on s.resident = r.id where s.subject = :s", s=subject)
    assert found
    return str(found["player_number"])


def test_enrolling_without_network_says_so_and_keeps_what_was_typed(field: Scene, shared: Served, browser: Browser, keeper: Page) -> None:
    keeper.get_by_role("link", name="临时来的人").click()
    keeper.context.set_offline(True)
    link = keeper.get_by_role("link", name="没手机也没玩家号")
    link.click()
    expect(keeper.locator("#walk")).to_contain_text("登记要有网络")
    keeper.context.set_offline(False)
    link.click()
    keeper.get_by_label("昵称").fill("石榴婆婆")
    keeper.get_by_label("本人的小区").select_option(index=1)
    for words in ("本人已满 14 周岁", "已念给本人听，本人同意"):
        keeper.get_by_label(words).check()
    keeper.context.set_offline(True)
    keeper.get_by_role("button", name="登记并记到达").click()
    expect(keeper.locator("form .told")).to_contain_text("没有网络")
    assert keeper.get_by_label("昵称").input_value() == "石榴婆婆"
    keeper.context.set_offline(False)
    keeper.get_by_role("button", name="登记并记到达").dblclick()
    expect(keeper.locator(".onecard")).to_have_count(2)
    assert all(re.fullmatch(r"\d{3} \d{3}", one) for one in keeper.locator(".onecard").all_inner_texts())
    keeper.get_by_role("link", name="写好了，回名单").click()
    expect(keeper.locator("#list")).to_contain_text("石榴婆婆")
    assert [stay["came_how"] for stay in stays(field)] == ["tick"]


def test_a_number_that_is_not_on_the_list_is_ticked_in_as_a_walk_in_without_typing_it_again(field: Scene, keeper: Page) -> None:
    people(field, "桂花婶")
    made = field.resident("临时来的")
    reload_list(keeper)
    keeper.locator("#q").fill(f"{made.player_number[:3]} {made.player_number[3:]}")
    expect(keeper.locator("#none")).to_be_visible()
    keeper.get_by_role("link", name="临时来的人").click()
    keeper.locator("#walk").get_by_role("button", name="记到达").click()
    expect(row(keeper, made.subject)).to_contain_text("点名", timeout=MOST_MS)
    assert len(stays(field)) == 1
