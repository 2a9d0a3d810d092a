"""Joining: compound, nickname, PIN, 14 or older, notice; then the player number, shown large."""

import streamlit as st

from linli import notice, residents
from linli.errors import GameError
from linli.locale import N_, _
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, frame, home, join, pick

TITLE = N_("Make a nickname")


def form(who: Visitor, params: dict[str, str]) -> None:
    st.html(frame.lc(f"<h1>{_('Which compound do you live in?')}</h1>"))
    linked = pick.wanted(params.get("c", ""))
    mine = pick.compound(pick.compounds(), linked, small=linked is not None)
    with st.form("join"):
        nickname = st.text_input(_("Nickname"), key="nickname", placeholder=_("2 to 12 characters, no real name"), autocomplete="nickname")
        pin = st.text_input(_("PIN of six digits"), key="pin", type="password", autocomplete="new-password")
        again = st.text_input(_("The PIN once more"), key="pin_again", type="password", autocomplete="new-password")
        slip = st.text_input(_("Household slip, if at hand"), params.get("s", "")[:12], key="slip", placeholder=_("6 characters, may stay empty"), autocomplete="off")
        old = st.checkbox(_("I am 14 or older"), key="fourteen")
        with st.expander(_("Privacy notice, version {version}", version=notice.VERSION)):
            st.html(frame.lc(join.notice_text()))
        agreed = st.checkbox(_("I have read the privacy notice and agree"), key="agreed")
        told = st.container()
        sent = st.form_submit_button(_("Make my nickname"), type="primary", width="stretch")
    if not sent:
        return
    try:
        chosen = join.check(mine, pin, again, agreed)
        made = residents.join(
            store(), compound=chosen.id, nickname=nickname, pin=pin, slip_code=slip, fourteen=old,
            notice_version=notice.VERSION, device=who.device, at=who.at,
        )
        st.session_state["joined"] = made.id
        st.rerun()
    except GameError as refusal:
        with told:
            pick.say(refusal)


with frame.page("me", name=_("Make a nickname"), back="/") as visitor:
    if join.own_phone(visitor):
        if not pick.compounds():
            st.html(frame.lc(home.not_ready()))
        elif visitor.resident and st.session_state.get("joined") == visitor.resident.id:
            join.welcome(visitor, visitor.resident)
        else:
            form(visitor, st.query_params.to_dict())
            st.html(frame.lc(bits.link("/enter", _("I have a nickname already"), css="btn quiet")))
