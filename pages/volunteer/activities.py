"""Clean-ups: what comes, signing up, waiting, giving a place back, one's own hours; ?a=ID shows one of them."""

from collections.abc import Callable

import streamlit as st

from linli.errors import GameError
from linli.locale import N_, _
from linli.volunteer import activities, evidence, sign_ups, waiting
from linli.volunteer.activities import ActivityView
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import activities as parts
from linli.web.parts import bits, frame, pick
from linli.web.parts.evidence import result_line

TITLE = N_("Activities")


def one(who: Visitor, wanted: str) -> None:
    subject = who.resident.subject if who.resident else None
    found = activities.view(store(), wanted[:64], who.at, subject)
    with store().reading() as tx:
        no_hours = activities.why_no_hours(activities.found(tx, found.id))
        result = evidence.result(tx, found.id)
    st.html(frame.lc(parts.detail(who, found, no_hours)))
    if result:
        st.html(frame.lc(f'<div class="card section">{result_line(result)}</div>'))
    if found.state in parts.OPEN and not who.kiosk:
        st.html(frame.lc(parts.field_link(found)))
    if found.state in ("upcoming", "signing_in"):
        place(who, found)
    if found.state in ("upcoming", "signing_in", "cancelled") and not who.kiosk:
        st.html(frame.lc(parts.calendar_link(found)))


def place(who: Visitor, found: ActivityView) -> None:
    if who.resident is None:
        st.html(frame.lc(parts.join_first(who, found)))
    elif found.mine:
        st.html(frame.lc(parts.my_place(who, found)))
        if st.button(_("Give my place back"), key="cancel", width="stretch"):
            act(lambda subject: sign_ups.cancel(store(), found.id, subject, who.at), who)
    elif found.queue:
        st.html(frame.lc(parts.my_wait(who, found)))
        if st.button(_("Leave the waiting list"), key="leave", width="stretch"):
            act(lambda subject: waiting.leave(store(), found.id, subject, who.at), who)
    else:
        sign_up(who, found)


def sign_up(who: Visitor, found: ActivityView) -> None:
    """Work, risks and insurance stand above; the tick says that they were read."""
    if not found.free:
        st.html(frame.lc(parts.full(found)))
    read = st.checkbox(_("I have read what is done, the risks and the insurance"), key="read")
    minor = st.checkbox(_("I am 14 to 17: a parent or guardian signs the consent on paper"), key="minor")
    # two keys: a tap on "Sign up" that comes after the last place went does not put anybody into the queue
    key, words, work = ("sign_up", _("Sign up"), sign_ups.sign_up) if found.free else ("wait", _("Put me on the waiting list"), waiting.join)
    if st.button(words, key=key, type="primary", width="stretch"):
        act(lambda subject: work(store(), found.id, subject, who.at, minor=minor, read=read), who)


def act(work: Callable[[str], object], who: Visitor) -> None:
    assert who.resident is not None
    try:
        work(who.resident.subject)
    except GameError as refusal:
        pick.say(refusal)
    else:
        st.rerun()


asked = str(st.query_params.get("a", ""))
with frame.page("clean", name=_("Activities"), small=frame.community_name(frame.settings_now()), back="/activities" if asked else "") as visitor:
    if asked:
        one(visitor, asked)
    else:
        st.html(frame.lc(parts.screen(visitor)))
    if visitor.kiosk:
        st.html(frame.lc(bits.done(visitor)))
