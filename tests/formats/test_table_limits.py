"""Files that are too large, too tightly packed, too old, or no tables at all: one sentence each, at once."""

import time
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
import xlsxwriter

from linli.errors import GameError
from linli.locale import use_language
from linli.questions.formats.csv_text import read_csv
from linli.questions.formats.reading import read as read_any
from linli.questions.formats.sheet import read_xlsx
from tests.formats.books import HEAD, book


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


GOOD = book(HEAD, ["单选", "哪个对？", "甲", "乙", "", "", "A", ""])


def repacked(changes: dict[str, bytes], name: str = "x.xlsx") -> bytes:
    """The good workbook with some entries replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, changes.get(entry, old.read(entry)))
        for entry, data in changes.items():
            if entry not in old.namelist():
                new.writestr(entry, data)
    return out.getvalue()


def refused(data: bytes, name: str = "题.xlsx") -> str:
    began = time.process_time()
    with pytest.raises(GameError) as told:
        read_any(data, name)
    assert time.process_time() - began < 1
    return told.value.sentence()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def inside(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        return archive.read(name)


@pytest.mark.parametrize(("data", "name", "part"), [
    (b"x" * 10_000_001, "大.csv", "10 MB is the most"),
    (b"PK\x03\x04" + b"x" * 10_000_001, "大.xlsx", "10 MB is the most"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧.xls", "save it as .xlsx"),
    (b"<html><table></table></html>", "导出.xls", "is a web page"),
    (b"PK\x03\x04 broken xl/workbook.xml", "题.xlsx", "it is damaged, or has a password"),
    (GOOD[:len(GOOD) // 2], "题.xlsx", "it is damaged, or has a password"),
    (repacked({"xl/media/huge.bin": b"\0" * 61_000_000}), "题.xlsx", "would unpack to 61 MB"),
    (repacked({"xl/media/tight.bin": b"\0" * 2_000_000}), "题.xlsx", "no office program"),
    (repacked({"xl/inner.zip": b"PK\x05\x06" + b"\0" * 18}), "题.xlsx", "no office program"),
    (repacked({f"xl/{n}.xml": b"" for n in range(2_001)}), "题.xlsx", "no office program"),
    (repacked({SHEET: ENTITIES + inside(SHEET).partition(b"?>")[2]}), "题.xlsx", "no office program"),
    (repacked({"xl/sharedStrings.xml": ENTITIES + b"<sst/>"}), "题.xlsx", "no office program"),
    (repacked({"xl/workbook.xml": ENTITIES + b"<workbook/>"}), "题.xlsx", "no office program"),
    (repacked({SHEET: b"<worksheet>"}), "题.xlsx", "it is damaged, or has a password"),
])
def test_what_cannot_be_opened_is_refused_in_one_sentence_at_once(data: bytes, name: str, part: str) -> None:
    said = refused(data, name)
    assert said.startswith(name) and part in said


def test_a_sheet_of_another_kind_is_told_what_to_save() -> None:
    for entry in ("content.xml", "xl/workbook.bin"):
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(entry, "<x/>")
        assert "Save it as .xlsx" in refused(out.getvalue(), "题.ods")


def test_the_good_one_is_read_also_with_a_wrong_dimension() -> None:
    wrong = inside(SHEET).replace(b'ref="A1:H2"', b'ref="A1"')
    assert wrong != inside(SHEET)
    for data in (GOOD, repacked({SHEET: wrong})):
        assert len(read_xlsx(data, "题.xlsx").questions) == 1


def many(rows: int) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for n in range(1, rows + 1):
            sheet.write_row(n, 0, ["单选", f"第{n}题问的是什么？", f"甲{n}", f"乙{n}", f"丙{n}", f"丁{n}", "A", "因为如此。"])
    return out.getvalue()


def test_a_thousand_questions_are_read_within_two_seconds() -> None:
    data = many(1_000)
    began = time.process_time()
    assert len(read_xlsx(data, "题.xlsx").questions) == 1_000
    assert time.process_time() - began < 2


def test_more_than_five_thousand_rows_are_refused() -> None:
    with pytest.raises(GameError, match="more than 5000 rows"):
        read_xlsx(many(5_001), "题.xlsx")
    with pytest.raises(GameError, match="more than 5000 rows"):
        read_csv(("题目,答案\n" + "问？,答\n" * 5_000).encode(), "题.csv")


def test_formatted_empty_rows_without_end_are_not_walked_through() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet, bold = made.add_worksheet(), made.add_format({"bold": True})
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["单选", "哪个对？", "甲", "乙", "", "", "A", ""])
        for n in range(2, 60_000):
            sheet.write_blank(n, 0, None, bold)
    read = read_xlsx(out.getvalue(), "题.xlsx")
    assert len(read.questions) == 1 and [(each.row, each.lost, each.message) for each in read.remarks] == [(20_000, False, "nothing after row 20000 was looked at.")]


LONG = [
    "题目,答案\n" + "长" * 1_000_000 + ",A\n", '"' * 100_001, ',"' * 50_000, "A." * 100_000 + ",题目,答案",
    "题目\t答案\n" + "[" * 50_000 + "\t" + "['a'," * 20_000, "题目,选项,答案\n问？," + "A.B.C." * 3_000 + ",A\n",
    '题目,选项,答案\n问？,"' + "\n" * 50_000 + '",A\n', "题目,选项,答案\n问？,A" + " " * 100_000 + "x,A\n",
    "题目,选项,答案\n问？,甲|乙,\"['a'" + " " * 19_000 + "'\"\n", "题目,选项,答案\n问？," + "|".join(map(str, range(50_000))) + "," + "|".join(map(str, range(50_000))),
    "题目,选项,答案\n问？," + "|" * 50_000 + "甲,A\n", "题目,答案\n问？," + "A、" * 50_000 + "\n", "(" * 50_000 + ",x\n" + "( " * 50_000 + ",y\n",
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_cells_without_end_take_no_time(text: str) -> None:
    began = time.process_time()
    read_csv(text.encode(), "题.csv")
    assert time.process_time() - began < 1
