"""The field: signing in and out at an activity on a plain page, with whoever this phone remembers.

`/field/ID?code=123456&m=in` is what the QR code on the coordinator's screen says: it fills in the
code, and the tap on the button signs in. Nothing is written by opening an address.
"""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import community, ids, notice, residents
from linli.errors import GameError
from linli.locale import N_
from linli.volunteer import activities, coordinators, presence, sign_ups
from linli.volunteer.activities import ActivityView
from linli.web.app_store import store
from linli.web.begin import Visitor, visitor
from linli.web.parts import field, join
from linli.web.parts.activities import hours_of
from linli.web.parts.field import View
from linli.web.parts.frame import settings_now
from linli.web.posted import Form, address, getting, posting
from linli.who import Resident

COORDINATOR = "ll_coord"
#: Where to go after signing in or joining, other than back to the field's page.
LIST = "list"


class NoCookies(GameError):
    """Nothing tells this browser from another."""

    def __init__(self) -> None:
        super().__init__(N_("This browser keeps no cookies, so it cannot know you again. Allow cookies for this address, or ask the coordinator for a tick."))


def routes() -> list[BaseRoute]:
    """The routes of the field."""
    return [
        Route("/field", getting(lambda *_given: RedirectResponse("/activities", 303))),
        Route("/field/{activity}", getting(_see)),
        Route("/field/{activity}", posting(_act), methods=["POST"]),
        Route("/field/{activity}/as", posting(_switch), methods=["POST"]),
        Route("/field/{activity}/enter", getting(_see_enter)),
        Route("/field/{activity}/enter", posting(_enter), methods=["POST"]),
        Route("/field/{activity}/join", getting(_see_join)),
        Route("/field/{activity}/join", posting(_join), methods=["POST"]),
    ]


def _see(request: Request, who: Visitor, asked: Form) -> Response:
    presence.settle_due(store(), who.at)
    return field.page(_view(request, who, asked, None))


def _view(request: Request, who: Visitor, asked: Form, refusal: GameError | None) -> View:
    """Everything the page shows. asked: the query, or what was typed when it was refused."""
    found = _found(request, who)
    other = asked.get("who") == "1" or who.resident is None
    view = View(
        found, settings_now(), who.at, who.large, ids.token()[:20], resident=who.resident, other=other,
        no_hours=_no_hours(found), keeper=_keeps(request, who, found), asked=asked, refusal=refusal,
    )
    return _as_stranger(view, who) if other else _as_resident(view, who)


def _found(request: Request, who: Visitor) -> ActivityView:
    subject = who.resident.subject if who.resident else None
    return activities.view(store(), request.path_params["activity"][:64], who.at, subject)


def _as_stranger(view: View, who: Visitor) -> View:
    with store().reading() as tx:
        compounds = community.compounds(tx)
    people = residents.people_on(store(), who.device, who.at) if who.device else []
    return replace(view, compounds=compounds, others=tuple((one.id, one.shown_name) for one in people))


def _as_resident(view: View, who: Visitor) -> View:
    assert who.resident is not None
    here = presence.mine_here(store(), view.found.id, who.resident.subject, who.at)
    with store().reading() as tx:
        paper = sign_ups.consent_missing(tx, view.found.id, who.resident.subject)
    return replace(view, here=here, mine=hours_of(who.resident.subject, here, who.at), paper_missing=paper)


def _no_hours(found: ActivityView) -> str:
    if found.earns_hours:
        return ""
    with store().reading() as tx:
        return activities.why_no_hours(activities.found(tx, found.id))


def _keeps(request: Request, who: Visitor, found: ActivityView) -> bool:
    cookie = request.cookies.get(COORDINATOR)
    return bool(cookie and coordinators.coordinator_of_cookie(store(), cookie, found.id, who.at))


def _act(request: Request, who: Visitor, form: Form) -> Response:
    """Sign in or out: with the remembered resident, or with who is typed here."""
    try:
        resident = _resident(request, who, form)
        _by_code(request, who, resident, form)
    except GameError as refusal:
        # Whoever has just proved their PIN stays signed in: only the code is asked again.
        now = visitor(request)
        kept = {**form, "who": ""} if now.resident and isinstance(refusal, _AFTER_PIN) else form
        return field.page(_view(request, now, kept, refusal))
    return RedirectResponse(f"/field/{request.path_params['activity'][:64]}", 303)


#: Refusals that come after the question who it is.
_AFTER_PIN = (
    presence.WrongCode, presence.OnlyTickHelps, presence.NotOpen, presence.CodeNotForCoordinator, presence.SignedInElsewhere,
    presence.NotSignedIn, presence.ConsentMissing, sign_ups.Full, sign_ups.NotRead, activities.Cancelled,
)


def _resident(request: Request, who: Visitor, form: Form) -> Resident:
    if who.resident and form.get("who") != "1":
        return who.resident
    return _proved(request, who, form)


def _proved(request: Request, who: Visitor, form: Form) -> Resident:
    if not who.device:
        raise NoCookies
    return residents.sign_in(
        store(), compound=_home(form), name_or_number=form.get("name", "")[:50], pin=form.get("pin", ""), device=who.device, at=who.at,
        address=address(request),
    )


def _home(form: Form) -> str:
    """The compound's id; a player number needs none."""
    if not form.get("home"):
        return ""
    with store().reading() as tx:
        return community.compound(tx, form["home"][:40]).id


def _by_code(request: Request, who: Visitor, resident: Resident, form: Form) -> None:
    activity, code, key = request.path_params["activity"][:64], form.get("code", ""), form.get("key", "")[:40] or None
    if form.get("what") == "out":
        presence.sign_out(store(), activity, resident.subject, code, who.at, device=who.device, key=key)
    else:
        minor, read = form.get("minor") == "1", form.get("read") == "1"
        presence.sign_in(store(), activity, resident.subject, code, who.at, device=who.device, key=key, minor=minor, read=read)


def _switch(request: Request, who: Visitor, form: Form) -> Response:
    residents.switch(store(), who.device, form.get("as", "")[:64], who.at)
    return _back(request, form)


def _back(request: Request, form: Form, new: bool = False) -> Response:
    """Back to the field's page, with the code that was scanned; or to the list of clean-ups."""
    activity, code = request.path_params["activity"][:64], form.get("code", "")[:6]
    if form.get("to") == LIST:
        return RedirectResponse(f"/activities?a={activity}", 303)
    asked = [f"code={code}"] if code.isascii() and code.isdigit() else []
    asked += ["new=1"] if new else []
    return RedirectResponse(f"/field/{activity}" + ("?" + "&".join(asked) if asked else ""), 303)


def _see_enter(request: Request, who: Visitor, asked: Form) -> Response:
    return field.enter_page(_view(request, who, {**asked, "who": "1"}, None), _to(asked))


def _to(form: Form) -> str:
    return LIST if form.get("to") == LIST else ""


def _enter(request: Request, who: Visitor, form: Form) -> Response:
    try:
        _proved(request, who, form)
    except GameError as refusal:
        return field.enter_page(_view(request, who, {**form, "who": "1"}, refusal), _to(form))
    return _back(request, form)


def _see_join(request: Request, who: Visitor, asked: Form) -> Response:
    return field.join_page(_view(request, who, {**asked, "who": "1"}, None), join.notice_text(), _to(asked))


def _join(request: Request, who: Visitor, form: Form) -> Response:
    try:
        _made(who, form)
    except GameError as refusal:
        return field.join_page(_view(request, who, {**form, "who": "1"}, refusal), join.notice_text(), _to(form))
    return _back(request, form, new=True)


def _made(who: Visitor, form: Form) -> Resident:
    """A new resident on this phone. Raises NoCookies, NotAgreed and what `residents.join` raises."""
    if not who.device:
        raise NoCookies
    if form.get("agreed") != "1":
        raise join.NotAgreed
    if not form.get("home"):
        raise join.NoCompoundChosen
    return residents.join(
        store(), compound=_home(form), nickname=form.get("name", ""), pin=form.get("pin", ""), slip_code=None,
        fourteen=form.get("fourteen") == "1", notice_version=notice.VERSION, device=who.device, at=who.at,
    )
