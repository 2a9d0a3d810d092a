"""GIFT, as Moodle reads it (question/format/gift/format.php), with recovery per block and line numbers.

Read otherwise than Moodle does, each with a remark: a category glued to a question and a question
glued to another are both taken; a blank line inside { } does not cut a question in two.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from linli.locale import N_
from linli.questions.formats import gift_more
from linli.questions.formats.gift_answer import Answer, made
from linli.questions.formats.gift_text import Block, blocks, entities, narrow_braces, rich, show
from linli.questions.formats.lines import QUESTIONS_MOST, TOO_MANY, LineNotes, Unread, looked_at
from linli.questions.formats.model import Parsed, Question
from linli.questions.items import Topic

_CLOZE = re.compile(r"\{\s{0,9}\d{0,4}\s{0,9}:\s{0,9}[A-Za-z_]{1,30}\s{0,9}:")
_GAP = re.compile(r"\[[^\[\]\n]{1,80}\]")
_CATEGORY = re.compile(r"(?:\$\w{1,30}\$/)?(?:top/)?(.*)")
_STRAY = frozenset(('"', '";', ";", ",", '",', "'", "';", '."', "。"))
GAP = "_____"
#: Characters of a line and of a block; pictures within the text make them long.
BLOCK_MOST = 200_000


@dataclass(slots=True)
class _Reader:
    """Reads the blocks of one file; `topic` is the category that holds from here on."""

    notes: LineNotes = field(default_factory=LineNotes)
    questions: list[Question] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    topic: str = ""
    full: bool = False

    def block(self, block: Block) -> None:
        """Take one block: categories, questions, or a remark on why it is none."""
        self.topics += gift_more.topics(block.comments)
        lines = self._categories(block)
        if not any(line.strip() for _number, line in lines):
            return
        if block.blank:
            self.notes.note(block.blank, N_("an empty line stands inside { }; the question was read as one all the same. Take the line out before Moodle reads the file."))
        self._parts(_Text(lines), block)

    def _categories(self, block: Block) -> list[tuple[int, str]]:
        """The lines without those of categories, which hold at once."""
        rest, found = [], None
        for number, line in block.lines:
            if line.strip().startswith("$CATEGORY:"):
                found, held = number, show(line.strip().removeprefix("$CATEGORY:")).strip()
                named = _CATEGORY.fullmatch(held)
                self.topic = named[1].strip() if named else held
            else:
                rest.append((number, line))
        if found and any(line.strip() for _number, line in rest):
            self.notes.note(found, N_("no empty line stands between $CATEGORY and a question; both were read. Moodle would take them for one name."))
        return rest

    def _parts(self, text: "_Text", block: Block) -> None:
        """The question of a block, or each of several that no empty line parts."""
        if len(text.whole) > BLOCK_MOST:
            self.notes.lost(text.first, N_("{n} characters stand here without an empty line; no question is that long. Part the questions by empty lines."), n=len(text.whole))
            return
        if _CLOZE.search(text.whole):
            cloze = N_("this is a Cloze text with gaps such as {1:MC:…}, which is not GIFT. Make a question of each gap, with = and ~ before its options.")
            self.notes.lost(text.first, cloze)
            return
        if "{" not in text.whole and "｛" in text.whole:
            text = _Text([(number, narrow_braces(line)) for number, line in zip(text.numbers, text.lines, strict=True)])
            self.notes.note(text.first, N_("the braces ｛ ｝ are full-width; they were read as { }."))
        elif block.wide and "{" in text.whole:
            self.notes.note(text.first, N_("the braces ｛ ｝ are full-width; they were read as { }."))
        start = 0
        for number, (begin, opens, closes, ends) in enumerate(_cut(text.whole, start)):
            line = text.line_at(_content(text.whole, begin))
            if len(self.questions) >= QUESTIONS_MOST:
                self.full = True
                self.notes.lost(line, TOO_MANY, most=QUESTIONS_MOST)
                return
            if number:
                self.notes.note(line, N_("no empty line stands before this question; it was read by itself. Moodle would lose it."))
            try:
                self._question(text, (begin, opens, closes, ends), gift_more.said(block.comments) if number == 0 else {})
            except Unread as unread:
                self.notes.refused(line, unread)

    def _question(self, text: "_Text", at: tuple[int, int, int, int], more: dict[str, object]) -> None:
        begin, opens, closes, ends = at
        line = text.line_at(_content(text.whole, begin))
        if opens < 0:
            raise _no_answer(text.whole[begin:ends])
        if closes < 0:
            raise Unread(N_("the answer that { opens is never closed. Write } after its last option."), text.line_at(opens))
        title, stem = _titled(text.whole[begin:opens])
        tail = text.whole[closes + 1:ends]
        if "{" in tail:
            raise Unread(N_("it has several gaps in { }; GIFT knows one answer for each question. Make a question of each gap."))
        if tail.strip() in _STRAY:
            tail = ""
        words, markup = rich(f"{stem}{GAP}{tail}" if tail.strip() else stem)
        if not words:
            raise Unread(N_("it has no question before its answer in { }."))
        found = made(Answer(text.whole[opens + 1:closes], line, markup, self.notes))
        known = str(more.get("id", "") or title)
        question = Question(found.type, words, found.options, found.explanation, line, known, self.topic or str(more.get("tag", "")))
        self.questions.append(gift_more.applied(question, more))


@dataclass(slots=True, init=False)
class _Text:
    """The text of a block and the line of each place in it."""

    numbers: list[int]
    lines: list[str]
    whole: str
    starts: list[int]

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self.numbers = [number for number, _line in lines]
        self.lines = [line.strip() for _number, line in lines]
        self.whole = "\n".join(self.lines)
        self.starts, at = [], 0
        for line in self.lines:
            self.starts.append(at)
            at += len(line) + 1

    @property
    def first(self) -> int:
        """The line on which the block begins."""
        return self.line_at(_content(self.whole, 0))

    def line_at(self, place: int) -> int:
        """The line of the file, from 1, of a place in the text."""
        return self.numbers[bisect_right(self.starts, place) - 1]


def _content(whole: str, at: int) -> int:
    """The first place from here on that is no blank."""
    while at < len(whole) - 1 and whole[at].isspace():
        at += 1
    return at


def _cut(whole: str, start: int) -> list[tuple[int, int, int, int]]:
    """(begin, {, }, end) of each question of a block; -1 for a brace that is missing.

    After a } that ends its line, a further { begins another question; a title does so anywhere.
    """
    found = []
    closes, last = -1, len(whole.rstrip())
    while start < last:
        opens = whole.find("{", start)
        if opens >= 0 and closes < opens:
            closes = whole.find("}", opens)
        again = whole.find("{", opens + 1) if opens >= 0 else -1
        if 0 <= again < closes:         # opened twice: the first was never closed
            cut = whole.rfind("\n", opens, again) + 1
            if cut > 0:
                found.append((start, opens, -1, cut))
                start = cut
                continue
        if opens < 0 or closes < 0:
            found.append((start, opens, -1, len(whole)))
            break
        line_end = whole.find("\n", closes)
        end = line_end + 1 if 0 <= line_end < again else whole.find("\n::", closes) + 1 or len(whole)
        found.append((start, opens, closes, end))
        start = end
    return found


def _titled(text: str) -> tuple[str, str]:
    """(title, rest) of a question's text; a title stands between `::`."""
    text = text.lstrip()
    if not text.startswith("::"):
        return "", text
    title, marks, rest = text[2:].partition("::")
    return (entities(show(title)).strip()[:200], rest.lstrip()) if marks else ("", text)


def _no_answer(text: str) -> Unread:
    title, stem = _titled(text)
    said = show(title or stem).strip().replace("\n", " ")[:40]
    if _GAP.search(stem) and not re.match(r"\[(?:html|plain|moodle|markdown)\]", stem) and "[" in stem:
        return Unread(N_("'{words}' has a gap in square brackets, which is not GIFT. Write the answer as {{=answer}}."), words=said)
    return Unread(N_("'{words}' has no answer in braces: it is a description. Write the options after it, as {{=right ~wrong}}, or leave it out."), words=said)


def read_gift(text: str, name: str = "") -> Parsed:
    """The questions of a GIFT text. Never raises: each block that gives none is a remark with its line."""
    reader = _Reader()
    for block in blocks(looked_at(text, reader.notes, BLOCK_MOST)):
        reader.block(block)
        if reader.full:
            break
    return Parsed("gift", tuple(reader.questions), reader.notes.remarks(), tuple(reader.topics))
