"""A six-character code: go on with a quiz here, or add a finished one to one's account."""

import streamlit as st

from linli.errors import GameError
from linli.locale import N_, _
from linli.web.begin import Visitor
from linli.web.parts import bits, carry, frame, join, pick, play

TITLE = N_("Six-character code")


def form(who: Visitor) -> None:
    st.html(frame.lc(f"<h1>{_('Type the code')}</h1><p class='soft'>{_('It stands at the end of a quiz, and on the home page while one is open.')}</p>{bits.done(who)}"))
    with st.form("code"):
        typed = st.text_input(_("Code"), key="code", placeholder="K7M4QX", autocomplete="off")
        told = st.container()
        sent = st.form_submit_button(_("Go on"), type="primary", width="stretch")
    if not sent:
        return
    try:
        done = carry.use(who, typed)
    except GameError as refusal:
        with told:
            pick.say(refusal)
        return
    if done.address:
        play.to("quiz", **done.address)
    st.html(frame.lc(done.html))


with frame.page("home", name=_("Six-character code"), back="/") as visitor:
    if visitor.resident and visitor.holder:
        join.claim_offer(visitor, visitor.resident)
    form(visitor)
