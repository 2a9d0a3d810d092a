"""Files and cells that mean harm come out harmless."""

import io
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import xlsxwriter
from openpyxl import load_workbook

from linli.locale import use_language
from linli.roster import commit, export, preview, sample
from linli.store import Store
from tests.roster.books import FORM, HEAD, YULAN, book, good, patched, told, with_rows

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
REFUSED = ["This is not an Excel workbook (.xlsx) of at most 2 MB. Save it as .xlsx and choose it again."]
LINK = '=HYPERLINK("http://evil.example","甲苑")'


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def written(*rows: list[str]) -> bytes:
    """A workbook whose cells are strings, whatever they look like."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        for name, content in (("社区", [[str(cell) for cell in row] for row in FORM]), ("小区", [HEAD, *rows])):
            sheet = made.add_worksheet(name)
            for number, row in enumerate(content):
                for place, text in enumerate(row):
                    sheet.write_string(number, place, text)
    return out.getvalue()


def test_a_formula_as_text_is_saved_as_text_and_exported_as_text(store: Store) -> None:
    roster = good(written([LINK, "@SUM(1)", "9", "+cmd|'/c calc'!A0", "2026-10-20", "现场"]))
    commit(store, roster, None, AT)
    with store.reading() as tx:
        data = export(tx)
        assert not preview(tx, good(data)).changed
    sheet = load_workbook(io.BytesIO(data))["小区"]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet[3]][:2] == [(LINK, "s", None), ("@SUM(1)", "s", None)]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert all(b"<f>" not in packed.read(name) for name in packed.namelist())


def test_a_formula_without_a_value_is_an_empty_cell() -> None:
    assert told(with_rows([LINK, "A", 9, "册", "2026-10-20", "现场"])) == ["Sheet 小区, row 2: 小区名称 is empty. Please fill it in."]


def test_ten_thousand_characters_are_refused_in_one_short_sentence() -> None:
    found = told(with_rows(["甲" * 10_000, "B" * 10_000, "9" * 10_000, "册" * 10_000, "2" * 10_000, "码" * 10_000]))
    assert len(found) == 6
    assert all(len(said) < 200 for said in found)
    assert found[0] == "Sheet 小区, row 2: 小区名称 has 10000 characters; 60 is the most. Please shorten it."


def test_control_and_turning_characters_are_dropped() -> None:
    entry = next(good(written(["\u202e甲\u200b苑\u2066\n二 期", "A\tB", "9", "册\x07\x1b[31m", "2026-10-20", "现场"])).of("compound"))
    assert (entry.name, entry.values["name_en"], entry.values["source"]) == ("甲苑 二 期", "A B", "册[31m")


def test_names_that_differ_only_in_hidden_characters_are_the_same() -> None:
    assert "a second time" in told(written(["甲苑", "A", "9", "册", "2026-10-20", "现场"], ["甲\u200b 苑", "B", "9", "册", "2026-10-20", "现场"]))[0]


def test_a_large_file_is_refused() -> None:
    assert told(book() + b"\0" * 2_000_001) == REFUSED


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    strings = sample.PATH.read_bytes()
    bomb = patched(strings, "xl/sharedStrings.xml", lambda text: text.replace(b"</sst>", b"<si><t/></si>" * 2_000_000 + b"</sst>"))
    assert len(bomb) < 100_000
    begun = time.monotonic()
    assert told(bomb) == REFUSED
    assert time.monotonic() - begun < 0.5


def test_entities_that_swell_are_refused() -> None:
    swell = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">' + b"".join(
        b'<!ENTITY %s "%s">' % (bytes([98 + step]), b"&%s;" % bytes([97 + step]) * 20) for step in range(8)
    ) + b"]>"

    def plant(text: bytes) -> bytes:
        head, rest = text.split(b"?>", 1)
        return head + b"?>" + swell + rest.replace(b"<t>", b"<t>&i;", 1)

    assert told(patched(sample.PATH.read_bytes(), "xl/sharedStrings.xml", plant)) == REFUSED


@pytest.mark.parametrize("row", [3_000, 1_048_576])
def test_a_row_far_below_is_told_rather_than_lost(row: int) -> None:
    far = b'<row r="%d"><c r="A%d"><v>1</v></c></row></sheetData>' % (row, row)
    found = told(patched(sample.PATH.read_bytes(), "xl/worksheets/sheet2.xml", lambda text: text.replace(b"</sheetData>", far)))
    assert found == ["The sheet 小区 has more than 2000 rows. Please leave only the roster in it."]


def test_a_row_that_excel_does_not_have_is_a_trap() -> None:
    far = b'<row r="104857600"><c r="A104857600"><v>1</v></c></row></sheetData>'
    assert told(patched(sample.PATH.read_bytes(), "xl/worksheets/sheet2.xml", lambda text: text.replace(b"</sheetData>", far))) == REFUSED


def test_a_wrong_declared_size_hides_no_row() -> None:
    data = patched(book([HEAD, YULAN]), "xl/worksheets/sheet2.xml", lambda text: text.replace(b'<dimension ref="A1:F2"', b'<dimension ref="A1:A1"'))
    assert [entry.name for entry in good(data).of("compound")] == ["玉兰苑"]
