"""Approved hours go out once, under codes that stay, and nothing in the files names a person."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from linli import privacy, roles, who
from linli.documents import code_list, hours_files
from linli.locale import use_language
from linli.rules.settings import Settings
from linli.volunteer import exporting, hours
from tests.hours.conftest import ELEVEN, NINE, Stage, staff

DAY = "2026-11-28"
LATER = ELEVEN + timedelta(hours=3)


def approved(stage: Stage, nickname: str, left: float = 90, activity: str = "") -> str:
    """A new resident with approved hours; the record."""
    record = stage.served(stage.person(nickname), 0, left, activity)
    hours.approve(stage.store, record, stage.li, LATER)
    return record


def read_csv(export: exporting.Export) -> list[list[str]]:
    """The rows of the CSV, as a spreadsheet would read them."""
    return list(csv.reader(StringIO(hours_files.csv_file(export).decode("utf-8-sig"))))


def rename(stage: Stage, **columns: str) -> None:
    """Give the activity other texts, whatever a form would say to them."""
    with stage.store.writing() as tx:
        for name, text in columns.items():
            tx.run(f"update activity set {name} = :text where id = :id", text=text, id=stage.activity)


def delete_account(stage: Stage, record: str) -> None:
    """The resident of a record deletes their account."""
    found = stage.store.one("select s.resident from record r join subject_resident s on s.subject = r.subject where r.id = :id", id=record)
    assert found
    with stage.store.reading() as tx:
        resident = who.resident(tx, found["resident"])
    privacy.delete(stage.store, resident, LATER)


def test_the_csv_has_the_fields_of_article_7_in_their_order_and_opens_in_excel(stage: Stage) -> None:
    approved(stage, "桂姨")
    export = exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    with use_language("zh"):
        assert hours_files.csv_file(export).startswith(b"\xef\xbb\xbf")
        head, row = read_csv(export)
    assert head == ["行编码", "活动名称", "活动日期", "活动地点", "服务内容", "签到时长（分钟）", "补录时长（分钟）", "服务时长（小时）", "活动组织单位名称", "活动负责人", "备注"]
    assert row[1:] == ["East gate", DAY, "East gate", "Sweep the path", "90", "", "1.5", "物业", "Aunt Gui", ""]
    assert len(row[0]) == exporting.CODE and row[0][0].isalpha() and row[0][1].isdigit()


def test_no_file_names_a_person_or_holds_an_identifier_of_one(stage: Stage) -> None:
    record = approved(stage, "SecretNick")
    subject = stage.store.one("select subject from record where id = :id", id=record)
    export = exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    book = load_workbook(BytesIO(hours_files.workbook(export, "Asia/Shanghai")))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    text = hours_files.csv_file(export).decode("utf-8-sig") + " ".join(cells)
    assert subject and all(secret not in text for secret in ("SecretNick", subject["subject"], record))


def test_the_workbook_holds_dates_and_numbers_and_explains_its_columns(stage: Stage) -> None:
    approved(stage, "桂姨")
    export = exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    book = load_workbook(BytesIO(hours_files.workbook(export, "Asia/Shanghai")))
    sheet = book["时长"]
    assert sheet["C2"].value.date() == date(2026, 11, 28) and sheet["C2"].is_date
    assert (sheet["F2"].value, sheet["G2"].value, sheet["H2"].value) == (90, None, 1.5)
    assert sheet.freeze_panes == "B2" and sheet["B1"].value == "活动名称\nName of the activity"
    explained = [row[0].value for row in book["说明"].iter_rows(min_row=2)]
    assert explained[: len(hours_files.COLUMNS)] == [sheet.cell(1, place).value for place in range(1, len(hours_files.COLUMNS) + 1)]


@pytest.mark.parametrize("title", ["=HYPERLINK(\"http://x\",\"y\")", "+1", "-2+3", "@SUM(A1)", "＝1+1", "\t=1", "<r>=1</r>", "_x003D_1"])
def test_a_title_that_looks_like_a_formula_stays_text(stage: Stage, title: str) -> None:
    rename(stage, title=title, location=title, work=f"{title}\nsecond line", in_charge=title)
    approved(stage, "桂姨")
    export = exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    row = read_csv(export)[1]
    assert all(not cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r")) and "\n" not in cell for cell in row)
    book = load_workbook(BytesIO(hours_files.workbook(export, "Asia/Shanghai")))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert book["时长"]["B2"].value == title.strip()


def test_an_export_fetched_twice_has_the_same_lines_and_codes_and_tells_what_was_reversed(stage: Stage) -> None:
    first, second = approved(stage, "桂姨"), approved(stage, "老陈", 60)
    made = exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    hours.reverse(stage.store, second, "Counted twice", stage.chen, LATER + timedelta(days=1))
    again = exporting.found(stage.store, made.head.number, stage.li)
    assert [(one.code, one.record) for one in again.lines] == [(one.code, one.record) for one in made.lines]
    assert {one.record: one.reversed_on for one in again.lines} == {first: "", second: "2026-11-29"}
    gone = next(one.code for one in again.lines if one.record == second)
    assert gone in exporting.told(again) and exporting.told(made) == ""
    assert "2026" in next(row for row in read_csv(again) if row[0] == gone)[-1]
    assert (again.minutes, made.minutes) == (90, 150)
    assert exporting.listed(stage.store, stage.li)[0].reversed == 1


def test_what_an_export_holds_is_left_out_of_the_next_unless_wanted(stage: Stage) -> None:
    first = approved(stage, "桂姨")
    made = exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    with pytest.raises(exporting.NothingToExport) as refusal:
        exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    assert refusal.value.exported == 1
    second = approved(stage, "老陈")
    assert [one.record for one in exporting.make(stage.store, DAY, DAY, stage.li, LATER + timedelta(hours=1)).lines] == [second]
    whole = exporting.make(stage.store, DAY, DAY, stage.li, LATER + timedelta(hours=2), fresh=False)
    before = {one.record: one.before for one in whole.lines}
    assert before[first] == made.head.number and set(before) == {first, second} and all(before.values())
    assert [one.number for one in exporting.listed(stage.store, stage.li)] == ["E2026-003", "E2026-002", "E2026-001"]


def test_only_approved_hours_of_those_days_go_out(stage: Stage) -> None:
    stage.served(stage.person("等待"), 0, 60)
    nothing = stage.served(stage.person("没干"), -50, -40)
    hours.approve(stage.store, nothing, stage.li, LATER)
    with pytest.raises(exporting.NothingToExport):
        exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    kept = approved(stage, "桂姨")
    with pytest.raises(exporting.NothingToExport):
        exporting.make(stage.store, "2026-11-29", "2026-12-31", stage.li, LATER)
    assert [one.record for one in exporting.make(stage.store, "2026-11-01", DAY, stage.li, LATER).lines] == [kept]


def test_supplementary_minutes_stand_in_their_own_column(stage: Stage) -> None:
    record = approved(stage, "桂姨")
    with stage.store.writing() as tx:
        tx.run("update record set kind = 'supplementary', entered_by = 'staff:x', reason = 'r' where id = :id", id=record)
    export = exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    assert (export.minutes, export.extra) == (0, 90)
    assert read_csv(export)[1][5:8] == ["", "90", "1.5"]


@pytest.mark.parametrize(("first", "last"), [("2026-12-02", "2026-12-01"), ("x", DAY), ("2025-01-01", "2026-12-01")])
def test_days_that_are_no_range_are_refused_by_name(stage: Stage, first: str, last: str) -> None:
    with pytest.raises(exporting.BadRange) as refusal:
        exporting.make(stage.store, first, last, stage.li, LATER)
    assert first in refusal.value.sentence()


def test_organisers_and_clerks_export_and_nobody_else(stage: Stage) -> None:
    approved(stage, "桂姨")
    number = exporting.make(stage.store, DAY, DAY, staff(stage.store, "Clerk", "clerk"), LATER).head.number
    inspector = staff(stage.store, "Looks", "inspector")
    for refused in (
        lambda: exporting.make(stage.store, DAY, DAY, inspector, LATER), lambda: exporting.found(stage.store, number, inspector),
        lambda: exporting.listed(stage.store, inspector), lambda: exporting.paper_list(stage.store, number, inspector),
    ):
        with pytest.raises(roles.NotAllowed):
            refused()
    with pytest.raises(exporting.UnknownExport):
        exporting.found(stage.store, "E1999-001", stage.li)


def test_a_deleted_account_is_on_no_paper_list_and_its_row_says_why(stage: Stage) -> None:
    gone, kept = approved(stage, "走了的人"), approved(stage, "桂姨")
    number = exporting.make(stage.store, DAY, DAY, stage.li, LATER).head.number
    delete_account(stage, gone)
    listed = exporting.paper_list(stage.store, number, stage.li)
    assert [line.record for one in listed.people for line in one.lines] == [kept] and listed.left_out == 1
    row = next(row for row in read_csv(listed.export) if row[0] == next(one.code for one in listed.export.lines if one.record == gone))
    assert row[-1]
    text = pdf_text(code_list.code_list(listed, Settings(), language="zh"))
    assert "桂姨" in text and "走了的人" not in text and "已注销" in text


def test_the_paper_list_names_each_person_once_with_all_their_codes(stage: Stage) -> None:
    person = stage.person("桂姨")
    other = stage.another(starts_at=NINE + timedelta(days=7), ends_at=ELEVEN + timedelta(days=7), title="West 🌳 gate")
    for record in (stage.served(person, 0, 90), _served_later(stage, person, other)):
        hours.approve(stage.store, record, stage.chen, LATER + timedelta(days=8))
    number = exporting.make(stage.store, DAY, "2026-12-31", stage.li, LATER + timedelta(days=9)).head.number
    listed = exporting.paper_list(stage.store, number, stage.li)
    assert [one.name for one in listed.people] == ["桂姨"] and len(listed.people[0].lines) == 2
    text = pdf_text(code_list.code_list(listed, Settings(), language="en"))
    assert text.count("桂姨") == 1 and all(line.code in text for line in listed.export.lines) and "□" in text


def _served_later(stage: Stage, person: str, activity: str) -> str:
    from linli.volunteer import ticks
    from linli.volunteer.duty import By

    ticks.tick_in(stage.store, activity, person, By(staff=stage.wang), NINE + timedelta(days=7))
    ticks.tick_out(stage.store, activity, person, By(staff=stage.wang), ELEVEN + timedelta(days=7))
    return stage.record(person, activity)


def pdf_text(content: bytes) -> str:
    """All text of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_an_export_is_noted(stage: Stage) -> None:
    approved(stage, "桂姨")
    exporting.make(stage.store, DAY, DAY, stage.li, LATER)
    assert stage.count("hours_export_line") == 1
    assert stage.count("audit", "what = 'hours_export' and about = 'E2026-001'") == 1
