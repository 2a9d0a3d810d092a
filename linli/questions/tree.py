"""A YAML 1.2 text as plain values that know their line.

Only ruamel's composer is used: no object is ever built from a tag, and each value keeps its
place. The workbook gives its rows in the same shape, so one reader checks both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from linli.locale import N_

ValueKind = Literal["text", "number", "bool", "nothing", "date", "map", "list", "other"]
Problem = tuple[int, str, dict[str, Any]]

_SCALARS: dict[str, ValueKind] = {
    "str": "text", "int": "number", "float": "number", "bool": "bool", "null": "nothing", "timestamp": "date",
}
_OPENING = re.compile(r"""\s*(?:- )?\{?\w+:\s+(["'])(.*)""")
_ENTRY = re.compile(r"\s*(?:- )?\w+:(\s|$)")
#: Errors whose cause stands where the construct opened, not where the reader gave up.
_OPENED = ("while scanning a quoted", "while scanning a simple key", "while parsing a flow")


@dataclass(slots=True)
class Value:
    """One value: its kind, the line of its key (or of itself in a list), and what it holds.

    `held` is the text of a scalar, {name: Value} of a map, [Value] of a list.
    """

    line: int
    kind: ValueKind
    held: Any
    folded: bool = False    # a scalar written over several lines


def parse(text: str) -> tuple[Value | None, list[Problem]]:
    """The tree of one YAML document, or None, and what is wrong with its form. Never raises."""
    problems: list[Problem] = [
        (number, N_("the line holds a tab character; use spaces."), {})
        for number, line in enumerate(text.split("\n"), 1) if "\t" in line
    ]
    tabbed = bool(problems)
    try:
        node = YAML(typ="safe", pure=True).compose(text.expandtabs(2))
    except (YAMLError, ValueError) as error:
        return None, problems if tabbed else [_broken(text, error)]
    except RecursionError:
        return None, [(1, N_("the file is nested too deeply to be a question file."), {})]
    if node is None:
        return None, problems or [(1, N_("the file is empty."), {})]
    return _Builder(problems).value(node, _line(node)), problems


def _unclosed(text: str) -> int | None:
    """The line of a text whose closing quotation mark is missing: it would swallow what follows."""
    lines = text.split("\n")
    for number, (line, following) in enumerate(zip(lines, lines[1:], strict=False), 1):
        found = _OPENING.match(line)
        if found and found[1] not in found[2].replace("\\" + found[1], "") and _ENTRY.match(following):
            return number
    return None


def _broken(text: str, error: Exception) -> Problem:
    unclosed = _unclosed(text)
    if unclosed:
        return unclosed, N_("the text begins with a quotation mark that is never closed."), {}
    sentence = N_(
        "this is not readable YAML ({problem}). A text that holds ': ' or ' #', or begins with a quotation mark, "
        "a bracket or one of & * ! % @, must stand in quotation marks."
    )
    if isinstance(error, MarkedYAMLError):
        opened = (error.context or "").startswith(_OPENED) and error.context_mark
        mark = error.context_mark if opened else error.problem_mark or error.context_mark
        return (mark.line + 1 if mark else 1), sentence, {"problem": error.problem or error.context or ""}
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return line, N_("the line holds a character that text may not hold (U+{code})."), {"code": _code(error)}
    return 1, sentence, {"problem": type(error).__name__}


def _code(error: ReaderError) -> str:
    found = error.character
    return f"{ord(found) if isinstance(found, str) else int(found):04X}"


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


class _Builder:
    """Turns composed nodes into values, each once: repeated ones (aliases) are refused."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.seen: set[int] = set()

    def value(self, node: Node, line: int) -> Value:
        if id(node) in self.seen:
            self.problems.append((line, N_("aliases (& and *) are not used in question files; write the text again."), {}))
            return Value(line, "other", "")
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return Value(line, "map", dict(self.entries(node)))
        if isinstance(node, SequenceNode):
            return Value(line, "list", [self.value(child, _line(child)) for child in node.value])
        assert isinstance(node, ScalarNode)
        kind = _SCALARS.get(str(node.tag).rpartition(":")[2], "other")
        return Value(line, kind, node.value, folded=node.style != "|" and node.end_mark.line > node.start_mark.line)

    def entries(self, node: MappingNode) -> Iterator[tuple[str, Value]]:
        names: set[str] = set()
        for key, child in node.value:
            name = key.value if isinstance(key, ScalarNode) else "?"
            if name in names:
                self.problems.append((_line(key), N_("the field '{field}' stands here a second time."), {"field": name}))
            else:
                names.add(name)
                yield name, self.value(child, _line(key))


def from_plain(plain: Any, line: int) -> Value:
    """Plain Python values (of a form or a row) in the same shape, all on one line."""
    if isinstance(plain, dict):
        return Value(line, "map", {str(name): from_plain(held, line) for name, held in plain.items()})
    if isinstance(plain, list | tuple):
        return Value(line, "list", [from_plain(each, line) for each in plain])
    if plain is None:
        return Value(line, "nothing", "")
    kinds: dict[type, ValueKind] = {bool: "bool", int: "number", float: "number"}
    return Value(line, kinds.get(type(plain), "text"), str(plain))
