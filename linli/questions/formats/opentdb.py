"""Open Trivia DB: `results` of questions with the right and the wrong answers apart."""

import hashlib
import html
from urllib.parse import unquote

from linli.locale import N_
from linli.questions.formats.common import true_false, unplayable
from linli.questions.formats.html_text import tidy
from linli.questions.formats.model import FULL, Choice, Question, Remark
from linli.questions.tree import Value

_LEVELS = {"easy": 1, "medium": 2, "hard": 3}


def is_one(value: Value) -> bool:
    """Whether a map is a question as Open Trivia DB writes it."""
    return value.kind == "map" and "correct_answer" in value.held and "incorrect_answers" in value.held


def read_one(value: Value) -> tuple[Question | None, list[Remark]]:
    """One question. The key is not first: options stand in an order that the stem decides."""
    held = value.held
    stem, right = _words(held.get("question")), _words(held["correct_answer"])
    wrong = [_words(one) for one in held["incorrect_answers"].held] if held["incorrect_answers"].kind == "list" else []
    if not stem or not right:
        return None, [Remark(N_("this question has no 'question' or no 'correct_answer'; fill in what is missing."), value.line)]
    kind = _words(held.get("type"))
    if kind == "boolean" or {right.lower(), *(one.lower() for one in wrong)} == {"true", "false"}:
        question = Question("true_false", stem, true_false(right.lower() == "true"))
    else:
        options = [Choice(right, True, FULL), *(Choice(one) for one in wrong)]
        options.sort(key=lambda one: hashlib.sha256(f"{stem}\n{one.text}".encode("utf-8", "replace")).digest())
        question = Question("single", stem, tuple(options))
    made = Question(
        question.type, stem, question.options, line=value.line, topic=_words(held.get("category")), level=_LEVELS.get(_words(held.get("difficulty")).lower()),
    )
    note = unplayable(made)
    return made, [note] if note else []


def _words(value: Value | None) -> str:
    """The words of a string: addresses or entities decoded, once. Tags in them are words, too."""
    if value is None or value.kind not in ("text", "number", "bool"):
        return ""
    text = str(value.held)
    if "%20" in text and " " not in text:
        text = unquote(text)
    return tidy(html.unescape(text))
