"""Lists of answers after the questions: `1-5 ABCDA  6-10 …`, `1.A 2.BC 3.√`, one a line with its reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from linli.questions.formats.chinese_lines import TYPES, fields, heading, narrow

_TO = r"\s?(?:-{1,3}|~|–|—{1,2}|至|到)\s?"
_KEY = r"(?:[A-H](?:[,、]?[A-H]){0,7}|[√✓✔×✗✘]|正确|错误|不对|对|错|T|F)"
_RANGE = re.compile(rf"(\d{{1,4}}){_TO}(\d{{1,4}})\s?(?:题)?[.:、)]?\s?([^\d]{{1,4000}})")
_ONE = re.compile(rf"(\d{{1,4}})\s?[.、:)]?\s?({_KEY})(?![A-Za-z\u3400-\u9fff])[\s,;,、。|]{{0,5}}")
_LINE = re.compile(r"\(?(\d{1,4})\s?[.、:)]\s?(.+)")
_SIGN = re.compile(r"正确|错误|不对|对|错|[A-H]|[√✓✔×✗✘]|T|F")


@dataclass(slots=True)
class Group:
    """Answers under one heading: number to answer, and to the reason where one stands there."""

    type: str = ""
    answers: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, list[str]] = field(default_factory=dict)


def is_list(words: str) -> bool:
    """Whether what stands after 答案： is a list for many questions."""
    thin = narrow(words).strip()
    return bool(_RANGE.match(thin) or (len(_ONE.findall(thin[:400])) > 1 and _ONE.match(thin)))


def on_line(line: str) -> list[tuple[int, str]]:
    """The numbers and answers of one line, empty if it is no list."""
    thin = narrow(line).strip()
    ranged = [pair for found in _RANGE.finditer(thin) for pair in _ranged(int(found[1]), int(found[2]), found[3])]
    thin = _RANGE.sub("", thin)
    single = [(int(number), key) for number, key in _ONE.findall(thin)]
    return ranged + single if ranged or not _ONE.sub("", thin).strip() else []


def _ranged(first: int, last: int, words: str) -> list[tuple[int, str]]:
    count = last - first + 1
    if not 0 < count <= 1000:
        return []
    parts = [part for part in re.split(r"[\s,;、|。]+", words) if part]
    if len(parts) != count:
        parts = _SIGN.findall(words)
    return list(zip(range(first, last + 1), parts, strict=True)) if len(parts) == count else []


@dataclass(slots=True)
class Answers:
    """Collects the lists of one file."""

    groups: list[Group] = field(default_factory=list)
    last: int = 0
    open: bool = False

    def line(self, line: str) -> bool:
        """Take one line of a list; False if it is none."""
        head = heading(narrow(line))
        if head:
            self.groups.append(Group(TYPES.get(head, "refused")))
            return True
        before, said = fields(line)
        if said and not before and self.last:
            self._said(self.last, said)
            return True
        found = on_line(line)
        if found:
            for number, answer in found:
                self._put(number, answer)
            return True
        alone = _LINE.fullmatch(narrow(before if said else line))
        if alone:
            start = alone.start(2)
            self._put(int(alone[1]), before[start:] if said else line[start:])
            self._said(int(alone[1]), said)
        elif self.last and self.groups and self.last in self.groups[-1].reasons:
            self.groups[-1].reasons[self.last].append(line)
        return bool(alone)

    def _put(self, number: int, answer: str) -> None:
        if not self.groups or number in self.groups[-1].answers:
            self.groups.append(Group())
        self.groups[-1].answers[number] = answer.strip()
        self.last = number

    def _said(self, number: int, said: Sequence[tuple[str, str]]) -> None:
        for kind, words in said:
            if kind == "why" and self.groups:
                self.groups[-1].reasons[number] = [words]
            elif kind == "answer" and self.groups and words:
                self.groups[-1].answers.setdefault(number, words)

    def of(self, number: int, kind: str, section: int, sections: int, unique: bool) -> tuple[str, str]:
        """(answer, reason) of a question: by its heading, by its number alone, or by the order of sections."""
        groups = [group for group in self.groups if group.answers]
        typed = [group for group in groups if group.type and group.type == kind]
        if len(typed) == 1:
            groups = typed
        elif not unique and len(groups) == sections:
            groups = groups[section:section + 1]
        elif not unique and len(groups) > 1:
            return "", ""
        for group in groups:
            if number in group.answers:
                return group.answers[number], "\n".join(group.reasons.get(number, ()))
        return "", ""
