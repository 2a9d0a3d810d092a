"""What the answers say about an item (docs/rules.md §3, "Item statistics"; docs/statistics.md).

Facility F and discrimination DI = 100·cov(x, y)/√(var x·var y) as in Moodle's quiz statistics, with
y = the same person's share right on all *other* first answers of the season; tests and flags on top.
Plain Python: a season of 500 people and 100 items takes a fraction of a second.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atanh, exp, lgamma, log, sqrt, tanh
from statistics import median
from typing import NamedTuple

#: Nothing is shown that rests on fewer answers.
FEWEST = 30
#: A person's y rests on at least so many other first answers.
OTHERS = 20
#: How far above an estimate its upper 95 % limit lies, in standard errors: one-sided, like the other tests.
WIDE = 1.644854
FALSE_DISCOVERIES = 0.05
TOO_EASY = 0.95
UNUSED = 0.05

#: Why the key may be wrong.
NEGATIVE, CHANCE, DISTRACTOR = "negative", "chance", "distractor"
#: What is flagged.
KEY, EASY, UNFIT = "key", "easy", "unused"
FLAGS = (KEY, EASY, UNFIT)


class First(NamedTuple):
    """The first answer of a person to an item. `resident`: not a guest."""

    person: str
    item: str
    chosen: tuple[int, ...]
    right: bool
    resident: bool


class Shape(NamedTuple):
    """How many options an item has, and which are right. `several`: any number may be ticked."""

    options: int
    key: frozenset[int]
    several: bool = False

    @property
    def by_chance(self) -> float:
        """How often blind ticking is right: one of the options, or one of all their combinations."""
        return 1 / (2**self.options - 1) if self.several else 1 / self.options

    @property
    def wrong(self) -> tuple[int, ...]:
        """The distractors."""
        return tuple(number for number in range(self.options) if number not in self.key)


@dataclass(frozen=True)
class Statistics:
    """One item. Shares are 0..1 and DI −100..100; None where fewer than FEWEST answers carry them.

    answers: first answers, guests' included; residents: without guests; s: residents with a y;
    facility: share right of `answers`; di_limit: upper 95 % limit of `di`; shares, upper,
    lower: share of residents (above the median of y, not above it) whose answer holds each option;
    reasons: why the key may be wrong; unused: distractors that fewer than 5 % choose.
    """

    answers: int
    residents: int
    s: int
    facility: float | None
    di: float | None
    di_limit: float | None
    shares: tuple[float, ...]
    upper: tuple[float, ...]
    lower: tuple[float, ...]
    reasons: tuple[str, ...]
    unused: tuple[int, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """What is flagged, in the order of FLAGS."""
        easy = self.facility is not None and self.facility > TOO_EASY
        return tuple(name for name, on in ((KEY, self.reasons), (EASY, easy), (UNFIT, self.unused)) if on)


def statistics(counted: Iterable[First], shapes: Mapping[str, Shape], everything: Iterable[First] | None = None) -> dict[str, Statistics]:
    """The statistics of every item of `shapes` that was answered, by item.

    counted: at most one answer per person and item. everything: all first answers of the season,
    which y rests on, where only a part of them is counted (one channel).
    """
    counted = list(counted)
    totals = _totals(counted if everything is None else everything)
    by_item: dict[str, list[First]] = defaultdict(list)
    for one in counted:
        if one.item in shapes:
            by_item[one.item].append(one)
    seen = {item: _Seen(shapes[item], rows, totals) for item, rows in sorted(by_item.items())}
    chance = _discoveries({item: one.p_chance() for item, one in seen.items()})
    beaten = _discoveries({item: one.p_beaten() for item, one in seen.items()})
    return {item: one.told(item in chance, item in beaten) for item, one in seen.items()}


def _totals(every: Iterable[First]) -> dict[str, tuple[int, int]]:
    """Right ones and all first answers of each resident."""
    right: dict[str, int] = defaultdict(int)
    count: dict[str, int] = defaultdict(int)
    for one in every:
        if one.resident:
            right[one.person] += one.right
            count[one.person] += 1
    return {person: (right[person], number) for person, number in count.items()}


class _Seen:
    """The answers to one item, sorted out: all, residents', those with a y and their halves."""

    def __init__(self, shape: Shape, rows: Sequence[First], totals: Mapping[str, tuple[int, int]]) -> None:
        self.shape, self.rows = shape, rows
        self.residents = [one for one in rows if one.resident]
        self.known = [(one, rest) for one in self.residents if (rest := _rest(one, totals)) is not None]
        middle = median([rest for _one, rest in self.known]) if self.known else 0.0
        self.upper = [one for one, rest in self.known if rest > middle]
        self.lower = [one for one, rest in self.known if rest <= middle]

    def p_chance(self) -> float | None:
        """How likely so few right answers are, if all residents ticked blindly (exact binomial, one-sided)."""
        if len(self.residents) < FEWEST:
            return None
        return at_most(sum(one.right for one in self.residents), len(self.residents), self.shape.by_chance)

    def p_beaten(self) -> float | None:
        """How likely a distractor is so far ahead of the key in the upper half by luck, × comparisons.

        Of those who chose one of the two, but not both: sign test. Where several are right, each
        distractor is compared with each of them.
        """
        if len(self.known) < FEWEST or not self.shape.wrong:
            return None
        pairs = [(wrong, right) for wrong in self.shape.wrong for right in sorted(self.shape.key)]
        return min(1.0, len(pairs) * min(self._p_ahead(wrong, right) for wrong, right in pairs))

    def _p_ahead(self, wrong: int, right: int) -> float:
        ahead = sum(wrong in one.chosen and right not in one.chosen for one in self.upper)
        behind = sum(right in one.chosen and wrong not in one.chosen for one in self.upper)
        return at_most(behind, ahead + behind, 0.5)

    def told(self, by_chance: bool, beaten: bool) -> Statistics:
        """Everything that may be shown."""
        enough, known = len(self.residents) >= FEWEST, len(self.known) >= FEWEST
        di = discrimination([(float(one.right), rest) for one, rest in self.known]) if known else None
        limit = None if di is None else upper_limit(di, len(self.known))
        reasons = ((NEGATIVE, limit is not None and limit < 0), (CHANCE, by_chance), (DISTRACTOR, beaten))
        shares = self._shares(self.residents) if enough else ()
        return Statistics(
            len(self.rows), len(self.residents), len(self.known),
            sum(one.right for one in self.rows) / len(self.rows) if len(self.rows) >= FEWEST else None, di, limit,
            shares, self._shares(self.upper) if known else (), self._shares(self.lower) if known else (),
            tuple(name for name, on in reasons if on),
            tuple(number for number in self.shape.wrong if shares[number] < UNUSED) if shares else (),
        )

    def _shares(self, rows: Sequence[First]) -> tuple[float, ...]:
        return tuple(sum(number in one.chosen for one in rows) / len(rows) if rows else 0.0 for number in range(self.shape.options))


def _rest(one: First, totals: Mapping[str, tuple[int, int]]) -> float | None:
    """y: the share right on this person's other first answers; None with too few of them."""
    right, count = totals.get(one.person, (0, 0))
    return (right - one.right) / (count - 1) if count - 1 >= OTHERS else None


def discrimination(pairs: Sequence[tuple[float, float]]) -> float | None:
    """100·cov(x, y)/√(var x·var y); None where x or y is the same for everybody."""
    count = len(pairs)
    if count < 2:
        return None
    mean_x, mean_y = sum(x for x, _ in pairs) / count, sum(y for _, y in pairs) / count
    var_x, var_y = sum((x - mean_x) ** 2 for x, _ in pairs), sum((y - mean_y) ** 2 for _, y in pairs)
    if var_x < 1e-12 or var_y < 1e-12:
        return None
    both = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return 100 * max(-1.0, min(1.0, both / sqrt(var_x * var_y)))


def upper_limit(di: float, s: int) -> float:
    """The upper 95 % limit of a DI by Fisher's z: tanh(atanh r + 1.645/√(s − 3)). An approximation, as x is 0 or 1."""
    if s <= 3:
        return 100.0
    return di if abs(di) >= 100 else 100 * tanh(atanh(di / 100) + WIDE / sqrt(s - 3))


def at_most(hits: int, count: int, p: float) -> float:
    """P(X ≤ hits) for X binomial(count, p), exactly, summed over the smaller tail; 1 where nothing was tried."""
    if hits >= count:
        return 1.0
    if hits > count * p:
        return 1.0 - at_most(count - hits - 1, count, 1 - p)
    term = exp(lgamma(count + 1) - lgamma(hits + 1) - lgamma(count - hits + 1) + hits * log(p) + (count - hits) * log(1 - p))
    total = term
    for k in range(hits, 0, -1):
        term *= k * (1 - p) / ((count - k + 1) * p)
        total += term
    return min(1.0, total)


def adjusted(values: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjusted p values (1995), in the order given; never below the raw ones."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    found, least = [1.0] * len(values), 1.0
    for rank in range(len(order), 0, -1):
        place = order[rank - 1]
        least = min(least, values[place] * (len(order) / rank))
        found[place] = least
    return found


def _discoveries(values: Mapping[str, float | None]) -> set[str]:
    """The items whose p holds when at most 5 % of those named may be named by luck."""
    tested = {item: p for item, p in values.items() if p is not None}
    return {item for item, p in zip(tested, adjusted(list(tested.values())), strict=True) if p <= FALSE_DISCOVERIES}
