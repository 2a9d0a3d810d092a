"""A volunteer's own hours: sums, what comes, months, who did what, and the record sheet."""

import streamlit as st

from linli.locale import N_, _
from linli.volunteer import my_service
from linli.web.app_store import store
from linli.web.parts import frame, me, my_hours

TITLE = N_("My hours")

with frame.page("me", name=_("My hours"), small=_("Only you see this"), back="/me") as who:
    if who.resident:
        st.html(frame.lc(my_hours.screen(who, my_service.read(store(), who.resident.subject, who.at), frame.settings_now())))
    else:
        me.stranger(who)
