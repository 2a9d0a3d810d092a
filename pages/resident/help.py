"""Help: whom to ask, a forgotten PIN, and what people ask most."""

import streamlit as st

from linli import community
from linli.locale import N_, _
from linli.web.app_store import store
from linli.web.parts import bits, frame, help

TITLE = N_("Help")

with frame.page(name=_("Help"), back="/") as who:
    with store().reading() as tx:
        settings = community.settings(tx)
    st.html(frame.lc(help.screen(settings) + bits.done(who)))
