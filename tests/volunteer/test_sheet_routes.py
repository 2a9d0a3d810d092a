"""The routes of record sheets: made on one's own phone, printed by staff, checked by anybody without scripts."""

import re
from collections.abc import Iterator
from io import BytesIO

import httpx
import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from linli import clock, devices
from linli.store import Store
from linli.volunteer import hours, record_sheets, sheet_checks
from linli.web import app_store, sheet_routes
from linli.web.middleware import DEVICE, Edge
from linli.web.parts import sheet_form
from tests.cast import DAY
from tests.hours.conftest import NINE, Stage, minutes, stage  # noqa: F401 - a fixture
from tests.hours.conftest import staff as hire

SITE = "http://testserver"
COOKIE = "d" * 43
NOW = NINE + minutes(400)
DAYS = {"first": "2026-11-01", "last": "2026-11-28"}


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """The routes do not know engines."""
    return sqlite_store


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list:
    moment = [NOW]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def phone(stage: Stage, now: list) -> Iterator[TestClient]:  # noqa: F811
    """A browser with a device cookie."""
    app_store.use(stage.store)
    app = Starlette(routes=sheet_routes.routes(), middleware=[Middleware(Edge)])
    with TestClient(app, base_url=SITE, headers={"origin": SITE, "accept-language": "zh-CN"}, follow_redirects=False) as made:
        made.cookies.set(DEVICE, COOKIE)
        yield made
    app_store.close()


def volunteer(on: Stage, nickname: str = "阿明", *, here: bool = True) -> str:
    """A volunteer with 115 approved minutes, remembered on the phone; the subject."""
    subject = on.person(nickname)
    hours.approve(on.store, on.served(subject, 0, 115), on.li, NOW)
    if here:
        with on.store.writing() as tx:
            devices.remember(tx, devices.mark(COOKIE), on.resident(subject), NOW)
    return subject


def staff_cookie(on: Stage, who: str) -> str:
    from linli import staff

    with on.store.writing() as tx:
        return staff._session(tx, who, "a browser", NOW)


def printed(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/pdf", answer.text[:2000]
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def shown(answer: httpx.Response) -> str:
    """The words of a page, without its form."""
    return re.sub(r"<[^>]+>", " ", answer.text)


def test_a_volunteer_makes_a_sheet_and_opens_it_again(stage: Stage, phone: TestClient) -> None:  # noqa: F811
    volunteer(stage)
    answer = phone.post("/sheet/make", data=DAYS)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/sheet/2026-0001")
    first = phone.get(answer.headers["location"])
    assert "2026-0001" in printed(first) and "115" in printed(first)
    assert (first.headers["cache-control"], first.headers["x-robots-tag"]) == ("no-store", "noindex")
    assert printed(phone.get("/me/sheet/2026-0001")) == printed(first) and stage.count("record_sheet") == 1


@pytest.mark.parametrize(("given", "words"), [
    ({}, "记录单要有起止日期"), ({"first": "2026-12-01", "last": "2026-12-02"}, "记录单要有起止日期"),
    ({"first": "2026-01-01", "last": "2026-01-02"}, "没有已审核的时长"),
])
def test_days_without_hours_or_sense_are_told(stage: Stage, phone: TestClient, given: dict, words: str) -> None:  # noqa: F811
    volunteer(stage)
    answer = phone.post("/sheet/make", data=given)
    assert answer.status_code == 400 and words in answer.text and stage.count("record_sheet") == 0


def test_nobody_opens_the_sheet_of_another(stage: Stage, phone: TestClient) -> None:  # noqa: F811
    other = volunteer(stage, "阿红", here=False)
    record_sheets.issue_own(stage.store, other, DAYS["first"], DAYS["last"], NOW)
    assert phone.get("/me/sheet/2026-0001").status_code == 403 and phone.post("/sheet/make", data=DAYS).status_code == 403
    volunteer(stage)
    answer = phone.get("/me/sheet/2026-0001")
    assert answer.status_code == 400 and "没有您能打开的" in answer.text
    assert phone.get("/print/record-sheet?n=2026-0001").headers["location"] == "/staff?to=/sheets"


@pytest.mark.parametrize(("role", "opens"), [("organiser", True), ("clerk", True), ("inspector", False), ("host", False)])
def test_staff_print_any_sheet(stage: Stage, phone: TestClient, role: str, opens: bool) -> None:  # noqa: F811
    record_sheets.issue_own(stage.store, volunteer(stage, here=False), DAYS["first"], DAYS["last"], NOW)
    phone.cookies.set("ll_staff", staff_cookie(stage, hire(stage.store, "Zhou", role)))
    answer = phone.get("/print/record-sheet?n=2026-0001")
    assert (answer.headers["content-type"] == "application/pdf") == opens
    assert phone.get("/print/record-sheet?n=%00'").status_code == 400


def test_a_foreign_page_makes_no_sheet(stage: Stage, phone: TestClient) -> None:  # noqa: F811
    volunteer(stage)
    assert phone.post("/sheet/make", data=DAYS, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert stage.count("record_sheet") == 0


def test_the_form_for_other_pages_posts_the_days_to_the_route() -> None:
    html = sheet_form.form("2026-01-01", '"><script>')
    assert 'action="/sheet/make"' in html and 'name="first" type="date" value="2026-01-01"' in html and "<script" not in html


def test_the_qr_code_fills_in_the_form_and_the_tap_checks(stage: Stage, phone: TestClient) -> None:  # noqa: F811
    subject = volunteer(stage)
    sheet = record_sheets.issue_own(stage.store, subject, DAYS["first"], DAYS["last"], NOW)
    code = record_sheets.check_code(sheet)
    opened = phone.get(f"/verify?n={sheet.number}&c={code}")
    assert f'value="{sheet.number}"' in opened.text and f'value="{code[:5]} {code[5:]}"' in opened.text and "有效：" not in opened.text
    assert opened.headers["x-robots-tag"] == "noindex, nofollow" and opened.headers["cache-control"] == "no-store"
    answer = phone.post("/verify", data={"n": sheet.number, "c": f"{code[:5]} {code[5:]}"})
    assert answer.status_code == 200 and "有效：" in answer.text and "1.9 小时（115 分钟）" in answer.text and "2026 年 11 月 28 日" in answer.text
    assert answer.headers["cache-control"] == "no-store" and answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert subject not in answer.text and "阿明" not in answer.text


def test_each_state_has_its_words_in_both_languages(stage: Stage, phone: TestClient, now: list) -> None:  # noqa: F811
    subject = volunteer(stage)
    old = record_sheets.issue_own(stage.store, subject, DAYS["first"], DAYS["last"], NOW)
    new = record_sheets.issue_own(stage.store, subject, DAYS["first"], DAYS["last"], NOW)
    hours.reverse(stage.store, stage.record(subject), "was not there", stage.chen, NOW + DAY)
    now[0] = NOW + DAY

    def said(number: str, code: str, language: str) -> str:
        return shown(phone.post("/verify", data={"n": number, "c": code}, headers={"accept-language": language}))

    for sheet, zh, en in [
        (old, "被新的一张替换", "a newer record sheet replaced it on 28 November 2026"),
        (new, "2026 年 11 月 29 日被撤销或更正", "taken back or corrected on 29 November 2026"),
    ]:
        code = record_sheets.check_code(sheet)
        assert zh in said(sheet.number, code, "zh-CN") and "有效：这张" not in said(sheet.number, code, "zh-CN")
        assert en in said(sheet.number, code, "en") and "Valid:" not in said(sheet.number, code, "en")
    code = record_sheets.check_code(new)
    wrong = said(new.number, ("A" if code[0] != "A" else "B") + code[1:], "zh-CN")
    assert "没有编号和校验码都对得上的记录单" in wrong and wrong == said("2026-0999", code, "zh-CN") == said("nonsense", "nonsense", "zh-CN")


def test_who_guesses_is_told_how_long_to_wait(stage: Stage, phone: TestClient) -> None:  # noqa: F811
    sheet = record_sheets.issue_own(stage.store, volunteer(stage), DAYS["first"], DAYS["last"], NOW)
    for _n in range(sheet_checks.A_DEVICE):
        assert phone.post("/verify", data={"n": sheet.number, "c": "A" * 10}).status_code == 200
    answer = phone.post("/verify", data={"n": sheet.number, "c": record_sheets.check_code(sheet)})
    assert answer.status_code == 429 and answer.headers["retry-after"] == "3600" and "请过 60 分钟再试" in answer.text and "有效：" not in answer.text


@pytest.mark.parametrize("typed", ['"><script>alert(1)</script>', "\x00", "𠮷" * 300, "' or 1=1 --"])
def test_hostile_numbers_and_codes_are_only_text(phone: TestClient, typed: str) -> None:
    for answer in (phone.post("/verify", data={"n": typed, "c": typed}), phone.get("/verify", params={"n": typed, "c": typed})):
        assert answer.status_code == 200 and "<script>" not in answer.text


def test_an_address_made_up_in_front_of_the_proxys_own_line_counts_for_nothing() -> None:
    from starlette.requests import Request

    from linli.web.posted import address

    def seen(*lines: bytes, client: str = "127.0.0.1") -> str | None:
        return address(Request({"type": "http", "client": (client, 1), "headers": [(b"x-forwarded-for", line) for line in lines]}))

    assert seen(b"6.6.6.6", b"1.2.3.4") == seen(b"6.6.6.6, 1.2.3.4") == "1.2.3.4"
    assert seen(b"6.6.6.6", client="9.9.9.9") == "9.9.9.9"
