"""Late entries on the desk: a supplementary record from the form to its approval; a paper sheet from the printer to hours."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from linli import staff
from linli.accounts import StaffForm
from linli.store import Store
from linli.volunteer import coordinators, sign_ups
from linli.web import sign_sheet_routes
from linli.web.begin import STAFF
from linli.web.field_routes import COORDINATOR
from linli.web.middleware import Edge
from tests.pages.organiser_stage import MONDAY, PASSWORD, SUNDAY, Office, opened, words
from tests.pages.resident_stage import SITE


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made


def client(office: Office, cookies: dict[str, str]) -> TestClient:
    """A browser of its own with these cookies."""
    app = Starlette(routes=sign_sheet_routes.routes(), middleware=[Middleware(Edge)])
    made = TestClient(app, base_url=SITE, headers={"origin": SITE, "accept-language": "en"}, follow_redirects=False)
    made.cookies.update(office.cookies | cookies)
    office.opened.append(made)
    return made


def browser(office: Office, name: str) -> TestClient:
    """The browser of a staff person."""
    cookie, _who = staff.sign_in(office.store, username=name, password=PASSWORD, device=name, at=office.now[0])
    return client(office, {STAFF: cookie})


def keeper(office: Office, nickname: str = "Keeper") -> TestClient:
    """The phone of a coordinator of the clean-up."""
    office.person(nickname)
    resident = str(office.one("select id from resident where nickname = :name", name=nickname))
    token = coordinators.coordinator_link(office.store, office.staff["li"], office.activity, resident, MONDAY)
    cookie, _found = coordinators.enter_coordinator(office.store, token, SUNDAY.replace(year=2027), MONDAY)
    return client(office, {COORDINATOR: cookie})


def code_of(office: Office) -> str:
    return str(office.one("select code from sign_sheet order by id desc limit 1"))


def sheet(office: Office) -> str:
    """A sheet for Mei, who signed up, and two blank rows; it is Sunday now."""
    sign_ups.sign_up(office.store, office.activity, office.person("Mei", number="111222"), MONDAY)
    made = browser(office, "wang").post(f"/sign-sheets/{office.activity}", data={"blanks": "2"})
    assert made.status_code == 303
    office.at(SUNDAY)
    return code_of(office)


def typed(who: TestClient, code: str, *rows: dict[str, str]) -> None:
    """Somebody types rows by script and finishes by the form."""
    assert who.post(f"/sign-sheet/{code}/start").status_code == 303
    for row in rows:
        answer = who.post(f"/sign-sheet/{code}/row", json=row)
        assert answer.status_code == 200, answer.text
    assert who.post(f"/sign-sheet/{code}/rows", data={"do": "done"}).status_code == 303


def test_a_supplementary_record_goes_from_the_form_to_its_approval(office: Office) -> None:
    office.person("Mei", number="111222")
    page = office.at(SUNDAY).sign_in("wang").page("late_entry")
    assert "It is entered in time until 11 December 2026" in words(page)
    page.text_input[0].input("111222")
    page.text_input[1].input("8:50-10:00, 上午10点半-1105")
    page.text_area[0].input("the phone was at home")
    page.button[0].click().run()
    assert not page.exception
    assert "Entered for Mei: 1.8 hours, 175 points" in words(page)
    assert office.one("select state || kind from record") == "pendingsupplementary"
    assert "8:50–10:00, 10:30–11:05" in words(page)


def test_what_is_refused_keeps_what_was_typed(office: Office) -> None:
    page = office.at(SUNDAY).sign_in("wang").page("late_entry")
    page.text_input[0].input("999999")
    page.text_input[1].input("8:50-quarter past")
    page.text_area[0].input("why")
    page.button[0].click().run()
    assert "“8:50-quarter past” is no time in and out" in words(page)
    assert page.text_input[1].value == "8:50-quarter past"
    page.text_input[1].input("8:50-10:00")
    page.button[0].click().run()
    assert "No resident has this number" in words(page)


def test_an_activity_that_was_never_entered_is_written_down_with_its_three_questions(office: Office) -> None:
    office.person("Mei", number="111222")
    page = office.at(SUNDAY).sign_in("chen").page("late_entry")
    page.selectbox[0].set_value("new").run()
    given = {one.label: one for one in page.text_input}
    given["What it is called"].input("North stairs")
    given["Where"].input("Block 4")
    given["Person in charge"].input("Aunt Gui")
    given["Player number"].input("111222")
    given["Times in and out"].input("9-11")
    page.text_area[0].input("Washed the stairs")
    page.text_area[1].input("nobody had the programme yet")
    page.button[0].click().run()
    assert "answer the three questions" in words(page)
    for one in page.radio:
        one.set_value(0)
    page.button[0].click().run()
    assert "Entered for Mei: 2.0 hours, 200 points" in words(page)
    assert office.one("select title from activity where past_entry = 1") == "North stairs"


def test_without_a_second_organiser_the_screen_says_what_to_do(office: Office) -> None:
    with office.store.writing() as tx:
        tx.run("update staff set removed_at = '2026-11-24' where username = 'chen'")
    page = office.at(SUNDAY).sign_in("li").page("late_entry")
    assert "There is no other organiser yet who could approve yours" in words(page)
    assert not page.button


def test_an_entry_is_withdrawn_with_a_reason(office: Office) -> None:
    office.person("Mei", number="111222")
    page = office.at(SUNDAY).sign_in("wang").page("late_entry")
    page.text_input[0].input("111222")
    page.text_input[1].input("9-11")
    page.text_area[0].input("forgot")
    page.button[0].click().run()
    next(one for one in page.text_input if one.label.startswith("Reason;")).input("another Mei")
    next(one for one in page.button if one.label == "Withdraw it").click().run()
    assert "taken back: another Mei" in words(page)


def test_the_sheet_is_printed_in_both_languages(office: Office) -> None:
    code = sheet(office)
    who = browser(office, "wang")
    assert code in who.get(f"/sign-sheets/{office.activity}").text
    for language, word in (("zh", "签名"), ("en", "Signature")):
        answer = who.get(f"/print/sign-sheet?s={code}&lang={language}")
        assert answer.headers["content-type"] == "application/pdf"
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        assert word in text
        assert "111222" in text
        assert f"{code[:3]} {code[3:]}" in text


def test_two_people_type_a_third_settles_and_the_hours_wait_for_somebody_else(office: Office) -> None:
    code = sheet(office)
    office.person("Lan", number="333444")
    wang, phone, li = browser(office, "wang"), keeper(office), browser(office, "li")
    typed(wang, code, {"row": "1", "came": "855", "left": "1105"}, {"row": "2", "number": "333444", "came": "9", "left": "11"})
    assert "855" not in phone.get(f"/sign-sheet/{code}").text
    assert phone.post(f"/sign-sheet/{code}/start").status_code == 303
    assert 'value="855"' not in phone.get(f"/sign-sheet/{code}").text
    typed(phone, code, {"row": "1", "came": "上午8点55", "left": "11:05"}, {"row": "2", "number": "333444", "came": "9:10", "left": "11"})
    seen = li.get(f"/sign-sheet/{code}").text
    assert "1 row to look at" in seen
    assert "1 row agrees" in seen
    assert wang.post(f"/sign-sheet/{code}/settle", data={"row": "2", "number": "333444", "came": "9:10", "left": "11"}).status_code == 400
    assert li.post(f"/sign-sheet/{code}/settle", data={"row": "2", "number": "333444", "came": "9:10", "left": "11"}).status_code == 303
    taken = li.post(f"/sign-sheet/{code}/take")
    assert taken.headers["location"] == f"/sign-sheet/{code}?taken=2"
    assert "2 rows are taken over and wait for approval." in li.get(taken.headers["location"]).text
    assert office.one("select count(*) from record where kind = 'signed_in' and state = 'pending'") == 2


def test_what_is_typed_stays_over_a_reload_and_is_saved_by_the_form_too(office: Office) -> None:
    code = sheet(office)
    who = browser(office, "wang")
    assert who.post(f"/sign-sheet/{code}/start").status_code == 303
    answer = who.post(f"/sign-sheet/{code}/row", json={"row": "1", "came": "8:5", "left": ""}).json()
    assert answer == {"note": "Saved, but a time cannot be read.", "bad": ["came"]}
    seen = who.get(f"/sign-sheet/{code}").text
    assert 'value="8:5"' in seen
    assert 'aria-invalid="true"' in seen
    refused = who.post(f"/sign-sheet/{code}/rows", data={"came1": "8:5", "left1": "11:00", "came2": "", "left2": "", "do": "done"})
    assert refused.status_code == 400
    assert "Row 1: a time cannot be read" in refused.text
    assert 'value="11:00"' in refused.text
    assert who.post(f"/sign-sheet/{code}/rows", data={"came1": "8:55", "left1": "11:00", "do": "done"}).status_code == 303
    assert "You have finished" in who.get(f"/sign-sheet/{code}").text


def test_strangers_and_coordinators_of_other_activities_see_nothing(office: Office) -> None:
    code = sheet(office)
    nobody = client(office, {})
    assert nobody.get(f"/sign-sheet/{code}").headers["location"] == "/staff?to=/late_entry"
    assert nobody.get(f"/print/sign-sheet?s={code}").status_code == 303
    assert nobody.post(f"/sign-sheet/{code}/start").status_code == 400
    assert nobody.post(f"/sign-sheet/{code}/row", json={"row": "1", "came": "9"}).status_code == 400
    assert office.one("select count(*) from sheet_typed") == 0


def test_names_on_the_form_are_not_read_as_markup(office: Office) -> None:
    sign_ups.sign_up(office.store, office.activity, office.person("<b>x</b>&"), MONDAY)
    code = sheet(office)
    who = browser(office, "wang")
    who.post(f"/sign-sheet/{code}/start")
    seen = who.get(f"/sign-sheet/{code}").text
    assert "&lt;b&gt;x&lt;/b&gt;&amp;" in seen
    assert "<b>x</b>&" not in seen


def test_an_inspector_reaches_none_of_it(office: Office) -> None:
    code = sheet(office)
    token = staff.invite(office.store, office.staff["li"], "inspector", SUNDAY)
    staff.sign_up(office.store, token, StaffForm("sun", "Sun", "inspector", "000-0000", PASSWORD, declared_none=True), device="d", at=SUNDAY)
    who = browser(office, "sun")
    assert who.get(f"/sign-sheet/{code}").status_code == 400
    assert "another role" in who.post(f"/sign-sheets/{office.activity}", data={"blanks": "1"}).text
