"""Making or changing a paper: its questions, ticked or drawn, their order, and its head."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from linli import clock, papers
from linli.ids import fingerprint
from linli.locale import _, ngettext, number
from linli.papers import FORMS_MOST, ITEMS_MOST, MINUTES_MOST, NAME_MOST, Head, Paper
from linli.questions import bank
from linli.questions.items import Item
from linli.rules.composing import LEVELS, Offer, compose
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk, question_view
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.question_list import topics
from linli.web.parts.organiser.tables import empty
from linli.web.text import escape, safe_label
from linli.web.text import plain as plain_text

NEW = ""
FORTNIGHT = timedelta(days=14)
ROWS = 10


def draw(at: Desk) -> None:
    """Which paper, then its questions and its head."""
    with at.store.reading() as tx:
        found = papers.listing(tx)
    names = {NEW: _("a new paper")} | {one.id: f"{safe_label(one.name, 60)} · {one.code}" for one in found}
    target = st.selectbox(_("Which paper"), list(names), format_func=names.__getitem__, key=desk.key("pf_which"))
    paper = next((one for one in found if one.id == target), None)
    with at.store.reading() as tx:
        fixed = paper is not None and papers.in_use(tx, paper.id)
        chosen = _chosen(paper, [one.id for one in papers.items(tx, paper)] if paper else [])
    name = f"pf_{target or 'new'}"
    if fixed and paper:
        st.html(frame.lc(plain.say("", _("Somebody has begun it, or a sheet was counted: its questions stay. Its name, times and forms can change."))))
        if st.button(_("Make a new paper from it"), key="pf_copy"):
            st.session_state[_place(NEW)] = list(chosen)
            desk.fresh("pf_which")
            st.rerun()
    else:
        _add(at, target, chosen)
    ordered = _order(at, target, chosen, paper if fixed else None)
    _head(at, name, paper, ordered)


def _place(target: str) -> str:
    return f"pf_items:{target}"


def _chosen(paper: Paper | None, held: list[str]) -> list[str]:
    """The questions so far; kept in this session until the paper is saved."""
    kept: list[str] = st.session_state.setdefault(_place(paper.id if paper else NEW), held)
    return kept


def _put(target: str, items: Sequence[str], words: str) -> None:
    st.session_state[_place(target)] = list(items)
    desk.fresh(f"pf_order_{target}")
    desk.tell(words)
    st.rerun()


def _add(at: Desk, target: str, chosen: Sequence[str]) -> None:
    names = topics(at)
    ways = {"tick": _("Tick questions"), "draw": _("Draw them by lot")}
    way = st.segmented_control(_("How to add questions"), list(ways), format_func=ways.__getitem__, default="tick", required=True, key="pf_way")
    if way == "tick":
        _tick(at, target, chosen, names)
    else:
        _lot(at, target, names)


def _tick(at: Desk, target: str, chosen: Sequence[str], names: Mapping[str, str]) -> None:
    left, middle, right = st.columns([2, 1, 1])
    words = left.text_input(_("Words of the question, or its number"), key="pf_words", max_chars=60)
    topic = middle.selectbox(_("Topic"), ["", *names], format_func=lambda one: safe_label(names.get(one, _("all"))), key="pf_topic")
    levels = question_view.levels()
    level = right.selectbox(_("Level"), [0, *LEVELS], format_func=lambda one: levels.get(one, _("all")), key="pf_level")
    with at.store.reading() as tx:
        found = bank.entries(tx, topic=topic or None, state="playable", words=words)
    items = [one.item for one in found if one.item.id not in chosen and level in (0, one.item.level)]
    if not items:
        st.html(frame.lc(empty(_("No question fits. Try fewer words, or all topics."))))
        return
    key = "pf_tick_" + fingerprint(",".join(item.id for item in items))[:12]
    seen = st.dataframe(
        [_cells(item, names) for item in items], key=key, hide_index=True, on_select="rerun", selection_mode="multi-row", row_height=44,
        height=44 * min(len(items), ROWS) + 40, alt=_("Questions"), column_config={_("Question"): st.column_config.TextColumn(width="large")},
    )
    ticked = [items[row].id for row in seen.selection.rows if row < len(items)]
    label = ngettext("Add {n} ticked question", "Add {n} ticked questions", len(ticked)) if ticked else _("Tick questions in the first column, then add them")
    if st.button(label, key="pf_add", disabled=not ticked, type="secondary"):
        _put(target, [*chosen, *ticked], ngettext("{n} question added.", "{n} questions added.", len(ticked)))


def _cells(item: Item, names: Mapping[str, str]) -> dict[str, str]:
    return {
        _("Question"): plain_text(question_view.said(item.stem), 120), _("Topic"): plain_text(names.get(item.topic, ""), 30), _("Level"): question_view.levels()[item.level],
        _("Kind of question"): question_view.kinds()[item.kind], _("Number"): item.id,
    }


def _lot(at: Desk, target: str, names: Mapping[str, str]) -> None:
    picked = st.multiselect(_("Topics; none means all"), list(names), format_func=lambda one: safe_label(names[one], 40), key="pf_topics", placeholder=_("all topics"))
    columns = st.columns(5, vertical_alignment="bottom")
    count = columns[0].number_input(_("How many"), 1, ITEMS_MOST, 20, key="pf_count")
    weights = {
        level: int(column.number_input(_("part {level}", level=question_view.levels()[level]), 0, 99, part, key=f"pf_level_{level}"))
        for level, column, part in zip(LEVELS, columns[1:4], (4, 5, 2), strict=True)
    }
    day = clock.local_day(at.at, at.settings.zone)
    seed = columns[4].text_input(_("Seed: the same one draws the same"), day, max_chars=40, key="pf_seed")
    st.html(frame.lc(f'<p class="soft">{escape(_("Spread evenly over the topics; of two questions about the same rule only one. What was chosen before is replaced."))}</p>'))
    if st.button(_("Draw"), key="pf_draw"):
        with at.store.reading() as tx:
            families = bank.families(tx)
            offers = [Offer(ref.item, ref.topic, ref.level, families.get(ref.item, ref.item)) for ref in bank.pool(tx) if not picked or ref.topic in picked]
        drawn = compose(offers, int(count), weights, seed)
        _put(target, drawn, ngettext("{n} question drawn.", "{n} questions drawn.", len(drawn)))


def _order(at: Desk, target: str, chosen: Sequence[str], fixed: Paper | None) -> list[str]:
    """The chosen questions, to be put in order and taken out; and one of them as the phone shows it.

    fixed: the paper whose questions stay, in the words that it holds.
    """
    st.html(frame.lc(f'<h2>{escape(_("Its questions"))} <span class="soft">{escape(number(len(chosen)))}</span></h2>'))
    if not chosen:
        st.html(frame.lc(empty(_("No question yet: tick some above, or draw them by lot."))))
        return []
    names = topics(at)
    with at.store.reading() as tx:
        items = papers.items(tx, fixed) if fixed else [bank.current(tx, one) for one in chosen]
    ordered = [item.id for item in items] if fixed else _reordered(target, items, names)
    with st.expander(_("Look at one as the phone shows it")):
        looked = st.selectbox(
            _("Question"), range(len(items)), format_func=lambda place: f"{place + 1} {safe_label(question_view.said(items[place].stem), 60)}", key=f"pf_look_{target}",
        )
        st.html(frame.lc(question_view.phone(items[looked], names.get(items[looked].topic, ""))))
    return ordered


def _reordered(target: str, items: Sequence[Item], names: Mapping[str, str]) -> list[str]:
    place, out = _("Place in the paper"), _("Take out")
    rows = [{place: n, out: False, **_cells(item, names)} for n, item in enumerate(items, 1)]
    shown: Any = st.data_editor(
        rows, key=desk.key(f"pf_order_{target}"), hide_index=True, disabled=[name for name in rows[0] if name not in (place, out)], row_height=44,
        height=44 * min(len(rows), ROWS) + 40, alt=_("Its questions"),
        column_config={place: st.column_config.NumberColumn(min_value=1, max_value=999, step=1), _("Question"): st.column_config.TextColumn(width="large")},
    )
    kept = [(row[place] if row[place] is not None else n, n) for n, row in enumerate(shown, 1) if not row[out]]
    # A question moved to a place stands before the one that was there.
    kept.sort(key=lambda pair: (pair[0], pair[0] == pair[1], pair[1]))
    ordered = [items[n - 1].id for _at, n in kept]
    if ordered != [item.id for item in items] and st.button(_("Put them in this order, without those taken out"), key=f"pf_sort_{target}"):
        _put(target, ordered, _("The order is changed; save the paper to keep it."))
    return ordered


def _head(at: Desk, name: str, paper: Paper | None, items: Sequence[str]) -> None:
    key, zone = desk.key(name), at.settings.zone
    opens = clock.local(paper.opens_at if paper else at.at, zone)
    closes = clock.local(paper.closes_at if paper else at.at + FORTNIGHT, zone)
    with st.form(key + "_form"):
        left, right = st.columns(2)
        zh = left.text_input(_("Name in Chinese"), paper.name_zh if paper else "", max_chars=NAME_MOST, key=key + "_zh")
        en = right.text_input(_("Name in English, if wanted"), paper.name_en if paper else "", max_chars=NAME_MOST, key=key + "_en")
        columns = st.columns(4)
        first = columns[0].date_input(_("Opens on"), opens.date(), format="YYYY-MM-DD", key=key + "_open_day")
        first_time = columns[1].time_input(_("Opening time"), opens.time().replace(second=0, microsecond=0), step=300, key=key + "_open_time")
        last = columns[2].date_input(_("Closes on"), closes.date(), format="YYYY-MM-DD", key=key + "_close_day")
        last_time = columns[3].time_input(_("Closing time"), closes.time().replace(second=0, microsecond=0) if paper else time(20), step=300, key=key + "_close_time")
        left, right = st.columns(2)
        minutes = left.number_input(_("Minutes on the phone, 0 for no limit"), 0, MINUTES_MOST, (paper.minutes or 0) if paper else 30, key=key + "_minutes")
        forms = right.number_input(_("Forms on paper: A, B …"), 1, FORMS_MOST, paper.forms if paper else 2, key=key + "_forms")
        above = st.container()
        if st.form_submit_button(_("Save the paper") if paper else _("Make the paper"), type="primary", width="stretch"):
            head = Head(zh, en, _moment(first, first_time, zone), _moment(last, last_time, zone), int(minutes), int(forms))
            with above:
                desk.save(name, lambda: _saved(at, paper, head, items))


def _moment(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone))


def _saved(at: Desk, paper: Paper | None, head: Head, items: Sequence[str]) -> str:
    by = at.organiser().id
    if paper:
        papers.change(at.store, paper.id, head, items, by, at.at)
        st.session_state.pop(_place(paper.id), None)
        return _("“{name}” is saved.", name=head.name_zh)
    made = papers.make(at.store, head, items, by, at.at)
    st.session_state.pop(_place(NEW), None)
    st.session_state["pd_paper"] = made
    return _("“{name}” is made, as a draft. Open it under “All papers”, print it under “Print”.", name=head.name_zh)
