"""From a question as a file words it to an item that can be played, or a list of what it lacks.

Nothing is made up: level 2 where a file does not say how hard it is, and the day it was read as
its day of review until somebody checks it, are the only values of our own. What an earlier
version of the item says (English, level, licence …) stays where the file is silent about it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from linli.locale import N_, _
from linli.questions import check, columns
from linli.questions.citing import NATION, Reference, reference, suggest_quote
from linli.questions.faults import Fault
from linli.questions.formats.model import PLAYABLE, Question
from linli.questions.items import Item, Topic, source_to_json
from linli.questions.shape import OPTIONS_MOST, QUOTE_LEAST, Placed, Reader, read_item
from linli.questions.shelf import normal
from linli.questions.sources import Law, Sources
from linli.questions.tree import from_plain

__all__ = ["LEVEL", "Lack", "item_id", "draft_id", "own_id", "suggest_quote", "suggestion", "to_item", "topic_of"]

#: Of a question whose file does not say how hard it is.
LEVEL = 2
_OWN = re.compile(r"(?=.*[a-z])(?=.*[-\d])[a-z0-9][a-z0-9-]{3,59}")
_LINES = dict.fromkeys(("law", "article", "quote", "fact"), 1)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps a question from being an item. code: topic, type, explanation, source, quote, words."""

    code: str
    text: str                               # English sentence with named fields, marked by N_
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in the current language."""
        return _(self.text, **self.fields)


def to_item(
    question: Question, topic: str, at: datetime, texts: Sources, *, english: bool = False, name: str = "", known: Item | None = None,
) -> Item | list[Lack]:
    """The item that a question makes, or everything it lacks, the most important first.

    topic: id, "" while none is chosen. name: the item's id, made of its words by default. known: an
    earlier version of the same item, which keeps its say where the file has none. english: whether
    English is needed, as in question files.
    """
    filled = _filled(question, known)
    cited = reference(filled, texts)
    lacks = [*_topic_lacks(question, topic), *_type_lacks(filled)]
    if not filled.explanation.strip():
        lacks.append(Lack("explanation", N_("it has no explanation of why the answer is right.")))
    lacks += _source_lacks(cited, texts)
    if lacks:
        return lacks
    reader = Reader("", english=english)
    plain = _plain(filled, cited, name or item_id(question, topic), at, known)
    placed = read_item(reader, from_plain(plain, 1), 1, topic, check.latest_day(at))
    faults = reader.faults or (check.source_faults(Placed(placed.item, _LINES), "", texts) if placed else [])
    return placed.item if placed and not faults else [_of_fault(fault) for fault in faults]


def topic_of(question: Question, topics: Mapping[str, Topic]) -> str:
    """The id of the topic that a question names by id or name, or as the last part of a category; empty if none."""
    parts = [part for part in re.split(r"[/\\>]", question.topic) if part.strip()]
    for said in (question.topic, *parts[-1:]):
        if said.strip() and (found := columns.find_topic(said.strip(), topics)):
            return found
    return ""


def own_id(question: Question) -> str:
    """What the file calls the question, where that can be an id here: not a mere running number, which every file has."""
    return question.id if _OWN.fullmatch(question.id) else ""


def item_id(question: Question, topic: str, *, apart: bool = False) -> str:
    """The id of a question without one of its own: the same when the file comes again.

    apart: the options count too, for questions whose stems are the same ("which is right?").
    """
    return columns.new_id(topic[:50].rstrip("-"), _words(question, apart))


def draft_id(question: Question, *, apart: bool = False) -> str:
    """The id of its draft, which hangs on no topic: that may be chosen later."""
    return own_id(question) or columns.new_id("draft", _words(question, apart))


def suggestion(question: Question, texts: Sources) -> str:
    """Words to propose as the quote where law and article are known and the quote is not; empty otherwise."""
    cited = reference(question, texts)
    law = texts.laws.get(cited.law)
    if law is None or cited.article not in law.articles or _quoted(cited, law):
        return ""
    return suggest_quote(question, law.articles[cited.article])


def _words(question: Question, apart: bool) -> str:
    options = sorted(normal(choice.text) for choice in question.options) if apart else []
    return "\n".join([question.stem, *options])


def _filled(question: Question, known: Item | None) -> Question:
    """The question with the explanation and source of the item it is, where its file has no room for them."""
    if known is None or not _same_key(question, known):
        return question
    if not (question.source or question.law or question.fact or question.quote):
        said: dict[str, Any] = source_to_json(known.source)
        question = replace(question, **said)
    return question if question.explanation.strip() else replace(question, explanation=known.explanation.zh, explanation_en=known.explanation.en)


def _same_key(question: Question, known: Item) -> bool:
    said = {(choice.text.strip(), choice.correct) for choice in question.options}
    return question.stem.strip() == known.stem.zh and said == {(option.text.zh, option.key) for option in known.options}


def _plain(question: Question, cited: Reference, name: str, at: datetime, known: Item | None) -> dict[str, Any]:
    """The question as plain values in the shape of the question file."""
    source = {"law": cited.law, "article": cited.article, "quote": cited.quote}
    if cited.fact:
        source = {"fact": cited.fact} | ({"quote": cited.quote} if cited.quote else {})
    english = _english(known)
    return {
        "id": name, "kind": question.type, "level": str(question.level or (known.level if known else LEVEL)),
        "stem": _text(question.stem, question.stem_en, english),
        "options": [_text(choice.text, choice.en, english) | ({"key": True} if choice.correct else {}) for choice in question.options],
        "explanation": _text(question.explanation, question.explanation_en, english),
        "source": source, "reviewed_on": _day(question.reviewed_on) or (known.reviewed_on if known else at.date()).isoformat(),
    } | _optional(question, known)


def _optional(question: Question, known: Item | None) -> dict[str, str]:
    kept: dict[str, Any] = {name: getattr(known, name) for name in ("sibling", "checked_by", "licence", "image")} if known else {}
    kept["expires_on"] = known.expires_on.isoformat() if known and known.expires_on else None
    said = {
        "sibling": question.sibling, "checked_by": question.checked_by, "licence": question.licence,
        "expires_on": _day(question.expires_on), "image": question.picture.name if question.picture else "",
    }
    there = {name: text or kept.get(name) for name, text in said.items()}
    return {name: text for name, text in there.items() if text}


def _english(known: Item | None) -> dict[str, str]:
    if known is None:
        return {}
    return {text.zh: text.en for text in (known.stem, known.explanation, *(option.text for option in known.options))}


def _text(zh: str, en: str, english: Mapping[str, str]) -> dict[str, str]:
    return {"zh": zh, "en": en or english.get(zh.strip(), "")}


def _day(text: str) -> str:
    """A day as people write it, as YYYY-MM-DD; other words stay as they are and are told."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text.strip())
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text.strip()


def _topic_lacks(question: Question, topic: str) -> list[Lack]:
    if topic:
        return []
    if question.topic.strip():
        return [Lack("topic", N_("its topic '{topic}' is not known here; choose one."), {"topic": question.topic.strip()[:60]})]
    return [Lack("topic", N_("it has no topic; choose one."))]


def _type_lacks(question: Question) -> list[Lack]:
    if question.type not in PLAYABLE:
        words = {
            "numeric": N_("it asks for a number; give it options to choose from, and it can be played."),
            "short": N_("it asks for words to be typed; give it options to choose from, and it can be played."),
            "matching": N_("it asks for pairs; make single questions of it, and they can be played."),
        }
        return [Lack("type", words[question.type])]
    if question.playable:
        return []
    n, right = len(question.options), sum(choice.correct for choice in question.options)
    if not question.stem.strip():
        return [Lack("type", N_("it has no stem."))]
    if not 2 <= n <= OPTIONS_MOST:
        return [Lack("type", N_("it has {n} options; 2 to {most} are possible."), {"n": n, "most": OPTIONS_MOST})]
    if right == 0:
        return [Lack("type", N_("no option is marked as right."))]
    if question.type == "multiple" and right in (1, n):
        return [Lack("type", N_("it has {right} right options of {n}; several answers need at least two right ones and a wrong one."), {"n": n, "right": right})]
    if question.type != "multiple" and right > 1:
        return [Lack("type", N_("it has {right} right options and should have one."), {"right": right})]
    if question.type == "true_false" and n != 2:
        return [Lack("type", N_("true or false needs two options, not {n}."), {"n": n})]
    return [Lack("type", N_("two of its options are the same, or one is empty."))]


def _source_lacks(cited: Reference, texts: Sources) -> list[Lack]:
    if cited.fact:
        return _fact_lacks(cited, texts)
    law = texts.laws.get(cited.law)
    if law is None:
        if cited.named:
            text = N_("its source '{law}' is no law or fact that is kept here; name another, or add the text as a local rule.")
            return [Lack("source", text, {"law": cited.named[:60]})]
        return [Lack("source", N_("it has no source: name the article of a law, or a fact such as F-702."))]
    if not cited.article:
        if cited.named:
            text = N_("its source names article '{article}', which the {law} does not have here.")
            return [Lack("source", text, {"article": cited.named[:20], "law": law.title.removeprefix(NATION)})]
        return [Lack("source", N_("its source is the {law} without an article."), {"law": law.title.removeprefix(NATION)})]
    return [] if _quoted(cited, law) else [_quote_lack(cited, law)]


def _fact_lacks(cited: Reference, texts: Sources) -> list[Lack]:
    fact = texts.facts.get(cited.fact)
    if fact is None:
        return [Lack("source", N_("its source is the fact {fact}, which is not kept here."), {"fact": cited.fact})]
    if cited.quote and cited.quote not in fact.text:
        return [Lack("quote", N_("the quoted words do not stand in the fact {fact}; leave them out or copy them."), {"fact": fact.id})]
    return []


def _quoted(cited: Reference, law: Law) -> bool:
    return len(cited.quote) >= QUOTE_LEAST and cited.quote in law.articles[cited.article]


def _quote_lack(cited: Reference, law: Law) -> Lack:
    fields = {"number": law.numbers[cited.article]}
    if not cited.quote:
        return Lack("quote", N_("the words of article {number} that decide the answer are not quoted."), fields)
    if len(cited.quote) < QUOTE_LEAST:
        return Lack("quote", N_("the quote from article {number} has {n} characters; {least} is the least."), fields | {"n": len(cited.quote), "least": QUOTE_LEAST})
    other = next((law.numbers[name] for name, words in law.articles.items() if cited.quote in words), None)
    if other:
        return Lack("quote", N_("the quoted words do not stand in article {number}; they stand in article {other}."), fields | {"other": other})
    return Lack("quote", N_("the quoted words do not stand in article {number} as they are written there."), fields)


def _of_fault(fault: Fault) -> Lack:
    told = columns.about_row(fault)
    return Lack("words", told.text, told.fields)

