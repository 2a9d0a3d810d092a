"""Handlers of plain HTML pages: who is here, what was posted, and what is told when it is refused.

A handler is a plain function of (request, visitor, form) that runs in the thread pool. The
middleware has refused what comes from another site.
"""

from collections.abc import Awaitable, Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from linli.errors import GameError
from linli.locale import N_, _
from linli.web import plain
from linli.web.begin import Visitor, visitor
from linli.web.parts import frame
from linli.web.routes import form_of

Form = Mapping[str, str]
Work = Callable[[Request, Visitor, Form], Response]


class AtKiosk(GameError):
    """A kiosk is everybody's: nobody signs in there, and no list is kept on it."""

    def __init__(self) -> None:
        super().__init__(N_("This screen belongs to everybody. Please sign in on your own phone, or ask the coordinator for a tick."))


class TooLong(GameError):
    """More than any form of ours sends."""

    def __init__(self) -> None:
        super().__init__(N_("That was too much text for this form. Please shorten it."))


def getting(work: Work) -> Callable[[Request], Response]:
    """A handler for GET; the form is the query."""
    def handler(request: Request) -> Response:
        return _guarded(request, work, dict(request.query_params))

    return handler


def posting(work: Work) -> Callable[[Request], Awaitable[Response]]:
    """A handler for POST of an ordinary form."""
    async def handler(request: Request) -> Response:
        form = await form_of(request)
        return await run_in_threadpool(_guarded, request, _refuse_long if form is None else work, form or {})

    return handler


def _refuse_long(request: Request, who: Visitor, form: Form) -> Response:
    raise TooLong


def _guarded(request: Request, work: Work, form: Form) -> Response:
    """Do the work unless this is a kiosk; a refusal or a fault becomes a page."""
    who = visitor(request)
    try:
        if who.kiosk:
            raise AtKiosk
        return work(request, who, form)
    except GameError as refusal:
        return plain.refused(refusal, large=who.large, status=403 if isinstance(refusal, AtKiosk) else 400)
    except Exception as error:
        body = plain.bar(_("Linli Cup"), large=who.large) + f"<main>{frame.fault(error)}</main>"
        return plain.page(_("Something went wrong"), body, large=who.large, status=500, scripts=("plain.js",))


def address(request: Request) -> str | None:
    """The visitor's network address; a proxy on this computer names it."""
    host = request.client.host if request.client else None
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")[-1].strip()
    return forwarded[:64] if forwarded and host in ("127.0.0.1", "::1") else host


def number(text: str) -> int | None:
    """A whole number as typed, also in full-width digits; None for anything else."""
    text = text.strip()[:9]
    return int(text) if text.isdecimal() else None
