"""The whole story on a phone, in both languages: set-up, guest, resident, clean-up, approval, boards, hall.

What a browser cannot wait for is done beside the server by the real functions with their `at`:
sixteen neighbours' quizzes, and five neighbours' seven minutes at the clean-up, which came to pass
some minutes before the test began. Points are computed here from docs/rules.md, not by the
product: 10 a right answer, 10 for finishing, 100 an hour cut to whole points.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from linli import clock, community
from linli.community import Compound
from linli.rules.crediting import Interval
from linli.who import Resident
from tests.browser.conftest import Phone, Phones, Served
from tests.browser.proxy import Cable
from tests.browser.screens import APP, Board, Desk, Duty, Field, Guest, Hall, Join, Quiz, numbers
from tests.browser.town import MINUTE, PASSWORD, PIN, USERNAME, Town, midday

pytestmark = pytest.mark.browser
ACCOUNT = {"name": "林小榕", "post": "社区工作者", "office_phone": "000-5550100", "username": USERNAME, "password": PASSWORD}
YULAN, WILLOW, HARBOUR = "玉兰苑", "柳巷", "海港花园"
#: Compounds by Chinese name: English name, households, basis.
MADE = {YULAN: ("Yulan Court", 50, "slips"), WILLOW: ("Willow Lane", 30, "slips"), HARBOUR: ("Harbour Gardens", 60, "on_site")}
#: How many of five each neighbour has right. One more of Yulan Court and of Harbour Gardens comes by browser.
RIGHT = {YULAN: (5, 4, 3, 2, 1), WILLOW: (5, 5, 4, 3, 2, 2), HARBOUR: (4, 3, 3, 2, 1)}
#: What the main persons have right.
GUEST_RIGHT, RESIDENT_RIGHT = 3, 4
CUT_SECONDS = 30


@dataclass
class Story:
    """What has happened so far: by Chinese name the compounds and neighbours; minutes: of the volunteer."""

    served: Served
    town: Town
    homes: dict[str, Compound] = field(default_factory=dict)
    neighbours: dict[str, list[Resident]] = field(default_factory=dict)
    activity: str = ""
    resident: bool = False
    served_minutes: list[int] = field(default_factory=list)

    def quiz_points(self, home: str) -> int:
        """Quiz points of a compound's residents."""
        mine = (RESIDENT_RIGHT,) if self.resident and home == YULAN else ()
        return sum(10 * right + 10 for right in (*RIGHT[home], *mine))

    def fair(self) -> dict[str, list[float]]:
        """Households with a slip, people seen on site; nothing of under five."""
        people = {YULAN: 6 if self.resident else 5, WILLOW: 5, HARBOUR: len(self.served_minutes)}
        return {self.homes[home].id: [round(100 * x / MADE[home][1]), x, MADE[home][1]] for home, x in people.items() if x >= 5}

    def quiz(self) -> dict[str, list[float]]:
        """Quiz points per household."""
        return {self.homes[home].id: [self.quiz_points(home) / MADE[home][1], self.quiz_points(home), MADE[home][1]] for home in MADE}

    def total(self) -> dict[str, list[float]]:
        """All points: the guest of Willow Lane counts here alone."""
        more = {YULAN: 0, WILLOW: 10 * GUEST_RIGHT + 10, HARBOUR: sum(minutes * 100 // 60 for minutes in self.served_minutes)}
        return {self.homes[home].id: [self.quiz_points(home) + more[home], MADE[home][1]] for home in MADE}

    def service(self) -> dict[str, list[float]]:
        """Hours per 100 households, and all hours."""
        hours = sum(self.served_minutes) / 60
        return {self.homes[HARBOUR].id: [100 * hours / MADE[HARBOUR][1], hours, MADE[HARBOUR][1]]} if hours else {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_story(served: Served, cable: Cable, phones: Phones, language: str) -> None:
    story = Story(served, Town(served.store()))
    organiser, spectator, keeper, volunteer = (phones(language) for _ in range(4))
    hall = phones(language, viewport={"width": 1920, "height": 1080}, is_mobile=False, has_touch=False)
    set_up(story, organiser)
    neighbours_play(story)
    a_guest_plays(story, phones(language))
    everything_shown(story, spectator, hall)

    handed = a_cleanup(story, organiser)
    came = signs_in(story, keeper, volunteer, handed)
    a_resident_plays(story, phones(language), cable)
    headline(story, spectator, hall)
    approve(story, organiser, [7] * 5)
    headline(story, spectator, hall)
    approve(story, organiser, [signs_out(story, keeper, volunteer, came)])
    headline(story, spectator, hall)
    everything_shown(story, spectator, hall)
    assert [one.complaints for one in (organiser, spectator, keeper, volunteer, hall)] == [[]] * 5


def set_up(story: Story, organiser: Phone) -> None:
    """On an empty database, with the code that the server printed: community, compounds, unit, season."""
    # About noon, so that no test runs over midnight; the screens have no field for the zone.
    community.change_settings(story.served.store(), None, clock.now(), zone=midday(clock.now()))
    desk = Desk(organiser.page, story.served.url)
    code = next(line.strip() for line in story.served.said().splitlines() if line.startswith("    ") and line.strip().isalnum())
    desk.set_up(code, ACCOUNT)
    desk.community("榕溪社区", "Rongxi Community", "榕溪居委会", "000-5550100")
    desk.part(2, "compound_new")
    for zh, (en, households, basis) in MADE.items():
        desk.compound(zh, en, households, basis)
    desk.unit("榕溪志愿服务队", "Rongxi Volunteers")
    desk.season("第一季", "Season one")
    story.town.known(clock.now())
    story.homes = {home.name_zh: home for home in story.town.homes}


def neighbours_play(story: Story) -> None:
    """Six in Willow Lane, one of them without a slip; five in each of the others."""
    for home, scores in RIGHT.items():
        found = story.homes[home]
        for place, right in enumerate(scores):
            slip = story.town.slip(found) if found.basis == "slips" and place < 5 else ""
            who = story.town.neighbour(found, clock.now(), slip=slip)
            story.neighbours.setdefault(home, []).append(who)
            story.town.plays(who, right, clock.now())


def a_guest_plays(story: Story, phone: Phone) -> None:
    """From a cold start by the link of the compound's sheet: two taps to the first question."""
    guest, quiz = Guest(phone.page, story.served.url), Quiz(phone.page, story.served.url)
    guest.open(f"/?c={story.homes[WILLOW].code}", "a[data-nav^='/start']")
    phone.page.click("a[data-nav^='/start']")
    guest.begin()
    for place in range(5):
        phone.page.wait_for_selector("[data-item]")
        answer(story, quiz, right=place < GUEST_RIGHT)
        quiz.on()
    assert quiz.figures() == [GUEST_RIGHT, 5, 10 * GUEST_RIGHT, 10]
    assert phone.complaints == []


def answer(story: Story, quiz: Quiz, *, right: bool, times: int = 1) -> None:
    """Answer what is asked, right or wrong on purpose."""
    item = quiz.item()
    quiz.tap(story.town.key(item) if right else story.town.wrong(item), times)
    assert quiz.verdict() == right


def everything_shown(story: Story, spectator: Phone, hall: Phone) -> None:
    """All four boards on the phone, and the hall screen, with exactly the points of the rules."""
    board, screen = Board(spectator.page, story.served.url), Hall(hall.page, story.served.url)
    screen.open("/screen", ".lc-hall")
    for name, expected in (("quiz", story.quiz()), ("service", story.service()), ("total", story.total()), ("fair", story.fair())):
        board.look(name)
        # One decimal is shown, so what is shown may be half a tenth away; points and households are exact.
        assert board.rows() == {home: pytest.approx(figures, abs=0.0501) for home, figures in expected.items()}, name
    assert screen.rows() == story.fair()


def headline(story: Story, spectator: Phone, hall: Phone) -> None:
    """The headline moves by itself, on the phone and in the hall, where both are open."""
    board, screen = Board(spectator.page, story.served.url), Hall(hall.page, story.served.url)
    assert within(10, lambda: board.rows() == story.fair() and screen.rows() == story.fair()), (board.rows(), screen.rows(), story.fair())


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Whether it becomes true in that time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def a_cleanup(story: Story, organiser: Phone) -> str:
    """One that begins within minutes, so that both codes are open; the path of the coordinator's link."""
    desk, store = Desk(organiser.page, story.served.url), story.served.store()
    with store.reading() as tx:
        zone = community.zone(tx)
    soon = clock.local(clock.now() + 6 * MINUTE, zone)
    starts = soon.replace(minute=soon.minute // 5 * 5, second=0, microsecond=0)
    desk.cleanup(starts, starts + 5 * MINUTE)
    story.activity = store.rows("select id from activity order by id")[0]["id"]
    story.town.settle_organiser()
    # Five neighbours have been there already: seven minutes count of eight, since it was too early before.
    for who in story.neighbours[HARBOUR]:
        story.town.serves(who, story.activity, Interval(starts - 16 * MINUTE, starts - 8 * MINUTE))
    return desk.coordinator(story.neighbours[WILLOW][0].player_number)


def signs_in(story: Story, keeper: Phone, volunteer: Phone, handed: str) -> list[int]:
    """A newcomer of Harbour Gardens scans the code of the coordinator's phone; the hour and minute."""
    duty, there = Duty(keeper.page, story.served.url), Field(volunteer.page, story.served.url)
    duty.take_over(handed)
    there.join(story.activity, duty.code("in"), "江风", story.homes[HARBOUR].code, PIN)
    there.sign("in")
    return clock_of(there)


def clock_of(there: Field) -> list[int]:
    """The times of day that the page says."""
    return [int(one) for one in numbers(there.page.locator(".say[role=status] b").inner_text())]


def signs_out(story: Story, keeper: Phone, volunteer: Phone, came: list[int]) -> int:
    """By the sign-out code, not in the minute of the sign-in; the minutes that the page has noted."""
    there = Field(volunteer.page, story.served.url)
    assert within(61, lambda: datetime.now().minute != came[1])
    there.open(f"/field/{story.activity}", "#code")
    there.sign("out", Duty(keeper.page, story.served.url).code("out"))
    hour, minute, until_hour, until_minute = clock_of(there)
    assert [hour, minute] == came
    return 60 * (until_hour - hour) + until_minute - minute


def a_resident_plays(story: Story, phone: Phone, cable: Cable) -> None:
    """From a cold start by the QR link with a slip, through a double tap, a reload and thirty seconds without network."""
    home = story.homes[YULAN]
    join, quiz = Join(phone.page, cable.url), Quiz(phone.page, cable.url)
    join.open(f"/join?c={home.code}&s={story.town.slip(home)}", ".st-key-nickname input")
    join.fill_in("桂花婶", PIN)
    join.submit()
    assert len(join.number()) == 6
    phone.page.click("a[data-nav='/quiz']")
    phone.page.wait_for_selector("[data-item]")
    answer(story, quiz, right=True, times=2)
    quiz.on()
    reload(quiz)
    answer(story, quiz, right=True)
    quiz.on()
    cut(story, quiz, cable)
    for _place in range(2):
        quiz.on()
        answer(story, quiz, right=True)
    quiz.on()
    assert quiz.figures() == [RESIDENT_RIGHT, 5, 10 * RESIDENT_RIGHT, 10]
    story.resident = True
    assert sorted(numbers(quiz.gain())) == [6, 10 * RESIDENT_RIGHT + 10, MADE[YULAN][1]]
    assert story.town.answers_of("桂花婶") == 5
    phone.page.click("a[data-nav='/board']")
    phone.page.wait_for_selector(".row.my")


def reload(quiz: Quiz) -> None:
    """In mid-quiz: the same question with its options in the same order."""
    before = quiz.item(), quiz.options()
    quiz.page.reload()
    quiz.page.wait_for_selector("[data-item]")
    assert (quiz.item(), quiz.options()) == before


def cut(story: Story, quiz: Quiz, cable: Cable) -> None:
    """The network goes before a tap and comes back half a minute later; the tap is not lost, and not sent twice."""
    item = quiz.item()
    cable.pull()
    quiz.tap(story.town.wrong(item))
    quiz.page.wait_for_selector("[data-told]")
    quiz.page.wait_for_timeout(CUT_SECONDS * 1000)
    assert quiz.item() == item
    cable.plug()
    assert quiz.verdict(20) is False
    quiz.page.wait_for_selector(APP, state="attached")


def test_an_entry_shows_in_a_second_browser_within_a_second(shared: Served, town: Town, phones: Phones, capsys: pytest.CaptureFixture[str]) -> None:
    home = town.homes[0]
    for _ in range(5):
        town.plays(town.neighbour(home, clock.now()), 1, clock.now())
    second = Board(phones().page, shared.url)
    second.look("total")
    seconds = [one for _ in range(2) for one in ten_taps(shared, town, phones(), second)]
    p95 = sorted(seconds)[18]
    with capsys.disabled():
        print(f"\nfrom the tap to the board in a second browser: median {sorted(seconds)[10]:.2f} s, p95 {p95:.2f} s of {len(seconds)}")
    assert len(seconds) == 20
    # The aim is one second; a test machine that does other things besides may take longer.
    assert p95 < 3


def ten_taps(shared: Served, town: Town, phone: Phone, second: Board) -> list[float]:
    """A resident's quiz of a topic, all right: ten points a tap; the seconds until each stands on the other phone."""
    home, quiz, found = town.homes[0], Quiz(phone.page, shared.url), []
    phone.context.request.get(shared.url + "/")
    town.signed_in(phone.context.cookies(), home, clock.now())
    quiz.open("/quiz?topic=fire", "[data-item]")
    for _ in range(10):
        item, before = quiz.item(), second.rows()[home.id][0]
        began = time.monotonic()
        quiz.tap(town.key(item))
        second.page.wait_for_selector(f'#row-{home.id} .up:text-is("{before + 10:.0f}")')
        found.append(time.monotonic() - began)
        quiz.verdict()
        quiz.on()
    return found


def approve(story: Story, organiser: Phone, minutes: list[int]) -> None:
    """The organiser approves what waits."""
    Desk(organiser.page, story.served.url).approve_all()
    story.served_minutes += minutes
