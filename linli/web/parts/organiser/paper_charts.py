"""The chart of a paper's results: share right by question, phones and paper side by side.

Imported only when it is drawn: Altair brings 80 MB along.
"""

from typing import Any

import altair as alt

from linli.locale import _, pick
from linli.paper_results import CHANNELS, PAPER, PHONE, Summary
from linli.web.parts.organiser import charts as shared
from linli.web.text import plain

ROW = 34


def by_question(summary: Summary, scheme: str | None) -> alt.Chart | None:
    """A point for each channel on each question's line, the hardest question on top; None where nothing may be shown."""
    colours = shared.use_scheme(scheme)
    names = {PAPER: _("on paper"), PHONE: _("on phones")}
    rows: list[dict[str, Any]] = []
    for line in summary.lines:
        label = f"{line.number or '–'} {plain(pick(line.item.stem.zh, line.item.stem.en), 16)}"
        for channel in CHANNELS:
            share, count = line.counts[channel].share, line.counts[channel]
            if share is not None:
                rows.append({"question": label, "share": share, "channel": names[channel], "answers": count.answers})
    if not rows:
        return None
    lowest: dict[str, float] = {}   # in the paper's order, which decides between equals
    for row in rows:
        lowest[row["question"]] = min(row["share"], lowest.get(row["question"], 1.0))
    order = sorted(lowest, key=lowest.__getitem__)
    seen = [names[channel] for channel in CHANNELS if any(row["channel"] == names[channel] for row in rows)]
    fill = {names[PAPER]: colours["gold"], names[PHONE]: colours["rim"]}
    shape = {names[PAPER]: "square", names[PHONE]: "circle"}
    return alt.Chart(alt.InlineData(values=rows)).mark_point(filled=True, size=220, opacity=1, stroke=colours["ink"], strokeWidth=1).encode(
        x=alt.X("share:Q", title=_("Share right"), scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5, grid=True)),
        y=alt.Y("question:N", sort=order, title=None, axis=alt.Axis(labelLimit=260, grid=True)),
        color=alt.Color("channel:N", title=None, scale=alt.Scale(domain=seen, range=[fill[one] for one in seen])),
        shape=alt.Shape("channel:N", title=None, scale=alt.Scale(domain=seen, range=[shape[one] for one in seen])),
        tooltip=[
            alt.Tooltip("question:N", title=_("Question")), alt.Tooltip("channel:N", title=_("Where")), alt.Tooltip("share:Q", title=_("Share right"), format=".0%"),
            alt.Tooltip("answers:Q", title=_("Answers"), format=",d"),
        ],
    ).properties(height=max(120, ROW * len(order)), width="container")
