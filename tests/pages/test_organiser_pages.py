from collections.abc import Iterator
from datetime import timedelta

import pytest

from linli import community, ids, kiosks, ledger, residents
from linli.store import Store
from linli.volunteer import activities
from linli.web import begin
from linli.web.middleware import LANGUAGE
from tests.cast import act
from tests.pages.organiser_stage import MONDAY, NINE, SUNDAY, Office, opened, words

ALL = ("overview", "questions", "cleanups", "approvals", "people", "team", "prints", "setup")
CLERKS = ("overview", "questions", "cleanups", "people", "prints", "setup")
FAULTS = ("Something went wrong", "出了点问题")


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made


def sound(shown: str) -> bool:
    return not any(fault in shown for fault in FAULTS)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ALL)
def test_every_page_opens_for_an_organiser_with_little_and_with_much(office: Office, name: str, language: str) -> None:
    office.cookies[LANGUAGE] = language
    office.sign_in("li")
    assert sound(words(office.page(name)))
    for number in range(7):
        office.served(office.person(f"volunteer {number}"))
    office.served(office.person("nobody signed out"), left=None)
    shown = words(office.at(SUNDAY).sign_in("li").page(name))
    assert sound(shown) and 'class="hd"' in shown


@pytest.mark.parametrize("name", ALL)
def test_every_page_opens_on_an_empty_database(office: Office, name: str) -> None:
    office.sign_in("li")
    with office.store.writing() as tx:
        for table in ("activity", "unit", "season", "setting"):
            tx.run(f"delete from {table}")
        tx.run("update compound set retired_at = :at", at="2026-01-01")
        community.roster_changed(tx)
    assert sound(words(office.page(name)))


@pytest.mark.parametrize("name", ALL)
def test_no_page_opens_for_somebody_who_is_not_signed_in(office: Office, name: str) -> None:
    app = office.sign_in("li").page(name)
    office.sign_in("")
    app.run()
    assert "for staff" in words(app) and not app.button and not app.text_input


@pytest.mark.parametrize("name", ALL)
def test_a_clerk_reads_and_imports_but_does_not_approve_or_manage_staff(office: Office, name: str) -> None:
    app = office.sign_in("li").page(name)
    office.sign_in("wang")
    app.run()
    shown = words(app)
    assert sound(shown) and ("does not open this page" in shown) == (name not in CLERKS)


def test_a_kiosk_opens_no_staff_page_even_with_a_session(office: Office) -> None:
    app = office.sign_in("li").page("overview")
    token = kiosks.link(office.store, office.staff["li"], "hall", MONDAY)
    office.cookies[begin.KIOSK] = kiosks.register(office.store, token, MONDAY)
    app.run()
    assert "for staff" in words(app) and 'class="hd"' not in words(app)


def test_a_session_that_ended_closes_the_page_at_the_next_run(office: Office) -> None:
    app = office.sign_in("li").page("people")
    office.at(MONDAY + timedelta(hours=13))
    app.run()
    assert "for staff" in words(app)


def test_figures_that_rest_on_under_five_people_are_not_shown(office: Office) -> None:
    def play(count: int) -> None:
        with office.store.writing() as tx:
            slips = [row["id"] for row in tx.rows("select id from slip order by id")]
            for slip in slips[:count]:
                subject = ids.new()
                tx.insert("subject", [{"id": subject}])
                ledger.post(tx, act(office.cast.yulan, subject, slip=slip, points=777), MONDAY)

    from linli import slips

    slips.issue(office.store, office.cast.yulan, 10, MONDAY)
    play(4)
    shown = words(office.sign_in("li").page("overview"))
    assert "3,108" not in shown and "4.0%" not in shown and "too few yet" in shown
    play(6)
    shown = words(office.page("overview"))
    assert "6 / 140" in shown and "7,770" in shown


def test_what_people_wrote_is_shown_as_text_everywhere(office: Office) -> None:
    hostile = '<img src=x onerror=alert(1)>![x](https://a.example/x.png)'
    office.another(title=hostile[:40], location="[a](https://a.example)", starts_at=NINE + timedelta(days=1), ends_at=NINE + timedelta(days=1, hours=1))
    with office.store.writing() as tx:
        tx.run("update compound set name_zh = :name, name_en = :name where id = :id", name=hostile, id=office.cast.yulan)
        community.roster_changed(tx)
    office.served(office.person("<b>bold</b>"))
    office.served(office.person("![x](https://a.example/y.png)"), left=None)
    office.at(SUNDAY - timedelta(days=1)).sign_in("li")
    for name in ALL:
        app = office.page(name)
        shown = words(app)
        assert "<img src=x" not in shown and "<b>bold" not in shown
        said = [one.label for kind in (app.button, app.selectbox, app.radio, app.checkbox) for one in kind]
        options = [text for kind in (app.selectbox, app.radio) for one in kind for text in one.options]
        assert not any("](http" in text or "<img" in text for text in (*said, *options)), name


def test_a_resident_is_found_hidden_shown_and_given_a_new_pin_once(office: Office) -> None:
    office.person("Uncle Wei", number="123456")
    app = office.sign_in("li").page("people")
    assert "Uncle Wei" not in words(app)
    app.text_input(key="people_find").set_value("wei").run()
    assert "123456" in words(app)
    next(one for one in app.button if one.label == "Hide the nickname now").click().run()
    assert office.one("select hidden_at from resident where player_number = '123456'")
    next(one for one in app.button if one.label == "Show the nickname again").click().run()
    assert office.one("select hidden_at from resident where player_number = '123456'") is None
    make = next(one for one in app.button if one.label == "Make a new PIN")
    make.click().run()
    assert "in person only" in words(app)
    app.checkbox[0].check()
    next(one for one in app.button if one.label == "Make a new PIN").click().run()
    pin = words(app).split('class="pin">')[1][:6]
    home = office.cast.yulan
    assert residents.prove(office.store, compound=home, name_or_number="123456", pin=pin, device="x", at=MONDAY).nickname == "Uncle Wei"
    next(one for one in app.button if one.key == "once_done").click().run()
    assert pin not in words(app)


def test_a_clerk_finds_a_resident_and_changes_nothing(office: Office) -> None:
    office.person("Uncle Wei", number="123456")
    app = office.sign_in("wang").page("people")
    app.text_input(key="people_find").set_value("123456").run()
    assert "Uncle Wei" in words(app) and not app.button


def test_slips_are_made_up_to_the_number_of_households(office: Office) -> None:
    app = office.sign_in("wang").page("prints")
    app.selectbox[0].set_value(office.cast.willow)
    app.number_input[0].set_value(30)
    app.button[0].click().run()
    assert office.one("select count(*) as n from slip where compound = :id", id=office.cast.willow) == 30
    app.selectbox[0].set_value(office.cast.willow)
    app.number_input[0].set_value(30)
    app.button[0].click().run()
    assert "only 10 more can be made" in words(app) and app.number_input[0].value == 30
    app.number_input[0].set_value(None)
    app.button[0].click().run()
    assert office.one("select count(*) as n from slip where compound = :id", id=office.cast.willow) == 40


def test_an_invitation_and_a_kiosk_link_are_shown_once_with_a_qr_code(office: Office) -> None:
    app = office.sign_in("li").page("team")
    next(one for one in app.button if one.label == "Make a one-time link").click().run()
    assert "/staff/link?t=" in words(app) and "data:image/svg" in words(app)
    app = office.page("team")
    assert "/staff/link?t=" not in words(app)
    app.segmented_control(key="shown").set_value("kiosks").run()
    app.text_input[0].set_value("hall")
    next(one for one in app.button if one.label == "Make a link for it").click().run()
    assert "/kiosk/start?t=" in words(app)


def test_the_last_organiser_is_neither_removed_nor_demoted(office: Office) -> None:
    with office.store.writing() as tx:
        tx.run("update staff set role = 'clerk' where username = 'chen'")
    app = office.sign_in("li").page("team")
    app.selectbox(key="team_chosen").set_value(office.staff["li"].id).run()
    next(one for one in app.button if one.label.startswith("Remove Aunt Li")).click().run()
    assert "only organiser" in words(app)


def test_the_list_of_activities_shows_upcoming_ones(office: Office) -> None:
    app = office.sign_in("li").page("cleanups")
    assert activities.upcoming(office.store, MONDAY)[0].title in words(app)
