"""Approvals: odd records first with their reasons, complete ones together, what was decided, objections."""

import streamlit as st

from linli import listing, overview
from linli.locale import N_, _, ngettext
from linli.volunteer import hour_lists, late_ticks, objections
from linli.web.parts import frame
from linli.web.parts.organiser import approving, deciding, desk, nickname_desk, records, week
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty

TITLE = N_("Approvals")
ROLES = ("organiser",)
ORDER = 4


def decided(at: Desk) -> None:
    done = hour_lists.decided(at.store, at.staff.id, at.at)
    names = overview.names_of_records(at.store, [one.record for one in done])
    rows = [(one, names[one.record]) for one in done]
    if not rows:
        st.html(frame.lc(empty(_("Nothing was decided in the last 30 days."))))
        return
    left, right = st.columns([1.9, 1])
    with left, st.container(key="card_decided"):
        looked = records.decided_list(rows, at.settings.zone) or rows[0][0]
    with right, st.container(key="rim_record"):
        st.html(frame.lc(records.decided_detail(looked, names[looked.record], hour_lists.history(at.store, looked.record), at.settings.zone)))
        deciding.decided(at, looked)


with desk.page("approvals", *ROLES) as at:
    rows = hour_lists.waiting(at.store, at.at, at.staff.id)
    odd = sum(1 for one in rows if one.odd and not one.elsewhere)
    lead = ngettext("{n} record waits for you", "{n} records wait for you", len(rows))
    at.head(_("Hours to approve"), _("{records}; {odd} of them first", records=lead, odd=odd) if odd else lead, week.deadline(rows))
    late, objected, wishes = late_ticks.waiting(at.store), objections.waiting(at.store), listing.waiting(at.store, at.staff)
    words = {
        "waiting": _("Waiting") + f" {len(rows)}", "late": _("Late ticks") + f" {len(late)}",
        "objections": _("Objections") + f" {len(objected)}", "nicknames": _("Nicknames") + f" {len(wishes)}", "decided": _("Decided"),
    }
    shown = st.segmented_control(
        _("Show"), list(words), format_func=words.__getitem__, default=desk.wished("part", list(words)), required=True, key="shown",
        label_visibility="collapsed",
    )
    if shown == "decided":
        decided(at)
    elif shown == "waiting":
        approving.waiting(at, rows)
    elif shown == "nicknames":
        nickname_desk.draw(at, wishes)
    elif shown == "late":
        for one in late:
            deciding.late(at, one)
    else:
        deciding.public(at)
        for each in objected:
            deciding.objection(at, each)
    if (shown == "late" and not late) or (shown == "objections" and not objected):
        st.html(frame.lc(empty(_("Nothing waits here."))))
