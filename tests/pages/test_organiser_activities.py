"""The organisers' page of activities: kinds, templates, the waiting list, cancelling for the weather, hand-overs."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from linli.store import Store
from linli.volunteer import activities, evidence, hand_over, sign_ups, templates, waiting
from tests.hours.test_evidence import picture
from tests.pages.organiser_stage import MONDAY, NINE, Office, opened, words


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception, app.exception
    return app


def test_a_kind_fills_the_form_in_and_the_activity_remembers_it(office: Office) -> None:
    app = press(press(office.sign_in("li").page("cleanups"), "New activity"), "Greening")
    assert app.text_input(key="cleanup_new_0_title").value == "Planting day"
    assert "Spades and shears are sharp" in app.text_area(key="cleanup_new_0_risk").value
    assert [app.radio(key=f"cleanup_new_0_q{place}").value for place in range(3)] == [0, 0, 0]
    app.text_input(key="cleanup_new_0_where").set_value("Bed by the east gate")
    app.text_input(key="cleanup_new_0_person").set_value("Aunt Gui")
    press(app, "Create it")
    assert office.one("select kind from activity where title = 'Planting day'") == "greening"


def test_a_filled_form_becomes_a_template_that_fills_the_next_one(office: Office) -> None:
    app = press(office.sign_in("li").page("cleanups"), "Copy")
    press(app, "Save as a template")
    assert "Give the template a name" in words(app)
    app.text_input(key="cleanup_new_0_template").set_value("East gate at nine")
    press(app, "Save as a template")
    assert "is kept. The activity itself is not created yet" in words(app)
    [kept] = templates.every(office.store)
    press(press(app, "Back to the list"), "New activity")
    app.button(key=f"use_{kept.id}").click().run()
    assert app.text_input(key="cleanup_new_0_title").value == "East gate" and app.number_input(key="cleanup_new_0_places").value == 30
    press(app, "Create it")
    assert office.one("select count(*) as n from activity where title = 'East gate'") == 2
    press(app, "New activity")
    app.text_input(key=f"template_{kept.id}_0_name").set_value("Gate")
    press(app, "Rename")
    assert [one.name for one in templates.every(office.store)] == ["Gate"]
    press(app, "Remove this template")
    assert templates.every(office.store) == [] and "None yet" in words(app)


def test_a_copy_takes_everything_along_to_another_day(office: Office) -> None:
    made = office.another(title="Long one", kind="sorting", starts_at=NINE.replace(day=27), ends_at=NINE.replace(day=27, hour=4), places=7)
    app = press(office.sign_in("li").page("cleanups"), "Copy")
    press(app, "Create it")
    rows = office.store.rows("select * from activity where title = 'Long one' order by act_on")
    assert [row["act_on"] for row in rows] == ["2026-11-27", "2026-12-04"] and rows[0]["id"] == made
    same = ("kind", "location", "unit", "in_charge", "work", "risk", "insured", "working_time", "own_interest", "paid", "places", "breaks")
    assert [rows[0][name] for name in same] == [rows[1][name] for name in same]


def test_a_full_one_shows_who_waits_and_more_places_move_them_up(office: Office) -> None:
    small = office.another(title="Small", starts_at=NINE.replace(day=27), ends_at=NINE.replace(day=27, hour=3), places=1)
    first, second = office.person("First"), office.person("Second")
    sign_ups.sign_up(office.store, small, first, MONDAY)
    waiting.join(office.store, small, second, MONDAY)
    app = office.sign_in("li").page("cleanups")
    assert "1 / 1, 1 waiting" in words(app)
    press(app, "Change")
    app.number_input(key=f"cleanup_{small}_0_places").set_value(2)
    press(app, "Save the changes")
    assert activities.view(office.store, small, MONDAY, second).moved_at == MONDAY


def test_a_row_is_cancelled_for_the_weather_and_then_printed(office: Office) -> None:
    made = activities.create(office.store, office.draft, office.staff["li"].id, MONDAY, weeks=3)  # type: ignore[arg-type]
    with office.store.writing() as tx:
        tx.run("delete from activity where id = :id", id=office.activity)
    app = office.sign_in("li").page("cleanups")
    app.selectbox(key=f"cancel_{made[0]}_0_cause").set_value("heat")
    app.radio(key=f"cancel_{made[0]}_0_all").set_value(True)
    press(app, "Cancel this activity")
    assert "3 activities are cancelled" in words(app)
    assert office.one("select count(*) as n from activity where cancelled_cause = 'heat' and sequence = 1") == 3
    assert f"/print/told?a={made[0]}" in words(app) and f"/print/cancelled?a={made[0]}" in words(app) and "great heat" in words(app)


def test_what_has_started_says_how_to_stop_it(office: Office) -> None:
    app = office.at(NINE.replace(hour=2)).sign_in("li").page("cleanups")
    assert "choose “End for all”" in words(app)
    assert not [one for one in app.button if one.label == "Cancel this activity"]


def test_hand_overs_and_whose_phone_has_the_list_are_shown(office: Office) -> None:
    by, taker = office.keeper(office.activity), office.person("Uncle Wei", number="123456")
    app = office.sign_in("li").page("cleanups")
    assert "link not opened yet" in words(app)
    hand_over.make(office.store, office.activity, by, "123456", MONDAY, keep=False)
    app = office.page("cleanups")
    assert "made Uncle Wei a link, to stop when it is opened" in words(app) and taker not in words(app)


def test_what_a_clean_up_left_behind_is_shown_once_it_runs(office: Office) -> None:
    assert "Photos, bags and places" not in words(office.sign_in("li").page("cleanups"))
    app = office.at(NINE.replace(hour=2)).sign_in("li").page("cleanups")
    assert "Nothing has been entered yet" in words(app)
    made = evidence.add(office.store, office.activity, "before", picture(), office.keeper(office.activity), NINE)
    evidence.enter_result(office.store, office.activity, 7, "Gate <b>x", office.keeper(office.activity), NINE)
    html = "".join(one.proto.body for one in office.page("cleanups").get("html"))
    assert f'src="/tick/{office.activity}/evidence/{made}.jpg?small=1"' in html
    assert "7 bags of rubbish collected" in html and "Gate &lt;b&gt;x" in html
