"""The routes of the quiz card: start, look, answer, report (docs/architecture.md, "An answer").

The island in the page posts a tap and gets the feedback and the next item as HTML, whether the
application's socket is there or not. An answer is stored before anything about its key goes out;
the same answer sent again is answered the same.
"""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from linli import answers, attempts, community, slips
from linli.attempts import Asked, Sitting
from linli.played import KINDS, Wish
from linli.questions import reports
from linli.store import Tx
from linli.store.base import Row
from linli.web.app_store import store
from linli.web.begin import Visitor, visitor
from linli.web.parts import asking, play, quiz_card, result, wrong
from linli.web.routes import guarded, json_body
from linli.web.text import escape

NO_STORE = {"cache-control": "no-store"}


def routes() -> list[BaseRoute]:
    """The routes of the quiz."""
    return [
        Route("/api/quiz/start", start, methods=["POST"]),
        Route("/api/quiz/{attempt}", look),
        Route("/api/quiz/{attempt}/answer", answer, methods=["POST"]),
        Route("/api/report", report, methods=["POST"]),
    ]


async def start(request: Request) -> Response:
    """POST {kind, topic, compound, slip}: start a quiz, or find the one begun; {attempt: id}."""
    given = await json_body(request)
    return await run_in_threadpool(_guarded, _start, request, given)


def look(request: Request) -> Response:
    """GET: the HTML of the item that is next, or of the result; ?see=2 of what followed the second answer."""
    return _guarded(_look, request, dict(request.query_params))


async def answer(request: Request) -> Response:
    """POST {item, chosen}: {html: feedback, next: the next item or the result}."""
    given = await json_body(request)
    return await run_in_threadpool(_guarded, _answer, request, given)


async def report(request: Request) -> Response:
    """POST {item, reason}: {html: thanks}. A question that this person or device answered seems wrong."""
    given = await json_body(request)
    return await run_in_threadpool(_guarded, _report, request, given)


def _report(who: Visitor, _attempt: str, given: dict[str, Any]) -> Response:
    item, reason = (str(given.get(name) or "")[:64] for name in ("item", "reason"))
    reports.report(store(), item, reason, play.player(who), who.at)
    return JSONResponse({"html": wrong.thanks(own=who.resident is not None)}, headers=NO_STORE)


def _guarded(work: Callable[[Visitor, str, dict[str, Any]], Response], request: Request, given: dict[str, Any]) -> Response:
    """Do the work for the visitor; a refusal or a fault becomes {error: sentence}."""
    return guarded(lambda: work(visitor(request), request.path_params.get("attempt", ""), given))


def _start(who: Visitor, _attempt: str, given: dict[str, Any]) -> Response:
    kind = given.get("kind") if given.get("kind") in KINDS else "daily"
    topic = str(given["topic"])[:64] if given.get("topic") else None
    compound, slip = _guest_home(who, str(given.get("compound") or ""), str(given.get("slip") or ""))
    found = attempts.start(store(), play.player(who, compound, slip), str(kind), topic, at=who.at)
    return JSONResponse({"attempt": found}, headers=NO_STORE)


def _guest_home(who: Visitor, compound: str, slip: str) -> tuple[str, str | None]:
    """A guest's compound and slip, checked; a resident's own are known."""
    if who.resident:
        return who.resident.compound, None
    with store().reading() as tx:
        home = community.compound(tx, compound[:40])
        return home.id, slips.optional(tx, home.id, slip)


def _look(who: Visitor, attempt: str, given: dict[str, Any]) -> Response:
    see = play.seen(given)
    with store().reading() as tx:
        row = attempts.held(tx, attempt, play.player(who))
        if row["kind"] == "paper":  # its key stays here until the close: paper_routes shows it
            raise attempts.NotYourAttempt
        sitting = attempts.sitting(tx, row)
        wanted = next((one for one in sitting.asked if one.position == see - 1 and one.chosen is not None), None)
        html = _again(tx, who, sitting, wanted) if wanted else _present(tx, who, row, sitting)
    return HTMLResponse(html, headers=NO_STORE)


def _again(tx: Tx, who: Visitor, sitting: Sitting, asked: Asked) -> str:
    """What followed an answer, once more; its button leads to where the quiz stands."""
    view = asking.feedback_view(tx, sitting, asked, _compound_name(tx, sitting), large=who.large)
    on = play.address(Wish(sitting.kind, sitting.topic))
    return quiz_card.feedback(view).replace(" data-next>", f' data-nav="{escape(on)}">')


def _answer(who: Visitor, attempt: str, given: dict[str, Any]) -> Response:
    player, item = play.player(who), str(given.get("item") or "")
    answers.answer(store(), attempt, item, numbers(given.get("chosen")), player, at=who.at)
    with store().reading() as tx:
        row = attempts.held(tx, attempt, player)
        sitting = attempts.sitting(tx, row)
        asked = next(one for one in sitting.asked if one.item.id == item)
        view = asking.feedback_view(tx, sitting, asked, _compound_name(tx, sitting), large=who.large)
        html, after = quiz_card.feedback(view), _present(tx, who, row, sitting)
    return JSONResponse({"html": html, "next": after}, headers=NO_STORE)


def numbers(chosen: Any) -> list[int]:
    """The option numbers of a request; anything else is no answer."""
    given = chosen if isinstance(chosen, list) else [chosen]
    return [one for one in given[:20] if isinstance(one, int) and not isinstance(one, bool)]


def _present(tx: Tx, who: Visitor, row: Row, sitting: Sitting) -> str:
    """What the card shows now."""
    if sitting.next is None:
        return result.screen(tx, who, sitting, row["slip"])
    return quiz_card.item(asking.item_view(tx, sitting, sitting.next, large=who.large))


def _compound_name(tx: Tx, sitting: Sitting) -> str:
    _settings, roster = community.settings_and_roster(tx)
    found = community.kept_compounds(tx, roster).get(sitting.compound)
    return found.name if found else ""
