"""Residents at the desk: find one, hide a nickname, reset a PIN in person."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts.organiser import desk, resident_desk

TITLE = N_("Residents")
ROLES = ("organiser", "clerk")
ORDER = 5

with desk.page("people", *ROLES) as at:
    at.head(_("Residents"), _("For whoever stands at the desk. There is no list of people, and none of who takes part."))
    left, right = st.columns([1.4, 1])
    with left, st.container(key="card_find"):
        who = resident_desk.find(at)
    if who:
        with right, st.container(key="rim_who"):
            resident_desk.one(at, who)
    else:
        desk.forget_once()
