"""Signing in on this phone: switch to somebody it remembers, or nickname (or player number) and PIN."""

import streamlit as st

from linli import residents
from linli.errors import GameError
from linli.locale import N_, _
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, frame, join, pick, play
from linli.web.text import safe_label

TITLE = N_("Sign in")


def remembered(who: Visitor) -> None:
    others = [one for one in residents.people_on(store(), who.device, who.at) if not who.resident or one.id != who.resident.id]
    if not others:
        return
    homes = {one.id: one.name for one in pick.compounds()}
    st.html(frame.lc(f"<h2>{_('Go on as')}</h2>"))
    with st.container(key="options_people"):
        for one in others:
            if st.button(join.person_label(one, homes.get(one.compound, "")), key=f"person_{one.id}", width="stretch"):
                residents.switch(store(), who.device, one.id, who.at)
                play.to("home")


def form(who: Visitor) -> None:
    named = {one.id: one for one in pick.compounds()}
    with st.form("enter"):
        typed = st.text_input(_("Nickname or player number"), key="name", autocomplete="username")
        home = st.selectbox(
            _("Your compound (not needed with a player number)"), list(named), index=None, key="home",
            format_func=lambda one: safe_label(named[one].name, 40), placeholder=_("Choose"),
        )
        pin = st.text_input(_("PIN of six digits"), key="pin", type="password", autocomplete="current-password")
        told = st.container()
        sent = st.form_submit_button(_("Sign in"), type="primary", width="stretch")
    if not sent:
        return
    try:
        residents.sign_in(
            store(), compound=home or "", name_or_number=typed, pin=pin, device=who.device, at=who.at, address=st.context.ip_address,
        )
        play.to("home")
    except GameError as refusal:
        with told:
            pick.say(refusal)


with frame.page("me", name=_("Sign in"), back="/") as visitor:
    if join.own_phone(visitor):
        join.here_now(visitor)
        remembered(visitor)
        form(visitor)
        links = bits.link("/help", _("Forgot the PIN?"), css="btn quiet") + bits.link("/join", _("I am new here: make a nickname"), css="btn quiet")
        st.html(frame.lc(links))
