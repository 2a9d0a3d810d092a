"""Service reports on the page and as files: who may open what, and what comes out."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from linli import kiosks
from linli.store import Store
from linli.volunteer import exporting, hours
from linli.web import begin, service_routes
from linli.web.middleware import Edge
from tests.pages.organiser_stage import MONDAY, SUNDAY, Office, opened, words
from tests.pages.resident_stage import SITE

DAY = "2026-11-28"


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made


def served(office: Office, count: int) -> None:
    """So many volunteers with two approved hours each; it is Sunday now."""
    for place in range(count):
        office.served(office.person(f"Nick{place}<b>"))
    office.at(SUNDAY)
    for row in office.store.rows("select id from record where state = 'pending' order by id"):
        hours.approve(office.store, str(row["id"]), office.staff["chen"].id, SUNDAY)


def part(app: AppTest, name: str) -> AppTest:
    app.segmented_control(key="sv_part").set_value(name).run()
    assert not app.exception, app.exception
    return app


def web(office: Office) -> TestClient:
    """The routes of these files, as this browser reaches them."""
    app = Starlette(routes=service_routes.routes(), middleware=[Middleware(Edge)])
    made = TestClient(app, base_url=SITE, headers={"origin": SITE, "accept-language": "en"}, follow_redirects=False)
    made.cookies.update(office.cookies)
    office.opened.append(made)
    return made


def test_a_clerk_makes_an_export_on_the_page_and_fetches_its_three_files(office: Office) -> None:
    served(office, 2)
    app = office.sign_in("wang").page("service")
    assert "No export yet" in words(app)
    app.date_input(key="sv_make_0_first").set_value(date(2026, 11, 1))
    app.button[0].click().run()
    assert not app.exception and "Export E2026-001 is ready: 2 rows." in words(app)
    client = web(office)
    csv = client.get("/print/hours-export?n=E2026-001&as=csv")
    assert csv.content.startswith(b"\xef\xbb\xbf") and csv.text.count("East gate") == 4 and "Nick" not in csv.text
    assert csv.headers["content-disposition"] == 'attachment; filename="linli-hours-E2026-001.csv"' and csv.headers["cache-control"] == "no-store"
    assert client.get("/print/hours-export?n=E2026-001&as=xlsx").content.startswith(b"PK")
    listed = client.get("/print/hours-export?n=E2026-001&as=list&lang=en")
    assert listed.content.startswith(b"%PDF") and listed.headers["content-disposition"].startswith("inline")


def test_what_is_in_an_export_already_is_refused_in_a_sentence_and_the_days_stay(office: Office) -> None:
    served(office, 1)
    exporting.make(office.store, DAY, DAY, office.staff["wang"].id, SUNDAY)
    app = office.sign_in("wang").page("service")
    app.date_input(key="sv_make_0_first").set_value(date(2026, 11, 20))
    app.button[0].click().run()
    assert "every approved record is in an export already" in words(app)
    assert app.date_input(key="sv_make_0_first").value == date(2026, 11, 20)
    app.checkbox[0].uncheck()
    app.button[0].click().run()
    assert "Export E2026-002 is ready: 1 row." in words(app)


def test_a_reversed_line_is_told_beside_its_export(office: Office) -> None:
    served(office, 1)
    line, = exporting.make(office.store, DAY, DAY, office.staff["wang"].id, SUNDAY).lines
    hours.reverse(office.store, line.record, "Counted twice", office.staff["chen"].id, SUNDAY + timedelta(hours=1))
    app = office.sign_in("wang").page("service")
    assert f"1 line was reversed since this export was made: {line.code}." in words(app)


def test_the_month_shows_five_people_and_hides_four(office: Office) -> None:
    served(office, 4)
    app = part(office.sign_in("wang").page("service"), "month")
    assert "Under five people so far" in words(app) and "/print/service-month" not in words(app)
    served(office.at(MONDAY), 0)
    office.served(office.person("Fifth"))
    office.at(SUNDAY)
    hours.approve(office.store, str(office.one("select id from record where state = 'pending'")), office.staff["chen"].id, SUNDAY)
    app = part(office.sign_in("wang").page("service"), "month")
    assert "10.0" in words(app) and words(app).count("/print/service-month?m=2026-11&amp;c=") == 1
    code = office.one("select code from compound where id = :id", id=office.cast.yulan)
    poster = web(office).get(f"/print/service-month?m=2026-11&c={code}")
    assert poster.content.startswith(b"%PDF") and f"linli-service-2026-11-{code}.pdf" in poster.headers["content-disposition"]


def test_only_an_organiser_sees_what_is_worth_a_look(office: Office) -> None:
    served(office, 1)
    assert [one for one in office.sign_in("wang").page("service").segmented_control(key="sv_part").options if "look" in one] == []
    app = part(office.sign_in("li").page("service"), "look")
    assert "Nothing stands out in these days." in words(app) and "Nothing here is an accusation" in words(app)


def test_a_finding_shows_its_sentence_escaped_and_leads_to_the_list(office: Office) -> None:
    served(office, 10)
    with office.store.writing() as tx:
        first = tx.value("select id from record order by id limit 1")
        tx.run("update record set minutes = 2000 where id = :id", id=first)
    shown = words(part(office.sign_in("li").page("service"), "look"))
    assert "has 33.3 hours in these days" in shown and "Nick0&lt;b&gt;" in shown and "Nick0<b>" not in shown
    assert f'href="/tick/{office.activity}"' in shown


@pytest.mark.parametrize("path", ["hours-export?n=E2026-001&as=csv", "hours-export?n=E2026-001&as=list", "service-month?m=2026-11"])
def test_files_are_for_signed_in_organisers_and_clerks(office: Office, path: str) -> None:
    served(office, 5)
    exporting.make(office.store, DAY, DAY, office.staff["wang"].id, SUNDAY)
    answer = web(office).get(f"/print/{path}")
    assert answer.status_code == 303 and answer.headers["location"] == "/staff?to=/service"
    with office.store.writing() as tx:
        tx.run("update staff set role = 'inspector' where username = 'wang'")
    assert web(office.sign_in("wang")).get(f"/print/{path}").status_code == 403
    token = kiosks.link(office.store, office.staff["li"], "hall", SUNDAY)
    office.sign_in("li").cookies[begin.KIOSK] = kiosks.register(office.store, token, SUNDAY)
    assert web(office).get(f"/print/{path}").status_code == 403


@pytest.mark.parametrize("path", ["hours-export?n=E1999-001", "hours-export", "service-month?m=2027-01", "service-month?m=x", "service-month?m=2026-11&c=nowhere"])
def test_what_is_not_there_is_refused_in_a_sentence(office: Office, path: str) -> None:
    answer = web(office.sign_in("li")).get(f"/print/{path}")
    assert answer.status_code == 400 and "/service" in answer.text
