from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from linli import links
from linli.store import Store
from linli.volunteer import coordinators, head_counts, hours, objections
from linli.volunteer.duty import By
from tests.pages.organiser_stage import MONDAY, NINE, SUNDAY, Office, opened, words


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def fill(app: AppTest, **typed: object) -> AppTest:
    for part, value in typed.items():
        if part in ("work", "risk"):
            app.text_area(key=f"cleanup_new_0_{part}").set_value(value)
        else:
            app.text_input(key=f"cleanup_new_0_{part}").set_value(value)
    return app


def form(office: Office) -> AppTest:
    return press(press(office.sign_in("li").page("cleanups"), "New activity"), "Something else")


def answered(app: AppTest, *answers: int) -> AppTest:
    for place, answer in enumerate(answers):
        app.radio(key=f"cleanup_new_0_q{place}").set_value(answer)
    return app


def states(office: Office) -> list[str]:
    return [row["state"] for row in office.store.rows("select state from record order by id")]


def test_an_activity_is_created_once_however_often_the_button_is_pressed(office: Office) -> None:
    app = answered(fill(form(office), title="West bank", where="West bank", person="Uncle Wei", work="Pick up litter", risk="Slippery"), 0, 0, 0)
    app.number_input(key="cleanup_new_0_weeks").set_value(4)
    press(app, "Create it")
    assert office.one("select count(*) as n from activity where title = 'West bank'") == 4
    assert not [one for one in app.button if one.label == "Create it"]
    rows = office.store.rows("select act_on from activity where title = 'West bank' order by act_on")
    assert [date.fromisoformat(row["act_on"]).weekday() for row in rows] == [5] * 4


def test_a_refused_form_keeps_what_was_typed(office: Office) -> None:
    app = fill(form(office), title="West bank", where="West bank", person="Uncle Wei", work="Pick up litter", risk="Slippery")
    press(app, "Create it")
    assert "answer the three questions" in words(app)
    assert app.text_input(key="cleanup_new_0_title").value == "West bank"
    answered(app, 0, 0, 0).time_input(key="cleanup_new_0_until").set_value(time(8, 0))
    press(app, "Create it")
    assert "must come after its start" in words(app) and app.text_input(key="cleanup_new_0_title").value == "West bank"
    app.time_input(key="cleanup_new_0_until").set_value(time(11, 0))
    app.text_input(key="cleanup_new_0_breaks").set_value("ten o'clock")
    press(app, "Create it")
    assert "is not a break" in words(app)
    app.text_input(key="cleanup_new_0_breaks").set_value("10:00-10:15")
    press(app, "Create it")
    assert office.one("select breaks from activity where title = 'West bank'") == '[["2026-11-28T02:00:00.000000Z", "2026-11-28T02:15:00.000000Z"]]'


def test_an_activity_is_changed_copied_and_cancelled_with_a_reason(office: Office) -> None:
    app = press(office.sign_in("li").page("cleanups"), "Change")
    app.text_input(key=f"cleanup_{office.activity}_0_title").set_value("Gate and lane")
    press(app, "Save the changes")
    assert office.one("select title from activity where id = :id", id=office.activity) == "Gate and lane"
    app = press(press(app, "Copy"), "Create it")
    assert [row["act_on"] for row in office.store.rows("select act_on from activity order by act_on")] == ["2026-11-28", "2026-12-05"]
    app.selectbox(key=f"cancel_{office.activity}_0_cause").set_value("other")
    press(app, "Cancel this activity")
    assert "write the reason" in words(app) and office.one("select cancelled_at from activity where id = :id", id=office.activity) is None
    app.text_input(key=f"cancel_{office.activity}_0_why").set_value("Storm")
    press(app, "Cancel this activity")
    assert office.one("select cancelled_why from activity where id = :id", id=office.activity) == "Storm"


def test_a_resident_becomes_coordinator_by_a_link_that_is_shown_once(office: Office) -> None:
    subject = office.person("Uncle Wei", number="123456")
    app = office.sign_in("li").page("cleanups")
    app.text_input(key=f"find_{office.activity}").set_value("123456").run()
    press(app, "Make coordinator, show the link")
    shown = words(app)
    token = shown.split("/duty?t=")[1].split("<")[0]
    found = coordinators.peek_coordinator(office.store, token, MONDAY)
    assert found.resident == office.one("select resident from subject_resident where subject = :s", s=subject)
    press(app, "Done, put it away")
    assert "/duty?t=" not in words(app)
    press(app, "Remove")
    with pytest.raises(links.LinkDead):
        coordinators.peek_coordinator(office.store, token, MONDAY)


def test_complete_records_are_approved_together_and_odd_ones_wait(office: Office) -> None:
    for number in range(5):
        office.served(office.person(f"volunteer {number}"))
    office.served(office.person("no sign-out"), left=None)
    app = office.at(SUNDAY).sign_in("li").page("approvals")
    assert "Nobody signed this person out" in words(app)
    press(app, "Approve these 5 (10.0 hours)")
    assert "5 records approved" in words(app)
    assert sorted(states(office)) == ["approved"] * 5 + ["pending"] and office.one("select count(*) as n from ledger where kind = 'hours'") == 5


def test_an_end_nobody_ticked_is_confirmed_before_approval(office: Office) -> None:
    office.served(office.person("no sign-out"), left=None)
    app = office.at(SUNDAY).sign_in("li").page("approvals")
    press(app, "Approve")
    assert "Confirm the proposed end first" in words(app) and states(office) == ["pending"]
    app.time_input[0].set_value(time(10, 30))
    press(app, "Confirm this end")
    assert "You entered a time of this record; somebody else approves it" in words(app)
    assert [one.disabled for one in app.button if one.label == "Approve"] == [True] and states(office) == ["pending"]
    press(office.sign_in("chen").page("approvals"), "Approve this 1 (1.5 hours)")
    assert states(office) == ["approved"] and office.one("select minutes from ledger where kind = 'hours'") == 90


def test_a_rejection_needs_its_reason_and_keeps_it(office: Office) -> None:
    office.served(office.person("volunteer"))
    app = office.at(SUNDAY).sign_in("li").page("approvals")
    app.toggle[0].set_value(True).run()
    press(app, "Reject")
    assert "write the reason" in words(app)
    app.text_area[0].set_value("Not there, says the coordinator")
    press(app, "Reject")
    assert states(office) == ["rejected"] and "All done" in words(app)


def test_an_approval_is_taken_back_with_a_reason_and_decided_once_more(office: Office) -> None:
    office.served(office.person("volunteer"))
    app = press(office.at(SUNDAY).sign_in("li").page("approvals"), "Approve this 1 (2.0 hours)")
    app.segmented_control(key="shown").set_value("decided").run()
    assert "volunteer" in words(app)
    app.text_area[0].set_value("A mix-up")
    press(app, "Reverse it")
    assert states(office) == ["reversed"] and office.one("select sum(points) as p from ledger") == 0
    press(app, "Decide once more")
    assert states(office) == ["reversed", "pending"]


def test_a_day_above_480_minutes_stays_pending_with_the_reason_until_a_second_organiser(office: Office) -> None:
    long = office.another(title="Whole day", starts_at=NINE, ends_at=NINE + timedelta(hours=9))
    office.served(office.person("volunteer"), 0, 540, long)
    app = office.at(SUNDAY).sign_in("li").page("approvals")
    press(app, "Approve")
    assert states(office) == ["pending"] and "a second, different organiser is needed" in words(app)
    assert [one.disabled for one in app.button if one.label == "Approve"] == [True] and "You approved this record first" in words(app)
    press(office.sign_in("chen").page("approvals"), "Approve")
    assert states(office) == ["approved"]


def test_nobody_decides_on_their_own_hours(office: Office) -> None:
    subject = office.person("Aunt Li as resident")
    office.served(subject)
    with office.store.writing() as tx:
        tx.run(
            "update staff set declared_none = 0, resident = (select resident from subject_resident where subject = :s) where username = 'li'", s=subject,
        )
    app = office.at(SUNDAY).sign_in("li").page("approvals")
    assert "your own hours" in words(app) and not [one for one in app.button if one.label in ("Approve", "Reject")]
    press(office.sign_in("chen").page("approvals"), "Approve this 1 (2.0 hours)")
    assert states(office) == ["approved"]


def test_a_head_count_that_differs_holds_approvals_until_somebody_explains(office: Office) -> None:
    office.served(office.person("volunteer"))
    head_counts.enter(office.store, office.activity, "start", 9, By(staff=office.staff["li"].id), NINE + timedelta(minutes=30))
    app = office.at(SUNDAY).sign_in("li").page("approvals")
    press(app, "Approve")
    assert "9 people were counted" in words(app) and states(office) == ["pending"]
    app.text_area[0].set_value("A school class watched")
    press(app, "Keep the explanation")
    press(app, "Approve this 1 (2.0 hours)")
    assert states(office) == ["approved"]


def test_an_objection_is_answered_and_upheld(office: Office) -> None:
    office.served(office.person("volunteer"))
    app = press(office.at(SUNDAY).sign_in("li").page("approvals"), "Approve this 1 (2.0 hours)")
    record = str(office.one("select id from record"))
    objections.raise_objection(office.store, record, "<i>They left at ten</i>", SUNDAY)
    app.segmented_control(key="shown").set_value("objections").run()
    assert "&lt;i&gt;They left at ten" in words(app)
    press(app, "The hours stand")
    assert "write the reason" in words(app)
    app.text_area[0].set_value("You are right")
    press(app, "It is right: reverse the hours")
    assert states(office) == ["reversed"] and "Nothing waits here" in words(app)


def test_a_decision_in_another_tab_is_told_and_changes_nothing(office: Office) -> None:
    office.served(office.person("volunteer"))
    app = office.at(SUNDAY).sign_in("li").page("approvals")
    record = str(office.one("select id from record"))
    hours.reject(office.store, record, "no", office.staff["chen"].id, SUNDAY)
    app.run()
    assert states(office) == ["rejected"] and "All done" in words(app)


def test_a_role_taken_away_meanwhile_closes_the_write(office: Office) -> None:
    office.served(office.person("volunteer"))
    app = office.at(SUNDAY).sign_in("li").page("approvals")
    with office.store.writing() as tx:
        tx.run("update staff set role = 'clerk' where username = 'li'")
    next(one for one in app.button if one.label == "Approve this 1 (2.0 hours)").click().run()
    assert states(office) == ["pending"] and "does not open this page" in words(app)
