"""Choosing one's compound: cards with badges, a box with a filter where there are many."""

from collections.abc import Sequence

import streamlit as st

from linli import community
from linli.community import Compound, UnknownCompound
from linli.errors import GameError
from linli.locale import _, ngettext, number
from linli.web import plain
from linli.web.app_store import store
from linli.web.parts import frame
from linli.web.parts.badge import COLOURS
from linli.web.text import safe_label

#: More compounds than this are chosen from a box with a filter.
MOST_CARDS = 12
_PATTERNS = {
    1: "repeating-linear-gradient(45deg,var(--o) 0 2px,transparent 2px 7px)",
    2: "radial-gradient(var(--o) 1.7px,transparent 2.1px) 0 0/7px 7px",
    3: "repeating-linear-gradient(0deg,var(--o) 0 2px,transparent 2px 7px)",
    4: "repeating-linear-gradient(0deg,var(--o) 0 1.6px,transparent 1.6px 8px),repeating-linear-gradient(90deg,var(--o) 0 1.6px,transparent 1.6px 8px)",
    5: "repeating-linear-gradient(90deg,var(--o) 0 2px,transparent 2px 7px)",
}


def compounds() -> list[Compound]:
    """The compounds in use, in the order of their marks."""
    with store().reading() as tx:
        return community.compounds(tx)


def wanted(code: str, usual: str | None = None) -> Compound | None:
    """The compound of a link's code, else the usual one by id; says so where the code is unknown."""
    try:
        with store().reading() as tx:
            return community.compound(tx, code[:40] or usual or "") if code or usual else None
    except UnknownCompound as refusal:
        if code:
            say(refusal)
        return None


def say(refusal: GameError) -> None:
    """Tell a refusal where it happened."""
    st.html(frame.lc(plain.say("warn", refusal.sentence())))


def compound(found: Sequence[Compound], preset: Compound | None, key: str = "pick", *, small: bool = False) -> Compound | None:
    """The choice of a compound; None while none is chosen. small: a box instead of cards."""
    named = {one.id: one for one in found}
    place = list(named).index(preset.id) if preset and preset.id in named else None
    label = _("Your compound")
    if small or len(found) > MOST_CARDS:
        chosen = st.selectbox(
            label, list(named), index=place, key=key, format_func=lambda one: _label(named[one]), placeholder=_("Type a few letters of its name"),
        )
    else:
        st.html(f"<style>{badges(found, key)}</style>")
        chosen = st.radio(
            label, list(named), index=place, key=key, format_func=lambda one: safe_label(named[one].name, 40),
            captions=[_homes(one) for one in found], width="stretch", label_visibility="collapsed",
        )
    return named.get(chosen) if chosen else None


def _label(one: Compound) -> str:
    return f"{one.letter} · {safe_label(one.name, 40)}"


def _homes(one: Compound) -> str:
    return ngettext("{shown} household", "{shown} households", one.households, shown=number(one.households))


def badges(found: Sequence[Compound], key: str) -> str:
    """The style that gives each card its compound's badge: letter, pattern and colour."""
    return "".join(
        f".st-key-{key} [role=radiogroup]>div:nth-of-type({place}){{--c:var(--c{one.mark % COLOURS + 1});--o:var(--o{one.mark % COLOURS + 1});"
        f'--l:"{one.letter}";--p:{_PATTERNS.get((one.mark + one.mark // COLOURS) % 6, "none")}}}'
        for place, one in enumerate(found, 1)
    )
