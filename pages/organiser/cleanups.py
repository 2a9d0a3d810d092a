"""Activities: the list, one in full with its coordinators, and the form to create from a kind or template, change or copy."""

from datetime import timedelta

import streamlit as st

from linli import clock
from linli.locale import N_, _
from linli.volunteer import activities, templates
from linli.web.parts import frame
from linli.web.parts.organiser import cleanup_acts, cleanup_evidence, cleanup_form, cleanup_kinds, cleanup_view, desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty

TITLE = N_("Activities")
ROLES = ("organiser", "clerk")
ORDER = 3


def form(at: Desk, kind: str, activity: str) -> None:
    headings = {"change": _("Change the activity"), "copy": _("A copy")}
    st.html(frame.lc(f"<h2>{headings.get(kind) or _('A new activity')}</h2>"))
    if kind == "new":
        cleanup_kinds.draw(at)
    elif kind == "kind":
        cleanup_form.draw(at, cleanup_kinds.of_kind(activity))
    elif kind == "template":
        cleanup_form.draw(at, cleanup_kinds.of_template(templates.of(at.store, activity)))
    else:
        of_activity(at, kind, activity)
    if st.button(_("Back to the list"), key="close_form"):
        cleanup_form.close()
        st.rerun()


def of_activity(at: Desk, kind: str, activity: str) -> None:
    zone = at.settings.zone
    with at.store.reading() as tx:
        row = activities.found(tx, activity)
    later = max(clock.local(at.at, zone).date(), clock.local(clock.parse(row["starts_at"]), zone).date()) + timedelta(days=7)
    if kind == "copy":
        cleanup_form.draw(at, cleanup_form.of_row(row, zone, day=later))
    else:
        cleanup_form.draw(at, cleanup_form.of_row(row, zone), changing=activity)


def lists(at: Desk) -> None:
    words = {"upcoming": _("To come"), "past": _("Over")}
    shown = st.segmented_control(_("Show"), list(words), format_func=words.__getitem__, default="upcoming", required=True, key="shown", label_visibility="collapsed")
    rows = (activities.upcoming if shown == "upcoming" else activities.past)(at.store, at.at)
    if not rows:
        st.html(frame.lc(empty(_("No activity here yet. Create the next one; Saturdays can repeat."))))
        return
    left, right = st.columns([1.7, 1])
    with left, st.container(key="card_list"):
        one = cleanup_view.listed(at, rows, str(shown)) or rows[0]
    with right, st.container(key="rim_one"):
        st.html(frame.lc(cleanup_view.detail(at, one)))
        if at.organises:
            cleanup_acts.draw(at, one)
    if at.organises and one.state in ("running", "over"):
        with right, st.container(key="card_evidence"):
            cleanup_evidence.draw(at, one)
    if at.organises and one.state != "cancelled":
        with right, st.container(key="card_people"):
            cleanup_view.coordinators(at, one)


with desk.page("cleanups", *ROLES) as at:
    at.head(_("Activities"), _("An activity exists before it starts; residents read work, risks and insurance before they sign up."))
    opened = cleanup_form.opened()
    if opened and at.organises:
        form(at, *opened)
    else:
        if at.organises and st.button(_("New activity"), key="new", type="primary"):
            cleanup_form.open_for("new")
            st.rerun()
        lists(at)
