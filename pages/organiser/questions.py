"""The question bank: all questions, the check queue, reports, conflicts, files with faults; files brought in and their drafts; and the editor."""

import streamlit as st

from linli import overview
from linli.locale import N_, _
from linli.questions import drafts
from linli.web.parts.organiser import (
    check_desk,
    desk,
    draft_desk,
    editor,
    import_desk,
    question_desk,
    question_list,
    report_desk,
    statistics,
)
from linli.web.parts.organiser.desk import Desk

TITLE = N_("Questions")
ROLES = ("organiser", "clerk")
ORDER = 2

PARTS = {
    "list": (N_("All questions"), question_list.draw), "check": (N_("To check"), check_desk.draw),
    "import": (N_("Import"), import_desk.draw), "drafts": (N_("Drafts"), draft_desk.draw),
    "reports": (N_("Reports"), report_desk.draw), "statistics": (N_("Statistics"), statistics.show),
    "conflicts": (N_("Two versions"), question_desk.conflicts), "files": (N_("Files"), question_desk.files),
}


def parts(at: Desk) -> None:
    """The lists, one at a time."""
    todo = overview.todo(at.store, at.at)
    with at.store.reading() as tx:
        open_drafts = drafts.count(tx)
    counts = {"drafts": open_drafts, "check": todo.to_check, "reports": todo.reports, "conflicts": todo.conflicts, "files": todo.faulty_files}

    def label(one: str) -> str:
        return _(PARTS[one][0]) + (f" {counts[one]}" if counts.get(one) else "")

    chosen = st.segmented_control(
        _("Part"), list(PARTS), format_func=label, default=desk.wished("part", list(PARTS)), required=True, key="q_part", label_visibility="collapsed",
    )
    with st.container(key="card_questions"):
        PARTS[str(chosen)][1](at)


with desk.page("questions", *ROLES) as at:
    at.head(_("Questions"), _("Each one rests on the quoted words of a law or on a numbered fact."))
    if editor.opened():
        editor.draw(at)
    else:
        parts(at)
