"""The plain part of YAML, line by line: what people and we write, 30 times faster than the whole language.

Gives exactly what tree.parse gives, or None for anything it is not sure about: several lines of one
text, anchors, tags, comments behind a value, a key that stands twice.
"""

import json
import re
from functools import lru_cache

from linli.questions import tree
from linli.questions.tree import Value

_KEY = re.compile(r'([A-Za-z_\u4e00-\u9fff][\w.-]*|"[^"\\]{1,60}"):(?: +(?=\S)|$)')
#: First letters of plain texts that may be numbers, days, yes or no, or nothing at all.
_DOUBTFUL = re.compile(r"[0-9+.~nNtTfFyYoO=<-]")
_SPECIAL = re.compile(r"[\[\]{},#&*!|>'\"%@`?:-]")
_FLOW_ITEM = re.compile(r"""\s*(?:([A-Za-z_]\w*):\s+)?("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,\[\]{}"'#&*!|>%@`?:-][^,\[\]{}\n]*)\s*(,|$)""")
_VISIBLE = re.compile("[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")
DEEPEST = 12


class _Unsure(Exception):
    """Leave it to the whole parser."""


def parse(text: str) -> Value | None:
    """The tree of a text, None where only the whole parser knows."""
    try:
        return _Lines(text).root()
    except _Unsure:
        return None


def is_plain(text: str) -> bool:
    """Whether a text may stand without quotation marks and is read as the same text."""
    if text != text.strip() or not _VISIBLE.fullmatch(text):
        return False
    try:
        return _scalar(text, 1) == Value(1, "text", text)
    except _Unsure:
        return False


class _Lines:
    """Lines that hold something, as (number, indent, content)."""

    def __init__(self, text: str) -> None:
        if re.search("[\t\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", text):
            raise _Unsure
        self.lines: list[tuple[int, int, str]] = []
        for number, line in enumerate(text.split("\n"), 1):
            content = line.strip(" ")
            if content == "---" and not self.lines:
                continue
            if content and not content.startswith("#"):
                self.lines.append((number, len(line) - len(line.lstrip(" ")), content))
        self.at = 0

    def root(self) -> Value:
        if not self.lines or self.lines[0][2].startswith(("---", "...", "%")):
            raise _Unsure
        number, indent, _content = self.lines[0]
        found = self.block(indent, number, 0)
        if self.at < len(self.lines):
            raise _Unsure
        return found

    def block(self, indent: int, line: int, depth: int) -> Value:
        """The map or list whose lines begin at this indent."""
        if depth > DEEPEST:
            raise _Unsure
        content = self.lines[self.at][2]
        return self.listed(indent, line, depth) if content == "-" or content.startswith("- ") else self.mapped(indent, line, depth)

    def listed(self, indent: int, line: int, depth: int) -> Value:
        held: list[Value] = []
        while self.at < len(self.lines) and self.lines[self.at][1] == indent and self.lines[self.at][2].startswith("- "):
            number, _indent, content = self.lines[self.at]
            inner = content[2:].lstrip(" ")
            if _KEY.match(inner) or inner.startswith("- "):
                self.lines[self.at] = (number, indent + len(content) - len(inner), inner)
                held.append(self.block(self.lines[self.at][1], number, depth + 1))
            else:
                self.at += 1
                held.append(self.single(inner, number, indent))
        return self.ended(Value(line, "list", held), indent)

    def mapped(self, indent: int, line: int, depth: int) -> Value:
        held: dict[str, Value] = {}
        while self.at < len(self.lines) and self.lines[self.at][1] == indent:
            number, _indent, content = self.lines[self.at]
            found = _KEY.match(content)
            name = found[1].strip('"') if found else ""
            if found is None or name in held:
                raise _Unsure
            self.at += 1
            rest = content[found.end():]
            held[name] = self.single(rest, number, indent) if rest else self.nested(indent, number, depth)
        return self.ended(Value(line, "map", held), indent)

    def nested(self, indent: int, line: int, depth: int) -> Value:
        """What stands below a key: deeper lines, a list at the same depth, or nothing."""
        if self.at < len(self.lines):
            _number, deeper, content = self.lines[self.at]
            if deeper > indent or (deeper == indent and content.startswith("- ")):
                return self.block(deeper, line, depth + 1)
        return Value(line, "nothing", "")

    def ended(self, value: Value, indent: int) -> Value:
        """The value, if what follows is no continuation of it."""
        if not value.held or (self.at < len(self.lines) and self.lines[self.at][1] > indent):
            raise _Unsure
        return value

    def single(self, content: str, line: int, indent: int) -> Value:
        """A value on one line; a deeper line after it would belong to it."""
        if self.at < len(self.lines) and self.lines[self.at][1] > indent:
            raise _Unsure
        if content.startswith("{") and content.endswith("}"):
            return Value(line, "map", self.flow(content[1:-1], line, named=True))
        if content.startswith("[") and content.endswith("]"):
            return Value(line, "list", list(self.flow(content[1:-1], line, named=False).values()))
        return _scalar(content, line)

    def flow(self, content: str, line: int, *, named: bool) -> dict[str, Value]:
        held: dict[str, Value] = {}
        place = 0
        while place < len(content):
            found = _FLOW_ITEM.match(content, place)
            if found is None or bool(found[1]) != named or found[1] in held:
                raise _Unsure
            held[found[1] if named else str(len(held))] = _scalar(found[2].strip(), line)
            place = found.end()
        if content.rstrip().endswith(",") or not held:
            raise _Unsure
        return held


def _scalar(content: str, line: int) -> Value:
    if content.startswith('"'):
        return Value(line, "text", _quoted(content))
    if content.startswith("'"):
        if not re.fullmatch(r"'(?:[^']|'')*'", content):
            raise _Unsure
        return Value(line, "text", content[1:-1].replace("''", "'"))
    if _SPECIAL.match(content) or ": " in content or " #" in content or content.endswith(":"):
        raise _Unsure
    if _DOUBTFUL.match(content):
        kind, held = _resolved(content) if len(content) < 40 else _resolved_long(content)
        return Value(line, kind, held)
    return Value(line, "text", content)


def _quoted(content: str) -> str:
    if not re.fullmatch(r'"(?:[^"\\]|\\(?:["\\nt]|u(?!d[89a-f])[0-9a-fA-F]{4}))*"', content, re.IGNORECASE):
        raise _Unsure
    return str(json.loads(content, strict=False)) if "\\" in content else content[1:-1]


def _resolved_long(content: str) -> tuple[tree.ValueKind, str]:
    """A long text is none of these, unless it is nothing but digits and marks."""
    if re.fullmatch(r"[-+0-9a-fxoTZ.:_ eE]+", content):
        raise _Unsure
    return "text", content


@lru_cache(maxsize=4_096)
def _resolved(content: str) -> tuple[tree.ValueKind, str]:
    """What the whole parser makes of a short plain text."""
    found, problems = tree.parse(f"x: {content}")
    one = found.held.get("x") if found and found.kind == "map" and not problems else None
    if one is None:
        raise _Unsure
    return one.kind, one.held
