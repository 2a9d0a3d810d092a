"""The routes of a paper: look, begin, choose, hand in. No key leaves before the close.

The island in the page posts and gets the HTML of what comes next, whether the application's
socket is there or not.
"""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from linli import answers, community, paper_sittings, papers
from linli.web.app_store import store
from linli.web.begin import Visitor, visitor
from linli.web.parts import asking, frame, paper_card, play
from linli.web.quiz_routes import NO_STORE, numbers
from linli.web.routes import guarded, json_body

Work = Callable[[Visitor, str, dict[str, Any]], str]


def routes() -> list[BaseRoute]:
    """The routes of papers."""
    return [
        Route("/api/paper/{paper}", look),
        *(Route(f"/api/paper/{{paper}}/{name}", _posting(work), methods=["POST"]) for name, work in (("start", _start), ("choose", _choose), ("hand-in", _hand_in))),
    ]


def look(request: Request) -> Response:
    """GET: the notice, a question (?n=3, counted from 0; ?n=end), or the result."""
    return _guarded(_look, request, dict(request.query_params))


def _posting(work: Work) -> Callable[[Request], Any]:
    async def route(request: Request) -> Response:
        given = await json_body(request)
        return await run_in_threadpool(_guarded, work, request, given)

    return route


def _guarded(work: Work, request: Request, given: dict[str, Any]) -> Response:
    """Do the work for the visitor: its HTML, or {error: sentence}."""
    return guarded(lambda: HTMLResponse(work(visitor(request), request.path_params["paper"][:40], given), headers=NO_STORE))


def _start(who: Visitor, paper: str, given: dict[str, Any]) -> str:
    paper_sittings.start(store(), paper, play.player(who), at=who.at)
    return _look(who, paper, given)


def _choose(who: Visitor, paper: str, given: dict[str, Any]) -> str:
    if not isinstance(given.get("chosen"), list):   # an empty list takes an answer back, anything else says nothing
        raise answers.NotAsked
    paper_sittings.choose(store(), _mine(who, paper), str(given.get("item") or ""), numbers(given.get("chosen")), play.player(who), at=who.at)
    return ""


def _hand_in(who: Visitor, paper: str, given: dict[str, Any]) -> str:
    paper_sittings.hand_in(store(), _mine(who, paper), play.player(who), at=who.at)
    return _look(who, paper, given)


def _mine(who: Visitor, paper: str) -> str:
    attempt = paper_sittings.find(store(), paper, play.player(who)) if who.resident else None
    if attempt is None:
        raise papers.NoPaper
    return attempt


def _look(who: Visitor, paper: str, given: dict[str, Any]) -> str:
    attempt = paper_sittings.find(store(), paper, play.player(who)) if who.resident else None
    with store().reading() as tx:
        settings, found = community.settings(tx), papers.read(tx, paper)
    name = frame.community_name(settings)
    if attempt is None:
        return paper_card.notice(found, settings.zone, who.at, resident=who.resident is not None, large=who.large, name=name)
    seen = paper_sittings.look(store(), attempt, play.player(who), who.at)
    if seen.handed_in:
        if seen.over:
            return paper_card.result(seen, asking.texts(), large=who.large, name=name)
        return paper_card.handed(seen, settings.zone, large=who.large, name=name)
    if given.get("n") == "end":
        return paper_card.ending(seen, who.at, large=who.large)
    return paper_card.question(seen, _place(given.get("n"), seen), who.at, large=who.large)


def _place(asked: Any, seen: paper_sittings.PaperSitting) -> int:
    """The question that is asked for; without one the first that is open, else the first."""
    text = str(asked if asked is not None else "")
    if text.isascii() and text.isdigit() and int(text[:3]) < len(seen.sheets):
        return int(text[:3])
    return next((sheet.position for sheet in seen.sheets if not sheet.chosen), 0)
