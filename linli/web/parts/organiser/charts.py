"""The two charts of the overview, in Altair with our own theme (docs: look, "Charts").

Only organisers' pages import this module: Altair brings pandas along.
"""

import json
from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache
from math import log10, sqrt
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pandas  # type: ignore[import-untyped] # Altair looks for it in sys.modules, where another thread's half-done import may stand

from linli.boards import Line, Ranking
from linli.locale import _, percent, weekday
from linli.overview import DayPoints
from linli.rules import standing
from linli.rules.standing import Taken
from linli.web.text import plain

#: Colours of roles that charts use (look, "Colour roles").
COLOURS = {
    "light": {"ink": "#1B2B3A", "soft": "#475563", "card": "#FFFFFF", "rim": "#1E4E82", "band": "#E3ECF6", "gold": "#F0AE2B", "line": "#D2DAD6"},
    "dark": {"ink": "#F0F3EE", "soft": "#B9C5CF", "card": "#172635", "rim": "#8FBDF0", "band": "#1B3550", "gold": "#F7C553", "line": "#31465A"},
}
#: Letters on these compound colours are dark, by number from 0 (look, "Compounds").
DARK_LETTERS = {"light": {2, 6, 9}, "dark": {1, 2, 4, 5, 6, 7, 8, 9, 11}}
DISC, HEIGHT = 440, 330
_TICKS = [mantissa * 10**power for power in range(6) for mantissa in (1, 2, 5)]
_scheme: ContextVar[str] = ContextVar("linli_chart_scheme", default="light")


@lru_cache(maxsize=1)
def themes() -> dict[str, Any]:
    """The settings of both themes."""
    return dict(json.loads((Path(__file__).parent / "altair-theme.json").read_text("utf-8")))


@alt.theme.register("linli", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    return alt.theme.ThemeConfig(config=themes()[_scheme.get()])


def use_scheme(name: str | None) -> dict[str, str]:
    """Draw for a light or a dark page from now on in this run; the colours of that scheme."""
    _scheme.set(name if name in COLOURS else "light")
    return COLOURS[_scheme.get()]


def _data(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=list(rows))


def participation(ranking: Ranking) -> alt.TopLevelMixin | None:
    """Rate against households (log scale) with the usual band; None where nobody may be shown."""
    shown = [line for line in ranking.lines if not line.few]
    if not shown:
        return None
    low, high = min(line.n for line in shown) / 1.35, max(line.n for line in shown) * 1.5
    top = max([0.05, *(line.x / line.n for line in shown)]) * 1.15
    x = alt.X("n:Q", title=_("Households (log scale)"), scale=alt.Scale(type="log", domain=[low, high], nice=False), axis=alt.Axis(
        values=[tick for tick in _TICKS if low <= tick <= high], format=",d"))
    layers = _band(ranking, low, high, top) if ranking.ranked else []
    return alt.layer(*layers, *_discs(shown, top, x)).properties(height=HEIGHT, width="container")


def _y(field: str, top: float, **more: Any) -> alt.Y:
    axis = alt.Axis(format="%", grid=True, tickCount=5)
    return alt.Y(f"{field}:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False, clamp=True), axis=axis, **more)


def _band(ranking: Ranking, low: float, high: float, top: float) -> list[alt.Chart]:
    """What is usual for each size: the band, its dashed edges, the overall rate."""
    result = standing.fair([Taken(line.compound.id, line.x, line.n) for line in ranking.lines])
    p, colours = result.p, COLOURS[_scheme.get()]
    sizes = [10 ** (log10(low) + (log10(high) - log10(low)) * step / 40) for step in range(41)]
    wide = [1.96 * sqrt(p * (1 - p) / n + result.tau2) for n in sizes]
    rows = [{"n": n, "low": max(0.0, p - w), "high": min(top, p + w)} for n, w in zip(sizes, wide, strict=True)]
    band = alt.Chart(_data(rows))
    dash: dict[str, Any] = {"color": colours["rim"], "strokeDash": [5, 4], "strokeWidth": 1.5}
    overall = alt.Chart(_data([{"p": p, "n": low, "words": _("All: {share}", share=percent(p))}]))
    return [
        band.mark_area(color=colours["band"]).encode(x="n:Q", y=_y("low", top), y2="high:Q"),
        alt.Chart(_data([row for row in rows if row["low"] > 0])).mark_line(**dash).encode(x="n:Q", y=_y("low", top)),
        band.mark_line(**dash).encode(x="n:Q", y=_y("high", top)),
        overall.mark_rule(color=colours["ink"], strokeWidth=1.5).encode(y=_y("p", top)),
        overall.mark_text(align="left", dx=6, dy=-10, fontWeight=700, color=colours["ink"]).encode(x="n:Q", y=_y("p", top), text="words:N"),
    ]


def _discs(shown: Sequence[Line], top: float, x: alt.X) -> list[alt.Chart]:
    """A disc with its letter for each compound; the first four are named where there is room."""
    colours, palette = COLOURS[_scheme.get()], themes()[_scheme.get()]["range"]["category"]
    dark = DARK_LETTERS[_scheme.get()]
    best = sorted(shown, key=lambda line: -(line.score or line.x / line.n))[:4]
    named = {line.compound.id for line in best if not _crowded(line, shown, top)}
    rows = [{
        "n": line.n, "rate": line.x / line.n, "letter": line.compound.letter, "name": plain(line.compound.name, 24), "x": line.x,
        "fill": palette[line.compound.mark % 12], "on": "#1B2B3A" if line.compound.mark % 12 in dark else "#FFFFFF",
        "label": plain(line.compound.name, 12) if line.compound.id in named else "",
    } for line in shown]
    told = [
        alt.Tooltip("name:N", title=_("Compound")), alt.Tooltip("x:Q", title=_("Taking part"), format=",d"),
        alt.Tooltip("n:Q", title=_("Households"), format=",d"), alt.Tooltip("rate:Q", title=_("Share"), format=".1%"),
    ]
    base = alt.Chart(_data(rows)).encode(x=x, y=_y("rate", top), tooltip=told)
    letters: dict[str, Any] = {"fontSize": 14, "fontWeight": 700}
    names: dict[str, Any] = {"align": "left", "dx": 17, "fontWeight": 700}
    return [
        base.mark_text(stroke=colours["card"], strokeWidth=5, strokeJoin="round", **names).encode(text="label:N"),
        base.mark_text(color=colours["ink"], **names).encode(text="label:N"),
        base.mark_circle(size=DISC, opacity=1, stroke=colours["card"], strokeWidth=2).encode(color=alt.Color("fill:N", scale=None, legend=None)),
        base.mark_text(**letters).encode(text="letter:N", color=alt.Color("on:N", scale=None, legend=None)),
    ]


def _crowded(line: Line, shown: Sequence[Line], top: float) -> bool:
    """Whether another disc stands where the name would be written."""
    return any(
        0 < log10(other.n / line.n) < 0.3 and abs(other.x / other.n - line.x / line.n) < top * 0.07
        for other in shown if other is not line
    )


def by_day(days: Sequence[DayPoints], height: int = HEIGHT) -> alt.TopLevelMixin | None:
    """Points by day, quiz below and clean-ups on top; None where there is nothing to show."""
    colours, kinds = COLOURS[_scheme.get()], (_("Quiz"), _("Volunteer service"))
    order = [weekday(one.day, short=True) for one in days]
    rows = [
        {"day": weekday(one.day, short=True), "kind": kind, "points": points, "place": place}
        for one in days for place, (kind, points) in enumerate(zip(kinds, (one.quiz, one.hours), strict=True)) if points
    ]
    if not rows:
        return None
    bars = alt.Chart(_data(rows)).mark_bar(stroke=colours["card"], strokeWidth=1.5, width={"band": 0.62})
    return bars.encode(
        x=alt.X("day:N", sort=order, scale=alt.Scale(domain=order), title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("points:Q", title=None, axis=alt.Axis(format=",d", grid=True, tickCount=5)),
        color=alt.Color("kind:N", scale=alt.Scale(domain=list(kinds), range=[colours["rim"], colours["gold"]])),
        order=alt.Order("place:Q"),
        tooltip=[alt.Tooltip("day:N", title=_("Day")), alt.Tooltip("kind:N", title=_("Kind")), alt.Tooltip("points:Q", title=_("Points"), format=",d")],
    ).properties(height=height, width="container")
