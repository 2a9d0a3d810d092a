"""From the standings to what a board shows: figures, raw numbers beside them, and why."""

from collections.abc import Sequence

from linli import boards
from linli.boards import Board, Line, Ranking
from linli.community import Compound
from linli.locale import _, ngettext, number, percent
from linli.web.parts import board as part
from linli.web.parts.views import Badge, BoardList, BoardRow, BoardView


def badge_of(compound: Compound) -> Badge:
    """A compound's sign."""
    return Badge(compound.mark, compound.letter)


def view(board: Board, mine: str | None = None, *, everything: bool = False) -> BoardView:
    """What residents see of a board: the top places and their own compound.

    mine: the compound of whoever looks; everything: all rows, for organisers.
    """
    lists = [_list(board, ranking, mine, everything) for ranking in board.rankings]
    anybody = any(not row.few and (row.rank or row.share) for one in lists for row in one.rows)
    return BoardView(tuple(lists) if anybody or mine else (), _empty(board))


def _empty(board: Board) -> str:
    if board.window is None:
        return _("There is no season at the moment. Have a look at the week.")
    if board.name == "service":
        return _("No hours here yet. They come with the next clean-up.")
    return _("No light yet. Finish five questions and the first one is yours.")


def _list(board: Board, ranking: Ranking, mine: str | None, everything: bool) -> BoardList:
    lines = ranking.lines if everything else boards.public_lines(ranking, board.settings.top_k, mine)
    rows = tuple(_row(board, ranking, line, mine) for line in lines)
    if board.name == "fair":
        both = len(board.rankings) > 1 or ranking.basis == "on_site"
        heading, words = _heading(ranking.basis) if both else ("", "")
        return BoardList("fair", rows, part.scale_top(rows), ranking.rate, heading, words)
    top = max([row.share for row in rows], default=0.0)
    return BoardList("bars hours" if board.name == "service" else "bars", rows, top)


def _heading(basis: str) -> tuple[str, str]:
    if basis == "slips":
        return _("By household slips"), _("One household, one code. The share of households that took part.")
    return _("By people seen on site"), _("Compounds without household slips: people confirmed at a clean-up or in the hall.")


def _row(board: Board, ranking: Ranking, line: Line, mine: str | None) -> BoardRow:
    own = line.compound.id == mine
    if line.few:
        return BoardRow(
            line.compound.id, badge_of(line.compound), line.compound.name, 0, "", "", 0.0, few=True, mine=own,
            below=_("Too few yet. It joins the board at {n} households.", n=boards.FEWEST),
        )
    value, beside, below = _figures(board, ranking, line)
    return BoardRow(
        line.compound.id, badge_of(line.compound), line.compound.name, line.rank, value, beside, line.value,
        line.usual_low if ranking.ranked else 0.0, line.usual_high if ranking.ranked else 0.0, line.tied, line.close,
        False, own, below, tuple(_why(board, ranking, line)),
    )


def _figures(board: Board, ranking: Ranking, line: Line) -> tuple[str, str, str]:
    """The figure on the right, the raw numbers beside it, and a third line."""
    x, n, sums = number(line.x), number(line.n), line.sums
    if board.name == "fair" and ranking.basis == "slips":
        return percent(line.value), _("{x} of {n} homes", x=x, n=n), ""
    if board.name == "fair":
        rate = number(100 * sums.anybody / line.n)
        return percent(line.value), _("{x} people, {n} homes", x=x, n=n), _("{rate} of 100 homes take part (not confirmed)", rate=rate)
    if board.name == "quiz":
        return number(line.value, 1), _("{points} points, {n} homes", points=number(sums.quiz_part), n=n), ""
    if board.name == "service":
        return _("{minutes} min", minutes=number(line.value, 1)), _("{hours} h, {n} homes", hours=number(sums.service_part / 60, 1), n=n), ""
    below = _("of them {points} by guests", points=number(sums.guest)) if sums.guest else ""
    return number(sums.total), ngettext("point", "points", sums.total), below


def _why(board: Board, ranking: Ranking, line: Line) -> Sequence[str]:
    if board.name != "fair":
        return _why_plain(board, line)
    x, n, share = number(line.x), number(line.n), percent(line.value)
    if ranking.basis == "slips":
        first = _("{x} of {n} households took part: {share}.", x=x, n=n, share=share)
    else:
        first = _("{x} people of its {n} homes were seen on site: {share}.", x=x, n=n, share=share)
    if not ranking.ranked:
        return (first, _("With fewer than three compounds, or none or all taking part, there are no places."))
    usual = _("For its size, {low} to {high} is usual.", low=percent(line.usual_low), high=percent(line.usual_high))
    return (first, usual, *_place(ranking, line))


def _place(ranking: Ranking, line: Line) -> Sequence[str]:
    """Why this place: true of every compound, above the average or below it."""
    average = percent(ranking.rate)
    if line.rank == 1:
        place = _("Compared with the average of {average}, allowing for luck in small ones, it stands highest: first.", average=average)
    else:
        place = _("Compared with the average of {average}, allowing for luck in small ones, it has place {n}.", average=average, n=line.rank)
    extra = [_("Another compound has exactly the same score, so they share the place.")] if line.tied else []
    return (place, *extra, *([_("It is very close to the next one.")] if line.close and not line.tied else []))


def _why_plain(board: Board, line: Line) -> Sequence[str]:
    if board.name == "total":
        return ()
    settings, kind = board.settings, board.window.kind if board.window else "all"
    if board.name == "quiz":
        cap = settings.part_cap("quiz", kind)
        return (
            _("All quiz points of its residents, divided by {n} homes.", n=number(line.n)),
            _("One person counts at most {cap} points here.", cap=number(cap or 0)),
        )
    cap = settings.part_cap("service", kind)
    return (
        _("All approved minutes of its residents, divided by {n} homes.", n=number(line.n)),
        _("One person counts at most {hours} hours here.", hours=number((cap or 0) / 60)),
    )


NAMES = ("fair", "quiz", "service", "total")


def title(name: str) -> str:
    """The name of a board."""
    return {"fair": _("Fair board"), "quiz": _("Quiz board"), "service": _("Service board"), "total": _("Total board")}[name]


def words(name: str) -> str:
    """One sentence that says what a board compares."""
    return {
        "fair": _("Compared with the average of all compounds, allowing for luck in small ones. Big and small have the same chance."),
        "quiz": _("Quiz points for each household, so that big and small compare."),
        "service": _("Minutes of service for each household, so that big and small compare."),
        "total": _("All points together. Big compounds have more people, so this is for joy, not for ranking."),
    }[name]


def window_word(kind: str) -> str:
    """The name of a window."""
    return {"day": _("Today"), "week": _("Week"), "month": _("Month"), "season": _("Season"), "all": _("Always")}[kind]
