"""Bringing questions in: choose a file, see what it would do, take it in."""

import hashlib
import re
from collections.abc import Mapping

import streamlit as st

from linli.locale import _, ngettext
from linli.questions import bank, importing, sources
from linli.questions.formats import reading
from linli.questions.formats.model import Parsed
from linli.questions.importing import Batch, ChangedMeanwhile, Preview
from linli.questions.items import Text, Topic
from linli.questions.sources import Sources
from linli.roles import require
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk, import_log, import_view, question_view
from linli.web.parts.organiser.desk import Desk
from linli.web.text import escape, safe_label
from linli.web.text import plain as plain_text

NONE, NEW = "", "+"
#: Characters of a file's name that are kept.
NAME_MOST = 120
_PARSED, _SEEN, _DONE = "imp_parsed", "imp_seen", "imp_done"


def draw(at: Desk) -> None:
    """What is read, the file, the topic, the preview; below, what was taken in before."""
    _lead(at)
    _after(at)
    left, right = st.columns([1.4, 1])
    given = left.file_uploader(_("Choose a file of questions"), key=desk.key("import"))
    with right:
        topic = _topic(at)
    if given is not None:
        _look(at, given.getvalue(), plain_text(given.name, NAME_MOST), given.file_id, topic)
    import_log.draw(at)


def _lead(at: Desk) -> None:
    read = _(
        "Excel and CSV with the heads 题目, 选项A …, 答案, 解析, 依据; Word and text (1. … A. … 答案：C); GIFT, Moodle XML, Aiken, Kahoot, Quizizz, "
        "Open Trivia DB, JSON, YAML."
    )
    safe = _("Nothing is changed before you have seen what the file would do and taken it in, and the last import can be undone.")
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.html(frame.lc(f'<p class="soft">{escape(read)}</p><p class="soft">{escape(safe)}</p>'))
    with right:
        import_log.blank(at)


def _topic(at: Desk) -> Topic | None | str:
    """The topic for questions that name none: one that is there, a new one, none yet (None), or NEW while it has no names."""
    with at.store.reading() as tx:
        there = {one.id: one for one in bank.topics(tx)}
    names = {NONE: _("choose later"), NEW: _("a new topic …")} | {code: question_view.said(one.name) for code, one in there.items()}
    chosen = st.selectbox(_("Topic of questions that name none"), list(names), format_func=lambda one: safe_label(names.get(one, NONE)), key=desk.key("import") + "_topic")
    if chosen != NEW:
        return there.get(str(chosen))
    zh = st.text_input(_("Chinese name"), key=desk.key("import") + "_zh", max_chars=20).strip()
    en = st.text_input(_("English name"), key=desk.key("import") + "_en", max_chars=40).strip()
    code = topic_id(en)
    if not zh or not code:
        return NEW
    return there.get(code) or Topic(code, Text(zh, en))


def topic_id(name: str) -> str:
    """The id of a topic by its English name: Parks and trees -> parks-and-trees."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-")


def _look(at: Desk, data: bytes, name: str, file: str, topic: Topic | None | str) -> None:
    """Read the file once, compare it once for each choice of topic, and show what was found."""
    if isinstance(topic, str):
        words = _("Give the new topic a Chinese and an English name (the English one with Latin letters), or choose a topic that is there.")
        st.html(frame.lc(plain.say("warn", words)))
        return
    with frame.guard():
        parsed = _parsed(data, name, file)
        seen, texts, names = _preview(at, parsed, data, name, file, topic)
        _show(at, seen, texts, names)


def _parsed(data: bytes, name: str, file: str) -> Parsed:
    kept = st.session_state.get(_PARSED)
    if kept is None or kept[0] != file:
        with st.spinner(_("Reading {name} …", name=safe_label(name, 60))):
            kept = file, reading.read(data, name)
        st.session_state[_PARSED] = kept
    parsed: Parsed = kept[1]
    return parsed


def _preview(at: Desk, parsed: Parsed, data: bytes, name: str, file: str, topic: Topic | None) -> tuple[Preview, Sources, dict[str, str]]:
    """What is taken in is what was seen, not what the bank has become since."""
    with at.store.reading() as tx:
        texts = sources.current(tx)
        known = bank.topics(tx)
        kept = st.session_state.get(_SEEN)
        if kept is None or kept[0] != (file, topic):
            with st.spinner(_("Comparing with the question bank …")):
                kept = (file, topic), importing.preview(tx, parsed, name, hashlib.sha256(data).hexdigest(), topic, at.at, texts)
            st.session_state[_SEEN] = kept
    seen: Preview = kept[1]
    return seen, texts, {one.id: question_view.said(one.name) for one in (*known, *seen.topics)}


def _show(at: Desk, seen: Preview, texts: Sources, names: Mapping[str, str]) -> None:
    st.html(frame.lc(import_view.headline(seen, reading.format_name(seen.format))))
    found = import_view.groups(seen, dict(names), texts)
    if found:
        _groups(found)
    gone = bool(seen.gone) and st.checkbox(
        ngettext("Also take out the {n} that is gone from the file", "Also take out the {n} that are gone from the file", len(seen.gone)), key=desk.key("import") + "_gone",
    )
    if seen.nothing and not gone:
        st.html(frame.lc(f'<p class="soft">{escape(_("There is nothing to take in: all of it is here already, or nothing could be read."))}</p>'))
        return
    n = len(seen.new) + len(seen.changed) + len(seen.drafts)
    words = ngettext("Take {n} question in", "Take {n} questions in", n) if n else _("Take out what is gone")
    if st.button(words, key=desk.key("import") + "_take", type="primary"):
        desk.save("import", lambda: _taken(at, seen, gone))


def _groups(found: dict[str, import_view.Group]) -> None:
    chosen = st.segmented_control(
        _("What the file holds"), list(found), format_func=lambda one: f"{found[one].name} {len(found[one].things)}" if one in found else one,
        default=next(iter(found)), required=True, key=desk.key("import") + "_group", label_visibility="collapsed",
    )
    group = found.get(str(chosen)) or next(iter(found.values()))
    place = 1
    if group.pages > 1:
        place = st.pagination(group.pages, key=f"{desk.key('import')}_page_{chosen}")
    st.html(frame.lc(f'<div class="seen"><p class="soft">{escape(group.lead)}</p>{group.page(place)}</div>'))


def _taken(at: Desk, seen: Preview, gone: bool) -> None:
    try:
        with st.spinner(_("Taking the questions in …")):
            done = importing.commit(at.store, seen, require(at.staff, "organiser", "clerk").id, at.at, take_out_gone=gone)
    except ChangedMeanwhile:
        st.session_state.pop(_SEEN, None)
        raise
    for name in (_SEEN, _PARSED):
        st.session_state.pop(name, None)
    st.session_state[_DONE] = done


def _after(at: Desk) -> None:
    """What became of the file that was just taken in, and where to go on."""
    done: Batch | None = st.session_state.pop(_DONE, None)
    if done is None:
        return
    if done.nothing:
        st.html(frame.lc(plain.say("", _("Nothing was changed: all of it is here already."))))
        return
    html = plain.say("right", _("{file} is taken in: {counts}.", file=done.file, counts=import_view.counted(done)))
    links = []
    if done.new or done.changed:
        links.append(("/questions?part=check", _("To the check queue")))
    if done.drafts:
        links.append(("/questions?part=drafts", _("To the drafts")))
    html += '<div class="goon">' + "".join(f'<a class="btn sec auto" href="{escape(href)}">{escape(words)}</a>' for href, words in links) + "</div>"
    st.html(frame.lc(f'<div class="stack">{html}</div>'))
