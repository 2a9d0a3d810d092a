"""The two charts below a board on wide screens: points by day and compound, and their kinds.

Imported only when somebody asks for charts: Altair brings 80 MB along.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt

from linli.community import Compound
from linli.locale import _, month_day
from linli.trends import DayPoints, KindPoints
from linli.web.parts.organiser import charts as shared
from linli.web.text import plain

#: So many compounds get a colour of their own; the rest are thin and grey (look, "Charts").
COLOURED = 4
DISC, HEIGHT = 420, 300
_GREY = {"light": "#6F7E8A", "dark": "#8397A8"}

use_scheme = shared.use_scheme


def _rows(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))


def by_day(points: Sequence[DayPoints], compounds: Sequence[Compound], scheme: str) -> alt.LayerChart:
    """A line a compound; the first `COLOURED` in their colours, each with its letter at the end."""
    last = {one.compound: one.day for one in points}
    rows = [_day_row(one, compounds, scheme, last[one.compound] == one.day) for one in points]
    days = sorted({one.day for one in points})
    labels = {day: month_day(day) for day in days}
    base = alt.Chart(_rows(rows)).encode(
        x=alt.X("label:N", sort=[labels[day] for day in days], title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy")),
        y=alt.Y("points:Q", title=None, scale=alt.Scale(domainMin=0), axis=alt.Axis(format=",d", grid=True, tickCount=5)),
    )
    colour = alt.Color("colour:N", scale=None, legend=None)
    told = [alt.Tooltip("name:N", title=_("Compound")), alt.Tooltip("label:N", title=_("Day")), alt.Tooltip("points:Q", title=_("Points"), format=",d")]
    line = base.mark_line(strokeJoin="round").encode(detail="name:N", color=colour, size=alt.Size("width:Q", scale=None, legend=None), tooltip=told)
    # A compound that was there on one day only has no line: its dot shows.
    dots = base.mark_circle(size=60, opacity=1).encode(color=colour, tooltip=told)
    ends = base.transform_filter("datum.last")
    card = shared.COLOURS[scheme]["card"]
    disc = ends.mark_circle(size=DISC, opacity=1, stroke=card, strokeWidth=2).encode(color=colour, tooltip=told)
    letter = ends.mark_text(fontSize=14, fontWeight=700).encode(text="letter:N", color=alt.Color("on:N", scale=None, legend=None))
    return alt.layer(line, dots, disc, letter).properties(height=HEIGHT, width="container")


def _day_row(one: DayPoints, compounds: Sequence[Compound], scheme: str, last: bool) -> dict[str, Any]:
    place = next(number for number, compound in enumerate(compounds) if compound.id == one.compound)
    compound, coloured = compounds[place], place < COLOURED
    palette = shared.themes()[scheme]["range"]["category"]
    dark_letter = compound.mark % 12 in shared.DARK_LETTERS[scheme] if coloured else scheme == "dark"
    return {
        "label": month_day(one.day), "points": one.points, "name": plain(compound.name, 24), "letter": compound.letter,
        "colour": palette[compound.mark % 12] if coloured else _GREY[scheme], "on": "#1B2B3A" if dark_letter else "#FFFFFF",
        "width": 3 if coloured else 1.5, "last": last,
    }


def by_kind(points: Sequence[KindPoints], compounds: Sequence[Compound], scheme: str) -> alt.Chart:
    """A bar a compound, cut by what brought its points: quizzes, clean-ups."""
    kinds, names = (_("Quiz"), _("Clean-ups")), {one.id: f"{one.letter} {plain(one.name, 14)}" for one in compounds}
    rows = [
        {"name": names[one.compound], "kind": kind, "share": part / (one.quiz + one.hours), "points": part, "place": place}
        for one in points for place, (kind, part) in enumerate(zip(kinds, (one.quiz, one.hours), strict=True)) if part > 0
    ]
    colours = shared.COLOURS[scheme]
    bars = alt.Chart(_rows(rows)).mark_bar(stroke=colours["card"], strokeWidth=1.5, height={"band": 0.6})
    return bars.encode(
        y=alt.Y("name:N", sort=[names[one.compound] for one in points], title=None, axis=alt.Axis(labelLimit=220)),
        x=alt.X("share:Q", title=None, stack="normalize", axis=alt.Axis(format="%", grid=True, tickCount=5)),
        color=alt.Color("kind:N", scale=alt.Scale(domain=list(kinds), range=[colours["rim"], colours["gold"]])),
        order=alt.Order("place:Q"),
        tooltip=[
            alt.Tooltip("name:N", title=_("Compound")), alt.Tooltip("kind:N", title=_("Kind")),
            alt.Tooltip("points:Q", title=_("Points"), format=",d"), alt.Tooltip("share:Q", title=_("Share"), format=".0%"),
        ],
    ).properties(height=max(160, 44 * len(points) + 60), width="container")
