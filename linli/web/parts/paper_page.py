"""Which papers a visitor sees: those that are open, and their own that they may look at again."""

from linli import paper_sittings, papers
from linli.locale import _
from linli.papers import Paper
from linli.store import Tx
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits
from linli.web.text import safe_html


def open_papers(who: Visitor) -> tuple[list[Paper], dict[str, bool]]:
    """The papers that can be begun now, then those this resident sat; and by id whether each is handed in."""
    with store().reading() as tx:
        found = papers.open_now(tx, who.at)
        begun = paper_sittings.begun(tx, who.resident.subject) if who.resident else {}
        found += [paper for paper in papers.listing(tx) if paper.id in begun and paper not in found]
    return found, begun


def waiting(tx: Tx, who: Visitor) -> str:
    """A card on the home page for the open paper that closes first and is not handed in; else nothing."""
    begun = paper_sittings.begun(tx, who.resident.subject) if who.resident else {}
    paper = next((one for one in papers.open_now(tx, who.at) if not begun.get(one.id)), None)
    if paper is None or who.kiosk:
        return ""
    words = _("A paper is open: {n} questions, one sitting.", n=paper.items)
    button = bits.link(f"/papers?c={paper.code}", _("Go on") if paper.id in begun else _("See the paper"), css="btn sec")
    return f'<div class="section"><article class="card pad"><h2>{safe_html(paper.name, 60)}</h2><p class="soft">{words}</p><p class="section">{button}</p></article></div>'
