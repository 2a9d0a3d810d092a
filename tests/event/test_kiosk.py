"""The guest kiosk over HTTP: registering, the steps, the wipe, and what stays closed."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from linli import clock, links, slips
from linli.questions import bank
from linli.start import QUIZZES
from linli.store import Store
from tests.cast import Cast


@pytest.fixture
def kiosk(client: TestClient, sqlite_store: Store) -> TestClient:
    bank.load(sqlite_store, QUIZZES, clock.now())
    token = links.make(sqlite_store, "kiosk", "便民大厅", None, clock.now(), 24)
    answer = client.post("/kiosk/start", data={"t": token})
    assert answer.status_code == 200 and "点这里开始" in answer.text
    return client


def sitting(client: TestClient) -> str:
    return str(client.cookies["ll_sitting"])


def begin(client: TestClient, compound: str, slip: str = "") -> str:
    client.post("/kiosk", data={"step": "choose"})
    client.post("/kiosk", data={"compound": compound})
    return client.post("/kiosk", data={"step": "with" if slip else "without", "slip": slip}).text


def attempt(html: str) -> str:
    return re.findall(r'data-url="/api/quiz/([^"]+)"', html)[0]


def play(client: TestClient, found: str) -> str:
    for _ in range(5):
        html = client.get(f"/api/quiz/{found}").text
        item = re.findall(r'data-item="([^"]+)"', html)[0]
        number = int(re.findall(r'data-answer="(\d+)"', html)[0])
        assert client.post(f"/api/quiz/{found}/answer", json={"item": item, "chosen": [number]}).status_code == 200
    return client.get(f"/api/quiz/{found}").text


def test_a_browser_that_is_no_kiosk_hears_how_to_become_one(client: TestClient) -> None:
    assert "这台屏幕还不是答题台" in client.get("/kiosk").text
    assert client.post("/kiosk/wipe").status_code == 403
    assert client.post("/kiosk", data={"step": "choose"}, follow_redirects=False).status_code == 303


def test_the_link_asks_first_and_works_once(client: TestClient, sqlite_store: Store) -> None:
    token = links.make(sqlite_store, "kiosk", "便民大厅", None, clock.now(), 24)
    for _ in range(2):
        assert "便民大厅" in client.get(f"/kiosk/start?t={token}").text
    answer = client.post("/kiosk/start", data={"t": token}, follow_redirects=False)
    kept = answer.headers.get_list("set-cookie")
    cookie = next(one for one in kept if one.startswith("ll_kiosk="))
    assert "HttpOnly" in cookie and "Max-Age=34560000" in cookie
    assert any(one.startswith('ll_staff=""') for one in kept), "whoever was signed in is signed out"
    assert client.post("/kiosk/start", data={"t": token}).status_code == 400
    assert client.get(f"/kiosk/start?t={token}").status_code == 400
    assert client.get("/kiosk/start?t=nonsense").status_code == 400


def test_another_site_cannot_make_or_wipe_a_kiosk(kiosk: TestClient) -> None:
    for path in ("/kiosk/start", "/kiosk/wipe", "/kiosk"):
        assert kiosk.post(path, headers={"origin": "http://evil.example"}).status_code == 403


def test_the_steps_to_a_quiz_and_its_claim_code(kiosk: TestClient, cast: Cast, sqlite_store: Store) -> None:
    page = kiosk.post("/kiosk", data={"step": "choose"})
    assert str(page.url).endswith("/kiosk") and "玉兰苑" in page.text and "做完了" in page.text
    page = kiosk.post("/kiosk", data={"compound": cast.yulan})
    assert "手上有户码吗" in page.text and 'autocomplete="off"' in page.text
    page = kiosk.post("/kiosk", data={"step": "without"})
    assert attempt(page.text) == attempt(kiosk.get("/kiosk").text), "a reload goes on"
    result = play(kiosk, attempt(page.text))
    assert "data-done" in result and re.search(r'class="code">[A-Z0-9]{6}<', result)
    row = sqlite_store.one("select kiosk, slip, guest, points from attempt") or {}
    assert row["kiosk"] and row["guest"] == 1 and row["slip"] is None


def test_a_slip_lights_a_window_and_a_wrong_one_says_so_on_the_same_screen(kiosk: TestClient, cast: Cast, sqlite_store: Store) -> None:
    code = slips.issue(sqlite_store, cast.yulan, 1, clock.now())[0]
    elsewhere = slips.issue(sqlite_store, cast.willow, 1, clock.now())[0]
    assert "没有这个户码" in begin(kiosk, cast.yulan, "AAAAAA")
    assert "这个户码是别的小区的" in begin(kiosk, cast.yulan, elsewhere)
    assert sqlite_store.rows("select id from attempt") == []
    html = begin(kiosk, cast.yulan, code.lower())
    assert attempt(html) and sqlite_store.one("select slip from attempt where slip is not null")


@pytest.mark.parametrize("given", [{"compound": "nonsense"}, {"compound": "<script>" * 40}, {"step": "with"}, {"step": "?"}, {}])
def test_nonsense_leads_to_a_screen_and_to_no_fault(kiosk: TestClient, given: dict[str, str]) -> None:
    page = kiosk.post("/kiosk", data=given)
    assert page.status_code == 200 and "<script>" not in page.text.split("<body")[1]
    assert kiosk.post("/kiosk", data={"step": "again"}).status_code == 200


def test_a_wipe_leaves_nothing_of_the_last_person(kiosk: TestClient, cast: Cast) -> None:
    before = sitting(kiosk)
    found = attempt(begin(kiosk, cast.yulan))
    kiosk.post("/prefs", json={"lang": "en", "large": 1})
    answer = kiosk.post("/kiosk/wipe")
    assert answer.json() == {"ok": True} and answer.headers["clear-site-data"] == '"storage"'
    assert sitting(kiosk) != before and set(kiosk.cookies) == {"ll_kiosk", "ll_sitting", "ll_device"}
    page = kiosk.get("/kiosk").text
    assert "点这里开始" in page and "玉兰苑" not in page and found not in page and "data-done" not in page
    assert kiosk.get(f"/api/quiz/{found}").status_code == 400, "the next person does not hold the quiz"


def test_two_people_in_a_row_play_two_quizzes(kiosk: TestClient, cast: Cast, sqlite_store: Store) -> None:
    first = attempt(begin(kiosk, cast.yulan))
    play(kiosk, first)
    kiosk.post("/kiosk/wipe")
    second = attempt(begin(kiosk, cast.yulan))
    play(kiosk, second)
    assert first != second and len(sqlite_store.rows("select id from ledger where kind = 'guest'")) == 2


def test_the_server_ends_a_sitting_that_was_left_alone(kiosk: TestClient, cast: Cast, sqlite_store: Store) -> None:
    found, before = attempt(begin(kiosk, cast.yulan)), sitting(kiosk)
    kiosk.post("/prefs", json={"lang": "en"})
    with sqlite_store.writing() as tx:
        tx.run("update attempt set started_at = :at", at=clock.stamp(clock.now() - timedelta(minutes=11)))
    kiosk.get("/kiosk")
    page = kiosk.get("/kiosk").text
    assert found not in page and "点这里开始" in page and sitting(kiosk) != before


def test_a_copied_cookie_of_a_wiped_sitting_opens_nothing(kiosk: TestClient, cast: Cast) -> None:
    found = attempt(begin(kiosk, cast.yulan))
    copied = sitting(kiosk)
    kiosk.post("/kiosk/wipe")
    kiosk.cookies.set("ll_sitting", copied)
    assert kiosk.get(f"/api/quiz/{found}").status_code == 400


def test_every_screen_but_the_first_has_done_and_counts_down(kiosk: TestClient, cast: Cast) -> None:
    first = kiosk.get("/kiosk").text
    assert "data-done" not in first and 'data-lc="idle"' not in first
    for given in ({"step": "choose"}, {"compound": cast.yulan}, {"step": "without"}):
        html = kiosk.post("/kiosk", data=given).text
        assert "data-done" in html and 'data-seconds="45" data-warn="20" data-wipe="/kiosk/wipe" data-to="/kiosk"' in html
        assert "no-store" in kiosk.get("/kiosk").headers["cache-control"]


def test_staff_pages_are_closed_on_a_kiosk(kiosk: TestClient) -> None:
    for path in ("/staff", "/staff/setup", "/staff/me"):
        assert kiosk.get(path).status_code == 403


def test_a_revoked_kiosk_is_an_ordinary_browser(kiosk: TestClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as tx:
        tx.run("update kiosk set revoked_at = :now", now=clock.stamp(clock.now()))
    assert "这台屏幕还不是答题台" in kiosk.get("/kiosk").text


def test_the_first_screen_counts_households_and_hides_under_five(kiosk: TestClient, cast: Cast, sqlite_store: Store) -> None:
    from tests.event.conftest import take_part

    take_part(sqlite_store, cast.yulan, 4)
    assert "这周来过" not in kiosk.get("/part/kiosk").text
    take_part(sqlite_store, cast.willow, 9)
    assert "9 户 这周来过" in kiosk.get("/part/kiosk").text and "9 户" in kiosk.get("/kiosk").text
