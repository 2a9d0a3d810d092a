"""Questions as GIFT that Moodle reads. What GIFT has no place for stands in comments (gift_more.py).

Every text is written as [plain] on one line, so nothing in it can be taken for a mark, for HTML,
for a comment or for the end of a block, and `read_gift(write_gift(items))` gives the items back.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from linli.questions.formats import gift_more
from linli.questions.formats.gift_text import escape
from linli.questions.formats.model import FULL, Choice, Picture, Question
from linli.questions.items import Item, Topic, source_to_json

_PLAIN = "[plain]"
#: Credit that Moodle takes away for a wrong one of several answers.
_WRONG = -100.0


def write_gift(items: Iterable[Item], topics: Mapping[str, Topic]) -> bytes:
    """The items as a GIFT file in UTF-8, one category for each topic, in the order given. topics: by id."""
    return write_questions((as_question(item) for item in items), topics)


def write_questions(questions: Iterable[Question], topics: Mapping[str, Topic] | None = None) -> bytes:
    """Questions of any type as a GIFT file in UTF-8."""
    parts: list[str] = []
    current: str | None = None
    for question in questions:
        if question.topic != current:
            current = question.topic
            parts.append(_category(current, (topics or {}).get(current)))
        parts.append(_block(question))
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def as_question(item: Item) -> Question:
    """An item in the neutral shape of files."""
    several = item.kind == "multiple"
    credit = FULL / max(len(item.key), 1) if several else FULL
    wrong = _WRONG if several else 0.0
    cited: dict[str, Any] = source_to_json(item.source)
    return Question(
        item.kind, item.stem.zh, tuple(Choice(o.text.zh, o.key, credit if o.key else wrong, en=o.text.en) for o in item.options),
        item.explanation.zh, id=item.id, topic=item.topic, level=item.level, stem_en=item.stem.en, explanation_en=item.explanation.en,
        reviewed_on=item.reviewed_on.isoformat(), sibling=item.sibling or "", checked_by=item.checked_by or "",
        expires_on=item.expires_on.isoformat() if item.expires_on else "", licence=item.licence or "",
        picture=Picture(item.image, "", b"", 0, 0) if item.image else None, **cited,
    )


def _category(topic: str, known: Topic | None) -> str:
    if not topic:
        return ""
    name = " ".join((known.name.zh if known else topic).split()).replace("/", "//")
    lines = [gift_more.topic_line(known)] if known else []
    return "\n".join([*lines, f"$CATEGORY: $course$/top/{name}"])


def _block(question: Question) -> str:
    lines = [f"// [id:{question.id}]"] if question.id and _simple(question.id) else []
    more = gift_more.written(question)
    lines += [more] if more else []
    title = f"::{escape(' '.join(question.id.split()))}::" if question.id else ""
    answer, general = _answer(question), f"####{_text(question.explanation)}" if question.explanation else ""
    if general and answer.endswith("\n"):
        general = f"\t{general}\n"
    return "\n".join([*lines, f"{title}{_PLAIN}{escape(question.stem)} {{{answer}{general}}}"])


def _simple(name: str) -> bool:
    return not set(name) & set("[]\\\n")


def _text(text: str) -> str:
    """A text that inherits [plain], and says so again where it begins like a format or a weight."""
    return (_PLAIN if text.startswith(("[", "%")) else "") + escape(text)


def _answer(question: Question) -> str:
    if question.type == "true_false":
        return _truth(question)
    lines = {"numeric": _number, "short": _accepted, "matching": _pair}.get(question.type)
    if lines:
        return ("#" if question.type == "numeric" else "") + "".join(f"\n\t{lines(choice)}" for choice in question.options) + "\n"
    single = question.type == "single"
    return "".join(f"\n\t{_option(choice, single)}" for choice in question.options) + "\n"


def _truth(question: Question) -> str:
    """TRUE or FALSE with the feedback of the wrong answer first."""
    at = next((n for n, choice in enumerate(question.options) if choice.correct), 0)
    right, wrong = question.options[at], question.options[1 - at]
    told = f"#{_text(wrong.feedback)}" if wrong.feedback or right.feedback else ""
    told += f"#{_text(right.feedback)}" if right.feedback else ""
    return ("TRUE" if at == gift_more.true_at(question) else "FALSE") + told


def _option(choice: Choice, single: bool) -> str:
    weight = "" if single and not choice.weight else _weight(choice)
    mark = "=" if single and choice.correct else f"~{weight}"
    return f"{mark}{_text(choice.text)}{_feedback(choice)}"


def _weight(choice: Choice) -> str:
    return f"%{round(choice.weight, 5):.5f}".rstrip("0").rstrip(".") + "%"


def _feedback(choice: Choice) -> str:
    return f"#{_text(choice.feedback)}" if choice.feedback else ""


def _number(choice: Choice) -> str:
    if choice.text == "*":
        return f"~{_text(choice.feedback)}"
    return f"={'' if choice.weight == FULL else _weight(choice)}{choice.text}{_feedback(choice)}"


def _accepted(choice: Choice) -> str:
    return f"={'' if choice.weight == FULL else _weight(choice)}{_text(gift_more.arrowless(choice.text))}{gift_more.arrowless(_feedback(choice))}"


def _pair(choice: Choice) -> str:
    left = gift_more.arrowless(choice.text)
    return f"={_PLAIN if left.startswith('[') else ''}{escape(left)} -> {escape(choice.match)}"
