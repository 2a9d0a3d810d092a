"""The boards: who brought what, in which window, and why that is the order."""

import streamlit as st

from linli.locale import N_
from linli.web.parts import board_page, frame

TITLE = N_("Board")

with frame.page("board") as who:
    name, window = board_page.asked(st.query_params.to_dict())
    st.html(frame.lc(board_page.html(who, name, window)))
    board_page.charts(who, window)
