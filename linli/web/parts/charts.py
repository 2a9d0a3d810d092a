"""The two charts below a board on wide screens: points by day and compound, and their kinds.

Imported only when somebody asks for charts: Altair brings 80 MB along.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt

from linli import clock
from linli.community import Compound
from linli.locale import _, month_day
from linli.trends import DayPoints, Days, KindPoints
from linli.web.parts.organiser import charts as shared
from linli.web.text import plain

#: So many compounds get a colour of their own; the rest are thin and grey (look, "Charts").
COLOURED = 4
DISC, HEIGHT = 420, 300
#: Pixels between two letters; labels of days.
GAP, TICKS = 25, 6
_GREY = {"light": "#6F7E8A", "dark": "#8397A8"}

use_scheme = shared.use_scheme


def _rows(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))


def by_day(points: Sequence[DayPoints], compounds: Sequence[Compound], days: Days, scheme: str) -> alt.LayerChart | alt.FacetChart:
    """A line a compound; the first `COLOURED` in their colours, each with its letter at the right end."""
    every = _every(days)
    base = alt.Chart(_rows([_point(one, compounds, scheme) for one in points])).encode(x=_x(every), y=_y(points))
    colour = alt.Color("colour:N", scale=None, legend=None)
    told = [alt.Tooltip("name:N", title=_("Compound")), alt.Tooltip("label:N", title=_("Day")), alt.Tooltip("points:Q", title=_("Points"), format=",d")]
    line = base.mark_line(strokeJoin="round").encode(detail="name:N", color=colour, size=alt.Size("width:Q", scale=None, legend=None))
    # A compound that was there on one day only has no line: its dot shows.
    dots = base.mark_circle(size=50, opacity=1).encode(color=colour, tooltip=told)
    ends = alt.Chart(_rows(_ends(points, compounds, every[-1], scheme))).encode(x=_x(every), y=_y(points), tooltip="name:N")
    disc = ends.mark_circle(size=DISC, opacity=1, xOffset=22).encode(color=colour)
    letter = ends.mark_text(fontSize=14, fontWeight=700, dx=22).encode(text="letter:N", color=alt.Color("on:N", scale=None, legend=None))
    return alt.layer(line, dots, disc, letter).properties(height=HEIGHT, width="container", padding={"left": 4, "right": 30, "top": 8, "bottom": 4})


def _every(days: Days) -> list[str]:
    count = (date.fromisoformat(days.until) - date.fromisoformat(days.since)).days + 1
    return [clock.add_days(days.since, step) for step in range(count)]


def _x(every: Sequence[str]) -> alt.X:
    labels = [month_day(day) for day in every]
    marked = labels[:: max(1, -(-len(labels) // TICKS))]
    return alt.X("label:N", sort=labels, scale=alt.Scale(domain=labels), title=None, axis=alt.Axis(labelAngle=0, values=marked, labelOverlap=False))


def _y(points: Sequence[DayPoints]) -> alt.Y:
    top = max(one.points for one in points) * 1.05
    return alt.Y("points:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(format=",d", grid=True, tickCount=5))


def _look(compound: Compound, place: int, scheme: str) -> dict[str, Any]:
    """Colour, width and letter of a compound's line; only the first few are coloured."""
    coloured = place < COLOURED
    dark = compound.mark % 12 in shared.DARK_LETTERS[scheme] if coloured else scheme == "dark"
    return {
        "name": plain(compound.name, 24), "letter": compound.letter, "width": 3 if coloured else 1.5, "on": "#1B2B3A" if dark else "#FFFFFF",
        "colour": shared.themes()[scheme]["range"]["category"][compound.mark % 12] if coloured else _GREY[scheme],
    }


def _point(one: DayPoints, compounds: Sequence[Compound], scheme: str) -> dict[str, Any]:
    place = next(number for number, compound in enumerate(compounds) if compound.id == one.compound)
    return {**_look(compounds[place], place, scheme), "label": month_day(one.day), "points": one.points}


def _ends(points: Sequence[DayPoints], compounds: Sequence[Compound], last_day: str, scheme: str) -> list[dict[str, Any]]:
    """The letters at the right end, in the order of the last points, none on top of another."""
    last = {one.compound: one.points for one in points}
    step = max(one.points for one in points) * 1.05 * GAP / HEIGHT
    found, at = [], -step / 2
    for place, compound in sorted(enumerate(compounds), key=lambda pair: last.get(pair[1].id, 0)):
        if compound.id in last:
            at = max(at + step, last[compound.id])
            found.append({**_look(compound, place, scheme), "label": month_day(last_day), "points": at})
    return found


def by_kind(points: Sequence[KindPoints], compounds: Sequence[Compound], scheme: str) -> alt.Chart:
    """A bar a compound, cut by what brought its points: quizzes, clean-ups."""
    kinds, names = (_("Quiz"), _("Volunteering")), {one.id: f"{one.letter} {plain(one.name, 14)}" for one in compounds}
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
