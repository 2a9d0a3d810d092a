"""Residents at the desk: find one, hide a nickname at once, reset a PIN in person."""

from collections.abc import Sequence

import streamlit as st

from linli import community, residents
from linli.errors import GameError
from linli.locale import N_, _
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import facts, tag
from linli.web.text import escape, safe_html, safe_label
from linli.who import Resident

ANYWHERE = ""


class NotHere(GameError):
    """The organiser has not said that the resident is before them."""

    def __init__(self) -> None:
        super().__init__(N_("A PIN is reset in person only. Tick that the resident is here, then make the new one."))


def find(at: Desk) -> Resident | None:
    """The search by compound and part of a nickname, or by player number; who was chosen."""
    with at.store.reading() as tx:
        homes = {one.id: safe_label(one.name, 40) for one in community.compounds(tx)}
    left, right = st.columns([1, 2])
    names = {ANYWHERE: _("all compounds")} | homes
    home = left.selectbox(_("Compound"), list(names), format_func=names.__getitem__, key="people_home")
    typed = right.text_input(_("Part of the nickname, or the player number"), key="people_find", max_chars=40)
    if not typed.strip():
        st.html(frame.lc(f'<p class="soft">{escape(_("Nobody is listed without a search. The player number stands on their phone under “Me”."))}</p>'))
        return None
    found = residents.find(at.store, at.staff, typed, home or None)
    return _choose(found, homes)


def _choose(found: Sequence[Resident], homes: dict[str, str]) -> Resident | None:
    if not found:
        st.html(frame.lc(f'<p class="soft">{escape(_("Nobody is found. Try fewer characters, or all compounds."))}</p>'))
        return None
    names = {one.id: f"{safe_label(one.nickname, 20)} · {one.player_number} · {homes.get(one.compound, '')}" for one in found}
    chosen = st.radio(_("Who it is"), list(names), format_func=names.__getitem__, key="people_chosen")
    return next((one for one in found if one.id == chosen), found[0])


def one(at: Desk, who: Resident) -> None:
    """A resident's card with what an organiser may do."""
    with at.store.reading() as tx:
        home = community.compound(tx, who.compound).name
    sign = tag(_("nickname hidden"), "warn", "warn") if who.hidden else ""
    rows = [(_("Player number"), who.player_number), (_("Compound"), home), (_("Household slip"), _("yes") if who.slip else _("no")),
            (_("PIN"), _("given by the office, to be changed") if who.pin_temporary else _("own"))]
    st.html(frame.lc(f'<div class="det"><h2>{safe_html(who.nickname, 20)}</h2>{sign}{facts(rows)}</div>'))
    desk.show_once("people:pin")
    if at.organises:
        _hide(at, who)
        _pin(at, who)


def _hide(at: Desk, who: Resident) -> None:
    words = _("Show the nickname again") if who.hidden else _("Hide the nickname now")
    help_text = _("Everybody sees “player {number}” instead, at once. The resident may choose another nickname.", number=who.player_number)
    if st.button(words, key=desk.key(f"hide_{who.id}"), help=help_text, width="stretch"):
        desk.save(f"hide_{who.id}", lambda: _hidden(at, who))


def _hidden(at: Desk, who: Resident) -> str:
    if who.hidden:
        residents.show_nickname(at.store, at.organiser(), who.id, at.at)
        return _("The nickname is shown again.")
    residents.hide_nickname(at.store, at.organiser(), who.id, at.at)
    return _("Hidden everywhere from now on.")


def _pin(at: Desk, who: Resident) -> None:
    name = f"pin_{who.id}"
    with st.expander(_("Reset the PIN in person")), st.form(desk.key(name)):
        words = _("Only with the resident before you. They see a new PIN once and change it on their phone; every pause of this account ends.")
        st.html(frame.lc(f'<p class="soft">{escape(words)}</p>'))
        sure = st.checkbox(_("{name} is here in person", name=safe_label(who.nickname, 20)), key=desk.key(name) + "_sure")
        if st.form_submit_button(_("Make a new PIN"), type="primary", width="stretch"):
            desk.save(name, lambda: _reset(at, who, sure))


def _reset(at: Desk, who: Resident, sure: bool) -> str:
    if not sure:
        raise NotHere
    pin = residents.reset_pin(at.store, at.organiser(), who.id, at.at)
    words = _("The new PIN of {name}. It is shown only now.", name=who.nickname)
    desk.keep_once("people:pin", f'<div class="card"><p>{escape(words)}</p><p class="pin">{escape(pin)}</p></div>')
    return ""
