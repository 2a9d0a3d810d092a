"""What an organiser does with an activity: open its list, change, copy, cancel for the weather, print who must be told."""

import streamlit as st

from linli.locale import _, ngettext
from linli.volunteer import activities, cancelling
from linli.volunteer.activities import ActivityView
from linli.web.parts import frame
from linli.web.parts.organiser import cleanup_form, desk
from linli.web.parts.organiser.desk import Desk
from linli.web.text import escape

BEFORE = ("upcoming", "signing_in")


def draw(at: Desk, one: ActivityView) -> None:
    """The buttons below an activity."""
    st.html(frame.lc(f'<p class="acts">{"".join(_links(one))}</p>'))
    left, right = st.columns(2)
    if one.state in BEFORE and left.button(_("Change"), key=f"change_{one.id}", width="stretch"):
        cleanup_form.open_for("change", one.id)
        st.rerun()
    if (right if one.state in BEFORE else left).button(_("Copy"), key=f"copy_{one.id}", width="stretch"):
        cleanup_form.open_for("copy", one.id)
        st.rerun()
    if one.state in BEFORE:
        _cancel(at, one)
    elif one.state == "running":
        words = _("It has started, so it is not cancelled any more. If it must stop now, open its list and choose “End for all”: the time until then counts.")
        st.html(frame.lc(f'<p class="soft">{escape(words)}</p>'))


def _links(one: ActivityView) -> list[str]:
    """Its list, and what is printed."""
    found = [] if one.state == "cancelled" else [(f"/tick/{one.id}", "people", _("Open its list: sign-in, ticks, head count"))]
    if one.state != "cancelled":
        found.append((f"/sign-sheets/{one.id}", "doc", _("Paper sheets")))
    if one.state in (*BEFORE, "cancelled"):
        found.append((f"/print/told?a={one.id}", "doc", _("Print: who must be told")))
    if one.state == "cancelled":
        found.append((f"/print/cancelled?a={one.id}", "doc", _("Print: notice to hang up")))
    return [f'<a class="btn sec" href="{href}" target="_blank"><i class="ic ic-{icon}"></i>{escape(words)}</a>' for href, icon, words in found]


def _cancel(at: Desk, one: ActivityView) -> None:
    name = f"cancel_{one.id}"
    with st.expander(_("Cancel it")), st.form(desk.key(name)):
        lead = _("Up to the start. Everybody who signed up or waits reads the reason on their page; then print the list of whom to tell, for people without a phone.")
        st.html(frame.lc(f'<p class="soft">{escape(lead)}</p>'))
        cause = st.selectbox(_("Reason; residents read it"), list(cancelling.CAUSES), format_func=lambda code: _(cancelling.CAUSES[code]), key=desk.key(name) + "_cause")
        why = st.text_input(_("In your words (needed for another reason)"), key=desk.key(name) + "_why", max_chars=cancelling.MOST_WORDS)
        following = False
        if one.series:
            words = {False: _("this one only"), True: _("this one and all later ones of this row")}
            following = bool(st.radio(_("Which"), list(words), format_func=words.__getitem__, key=desk.key(name) + "_all"))
        if st.form_submit_button(_("Cancel this activity"), width="stretch"):
            desk.save(name, lambda: _cancelled(at, one, cause, why, following))


def _cancelled(at: Desk, one: ActivityView, cause: str, why: str, following: bool) -> str:
    count = activities.cancel(at.store, one.id, why, at.organiser().id, at.at, cause=cause, following=following)
    done = ngettext("{n} activity is cancelled; its page says why.", "{n} activities are cancelled; their pages say why.", count)
    return done + " " + _("Choose it in the list to print whom to tell, and the notice to hang up.")
