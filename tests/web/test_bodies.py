"""No body that claims no length is read further than a form or a card may send."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from linli.web.routes import BODY_MOST, form_of, json_body


def pieces(start: bytes) -> Iterator[bytes]:
    """A body of four megabytes in parts, without a length."""
    yield start
    for _turn in range(400):
        yield b"a" * 10_000


@pytest.fixture
def site() -> Iterator[TestClient]:
    """Two handlers that say what they read."""
    async def form(request: Request) -> JSONResponse:
        return JSONResponse(await form_of(request))

    async def card(request: Request) -> JSONResponse:
        return JSONResponse(await json_body(request))

    with TestClient(Starlette(routes=[Route("/form", form, methods=["POST"]), Route("/card", card, methods=["POST"])])) as made:
        yield made


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_without_a_length_is_read_no_further_than_forms_go(site: TestClient, kind: str) -> None:
    start = b"n=" if "urlencoded" in kind else b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    assert site.post("/form", content=pieces(start), headers={"content-type": kind}).json() is None
    assert site.post("/form", data={"n": "a" * (BODY_MOST - 100)}).json() == {"n": "a" * (BODY_MOST - 100)}
    assert site.post("/form", data={"n": "a" * BODY_MOST}).json() is None


def test_a_card_without_a_length_is_read_no_further_than_cards_go(site: TestClient) -> None:
    assert site.post("/card", content=pieces(b'{"n": "')).json() == {}
    assert site.post("/card", json={"n": 1}).json() == {"n": 1}
