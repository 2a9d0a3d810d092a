"""A client of our routes on a settled community, without Streamlit."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from linli import clock, ids, ledger
from linli.store import Store
from linli.web import app_store
from linli.web.middleware import Edge
from linli.web.routes import routes
from tests.cast import Cast, act, settle


@pytest.fixture
def cast(sqlite_store: Store) -> Iterator[Cast]:
    """Three compounds in the store that the routes use."""
    app_store.use(sqlite_store)
    yield settle(sqlite_store)
    app_store.use(sqlite_store)


@pytest.fixture
def client(cast: Cast) -> TestClient:
    """A browser that asks for Chinese; it sends an Origin as browsers do."""
    app = Starlette(routes=routes(), middleware=[Middleware(Edge)])
    return TestClient(app, base_url="http://hall.example", headers={"accept-language": "zh-CN", "origin": "http://hall.example"})


def today() -> str:
    """The present local day, which the routes show."""
    return clock.local_day(clock.now(), clock.DEFAULT_ZONE)


def take_part(store: Store, compound: str, people: int, *, kind: str = "quiz", slip: bool = True, on_site: bool = False, points: int = 10, minutes: int = 0) -> None:
    """So many people of a compound act once today, each of another household."""
    with store.writing() as tx:
        for number in range(people):
            who = f"{compound}-{number}"
            one = act(
                compound, who, kind=kind, points=points, minutes=minutes, slip=f"slip-{who}" if slip else None, on_site=on_site,
                day=today(), source=f"test:{ids.new()}",
            )
            ledger.post(tx, one, clock.now())
