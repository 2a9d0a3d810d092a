"""The calendar feed: `/calendar` says how to follow it, `/calendar.ics` is all of it, `/calendar/ID.ics` one activity.

It is the same for everybody and names no person; a calendar asks again with the ETag it has.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from linli import ids
from linli.documents import calendar_feed
from linli.locale import LANGUAGES, _, language, use_language
from linli.volunteer import activities
from linli.volunteer.activities import ActivityView, UnknownActivity
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import calendar_page, frame
from linli.web.parts.organiser import address
from linli.web.posted import Form, getting

#: Activities that are over stay in the feed for so long.
PAST_DAYS = 60


def routes() -> list[BaseRoute]:
    """The routes of the calendar."""
    return [
        Route("/calendar", getting(_how)),
        Route("/calendar.ics", getting(_all)),
        Route("/calendar/{activity}.ics", getting(_one)),
    ]


def _how(request: Request, who: Visitor, asked: Form) -> Response:
    """How to follow the feed, in the language of the page."""
    return calendar_page.page(frame.settings_now(), address.of_request(request), large=who.large)


def _all(request: Request, who: Visitor, asked: Form) -> Response:
    with _tongue(asked):
        return _answer(request, activities.around(store(), who.at, PAST_DAYS), "linli")


def _one(request: Request, who: Visitor, asked: Form) -> Response:
    with _tongue(asked):
        try:
            found = activities.view(store(), request.path_params["activity"][:64], who.at)
        except UnknownActivity as unknown:
            return plain.refused(unknown, large=who.large, back="/activities", status=404)
        return _answer(request, [found], f"linli-{found.act_on}")


def _tongue(asked: Form) -> AbstractContextManager[None]:
    """The language that the address wishes, else the browser's."""
    return use_language(asked["lang"] if asked.get("lang") in LANGUAGES else language())


def _answer(request: Request, found: Sequence[ActivityView], name: str) -> Response:
    """The feed, or 304 where the asker has it."""
    settings = frame.settings_now()
    called = " · ".join(filter(None, [_("Linli Cup"), frame.community_name(settings)]))
    body = calendar_feed.feed(found, called, settings.zone, address.of_request(request))
    mark = f'"{ids.fingerprint(body.decode())[:24]}"'
    headers = {"etag": mark, "cache-control": "no-cache", "vary": "Cookie, Accept-Language"}
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    shown = f'inline; filename="{name}.ics"'
    return Response(body, media_type=calendar_feed.TYPE, headers=headers | {"content-disposition": shown})
