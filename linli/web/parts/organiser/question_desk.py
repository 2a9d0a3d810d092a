"""The question bank on the desk: conflicts to settle, and faults of files."""

import streamlit as st

from linli import clock
from linli.locale import _, clock_time, month_day, number
from linli.questions import bank
from linli.questions.bank import Entry, FileState
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk, question_view
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.question_list import topics
from linli.web.parts.organiser.tables import empty, table
from linli.web.text import escape


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
    st.html(frame.lc(table((_("File"), _("Topic"), _("Number of questions"), _("Read")), [_file_row(one, at) for one in sound], numbers=(2,))))


def _file_row(one: FileState, at: Desk) -> tuple[str, str, str, str]:
    when = clock.local(clock.parse(one.read_at), at.settings.zone)
    return one.path, one.topic or "", number(one.items), f"{month_day(when.date())} {clock_time(when)}"
