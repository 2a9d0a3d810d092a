"""What is written as YAML and JSON comes back as it went, whatever stands in the texts."""

# Data is easier to compare on one line.
# ruff: noqa: E501

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.questions import files, tree
from linli.questions.formats import own, yaml_lines
from linli.questions.formats.reading import read
from linli.questions.formats.write_yaml import scalar, write_json, write_yaml
from linli.questions.items import KINDS, FactSource, Item, LawSource, Option, Text, Topic
from linli.questions.shape import Placed
from tests.test_structure import ROOT

TODAY = date(2026, 11, 24)
NASTY = (
    "a: b", "a #b", "#a", "No", "no", "yes", "true", "null", "~", "1e3", "007", "1_000", "0x1F", "1:30", "2026-11-23", "- a", "-a", "? a", "'a'", '"a"', "it's \"so\"",
    "a\nb", "a\n\n b",
    "{a}", "[a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "a:", ":a", "😀", "𠮷野家", "（ ）：；", "a\\nb", "a\u2028b", "x" * 250, "key: true", "---", "...", "=", "<<",
    "a  b", "é", ",a", "\ud7ff",
    "On", "y", "a'", "中: 文", "中 #文", "\ufffd",
)
LINE = st.text(st.characters(blacklist_categories=("Cc", "Cf", "Co", "Cs", "Cn")), min_size=1, max_size=60)
WORDS = (st.sampled_from(NASTY) | LINE | st.tuples(st.sampled_from(NASTY), LINE).map("".join)).map(str.strip).filter(bool)
PAIR = st.builds(Text, WORDS.map(lambda text: "汉" + text), WORDS.filter(lambda text: not any("\u3400" <= c <= "\u9fff" for c in text)))
QUOTE = WORDS.map(lambda text: ("原文引用六字以上" + text)[:200])
SOURCE = st.builds(LawSource, st.just("xiaofang-fa"), WORDS, QUOTE) | st.builds(FactSource, WORDS, st.none() | QUOTE)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """An item that a question file may hold."""
    kind = draw(st.sampled_from(KINDS))
    count = 2 if kind == "true_false" else draw(st.integers(3 if kind == "multiple" else 2, 5))
    right = draw(st.integers(2, count - 1)) if kind == "multiple" else 1
    texts = draw(st.lists(PAIR, min_size=count, max_size=count))
    options = tuple(Option(Text(f"{n}{text.zh}", f"{n}{text.en}"), n < right) for n, text in enumerate(texts))
    more = {name: draw(st.none() | WORDS.map(lambda text: text[:50].strip())) for name in ("sibling", "checked_by", "licence", "image")}
    name = draw(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True))
    return Item(
        name, "fire", kind, draw(st.sampled_from((1, 2, 3))), draw(PAIR), options, draw(PAIR), draw(SOURCE), date(2026, 11, draw(st.integers(1, 24))),
        expires_on=draw(st.none() | st.dates(date(2027, 1, 1), date(2030, 1, 1))), **{name: text or None for name, text in more.items()},
    )


@settings(max_examples=80, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(items(), min_size=1, max_size=4, unique_by=lambda item: item.id), PAIR)
def test_items_written_as_yaml_are_the_same_items_when_read(some: list[Item], name: Text) -> None:
    topic = Topic("fire", Text(name.zh[:60].strip(), name.en[:60].strip()))
    written = write_yaml(some, topic)
    found = files.read_bytes(written, "fire.yaml", TODAY)
    assert (found.faults, list(found.items), found.topic) == ((), some, topic)
    parsed = read(written, "fire.yaml")
    assert parsed.remarks == () and [without(one) for one in parsed.questions] == [without(own.of_item(Placed(item, {}))) for item in some]


@settings(max_examples=50, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(items(), min_size=1, max_size=4, unique_by=lambda item: item.id))
def test_items_written_as_json_are_the_same_questions_when_read(some: list[Item]) -> None:
    topic = Topic("fire", Text("消防", "Fire"))
    parsed = read(write_json(some, [topic]), "bank.json")
    assert parsed.remarks == () and parsed.topics == (topic,)
    assert [without(one) for one in parsed.questions] == [without(own.of_item(Placed(item, {}))) for item in some]


def without(question: object) -> dict[str, object]:
    """All of a question but its line."""
    return {name: getattr(question, name) for name in question.__dataclass_fields__ if name != "line"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_stays_what_it_is(text: str) -> None:
    root, problems = tree.parse(f"a: {scalar(text)}\n")
    assert root and not problems and (root.held["a"].kind, root.held["a"].held) == ("text", text)


@settings(max_examples=400, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(
    ["a: b\n", "- ", "  ", "a:\n", "b: 'x'\n", "c: \"y\\n\"\n", "{a: 1, b: c}", "[x, 2]", "\n", "k: ", "# note\n", "true", "2026-11-23", "text\n", "1e3\n", " #x", "'",
        '"', "- a: 1\n", "No\n", "---\n", "- - x\n"],
), max_size=14).map("".join))
def test_the_quick_parser_gives_what_the_whole_one_gives(text: str) -> None:
    quick = yaml_lines.parse(text)
    assert quick is None or (quick, []) == tree.parse(text)


@pytest.mark.parametrize("path", sorted((ROOT / "quizzes").glob("*.yaml")), ids=lambda path: path.stem)
def test_our_files_are_read_alike_by_both_and_written_back(path: Path) -> None:
    text = path.read_text("utf-8")
    quick = yaml_lines.parse(text)
    assert quick is None or quick == tree.parse(text)[0]
    found = files.read(path, TODAY)
    assert found.topic and files.read_bytes(write_yaml(found.items, found.topic), "x.yaml", TODAY).items == found.items
