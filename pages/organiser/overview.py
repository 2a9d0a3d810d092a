"""Overview: the week in figures, participation against size, points by day, what waits."""

import streamlit as st

from linli import boards, overview
from linli.boards import Ranking
from linli.locale import N_, _
from linli.volunteer import hour_lists
from linli.web.parts import frame
from linli.web.parts.organiser import charts, desk, week
from linli.web.parts.organiser.tables import folded

TITLE = N_("Overview")
ROLES = ("organiser", "clerk")
ORDER = 1
#: Height in px of the choice between the two ways of counting: the other card grows by it.
CHOICE = 46


def rate_card(board: boards.Board, ranking: Ranking) -> None:
    heading = _("Participation: beside compounds of the same size")
    st.html(frame.lc(week.card(heading, week.rate_sentence(board, ranking))))
    chart = charts.participation(ranking)
    if chart:
        st.altair_chart(chart, theme=None, key=f"rate_{ranking.basis}", alt=heading)
        st.html(frame.lc(folded(_("Show the numbers"), week.rate_table(ranking))))


def day_card(days: list[overview.DayPoints], taller: int) -> None:
    heading = _("Points by day")
    st.html(frame.lc(week.card(heading, week.day_sentence(days))))
    chart = charts.by_day(days, charts.HEIGHT + taller)
    if chart:
        st.altair_chart(chart, theme=None, key="days", alt=heading)
        st.html(frame.lc(folded(_("Show the numbers"), week.day_table(days))))


with desk.page("overview", *ROLES) as at:
    now, todo = overview.week(at.store, at.at), overview.todo(at.store, at.at)
    waiting = hour_lists.waiting(at.store, at.at, at.staff.id) if at.organises else None
    screen = f'<a class="btn pri" href="/screen" target="_blank"><i class="ic ic-cup"></i>{_("Open the hall screen")}</a>'
    at.head(week.title(now), week.lead(now), screen)
    st.html(frame.lc(week.figures(now, waiting, todo)))
    charts.use_scheme(st.context.theme.type)
    board = boards.read(at.store, "fair", "week", at=at.at)
    left, right = st.columns([1.45, 1])
    with left, st.container(key="card_rate"):
        named = {one.basis: one for one in board.rankings}
        words = {"slips": _("By household slip"), "on_site": _("Seen on site")}
        chosen = st.segmented_control(
            _("Counted"), list(named), format_func=words.__getitem__, default=next(iter(named)), required=True, key="basis", label_visibility="collapsed",
        ) if len(named) > 1 else next(iter(named), None)
        if chosen:
            rate_card(board, named[chosen])
        else:
            st.html(frame.lc(week.card(_("Participation"), _("Add the compounds in the set-up first."))))
    with right, st.container(key="card_days"):
        day_card(overview.points_by_day(at.store, now.starts_on, now.ends_on), CHOICE if len(board.rankings) > 1 else 0)
    st.html(frame.lc(week.tasks(todo, waiting or ())))
