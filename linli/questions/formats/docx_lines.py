"""The paragraphs of a Word file as lines, with the numbers that Word puts before them by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: Not part of the words: deleted text, text boxes, the code of fields, properties.
_LEFT_OUT = {W + name for name in ("del", "moveFrom", "txbxContent", "instrText", "delText", "pPr", "rPr", "pict", "object")} | {_FALLBACK}
_CN = "〇一二三四五六七八九"
_LEVELS_MOST = 9


def words(node: Any) -> str:
    """The words of a paragraph as they are seen, its own line breaks as `\\n`."""
    parts: list[str] = []
    stack = [iter(node)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in (W + "t", _MATH):
            parts.append(child.text or "")
        elif child.tag in (W + "br", W + "cr"):
            parts.append("\n")
        elif child.tag == W + "tab":
            parts.append("\t")
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            stack.append(iter(child))
    return "".join(parts)


def blocks(body: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body in their order, those inside content controls too."""
    stack = [iter(body)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag"):
            stack.append(iter(child))


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Counts the automatic numbers of one file. numbering, styles: the root elements of these parts, or None."""

    numbering: Any
    styles: Any
    _abstract: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _nums: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    _of_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for node in self.numbering if self.numbering is not None else ():
            if node.tag == W + "abstractNum":
                self._abstract[_value(node, "abstractNumId")] = {_number(level, "ilvl"): _level(level) for level in node.findall(W + "lvl")}
            elif node.tag == W + "num":
                starts = {_number(each, "ilvl"): _inner_number(each, "startOverride") for each in node.findall(W + "lvlOverride")}
                self._nums[_value(node, "numId")] = (_inner(node, "abstractNumId"), {at: start for at, start in starts.items() if start is not None})
        for style in self.styles.findall(W + "style") if self.styles is not None else ():
            held = style.find(f"{W}pPr/{W}numPr")
            if held is not None:
                self._of_style[_value(style, "styleId")] = (_inner(held, "numId"), _inner_number(held, "ilvl") or 0)

    def label(self, paragraph: Any) -> str:
        """What Word shows before a paragraph; empty for none and for bullets."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return ""
        held = properties.find(W + "numPr")
        num, level = self._of_style.get(_inner(properties, "pStyle"), ("", 0))
        if held is not None:
            num, level = _inner(held, "numId") or num, _inner_number(held, "ilvl") or 0
        if num not in self._nums or not 0 <= level < _LEVELS_MOST:
            return ""
        return self._count(num, level)

    def _count(self, num: str, level: int) -> str:
        abstract, starts = self._nums[num]
        levels = self._abstract.get(abstract, {})
        counts = self._counts.setdefault(abstract, {})
        if num not in self._begun:
            self._begun.add(num)
            for at in starts:
                counts.pop(at, None)
        held = levels.get(level, _Level("none"))
        counts[level] = counts[level] + 1 if level in counts else starts.get(level, held.start)
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        text = held.text if held.form not in ("bullet", "none") else ""
        for at in range(level + 1):
            text = text.replace(f"%{at + 1}", _shown(counts.get(at, 1), levels.get(at, _Level()).form))
        return text


def _level(node: Any) -> _Level:
    return _Level(_inner(node, "numFmt") or "decimal", _inner(node, "lvlText"), _inner_number(node, "start") or 1)


def _value(node: Any, name: str) -> str:
    return str(node.get(W + name, ""))


def _number(node: Any, name: str) -> int:
    held = _value(node, name)
    return int(held) if held.isascii() and held.isdigit() and len(held) < 6 else 0


def _inner(node: Any, name: str) -> str:
    held = node.find(W + name)
    return _value(held, "val") if held is not None else ""


def _inner_number(node: Any, name: str) -> int | None:
    held = node.find(W + name)
    return _number(held, "val") if held is not None else None


def _shown(count: int, form: str) -> str:
    """A count in the form that Word names it by."""
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (count - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    if form.startswith("decimalEnclosedCircle") and 0 < count <= 20:
        return chr(0x2460 + count - 1)
    if form.startswith(("chinese", "ideograph", "japanese", "taiwanese")) and 0 < count < 100:
        tens, ones = divmod(count, 10)
        return ("" if tens < 2 else _CN[tens]) + ("十" if tens else "") + (_CN[ones] if ones else "")
    return str(count)
