"""The clerks' workbook, written: the items there are, an example, and what may be filled in."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import xlsxwriter

from linli.questions import columns, sources
from linli.questions.bank import entries, topics
from linli.questions.columns import EXAMPLE, HEADERS, KINDS, LAWS, LEVELS, NOTES, SHEET, TOPIC_HEADERS, TOPICS
from linli.questions.items import Item, Topic
from linli.questions.sources import Sources
from linli.store import Tx

#: Rows that offer the lists of allowed values.
ROWS = 1_000
_WIDTHS = {columns.ID: 16, columns.TOPIC: 16, columns.KIND: 8, columns.LEVEL: 8, columns.KEY: 10, columns.ARTICLE: 14, columns.DAY: 13,
           columns.SIBLING: 16, columns.CHECKER: 12, columns.EXPIRES: 13, columns.LICENCE: 18, columns.PICTURE: 18}

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_PIECES = re.compile("(?<=^<)(?=r>)|(?<=_x)(?=[0-9A-Fa-f]{4}_)")

EXAMPLE_ROW = {
    columns.ID: EXAMPLE, columns.TOPIC: "fire", columns.KIND: "单选", columns.LEVEL: "1",
    columns.STEM_ZH: columns.EXAMPLE_STEM,
    columns.STEM_EN: 'An old sofa stands in the stairwell and a neighbour says "just for a few days". Which is right?',
    columns.option("A", "zh"): "请尽快搬走，楼道要留着逃生", columns.option("A", "en"): "Please move it: the stairs are the way out",
    columns.option("B", "zh"): "靠墙放好，不挡路就可以", columns.option("B", "en"): "Along the wall it is in nobody's way",
    columns.option("C", "zh"): "贴张纸条写明日期就可以", columns.option("C", "en"): "A note with the date is enough",
    columns.KEY: "A", columns.WHY_ZH: "着火时楼道是大家逃生的路。请物业帮忙，或约人一起搬走。",
    columns.WHY_EN: "In a fire the stairs are everybody's way out. Ask the property office, or a neighbour, for a hand.",
    columns.LAW: "消防法", columns.ARTICLE: "第二十八条",
    columns.QUOTE: "不得占用、堵塞、封闭疏散通道、安全出口、消防车通道", columns.DAY: "2026-11-23",
}

_NOTES = (
    ("怎么填", "在“题目”表里一行填一道题；灰色的示例行会自动跳过，可以留着。填好后在“题库”页上传，先看预览，再确认入库。"),
    (columns.ID, "新题留空，系统会给编号。改旧题请保留原来的编号。"),
    (columns.TOPIC, "填“主题”表里的编号或名称。要新主题，先在“主题”表加一行。"),
    (columns.KIND, "单选、多选、判断。单选一个正确答案；多选至少两个正确、至少一个不正确；判断正好两个选项。"),
    (columns.LEVEL, "1 易，2 中，3 难。"),
    ("题干、选项、解析", "中文要填。英文可以先空着，填了就用自己的译文。选项最多 8 个（A 到 H），从 A 起依次填。判断题的选项可以留空，自动填“对 / 不对”。"),
    (columns.KEY, "填选项字母，例如 A；多选填 AC。判断题也可以填 对 或 错。"),
    (columns.LAW, "法律的简称或编号，见“法律和事实”表；也可以填事实编号，例如 F-702。"),
    (columns.ARTICLE, "第二十八条，或 28。依据是事实时留空。"),
    (columns.QUOTE, "法条里决定答案的原话，至少 6 个字，标点也要一样。依据是事实时可以留空。"),
    (columns.DAY, "核对这道题的日期，例如 2026-11-23，不能晚于今天。"),
    (columns.SIBLING, "可以留空。同一条规定已有一道题时，填那道题的编号，两道题不会出现在同一份卷子里。"),
    (columns.CHECKER, "可以留空。谁拿原文核对过这道题。"),
    (columns.EXPIRES, "可以留空。到了这一天题目自动退回待审，例如 2027-12-31。"),
    (columns.LICENCE, "可以留空。题目是别人写的，填对方同意使用的方式。"),
    (columns.PICTURE, "可以留空。已上传图片的名称；图片在题目页面上传。"),
)


def export(tx: Tx, *, topic: str | None = None, empty: bool = False, texts: Sources | None = None) -> bytes:
    """The workbook with the items of a topic, or all; `empty`: only the example row."""
    found = [] if empty else [entry.item for entry in entries(tx, topic=topic) if entry.state != "gone"]
    return write(found, topics(tx), texts or sources.current(tx))


def write(items: Iterable[Item], known: Iterable[Topic], texts: Sources | None = None) -> bytes:
    """An .xlsx file with these items and topics. Every cell is text, so nothing is ever a formula."""
    texts = texts or sources.read()
    known = list(known)
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        formats = _formats(book)
        _questions(book, formats, [columns.to_row(item, texts) for item in items], known)
        _table(book, formats, TOPICS, TOPIC_HEADERS, [(t.id, t.name.zh, t.name.en) for t in known], (18, 30, 40))
        _table(book, formats, NOTES, ("项目", "说明"), _NOTES, (22, 100))
        _table(book, formats, LAWS, ("编号", "名称", "版本或分类"), _sources(texts), (36, 90, 16))
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "text_wrap": True, "valign": "top", "font_size": 11}
    return {
        "text": book.add_format(text),
        "head": book.add_format(text | {"bold": True, "bg_color": "#E4EEF6", "bottom": 1}),
        "example": book.add_format(text | {"italic": True, "font_color": "#6B6B6B", "bg_color": "#F2F2F2"}),
    }


def _questions(book: Any, formats: dict[str, Any], rows: list[Mapping[str, str]], known: list[Topic]) -> None:
    sheet = book.add_worksheet(SHEET)
    sheet.freeze_panes(1, 1)
    for number, name in enumerate(HEADERS):
        sheet.set_column(number, number, _WIDTHS.get(name, 28), formats["text"])
        sheet.write_string(0, number, name, formats["head"])
    for line, row in enumerate([EXAMPLE_ROW, *rows], 1):
        for number, name in enumerate(HEADERS):
            put(sheet, line, number, row.get(name, ""), formats["example" if line == 1 else "text"])
    _choose(sheet, columns.KIND, list(KINDS.values()))
    _choose(sheet, columns.LEVEL, list(LEVELS))
    if known:
        _choose(sheet, columns.TOPIC, f"={TOPICS}!$A$2:$A${max(len(known), 200) + 1}")


def put(sheet: Any, line: int, number: int, text: str, form: Any) -> None:
    """Write a text so that it comes back the same.

    What XML cannot hold (half a pair, U+FFFE, U+FFFF) would make a file that does not open. And
    xlsxwriter takes `<r>…</r>` for XML of its own, and escapes only one of two look-alikes that
    share an underscore (`_x005F_x000D_`): such texts are written in pieces.
    """
    text = _NO_XML.sub("\ufffd", text)
    pieces = [piece for piece in _PIECES.split(text) if piece]
    if len(pieces) > 1:
        sheet.write_rich_string(line, number, *(part for piece in pieces for part in (form, piece)), form)
    else:
        sheet.write_string(line, number, text, form)


def _choose(sheet: Any, name: str, source: list[str] | str) -> None:
    """A list to choose from; other words can still be typed, reading them says what is wrong."""
    number = HEADERS.index(name)
    sheet.data_validation(1, number, ROWS, number, {"validate": "list", "source": source, "error_type": "information"})


def _table(
    book: Any, formats: dict[str, Any], name: str, head: Iterable[str], rows: Iterable[Iterable[str]], widths: Iterable[int],
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width, formats["text"])
    for line, row in enumerate([head, *rows]):
        for number, text in enumerate(row):
            put(sheet, line, number, text, formats["text" if line else "head"])


def _sources(texts: Sources) -> list[tuple[str, str, str]]:
    laws = [(law.slug, law.title, law.version) for law in texts.laws.values()]
    return laws + [(fact.id, fact.text, fact.section) for fact in texts.facts.values()]
