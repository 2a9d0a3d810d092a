"""The calendar feed, read back with the library that calendars use too."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from linli import clock
from linli.documents import calendar_feed
from linli.locale import use_language
from linli.rules.crediting import Interval
from linli.store import Store
from linli.volunteer import activities, sign_ups
from linli.web import app_store, calendar_routes
from linli.web.middleware import Edge
from tests.cast import MONDAY
from tests.hours.conftest import NINE, Stage, minutes, stage

__all__ = ["stage"]
SITE = "http://testserver"


@pytest.fixture
def web(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The feed's routes; it is Monday."""
    app_store.use(stage.store)
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    client = TestClient(Starlette(routes=calendar_routes.routes(), middleware=[Middleware(Edge)]), base_url=SITE, headers={"accept-language": "en"})
    yield client
    client.close()
    app_store.close()


def events(body: bytes) -> dict[str, Any]:
    """The events by title."""
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(body).walk("VEVENT")}


def test_an_activity_comes_back_with_its_times_texts_and_sequence(stage: Stage) -> None:
    hard = "Sweep; carry, “lift”\nsecond line \\ end 扫落叶"
    wished = replace(stage.draft, title="河堤捡拾, part 2; 好", work=hard, breaks=(Interval(NINE + minutes(60), NINE + minutes(70)),), kind="greening")
    made = activities.create(stage.store, wished, stage.li, MONDAY)[0]
    activities.edit(stage.store, made, wished, stage.li, MONDAY)
    with use_language("en"):
        body = calendar_feed.feed([activities.view(stage.store, made, MONDAY)], "N", "Asia/Shanghai", SITE)
    one = events(body)["河堤捡拾, part 2; 好"]
    assert one["DTSTART"].dt == NINE and one["DTSTART"].dt.utcoffset() == timedelta(hours=8)
    assert one["DTEND"].dt == NINE + timedelta(hours=2)
    assert one["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert (one["UID"], one["SEQUENCE"], one["STATUS"]) == (f"{made}@linli-cup", 1, "CONFIRMED")
    assert one["DTSTAMP"].dt == MONDAY and one["LAST-MODIFIED"].dt == MONDAY
    said = str(one["DESCRIPTION"])
    assert hard in said and "Wet leaves: wear firm shoes" in said and "insured the volunteers" in said and "10:00–10:10" in said and "Property" in said
    assert "Aunt Gui" not in body.decode()
    assert [str(zone["TZID"]) for zone in Calendar.from_ical(body).walk("VTIMEZONE")] == ["Asia/Shanghai"]
    assert all(len(line) <= 75 for line in body.split(b"\r\n")) and b"\n" not in body.replace(b"\r\n", b"")


def test_a_cancelled_one_stays_under_its_uid_with_its_reason(stage: Stage) -> None:
    activities.cancel(stage.store, stage.activity, "", stage.li, MONDAY, cause="rain")
    with use_language("zh"):
        one = events(calendar_feed.feed([activities.view(stage.store, stage.activity, MONDAY)], "N", "Asia/Shanghai", SITE))["取消了：East gate"]
    assert (one["UID"], one["STATUS"], one["SEQUENCE"]) == (f"{stage.activity}@linli-cup", "CANCELLED", 1)
    assert "大雨" in str(one["DESCRIPTION"])


def test_the_feed_holds_what_comes_and_sixty_days_of_what_was_and_no_person(stage: Stage, web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_ups.sign_up(stage.store, stage.activity, stage.person("桂花婶"), MONDAY)
    stage.another(title="Far", starts_at=NINE + timedelta(days=90), ends_at=NINE + timedelta(days=90, hours=1))
    past = stage.another(title="Typed later")
    with stage.store.writing() as tx:
        tx.run("update activity set past_entry = 1 where id = :id", id=past)
    answer = web.get("/calendar.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert set(events(answer.content)) == {"East gate", "Far"}
    assert "桂花婶" not in answer.text and "Aunt Gui" not in answer.text
    monkeypatch.setattr(clock, "now", lambda: NINE + timedelta(days=60))
    assert set(events(web.get("/calendar.ics").content)) == {"East gate", "Far"}
    monkeypatch.setattr(clock, "now", lambda: NINE + timedelta(days=61))
    assert set(events(web.get("/calendar.ics").content)) == {"Far"}


def test_the_asker_chooses_the_language(web: TestClient) -> None:
    assert "Wet leaves" in web.get("/calendar.ics?lang=zh").text and "注意什么" in web.get("/calendar.ics?lang=zh").text.replace("\r\n ", "")
    assert "What to watch out for" in web.get("/calendar.ics?lang=xx").text.replace("\r\n ", "")


def test_who_has_it_already_gets_304_until_something_changes(stage: Stage, web: TestClient) -> None:
    address = f"/calendar/{stage.activity}.ics"
    first = web.get(address)
    assert (first.status_code, set(events(first.content))) == (200, {"East gate"})
    again = web.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    activities.edit(stage.store, stage.activity, replace(stage.draft, title="West gate"), stage.li, MONDAY)
    assert set(events(web.get(address, headers={"if-none-match": first.headers["etag"]}).content)) == {"West gate"}


def test_an_unknown_activity_is_said_to_be_gone_and_an_empty_feed_is_a_calendar(sqlite_store: Store, stage: Stage, web: TestClient) -> None:
    assert web.get("/calendar/none.ics").status_code == 404
    app_store.use(sqlite_store)
    with sqlite_store.writing() as tx:
        tx.run("delete from activity")
    assert events(web.get("/calendar.ics").content) == {}


def test_the_page_tells_the_address_and_the_one_tap(web: TestClient) -> None:
    page = web.get("/calendar").text
    assert 'href="webcal://testserver/calendar.ics?lang=en"' in page and "http://testserver/calendar.ics?lang=en" in page
