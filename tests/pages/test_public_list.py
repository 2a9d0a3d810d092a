"""The page of the public list, the sheet for the notice board, and the choice to be named on it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from linli import community, devices, listing
from linli.rules.working_days import YearDays
from linli.store import Store
from linli.volunteer import duty, hours, ticks
from linli.web import public_routes
from linli.web.middleware import DEVICE, Edge
from tests.pages.organiser_stage import MONDAY, NINE, SUNDAY, Office, opened, words
from tests.pages.resident_stage import SITE
from tests.pages.test_organiser_hours import press, states

HOSTILE = '<script>alert(1)</script><img src=x onerror=y> ![a](http://x.y) "\''


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made


def web(office: Office, **headers: str) -> TestClient:
    app = Starlette(routes=public_routes.routes(), middleware=[Middleware(Edge)])
    made = TestClient(app, base_url=SITE, headers={"origin": SITE, "accept-language": "en"} | headers, follow_redirects=False)
    office.opened.append(made)
    return made


def approved(office: Office, name: str = "volunteer") -> tuple[str, str]:
    """A subject and the public code of their approved hours."""
    subject = office.person(name)
    office.served(subject)
    office.at(SUNDAY)
    record = str(office.one("select id from record where subject = :s", s=subject))
    hours.approve(office.store, record, office.staff["li"].id, SUNDAY)
    return subject, str(office.one("select public_code from record where id = :id", id=record))


def test_the_list_shows_codes_and_an_objection_goes_the_whole_way(office: Office) -> None:
    _subject, code = approved(office, "Aunt Osmanthus")
    phone = web(office)
    shown = phone.get("/public").text
    assert code[:3] + " " + code[3:] in shown and "Osmanthus" not in shown and "Aunt Gui" in shown and f'href="/public/{code}"' in shown
    assert "What happens next" in phone.get(f"/public/{code}").text
    sent = phone.post(f"/public/{code}", data={"note": HOSTILE})
    assert sent.status_code == 303 and "Your objection is kept" in phone.get(sent.headers["location"]).text
    shown = phone.get("/public").text
    assert "an objection is being examined" in shown and "script>alert" not in shown
    app = office.sign_in("chen").page("approvals")
    app.segmented_control(key="shown").set_value("objections").run()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in words(app) and "<script>" not in words(app) and code in words(app)
    app.text_area[0].set_value("The coordinator saw them")
    press(app, "The hours stand")
    shown = phone.get("/public").text
    assert "an objection was examined, the hours stand" in shown and "coordinator saw" not in shown


@pytest.mark.parametrize("note", ["", "   ", "x" * 401, "a\u202eb"])
def test_a_refused_objection_keeps_what_was_typed_and_stores_nothing(office: Office, note: str) -> None:
    _subject, code = approved(office)
    answer = web(office).post(f"/public/{code}", data={"note": note})
    assert answer.status_code == 400 and "Please write in a few words" in answer.text
    assert not note.strip() or note[:400] in answer.text
    assert office.one("select count(*) as n from objection") == 0


def test_a_request_from_another_site_objects_to_nothing(office: Office) -> None:
    _subject, code = approved(office)
    assert web(office, origin="http://elsewhere").post(f"/public/{code}", data={"note": "why"}).status_code == 403
    assert office.one("select count(*) as n from objection") == 0


@pytest.mark.parametrize("code", ["AAAAAA", "<b>", "x" * 300, "record"])
def test_an_unknown_code_says_so(office: Office, code: str) -> None:
    approved(office)
    answer = web(office).get(f"/public/{code}")
    assert answer.status_code == 400 and "not on the public list any more" in answer.text and "<b>" not in answer.text.split("<main>")[1].split("</main>")[0]


def test_many_rows_come_in_pages_and_none_is_lost(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from linli.web.parts import public_list

    monkeypatch.setattr(public_list, "PART", 2)
    codes = {approved(office, f"volunteer {number}")[1] for number in range(3)}
    first, second = (web(office).get(f"/public?p={page}").text for page in (1, 2))
    seen = [{code for code in codes if f'href="/public/{code}"' in text} for text in (first, second)]
    assert seen[0] | seen[1] == codes and [len(one) for one in seen] == [2, 1]
    assert "More rows" in first and "Earlier rows" in second and "No hours are on public notice now" in web(office).get("/public?p=9").text


def test_the_list_switched_off_says_where_it_hangs_and_the_sheet_is_still_printed(office: Office) -> None:
    _subject, code = approved(office)
    community.change_settings(office.store, None, SUNDAY, hours_public=False)
    assert "It hangs at the office" in web(office).get("/public").text
    assert web(office).post(f"/public/{code}", data={"note": "why"}).status_code == 400
    printed = office.sign_in("wang").web().get("/print/hours")
    assert printed.status_code == 200 and code[:3] + " " + code[3:] in printed.text and "志愿服务时长公示" in printed.text
    assert office.sign_in("").web().get("/print/hours").status_code == 303


def test_the_setting_is_on_the_page_of_the_game(office: Office) -> None:
    app = office.sign_in("li").page("setup")
    app.segmented_control(key="part").set_value("game").run()
    app.toggle(key="game_0_notice").set_value(False)
    press(app, "Save the settings")
    with office.store.reading() as tx:
        assert community.settings(tx).hours_public is False


def test_nicknames_are_approved_together_and_refused_with_a_reason_that_their_owner_reads(office: Office) -> None:
    from linli import who

    subjects = [approved(office, f"volunteer {number}")[0] for number in range(3)]
    with office.store.reading() as tx:
        people = [who.of_subject(tx, subject) for subject in subjects]
    for person in people:
        assert person
        listing.agree(office.store, person, MONDAY)
    app = office.sign_in("li").page("approvals")
    app.segmented_control(key="shown").set_value("nicknames").run()
    press(app, "Refuse these 3")
    assert "Choose why these nicknames" in words(app)
    listing.decide(office.store, office.staff["li"], {people[0].id: "volunteer 0"}, "real", SUNDAY)  # type: ignore[union-attr]
    app.run()
    press(app, "Approve these 2 nicknames")
    assert "2 nicknames stand on public lists now" in words(app) and "No nickname waits" in words(app)
    shown = web(office).get("/public").text
    assert "volunteer 1" in shown and "volunteer 2" in shown and "volunteer 0" not in shown


def test_many_records_of_an_activity_are_approved_with_one_tap_and_told_in_one_sentence(office: Office) -> None:
    where = office.another(title="Big", places=60)
    for number in range(25):
        office.served(office.person(f"v{number}"), activity=where)
    app = office.at(SUNDAY).sign_in("li").page("approvals")
    assert "25 records" in words(app) and "50.0 hours" in words(app) and "10 working days left" in words(app)
    hours.reject(office.store, str(office.one("select id from record order by id limit 1")), "not there", office.staff["chen"].id, SUNDAY)
    press(app, "Approve these 25 (50.0 hours)")
    assert states(office).count("approved") == 24 and "24 records approved, 48.0 hours are credited" in words(app)


def test_records_past_their_days_are_approved_together_with_a_note(office: Office) -> None:
    for number in range(2):
        office.served(office.person(f"v{number}"))
    app = office.at(SUNDAY + timedelta(days=20)).sign_in("li").page("approvals")
    assert "The 10 working days for entering it ended" in words(app)
    press(app, "Approve these 2 (4.0 hours)")
    assert "write the reason" in words(app) and states(office) == ["pending"] * 2
    app.text_input(key=f"bulk_{office.activity}_0_why").set_value("The list lay in a drawer")
    press(app, "Approve these 2 (4.0 hours)")
    notes = office.store.rows("select note from record_event where what = 'approved' order by id")
    assert states(office) == ["approved"] * 2 and [row["note"] for row in notes] == ["The list lay in a drawer"] * 2


def test_a_year_without_published_days_leads_to_the_form_where_they_are_typed(office: Office) -> None:
    start = NINE.replace(year=2098)
    where = office.another(title="Far", starts_at=start, ends_at=start + timedelta(hours=2))
    by = office.keeper(where)
    subject = office.person("volunteer")
    ticks.tick_in(office.store, where, subject, by, start)
    ticks.tick_out(office.store, where, subject, by, start + timedelta(hours=1))
    app = office.at(start + timedelta(hours=3)).sign_in("li").page("approvals")
    assert "working days of 2098 are not published yet" in words(app) and "/setup?part=calendar" in words(app)
    duty.type_days(office.store, 2098, YearDays(), office.staff["li"].id, start)
    app.run()
    assert "not published" not in words(app) and "10 working days left" in words(app)


def test_the_overview_names_each_activity_with_its_days_left(office: Office) -> None:
    office.served(office.person("volunteer"))
    app = office.at(SUNDAY).sign_in("li").page("overview")
    assert "East gate, 28 November" in words(app) and "10 working days left" in words(app)


def test_a_resident_agrees_and_takes_it_back_on_the_account_page(office: Office) -> None:
    from linli import residents
    from tests.pages.resident_stage import PIN, ROOT, SHELL

    made = residents.join(
        office.store, compound=office.cast.yulan, nickname="阿华", pin=PIN, slip_code=None, fourteen=True, notice_version="1",
        device=devices.mark(office.cookies[DEVICE]), at=MONDAY,
    )
    app = AppTest.from_file(SHELL, default_timeout=30)
    app.run()
    app.switch_page(str(ROOT / "pages" / "resident" / "account.py"))
    app.run()
    press(app, "I agree: show my nickname")
    assert listing.choice(office.store, made).listed and "waits for an organiser" in words(app)
    listing.decide(office.store, office.staff["li"], {made.id: "阿华"}, "rude", MONDAY)
    app.run()
    assert "It hurts or mocks somebody" in words(app)
    press(app, "Take it back: only the code from now on")
    assert not listing.choice(office.store, made).listed
