"""Service reports: hours for the national system, a month for each compound's notice board, what is worth a look."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts.organiser import desk, odd_hours, service_desk

TITLE = N_("Service reports")
ROLES = ("organiser", "clerk")
ORDER = 5

PARTS = {
    "export": (N_("Export hours"), service_desk.export), "month": (N_("Monthly summary"), service_desk.month), "look": (N_("Worth a look"), odd_hours.draw),
}

with desk.page("service", *ROLES) as at:
    at.head(_("Service reports"), _("None of it is ever used for appraisal, and none of it names who did not take part."))
    parts = [name for name in PARTS if at.organises or name != "look"]
    chosen = st.segmented_control(
        _("Part"), parts, format_func=lambda one: _(PARTS[one][0]), default=desk.wished("part", parts), required=True, key="sv_part", label_visibility="collapsed",
    )
    PARTS[str(chosen)][1](at)
