"""Everything that brought me points or hours, newest first."""

import streamlit as st

from linli.locale import N_, _
from linli.volunteer import hour_lists
from linli.web.app_store import store
from linli.web.parts import frame, me

TITLE = N_("My history")

with frame.page("me", name=_("My history"), small=_("Only you see this"), back="/me") as who:
    if who.resident:
        missed = hour_lists.missed(store(), who.resident.subject, who.at)
        st.html(frame.lc(me.all_of_it(who.resident, me.my_hours(who, who.resident), missed)))
    else:
        me.stranger(who)
