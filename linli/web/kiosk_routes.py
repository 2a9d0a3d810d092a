"""The guest kiosk: made by an organiser's one-time link, then one address for everything.

    GET  /kiosk/start?t=…   asks; POST uses the link up and sets the cookie `ll_kiosk`
    GET  /kiosk             what the sitting is at; POST {step | compound | slip} goes on
    POST /kiosk/wipe        ends the sitting: a new one, and nothing kept of the old

`ll_sitting` is what a quiz at a kiosk hangs on; `ll_step` remembers the compound chosen until the
quiz begins. Both are readable by the server only and are replaced by a wipe.
"""

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import boards, community, ids, kiosk_sittings, kiosks, links
from linli.errors import GameError
from linli.locale import _
from linli.rules.settings import Settings
from linli.slips import SlipElsewhere, SlipUnknown
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import KIOSK, SITTING, STAFF, Visitor, visitor
from linli.web.middleware import LANGUAGE, LARGE, secure
from linli.web.parts import frame, kiosk
from linli.web.routes import form_of

STEP = "ll_step"
#: Browsers keep no cookie longer than 400 days; every screen renews it.
KIOSK_SECONDS = 400 * 24 * 3600
STEP_SECONDS = 300
_SAID: dict[str, Callable[[], GameError]] = {"unknown": SlipUnknown, "elsewhere": SlipElsewhere}


def routes() -> list[BaseRoute]:
    """The routes of the kiosk."""
    return [
        Route("/kiosk/start", see_link),
        Route("/kiosk/start", use_link, methods=["POST"]),
        Route("/kiosk/wipe", wipe, methods=["POST"]),
        Route("/kiosk", see),
        Route("/kiosk", go_on, methods=["POST"]),
        Route("/part/kiosk", part),
    ]


def see_link(request: Request) -> Response:
    """Ask before the one-time link is used up."""
    who, token = visitor(request), request.query_params.get("t", "")
    try:
        found = links.peek(store(), token, who.at, "kiosk")
    except GameError as refusal:
        return plain.refused(refusal, large=who.large)
    return _plain(who, kiosk.confirm(found.target, token))


async def use_link(request: Request) -> Response:
    """Use the link up; this browser is a kiosk from now on."""
    given = await _form(request)
    return await run_in_threadpool(_use_link, request, given.get("t", ""))


def _use_link(request: Request, token: str) -> Response:
    who = visitor(request)
    try:
        cookie = kiosks.register(store(), token, who.at)
    except GameError as refusal:
        return plain.refused(refusal, large=who.large)
    answer = RedirectResponse("/kiosk", 303)
    _keep(request, answer, KIOSK, cookie, KIOSK_SECONDS)
    answer.delete_cookie(STAFF)
    _fresh(request, answer)
    return answer


def see(request: Request) -> Response:
    """GET /kiosk: the screen that the sitting is at."""
    who = visitor(request)
    if who.kiosk is None:
        return _plain(who, kiosk.how_to_register())
    with store().reading() as tx:
        settings = community.settings(tx)
    body, fresh, clean = _screen(request, who)
    idle = "" if clean else frame.idle(who)
    answer = _page(who, kiosk.bar(who, settings, who.kiosk, done=not clean) + body + idle, settings)
    _keep(request, answer, KIOSK, request.cookies[KIOSK], KIOSK_SECONDS)
    if fresh:
        _fresh(request, answer, keep_wishes=clean)
    return answer


def _screen(request: Request, who: Visitor) -> tuple[str, bool, bool]:
    """(body, whether a new sitting begins, whether there is nothing to clear)."""
    known = bool(request.cookies.get(SITTING))
    found = kiosk_sittings.attempt(store(), who.sitting, who.at) if known else None
    if found:
        return kiosk.quiz(found), False, False
    step = request.cookies.get(STEP, "").split(".")
    if known and step[0] == "choose":
        with store().reading() as tx:
            return kiosk.choose(community.compounds(tx)), False, False
    if known and step[0] == "slip":
        return _slip(step), False, False
    wishes = any(request.cookies.get(name) for name in (LANGUAGE, LARGE))
    return kiosk.attract(boards.read(store(), "fair", "week", at=who.at)), not known or _played(who), not wishes


def _played(who: Visitor) -> bool:
    """Whether an earlier quiz, left alone, still hangs on this sitting."""
    return store().one("select id from attempt where holder = :sitting limit 1", sitting=who.sitting) is not None


def _slip(step: list[str]) -> str:
    said = _SAID[step[2]]().sentence() if len(step) > 2 and step[2] in _SAID else ""
    try:
        with store().reading() as tx:
            return kiosk.slip(community.compound(tx, step[1] if len(step) > 1 else ""), said)
    except GameError as refusal:
        return kiosk.refusal(refusal.sentence())


async def go_on(request: Request) -> Response:
    """POST /kiosk: one step further."""
    given = await _form(request)
    return await run_in_threadpool(_go_on, request, given)


def _go_on(request: Request, given: Mapping[str, str]) -> Response:
    who = visitor(request)
    answer: Response = RedirectResponse("/kiosk", 303)
    if who.kiosk is None or not request.cookies.get(SITTING):
        return answer
    step = given.get("step", "")
    if given.get("compound"):
        _keep(request, answer, STEP, f"slip.{given['compound'][:40]}", STEP_SECONDS)
    elif step == "choose":
        _keep(request, answer, STEP, "choose", STEP_SECONDS)
    elif step in ("with", "without"):
        return _begin(request, who, given.get("slip", "") if step == "with" else "")
    else:
        answer.delete_cookie(STEP)
    return answer


def _begin(request: Request, who: Visitor, slip: str) -> Response:
    """Start the quiz; a slip that is not known is said on the same screen, which stays."""
    assert who.kiosk is not None
    answer: Response = RedirectResponse("/kiosk", 303)
    compound = [*request.cookies.get(STEP, "").split("."), ""][1]
    try:
        kiosk_sittings.begin(store(), who.kiosk, who.sitting, compound, slip, who.at)
    except (SlipUnknown, SlipElsewhere) as refusal:
        said = "elsewhere" if isinstance(refusal, SlipElsewhere) else "unknown"
        _keep(request, answer, STEP, f"slip.{compound}.{said}", STEP_SECONDS)
        return answer
    except GameError as refusal:
        return _refused(who, refusal)
    answer.delete_cookie(STEP)
    return answer


def _refused(who: Visitor, refusal: GameError) -> Response:
    assert who.kiosk is not None
    with store().reading() as tx:
        settings = community.settings(tx)
    return _page(who, kiosk.bar(who, settings, who.kiosk, done=True) + kiosk.refusal(refusal.sentence()) + frame.idle(who), settings)


def wipe(request: Request) -> Response:
    """POST /kiosk/wipe: nothing of the last person stays in this browser."""
    who = visitor(request)
    if who.kiosk is None:
        return JSONResponse({"ok": False}, 403)
    kiosk_sittings.end(store(), who.sitting)
    answer = JSONResponse({"ok": True}, headers={"clear-site-data": '"storage"', "cache-control": "no-store"})
    _fresh(request, answer)
    return answer


def part(request: Request) -> Response:
    """GET /part/kiosk: the count and the houses of the first screen."""
    who = visitor(request)
    return HTMLResponse(kiosk.night(boards.read(store(), "fair", "week", at=who.at)))


def _fresh(request: Request, answer: Response, *, keep_wishes: bool = False) -> None:
    """A new sitting; the last one's compound, and its wishes of language and print, are forgotten."""
    _keep(request, answer, SITTING, ids.token(), None)
    answer.delete_cookie(STEP)
    if not keep_wishes:
        answer.delete_cookie(LANGUAGE)
        answer.delete_cookie(LARGE)


def _keep(request: Request, answer: Response, name: str, value: str, seconds: int | None) -> None:
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure(request.scope, request.headers))


async def _form(request: Request) -> dict[str, str]:
    """The short texts of a form."""
    if int(request.headers.get("content-length") or 0) > 4096:
        return {}
    return await form_of(request) or {}


def _plain(who: Visitor, body: str) -> Response:
    bar = plain.bar(_("Kiosk"), _("Linli Cup"), large=who.large)
    return plain.page(_("Kiosk"), bar + body, large=who.large, scripts=("plain.js",))


def _page(who: Visitor, body: str, settings: Settings) -> Response:
    return plain.page(
        _("Five questions"), body, large=who.large, scripts=("kiosk.js",), css="kiosk.css", body_class="lc-page kiosk", html_class="at-kiosk",
    )
