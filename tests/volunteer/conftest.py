"""A clean-up that is going on now, and phones that open its plain pages through the real routes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from linli import clock, community, notice, residents, staff
from linli.rules import totp
from linli.store import Store
from linli.volunteer import activities, coordinators
from linli.volunteer.activity_draft import Draft
from linli.web import app_store, duty_routes, enrol_routes, field_routes, routes, tick_routes
from linli.web.middleware import Edge
from linli.who import Resident
from tests.cast import Cast, settle
from tests.hours.conftest import staff as hire

PIN = "593817"
SITE = "http://testserver"


@dataclass
class Scene:
    """The store with a community, an organiser and a clean-up; `phone()` is a browser of its own."""

    store: Store
    cast: Cast
    organiser: str
    draft: Draft
    activity: str
    app: Starlette
    opened: list[TestClient] = field(default_factory=list)

    def phone(self, language: str = "zh-CN", **cookies: str) -> TestClient:
        """A new browser."""
        made = TestClient(self.app, base_url=SITE, headers={"origin": SITE, "accept-language": language}, follow_redirects=False)
        made.cookies.update(cookies)
        self.opened.append(made)
        return made

    def resident(self, nickname: str, phone: TestClient | None = None, compound: str = "") -> Resident:
        """A new resident with the PIN of the tests, remembered on a phone if one is given."""
        made = residents.join(
            self.store, compound=compound or self.cast.yulan, nickname=nickname, pin=PIN, slip_code=None, fourteen=True,
            notice_version=notice.VERSION, device=None, at=clock.now(),
        )
        if phone is not None:
            phone.get(f"/field/{self.activity}/enter")
            answer = phone.post(f"/field/{self.activity}/enter", data={"name": made.player_number, "pin": PIN})
            assert answer.status_code == 303, answer.text
        return made

    def keeper(self, nickname: str = "李姐", activity: str = "") -> tuple[TestClient, Resident]:
        """A coordinator's phone, with the link used."""
        made, phone = self.resident(nickname), self.phone()
        token = self.link(made, activity)
        assert nickname in phone.get(f"/duty?t={token}").text
        answer = phone.post("/duty", data={"t": token})
        assert answer.status_code == 303, answer.text
        return phone, made

    def link(self, resident: Resident, activity: str = "") -> str:
        """The token of a coordinator's one-time link."""
        with self.store.reading() as tx:
            by = activities.organiser(tx, self.organiser)
        return coordinators.coordinator_link(self.store, by, activity or self.activity, resident.id, clock.now())

    def code(self, moment: str, activity: str = "") -> str:
        """The code on the coordinator's phone."""
        row = self.store.one("select * from activity where id = :id", id=activity or self.activity)
        assert row
        return totp.code(row[f"code_{moment}"], clock.now())

    def wrong(self) -> str:
        """Six digits that are no code of this moment."""
        row = self.store.one("select * from activity where id = :id", id=self.activity)
        assert row
        taken = {totp.code(row[secret], clock.now(), step) for secret in ("code_in", "code_out") for step in range(-9, 10)}
        return next(text for text in ("111111", "222222", "333333") if text not in taken)

    def another(self, starts: float, ends: float, **changes: object) -> str:
        """One more activity; start and end in minutes from now."""
        now = clock.now().replace(second=0, microsecond=0)
        made = replace(self.draft, starts_at=now + timedelta(minutes=starts), ends_at=now + timedelta(minutes=ends), **changes)  # type: ignore[arg-type]
        return activities.create(self.store, made, self.organiser, now - timedelta(days=9))[0]

    def tap(self, phone: TestClient, what: str, subject: str = "", **more: object) -> dict[str, object]:
        """A tap by script; the answer."""
        answer = phone.post(f"/tick/{self.activity}/tap", json={"what": what, "subject": subject, **more})
        return {"status": answer.status_code, **answer.json()}

    def count(self, table: str, where: str = "1 = 1") -> int:
        """How many rows a table has."""
        row = self.store.one(f"select count(*) as n from {table} where {where}")
        assert row
        return int(row["n"])

    def stays(self) -> list[dict[str, object]]:
        """Presences that were not undone, oldest first."""
        return self.store.rows("select * from presence where void_at is null order by id")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has its own folder, and in it its own secret."""
    monkeypatch.setenv("LINLI_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def scene(sqlite_store: Store) -> Iterator[Scene]:
    """A clean-up that began 40 minutes ago and ends in ten: both codes are open."""
    app_store.use(sqlite_store)
    made = build(sqlite_store, clock.now())
    yield made
    for one in made.opened:
        one.close()
    app_store.close()


def build(store: Store, now: datetime) -> Scene:
    """Fill an empty store."""
    cast, organiser = settle(store), hire(store, "Lin")
    with store.writing() as tx:
        unit = community.add_unit(tx, "榕溪志愿队", "Rongxi Volunteers")
    minute = now.replace(second=0, microsecond=0)
    draft = Draft(
        title="榕荫苑东门清洁日", location="东门岗亭旁集合", unit=unit, in_charge="李姐", work="扫落叶\n捡垃圾", risk="地滑，穿防滑鞋",
        insured=True, working_time=False, own_interest=False, paid=False, starts_at=minute - timedelta(minutes=40),
        ends_at=minute + timedelta(minutes=10), places=20,
    )
    activity = activities.create(store, draft, organiser, now - timedelta(days=9))[0]
    ours = [*field_routes.routes(), *tick_routes.routes(), *enrol_routes.routes(), *duty_routes.routes(), Route("/prefs", routes.prefs, methods=["POST"])]
    return Scene(store, cast, organiser, draft, activity, Starlette(routes=ours, middleware=[Middleware(Edge)]))


def staff_cookie(scene: Scene, who: str) -> dict[str, str]:
    """A signed-in staff browser's cookie."""
    with scene.store.writing() as tx:
        return {"ll_staff": staff._session(tx, who, "a browser", clock.now())}


def words(html: str) -> str:
    """A page's text, without its markup."""
    return " ".join(unquote(re.sub(r"<[^>]+>", " ", html)).split())
