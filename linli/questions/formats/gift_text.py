r"""The texts of GIFT: escapes, the format at their head ([html] …), and the blocks that blank lines make.

As Moodle's question/format/gift/format.php has them: `\: \# \= \{ \} \~ \n` and `\\` are escapes,
everything else after a backslash is not; they are hidden before anything is cut.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from linli.questions.formats.html_text import Markup, to_text
from linli.questions.formats.lines import seen

_MARKS = "\\:#={}~n"
#: Escaped characters while a block is cut up: private characters that no text can hold (they are taken out first).
_HIDDEN = {mark: chr(0x10FF00 + number) for number, mark in enumerate(_MARKS)}
_SHOWN = {ord(hidden): "\n" if mark == "n" else mark for mark, hidden in _HIDDEN.items()}
_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_PRIVATE = re.compile("[\U0010FF00-\U0010FFFF]")
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_TO_ESCAPE = re.compile(r"[\\:#={}~\n]")
_MARKUPS: dict[str, Markup] = {"html": "html", "markdown": "markdown", "plain": "plain", "moodle": "moodle"}
_WIDE_BRACES = str.maketrans("｛｝", "{}")
_WIDE_MARKS = str.maketrans("＝～＃％－＞．：", "=~#%->.:")


def hide(text: str) -> str:
    """The text with its escaped characters hidden from everything that cuts at marks."""
    return _ESCAPE.sub(lambda found: _HIDDEN[found[1]], _PRIVATE.sub("", text) if not text.isascii() else text)


def show(text: str) -> str:
    """The text with its hidden characters as they are read."""
    return text.translate(_SHOWN)


def escape(text: str) -> str:
    """The text as GIFT has to hold it, on one line."""
    return _TO_ESCAPE.sub(lambda found: "\\n" if found[0] == "\n" else "\\" + found[0], text)


def rich(text: str, inherited: Markup = "moodle") -> tuple[str, Markup]:
    """(the words, their markup) of a hidden text that may begin with its own format."""
    text = text.strip()
    own = _FORMAT.match(text)
    markup = _MARKUPS[own[1].lower()] if own else inherited
    text = text[own.end():] if own else text
    return words(text, markup), markup


def words(text: str, markup: Markup) -> str:
    """The words of a hidden text. Plain text stays as it stands but for blanks around its lines."""
    lines = "\n".join(line.strip() for line in text.split("\n"))
    if markup == "plain" or (markup == "moodle" and "<" not in text and "&" not in text):
        return seen(show(lines)).strip()
    if markup == "markdown":
        return to_text(show(lines), markup)
    # An escaped new line is one that the author wants to see.
    return to_text(show(text.replace(_HIDDEN["n"], "<br>")), markup)


@dataclass(slots=True)
class Block:
    """Lines between blank lines: numbers from 1 and hidden texts. comments: as they stand. blank: a blank line inside { }."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    blank: int | None = None
    wide: bool = False


def blocks(raw: list[str]) -> Iterator[Block]:
    """The blocks of a file's lines. A blank line (or a lone 0) ends one, unless an answer is open that a } closes later on."""
    wide = not any("{" in line for line in raw) and any("｛" in line for line in raw)
    lines = [(line.strip() if line.strip().startswith("//") else hide(line.translate(_WIDE_BRACES) if wide else line)) for line in raw]
    coming = _coming(lines)
    block, is_open = Block(wide=wide), False
    for number, line in enumerate(lines, 1):
        if line.strip() in ("", "0"):
            if is_open and coming[number] == "}":
                block.blank = block.blank or number
                continue
            if block.lines or block.comments:
                yield block
            block, is_open = Block(wide=wide), False
        elif line.startswith("//"):
            block.comments.append(line)
        else:
            block.lines.append((number, line))
            last = _last(line)
            is_open = last == "{" if last else is_open
    if block.lines or block.comments:
        yield block


def _coming(lines: list[str]) -> list[str]:
    """For each place between lines, the first brace after it; a title or category counts as an opening one."""
    coming = [""] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        first = "" if line.startswith("//") else "{" if line.startswith(("::", "$CATEGORY:")) else _first(line)
        coming[at] = first or coming[at + 1]
    return coming


def _first(line: str) -> str:
    found = re.search("[{}]", line)
    return found[0] if found else ""


def _last(line: str) -> str:
    at = max(line.rfind("{"), line.rfind("}"))
    return line[at] if at >= 0 else ""


def narrow_braces(text: str) -> str:
    """Full-width braces as the ones that GIFT knows."""
    return text.translate(_WIDE_BRACES)


def narrow_marks(answer: str) -> str:
    """Full-width marks inside an answer as the ones that GIFT knows."""
    return answer.translate(_WIDE_MARKS)


def entities(text: str) -> str:
    """A title without the entities that Moodle leaves in it."""
    return html.unescape(text) if "&" in text else text
