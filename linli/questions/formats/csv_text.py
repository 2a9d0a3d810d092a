"""Tables as text: comma, semicolon, tab or full-width comma between cells, in whatever encoding offices save.

Rows are counted as Excel counts them: a quoted cell with new lines is one row.
"""

import csv
import io
import re

from linli.locale import N_
from linli.questions.formats import headers
from linli.questions.formats.decoding import decode
from linli.questions.formats.grid import COLUMNS_MOST, ROWS_MOST, Cell, Grid, TooManyRows
from linli.questions.formats.model import Parsed, Remark
from linli.questions.formats.refusals import LARGEST, TooLarge
from linli.questions.formats.sheet import read_grids

SEPARATORS = (",", "\t", ";", "|", "，", "；")
_SNIFFED = 20_000       # characters
_OPEN = N_("a quotation mark opens in row {row} and is never closed; the rest was read line by line. Close it, or take it out.")


def read_csv(data: bytes, name: str) -> Parsed:
    """The questions of a CSV or TSV; format 'quizizz' for that vendor's, else 'csv'. Raises TooLarge, NoText, TooManyRows."""
    if len(data) > LARGEST:
        raise TooLarge(name, len(data))
    text = decode(data, name)
    grid, remarks = rows(text, name)
    read = read_grids([grid], "csv")
    return Parsed(read.format, read.questions, (*remarks, *read.remarks))


def rows(text: str, name: str) -> tuple[Grid, list[Remark]]:
    """The cells of a text. Raises TooManyRows."""
    said = re.match(r"sep=(.)\n", text)
    mark = said[1] if said else separator(text)
    body = "\n" + text[said.end():] if said else text       # the row of 'sep=' counts
    records, broken = _records(body, mark)
    grid = Grid("")
    for number, record in enumerate(records, 1):
        cells = [Cell(cell.strip()) for cell in record[:COLUMNS_MOST]]
        if any(cell.text for cell in cells):
            if len(grid.rows) >= ROWS_MOST:
                raise TooManyRows(name)
            grid.rows.append((number, cells))
    return grid, [Remark(_OPEN, row=broken, fields={"row": broken}, lost=False)] if broken else []


def separator(text: str) -> str:
    """The mark that makes the most even table of the first rows."""
    return max(SEPARATORS, key=lambda mark: (_evenness(text[:_SNIFFED], mark), -SEPARATORS.index(mark)))


def _evenness(text: str, mark: str) -> float:
    """How much of a table a separator makes: columns of the header, and rows as long as the commonest."""
    records = [record for record in _records(text, mark)[0][:60] if any(record)]
    if not records or max(map(len, records)) < 2:
        return 0.0
    grid = Grid("", [(number, [Cell(cell.strip()) for cell in record[:COLUMNS_MOST]]) for number, record in enumerate(records, 1)])
    head = headers.found(grid)
    lengths = [len(record) for record in records]
    usual = max(set(lengths), key=lambda length: (lengths.count(length), length))
    return (100.0 if head else 0.0) + (lengths.count(usual) / len(lengths) if usual > 1 else 0.0)


def _records(text: str, mark: str) -> tuple[list[list[str]], int]:
    """The records, and the row in which a quotation opens that never closes (0: none)."""
    csv.field_size_limit(20_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    records: list[list[str]] = []
    begins: list[int] = []
    before = 0
    for record in reader:
        records.append(record)
        begins.append(before)
        before = reader.line_num
    lines = text.split("\n")
    if text.count('"') % 2 and records and before - begins[-1] > 1:
        at = begins[-1]
        rest = [line.replace('"', "").split(mark) for line in lines[at:] if line]
        return records[:-1] + rest, len(records)
    return records, 0
