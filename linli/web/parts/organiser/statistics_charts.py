"""The charts of the item statistics, in Altair with our own theme: scatter, distractor bars, knowledge map.

Imported only when one of them is drawn: Altair brings 80 MB along.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from linli.community import Compound
from linli.item_figures import Cell, Figure
from linli.locale import _, percent, pick
from linli.rules.item_statistics import EASY, FLAGS, KEY, UNFIT
from linli.web.parts.organiser import charts as shared
from linli.web.parts.organiser.statistics_words import flag_names
from linli.web.parts.quiz_card import LETTERS
from linli.web.text import plain

HEIGHT, ROW = 380, 34
PICK, NONE = "pick", ""
_SHAPES = {KEY: "triangle-up", EASY: "square", UNFIT: "diamond", NONE: "circle"}
_RED = {"light": "#B3261E", "dark": "#FF8A80"}

#: The knowledge map's palest and fullest colour.
_SHADES = {"light": ("E3ECF6", "1E4E82"), "dark": ("1B3550", "8FBDF0")}

use_scheme = shared.use_scheme


def scatter(shown: Sequence[Figure], chosen: str, scheme: str) -> alt.Chart:
    """Share right against discrimination; a tap picks a question."""
    colours, names = shared.COLOURS[scheme], {**flag_names(), NONE: _("no flag")}
    rows = [_point(one, chosen, names) for one in shown]
    kinds = [name for name in (*FLAGS, NONE) if any(row["flag"] == names[name] for row in rows)]
    fill = {KEY: _RED[scheme], EASY: colours["gold"], UNFIT: colours["rim"], NONE: colours["soft"]}
    low = min(-20, *(row["di"] for row in rows)) - 5
    zero = {"condition": {"test": "datum.value === 0", "value": colours["ink"]}, "value": colours["line"]}
    return alt.Chart(alt.InlineData(values=rows)).mark_point(filled=True, opacity=0.9, strokeWidth=3).encode(
        x=alt.X("facility:Q", title=_("Share right"), scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5, grid=True)),
        y=alt.Y("di:Q", title=_("Discrimination"), scale=alt.Scale(domain=[low, 100], nice=False), axis=alt.Axis(tickCount=6, grid=True, gridColor=zero)),
        shape=alt.Shape("flag:N", scale=alt.Scale(domain=[names[one] for one in kinds], range=[_SHAPES[one] for one in kinds]), legend=alt.Legend(columns=1, labelLimit=280)),
        color=alt.Color("flag:N", scale=alt.Scale(domain=[names[one] for one in kinds], range=[fill[one] for one in kinds])),
        stroke=alt.condition("datum.chosen", alt.value(colours["ink"]), alt.value(colours["card"])),
        size=alt.condition("datum.chosen", alt.value(460), alt.value(240)),
        tooltip=[
            alt.Tooltip("item:N", title=_("Number")), alt.Tooltip("stem:N", title=_("Question")), alt.Tooltip("facility:Q", title=_("Share right"), format=".0%"),
            alt.Tooltip("di:Q", title=_("Discrimination"), format=".0f"), alt.Tooltip("answers:Q", title=_("First answers")), alt.Tooltip("flag:N", title=_("Flag")),
        ],
    ).add_params(alt.selection_point(name=PICK, fields=["item"], nearest=True, empty=False)).properties(height=HEIGHT, width="container")


def _point(one: Figure, chosen: str, names: dict[str, str]) -> dict[str, Any]:
    found = one.statistics
    return {
        "item": one.item.id, "stem": plain(pick(one.item.stem.zh, one.item.stem.en), 40), "facility": found.facility, "di": found.di,
        "answers": found.answers, "flag": names[found.flags[0] if found.flags else NONE], "chosen": one.item.id == chosen,
    }


def bars(one: Figure, scheme: str) -> alt.LayerChart | alt.FacetChart:
    """What the better and the other half chose; the key carries a tick. All residents where halves are too few."""
    found, colours = one.statistics, shared.COLOURS[scheme]
    parts = {_("better half"): found.upper, _("other half"): found.lower} if found.upper else {_("all residents"): found.shares}
    labels = [
        f"{LETTERS[number]}{' ✓' if option.key else ''} {plain(pick(option.text.zh, option.text.en), 16)}" for number, option in enumerate(one.item.options)
    ]
    rows = [
        {"option": labels[number], "part": part, "share": share, "said": percent(share)}
        for part, shares in parts.items() for number, share in enumerate(shares)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("option:N", sort=labels, title=None, axis=alt.Axis(labelLimit=170)), yOffset=alt.YOffset("part:N", sort=list(parts)),
        x=alt.X("share:Q", title=None, scale=alt.Scale(domain=[0, 1.12]), axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], grid=True)),
        tooltip=[alt.Tooltip("option:N", title=_("Option")), alt.Tooltip("part:N", title=_("Who")), alt.Tooltip("said:N", title=_("Share"))],
    )
    colour = alt.Color("part:N", scale=alt.Scale(domain=list(parts), range=[colours["rim"], colours["gold"]][: len(parts)]))
    text = base.mark_text(align="left", dx=5, fontSize=14, color=colours["ink"]).encode(text="said:N")
    return alt.layer(base.mark_bar().encode(color=colour), text).properties(height=len(labels) * len(parts) * ROW, width="container")


def knowledge(cells: Sequence[Cell], topics: dict[str, str], compounds: Sequence[Compound], scheme: str) -> alt.LayerChart | alt.FacetChart:
    """Share right by topic and compound; a cell of under 10 residents says so and shows nothing."""
    colours, names = shared.COLOURS[scheme], {one.id: f"{one.letter} {plain(one.name, 16)}" for one in compounds}
    few, dark = _("too few"), scheme == "dark"
    rows = [{
        "fill": colours["card"] if one.share is None else _shade(one.share, scheme),
        "topic": plain(topics.get(one.topic, one.topic), 14), "compound": names[one.compound],
        "said": few if one.share is None else percent(one.share),
        "on": colours["soft"] if one.share is None else "#FFFFFF" if (one.share > 0.65) != dark else "#1B2B3A",
    } for one in cells if one.compound in names]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("compound:N", sort=list(names.values()), title=None, axis=alt.Axis(orient="top", labelLimit=150, labelOverlap=False, **_slanted(names.values()))),
        y=alt.Y("topic:N", title=None, axis=alt.Axis(labelLimit=180)),
        tooltip=[alt.Tooltip("topic:N", title=_("Topic")), alt.Tooltip("compound:N", title=_("Compound")), alt.Tooltip("said:N", title=_("Share right"))],
    )
    cell = base.mark_rect(stroke=colours["line"], strokeWidth=1).encode(color=alt.Color("fill:N", scale=None, legend=None))
    text = base.mark_text(fontSize=14).encode(text="said:N", color=alt.Color("on:N", scale=None, legend=None))
    return alt.layer(cell, text).properties(height=max(120, ROW * len({row["topic"] for row in rows}) + 30), width="container")


def _slanted(names: Iterable[str]) -> dict[str, Any]:
    """Long names stand aslant, or they would run into each other; short ones lie flat."""
    return {"labelAngle": 0} if max(map(len, names), default=0) <= 7 else {"labelAngle": -40, "labelAlign": "left"}


def _shade(share: float, scheme: str) -> str:
    """From pale to full: a share of 30 % and less to one of 100 %."""
    low, high = _SHADES[scheme]
    part = max(0.0, min(1.0, (share - 0.3) / 0.7))
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in zip(bytes.fromhex(low), bytes.fromhex(high), strict=True))
