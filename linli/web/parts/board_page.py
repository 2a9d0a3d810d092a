"""The boards' page: choices and rows, and on wide screens, when asked for, two charts."""

from collections.abc import Mapping, Sequence

import streamlit as st

from linli import boards, trends
from linli.boards import Board
from linli.community import Compound
from linli.locale import _, full_day, month_day, number, percent
from linli.trends import DayPoints, Days, KindPoints
from linli.web import board_routes
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, frame, standings
from linli.web.parts.organiser.tables import folded, table
from linli.web.text import escape, plain


def asked(params: Mapping[str, str]) -> tuple[str, str]:
    """Board and window of an address; the fair board of the week where it names none."""
    return standings.chosen(params.get("board", ""), params.get("window", ""))


def html(who: Visitor, name: str, window: str) -> str:
    """Head and rows. The rows are there at once and then kept fresh by the live stream."""
    board = boards.read(store(), name, window, at=who.at)
    inside = standings.html(board, board_routes.own_compound(store(), who), everything=board_routes.sees_everything(who))
    island = f'<div data-lc="live" data-url="/part{escape(standings.address(name, window))}">{inside}</div>'
    return f"{bits.done(who)}{standings.head(name, window)}{island}"


def charts(who: Visitor, window: str) -> None:
    """The switch for charts, shown on wide screens, and the charts while it is on."""
    with st.container(key="wide_charts"):
        if not st.toggle(_("Charts"), key="charts"):
            return
        board = boards.read(store(), "total", window, at=who.at)
        compounds = shown(board, who)
        days = trends.days_of(store(), window, who.at)
        scheme = st.context.theme.type or "light"
        with st.container(key="card_days"):
            _days(trends.by_day(store(), days, [one.id for one in compounds]), compounds, days, scheme)
        with st.container(key="card_kinds"):
            _kinds(trends.by_kind(store(), days, [one.id for one in compounds]), compounds, scheme)


def shown(board: Board, who: Visitor) -> list[Compound]:
    """Whose figures may be drawn, one's own first: the public top places, for organisers all."""
    mine, everything = board_routes.own_compound(store(), who), board_routes.sees_everything(who)
    if not (board.settings.board_public or everything):
        return []
    lines = [
        line for ranking in board.rankings
        for line in (ranking.lines if everything else boards.public_lines(ranking, board.settings.top_k, mine)) if not line.few
    ]
    return [line.compound for line in sorted(lines, key=lambda line: line.compound.id != mine)]


def _heading(heading: str, sentence: str) -> None:
    st.html(frame.lc(f'<h2>{escape(heading)}</h2><p class="soft">{escape(sentence)}</p>'))


def _days(points: Sequence[DayPoints], compounds: Sequence[Compound], days: Days, scheme: str) -> None:
    heading = _("Points by day and compound")
    _heading(heading, day_sentence(points, compounds, days))
    if points:
        from linli.web.parts import charts as drawn

        drawn.use_scheme(scheme)
        st.altair_chart(drawn.by_day(points, compounds, days, scheme), theme=None, key="chart_days", alt=heading)
        st.html(frame.lc(folded(_("Show the numbers"), day_table(points, compounds))))


def day_sentence(points: Sequence[DayPoints], compounds: Sequence[Compound], days: Days) -> str:
    """What to see in the first chart."""
    if not points:
        return _("From {since} to {until} no compound had a day with 5 people yet.", since=full_day(days.since), until=full_day(days.until))
    best = max(points, key=lambda one: (one.points, one.day))
    name = next(one.name for one in compounds if one.id == best.compound)
    return _(
        "The liveliest day was {day}, in {name}: {points} points. Days with under 5 people are left out.",
        day=month_day(best.day), name=plain(name, 24), points=number(best.points),
    )


def day_table(points: Sequence[DayPoints], compounds: Sequence[Compound]) -> str:
    """The numbers behind the first chart."""
    found = {(one.day, one.compound): number(one.points) for one in points}
    drawn = [one for one in compounds if any(one.id == point.compound for point in points)]
    rows = [(month_day(day), *(found.get((day, one.id), "–") for one in drawn)) for day in sorted({one.day for one in points})]
    return table((_("Day"), *(plain(one.name, 24) for one in drawn)), rows, numbers=range(1, len(drawn) + 1))


def _kinds(points: Sequence[KindPoints], compounds: Sequence[Compound], scheme: str) -> None:
    heading = _("What the points came from")
    _heading(heading, kind_sentence(points))
    if points:
        from linli.web.parts import charts as drawn

        drawn.use_scheme(scheme)
        st.altair_chart(drawn.by_kind(points, compounds, scheme), theme=None, key="chart_kinds", alt=heading)
        st.html(frame.lc(folded(_("Show the numbers"), kind_table(points, compounds))))


def kind_sentence(points: Sequence[KindPoints]) -> str:
    """What to see in the second chart."""
    quiz, hours = sum(one.quiz for one in points), sum(one.hours for one in points)
    if not quiz + hours:
        return _("Nothing to show yet: each kind needs 5 people in a compound.")
    if not hours:
        return _("All of it from quizzes so far; volunteering would show in gold.")
    return _("Volunteering brought {share} of the points of these compounds.", share=percent(hours / (quiz + hours)))


def kind_table(points: Sequence[KindPoints], compounds: Sequence[Compound]) -> str:
    """The numbers behind the second chart."""
    names = {one.id: plain(one.name, 24) for one in compounds}
    rows = [(names[one.compound], number(one.quiz), number(one.hours)) for one in points]
    return table((_("Compound"), _("Quiz"), _("Volunteering")), rows, numbers=(1, 2))
