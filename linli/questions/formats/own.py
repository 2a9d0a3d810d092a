"""Our own question files and what `questions show --json` prints, as questions.

An item with a fault is still read where it can be, with the fault beside it: what it lacks can be
added on the screen.
"""

from datetime import date
from typing import Any

from linli.questions.formats.common import unplayable
from linli.questions.formats.model import FULL, TYPES, Choice, Question, Remark
from linli.questions.items import FactSource, Item, Topic
from linli.questions.shape import Placed, Reader, read_item, read_topic
from linli.questions.tree import Value

#: Days are checked when a question becomes an item; here any day will do.
_ANY_DAY = date.max
_MORE = ("reviewed_on", "sibling", "checked_by", "expires_on", "licence")


def is_file(value: Value) -> bool:
    """Whether a map is a whole file of ours: a topic with an id and a list of items."""
    if value.kind != "map" or not {"topic", "items"} <= value.held.keys():
        return False
    return value.held["topic"].kind == "map" and value.held["items"].kind == "list"


def is_bundle(value: Value) -> bool:
    """Whether a map is what write_json writes: topics and items."""
    return value.kind == "map" and {"topics", "items"} == value.held.keys() and value.held["topics"].kind == "list" and value.held["items"].kind == "list"


def read_topics(value: Value) -> list[Topic]:
    """The topics of such a map."""
    found = [read_topic(Reader("", english=False), one) for one in value.held["topics"].held]
    return [one for one in found if one]


def is_item(value: Value) -> bool:
    """Whether a map is an item of ours, as a file or items.to_json writes it."""
    return value.kind == "map" and "kind" in value.held and "stem" in value.held and value.held["stem"].kind == "map"


def is_question(value: Value) -> bool:
    """Whether a map is a question as `questions show --json` prints it."""
    if value.kind != "map" or not {"type", "stem", "options"} <= value.held.keys() or value.held["options"].kind != "list":
        return False
    return value.held["type"].held in TYPES and all(one.kind == "map" and "text" in one.held for one in value.held["options"].held)


def read_head(value: Value) -> tuple[Topic | None, list[Remark]]:
    """The topic of a file of ours."""
    reader = Reader("", english=False)
    topic = read_topic(reader, value.held["topic"])
    return topic, [Remark(fault.text, fault.line, fields=fault.fields, lost=False) for fault in reader.faults]


def read_own(value: Value, number: int, topic: str) -> tuple[Question | None, list[Remark]]:
    """The `number`th item of a file (from 1)."""
    reader = Reader("", english=False)
    said = value.held.get("topic") if value.kind == "map" else None
    if said is not None and said.kind == "text":
        topic, value = said.held.strip(), Value(value.line, "map", {name: held for name, held in value.held.items() if name != "topic"})
    placed = read_item(reader, value, number, topic, _ANY_DAY)
    if placed:
        return of_item(placed), []
    question = _loosely(value, topic)
    return question, [Remark(fault.text, fault.line, fields=fault.fields, lost=question is None) for fault in reader.faults]


def of_item(placed: Placed) -> Question:
    """An item as a question of a file."""
    item: Item = placed.item
    source = item.source
    words: dict[str, Any] = {"fact": source.fact, "quote": source.quote or ""} if isinstance(source, FactSource) else {
        "law": source.law, "article": source.article, "quote": source.quote,
    }
    options = tuple(Choice(one.text.zh, one.key, FULL if one.key else 0.0, "", one.text.en) for one in item.options)
    return Question(
        item.kind, item.stem.zh, options, item.explanation.zh, placed.lines.get("item", 1), item.id, item.topic, item.level, item.stem.en, item.explanation.en,
        reviewed_on=item.reviewed_on.isoformat(), sibling=item.sibling or "", checked_by=item.checked_by or "",
        expires_on=item.expires_on.isoformat() if item.expires_on else "", licence=item.licence or "", **words,
    )


def _loosely(value: Value, topic: str) -> Question | None:
    """What can be read of an item with faults; None without a stem or options."""
    held = value.held if value.kind == "map" else {}
    kind, options = _word(held.get("kind")), held.get("options")
    zh, en = _both(held.get("stem"))
    if kind not in ("single", "multiple", "true_false") or not (zh or en) or options is None or options.kind != "list":
        return None
    choices = tuple(_choice(one) for one in options.held)
    why, why_en = _both(held.get("explanation"))
    level = _word(held.get("level"))
    source = held.get("source")
    words: dict[str, Any] = {name: _word(one) for name, one in source.held.items() if name in ("law", "article", "quote", "fact")} if source and source.kind == "map" else {}
    more: dict[str, Any] = {name: _word(held.get(name)) for name in _MORE}
    return Question(
        kind, zh or en, choices, why, value.line, _word(held.get("id")), topic, int(level) if level in ("1", "2", "3") else None,  # type: ignore[arg-type]
        en if zh else "", why_en, **words, **more,
    )


def _choice(value: Value) -> Choice:
    zh, en = _both(value)
    key = value.held.get("key") if value.kind == "map" else None
    right = key is not None and str(key.held).lower() == "true"
    return Choice(zh or en, right, FULL if right else 0.0, "", en if zh else "")


def _both(value: Value | None) -> tuple[str, str]:
    if value is None or value.kind != "map":
        return _word(value), ""
    return _word(value.held.get("zh")), _word(value.held.get("en"))


def _word(value: Value | None) -> str:
    return str(value.held).strip() if value is not None and value.kind in ("text", "number", "date", "bool") else ""


def read_question(value: Value) -> tuple[Question, list[Remark]]:
    """A question as `Question.as_json` wrote it."""
    options = tuple(
        Choice(_word(one.held["text"]), _word(one.held.get("correct")).lower() == "true", _number(one.held.get("weight")), _word(one.held.get("feedback")),
               match=_word(one.held.get("match")))
        for one in value.held["options"].held
    )
    options = tuple(one if one.weight or not one.correct else Choice(one.text, True, FULL, one.feedback, match=one.match) for one in options)
    made = Question(value.held["type"].held, _word(value.held["stem"]), options, _word(value.held.get("explanation")), value.line)
    note = unplayable(made)
    return made, [note] if note else []


def _number(value: Value | None) -> float:
    try:
        found = float(_word(value) or 0)
    except ValueError:
        return 0.0
    return found if abs(found) <= FULL else 0.0
