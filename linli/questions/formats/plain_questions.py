"""Questions in a tree of maps and lists, as JSON and YAML of any site give them: found and read."""

import re
from collections.abc import Iterator
from dataclasses import replace

from linli.locale import N_
from linli.questions.formats import keys, loose, opentdb, own
from linli.questions.formats.model import Parsed, Question, Remark, Said
from linli.questions.formats.said import Refused
from linli.questions.items import Topic
from linli.questions.tree import Value

#: Fields that name what the questions below are about.
_NAMES = ("topic", "category", "chapter", "section", "subject", "title", "name", "主题", "分类", "章节", "名称")
QUESTIONS_MOST = 20_000
#: Lists and maps within each other; a site's chapters and sections take 6.
DEEPEST = 40


def read_tree(root: Value, code: str, _name: str = "") -> Parsed:
    """All questions of a tree. code: the format it was written in."""
    walk = _Walk(root)
    walk.into(root, "")
    return Parsed("opentdb" if walk.trivia and walk.trivia == len(walk.questions) else code, tuple(walk.questions), tuple(walk.remarks), tuple(walk.topics))


class _Walk:
    """What was found so far."""

    def __init__(self, root: Value) -> None:
        self.questions: list[Question] = []
        self.remarks: list[Remark] = []
        self.topics: list[Topic] = []
        self.number = 0
        self.depth = 0
        self.trivia = 0
        self.one_line = _last_line(root) == 1
        self.base = loose.base(_maps(root))

    def into(self, value: Value, topic: str) -> None:
        """Read a value and what lies below it; topic: what the maps above call it."""
        if self.number >= QUESTIONS_MOST or self.depth > DEEPEST:
            return
        self.depth += 1
        if value.kind == "list":
            asks = any(loose.is_question(each) for each in value.held[:50])
            for one in value.held:
                self.entry(one, topic, within=asks)
        elif value.kind == "map":
            self.entry(value, topic, within=False)
        self.depth -= 1

    def entry(self, value: Value, topic: str, *, within: bool) -> None:
        """One entry; within: it stands in a list with questions, so it should be one."""
        if own.is_file(value):
            self.file(value)
        elif own.is_bundle(value):
            self.topics += own.read_topics(value)
            self.into(value.held["items"], topic)
        elif own.is_item(value):
            self.number += 1
            self.take(value, *own.read_own(value, self.number, topic))
        elif own.is_question(value):
            self.number += 1
            self.take(value, *own.read_question(value))
        elif opentdb.is_one(value):
            self.number, self.trivia = self.number + 1, self.trivia + 1
            self.take(value, *opentdb.read_one(value))
        elif loose.is_question(value):
            self.number += 1
            self.loosely(value, topic)
        elif within and value.kind != "list":
            self.number += 1
            self.refuse(value, *_why_none(value))
        else:
            self.below(value, topic)

    def below(self, value: Value, topic: str) -> None:
        """Into a list, or into the entries of a map that names what they are about."""
        if value.kind == "list":
            self.into(value, topic)
        elif value.kind == "map":
            said = next((loose.word(value.held[name]) for name in _NAMES if name in value.held and loose.word(value.held[name])), "")
            for name, one in value.held.items():
                if one.kind in ("map", "list"):
                    self.into(one, said or topic or _topic_key(name))

    def file(self, value: Value) -> None:
        """A file of our own."""
        topic, remarks = own.read_head(value)
        self.remarks += remarks
        if topic:
            self.topics.append(topic)
        for number, one in enumerate(value.held["items"].held, 1):
            self.number += 1
            self.take(one, *own.read_own(one, number, topic.id if topic else ""))

    def loosely(self, value: Value, topic: str) -> None:
        """A question of somebody else's making."""
        try:
            question, notes = loose.read(value, self.base)
        except Refused as refused:
            self.refuse(value, refused.text, **refused.fields)
            return
        self.take(value, replace(question, topic=question.topic or topic), notes)

    def take(self, value: Value, question: Question | None, remarks: list[Remark]) -> None:
        """Keep a question and what was said about it."""
        if question is not None:
            self.questions.append(question)
        self.remarks += [self.placed(one) for one in remarks]

    def refuse(self, value: Value, text: str, /, **fields: object) -> None:
        """Say why this one is missing."""
        self.remarks.append(self.placed(Remark(text, value.line, fields=fields)))

    def placed(self, remark: Remark) -> Remark:
        """The remark with the number of the question, where everything stands on one line."""
        if not self.one_line:
            return remark
        fields = {"number": self.number, "said": Said(remark.text, dict(remark.fields))}
        return Remark(N_("question {number}: {said}"), remark.line, fields=fields, lost=remark.lost)


def _why_none(value: Value) -> tuple[str]:
    if value.kind == "map" and value.held:
        return (N_("this entry has no stem: no field such as 题目, question or content holds words. Add it."),)
    return (N_("this entry is empty; fill it in or take it out."),)


def _topic_key(name: str) -> str:
    """A key as a topic, unless it merely says that questions follow or is a number."""
    said = keys.fold(name)
    plain = said in {"questions", "items", "data", "results", "quiz", "quizzes", "list", "题目", "试题", "rows", "records", "content", "sections", "chapters"}
    return "" if plain or re.fullmatch(r"[\d._-]*", said) else name.strip()[:100]


def _maps(value: Value) -> Iterator[Value]:
    stack = [value]
    while stack:
        one = stack.pop()
        if one.kind == "map":
            yield one
            stack += [each for each in one.held.values() if each.kind in ("map", "list")]
        elif one.kind == "list":
            stack += [each for each in one.held if each.kind in ("map", "list")]


def _last_line(value: Value) -> int:
    return max((one.line for one in _maps(value)), default=1)
