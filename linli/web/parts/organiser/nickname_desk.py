"""Nicknames that wait to stand on public lists: approve many with one tap, refuse some with a reason."""

from typing import Any

import streamlit as st

from linli import clock, listing
from linli.listing import Wish
from linli.locale import _, month_day, ngettext
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.records import ROWS
from linli.web.parts.organiser.tables import empty
from linli.web.text import escape
from linli.web.text import plain as plain_text


def draw(at: Desk, wishes: list[Wish]) -> None:
    """The queue, or that nobody waits."""
    if not wishes:
        st.html(frame.lc(empty(_("No nickname waits. Residents agree under “Me”, “My account”; nobody is listed without."))))
        return
    words = _("These residents agreed to be named on public lists. Whoever is not ticked waits on; until then a code stands there.")
    with st.container(key="card_nicknames"):
        st.html(frame.lc(f"<h2>{escape(_('Nicknames for public lists'))} · {len(wishes)}</h2><p class='soft'>{escape(words)}</p>"))
        chosen = _chosen(at, wishes)
        _buttons(at, {one.resident: one.nickname for one in chosen})


def _chosen(at: Desk, wishes: list[Wish]) -> list[Wish]:
    table = [{
        _("Nickname"): plain_text(one.nickname, 24), _("Compound"): plain_text(one.compound, 40),
        _("Agreed"): month_day(clock.local(one.since, at.settings.zone).date()), _("State"): _("yours: somebody else decides") if one.own else "",
    } for one in wishes]
    first: Any = {"selection": {"rows": [place for place, one in enumerate(wishes) if not one.own]}}
    seen = st.dataframe(
        table, key=desk.key("nicknames"), hide_index=True, on_select="rerun", selection_mode="multi-row", selection_default=first,
        row_height=48, height=48 * min(len(wishes), ROWS) + 40, alt=_("Nicknames for public lists"),
    )
    return [wishes[place] for place in seen.selection.rows if place < len(wishes) and not wishes[place].own]


def _buttons(at: Desk, seen: dict[str, str]) -> None:
    left, right = st.columns(2)
    with left, st.form(desk.key("refuse_nicknames")):
        why = st.selectbox(_("Why not"), list(listing.WHY), index=None, format_func=listing.why_text, key=desk.key("refuse_nicknames") + "_why", placeholder=_("Choose"))
        if st.form_submit_button(ngettext("Refuse this {n}", "Refuse these {n}", len(seen)), width="stretch", disabled=not seen):
            desk.save("refuse_nicknames", lambda: _refused(at, seen, why))
    with right:
        label = ngettext("Approve this {n} nickname", "Approve these {n} nicknames", len(seen))
        if st.button(label, key=desk.key("approve_nicknames"), type="primary", width="stretch", disabled=not seen):
            desk.save("approve_nicknames", lambda: _approved(at, seen))


def _refused(at: Desk, seen: dict[str, str], why: str | None) -> str:
    if why is None:
        raise listing.NoWhy
    done = listing.decide(at.store, at.organiser(), seen, why, at.at)
    return ngettext("{n} nickname refused; its owner reads why.", "{n} nicknames refused; their owners read why.", done)


def _approved(at: Desk, seen: dict[str, str]) -> str:
    done = listing.decide(at.store, at.organiser(), seen, "", at.at)
    return ngettext("{n} nickname stands on public lists now.", "{n} nicknames stand on public lists now.", done)
