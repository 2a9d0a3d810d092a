"""Enrolling somebody without a phone: `/tick/ID/enrol`, for whoever keeps the list."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from linli import community
from linli.errors import GameError
from linli.volunteer import activities, duty, enrolling
from linli.volunteer.duty import By
from linli.volunteer.enrolling import Newcomer
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import enrol, frame, join
from linli.web.posted import Form, getting, posting
from linli.web.tick_routes import FORBIDDEN, by_of


def routes() -> list[BaseRoute]:
    """The form and what it does."""
    return [
        Route("/tick/{activity}/enrol", getting(_see)),
        Route("/tick/{activity}/enrol", posting(_enrol), methods=["POST"]),
    ]


def _see(request: Request, who: Visitor, asked: Form) -> Response:
    return enrol.page(_view(request, who, {}, None))


def _view(request: Request, who: Visitor, asked: Form, refusal: GameError | None) -> enrol.View:
    """Everything the page shows. Raises NotCoordinator, roles.NotAllowed, UnknownActivity."""
    found, _by = _keeper(request, who)
    with store().reading() as tx:
        compounds = community.compounds(tx)
    return enrol.View(found, frame.settings_now(), who.at, who.large, compounds, join.notice_text(), asked, refusal)


def _keeper(request: Request, who: Visitor) -> tuple[activities.ActivityView, By]:
    found = activities.view(store(), str(request.path_params["activity"])[:64], who.at)
    by = by_of(request, who, found.id)
    with store().reading() as tx:
        duty.mark(tx, activities.found(tx, found.id), by)
    return found, by


def _enrol(request: Request, who: Visitor, form: Form) -> Response:
    """What was typed stays where something is refused, so that nobody has to say it twice."""
    found, by = _keeper(request, who)
    try:
        if not form.get("home"):
            raise join.NoCompoundChosen
        given = Newcomer(form.get("name", "")[:40], form["home"][:40], *(form.get(name) == "1" for name in ("fourteen", "agreed", "minor")))
        made = enrolling.enrol(store(), found.id, given, by, who.at)
    except GameError as refusal:
        if isinstance(refusal, FORBIDDEN):
            raise
        return enrol.page(_view(request, who, form, refusal))
    return enrol.card(_view(request, who, {}, None), made)
