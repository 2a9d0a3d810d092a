"""Compounds: the list, a form for each, the public log of household numbers."""

from datetime import date
from typing import Any

import streamlit as st

from linli import clock, community, roster
from linli.community import BASES, Compound
from linli.errors import GameError
from linli.locale import _, full_day, number
from linli.roster import Entry, Roster
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.setup_forms import LINE, NAME, NoDay, both
from linli.web.parts.organiser.tables import folded, table
from linli.web.text import escape, plain, safe_label

NEW = ""


def bases() -> dict[str, str]:
    """How participants are counted, in words."""
    return {"slips": _("household slips (one code a door)"), "on_site": _("people seen on site")}


def draw(at: Desk) -> None:
    """The list of compounds, and the form of the one that is chosen."""
    with at.store.reading() as tx:
        known = community.compounds(tx)
        out = {row["compound"]: row["n"] for row in tx.rows("select compound, count(*) as n from slip group by compound order by compound")}
    words = bases()
    rows = [(one.letter, one.name, number(one.households), one.households_source, full_day(one.households_on), words[one.basis], number(out.get(one.id, 0))) for one in known]
    heads = ("", _("Compound"), _("Households"), _("Where the number comes from"), _("As of"), _("Participants counted by"), _("Slips out"))
    st.html(frame.lc(table(heads, rows, numbers=(2, 6), empty=_("No compound yet. Add the first one below, or use the workbook."))))
    by_id = {one.id: one for one in known}
    if not at.organises:
        return
    names = {NEW: _("A new compound")} | {one.id: safe_label(one.name, 40) for one in known}
    chosen = st.selectbox(_("Form for"), list(names), format_func=names.__getitem__, key="compound_chosen")
    _form(at, by_id.get(chosen or NEW))
    if chosen:
        _log(at, chosen)


def _form(at: Desk, one: Compound | None) -> None:
    name = f"compound_{one.id if one else 'new'}"
    key = desk.key(name)
    today = clock.local(at.at, at.settings.zone).date()
    with st.form(key):
        names = both(name, "name", _("Compound"), one.name_zh if one else "", one.name_en if one else "")
        left, middle, right = st.columns([1, 2, 1])
        households = left.number_input(_("Households"), 1, 99_999, one.households if one else None, key=key + "_n")
        source = middle.text_input(_("Where the number comes from"), one.households_source if one else "", max_chars=LINE, key=key + "_source")
        stated = right.date_input(_("As of"), date.fromisoformat(one.households_on) if one else today, format="YYYY-MM-DD", key=key + "_on")
        words = bases()
        basis = st.radio(
            _("Participants counted by"), BASES, BASES.index(one.basis) if one else 0, format_func=words.__getitem__, horizontal=True, key=key + "_basis",
        )
        note = _("The number, its source and every change of it are public. Once somebody has taken part in a season, the way of counting stays until the next one.")
        st.html(frame.lc(f'<p class="soft">{escape(note)}</p>'))
        if st.form_submit_button(_("Save the compound"), type="primary"):
            given = {"names": names, "households": households, "source": plain(source, LINE).strip(), "stated": stated, "basis": basis}
            desk.save(name, lambda: _saved(at, one, given))


def _saved(at: Desk, one: Compound | None, given: dict[str, Any]) -> str:
    who, (zh, en) = at.organiser().id, given["names"]
    if given["stated"] is None:
        raise NoDay
    if given["households"] is None:
        raise community.BadHouseholds(plain(zh, NAME), "")
    values: dict[str, Any] = {
        "households": int(given["households"]), "source": given["source"], "stated_on": given["stated"].isoformat(),
    }
    if one is None:
        with at.store.writing() as tx:
            community.add_compound(tx, name_zh=zh, name_en=en or zh, basis=given["basis"], who=who, at=at.at, **values)
        return _("{name} is on the list.", name=zh)
    if given["basis"] != one.basis:
        _change_basis(at, one, given["basis"], who)
    with at.store.writing() as tx:
        community.change_compound(tx, one.id, name_zh=zh, name_en=en or zh, who=who, at=at.at, **values)
    return _("{name} is saved.", name=zh)


def _change_basis(at: Desk, one: Compound, basis: str, who: str) -> None:
    """Another way of counting; refused while a season in which somebody took part goes on."""
    entry = Entry("compound", {
        "name_zh": one.name_zh, "name_en": one.name_en, "households": one.households, "source": one.households_source,
        "stated_on": one.households_on, "basis": basis,
    })
    try:
        roster.commit(at.store, Roster((entry,)), who, at.at)
    except roster.RosterRefused as refused:
        why = refused.fields["why"]
        raise GameError("{why}", why=why) from refused


def _log(at: Desk, compound: str) -> None:
    with at.store.reading() as tx:
        changes = community.household_changes(tx, compound)
    rows = [
        (number(row["households"]), row["source"], full_day(row["stated_on"]), full_day(clock.local(clock.parse(row["changed_at"]), at.settings.zone).date()))
        for row in changes
    ]
    heads = (_("Households"), _("Where the number comes from"), _("As of"), _("Entered"))
    st.html(frame.lc(folded(_("Log of the household number"), table(heads, rows, numbers=(0,)))))
