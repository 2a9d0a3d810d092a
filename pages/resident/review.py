"""The questions I had wrong the last time, to look at again."""

import streamlit as st

from linli.locale import N_, _
from linli.web.parts import bits, frame, me
from linli.web.text import escape

TITLE = N_("Look once more")

with frame.page("me", name=_("Look once more"), small=_("Only you see this"), back="/me") as who:
    if who.resident:
        words = f"<p class='soft'>{escape(_('Tap a question to see its answer. It leaves this list once you have it right.'))}</p>"
        st.html(frame.lc(me.reported(who.resident) + words + f'<div class="section">{me.look_back(who.resident)}</div>'))
        st.html(frame.lc(f'<div class="section">{bits.link("/quiz?practice=1", _("Practice over all topics"), css="btn sec")}</div>'))
    else:
        me.stranger(who)
