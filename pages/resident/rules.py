"""The rules of the game in short, and the privacy notice."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts import bits, frame, help

TITLE = N_("Rules and privacy")

with frame.page(name=_("Rules and privacy"), back="/") as who:
    st.html(frame.lc(help.rules() + bits.done(who)))
