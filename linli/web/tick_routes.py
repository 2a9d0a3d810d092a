"""The coordinator's list: the link handed over, the page, its parts, and what a tap does.

Who may: the activity's coordinators by their cookie `ll_coord`, organisers by theirs. Every
request asks again. A tap comes by script as JSON, or by an ordinary form.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from math import isfinite
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import clock, community, ids, roles
from linli.documents import qr
from linli.errors import GameError
from linli.locale import N_, _, clock_time
from linli.rules.totp import STEP
from linli.store.base import Busy
from linli.volunteer import activities, coordinators, duty, head_counts, late_ticks, presence, ticks
from linli.volunteer.activities import ActivityView
from linli.volunteer.activity_draft import local_time
from linli.volunteer.duty import By
from linli.web import taps
from linli.web.app_store import store
from linli.web.begin import Visitor, visitor
from linli.web.field_routes import COORDINATOR
from linli.web.parts import frame, tick
from linli.web.parts.organiser import address
from linli.web.parts.tick_code import Code
from linli.web.posted import AtKiosk, Form, getting, number, posting
from linli.web.routes import json_body, refusal
from linli.web.taps import Tap

#: So many codes ahead: five minutes without network.
AHEAD = 10
FORBIDDEN = (duty.NotCoordinator, roles.NotAllowed, roles.NotSignedIn, AtKiosk)


class UnknownTap(GameError):
    """No such tap."""

    def __init__(self) -> None:
        super().__init__(N_("That button is not known here. Please open the list again."))


class BadTime(GameError):
    """Not a time of day."""

    def __init__(self, given: str) -> None:
        super().__init__(N_("\"{given}\" is no time of day. Write it like 10:45."), given=given[:20])


def routes() -> list[BaseRoute]:
    """The routes of the coordinator's list."""
    return [
        Route("/tick/{activity}", getting(_see)),
        Route("/tick/{activity}/list", _json(_list)),
        Route("/tick/{activity}/code", _json(_code)),
        Route("/tick/{activity}/tap", _tap, methods=["POST"]),
        Route("/tick/{activity}/count", posting(_count), methods=["POST"]),
        Route("/tick/{activity}/end", posting(_end), methods=["POST"]),
    ]


def by_of(request: Request, who: Visitor, activity: str) -> By:
    """Who keeps the list here: a coordinator by the cookie, else an organiser; nobody may be both at once."""
    cookie = request.cookies.get(COORDINATOR)
    found = coordinators.coordinator_of_cookie(store(), cookie, activity, who.at) if cookie else None
    if found:
        return By(resident=found.resident)
    return By(staff=who.staff.id) if who.staff else By()


def _id(request: Request) -> str:
    return str(request.path_params["activity"])[:64]


def _json(work: Callable[[Request, Visitor], Any]) -> Callable[[Request], Response]:
    """A handler for GET that answers JSON, compressed, and 304 where nothing has changed."""
    def handler(request: Request) -> Response:
        who = visitor(request)
        try:
            if who.kiosk:
                raise AtKiosk
            return _packed(request, work(request, who))
        except GameError as error:
            return refusal(error, _status(error))
        except Exception as error:
            return JSONResponse({"error": _(frame.FAULT, reference=frame.reported(error))}, 500)

    return handler


def _packed(request: Request, value: Any) -> Response:
    """The value as JSON. A list of 200 people is 100 KB as it is and 8 KB compressed."""
    body = json.dumps(value, ensure_ascii=False).encode()
    mark = f'W/"{ids.fingerprint(body.decode())[:20]}"'
    headers = {"etag": mark, "cache-control": "private, no-cache", "vary": "Cookie, Accept-Encoding, Accept-Language"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", "") and len(body) > 500:
        body = gzip.compress(body, 5, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)


def _status(error: GameError) -> int:
    """503 for what is worth trying again by itself, 403 for who may not, 400 for what stays refused."""
    return 503 if isinstance(error, Busy) else 403 if isinstance(error, FORBIDDEN) else 400


def _see(request: Request, who: Visitor, asked: Form) -> Response:
    return tick.page(_view(request, who, asked, None))


def _view(request: Request, who: Visitor, asked: Form, refused: GameError | None) -> tick.View:
    """Everything the page shows. Raises NotCoordinator, roles.NotAllowed, UnknownActivity."""
    presence.settle_due(store(), who.at)
    found = activities.view(store(), _id(request), who.at)
    by = by_of(request, who, found.id)
    people = ticks.people(store(), found.id, by, who.at)
    settings = frame.settings_now()
    with store().reading() as tx:
        own, uncounted, heads = duty.own_subject(tx, by), ticks.uncounted_here(tx, found.id), head_counts.of(tx, found.id)
        walked_in = taps.walked_in(tx, found.id)
    late = len(late_ticks.waiting(store(), found.id))
    code = _codes(request, found, by, asked, who.at, settings.zone)
    return tick.View(found, settings, who.at, who.large, ids.token()[:20], people, own, uncounted, heads, late, code, _keeps(found.id, by), walked_in, asked, refused)


def _keeps(activity: str, by: By) -> str:
    """Names an activity and who keeps its list, without naming the person: taps that wait on a phone belong to both."""
    return f"{activity}:{ids.fingerprint(f'{activity} {by.staff} {by.resident}')[:12]}"


def _codes(request: Request, found: ActivityView, by: By, asked: Form, at: datetime, zone: str) -> Code:
    """The codes of the next five minutes. m: in, out, or whichever is needed now."""
    moment = asked.get("m") if asked.get("m") in ("in", "out") else "out" if at >= max(found.starts_at, found.ends_at - activities.LEAVE_FROM) else "in"
    assert moment is not None
    seen = [presence.code_view(store(), found.id, moment, by, at + timedelta(seconds=STEP * step)) for step in range(AHEAD)]
    opens, closes = (clock_time(clock.local(one, zone)) for one in (seen[0].opens_at, seen[0].closes_at))
    note = "" if seen[0].is_open else _("This code is taken from {opens} to {closes}.", opens=opens, closes=closes)
    pictures = tuple(_picture(request, found.id, moment, one.code) for one in seen) if asked.get("qr") else ()
    return Code(moment, tuple(one.code for one in seen), seen[0].seconds_left, seen[0].is_open, note, pictures)


def _picture(request: Request, activity: str, moment: str, code: str) -> str:
    return qr.data_uri(f"{address.base(str(request.base_url))}/field/{activity}?code={code}&m={moment}")


def _list(request: Request, who: Visitor) -> Any:
    view = _view(request, who, {}, None)
    return {**tick.live(view), "here": view.here, "uncounted": view.uncounted}


def _code(request: Request, who: Visitor) -> Any:
    found = activities.view(store(), _id(request), who.at)
    with store().reading() as tx:
        zone = community.zone(tx)
    return json.loads(_codes(request, found, by_of(request, who, found.id), dict(request.query_params), who.at, zone).state())


async def _tap(request: Request) -> Response:
    """A tap by script (JSON) or by a form."""
    if request.headers.get("content-type", "").startswith("application/json"):
        given = await json_body(request)
        return await run_in_threadpool(_tap_json, request, given)
    return await posting(_tap_form)(request)


def _tap_json(request: Request, given: dict[str, Any]) -> Response:
    """{what, subject or number, key, elapsed, presence, of}: {ok, subject, name, noted}, or {error}."""
    who = visitor(request)
    try:
        if who.kiosk:
            raise AtKiosk
        tap = Tap(
            _text(given, "what"), _text(given, "subject"), _text(given, "number"), _text(given, "key"), _elapsed(given),
            _text(given, "presence"), _text(given, "of"),
        )
        done = _do(request, who, _with_time(tap, _text(given, "left"), request))
    except GameError as error:
        return refusal(error, _status(error))
    except Exception as error:  # not a 5xx: the queue would try for ever and hide the fault
        return JSONResponse({"error": _(frame.FAULT, reference=frame.reported(error))}, 422)
    return JSONResponse({"ok": True, "subject": done.subject, "name": done.name, "noted": done.noted})


def _text(given: dict[str, Any], name: str) -> str:
    return str(given.get(name) or "")[:64]


def _elapsed(given: dict[str, Any]) -> int:
    """Whole seconds since the tap, never in the future, at most a week."""
    seconds = given.get("elapsed")
    return min(max(0, int(seconds)), 7 * 24 * 3600) if isinstance(seconds, int | float) and isfinite(seconds) else 0


def _do(request: Request, who: Visitor, tap: Tap) -> taps.Done:
    if not taps.known(tap.what):
        raise UnknownTap
    activity = _id(request)
    return taps.do(store(), activity, tap, by_of(request, who, activity), who.at)


def _with_time(tap: Tap, left: str, request: Request) -> Tap:
    """A typed end, as an instant; one that lies before the activity is meant after midnight. Raises BadTime."""
    if tap.what != "confirm" or not left:
        return tap
    with store().reading() as tx:
        row, zone = activities.found(tx, _id(request)), community.zone(tx)
    try:
        end = local_time(row["act_on"], left, zone)
        if end < clock.parse(row["starts_at"]) - activities.OPENS:
            end = local_time(clock.add_days(row["act_on"], 1), left, zone)
    except ValueError as error:
        raise BadTime(left) from error
    return replace(tap, left_at=end)


def _tap_form(request: Request, who: Visitor, form: Form) -> Response:
    """The same by a form: `do` is "in SUBJECT PRESENCE"; no script, so nothing waits."""
    try:
        for tap in _from_form(request, form):
            _do(request, who, tap)
    except GameError as error:
        if isinstance(error, FORBIDDEN):
            raise
        return tick.page(_view(request, who, {}, error))
    return RedirectResponse(f"/tick/{_id(request)}?done=1", 303)


def _from_form(request: Request, form: Form) -> list[Tap]:
    what, subject, stay = (*form.get("do", "").split(" "), "", "")[:3]
    key = form.get("key", "")[:40]
    if what == "number":
        return [Tap("in", number=form.get("number", "")[:12], key=key)]
    if what == "consent_in":
        return [Tap("consent", subject), Tap("in", subject, key=key)]
    if what == "confirm_at":
        return [_with_time(Tap("confirm", subject, presence=stay), form.get(f"at-{stay}", ""), request)]
    return [Tap(what, subject[:64], key=key, presence=stay[:64])]


def _count(request: Request, who: Visitor, form: Form) -> Response:
    """A head count; by script the answer is JSON."""
    quiet = "json" in request.headers.get("accept", "")
    try:
        typed = number(form.get("counted", ""))
        given: Any = form.get("counted", "") if typed is None else typed
        head_counts.enter(store(), _id(request), form.get("moment", ""), given, by_of(request, who, _id(request)), who.at)
    except GameError as error:
        if quiet or isinstance(error, FORBIDDEN):
            return refusal(error, _status(error))
        return tick.page(_view(request, who, {}, error))
    return JSONResponse({"ok": True}) if quiet else RedirectResponse(f"/tick/{_id(request)}?done=1", 303)


def _end(request: Request, who: Visitor, form: Form) -> Response:
    try:
        ended = ticks.end_for_all(store(), _id(request), by_of(request, who, _id(request)), who.at)
    except GameError as error:
        if isinstance(error, FORBIDDEN):
            raise
        return tick.page(_view(request, who, {}, error))
    return RedirectResponse(f"/tick/{_id(request)}?ended={ended}", 303)
