"""Sheets to print, for organisers and clerks: the QR of each compound, household slips, the public list of hours.

These pages only show what there is; slips are made on the organisers' page.
"""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import clock, community, roles, slips
from linli.documents import public_list, sheets
from linli.errors import GameError
from linli.locale import N_
from linli.roles import NotSignedIn
from linli.volunteer import public_list as hours_on_notice
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor, visitor
from linli.web.middleware import secure
from linli.web.parts.organiser.address import base
from linli.web.staff_routes import AtKiosk

#: Household slips on one page to print.
PART = 200


class NoSlips(GameError):
    """Nothing to print."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("{name} has no household slips yet. Make them first, then print them."), name=name)


def routes() -> list[BaseRoute]:
    """The routes of prints."""
    return [Route("/print/sheets", _sheets), Route("/print/slips", _slips), Route("/print/hours", _hours)]


async def _sheets(request: Request) -> Response:
    """GET ?c=CODE: the sheet of a compound; without c of all."""
    return await run_in_threadpool(_guarded, request, _sheets_page)


async def _slips(request: Request) -> Response:
    """GET ?c=CODE&part=1: household slips of a compound, 200 on a page."""
    return await run_in_threadpool(_guarded, request, _slips_page)


async def _hours(request: Request) -> Response:
    """GET: the public list of approved hours for the notice board."""
    return await run_in_threadpool(_guarded, request, _hours_page)


def _guarded(request: Request, make: Callable[[Request], str]) -> Response:
    who: Visitor = visitor(request)
    try:
        if who.kiosk:
            raise AtKiosk
        roles.require(who.staff, "organiser", "clerk")
        return HTMLResponse(make(request), headers={"cache-control": "no-store"})
    except NotSignedIn:
        return RedirectResponse("/staff?to=/prints", 303)
    except GameError as refusal:
        return plain.refused(refusal, large=who.large, back="/prints", status=403 if isinstance(refusal, AtKiosk | roles.NotAllowed) else 400)


def _base(request: Request) -> str:
    """The address for phones; a proxy in front says whether it is HTTPS."""
    scheme = "https" if secure(request.scope, request.headers) else "http"
    return base(f"{scheme}://{request.headers.get('host', '')}")


def _sheets_page(request: Request) -> str:
    wanted = request.query_params.get("c", "")[:40]
    with store().reading() as tx:
        chosen = [community.compound(tx, wanted)] if wanted else community.compounds(tx)
        return sheets.compound_sheets(community.settings(tx), chosen, _base(request))


def _hours_page(request: Request) -> str:
    found = hours_on_notice.to_print(store(), clock.now())
    with store().reading() as tx:
        return public_list.sheet(community.settings(tx), found, _base(request))


def _slips_page(request: Request) -> str:
    text = request.query_params.get("part", "1")[:4]
    part = max(1, int(text)) if text.isascii() and text.isdigit() else 1
    with store().reading() as tx:
        home = community.compound(tx, request.query_params.get("c", "")[:40])
        codes = slips.codes(tx, home.id)[(part - 1) * PART : part * PART]
        if not codes:
            raise NoSlips(home.name)
        return sheets.slip_cards(community.settings(tx), home, codes, _base(request))
