"""The editor's form: a question as it is being typed, kept as a draft, checked field by field.

What is half typed is a `Question` (formats/model.py) in a row of `draft`, so a closed browser, a
reload or a fault loses nothing. An item being edited has the draft `edit-ITEM`.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from linli import clock, ids
from linli.errors import GameError
from linli.locale import N_
from linli.questions import check, shelf
from linli.questions.faults import Fault
from linli.questions.formats.model import PLAYABLE, Choice, Picture, Question
from linli.questions.items import FactSource, Item, LawSource
from linli.questions.shape import Placed, Reader, read_item
from linli.questions.sources import Sources
from linli.questions.tree import Value, from_plain
from linli.store import Tx

_TEXTS = tuple(each.name for each in fields(Question) if each.name not in ("type", "options", "line", "level", "picture"))


class NoDraft(GameError):
    """No such draft, or it is an item by now."""

    def __init__(self, draft: str) -> None:
        super().__init__(N_("The draft '{draft}' is not there any more; somebody may have finished it. Look for it among all questions."), draft=draft)


@dataclass(frozen=True, slots=True)
class Kept:
    """A half-typed question. item: the item that is edited or was sent back; None for one that is new."""

    id: str
    question: Question
    topic: str
    item: str | None
    changed_at: str
    changed_by: str | None


def edit_id(item: str) -> str:
    """The draft in which an item is edited."""
    return f"edit-{item}"


def new_draft_id() -> str:
    """The draft of a question begun on screen."""
    return f"new-{ids.token()[:10].lower()}"


def of_item(item: Item) -> Question:
    """An item as the form shows it."""
    source: dict[str, Any] = {}
    if isinstance(item.source, LawSource):
        source = {"law": item.source.law, "article": item.source.article, "quote": item.source.quote}
    elif isinstance(item.source, FactSource):
        source = {"fact": item.source.fact, "quote": item.source.quote or ""}
    return Question(
        item.kind, item.stem.zh, tuple(Choice(one.text.zh, one.key, 100.0 if one.key else 0.0, en=one.text.en) for one in item.options),
        item.explanation.zh, id=item.id, topic=item.topic, level=item.level, stem_en=item.stem.en, explanation_en=item.explanation.en,
        reviewed_on=item.reviewed_on.isoformat(), sibling=item.sibling or "", checked_by=item.checked_by or "",
        expires_on=item.expires_on.isoformat() if item.expires_on else "", licence=item.licence or "",
        picture=Picture(item.image, "", b"", 0, 0) if item.image else None, **source,
    )


def dump(question: Question) -> str:
    """A question as the text that a draft keeps; of a picture its name."""
    held = asdict(question)
    held["picture"] = {"name": question.picture.name} if question.picture else None
    return json.dumps(held, ensure_ascii=False, sort_keys=True)


def parse(content: str) -> Question:
    """The question that a draft keeps."""
    held = json.loads(content)
    known = {each.name for each in fields(Choice)}
    options = tuple(Choice(**{name: value for name, value in one.items() if name in known}) for one in held.get("options", ()))
    picture = held.get("picture")
    name = picture.get("name") if isinstance(picture, dict) else picture
    return Question(
        held.get("type", "single"), held.get("stem", ""), options, line=held.get("line", 1), level=held.get("level"),
        picture=Picture(name, "", b"", 0, 0) if name else None,
        **{each: held.get(each) or "" for each in _TEXTS if each != "stem"},
    )


def find(tx: Tx, draft: str) -> Kept | None:
    """An open draft by id."""
    row = tx.one("select * from draft where id = :id and state = 'open'", id=draft)
    if row is None:
        return None
    question = parse(row["content"])
    return Kept(row["id"], question, row["topic"] or "", row["item"], row["changed_at"], row["changed_by"])


def opened(tx: Tx, draft: str) -> Kept:
    """An open draft by id; raises NoDraft."""
    found = find(tx, draft)
    if found is None:
        raise NoDraft(draft)
    return found


def keep(tx: Tx, draft: str, question: Question, topic: str, item: str | None, by: str | None, at: datetime) -> None:
    """Keep what is typed so far. A draft from a file stays that file's."""
    tx.run(
        "insert into draft (id, content, topic, stem, state, item, file, made_at, made_by, changed_at, changed_by)"
        " values (:id, :content, :topic, :stem, 'open', :item, '', :now, :by, :now, :by) on conflict (id) do update set"
        " content = excluded.content, topic = excluded.topic, stem = excluded.stem, state = 'open', item = excluded.item,"
        " changed_at = excluded.changed_at, changed_by = excluded.changed_by",
        id=draft, content=dump(question), topic=topic or None, stem=shelf.normal(f"{question.stem} {question.stem_en}"),
        item=item, now=clock.stamp(at), by=by,
    )


def drop(tx: Tx, draft: str, at: datetime, by: str | None) -> None:
    """Put a draft away; its row stays."""
    tx.run("update draft set state = 'gone', changed_at = :now, changed_by = :by where id = :id", id=draft, now=clock.stamp(at), by=by)


def keep_sent_back(tx: Tx, item: Item, by: str | None, at: datetime) -> None:
    """The words of an item that was sent back, as its draft."""
    keep(tx, edit_id(item.id), of_item(item), item.topic, item.id, by, at)


def plain(question: Question, item: str) -> dict[str, Any]:
    """The form as plain values in the shape of the question file; empty fields that may be missing are left out."""
    source = {"law": question.law, "article": question.article, "quote": question.quote}
    if question.fact:
        source = {"fact": question.fact} | ({"quote": question.quote} if question.quote else {})
    more = {name: getattr(question, name) for name in ("sibling", "checked_by", "expires_on", "licence")}
    more["image"] = question.picture.name if question.picture else ""
    return {
        "id": item, "kind": question.type if question.type in PLAYABLE else None, "level": str(question.level or ""),
        "stem": {"zh": question.stem, "en": question.stem_en},
        "options": [{"zh": one.text, "en": one.en} | ({"key": True} if one.correct else {}) for one in question.options],
        "explanation": {"zh": question.explanation, "en": question.explanation_en}, "source": source, "reviewed_on": question.reviewed_on,
    } | {name: text for name, text in more.items() if text}


def faults(question: Question, topic: str, item: str, at: datetime, texts: Sources) -> tuple[Item | None, dict[str, list[Fault]]]:
    """The item that the form makes, or None and every fault by its field.

    Fields: kind, level, stem, options, options[1] …, explanation, source, law, article, quote, fact, expires_on, …
    """
    reader = Reader("", english=False)
    places: list[str] = []
    tree = _placed(plain(question, item), "", places)
    placed = read_item(reader, tree, 1, topic, check.latest_day(at))
    told = reader.faults or (_source_faults(placed, places, texts) if placed else [])
    found: dict[str, list[Fault]] = {}
    for fault in told:
        found.setdefault(places[fault.line - 1], []).append(fault)
    return (placed.item if placed and not told else None), found


def _placed(held: Any, name: str, places: list[str]) -> Value:
    """Plain values as a tree in which each field has a line of its own, so that a fault finds its field."""
    places.append(name)
    line = len(places)
    if isinstance(held, Mapping):
        return Value(line, "map", {key: _placed(each, _inside(name, key), places) for key, each in held.items()})
    if isinstance(held, list):
        return Value(line, "list", [_placed(each, f"{name}[{number}]", places) for number, each in enumerate(held, 1)])
    return from_plain(held, line)


def _inside(name: str, key: str) -> str:
    """A language or a key mark belongs to its field; a source's parts are fields of their own."""
    return name if name and key in ("zh", "en", "key") else key


def _source_faults(placed: Placed, places: list[str], texts: Sources) -> list[Fault]:
    lines = {name: places.index(name) + 1 if name in places else 1 for name in ("law", "article", "quote", "fact")}
    return check.source_faults(Placed(placed.item, lines), "", texts)
