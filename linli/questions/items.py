"""What a question is: an item with its stem, options, key, explanation and source.

An item in two languages, immutable. What is asked is a revision: the item's id and the hash of
its content, so attempts and scores always know which words were on the screen (docs/rules.md §3).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

Kind = Literal["single", "multiple", "true_false"]
KINDS: tuple[Kind, ...] = ("single", "multiple", "true_false")
LEVELS = (1, 2, 3)
#: Hex digits of the content hash that are kept.
HASH_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question file is about."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Option:
    """One option; `key` is true on the right ones. Its number is its place in the item."""

    text: Text
    key: bool


@dataclass(frozen=True, slots=True)
class LawSource:
    """The article and its exact words that decide the answer."""

    law: str
    article: str
    quote: str


@dataclass(frozen=True, slots=True)
class FactSource:
    """The numbered fact that decides the answer, with its words where they help."""

    fact: str
    quote: str | None = None


Source = LawSource | FactSource


@dataclass(frozen=True)
class Item:
    """One scored question. `topic` is a topic's id.

    English may be empty ("") in items made on screen or imported; question files need both.
    sibling: the item that asks about the same rule; checked_by: who compared it with its source;
    expires_on: from this day on it waits "to check"; licence: of the words, when not the
    project's own; image: name of a kept picture.
    """

    id: str
    topic: str
    kind: Kind
    level: int
    stem: Text
    options: tuple[Option, ...]
    explanation: Text
    source: Source
    reviewed_on: date
    sibling: str | None = None
    checked_by: str | None = None
    expires_on: date | None = None
    licence: str | None = None
    image: str | None = None

    @property
    def key(self) -> frozenset[int]:
        """The numbers of the right options."""
        return frozenset(n for n, option in enumerate(self.options) if option.key)

    @cached_property
    def revision(self) -> str:
        """The content hash: equal exactly when everything in the item is equal."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()[:HASH_LENGTH]


def canonical(item: Item) -> str:
    """The one JSON text of an item: sorted keys, no spaces, UTF-8."""
    return json.dumps(to_json(item), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_json(item: Item) -> dict[str, Any]:
    """An item as plain JSON values, in the shape of the question file plus `topic`."""
    return {
        "id": item.id, "topic": item.topic, "kind": item.kind, "level": item.level,
        "stem": _text(item.stem),
        "options": [_text(option.text) | ({"key": True} if option.key else {}) for option in item.options],
        "explanation": _text(item.explanation),
        "source": source_to_json(item.source),
        "reviewed_on": item.reviewed_on.isoformat(),
    } | _optional(item)


def _optional(item: Item) -> dict[str, str]:
    """The fields that may be missing, only those that are there: older hashes stay as they were."""
    held = {name: getattr(item, name) for name in ("sibling", "checked_by", "licence", "image")}
    held["expires_on"] = item.expires_on.isoformat() if item.expires_on else None
    return {name: value for name, value in held.items() if value}


def source_to_json(source: Source) -> dict[str, str]:
    """A source as the question file writes it."""
    if isinstance(source, LawSource):
        return {"law": source.law, "article": source.article, "quote": source.quote}
    return {"fact": source.fact} | ({"quote": source.quote} if source.quote else {})


def from_json(value: dict[str, Any]) -> Item:
    """The item that `to_json` gave. Trusts its input: it is for the store, not for people."""
    return Item(
        id=value["id"], topic=value["topic"], kind=value["kind"], level=value["level"],
        stem=Text(**value["stem"]),
        options=tuple(Option(Text(o["zh"], o["en"]), o.get("key", False)) for o in value["options"]),
        explanation=Text(**value["explanation"]),
        source=source_from_json(value["source"]),
        reviewed_on=date.fromisoformat(value["reviewed_on"]),
        expires_on=date.fromisoformat(value["expires_on"]) if value.get("expires_on") else None,
        **{name: value.get(name) for name in ("sibling", "checked_by", "licence", "image")},
    )


def source_from_json(value: dict[str, str]) -> Source:
    """The source that `source_to_json` gave."""
    return LawSource(**value) if "law" in value else FactSource(**value)


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
