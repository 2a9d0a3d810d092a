"""Laws and local rules that questions rest on: those that are kept, newer texts, rules of one's own."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts.organiser import desk, law_desk

TITLE = N_("Laws and rules")
ROLES = ("organiser", "clerk")
ORDER = 2

PARTS = {"kept": (N_("Kept here"), law_desk.kept), "own": (N_("Add a local rule"), law_desk.own)}

with desk.page("sources", *ROLES) as at:
    at.head(_("Laws and rules"), _("What questions quote. A newer text never changes a question: those whose words fall wait to be checked."))
    chosen = st.segmented_control(
        _("Part"), list(PARTS), format_func=lambda one: _(PARTS[one][0]), default=desk.wished("part", list(PARTS)), required=True,
        key="law_part", label_visibility="collapsed",
    )
    with st.container(key="card_sources"):
        PARTS[str(chosen)][1](at)
