"""All questions on the desk: filters, counts, pages, and the one looked at with everything known of it."""

import math
from collections import Counter
from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from linli import clock
from linli.ids import fingerprint
from linli.locale import _, full_day, ngettext, number
from linli.questions import bank, listing, queue, sources
from linli.questions.listing import Line, Wanted
from linli.web.parts import frame
from linli.web.parts.organiser import check_view, desk, editor, question_view
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, facts, tag
from linli.web.text import escape, safe_label
from linli.web.text import plain as plain_text

EVERY = ""
PAGE = 50
ROWS = 12


def topics(at: Desk) -> dict[str, str]:
    """Names of all topics by id, in the current language."""
    with at.store.reading() as tx:
        return {one.id: question_view.said(one.name) for one in bank.topics(tx)}


def draw(at: Desk) -> None:
    """Filters, the list, and the one looked at as the phone shows it."""
    names = topics(at)
    wanted = _filters(at, names)
    with at.store.reading() as tx:
        found = listing.find(tx, wanted, clock.local_day(at.at, at.settings.zone))
    if not found:
        st.html(frame.lc(empty(_("No question fits. Try fewer words, or all topics."))))
        return
    list_side, card_side = st.columns([1.5, 1])
    with list_side:
        looked = _listed(found, names)
    with card_side, st.container(key="card_question"):
        _one(at, looked, names)


def _filters(at: Desk, names: dict[str, str]) -> Wanted:
    left, middle, right, new = st.columns([2, 1, 1, 1], vertical_alignment="bottom")
    words = left.text_input(_("Words of the question, or its number"), key="q_words", max_chars=60)
    topic = _choice(middle, _("Topic"), names, "q_topic")
    state = _choice(right, _("State"), question_view.states(), "q_state")
    if new.button(_("New question"), key="q_new", type="primary", width="stretch"):
        editor.open_new()
    with st.expander(_("More filters")):
        row = [*st.columns(3), *st.columns(3)]
        levels = {str(level): said for level, said in question_view.levels().items()}
        reason = _choice(row[0], _("Why it waits"), check_view.reasons(), "q_reason")
        level = _choice(row[1], _("Level"), levels, "q_level")
        kind = _choice(row[2], _("Kind of question"), question_view.kinds(), "q_kind")
        source = _choice(row[3], _("Source"), _sources(at), "q_source")
        origin = _choice(row[4], _("Words from"), {"file": _("the file"), "screen": _("the screen")}, "q_origin")
        mark = _choice(row[5], _("Only"), marks(), "q_mark")
    return Wanted(words, topic, state, reason, int(level or 0), kind, source, origin, mark)


def _choice(place: DeltaGenerator, label: str, names: dict[str, str], key: str) -> str:
    return str(place.selectbox(label, [EVERY, *names], format_func=lambda one: safe_label(names.get(one, _("all"))), key=key))


def _sources(at: Desk) -> dict[str, str]:
    with at.store.reading() as tx:
        laws = sources.current(tx).laws
    return {"fact": _("a numbered fact")} | {slug: law.title for slug, law in sorted(laws.items(), key=lambda one: one[1].title)}


def marks() -> dict[str, str]:
    """What else can be looked for."""
    return {
        "reported": _("with open reports"), "expiring": _("last day within 30 days"), "waiting": _("waiting for a second person"),
        "conflict": _("in two versions"), "alone": _("checked by one person"), "chinese": _("without English"),
    }


def _listed(found: Sequence[Line], names: dict[str, str]) -> Line:
    counted = Counter(question_view.states()[one.state] for one in found)
    said = ngettext("{shown} question", "{shown} questions", len(found), shown=number(len(found)))
    st.html(frame.lc(f'<p class="soft">{escape(said)} · {escape(" · ".join(f"{state} {number(n)}" for state, n in counted.items()))}</p>'))
    pages = math.ceil(len(found) / PAGE)
    page = st.number_input(_("Page of {n}", n=pages), 1, pages, key=f"q_page_{pages}") if pages > 1 else 1
    rows = found[(int(page) - 1) * PAGE : int(page) * PAGE]
    seen = st.dataframe(
        [_cells(one, names) for one in rows], key="q_" + fingerprint(",".join(one.item.id for one in rows))[:12], hide_index=True,
        on_select="rerun", selection_mode="single-row", row_height=44, height=44 * min(len(rows), ROWS) + 40, alt=_("Questions"),
        column_config={_("Question"): st.column_config.TextColumn(width=300)},
    )
    return next((rows[place] for place in seen.selection.rows if place < len(rows)), rows[0])


def _cells(one: Line, names: dict[str, str]) -> dict[str, str]:
    return {
        _("Number"): one.item.id, _("Question"): plain_text(question_view.said(one.item.stem), 120),
        _("State"): question_view.states()[one.state], _("Waits"): check_view.reasons().get(one.reason, ""),
        _("Reports"): str(one.reports or ""), _("Topic"): plain_text(names.get(one.item.topic, ""), 30), _("Kind of question"): question_view.kinds()[one.item.kind],
    }


def _one(at: Desk, one: Line, names: dict[str, str]) -> None:
    with at.store.reading() as tx:
        past, texts, people = listing.history(tx, one.item.id), sources.current(tx), queue.makers(tx)
    st.html(frame.lc(_about(one, people, at) + question_view.phone(one.item, names.get(one.item.topic, ""))))
    if st.button(_("Edit"), key=f"edit_{one.item.id}", width="stretch"):
        editor.open_item(one.item.id)
    if at.organises:
        _pauses(at, one)
    st.html(frame.lc(check_view.source(one.item, texts) + check_view.history(past, at.settings.zone)))


def _about(one: Line, people: dict[str, str], at: Desk) -> str:
    """State and what is known beside the words: source file, checks, last day, licence, sibling, reports."""
    row, item = one.row, one.item
    checked = ""
    if row["checker"]:
        checked = f"{people.get(row['checker'], '')} · {check_view.moment(row['checked_at'], at.settings.zone)}"
        checked += " · " + _("checked by one person") if row["alone"] else ""
    more = [
        (_("Last day"), full_day(item.expires_on) if item.expires_on else ""), (_("Checked by"), checked or (item.checked_by or "")),
        (_("Licence"), item.licence or ""), (_("Sibling"), item.sibling or ""),
    ]
    waits = tag(check_view.reasons()[one.reason], "warn") if one.reason else ""
    reported = tag(ngettext("{n} open report", "{n} open reports", one.reports), "warn") if one.reports else ""
    about = question_view.about(item, one.state, row["file"], row["origin"])
    return f'{about}<p class="marks">{waits}{reported}</p>{facts(more)}'


def _pauses(at: Desk, one: Line) -> None:
    if one.state in ("playable", "to_check") and st.button(_("Pause it"), key=desk.key(f"pause_{one.item.id}"), width="stretch"):
        desk.save(f"pause_{one.item.id}", lambda: paused(at, one.item.id))
    if one.state == "paused" and st.button(_("Put it back into the draw"), key=desk.key(f"pause_{one.item.id}"), width="stretch"):
        desk.save(f"pause_{one.item.id}", lambda: resumed(at, one.item.id))


def paused(at: Desk, item: str) -> str:
    """Take it out of the draw; what is told then. Organisers alone."""
    bank.pause(at.store, item, at.organiser().id, at.at)
    return _("{item} is out of the draw; quizzes that hold it go on.", item=item)


def resumed(at: Desk, item: str) -> str:
    """Put it back into the draw; what is told then. Organisers alone."""
    bank.resume(at.store, item, at.organiser().id, at.at)
    return _("{item} is back; if its clause no longer stands, it waits to be checked.", item=item)
