"""The office's page of record sheets, run from the shell."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from linli.store import Store
from linli.volunteer import hours, record_sheets
from tests.pages.organiser_stage import SUNDAY, Office, opened, words


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made.at(SUNDAY)


def volunteer(office: Office, nickname: str, number: str) -> str:
    """Somebody with two approved hours; the subject."""
    subject = office.person(nickname, number=number)
    office.served(subject)
    record = office.one("select id from record where subject = :s", s=subject)
    hours.approve(office.store, str(record), office.staff["li"].id, SUNDAY)
    return subject


def make(app: AppTest, number: str, in_charge: str = "") -> AppTest:
    app.text_input(key="sheet_0_number").set_value(number)
    app.text_input(key="sheet_0_who").set_value(in_charge)
    next(one for one in app.button if one.label == "Make the record sheet").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("who", ["li", "wang"])
def test_organiser_and_clerk_make_a_sheet_and_find_it_in_the_list(office: Office, who: str) -> None:
    volunteer(office, "<b>阿明</b>", "482913")
    app = office.sign_in(who).page("sheets")
    assert "No record sheet has been made yet." in words(app)
    seen = words(make(app, "482 913", "桂主任"))
    assert "Record sheet 2026-0001 is made: 1 record." in seen and "/print/record-sheet?n=2026-0001" in seen
    assert "&lt;b&gt;阿明&lt;/b&gt;" in seen and "<b>阿明" not in seen and "482913" in seen and "2.0" in seen
    assert office.one("select in_charge from record_sheet") == "桂主任"


def test_a_wrong_number_is_told_and_what_was_typed_stays(office: Office) -> None:
    app = make(office.sign_in("li").page("sheets"), "111111", "桂主任")
    assert "Nobody has the player number “111111”" in words(app)
    assert app.text_input(key="sheet_0_number").value == "111111" and app.text_input(key="sheet_0_who").value == "桂主任"


def test_states_stand_in_the_list_and_only_what_is_valid_can_be_printed(office: Office) -> None:
    subject = volunteer(office, "阿明", "482913")
    for _n in range(2):
        record_sheets.issue_own(office.store, subject, "2026-11-01", "2026-11-28", SUNDAY)
    seen = words(office.sign_in("wang").page("sheets"))
    assert "by 2026-0002" in seen and "the volunteer" in seen and 'n=2026-0001"' not in seen and 'n=2026-0002"' in seen
    hours.reverse(office.store, str(office.one("select id from record")), "was not there", office.staff["chen"].id, SUNDAY)
    seen = words(office.page("sheets"))
    assert "hours changed" in seen and "/print/record-sheet" not in seen


def test_the_page_is_not_there_for_who_is_not_signed_in(office: Office) -> None:
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        office.sign_in("").page("sheets")
