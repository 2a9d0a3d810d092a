"""A community with questions and people, pages run from the shell, and the real routes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from linli import clock, devices, ids, notice, residents
from linli.locale import use_language
from linli.questions import bank
from linli.store import Store, open_store
from linli.web import app_store, begin, me_routes, quiz_routes
from linli.web.middleware import DEVICE, LANGUAGE, Edge
from linli.who import Resident
from tests.cast import Cast, settle

ROOT = Path(__file__).resolve().parents[2]
SHELL = str(ROOT / "linli" / "web" / "shell.py")
SITE = "http://testserver"
PIN = "593817"


@dataclass
class Stage:
    """The store, the cast, and one browser: its cookie is the same in pages and routes."""

    store: Store
    cast: Cast
    cookies: dict[str, str]
    opened: list[TestClient] = field(default_factory=list)

    @property
    def device(self) -> str:
        """The mark of this browser."""
        return devices.mark(self.cookies[DEVICE])

    def page(self, name: str = "", **query: str) -> AppTest:
        """A page of the residents, opened in this browser."""
        app = AppTest.from_file(SHELL, default_timeout=30)
        app.query_params.update(query)
        app.run()
        if name:
            app.switch_page(str(ROOT / "pages" / "resident" / f"{name}.py"))
            app.query_params.update(query)
            app.run()
        assert not app.exception, app.exception
        return app

    def resident(self, nickname: str = "桂花婶", compound: str = "", *, here: bool = True, slip: str | None = None) -> Resident:
        """A resident with the PIN of the tests; signed in on this browser unless here=False."""
        return residents.join(
            self.store, compound=compound or self.cast.yulan, nickname=nickname, pin=PIN, slip_code=slip, fourteen=True,
            notice_version=notice.VERSION, device=self.device if here else None, at=clock.now(),
        )

    def phone(self, cookies: Mapping[str, str] | None = None, origin: str = SITE) -> TestClient:
        """The routes, as this browser (or another) reaches them."""
        app = Starlette(routes=[*quiz_routes.routes(), *me_routes.routes()], middleware=[Middleware(Edge)])
        made = TestClient(app, base_url=SITE, headers={"origin": origin, "accept-language": "zh-CN"})
        made.cookies.update(self.cookies if cookies is None else cookies)
        self.opened.append(made)
        return made

    def other(self) -> TestClient:
        """Another browser."""
        return self.phone({DEVICE: ids.token()})


def words(app: AppTest) -> str:
    """All of our own HTML on a page."""
    return "\n".join(str(one.proto.body) for one in app.get("html"))


def template(folder: Path) -> Cast:
    """A database with the cast and the question bank, which each test copies."""
    made = open_store("", folder=folder)
    cast = settle(made)
    bank.load(made, ROOT / "quizzes", clock.now())
    made.close()
    return cast


def make(store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch, language: str = "zh") -> Stage:
    """The stage on a store."""
    app_store.use(store)
    cookies = {DEVICE: ids.token(), LANGUAGE: language}
    monkeypatch.setattr(begin, "script_cookies", lambda: cookies)
    monkeypatch.setattr(begin, "script_language", lambda: "")
    use_language(language)
    return Stage(store, cast, cookies)
