"""Where people say an answer comes from, in their own words: which law, article, fact and quoted words that is.

    《中华人民共和国消防法》第二十八条 · 消防法28条 · xiaofang-fa 28 · F-702 · 消防法第二十八条：不得占用……
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from linli.questions.formats.model import Question
from linli.questions.shape import QUOTE_LEAST
from linli.questions.sources import Law, Sources

NATION = "中华人民共和国"
#: A sentence longer than this is offered by its clauses.
LONGEST_QUOTE = 90
#: Pairs of characters that a proposed sentence must share with the question.
SHARED_LEAST = 3

_FACT = re.compile(r"(?<![A-Za-z])[Ff]\s*-?\s*(\d{1,4})(?!\d)")
_DIGITS = "零一二三四五六七八九"
_NUMBER = "[0-9]+|[〇零一二两三四五六七八九十百千]+"
_ARTICLE = re.compile(rf"第?\s*({_NUMBER})\s*条")
_BRACKETS = re.compile("《([^》]+)》")
_EDITION = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_CJK = re.compile("[\u3400-\u9fff]")
_BEFORE, _AFTER = "国据照按见和及自", "第规的中之"
_SPOKEN = re.compile("[“\"「『]([^”\"」』]{6,})[”\"」』]")
_MARKS = "“”\"「」『』 \t\n。；，;,.：:"


@dataclass(frozen=True, slots=True)
class Reference:
    """What was understood: slugs and numbers as they are kept here, empty where nothing was.

    named: the law or article in the words of the file, for a sentence about what is not kept here.
    """

    law: str = ""
    article: str = ""
    fact: str = ""
    quote: str = ""
    named: str = ""


def reference(question: Question, texts: Sources) -> Reference:
    """The source that a question names, apart or in one text. Nothing is guessed: what is not clear stays empty."""
    words = _flat(f"{question.law} {question.source}".strip())
    fact = _FACT.search(_flat(question.fact) or words)
    if fact and (question.fact or not find_law(words, texts)):
        return _of_fact(question, f"F-{fact[1]}", texts)
    law = find_law(words, texts)
    if law is None:
        return Reference(quote=question.quote.strip(), named=(question.law or question.source).strip())
    named, found = articles(question.article or words, law, bare=bool(question.article))
    if not found and not question.article:
        found = articles(words.rpartition(" ")[2], law, bare=True)[1]
    said = [question.quote, *_SPOKEN.findall(question.source), question.source.partition("：")[2], question.source.partition(":")[2]]
    for name in found:
        held = next((words for each in said if (words := exact(each, law.articles[name]))), "")
        if held:
            return Reference(law.slug, name, quote=held)
    return Reference(law.slug, found[0] if found else "", quote=question.quote.strip(), named=named)


def _of_fact(question: Question, fact: str, texts: Sources) -> Reference:
    kept = texts.facts.get(fact)
    return Reference(fact=fact, quote=(exact(question.quote, kept.text) if kept else "") or question.quote.strip())


def find_law(words: str, texts: Sources) -> Law | None:
    """The law that a text names by slug, title or short title; a longer title wins over one inside it."""
    flat = _flat(words)
    if (law := texts.laws.get(flat.partition(" ")[0].lower())) is not None:
        return law
    inside = _BRACKETS.search(flat)
    if inside:
        wanted = _EDITION.sub("", inside[1]).strip().removeprefix(NATION)
        return next((law for law in texts.laws.values() if law.title.removeprefix(NATION) == wanted), None)
    wanted = _EDITION.sub("", flat)
    named = (law for law in sorted(texts.laws.values(), key=lambda law: -len(law.title)) if _names(wanted, law.title.removeprefix(NATION)))
    return next(named, None) or next((law for law in texts.laws.values() if flat.casefold() == law.title_en.casefold()), None)


def _names(words: str, title: str) -> bool:
    """Whether the words name this very law, and not one whose title only holds it (an order that applies it, say)."""
    before, found, after = words.partition(title)
    return bool(found) and (not before or not _CJK.match(before[-1]) or before[-1] in _BEFORE) and (
        not after or not _CJK.match(after[0]) or after[0] in _AFTER or after[0] in _DIGITS + "十百")


def articles(words: str, law: Law, *, bare: bool = False) -> tuple[str, list[str]]:
    """The first article that the words name, as they name it, and those of them that the law has here.

    bare: a number alone is an article too.
    """
    flat = _flat(words)
    numbers = [match[1] for match in _ARTICLE.finditer(flat)]
    if not numbers and bare and re.fullmatch(_NUMBER, flat):
        numbers = [flat]
    by_number = {number: name for name, number in law.numbers.items()}
    exactly = [flat] if flat in law.articles else []
    found = exactly or [by_number[number] for each in numbers if (number := whole(each)) in by_number]
    return (numbers[0] if numbers else flat if bare else ""), found


def whole(words: str) -> int:
    """A number below ten thousand in digits or in Chinese: 28, 二十八, 一百零三, 一三三."""
    if words.isascii():
        return int(words)
    words = words.replace("〇", "零").replace("两", "二")
    if not re.search("[十百千]", words):
        return int("".join(str(_DIGITS.index(sign)) for sign in words))
    total, digit = 0, 0
    for sign in words:
        if sign in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            digit = _DIGITS.index(sign)
    return total + digit


def exact(quote: str, text: str) -> str:
    """The quoted words as they stand in the text, without quotation marks around them; empty if they do not."""
    for said in (quote.strip(), quote.strip(_MARKS)):
        if len(said) >= QUOTE_LEAST and said in text:
            return said
    return ""


def suggest_quote(question: Question, law_article: str) -> str:
    """The sentence of an article that shares most with what was quoted, the right answer and the explanation; empty if none does.

    Only ever shown to a person, who confirms it or takes other words: the words must decide the answer.
    """
    right = "".join(f"{choice.text}{choice.match}" for choice in question.options if choice.correct)
    weights = [(_pairs(question.quote), 3), (_pairs(right), 2), (_pairs(question.explanation), 2), (_pairs(question.stem), 1)]

    def score(sentence: str) -> float:
        pairs = _pairs(sentence)
        return sum(weight * len(pairs & words) for words, weight in weights) / (len(pairs) + 10)

    found = [one for one in sentences(law_article) if len(_pairs(one) & frozenset().union(*(words for words, _w in weights))) >= SHARED_LEAST]
    return max(found, key=score, default="")


def sentences(text: str) -> list[str]:
    """The sentences of an article that can be quoted; long ones by their clauses."""
    found = []
    for sentence in re.findall("[^。；\n]+", text):
        whole_one = re.sub("^[（(][一二三四五六七八九十]+[）)]", "", sentence.strip())
        parts = [whole_one] if len(whole_one) <= LONGEST_QUOTE else re.findall("[^，：]+", whole_one)
        found += [part.strip() for part in parts if len(part.strip()) >= QUOTE_LEAST]
    return found


def _pairs(text: str) -> frozenset[str]:
    kept = "".join(sign for sign in text if sign.isalnum())
    return frozenset(kept[place:place + 2] for place in range(len(kept) - 1))


@lru_cache(maxsize=2_000)
def _flat(text: str) -> str:
    """Width folded, one blank between words."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
