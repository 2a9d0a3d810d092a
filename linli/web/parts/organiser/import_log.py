"""Files that were taken in, undoing the last one, and the files that go out."""

from functools import partial

import streamlit as st

from linli import clock
from linli.locale import _, clock_time, month_day, ngettext
from linli.questions import bank, exporting, importing, template
from linli.questions.importing import Batch, Undone
from linli.questions.queue import makers
from linli.roles import require
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk, import_view, question_view
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.roster_upload import XLSX
from linli.web.parts.organiser.tables import folded, table
from linli.web.text import escape, safe_label

EVERY = ""
SHOWN = 30
_UNDONE = "imp_undone"


def draw(at: Desk) -> None:
    """The last import with its undo, all of them, and the downloads."""
    with at.store.reading() as tx:
        found, names = importing.batches(tx), makers(tx)
    last = next((one for one in found if not one.undone_at), None)
    _after()
    if last:
        _undo(at, last, names)
    if found:
        rows = [(_when(at, one.made_at), one.file, import_view.counted(one), names.get(one.made_by or "", ""), _state(at, one)) for one in found[:SHOWN]]
        heads = (_("When"), _("File"), _("What it did"), _("Who"), "")
        st.html(frame.lc(folded(ngettext("{n} file taken in so far", "{n} files taken in so far", len(found)), table(heads, rows))))
    _downloads(at)


def _when(at: Desk, stamp: str) -> str:
    moment = clock.local(clock.parse(stamp), at.settings.zone)
    return f"{month_day(moment.date())} {clock_time(moment)}"


def _state(at: Desk, one: Batch) -> str:
    return _("undone {when}", when=_when(at, one.undone_at)) if one.undone_at else ""


def _undo(at: Desk, last: Batch, names: dict[str, str]) -> None:
    st.html(frame.lc(f"<h2 class='section'>{escape(_('Last import'))}</h2>"))
    said = _("{file}, {when}, by {who}: {counts}.", file=last.file, when=_when(at, last.made_at), who=names.get(last.made_by or "", "–"), counts=import_view.counted(last))
    st.html(frame.lc(f"<p>{escape(said)}</p>"))
    with st.expander(_("Undo this import")):
        words = _(
            "Every question, draft and topic of this import is put back as it was before, also questions that were published since. "
            "Attempts and points stay. What somebody has changed since stays too, and is named."
        )
        st.html(frame.lc(f'<p class="soft">{escape(words)}</p>'))
        if st.button(_("Yes, undo {file}", file=safe_label(last.file, 40)), key=desk.key("undo"), width="stretch"):
            desk.save("undo", lambda: _undone(at, last))


def _undone(at: Desk, last: Batch) -> None:
    with st.spinner(_("Undoing the import …")):
        done = importing.undo_last(at.store, require(at.staff, "organiser", "clerk").id, at.at, expected=last.id)
    st.session_state[_UNDONE] = done


def _after() -> None:
    done: Undone | None = st.session_state.pop(_UNDONE, None)
    if done is None:
        return
    html = plain.say("right", ngettext(
        "{file} is undone: {n} row is as before.", "{file} is undone: {n} rows are as before.", done.restored, file=done.batch.file))
    if done.left:
        head = ngettext("{n} thing stays as it is", "{n} things stay as they are", len(done.left))
        html += plain.say("gold", head) + table((_("Number"), _("Question"), _("Why")), [(one.id, one.stem, one.message) for one in done.left])
    st.html(frame.lc(f'<div class="stack">{html}</div>'))


def blank(at: Desk) -> None:
    """The button for the template without questions."""
    st.download_button(
        _("Empty template"), lambda: _blank(at), f"{_('Question template')}.xlsx", XLSX, key="book_empty", on_click="ignore", width="stretch",
    )


def _downloads(at: Desk) -> None:
    with at.store.reading() as tx:
        names = {one.id: question_view.said(one.name) for one in bank.topics(tx)}
    st.html(frame.lc(f"<h2 class='section'>{escape(_('Take questions out'))}</h2>"))
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    topic = left.selectbox(_("Questions of"), [EVERY, *names], format_func=lambda one: safe_label(names.get(one, _("all topics"))), key="book_topic")
    with right, st.container(horizontal=True):
        words = {"xlsx": "Excel", "yaml": "YAML", "gift": "GIFT", "json": "JSON"}
        for form in exporting.FORMATS:
            st.download_button(words[form.code], partial(_made, at, form, topic or ""), form.name(topic or ""), form.type, key=f"out_{form.code}", on_click="ignore")


def _made(at: Desk, form: exporting.Format, topic: str) -> bytes:
    with at.store.reading() as tx:
        return form.make(tx, topic)


def _blank(at: Desk) -> bytes:
    with at.store.reading() as tx:
        return template.export(tx, empty=True)
