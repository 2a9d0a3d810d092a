"""A coordinator's one-time link: it asks who is there, is used up by a tap, and leaves a cookie on the phone. Handing the list over."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import ids, who
from linli.errors import GameError
from linli.links import LinkDead
from linli.locale import N_, _
from linli.volunteer import activities, coordinators, duty, hand_over
from linli.volunteer.activities import ActivityView
from linli.volunteer.coordinators import Coordinator
from linli.volunteer.duty import By
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.field_routes import COORDINATOR
from linli.web.middleware import secure
from linli.web.parts import frame, tick
from linli.web.parts import hand_over as hand_over_parts
from linli.web.parts.organiser import address
from linli.web.posted import Form, getting, posting

#: A tap on "yes" that is sent twice is answered the same for so long.
TWICE = timedelta(minutes=2)
REMEMBERED = 200

_lock = threading.Lock()
_entered: OrderedDict[str, tuple[datetime, str, Coordinator]] = OrderedDict()


class OnlyCoordinators(GameError):
    """The list is handed over from the phone that keeps it."""

    def __init__(self) -> None:
        super().__init__(N_("A list is handed over on the phone of a coordinator who keeps it. Organisers choose coordinators on the page “Activities”."))


def routes() -> list[BaseRoute]:
    """The routes of coordinators' links."""
    return [
        Route("/duty", getting(_see)),
        Route("/duty", posting(_enter), methods=["POST"]),
        Route("/duty/{activity}/over", getting(_see_over)),
        Route("/duty/{activity}/over", posting(_over), methods=["POST"]),
        Route("/duty/{activity}/leave", posting(_leave), methods=["POST"]),
        # The same link in the form in which it is printed.
        Route("/coordinator/{token}", getting(lambda request, _who, _asked: RedirectResponse(f"/duty?t={request.path_params['token'][:100]}", 303))),
    ]


def _see(request: Request, visitor: Visitor, asked: Form) -> Response:
    """Who a link is for; without one, or after it was used here, the lists that this phone keeps."""
    mine = _mine(request, visitor)
    if not asked.get("t"):
        said = hand_over_parts.stopped() if asked.get("stopped") else ""
        return _page(visitor, _("My lists"), said + tick.duty_list(mine, frame.settings_now(), visitor.at))
    try:
        found = coordinators.peek_coordinator(store(), asked["t"], visitor.at)
    except LinkDead:
        if mine:
            return RedirectResponse("/duty", 303)
        raise
    with store().reading() as tx:
        name = who.resident(tx, found.resident).shown_name
    activity = activities.view(store(), found.activity, visitor.at)
    return _page(visitor, _("Is this you?"), tick.duty_confirm(activity, frame.settings_now(), name, asked["t"], visitor.at))


def _page(visitor: Visitor, title: str, body: str, *, back: str = "/activities") -> Response:
    settings = frame.settings_now()
    bar = plain.bar(title, frame.community_name(settings), back=back, large=visitor.large)
    inside = f'<div class="page">{frame.sample_mark(settings)}{bar}<main>{body}</main></div>'
    return plain.page(title, inside, large=visitor.large, css="tick.css", body_class="lc-page", scripts=("plain.js",))


def _mine(request: Request, visitor: Visitor) -> list[ActivityView]:
    """The lists that the cookie opens, newest first; an organiser's are those that are not over."""
    cookie = request.cookies.get(COORDINATOR)
    kept = coordinators.activities_of_cookie(store(), cookie, visitor.at) if cookie else []
    found = {one.activity: activities.view(store(), one.activity, visitor.at) for one in kept}
    if visitor.staff and visitor.staff.role == "organiser":
        found |= {one.id: one for one in activities.upcoming(store(), visitor.at, limit=20) if one.state != "cancelled"}
        found |= {one.id: one for one in activities.past(store(), visitor.at, limit=5) if one.state != "cancelled"}
    return sorted(found.values(), key=lambda one: (abs(one.starts_at - visitor.at), one.id))


def _keeper(request: Request, visitor: Visitor) -> tuple[ActivityView, By]:
    """The activity and the coordinator whose cookie opens its list. Raises NotCoordinator, UnknownActivity."""
    found = activities.view(store(), request.path_params["activity"][:64], visitor.at)
    cookie = request.cookies.get(COORDINATOR)
    keeper = coordinators.coordinator_of_cookie(store(), cookie, found.id, visitor.at) if cookie else None
    if keeper is None:
        raise OnlyCoordinators
    return found, By(resident=keeper.resident)


def _see_over(request: Request, visitor: Visitor, asked: Form, refusal: GameError | None = None) -> Response:
    """To whom the list goes; what was typed stays after a refusal."""
    found, by = _keeper(request, visitor)
    with store().reading() as tx:
        others = sum(one.id != by.resident for one in coordinators.coordinators_of(tx, found.id))
    answer = _page(visitor, _("Hand over"), hand_over_parts.form(found, others, asked.get("number", ""), refusal), back=f"/tick/{found.id}")
    answer.status_code = 400 if refusal else 200
    return answer


def _over(request: Request, visitor: Visitor, form: Form) -> Response:
    found, by = _keeper(request, visitor)
    try:
        made = hand_over.make(store(), found.id, by, form.get("number", ""), visitor.at, keep=form.get("keep") != "0")
    except GameError as refusal:
        return _see_over(request, visitor, form, refusal)
    url = address.once(address.of_request(request), address.COORDINATOR_LINK, made.token)
    return _page(visitor, _("Hand over"), hand_over_parts.link(found, made, url), back=f"/tick/{found.id}")


def _leave(request: Request, visitor: Visitor, form: Form) -> Response:
    found, by = _keeper(request, visitor)
    try:
        hand_over.leave(store(), found.id, by, visitor.at)
    except GameError as refusal:
        return _see_over(request, visitor, form, refusal)
    return RedirectResponse("/duty?stopped=1", 303)


def _enter(request: Request, visitor: Visitor, form: Form) -> Response:
    secret, found = _used(request, visitor, form.get("t", "")[:100])
    answer = RedirectResponse(f"/tick/{found.activity}", 303)
    answer.set_cookie(
        COORDINATOR, secret, max_age=_seconds(secret, visitor.at), httponly=True, samesite="lax", secure=secure(request.scope, request.headers)
    )
    return answer


def _seconds(secret: str, at: datetime) -> int:
    """How long the browser keeps the cookie: as long as the last of the lists that it opens."""
    ends = [duty.coordinator_until(store(), one.activity) for one in coordinators.activities_of_cookie(store(), secret, at)]
    return max([0, *(int((end - at).total_seconds()) for end in ends)])


def _used(request: Request, visitor: Visitor, token: str) -> tuple[str, Coordinator]:
    """Use the link up; a double tap of the same browser gets the same cookie again. Raises LinkDead."""
    tapped = ids.fingerprint(token + visitor.device)
    with _lock:
        known = _entered.get(tapped)
        if known and visitor.device and known[0] > visitor.at - TWICE:
            return known[1], known[2]
        wanted = coordinators.peek_coordinator(store(), token, visitor.at)
        until = duty.coordinator_until(store(), wanted.activity)
        secret, found = coordinators.enter_coordinator(store(), token, until, visitor.at, request.cookies.get(COORDINATOR))
        _entered[tapped] = (visitor.at, secret, found)
        while len(_entered) > REMEMBERED:
            _entered.popitem(last=False)
    return secret, found
