"""The editor of one question: a form, its live preview, and a draft that is kept while one types.

The address names the draft (`?draft=edit-fire-01`), and every field that is left is kept in its
row: a reload, a fault or a closed browser loses nothing. Saving puts the question into the check
queue. The page asks `opened()` and draws the editor in place of its parts:

    if editor.opened():
        editor.draw(at)
"""

from dataclasses import replace

import streamlit as st

from linli import clock, community
from linli.locale import _, ngettext
from linli.questions import bank, checking, columns, drafts, editing, forms, queue, shelf, sources
from linli.questions.faults import Fault
from linli.questions.formats.model import Question
from linli.questions.forms import Kept
from linli.questions.items import Item
from linli.questions.sources import Sources
from linli.store import Tx
from linli.web.parts import frame
from linli.web.parts.organiser import check_view, desk, editor_form, question_view
from linli.web.parts.organiser.desk import Desk
from linli.web.text import escape

PARAM = "draft"


def opened() -> str:
    """The draft that the page's address asks for; empty for none."""
    return st.query_params.get(PARAM, "")[:80]


def open_item(item: str) -> None:
    """Edit an item: with what waits or is drawn, or with what was half typed before."""
    _go(forms.edit_id(item))


def open_new() -> None:
    """Begin a new question."""
    _go(forms.new_draft_id())


def open_draft(at: Desk, draft: str) -> None:
    """Go on with a draft from a file or from before. Raises NoDraft."""
    with at.store.reading() as tx:
        forms.opened(tx, draft)
    _go(draft)


def _go(draft: str) -> None:
    st.query_params[PARAM] = draft
    st.query_params["part"] = str(st.session_state.get("q_part") or "list")
    st.rerun()


def close() -> None:
    """Back to the lists."""
    st.query_params.pop(PARAM, None)


def draw(at: Desk) -> None:
    """The editor of the draft in the address; where there is none of that name, the lists again."""
    try:
        _draw(at, opened())
    except (forms.NoDraft, shelf.UnknownItem) as refusal:
        desk.tell(refusal.sentence(), "warn")
        close()
        st.rerun()


def _draw(at: Desk, draft: str) -> None:
    """The form on the left, the phone on the right."""
    with at.store.reading() as tx:
        kept, texts = _kept(tx, draft), sources.current(tx)
        topics = {one.id: question_view.said(one.name) for one in bank.topics(tx)}
        back, newest, other = _sent_back(tx, kept.item), editing.newest(tx, kept.item or ""), _other(tx, kept, at)
        siblings = {row["id"]: row["stem"] for row in tx.rows("select id, stem from item where state <> 'gone' and topic = :topic order by id", topic=kept.topic)}
    siblings.pop(kept.item or "", None)
    editor_form.fill(draft, kept)
    st.session_state.setdefault(f"ed_{draft}_base", newest)
    _head(kept, back, other)
    form_side, phone_side = st.columns([1.6, 1])
    with form_side, st.container(key="card_editor"):
        told = _told(at, kept, texts)
        question, topic = editor_form.draw(draft, kept, topics, siblings, texts, told)
        _keep(at, kept, question, topic)
        _foot(at, kept, question, topic, texts, told)
    with phone_side, st.container(key="preview_editor"):
        st.html(frame.lc(f"<h2>{escape(_('On the phone'))}</h2>" + question_view.phone(editor_form.preview(question, topic), topics.get(topic, ""))))


def _kept(tx: Tx, draft: str) -> Kept:
    """The draft's row; without one, the item as it waits or is drawn, or an empty form. Raises UnknownItem, NoDraft."""
    found = forms.find(tx, draft)
    if found:
        return replace(found, question=editor_form.cited(found.question, sources.current(tx)))
    if draft.startswith("new-"):
        return Kept(draft, editor_form.EMPTY, "", None, "", None)
    if not draft.startswith("edit-"):
        raise forms.NoDraft(draft)
    row = shelf.row(tx, draft.removeprefix("edit-"))
    item = shelf.revision(tx, row["id"], checking.candidate(row) or row["revision"])
    return Kept(draft, forms.of_item(item), item.topic, item.id, "", None)


def _sent_back(tx: Tx, item: str | None) -> str:
    """Why the item was sent back last, if nothing happened to it since."""
    last = tx.one("select what, detail from audit where about = :item order by id desc limit 1", item=item or "-")
    return str(last["detail"]) if last and last["what"] == "item.back" else ""


def _other(tx: Tx, kept: Kept, at: Desk) -> str:
    """Who else typed in this draft last; empty for nobody else."""
    if kept.changed_by in (None, at.staff.id):
        return ""
    name = queue.makers(tx).get(kept.changed_by or "", "")
    return _("{name} typed in this draft last, {when}.", name=name, when=check_view.moment(kept.changed_at, at.settings.zone)) if name else ""


def _head(kept: Kept, back: str, other: str) -> None:
    title = _("Edit {item}", item=kept.item) if kept.item else _("New question")
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.html(frame.lc(f"<h2>{escape(title)}</h2>"))
    if right.button(_("Back to the list"), key="ed_close", width="stretch"):
        close()
        st.rerun()
    if back:
        st.html(frame.lc(f'<p class="bad">{escape(_("It was sent back: {why}", why=back))}</p>'))
    if other:
        st.html(frame.lc(f'<p class="soft">{escape(other)}</p>'))
    if kept.changed_at:
        words = _("What you type is kept by itself. This is a draft; what residents are asked stays as it is until it is saved and checked.")
        st.html(frame.lc(f'<p class="soft">{escape(words)}</p>'))


def item_id(kept: Kept, question: Question, topic: str) -> str:
    """The id of the item that the form makes: its own, what its file calls it, or made of topic and stem."""
    if kept.item or kept.id.startswith("new-"):
        return kept.item or columns.new_id(topic[:50].rstrip("-"), question.stem)
    return drafts.item_id(kept.id, topic)


def _told(at: Desk, kept: Kept, texts: Sources) -> dict[str, list[Fault]]:
    """The faults of what is typed, once somebody has tried to save it; before that none."""
    if not st.session_state.get(f"ed_tried_{kept.id}"):
        return {}
    question, topic = editor_form.typed(kept.id, kept)
    return _faults(at, kept, question, topic, texts)[1]


def _faults(at: Desk, kept: Kept, question: Question, topic: str, texts: Sources) -> tuple[Item | None, dict[str, list[Fault]]]:
    dated = replace(question, reviewed_on=question.reviewed_on or _today(at))
    item, found = forms.faults(dated, topic, item_id(kept, question, topic), at.at, texts)
    if not topic:
        item, found = None, found | {"topic": [Fault("", 1, None, editor_form.FILL_IN)]}
    return item, found


def _today(at: Desk) -> str:
    return clock.local_day(at.at, at.settings.zone)


def _keep(at: Desk, kept: Kept, question: Question, topic: str) -> None:
    """Keep what was typed since the last run."""
    if (question, topic) == (kept.question, kept.topic):
        return
    with at.store.writing() as tx:
        forms.keep(tx, kept.id, question, topic, kept.item, at.staff.id, at.at)


def _foot(at: Desk, kept: Kept, question: Question, topic: str, texts: Sources, told: dict[str, list[Fault]]) -> None:
    if told:
        n = sum(len(each) for each in told.values())
        words = ngettext("{n} thing is missing or wrong; it is said at its field.", "{n} things are missing or wrong; they are said at their fields.", n)
        st.html(frame.lc(f'<p class="bad" role="alert">{escape(words)}</p>'))
    if st.button(_("Save and send for checking"), key=f"ed_save_{kept.id}", type="primary", width="stretch"):
        item, found = _faults(at, kept, question, topic, texts)
        if found or item is None:
            st.session_state[f"ed_tried_{kept.id}"] = True
            st.rerun()
        desk.save("editor", lambda: _saved(at, kept, item))
    if kept.changed_at and st.button(_("Throw this draft away"), key=f"ed_drop_{kept.id}", width="stretch"):
        desk.save("editor", lambda: _dropped(at, kept))


def _saved(at: Desk, kept: Kept, item: Item) -> str:
    base = f"ed_{kept.id}_base"
    try:
        moved = editing.save(at.store, item, at.staff.id, at.at, draft=kept.id, new=kept.item is None, base=st.session_state.get(base, ""))
    except editing.ChangedWhileTyping:
        st.session_state.pop(base, None)  # told once; the next time theirs stand below ours
        raise
    editor_form.forget(kept.id)
    close()
    if not moved:
        return _("{item} says what it said before; nothing waits.", item=item.id)
    return _("{item} is saved and waits for a second person under “To check”.", item=item.id)


def _dropped(at: Desk, kept: Kept) -> str:
    with at.store.writing() as tx:
        forms.drop(tx, kept.id, at.at, at.staff.id)
        community.note(tx, at.staff.id, "draft.drop", kept.id, "", at.at)
    editor_form.forget(kept.id)
    close()
    return _("The draft is gone; the question is as it was.") if kept.item else _("The draft is gone.")

