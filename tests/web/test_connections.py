"""A request holds one connection of the database at a time: requests that wait for a second one would all wait for each other."""

from collections.abc import Iterator

import pytest
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from linli import ids
from linli.store import Store
from linli.store.postgres import PostgresStore
from linli.web import app_store
from linli.web.middleware import DEVICE, Edge
from linli.web.routes import routes
from tests.cast import Cast
from tests.play.test_attempts import cast, some_quizzes

__all__ = ["cast", "some_quizzes"]

PLACE = "http://hall.example"


@pytest.fixture
def phone(store: Store, cast: Cast) -> Iterator[TestClient]:
    """A guest's phone; PostgreSQL has a single connection to give."""
    app_store.use(store)
    if isinstance(store, PostgresStore):
        store.pool.close()
        store.pool = ConnectionPool(store.url, min_size=1, max_size=1, timeout=2, kwargs={"row_factory": dict_row}, open=True)
    app = Starlette(routes=routes(), middleware=[Middleware(Edge)])
    yield TestClient(app, base_url=PLACE, headers={"origin": PLACE}, cookies={DEVICE: ids.token()})
    app_store.use(store)


def test_a_quiz_is_answered_to_its_end_over_one_connection(phone: TestClient, cast: Cast) -> None:
    attempt = phone.post("/api/quiz/start", json={"compound": cast.yulan}).json()["attempt"]
    shown = phone.get(f"/api/quiz/{attempt}").text
    for _place in range(5):
        item = shown.split('data-item="')[1].split('"')[0]
        told = phone.post(f"/api/quiz/{attempt}/answer", json={"item": item, "chosen": [0]})
        assert told.status_code == 200, told.text
        assert "/law?" in told.json()["html"]
        shown = told.json()["next"]
    again = phone.get(f"/api/quiz/{attempt}?see=1")
    assert again.status_code == 200
    assert "/law?" in again.text
