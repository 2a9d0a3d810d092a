"""A Saturday on the coordinator's phone: codes, taps without network, a killed server, and every minute counted again.

The slow calculation at the end knows nothing of linli.rules: it walks from minute to minute.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from linli import clock
from linli.rules.crediting import Interval
from linli.volunteer import activities, coordinators, sign_ups, ticks
from linli.volunteer.activity_draft import Draft
from linli.volunteer.duty import By
from linli.who import Resident
from tests.browser import looking
from tests.browser.conftest import Phone, Phones, Served
from tests.browser.proxy import Cable
from tests.browser.test_look import KNOWN
from tests.browser.town import MINUTE, PIN, Town

pytestmark = pytest.mark.browser
#: Two taps on one person sooner than this are one.
SOON_MS = 900
WAIT_MS = 15_000
#: How long the taps have waited when the network is back.
AGE = timedelta(minutes=25)
#: Minutes before now: the plan's start, a break, and the sign-out code is open already.
STARTS, ENDS, BREAK = -40, 10, (-32, -27)


@dataclass
class Day:
    """The clean-up of today, its coordinator and the volunteers by name."""

    town: Town
    activity: str
    keeper: Resident
    people: dict[str, Resident]
    began: datetime

    def link(self) -> str:
        """The coordinator's one-time link."""
        with self.town.store.reading() as tx:
            by = activities.organiser(tx, self.town.organiser)
        return coordinators.coordinator_link(self.town.store, by, self.activity, self.keeper.id, clock.now())

    def stays(self) -> dict[str, dict[str, object]]:
        """Who was here, by name; fails where somebody was here twice."""
        names = {one.subject: name for name, one in self.people.items()}
        rows = self.town.store.rows("select * from presence where activity = :id and void_at is null order by id", id=self.activity)
        assert len({row["subject"] for row in rows}) == len(rows)
        return {names[row["subject"]]: row for row in rows}


def a_day(served: Served) -> Day:
    """Six who signed up, one who did not; two of them came long ago."""
    now, town = clock.now(), Town(served.store()).found(clock.now())
    minute = now.replace(second=0, microsecond=0)
    rest = Interval(*(minute + one * MINUTE for one in BREAK))
    draft = Draft(
        "河边清洁", "榕溪步道", served.store().rows("select id from unit order by id")[0]["id"], "林小榕", "捡拾步道边的垃圾。", "临水，穿防滑鞋。",
        True, False, False, False, minute + STARTS * MINUTE, minute + ENDS * MINUTE, 20, (rest,),
    )
    made = activities.create(town.store, draft, town.organiser, now - 100 * MINUTE)[0]
    names = ("阿桂", "柏叔", "陈姨", "丁姐", "娥婶", "方伯", "葛哥")
    people = {name: town.neighbour(town.homes[0], now, nickname=name) for name in names}
    for name in names[:6]:
        sign_ups.sign_up(town.store, made, people[name].subject, now - 90 * MINUTE)
    for name, ago in (("娥婶", 35), ("方伯", 30)):
        ticks.tick_in(town.store, made, people[name].subject, By(staff=town.organiser), now - ago * MINUTE)
    return Day(town, made, town.neighbour(town.homes[1], now, nickname="李姐"), people, now)


def slow_minutes(came: datetime, left: datetime, began: datetime) -> int:
    """Whole minutes of being there, from 15 before the plan to 15 after it, without the break."""
    zero = began.replace(second=0, microsecond=0)
    start, end = zero + (STARTS - 15) * MINUTE, zero + (ENDS + 15) * MINUTE
    found, at = 0, came.replace(second=0, microsecond=0)
    while at < left.replace(second=0, microsecond=0):
        resting = zero + BREAK[0] * MINUTE <= at < zero + BREAK[1] * MINUTE
        found += int(start <= at < end and not resting)
        at += MINUTE
    return found


def row(page: Page, one: Resident) -> str:
    return f"#p-{one.subject}"


def tap(page: Page, one: Resident, words: str) -> None:
    page.locator(f"{row(page, one)} > .go", has_text=words).click()


def waiting(page: Page) -> int:
    """How many taps this browser keeps."""
    return int(page.evaluate(
        "Object.keys(localStorage).filter(name => name.startsWith('lc-tick:')).reduce((sum, name) => sum + JSON.parse(localStorage.getItem(name)).length, 0)"
    ))


def older(page: Page, age: timedelta) -> None:
    """The phone was without network for so long: what waits was tapped so much earlier."""
    page.evaluate(
        """ms => Object.keys(localStorage).filter(name => name.startsWith('lc-tick:')).forEach(name => localStorage.setItem(name, JSON.stringify(
             JSON.parse(localStorage.getItem(name)).map(one => { const { c, j, ...rest } = one; return { ...rest, t: one.t - ms }; }))))""",
        age.total_seconds() * 1000,
    )


def opened_list(day: Day, phone: Phone, url: str) -> Page:
    """The coordinator uses the link."""
    page = phone.page
    page.goto(f"{url}/duty?t={day.link()}")
    page.get_by_role("button", name="是我").click()
    page.wait_for_url("**/tick/*")
    assert page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def shown_code(page: Page, moment: str) -> str:
    """The digits that the coordinator holds up."""
    page.locator("[data-qr]").click()
    page.locator(f"#qr [data-m={moment}]").click()
    expect(page.locator("#qr h2")).to_have_text({"in": "签到码", "out": "签退码"}[moment])
    expect(page.locator("#qr img")).to_be_visible()
    code = page.locator(".giant").inner_text().replace(" ", "")
    page.locator("#qr [data-close]").click()
    assert re.fullmatch(r"\d{6}", code)
    return code


def signs_in(day: Day, page: Page, url: str, code: str) -> None:
    """A volunteer types number, PIN and the code; a trembling finger sends it twice."""
    page.goto(f"{url}/field/{day.activity}?code={code}&m=in")
    page.get_by_label("昵称或玩家号").fill(day.people["阿桂"].player_number)
    page.get_by_label("口令").fill(PIN)
    page.get_by_label("我已看过").check()
    page.get_by_role("button", name="签到", exact=True).dblclick()
    expect(page.locator(".say b")).to_have_text(re.compile(r"已签到 \d+:\d\d"))


def test_a_saturday_with_the_network_cut_in_between(served: Served, cable: Cable, phones: Phones) -> None:
    day = a_day(served)
    keeping, helping = phones(), phones()
    keeper, volunteer = opened_list(day, keeping, cable.url), helping.page
    signs_in(day, volunteer, served.url, shown_code(keeper, "in"))
    expect(keeper.locator(row(keeper, day.people["阿桂"]))).to_contain_text("扫码", timeout=WAIT_MS)
    tap(keeper, day.people["柏叔"], "记到达")
    expect(keeper.locator(row(keeper, day.people["柏叔"]))).to_contain_text("点名", timeout=WAIT_MS)
    code = shown_code(keeper, "out")

    cable.pull()
    helping.context.set_offline(True)
    cut = clock.now()
    _taps_without_network(day, keeper)
    _signs_out_without_network(volunteer, code)
    keeper.reload()
    expect(keeper.locator("h1")).to_have_text("没有网络，名单打不开")
    expect(keeper.locator("main")).to_contain_text("存着 4 条待发送")
    older(keeper, AGE)

    _network_back_and_the_server_dies(day, served, cable, keeper)
    helping.context.set_offline(False)
    _volunteer_leaves(day, volunteer, served.url, shown_code(keeper, "out"))
    _everybody_else_is_ended(keeper)
    _every_minute(day, cut)
    assert keeping.complaints == [one for one in keeping.complaints if "ERR_" in one or "503" in one]


def _taps_without_network(day: Day, keeper: Page) -> None:
    """One came, one left, a double tap, a walk-in by number, and a slip of the finger that is taken back."""
    tap(keeper, day.people["陈姨"], "记到达")
    tap(keeper, day.people["娥婶"], "记离开")
    keeper.locator(f"{row(keeper, day.people['丁姐'])} > .go").dblclick()
    keeper.wait_for_timeout(SOON_MS)
    tap(keeper, day.people["方伯"], "记离开")
    expect(keeper.locator("#net")).to_contain_text("4 条待发送", timeout=WAIT_MS)
    keeper.locator("#snack button").click()
    keeper.get_by_role("link", name="临时来的人").click()
    keeper.locator("#number").fill(day.people["葛哥"].player_number)
    keeper.locator("#walk").get_by_role("button", name="记到达").click()
    expect(keeper.locator("#waiting")).to_contain_text("待发送")
    expect(keeper.locator(row(keeper, day.people["娥婶"]))).to_contain_text("离开，待发送")
    assert waiting(keeper) == 4
    assert set(day.stays()) == {"阿桂", "柏叔", "娥婶", "方伯"}


def _signs_out_without_network(volunteer: Page, code: str) -> None:
    """Codes are checked when they arrive: without network nothing is promised."""
    volunteer.locator("#code").fill(code)
    volunteer.get_by_role("button", name="签退", exact=True).click(no_wait_after=True)
    volunteer.wait_for_timeout(500)
    assert volunteer.locator(".say.right").count() == 0


def _network_back_and_the_server_dies(day: Day, served: Served, cable: Cable, keeper: Page) -> None:
    """The second tap is stored, its answer is lost and the server is killed; then everything goes out, once."""
    keeper.expose_function("serverDies", lambda: served.stop(kill=True))
    keeper.add_init_script(
        """{ const real = fetch; let taps = 0; window.fetch = async (...given) => {
             const answer = await real(...given);
             if (!String(given[0]).endsWith('/tap') || (taps += 1) !== 2) { return answer; }
             window.lost = answer.status;
             await serverDies();
             throw new TypeError('the answer is lost');
           }; }"""
    )
    cable.plug()
    expect(keeper.locator("#net")).to_contain_text("3 条待发送", timeout=WAIT_MS)
    assert keeper.evaluate("lost") == 200
    served.start()
    for _ in range(150):
        if waiting(keeper) == 0:
            break
        keeper.wait_for_timeout(200)
    expect(keeper.locator("#net")).to_be_hidden()
    for name in ("陈姨", "丁姐", "葛哥"):
        expect(keeper.locator(row(keeper, day.people[name]))).to_contain_text("补发", timeout=WAIT_MS)
    expect(keeper.locator(row(keeper, day.people["娥婶"]))).to_contain_text("补发", timeout=WAIT_MS)


def _volunteer_leaves(day: Day, volunteer: Page, url: str, code: str) -> None:
    volunteer.goto(f"{url}/field/{day.activity}")
    volunteer.locator("#code").fill(code)
    volunteer.get_by_role("button", name="签退", exact=True).dblclick()
    expect(volunteer.locator(".say b")).to_contain_text("已签退")


def _everybody_else_is_ended(keeper: Page) -> None:
    expect(keeper.locator("#counts")).to_contain_text("5在场", timeout=WAIT_MS)
    keeper.get_by_role("link", name="全部结束").click()
    expect(keeper.locator("#still")).to_have_text("还在场：5 人")
    keeper.get_by_role("button", name="都记离开").click()
    expect(keeper.locator(".say.right")).to_contain_text("5 人都记了离开")


def _every_minute(day: Day, cut: datetime) -> None:
    """What is stored is what was tapped when it was tapped, and its minutes are those of the slow calculation."""
    stays, over = day.stays(), clock.now()
    assert set(stays) == set(day.people)
    came = {"阿桂": day.began, "柏叔": day.began, "娥婶": day.began - 35 * MINUTE, "方伯": day.began - 30 * MINUTE}
    came |= dict.fromkeys(("陈姨", "丁姐", "葛哥"), cut - AGE)
    left = dict.fromkeys(day.people, cut) | {"娥婶": cut - AGE}
    for name, stay in stays.items():
        real = [clock.parse(str(stay[one])) for one in ("came_at", "left_at")]
        room = timedelta(seconds=40)
        assert came[name] - timedelta(seconds=3) <= real[0] <= came[name] + room, name
        assert left[name] - timedelta(seconds=3) <= real[1] <= (cut - AGE + room if name == "娥婶" else over), name
        late = (int(name in ("陈姨", "丁姐", "葛哥")), int(name == "娥婶"))
        assert (stay["came_late"], stay["left_late"]) == late, name
        records = day.town.store.rows("select * from record where activity = :a and subject = :s", a=day.activity, s=day.people[name].subject)
        assert [(one["minutes"], one["state"]) for one in records] == [(slow_minutes(*real, day.began), "pending")], name
    assert {name: stay["left_how"] for name, stay in stays.items()} == {
        "阿桂": "code", "娥婶": "tick", **dict.fromkeys(("柏叔", "陈姨", "丁姐", "方伯", "葛哥"), "all"),
    }
    assert slow_minutes(day.began - 35 * MINUTE, day.began - 25 * MINUTE, day.began) == 5


#: Text on the list whose contrast is under 7:1, each with the ratio: the sun takes the rest.
_PALE = """() => {
  const linear = v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = one => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!/, 0\\)$|transparent/.test(colour)) { return colour; }
    }
    return 'rgb(255,255,255)';
  };
  const found = [], page = document.querySelector('dialog[open]') || document.body, walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const one = text.parentElement;
    if (!text.data.trim() || !one.checkVisibility({ opacityProperty: true }) || one.closest('svg, option, noscript, .stale[hidden], .shut')) { continue; }
    const [a, b] = [light(getComputedStyle(one).color), light(ground(one))].sort((x, y) => y - x), ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 7) { found.push(ratio.toFixed(1) + ' ' + text.data.trim().slice(0, 20)); }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def today(shared: Served) -> Day:
    """One Saturday that all looks at it share."""
    return a_day(shared)


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
def test_the_screens_of_the_day_are_large_named_in_one_language_and_stand_the_sun(
    today: Day, shared: Served, phones: Phones, language: str, scheme: str
) -> None:
    phone, known = phones(language, color_scheme=scheme), (*KNOWN, *today.people, "李姐")
    page = phone.page
    page.goto(f"{shared.url}/duty?t={today.link()}")
    page.locator("button.pri").click()
    page.wait_for_url("**/tick/*")
    found: list[str] = []

    def look(where: str) -> None:
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 700})
            page.wait_for_timeout(150)
            found.extend(f"{where} at {width}: {one}" for one in looking.faults(page) + looking.sideways(page))
            found.extend(f"{where} pale: {one}" for one in page.evaluate(_PALE))
        found.extend(f"{where}: other language: {one}" for one in looking.other_language(page, language, known))

    look("list")
    page.locator("[data-qr]").click()
    expect(page.locator("#qr img")).to_be_visible()
    look("code")
    page.locator("#qr [data-close]").click()
    page.locator("[data-open=walk]").click()
    look("walk-in")
    page.goto(f"{shared.url}/tick/{today.activity}/enrol")
    look("enrol")
    page.goto(f"{shared.url}/tick/away")
    look("away")
    assert found == []
    assert phone.complaints == []
    page.evaluate("document.querySelector('main h1').style.color = '#777'")
    assert page.evaluate(_PALE) != []
