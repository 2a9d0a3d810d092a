"""The text of an article or a fact that a question quotes."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts import bits, frame, law

TITLE = N_("Where it is written")

params = st.query_params.to_dict()
with frame.page(name=_("Where it is written"), back=law.back(params)) as who:
    st.html(frame.lc(bits.done(who) + law.screen(params)))
