"""The question bank on the desk: search, pause, settle conflicts, faults of files, the clerks' workbook."""

from collections.abc import Sequence

import streamlit as st

from linli import clock
from linli.ids import fingerprint
from linli.locale import _, clock_time, month_day, ngettext, number
from linli.questions import bank, workbook
from linli.questions.bank import Entry, FileState
from linli.questions.workbook import ChangedMeanwhile, Preview
from linli.roles import require
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk, question_view
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.roster_upload import XLSX
from linli.web.parts.organiser.tables import empty, folded, table
from linli.web.text import escape, safe_label
from linli.web.text import plain as plain_text

EVERY = ""
ROWS = 12


def topics(at: Desk) -> dict[str, str]:
    """Names of all topics by id, in the current language."""
    with at.store.reading() as tx:
        return {one.id: question_view.said(one.name) for one in bank.topics(tx)}


def search(at: Desk) -> None:
    """Filters, the list, and the one looked at as the phone shows it."""
    names = topics(at)
    left, middle, right = st.columns([2, 1, 1])
    words = left.text_input(_("Words of the question, or its number"), key="q_words", max_chars=60)
    topic = middle.selectbox(_("Topic"), [EVERY, *names], format_func=lambda one: safe_label(names.get(one, _("all"))), key="q_topic")
    state = right.selectbox(_("State"), [EVERY, *bank.STATES], format_func=lambda one: question_view.states().get(one, _("all")), key="q_state")
    with at.store.reading() as tx:
        rows = bank.entries(tx, topic=topic or None, state=state or None, words=words)
    if not rows:
        st.html(frame.lc(empty(_("No question fits. Try fewer words, or all topics."))))
        return
    list_side, card_side = st.columns([1.5, 1])
    with list_side:
        looked = _listed(rows, names) or rows[0]
    with card_side:
        _one(at, looked, names)


def _listed(rows: Sequence[Entry], names: dict[str, str]) -> Entry | None:
    states, kinds = question_view.states(), question_view.kinds()
    st.html(frame.lc(f'<p class="soft">{escape(ngettext("{shown} question", "{shown} questions", len(rows), shown=number(len(rows))))}</p>'))
    cells = [{
        _("Number"): one.item.id, _("Question"): plain_text(question_view.said(one.item.stem), 120), _("Topic"): plain_text(names.get(one.item.topic, ""), 30),
        _("State"): states[one.state], _("Kind of question"): kinds[one.item.kind],
    } for one in rows]
    seen = st.dataframe(
        cells, key="q_" + fingerprint(",".join(one.item.id for one in rows))[:12], hide_index=True, on_select="rerun", selection_mode="single-row",
        row_height=44, height=44 * min(len(rows), ROWS) + 40, alt=_("Questions"), column_config={_("Question"): st.column_config.TextColumn(width="large")},
    )
    return next((rows[place] for place in seen.selection.rows if place < len(rows)), None)


def _one(at: Desk, one: Entry, names: dict[str, str]) -> None:
    st.html(frame.lc(question_view.about(one.item, one.state, one.file, one.origin) + question_view.phone(one.item, names.get(one.item.topic, ""))))
    if not at.organises:
        return
    if one.state in ("playable", "to_check") and st.button(_("Pause it"), key=desk.key(f"pause_{one.item.id}"), width="stretch"):
        desk.save(f"pause_{one.item.id}", lambda: _paused(at, one.item.id))
    if one.state == "paused" and st.button(_("Put it back into the draw"), key=desk.key(f"pause_{one.item.id}"), width="stretch"):
        desk.save(f"pause_{one.item.id}", lambda: _resumed(at, one.item.id))


def _paused(at: Desk, item: str) -> str:
    bank.pause(at.store, item, at.organiser().id, at.at)
    return _("{item} is out of the draw; quizzes that hold it go on.", item=item)


def _resumed(at: Desk, item: str) -> str:
    bank.resume(at.store, item, at.organiser().id, at.at)
    return _("{item} is back; if its clause no longer stands, it waits to be checked.", item=item)


def conflicts(at: Desk) -> None:
    """Questions whose file and screen differ: both versions, and the choice."""
    names = topics(at)
    with at.store.reading() as tx:
        rows = bank.entries(tx, conflicts=True)
        files = {one.item.id: None if one.conflict in (None, "gone") else bank.revision(tx, one.item.id, one.conflict) for one in rows}
    if not rows:
        st.html(frame.lc(empty(_("No question has two versions."))))
    for one in rows:
        with st.container(key=f"conflict_{one.item.id}"):
            st.html(frame.lc(f"<h2>{escape(one.item.id)}</h2>" + question_view.versions(one.item, files[one.item.id], names.get(one.item.topic, ""))))
            if at.organises:
                _settle(at, one)


def _settle(at: Desk, one: Entry) -> None:
    name = f"settle_{one.item.id}"
    left, right = st.columns(2)
    taken_out = one.conflict == "gone"
    if left.button(_("Keep what is on screen"), key=desk.key(name) + "_screen", width="stretch"):
        desk.save(name, lambda: _settled(at, one, file=False))
    if right.button(_("Take it out, as in the file") if taken_out else _("Take the words of the file"), key=desk.key(name) + "_file", width="stretch"):
        desk.save(name, lambda: _settled(at, one, file=True))


def _settled(at: Desk, one: Entry, *, file: bool) -> str:
    bank.settle(at.store, one.item.id, "file" if file else "screen", at.organiser().id, at.at)
    return _("{item} is settled. Past attempts keep the words they showed.", item=one.item.id)


def files(at: Desk) -> None:
    """Every question file as it was read last; those with faults first, with all of them."""
    with at.store.reading() as tx:
        rows = bank.question_files(tx)
    for one in rows:
        if one.faults:
            head = _("{file} is not loaded: {n} faults. The rest works.", file=one.path, n=len(one.faults))
            st.html(frame.lc(plain.say("warn", head) + question_view.fault_table(one.faults)))
    sound = [one for one in rows if not one.faults]
    st.html(frame.lc(table((_("File"), _("Topic"), _("Questions"), _("Read")), [_file_row(one, at) for one in sound], numbers=(2,))))


def _file_row(one: FileState, at: Desk) -> tuple[str, str, str, str]:
    when = clock.local(clock.parse(one.read_at), at.settings.zone)
    return one.path, one.topic or "", number(one.items), f"{month_day(when.date())} {clock_time(when)}"


def book(at: Desk) -> None:
    """The clerks' workbook: out, in, preview, save."""
    names = topics(at)
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    topic = left.selectbox(_("Questions of"), [EVERY, *names], format_func=lambda one: safe_label(names.get(one, _("all topics"))), key="book_topic")
    with right, st.container(horizontal=True):
        st.download_button(_("Empty template"), lambda: _exported(at, None, blank=True), "linli-questions.xlsx", XLSX, key="book_empty", on_click="ignore")
        st.download_button(_("These questions"), lambda: _exported(at, topic or None), "linli-questions-now.xlsx", XLSX, key="book_now", on_click="ignore")
    given = st.file_uploader(_("Choose the filled-in workbook (.xlsx)"), key=desk.key("book"))
    if given is not None:
        _look(at, given.getvalue(), given.name, f"book_seen_{given.file_id}")


def _exported(at: Desk, topic: str | None, *, blank: bool = False) -> bytes:
    with at.store.reading() as tx:
        return workbook.export(tx, topic=topic, empty=blank)


def _look(at: Desk, data: bytes, name: str, kept: str) -> None:
    """Show the preview; what is saved is what was seen, not what the bank has become since."""
    if kept not in st.session_state:
        with frame.guard(), at.store.reading() as tx:
            st.session_state[kept] = workbook.preview(tx, data, name, at.at)
    seen = st.session_state.get(kept)
    if seen is None:
        return
    st.html(frame.lc(preview(seen)))
    if (seen.new or seen.changed) and st.button(_("Save these questions"), key=desk.key("book_save"), type="primary"):
        desk.save("book", lambda: _saved(at, seen, kept))


def _saved(at: Desk, seen: Preview, kept: str) -> str:
    st.session_state.pop(kept, None)
    try:
        done = workbook.commit(at.store, seen, require(at.staff, "organiser", "clerk").id, at.at)
    except ChangedMeanwhile:
        desk.fresh("book_save")
        raise
    return ngettext("{n} question saved; it is in the draw.", "{n} questions saved; they are in the draw.", done)


def preview(seen: Preview) -> str:
    """What saving a workbook would do, and the rows that are left out."""
    said = _("{new} new, {changed} changed, {same} as before", new=len(seen.new), changed=len(seen.changed), same=seen.same)
    rows = [(str(change.row), _("new") if change.before is None else _("changed"), change.item.id, question_view.said(change.item.stem)) for change in (*seen.new, *seen.changed)]
    html = plain.say("", said)
    if seen.topics:
        html += plain.say("gold", _("New topics: {names}", names=_(", ").join(question_view.said(one.name) for one in seen.topics)))
    if seen.faults:
        head = ngettext("{n} fault: its row is left out, the others can be saved", "{n} faults: their rows are left out, the others can be saved", len(seen.faults))
        html += plain.say("warn", head) + _row_faults(seen)
    return html + (folded(_("Show the rows"), table((_("Row"), "", _("Number"), _("Question")), rows)) if rows else "")


def _row_faults(seen: Preview) -> str:
    return table((_("Row"), _("Question"), _("What")), [(str(one.line), one.item or "", one.message) for one in seen.faults])
