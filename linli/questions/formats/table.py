"""Rows of cells to questions: one reader for workbooks and CSV, whatever the columns are called.

A row that gives no question is refused with a sentence for its author, and reading goes on. Rows
without an answer are refused too, all in one remark: filling in the column and choosing the file
again is quicker than ticking each question on a screen, and leaves no half questions behind.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from linli.locale import N_
from linli.questions.columns import EXAMPLE, EXAMPLE_STEM
from linli.questions.formats import headers, kahoot, keys, option_cells, quizizz
from linli.questions.formats.grid import EMPTY, LOOKED_AT, Cell, Grid
from linli.questions.formats.headers import LETTERS, Layout
from linli.questions.formats.model import FULL, Choice, Picture, Question, Remark, Type
from linli.questions.formats.said import NO_ANSWER, Notes, Refused, on_sheet
from linli.questions.shape import OPTIONS_MOST

#: Characters of an answer that somebody can be asked to type.
ANSWER_MOST = 120
_HEADING = re.compile(r"(?:第?[一二三四五六七八九十]+(?:部分|大题)?|[ivx]+|\d+)?[、.．:：\s]*(.{2,8}?题)(?:[（(:：,，。].*)?", re.DOTALL)
_KEPT = re.compile(r"[0-9a-f]{8,64}\.[a-z]{3,4}")       # the name of a picture that is kept already
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:\.\d{1,6})?")
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")
_HAN = re.compile("[\u3400-\u9fff]")
NO_HEADER = N_(
    "no row with the names of the columns was found. Put a first row above the questions, for example 题目, 选项A, 选项B, 选项C, 选项D, 答案.",
)
NOTHING = N_("no question was found: the table has its columns but no filled-in row.")
EMPTY_FILE = N_("the file is empty.")


@dataclass(slots=True)
class Said:
    """What one row says, as text; `type` as it stands there, `answer` without its outer blanks."""

    row: int
    stem: str
    options: list[str]
    english: list[str]
    answer: str
    type: str = ""
    more: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """Reads the rows under one header. hint: the type that the sheet's title or a heading names."""

    layout: Layout
    notes: Notes
    hint: str = ""
    questions: list[Question] = field(default_factory=list)
    seen: dict[str, tuple[int, Question]] = field(default_factory=dict)

    def row(self, number: int, cells: Sequence[Cell]) -> None:
        """Take one row: a question, a heading, an empty pre-numbered row, or a remark."""
        if not self.layout.ours and (self._heading(cells) or self._header_again(cells)):
            return
        try:
            said = self.said(number, cells)
            if said is None:
                return
            self._odd(number, cells)
            self.keep(question(said, self.layout, self.notes, self.hint))
            if said.more.get("picture") and not self.layout.ours:
                self.notes.note(number, N_("the picture is only a link or a name and was not fetched; add it to the question on the screen."))
        except Refused as refused:
            self.notes.lost(number, refused.text, **refused.fields)

    def said(self, number: int, cells: Sequence[Cell]) -> Said | None:
        """The row's texts by field; None if nothing of a question is filled in."""
        held = {name: self._text(cells, at) for name, at in self.layout.at.items()}
        most = max(self.layout.options, default=-1) + 1
        options = [self._text(cells, self.layout.options[n]) if n in self.layout.options else "" for n in range(most)]
        english = [self._text(cells, self.layout.english[n]) if n in self.layout.english else "" for n in range(most)]
        stem, answer, packed = held.pop("stem", ""), held.pop("answer", ""), held.pop("packed", "")
        if not any((stem, answer, packed, *options, *english, held.get("stem_en"))):
            return None
        if self.layout.ours and held.get("id") == EXAMPLE:
            if stem == EXAMPLE_STEM:
                return None
            held["id"] = ""         # typed over
        if packed and not any(options):
            options = option_cells.split(packed)
        return Said(number, stem, options, english, answer, held.pop("type", ""), held)

    def _text(self, cells: Sequence[Cell], at: int) -> str:
        cell = cells[at] if at < len(cells) else EMPTY
        return cell.text if self.layout.ours else plain(cell.text)

    def _odd(self, number: int, cells: Sequence[Cell]) -> None:
        for at in sorted(set(self.layout.columns())):
            cell = cells[at] if at < len(cells) else EMPTY
            name = self.layout.names.get(at) or chr(ord("A") + at % 26)
            if cell.odd in ("formula", "error"):
                raise Refused(N_("the column {column} holds a formula or an error; type the words instead."), column=name)
            if cell.odd == "date" and at in self.layout.options.values():
                text = N_("the column {column} holds a date for Excel and was read as {text}. If that is wrong, format the cell as text and type it again.")
                self.notes.note(number, text, column=name, text=cell.text)

    def _heading(self, cells: Sequence[Cell]) -> bool:
        """A row that only says which type of question follows: '二、多选题（每题 2 分）'."""
        there = [cell.text for cell in cells if cell.text]
        if len(there) != 1 or len(there[0]) > 60:
            return False
        found = _HEADING.fullmatch(there[0])
        if found and keys.is_type(found[1]):
            self.hint = found[1]
            return True
        return False

    def _header_again(self, cells: Sequence[Cell]) -> bool:
        """The header repeated, or another one, further down."""
        if sum(1 for cell in cells if cell.text) < 2:
            return False
        stem = self.layout.at["stem"]
        if headers.word(cells[stem].text if stem < len(cells) else "") not in headers.WORDS["stem"].split():
            return False
        again = headers.layout(cells)
        if again.whole:
            self.layout = again
        return again.whole

    def keep(self, made: Question) -> None:
        """Add a question, unless the table has it already."""
        same = keys.fold(made.stem) + "\0" + "\0".join(sorted(keys.fold(each.text) for each in made.options))
        before = self.seen.setdefault(same, (made.line, made))
        if before[1] is made:
            self.questions.append(made)
        elif self.layout.ours:
            self.questions.append(made)
            self.notes.note(made.line, N_("this is the same question as in row {row}."), row=before[0])
        elif _key(before[1]) == _key(made):
            self.notes.note(made.line, N_("this is the same question as in row {row}; it was taken once."), row=before[0])
        else:
            text = N_("this is the same question as in row {row}, with another answer. Find out which is right and delete the other row.")
            self.notes.lost(made.line, text, row=before[0])


def _key(made: Question) -> set[str]:
    return {keys.fold(each.text) for each in made.options if each.correct}


def plain(text: str) -> str:
    """A cell's text as it can be shown: no characters that cannot be seen, tabs as blanks."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", text.replace("\t", " ")).strip()


def question(said: Said, layout: Layout, notes: Notes, hint: str = "") -> Question:
    """The question of one row. Raises Refused; says in `notes` what was read otherwise than it stands."""
    if not said.stem:
        raise Refused(N_("this row has no question text. Fill in its column {column}, or delete the row."), column=_name(layout, "stem"))
    kind = keys.kind(said.type) or keys.kind(hint)
    if not layout.ours:
        _embedded(said, kind)
        said.options = option_cells.unlabelled(said.options)
    _trim(said)
    if len(said.options) > len(LETTERS):
        raise Refused(N_("the row has {n} options; {most} is the most that is read."), n=len(said.options), most=len(LETTERS))
    if not said.answer and kind == "short" and said.options:
        return _made(said, "short", tuple(Choice(each, True, FULL) for each in said.options))
    if not said.answer:
        raise Refused(NO_ANSWER)
    if kind == "true_false" or (not kind and _two_words(said)):
        return _made(said, "true_false", _true_false(said, layout))
    if said.options:
        return _choice(said, layout, notes, kind)
    if kind in ("single", "multiple", "choice") or (not kind and _expects_options(said, layout)):
        raise Refused(N_("the row has the answer '{answer}' but no options. Fill in the columns of the options."), answer=said.answer[:40])
    return _written(said, notes)


def _expects_options(said: Said, layout: Layout) -> bool:
    """A letter as the answer, in a table that has columns for options."""
    return bool(layout.options or "packed" in layout.at) and keys.looks_like_key(said.answer) and not _NUMBER.fullmatch(said.answer)


def _name(layout: Layout, name: str) -> str:
    return layout.names.get(layout.at.get(name, -1), "题目")


def _embedded(said: Said, kind: str) -> None:
    """Options that stand in the question's own cell: 'Which? A. … B. …' with a letter as the answer."""
    if any(said.options) or kind in ("true_false", "short", "numeric") or not keys.looks_like_key(said.answer):
        return
    stem, options = option_cells.labelled(said.stem)
    if stem and options:
        said.stem, said.options = stem, options


def _trim(said: Said) -> None:
    """Drop empty options at the end; one that is missing in between is a fault, letters would shift."""
    while said.options and not said.options[-1] and not (said.english[len(said.options) - 1:] and said.english[len(said.options) - 1]):
        said.options.pop()
    for number, text in enumerate(said.options):
        if not text:
            letter = LETTERS[number] if number < len(LETTERS) else number + 1
            raise Refused(N_("option {option} is empty, though one after it is filled in. Fill it in, or move the others up."), option=letter)


def _two_words(said: Said) -> bool:
    """Whether a row without a type asks for true or false."""
    if not said.options:
        return keys.polarity(said.answer) is not None and not said.answer.isascii() or keys.fold(said.answer) in ("t", "f", "true", "false", "yes", "no")
    return len(said.options) == 2 and {keys.polarity(each) for each in said.options} == {True, False}


def _true_false(said: Said, layout: Layout) -> tuple[Choice, ...]:
    options = said.options
    if not options:
        options = list(keys.DEFAULTS[0 if _HAN.search(said.stem + said.answer) else 1])
        if layout.ours:
            options, said.english = [each[0] for each in (("对", "True"), ("不对", "False"))], ["True", "False"]
        if keys.fold(said.answer) == "2":
            return _choices(options, said.english, frozenset({1}))
    elif len(options) != 2:
        raise Refused(N_("the row is of the type true or false and has {n} options; it needs two, or none."), n=len(options))
    _differ(options)
    return _choices(options, said.english, _one(keys.right(said.answer, options, numbered=layout.numbered, two=True, exact=not layout.ours)))


def _one(right: frozenset[int]) -> frozenset[int]:
    if len(right) > 1:
        raise Refused(N_("the row is of the type true or false and both options are named as right. Name one."))
    return right


def _choice(said: Said, layout: Layout, notes: Notes, kind: str) -> Question:
    if len(said.options) < 2:
        raise Refused(N_("the row has only one option: {option}. Fill in the others."), option=said.options[0][:60])
    _differ(said.options)
    right = keys.right(said.answer, said.options, numbered=layout.numbered, exact=not layout.ours)
    _say_kind(said, notes, kind, right)
    several = len(right) > 1 or kind == "multiple" and "不定项" not in said.type
    return _made(said, "multiple" if several else "single", _choices(said.options, said.english, right))


def _say_kind(said: Said, notes: Notes, kind: str, right: frozenset[int]) -> None:
    if kind == "single" and len(right) > 1:
        notes.note(said.row, N_("the type is single choice, but {n} options are named as right; it was read as multiple choice. Check the answer."), n=len(right))
    elif kind == "multiple" and len(right) == 1 and "不定项" not in said.type:
        notes.note(said.row, N_("the type is multiple choice, but one option is named as right; it stays a draft until the answer or the type is corrected."))
    elif len(right) == len(said.options) > 1:
        notes.note(said.row, N_("all options are named as right; it stays a draft until it has one that is not."))
    if len(said.options) > OPTIONS_MOST:
        notes.note(said.row, N_("the row has {n} options; it stays a draft until it has at most {most}."), n=len(said.options), most=OPTIONS_MOST)


def _differ(options: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for number, text in enumerate(options):
        before = first.setdefault(keys.fold(text), number)
        if before != number:
            raise Refused(N_("options {first} and {second} are the same: {text}. Change one of them."),
                          first=LETTERS[before], second=LETTERS[number], text=text[:60])


def _choices(options: Sequence[str], english: Sequence[str], right: frozenset[int]) -> tuple[Choice, ...]:
    return tuple(
        Choice(text, number in right, FULL if number in right else 0.0, en=english[number] if number < len(english) else "")
        for number, text in enumerate(options)
    )


def _written(said: Said, notes: Notes) -> Question:
    """A question whose answer is typed: a number, or words."""
    several = keys.listed(said.answer)
    if several is not None:
        several = [each for each in several if each]
        if not several:
            raise Refused(NO_ANSWER)
        if len(several) > 1:
            text = N_("the answer is a list of {n} right answers without a wrong one; they were kept together as one answer. Add wrong options to play it.")
            notes.note(said.row, text, n=len(several))
        said.answer = "；".join(several)
    elif len(said.answer) > ANSWER_MOST:
        text = N_("the answer is a text of {n} characters, which cannot be marked. Make a question with options of it.")
        raise Refused(text, n=len(said.answer))
    narrow = unicodedata.normalize("NFKC", said.answer)
    if _NUMBER.fullmatch(narrow):
        return _made(said, "numeric", (Choice(narrow, True, FULL),))
    return _made(said, "short", (Choice(said.answer, True, FULL),))


def _made(said: Said, kind: Type, options: tuple[Choice, ...]) -> Question:
    more = {name: text for name, text in said.more.items() if text}
    number, law = more.get("id", ""), more.get("law", "").strip("《》 ")
    fact = re.fullmatch(r"[Ff]-?(\d+)", law)
    picture = Picture(more["picture"], "", b"", 0, 0) if "picture" in more and _KEPT.fullmatch(more["picture"]) else None
    return Question(
        kind, said.stem, options, more.get("why", ""), said.row,
        # A running number names a place in this list, not the question.
        id="" if number.isdecimal() else number, topic=more.get("topic", ""), level=keys.level(more.get("level", "")),
        stem_en=more.get("stem_en", ""), explanation_en=more.get("why_en", ""), source=more.get("source", ""),
        law="" if fact else law, fact=f"F-{fact[1]}" if fact else "", picture=picture, article=more.get("article", ""),
        quote=more.get("quote", ""), reviewed_on=more.get("day", ""),
        sibling=more.get("sibling", ""), checked_by=more.get("checker", ""), expires_on=more.get("expires", ""), licence=more.get("licence", ""),
    )


# -- whole sheets -------------------------------------------------------------------------------

def read_grid(grid: Grid, notes: Notes) -> tuple[list[Question], Layout | None]:
    """The questions of one sheet, and its layout; None (and no question) where no columns were recognised."""
    head = headers.found(grid)
    start, layout = head if head else (0, headers.guessed(grid))
    if layout is None:
        return [], None
    special = next((each for each in (kahoot, quizizz) if each.fits(layout)), None)
    if special:
        layout.form = special.CODE
        said = special.skipped(layout, grid.rows[start][1]) if start < len(grid.rows) else ""
        if said:
            notes.note(grid.rows[start][0], said)
            start += 1
    table = Table(layout, notes, grid.title if keys.is_type(grid.title) else "")
    for number, cells in grid.rows[start:]:
        table.row(number, cells)
    if grid.cut:
        notes.note(LOOKED_AT, N_("nothing after row {row} was looked at."), row=LOOKED_AT)
    return table.questions, layout


def together(sheets: Sequence[tuple[str, list[Remark]]]) -> list[Remark]:
    """The remarks of several sheets, each naming its sheet where more than one holds something."""
    if len(sheets) < 2:
        return [each for _title, remarks in sheets for each in remarks]
    return [on_sheet(each, title) for title, remarks in sheets for each in remarks]
