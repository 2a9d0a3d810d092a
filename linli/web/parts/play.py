"""Who plays which quiz: between a visitor, the addresses of the quiz, and attempts."""

from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st

from linli import played
from linli.attempts import Player
from linli.errors import GameError
from linli.locale import N_, _
from linli.played import Wish
from linli.store import Tx
from linli.web import nav, plain
from linli.web.begin import Visitor
from linli.web.parts import frame, quiz_card
from linli.web.text import escape

#: So many quizzes of one kind a day have an address of their own.
MOST = 99


class NoCookies(GameError):
    """Nothing tells this browser from another."""

    def __init__(self) -> None:
        super().__init__(N_("This browser keeps no cookies, so your answers could not be found again. Allow cookies for this address, then reload."))


def player(who: Visitor, compound: str = "", slip: str | None = None) -> Player:
    """The visitor as a player: the resident, or a guest of a compound (with a slip's id). Raises NoCookies."""
    if not who.holder:
        raise NoCookies
    kiosk = who.kiosk.id if who.kiosk else None
    if who.resident:
        return Player(who.holder, who.resident.compound, who.resident.subject, who.resident.slip, kiosk)
    return Player(who.holder, compound, None, slip, kiosk)


def refused(who: Visitor, refusal: GameError) -> None:
    """A quiz that cannot be had: why, with the bar on top and the way home."""
    home = f'<p class="section"><a class="btn sec" href="/" data-nav="/">{escape(_("To the home page"))}</a></p>'
    st.html(frame.lc(plain.bar(_("Linli Cup"), large=who.large) + plain.say("warn", refusal.sentence()) + home))


def wish(params: Mapping[str, str]) -> Wish:
    """Which quiz an address asks for: ?topic=fire, ?practice=1, ?n=2 for the second one today."""
    topic = params.get("topic", "")[:64] or None
    kind = "practice" if params.get("practice") else "topic" if topic else "daily"
    text = params.get("n", "")[:2]
    number = int(text) if text.isascii() and text.isdigit() and int(text) else None
    return Wish(kind, topic, number)


def seen(params: Mapping[str, str]) -> int:
    """Which answered question an address wants to see again (?see=2), counted from 1; 0 for none."""
    text = params.get("see", "")[:2]
    return int(text) if text.isascii() and text.isdigit() else 0


def address(wished: Wish, *, see: int = 0) -> str:
    """The address of a quiz; it holds no id, so that it says nothing about anybody."""
    asked = urlencode(query(wished) | ({"see": str(see)} if see else {}))
    return f"/quiz?{asked}" if asked else "/quiz"


def island(attempt: str, see: int = 0) -> str:
    """The quiz card of an attempt; see: first shows again what followed that answer."""
    html = quiz_card.island(attempt)
    return html.replace(f'data-url="/api/quiz/{attempt}"', f'data-url="/api/quiz/{attempt}?see={see}"') if see else html


def query(wished: Wish) -> dict[str, str]:
    """The parts of a quiz's address."""
    named = {
        "topic": wished.topic or "", "practice": "1" if wished.kind == "practice" else "",
        "n": str(wished.number) if wished.number else "",
    }
    return {key: value for key, value in named.items() if value}


def another(tx: Tx, holder: Player, kind: str, topic: str | None, at: datetime) -> Wish:
    """The next quiz of a kind and topic, after those begun today."""
    return Wish(kind, topic, min(MOST, 1 + len(played.begun(tx, holder, Wish(kind, topic), at))))


def to(page: str, folder: str = "resident", **params: str) -> NoReturn:
    """Go to another of our pages within the app."""
    st.switch_page(str(nav.PAGES / folder / f"{page}.py"), query_params=params)
