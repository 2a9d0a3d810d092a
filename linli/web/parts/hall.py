"""The hall screen: read from eight metres, its rows glide to their new places."""

from linli.locale import _
from linli.web.parts.badge import badge
from linli.web.parts.board import place
from linli.web.parts.skyline import drawing
from linli.web.parts.views import BoardList, BoardRow, FeedLine, HallView
from linli.web.text import escape, safe_html

#: As many rows as the screen holds at a size that is read from the last seat.
ROWS = 6
#: Names longer than this stand on two lines.
LONG_NAME = 6


def frame(address: str) -> str:
    """The body of /screen: one live part that fills the screen."""
    return f'<div class="lc-hall" data-lc="live" data-url="{escape(address)}" data-every="60"></div>'


def hall(view: HallView) -> str:
    """Everything on the screen; morphed in place when the ledger went on."""
    sample = f'<p class="sample">{escape(_("Sample data: every name and number is invented."))}</p>' if view.sample else ""
    return f"{sample}{_head(view)}{_board(view)}{_right(view)}{_night(view)}"


def _head(view: HallView) -> str:
    until = f'<div class="t"><p>{escape(view.until_words)}</p><b>{escape(view.until)}</b></div>' if view.until else ""
    return f'<header class="head"><i class="logo"></i><div><h1>{escape(view.title)}</h1><p>{escape(view.words)}</p></div>{until}</header>'


def _board(view: HallView) -> str:
    ranked = [(one, row) for one in view.board.lists for row in one.rows if not row.few][:ROWS]
    if not ranked:
        words = view.board.empty or _("No light yet. Finish five questions and the first one is yours.")
        return f'<section class="lone" id="lone"><img src="/lc/img/window-dark.svg" alt=""><p>{escape(words)}</p></section>'
    return f'<section class="brd" id="brd">{"".join(_row(row, one) for one, row in ranked)}</section>'


def _row(row: BoardRow, one: BoardList) -> str:
    tie = f"<small>{escape(_('tie'))}</small>" if row.tied else ""
    long = " long" if len(row.name) > LONG_NAME else ""
    return (
        f'<div class="r{" g" if row.rank == 1 else ""}" id="row-{escape(row.key)}" data-key="{escape(row.key)}"><span class="k">{row.rank or "–"}{tie}</span>'
        f'{badge(row.badge)}<span class="n{long}">{safe_html(row.name, 40)}</span>{_scale(row, one)}'
        f'<span class="p">{escape(row.value)}</span><span class="h">{escape(row.beside)}</span></div>'
    )


def _scale(row: BoardRow, one: BoardList) -> str:
    if one.kind != "fair":
        return f'<div class="scale"><i class="fill" style="width:{max(place(row.share, one.top), 1.0)}%"></i></div>'
    low, high = place(row.low, one.top), place(row.high, one.top)
    band = f'<i class="band" style="left:{low}%;width:{round(high - low, 1)}%"></i>' if high > low else ""
    return f'<div class="scale">{band}<i class="dot" style="left:{min(max(place(row.share, one.top), 6.0), 94.0)}%"></i></div>'


def _right(view: HallView) -> str:
    address = f"<small>{escape(view.address)}</small>" if view.address else ""
    lines = "".join(_line(one) for one in view.feed)
    return (
        f'<aside class="rt"><div class="qr" id="qr"><img src="{escape(view.qr)}" alt=""><b>{escape(view.qr_words)}</b>{address}</div>'
        f'<div class="feed"><h2>{escape(_("Just now"))}</h2><ul>{lines}</ul></div></aside>'
    )


def _line(one: FeedLine) -> str:
    return f'<li id="feed-{escape(one.key)}" data-key="feed-{escape(one.key)}">{badge(one.badge)}<span>{safe_html(one.name, 20)}</span><b>{escape(one.what)}</b></li>'


def _night(view: HallView) -> str:
    return (
        f'<div class="night" id="night"><img class="sky" src="{drawing(round(view.share * 100), dark=True)}" alt="">'
        f"<p><span>{escape(_('Every lit window is a household that took part'))}</span><b>{escape(view.total)}</b></p></div>"
    )
