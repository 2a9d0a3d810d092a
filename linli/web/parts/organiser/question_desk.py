"""The question bank on the desk: conflicts to settle, faults of files, the clerks' workbook."""


import streamlit as st

from linli import clock
from linli.locale import _, clock_time, month_day, ngettext, number
from linli.questions import bank, workbook
from linli.questions.bank import Entry, FileState
from linli.questions.workbook import ChangedMeanwhile, Preview
from linli.roles import require
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk, question_view
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.question_list import EVERY, topics
from linli.web.parts.organiser.roster_upload import XLSX
from linli.web.parts.organiser.tables import empty, folded, table
from linli.web.text import escape, safe_label


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
    return ngettext("{n} question saved; it waits for a second person under “To check”.", "{n} questions saved; they wait for a second person under “To check”.", done)


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
