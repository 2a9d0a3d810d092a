"""Sheets to print for an activity that does not take place: whom to tell, and the notice for the place. For organisers and clerks."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import clock, roles
from linli.documents import telling_sheets
from linli.errors import GameError
from linli.locale import N_
from linli.roles import NotSignedIn
from linli.volunteer import activities, telling
from linli.volunteer.activities import ActivityView
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import frame
from linli.web.posted import Form, getting


class NotCancelled(GameError):
    """There is nothing to announce."""

    def __init__(self, title: str) -> None:
        super().__init__(N_("{title} takes place as planned, so there is no notice to hang up. Cancel it first on the page “Activities”."), title=title)


def routes() -> list[BaseRoute]:
    """The routes of these sheets: ?a=ACTIVITY."""
    return [Route("/print/told", getting(_guarded(_told))), Route("/print/cancelled", getting(_guarded(_notice)))]


def _guarded(make: Callable[[Visitor, ActivityView], str]) -> Callable[[Request, Visitor, Form], Response]:
    def work(request: Request, who: Visitor, asked: Form) -> Response:
        try:
            roles.require(who.staff, "organiser", "clerk")
            return HTMLResponse(make(who, activities.view(store(), asked.get("a", "")[:64], who.at)), headers={"cache-control": "no-store"})
        except NotSignedIn:
            return RedirectResponse("/staff?to=/cleanups", 303)
        except GameError as refusal:
            return plain.refused(refusal, large=who.large, back="/cleanups", status=403 if isinstance(refusal, roles.NotAllowed) else 400)

    return work


def _told(who: Visitor, found: ActivityView) -> str:
    people = telling.people(store(), found.id, who.staff)
    return telling_sheets.told_list(frame.settings_now(), found, _why(who, found), people)


def _notice(who: Visitor, found: ActivityView) -> str:
    if found.state != "cancelled":
        raise NotCancelled(found.title)
    settings = frame.settings_now()
    instead = telling.next_instead(store(), found, who.at)
    return telling_sheets.notice(settings, found, _why(who, found), instead, clock.local(who.at, settings.zone))


def _why(who: Visitor, found: ActivityView) -> Callable[[], str]:
    """The reason in the language of the moment: the sheets say it in both."""
    return lambda: activities.view(store(), found.id, who.at).cancelled_why
