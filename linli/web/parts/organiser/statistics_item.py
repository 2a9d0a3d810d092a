"""One question of the statistics: its figures, what was chosen, pausing it, marking it anew."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from linli import clock, community, remarking
from linli.item_figures import Figure
from linli.locale import _, full_day, ngettext, number, pick
from linli.remarking import Past
from linli.rules.item_statistics import KEY
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk, editor, question_list, question_view, statistics_words
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import folded, tag
from linli.web.text import escape

#: Which question's re-marking is looked at before it is posted.
SEEN = "stat_remark"


def show(at: Desk, one: Figure, older: Sequence[Figure], topic: str, scheme: str) -> None:
    """Figures and bars side by side, then what can be done about it."""
    stem = pick(one.item.stem.zh, one.item.stem.en)
    state = f'<div class="pills">{tag(question_view.states()[one.state], "plain")}{statistics_words.pills(one)}</div>'
    old = "" if one.drawn else plain.say("", _("These answers are to an earlier version with other options or another key. The present one has none yet."))
    st.html(frame.lc(f'<div class="stat"><h2>{escape(stem)}</h2>{state}{old}{statistics_words.why(one)}</div>'))
    left, right = st.columns([1, 1.5])
    with left:
        st.html(frame.lc(statistics_words.about(one) + "".join(_earlier(each) for each in older)))
        _pausing(at, one)
    with right:
        if one.statistics.shares:
            _bars(one, scheme)
        elif one.drawn:
            st.html(frame.lc(question_view.phone(one.item, topic)))
    _marking_anew(at, one.item.id)


def _earlier(one: Figure) -> str:
    words = _("An earlier version: {n} first answers, {share} right.", n=number(one.statistics.answers), share=statistics_words.share(one.statistics.facility))
    return f'<p class="soft">{escape(words)}</p>'


def _bars(one: Figure, scheme: str) -> None:
    from linli.web.parts.organiser import statistics_charts as charts

    charts.use_scheme(scheme)
    st.altair_chart(charts.bars(one, scheme), theme=None, key="stat_bars", alt=_("What residents chose"))
    st.html(frame.lc(folded(_("Show the numbers"), statistics_words.option_table(one))))


def _pausing(at: Desk, one: Figure) -> None:
    """Out of the draw while the key is compared with its source; back again."""
    item, name = one.item.id, f"stat_pause_{one.item.id}"
    if st.button(_("Edit"), key=f"stat_edit_{item}", width="stretch"):
        editor.open_item(item)
    if not at.organises:
        return
    look: Literal["primary", "secondary"] = "primary" if one.drawn and KEY in one.statistics.flags else "secondary"
    if one.state in ("playable", "to_check") and st.button(_("Pause it"), key=desk.key(name), type=look, width="stretch"):
        desk.save(name, lambda: question_list.paused(at, item))
    if one.state == "paused":
        told = _(
            "Compare the key with its source. If it is wrong, mend the question and have it checked; then put it back into the draw. "
            "After that, its answers can be marked anew here."
        )
        st.html(frame.lc(f"<p>{escape(told)}</p>"))
        if st.button(_("Put it back into the draw"), key=desk.key(name), width="stretch"):
            desk.save(name, lambda: question_list.resumed(at, item))


def _marking_anew(at: Desk, item: str) -> None:
    """What earlier re-markings came to; who would gain by one now, and posting it."""
    with at.store.reading() as tx:
        waits = remarking.waiting(tx, item)
    done = "".join(_told(at, one) for one in remarking.past(at.store, item))
    if done:
        st.html(frame.lc(f"<h3>{escape(_('Marked anew'))}</h3>{done}"))
    if not waits:
        return
    st.html(frame.lc(plain.say("gold", _("Some answers have another mark under the present key. Nobody loses points by marking them anew."))))
    if not at.organises:
        return
    if st.session_state.get(SEEN) == item:
        _looked_at(at, item)
    elif st.button(_("Show who gains"), key=f"stat_who_{item}"):
        st.session_state[SEEN] = item
        st.rerun()


def _told(at: Desk, one: Past) -> str:
    day = full_day(clock.local_day(one.made_at, at.settings.zone))
    words = ngettext(
        "{day}, {by}: {marked} answer marked anew, {people} people gained {points} points.",
        "{day}, {by}: {marked} answers marked anew, {people} people gained {points} points.",
        one.done.marked, marked=number(one.done.marked), day=day, by=one.by or "–", people=statistics_words.people(one.done.people), points=number(one.done.points),
    )
    return f"<p>{escape(words)}</p>"


def _looked_at(at: Desk, item: str) -> None:
    """The preview, and the button that posts; nothing was written so far."""
    name = f"remark_{item}"
    with at.store.reading() as tx:
        seen, compounds = remarking.preview(tx, item, at.at), community.compounds(tx)
    st.html(frame.lc(f"<h3>{escape(_('What marking anew would do'))}</h3>{statistics_words.remarking(seen, compounds)}"))
    sure = st.checkbox(_("I have compared the key with its source."), key=desk.key(name) + "_sure")
    with st.container(horizontal=True):
        if st.button(_("Mark anew and post"), key=desk.key(name), type="primary", disabled=not sure):
            desk.save(name, lambda: _posted(at, item))
        if st.button(_("Not now"), key=f"{name}_no"):
            st.session_state.pop(SEEN, None)
            st.rerun()


def _posted(at: Desk, item: str) -> str:
    done = remarking.post(at.store, item, at.organiser(), at.at)
    st.session_state.pop(SEEN, None)
    return _("{item} is marked anew: {points} points added. Residents see why in their history.", item=item, points=number(done.points))
