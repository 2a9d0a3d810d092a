"""Set-up: the workbook, and forms for the community, compounds, units, seasons, the game, the calendar."""

import streamlit as st

from linli import community
from linli.locale import N_, _
from linli.web.parts import frame
from linli.web.parts.organiser import compound_forms, desk, game_settings, roster_upload, setup_forms
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import tag

TITLE = N_("Set-up")
ROLES = ("organiser", "clerk")
ORDER = 8


def steps(at: Desk) -> str:
    """What is there and what is still missing, as pills."""
    with at.store.reading() as tx:
        there = {
            _("Community"): bool(at.settings.community_zh), _("Compounds"): bool(community.compounds(tx)),
            _("Seasons"): bool(community.seasons(tx)), _("Units"): bool(community.units(tx)),
        }
    pills = [tag(words, "right", "check") if done else tag(words, "warn", "edit") for words, done in there.items()]
    return f'<div class="pills">{"".join(pills)}</div>'


PARTS = {
    "workbook": (N_("Workbook"), roster_upload.draw), "office": (N_("Community and office"), setup_forms.office),
    "compounds": (N_("Compounds"), compound_forms.draw), "units": (N_("Units"), setup_forms.units),
    "seasons": (N_("Seasons"), setup_forms.seasons), "game": (N_("The game"), game_settings.draw),
    "calendar": (N_("Calendar"), setup_forms.calendar),
}

with desk.page("setup", *ROLES) as at:
    at.head(_("Set-up"), _("Fill in one workbook, or the forms one by one."))
    st.html(frame.lc(steps(at)))
    mine = list(PARTS) if at.organises else ["workbook", "compounds"]
    chosen = st.segmented_control(
        _("Part"), mine, format_func=lambda one: _(PARTS[one][0]), default=desk.wished("part", mine), required=True, key="part", label_visibility="collapsed",
    )
    with st.container(key="card_setup"):
        PARTS[str(chosen)][1](at)
