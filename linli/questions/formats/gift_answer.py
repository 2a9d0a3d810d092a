"""What stands between { and } in GIFT: which kind of question it makes, and its options."""

import re
import unicodedata
from dataclasses import dataclass

from linli.locale import N_
from linli.questions.formats.common import true_false
from linli.questions.formats.gift_text import narrow_marks, rich, show
from linli.questions.formats.html_text import Markup
from linli.questions.formats.lines import LineNotes, Unread, twins
from linli.questions.formats.model import FULL, Choice, Type
from linli.questions.shape import OPTIONS_MOST

OPTIONS_READ = 100
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{0,10})?)%")
_PIECE = re.compile("([~=])([^~=]*)")
_NUMBER = r"[-+]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,3})?"
_NUMERIC = re.compile(rf"{_NUMBER}(?:\s*:\s*{_NUMBER}|\s*\.\.\s*{_NUMBER})?")
_TRUE = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it stands, hidden; where it begins, and the markup of its question."""

    text: str
    line: int
    markup: Markup
    notes: LineNotes


@dataclass(frozen=True, slots=True)
class Made:
    """The kind and options that an answer gives, with its general feedback."""

    type: Type
    options: tuple[Choice, ...]
    explanation: str = ""


def made(answer: Answer) -> Made:
    """The kind and options of an answer, told as Moodle tells them. Raises Unread."""
    text, marks, general = answer.text.rpartition("####")
    if not marks:
        text, general = general, ""
    text = _narrowed(text.strip(), answer)
    kind, options = _kind(text, answer)
    return Made(kind, options, rich(general, answer.markup)[0])


def _narrowed(text: str, answer: Answer) -> str:
    if not text.startswith(("＝", "～", "＃")) and ("~" in text or not re.search(r"\s～", text)):
        return text
    answer.notes.note(answer.line, N_("the marks ＝ ～ ＃ are full-width; they were read as = ~ #."))
    return narrow_marks(text)


def _kind(text: str, answer: Answer) -> tuple[Type, tuple[Choice, ...]]:
    if not text:
        raise Unread(N_("the answer { } is empty: that is an essay, which cannot be marked. Write options, as {=right ~wrong}."))
    if re.search(r"~\s*=", text):
        raise Unread(N_("'~=' marks the right option in Cloze, not in GIFT. Write = alone before the right option and ~ before the others."))
    if text.startswith("#"):
        return "numeric", _numeric(text[1:].strip(), answer)
    if "~" in text:
        return _choice(text, answer)
    if "=" in text and "->" in text:
        return "matching", _matching(text, answer)
    before, _mark, after = text.partition("#")
    if before.strip() in _TRUE:
        return "true_false", _true_false(_TRUE[before.strip()], after, answer)
    return "short", _short(text, answer)


def _pieces(text: str) -> list[tuple[str, str]]:
    """The mark and the text of each option."""
    count = text.count("=") + text.count("~")
    if count > OPTIONS_READ:
        raise Unread(N_("it has {n} signs = and ~, so more options than a question can have. Write \\= and \\~ for signs within a text."), n=count)
    before = re.match("[^~=]*", text)
    if before and before[0].strip():
        raise Unread(N_("'{words}' stands before the first = or ~. Put a mark before every option."), words=show(before[0]).strip()[:60])
    return [(mark, piece.strip()) for mark, piece in _PIECE.findall(text)]


def _feedback(text: str, markup: Markup) -> tuple[str, str]:
    """(words, feedback) of one option."""
    said, _mark, feedback = text.partition("#")
    return rich(said, markup)[0], rich(feedback, markup)[0]


def _weighed(text: str) -> tuple[float | None, str]:
    found = _WEIGHT.match(text)
    return (float(found[1]), text[found.end():]) if found else (None, text)


def _choice(text: str, answer: Answer) -> tuple[Type, tuple[Choice, ...]]:
    options = []
    for mark, piece in _pieces(text):
        weight, piece = (FULL, piece) if mark == "=" else _weighed(piece)
        words, feedback = _feedback(piece, answer.markup)
        options.append(Choice(words, False, weight or 0.0, feedback))
    _check(options)
    marked = sum(mark == "=" for mark, _piece in _pieces(text))
    full = sum(option.weight >= FULL for option in options)
    least = FULL if full else 0.01
    right = [Choice(each.text, each.weight >= least, each.weight, each.feedback) for each in options]
    return _single(right, answer) if marked == 1 == full else _several(right, full, answer)


def _check(options: list[Choice]) -> None:
    if any(not option.text for option in options):
        raise Unread(N_("one of its options is empty. Fill it in, or delete its = or ~."))
    same = twins([option.text for option in options])
    if same:
        raise Unread(N_("options {first} and {second} are the same: {words}. Change one of them."),
                     first=same[0] + 1, second=same[1] + 1, words=options[same[0]].text[:60])
    if len(options) < 2:
        raise Unread(N_("it has only one option: {words}. Add the others."), words=options[0].text[:60])


def _single(options: list[Choice], answer: Answer) -> tuple[Type, tuple[Choice, ...]]:
    _many(options, answer)
    if any(0 < option.weight < FULL for option in options):
        answer.notes.note(answer.line, N_("it gives part of the credit for some options; here one option is right and the others count nothing."))
    return "single", tuple(options)


def _several(options: list[Choice], full: int, answer: Answer) -> tuple[Type, tuple[Choice, ...]]:
    right = [option for option in options if option.correct]
    if not right:
        raise Unread(N_("no option is marked as right. Write = before the right one."))
    if len(right) == 1:
        if not full:
            raise Unread(N_("its only right option '{words}' gives {weight} percent. Write = before it, or mark the other right ones."),
                         words=right[0].text[:60], weight=f"{right[0].weight:g}")
        return _single(options, answer)
    _many(options, answer)
    if full:
        text = N_("{n} options are fully right; it was read as multiple choice. If only one is, write ~ before the others, and \\= for a sign within a text.")
        answer.notes.note(answer.line, text, n=full)
    elif abs(sum(option.weight for option in right) - FULL) > 1:
        answer.notes.note(answer.line, N_("the weights of its right options do not add up to 100; here all right options together are the answer."))
    if len(right) == len(options):
        answer.notes.note(answer.line, N_("all options are marked as right; it stays a draft until one is not."))
    return "multiple", tuple(options)


def _many(options: list[Choice], answer: Answer) -> None:
    if len(options) > OPTIONS_MOST:
        answer.notes.note(answer.line, N_("it has {n} options; it stays a draft until it has at most {most}."), n=len(options), most=OPTIONS_MOST)


def _true_false(right: bool, feedback: str, answer: Answer) -> tuple[Choice, ...]:
    """The first feedback is for the wrong answer, the second for the right one."""
    of_wrong, _mark, of_right = (rich(part, answer.markup)[0] for part in feedback.partition("#"))
    return true_false(right, (of_right, of_wrong) if right else (of_wrong, of_right))


def _numeric(text: str, answer: Answer) -> tuple[Choice, ...]:
    pieces = _pieces(text) if text.startswith(("=", "~")) else [("=", text)]
    options = []
    for mark, piece in pieces:
        if mark == "~":
            options.append(Choice("*", False, 0.0, rich(piece.removeprefix("#"), answer.markup)[0]))
            continue
        weight, piece = _weighed(piece)
        number, _hash, feedback = piece.partition("#")
        number = unicodedata.normalize("NFKC", show(number)).strip()
        if not _NUMERIC.fullmatch(number):
            raise Unread(N_("'{words}' is no number. Write it as 3.14, 3.14:0.01 or 1..5."), words=number[:60])
        weight = FULL if weight is None else weight
        options.append(Choice(number, weight >= FULL, weight, rich(feedback, answer.markup)[0]))
    if not any(option.correct for option in options):
        raise Unread(N_("it asks for a number and no number is fully right."))
    return tuple(options)


def _short(text: str, answer: Answer) -> tuple[Choice, ...]:
    marked = text.startswith("=")
    if not marked:
        said = show(text.partition("#")[0]).strip()[:60]
        answer.notes.note(answer.line, N_("'{words}' has no mark before it and was read as an answer to be typed; for true or false write TRUE or FALSE in capitals."), words=said)
    options = []
    for _mark, piece in _pieces(text) if marked else [("=", text)]:
        weight, piece = _weighed(piece)
        words, feedback = _feedback(piece, answer.markup)
        weight = FULL if weight is None else weight
        options.append(Choice(words, weight >= FULL, weight, feedback))
    if any(not option.text for option in options):
        raise Unread(N_("one of its answers is empty. Fill it in, or delete its =."))
    if not any(option.correct for option in options):
        raise Unread(N_("no answer gives full marks. Write one without a weight."))
    return tuple(options)


def _matching(text: str, answer: Answer) -> tuple[Choice, ...]:
    pairs = []
    for _mark, piece in _pieces(text):
        left, arrow, right = piece.partition("->")
        if not arrow:
            raise Unread(N_("'{words}' has no -> and what belongs to it. Write every pair as =left -> right."), words=show(piece).strip()[:60])
        if not right.strip():
            raise Unread(N_("nothing stands after '{words} ->'. Write what belongs to it."), words=show(left).strip()[:60])
        pairs.append(Choice(rich(left, answer.markup)[0], True, FULL, match=show(right).strip()))
    if len(pairs) < 2:
        raise Unread(N_("it has one pair; pairs to match are at least two."))
    return tuple(pairs)
