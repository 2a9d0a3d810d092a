"""The check queue on the desk: what waits for a second person, one looked at, publish or send back."""

import streamlit as st

from linli.locale import _, ngettext, number
from linli.questions import checking, queue, reports, sources
from linli.questions.queue import Waiting
from linli.web.parts import asking, frame, wrong
from linli.web.parts.organiser import check_view, desk, editor, question_view
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, folded
from linli.web.text import escape, safe_label

EVERY = ""


def draw(at: Desk) -> None:
    """The list on the left, the one looked at on the right."""
    with at.store.reading() as tx:
        found = queue.queue(tx)
    names = check_view.reasons()
    if not found:
        st.html(frame.lc(empty(_("Nothing waits for a second person."), "cup")))
        return
    list_side, card_side = st.columns([1, 1.6])
    with list_side:
        reason = _reason(found, names)
        shown = [one for one in found if reason in (EVERY, one.reason)]
        if not shown:
            st.html(frame.lc(empty(_("Nothing waits for this reason."))))
            return
        looked = _listed(shown, names)
    with card_side, st.container(key="card_check"):
        _one(at, looked)


def _reason(found: list[Waiting], names: dict[str, str]) -> str:
    """The reason that is looked at. A field shows the words it was drawn with, so other counts need another field."""
    every = [EVERY, *names]
    counted = {one: _counted(one, names, found) for one in every}
    before = every.index(str(st.session_state.get("check_why", EVERY)))
    chosen = st.selectbox(_("Why it waits"), every, before, format_func=counted.__getitem__, key="check_reason_" + "_".join(counted.values()))
    st.session_state["check_why"] = chosen
    return str(chosen)


def _counted(reason: str, names: dict[str, str], found: list[Waiting]) -> str:
    n = sum(reason in (EVERY, one.reason) for one in found)
    return f"{names.get(reason, _('all'))} {number(n)}"


def _listed(shown: list[Waiting], names: dict[str, str]) -> Waiting:
    """A list that arrow keys move through; after a decision the next one takes the place."""
    ids = [one.item.id for one in shown]
    labels = {one.item.id: safe_label(f"{names[one.reason]} · {question_view.said(one.item.stem)}", 90) for one in shown}
    place = min(int(st.session_state.get("check_place", 0)), len(ids) - 1)
    st.html(frame.lc(f'<p class="soft">{escape(ngettext("{n} waits", "{n} wait", len(ids)))}</p>'))
    with st.container(height=desk.list_height(len(ids)), key="list_check"):
        chosen = st.radio(_("What waits"), ids, place, format_func=lambda one: labels[one], key=desk.key("check"), label_visibility="collapsed")
    chosen = chosen if chosen in ids else ids[place]
    st.session_state["check_place"] = ids.index(chosen)
    return shown[ids.index(chosen)]


def _one(at: Desk, one: Waiting) -> None:
    with at.store.reading() as tx:
        texts = sources.current(tx)
        may, second = checking.may_check(tx, at.staff, one.maker), checking.has_second(tx, one.maker)
        told = reports.of_item(tx, one.item.id) if one.reports else None
        topic = asking.topic_name(tx, one.item.topic)
    st.html(frame.lc(check_view.head(one, at.settings.zone)))
    if told:
        st.html(frame.lc(f'<p>{escape(reason_counts(told.reasons))}</p>'))
    if one.before:
        st.html(frame.lc(check_view.changed(one.before, one.item)))
    left, right = st.columns(2)
    left.html(frame.lc(question_view.phone(one.item, topic)))
    right.html(frame.lc(check_view.source(one.item, texts) + _english(one)))
    with st.container(key="act_check"):
        _buttons(at, one, may, second)


def reason_counts(found: dict[str, int]) -> str:
    """Reported as: the answer is not right 2, out of date 1."""
    words = wrong.reasons()
    return _("Reported as: {reasons}", reasons=_(", ").join(f"{words[one]} {n}" for one, n in found.items()))


def _english(one: Waiting) -> str:
    texts = (one.item.stem, *(option.text for option in one.item.options), one.item.explanation)
    if not one.item.stem.en:
        return f'<p class="soft">{escape(_("There is no English yet; everybody sees the Chinese."))}</p>'
    return folded(_("Both languages"), "<ul>" + "".join(f"<li>{escape(text.zh)}<br>{escape(text.en)}</li>" for text in texts) + "</ul>")


def _buttons(at: Desk, one: Waiting, may: bool, second: bool) -> None:
    item = one.item.id
    alone = not may and not second
    if not may and second:
        words = _("These are your own words: another person of the team compares them with the source.")
        st.html(frame.lc(f'<p class="own"><i class="ic ic-lock"></i>{escape(words)}</p>'))
    said = _("Nobody else is in the team. I compared it with its source myself; it will say “checked by one person”.")
    sure = st.checkbox(said, key=desk.key("check") + "_alone") if alone else False
    left, right = st.columns(2)
    if left.button(_("Publish"), key=desk.key("check") + "_publish", type="primary", width="stretch", disabled=not (may or sure)):
        desk.save("check", lambda: _published(at, one, sure))
    if right.button(_("Edit"), key=desk.key("check") + "_edit", width="stretch"):
        editor.open_item(item)
    if one.reason == "new" or one.before:
        with st.expander(_("Send it back")):
            why = st.text_input(_("Why? Its maker will read it"), key=desk.key("check") + "_why", max_chars=checking.WHY_MOST)
            if st.button(_("Send it back"), key=desk.key("check") + "_back", width="stretch"):
                desk.save("check", lambda: _sent_back(at, one, why))


def _published(at: Desk, one: Waiting, alone: bool) -> str:
    checking.publish(at.store, one.item.id, at.staff.id, at.at, seen=one.item.revision, alone_ok=alone)
    return _("{item} is published. The check of today stands under it.", item=one.item.id)


def _sent_back(at: Desk, one: Waiting, why: str) -> str:
    checking.send_back(at.store, one.item.id, at.staff.id, at.at, seen=one.item.revision, why=why)
    return _("{item} went back; its words are kept as a draft.", item=one.item.id)
