"""What is said of a text file: one by one while the same trouble is rare, with all its lines where it is not."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from linli.locale import N_
from linli.questions.formats.model import Remark, Said

#: From this many places on, the same thing is said once.
GROUP_FROM = 10
_PLACES_MOST = 12
#: Filled lines of one text: 2,000 questions of ten lines. Empty ones with them. Characters of one line.
LINES_MOST, PLACES_MOST, LINE_MOST = 20_000, 60_000, 20_000
QUESTIONS_MOST = 5_000
TOO_MANY = N_("the text has more than {most} questions; nothing from here on was read. Make several files of it.")
TOGETHER = N_("{n} questions (lines {lines}) have the same trouble; of the first: {said}")


class Unread(Exception):
    """A question that is refused: its sentence (marked by N_), fields, and the line where that is known better."""

    def __init__(self, text: str, line: int | None = None, **fields: Any) -> None:
        super().__init__(text)
        self.text, self.line, self.fields = text, line, fields


@dataclass(slots=True)
class LineNotes:
    """Collects the remarks on one text."""

    found: list[tuple[int, str, bool, dict[str, Any]]] = field(default_factory=list)

    def lost(self, line: int, text: str, **fields: Any) -> None:
        """A question is missing because of this."""
        self.found.append((line, text, True, fields))

    def note(self, line: int, text: str, **fields: Any) -> None:
        """Something to know about a question that was read."""
        self.found.append((line, text, False, fields))

    def refused(self, line: int, unread: Unread) -> None:
        """A question is missing for that reason."""
        self.lost(unread.line or line, unread.text, **unread.fields)

    def remarks(self) -> tuple[Remark, ...]:
        """All of them in the order of lines."""
        groups: dict[tuple[str, bool], list[tuple[int, dict[str, Any]]]] = {}
        for line, text, lost, fields in self.found:
            groups.setdefault((text, lost), []).append((line, fields))
        made = [each for (text, lost), places in groups.items() for each in _grouped(text, lost, places)]
        return tuple(sorted(made, key=lambda each: each.line or 0))


def looked_at(text: str, notes: LineNotes, longest: int = LINE_MOST) -> list[str]:
    """The lines of a text, line 1 first. Too long lines are left empty and nothing after too many is read; both are said."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = 0
    for place, line in enumerate(lines):
        filled += bool(line)
        if filled > LINES_MOST or place >= PLACES_MOST:
            notes.lost(place + 1, N_("the text has more than {most} lines; nothing from here on was read. Make several files of it."), most=LINES_MOST)
            return lines[:place]
        if len(line) > longest:
            notes.lost(place + 1, N_("the line has {n} characters, more than any question, and was not read."), n=len(line))
            lines[place] = ""
    return lines


def _grouped(text: str, lost: bool, places: list[tuple[int, dict[str, Any]]]) -> list[Remark]:
    if len(places) < GROUP_FROM:
        return [Remark(text, line, fields=fields, lost=lost) for line, fields in places]
    lines = [str(line) for line, _fields in places[:_PLACES_MOST]] + (["…"] if len(places) > _PLACES_MOST else [])
    inner = Said(text, places[0][1])
    return [Remark(TOGETHER, places[0][0], fields={"n": len(places), "lines": ", ".join(lines), "said": inner}, lost=lost)]


def seen(text: str) -> str:
    """The text without characters that cannot be seen; everything else stays as it stands."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(each for each in text.replace("\t", " ") if each == "\n" or unicodedata.category(each) not in ("Cc", "Cf", "Co", "Cs"))


def folded(text: str) -> str:
    """A text for comparing options: width and case folded, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def twins(texts: list[str]) -> tuple[int, int] | None:
    """The places of the first two options that are the same text."""
    first: dict[str, int] = {}
    for number, text in enumerate(texts):
        before = first.setdefault(folded(text), number)
        if before != number:
            return before, number
    return None
