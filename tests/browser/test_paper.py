"""A paper on the phone: with the cable pulled, the server killed, two tabs, and nothing of the key before the close."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from linli import clock, paper_sittings, papers
from linli.papers import Head, Paper
from tests.browser import looking
from tests.browser.conftest import Phone, Phones, Served
from tests.browser.proxy import Cable
from tests.browser.town import MINUTE, Town

pytestmark = pytest.mark.browser
ITEMS = ["fire-01", "fire-03", "waste-01", "gas-01"]
LONG = "玉兰苑社区冬季消防安全与文明养犬知识综合测验卷（居民大讲堂第十二期补考）"


def opened(town: Town, name: str = "冬季安全卷", minutes: int = 20) -> Paper:
    """A paper that is open now."""
    at = clock.now()
    made = papers.make(town.store, Head(name, "Winter safety paper", at - MINUTE, at + timedelta(hours=30), minutes), ITEMS, None, at)
    papers.move(town.store, made, "open", None, at)
    with town.store.reading() as tx:
        return papers.read(tx, made)


def signed_in(town: Town, url: str, phone: Phone) -> Page:
    """A phone with a resident of the first compound."""
    phone.context.request.get(url + "/")
    town.signed_in(phone.context.cookies(), town.homes[0], clock.now())
    return phone.page


def begin(page: Page, url: str, paper: Paper) -> None:
    page.goto(f"{url}/papers?c={paper.code}")
    page.tap("[data-begin]")
    page.wait_for_selector("[data-choose]")


def to(page: Page, place: int | str) -> None:
    """To another question by its number."""
    page.locator(f'.places [data-place="{place}"]').tap()
    page.wait_for_selector(f'[data-at="{place}"]')


def choose(page: Page, town: Town, *, right: bool = True) -> None:
    """Choose what is right, or not, of the question that is shown."""
    item = str(page.locator("[data-item]").get_attribute("data-item"))
    for number in town.key(item) if right else town.wrong(item):
        page.locator(f'[data-choose="{number}"]').tap()


def kept(town: Town) -> dict[str, str]:
    return {row["item"]: row["chosen"] for row in town.store.rows("select item, chosen from paper_answer order by item")}


def hand_in(page: Page) -> None:
    page.locator('.places [data-place="3"]').tap()
    page.wait_for_selector('[data-at="3"]')
    page.tap('.dock [data-place="end"]')
    page.tap("[data-hand-in]")


def test_a_paper_survives_a_pulled_cable_and_a_killed_server_and_shows_nothing_before_its_close(served: Served, cable: Cable, phones: Phones) -> None:
    town = Town(served.store()).found(clock.now())
    paper = opened(town)
    page = signed_in(town, cable.url, phones())
    begin(page, cable.url, paper)
    choose(page, town, right=False)
    page.wait_for_function("document.querySelectorAll('.places .d').length === 1")
    cable.pull()
    choose(page, town)
    page.wait_for_selector("[data-told]")
    cable.plug()
    to(page, 1)
    served.stop(kill=True)
    choose(page, town)
    page.wait_for_selector("[data-told]")
    served.start()
    to(page, 2)
    choose(page, town, right=False)
    to(page, 0)
    page.reload()
    page.wait_for_selector("[data-choose]")
    assert page.locator("[data-item]").get_attribute("data-item") == "gas-01", "it goes on with the first open question"
    hand_in(page)
    page.wait_for_selector(".tag.right")
    assert kept(town)["fire-01"] == ",".join(map(str, town.key("fire-01")))
    assert town.store.one("select score, points from attempt where kind = 'paper'") == {"score": 2, "points": 20}
    assert not page.locator(".rev, blockquote").count(), "no answer is shown before the close"
    with town.store.writing() as tx:
        tx.run("update paper set closes_at = :now", now=clock.stamp(clock.now()))
    page.goto(f"{cable.url}/papers?c={paper.code}")
    page.wait_for_selector(".rev")
    assert page.locator(".rev .k.ok").count() == 2


def test_two_tabs_are_one_sitting(served: Served, phones: Phones) -> None:
    town = Town(served.store()).found(clock.now())
    paper = opened(town)
    phone = phones()
    first = signed_in(town, served.url, phone)
    second = phone.context.new_page()
    for page in (first, second):
        page.goto(f"{served.url}/papers?c={paper.code}")
        page.wait_for_selector("[data-begin]")
    for page in (first, second):
        page.tap("[data-begin]")
    for page in (first, second):
        page.wait_for_selector("[data-choose]")
    choose(first, town)
    second.reload()
    second.wait_for_selector('[data-at="1"]')
    hand_in(second)
    second.wait_for_selector(".tag.right")
    first.locator("[data-choose]").last.tap()
    first.wait_for_selector("[data-told]")
    assert town.store.one("select count(*) as n from attempt where kind = 'paper'") == {"n": 1}
    assert town.store.one("select count(*) as n from answer") == {"n": 1}


def test_the_time_runs_out_in_front_of_ones_eyes(served: Served, phones: Phones) -> None:
    town = Town(served.store()).found(clock.now())
    paper = opened(town)
    page = signed_in(town, served.url, phones())
    begin(page, served.url, paper)
    choose(page, town)
    page.wait_for_function("document.querySelectorAll('.places .d').length === 1")
    page.wait_for_timeout(500)
    with town.store.writing() as tx:
        tx.run("update attempt set due_at = :now where kind = 'paper'", now=clock.stamp(clock.now() + timedelta(seconds=4)))
    page.reload()
    page.wait_for_selector(".tag.right")
    assert town.store.one("select score from attempt where kind = 'paper'") == {"score": 1}
    assert paper_sittings.settle(town.store, clock.now()) == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_the_narrowest_phone_in_large_print(served: Served, phones: Phones, language: str) -> None:
    town = Town(served.store()).found(clock.now())
    paper = opened(town, LONG)
    phone = phones(language, viewport={"width": 320, "height": 640})
    page = signed_in(town, served.url, phone)
    page.goto(f"{served.url}/papers?c={paper.code}")
    page.wait_for_selector("[data-begin]")
    assert looking.faults(page) == [] and looking.sideways(page) == []
    page.tap('[data-pref="large"]')
    page.wait_for_selector("html.large [data-begin]")
    page.tap("[data-begin]")
    page.wait_for_selector("[data-choose]")
    assert page.get_by_role("timer").is_visible(), "the time that is left may not give way to the large print"
    assert looking.faults(page) == [] and looking.sideways(page) == []
    page.locator('.places [data-place="3"]').tap()
    page.tap('.dock [data-place="end"]')
    page.wait_for_selector("[data-hand-in]")
    assert looking.faults(page) == [] and looking.sideways(page) == []
    assert phone.complaints == []
