"""What is printed: the QR sheet of each compound, and household slips."""

from collections.abc import Sequence

import streamlit as st

from linli import community, slips
from linli.community import Compound
from linli.locale import _, ngettext, number
from linli.roles import require
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty
from linli.web.print_routes import PART
from linli.web.text import escape, safe_html, safe_label


def draw(at: Desk) -> None:
    """Links to every sheet; making slips, for organisers and clerks."""
    with at.store.reading() as tx:
        known = community.compounds(tx)
        out = {one.id: len(slips.codes(tx, one.id)) for one in known}
    if not known:
        st.html(frame.lc(empty(_("Add the compounds in the set-up first."), "window")))
        return
    with st.container(key="card_sheets"):
        st.html(frame.lc(_sheets(known)))
    counted = [one for one in known if one.basis == "slips" or out[one.id]]
    if counted:
        with st.container(key="card_slips"):
            st.html(frame.lc(_slips(counted, out)))
            _make(at, counted, out)


def _link(href: str, words: str, icon: str = "doc") -> str:
    return f'<a class="btn sec auto" href="{escape(href)}" target="_blank"><i class="ic ic-{icon}"></i>{escape(words)}</a>'


def _sheets(known: Sequence[Compound]) -> str:
    words = _("One A4 page for each notice board: scanning the code opens the game with the compound chosen.")
    links = "".join(_link(f"/print/sheets?c={one.code}", one.name, "qr") for one in known)
    every = f'<a class="btn pri auto" href="/print/sheets" target="_blank"><i class="ic ic-qr"></i>{escape(_("All compounds"))}</a>'
    return f'<h2>{escape(_("QR sheets"))}</h2><p class="soft">{escape(words)}</p><div class="pills">{every}{links}</div>'


def _slips(known: Sequence[Compound], out: dict[str, int]) -> str:
    words = _("One code for each household, never linked to a flat. Hand one out at each door; participation counts them.")
    rows = "".join(_slip_row(one, out[one.id]) for one in known)
    return f'<h2>{escape(_("Household slips"))}</h2><p class="soft">{escape(words)}</p><ul class="plainlist">{rows}</ul>'


def _slip_row(one: Compound, count: int) -> str:
    parts = range(1, -(-count // PART) + 1)
    links = "".join(
        _link(f"/print/slips?c={one.code}&part={part}", _("Print {first} to {last}", first=(part - 1) * PART + 1, last=min(count, part * PART))) for part in parts
    )
    told = _("{out} of {households} made", out=number(count), households=number(one.households))
    return f'<li><p><b>{safe_html(one.name, 40)}</b><br><span class="soft">{escape(told)}</span></p><div class="pills">{links}</div></li>'


def _make(at: Desk, known: Sequence[Compound], out: dict[str, int]) -> None:
    names = {one.id: safe_label(one.name, 40) for one in known}
    with st.form(desk.key("slips")):
        left, right = st.columns(2)
        chosen = left.selectbox(_("Compound"), list(names), format_func=names.__getitem__, key=desk.key("slips") + "_home")
        count = right.number_input(
            _("How many new slips; empty makes one for every household that has none"), 1, 99_999, None, key=desk.key("slips") + "_n",
        )
        if st.form_submit_button(_("Make slips"), type="primary"):
            home = next(one for one in known if one.id == chosen)
            wanted = int(count) if count else home.households - out[home.id]
            desk.save("slips", lambda: _made(at, home, wanted))


def _made(at: Desk, home: Compound, wanted: int) -> str:
    made = slips.issue(at.store, home.id, wanted, at.at, require(at.staff, "organiser", "clerk").id)
    return ngettext("{n} slip made for {name}. Print it above.", "{n} slips made for {name}. Print them above.", len(made), name=home.name)
