"""My page: points with their parts, hours, what happened lately, and the ways on."""

import streamlit as st

from linli import community, played
from linli.locale import N_, _
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, frame, me
from linli.who import Resident

TITLE = N_("Me")


def screen(who: Visitor, resident: Resident) -> str:
    with store().reading() as tx:
        home = next((one for one in community.compounds(tx) if one.id == resident.compound), None)
    hours = me.my_hours(who, resident)
    top = me.head(resident, home, played.weeks(store(), resident.subject)) + me.hidden(resident)
    figures = me.figures(played.season(store(), resident.subject, who.at), played.minutes_ever(store(), resident.subject))
    rows = [
        ("/hours", "clock", _("My volunteer hours and the record sheet")),
        ("/review", "again", _("Look back at what I mixed up")), ("/account", "set", _("Nickname, PIN, compound, slip, phones")),
        ("/data", "doc", _("My data: download or delete")), ("/enter", "people", _("Switch person")),
    ]
    if me.reported(resident):
        rows.insert(2, ("/review", "flag", _("What became of my notes on questions")))
    return top + figures + me.recent(resident, hours) + f'<div class="section">{bits.menu(rows)}</div>'


with frame.page("me", name=_("Me"), small=_("Only you see this")) as visitor:
    if visitor.resident:
        st.html(frame.lc(screen(visitor, visitor.resident)))
    else:
        me.stranger(visitor)
