"""Tables as rows of cells: what a workbook or a CSV is before anybody asks what it means."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook

from linli.errors import GameError
from linli.locale import N_
from linli.questions.formats import packed
from linli.questions.formats.refusals import Broken, not_questions

ROWS_MOST = 5_000       # rows that hold anything, all sheets together
LOOKED_AT = 20_000      # rows of one sheet, empty ones counted
COLUMNS_MOST = 64
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PERCENT = re.compile(r"0(?:\.(0+))?%")


class TooManyRows(GameError):
    """More rows than one file may have."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("{name} has more than {most} rows. Make several files of it."), name=name[:80], most=ROWS_MOST)


class Cell(NamedTuple):
    """What a cell shows. odd: 'formula' or 'error' where it holds one, 'date' where Excel made a day of it."""

    text: str
    odd: str = ""


class _Whole(str):
    """A shared text whose escapes are undone."""


EMPTY = Cell("")


@dataclass(slots=True)
class Grid:
    """One sheet: rows that hold anything, with their numbers from 1. cut: it went on after LOOKED_AT."""

    title: str
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    cut: bool = False


def workbook(data: bytes, name: str) -> tuple[list[Grid], bool]:
    """The sheets of an .xlsx, and whether it holds pictures.

    Formulas are not evaluated, entities not resolved, links not followed. Raises TooLarge,
    Bomb, Broken, Hostile, NotQuestions, TooManyRows.
    """
    with packed.opened(data, name) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            raise not_questions(name, "other_sheet")
        try:
            return _sheets(data, archive, name), any(each.startswith("xl/media/") for each in names)
        except GameError:
            raise
        except DefusedXmlException as error:
            raise packed.Hostile(name) from error
        except Exception as error:      # whatever a damaged file makes the reader raise
            raise Broken(name) from error


def _sheets(data: bytes, archive: zipfile.ZipFile, name: str) -> list[Grid]:
    book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    try:
        strings = _strings(archive)
        grids: list[Grid] = []
        for sheet in book.worksheets:
            # openpyxl takes every 'x005F_' out of a text, also where somebody typed it.
            sheet._shared_strings = strings
            grids.append(_grid(sheet, name, ROWS_MOST - sum(len(each.rows) for each in grids)))
        return grids
    finally:
        book.close()


def _strings(archive: zipfile.ZipFile) -> list[str]:
    """The shared texts; escapes are undone in each run by itself, as Excel does."""
    found: list[str] = []
    if "xl/sharedStrings.xml" not in archive.namelist():
        return found
    with archive.open("xl/sharedStrings.xml") as stream:
        for _event, node in iterparse(stream):
            if node.tag in (_MAIN + "si", _STRICT + "si"):
                found.append(_Whole("".join(_runs(node))))
                node.clear()
    return found


def _runs(node: Element) -> Iterator[str]:
    """The text of a node and its runs, without the reading aids (rPh) of Japanese files."""
    for child in node:
        tag = child.tag.rpartition("}")[2]
        if tag == "t":
            yield unescaped(child.text or "")
        elif tag == "r":
            yield from _runs(child)


def _grid(sheet: Any, name: str, most: int) -> Grid:
    sheet.reset_dimensions()
    grid = Grid(sheet.title)
    for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_MOST), 1):
        if number > LOOKED_AT:
            grid.cut = True
            break
        cells = [_cell(each) for each in row]
        if any(each.text for each in cells):
            if len(grid.rows) >= most:
                raise TooManyRows(name)
            grid.rows.append((number, cells))
    return grid


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if isinstance(value, str):
        if cell.data_type in ("f", "e"):
            return Cell(value, "formula" if cell.data_type == "f" else "error")
        return Cell(clean(value if isinstance(value, _Whole) else unescaped(value)))
    if isinstance(value, bool | int | float):
        return Cell(shown(value, cell.number_format))
    if isinstance(value, datetime | date | time | timedelta):
        return Cell(shown(value), "date")
    return Cell(str(value), "formula")      # an array formula, a data table


def unescaped(text: str) -> str:
    """`_x000D_` is the character, `_x005F_x000D_` the seven letters (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def clean(text: str) -> str:
    """Line ends as `\\n`, no outer blanks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def shown(value: bool | int | float | date | time | timedelta, number_format: str = "") -> str:
    """What a cell shows: 9 without '.0', days as 2026-11-24, percent as percent."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        percent = _PERCENT.fullmatch(number_format or "")
        if percent:
            return f"{value * 100:.{len(percent[1] or '')}f}%"
        return format(value, ".15g") if isinstance(value, float) and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M" if (value.hour, value.minute) != (0, 0) else "%Y-%m-%d")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)
