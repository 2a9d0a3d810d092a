"""An office: organisers, a clerk, clean-ups with hours that wait, and the organisers' pages run from the shell."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from linli import clock, community, ids, staff
from linli.accounts import StaffForm
from linli.locale import use_language
from linli.roles import Staff
from linli.store import Store
from linli.volunteer import activities, coordinators, ticks
from linli.volunteer.activity_draft import Draft
from linli.volunteer.duty import By
from linli.web import app_store, begin, print_routes, staff_routes
from linli.web.middleware import DEVICE, LANGUAGE, Edge
from tests.cast import MONDAY, Cast, settle
from tests.pages.resident_stage import ROOT, SHELL, SITE, words

#: Saturday 28 November 2026, 9:00 in Shanghai, and the Sunday after.
NINE = datetime(2026, 11, 28, 1, 0, tzinfo=MONDAY.tzinfo)
SUNDAY = NINE + timedelta(hours=25)
PASSWORD = "morning tea first"


@dataclass
class Office:
    """The store, the cast, the staff, a clean-up, and one browser."""

    store: Store
    cast: Cast
    cookies: dict[str, str]
    now: list[datetime]
    unit: str = ""
    draft: Draft | None = None
    activity: str = ""
    staff: dict[str, Staff] = field(default_factory=dict)
    opened: list[TestClient] = field(default_factory=list)

    def at(self, moment: datetime) -> "Office":
        """It is that moment now."""
        self.now[0] = moment
        return self

    def sign_in(self, name: str) -> "Office":
        """Li or Chen (organisers) or Wang (clerk) is signed in on this browser; "" is nobody."""
        self.cookies.pop(begin.STAFF, None)
        if name:
            cookie, _who = staff.sign_in(self.store, username=name, password=PASSWORD, device="d", at=self.now[0])
            self.cookies[begin.STAFF] = cookie
        return self

    def page(self, name: str) -> AppTest:
        """An organisers' page, opened in this browser."""
        app = AppTest.from_file(SHELL, default_timeout=30)
        app.run()
        app.switch_page(str(ROOT / "pages" / "organiser" / f"{name}.py"))
        app.run()
        assert not app.exception, app.exception
        return app

    def web(self) -> TestClient:
        """The routes of staff and prints, as this browser reaches them."""
        app = Starlette(routes=[*staff_routes.routes(), *print_routes.routes()], middleware=[Middleware(Edge)])
        made = TestClient(app, base_url=SITE, headers={"origin": SITE, "accept-language": "en"}, follow_redirects=False)
        made.cookies.update(self.cookies)
        self.opened.append(made)
        return made

    def person(self, nickname: str, *, number: str = "") -> str:
        """A new resident of Yulan Court; the subject."""
        subject, resident, at = ids.new(), ids.new(), clock.stamp(MONDAY)
        with self.store.writing() as tx:
            tx.insert("subject", [{"id": subject}])
            tx.insert("resident", [{
                "id": resident, "compound": self.cast.yulan, "nickname": nickname, "nickname_key": nickname.lower(), "hidden_at": None,
                "player_number": number or ids.digits(6), "pin_hash": "-", "slip": None, "notice_version": "1", "consented_at": at, "created_at": at,
            }])
            tx.insert("subject_resident", [{"subject": subject, "resident": resident}])
        return subject

    def another(self, **changes: object) -> str:
        """One more clean-up, like the first but for `changes`."""
        assert self.draft
        return activities.create(self.store, replace(self.draft, **changes), self.staff["li"].id, MONDAY)[0]  # type: ignore[arg-type]

    def keeper(self, activity: str) -> By:
        """The coordinator of an activity, made at first use."""
        found = self.one("select resident from coordinator where activity = :id", id=activity)
        if found is None:
            self.person("Keeper " + activity[-4:])
            found = self.one("select id from resident order by id desc limit 1")
            coordinators.coordinator_link(self.store, self.staff["li"], activity, str(found), MONDAY)
        return By(resident=str(found))

    def served(self, subject: str, came: int = 0, left: int | None = 120, activity: str = "") -> None:
        """A stay ticked by a coordinator, in minutes after nine; left=None: nobody signed them out."""
        where = activity or self.activity
        by = self.keeper(where)
        ticks.tick_in(self.store, where, subject, by, NINE + timedelta(minutes=came))
        if left is not None:
            ticks.tick_out(self.store, where, subject, by, NINE + timedelta(minutes=left))

    def one(self, sql: str, **given: object) -> object:
        """The first value of a query."""
        with self.store.reading() as tx:
            return tx.value(sql, **given)


def make(store: Store, monkeypatch: pytest.MonkeyPatch, language: str = "en") -> Office:
    """The office on a store; it is Monday, ten o'clock."""
    app_store.use(store)
    now = [MONDAY]
    cookies = {DEVICE: ids.token(), LANGUAGE: language}
    monkeypatch.setattr(clock, "now", lambda: now[0])
    monkeypatch.setattr(begin, "script_cookies", lambda: cookies)
    monkeypatch.setattr(begin, "script_language", lambda: "")
    use_language(language)
    office = Office(store, settle(store), cookies, now)
    _people(office)
    with store.writing() as tx:
        office.unit = community.add_unit(tx, "物业", "Property")
    office.draft = Draft(
        title="East gate", location="East gate", unit=office.unit, in_charge="Aunt Gui", work="Sweep the path", risk="Wet leaves",
        insured=True, working_time=False, own_interest=False, paid=False, starts_at=NINE, ends_at=NINE + timedelta(hours=2), places=30,
    )
    office.activity = activities.create(store, office.draft, office.staff["li"].id, MONDAY)[0]
    return office


def _people(office: Office) -> None:
    code = staff.setup_code(office.store, MONDAY)
    assert code
    form = StaffForm("li", "Aunt Li", "clerk", "000-0000", PASSWORD, declared_none=True)
    office.staff["li"] = staff.first_organiser(office.store, code, form, device="d", at=MONDAY)
    for name, role in (("chen", "organiser"), ("wang", "clerk")):
        token = staff.invite(office.store, office.staff["li"], role, MONDAY)
        office.staff[name] = staff.sign_up(office.store, token, replace(form, username=name, name=name.title()), device="d", at=MONDAY)


@contextmanager
def opened(store: Store, monkeypatch: pytest.MonkeyPatch, language: str = "en") -> Iterator[Office]:
    """`make`, and everything closed at the end."""
    office = make(store, monkeypatch, language)
    yield office
    for client in office.opened:
        client.close()
    app_store.close()


__all__ = ["MONDAY", "NINE", "PASSWORD", "SUNDAY", "Office", "opened", "words"]
