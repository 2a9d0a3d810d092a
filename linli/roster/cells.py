"""An uploaded workbook, opened with care, and its cells as plain text, numbers and days."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from linli.community import BadHouseholds
from linli.errors import GameError
from linli.roster import layout
from linli.roster.layout import Field
from linli.roster.remarks import BadDay, BrokenCell, MissingCell, NotAWorkbook, TooLong, TooManyRows, UnknownBasis

LARGEST, UNPACKED = 2_000_000, 8_000_000   # bytes: of the file, and of what is packed in it
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 8, 2_000, 40
LAST_ROW = 1_048_576                        # Excel's own; a file that names a later one is a trap
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")    # control, bidi and zero width, surrogate, private, unassigned
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]\s*0?0:00(?::00)?)?", re.ASCII)
_COUNT = re.compile(r"[+-]?\d{1,9}(?:\.0+)?", re.ASCII)
_YEARS = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its title and the rows that hold anything, each with its number from 1."""

    title: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def grids(data: bytes) -> list[Grid]:
    """The sheets of an .xlsx file, every cell as tidy text. Raises NotAWorkbook, TooManyRows."""
    try:
        _measure(data)
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return [Grid(tidy(sheet.title), tuple(_rows(sheet))) for sheet in book.worksheets[:MOST_SHEETS]]
        finally:
            book.close()
    except GameError:
        raise
    except Exception as error:      # no zip, no workbook, damaged: all the same to a clerk
        raise NotAWorkbook from error


def _measure(data: bytes) -> None:
    """Refuse what is large, or would be when unpacked (a member never unpacks to more than it declares)."""
    if len(data) > LARGEST:
        raise NotAWorkbook
    with zipfile.ZipFile(BytesIO(data)) as packed:
        if sum(each.file_size for each in packed.infolist()) > UNPACKED:
            raise NotAWorkbook


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    sheet.reset_dimensions()        # a wrong declared size would hide rows
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if number > LAST_ROW:
            raise NotAWorkbook
        if all(value is None for value in row):
            continue
        cells = tuple(cell_text(value) for value in row)
        if any(cells) and number > MOST_ROWS:
            raise TooManyRows(tidy(sheet.title), MOST_ROWS)
        if any(cells):
            yield number, cells


def cell_text(value: Any) -> str:
    """What a cell shows, as one tidy line: days as YYYY-MM-DD, whole numbers without '.0'."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return tidy(unescape(str(value)))       # Excel writes a control character as _x0007_


def tidy(text: str) -> str:
    """One line in NFC, single spaces, without characters that cannot be seen or turn the text around."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return " ".join("".join(sign for sign in line if unicodedata.category(sign) not in _HIDDEN).split())


def value(field: Field, text: str, name: str) -> str | int:
    """What a cell means in its column; `name` is the row's, for the sentence.

    Raises MissingCell, BrokenCell, TooLong, BadHouseholds, BadDay or UnknownBasis.
    """
    if text in ERROR_CODES:
        raise BrokenCell(field.head)
    if not text and field.needed:
        raise MissingCell(field.head)
    if len(text) > field.most:
        raise TooLong(field.head, len(text), field.most)
    return _READ[field.form](field, text, name)


def _text(_field: Field, text: str, _name: str) -> str:
    return text


def _count(field: Field, text: str, name: str) -> int:
    """A number of households, typed as a number or as text such as 1,200 or ２４８户."""
    plain = re.sub(r"[\s,']", "", unicodedata.normalize("NFKC", text)).removesuffix("户")
    found = int(float(plain)) if _COUNT.fullmatch(plain) else 0
    if not 0 < found < 100_000:
        raise BadHouseholds(name or field.head, text[:20])
    return found


def _day(field: Field, text: str, _name: str) -> str:
    found = day(text)
    if not found:
        raise BadDay(field.head, text)
    return found


def _basis(field: Field, text: str, _name: str) -> str:
    found = layout.basis_named(text)
    if not found:
        raise UnknownBasis(field.head, text)
    return found


_READ: dict[str, Callable[[Field, str, str], str | int]] = {"text": _text, "count": _count, "day": _day, "basis": _basis}


def day(text: str) -> str:
    """A day as YYYY-MM-DD from 2026-11-01, 2026/11/1, 2026年11月1日, 20261101 or Excel's number; else empty."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"[345]\d{4}", plain, re.ASCII):
        return str(from_excel(int(plain)).date().isoformat())
    if re.fullmatch(r"\d{8}", plain, re.ASCII):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    found = _DAY.fullmatch(plain)
    try:
        on = date(*map(int, found.groups())) if found else None
    except ValueError:
        return ""
    return on.isoformat() if on and on.year in _YEARS else ""
