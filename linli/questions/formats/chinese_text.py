"""Question papers as Chinese offices type them: `1. …（ ） A．… B．… 答案：C 解析：…`.

Numbers are 1. 1、 （1） 一、 第1题; options stand on one line or several; the answer stands in the
question's brackets, under it, or in a list at the end. Without numbers, blank lines part questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from linli.locale import N_
from linli.questions.formats import chinese_lines as look
from linli.questions.formats.chinese_key import Answers, is_list
from linli.questions.formats.chinese_question import Draft, question
from linli.questions.formats.lines import LineNotes, Unread, looked_at, seen
from linli.questions.formats.model import Parsed, Question, Remark

#: Lines after which the question that a number begins must show an option, to end a list of answers.
_AHEAD = 6


@dataclass(slots=True)
class _Paper:
    """Cuts the lines of one paper into drafts."""

    lines: Sequence[tuple[int, str]]
    style: str
    drafts: list[Draft] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    unread: list[int] = field(default_factory=list)
    type: str = ""
    section: int = 0
    current: Draft | None = None
    blank: bool = False

    def cut(self) -> None:
        """Take every line."""
        for place, (number, line) in enumerate(self.lines):
            if not line:
                self.blank = True
                continue
            thin = look.narrow(line)
            if self.answers.open and self._still_answers(place, thin):
                self.answers.line(line)
            else:
                self.answers.open = False
                self._line(place, number, line, thin)
            self.blank = False

    def _still_answers(self, place: int, thin: str) -> bool:
        """Whether a line after a list's heading belongs to it: unless it begins a question with options."""
        starts = self.style and look.NUMBERS[self.style].match(thin)
        if not (starts or look.heading(thin)):
            return True
        ahead = islice((look.narrow(line) for _number, line in self.lines[place:place + _AHEAD]), _AHEAD)
        return not any(look.is_option(line) or look.options(line)[1] for line in ahead)

    def _line(self, place: int, number: int, line: str, thin: str) -> None:
        head = look.heading(thin)
        if head:
            self.type, self.section, self.current = head, self.section + 1, None
            return
        if look.is_answers(thin) and not self._waits(place):
            self.answers.open, self.current = True, None
            return
        begins = look.NUMBERS[self.style].match(thin) if self.style else None
        if begins and self._begins(look.whole(begins[1])):
            self.current = Draft(number, self.type, look.whole(begins[1]), self.section)
            self.drafts.append(self.current)
            line = line[begins.end():].strip()
        elif not self.style and self._ended(thin):
            self.current = Draft(number, self.type, len(self.drafts) + 1, self.section)
            self.drafts.append(self.current)
        self._take(number, line)

    def _waits(self, place: int) -> bool:
        """Whether 答案： alone on its line has its letter on the next one."""
        after = next((look.narrow(line) for _number, line in self.lines[place + 1:place + 4] if line), "")
        return self.current is not None and "answer" not in self.current.fields and bool(after) and after.strip(" 。.") in _SHORT

    def _begins(self, number: int) -> bool:
        """A number that goes on counting begins a question; one inside an unfinished question may be its own list."""
        now = self.current
        return now is None or now.complete or now.has_key or number > now.number or now.has_brackets

    def _ended(self, thin: str) -> bool:
        """Whether, in a paper without numbers, this line begins the next question."""
        now = self.current
        if now is None:
            return True
        if look.is_option(thin) or not look.fields(thin)[0]:
            return False
        if now.complete:
            return self.blank or ("answer" in now.fields and now.last != "why")
        return self.blank or (now.has_key and not now.has_options)

    def _take(self, number: int, line: str) -> None:
        now = self.current
        before, said = look.fields(line)
        listed = next((words for kind, words in said if kind == "answer" and is_list(words)), "")
        if listed:
            self.answers.open, self.current = True, None
            self.answers.line(listed)
            return
        if now is None:
            self.unread.append(number)
            return
        if before:
            self._words(now, before)
        for kind, words in said:
            now.last = kind
            if kind != "none" and (words or kind == "answer"):
                now.fields[kind] = [words]

    @staticmethod
    def _words(now: Draft, words: str) -> None:
        if now.last == "answer" and not now.words("answer"):
            now.fields["answer"] = [words]
        elif now.last in now.fields and now.last != "answer":
            now.fields[now.last].append(words)
        elif now.last == "answer" and not look.is_option(look.narrow(words)):
            now.fields.setdefault("why", []).append(words)
            now.last = "why"
        else:
            now.take(words)


_SHORT = frozenset("A B C D E F G H √ × 对 错 正确 错误 AB AC AD BC BD CD ABC ABD ACD BCD ABCD ABCDE".split())


def read_lines(lines: Sequence[tuple[int, str]], code: str, notes: LineNotes) -> Parsed:
    """The questions of numbered lines; `notes` may hold what was said of them already. Never raises."""
    plain = [(number, seen(line).strip()) for number, line in lines]
    paper = _Paper(plain, look.style([look.narrow(line) for _number, line in plain if line]))
    paper.cut()
    _fill(paper)
    questions: list[Question] = []
    for draft in paper.drafts:
        if not paper.style and not (draft.complete or draft.has_key or draft.asks):
            paper.unread += range(draft.line, draft.line + max(len(draft.body), 1))     # a title, or prose
            continue
        try:
            questions.append(question(draft, notes))
        except Unread as unread:
            notes.refused(draft.line, unread)
    remarks = [*notes.remarks(), *_left(paper)]
    return Parsed(code, tuple(questions), tuple(sorted(remarks, key=lambda each: each.line or 0)))


def _left(paper: _Paper) -> list[Remark]:
    """A note on lines that belong to no question, a title of one or two lines excepted."""
    if len(paper.unread) < 3:
        return []
    fields = {"n": len(paper.unread), "lines": ", ".join(map(str, paper.unread[:12])) + (", …" if len(paper.unread) > 12 else "")}
    return [Remark(N_("{n} lines (line {lines}) belong to no question and were not read."), paper.unread[0], fields=fields, lost=False)]


def _fill(paper: _Paper) -> None:
    """Give the answers of lists to the questions that have none."""
    if not paper.answers.groups:
        return
    numbers = [draft.number for draft in paper.drafts]
    sections = sorted({draft.section for draft in paper.drafts})
    for draft in paper.drafts:
        answer, why = paper.answers.of(
            draft.number, look.TYPES.get(draft.type, ""), sections.index(draft.section), len(sections), len(set(numbers)) == len(numbers))
        if answer and not draft.words("answer"):
            draft.fields["answer"] = [answer]
        if why:
            draft.fields.setdefault("why", [why])


def read_chinese(text: str, name: str = "") -> Parsed:
    """The questions of a Chinese paper in plain text. Never raises: what is no question is a remark with its line."""
    notes = LineNotes()
    return read_lines(list(enumerate(looked_at(text, notes), 1)), "chinese_text", notes)
