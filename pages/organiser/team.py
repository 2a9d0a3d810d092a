"""Staff accounts and kiosks."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts.organiser import desk, team_forms

TITLE = N_("Staff and kiosks")
ROLES = ("organiser",)
ORDER = 6

with desk.page("team", *ROLES) as at:
    own = f'<a class="btn sec" href="/staff/me"><i class="ic ic-me"></i>{_("My staff account")}</a>'
    at.head(_("Staff and kiosks"), _("Two people decide where two are needed: each account belongs to one person."), own)
    words = {"staff": _("Staff"), "kiosks": _("Kiosks")}
    shown = st.segmented_control(_("Show"), list(words), format_func=words.__getitem__, default="staff", required=True, key="shown", label_visibility="collapsed")
    if shown == "staff":
        team_forms.everyone(at)
    else:
        with st.container(key="card_kiosks"):
            team_forms.machines(at)
