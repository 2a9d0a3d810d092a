"""A resident's own routes: the file with everything kept about them (docs/rules.md §2)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from linli import clock, community, privacy
from linli.locale import N_, _
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import visitor
from linli.web.text import escape

SIGN_IN = N_("Please sign in on this phone first; then the file can be made.")


def routes() -> list[BaseRoute]:
    """The routes of a resident's own data."""
    return [Route("/me/data.zip", data)]


def data(request: Request) -> Response:
    """GET: everything kept about the resident of this phone, as a ZIP file."""
    who = visitor(request)
    if who.resident is None:
        words = f'<main>{plain.say("", _(SIGN_IN))}<p class="section"><a class="btn pri" href="/enter">{escape(_("Sign in"))}</a></p></main>'
        return plain.page(_("My data"), plain.bar(_("My data"), back="/", large=who.large) + words, large=who.large, scripts=("plain.js",), status=403)
    with store().reading() as tx:
        day = clock.local_day(who.at, community.zone(tx))
    return Response(
        privacy.export_file(store(), who.resident, who.at), media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="linli-cup-{day}.zip"', "cache-control": "no-store"},
    )
