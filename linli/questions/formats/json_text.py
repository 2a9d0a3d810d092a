"""JSON with the line of every value, and what can be saved of a file that breaks off in the middle.

`json` knows no lines; this scanner uses its string reader and gives the values of tree.py.
"""

import re
from bisect import bisect_right
from json import decoder

from linli.locale import N_
from linli.questions.formats import plain_questions
from linli.questions.formats.model import Parsed, Remark
from linli.questions.tree import Value

DEEPEST = 60
#: Values at the top of one file: JSON Lines has one a question.
VALUES_MOST = 20_000
_BLANK = re.compile(r"[ \t\n\r\ufeff]*(?://[^\n]*\n[ \t\n\r]*|/\*.{0,2000}?\*/[ \t\n\r]*)*", re.DOTALL)
_NUMBER = re.compile(r"-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,9})?")
_WORDS = {"true": "bool", "false": "bool", "null": "nothing", "NaN": "text", "Infinity": "text"}
_WORD = re.compile(r"true|false|null|NaN|Infinity")


class _Broken(Exception):
    """The text is no JSON from this place on."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


class Scanner:
    """Values of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.breaks = [found.start() for found in re.finditer("\n", text)]

    def line(self, place: int) -> int:
        """The line of a place, from 1."""
        return bisect_right(self.breaks, place - 1) + 1

    def skip(self, place: int) -> int:
        """Behind blanks and comments."""
        found = _BLANK.match(self.text, place)
        return found.end() if found else place

    def value(self, place: int, depth: int = 0) -> tuple[Value, int]:
        """The value that begins here and where it ends. Raises _Broken."""
        first = self.text[place : place + 1]
        if depth > DEEPEST:
            raise _Broken(place)
        if first == '"':
            words, end = self.string(place)
            return Value(self.line(place), "text", words), end
        if first == "{":
            return self.object(place, depth)
        if first == "[":
            return self.array(place, depth)
        number = _NUMBER.match(self.text, place)
        if number:
            return Value(self.line(place), "number", number[0]), number.end()
        word = _WORD.match(self.text, place)
        if word is None:
            raise _Broken(place)
        return Value(self.line(place), _WORDS[word[0]], word[0] if word[0] != "null" else ""), word.end()  # type: ignore[arg-type]

    def string(self, place: int) -> tuple[str, int]:
        """A text in quotation marks; new lines in it are taken as they stand."""
        try:
            words, end = decoder.scanstring(self.text, place + 1, False)  # type: ignore[attr-defined]
        except ValueError as error:
            raise _Broken(place) from error
        return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if not words.isascii() else words, end

    def object(self, place: int, depth: int) -> tuple[Value, int]:
        """A map; the last of two entries of one name counts."""
        held: dict[str, Value] = {}
        made = Value(self.line(place), "map", held)
        place = self.skip(place + 1)
        while self.text[place : place + 1] != "}":
            if self.text[place : place + 1] != '"':
                raise _Broken(place)
            name, place = self.string(place)
            place = self.skip(place)
            if self.text[place : place + 1] != ":":
                raise _Broken(place)
            held[name], place = self.value(self.skip(place + 1), depth + 1)
            place = self.separator(place, "}")
        return made, place + 1

    def array(self, place: int, depth: int) -> tuple[Value, int]:
        """A list."""
        held: list[Value] = []
        made = Value(self.line(place), "list", held)
        place = self.skip(place + 1)
        while self.text[place : place + 1] != "]":
            one, place = self.value(place, depth + 1)
            held.append(one)
            place = self.separator(place, "]")
        return made, place + 1

    def separator(self, place: int, closes: str) -> int:
        """Behind the comma, or at what closes; a comma before that does no harm."""
        place = self.skip(place)
        if self.text[place : place + 1] == ",":
            return self.skip(place + 1)
        if self.text[place : place + 1] != closes:
            raise _Broken(place)
        return place


def scan(text: str) -> tuple[list[Value], list[Remark]]:
    """The values at the top of a text, or what can be saved of a broken one, with the place where it breaks."""
    scanner = Scanner(text)
    values: list[Value] = []
    place = scanner.skip(0)
    try:
        while place < len(text) and len(values) < VALUES_MOST:
            one, place = scanner.value(place)
            values.append(one)
            place = scanner.skip(place)
            if text[place : place + 1] == ",":
                place = scanner.skip(place + 1)
    except _Broken as broken:
        return [*values, *_saved(scanner, place)], [_remark(scanner, broken.place)]
    return values, []


def _remark(scanner: Scanner, place: int) -> Remark:
    near = " ".join(scanner.text[max(place - 25, 0) : place + 25].split())
    return Remark(
        N_("this is not readable JSON near '{near}': a comma, a bracket or a quotation mark is missing or too many. What stands before and after it was read."),
        scanner.line(min(place, max(len(scanner.text) - 1, 0))), fields={"near": near}, lost=True,
    )


def _saved(scanner: Scanner, place: int) -> list[Value]:
    """Every object that is whole by itself, the largest first; gives up when too much was tried in vain."""
    budget = 200_000 + 3 * len(scanner.text)
    values: list[Value] = []
    while budget > 0 and len(values) < VALUES_MOST:
        place = scanner.text.find("{", place)
        if place < 0:
            break
        try:
            one, place = scanner.value(place)
            values.append(one)
        except _Broken as broken:
            budget -= broken.place - place + 500
            place += 1
    return values


def read_json(content: str, name: str = "") -> Parsed:
    """Open Trivia DB's JSON, our own, or any with questions in it; faults are remarks."""
    values, broken = scan(content)
    root = values[0] if len(values) == 1 else Value(1, "list", values)
    found = plain_questions.read_tree(root, "json", name)
    return Parsed(found.format, found.questions, (*broken, *found.remarks), found.topics)
