"""Every format that is a table, behind one question: is this one, and what does it hold?

For formats/reading.py: call `tables_of(data, name)` before the formats that are plain text. It
looks at the bytes first and at the name only where bytes cannot say: a zip with `xl/` in it, an
old .xls (refused with its remedy), a name that ends in .csv or .tsv, or a text whose first rows
hold a header of questions (题目 … 答案). Everything else is None: no table.
"""

from linli.questions.formats import grid, packed
from linli.questions.formats.csv_text import looks_like_table, read_csv
from linli.questions.formats.decoding import NoText, decode
from linli.questions.formats.model import Parsed
from linli.questions.formats.sheet import read_xlsx

__all__ = ["read_csv", "read_xlsx", "tables_of"]

_TEXT = (".csv", ".tsv", ".tab")
_BOOK = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods")


def tables_of(data: bytes, name: str) -> Parsed | None:
    """What a table holds, None if the file is none. Raises the GameErrors of packed.py and grid.py, and NoText for a .csv."""
    ending = name.lower()
    if grid.is_workbook(data) or packed.is_old(data) or (ending.endswith(_BOOK) and packed.is_zip(data)):
        return read_xlsx(data, name)
    if packed.is_zip(data):
        return None
    if ending.endswith(_BOOK):      # a web page that calls itself .xls, or nothing at all
        raise grid.NoExcel(name)
    if ending.endswith(_TEXT):
        return read_csv(data, name)
    packed.check_size(data, name)
    try:
        return read_csv(data, name) if looks_like_table(decode(data, name)) else None
    except NoText:
        return None
