"""The set-up workbook, written: an empty template, or what the database holds, in one layout."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from linli.roster import layout
from linli.roster.layout import BASES, COMMUNITY, COMPOUND, COMPOUNDS, EXAMPLE, FORM, NOTES, UNIT, UNITS, Field, FormLine
from linli.roster.model import Entry, Roster, stored
from linli.store import Tx

#: Rows that offer the list of bases.
ROWS = 200
#: So that the same roster gives the same file.
_MADE = datetime(2026, 1, 1)

_EXAMPLES: dict[str, tuple[str, str]] = {
    "community_zh": ("榕溪社区", "Rongxi Community"), "office_zh": ("榕溪社区居委会", "Rongxi Residents' Committee"),
    "office_phone": ("000-0000 0000", ""), "office_address_zh": ("榕溪路 1 号一楼", "Ground floor, 1 Rongxi Road"),
    "name_zh": ("第一季", "Season one"), "starts_on": ("2026-11-01", ""), "ends_on": ("2027-01-31", ""),
}
_EXAMPLE_COMPOUND: tuple[str | int, ...] = (f"{EXAMPLE}：榕荫苑", "Rongyin Court", 248, "物业公司住户清册", "2026-10-20", BASES["slips"])
_EXAMPLE_UNIT = (f"{EXAMPLE}：榕溪社区居委会", "Rongxi Residents' Committee")
_NOTES = (
    ("怎么填", "填“社区”“小区”“责任单位”三张表，上传后先看预览，再确认保存。灰色的示例会自动跳过，可以留着。",
     "Fill in the three sheets, upload, look at the preview, then save. Grey examples are skipped."),
    ("社区", "只改“填写”和“英文”两列。空着的格子保持系统里原来的内容。再办一季，就在下面再写一遍赛季三行。",
     "Change the two middle columns only. An empty cell leaves what is there. For another season, repeat its three lines below."),
    ("小区名称", "同一个名称就是同一个小区。改名请在小区的页面上改，不要在这里改。",
     "The name says which compound it is. To rename one, use its own form, not this file."),
    ("英文名称", "可以空着，先用中文名代替。", "May stay empty; the Chinese name stands in."),
    ("户数", "小区的总户数，大于 0 的整数，不少于已经发出的户码数。不是注册人数。",
     "All households of the compound: a whole number above 0, not below the slips already out, never the number of players."),
    ("户数来源、统计日期", "数字从哪里来、哪一天的，会和户数一起公开。日期写成 2026-11-01。",
     "Where the number comes from and as of which day; both are shown in public. Days look like 2026-11-01."),
    ("参与计数", "一户一码：按发到各户的户码计。现场确认：按到场的人计。赛季里有人参加以后，到下一季才能改。",
     "一户一码: by household slips. 现场确认: by people seen on site. Once somebody has taken part, it stays until the next season."),
    ("责任单位", "办活动、出记录单的单位。", "Units that run activities and issue record sheets."),
    ("不会删除", "系统里有、表里没有的，保持原样，预览里会列出来。", "What is in the system and not in the file stays, and the preview names it."),
)


def template() -> bytes:
    """The empty workbook, as .xlsx."""
    return write(Roster(()))


def export(tx: Tx) -> bytes:
    """What the database holds, as .xlsx in the layout of the template."""
    return write(stored(tx))


def write(roster: Roster) -> bytes:
    """A roster as .xlsx. Only strings and numbers are written, so nothing in it is ever a formula."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _MADE})
        formats = _formats(book)
        _form(book, formats, roster)
        compounds = _table(book, formats, COMPOUNDS, COMPOUND, _EXAMPLE_COMPOUND, roster.of("compound"))
        place = [field.key for field in COMPOUND].index("basis")
        compounds.data_validation(1, place, ROWS, place, {"validate": "list", "source": list(BASES.values()), "error_type": "information"})
        _table(book, formats, UNITS, UNIT, _EXAMPLE_UNIT, roster.of("unit"))
        _notes(book, formats)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "text_wrap": True, "valign": "vcenter", "font_size": 12}
    return {
        "text": book.add_format(text),
        "count": book.add_format(text | {"num_format": "0", "align": "right"}),
        "head": book.add_format(text | {"bold": True, "bg_color": "#E3ECF6", "font_color": "#1E4E82", "bottom": 1}),
        "label": book.add_format(text | {"bold": True}),
        "fill": book.add_format(text | {"bottom": 4}),
        "example": book.add_format(text | {"italic": True, "font_color": "#6B6B6B", "bg_color": "#F2F2F2"}),
    }


def _form(book: Any, formats: dict[str, Any], roster: Roster) -> None:
    sheet = _sheet(book, formats, COMMUNITY, layout.FORM_HEAD, (16, 36, 44, 52))
    for number, (line, entry) in enumerate(_lines(roster), 1):
        sheet.write_string(number, 0, line.main.head, formats["label"])
        for place, field in enumerate((line.main, line.english), 1):
            sheet.write_string(number, place, str(entry.values.get(field.key, "")) if field and entry else "", formats["fill"])
        examples = "，".join(filter(None, _EXAMPLES[line.main.key]))
        sheet.write_string(number, 3, f"{EXAMPLE}：{examples}", formats["example"])


def _lines(roster: Roster) -> list[tuple[FormLine, Entry | None]]:
    """The lines of the form with what fills them; three more for each further season."""
    about = [(line, next(roster.of("community"), None)) for line in FORM if line.kind == "community"]
    lines = [line for line in FORM if line.kind == "season"]
    seasons: Sequence[Entry | None] = list(roster.of("season")) or [None]
    return about + [(line, season) for season in seasons for line in lines]


def _table(book: Any, formats: dict[str, Any], name: str, fields: tuple[Field, ...], example: Iterable[str | int], entries: Iterable[Entry]) -> Any:
    sheet = _sheet(book, formats, name, [field.head for field in fields], [field.width for field in fields])
    for place, value in enumerate(example):
        sheet.write(1, place, value, formats["example"])
    for number, entry in enumerate(entries, 2):
        for place, field in enumerate(fields):
            _cell(sheet, number, place, field, entry, formats)
    return sheet


def _cell(sheet: Any, number: int, place: int, field: Field, entry: Entry, formats: dict[str, Any]) -> None:
    value = entry.values.get(field.key, "")
    if field.form == "count":
        sheet.write_number(number, place, value, formats["count"])
    else:
        sheet.write_string(number, place, BASES.get(str(value), str(value)) if field.form == "basis" else str(value), formats["text"])


def _sheet(book: Any, formats: dict[str, Any], name: str, head: Sequence[str], widths: Sequence[int]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_default_row(22)
    for place, (text, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(place, place, width, formats["text"])
        sheet.write_string(0, place, text, formats["head"])
    return sheet


def _notes(book: Any, formats: dict[str, Any]) -> None:
    sheet = _sheet(book, formats, NOTES, ("项目", "说明", "In English"), (20, 60, 70))
    for number, row in enumerate(_NOTES, 1):
        sheet.set_row(number, 40)
        for place, text in enumerate(row):
            sheet.write_string(number, place, text, formats["text" if place else "label"])
