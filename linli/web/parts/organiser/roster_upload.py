"""The set-up workbook: template out, file in, preview, save."""

from collections.abc import Sequence

import streamlit as st

from linli import roster
from linli.locale import _, ngettext
from linli.roles import require
from linli.roster import Fault, Line, Preview
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.compound_forms import bases
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import folded, table
from linli.web.text import escape

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(at: Desk) -> None:
    """Downloads on top, the upload below, and what it would change."""
    words = _("One file for everything: community, office, season, compounds with their households, units. Fill it in, choose it here, look at the preview, save.")
    st.html(frame.lc(f'<p class="soft">{escape(words)}</p>'))
    with at.store.reading() as tx:
        filled = roster.export(tx)
    with st.container(horizontal=True):
        st.download_button(_("Empty template"), roster.template(), "linli-setup.xlsx", XLSX, key="template", on_click="ignore")
        st.download_button(_("What is set up now"), filled, "linli-setup-now.xlsx", XLSX, key="export", on_click="ignore")
    # No `type`: of a refused file the browser's own part shows a red sign and no words.
    given = st.file_uploader(_("Choose the filled-in workbook (.xlsx)"), key=desk.key("roster"))
    if given is not None:
        _look(at, given.getvalue())


def _look(at: Desk, data: bytes) -> None:
    with at.store.reading() as tx:
        found = roster.read(data, tx, at.at)
        seen = None if isinstance(found, list) else roster.preview(tx, found)
    if isinstance(found, list):
        st.html(frame.lc(faults(found)))
    elif seen is not None:
        st.html(frame.lc(preview(seen)))
        if not seen.changes_nothing and st.button(_("Save all of this"), key=desk.key("roster_save"), type="primary"):
            desk.save("roster", lambda: _saved(at, found))


def _saved(at: Desk, found: roster.Roster) -> str:
    done = roster.commit(at.store, found, require(at.staff, "organiser", "clerk").id, at.at)
    desk.fresh("roster_save")
    return _("Saved: {new} new, {changed} changed.", new=len(done.new), changed=len(done.changed))


def faults(found: Sequence[Fault]) -> str:
    """Every fault of a file, by sheet and row. Nothing was saved."""
    head = ngettext("{n} fault in the file; nothing was saved", "{n} faults in the file; nothing was saved", len(found))
    return plain.say("warn", head) + table((_("Position"), _("What")), [(one.place, one.message) for one in found])


def preview(seen: Preview) -> str:
    """What saving would do: new, changed, and what stays as it is."""
    if seen.changes_nothing:
        return plain.say("", _("This is what is set up already; nothing would change.")) + _notes(seen)
    rows = [(line.kind_word, line.name, _("new"), _values(line)) for line in seen.new]
    rows += [(line.kind_word, line.name, change.label, f"{change.was or '–'} → {change.becomes}") for line in seen.changed for change in line.changes]
    said = _("{new} new, {changed} changed, {same} as before", new=len(seen.new), changed=len(seen.changed), same=len(seen.same))
    return plain.say("", said) + _notes(seen) + table(("", _("Name"), _("Field"), _("Becomes")), rows) + _gone(seen)


def _values(line: Line) -> str:
    words = bases()
    return " · ".join(words.get(str(value), str(value)) for key, value in line.entry.values.items() if value and key not in ("name_zh", "community_zh"))


def _notes(seen: Preview) -> str:
    return "".join(plain.say("gold", str(note)) for note in seen.notes)


def _gone(seen: Preview) -> str:
    if not seen.gone:
        return ""
    head = ngettext("{n} entry is not in the file and stays as it is", "{n} entries are not in the file and stay as they are", len(seen.gone))
    return folded(head, table(("", _("Name")), [(line.kind_word, line.name) for line in seen.gone]))
