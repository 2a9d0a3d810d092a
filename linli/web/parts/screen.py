"""The hall screen: read from eight metres, its rows glide to their new places.

Everything on it is public: compounds, shares, and that somebody of a compound did something, never
who, when, or for how many points (docs/rules.md §1).
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from linli import boards
from linli.boards import Board, Ranking
from linli.community import Compound
from linli.locale import _, language, number, pick
from linli.web.parts import skyline, standings
from linli.web.parts.badge import badge
from linli.web.parts.board import place, scale_top
from linli.web.parts.views import BoardList, BoardRow
from linli.web.text import escape, safe_html

#: Rows at a time, at a size that is read from the last seat; fewer where names take two lines.
ROWS, ROWS_LONG = 6, 5
#: So few rows stand wider apart.
ROOMY = 3
#: Seconds a page of rows stays.
PAGE_SECONDS = 12
#: The style sheet turns no more pages than this.
MOST_PAGES = 12
#: Widths in characters up to which a name stands beside its scale, and above it.
BESIDE, ABOVE = 4.8, 8.4
#: As many different lines as the feed holds.
FEED, FEED_TALL = 4, 3
#: Longer names stand above the kind, not beside it.
FEED_NAME = 5.5


@dataclass(frozen=True)
class Act:
    """Somebody of a compound did something of a kind: quiz, hours or contest."""

    key: str
    compound: Compound
    kind: str


@dataclass(frozen=True)
class Hall:
    """What the screen shows. qr: image address, empty where the server's address is unknown."""

    board: Board
    window: str
    season: str
    feed: tuple[Act, ...]
    qr: str


@dataclass(frozen=True)
class _Group:
    """Rows of one list."""

    ranking: Ranking
    one: BoardList
    rows: tuple[BoardRow, ...]


#: What is shown at a time: one group, or two short lists one above the other.
_Page = tuple[_Group, ...]


def island(address: str, inside_html: str) -> str:
    """The body of /screen: one live part that fills it; asks by itself every minute."""
    return f'<div class="lc-hall" data-lc="live" data-url="{escape(address)}" data-every="60">{inside_html}</div>'


def html(hall: Hall) -> str:
    """Everything on the screen; morphed in place when the ledger goes on."""
    settings = hall.board.settings
    sample = f'<p class="sample" id="sample">{escape(_("Sample data: every name and number is invented."))}</p>' if settings.sample else ""
    pages = _pages(hall.board) if settings.board_public else []
    return f"{sample}{_head(hall, pages)}{_boards(hall, pages)}{_right(hall)}{_night(hall)}"


def _pages(board: Board) -> list[_Page]:
    """The public top places of each list, as many at a time as the screen holds."""
    shown = [ranking for ranking in board.rankings if _shown(board, ranking)]
    whole = tuple(_Group(ranking, one, one.rows) for ranking, one in zip(shown, standings.view(board).lists, strict=True))
    if len(whole) == 2 and len(whole[0].rows) + len(whole[1].rows) < _size(whole):
        return [whole]
    pages: list[_Page] = [(_Group(one.ranking, one.one, part),) for one in whole for part in _parts(one.rows, _size((one,)))]
    return pages[:MOST_PAGES]


def _size(page: _Page) -> int:
    return ROWS_LONG if _layout(page) == "long" else ROWS


def _parts(rows: tuple[BoardRow, ...], size: int) -> list[tuple[BoardRow, ...]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _shown(board: Board, ranking: Ranking) -> bool:
    return bool(boards.public_lines(ranking, board.settings.top_k, None))


def width(text: str) -> float:
    """How wide a name is set, in characters of its own size: a Chinese one is 1."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.64 for sign in text)


def _layout(page: _Page) -> str:
    """Where the names leave room for the scale: beside, below ("mid"), or nowhere ("long")."""
    widest = max(width(row.name) for group in page for row in group.rows)
    return "" if widest <= BESIDE else "mid" if widest <= ABOVE else "long"


def _head(hall: Hall, pages: Sequence[_Page]) -> str:
    settings = hall.board.settings
    said = "".join(
        f'<p class="turn" style="{_turn(number, len(pages))}">{escape(_sub(page))}</p>' for number, page in enumerate(pages)
    ) or f"<p>{escape(_('Five questions light a window'))}</p>"
    name = pick(settings.community_zh, settings.community_en)
    right = f'<div class="t"><b>{escape(name)}</b><p>{escape(hall.season)}</p></div>' if name else ""
    return (
        f'<header class="head" id="head"><i class="logo"></i><div class="h"><h1>{escape(standings.title("fair"))} · {escape(standings.window_word(hall.window))}</h1>'
        f'<div class="subs">{said}</div></div>{right}</header>'
    )


def _sub(page: _Page) -> str:
    if not all(group.ranking.ranked for group in page):
        return _("By share; places come with three compounds")
    if page[0].ranking.basis == "slips":
        return _("Compared with what is usual for its size")
    return _("People seen on site, compared with what is usual")


def _turn(number: int, of: int) -> str:
    """Which of the pages this is, for the style sheet that turns them."""
    if of < 2:
        return "--of:1"
    return f"--of:{of};--no:{number};animation-name:turn{of};animation-duration:{of * PAGE_SECONDS}s;animation-delay:{(number - of) * PAGE_SECONDS}s"


def _boards(hall: Hall, pages: Sequence[_Page]) -> str:
    if not pages:
        words = _lone(hall.board)
        return f'<section class="lone" id="lone"><i class="pane"></i><p>{escape(words)}</p></section>'
    return "".join(_page(page, number, len(pages)) for number, page in enumerate(pages))


def _lone(board: Board) -> str:
    if not board.settings.board_public:
        return _("The board is closed at the moment. Questions and activities go on as always.")
    return standings.view(board).empty


def _page(page: _Page, number: int, of: int) -> str:
    groups = "".join(f"{_above(group) if len(page) > 1 else ''}{''.join(_row(row, group) for row in group.rows)}" for group in page)
    roomy = " roomy" if sum(len(group.rows) for group in page) <= ROOMY else ""
    return f'<section class="brd turn {_layout(page)}{roomy}" id="brd{number}" style="{_turn(number, of)}">{groups}</section>'


def _above(group: _Group) -> str:
    """Which list follows, where two stand on one page."""
    words = _("By slips") if group.ranking.basis == "slips" else _("On site")
    return f'<h2 class="gh" id="gh-{group.ranking.basis}">{escape(words)}</h2>'


def _row(row: BoardRow, group: _Group) -> str:
    tie = f"<small>{escape(_('tie'))}</small>" if row.tied else ""
    key = escape(row.key)
    rank = f"{row.rank}{tie}" if row.rank else ""
    return (
        f'<div class="r{" g" if row.rank == 1 else ""}" id="row-{key}" data-key="{key}"><span class="k">{rank}</span>'
        f'{badge(row.badge)}<span class="n">{safe_html(row.name, 40)}</span>{_scale(row, group)}'
        f'<span class="p">{escape(row.value)}</span><span class="h">{escape(_raw(row, group))}</span></div>'
    )


def _raw(row: BoardRow, group: _Group) -> str:
    line = next(one for one in group.ranking.lines if one.compound.id == row.key)
    x, n = number(line.x), number(line.n)
    return _("{x}/{n}", x=x, n=n) if group.ranking.basis == "slips" else _("{x} of {n}", x=x, n=n)


def _scale(row: BoardRow, group: _Group) -> str:
    top = scale_top(group.one.rows)
    low, high = place(row.low, top), place(row.high, top)
    band = f'<i class="band" style="left:{low}%;width:{round(high - low, 1)}%"></i>' if high > low else ""
    return f'<div class="scale" aria-hidden="true">{band}<i class="dot" style="left:{min(max(place(row.share, top), 6.0), 94.0)}%"></i></div>'


def _right(hall: Hall) -> str:
    code = f'<div class="qr" id="qr"><img src="{escape(hall.qr)}" alt=""><b>{escape(_("Scan to play"))}</b></div>' if hall.qr else ""
    return f'<aside class="rt" id="rt">{code}{_feed(hall)}</aside>'


def _feed(hall: Hall) -> str:
    """The newest acts: compound and kind only."""
    if not hall.board.settings.board_public:
        return ""
    tall = language() == "en" or any(width(act.compound.name) > FEED_NAME for act in hall.feed[:FEED])
    lines = "".join(_line(act) for act in hall.feed[: FEED_TALL if tall else FEED])
    body = f"<ul>{lines}</ul>" if lines else f"<p>{escape(_('It begins here.'))}</p>"
    return f'<div class="feed{" tall" if tall else ""}" id="feed"><h2>{escape(_("Just now"))}</h2>{body}</div>'


def _line(act: Act) -> str:
    key = escape(act.key)
    return (
        f'<li id="feed-{key}" data-key="feed-{key}">{badge(standings.badge_of(act.compound))}'
        f'<span class="n">{safe_html(act.compound.name, 24)}</span><b>{escape(_kind(act.kind))}</b></li>'
    )


def _kind(kind: str) -> str:
    return {"hours": _("volunteering"), "contest": _("contest")}.get(kind, _("quiz"))


def _night(hall: Hall) -> str:
    lit, said = light(hall.board) if hall.board.settings.board_public else (0, "")
    total = f"{standings.window_word(hall.window)} {said}" if said else ""
    return (
        f'<div class="night" id="night"><i class="sky" style="background-image:url({skyline.drawing(lit, dark=True)})"></i>'
        f"<p><span>{escape(_('A lit window is a household · voluntary'))}</span><b>{escape(total)}</b></p></div>"
    )


def light(board: Board) -> tuple[int, str]:
    """Which percentage of the windows is lit, and how many households or people that were.

    Compounds of under 5 are left out, so that no sum tells of them.
    """
    lines = {ranking.basis: [one for one in ranking.lines if not one.few] for ranking in board.rankings}
    homes, people = (sum(one.x for one in lines.get(basis, [])) for basis in ("slips", "on_site"))
    of = sum(one.n for ranking in board.rankings if ranking.basis == "slips" for one in ranking.lines)
    said = [_("{n} homes", n=number(homes))] if homes else []
    said += [_("{n} on site", n=number(people))] if people else []
    return (round(100 * homes / of) if of else 0), " · ".join(said)
