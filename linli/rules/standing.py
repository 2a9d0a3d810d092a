"""The headline board: fair participation (docs/rules.md §6).

The score is a funnel z with over-dispersion (Spiegelhalter 2005, Statistics in Medicine 24:1185):
z = (r - p) / sqrt(p(1-p)/n + tau^2), tau^2 by DerSimonian-Laird on z winsorised at 10 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple


class Taken(NamedTuple):
    """What one compound brought: x participants of n households."""

    compound: str
    x: int
    n: int


class Fair(NamedTuple):
    """A compound's place. `score` is None and `rank` 0 where the list is not ranked."""

    compound: str
    x: int
    n: int
    rate: float
    usual_low: float
    usual_high: float
    score: float | None
    rank: int
    tied: bool
    close: bool


@dataclass(frozen=True)
class FairList:
    """The standings of one basis: rows in order, the overall rate, and the spread."""

    rows: tuple[Fair, ...]
    p: float
    tau2: float
    ranked: bool


def fair(taken: Sequence[Taken]) -> FairList:
    """Rank compounds by how far their rate stands above what chance allows at their size.

    With p <= 0, p >= 1 or fewer than 3 compounds the list is by rate and without ranks.
    """
    households = sum(one.n for one in taken)
    p = sum(one.x for one in taken) / households if households else 0.0
    if len(taken) < 3 or not 0 < p < 1:
        return FairList(_by_rate(taken), p, 0.0, False)
    noise = p * (1 - p)
    variances = [noise / n for _, _, n in taken]
    tau2 = spread([(x / n - p) / sqrt(v) for (_, x, n), v in zip(taken, variances, strict=True)], variances)
    return FairList(_ranked(taken, p, variances, tau2), p, tau2, True)


def spread(z: Sequence[float], variances: Sequence[float]) -> float:
    """tau^2: the variance between compounds beyond chance, from winsorised z."""
    low, high = quantile(z, 0.1), quantile(z, 0.9)
    q = sum([(low if one < low else high if one > high else one) ** 2 for one in z])
    weights = [1 / v for v in variances]
    total = sum(weights)
    room = total - sum([w * w for w in weights]) / total
    return max(0.0, (q - (len(z) - 1)) / room) if room > 0 else 0.0


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile by linear interpolation between order statistics."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _ranked(taken: Sequence[Taken], p: float, variances: Sequence[float], tau2: float) -> tuple[Fair, ...]:
    widths = [sqrt(v + tau2) for v in variances]
    scored = sorted([
        (-round((one[1] / one[2] - p) / width, 6), one[0], one, width) for one, width in zip(taken, widths, strict=True)
    ])
    scores = [-row[0] + 0.0 for row in scored]
    places, shared = ranks(scores), ties(scores)
    rows = []
    for at, (_, _, (compound, x, n), width) in enumerate(scored):
        low, high = p - 1.96 * width, p + 1.96 * width
        rows.append(Fair(
            compound, x, n, x / n, low if low > 0 else 0.0, high if high < 1 else 1.0,
            scores[at], places[at], shared[at], _close(scores, at),
        ))
    return tuple(rows)


def _close(scores: Sequence[float], at: int) -> bool:
    """Whether a neighbour's score differs by less than 0.5 without being equal."""
    above = at > 0 and 0 < scores[at - 1] - scores[at] < 0.5
    return above or (at + 1 < len(scores) and 0 < scores[at] - scores[at + 1] < 0.5)


def ties(scores: Sequence[float]) -> list[bool]:
    """For scores in falling order: whether a neighbour has the same one."""
    same = [False, *(one == other for one, other in zip(scores, scores[1:], strict=False)), False]
    return [same[at] or same[at + 1] for at in range(len(scores))]


def _by_rate(taken: Sequence[Taken]) -> tuple[Fair, ...]:
    order = sorted(taken, key=lambda one: (-one.x / one.n, one.compound))
    return tuple(Fair(one.compound, one.x, one.n, one.x / one.n, 0.0, 1.0, None, 0, False, False) for one in order)


def ranks(scores: Sequence[float]) -> list[int]:
    """Ranks of scores already in falling order; equal scores share the better rank (1, 2, 2, 4)."""
    places: list[int] = []
    for at, score in enumerate(scores):
        places.append(places[-1] if at and score == scores[at - 1] else at + 1)
    return places


def top_count(ranked: int, setting: int) -> int:
    """How many places the public board shows: the setting, else half, at least 3, at most 10."""
    return setting if setting > 0 else min(10, max(3, (ranked + 1) // 2))
