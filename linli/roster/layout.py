"""The set-up workbook's layout: sheets, columns, the words that name them, and their limits.

Sheet names, headers and the words of choices are Chinese in every language: they are the file's
format. English words are understood when a workbook is read.
"""

import re
import unicodedata
from dataclasses import dataclass

from linli.locale import N_

COMMUNITY, COMPOUNDS, UNITS, NOTES = "社区", "小区", "责任单位", "说明"
SHEET_WORDS = {
    COMMUNITY: ("社区", "社区信息", "community"),
    COMPOUNDS: ("小区", "小区名单", "小区名册", "compounds", "compound"),
    UNITS: ("责任单位", "单位", "units", "unit"),
}
#: What kind of thing stands on which sheet.
SHEET_OF = {"community": COMMUNITY, "season": COMMUNITY, "compound": COMPOUNDS, "unit": UNITS}
BASES = {"slips": "一户一码", "on_site": "现场确认"}
_BASIS_WORDS = {
    "slips": ("一户一码", "户码", "slips", "slip", "householdslips"),
    "on_site": ("现场确认", "现场", "onsite", "confirmedonsite"),
}
EXAMPLE = "示例"
_EXAMPLE = re.compile(r"[(\[【]?(示例|example)([:)\]】]|\s|$)")
_LOOSE = re.compile(r"[\s_\-*:;,.·]+")
NAME, LINE = 60, 200    # most characters of a name, and of a source or an address


@dataclass(frozen=True, slots=True)
class Field:
    """One column or form line. form: text, count, day or basis; label: an English message."""

    key: str
    head: str
    label: str
    words: tuple[str, ...]
    form: str = "text"
    needed: bool = True
    most: int = NAME
    width: int = 16


_ZH = ("名称", "中文名", "中文名称", "chinesename", "name", "namezh")
_EN = ("英文名", "英文名称", "英文", "english", "englishname", "nameen")

COMPOUND = (
    Field("name_zh", "小区名称", N_("Name in Chinese"), (*_ZH, "小区", "小区名", "小区名称", "compound", "compoundname"), width=18),
    Field("name_en", "英文名称", N_("Name in English"), (*_EN, "小区英文名", "compounden"), needed=False, width=26),
    Field("households", "户数", N_("Number of households"), ("户数", "总户数", "住户数", "居民户数", "households", "homes"), "count", width=10),
    Field("source", "户数来源", N_("Where the number comes from"), ("户数来源", "来源", "数据来源", "source"), most=LINE, width=30),
    Field("stated_on", "统计日期", N_("As of which day"), ("统计日期", "日期", "核实日期", "数据日期", "date", "asof"), "day", width=14),
    Field("basis", "参与计数", N_("Participants counted by"), ("参与计数", "计数方式", "参与方式", "口径", "basis"), "basis", width=14),
)
UNIT = (
    Field("name_zh", "单位名称", N_("Name in Chinese"), (*_ZH, "单位", "责任单位", "单位名", "单位名称", "unit", "unitname"), width=30),
    Field("name_en", "英文名称", N_("Name in English"), (*_EN, "单位英文名", "uniten"), needed=False, width=44),
)
SEASON = (
    Field("name_zh", "赛季名称", N_("Name in Chinese"), ("赛季名称", "赛季", "season", "seasonname")),
    Field("name_en", "赛季名称", N_("Name in English"), (), needed=False),
    Field("starts_on", "赛季开始", N_("First day of the season"), ("赛季开始", "开始", "开始日期", "seasonstarts", "starts", "start"), "day"),
    Field("ends_on", "赛季结束", N_("Last day of the season"), ("赛季结束", "结束", "结束日期", "seasonends", "ends", "end"), "day"),
)
COMMUNITY_FIELDS = (
    Field("community_zh", "社区名称", N_("Community name"), ("社区名称", "社区", "community", "communityname")),
    Field("community_en", "社区名称", N_("Community name in English"), (), needed=False),
    Field("office_zh", "办公室名称", N_("Office name"), ("办公室名称", "办公室", "居委会", "office", "officename"), needed=False),
    Field("office_en", "办公室名称", N_("Office name in English"), (), needed=False),
    Field("office_phone", "办公室电话", N_("Office telephone"), ("办公室电话", "电话", "联系电话", "phone", "telephone"), needed=False),
    Field("office_address_zh", "办公室地址", N_("Office address"), ("办公室地址", "地址", "address"), needed=False, most=LINE),
    Field("office_address_en", "办公室地址", N_("Office address in English"), (), needed=False, most=LINE),
)
FIELDS = {"community": COMMUNITY_FIELDS, "season": SEASON, "compound": COMPOUND, "unit": UNIT}


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of the form on the sheet 社区: its field, and the one for the English column."""

    kind: str
    main: Field
    english: Field | None = None


FORM = (
    FormLine("community", COMMUNITY_FIELDS[0], COMMUNITY_FIELDS[1]),
    FormLine("community", COMMUNITY_FIELDS[2], COMMUNITY_FIELDS[3]),
    FormLine("community", COMMUNITY_FIELDS[4]),
    FormLine("community", COMMUNITY_FIELDS[5], COMMUNITY_FIELDS[6]),
    FormLine("season", SEASON[0], SEASON[1]),
    FormLine("season", SEASON[2]),
    FormLine("season", SEASON[3]),
)
FORM_HEAD = ("项目", "填写", "英文", EXAMPLE)
_FORM_HEAD = ("项目", "item", "field")


def normal(text: str) -> str:
    """A header, sheet name or choice for comparing: width and case folded, without spaces and signs."""
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text).casefold())


def bare(text: str) -> str:
    """As `normal`, with (中文) and (英文) kept as part of the word and other brackets left out."""
    word = normal(text)
    if re.search(r"\((英文?|en|english)\)$", word):
        return word.split("(")[0].removesuffix("名称").removesuffix("名") + "英文名"
    return re.sub(r"\([^()]*\)$", "", word)


def is_example(text: str) -> bool:
    """Whether a row or cell beginning with this text is the example: 示例, 示例：…, （示例）…"""
    return bool(_EXAMPLE.match(unicodedata.normalize("NFKC", text).casefold().strip()))


def is_form_head(text: str) -> bool:
    """Whether this is the first cell of the form's header line."""
    return normal(text) in _FORM_HEAD


def form_line(text: str) -> FormLine | None:
    """The line of the form that a label names."""
    return next((line for line in FORM if bare(text) in line.main.words), None)


def sheet_named(title: str) -> str:
    """Which of our sheets a title names; empty for none."""
    return next((sheet for sheet, words in SHEET_WORDS.items() if normal(title) in words), "")


def basis_named(text: str) -> str:
    """The basis that a cell names; empty for none."""
    return next((basis for basis, words in _BASIS_WORDS.items() if normal(text) in words), "")


def column_named(text: str, fields: tuple[Field, ...]) -> Field | None:
    """The column that a header cell names."""
    word = bare(text)
    wished = "英文名" if word.endswith("英文名") else word
    return next((field for field in fields if word in field.words or wished in field.words), None)
