"""Residents' reports on the desk: how many for which reason, and what becomes of them. Never who."""

import streamlit as st

from linli.locale import _, month_day, ngettext
from linli.questions import reports, sources
from linli.questions.reports import Reported
from linli.web.parts import asking, frame, wrong
from linli.web.parts.organiser import check_view, desk, editor, question_view
from linli.web.parts.organiser.check_desk import reason_counts
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, folded, table, tag
from linli.web.text import escape, safe_label

#: What an organiser may say; `checked` comes of a check alone.
_WHY = ("clause", "local", "words")


def draw(at: Desk) -> None:
    """Open ones first, the most people first; then those that were decided."""
    with at.store.reading() as tx:
        found, done = reports.overview(tx), reports.overview(tx, opened=False)
    if found:
        _open(at, found)
    else:
        st.html(frame.lc(empty(_("No report is open. Residents can send one after they answered a question."))))
    if done:
        st.html(frame.lc(folded(_("Decided"), _decided(done))))


def _open(at: Desk, found: list[Reported]) -> None:
    list_side, card_side = st.columns([1, 1.6])
    ids = [one.item.id for one in found]
    labels = {one.item.id: safe_label(f"{one.open} · {question_view.said(one.item.stem)}", 90) for one in found}
    with list_side, st.container(height=desk.list_height(len(ids)), key="list_reports"):
        chosen = st.radio(_("Reported questions"), ids, format_func=lambda one: labels[one], key=desk.key("report"), label_visibility="collapsed")
    with card_side, st.container(key="card_report"):
        _one(at, found[ids.index(chosen) if chosen in ids else 0])


def _one(at: Desk, one: Reported) -> None:
    with at.store.reading() as tx:
        texts, topic = sources.current(tx), asking.topic_name(tx, one.item.topic)
    st.html(frame.lc(_head(one)))
    left, right = st.columns(2)
    left.html(frame.lc(question_view.phone(one.item, topic)))
    right.html(frame.lc(check_view.source(one.item, texts)))
    if st.button(_("Edit"), key=desk.key("report") + "_edit", width="stretch"):
        editor.open_item(one.item.id)
    if at.organises:
        _decide(at, one)


def _head(one: Reported) -> str:
    n = ngettext("{n} open report", "{n} open reports", one.open)
    people = ngettext("from {n} person, guests counted as one", "from {n} people, guests counted as one", one.people)
    marks = tag(n, "warn") + tag(question_view.states()[one.state], "plain") + (tag(_("changed since"), "right") if one.changed else "")
    first, last = month_day(one.first_on), month_day(one.last_on)
    when = first if first == last else _("{first} to {last}", first=first, last=last)
    days = _("{item}, {people}; {when}.", item=one.item.id, people=people, when=when)
    return f'<p class="marks">{marks}</p><p>{escape(reason_counts(one.reasons))}</p><p class="soft">{escape(days)}</p>'


def _decide(at: Desk, one: Reported) -> None:
    name = desk.key("report")
    left, right = st.columns([2, 1], vertical_alignment="bottom")  # room for the longest reason
    why = left.selectbox(_("It stays, because"), _WHY, format_func=wrong.why, key=name + "_why")
    if right.button(_("It stays"), key=name + "_kept", width="stretch"):
        desk.save("report", lambda: _decided_one(at, one, "kept", why))
    left, right = st.columns(2)
    note = _("First edit it and have the change published.") if not one.changed else None
    if left.button(_("It was mended"), key=name + "_mended", width="stretch", disabled=not one.changed, help=note):
        desk.save("report", lambda: _decided_one(at, one, "mended"))
    if right.button(_("Take the question out"), key=name + "_out", width="stretch"):
        desk.save("report", lambda: _decided_one(at, one, "withdrawn"))


def _decided_one(at: Desk, one: Reported, outcome: str, why: str = "") -> str:
    n = reports.decide(at.store, one.item.id, outcome, at.organiser().id, at.at, last=one.last, why=why)
    return ngettext("{n} report on {item} is closed; who sent it can see why.", "{n} reports on {item} are closed; who sent them can see why.", n, item=one.item.id)


def _decided(done: list[Reported]) -> str:
    rows = [
        (one.item.id, question_view.said(one.item.stem), *(str(one.answers.get(outcome, "")) for outcome in reports.OUTCOMES)) for one in done
    ]
    return table((_("Number"), _("Question"), _("mended"), _("stays"), _("taken out")), rows, numbers=(2, 3, 4))
