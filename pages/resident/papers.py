"""Papers: those that are open, and the one that an address names."""

import streamlit as st

from linli import community, papers
from linli.locale import N_, _
from linli.web.app_store import store
from linli.web.parts import board, frame, paper_card, paper_page

TITLE = N_("Papers")

code = st.query_params.get("c", "")[:12]
if code:
    with frame.page(bare=True), store().reading() as tx:
        paper = papers.by_code(tx, code)
        st.html(paper_card.island(paper.id))
else:
    with frame.page("home", name=_("Papers"), back="/topics") as who:
        found, begun = paper_page.open_papers(who)
        with store().reading() as tx:
            zone = community.zone(tx)
        st.html(frame.lc(paper_card.listing(found, zone, begun) if found else board.empty("cup", _("No paper is open now."))))
