"""A workbook read: tolerant where a clerk writes otherwise, and all faults at once where it is wrong."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from linli.locale import use_language
from linli.roster import read, sample, template
from tests.roster.books import FORM, HARBOUR, HEAD, YULAN, book, faults, good, told, with_rows


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def test_a_good_workbook_is_read_whole() -> None:
    roster = good(book())
    assert [(entry.kind, entry.row, entry.name) for entry in roster.entries] == [
        ("community", 2, "榕溪社区"), ("season", 6, "第一季"), ("compound", 2, "玉兰苑"), ("compound", 3, "海港花园"), ("unit", 2, "榕溪社区居委会"),
    ]
    assert dict(roster.entries[2].values) == {
        "name_zh": "玉兰苑", "name_en": "Yulan Court", "households": 100, "source": "物业清册", "stated_on": "2026-10-20", "basis": "slips",
    }
    assert roster.entries[0].values["office_phone"] == "000-0000"
    assert roster.notes == ()


@pytest.mark.parametrize("given", [248, 248.0, "248", " 248 户", "２４８", "0248", "248.0"])
def test_households_may_be_a_number_or_text(given: Any) -> None:
    assert next(good(with_rows(["甲苑", "A", given, "册", "2026-10-20", "现场"])).of("compound")).values["households"] == 248


@pytest.mark.parametrize("given", [0, -3, "many", "12.5", 12.5, True, "1e3", "100000", "", None, "九十", "1" * 40])
def test_other_households_are_refused_by_row_and_name(given: Any) -> None:
    [fault] = faults(with_rows(YULAN, ["甲苑", "A", given, "册", "2026-10-20", "现场确认"]))
    assert (fault.sheet, fault.row) == ("小区", 3)
    assert "甲苑: households is" in fault.message or "户数 is empty" in fault.message
    assert len(fault.message) < 160


def test_thousands_may_be_separated() -> None:
    assert next(good(with_rows(["甲苑", "A", "1,250", "册", "2026-10-20", "现场"])).of("compound")).values["households"] == 1250


@pytest.mark.parametrize("given", [
    "2026-11-01", "2026/11/1", "2026.11.1", "2026年11月1日", "２０２６－１１－０１", "2026 年 11 月 1 日", "20261101", 20261101, 46327,
    date(2026, 11, 1), datetime(2026, 11, 1), "2026-11-01 00:00:00",
])
def test_days_in_every_usual_writing(given: Any) -> None:
    assert next(good(with_rows(["甲苑", "A", 9, "册", given, "现场"])).of("compound")).values["stated_on"] == "2026-11-01"


@pytest.mark.parametrize("given", ["2026-02-30", "11/1/2026", "today", "0206-11-01", "2026-11", 7, "2026-13-01", "2026-11-01T10:00"])
def test_other_days_are_refused(given: Any) -> None:
    assert "which is not a day" in told(with_rows(["甲苑", "A", 9, "册", given, "现场"]))[0]


@pytest.mark.parametrize("head", [
    ["小区", "英文名", "总户数", "来源", "日期", "口径"],
    ["小区名称（中文）", "小区名称（英文）", "户数（户）*", "数据来源", "核实日期", "计数方式"],
    ["Compound", "English name", "Households", "Source", "Date", "Basis"],
    ["compound (zh)", "compound (en)", " HOUSEHOLDS ", "source:", "as of", "basis"],
    ["名　称", "英文 名称", "户 数", "户数\n来源", "统计日期", "参与计数"],
])
def test_header_words_are_tolerant(head: list[str]) -> None:
    entry = next(good(book([head, YULAN])).of("compound"))
    assert (entry.name, entry.values["name_en"], entry.values["households"]) == ("玉兰苑", "Yulan Court", 100)


def test_columns_in_another_order_a_title_above_and_english_sheets() -> None:
    rows = [["榕溪社区小区名册"], [], ["户数", "备注", *HEAD[:2], *HEAD[3:]], [100, "近地铁", *YULAN[:2], *YULAN[3:]]]
    roster = good(book(rows, names=("Community", "Compounds", "Units")))
    assert [(entry.row, entry.name) for entry in roster.of("compound")] == [(4, "玉兰苑")]
    assert [str(note) for note in roster.notes] == ["Sheet 小区, row 3: These columns are not part of the set-up and were left out: 备注."]


def test_a_roster_of_the_clerks_own_sheet_is_found_by_its_columns() -> None:
    roster = good(book(form=[], units=[], names=("x", "Sheet1", "y")))
    assert [entry.kind for entry in roster.entries] == ["compound", "compound"]
    assert "the community and its season stay as they are" in str(roster.notes[0])


@pytest.mark.parametrize("name", ["示例", "示例：榕荫苑", "（示例）榕荫苑", "Example", "示例 榕荫苑"])
def test_the_example_row_is_skipped(name: str) -> None:
    assert [entry.name for entry in good(with_rows([name, "x", "x", "x", "x", "x"], YULAN)).of("compound")] == ["玉兰苑"]


def test_a_name_that_only_begins_like_the_example_is_a_compound() -> None:
    assert next(good(with_rows(["示例里小区", *YULAN[1:]])).of("compound")).name == "示例里小区"


def test_all_faults_at_once_in_order() -> None:
    form = [row[:] for row in FORM]
    form[1][1], form[6][1], form[7][1] = "", "2026-12-31", "2026-11-01"
    rows = [
        HEAD, YULAN, ["玉兰苑 ", "Other", 5, "册", "2026-10-20", "一户一码"], ["", "", 0, "", "soon", "按人"],
        ["甲" * 61, "A", 9, "册", "2026-10-20", "现场"], ["乙苑", "B", 9, "#REF!", "2026-10-20", "现场"],
    ]
    assert told(book(rows, form, [["单位名称"], ["居委会"], ["居委会"]])) == [
        "Sheet 小区, row 3: 玉兰苑 stands there a second time; the first is in row 2. Give one of them another name.",
        "Sheet 小区, row 4: 小区名称 is empty. Please fill it in.",
        "Sheet 小区, row 4: 户数: households is “0”. Type a whole number above 0, from the roster or the property office.",
        "Sheet 小区, row 4: 户数来源 is empty. Please fill it in.",
        "Sheet 小区, row 4: 统计日期 is “soon”, which is not a day. Type it like 2026-11-01.",
        "Sheet 小区, row 4: 参与计数 is “按人”. Type 一户一码 (household slips) or 现场确认 (on site).",
        "Sheet 小区, row 5: 小区名称 has 61 characters; 60 is the most. Please shorten it.",
        "Sheet 小区, row 6: 户数来源 holds an Excel error. Type the value itself instead of the formula.",
        "Sheet 社区, row 2: 社区名称 is empty. Please fill it in.",
        "Sheet 社区, row 6: The season 第一季 must end after it starts and may not overlap another one. Check the two dates.",
        "Sheet 责任单位, row 3: 居委会 stands there a second time; the first is in row 2. Give one of them another name.",
    ]


def test_missing_columns_are_named_each() -> None:
    rows = [["小区名称", "英文名称", "户数", "统计日期"], YULAN[:3] + ["2026-10-20"]]
    assert [str(fault) for fault in faults(book(rows))] == [
        "Sheet 小区, row 1: The column 户数来源 is missing. Add it, or copy your rows into the template.",
        "Sheet 小区, row 1: The column 参与计数 is missing. Add it, or copy your rows into the template.",
    ]


def test_a_column_twice_is_a_fault() -> None:
    assert "户数 stands there twice" in told(book([[*HEAD, "总户数"], [*YULAN, 7]]))[0]


def test_only_the_english_names_may_be_missing_as_a_column() -> None:
    rows = [[HEAD[0], *HEAD[2:]], [YULAN[0], *YULAN[2:]]]
    assert next(good(book(rows)).of("compound")).values["name_en"] == ""


def test_several_seasons_and_overlapping_ones() -> None:
    more = [["赛季名称", "第二季"], ["赛季开始", "2027-01-01"], ["赛季结束", "2027-03-01"]]
    assert [entry.row for entry in good(book(form=[*FORM, *more])).of("season")] == [6, 9]
    more[1][1] = "2026-12-31"
    assert told(book(form=[*FORM, *more])) == [
        "Sheet 社区, row 9: The season 第二季 must end after it starts and may not overlap another one. Check the two dates."
    ]


def test_an_empty_season_is_no_season_and_half_a_one_is_a_fault() -> None:
    assert list(good(book(form=FORM[:5] + [["赛季名称"], ["赛季开始"], ["赛季结束"]])).of("season")) == []
    assert told(book(form=FORM[:7])) == ["Sheet 社区, row 6: 赛季结束 is empty. Please fill it in."]


def test_another_layout_gets_one_sentence() -> None:
    [said] = told(book([["日期", "金额"], ["2026-01-01", 5]], [], [], ("a", "账目", "b")))
    assert said.startswith("This workbook has no sheet 小区, so it is not the set-up workbook.")


def test_the_empty_template_only_lacks_the_name() -> None:
    assert told(template()) == ["Sheet 社区, row 2: 社区名称 is empty. Please fill it in."]


def test_the_sample_roster_is_what_its_script_makes() -> None:
    roster = good(sample.PATH.read_bytes())
    assert [(entry.kind, entry.values) for entry in roster.entries] == [(entry.kind, entry.values) for entry in sample.roster().entries]
    assert len(list(roster.of("compound"))) >= 6
    assert {entry.values["basis"] for entry in roster.of("compound")} == {"slips", "on_site"}


def test_faults_are_told_in_chinese_too() -> None:
    with use_language("zh"):
        found = told(with_rows(["甲苑", "A", 0, "册", "soon", "现场"], HARBOUR))
    assert found == [
        "“小区”表第 2 行：甲苑的户数写的是“0”。请按名册或物业的数字填一个大于 0 的整数。",
        "“小区”表第 2 行：“统计日期”写的是“soon”，不是日期。请写成 2026-11-01 这样。",
    ]


def test_reading_never_raises_for_what_is_no_workbook() -> None:
    for junk in (b"", b"hello", b"PK\x03\x04" + b"\0" * 50, book()[:-600], "小区,户数\n甲,1".encode()):
        found = read(junk)
        assert isinstance(found, list)
        assert [str(each) for each in found] == ["This is not an Excel workbook (.xlsx) of at most 2 MB. Save it as .xlsx and choose it again."]
