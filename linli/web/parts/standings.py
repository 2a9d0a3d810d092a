"""From a board as it was read to what people see of it: figures, raw numbers beside them, and why."""

from collections.abc import Sequence

from linli import boards
from linli.boards import FEWEST, Board, Line, Ranking
from linli.community import Compound
from linli.locale import _, full_day, ngettext, number, percent
from linli.rules.settings import Settings
from linli.web.parts import board as part
from linli.web.parts.views import Badge, BoardList, BoardRow, BoardView
from linli.web.text import escape

#: Boards that compare what each household brought; they do not exist for all time.
PER_HOUSEHOLD = ("quiz", "service")
#: Scores of neighbours closer than this are "very close" (docs/rules.md §6).
CLOSE = 0.5


def title(name: str) -> str:
    """The name of a board."""
    return {"fair": _("Fair board"), "quiz": _("Quiz board"), "service": _("Service board"), "total": _("Total board")}[name]


def short_title(name: str) -> str:
    """The name of a board where four stand side by side."""
    return {"fair": _("Fair"), "quiz": _("Quiz"), "service": _("Service"), "total": _("All points")}[name]


def words(name: str) -> str:
    """One sentence that says what a board compares."""
    return {
        "fair": _("Compared with the average of all compounds, allowing for luck in small ones. Big and small have the same chance."),
        "quiz": _("Quiz points for each household, so that big and small compare."),
        "service": _("Hours of service for every 100 households, so that big and small compare."),
        "total": _("All points together. Big compounds have more people, so this is for joy, not for ranking."),
    }[name]


def window_word(kind: str) -> str:
    """The name of a window."""
    return {"day": _("Today"), "week": _("Week"), "month": _("Month"), "season": _("Season"), "all": _("Always")}[kind]


def window_kinds(name: str) -> tuple[str, ...]:
    """The windows a board has."""
    return tuple(kind for kind in boards.WINDOW_KINDS if kind != "all" or name not in PER_HOUSEHOLD)


def chosen(name: str, kind: str) -> tuple[str, str]:
    """A board and a window that exist, for what an address asks."""
    name = name if name in boards.BOARDS else "fair"
    kind = kind if kind in boards.WINDOW_KINDS else "week"
    return name, kind if kind in window_kinds(name) else "season"


def head(name: str, kind: str) -> str:
    """Title, the choice of board and window, and what the board compares."""
    others = [(one, short_title(one), address(*chosen(one, kind))) for one in boards.BOARDS]
    times = [(one, window_word(one), address(name, one)) for one in window_kinds(name)]
    return (
        f"<h1>{escape(title(name))}</h1>{_segment(_('Board'), name, others)}"
        f'<p class="fair soft">{escape(words(name))}</p>{_segment(_("Window"), kind, times)}'
    )


def address(name: str, kind: str) -> str:
    """The address of a board in a window."""
    return f"/board?board={name}&window={kind}"


def _segment(label: str, lit: str, links: Sequence[tuple[str, str, str]]) -> str:
    shown = "".join(
        f'<a href="{escape(href)}" data-nav="{escape(href)}"{" aria-current=true" if name == lit else ""}>{escape(said)}</a>'
        for name, said, href in links
    )
    return f'<nav class="seg" aria-label="{escape(label)}">{shown}</nav>'


def html(board: Board, mine: str | None, *, everything: bool = False) -> str:
    """The live part of the board's page. everything: all rows, for organisers."""
    if not board.settings.board_public and not everything:
        return part.empty("cup", _("The board is closed at the moment. Questions and activities go on as always."))
    private = "" if board.settings.board_public else f'<p class="soft">{escape(_("Only organisers see this board now."))}</p>'
    return private + part.board(view(board, mine, everything=everything)) + _foot()


def _foot() -> str:
    link = f'<a href="/households">{escape(_("Where the numbers of households come from"))}</a>'
    return f'<p class="fine">{escape(_("A voluntary game among neighbours. It counts towards nothing else."))}<br>{link}</p>'


def view(board: Board, mine: str | None = None, *, everything: bool = False) -> BoardView:
    """What residents see of a board: the top places and their own compound; organisers see all."""
    lists = tuple(_list(board, ranking, mine, everything) for ranking in board.rankings)
    return BoardView(tuple(one for one in lists if one.rows), _empty(board))


def _empty(board: Board) -> str:
    if board.window is None:
        return _("There is no season at the moment. Have a look at the week.")
    if board.name == "service":
        return _("No hours here yet. They come with the next activity.")
    return _("No light yet. Finish five questions and the first one is yours.")


def _list(board: Board, ranking: Ranking, mine: str | None, everything: bool) -> BoardList:
    lines = ranking.lines if everything else boards.public_lines(ranking, board.settings.top_k, mine)
    rows = tuple(_row(board, ranking, line, mine) for line in lines if line.few or line.value or board.name == "fair")
    if board.name != "fair":
        top = max([row.share for row in rows], default=0.0)
        return BoardList("bars hours" if board.name == "service" else "bars", rows, top)
    heading, said = _heading(ranking, len(board.rankings) > 1)
    return BoardList("fair", rows, part.scale_top(rows), ranking.rate, heading, said)


def _heading(ranking: Ranking, both: bool) -> tuple[str, str]:
    """A list's own heading, where two bases are in use or something has to be said."""
    unranked = "" if ranking.ranked else _("Places come with three compounds and more. Until then: by share.")
    if ranking.basis == "slips":
        said = unranked or _("One household, one code. The share of households that took part.")
        return (_("By household slips"), said) if both or unranked else ("", "")
    said = _("Compounds without household slips: people confirmed at an activity or in the hall.")
    return _("By people seen on site"), " ".join(filter(None, [said, unranked]))


def _row(board: Board, ranking: Ranking, line: Line, mine: str | None) -> BoardRow:
    own, compound = line.compound.id == mine, line.compound
    if line.few:
        return BoardRow(compound.id, badge_of(compound), compound.name, 0, "", "", 0.0, few=True, mine=own, below=_few(board, ranking))
    value, beside, below = figures(board, ranking, line)
    near = _("very close to the place above") if _near_above(ranking, line) else ""
    return BoardRow(
        compound.id, badge_of(compound), compound.name, line.rank, value, beside, line.value,
        line.usual_low if ranking.ranked else 0.0, line.usual_high if ranking.ranked else 0.0, line.tied, line.close,
        False, own, " · ".join(filter(None, [below, near])), tuple(_why(board, ranking, line)),
    )


def _few(board: Board, ranking: Ranking) -> str:
    if board.name == "fair" and ranking.basis == "slips":
        return _("Too few yet. It joins the board at {n} households.", n=FEWEST)
    return _("Too few yet. It joins the board at {n} people.", n=FEWEST)


def badge_of(compound: Compound) -> Badge:
    """A compound's sign."""
    return Badge(compound.mark, compound.letter)


def share(value: float) -> str:
    """A share as whole percent; what would read 0 % though somebody took part is “under 1 %”."""
    return "<1%" if 0 < value < 0.005 else percent(value)


def figures(board: Board, ranking: Ranking, line: Line) -> tuple[str, str, str]:
    """The figure on the right, the raw numbers beside it, and a third line."""
    n, sums = number(line.n), line.sums
    if board.name == "fair" and ranking.basis == "slips":
        return share(line.value), _("{x} of {n} homes", x=number(line.x), n=n), ""
    if board.name == "fair":
        return share(line.value), _("{x} on site / {n} homes", x=number(line.x), n=n), not_confirmed(line)
    if board.name == "quiz":
        return _("{n} pts", n=number(line.value, 1)), _("{points} pts / {n} homes", points=number(sums.quiz_part), n=n), ""
    if board.name == "service":
        each = _("{hours} h", hours=number(line.value / 60 * 100, 1))
        return each, _("{hours} h / {n} homes", hours=number(sums.service_part / 60, 1), n=n), ""
    return number(sums.total), _("points in all, {n} homes", n=n), ""


def not_confirmed(line: Line) -> str:
    """Everybody who did anything, per 100 households: beside an on-site figure, never ranked."""
    rate = 100 * line.sums.anybody / line.n
    return _("Participants per 100 households: {count} (not confirmed)", count=number(rate, 0 if rate >= 1 else 1))


def _near_above(ranking: Ranking, line: Line) -> bool:
    """Whether the ranked line just above scored nearly the same."""
    ranked = [one for one in ranking.lines if one.rank]
    if line not in ranked[1:] or not ranking.basis or ranking.basis == "all":
        return False
    above = ranked[ranked.index(line) - 1]
    return 0 < (above.score or 0.0) - (line.score or 0.0) < CLOSE


def _why(board: Board, ranking: Ranking, line: Line) -> Sequence[str]:
    if board.name != "fair":
        return (*_why_plain(board, line), *_places_plain(line, ranking))
    return (*_counted(ranking, line), *_place(ranking, line), source(line.compound))


def source(compound: Compound) -> str:
    """Where the number of households comes from."""
    return _("{n} households: {source}, {day}.", n=number(compound.households), source=compound.households_source, day=full_day(compound.households_on))


def _counted(ranking: Ranking, line: Line) -> Sequence[str]:
    x, n, rate = number(line.x), number(line.n), share(line.value)
    if ranking.basis == "slips":
        return (_("{x} of {n} households took part: {share}.", x=x, n=n, share=rate),)
    first = _("{x} people of its {n} homes were seen on site: {share}.", x=x, n=n, share=rate)
    more = line.sums.on_site > line.n
    return (first, _("More people came than it has homes; no more than one a home is counted.")) if more else (first,)


def _place(ranking: Ranking, line: Line) -> Sequence[str]:
    """Why this place: true of a compound above what is usual, within it, and below it."""
    if not ranking.ranked:
        return (_("With fewer than three compounds, or none or all taking part, there are no places."),)
    usual = _("For its size, {low} to {high} is usual.", low=percent(line.usual_low), high=percent(line.usual_high))
    return (usual, _standing(ranking, line), *_neighbours(line))


def _standing(ranking: Ranking, line: Line) -> str:
    average = share(ranking.rate)
    if line.rank == 1 and not line.tied:
        return _("Compared with the average of {average}, allowing for luck in small ones, no other stands higher: first.", average=average)
    if line.rank == 1:
        return _("Compared with the average of {average}, allowing for luck in small ones, none stands higher than these.", average=average)
    return ngettext(
        "Compared with the average of {average}, allowing for luck in small ones, {n} compound stands higher: place {rank}.",
        "Compared with the average of {average}, allowing for luck in small ones, {n} compounds stand higher: place {rank}.",
        line.rank - 1, average=average, rank=line.rank,
    )


def _neighbours(line: Line) -> Sequence[str]:
    tied = _("Another compound has exactly the same score, so they share the place.")
    close = _("A neighbour on the board is very close: a few more can turn it round.")
    return [*([tied] if line.tied else []), *([close] if line.close else [])]


def _why_plain(board: Board, line: Line) -> Sequence[str]:
    settings, kind = board.settings, board.window.kind if board.window else "all"
    n = number(line.n)
    if board.name == "total":
        return (_("Quizzes, volunteering and guests' quizzes, all points added up; the number of households does not matter here."),)
    if board.name == "quiz":
        return (_("All quiz points of its residents, divided by {n} homes.", n=n), _cap_points(settings, kind))
    cap = number((settings.part_cap("service", kind) or 0) / 60)
    return (
        _("All approved hours of its residents, for every 100 of its {n} homes.", n=n),
        _("One person counts at most {hours} hours here.", hours=cap),
    )


def _cap_points(settings: Settings, kind: str) -> str:
    cap = number(settings.part_cap("quiz", kind) or 0)
    return _("One person counts at most {cap} points here. Guests' points stand in the total board.", cap=cap)


def _places_plain(line: Line, ranking: Ranking) -> Sequence[str]:
    if not line.rank:
        return ()
    higher = ngettext("{n} compound has more: place {rank}.", "{n} compounds have more: place {rank}.", line.rank - 1, rank=line.rank)
    place = higher if line.rank > 1 else _("None has more: first.")
    return (place, _("Another compound has just as much, so they share the place.")) if line.tied else (place,)
