"""The pictures of questions: GET /img/NAME. A name is made of the picture's bytes, so it may be kept for ever."""

import base64
import re

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from linli.web.app_store import store

_NAME = re.compile(r"[0-9a-f]{32}\.[a-z]{3,4}")
#: What may be sent; anything else could be read as a page.
TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def routes() -> list[BaseRoute]:
    """The route of pictures."""
    return [Route("/img/{name}", picture)]


def picture(request: Request) -> Response:
    """A kept picture; nothing else is found here."""
    name = request.path_params["name"]
    row = store().one("select type, data from image where id = :name", name=name) if _NAME.fullmatch(name) else None
    if row is None or row["type"] not in TYPES:
        return PlainTextResponse("no such picture", 404)
    headers = {"cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
    return Response(base64.b64decode(row["data"]), media_type=row["type"], headers=headers)
