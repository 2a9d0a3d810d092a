"""Entered afterwards: supplementary records (补录), and paper sign-in sheets to print and type in."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts.organiser import desk, late_entry

TITLE = N_("Late entries")
ROLES = ("organiser", "clerk")
ORDER = 4

PARTS = {"supplementary": (N_("Supplementary records"), late_entry.supplementary_part), "sheets": (N_("Paper sheets"), late_entry.sheets_part)}

with desk.page("late_entry", *ROLES) as at:
    at.head(_("Late entries"), _("Times that were not signed in on the day: two people stand behind each of them."))
    chosen = st.segmented_control(
        _("Part"), list(PARTS), format_func=lambda one: _(PARTS[one][0]), default=desk.wished("part", list(PARTS)), required=True, key="late_part",
        label_visibility="collapsed",
    )
    PARTS[str(chosen)][1](at)
