"""The clerks' template: what goes out comes back, and what is wrong or missing is told by row."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from linli import ids
from linli.questions import bank, columns, importing, template
from linli.questions.formats.sheet import read_xlsx
from linli.questions.importing import Preview
from linli.questions.items import FactSource, Item, Kind, LawSource, Option, Source, Text, Topic
from linli.questions.template import EXAMPLE_ROW
from linli.store import Store
from tests.questions.texts import GOOD

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CLERK = ids.new()
FIRE = Topic("fire", Text("消防", "Fire safety"))
QUOTE = "不得占用、堵塞、封闭疏散通道、安全出口、消防车通道"

SOURCES: list[Source] = [LawSource("xiaofang-fa", "第二十八条", QUOTE), FactSource("F-702"), FactSource("F-702", "禁止在高层民用建筑")]


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Store:
    folder = tmp_path / "quizzes"
    folder.mkdir()
    (folder / "fire.yaml").write_text(GOOD)
    bank.load(store, folder, AT)
    return store


def seen(store: Store, data: bytes) -> Preview:
    with store.reading() as tx:
        return importing.preview(tx, read_xlsx(data, "题目.xlsx"), "题目.xlsx", "digest", None, AT)


def sound(preview: Preview) -> bool:
    """Whether nothing of it was refused or stays a draft."""
    return not preview.remarks and not preview.drafts


def book(
    *rows: dict[str, Any], headers: tuple[str, ...] = columns.HEADERS, above: int = 0, topics: tuple[tuple[str, ...], ...] = (),
) -> bytes:
    """A workbook with these rows after the example, each the example with changes, as bytes."""
    made = Workbook()
    sheet = made.active
    sheet.title = columns.SHEET
    for _ in range(above):
        sheet.append(["社区题库"])
    sheet.append(list(headers))
    for row in ({}, *({columns.ID: ""} | row for row in rows)):
        full: dict[str, Any] = EXAMPLE_ROW | row
        sheet.append([full.get(name, "") for name in headers])
    if topics:
        listed = made.create_sheet(columns.TOPICS)
        for line in (columns.TOPIC_HEADERS, *topics):
            listed.append(list(line))
    return saved(made)


def saved(made: Workbook) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def told(store: Store, *rows: dict[str, Any]) -> list[tuple[int, str]]:
    """What is said about rows, refused or lacking, by row."""
    preview = seen(store, book(*rows))
    refused = [(one.row or 0, one.message) for one in preview.remarks]
    return sorted(refused + [(one.question.line, lack.message) for one in preview.drafts for lack in one.lacks])


def test_what_goes_out_comes_back_the_same(loaded: Store) -> None:
    with loaded.reading() as tx:
        data = template.export(tx)
    found = seen(loaded, data)
    assert (found.new, found.changed, found.same) == ((), (), 3) and sound(found)
    with loaded.reading() as tx:
        assert seen(loaded, template.export(tx, empty=True)).nothing


def test_the_template_holds_no_formula_and_lists_what_is_allowed(loaded: Store) -> None:
    with loaded.reading() as tx:
        read = load_workbook(BytesIO(template.export(tx)))
    assert read.sheetnames == [columns.SHEET, columns.TOPICS, columns.NOTES, columns.LAWS]
    assert all(cell.data_type in ("s", "n") for sheet in read for row in sheet.iter_rows() for cell in row)
    laws = [row[0].value for row in read[columns.LAWS].iter_rows(min_row=2)]
    assert "xiaofang-fa" in laws and "F-702" in laws
    assert len(read[columns.SHEET].data_validations.dataValidation) == 3


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs", "Cn")), min_size=1, max_size=30)
latin = words.map(lambda text: "x " + text)
texts = st.builds(Text, words, latin)


@st.composite
def items(draw: st.DrawFn) -> Item:
    kinds: list[Kind] = ["single", "multiple", "true_false"]
    kind = draw(st.sampled_from(kinds))
    count = 2 if kind == "true_false" else draw(st.integers(3 if kind == "multiple" else 2, 6))
    numbers = st.integers(0, count - 1)
    keys = draw(st.sets(numbers, min_size=2, max_size=count - 1)) if kind == "multiple" else {draw(numbers)}
    options = tuple(Option(Text(f"{n}{draw(words)}", f"x{n}{draw(words)}"), n in keys) for n in range(count))
    source: Source = draw(st.sampled_from(SOURCES))
    day = draw(st.dates(date(2020, 1, 1), date(2026, 11, 23)))
    level = draw(st.integers(1, 3))
    return Item(f"fire-{draw(st.integers(0, 10**6))}", "fire", kind, level, draw(texts), options, draw(texts), source, day)


@given(st.lists(items(), max_size=5, unique_by=lambda item: item.id))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_items_survive_the_workbook(sqlite_store: Store, made: list[Item]) -> None:
    found = seen(sqlite_store, template.write(made, [FIRE]))
    assert sound(found) or not made
    assert [change.item for change in found.new] == made


def test_a_row_is_previewed_then_saved_once_and_waits(loaded: Store) -> None:
    data = book({columns.STEM_ZH: "沙发能放在楼道吗？", columns.STEM_EN: "May the sofa stay?"}, {columns.ID: "fire-01", columns.DAY: datetime(2026, 11, 20)}, above=2)
    preview = seen(loaded, data)
    assert sound(preview)
    assert [(one.question.line, one.before) for one in preview.new] == [(5, None)]
    assert [(one.question.line, one.item.id) for one in preview.changed] == [(6, "fire-01")]
    done = importing.commit(loaded, preview, CLERK, AT)
    assert (done.new, done.changed) == (1, 1)
    assert importing.commit(loaded, preview, CLERK, AT).nothing
    with loaded.reading() as tx:
        assert len(bank.pool(tx)) == 3, "both wait for a second person"
        assert bank.current(tx, preview.new[0].item.id).stem.en == "May the sofa stay?"
    assert seen(loaded, data).same == 2


@pytest.mark.parametrize(("row", "message"), [
    ({columns.KEY: ""}, "this row has no answer"),
    ({columns.KEY: "D"}, "names an option that is not there"),
    ({columns.KEY: "甲"}, "is none of the options"),
    ({columns.KEY: "AB"}, "2 options are named as right; it was read as multiple choice"),
    ({columns.TOPIC: "天文"}, "its topic '天文' is not known here"),
    ({columns.LAW: "消防条例"}, "its source '消防条例' is no law or fact"),
    ({columns.LAW: "", columns.ARTICLE: "", columns.QUOTE: ""}, "it has no source"),
    ({columns.ARTICLE: "第九百条"}, "names article '九百'"),
    ({columns.QUOTE: "楼道里可以放一会儿"}, "do not stand in article 28"),
    ({columns.QUOTE: "不得占用"}, "has 4 characters"),
    ({columns.WHY_ZH: ""}, "no explanation"),
    ({columns.DAY: "2027-01-01"}, "has not come yet"),
    ({columns.DAY: "上周"}, "'审核日期' must be a day"),
    ({columns.STEM_ZH: "=1+1"}, "the column 题干（中文） holds a formula"),
    ({columns.STEM_ZH: "沙发\u202e在楼道"}, "'题干（中文）' holds a character that cannot be seen"),
])
def test_a_fault_is_told_with_its_row_and_column(sqlite_store: Store, row: dict[str, Any], message: str) -> None:
    with sqlite_store.writing() as tx:
        tx.insert("topic", [{"id": "fire", "zh": "消防", "en": "Fire safety"}])
    found = told(sqlite_store, {columns.STEM_ZH: "第一题，没有毛病。"}, row)
    assert [line for line, _message in found] == [4], found
    assert message in found[0][1]


def test_cells_are_read_as_people_type_them(loaded: Store) -> None:
    preview = seen(loaded, book(
        {columns.KIND: "多选题", columns.KEY: "a、Ｃ", columns.LEVEL: 2, columns.ARTICLE: 28, columns.LAW: "《中华人民共和国消防法》",
         columns.option("C", "zh"): 119, columns.option("C", "en"): 119.0, columns.DAY: "2026/1/5", columns.TOPIC: "消防"},
        {columns.ID: "fire-90", columns.KIND: "判断", columns.KEY: "错", columns.LAW: "F702", columns.ARTICLE: "", columns.QUOTE: "",
         columns.LEVEL: "易"} | dict.fromkeys(columns.OPTIONS, ""),
        {columns.ID: "fire-91", columns.KIND: "判断", columns.KEY: "B", columns.option("A", "en"): True, columns.option("B", "en"): False,
         columns.option("C", "zh"): "", columns.option("C", "en"): ""},
    ))
    assert sound(preview)
    first, second, third = (change.item for change in preview.new)
    assert (first.kind, set(first.key), first.level, first.reviewed_on) == ("multiple", {0, 2}, 2, date(2026, 1, 5))
    assert first.source == LawSource("xiaofang-fa", "第二十八条", QUOTE)
    assert first.options[2].text == Text("119", "119")
    assert [option.text.en for option in second.options] == ["True", "False"]
    assert (set(second.key), second.source) == ({1}, FactSource("F-702"))
    assert [option.text.en for option in third.options] == ["True", "False"]


def test_english_may_be_left_out_and_a_mark_that_is_no_id_too(loaded: Store) -> None:
    no_english: dict[str, Any] = {columns.STEM_EN: "", columns.option("B", "en"): None, columns.KIND: "", columns.STEM_ZH: "沙发能放楼道吗？"}
    preview = seen(loaded, book(no_english, {columns.ID: "Fire 1", columns.STEM_ZH: "书柜能放楼道吗？"}, {columns.ID: "示例", columns.STEM_ZH: "鞋柜能放吗？"}))
    assert sound(preview)
    assert [one.item.stem.en == "" for one in preview.new] == [True, False, False]
    assert all(one.item.id.startswith("fire-") for one in preview.new)


def test_one_id_in_two_rows_is_told(loaded: Store) -> None:
    assert told(loaded, {columns.ID: "fire-50"}, {columns.ID: "fire-50", columns.STEM_ZH: "另一题？"}) == [
        (4, "'另一题？' stands a second time in the file; the first is at 3.")]


def test_rows_without_a_fault_go_in_beside_rows_with_one(loaded: Store) -> None:
    preview = seen(loaded, book({columns.ID: "fire-60"}, {columns.ID: "fire-61", columns.STEM_ZH: "没有答案？", columns.KEY: ""}))
    assert ([one.item.id for one in preview.new], len(preview.remarks)) == (["fire-60"], 1)
    assert importing.commit(loaded, preview, CLERK, AT).new == 1


def test_a_new_topic_comes_with_its_first_item(loaded: Store) -> None:
    listed = (("fire", "改名", "Renamed"), ("gas", "燃气", "Gas"), ("none", "空", "Empty"))
    preview = seen(loaded, book({columns.TOPIC: "燃气"}, topics=listed))
    assert [topic.id for topic in preview.topics] == ["gas"]
    importing.commit(loaded, preview, CLERK, AT)
    with loaded.reading() as tx:
        assert [(topic.id, topic.name.en) for topic in bank.topics(tx)] == [("fire", "Fire safety"), ("gas", "Gas")]
        assert [(one.item.topic, one.state) for one in bank.entries(tx, topic="gas")] == [("gas", "to_check")]


def test_a_topic_with_a_bad_id_is_told_and_its_questions_are_drafts(loaded: Store) -> None:
    preview = seen(loaded, book({columns.TOPIC: "燃气"}, topics=(("Gas 1", "燃气", "Gas"),)))
    assert [(one.row, one.lost) for one in preview.remarks] == [(2, False)]
    assert "may hold only lower-case" in preview.remarks[0].message
    assert [lack.code for lack in preview.drafts[0].lacks] == ["topic"]


def test_a_table_of_something_else_is_no_question_file(sqlite_store: Store) -> None:
    roster = Workbook()
    roster.active.append(["小区", "户数"])
    for made in (roster, Workbook()):
        preview = seen(sqlite_store, saved(made))
        assert preview.nothing and [one.lost for one in preview.remarks] == [True]


def test_columns_may_stand_in_another_order_with_others_between(loaded: Store) -> None:
    headers = ("备注", *reversed(columns.HEADERS))
    assert len(seen(loaded, book({columns.ID: "fire-70"}, headers=headers)).new) == 1
