"""My data: what is kept, a file of all of it, and deleting the account."""

import streamlit as st

from linli.locale import N_, _
from linli.web import plain
from linli.web.parts import account, bits, frame, me
from linli.web.text import escape

TITLE = N_("My data")

with frame.page("me", name=_("My data"), small=_("Only you see this"), back="/me") as who:
    if who.resident:
        words = _("Everything kept about you, as one file: nickname, answers, points, sign-ups, hours. Open it on any computer.")
        file = f'<a class="btn pri" href="/me/data.zip" download><i class="ic ic-save"></i>{escape(_("Download my data"))}</a>'
        notice = bits.link("/rules", _("What is kept, what for, how long"), css="textlink")
        st.html(frame.lc(f'<div class="card stack"><p>{escape(words)}</p>{file}{notice}</div>'))
        account.delete(who, who.resident)
    elif st.session_state.pop("deleted", False):
        told = _("Your account is deleted. Thank you for playing along; everybody can go on as a guest.")
        st.html(frame.lc(plain.say("right", told) + f'<p class="section">{bits.link("/", _("To the home page"), css="btn sec")}</p>'))
    else:
        me.stranger(who)
