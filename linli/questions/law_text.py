"""The text of a law or local rule, as offices have it, cut into its articles.

A Word file, a text file or copied text in which articles begin with 第…条 at the head of a line;
or JSON lines as in quizzes/sources.
"""

import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from linli.errors import GameError
from linli.locale import N_
from linli.questions.formats.decoding import decode

LARGEST = 10_000_000            # bytes of the file
LARGEST_OPEN = 60_000_000       # bytes of a Word file when opened
_ARTICLE = re.compile(r"(第(?:[一二三四五六七八九十百千零〇两]{1,12}|\d{1,4})条(?:之[一二三四五六七八九十]+)?)[\s\u3000]*(.*)")
_HEADING = re.compile(r"第[一二三四五六七八九十百零\d]+[编章节分](?:[\s\u3000]|$)|目\s*录$")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class NoArticles(GameError):
    """Nothing in the file begins like an article."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("{name} holds no article: lines that begin with 第一条, 第二条 … are looked for. Save the text of the law as .docx or .txt and try again."),
            name=name[:80],
        )


class BadArticle(GameError):
    """One line of the file is not an article as it should be."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(
            N_('{name}, line {line}: not an article. A line is {{"article": "第一条", "article_no": 1, "text": "…"}}.'), name=name[:80], line=line,
        )


class Repeated(GameError):
    """An article stands twice."""

    def __init__(self, name: str, article: str) -> None:
        super().__init__(N_("{name} holds {article} twice. Keep the one that is in force and try again."), name=name[:80], article=article)


class NotWord(GameError):
    """A .docx that cannot be opened."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("{name} cannot be opened as a Word file (.docx) of at most 10 MB. Save it again, or copy its text into a .txt file."), name=name[:80])


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its name (第二十八条), its number, and its text, paragraphs parted by newlines."""

    name: str
    number: int
    text: str

    def as_json(self) -> dict[str, Any]:
        """A line of quizzes/sources/SLUG.jsonl."""
        return {"article": self.name, "article_no": self.number, "text": self.text}


def parse(data: bytes, name: str) -> list[Article]:
    """The articles of a file, in its order.

    Raises NoArticles, BadArticle, Repeated, NotWord, and formats.decoding.NoText.
    """
    if len(data) > LARGEST:
        raise NotWord(name)
    if data.startswith(b"PK"):
        found = _cut(_word(data, name))
    else:
        text = decode(data, name)
        found = _json_lines(text, name) if text.lstrip().startswith("{") else _cut(text.split("\n"))
    if not found:
        raise NoArticles(name)
    seen: set[str] = set()
    for one in found:
        if one.name in seen:
            raise Repeated(name, one.name)
        seen.add(one.name)
    return found


def _word(data: bytes, name: str) -> list[str]:
    import docx  # brings an XML library that only a Word file needs

    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_OPEN:
                raise NotWord(name)
        return [line for paragraph in docx.Document(BytesIO(data)).paragraphs for line in paragraph.text.split("\n")]
    except NotWord:
        raise
    except Exception as error:      # whatever a damaged file makes the reader raise
        raise NotWord(name) from error


def _json_lines(text: str, name: str) -> list[Article]:
    found = []
    for line, row in enumerate(text.split("\n"), 1):
        if row.strip():
            try:
                held = json.loads(row)
                found.append(Article(str(held["article"]), int(held["article_no"]), visible(str(held["text"]))))
            except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
                raise BadArticle(name, line) from error
    return found


def _cut(lines: Iterable[str]) -> list[Article]:
    """Articles with their paragraphs; what stands before the first one and headings of chapters fall away.

    A table of contents names no articles, and a rule's quoting of another article in mid-line is no
    beginning: numbers must rise.
    """
    found: list[tuple[str, int, list[str]]] = []
    for line in lines:
        text = visible(line)
        opened = _ARTICLE.match(text)
        if opened and (not found or number_of(opened[1]) >= found[-1][1]) and (not found or opened[1] != found[-1][0]):
            found.append((opened[1], number_of(opened[1]), [opened[2]] if opened[2] else []))
        elif found and text and not _HEADING.match(text):
            found[-1][2].append(text)
    return [Article(name, number, "\n".join(paragraphs)) for name, number, paragraphs in found if paragraphs]


def number_of(article: str) -> int:
    """The number of an article: 第一百二十条 is 120; of 第十条之一 it is 10."""
    core = article.removeprefix("第").partition("条")[0]
    if core.isdecimal():
        return int(core)
    total = part = 0
    for character in core:
        if character in _UNITS:
            total += (part or 1) * _UNITS[character]
            part = 0
        else:
            part = _DIGITS[character]
    return total + part


def visible(text: str) -> str:
    """The text of a line without outer blanks and without characters that cannot be seen."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs")).strip()
