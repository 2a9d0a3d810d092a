"""One question of a Chinese paper, from its lines to the neutral shape."""

import re
import unicodedata
from dataclasses import dataclass, field

from linli.locale import N_
from linli.questions.formats import keys
from linli.questions.formats.chinese_lines import KEYS, REFUSED, TYPES, asks, is_option, narrow, options, tag
from linli.questions.formats.common import true_false
from linli.questions.formats.lines import LineNotes, Unread, folded, twins
from linli.questions.formats.model import FULL, Choice, Question, Type
from linli.questions.shape import OPTIONS_MOST

ANSWER_MOST = 120
_LETTERS = re.compile(r"[A-L](?:[\s,、;/.和与]{0,3}[A-L]){0,11}", re.IGNORECASE)
_CIRCLES = {sign: number for number, sign in enumerate("①②③④⑤⑥⑦⑧")}
_LEAD = re.compile(r"(?:选项?|为|是|应选|故选)\s?")


@dataclass(slots=True)
class Draft:
    """A question as it is collected. type: the word of its heading; number, section: for lists of answers."""

    line: int
    type: str = ""
    number: int = 0
    section: int = 0
    body: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""
    has_options: bool = False
    has_key: bool = False       # an answer stands in its brackets
    has_brackets: bool = False
    asks: bool = False

    def words(self, kind: str) -> str:
        """What a field says, empty if it is not there."""
        return "\n".join(self.fields.get(kind, ())).strip()

    def take(self, words: str) -> None:
        """Take a line of its text or options."""
        thin = narrow(words)
        self.body.append(words)
        self.has_options = self.has_options or is_option(thin) or bool(options(words)[1])
        self.has_key = self.has_key or bool(KEYS.search(thin))
        self.has_brackets = self.has_brackets or "(" in thin
        self.asks = self.asks or asks(thin)

    @property
    def complete(self) -> bool:
        """Whether it has what a question has after its stem."""
        return self.has_options or "answer" in self.fields


def question(draft: Draft, notes: LineNotes) -> Question:
    """The question of a draft. Raises Unread."""
    text = "\n".join(draft.body).strip()
    found = tag(narrow(text))
    word = found[1] if found and (found.start() < 8 or found.end() > len(text) - 3) else ""
    if found and word:
        text = (text[:found.start()] + text[found.end():]).strip()
    word = word or keys.fold(draft.words("type")) or draft.type
    if word in REFUSED:
        raise Unread(N_("a question of the type {type} cannot be marked here. Give it options to choose from, or leave it out."), type=word)
    kind = TYPES.get(word, "")
    stem, held = (text, []) if kind in ("short",) else options(text)
    stem, answer = _key(stem, held, draft.words("answer"), kind)
    if not stem:
        raise Unread(N_("it has no question before its options."))
    answer = answer or _unfit(stem)
    if not answer:
        raise _no_answer(draft)
    _doubt(stem, held, answer, draft, notes)
    made, choices = _options(kind, held, answer, draft, notes)
    return Question(
        made, stem, choices, draft.words("why"), draft.line, topic=draft.words("topic"), level=keys.level(draft.words("level")),
        source=draft.words("source"),
    )


def _no_answer(draft: Draft) -> Unread:
    if "mine" in draft.fields:
        return Unread(N_("only somebody's own answer (我的答案) stands there, not the right one. Add a line 正确答案：…"))
    return Unread(N_("it has no answer. Write it as 答案：C under the options, or between the brackets of the question."))


def _key(stem: str, held: list[str], answer: str, kind: str) -> tuple[str, str]:
    """(stem without the answer in its brackets, answer). The field wins over the brackets."""
    for found in reversed(list(KEYS.finditer(narrow(stem)))):
        key = found["key"]
        letters = re.findall("[A-H]", key) if key[0] in "ABCDEFGH" else []
        fits = letters and held and max(letters) < chr(ord("A") + len(held))
        fits = fits or (not letters and (not held or len(held) == 2) and kind not in ("single", "multiple", "short"))
        same = not answer or "".join(letters or [key]) == re.sub(r"[\s,、;.]", "", narrow(answer)).upper()
        if fits and same:
            gap = "____" if found["open"][0] == "_" else "（　）"
            return (stem[:found.start()] + gap + stem[found.end():]).strip(), answer or key
    return stem, answer


def _unfit(stem: str) -> str:
    """The letters in the brackets of a stem that name no option: told as such, not as a missing answer."""
    found = [key["key"] for key in KEYS.finditer(narrow(stem)) if key["key"][0] in "ABCDEFGH"]
    return "".join(re.findall("[A-H]", found[-1])) if found else ""


def _doubt(stem: str, held: list[str], answer: str, draft: Draft, notes: LineNotes) -> None:
    """A note where the brackets of the stem still hold other letters than the answer."""
    said = narrow(answer).strip(" 。.").upper()
    found = _unfit(stem)
    if found and held and max(found) < chr(ord("A") + len(held)) and _LETTERS.fullmatch(said) and set(found) != set(re.findall("[A-L]", said)):
        notes.note(draft.line, N_("its brackets hold {first}, and its answer says {second}; {second} was taken. Check which is right."), first=found, second=said)


def _options(kind: str, held: list[str], answer: str, draft: Draft, notes: LineNotes) -> tuple[Type, tuple[Choice, ...]]:
    two = len(held) == 2 and {keys.polarity(text) for text in held} == {True, False}
    if not held:
        return _without(kind, answer)
    if len(held) < 2:
        raise Unread(N_("it has only one option: {words}. Add the others."), words=held[0][:60])
    same = twins(held)
    if "" in held:
        raise Unread(N_("option {label} is empty. Fill it in, or take its letter out."), label=chr(ord("A") + held.index("")))
    if same:
        raise Unread(N_("options {first} and {second} are the same: {words}. Change one of them."),
                     first=chr(ord("A") + same[0]), second=chr(ord("A") + same[1]), words=held[same[0]][:60])
    right = _right(answer, held, two)
    choices = tuple(Choice(text, number in right, FULL if number in right else 0.0) for number, text in enumerate(held))
    if two and len(right) == 1 and kind in ("", "true_false"):
        return "true_false", choices
    return _several(kind, choices, len(right), draft, notes), choices


def _several(kind: str, choices: tuple[Choice, ...], right: int, draft: Draft, notes: LineNotes) -> Type:
    if len(choices) > OPTIONS_MOST:
        notes.note(draft.line, N_("it has {n} options; it stays a draft until it has at most {most}."), n=len(choices), most=OPTIONS_MOST)
    if right > 1:
        if kind == "single":
            notes.note(draft.line, N_("it stands under single choice and has {n} right options; it was read as multiple choice. Check its answer."), n=right)
        if right == len(choices):
            notes.note(draft.line, N_("all options are right; it stays a draft until it has one that is not."))
        return "multiple"
    if kind == "multiple":
        notes.note(draft.line, N_("it stands under multiple choice and has one right option; it stays a draft until that is corrected."))
        return "multiple"
    return "single"


def _without(kind: str, answer: str) -> tuple[Type, tuple[Choice, ...]]:
    """A question without options: true or false, or an answer to be typed."""
    said = unicodedata.normalize("NFKC", answer).strip(" 。.;")
    truth = keys.polarity(said)
    if kind == "true_false" and said.upper() in ("A", "B"):
        truth = said.upper() == "A"
    if truth is not None and kind in ("", "true_false"):
        return "true_false", true_false(truth)
    if kind == "true_false":
        raise Unread(N_("'{answer}' is neither right nor wrong. Write √ or ×, 对 or 错."), answer=answer[:40])
    if kind in ("single", "multiple", "any", "choice") or _LETTERS.fullmatch(said):
        raise Unread(N_("its answer is {answer}, and no options were found. Write each as A．… on the lines below the question."), answer=answer[:40])
    if len(answer) > ANSWER_MOST:
        raise Unread(N_("its answer is a text of {n} characters, which cannot be marked. Give it options to choose from."), n=len(answer))
    return "short", (Choice(answer, True, FULL),)


def _right(answer: str, held: list[str], two: bool) -> set[int]:
    """The places of the options that an answer names: by letters, by √ and ×, by their texts."""
    said = _LEAD.sub("", unicodedata.normalize("NFKC", "".join(answer.split("\n"))).strip(" 。.;,、()[]【】"), count=1)
    said = "".join(_circle(sign) for sign in answer.strip()) if answer.strip() and set(answer.strip()) <= set(_CIRCLES) else said
    same = [number for number, text in enumerate(held) if folded(text) == folded(answer)]
    if same:
        return set(same)
    if _LETTERS.fullmatch(said):
        return _within([ord(letter) - ord("A") for letter in said.upper() if "A" <= letter <= "L"], said, held)
    if two and (truth := keys.polarity(said)) is not None:
        return {number for number, text in enumerate(held) if keys.polarity(text) is truth}
    labelled = re.match(r"([A-L])\s?[.、:)]", said)
    if labelled:
        return _within([ord(labelled[1]) - ord("A")], said, held)
    parts = [folded(part) for part in re.split(r"[;；、,，\n|]", answer) if part.strip()]
    texts = [folded(text) for text in held]
    if len(parts) > 1 and all(part in texts for part in parts):
        return {texts.index(part) for part in parts}
    raise Unread(N_("the answer '{answer}' is none of its options. Write the letters of the right ones, as A or AC."), answer=answer[:60])


def _circle(sign: str) -> str:
    return chr(ord("A") + _CIRCLES[sign])


def _within(places: list[int], said: str, held: list[str]) -> set[int]:
    if max(places) >= len(held):
        raise Unread(N_("the answer {answer} names an option that the question does not have; it has {n}. Correct the answer, or add the option."),
                     answer=said[:20], n=len(held))
    return set(places)
