"""Item statistics on the desk: filters, the scatter and its table, one question, the knowledge map.

For the committee alone; nothing here enters a bulletin or a report (docs/rules.md §1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from linli import clock, community, item_figures
from linli.item_figures import CHANNELS, PAPER, Figure, Figures
from linli.locale import _, ngettext, number
from linli.rules import windows
from linli.rules.item_statistics import FEWEST, FLAGS, KEY
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import statistics_item, statistics_words
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.question_list import EVERY, topics
from linli.web.parts.organiser.tables import empty, folded
from linli.web.text import escape, safe_label

ITEM, SCATTER, LISTED = "stat_item", "stat_scatter", "stat_table"
ROWS = 8
#: Flags as the filter has them: any of them, and each.
FLAGGED = "flagged"


@dataclass(frozen=True)
class _Wish:
    """What the filters say; EVERY leaves out none."""

    season: str
    topic: str
    channel: str
    flag: str


def show(at: Desk) -> None:
    """The part "statistics" of the questions' page."""
    names = topics(at)
    wish = _filters(at, names)
    with at.store.reading() as tx:
        found = item_figures.figures(tx, wish.season, wish.channel or None)
    shown = _wanted(found, wish)
    st.html(frame.lc(f'<div class="stat">{_lead(found, wish)}</div>'))
    if not shown:
        words = _("No question fits. Try all topics, or all flags.") if found.items else _("Statistics appear after {n} answers to a question.", n=FEWEST)
        st.html(frame.lc(empty(words)))
        return
    chosen = _chosen(shown)
    scheme = st.context.theme.type or "light"
    _scatter(at, shown, chosen, scheme)
    options = [one.item.id for one in shown]
    by_id = {one.item.id: one for one in shown}
    st.selectbox(_("Question"), options, key=ITEM, format_func=lambda one: safe_label(statistics_words.label(by_id[one], 60)))
    older = tuple(one for one in found.items if one.item.id == chosen and one is not by_id[chosen])
    with st.container(key="rim_statistics"):
        statistics_item.show(at, by_id[chosen], older, names.get(by_id[chosen].topic, ""), scheme)
    _map(at, found, names, wish, scheme)


def _filters(at: Desk, names: dict[str, str]) -> _Wish:
    with at.store.reading() as tx:
        seasons = [one.id for one in reversed(community.seasons(tx))]
        called = {one: community.season_name(tx, one) for one in seasons}
        now = windows.current("season", clock.local_day(at.at, at.settings.zone), community.seasons(tx))
    flag_words = {EVERY: _("all"), FLAGGED: _("any flag"), **statistics_words.flag_names()}
    channel_words = {EVERY: _("phone and kiosk"), **statistics_words.channels()}
    one, two, three, four = st.columns(4)
    options = [*seasons, EVERY]
    season = one.selectbox(
        _("Which season"), options, index=options.index(now.starts) if now and now.starts in options else 0,
        format_func=lambda key: safe_label(called.get(key) or _("all there is")), key="stat_season",
    )
    topic = two.selectbox(_("Topic"), [EVERY, *names], format_func=lambda key: safe_label(names.get(key, _("all"))), key="stat_topic")
    channel = three.selectbox(_("Answered by"), [EVERY, *CHANNELS], format_func=channel_words.__getitem__, key="stat_channel")
    flag = four.selectbox(_("Flag"), [EVERY, FLAGGED, *FLAGS], format_func=flag_words.__getitem__, key="stat_flag")
    return _Wish(season, topic, channel, flag)


def _wanted(found: Figures, wish: _Wish) -> list[Figure]:
    """What the filters leave, one a question: what is drawn now, or else an earlier version; wrong keys first."""
    by_item: dict[str, Figure] = {}
    for one in found.items:
        if one.item.id not in by_item or one.drawn:
            by_item[one.item.id] = one
    fits = [one for one in by_item.values() if wish.topic in (EVERY, one.topic) and _flag_fits(one, wish.flag)]
    return sorted(fits, key=lambda one: (KEY not in one.statistics.flags, not one.statistics.flags, one.item.id))


def _flag_fits(one: Figure, flag: str) -> bool:
    flags = one.statistics.flags
    return flag == EVERY or (bool(flags) if flag == FLAGGED else flag in flags)


def _lead(found: Figures, wish: _Wish) -> str:
    """What everything rests on, and how many questions are flagged."""
    counted = sum(KEY in one.statistics.flags and one.drawn for one in found.items)
    said = ngettext("{shown} first answer this rests on.", "{shown} first answers this rests on.", found.answers, shown=number(found.answers))
    html = f'<p class="soft">{escape(said if found.answers else "")} {escape(_("For the committee alone: never for a bulletin or a report."))}</p>'
    if wish.channel == PAPER:
        html += f'<p class="soft">{escape(_("Sheets carry no names, so they show the share right and nothing else."))}</p>'
    if counted:
        html += plain.say("warn", ngettext("The key of {n} question may be wrong.", "The keys of {n} questions may be wrong.", counted))
    return html


def _chosen(shown: Sequence[Figure]) -> str:
    """The question looked at: picked before, asked for in the address, or the first."""
    known = {one.item.id for one in shown}
    if st.session_state.get(ITEM) not in known:
        asked = st.query_params.get("item", "")
        st.session_state[ITEM] = asked if asked in known else shown[0].item.id
    return str(st.session_state[ITEM])


def _scatter(at: Desk, shown: Sequence[Figure], chosen: str, scheme: str) -> None:
    """The scatter of what has both figures; its table below for phones and screen readers."""
    drawn = [one for one in shown if one.drawn and one.statistics.facility is not None and one.statistics.di is not None]
    if drawn:
        from linli.web.parts.organiser import statistics_charts as charts

        charts.use_scheme(scheme)
        alt = _("Share right and discrimination of {n} questions", n=len(drawn))
        st.altair_chart(charts.scatter(drawn, chosen, scheme), theme=None, key=SCATTER, on_select=_picked, selection_mode=charts.PICK, alt=alt)
    else:
        st.html(frame.lc(empty(_("Statistics appear after {n} answers to a question.", n=FEWEST))))
    with st.expander(_("The same as a table")):
        st.dataframe(
            [_cells(one) for one in shown], key=LISTED, hide_index=True, on_select=lambda: _listed(shown), selection_mode="single-row", row_height=44,
            height=44 * min(len(shown), ROWS) + 40, alt=_("Statistics of the questions"),
        )


def _cells(one: Figure) -> dict[str, str]:
    names = statistics_words.flag_names()
    return {
        _("Number"): one.item.id, _("Share right"): statistics_words.share(one.statistics.facility), _("Discrimination"): statistics_words.whole(one.statistics.di),
        _("First answers"): number(one.statistics.answers), _("Flag"): _(", ").join(names[flag] for flag in one.statistics.flags),
    }


def _picked() -> None:
    """A point was tapped."""
    points = st.session_state[SCATTER].selection.get("pick", [])
    if points:
        st.session_state[ITEM] = points[0]["item"]


def _listed(shown: Sequence[Figure]) -> None:
    """A row of the table was chosen."""
    rows = st.session_state[LISTED].selection.rows
    if rows and rows[0] < len(shown):
        st.session_state[ITEM] = shown[rows[0]].item.id


def _map(at: Desk, found: Figures, names: dict[str, str], wish: _Wish, scheme: str) -> None:
    """What residents of each compound know, by topic."""
    cells = [one for one in found.cells if wish.topic in (EVERY, one.topic)]
    with at.store.reading() as tx:
        compounds = [one for one in community.compounds(tx) if any(cell.compound == one.id for cell in cells)]
    head = _("What residents know, by topic and compound")
    words = _("Share right of first answers, on phones and kiosks. A cell of fewer than {n} residents shows nothing.", n=item_figures.FEWEST_ANSWERERS)
    st.html(frame.lc(f'<h2>{escape(head)}</h2><p class="soft">{escape(words)}</p>'))
    if not any(one.share is not None for one in cells):
        st.html(frame.lc(empty(_("Too few residents have answered for a map."), "window")))
        return
    with st.container(key="wide_charts"):
        from linli.web.parts.organiser import statistics_charts as charts

        charts.use_scheme(scheme)
        st.altair_chart(charts.knowledge(cells, names, compounds, scheme), theme=None, key="stat_map", alt=head)
    st.html(frame.lc(folded(_("Show the numbers"), statistics_words.map_table(cells, names, compounds))))
