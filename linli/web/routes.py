"""Plain HTTP routes of the shell: preferences, health, the first page, and pages that are not there."""

import importlib
import json
import pkgutil
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Message, Receive, Scope, Send

from linli import web
from linli.errors import GameError
from linli.locale import _
from linli.store.base import Busy
from linli.web import index, live, nav, plain
from linli.web.app_store import store
from linli.web.middleware import LANGUAGE, LARGE, cookies, language_of, secure, sent
from linli.web.parts import frame

#: What Streamlit serves itself; `_stcore` also below a page's address.
_STREAMLITS = ("static", "media", "component", "_stcore", "auth", "oauth2callback", "app")
_FILES = ("/favicon.png", "/manifest.json")
PREFERENCE_SECONDS = 365 * 24 * 3600
_ALLOWED = {"lang": (LANGUAGE, ("zh", "en")), "large": (LARGE, ("0", "1"))}
BODY_MOST = 64 * 1024


class TooMuch(Exception):
    """More came than a form or a card may send."""


def bounded(request: Request, most: int = BODY_MOST) -> Request:
    """The request for reading its body: whatever its length is said to be, more than `most` bytes raise TooMuch."""
    if int(request.headers.get("content-length") or 0) > most:
        raise TooMuch
    read = 0

    async def receive() -> Message:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > most:
            raise TooMuch
        return message

    return Request(request.scope, receive)


async def form_of(request: Request) -> dict[str, str] | None:
    """The texts of an ordinary form; None where it is longer than any of ours."""
    try:
        return {name: value for name, value in (await bounded(request).form()).items() if isinstance(value, str)}
    except TooMuch:
        return None


async def json_body(request: Request) -> dict[str, Any]:
    """The JSON object of a request; an empty one when it is none, too long or broken."""
    try:
        given = json.loads(await bounded(request).body())
    except (TooMuch, ValueError):
        return {}
    return given if isinstance(given, dict) else {}


def refusal(error: GameError, status: int = 400) -> JSONResponse:
    """A refusal as JSON: `{"error": sentence}` in the visitor's language."""
    return JSONResponse({"error": error.sentence()}, status)


def guarded(work: Callable[[], Response]) -> Response:
    """Do the work of a card's request; a refusal or a fault becomes {error: sentence}.

    Busy is a 503, after which a card tries again by itself; a fault is none: trying for ever would
    hide it from the reader.
    """
    try:
        return work()
    except Busy as error:
        return refusal(error, 503)
    except GameError as error:
        return refusal(error)
    except Exception as error:
        return JSONResponse({"error": _(frame.FAULT, reference=frame.reported(error))}, 422)


async def prefs(request: Request) -> Response:
    """POST {lang: zh|en} or {large: 0|1}: kept in a cookie that only the server reads."""
    given = await json_body(request)
    answer = JSONResponse({"ok": True})
    for name, (cookie, values) in _ALLOWED.items():
        if str(given.get(name)) in values:
            answer.set_cookie(
                cookie, str(given[name]), max_age=PREFERENCE_SECONDS, httponly=True, samesite="lax",
                secure=secure(request.scope, request.headers),
            )
    return answer


async def health(request: Request) -> Response:
    """`ok` when the database answers; 503 otherwise."""
    try:
        await run_in_threadpool(store().version)
    except Exception:
        return PlainTextResponse("no database", 503)
    return PlainTextResponse("ok")


class IndexRoute(BaseRoute):
    """Streamlit's first page, in our clothes, for every address of a page; else "not there".

    Stands after all other routes of ours; what Streamlit serves itself passes by.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Full for a page's address and for addresses that nobody knows."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return Match.NONE, {}
        path = scope["path"]
        return (Match.NONE if _streamlits(path) else Match.FULL), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page."""
        request = Request(scope, receive)
        kept = cookies(request.headers)
        large = kept.get(LARGE) == "1"
        path = scope["path"].rstrip("/") or "/"
        if path not in nav.urls():
            await plain.not_found(large)(scope, receive, send)
            return
        language = language_of(kept, request.headers.get("accept-language", ""))
        answer = await sent(index.page(language, large), request.headers, 0)
        answer.headers["vary"] = "Accept-Encoding, Cookie, Accept-Language"
        await answer(scope, receive, send)


def _streamlits(path: str) -> bool:
    parts = path.strip("/").split("/")
    return parts[0] in _STREAMLITS or "_stcore" in parts or path in _FILES


def routes() -> list[BaseRoute]:
    """All of our routes: the shell's, those of every module `linli/web/…_routes.py`, the first page last.

    Such a module has a function `routes()`. A handler that touches the database is a plain `def`
    (it runs in the thread pool); its visitor comes from `linli.web.begin.visitor(request)`.
    """
    found: list[BaseRoute] = [
        Route("/prefs", prefs, methods=["POST"]),
        Route("/healthz", health),
        Route("/live", live.stream),
    ]
    for module in pkgutil.iter_modules(web.__path__):
        if module.name.endswith("_routes"):
            found += importlib.import_module(f"{web.__name__}.{module.name}").routes()
    return [*found, IndexRoute()]
