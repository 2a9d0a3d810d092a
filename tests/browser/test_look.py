"""Every screen of residents, volunteers and the event, looked at from outside: sizes, names, languages, requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from linli import clock, kiosks, staff
from linli.rules.crediting import Interval
from linli.who import Resident
from tests.browser import looking
from tests.browser.conftest import Phone, Phones, Served
from tests.browser.screens import Duty, Kiosk, Quiz, Screen
from tests.browser.town import MINUTE, PASSWORD, USERNAME, Town

pytestmark = pytest.mark.browser
LANGUAGES = ("zh", "en")
#: Names that people gave, and what stands in both languages on purpose.
KNOWN = (
    "榕溪社区", "榕溪居委会", "榕溪志愿服务队", "示例花名册", "林小榕", "河边清洁", "榕溪步道", "捡拾步道边的垃圾。", "临水，穿防滑鞋。", "桂花婶", "社区工作者",
    "邻居", "号", "玉兰苑", "柳巷", "海港花园", "第一季", "中文",
)


@dataclass
class Lived:
    """A town in which something has happened: a resident with points and hours, a clean-up that is on."""

    served: Served
    town: Town
    who: Resident
    activity: str
    past: str


@pytest.fixture(scope="module")
def lived(shared: Served, town: Town) -> Iterator[Lived]:
    """Six in each compound, quizzes, five at a clean-up with approved hours, one that is going on now."""
    at = clock.now()
    people = {home.name_zh: [town.neighbour(home, at, slip=town.slip(home) if home.id in town.slips else "") for _ in range(6)] for home in town.homes}
    for found in people.values():
        for place, one in enumerate(found[:5]):
            town.plays(one, place % 5 + 1, at)
    past = town.cleanup(at - 150 * MINUTE, at - 90 * MINUTE, at - 200 * MINUTE)
    for one in people["海港花园"][:5]:
        town.serves(one, past, Interval(at - 150 * MINUTE, at - 91 * MINUTE))
    town.approve(past, at)
    yield Lived(shared, town, people["海港花园"][0], town.cleanup(at + 2 * MINUTE, at + 10 * MINUTE, at), past)


def clean(found: list[str]) -> None:
    """Nothing was found; else all of it is told."""
    assert not found, "\n".join(found)


def look(phone: Phone, where: str) -> list[str]:
    """What is wrong with the screen that is open, at 390 and 320 pixels."""
    found = [f"{where}: {one}" for one in looking.faults(phone.page)]
    found += [f"{where}: other language: {one}" for one in looking.other_language(phone.page, phone.language, KNOWN)]
    tag = phone.page.evaluate("document.documentElement.lang")
    found += [] if tag == {"zh": "zh-CN", "en": "en"}[phone.language] else [f"{where}: lang={tag}"]
    return found + narrow(phone, where)


def narrow(phone: Phone, where: str) -> list[str]:
    """What runs off the side, at 390 and at 320 pixels."""
    found = []
    for width in (390, 320):
        phone.page.set_viewport_size({"width": width, "height": 844})
        phone.page.wait_for_timeout(60)
        found += [f"{where} at {width}: {one}" for one in looking.sideways(phone.page)]
    phone.page.set_viewport_size({"width": 390, "height": 844})
    return found


def large(phone: Phone) -> None:
    """Large print from now on, as the switch does it."""
    home = "/".join(phone.page.url.split("/")[:3])
    phone.context.request.post(home + "/prefs", data={"large": 1}, headers={"origin": home})


PLANTED = """<!DOCTYPE html><html lang="en"><meta name="viewport" content="width=device-width,initial-scale=1"><style>* { font-size: 20px }</style><body>
  <button style="height: 30px">low</button> <p style="font-size: 14px">small print</p> <img src="data:,"> <button style="height: 60px"></button>
  <input style="height: 60px"> <p>邻居 Neighbours</p> <div style="width: 900px; height: 3px"></div>
</body></html>"""


def test_the_checks_find_what_is_planted(phones: Phones) -> None:
    page = phones().page
    page.set_content(PLANTED)
    assert [one.split(":")[0] for one in looking.faults(page)] == ["low 30 px", "no alt", "no label", "no name", "small 14.0 px"]
    assert looking.sideways(page)[0].startswith("HTML")
    assert looking.other_language(page, "en", ()) == ["邻居"]
    assert looking.other_language(page, "zh", ("邻居",)) == ["Neighbours", "low", "small print"]


GUEST = [
    ("/", ".today"), ("/start", ".st-key-pick"), ("/join", ".st-key-pick"), ("/enter", ".st-key-home"), ("/topics", ".lc main, .lc .card"), ("/help", "footer.foot"),
    ("/rules", "footer.foot"), ("/code", ".st-key-code"), ("/me", "footer.foot"), ("/activities", ".rim.open"), ("/board", ".row"),
    ("/field/{activity}", "#code"), ("/field/{activity}/join", "#name"), ("/field/{activity}/enter", "#name"), ("/activities?a={activity}", ".facts"), ("/households", "main"),
    ("/duty", "main"), ("/jo", "main"), ("/staff", "#username"),
]
RESIDENT = [
    ("/", ".hello"), ("/me", ".lc .card"), ("/history", "footer.foot"), ("/review", "footer.foot"), ("/account", ".st-key-out"), ("/data", "footer.foot"),
    ("/board?board=fair", ".row"), ("/board?board=quiz", ".row"), ("/board?board=service", ".row"), ("/board?board=total", ".row"), ("/activities", ".rim.open"),
    ("/activities?a={activity}", ".facts"), ("/field/{activity}", "#code"), ("/field/{past}", "main"),
]


def looked(lived: Lived, phone: Phone, places: list[tuple[str, str]]) -> list[str]:
    """Everything that is wrong on these screens, in usual and in large print (English, whose words do not break)."""
    screen, found = Screen(phone.page, lived.served.url), []
    for wide in (False, True) if phone.language == "en" else (False,):
        if wide:
            large(phone)
        for path, until in places:
            where = path.format(activity=lived.activity, past=lived.past)
            screen.open(where, until)
            phone.page.wait_for_timeout(150)
            found += narrow(phone, f"{path} in large print") if wide else look(phone, path)
    return found + [one for one in phone.complaints if "/jo" not in one]


@pytest.mark.parametrize("language", LANGUAGES)
def test_screens_of_a_guest(lived: Lived, phones: Phones, language: str) -> None:
    clean(looked(lived, phones(language), GUEST))


@pytest.mark.parametrize("language", LANGUAGES)
def test_screens_of_a_resident(lived: Lived, phones: Phones, language: str) -> None:
    phone = phones(language)
    sign_in(lived, phone, lived.who)
    clean(looked(lived, phone, RESIDENT))


def sign_in(lived: Lived, phone: Phone, who: Resident) -> None:
    """The phone remembers that resident."""
    phone.context.request.get(lived.served.url + "/")
    lived.town.remembered(phone.context.cookies(), who, clock.now())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quiz_with_its_result_and_the_clause(lived: Lived, phones: Phones, language: str) -> None:
    phone, found = phones(language), []
    phone.context.request.get(lived.served.url + "/")
    lived.town.signed_in(phone.context.cookies(), lived.town.homes[0], clock.now())
    quiz = Quiz(phone.page, lived.served.url)
    quiz.open("/quiz", "[data-item]")
    for place in range(5):
        found += look(phone, f"question {place + 1}")
        item = quiz.item()
        quiz.tap(lived.town.key(item) if place % 2 else lived.town.wrong(item))
        quiz.verdict()
        # The quoted law is Chinese in both languages.
        found += look(phone, f"answer {place + 1}") if language == "zh" else narrow(phone, f"answer {place + 1}")
        quiz.on()
    large(phone)
    found += narrow(phone, "result")
    phone.page.reload()
    phone.page.wait_for_selector(".figs")
    found += narrow(phone, "result in large print")
    quiz.open("/quiz?see=1", ".verdict")
    found += narrow(phone, "answer in large print")
    phone.page.click(".law a")
    phone.page.wait_for_selector("footer.foot")
    found += narrow(phone, "clause in large print")
    clean(found + phone.complaints)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coordinators_phone(lived: Lived, phones: Phones, language: str) -> None:
    phone = phones(language)
    organiser = staff.sign_in(lived.served.store(), username=USERNAME, password=PASSWORD, device="", at=clock.now())[1]
    keeper = lived.town.neighbour(lived.town.homes[1], clock.now())
    token = staff.coordinator_link(lived.served.store(), organiser, lived.activity, keeper.id, clock.now())
    duty = Duty(phone.page, lived.served.url)
    duty.open(f"/duty?t={token}", "form button")
    found = look(phone, "link")
    duty.take_over(f"/duty?t={token}")
    phone.page.wait_for_timeout(300)
    found += look(phone, "list")
    large(phone)
    phone.page.reload()
    phone.page.wait_for_selector("[data-lc=code]")
    found += narrow(phone, "list in large print")
    clean(found + phone.complaints)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kiosk(lived: Lived, phones: Phones, language: str) -> None:
    phone = phones(language, viewport={"width": 1024, "height": 768}, is_mobile=False)
    organiser = staff.sign_in(lived.served.store(), username=USERNAME, password=PASSWORD, device="", at=clock.now())[1]
    kiosk = Kiosk(phone.page, lived.served.url)
    kiosk.register(kiosks.link(lived.served.store(), organiser, "Hall" if language == "en" else "大厅", clock.now()))
    found = [f"first: {one}" for one in looking.faults(phone.page) + looking.sideways(phone.page) + looking.other_language(phone.page, language, KNOWN)]
    phone.page.click("button.start")
    phone.page.wait_for_selector(".kpick")
    found += [f"compound: {one}" for one in looking.faults(phone.page) + looking.sideways(phone.page) + looking.other_language(phone.page, language, KNOWN)]
    phone.page.click(".kpick")
    phone.page.wait_for_selector(".kslip")
    found += [f"slip: {one}" for one in looking.faults(phone.page) + looking.sideways(phone.page) + looking.other_language(phone.page, language, KNOWN)]
    phone.page.click("button[value=without]")
    phone.page.wait_for_selector("[data-item]")
    found += [f"question: {one}" for one in looking.faults(phone.page) + looking.sideways(phone.page)]
    clean(found + phone.complaints)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hall_screen_is_read_from_eight_metres(lived: Lived, phones: Phones, language: str) -> None:
    phone = phones(language, viewport={"width": 1920, "height": 1080}, is_mobile=False)
    Screen(phone.page, lived.served.url).open(f"/screen?lang={language}", ".brd .r")
    size = "one => parseFloat(getComputedStyle(document.querySelector(one)).fontSize) / innerHeight * 100"
    sizes = {one: phone.page.evaluate(size, one) for one in (".head h1", ".r .n", ".r .k", ".r .p", ".r .h")}
    assert all(sizes[one] >= 5.99 for one in (".head h1", ".r .n", ".r .p")), sizes
    assert sizes[".r .h"] >= 4.19 and sizes[".r .k"] >= 4.19, sizes
    assert looking.sideways(phone.page) == [] and looking.other_language(phone.page, language, KNOWN) == [] and phone.complaints == []


def test_the_server_never_loaded_pandas_for_all_of_that(lived: Lived) -> None:
    """Stands last: everything above came from this one server, and no page of it is an organiser's."""
    assert lived.served.process is not None
    mapped = Path(f"/proc/{lived.served.process.pid}/maps").read_text()
    assert "/_sqlite3." in mapped, "this is the server's own map"
    assert [name for name in ("pandas", "pyarrow") if f"/{name}/" in mapped] == []
