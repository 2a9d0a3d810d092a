"""Boards: fair participation, quiz and service per household, total points (docs/rules.md §6).

A board reads one row per compound from sums that the posting transaction keeps; it never reads
the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from linli import clock, community
from linli.community import Compound
from linli.rules import standing, windows
from linli.rules.settings import Settings
from linli.rules.windows import Window
from linli.store import Store, Tx

BOARDS = ("fair", "quiz", "service", "total")
WINDOW_KINDS = windows.KINDS
#: Figures about fewer people than this are hidden.
FEWEST = 5


class Sums(NamedTuple):
    """What a compound has in a window: points by kind, minutes, parts, participants by basis."""

    quiz: int = 0
    guest: int = 0
    hours: int = 0
    contest: int = 0
    correction: int = 0
    minutes: int = 0
    quiz_part: int = 0
    service_part: int = 0
    slips: int = 0
    on_site: int = 0
    anybody: int = 0
    quiz_people: int = 0
    service_people: int = 0
    supplementary: int = 0
    extra_minutes: int = 0

    @property
    def total(self) -> int:
        """All points that rank: those of supplementary records do not."""
        return self.quiz + self.guest + self.hours + self.contest + self.correction


class Line(NamedTuple):
    """One compound on a board.

    value: the share (fair), points or minutes per household, or points; rank 0 = not ranked;
    few: fewer than 5 participants, so no figure of it may be shown.
    """

    compound: Compound
    sums: Sums
    x: int
    value: float
    usual_low: float
    usual_high: float
    score: float | None
    rank: int
    tied: bool
    close: bool
    few: bool

    @property
    def n(self) -> int:
        """Households."""
        return self.compound.households


NOTHING = Sums()
#: Sums by compound.
Added = Mapping[str, Sums]


@dataclass(frozen=True)
class Ranking:
    """One list of a board: of one basis for "fair", of everybody otherwise."""

    basis: str
    lines: tuple[Line, ...]
    rate: float
    ranked: bool


@dataclass(frozen=True)
class Board:
    """A board in one window. `settings` decide what the public may see of it."""

    name: str
    window: Window | None
    rankings: tuple[Ranking, ...]
    settings: Settings

    @property
    def x(self) -> int:
        """Participants over all lists."""
        return sum(line.x for ranking in self.rankings for line in ranking.lines)

    def line(self, compound: str) -> Line | None:
        """The line of one compound."""
        return next((line for ranking in self.rankings for line in ranking.lines if line.compound.id == compound), None)


def read(store: Store, name: str, window_kind: str, *, at: datetime) -> Board:
    """A board as it stands. name: one of BOARDS; window_kind: one of WINDOW_KINDS."""
    with store.reading() as tx:
        return read_in(tx, name, window_kind, at)


def read_in(tx: Tx, name: str, window_kind: str, at: datetime, added: Added | None = None) -> Board:
    """A board as it stands, within a transaction; or as it would with these sums added."""
    settings, roster = community.settings_and_roster(tx)
    window = current_window(tx, window_kind, at, settings.zone)
    rows = _rows(tx, window, roster, added or {})
    if name == "fair":
        lists = tuple(_fair(basis, [row for row in rows if row[2] == basis]) for basis in community.BASES)
        return Board(name, window, tuple(one for one in lists if one.lines), settings)
    if window_kind == "all" and name in ("quiz", "service"):
        return Board(name, window, (), settings)
    return Board(name, window, (_plain(name, rows),), settings)


def current_window(tx: Tx, kind: str, at: datetime, zone: str) -> Window | None:
    """The window of that kind that lies at the moment; None when no season has begun."""
    return windows.current(kind, clock.local_day(at, zone), community.seasons(tx))


_ROWS = (
    "select compound, " + ", ".join(Sums._fields) + " from board_total where window_kind = :kind and starts = :starts"
)
#: Only where the basis that the season began with is no longer the compound's own.
_FIXED = (
    "select b.compound, b.basis from season_basis b join compound c on c.id = b.compound and c.basis <> b.basis"
    " where b.season = :starts"
)
Row = tuple[Compound, Sums, str]


def _rows(tx: Tx, window: Window | None, roster: str, added: Added) -> list[Row]:
    """Compound, sums and basis of every compound in use."""
    kind, starts = (window.kind, window.starts) if window else ("none", "")
    compounds = community.kept_compounds(tx, roster)
    sums = {}
    for row in tx.rows(_ROWS, kind=kind, starts=starts):
        compound, *values = row.values()
        sums[compound] = Sums(*values)
    for compound, more in added.items():
        sums[compound] = Sums(*(one + other for one, other in zip(sums.get(compound, NOTHING), more, strict=True)))
    fixed = {}
    if kind == "season":
        found = tx.rows(_FIXED, starts=starts)
        fixed = {row["compound"]: row["basis"] for row in found}
    return [(one, sums.get(key, NOTHING), fixed.get(key, one.basis)) for key, one in compounds.items()]


def _fair(basis: str, rows: Sequence[Row]) -> Ranking:
    """The headline list of one basis: p and tau^2 over all of it, ranks among those with enough people."""
    by_id = {compound.id: (compound, sums) for compound, sums, _ in rows}
    taken = [standing.Taken(compound.id, _x(basis, compound, sums), compound.households) for compound, sums, _ in rows]
    result = standing.fair(taken)
    enough = [one for one in result.rows if one.x >= FEWEST]
    few = [one for one in result.rows if one.x < FEWEST]
    scores = [one.score or 0.0 for one in enough]
    places = standing.ranks(scores) if result.ranked else [0] * len(enough)
    shared = standing.ties(scores) if result.ranked else [False] * len(enough)
    lines = [
        _line(by_id[one.compound], one, place, tied) for one, place, tied in zip(enough, places, shared, strict=True)
    ]
    lines += [_line(by_id[one.compound], one, 0, False) for one in few]
    return Ranking(basis, tuple(lines), result.p, result.ranked)


def _x(basis: str, compound: Compound, sums: Sums) -> int:
    """Participants of a basis; on site never more than there are households."""
    return sums.slips if basis == "slips" else min(compound.households, sums.on_site)


def _line(held: tuple[Compound, Sums], one: standing.Fair, rank: int, tied: bool) -> Line:
    return Line(
        held[0], held[1], one.x, one.rate, one.usual_low, one.usual_high, one.score, rank, tied,
        one.close and rank > 0, one.x < FEWEST,
    )


def _plain(name: str, rows: Sequence[Row]) -> Ranking:
    """A board of one number per compound, highest first; ties share a rank."""
    valued = [(compound, sums, value(name, compound, sums)) for compound, sums, _ in rows]
    enough = sorted(
        (one for one in valued if people(name, one[1]) >= FEWEST), key=lambda one: (-one[2], one[0].mark)
    )
    scores = [one[2] for one in enough]
    lines = [
        Line(compound, sums, people(name, sums), worth, 0.0, 0.0, worth, place if worth else 0, tied, False, False)
        for (compound, sums, worth), place, tied in zip(enough, standing.ranks(scores), standing.ties(scores), strict=True)
    ]
    few = [one for one in valued if people(name, one[1]) < FEWEST]
    lines += [Line(compound, sums, people(name, sums), 0.0, 0.0, 0.0, None, 0, False, False, True) for compound, sums, _ in few]
    return Ranking("all", tuple(lines), 0.0, True)


def people(name: str, sums: Sums) -> int:
    """On how many persons the figure of a board rests."""
    return {"quiz": sums.quiz_people, "service": sums.service_people}.get(name, sums.anybody)


def value(name: str, compound: Compound, sums: Sums) -> float:
    """What a board ranks: parts per household (points, minutes), or all points."""
    if name == "total":
        return float(sums.total)
    whole = sums.quiz_part if name == "quiz" else sums.service_part
    return round(whole / compound.households, 6)


def public_lines(ranking: Ranking, top_k: int, mine: str | None) -> tuple[Line, ...]:
    """What residents see: the top places, and their own compound; never a list of the bottom."""
    placed = [line for line in ranking.lines if line.rank > 0] or [line for line in ranking.lines if not line.few]
    count = standing.top_count(len(placed), top_k)
    shown = [line for line in placed if (line.rank or placed.index(line) + 1) <= count]
    own = next((line for line in ranking.lines if line.compound.id == mine), None)
    return tuple(shown) if own is None or own in shown else (*shown, own)


def feed(store: Store, limit: int = 6) -> list[dict[str, Any]]:
    """The newest acts for the hall screen: compound and kind only, no points and no time."""
    return store.rows(
        "select l.id, c.name_zh, c.name_en, c.mark, l.kind from ledger l join compound c on c.id = l.compound"
        " where l.reverses is null and l.kind in ('guest', 'quiz', 'hours', 'contest')"
        " and l.source not like 'remark:%'"
        " order by l.id desc limit :limit", limit=limit,
    )
