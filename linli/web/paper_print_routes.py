"""Papers as PDF, for organisers and clerks: the sheets of each form, the key, tally sheets.

typst works in a thread of the pool and lets go of Python meanwhile, so nobody waits for it.
"""

import base64
import os
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from linli import community, papers
from linli.documents import paper_counting, paper_sheet
from linli.documents.paper_sheet import Job, Picture
from linli.errors import GameError
from linli.locale import N_
from linli.paper_forms import LETTERS
from linli.papers import Paper
from linli.questions import sources
from linli.questions.items import Item
from linli.store import Tx
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts.organiser import address
from linli.web.posted import Form, Work, getting
from linli.web.tally_routes import for_staff

BACK = "/paper_desk?part=prints"


class NoForm(GameError):
    """The address names a form that the paper does not have."""

    def __init__(self, name: str, forms: int) -> None:
        super().__init__(N_("“{name}” has {n} forms only. Choose one of them on the page of papers."), name=name, n=forms)


def routes() -> list[BaseRoute]:
    """The routes of printed papers."""
    return [
        Route("/print/paper", getting(for_staff(_pdf(_sheet)))), Route("/print/paper-key", getting(for_staff(_pdf(_key)))),
        Route("/print/paper-tally", getting(for_staff(_pdf(_tally)))),
    ]


def job(tx: Tx, paper: Paper, seen: str = "") -> Job:
    """All that is printed of a paper. seen: how this browser came here; "" where no phone can reach it."""
    items = papers.items(tx, paper)
    base = address.base(seen) if seen or os.environ.get("LINLI_URL") else ""
    online = f"{base}/papers?c={paper.code}" if base and paper.state != "withdrawn" else ""
    return Job(paper, items, community.settings(tx), community.compounds(tx), online, _pictures(tx, items))


def _pictures(tx: Tx, items: list[Item]) -> dict[str, Picture]:
    found = {}
    for name in {item.image for item in items if item.image}:
        row = tx.one("select type, data, width from image where id = :name", name=name)
        if row:
            found[name] = Picture(row["type"], base64.b64decode(row["data"]), row["width"])
    return found


def _pdf(make: Callable[[Job, Form], tuple[str, bytes]]) -> Work:
    """A PDF of the paper that ?p=CODE names, in ?lang=zh or en."""
    def work(request: Request, visitor: Visitor, form: Form) -> Response:
        with store().reading() as tx:
            paper = papers.by_code(tx, form.get("p", "")[:20])
            made = job(tx, paper, f"{request.url.scheme}://{request.headers.get('host', '')}")
        try:
            name, content = make(made, form)
        except GameError as refusal:
            return plain.refused(refusal, large=visitor.large, back=BACK)
        headers = {"content-disposition": f'inline; filename="{name}.pdf"', "cache-control": "no-store"}
        return Response(content, media_type="application/pdf", headers=headers)

    return work


def _language(form: Form) -> str:
    return "en" if form.get("lang") == "en" else "zh"


def _sheet(made: Job, form: Form) -> tuple[str, bytes]:
    sign = form.get("f", "A")[:1].upper() or "A"
    place, large = LETTERS.find(sign), form.get("large") == "1"
    if not 0 <= place < made.paper.forms:
        raise NoForm(made.paper.name, made.paper.forms)
    name = f"{made.paper.code}-v{made.paper.version}-{sign}" + ("-large" if large else "") + ("-en" if _language(form) == "en" else "")
    return name, paper_sheet.form_pdf(made, place, language=_language(form), large=large)


def _key(made: Job, form: Form) -> tuple[str, bytes]:
    with store().reading() as tx:
        texts = sources.current(tx)
    return f"{made.paper.code}-v{made.paper.version}-key", paper_counting.key_pdf(made, texts, language=_language(form))


def _tally(made: Job, form: Form) -> tuple[str, bytes]:
    return f"{made.paper.code}-v{made.paper.version}-tally", paper_counting.tally_pdf(made, language=_language(form))
