"""Where a new activity begins: its kind, or a template of one's own; and what the form then starts with."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import streamlit as st

from linli.locale import _
from linli.volunteer import kinds, templates
from linli.volunteer.kinds import Kind
from linli.volunteer.templates import NAME_MOST, Template
from linli.web.parts import frame
from linli.web.parts.organiser import cleanup_form, desk
from linli.web.parts.organiser.cleanup_form import Filled
from linli.web.parts.organiser.desk import Desk
from linli.web.text import escape, safe_label

A_ROW = 4


def draw(at: Desk) -> None:
    """The kinds as buttons, then the templates."""
    st.html(frame.lc(f'<p class="soft">{escape(_("Choose a kind: title, work, risks and length are filled in, and you change what you like."))}</p>'))
    with st.container(key="kinds"):
        for row in _rows(list(kinds.KINDS.values())):
            for column, one in zip(st.columns(A_ROW), row, strict=False):
                if column.button(one.said(), key=f"kind_{one.code}", width="stretch"):
                    cleanup_form.open_for("kind", one.code)
                    st.rerun()
    _own(at)


def _rows(every: Sequence[Kind]) -> list[Sequence[Kind]]:
    return [every[start : start + A_ROW] for start in range(0, len(every), A_ROW)]


def _own(at: Desk) -> None:
    """The templates: use, rename, remove."""
    kept = templates.every(at.store)
    st.html(frame.lc(f'<h3>{escape(_("Own templates"))}</h3>'))
    if not kept:
        st.html(frame.lc(f'<p class="soft">{escape(_("None yet. At the end of the form a filled-in activity is kept as a template."))}</p>'))
        return
    for one in kept:
        with st.container(horizontal=True, vertical_alignment="center", key=f"template_{one.id}"):
            label = _("{name} · {kind}", name=safe_label(one.name, NAME_MOST), kind=kinds.of(one.kind).said())
            if st.button(label, key=f"use_{one.id}"):
                cleanup_form.open_for("template", one.id)
                st.rerun()
            with st.popover(_("Rename or remove")):
                _change(at, one)


def _change(at: Desk, one: Template) -> None:
    name = f"template_{one.id}"
    with st.form(desk.key(name)):
        called = st.text_input(_("Name of the template"), one.name, max_chars=NAME_MOST, key=desk.key(name) + "_name")
        if st.form_submit_button(_("Rename"), width="stretch"):
            desk.save(name, lambda: _renamed(at, one, called))
        if st.form_submit_button(_("Remove this template"), width="stretch"):
            desk.save(name, lambda: _removed(at, one))


def _renamed(at: Desk, one: Template, called: str) -> str:
    templates.rename(at.store, one.id, called, at.organiser().id, at.at)
    return _("The template has its new name.")


def _removed(at: Desk, one: Template) -> str:
    templates.remove(at.store, one.id, at.organiser().id, at.at)
    return _("The template “{name}” is removed. Activities made from it stay.", name=one.name)


def of_kind(code: str) -> Filled:
    """The form of a kind."""
    kind, start = kinds.of(code), Filled().start
    end = (datetime.combine(datetime.min, start) + timedelta(minutes=kind.minutes)).time()
    preset = kind.preset()
    return Filled(title=preset["title"], work=preset["work"], risk=preset["risk"], answers=kind.answers, end=end, kind=kind.code)


def of_template(template: Template) -> Filled:
    """The form of a template."""
    given = dict(template.content)
    answers = tuple(given.pop("answers"))
    start, end = time.fromisoformat(given.pop("start")), time.fromisoformat(given.pop("end"))
    return Filled(**given, answers=(answers[0], answers[1], answers[2]), start=start, end=end)
