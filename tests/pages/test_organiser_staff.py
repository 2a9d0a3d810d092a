from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie

import httpx
import pytest

from linli import kiosks, slips, staff
from linli.store import Store
from linli.web import begin
from tests.pages.organiser_stage import MONDAY, PASSWORD, Office, opened

ACCOUNT = {"username": "zhao", "name": "Zhao", "post": "clerk", "office_phone": "000-0000", "password": PASSWORD, "declared_none": "1"}


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made


def cookie(answer: httpx.Response) -> str:
    """The session that an answer sets, with its marks checked."""
    jar = SimpleCookie(answer.headers["set-cookie"])[begin.STAFF]
    assert jar["httponly"] and jar["samesite"].lower() == "strict" and jar["path"] == "/"
    return jar.value


def enter(office: Office, **typed: str) -> httpx.Response:
    return office.web().post("/staff", data={"username": "li", "password": PASSWORD} | typed)


def test_signing_in_sets_a_fresh_cookie_each_time_and_leads_to_a_page_of_ours(office: Office) -> None:
    first, second = enter(office), enter(office, to="/approvals")
    assert (first.status_code, first.headers["location"], second.headers["location"]) == (303, "/overview", "/approvals")
    assert cookie(first) != cookie(second)
    for elsewhere in ("https://evil.example/", "//evil.example", "/staff/out", "/nowhere", "javascript:alert(1)"):
        assert enter(office, to=elsewhere).headers["location"] == "/overview"


def test_a_wrong_password_keeps_the_username_and_pauses_after_five(office: Office) -> None:
    said = [enter(office, password="no such words") for _number in range(6)]
    assert all(one.status_code == 400 and 'value="li"' in one.text and "set-cookie" not in one.headers for one in said)
    assert "4 more tries" in said[0].text and "wait 5 min" in said[5].text
    assert "wait 5 min" in enter(office).text
    office.at(MONDAY + timedelta(minutes=6))
    assert enter(office).status_code == 303


def test_an_unknown_name_is_answered_as_a_wrong_password(office: Office) -> None:
    known, unknown = enter(office, password="no such words"), enter(office, username="nobody", password="no such words")
    assert known.text.replace('value="li"', "") == unknown.text.replace('value="nobody"', "")


def test_another_site_signs_nobody_in_or_out(office: Office) -> None:
    for origin in ("https://evil.example", "null", ""):
        assert office.web().post("/staff", data={"username": "li", "password": PASSWORD}, headers={"origin": origin}).status_code == 403
        assert office.sign_in("li").web().post("/staff/out", headers={"origin": origin}).status_code == 403


def test_signing_out_ends_the_session_for_good(office: Office) -> None:
    secret = office.sign_in("li").cookies[begin.STAFF]
    assert "Aunt Li" in office.web().get("/staff/out").text
    assert office.web().post("/staff/out").status_code == 303
    assert staff.of_cookie(office.store, secret, MONDAY) is None


def test_a_kiosk_opens_none_of_these_pages(office: Office) -> None:
    token = kiosks.link(office.store, office.staff["li"], "hall", MONDAY)
    office.sign_in("li").cookies[begin.KIOSK] = kiosks.register(office.store, token, MONDAY)
    for path in ("/staff", "/staff/out", "/staff/setup", "/staff/link?t=x", "/staff/me", "/print/sheets", "/print/slips?c=x"):
        answer = office.web().get(path)
        assert answer.status_code == 403 and "is a kiosk" in answer.text
    assert enter(office).status_code == 403


def test_the_first_organiser_uses_the_code_once_and_a_wrong_one_keeps_the_form(office: Office) -> None:
    assert "has an organiser already" in office.web().get("/staff/setup").text
    with office.store.writing() as tx:
        for table in ("staff_session", "activity", "staff"):
            tx.run(f"delete from {table}")
    code = staff.setup_code(office.store, MONDAY)
    assert code and "Set-up code" in office.web().get("/staff/setup").text
    wrong = office.web().post("/staff/setup", data=ACCOUNT | {"code": "WRONG"})
    assert wrong.status_code == 400 and 'value="Zhao"' in wrong.text and PASSWORD not in wrong.text
    short = office.web().post("/staff/setup", data=ACCOUNT | {"code": code, "password": "short"})
    assert short.status_code == 400 and f'value="{code}"' in short.text
    right = office.web().post("/staff/setup", data=ACCOUNT | {"code": code.lower()})
    assert right.headers["location"] == "/setup"
    made = staff.of_cookie(office.store, cookie(right), MONDAY)
    assert made and made.role == "organiser" and made.declared_none
    assert office.web().post("/staff/setup", data=ACCOUNT | {"code": code, "username": "other"}).status_code == 400


def test_an_invitation_asks_first_and_works_once(office: Office) -> None:
    token = staff.invite(office.store, office.staff["li"], "clerk", MONDAY)
    for _again in range(2):
        assert "invited as clerk" in office.web().get(f"/staff/link?t={token}").text
    refused = office.web().post("/staff/link", data={**ACCOUNT, "t": token, "declared_none": ""})
    assert refused.status_code == 400 and "link your own resident account" in refused.text and 'value="Zhao"' in refused.text
    taken = office.web().post("/staff/link", data=ACCOUNT | {"t": token})
    assert taken.status_code == 303
    made = staff.of_cookie(office.store, cookie(taken), MONDAY)
    assert made and (made.role, made.name) == ("clerk", "Zhao")
    assert "has been used" in office.web().get(f"/staff/link?t={token}").text
    assert office.web().post("/staff/link", data=ACCOUNT | {"t": token}).status_code == 400


def test_a_link_of_the_past_is_dead(office: Office) -> None:
    token = staff.invite(office.store, office.staff["li"], "clerk", MONDAY)
    office.at(MONDAY + timedelta(days=4))
    answer = office.web().get(f"/staff/link?t={token}")
    assert answer.status_code == 400 and "its time is over" in answer.text


def test_a_reset_link_sets_a_password_and_ends_every_session(office: Office) -> None:
    old = office.sign_in("chen").cookies[begin.STAFF]
    token = staff.reset(office.store, office.staff["li"], office.staff["chen"].id, MONDAY)
    assert office.web().get(f"/staff/reset/{token}").headers["location"] == f"/staff/link?t={token}"
    short = office.web().post("/staff/link", data={"t": token, "password": "short"})
    assert short.status_code == 400 and "New password" in short.text
    done = office.web().post("/staff/link", data={"t": token, "password": "a better morning tea"})
    assert done.status_code == 303 and cookie(done)
    assert staff.of_cookie(office.store, old, MONDAY) is None
    assert enter(office, username="chen").status_code == 400
    assert enter(office, username="chen", password="a better morning tea").status_code == 303


def test_one_s_own_password_is_changed_by_whoever_knows_it(office: Office) -> None:
    assert office.web().get("/staff/me").headers["location"] == "/staff"
    web = office.sign_in("li").web()
    refused = web.post("/staff/me", data={"what": "password", "old": "wrong words", "password": "a better morning tea"})
    assert refused.status_code == 400 and "password is not right" in refused.text
    assert web.post("/staff/me", data={"what": "password", "old": PASSWORD, "password": "a better morning tea"}).status_code == 303
    assert "Saved." in web.get("/staff/me?done=1").text
    assert enter(office, password="a better morning tea").status_code == 303


def test_hostile_text_comes_back_as_text_and_too_much_is_refused(office: Office) -> None:
    answer = enter(office, username='"><script>alert(1)</script>')
    assert "<script>alert" not in answer.text and "&lt;script&gt;" in answer.text
    assert "too much text" in enter(office, username="x" * 70_000).text


def test_sheets_are_printed_for_organisers_and_clerks_only(office: Office) -> None:
    slips.issue(office.store, office.cast.yulan, 3, MONDAY)
    code = office.one("select code from compound where id = :id", id=office.cast.yulan)
    assert office.web().get("/print/sheets").headers["location"] == "/staff?to=/prints"
    web = office.sign_in("wang").web()
    every, one, cards = web.get("/print/sheets"), web.get(f"/print/sheets?c={code}"), web.get(f"/print/slips?c={code}")
    assert every.text.count('class="sheet poster"') == 3 and one.text.count('class="sheet poster"') == 1
    assert cards.text.count('<article class="card">') == 3 and "no-store" in cards.headers["cache-control"]
    assert web.get("/print/slips?c=NONE").status_code == 400 and "No compound" in web.get("/print/slips?c=NONE").text
    assert "no household slips yet" in web.get(f"/print/slips?c={code}&part=2").text
    with office.store.writing() as tx:
        tx.run("update staff set role = 'host' where username = 'wang'")
    assert web.get("/print/sheets").status_code == 403
