"""What is counted of a bank, on items made for it; and the document is what the shipped bank says."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from linli.questions import files, report
from linli.questions.items import Item, LawSource, Option, Text
from tests.questions.texts import GOOD

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def item() -> Item:
    return files.read_bytes(GOOD.encode(), "fire.yaml", date(2026, 11, 25)).items[0]


def lengths(item: Item, *options: tuple[int, bool]) -> Item:
    """The item with options of these lengths."""
    return replace(item, options=tuple(Option(Text("字" * length, "x" * length), key) for length, key in options))


def test_a_key_that_is_alone_the_longest_is_counted_against_chance(item: Item) -> None:
    told, hidden = lengths(item, (9, True), (3, False), (4, False)), lengths(item, (3, True), (9, False), (4, False))
    assert report.bias([told, hidden], "zh") == report.bias([told, hidden], "en")
    found = report.bias([told] * 20 + [hidden] * 10, "zh")
    assert (found.items, found.longest, round(found.expected)) == (30, 20, 10)
    assert found.z > 3
    assert abs(report.bias([told, hidden, hidden], "zh").z) < 0.01


def test_options_that_tie_for_the_longest_give_nothing_away(item: Item) -> None:
    assert report.bias([lengths(item, (9, True), (9, False), (4, False))], "zh").expected == 0


def test_items_of_other_words_are_not_alike_and_a_reworded_copy_is(item: Item) -> None:
    copy = replace(item, id="copy", stem=Text("楼道里堆着旧沙发和纸箱，下面哪种做法对？", "Other English"))
    other = replace(item, id="other", stem=Text("晚上十点以后在广场跳舞要注意什么？", "Dancing"), options=(Option(Text("调低音量", "x"), True), Option(Text("换首歌", "y"), False)))
    assert [(pair.first, pair.second, pair.siblings) for pair in report.alike([item, copy, other])] == [("fire-01", "copy", False)]
    assert report.alike([item, replace(copy, sibling="fire-01")])[0].siblings


def test_pairs_that_quote_the_same_words_are_named_once(item: Item) -> None:
    assert isinstance(item.source, LawSource)
    shorter = replace(item, id="second", source=replace(item.source, quote=item.source.quote[:8]))
    elsewhere = replace(item, id="third", source=replace(item.source, article="第六十条"))
    assert report.same_quotes([item, shorter, elsewhere]) == [("fire-01", "second", False)]


def test_the_document_is_what_the_bank_says() -> None:
    done = subprocess.run([sys.executable, "scripts/bank_report.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_length_does_not_give_keys_away_in_either_language() -> None:
    read = [files.read(path, date.max, path.name) for path in files.find([ROOT / "quizzes"])]
    items = [one for each in read for one in each.items]
    for language in ("zh", "en"):
        assert report.bias(items, language).z < 1.65, language


def test_the_bank_has_no_near_duplicates_but_siblings() -> None:
    read = [files.read(path, date.max, path.name) for path in files.find([ROOT / "quizzes"])]
    items = [one for each in read for one in each.items]
    assert [pair for pair in report.alike(items, 0.4) if not pair.siblings] == []
    assert len(items) >= 600 and len({one.topic for one in items}) >= 25
    assert sum(bool(one.sibling) for one in items) >= 20
