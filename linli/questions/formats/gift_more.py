"""What GIFT has no place for, kept in a comment before the block: `// linli: {json}`.

Other programs skip the comment. Whatever it says only adds to the block; a text that was changed
in the block since is the newer one and stands.
"""

import json
import re
from dataclasses import replace
from typing import Any

from linli.questions.formats.lines import folded
from linli.questions.formats.model import Choice, Picture, Question
from linli.questions.items import Text, Topic

HEAD, TOPIC_HEAD = "// linli: ", "// linli-topic: "
PLAIN = (
    "topic", "source", "law", "article", "quote", "fact", "reviewed_on", "sibling", "checked_by", "expires_on", "licence", "stem_en", "explanation_en",
)
_FALSE = frozenset("不对 错 错误 否 不是 不正确 false no wrong f n × ✗".split())
_PICTURE = re.compile(r"[0-9a-f]{8,64}\.[a-z]{3,4}")
_ID = re.compile(r"\[id:((?:[^\]\\]|\\.){1,200})\]")
_TAG = re.compile(r"\[tag:((?:[^\]\\]|\\.){1,200})\]")


def written(question: Question) -> str:
    """The comment for a question, empty if GIFT holds all of it."""
    more: dict[str, Any] = {name: held for name in PLAIN if (held := getattr(question, name))}
    if question.level is not None:
        more["level"] = question.level
    if question.picture:
        more["picture"] = question.picture.name
    if question.type == "true_false":
        more["truth"] = [[choice.text, choice.en] for choice in question.options]
        more["true"] = true_at(question)
    elif any(choice.en for choice in question.options):
        more["options_en"] = [choice.en for choice in question.options]
    for name, field in (("exact", "text"), ("exact_feedback", "feedback")):
        arrows = {str(n): held for n, choice in enumerate(question.options) if "->" in (held := getattr(choice, field))}
        if arrows and question.type in ("matching", "short"):
            more[name] = arrows
    return HEAD + json.dumps(more, ensure_ascii=False, separators=(",", ":")) if more else ""


def arrowless(text: str) -> str:
    """A text without `->`, which in GIFT always parts a pair and cannot be escaped."""
    return text.replace("->", "→")


def said(comments: list[str]) -> dict[str, Any]:
    """What the comments of a block say: `// linli:` values, `[id:…]` and `[tag:…]`; nothing that is not understood."""
    more: dict[str, Any] = {}
    for comment in comments:
        if comment.startswith(HEAD):
            more |= _loaded(comment.removeprefix(HEAD))
        elif not comment.startswith(TOPIC_HEAD):
            for name, pattern in (("id", _ID), ("tag", _TAG)):
                found = pattern.search(comment)
                if found:
                    more[name] = re.sub(r"\\(.)", r"\1", found[1]).strip()
    return more


def topics(comments: list[str]) -> list[Topic]:
    """The topics that the comments describe."""
    found = []
    for comment in comments:
        if comment.startswith(TOPIC_HEAD):
            held = _loaded(comment.removeprefix(TOPIC_HEAD))
            if all(isinstance(held.get(name), str) for name in ("id", "zh", "en")):
                found.append(Topic(held["id"], Text(held["zh"], held["en"])))
    return found


def topic_line(topic: Topic) -> str:
    """The comment that describes a topic."""
    return TOPIC_HEAD + json.dumps({"id": topic.id, "zh": topic.name.zh, "en": topic.name.en}, ensure_ascii=False, separators=(",", ":"))


def _loaded(text: str) -> dict[str, Any]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def applied(question: Question, more: dict[str, Any]) -> Question:
    """The question with what its comment adds."""
    if not more:
        return question
    texts = {name: more[name] for name in PLAIN if isinstance(more.get(name), str)}
    question = replace(question, **texts)
    if more.get("level") in (1, 2, 3):
        question = replace(question, level=int(more["level"]))
    picture = more.get("picture")
    if isinstance(picture, str) and _PICTURE.fullmatch(picture):
        question = replace(question, picture=Picture(picture, "", b"", 0, 0))
    return replace(question, options=_options(question, more))


def _options(question: Question, more: dict[str, Any]) -> tuple[Choice, ...]:
    options = question.options
    truth = more.get("truth")
    if question.type == "true_false" and truth is not None and _pairs(truth) and more.get("true") in (0, 1):
        return _truths(options, truth, int(more["true"]))
    english = more.get("options_en")
    if isinstance(english, list) and len(english) == len(options) and all(isinstance(each, str) for each in english):
        options = tuple(replace(choice, en=en) for choice, en in zip(options, english, strict=True))
    for name, field in (("exact", "text"), ("exact_feedback", "feedback")):
        if isinstance(exact := more.get(name), dict):
            options = tuple(_exact(choice, field, exact.get(str(n))) for n, choice in enumerate(options))
    return options


def _pairs(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair) for pair in value)


def true_at(question: Question) -> int:
    """Which of two options TRUE stands for: the first, unless that one is a word for false."""
    return int(folded(question.options[0].text) in _FALSE)


def _truths(options: tuple[Choice, ...], truth: list[list[str]], at: int) -> tuple[Choice, ...]:
    """The two options in their own words and order; which of them is right the block says. at: the place of TRUE."""
    places = (0, 1) if at == 0 else (1, 0)
    return tuple(replace(options[place], text=text, en=en) for place, (text, en) in zip(places, truth, strict=True))


def _exact(choice: Choice, field: str, text: Any) -> Choice:
    if not isinstance(text, str) or arrowless(text) != getattr(choice, field):
        return choice
    return replace(choice, text=text) if field == "text" else replace(choice, feedback=text)
