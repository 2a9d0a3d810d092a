"""A guest's start: choose the compound, type the household slip if at hand, begin."""

from urllib.parse import urlencode

import streamlit as st

from linli import attempts, played, slips
from linli.community import Compound
from linli.errors import GameError
from linli.locale import N_, _
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, frame, home, pick, play
from linli.web.text import safe_label

TITLE = N_("Your compound")


def begin(who: Visitor, chosen: Compound, slip: str, params: dict[str, str]) -> None:
    try:
        with store().reading() as tx:
            held = slips.optional(tx, chosen.id, slip)
        wish = play.wish(params)
        attempts.start(store(), play.player(who, chosen.id, held), wish.kind, wish.topic, at=who.at)
    except GameError as refusal:
        pick.say(refusal)
    else:
        play.to("quiz", **{key: params[key] for key in ("topic", "practice") if key in params})


def screen(who: Visitor, params: dict[str, str], found: list[Compound]) -> None:
    st.html(frame.lc(f"<h1>{_('Which compound do you live in?')}</h1><p class='soft'>{_('The points go to it. No phone or door number needed.')}</p>{bits.done(who)}"))
    usual = played.guest_compound(store(), who.holder) if who.holder else None
    mine = pick.compound(found, pick.wanted(params.get("c", ""), usual))
    code = st.text_input(_("Household slip, if at hand"), params.get("s", "")[:12], key="slip", placeholder=_("6 characters, may stay empty"), autocomplete="off")
    told = st.container()
    with st.container(key="dock"):
        words = _("It is {compound}: begin", compound=safe_label(mine.name, 20)) if mine else _("Choose a compound above")
        tapped = st.button(words, key="begin", type="primary", width="stretch", disabled=mine is None)
        if not who.kiosk:
            join = f"/join?{urlencode({'c': mine.code})}" if mine else "/join"
            st.html(frame.lc(bits.link(join, _("Make a nickname, keep my points"), css="btn quiet")))
    if tapped and mine:
        with told:
            begin(who, mine, code, params)


with frame.page("home") as visitor:
    asked = st.query_params.to_dict()
    compounds = pick.compounds()
    if visitor.resident:
        play.to("quiz", **{key: asked[key] for key in ("topic", "practice") if key in asked})
    elif compounds:
        screen(visitor, asked, compounds)
    else:
        st.html(frame.lc(home.not_ready()))
