"""The quiz: today's five, a topic's (?topic=fire), practice (?practice=1), or one brought by code (?a=…)."""

import streamlit as st

from linli import attempts, played
from linli.errors import GameError
from linli.locale import N_
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, frame, play

TITLE = N_("Quiz")


def attempt(who: Visitor, params: dict[str, str]) -> str:
    """The attempt that the address means, started if need be; guests choose their compound first."""
    if params.get("a"):
        return attempts.look(store(), params["a"][:64], play.player(who)).id
    wish = play.wish(params)
    home = "" if who.resident or not who.holder else played.guest_compound(store(), who.holder) or ""
    player = play.player(who, home)
    begun = played.in_hand(store(), player, wish, who.at)
    if begun is None and not who.resident and (not home or wish.kind == "daily"):
        play.to("start", **params)
    return begun or played.begin(store(), player, wish, who.at)


with frame.page(bare=True) as visitor:
    asked = st.query_params.to_dict()
    try:
        st.html(play.island(attempt(visitor, asked), play.seen(asked)) + frame.lc(bits.done(visitor)))
    except GameError as refusal:
        play.refused(visitor, refusal)
