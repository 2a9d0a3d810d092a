"""The columns of the clerks' workbook, and how a row becomes an item and back.

Header words and the words of choices are Chinese in every language: they are the file's format.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from linli.questions.faults import Fault
from linli.questions.items import Item, LawSource, Topic
from linli.questions.shelf import normal
from linli.questions.sources import Sources

SHEET, TOPICS, NOTES, LAWS = "题目", "主题", "说明", "法律和事实"
LETTERS = "ABCDEFGH"
ID, TOPIC, KIND, LEVEL = "编号", "主题", "题型", "难度"
STEM_ZH, STEM_EN, KEY = "题干（中文）", "题干（英文）", "正确答案"
WHY_ZH, WHY_EN = "解析（中文）", "解析（英文）"
LAW, ARTICLE, QUOTE, DAY = "依据", "条", "原文", "审核日期"
SIBLING, CHECKER, EXPIRES, LICENCE, PICTURE = "姊妹题", "审核人", "有效期至", "授权", "图片"


def option(letter: str, language: str) -> str:
    """The header of one option in one language ('zh', 'en')."""
    return f"选项{letter}（{'中文' if language == 'zh' else '英文'}）"


OPTIONS = tuple(option(letter, code) for letter in LETTERS for code in ("zh", "en"))
HEADERS = (ID, TOPIC, KIND, LEVEL, STEM_ZH, STEM_EN, *OPTIONS, KEY, WHY_ZH, WHY_EN, LAW, ARTICLE, QUOTE, DAY, SIBLING, CHECKER, EXPIRES, LICENCE, PICTURE)
#: Columns that may stay empty, by the name of the field.
OPTIONAL = {"sibling": SIBLING, "checked_by": CHECKER, "expires_on": EXPIRES, "licence": LICENCE, "image": PICTURE}
#: Options C to H and what may stay empty may be missing as columns, everything else is the layout.
NEEDED = tuple(name for name in HEADERS if name not in (*OPTIONS[4:], *OPTIONAL.values()))
TOPIC_HEADERS = ("主题编号", "中文名", "英文名")

KINDS = {"single": "单选", "multiple": "多选", "true_false": "判断"}
LEVELS = {"1": "易", "2": "中", "3": "难"}
EXAMPLE, EXAMPLE_STEM = "示例", "楼道里堆着旧沙发，邻居说“先放几天”。下面哪种说法对？"
TRUE_FALSE = (("对", "True"), ("不对", "False"))

#: Names of the file format and the column that holds them, for sentences about a row.
SHOWN = {
    "id": ID, "topic": TOPIC, "kind": KIND, "level": LEVEL, "stem": "题干", "options": "选项", "key": KEY, "explanation": "解析",
    "source": LAW, "law": LAW, "fact": LAW, "article": ARTICLE, "quote": QUOTE, "reviewed_on": DAY, **OPTIONAL,
} | {f"options[{n}]": f"选项{letter}" for n, letter in enumerate(LETTERS, 1)}


def header(text: Any) -> str:
    """A header cell for comparing: width folded, without blanks and line breaks."""
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split())


def cell_text(value: Any) -> str:
    """What a cell shows, as text: numbers without '.0', days as YYYY-MM-DD, True as written."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def to_row(item: Item, texts: Sources) -> dict[str, str]:
    """An item as the cells of its row, by header."""
    row = {
        ID: item.id, TOPIC: item.topic, KIND: KINDS[item.kind], LEVEL: str(item.level),
        STEM_ZH: item.stem.zh, STEM_EN: item.stem.en, WHY_ZH: item.explanation.zh, WHY_EN: item.explanation.en,
        DAY: item.reviewed_on.isoformat(), KEY: "".join(LETTERS[number] for number in sorted(item.key)),
    }
    for letter, each in zip(LETTERS, item.options, strict=False):
        row |= {option(letter, "zh"): each.text.zh, option(letter, "en"): each.text.en}
    held = {name: getattr(item, name) for name in OPTIONAL}
    row |= {OPTIONAL[name]: value.isoformat() if isinstance(value, date) else value for name, value in held.items() if value}
    if isinstance(item.source, LawSource):
        return row | {LAW: item.source.law, ARTICLE: item.source.article, QUOTE: item.source.quote}
    return row | {LAW: item.source.fact, QUOTE: item.source.quote or ""}


def new_id(topic: str, stem: str) -> str:
    """The id of a row without one: the same stem gets the same id when the file comes again."""
    return f"{topic or 'new'}-{hashlib.sha256(normal(stem).encode()).hexdigest()[:8]}"


def find_topic(text: str, topics: Mapping[str, Topic]) -> str:
    """The id of the topic that a cell names by id or name; empty if there is none."""
    wanted = normal(text)
    for topic in topics.values():
        if wanted in (topic.id, normal(topic.name.zh), normal(topic.name.en)):
            return topic.id
    return ""


def about_row(fault: Fault) -> Fault:
    """The same fault, with the fields of the file called by their columns."""
    fields = dict(fault.fields)
    if fields.get("name") in ("kind", "level") and "known" in fields:
        fields["known"] = "、".join(KINDS.values() if fields["name"] == "kind" else LEVELS)
    fields |= {"name": _shown(fields["name"])} if "name" in fields else {}
    fields |= {"kind": KINDS.get(fields["kind"], fields["kind"])} if "kind" in fields else {}
    return Fault(fault.file, fault.line, fault.item, fault.text, fields)


def _shown(name: str) -> str:
    base, _dot, language = name.partition(".")
    return SHOWN.get(base, base) + {"zh": "（中文）", "en": "（英文）"}.get(language, "")
