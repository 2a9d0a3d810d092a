"""Home: today's five, my compound, the next clean-up, notices."""

import streamlit as st

from linli.locale import N_
from linli.web.parts import frame, home

TITLE = N_("Home")

with frame.page("home") as who:
    st.html(frame.lc(home.screen(who, st.query_params.to_dict())))
