"""The question bank: search and pause, conflicts, files with faults, the clerks' workbook."""

import streamlit as st

from linli import overview
from linli.locale import N_, _
from linli.web.parts.organiser import desk, question_desk

TITLE = N_("Questions")
ROLES = ("organiser", "clerk")
ORDER = 2

PARTS = {
    "list": (N_("All questions"), question_desk.search), "conflicts": (N_("Two versions"), question_desk.conflicts),
    "files": (N_("Files"), question_desk.files), "workbook": (N_("Workbook"), question_desk.book),
}

with desk.page("questions", *ROLES) as at:
    todo = overview.todo(at.store, at.at)
    at.head(_("Questions"), _("Each one rests on the quoted words of a law or on a numbered fact."))
    counts = {"conflicts": todo.conflicts, "files": todo.faulty_files}

    def label(one: str) -> str:
        return _(PARTS[one][0]) + (f" {counts[one]}" if counts.get(one) else "")

    chosen = st.segmented_control(
        _("Part"), list(PARTS), format_func=label, default=desk.wished("part", list(PARTS)), required=True, key="q_part", label_visibility="collapsed",
    )
    with st.container(key="card_questions"):
        PARTS[str(chosen)][1](at)
