"""XML of other programs, element by element: one that is not well formed does not take the others with it.

Document types and entities of a file's own are refused before any parser sees them.
"""

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from linli.locale import N_
from linli.questions.formats.model import Remark
from linli.questions.formats.refusals import QUESTIONS_MOST, Entities

_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)\b", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?:([A-Za-z][A-Za-z0-9]{0,31});|(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};))")
#: Tags within tags; a table in a list in a feedback takes 12.
DEEPEST = 60
_OF_XML = {"lt", "gt", "amp", "quot", "apos"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPACED = re.compile(r'\s(?:xmlns(?::[\w.-]+)?|[\w.-]+:[\w.-]+)\s*=\s*(?:"[^"]*"|\'[^\']*\')')
_PREFIX = re.compile(r"(</?)[A-Za-z][\w.-]*:(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Block:
    """One element as text, from its start tag to its end tag. closed: whether that was there."""

    text: str
    line: int
    closed: bool = True


def refuse_entities(content: str, name: str) -> None:
    """Raises Entities where the text declares a document type or an entity, outside CDATA and comments."""
    for found in islice(_DECLARED.finditer(content, 0, 100_000), 50):   # only the head of a document can declare anything
        before = content[: found.start()]
        inside = any(before.rfind(opens) > before.rfind(closes) for opens, closes in (("<![CDATA[", "]]>"), ("<!--", "-->")))
        if not inside:
            raise Entities(name, before.count("\n") + 1)


def blocks(content: str, element: str) -> Iterator[Block]:
    """Every such element with its line. One that is never closed ends where the next begins."""
    tokens = re.compile(rf"<!--|<!\[CDATA\[|<(?:[\w.-]+:)?{element}(?=[\s/>])|</(?:[\w.-]+:)?{element}\s*>")
    next_one = re.compile(rf"</(?:[\w.-]+:)?{element}\s*>\s*(?:<!--[^>]{{0,200}}-->\s*)?<(?:[\w.-]+:)?{element}[\s>]")
    place, begun, line, counted = 0, -1, 1, 0
    ends: dict[str, int] = {}
    while found := tokens.search(content, place):
        token, place = found[0], found.end()
        if token in ("<!--", "<![CDATA["):
            place = _skipped(content, place, "-->" if token == "<!--" else "]]>", next_one, ends)
            continue
        if token.startswith("</"):
            if begun >= 0:
                yield Block(content[begun:place], line)
                begun = -1
            continue
        if begun >= 0:
            yield Block(content[begun : found.start()], line, closed=False)
        begun = found.start()
        line += content.count("\n", counted, begun)
        counted = begun
    if begun >= 0:
        yield Block(content[begun:], line, closed=False)


def _skipped(content: str, place: int, closes: str, next_one: re.Pattern[str], ends: dict[str, int]) -> int:
    """Where a comment or CDATA ends; `place` itself where it is never closed, or only behind another question."""
    if ends.get(closes, 0) < 0:
        return place
    end = content.find(closes, place)
    if end < 0:
        ends[closes] = -1
        return place
    return place if next_one.search(content, place, end) else end + len(closes)


def first(content: str, element: str, remarks: list[Remark]) -> Iterator[Block]:
    """The blocks, as many as are looked at; a remark where there are more."""
    for number, block in enumerate(blocks(content, element)):
        if number >= QUESTIONS_MOST:
            remarks.append(Remark(N_("only the first {most} questions were read; make several files of it."), block.line, fields={"most": QUESTIONS_MOST}))
            return
        yield block


def parse(block: Block) -> tuple[Element | None, list[Remark]]:
    """The element, mended where it can be, and what is to be said about it."""
    text = block.text
    try:
        return _parsed(text), []
    except ParseError as error:
        first = _remark(text, block, error)
    except DefusedXmlException:
        return None, [Remark(N_("the question declares entities of its own and was left out."), block.line)]
    except ValueError:
        return None, [Remark(N_("the question holds tags nested too deeply and was left out."), block.line)]
    if not block.closed:
        return None, [Remark(N_("the question is not closed: its end tag is missing. Add it, and read the file again."), block.line)]
    try:
        return _parsed(_mended(text)), [first]
    except (ParseError, DefusedXmlException, ValueError):
        return None, [Remark(first.text, first.line, fields=first.fields)]


def _parsed(text: str) -> Element:
    if ":" in text:
        text = _bare(text)
    found: Element = ElementTree.fromstring(text, forbid_dtd=True)
    level = [found]
    for _each in range(DEEPEST):
        level = [child for one in level for child in one]
        if not level:
            return found
    raise ValueError("too deep")


def _bare(text: str) -> str:
    """Without name spaces, outside CDATA: a cut-out element no longer knows what they stand for."""
    parts = re.split(r"(<!\[CDATA\[[\s\S]*?\]\]>)", text) if "<![CDATA[" in text else [text]
    return "".join(part if part.startswith("<![CDATA[") else _no_spaces(part) for part in parts)


def _no_spaces(part: str) -> str:
    if ":" not in part:
        return part
    part = _PREFIX.sub(r"\1", part)
    return re.sub(r"<[A-Za-z][^<>]{0,4000}>", lambda found: _SPACED.sub("", found[0]) if ":" in found[0] else found[0], part)


def _mended(text: str) -> str:
    """Named entities of HTML as what they mean, lone ampersands as such, no control characters."""
    parts = re.split(r"(<!\[CDATA\[[\s\S]*?\]\]>)", text) if "]]>" in text else [text]
    return "".join(_CONTROL.sub("", part if part.startswith("<![CDATA[") else _AMPERSAND.sub(_ampersand, part)) for part in parts)


def _ampersand(found: re.Match[str]) -> str:
    name = found[1]
    if name in _OF_XML:
        return found[0]
    means = html.entities.html5.get(f"{name};") if name else None
    return "".join(f"&#{ord(character)};" for character in means) if means else "&amp;" + found[0][1:]


def _remark(text: str, block: Block, error: ParseError) -> Remark:
    """The cause of a parser's complaint, with its line in the whole file. A note: it is mended where possible."""
    line, column = error.position
    at = block.line + max(line - 1, 0)
    row = (text.split("\n")[line - 1 : line] or [""])[0]
    found = re.match(r"&(\w{1,31});", row[column:]) or next((one for one in re.finditer(r"&(\w{1,31});", row) if one[1] not in _OF_XML), None)
    if error.code == 11 and found:  # undefined entity
        return Remark(N_("{entity} is no entity of XML; it was read as HTML means it. Write the character itself."), at, fields={"entity": found[0]}, lost=False)
    near: dict[str, Any] = {"near": " ".join(row[max(column - 20, 0) : column + 20].split())[:60]}
    return Remark(N_("the XML is not well formed near '{near}': a tag is not closed, or an & or < stands there that should be written &amp; or &lt;."), at, fields=near, lost=False)


def inner(element: Element | None) -> str:
    """The content of an element: its text, or its HTML where tags were not escaped."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    begun = (element.text or "").replace("&", "&amp;").replace("<", "&lt;")
    return begun + "".join(tostring(child, encoding="unicode") for child in element)
