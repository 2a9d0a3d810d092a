"""Clean-ups: what comes, signing up and giving a place back, one's own hours; ?a=ID shows one of them."""

from collections.abc import Callable

import streamlit as st

from linli.errors import GameError
from linli.locale import N_, _
from linli.volunteer import activities, sign_ups
from linli.volunteer.activities import ActivityView
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import activities as parts
from linli.web.parts import bits, frame, pick

TITLE = N_("Clean-up")


def one(who: Visitor, wanted: str) -> None:
    subject = who.resident.subject if who.resident else None
    found = activities.view(store(), wanted[:64], who.at, subject)
    with store().reading() as tx:
        no_hours = activities.why_no_hours(activities.found(tx, found.id))
    st.html(frame.lc(parts.detail(who, found, no_hours)))
    if found.state in parts.OPEN and not who.kiosk:
        st.html(frame.lc(parts.field_link(found)))
    if found.state in ("upcoming", "signing_in"):
        place(who, found)


def place(who: Visitor, found: ActivityView) -> None:
    if who.resident is None:
        st.html(frame.lc(parts.join_first(who, found)))
    elif found.mine:
        st.html(frame.lc(parts.my_place(who, found)))
        if st.button(_("Give my place back"), key="cancel", width="stretch"):
            act(lambda subject: sign_ups.cancel(store(), found.id, subject, who.at), who)
    elif found.free:
        minor = st.checkbox(_("I am 14 to 17: a parent or guardian signs the consent on paper"), key="minor")
        if st.button(_("Sign up"), key="sign_up", type="primary", width="stretch"):
            act(lambda subject: sign_ups.sign_up(store(), found.id, subject, who.at, minor=minor), who)
    else:
        pick.say(sign_ups.Full({"title": found.title, "act_on": found.act_on, "places": found.places}))


def act(work: Callable[[str], object], who: Visitor) -> None:
    assert who.resident is not None
    try:
        work(who.resident.subject)
    except GameError as refusal:
        pick.say(refusal)
    else:
        st.rerun()


asked = str(st.query_params.get("a", ""))
with frame.page("clean", name=_("Clean-up"), small=frame.community_name(frame.settings_now()), back="/activities" if asked else "") as visitor:
    if asked:
        one(visitor, asked)
    else:
        st.html(frame.lc(parts.screen(visitor)))
    if visitor.kiosk:
        st.html(frame.lc(bits.done(visitor)))
