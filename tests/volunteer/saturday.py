"""The stage of the simulated Saturday: the real server on a free port, 200 phones, and who holds them."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from linli import clock, community, ids
from linli import staff as accounts
from linli.rules import totp
from linli.rules.crediting import Interval
from linli.store import Store
from linli.volunteer import activities, coordinators, sign_ups
from linli.volunteer.activity_draft import Draft
from linli.web import app_store, application
from tests.cast import MONDAY, settle
from tests.hours.conftest import staff as hire
from tests.volunteer.saturday_story import PLANS, VOLUNTEERS

MIDNIGHT = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
DAY = "2026-11-28"


def moment(seconds: float) -> datetime:
    """So many seconds after midnight of that Saturday."""
    return MIDNIGHT + timedelta(seconds=seconds)


class Watched:
    """Around the app: tells when a request that carries a mark has been worked on to its end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.done = app, dict[str, threading.Event]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        mark = dict(scope.get("headers", [])).get(b"x-mark", b"").decode()
        try:
            await self.app(scope, receive, send)
        finally:
            if mark in self.done:
                self.done[mark].set()


@dataclass
class World:
    """The server, the clock in `now` and who is there. Persons and activities are numbered as in the story."""

    store: Store
    port: int
    watched: Watched
    now: list[datetime]
    activities: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    devices: list[str] = field(default_factory=list)
    keepers: list[str] = field(default_factory=list)
    staff: dict[str, str] = field(default_factory=dict)
    lines: threading.local = field(default_factory=threading.local)

    def code(self, what: str, where: int, step: int = 0) -> str:
        """The code on the keeper's phone, now or a step ago."""
        with self.store.reading() as tx:
            secret = tx.value(f"select code_{what} from activity where id = :id", id=self.activities[where])
        return totp.code(secret, self.now[0], step)

    def wrong(self, where: int) -> str:
        """Six digits that are no code of that activity at this time."""
        taken = {self.code(what, where, step) for what in ("in", "out") for step in range(-3, 4)}
        return next(text for text in ("111111", "222222", "333333", "444444", "555555", "666666", "777777") if text not in taken)

    def send(self, method: str, path: str, cookies: dict[str, str], body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        """One request on this thread's line; status and body."""
        line = getattr(self.lines, "line", None)
        if line is None:
            line = self.lines.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request(method, path, body or None, self._head(cookies, kind))
        answer = line.getresponse()
        return answer.status, answer.read()

    def _head(self, cookies: dict[str, str], kind: str) -> dict[str, str]:
        return {
            "host": f"127.0.0.1:{self.port}", "origin": f"http://127.0.0.1:{self.port}", "accept-language": "en",
            "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "content-type": kind or "text/plain",
        }

    def unanswered(self, path: str, cookies: dict[str, str], body: bytes, kind: str, *, processed: bool) -> None:
        """Send a request and never read its answer: the line breaks after it was worked on, or at once."""
        mark = ids.token()
        self.watched.done[mark] = threading.Event()
        head = {**self._head(cookies, kind), "x-mark": mark, "content-length": str(len(body))}
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            text = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in head.items()) + "\r\n"
            line.sendall(text.encode() + body)
            if processed:
                assert self.watched.done[mark].wait(60)


def form(**fields: object) -> tuple[bytes, str]:
    """A form's body and kind."""
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def packed(**fields: object) -> tuple[bytes, str]:
    """A script's body and kind."""
    return json.dumps(fields).encode(), "application/json"


@contextmanager
def serving(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The product's own routes and middleware in a real server of this process, so that its clock can be set."""
    now = [MONDAY]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    app_store.use(store)
    watched = Watched(Starlette(routes=application.routes(), middleware=application.middleware()))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(watched, log_level="error", lifespan="off", timeout_keep_alive=600, timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield World(store, listening.getsockname()[1], watched, now)
        server.should_exit = True
        thread.join(20)
    app_store._opened.clear()  # the fixture closes its store itself


def people(world: World) -> None:
    """200 residents with remembered phones; the first three keep the lists; five organisers, two of them residents too."""
    cast = settle(world.store)
    homes, at = (cast.yulan, cast.willow, cast.harbour), clock.stamp(MONDAY)
    with world.store.writing() as tx:
        for number in range(VOLUNTEERS):
            subject, resident, cookie = ids.new(), ids.new(), ids.token()
            tx.insert("subject", [{"id": subject}])
            tx.insert("resident", [{
                "id": resident, "compound": homes[number % 3], "nickname": f"居民{number}", "nickname_key": f"居民{number}", "hidden_at": None,
                "player_number": str(200000 + number), "pin_hash": "-", "slip": None, "notice_version": "1", "consented_at": at, "created_at": at,
            }])
            tx.insert("subject_resident", [{"subject": subject, "resident": resident}])
            tx.insert("device", [{"id": ids.fingerprint(cookie), "resident": resident, "expires_at": clock.stamp(MONDAY + timedelta(days=90)), "last_seen_on": DAY}])
            tx.insert("device_person", [{"device": ids.fingerprint(cookie), "resident": resident, "last_used_at": at}])
            world.subjects.append(subject)
            world.devices.append(cookie)
    for name, resident in (("Li", 5), ("Chen", 1), ("Zhao", None), ("Qian", None), ("Wang", None)):
        world.staff[name] = hire(world.store, name, resident=None if resident is None else _resident(world, resident))


def _resident(world: World, person: int) -> str:
    row = world.store.one("select resident from subject_resident where subject = :s", s=world.subjects[person])
    assert row
    return str(row["resident"])


def plans(world: World) -> None:
    """The ten activities with half of the people signed up, and their keepers' links opened in one browser each."""
    with world.store.writing() as tx:
        unit = community.add_unit(tx, "榕溪志愿队", "Rongxi Volunteers")
    for number, plan in enumerate(PLANS):
        draft = Draft(
            title=f"Clean-up {number}", location="East gate", unit=unit, in_charge="Aunt Gui", work="Sweep", risk="Wet leaves", insured=True,
            working_time=False, own_interest=False, paid=plan.paid, starts_at=moment(plan.start * 60), ends_at=moment(plan.end * 60), places=250,
            breaks=tuple(Interval(moment(first * 60), moment(last * 60)) for first, last in plan.breaks),
        )
        world.activities.append(activities.create(world.store, draft, world.staff["Zhao"], MONDAY)[0])
    for number, subject in enumerate(world.subjects[::2]):
        sign_ups.sign_up(world.store, world.activities[number % len(PLANS)], subject, MONDAY)
    for keeper in range(3):
        world.keepers.append(_cookie(world, keeper))


def _cookie(world: World, keeper: int) -> str:
    """The one cookie that opens all lists of a keeper, got by tapping every link in the same browser."""
    with world.store.reading() as tx:
        by = activities.organiser(tx, world.staff["Zhao"])
    cookie = ""
    for where in [number for number, plan in enumerate(PLANS) if keeper in plan.keepers]:
        token = coordinators.coordinator_link(world.store, by, world.activities[where], _resident(world, keeper), MONDAY)
        line = http.client.HTTPConnection("127.0.0.1", world.port, timeout=60)
        body, kind = form(t=token)
        line.request("POST", "/duty", body, world._head({"ll_device": world.devices[keeper]} | ({"ll_coord": cookie} if cookie else {}), kind))
        answer = line.getresponse()
        assert answer.status == 303, answer.read()
        cookie = str(answer.getheader("set-cookie")).split("ll_coord=")[1].split(";")[0]
        line.close()
    return cookie


def staff_cookie(world: World, name: str) -> dict[str, str]:
    """A signed-in staff browser's cookie."""
    with world.store.writing() as tx:
        return {"ll_staff": accounts._session(tx, world.staff[name], "a browser", clock.now())}
