"""Drafts on the desk: what each lacks, open one in the editor, take a proposed quote, throw one away."""

import streamlit as st

from linli.locale import _, ngettext, number
from linli.questions import drafts, sources, taking
from linli.questions.citing import NATION, reference
from linli.questions.drafts import Draft
from linli.questions.sources import Sources
from linli.roles import require
from linli.web.parts import frame
from linli.web.parts.organiser import desk, editor, import_view, question_list
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, facts, table
from linli.web.text import escape, safe_html, safe_label

EVERY = ""
ROWS = 20


def draw(at: Desk) -> None:
    """Filters and a page of drafts on the left, the one looked at on the right."""
    names = question_list.topics(at)
    left, right = st.columns([2, 1])
    words = left.text_input(_("Words of the question, or its number"), key="d_words", max_chars=60)
    topic = right.selectbox(_("Topic"), [EVERY, *names], format_func=lambda one: safe_label(names.get(one, _("all"))), key="d_topic")
    with at.store.reading() as tx:
        found, texts = drafts.entries(tx, words=words, topic=topic or None), sources.current(tx)
    if not found:
        st.html(frame.lc(empty(_("No draft fits.") if words or topic else _("There are no drafts: every question that came in is complete."))))
        return
    list_side, card_side = st.columns([1, 1.4])
    with list_side:
        looked = _listed(found)
    with card_side, st.container(key="card_draft"):
        _one(at, looked, names, texts)


def _listed(found: list[Draft]) -> Draft:
    st.html(frame.lc(f'<p class="soft">{escape(ngettext("{shown} draft", "{shown} drafts", len(found), shown=number(len(found))))}</p>'))
    pages = max(1, -(-len(found) // ROWS))
    place = st.pagination(pages, key=f"d_page_{pages}") if pages > 1 else 1
    shown = {one.id: one for one in found[(place - 1) * ROWS:place * ROWS]}
    with st.container(height=desk.list_height(len(shown)), key="list_drafts"):
        chosen = st.radio(
            _("Drafts"), list(shown), format_func=lambda one: safe_label(shown[one].question.stem or _("(no words yet)"), 90) if one in shown else "",
            key=f"{desk.key('draft')}_{place}", label_visibility="collapsed", width="stretch",
        )
    return shown.get(str(chosen)) or next(iter(shown.values()))


def _one(at: Desk, one: Draft, names: dict[str, str], texts: Sources) -> None:
    lacks = one.lacks(at.at, texts)
    st.html(frame.lc(f"<h2>{safe_html(one.question.stem or _('(no words yet)'), 600)}</h2>{_lacks([lack.message for lack in lacks])}{_about(one, names)}{_options(one)}"))
    if words := taking.suggestion(one.question, texts):
        _proposed(at, one, words, texts)
    left, right = st.columns(2)
    if left.button(_("Edit and complete"), key=f"d_edit_{one.id}", type="primary" if lacks else "secondary", width="stretch"):
        editor.open_draft(at, one.id)
    if not lacks and right.button(_("Send for checking"), key=f"d_turn_{one.id}", type="primary", width="stretch"):
        desk.save("draft", lambda: _turned(at, one))
    with st.expander(_("Throw this draft away")):
        st.html(frame.lc(f'<p class="soft">{escape(_("It leaves this list. Choosing the same file again does not bring it back."))}</p>'))
        if st.button(_("Yes, throw it away"), key=f"d_away_{one.id}", width="stretch"):
            desk.save("draft", lambda: _away(at, one))


def _lacks(messages: list[str]) -> str:
    if not messages:
        return f'<p class="soft">{escape(_("Nothing is missing: it can be sent for checking."))}</p>'
    return f"<h3>{escape(_('What it lacks'))}</h3><ul>" + "".join(f"<li>{safe_html(words, 400)}</li>" for words in messages) + "</ul>"


def _about(one: Draft, names: dict[str, str]) -> str:
    question = one.question
    source = import_view.source_said(question)
    came = _("{file}, row or line {n}", file=one.file, n=question.line) if one.file else _("the screen")
    return facts([
        (_("Came from"), came), (_("Topic"), names.get(one.topic or "", question.topic)), (_("Source"), source),
        (_("Quoted words"), question.quote), (_("Why"), question.explanation),
    ])


def _options(one: Draft) -> str:
    rows = [("✓" if choice.correct else "", choice.text + (f" → {choice.match}" if choice.match else "")) for choice in one.question.options]
    return table(("", _("Options")), rows) if rows else ""


def _proposed(at: Desk, one: Draft, words: str, texts: Sources) -> None:
    """A sentence of the article that may decide the answer: a person reads it and says yes, or edits."""
    cited = reference(one.question, texts)
    law = texts.laws[cited.law]
    head = _("Do these words of the {law}, {article}, decide the answer?", law=law.title.removeprefix(NATION), article=cited.article)
    st.html(frame.lc(f'<h3>{escape(head)}</h3><blockquote lang="zh-CN">{escape(words)}</blockquote>'))
    if st.button(_("Yes, quote these words"), key=f"d_quote_{one.id}", width="stretch"):
        desk.save("draft", lambda: _quoted(at, one, words, cited.law, cited.article))


def _quoted(at: Desk, one: Draft, words: str, law: str, article: str) -> str:
    by = require(at.staff, "organiser", "clerk").id
    drafts.quote(at.store, one.id, law, article, words, by, at.at, seen=one.changed_at)
    return _("The words are quoted now. Read the question once more before you send it for checking.")


def _turned(at: Desk, one: Draft) -> str:
    item = drafts.turn(at.store, one.id, require(at.staff, "organiser", "clerk").id, at.at, seen=one.changed_at)
    return _("{item} is saved and waits for a second person under “To check”.", item=item.id)


def _away(at: Desk, one: Draft) -> str:
    drafts.throw_away(at.store, one.id, require(at.staff, "organiser", "clerk").id, at.at)
    return _("The draft is gone.")
