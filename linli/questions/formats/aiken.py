"""Aiken, as Moodle reads it (question/format/aiken/format.php), and a little more.

Also read, with a remark where Moodle would not: options labelled `a)`, `A、` or full-width, stems and
options of several lines, several letters after ANSWER. Text stays text: `<` and `&` are no HTML here.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from linli.locale import N_
from linli.questions.formats.lines import LineNotes, Unread, folded, looked_at, seen, twins
from linli.questions.formats.model import FULL, Choice, Parsed, Question
from linli.questions.shape import OPTIONS_MOST

_WIDE = str.maketrans({code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20})
_OPTION = re.compile(r"\(?([A-Za-z])\s?[).、][ \t]*")
_ANSWER = re.compile(r"(?:ANSWER|Answer|answer|正确答案|参考答案|答案)\s*:\s*")
_WHY = re.compile(r"(?:EXPLANATION|Explanation|FEEDBACK|Feedback|答案解析|解析)\s*:\s*")
_LETTERS = re.compile(r"[A-Za-z](?:(?:\s*[,;/&、]\s*|\s+(?:and\s+)?|\s*和\s*)?[A-Za-z])*\.?")


@dataclass(slots=True)
class _Draft:
    """A question that is being read. extra: continuation lines of the last option, with their lines."""

    line: int
    stem: list[str]
    labels: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    extra: list[tuple[int, str]] = field(default_factory=list)
    long: bool = False


@dataclass(slots=True)
class _Reader:
    notes: LineNotes = field(default_factory=LineNotes)
    questions: list[Question] = field(default_factory=list)
    draft: _Draft | None = None
    done: bool = False          # the line before ended a question: an explanation may follow
    blank: bool = True

    def line(self, number: int, line: str) -> None:
        """Take one line."""
        narrow = line.translate(_WIDE)
        if not narrow:
            self.blank = True
            return
        option, answer, why = _OPTION.match(narrow), _ANSWER.match(narrow), _WHY.match(narrow)
        if answer:
            self._answer(number, line[answer.end():].strip())
        elif why and (self.done or self.draft):
            self._why(number, line[why.end():].strip())
        elif option and self._is_option(option[1]):
            self._option(number, option[1].upper(), line[option.end():].strip())
        else:
            self._words(number, line)
        self.blank = False

    def end(self) -> None:
        """The file is over: a question that waits for its answer is unfinished."""
        self._close_option()
        self._unfinished()

    def _is_option(self, letter: str) -> bool:
        """Moodle takes any capital; a small letter must be the next one, or 'i.e.' would be an option."""
        return letter.isupper() or bool(self.draft and letter == chr(ord("a") + len(self.draft.options)))

    def _option(self, number: int, letter: str, text: str) -> None:
        if self.draft is None:
            self.notes.lost(number, N_("the option '{words}' stands before any question. Write the question on a line before it."), words=text[:60])
            return
        if letter == "A" and self.draft.options:
            self._begun_again(number)
        self._close_option()
        self.draft.labels.append(letter)
        self.draft.options.append(text)
        self.done = False

    def _begun_again(self, number: int) -> None:
        """A second option A: the lines after the last option were the stem of a question of its own."""
        extra = self.draft.extra if self.draft else []
        self._unfinished()
        self.draft = _Draft(extra[0][0] if extra else number, [text for _line, text in extra])

    def _words(self, number: int, line: str) -> None:
        draft, self.done = self.draft, False
        if draft is None:
            self.draft = _Draft(number, [line])
        elif self.blank:
            self._unfinished()
            self.draft = _Draft(number, [line])
        elif draft.options:
            draft.extra.append((number, line))
        else:
            draft.stem.append(line)
            draft.long = True

    def _close_option(self) -> None:
        if self.draft and self.draft.extra:
            self.draft.options[-1] += "".join(f"\n{text}" for _line, text in self.draft.extra)
            self.draft.extra, self.draft.long = [], True

    def _unfinished(self) -> None:
        if self.draft:
            self.notes.lost(self.draft.line, N_("the question '{words}' is not finished: no ANSWER: stands after it."), words=" ".join(self.draft.stem)[:60])
        self.draft = None

    def _answer(self, number: int, said: str) -> None:
        draft = self.draft
        if draft is None:
            self.notes.lost(number, N_("'ANSWER: {words}' stands before any question."), words=said[:60])
            return
        self._close_option()
        self.draft = None
        try:
            self.questions.append(_question(draft, number, said, self.notes))
            self.done = True
        except Unread as unread:
            self.notes.refused(draft.line, unread)

    def _why(self, number: int, text: str) -> None:
        if self.done:
            self.questions[-1] = replace(self.questions[-1], explanation=text)
        elif self.draft:
            self.notes.note(number, N_("an explanation before ANSWER: was not read; write it after it."))


def _question(draft: _Draft, number: int, said: str, notes: LineNotes) -> Question:
    stem = "\n".join(draft.stem).strip()
    if not stem:
        raise Unread(N_("it has options and no question before them."))
    if len(draft.options) < 2:
        raise Unread(N_("the question '{words}' has fewer than 2 options before its ANSWER: on line {answer}."), words=stem[:60], answer=number)
    for label, text in zip(draft.labels, draft.options, strict=True):
        if not text:
            raise Unread(N_("option {label} of '{words}' is empty."), label=label, words=stem[:60])
    same = twins(draft.options)
    if same:
        raise Unread(N_("options {first} and {second} are the same: {words}. Change one of them."),
                     first=draft.labels[same[0]], second=draft.labels[same[1]], words=draft.options[same[0]][:60])
    right = _right(draft, number, said)
    _say(draft, number, right, notes)
    options = tuple(Choice(text, n in right, FULL if n in right else 0.0) for n, text in enumerate(draft.options))
    return Question("multiple" if len(right) > 1 else "single", stem, options, line=draft.line)


def _say(draft: _Draft, number: int, right: set[int], notes: LineNotes) -> None:
    if draft.long:
        notes.note(draft.line, N_("the question or an option has several lines; they were read as one text. Moodle takes single lines alone."))
    if len(right) > 1:
        notes.note(number, N_("ANSWER: names {n} letters; it was read as multiple choice. Moodle would take the first letter alone."), n=len(right))
    if len(draft.options) > OPTIONS_MOST:
        notes.note(draft.line, N_("it has {n} options; it stays a draft until it has at most {most}."), n=len(draft.options), most=OPTIONS_MOST)


def _right(draft: _Draft, number: int, said: str) -> set[int]:
    """The places of the options that ANSWER: names by their letters, or by the text of one."""
    narrow = unicodedata.normalize("NFKC", said).strip()
    if not narrow:
        raise Unread(N_("ANSWER: is empty. Write the letter of the right option after it."), number)
    if len(narrow) <= 60 and _LETTERS.fullmatch(narrow):
        letters = re.findall("[A-Za-z]", re.sub(r"\band\b", " ", narrow))
        if len(letters) == len(set(letters)) and (narrow.upper() == narrow or len(letters) == 1 or len(letters) <= len(draft.options)):
            return _places(draft, number, [letter.upper() for letter in letters], said)
    by_text = [n for n, text in enumerate(draft.options) if folded(text) == folded(said)]
    if not by_text:
        raise Unread(N_("ANSWER: '{words}' is none of the options. Write the letter of the right one."), number, words=said[:60])
    return set(by_text)


def _places(draft: _Draft, number: int, letters: list[str], said: str) -> set[int]:
    missing = [letter for letter in letters if letter not in draft.labels]
    if missing:
        raise Unread(N_("ANSWER: {words} names the option {label}, which the question does not have; it has {known}."),
                     number, words=said[:20], label=missing[0], known=", ".join(draft.labels[:12]))
    return {draft.labels.index(letter) for letter in letters}


def read_aiken(text: str, name: str = "") -> Parsed:
    """The questions of an Aiken text. Never raises: what is no question is a remark with its line."""
    reader = _Reader()
    for number, line in enumerate(looked_at(text, reader.notes), 1):
        reader.line(number, seen(line).strip())
    reader.end()
    return Parsed("aiken", tuple(reader.questions), reader.notes.remarks())
