"""What can be counted of a question bank: topics, levels, sources, tell-tale lengths, items that resemble each other.

Pure functions over items; scripts/bank_report.py writes them into docs/bank-report.md.
"""

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.questions.items import Item, LawSource, Topic

#: Items whose stem and key share at least this part of their character triples resemble each other.
ALIKE = 0.25
TRIPLE = 3


@dataclass(frozen=True, slots=True)
class Bias:
    """How often the key alone is the longest option of single-choice items.

    expected: how often chance alone would make it so (the sum of 1/options, less where options
    tie for the longest); z: how many standard deviations the count is above that.
    """

    items: int
    longest: int
    expected: float
    z: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items that resemble each other. part: the share of triples of characters they have in common."""

    first: str
    second: str
    part: float
    siblings: bool


def table(topics: Sequence[tuple[Topic, str, Sequence[Item]]]) -> list[str]:
    """Rows of a Markdown table, one a topic: (topic, file, items)."""
    rows = ["| topic | file | items | one / true-false / several | easy / medium / hard | law / fact | siblings | key longest zh | en |", "|---|---|---|---|---|---|---|---|---|"]
    for topic, file, items in topics:
        kinds, levels = Counter(item.kind for item in items), Counter(item.level for item in items)
        laws = sum(isinstance(item.source, LawSource) for item in items)
        zh, en = bias(items, "zh"), bias(items, "en")
        rows.append(
            f"| {topic.name.zh} | `{file}` | {len(items)} | {kinds['single']}/{kinds['true_false']}/{kinds['multiple']}"
            f" | {levels[1]}/{levels[2]}/{levels[3]} | {laws}/{len(items) - laws} | {sum(bool(item.sibling) for item in items)}"
            f" | {zh.longest} of {zh.items} | {en.longest} of {en.items} |"
        )
    return rows


def bias(items: Iterable[Item], language: str) -> Bias:
    """Whether length gives the key away, over the single-choice items in one language ('zh', 'en')."""
    count = longest = 0
    expected = variance = 0.0
    for item in items:
        if item.kind != "single":
            continue
        lengths = [len(getattr(option.text, language)) for option in item.options]
        top = [number for number, length in enumerate(lengths) if length == max(lengths)]
        chance = 1 / len(lengths) if len(top) == 1 else 0.0     # nobody alone is the longest of equals
        count, longest = count + 1, longest + (len(top) == 1 and top[0] in item.key)
        expected, variance = expected + chance, variance + chance * (1 - chance)
    return Bias(count, longest, expected, (longest - expected) / math.sqrt(variance) if variance else 0.0)


def triples(text: str) -> frozenset[str]:
    """All runs of three letters and digits of a text, width and case folded."""
    bare = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(c)[0] in "LN")
    return frozenset(bare[place:place + TRIPLE] for place in range(len(bare) - TRIPLE + 1))


def alike(items: Sequence[Item], least: float = ALIKE) -> list[Pair]:
    """Pairs whose Chinese stem and right options share `least` or more of their triples (Jaccard), most alike first."""
    shingles = {item.id: triples(item.stem.zh + " " + " ".join(option.text.zh for option in item.options if option.key)) for item in items}
    by_id = {item.id: item for item in items}
    holders: dict[str, list[str]] = defaultdict(list)
    for item, found in shingles.items():
        for one in found:
            holders[one].append(item)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        if len(names) <= len(items) // 4 + 2:       # words that stand everywhere say nothing
            shared.update((first, second) for place, first in enumerate(names) for second in names[place + 1:])
    pairs = []
    for (first, second), common in shared.items():
        part = common / len(shingles[first] | shingles[second])
        if part >= least:
            pairs.append(Pair(first, second, part, _siblings(by_id[first], by_id[second])))
    return sorted(pairs, key=lambda pair: (-pair.part, pair.first, pair.second))


def same_quotes(items: Sequence[Item]) -> list[tuple[str, str, bool]]:
    """Pairs that quote overlapping words of one article: (item, item, are they siblings)."""
    by_article: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        if isinstance(item.source, LawSource):
            by_article[item.source.law, item.source.article].append(item)
    found = []
    for group in by_article.values():
        for place, first in enumerate(group):
            for second in group[place + 1:]:
                one, other = str(first.source.quote), str(second.source.quote)
                if one in other or other in one:
                    found.append((first.id, second.id, _siblings(first, second)))
    return sorted(found)


def right_of(items: Iterable[Item]) -> Counter[tuple[int, int]]:
    """(right options, options) of the items with several answers, and how many items have them."""
    return Counter((len(item.key), len(item.options)) for item in items if item.kind == "multiple")


def _siblings(first: Item, second: Item) -> bool:
    return first.sibling == second.id or second.sibling == first.id
