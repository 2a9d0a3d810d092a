"""The public list of approved hours: /public shows it, /public/CODE takes an objection to one row.

Plain HTML, without script and without Streamlit, so that it opens at once on an old phone.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli.errors import GameError
from linli.locale import _
from linli.volunteer import objections, public_list
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import frame
from linli.web.parts import public_list as shown
from linli.web.parts.public_list import Typed
from linli.web.posted import Form, address, getting, number, posting


def routes() -> list[BaseRoute]:
    """The routes of the public list."""
    return [
        Route("/public", getting(_list)), Route("/public/{code}", getting(_row)), Route("/public/{code}", posting(_object), methods=["POST"]),
    ]


def _list(request: Request, who: Visitor, asked: Form) -> Response:
    found = public_list.read(store(), who.at)
    return _page(who, shown.body(found, max(1, number(asked.get("p", "")) or 1)), back="/")


def _row(request: Request, who: Visitor, asked: Form) -> Response:
    found = public_list.read(store(), who.at)
    one = public_list.line_of(found, request.path_params["code"][:40])
    if asked.get("sent"):
        return _page(who, shown.thanks(one), back="/public")
    return _page(who, shown.row_page(one, found, Typed()), back="/public")


def _object(request: Request, who: Visitor, form: Form) -> Response:
    found = public_list.read(store(), who.at)
    one = public_list.line_of(found, request.path_params["code"][:40])
    note = form.get("note", "")
    try:
        objections.object_to(store(), one.code, note, who.at, device=who.device, address=address(request))
    except GameError as refusal:
        return _page(who, shown.row_page(one, found, Typed(note, refusal)), back="/public", status=400)
    return RedirectResponse(f"/public/{one.code}?sent=1", 303)


def _page(who: Visitor, body: str, *, back: str, status: int = 200) -> Response:
    settings = frame.settings_now()
    bar = plain.bar(_("Public notice"), frame.community_name(settings), back=back, large=who.large)
    inside = f"{frame.sample_mark(settings)}{bar}<main>{body}</main>"
    return plain.page(_("Volunteer hours on public notice"), inside, large=who.large, scripts=("plain.js",), status=status, footer_html=frame.footer(settings))
