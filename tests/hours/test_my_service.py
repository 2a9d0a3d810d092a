"""A volunteer's own page: kinds apart, by month, what comes, who did what."""

from datetime import timedelta

import pytest

from linli import community
from linli.locale import use_language
from linli.rules.crediting import Interval
from linli.rules.stars import Stars
from linli.volunteer import hours, my_service, record_sheets, sign_ups, supplementary
from linli.volunteer.supplementary import Entry
from linli.web import app_store
from linli.web.begin import Visitor
from linli.web.parts import my_hours
from tests.cast import MONDAY
from tests.hours.conftest import ELEVEN, NINE, Stage

SUNDAY = ELEVEN + timedelta(days=1)


@pytest.fixture(autouse=True)
def english() -> None:
    """The texts are compared in English."""
    use_language("en")


def after(stage: Stage, subject: str) -> my_service.MyService:
    """What the volunteer sees a day later."""
    return my_service.read(stage.store, subject, SUNDAY)


def test_signed_in_hours_wait_then_count_and_are_told_with_who_did_what(stage: Stage) -> None:
    one = stage.person("阿华")
    record = stage.served(one, 0, 90)
    assert after(stage, one).sums == my_service.Sum(0, 0, 90)
    hours.approve(stage.store, record, stage.li, SUNDAY)
    own = after(stage, one)
    assert own.sums == my_service.Sum(90, 0, 0) and [(month.month, month.sums.signed_in) for month in own.months] == [("2026-11", 90)]
    assert [(event.what, event.who) for event in own.events[record]] == [("recorded", "Wang"), ("approved", "Li")]
    assert own.days == ("2026-11-28", "2026-11-28") and own.stars is None


def typed(stage: Stage, subject: str) -> None:
    """Two hours entered afterwards by Wang and approved by Li."""
    number = stage.store.one("select player_number from resident where id = :id", id=stage.resident(subject))
    assert number
    entry = Entry(str(number["player_number"]), (Interval(NINE, ELEVEN),), reason="the list was lost", activity=stage.another(title="North"))
    hours.approve(stage.store, supplementary.enter(stage.store, entry, stage.wang, SUNDAY).record, stage.li, SUNDAY)


def test_supplementary_hours_are_never_added_to_signed_in_ones(stage: Stage) -> None:
    one = stage.person("阿华")
    typed(stage, one)
    assert after(stage, one).sums == my_service.Sum(0, 120, 0)
    hours.approve(stage.store, stage.served(one, -9, 0), stage.li, SUNDAY)
    assert after(stage, one).sums == my_service.Sum(9, 120, 0)


def test_stars_count_signed_in_hours_alone(stage: Stage) -> None:
    one = stage.person("阿华")
    community.change_settings(stage.store, stage.li, MONDAY, stars="1,2,3")
    typed(stage, one)
    assert after(stage, one).stars == Stars(0, 3, 1)
    other = stage.person("老周")
    hours.approve(stage.store, stage.served(other, 0, 120), stage.li, SUNDAY)
    assert after(stage, other).stars == Stars(2, 3, 3)


def test_what_comes_is_what_one_has_a_place_at(stage: Stage) -> None:
    one, other = stage.person("阿华"), stage.person("老周")
    sign_ups.sign_up(stage.store, stage.activity, one, MONDAY, read=True)
    assert [view.title for view in my_service.read(stage.store, one, MONDAY).coming] == ["East gate"]
    assert my_service.read(stage.store, other, MONDAY).coming == ()


def test_the_page_tells_hostile_titles_as_text_and_names_who_ticked(stage: Stage) -> None:
    one = stage.person("阿华")
    where = stage.another(title="<b>bold</b> ![x](y)", starts_at=NINE, ends_at=ELEVEN)
    hours.approve(stage.store, stage.served(one, 0, 90, where), stage.li, SUNDAY)
    app_store.use(stage.store)
    with stage.store.reading() as tx:
        settings = community.settings(tx)
    html = my_hours.screen(Visitor("en", False, "", None, None, None, "", SUNDAY), after(stage, one), settings)
    assert "<b>bold" not in html and "&lt;b&gt;bold" in html
    assert "ticked by Wang" in html and "· Li" in html and "/sheet/make" in html


def test_sheets_made_earlier_stand_with_what_they_are_worth_now(stage: Stage) -> None:
    one = stage.person("阿华")
    record = stage.served(one, 0, 90)
    hours.approve(stage.store, record, stage.li, SUNDAY)
    number = record_sheets.issue_own(stage.store, one, "2026-11-01", "2026-11-29", SUNDAY).number
    assert [(sheet.number, sheet.state) for sheet in after(stage, one).sheets] == [(number, "valid")]
    hours.reverse(stage.store, record, "not there", stage.li, SUNDAY)
    assert [sheet.state for sheet in after(stage, one).sheets] == ["outdated"] and after(stage, one).days is None
