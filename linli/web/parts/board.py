"""Boards as HTML: rows with a scale, the legend, "why this rank", and empty states."""

from linli.locale import _, percent, pick
from linli.web.parts.badge import badge
from linli.web.parts.views import BoardList, BoardRow, BoardView
from linli.web.text import escape, safe_html

#: The scale of shares reaches at least this far, so that a week's first rows do not fill it.
LEAST_TOP = 0.28


def island(address: str, *, every: int = 300) -> str:
    """The container of a live part, for `st.html`: fetched from `address`, anew when the ledger went on."""
    return f'<div class="lc"><div data-lc="live" data-url="{escape(address)}" data-every="{every}"></div></div>'


def windows(chosen: str, links: list[tuple[str, str, str]]) -> str:
    """The choice of a window: (name, words, address), the chosen one marked."""
    shown = "".join(
        f'<a href="{escape(address)}" data-nav="{escape(address)}"{" aria-current=true" if name == chosen else ""}>{escape(words)}</a>'
        for name, words, address in links
    )
    return f'<nav class="seg" aria-label="{escape(_("Window"))}">{shown}</nav>'


def board(view: BoardView) -> str:
    """A board's lists with the legend of the first fair one; or what to say when nobody is on it."""
    if not any(one.rows for one in view.lists):
        return empty("window", view.empty or _("No light yet. Finish five questions and the first one is yours."))
    shown = [one for one in view.lists if one.rows]
    keyed = legend() if any(one.kind == "fair" for one in shown) else ""
    return keyed + "".join(_list(one) for one in shown)


def legend() -> str:
    """What band and dot mean."""
    return (
        f'<div class="legend"><span><i></i>{escape(_("usual for its size"))}</span>'
        f'<span><u></u>{escape(_("took part"))}</span></div>'
    )


def empty(art: str, words: str, action_html: str = "") -> str:
    """One drawing (window, cup), one sentence, at most one button."""
    return f'<div class="card empty"><i class="art art-{escape(art)}" aria-hidden="true"></i><p>{escape(words)}</p>{action_html}</div>'


def scale_top(rows: tuple[BoardRow, ...] | list[BoardRow]) -> float:
    """The right end of a fair list's scale: 28 %, or further if any row leaves it."""
    return max([LEAST_TOP, *(max(row.share, row.high) * 1.05 for row in rows if not row.few)])


def _list(one: BoardList) -> str:
    head = ""
    if one.heading:
        words = f"<p>{escape(one.words)}</p>" if one.words else ""
        head = f'<div class="listhead"><h2>{escape(one.heading)}</h2>{words}</div>'
    rows = "".join(_few(row) if row.few else _row(row, one) for row in one.rows)
    return f'{head}<ol class="card list">{rows}</ol>'


def _row(row: BoardRow, one: BoardList) -> str:
    classes = "row" + (" first" if row.rank == 1 else "") + (" my" if row.mine else "")
    below = f'<p class="l3">{escape(row.below)}</p>' if row.below else ""
    return (
        f'<li class="{classes}" id="row-{escape(row.key)}" data-key="{escape(row.key)}"><div class="l1">{_rank(row)}{badge(row.badge)}{_name(row)}'
        f'<span class="up">{escape(row.value)}</span></div>'
        f'<div class="l2">{_scale(row, one)}<span>{escape(row.beside)}</span></div>{below}{_why(row, one)}</li>'
    )


def _few(row: BoardRow) -> str:
    classes = "row few" + (" my" if row.mine else "")
    return (
        f'<li class="{classes}" id="row-{escape(row.key)}" data-key="{escape(row.key)}"><div class="l1">{badge(row.badge)}{_name(row)}'
        f'<span class="tag plain">{escape(_("too few yet"))}</span></div><p class="l3">{escape(row.below)}</p></li>'
    )


def _rank(row: BoardRow) -> str:
    tie = f"<small>{escape(_('tie'))}</small>" if row.tied else ""
    return f'<span class="rk">{row.rank or "–"}{tie}</span>'


def _name(row: BoardRow) -> str:
    own = f"<em>{escape(_('yours'))}</em>" if row.mine else ""
    return f'<span class="nm">{safe_html(row.name, 40)}{own}</span>'


def place(value: float, top: float) -> float:
    """Where a value stands on a scale that ends at `top`, in percent."""
    return round(min(max(value / top, 0.0), 1.0) * 100, 1) if top > 0 else 0.0


def _scale(row: BoardRow, one: BoardList) -> str:
    if one.kind != "fair":
        return f'<div class="scale" aria-hidden="true"><i class="fill {one.kind}" style="width:{max(place(row.share, one.top), 1.0)}%"></i></div>'
    return f'<div class="scale" aria-hidden="true">{_band(row, one)}<i class="dot" style="left:{_dot(row, one)}%"></i></div>'


def _dot(row: BoardRow, one: BoardList) -> float:
    return min(max(place(row.share, one.top), 3.0), 97.0)


def _band(row: BoardRow, one: BoardList) -> str:
    if row.high <= row.low:
        return ""
    low, high = place(row.low, one.top), place(row.high, one.top)
    return f'<i class="band" style="left:{low}%;width:{round(high - low, 1)}%"></i>'


def _why(row: BoardRow, one: BoardList) -> str:
    if not row.why:
        return ""
    lines = "".join(f"<li>{escape(line)}</li>" for line in row.why)
    drawn = _wide_scale(row, one) if one.kind == "fair" and row.high > row.low else ""
    return (
        f'<details class="why" id="why-{escape(row.key)}"><summary>{escape(_question(row))}<i class="ic ic-down"></i></summary>'
        f'<div class="exp">{drawn}<ol>{lines}</ol></div></details>'
    )


def _question(row: BoardRow) -> str:
    if not row.rank:
        return _("What does this mean?")
    return _("Why first?") if row.rank == 1 else _("Why place {n}?", n=row.rank)


def _wide_scale(row: BoardRow, one: BoardList) -> str:
    middle, at, average = place((row.low + row.high) / 2, one.top), _dot(row, one), place(one.average, one.top)
    usual = _("usual {low}–{high}", low=percent(row.low), high=percent(row.high))
    # Two labels side by side need room; the sentences below name the average anyway.
    label = _lab("under", average, _("average {share}", share=percent(one.average))) if abs(average - at) > _room() else ""
    return (
        f'<div class="scale" aria-hidden="true">{_band(row, one)}<i class="avg" style="left:{average}%"></i>'
        f'<i class="dot" style="left:{at}%"></i>{_lab("over", middle, usual)}{label}{_lab("under hi", at, row.value)}</div>'
    )


def _room() -> float:
    """How far apart two labels under a scale must stand, in percent of its length."""
    return float(pick("34", "38"))


def _lab(kind: str, at: float, words: str) -> str:
    return f'<span class="lab {kind}" style="left:{at}%;--at:{round(at / 100, 3)}">{escape(words)}</span>'
