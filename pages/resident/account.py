"""My account: nickname, PIN, household slip, moving, phones, signing out."""

import streamlit as st

from linli import residents
from linli.locale import N_, _
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import account, frame, me, pick, play
from linli.who import Resident

TITLE = N_("My account")


def screen(who: Visitor, resident: Resident) -> None:
    account.said()
    if resident.pin_temporary:
        account.pin(who, resident)
        account.nickname(who, resident)
    else:
        account.nickname(who, resident)
        account.pin(who, resident)
    account.slip(resident)
    account.move(who, resident, pick.compounds())
    account.listed(who, resident)
    account.phones(who, resident)
    if st.button(_("Sign out on this phone"), key="out", width="stretch"):
        residents.sign_out(store(), who.device, who.at)
        play.to("home")


with frame.page("me", name=_("My account"), small=_("Only you see this"), back="/me") as visitor:
    if visitor.resident:
        screen(visitor, visitor.resident)
    else:
        me.stranger(visitor)
