"""Typing a tally sheet in: /tally?p=CODE asks which stack, then takes its numbers. For organisers and clerks."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import community, paper_returns, papers, roles
from linli.errors import GameError
from linli.locale import _, ngettext
from linli.paper_forms import LETTERS, letter
from linli.paper_returns import BadTallies, EnteredMeanwhile, Stack
from linli.papers import Paper
from linli.roles import NotSignedIn, Staff
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import frame
from linli.web.parts.organiser import tally_form
from linli.web.parts.organiser.tally_form import Asked
from linli.web.posted import Form, Work, getting, number, posting

BACK = "/paper_desk?part=tallies"


def routes() -> list[BaseRoute]:
    """The routes of the tally form."""
    return [Route("/tally", getting(for_staff(_see))), Route("/tally", posting(for_staff(_save)), methods=["POST"])]


def for_staff(work: Work) -> Work:
    """Only organisers and clerks; who is not signed in signs in first."""
    def asked(request: Request, visitor: Visitor, form: Form) -> Response:
        try:
            _clerk(visitor)
        except NotSignedIn:
            return RedirectResponse("/staff?to=/paper_desk", 303)
        return work(request, visitor, form)

    return asked


def _clerk(visitor: Visitor) -> Staff:
    return roles.require(visitor.staff, "organiser", "clerk")


def _see(request: Request, visitor: Visitor, form: Form) -> Response:
    """Which stack; with compound and form its empty numbers."""
    with store().reading() as tx:
        paper = papers.by_code(tx, form.get("p", "")[:20])
        homes = community.compounds(tx)
    if not form.get("c") or form.get("again"):
        return _page(visitor, paper, _done(form) + tally_form.choose(paper, homes, form))
    return _grid(visitor, form, {})


def _done(form: Form) -> str:
    sheets = number(form.get("saved", ""))
    return plain.say("right", ngettext("{n} sheet is saved. The next stack:", "{n} sheets are saved. The next stack:", sheets)) if sheets else ""


def _asked(form: Form) -> Asked:
    """The stack that a form is about. Raises NoPaper, UnknownCompound."""
    with store().reading() as tx:
        paper = papers.by_code(tx, form.get("p", "")[:20])
        home = community.compound(tx, form.get("c", "")[:60])
        sign = form.get("f", "A")[:1].upper()
        version, place = number(form.get("v", "")) or paper.version, LETTERS.find(sign) if sign else -1
        paper_returns.asked(tx, paper, version, place)
        known = sum(
            not one.void and (one.compound, one.form, one.version) == (home.id, place, version) for one in paper_returns.entries(tx, paper.id)
        )
    return Asked(paper, version, place, home, known)


def _grid(visitor: Visitor, form: Form, faults: Mapping[int, str], refusal: GameError | None = None) -> Response:
    asked = _asked(form)
    with store().reading() as tx:
        placed = paper_returns.asked(tx, asked.paper, asked.version, asked.form)
    told = plain.say("warn", refusal.sentence()) if refusal else ""
    return _page(visitor, asked.paper, told + tally_form.head(asked) + tally_form.grid(asked, placed, form, faults), 400 if refusal else 200)


def _save(request: Request, visitor: Visitor, form: Form) -> Response:
    """Keep the stack and ask for the next; what is refused stands at its row, and everything typed stays."""
    asked = _asked(form)
    with store().reading() as tx:
        placed = paper_returns.asked(tx, asked.paper, asked.version, asked.form)
    tallies, faults = tally_form.read(form, placed)
    sheets = number(form.get("sheets", "")) or 0
    try:
        if faults:
            raise BadTallies(faults)
        stack = Stack(asked.paper.id, asked.version, asked.form, asked.compound.id, sheets, tallies, number(form.get("known", "")) or 0)
        paper_returns.enter(store(), stack, _clerk(visitor).id, visitor.at)
    except BadTallies as refusal:
        return _grid(visitor, form, refusal.faults, refusal)
    except (EnteredMeanwhile, paper_returns.BadReturn) as refusal:
        return _grid(visitor, form, {}, refusal)
    following = letter((asked.form + 1) % asked.paper.forms)
    return RedirectResponse(f"/tally?p={asked.paper.code}&c={asked.compound.id}&f={following}&v={asked.version}&again=1&saved={sheets}", 303)


def _page(visitor: Visitor, paper: Paper, body: str, status: int = 200) -> Response:
    bar = plain.bar(_("Type in a tally sheet"), f"{paper.name} · {paper.code}", back=BACK, large=visitor.large)
    inside = f'<div class="page">{frame.sample_mark(frame.settings_now())}{bar}<main>{body}</main></div>'
    return plain.page(_("Type in a tally sheet"), inside, large=visitor.large, css="tally.css", body_class="lc-page", scripts=("tally.js",), status=status)
