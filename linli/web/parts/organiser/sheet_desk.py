"""Record sheets for the office: made for a volunteer who asks, and what was issued so far."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from linli import clock
from linli.locale import N_, _, ngettext
from linli.roles import require
from linli.rules.record_set import hours_text
from linli.volunteer import record_sheets
from linli.volunteer.record_sheets import IN_CHARGE_MOST, Issued
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, tag
from linli.web.text import escape, plain, safe_html

SHOWN = 200
SEALING = N_("Before sealing, make sure the volunteer is who the number belongs to: they can show their page. Name and ID number are written by hand.")
_MADE = "sheet_made"


def draw(at: Desk) -> None:
    """The form, and the list of issued sheets."""
    issued = record_sheets.issued(at.store, at.staff, limit=SHOWN)
    with st.container(key="card_sheet_form"):
        st.html(frame.lc(f"<h2>{escape(_('For a volunteer'))}</h2>" + _open(issued)))
        _form(at)
    with st.container(key="card_sheet_list"):
        st.html(frame.lc(f"<h2>{escape(_('Issued'))}</h2>" + (_list(issued) if issued else empty(_("No record sheet has been made yet."), "window"))))


def _form(at: Desk) -> None:
    today = date.fromisoformat(clock.local_day(at.at, at.settings.zone))
    with st.form(desk.key("sheet")):
        one, two, three, four = st.columns(4)
        number = one.text_input(_("Player number"), max_chars=12, key=desk.key("sheet") + "_number", help=_("6 digits, on the volunteer's own page"))
        first = two.date_input(_("First day"), today.replace(month=1, day=1), max_value=today, format="YYYY-MM-DD", key=desk.key("sheet") + "_first")
        last = three.date_input(_("Last day"), today, max_value=today, format="YYYY-MM-DD", key=desk.key("sheet") + "_last")
        in_charge = four.text_input(_("In charge"), max_chars=IN_CHARGE_MOST, key=desk.key("sheet") + "_who", help=_("Empty leaves a line to sign on."))
        if st.form_submit_button(_("Make the record sheet"), type="primary"):
            desk.save("sheet", lambda: _make(at, number, first, last, plain(in_charge, IN_CHARGE_MOST)))


def _make(at: Desk, number: str, first: object, last: object, in_charge: str) -> str:
    made = record_sheets.issue_for(at.store, require(at.staff, "organiser", "clerk"), number, str(first), str(last), at.at, in_charge)
    st.session_state[_MADE] = made.number
    return ngettext("Record sheet {number} is made: {n} record.", "Record sheet {number} is made: {n} records.", len(made.lines), number=made.number)


def _open(issued: Sequence[Issued]) -> str:
    """The PDF of the sheet just made; what to look at before sealing it."""
    told = f'<p class="soft">{escape(_(SEALING))}</p>'
    made = st.session_state.get(_MADE)
    found = next((one for one in issued if one.number == made and one.state == "valid"), None)
    if found is None:
        return told
    words = _("Open {number} for {name}", number=found.number, name=found.name)
    return f'{told}<div class="pills"><a class="btn sec auto" href="{_address(found)}" target="_blank"><i class="ic ic-doc"></i>{safe_html(words, 80)}</a></div>'


def _address(one: Issued) -> str:
    return f"/print/record-sheet?n={escape(one.number)}"


def _list(issued: Sequence[Issued]) -> str:
    heads = (_("Number"), _("State"), _("For"), _("Period of service"), _("Signed in (h)"), _("Supplementary (h)"), _("Made by"))
    head = "".join(f'<th scope="col"{_right(place)}>{escape(words)}</th>' for place, words in enumerate(heads))
    note = f'<p class="soft">{escape(_("The newest {n} are shown.", n=SHOWN))}</p>' if len(issued) >= SHOWN else ""
    return f'<div class="scroll"><table class="tbl"><thead><tr>{head}</tr></thead><tbody>{"".join(map(_row, issued))}</tbody></table></div>{note}'


def _right(place: int) -> str:
    return ' class="num"' if place in (4, 5) else ""


def _row(one: Issued) -> str:
    known = "" if one.player_number in one.name else one.player_number
    number = f'<a href="{_address(one)}" target="_blank">{escape(one.number)}</a>' if one.state == "valid" else escape(one.number)
    cells = (
        f'<span class="nb">{number}</span>', _state(one), _two(safe_html(one.name, 24), known), _two(escape(one.first_on), one.last_on),
        hours_text(one.signed_in_minutes), hours_text(one.supplementary_minutes), _two(safe_html(one.issued_by or _("the volunteer"), 24), one.issued_on),
    )
    return "<tr>" + "".join(f"<td{_right(place)}>{cell}</td>" for place, cell in enumerate(cells)) + "</tr>"


def _two(upper_html: str, lower: str) -> str:
    """Two short lines that do not wrap."""
    under = f'<br><span class="soft">{escape(lower)}</span>' if lower else ""
    return f'<span class="nb">{upper_html}{under}</span>'


def _state(one: Issued) -> str:
    if one.state == "valid":
        return tag(_("valid"), "right", "check")
    if one.state == "replaced":
        return _two(tag(_("replaced")), _("by {number}", number=one.newer))
    return _two(tag(_("no longer valid"), "warn", "warn"), _("hours changed"))
