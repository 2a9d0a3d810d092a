"""The topics: a quiz of one topic brings points, practice is for the pleasure of it."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts import bits, frame, topics

TITLE = N_("Topics and practice")

with frame.page("home", name=_("Topics and practice"), back="/") as who:
    st.html(frame.lc(topics.screen(who) + bits.done(who)))
