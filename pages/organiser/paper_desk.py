"""Papers: put together, opened, printed, counted, and what came of them."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts.organiser import desk, paper_desk, paper_form

TITLE = N_("Papers")
ROLES = ("organiser", "clerk")
ORDER = 3

PARTS = {
    "list": (N_("All papers"), paper_desk.listing), "form": (N_("Make or change"), paper_form.draw), "prints": (N_("Print"), paper_desk.prints),
    "tallies": (N_("Type in sheets"), paper_desk.tallies), "results": (N_("Results"), paper_desk.results),
}

with desk.page("paper_desk", *ROLES) as at:
    at.head(_("Papers"), _("A fixed set of questions: on phones, and the same on paper in shuffled forms."))
    paper_desk.by_code(at)
    parts = [name for name in PARTS if at.organises or name != "form"]
    chosen = st.segmented_control(
        _("Part"), parts, format_func=lambda one: _(PARTS[one][0]), default=desk.wished("part", parts), required=True, key="pd_part", label_visibility="collapsed",
    )
    with st.container(key="card_papers"):
        PARTS[str(chosen)][1](at)
