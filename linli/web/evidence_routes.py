"""Photos of the place before and after, bags and places: `/tick/ID/evidence`, for who keeps the list and organisers.

A photo comes as an ordinary form, or by evidence.js one at a time, which asks for JSON. Every
request asks again who is there, also for a picture.
"""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli.errors import GameError
from linli.locale import N_, _
from linli.store.base import Busy
from linli.volunteer import activities, duty, evidence
from linli.volunteer.duty import By
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor, visitor
from linli.web.parts import evidence as parts
from linli.web.parts import frame
from linli.web.posted import AtKiosk, Form, getting, number, posting
from linli.web.routes import TooMuch, bounded
from linli.web.tick_routes import FORBIDDEN, by_of

#: Bytes of a form with one photo, and how many more are read and thrown away, so that the browser hears why.
FORM_MOST = 12_100_000
THROWN_MOST = 120_000_000
#: For pictures: nobody keeps a copy on the way, and nothing in one is ever run.
HEADERS = {
    "cache-control": "private, no-store", "x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": "inline; filename=\"photo.jpg\"", "cross-origin-resource-policy": "same-origin", "vary": "Cookie",
}


class NotWhole(GameError):
    """A form that was cut off, or is none."""

    def __init__(self) -> None:
        super().__init__(N_("The photo did not arrive whole. Nothing else was lost: choose it again and send it."))


def routes() -> list[BaseRoute]:
    """The page, its pictures and what it does."""
    return [
        Route("/tick/{activity}/evidence", getting(_see)),
        Route("/tick/{activity}/evidence", _upload, methods=["POST"]),
        Route("/tick/{activity}/evidence/result", posting(_result), methods=["POST"]),
        Route("/tick/{activity}/evidence/{photo}.jpg", _picture),
        Route("/tick/{activity}/evidence/{photo}/remove", posting(_remove), methods=["POST"]),
    ]


def _id(request: Request) -> str:
    return str(request.path_params["activity"])[:64]


def _see(request: Request, who: Visitor, asked: Form) -> Response:
    return parts.page(_view(request, who, asked, None))


def _view(request: Request, who: Visitor, asked: Form, refused: GameError | None) -> parts.View:
    """Everything the page shows. Raises NotCoordinator, roles.NotAllowed, UnknownActivity."""
    found = activities.view(store(), _id(request), who.at)
    by = by_of(request, who, found.id)
    kept = evidence.seen(store(), found.id, by, who.at)
    return parts.View(found, frame.settings_now(), who.large, kept, by.staff is not None, asked, refused)


async def _upload(request: Request) -> Response:
    """A photo. Who may not send one is told so before it is read."""
    quiet = "json" in request.headers.get("accept", "")
    refused = await run_in_threadpool(_refused_early, request)
    if refused is None and int(request.headers.get("content-length") or 0) > FORM_MOST:
        refused = _too_large()
    try:
        if refused is None:
            moment, data = await _read(request)
            return await run_in_threadpool(_keep, request, moment, data, quiet)
        await _thrown_away(request)
    except TooMuch:
        refused = _too_large()
    except ClientDisconnect:
        refused = NotWhole()
    except HTTPException:  # what Starlette makes of a form that cannot be read
        refused = NotWhole()
    return await run_in_threadpool(_say, request, refused, "", quiet)


def _too_large() -> GameError:
    from linli.volunteer.photo import PhotoTooLarge

    return PhotoTooLarge()


def _refused_early(request: Request) -> GameError | None:
    try:
        _keeper(request, visitor(request))
    except GameError as refusal:
        return refusal
    return None


def _keeper(request: Request, who: Visitor) -> By:
    """Who keeps the list. Raises AtKiosk, UnknownActivity, NotCoordinator, roles.NotAllowed, roles.NotSignedIn."""
    if who.kiosk:
        raise AtKiosk
    by = by_of(request, who, _id(request))
    with store().reading() as tx:
        duty.mark(tx, activities.found(tx, _id(request)), by)
    return by


async def _read(request: Request) -> tuple[str, bytes]:
    """The moment and the photo of a form, never more of it than FORM_MOST. Raises TooMuch, HTTPException, ClientDisconnect."""
    async with bounded(request, FORM_MOST).form(max_files=1, max_fields=4, max_part_size=1_000) as form:
        moment, sent = form.get("moment"), form.get("photo")
        return str(moment or "")[:10], await sent.read() if isinstance(sent, UploadFile) else b""


async def _thrown_away(request: Request) -> None:
    """Read what still comes: a browser that may not finish sending shows no answer."""
    read = 0
    async for part in request.stream():
        read += len(part)
        if read > THROWN_MOST:
            return


def _keep(request: Request, moment: str, data: bytes, quiet: bool) -> Response:
    who = visitor(request)
    try:
        evidence.add(store(), _id(request), moment, data, _keeper(request, who), who.at)
    except GameError as refusal:
        return _say(request, refusal, moment, quiet)
    except Exception as error:
        words = _(frame.FAULT, reference=frame.reported(error))
        return JSONResponse({"error": words}, 422) if quiet else _failed(who, error)
    if quiet:
        return JSONResponse({"ok": True, "html": parts.photos(_view(request, who, {}, None), moment)})
    return RedirectResponse(f"/tick/{_id(request)}/evidence?done={moment}#{moment}", 303)


def _failed(who: Visitor, error: Exception) -> Response:
    body = plain.bar(_("Linli Cup"), large=who.large) + f"<main>{frame.fault(error)}</main>"
    return plain.page(_("Something went wrong"), body, large=who.large, status=500, scripts=("plain.js",))


def _say(request: Request, refused: GameError, moment: str, quiet: bool) -> Response:
    """A refusal: as JSON, on the page, or as a page of its own for who may not see that."""
    forbidden = isinstance(refused, FORBIDDEN)
    if quiet:
        return JSONResponse({"error": refused.sentence()}, 503 if isinstance(refused, Busy) else 403 if forbidden else 400)
    who = visitor(request)
    try:
        if not forbidden:
            return parts.page(_view(request, who, {"at": moment}, refused))
    except GameError as error:
        refused = error
    return plain.refused(refused, large=who.large, status=403 if forbidden else 400)


def _picture(request: Request) -> Response:
    """A kept photo, ?small=1 for the list. Refused as plain text: it is asked for by an <img>."""
    who = visitor(request)
    try:
        by = _keeper(request, who)
        found = evidence.picture(store(), _id(request), str(request.path_params["photo"])[:64], by, small=request.query_params.get("small") == "1")
    except GameError as refusal:
        status = 403 if isinstance(refusal, FORBIDDEN) else 404
        return PlainTextResponse(refusal.sentence(), status, headers={"cache-control": "private, no-store"})
    return Response(found, media_type="image/jpeg", headers=HEADERS)


def _result(request: Request, who: Visitor, form: Form) -> Response:
    """Bags and places; what was typed stays where something is refused."""
    by = _keeper(request, who)
    typed = form.get("bags", "").strip()
    given: Any = number(typed)
    try:
        evidence.enter_result(store(), _id(request), typed if given is None else given, form.get("places", ""), by, who.at)
    except GameError as refusal:
        if isinstance(refusal, FORBIDDEN):
            raise
        return parts.page(_view(request, who, {"at": "result", "bags": typed[:20], "places": form.get("places", "")[:400]}, refusal))
    return RedirectResponse(f"/tick/{_id(request)}/evidence?done=result#result", 303)


def _remove(request: Request, who: Visitor, form: Form) -> Response:
    by = _keeper(request, who)
    try:
        evidence.remove(store(), _id(request), str(request.path_params["photo"])[:64], by, who.at)
    except evidence.UnknownPhoto as refusal:
        return parts.page(_view(request, who, {}, refusal))
    return RedirectResponse(f"/tick/{_id(request)}/evidence?done=removed", 303)
