"""The project's own template: what is written is read back the same, whatever the texts hold."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from linli.locale import use_language
from linli.questions import columns, sources, taking, template
from linli.questions.formats.model import FULL, Choice, Picture, Question
from linli.questions.formats.reading import read as read_any
from linli.questions.formats.sheet import read_xlsx
from linli.questions.items import FactSource, Item, LawSource, Option, Text, Topic
from tests.formats.books import saved

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FIRE = Topic("fire", Text("消防", "Fire safety"))
SOURCES = [
    LawSource("xiaofang-fa", "第二十八条", "不得占用、堵塞、封闭疏散通道、安全出口、消防车通道"), FactSource("F-702"), FactSource("F-702", "禁止在高层民用建筑"),
]
NASTY = st.sampled_from([
    "=1+1", "+86", "-5", "@cmd", "=HYPERLINK(\"x\")", "\"引号\"", "'撇号'", "第一行\n第二行", "🐶👍🏽", "㙡𠮷龘", "_x000D_", "_x005F_x000D_", "x005F_",
    "_x005F_", "007", "1e3", "9.0", "TRUE", "2026-11-24", "50%", "A", "AC", "题目", "A. 甲", "对", "<b>&amp;</b>", "#N/A",
    "http://x.cn", "１２（ａ）", "选项A", "<r>甲</r>", "<r><t>",
])
words = NASTY | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs", "Cn")), min_size=1, max_size=30)
#: Tabs and control characters too: items cannot hold them, the file has to.
wild = words | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\ufffe\uffff"), min_size=1, max_size=20).map(str.strip).filter(bool)


def texts(words: st.SearchStrategy[str]) -> st.SearchStrategy[Text]:
    return st.builds(Text, words, st.just("") | words.map(lambda text: "x " + text))


@st.composite
def items(draw: st.DrawFn, words: st.SearchStrategy[str] = words) -> Item:
    kind = draw(st.sampled_from(["single", "multiple", "true_false"]))
    count = 2 if kind == "true_false" else draw(st.integers(3 if kind == "multiple" else 2, 8))
    numbers = st.integers(0, count - 1)
    keys = draw(st.sets(numbers, min_size=2, max_size=count - 1)) if kind == "multiple" else {draw(numbers)}
    before = draw(st.permutations("戊己庚辛壬癸子丑"))
    options = tuple(Option(Text(draw(words) + before[n], draw(st.sampled_from(["", f"x{n}"]))), n in keys) for n in range(count))
    maybe = st.none() | st.sampled_from(["fire-01", "王芳", "=A1"])
    image = draw(st.none() | st.just("0123456789abcdef.png"))
    return Item(
        f"fire-{draw(st.integers(0, 10**6))}", "fire", kind, draw(st.integers(1, 3)), draw(texts(words)), options, draw(texts(words)),
        draw(st.sampled_from(SOURCES)), draw(st.dates(date(2020, 1, 1), date(2026, 11, 23))), draw(st.none() | st.just("fire-99")), draw(maybe),
        draw(st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1))), draw(maybe), image,
    )


def question(item: Item, line: int) -> Question:
    """What a file that holds this item says."""
    source = item.source
    cited = {"law": source.law, "article": source.article, "quote": source.quote} if isinstance(source, LawSource) else {"fact": source.fact, "quote": source.quote or ""}
    return Question(
        item.kind, item.stem.zh, tuple(Choice(each.text.zh, each.key, FULL if each.key else 0.0, en=each.text.en) for each in item.options),
        item.explanation.zh, line, item.id, item.topic, item.level, item.stem.en, item.explanation.en, reviewed_on=item.reviewed_on.isoformat(),
        sibling=item.sibling or "", checked_by=item.checked_by or "", expires_on=item.expires_on.isoformat() if item.expires_on else "",
        licence=item.licence or "", picture=Picture(item.image, "", b"", 0, 0) if item.image else None, **cited,
    )


many = st.lists(items(), max_size=5, unique_by=lambda item: item.id)


@given(st.lists(items(wild), max_size=5, unique_by=lambda item: item.id))
@settings(max_examples=60, deadline=None)
def test_any_question_comes_back_as_it_was_written(made: list[Item]) -> None:
    read = read_xlsx(template.write(made, [FIRE]), "题库.xlsx")
    assert (read.format, read.topics) == ("workbook", (FIRE,))
    assert list(read.questions) == [question(item, line) for line, item in enumerate(made, 3)]


@given(many)
@settings(max_examples=60, deadline=None)
def test_any_items_come_back_the_same(made: list[Item]) -> None:
    read = read_xlsx(template.write(made, [FIRE]), "题库.xlsx")
    assert [taking.to_item(each, "fire", AT, sources.read(), name=each.id) for each in read.questions] == made


def test_a_workbook_with_every_optional_column_empty_or_missing_is_read() -> None:
    item = Item("fire-1", "fire", "true_false", 1, Text("可以吗？", ""),
                (Option(Text("对", ""), True), Option(Text("不对", ""), False)), Text("可以。", ""), SOURCES[1], date(2026, 1, 5))
    book = load_workbook(BytesIO(template.write([item], [FIRE])))
    book[columns.SHEET].delete_cols(columns.HEADERS.index(columns.SIBLING) + 1, 5)
    read = read_xlsx(saved(book), "题.xlsx")
    assert (read.format, read.questions) == ("workbook", (question(item, 3),))


def test_the_empty_template_holds_no_question_and_a_typed_over_example_is_one() -> None:
    data = template.write([], [FIRE])
    with use_language("en"):
        read = read_any(data, "题.xlsx")
        assert not read.questions and [each.message for each in read.remarks] == ["no question was found: the table has its columns but no filled-in row."]
    book = load_workbook(BytesIO(data))
    book[columns.SHEET]["E2"] = "楼道里可以堆纸箱吗？"
    typed = read_xlsx(saved(book), "题.xlsx").questions
    assert [(each.stem, each.id) for each in typed] == [("楼道里可以堆纸箱吗？", "")]


def test_a_true_or_false_row_without_options_gets_both_in_two_languages() -> None:
    book = load_workbook(BytesIO(template.write([], [FIRE])))
    row = {columns.TOPIC: "消防", columns.KIND: "判断题", columns.STEM_ZH: "楼道里可以堆纸箱。", columns.KEY: "错", columns.LAW: "f702", columns.LEVEL: "易"}
    book[columns.SHEET].append([row.get(name, "") for name in columns.HEADERS])
    made, = read_xlsx(saved(book), "题.xlsx").questions
    assert [(each.text, each.en, each.correct) for each in made.options] == [("对", "True", False), ("不对", "False", True)]
    assert (made.fact, made.level, made.topic) == ("F-702", 1, "消防")


def test_a_faulty_topic_is_told_by_its_row() -> None:
    book = load_workbook(BytesIO(template.write([], [FIRE, replace(FIRE, id="gas")])))
    book[columns.TOPICS]["A3"] = "燃 气"
    with use_language("en"):
        read = read_xlsx(saved(book), "题.xlsx")
        assert "lower-case letters" in read.remarks[0].message
    assert read.topics == (FIRE,)
    assert [(each.row, each.lost) for each in read.remarks][:1] == [(3, False)]


@pytest.mark.parametrize("text", ["half \ud83d pair", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_does_not_spoil_the_file(text: str) -> None:
    options = (Option(Text("对", ""), True), Option(Text("不对", ""), False))
    item = Item("fire-1", "fire", "true_false", 1, Text("甲" + text, ""), options, Text("可以。", ""), SOURCES[1], date(2026, 1, 5))
    assert read_xlsx(template.write([item], [FIRE]), "题.xlsx").questions[0].stem.startswith("甲")
