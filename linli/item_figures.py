"""What the season's answers say about the questions, for the committee alone (docs/statistics.md).

First answers only: the first answer of a person to an item in the season, whatever the quiz was.
Answers to revisions with the same options and key are counted together; another key or other options
begin anew. Sheets from paper are counted in facility by channel and nowhere else: nobody knows whose
they are.

Nothing of this may enter a bulletin, a report, or an export that goes into one (docs/rules.md §1):
what people know is no score of a compound or of anybody.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any

from linli import clock, community, ledger
from linli.ids import fingerprint
from linli.questions import shelf
from linli.questions.items import Item
from linli.rules import item_statistics, marking
from linli.rules.item_statistics import First, Shape, Statistics
from linli.store import Tx

PHONE, KIOSK, PAPER = "phone", "kiosk", "paper"
CHANNELS = (PHONE, KIOSK, PAPER)
#: A cell of the knowledge map rests on at least so many residents.
FEWEST_ANSWERERS = 10


@dataclass(frozen=True)
class Counted:
    """Answers of one channel, and how many of them are right."""

    answers: int
    right: int

    @property
    def facility(self) -> float | None:
        """Share right; None under 30 answers."""
        return self.right / self.answers if self.answers >= item_statistics.FEWEST else None


@dataclass(frozen=True)
class Figure:
    """An item with one set of options and key. drawn: these are what is asked now."""

    item: Item
    topic: str
    drawn: bool
    state: str
    statistics: Statistics
    channels: Mapping[str, Counted]


@dataclass(frozen=True)
class Cell:
    """A topic in a compound: residents who answered; share right, None where they are under 10."""

    topic: str
    compound: str
    share: float | None


@dataclass(frozen=True)
class Figures:
    """A season's figures: of every item that was answered, by id; and what each compound knows.

    answers: first answers that everything rests on, sheets from paper not among them.
    """

    season: str
    answers: int
    items: tuple[Figure, ...]
    cells: tuple[Cell, ...]

    def of(self, item: str) -> Figure | None:
        """The figure of the item as it is asked now."""
        return next((one for one in self.items if one.drawn and one.item.id == item), None)


@dataclass(frozen=True, slots=True)
class _Row:
    first: First
    item: str
    channel: str
    compound: str


@dataclass
class _Read:
    """The rows of a season. shown: the revision whose words stand for a group."""

    rows: list[_Row] = field(default_factory=list)
    shown: dict[str, Item] = field(default_factory=dict)
    paper: dict[str, Counted] = field(default_factory=dict)


_kept: dict[tuple[str, ...], Figures] = {}
_KEPT = 16


def figures(tx: Tx, season: str, channel: str | None = None) -> Figures:
    """The figures of a season ("" for all answers there are), of one channel or of phone and kiosk together.

    Kept in this process until an answer, a sheet, an item or an account changes.
    """
    key = (season, channel or "", *_version(tx))
    found = _kept.get(key)
    if found is None:
        found = _figures(tx, season, channel)
        if len(_kept) >= _KEPT:
            _kept.clear()
        _kept[key] = found
    return found


def group(item: Item) -> str:
    """Equal for revisions whose options and key are the same: their answers are counted together."""
    options = "\n".join(f"{int(option.key)}{option.text.zh or option.text.en}" for option in item.options)
    return f"{item.id}:{fingerprint(item.kind + options)[:16]}"


def shape(item: Item) -> Shape:
    """What the statistics need to know of an item."""
    return Shape(len(item.options), item.key, item.kind == "multiple")


def _version(tx: Tx) -> tuple[str, ...]:
    answers = tx.one("select count(*) as n, coalesce(max(answered_at), '') as at from answer") or {}
    sheets = tx.one("select count(*) as n, count(void_at) as void from paper_return") or {}
    return shelf.version(tx), ledger.signature(tx), str(answers["n"]), answers["at"], str(sheets["n"]), str(sheets["void"])


def _figures(tx: Tx, season: str, channel: str | None) -> Figures:
    read = _read(tx, season)
    every = [row.first for row in read.rows]
    if channel == PAPER:
        found = {name: _on_paper(one) for name, one in read.paper.items()}
    else:
        counted = [row.first for row in read.rows if channel in (None, row.channel)]
        found = item_statistics.statistics(counted, {name: shape(item) for name, item in read.shown.items()}, every)
    items = {row["id"]: row for row in tx.rows("select id, topic, state, revision from item order by id")}
    channels = _by_channel(read)
    made = [_figure(tx, name, read.shown[name], items, one, channels[name]) for name, one in sorted(found.items())]
    return Figures(season, len(every), tuple(made), tuple(_knowledge(read.rows, items)))


def _figure(tx: Tx, name: str, words: Item, items: Mapping[str, Any], one: Statistics, channels: Mapping[str, Counted]) -> Figure:
    row = items.get(words.id)
    if row is None:
        return Figure(words, words.topic, False, "gone", one, channels)
    now = shelf.revision(tx, words.id, row["revision"])
    drawn = group(now) == name
    return Figure(now if drawn else words, row["topic"], drawn, row["state"], one, channels)


def _on_paper(one: Counted) -> Statistics:
    return Statistics(one.answers, 0, 0, one.facility, None, None, (), (), (), (), ())


#: Answers of a season, decided by the day they count for. Sorted in Python: a database sorts tens of thousands on disk.
_ANSWERS = (
    "select an.attempt, an.subject, an.item, an.answered_at, ai.revision, an.chosen, an.correct, a.guest, a.kiosk, a.compound from answer an"
    " join attempt a on a.id = an.attempt join attempt_item ai on ai.attempt = an.attempt and ai.item = an.item"
    " where an.answered_on between :since and :until"
)
_SHEETS = (
    "select t.item, t.revision, t.chosen, sum(t.people) as people from paper_tally t join paper_return r on r.id = t.paper_return"
    " where r.void_at is null and r.entered_at >= :since and r.entered_at < :until and t.chosen <> ''"
    " group by t.item, t.revision, t.chosen order by t.item, t.revision, t.chosen"
)


def _span(tx: Tx, season: str) -> tuple[str, str]:
    """First and last local day of a season; of all time for ""."""
    found = next((one for one in community.seasons(tx) if one.id == season), None)
    return (found.starts_on, found.ends_on) if found else ("0001-01-02", "9998-12-30")


def _read(tx: Tx, season: str) -> _Read:
    """The season's first answers and its sheets, each under its group."""
    since, until = _span(tx, season)
    read, names, seen, decoded = _Read(), _Names(tx), set(), lru_cache(marking.decode)
    for row in sorted(tx.rows(_ANSWERS, since=since, until=until), key=itemgetter("answered_at", "attempt", "item")):
        if (row["subject"], row["item"]) in seen:
            continue
        seen.add((row["subject"], row["item"]))
        name = names.of(row["item"], row["revision"], read)
        first = First(row["subject"], name, decoded(row["chosen"]), bool(row["correct"]), not row["guest"])
        read.rows.append(_Row(first, row["item"], KIOSK if row["kiosk"] else PHONE, row["compound"]))
    zone = community.zone(tx)
    span = {"since": clock.stamp(clock.start_of(since, zone)), "until": clock.stamp(clock.start_of(clock.add_days(until, 1), zone))}
    for row in tx.rows(_SHEETS, **span):
        name = names.of(row["item"], row["revision"], read)
        before, people = read.paper.get(name, Counted(0, 0)), int(row["people"])
        right = people if marking.is_right(marking.decode(row["chosen"]), read.shown[name].key) else 0
        read.paper[name] = Counted(before.answers + people, before.right + right)
    return read


class _Names:
    """The group of each revision; the one met last gives the words that are shown."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._known: dict[tuple[str, str], str] = {}

    def of(self, item: str, revision: str, read: _Read) -> str:
        """The group of a revision."""
        name = self._known.get((item, revision))
        if name is None:
            words = shelf.revision(self._tx, item, revision)
            name = self._known[item, revision] = group(words)
            read.shown[name] = words
        return name


def _by_channel(read: _Read) -> dict[str, dict[str, Counted]]:
    sums: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for row in read.rows:
        one = sums[row.first.item][row.channel]
        one[0] += 1
        one[1] += row.first.right
    found = {name: {channel: Counted(*one) for channel, one in each.items()} for name, each in sums.items()}
    for name, counted in read.paper.items():
        found.setdefault(name, {})[PAPER] = counted
    return found


def _knowledge(rows: list[_Row], items: Mapping[str, Any]) -> Iterator[Cell]:
    """The map of topics and compounds. Residents alone: nobody knows how many people guests are."""
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if not row.first.resident or row.item not in items:
            continue
        place = (items[row.item]["topic"], row.compound)
        people[place].add(row.first.person)
        sums[place][0] += 1
        sums[place][1] += row.first.right
    for place in sorted(sums):
        enough = len(people[place]) >= FEWEST_ANSWERERS
        yield Cell(*place, sums[place][1] / sums[place][0] if enough else None)
