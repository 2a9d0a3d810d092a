"""One question in a map of somebody else's: fields found by their names, options and answers in every usual shape."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from linli.locale import N_
from linli.questions.formats import headers, keys, option_cells
from linli.questions.formats.common import true_false, unplayable
from linli.questions.formats.html_text import tidy, to_text
from linli.questions.formats.model import FULL, Choice, Question, Remark, Type
from linli.questions.formats.said import Refused
from linli.questions.tree import Value

_FIELDS = {name: set(words.split()) for name, words in headers.WORDS.items()}
_FIELDS["stem"] |= {"content", "body", "title", "text", "description", "questiontext", "题面"} - {"title", "description"}
_FIELDS["answer"] |= {"correctindex", "answerindex", "correctanswerindex", "rightanswers", "correctoptionindex", "accept"}
_FIELDS["packed"] = (_FIELDS["packed"] | {"optionlist", "选择"}) - {"answers"}
_FIELDS["wrong"] = {"incorrectanswers", "wronganswers", "distractors", "incorrect", "wrong"}
_TEXTS = ("text", "content", "value", "option", "label", "answer", "title", "name", "内容", "选项", "zh")
_RIGHT = ("correct", "iscorrect", "is_correct", "isright", "right", "isanswer", "key", "正确", "isCorrect")
_LABELS = ("label", "key", "letter", "id", "选项", "option", "prefix")
_OPTION = re.compile(r"(?:选项|option|choice|answer|ans|opt)?([a-h]|[1-8])")
_HTML = re.compile(r"</?(?:p|br|div|span|b|i|u|strong|em|su[bp]|img|font|li|ul|ol|table)\b[^<>]{0,500}>|&(?:nbsp|lt|gt|amp|quot|ldquo|rdquo|#\d{2,6});", re.IGNORECASE)
_BETWEEN = re.compile(r"[;；/、,，\s]+")


@dataclass(frozen=True, slots=True)
class _Option:
    text: str
    label: str = ""
    right: bool | None = None
    feedback: str = ""


def fields(value: Value) -> dict[str, Value]:
    """The entries of a map by what they mean, the first word of each list first."""
    by_name = {re.sub(r"[\s_-]", "", keys.fold(name)): held for name, held in value.held.items()}
    found: dict[str, Value] = {}
    for meaning, words in _FIELDS.items():
        fit = [held for name, held in by_name.items() if name in words and held.kind != "nothing"]
        if fit:
            found[meaning] = fit[0]
    if "answers" in by_name:    # the options where the right one stands apart, else what is right
        others = [held for name, held in by_name.items() if name in _FIELDS["answer"] and held.kind != "nothing"]
        place = "packed" if others else "answer"
        found.setdefault(place, by_name["answers"])
        if others:
            found["answer"] = others[0]
    return found


def word(value: Value | None) -> str:
    """The plain words of a value; HTML only where it plainly is some."""
    if value is None or value.kind not in ("text", "number", "bool", "date"):
        return ""
    text = str(value.held)
    return to_text(text) if _HTML.search(text) else tidy(text)


def is_question(value: Value) -> bool:
    """Whether a map has words that ask something, and something that answers."""
    if value.kind != "map" or not value.held:
        return False
    found = fields(value)
    stem = found.get("stem")
    return stem is not None and stem.kind in ("text", "number") and bool({"answer", "packed", "wrong", "type"} & found.keys() or _lettered(value))


def base(maps: Iterable[Value]) -> int | None:
    """Whether numbers that name options begin at 0 or 1 in this file; None if nothing tells."""
    starts: set[int] = set()
    for value in islice(maps, 5_000):
        if not is_question(value):
            continue
        found = fields(value)
        answer, count = found.get("answer"), len(_options(found, value))
        if answer is not None and answer.kind == "number" and answer.held.isdigit() and count:
            starts |= {0} if answer.held == "0" else {1} if int(answer.held[:9]) == count else set()
    return starts.pop() if len(starts) == 1 else None


def read(value: Value, begins: int | None) -> tuple[Question, list[Remark]]:
    """The question of a map, and notes on it. Raises Refused with the reason why it is none."""
    found = fields(value)
    stem = word(found.get("stem"))
    if not stem:
        raise Refused(N_("this entry has no stem: no field such as 题目, question or content holds words. Add it."))
    kind = keys.kind(word(found.get("type"))[:40])
    options = _options(found, value)
    notes: list[Remark] = []
    if len(options) > 1:
        made, choices = _choice(kind, options, found, begins, value.line, notes)
    else:
        made, choices = _without(kind, options, found)
    question = _whole(made, stem, choices, found, value.line)
    note = unplayable(question)
    return question, notes + ([note] if note else [])


def _whole(kind: Type, stem: str, choices: tuple[Choice, ...], found: dict[str, Value], line: int) -> Question:
    def said(name: str) -> str:
        held = found.get(name)
        if held is not None and held.kind == "list":
            held = next(iter(held.held), None)
        return word(held)

    return Question(
        kind, stem, choices, said("why"), line, said("id")[:100], said("topic")[:200], keys.level(said("level")[:20]), source=said("source"), article=said("article"),
        quote=said("quote"), reviewed_on=said("day")[:40], sibling=said("sibling")[:60], expires_on=said("expires")[:40], licence=said("licence")[:120],
    )


def _options(found: dict[str, Value], value: Value) -> list[_Option]:
    held = found.get("packed")
    if held is not None and held.kind == "list":
        return [_option(one) for one in held.held]
    if held is not None and held.kind == "map":
        return [_Option(word(one), label.strip()[:3]) for label, one in held.held.items()]
    if held is not None and held.kind == "text" and word(held):
        return [_Option(one) for one in option_cells.split(word(held)[:5_000])]
    return _lettered(value)


def _option(value: Value) -> _Option:
    if value.kind != "map":
        return _Option(word(value))
    label = next((word(value.held[name]) for name in _LABELS if name in value.held and re.fullmatch("[A-La-lＡ-Ｌ]", word(value.held[name]))), "")
    text = next((word(value.held[name]) for name in _TEXTS if name in value.held and word(value.held[name]) not in ("", label)), "")
    right = next((value.held[name] for name in _RIGHT if name in value.held and value.held[name].kind in ("bool", "number")), None)
    feedback = next((word(value.held[name]) for name in ("feedback", "explanation", "解析") if name in value.held), "")
    return _Option(text, label, None if right is None else right.held.lower() in ("true", "1"), feedback)


def _lettered(value: Value) -> list[_Option]:
    """Options in fields of their own: A, B … or 选项A, option1 …"""
    named = {match[1]: held for name, held in value.held.items() if (match := _OPTION.fullmatch(re.sub(r"[\s_.-]", "", keys.fold(name)))) and held.kind != "nothing"}
    letters = [one for one in "abcdefgh" if one in named]
    if len(letters) > 1:
        return [_Option(word(named[one]), one.upper()) for one in letters]
    return [_Option(word(named[one])) for one in "12345678" if one in named] if {"1", "2"} <= named.keys() else []


def _choice(
    kind: str, options: list[_Option], found: dict[str, Value], begins: int | None, line: int, notes: list[Remark],
) -> tuple[Type, tuple[Choice, ...]]:
    texts = option_cells.unlabelled([one.text for one in options])
    marked = frozenset(number for number, one in enumerate(options) if one.right)
    right = marked or _right(found.get("answer"), options, texts, begins, line, notes, two=kind == "true_false")
    made: Type = "multiple" if len(right) > 1 else "single"
    if len(right) == 1 and len(options) == 2 and (kind == "true_false" or {keys.polarity(text) for text in texts} == {True, False}):
        made = "true_false"
    if kind == "multiple" and made == "single":
        notes.append(Remark(N_("several answers are allowed and one is right, so it was read as a question with one answer."), line, lost=False))
    if kind == "single" and made == "multiple":
        fields = {"n": len(right)}
        notes.append(Remark(N_("{n} options are fully right, so it was read as a question with several answers; check that."), line, fields=fields, lost=False))
    pairs = zip(texts, options, strict=True)
    return made, tuple(Choice(text, n in right, FULL if n in right else 0.0, one.feedback) for n, (text, one) in enumerate(pairs))


def _right(
    answer: Value | None, options: list[_Option], texts: list[str], begins: int | None, line: int, notes: list[Remark], *, two: bool,
) -> frozenset[int]:
    if answer is None or answer.kind == "map" or not (answer.held or answer.kind in ("number", "bool")):
        raise Refused(N_("no option is marked as right; mark one and read the file again."))
    if answer.kind == "list":
        every = [_right(one, options, texts, begins, line, notes, two=two) for one in answer.held[:40]]
        return frozenset().union(*every)
    if answer.kind == "number" and not any(keys.fold(text) == answer.held for text in texts):
        return _numbered(answer.held, len(options), begins, line, notes)
    said = word(answer)
    letters = [re.sub(r"[\s,、;；，.]", "", keys.fold(said)).upper(), [keys.fold(one.label).upper() for one in options]]
    if all(letters[1]) and letters[0] and re.fullmatch("[A-L]+", str(letters[0])):
        return _by_labels(str(letters[0]), list(letters[1]), said)
    if not said:
        raise Refused(N_("no option is marked as right; mark one and read the file again."))
    return keys.right(said, texts, two=two)


def _by_labels(said: str, labels: list[str], shown: str) -> frozenset[int]:
    if any(letter not in labels for letter in said):
        raise Refused(N_("the answer '{answer}' names an option that is not there; the options are {labels}. Add the missing ones, or correct the answer."),
                      answer=shown[:40], labels=", ".join(labels)[:60])
    return frozenset(labels.index(letter) for letter in said)


def _numbered(held: str, count: int, begins: int | None, line: int, notes: list[Remark]) -> frozenset[int]:
    """The option that a number names. Programs count from 0, unless the file shows that it counts from 1."""
    number = int(held) - (begins or 0) if held.isdigit() and len(held) < 9 else -1
    if not 0 <= number < count:
        raise Refused(N_("the answer {answer} names none of the {n} options."), answer=held[:20], n=count)
    if begins is None:
        notes.append(Remark(N_("the answer is the number {answer}, which was counted from 0, as programs do; check that."), line, fields={"answer": held}, lost=False))
    return frozenset({number})


def _without(kind: str, options: list[_Option], found: dict[str, Value]) -> tuple[Type, tuple[Choice, ...]]:
    """A statement, or a question whose answer is typed; with wrong answers apart, a choice."""
    answer = found.get("answer")
    texts = [word(one) for one in answer.held] if answer is not None and answer.kind == "list" else [word(answer)] if answer is not None else []
    texts = [text for text in texts if text]
    wrong = [word(one) for one in found["wrong"].held] if "wrong" in found and found["wrong"].kind == "list" else []
    if wrong and texts:
        return ("single" if len(texts) == 1 else "multiple"), (*(Choice(text, True, FULL) for text in texts), *(Choice(text) for text in wrong))
    said = _truth(texts[0]) if len(texts) == 1 and kind in ("", "true_false") else None
    if said is not None and (kind == "true_false" or answer is None or answer.kind == "bool" or keys.fold(texts[0]) not in ("0", "1")):
        return "true_false", true_false(said)
    accepted = [one.text for one in options if one.text] or texts
    if kind == "true_false" or not accepted:
        raise Refused(N_("no answer was found; write the right one, and read the file again."))
    if kind in ("single", "multiple", "choice"):
        raise Refused(N_("a choice question without options; add at least two, and read the file again."))
    numeric = all(re.fullmatch(r"-?\d+(?:\.\d+)?%?", text) for text in accepted)
    return ("numeric" if numeric else "short"), tuple(Choice(text, True, FULL) for text in accepted)


def _truth(text: str) -> bool | None:
    """对 or 错, also as 正确；√."""
    every = {keys.polarity(part) for part in _BETWEEN.split(text) if part}
    return every.pop() if len(every) == 1 else None
