"""Plain pages of staff: signing in and out, the first organiser, invitations, passwords, own account.

No Streamlit here: only HTTP sets a cookie that scripts cannot read. Every sign-in makes a fresh
one (`ll_staff`, SameSite=Strict). The middleware has refused what comes from another site. A
kiosk opens none of these pages.
"""

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import links, staff
from linli.accounts import StaffForm, has_organiser
from linli.errors import GameError
from linli.links import LinkDead
from linli.locale import N_, _
from linli.web import nav, plain
from linli.web.app_store import store
from linli.web.begin import STAFF, Visitor, visitor
from linli.web.middleware import secure
from linli.web.parts import frame
from linli.web.parts.organiser import staff_pages
from linli.web.routes import form_of

Form = Mapping[str, str]
SESSION_SECONDS = int(staff.SESSION.total_seconds())
HOME, SETUP = "/overview", "/setup"


class AtKiosk(GameError):
    """Staff pages are closed on a kiosk."""

    def __init__(self) -> None:
        super().__init__(N_("This screen is a kiosk for residents. Please sign in as staff on another computer."))


class TooLong(GameError):
    """More than any form of ours sends."""

    def __init__(self) -> None:
        super().__init__(N_("That was too much text for this form. Please shorten it."))


def routes() -> list[BaseRoute]:
    """The routes of staff."""
    pages: list[tuple[str, Callable[..., Response], Callable[..., Response]]] = [
        ("/staff", _see_sign_in, _sign_in),
        ("/staff/out", _see_out, _sign_out),
        ("/staff/setup", _see_setup, _set_up),
        ("/staff/link", _see_link, _use_link),
        ("/staff/me", _see_me, _change_me),
    ]
    found: list[BaseRoute] = []
    for path, show, take in pages:
        found += [Route(path, _get(show)), Route(path, _post(show, take), methods=["POST"])]
    return [*found, Route("/staff/reset/{token}", _reset_link)]


def _reset_link(request: Request) -> Response:
    """The address that the command line prints."""
    return RedirectResponse(f"/staff/link?t={request.path_params['token'][:200]}", 303)


def _get(show: Callable[..., Response]) -> Callable[[Request], Response]:
    def handler(request: Request) -> Response:
        return _guarded(request, lambda who: show(request, who, dict(request.query_params), None))

    return handler


def _post(show: Callable[..., Response], take: Callable[..., Response]) -> Callable[[Request], object]:
    async def handler(request: Request) -> Response:
        sent = await form_of(request)
        given = sent or {}

        def work(who: Visitor) -> Response:
            if sent is None:
                raise TooLong
            try:
                return take(request, who, given)
            except LinkDead:
                raise
            except GameError as refusal:
                return show(request, who, given, refusal)

        return await run_in_threadpool(_guarded, request, work)

    return handler


def _guarded(request: Request, work: Callable[[Visitor], Response]) -> Response:
    """Do the work unless this is a kiosk; what is refused becomes a page."""
    who = visitor(request)
    try:
        if who.kiosk:
            raise AtKiosk
        return work(who)
    except GameError as refusal:
        return plain.refused(refusal, large=who.large, status=403 if isinstance(refusal, AtKiosk) else 400)
    except Exception as error:
        body = plain.bar(_("Linli Cup"), large=who.large) + f"<main>{frame.fault(error)}</main>"
        return plain.page(_("Something went wrong"), body, large=who.large, status=500, scripts=("plain.js",))


def _page(who: Visitor, title: str, body: str, refusal: GameError | None, *, small: str = "") -> Response:
    said = plain.say("warn", refusal.sentence()) if refusal else ""
    inside = plain.bar(title, small or _("Linli Cup"), large=who.large) + f"<main>{said}{body}</main>"
    return plain.page(title, inside, large=who.large, status=400 if refusal else 200, scripts=("plain.js",))


def _there(wish: str) -> str:
    """Where to go after signing in: one of our own staff pages."""
    path = wish.split("?")[0]
    known = {screen.url for screen in nav.screens() if screen.for_staff}
    return path if path in known else HOME


def _address(request: Request) -> str | None:
    """The visitor's network address; a proxy on this computer names it."""
    host = request.client.host if request.client else None
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")[-1].strip()
    return forwarded[:64] if forwarded and host in ("127.0.0.1", "::1") else host


def _enter(request: Request, cookie: str, to: str) -> Response:
    answer = RedirectResponse(to, 303)
    answer.set_cookie(
        STAFF, cookie, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=secure(request.scope, request.headers)
    )
    return answer


def _see_sign_in(request: Request, who: Visitor, given: Form, refusal: GameError | None) -> Response:
    if who.staff and refusal is None:
        return RedirectResponse(_there(given.get("to", "")), 303)
    with store().reading() as tx:
        fresh = not has_organiser(tx)
    return _page(who, _("Sign in as staff"), staff_pages.sign_in(given, fresh), refusal)


def _sign_in(request: Request, who: Visitor, given: Form) -> Response:
    cookie, _who = staff.sign_in(
        store(), username=given.get("username", "")[:100], password=given.get("password", ""), device=who.device, at=who.at,
        address=_address(request),
    )
    return _enter(request, cookie, _there(given.get("to", "")))


def _see_out(request: Request, who: Visitor, given: Form, refusal: GameError | None) -> Response:
    return _page(who, _("Sign out"), staff_pages.sign_out(who.staff), refusal)


def _sign_out(request: Request, who: Visitor, given: Form) -> Response:
    staff.sign_out(store(), request.cookies.get(STAFF, ""), who.at)
    answer = RedirectResponse("/staff", 303)
    answer.delete_cookie(STAFF, httponly=True, samesite="strict")
    return answer


class WrongSetUpCode(GameError):
    """Not the set-up code that was printed last."""

    def __init__(self) -> None:
        super().__init__(N_("This is not the set-up code. It stands in the window where Linli Cup was started; every start prints a new one."))


def _see_setup(request: Request, who: Visitor, given: Form, refusal: GameError | None) -> Response:
    with store().reading() as tx:
        done = has_organiser(tx)
    body = staff_pages.already_set_up() if done else staff_pages.setup(given)
    return _page(who, _("Set up Linli Cup"), body, refusal, small=_("The first organiser"))


def _set_up(request: Request, who: Visitor, given: Form) -> Response:
    try:
        staff.first_organiser(
            store(), given.get("code", "")[:40], _details(given), device=who.device, at=who.at, address=_address(request)
        )
    except LinkDead:  # a wrong code must not empty the form
        return _see_setup(request, who, given, WrongSetUpCode())
    return _first_visit(request, who, given, SETUP)


def _details(given: Form) -> StaffForm:
    """What a new staff person typed."""
    declared = given.get("declared_none") == "1"
    return StaffForm(
        given.get("username", ""), given.get("name", ""), given.get("post", ""), given.get("office_phone", ""),
        given.get("password", ""), given.get("phone_public") == "1", "" if declared else given.get("player_number", ""),
        given.get("pin", ""), declared,
    )


def _first_visit(request: Request, who: Visitor, given: Form, to: str) -> Response:
    cookie, _who = staff.sign_in(
        store(), username=given.get("username", ""), password=given.get("password", ""), device=who.device, at=who.at,
        address=_address(request),
    )
    return _enter(request, cookie, to)


def _see_link(request: Request, who: Visitor, given: Form, refusal: GameError | None) -> Response:
    token = given.get("t", "")
    found = links.peek(store(), token, who.at)
    if found.kind == "invite":
        return _page(who, _("Welcome to the team"), staff_pages.invited(given, found.target), refusal)
    if found.kind == "reset":
        return _page(who, _("Set a new password"), staff_pages.new_password(token), refusal)
    raise LinkDead


def _use_link(request: Request, who: Visitor, given: Form) -> Response:
    token = given.get("t", "")
    if links.peek(store(), token, who.at).kind == "invite":
        staff.sign_up(store(), token, _details(given), device=who.device, at=who.at, address=_address(request))
        return _first_visit(request, who, given, HOME)
    found = staff.new_password(store(), token, given.get("password", ""), who.at)
    return _first_visit(request, who, {"username": found.username, "password": given.get("password", "")}, HOME)


def _see_me(request: Request, who: Visitor, given: Form, refusal: GameError | None) -> Response:
    if who.staff is None:
        return RedirectResponse("/staff", 303)
    return _page(who, who.staff.name, staff_pages.own_account(who.staff, given), refusal, small=_("My staff account"))


def _change_me(request: Request, who: Visitor, given: Form) -> Response:
    if given.get("what") == "password":
        staff.change_password(
            store(), who.staff, request.cookies.get(STAFF, ""), given.get("old", ""), given.get("password", ""),
            device=who.device, at=who.at,
        )
    else:
        staff.link_resident(
            store(), who.staff, given.get("player_number", ""), given.get("pin", ""), device=who.device, at=who.at,
            address=_address(request),
        )
    return RedirectResponse("/staff/me?done=1", 303)
