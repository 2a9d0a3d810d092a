"""What came of a paper: per question and per compound, from phones and from paper apart.

A share rests on at least five people, or it is not told (docs/rules.md §1); where that would leave
a hidden compound to be found by subtracting, the next smallest is hidden too. For the committee
alone: nothing of it goes into a bulletin or a board.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from linli import paper_forms
from linli.papers import Paper
from linli.questions import bank
from linli.questions.items import Item
from linli.rules import marking
from linli.store import Tx

PAPER, PHONE = "paper", "phone"
CHANNELS = (PAPER, PHONE)
FEWEST = 5


@dataclass(slots=True)
class Count:
    """Answers to a question over a channel. people: sheets or sittings that had it; right among `answers`."""

    people: int = 0
    answers: int = 0
    right: int = 0

    @property
    def share(self) -> float | None:
        """Share right of those who answered; None under 5."""
        return self.right / self.answers if self.answers >= FEWEST else None

    @property
    def blank(self) -> int | None:
        """How many gave no valid answer; None under 5 people."""
        return self.people - self.answers if self.people >= FEWEST else None


@dataclass(frozen=True)
class Line:
    """A question of the paper, with the words it had there. number: on form A; 0 for one of an older version alone."""

    number: int
    item: Item
    counts: dict[str, Count] = field(default_factory=lambda: {channel: Count() for channel in CHANNELS})


@dataclass(frozen=True)
class Home:
    """A compound. people and share (right of all questions asked, blanks as wrong): None where too few took part."""

    compound: str
    people: int | None
    share: float | None


@dataclass(frozen=True)
class Summary:
    """The results of a paper. people: sheets and sittings by channel."""

    people: dict[str, int]
    lines: tuple[Line, ...]
    homes: tuple[Home, ...]


@dataclass
class _Sum:
    people: int = 0
    asked: int = 0
    right: int = 0


def summary(tx: Tx, paper: Paper) -> Summary:
    """What phones and paper sheets say so far; voided entries and late answers count nowhere."""
    lines = {item.id: Line(number, item) for number, item in enumerate(paper_forms.of_version(tx, paper, paper.version)[1], 1)}
    homes: dict[str, _Sum] = defaultdict(_Sum)
    people = {PAPER: _paper(tx, paper, lines, homes), PHONE: _phone(tx, paper, lines, homes)}
    return Summary(people, tuple(lines.values()), tuple(_homes(homes)))


def _paper(tx: Tx, paper: Paper, lines: dict[str, Line], homes: dict[str, _Sum]) -> int:
    stacks = tx.rows("select compound, sum(sheets) as sheets from paper_return where paper = :paper and void_at is null group by compound order by compound", paper=paper.id)
    for row in stacks:
        homes[row["compound"]].people += int(row["sheets"])
    rows = tx.rows(
        "select r.compound, t.item, t.revision, t.chosen, sum(t.people) as people from paper_tally t join paper_return r on r.id = t.paper_return"
        " where r.paper = :paper and r.void_at is null group by r.compound, t.item, t.revision, t.chosen order by r.compound, t.item, t.revision, t.chosen",
        paper=paper.id,
    )
    for row in rows:
        item, chosen, n = bank.revision(tx, row["item"], row["revision"]), marking.decode(row["chosen"]), int(row["people"])
        count = lines.setdefault(item.id, Line(0, item)).counts[PAPER]
        right = n if marking.is_right(chosen, item.key) else 0
        _add(count, homes[row["compound"]], people=n, answers=n if chosen else 0, right=right)
    return sum(int(row["sheets"]) for row in stacks)


def _phone(tx: Tx, paper: Paper, lines: dict[str, Line], homes: dict[str, _Sum]) -> int:
    sat = tx.rows(
        "select compound, count(*) as n from attempt where paper = :paper and handed_in_at is not null group by compound order by compound", paper=paper.id,
    )
    for row in sat:
        homes[row["compound"]].people += int(row["n"])
    total = sum(int(row["n"]) for row in sat)
    for line in lines.values():
        if line.number and total:
            line.counts[PHONE].people = total
    for row in sat:
        homes[row["compound"]].asked += int(row["n"]) * paper.items
    rows = tx.rows(
        "select an.item, a.compound, count(*) as n, sum(an.correct) as good from answer an join attempt a on a.id = an.attempt"
        " where a.paper = :paper and an.late = 0 group by an.item, a.compound order by an.item, a.compound", paper=paper.id,
    )
    for row in rows:
        if row["item"] in lines:
            _add(lines[row["item"]].counts[PHONE], homes[row["compound"]], people=0, answers=int(row["n"]), right=int(row["good"]))
    return total


def _add(count: Count, home: _Sum, *, people: int, answers: int, right: int) -> None:
    count.people += people
    count.answers += answers
    count.right += right
    home.asked += people
    home.right += right


def _homes(homes: dict[str, _Sum]) -> Iterable[Home]:
    """Compounds, the one with most people first; few ones hidden, and one more where they could be found by subtracting."""
    ranked = sorted(homes.items(), key=lambda pair: (-pair[1].people, pair[0]))
    hidden = {name for name, one in ranked if one.people < FEWEST}
    if hidden and sum(homes[name].people for name in hidden) < FEWEST and len(hidden) < len(ranked):
        hidden.add(next(name for name, _one in reversed(ranked) if name not in hidden))
    for name, one in ranked:
        shown = name not in hidden and one.asked
        yield Home(name, one.people if shown else None, one.right / one.asked if shown else None)
