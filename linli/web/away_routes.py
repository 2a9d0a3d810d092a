"""What a coordinator's phone shows when the list is opened without network: `/tick/away`, kept by a service worker.

The worker keeps that page, its style and its script, and nothing that names a person.
"""

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from linli.web import assets
from linli.web.begin import Visitor
from linli.web.parts import away
from linli.web.posted import Form, getting

WORKER, PAGE = "/tick/sw.js", "/tick/away"


def routes() -> list[BaseRoute]:
    """The worker and its page."""
    return [Route(WORKER, _worker), Route(PAGE, getting(_page))]


def _worker(request: Request) -> Response:
    """The script, after the addresses that it keeps: with an asset it changes too, and browsers fetch it anew."""
    keep = [PAGE, assets.url("tick.css"), assets.url("tick.js")]
    body = f"var KEEP = {json.dumps(keep)};\n{(assets.OURS / 'js' / 'sw.js').read_text('utf-8')}"
    return Response(body, media_type="text/javascript", headers={"cache-control": "no-cache"})


def _page(request: Request, who: Visitor, asked: Form) -> Response:
    return away.page(who.large)
