"""An export of approved hours as CSV and as a workbook, in the order of 67号 art. 7. No person is named in either."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from linli import clock
from linli.documents.paper import words
from linli.locale import N_, _, full_day, use_language
from linli.questions.template import put
from linli.rules.crediting import hours_text
from linli.volunteer.exporting import Export, Line, told

#: What a spreadsheet takes for the beginning of a formula, in narrow and wide forms.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
#: Columns of both files: heading, width in the workbook, what stands in it.
COLUMNS = (
    (N_("Row code"), 11, N_("Stands for a person on the paper list alone. Write it nowhere else.")),
    (N_("Name of the activity"), 26, N_("As residents read it when they signed up.")),
    (N_("Date of the activity"), 13, N_("The local day on which it began.")),
    (N_("Location of the activity"), 22, N_("Where it was.")),
    (N_("Content of service"), 36, N_("What was done.")),
    (N_("Signed-in minutes"), 12, N_("Time served with sign-in and sign-out, by code, tick or paper sheet; approved by a second person.")),
    (N_("Supplementary minutes"), 12, N_("Time entered afterwards with a reason (supplementary record), by one person and approved by another. Never both in one row.")),
    (N_("Hours served"), 10, N_("The minutes of the row in hours, to one decimal. Add up minutes, not these.")),
    (N_("Name of the organising unit"), 24, N_("The unit that organised it.")),
    (N_("Person in charge of the activity"), 14, N_("As named when the activity was made.")),
    (N_("Note"), 30, N_("Reversed since, in an earlier export already, or without a person: what not to enter, and why.")),
)
_DATE, _NUMBERS, _HOURS = 2, (5, 6), 7


def csv_file(export: Export) -> bytes:
    """The export as CSV in the current language: UTF-8 with BOM, so that Excel opens it; no cell is a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_(head) for head, _width, _note in COLUMNS])
    for line in export.lines:
        writer.writerow([plain(str(cell)) for cell in cells(line)])
    return out.getvalue().encode("utf-8-sig")


def cells(line: Line) -> tuple[str | int, ...]:
    """A line's cells in the order of COLUMNS; a column of minutes that is not the line's stays empty."""
    return (
        line.code, line.title, line.act_on, line.location, line.work, line.minutes or "", line.extra or "",
        hours_text(line.minutes + line.extra), line.unit, line.in_charge, note(line),
    )


def note(line: Line) -> str:
    """What must be known before a line is entered elsewhere."""
    told = (
        _("Reversed on {day}: do not enter it, take it out again.", day=full_day(line.reversed_on)) if line.reversed_on else "",
        _("In export {number} already.", number=line.before) if line.before else "",
        _("The account was deleted: nobody can be matched to this row.") if line.nobody else "",
    )
    return " ".join(filter(None, told))


def plain(text: str) -> str:
    """One line of text that no spreadsheet takes for a formula: an apostrophe stands before it where one could."""
    line = words(text, 2000)
    return f"'{line}" if line.startswith(_FORMULA) else line


def workbook(export: Export, zone: str) -> bytes:
    """The export as .xlsx: dates and numbers as such, texts as texts, and a sheet that explains the columns."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": clock.local(export.head.made_at, zone).replace(tzinfo=None)})
        formats = _formats(book)
        _lines(book, formats, export)
        _notes(book, formats, export)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "text_wrap": True, "valign": "top", "font_size": 11}
    number = {"valign": "top", "font_size": 11}
    gone = {"font_strikeout": True, "font_color": "#6B6B6B"}
    made = {"text": text, "date": number | {"num_format": "yyyy-mm-dd", "align": "left"}, "count": number | {"num_format": "0"}, "hours": number | {"num_format": "0.0"}}
    formats = {name: book.add_format(one) for name, one in made.items()}
    formats |= {f"{name}_gone": book.add_format(one | gone) for name, one in made.items()}
    formats["head"] = book.add_format(text | {"bold": True, "bg_color": "#E3ECF6", "font_color": "#1E4E82", "bottom": 1, "valign": "vcenter"})
    return formats


def _lines(book: Any, formats: dict[str, Any], export: Export) -> None:
    sheet = book.add_worksheet(_sheet_name(N_("Hours")))
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 48)
    for place, (head, width, _note) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        put(sheet, 0, place, both(head), formats["head"])
    for number, line in enumerate(export.lines, 1):
        for place, cell in enumerate(cells(line)):
            _cell(sheet, number, place, cell, formats, "_gone" if line.reversed_on and place < len(COLUMNS) - 1 else "")
    sheet.autofilter(0, 0, len(export.lines), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, number: int, place: int, cell: str | int, formats: dict[str, Any], gone: str) -> None:
    if place == _DATE:
        sheet.write_datetime(number, place, datetime.combine(date.fromisoformat(str(cell)), datetime.min.time()), formats["date" + gone])
    elif cell == "":
        sheet.write_blank(number, place, None, formats["text" + gone])
    elif place in _NUMBERS:
        sheet.write_number(number, place, int(cell), formats["count" + gone])
    elif place == _HOURS:
        sheet.write_number(number, place, float(cell), formats["hours" + gone])
    else:
        put(sheet, number, place, words(str(cell), 2000), formats["text" + gone])


def _notes(book: Any, formats: dict[str, Any], export: Export) -> None:
    sheet = book.add_worksheet(_sheet_name(N_("About this file")))
    sheet.freeze_panes(1, 0)
    for place, width in enumerate((24, 100)):
        sheet.set_column(place, place, width)
    for number, (left, right) in enumerate([(both(N_("Column")), both(N_("What it holds"))), *_about(export)]):
        put(sheet, number, 0, left, formats["head" if not number else "text"])
        put(sheet, number, 1, right, formats["head" if not number else "text"])


def _about(export: Export) -> Sequence[tuple[str, str]]:
    head = export.head
    rows = [(both(name), both(what)) for name, _width, what in COLUMNS]
    rows += [
        (both(N_("Export")), head.number), (both(N_("Days")), f"{head.first_on} – {head.last_on}"),
        (both(N_("Signed-in minutes")), str(export.minutes)), (both(N_("Supplementary minutes")), str(export.extra)),
        (both(N_("How to use it")), both(N_(
            "The row codes are matched to names on the paper list, by hand. No name and no ID number is typed into Linli Cup."
        ))),
    ]
    undone = _twice(lambda: told(export))
    return rows + ([(both(N_("Reversed since")), undone)] if undone else [])


def both(message: str) -> str:
    """A message in Chinese, its English on a second line."""
    return _twice(lambda: _(message))


def _twice(make: Any) -> str:
    texts = []
    for language in ("zh", "en"):
        with use_language(language):
            texts.append(make())
    return "\n".join(dict.fromkeys(filter(None, texts)))


def _sheet_name(message: str) -> str:
    with use_language("zh"):
        return _(message)[:31]
