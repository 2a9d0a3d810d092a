"""From values with lines to topics and items: every rule about the form of one item.

What needs the law texts, or other files, is in check.py.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from linli.locale import N_
from linli.questions.faults import Fault
from linli.questions.items import KINDS, FactSource, Item, LawSource, Option, Source, Text, Topic
from linli.questions.tree import Value

TOPIC_FIELDS = ("id", "zh", "en")
OPTIONAL_FIELDS = ("sibling", "checked_by", "expires_on", "licence", "image")
ITEM_FIELDS = ("id", "kind", "level", "stem", "options", "explanation", "source", "reviewed_on", *OPTIONAL_FIELDS)
TEXT_FIELDS = ("zh", "en")
OPTION_FIELDS = ("zh", "en", "key")
SOURCE_FIELDS = ("law", "article", "quote", "fact")
QUOTE_LEAST = 6
OPTIONS_MOST = 8
#: Characters, so that an item fits a phone and a wall.
LONGEST = {"stem": 600, "options": 300, "explanation": 1200, "topic": 60, "checked_by": 60, "licence": 120, "image": 60}

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"
_FOLD = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(slots=True)
class Placed:
    """An item with the lines of its fields, by name ('id', 'quote', 'article', …)."""

    item: Item
    lines: dict[str, int]


@dataclass(slots=True)
class Reader:
    """Collects the faults of one file while its values are read.

    english: whether every text needs English. Question files do; what a community types or
    imports may be Chinese alone and is shown in Chinese to everybody.
    """

    file: str
    english: bool = True
    faults: list[Fault] = field(default_factory=list)
    label: str = ""             # the item that is being read, as sentences name it
    item: str | None = None

    def fault(self, line: int, text: str, **fields: Any) -> None:
        """Note a fault of the item that is being read."""
        if self.label:
            fields["item"] = self.label
        self.faults.append(Fault(self.file, line, self.item, text, fields))

    def at_item(self, label: str, item: str | None) -> None:
        """From here on, faults belong to this item."""
        self.label, self.item = label, item

    def fields(self, value: Value, known: Sequence[str], name: str) -> dict[str, Value]:
        """The entries of a map; tells entries that are not known, with the nearest that is."""
        if value.kind != "map":
            self.fault(value.line, N_("'{name}' must hold the fields {fields}."), name=name, fields=", ".join(known))
            return {}
        for unknown in value.held.keys() - set(known):
            self._unknown(value.held[unknown].line, unknown, known, name)
        return {key: held for key, held in value.held.items() if key in known}

    def _unknown(self, line: int, unknown: str, known: Sequence[str], name: str) -> None:
        near = get_close_matches(unknown.lower(), known, 1)
        if near:
            self.fault(line, N_("'{name}' has an unknown field '{field}'; did you mean '{near}'?"),
                       name=name, field=unknown, near=near[0])
        else:
            self.fault(line, N_("'{name}' has an unknown field '{field}'; it may hold {known}."),
                       name=name, field=unknown, known=", ".join(known))

    def missing(self, line: int, name: str) -> None:
        """Note a field that is not there or empty."""
        self.fault(line, N_("item {item} has no '{name}'.") if self.label else N_("'{name}' is missing."), name=name)

    def word(self, held: dict[str, Value], name: str, line: int, shown: str = "") -> str | None:
        """A text field; None (with a fault that calls it `shown`) if it is missing or no text."""
        value, name = held.get(name), shown or name
        if value is None or value.kind == "nothing" or (value.kind == "text" and not value.held.strip()):
            self.missing(value.line if value else line, name)
            return None
        if value.kind != "text":
            self._no_text(value, name)
            return None
        return self.clean(value, name)

    def _no_text(self, value: Value, name: str) -> None:
        if value.kind in ("map", "list", "other"):
            self.fault(value.line, N_("'{name}' must be a text."), name=name)
        else:
            self.fault(value.line, N_("'{name}' must be a text, and {value} is not one here; put it in quotation marks."),
                       name=name, value=value.held)

    def clean(self, value: Value, name: str) -> str:
        """The text without outer blanks; lines of Chinese folded together without a blank."""
        text: str = value.held.strip()
        if value.folded:
            text = _FOLD.sub("", text)
        for character in text:
            if character != "\n" and unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
                self.fault(value.line, N_("'{name}' holds a character that cannot be seen (U+{code}); type the text again."),
                           name=name, code=f"{ord(character):04X}")
                break
        return text

    def both(self, value: Value | None, name: str, line: int, known: Sequence[str] = TEXT_FIELDS) -> Text | None:
        """A text in two languages; None (with a fault each) if one is missing."""
        if value is None or value.kind == "nothing":
            self.missing(line, name)
            return None
        held = self.fields(value, known, name)
        if value.kind != "map":
            return None
        zh, en = (self._language(held, code, name, value.line) for code in TEXT_FIELDS)
        return Text(zh, en) if zh and en is not None else None

    def _language(self, held: dict[str, Value], code: str, name: str, line: int) -> str | None:
        value = held.get(code)
        if value is None or value.kind == "nothing" or (value.kind == "text" and not value.held.strip()):
            if code == "en" and not self.english:
                return ""
            none = N_("'{name}' has no Chinese text (zh).") if code == "zh" else N_("'{name}' has no English text (en).")
            self.fault(value.line if value else line, none, name=name)
            return None
        text = self.word(held, code, line, f"{name}.{code}")
        if text is None:
            return None
        most = LONGEST.get(name, LONGEST["options"])
        if len(text) > most:
            self.fault(value.line, N_("'{name}' is {length} characters long; {most} is the most."),
                       name=name, length=len(text), most=most)
        if code == "en" and _HAN.search(text) and not re.search("[A-Za-z]", text):
            self.fault(value.line, N_("the English text of '{name}' is Chinese."), name=name)
        return text

    def identifier(self, held: dict[str, Value], line: int) -> str | None:
        """An id: lower-case letters, digits and dashes."""
        found = self.word(held, "id", line)
        if found is not None and not _ID.fullmatch(found):
            self.fault(held["id"].line, N_("the id '{id}' may hold only lower-case letters, digits and dashes, at most 60."), id=found)
            return None
        return found

    def choice(self, held: dict[str, Value], name: str, known: Sequence[str], line: int) -> str | None:
        """A field that is one of a few words."""
        value = held.get(name)
        if value is None or value.kind == "nothing":
            self.missing(line, name)
        elif value.held in known and value.kind in ("text", "number"):
            return str(value.held)
        else:
            shown = value.held if isinstance(value.held, str) else value.kind
            self.fault(value.line, N_("'{name}' is '{value}'; it must be one of {known}."),
                       name=name, value=shown, known=", ".join(known))
        return None

    def day(self, held: dict[str, Value], name: str, line: int, today: date | None) -> date | None:
        """A day as YYYY-MM-DD, not after `today` where that is given."""
        value = held.get(name)
        if value is None or value.kind == "nothing":
            self.missing(line, name)
            return None
        try:
            found = date.fromisoformat(value.held) if _DAY.fullmatch(value.held) else None
        except (TypeError, ValueError):
            found = None
        if found is None:
            self.fault(value.line, N_("'{name}' must be a day written as 2026-11-23."), name=name)
        elif today and found > today:
            self.fault(value.line, N_("'{name}' is {day}, a day that has not come yet."), name=name, day=found.isoformat())
            return None
        return found


def read_topic(reader: Reader, value: Value | None) -> Topic | None:
    """The head of a file."""
    if value is None or value.kind == "nothing":
        reader.missing(1, "topic")
        return None
    held = reader.fields(value, TOPIC_FIELDS, "topic")
    if value.kind != "map":
        return None
    found = reader.identifier(held, value.line)
    zh, en = (reader._language(held, code, "topic", value.line) for code in TEXT_FIELDS)
    return Topic(found, Text(zh, en)) if found and zh and en is not None else None


def read_item(reader: Reader, value: Value, number: int, topic: str, today: date) -> Placed | None:
    """One item (the `number`th, from 1); None when any of its fields has a fault."""
    before = len(reader.faults)
    reader.at_item(f"#{number}", None)
    held = reader.fields(value, ITEM_FIELDS, "item")
    if value.kind != "map":
        return None
    known = reader.identifier(held, value.line)
    if known:
        reader.at_item(f"'{known}'", known)
        for index in range(before, len(reader.faults)):
            old = reader.faults[index]
            reader.faults[index] = Fault(old.file, old.line, known, old.text, {**old.fields, "item": reader.label})
    draft = _read_parts(reader, held, value.line, topic, today)
    if len(reader.faults) > before or draft is None:
        return None
    return Placed(draft, _lines(value, held))


def _read_parts(reader: Reader, held: dict[str, Value], line: int, topic: str, today: date) -> Item | None:
    kind = reader.choice(held, "kind", KINDS, line)
    level = reader.choice(held, "level", ("1", "2", "3"), line)
    stem = reader.both(held.get("stem"), "stem", line)
    options = _read_options(reader, held.get("options"), line)
    if options is not None and kind:
        _check_key(reader, kind, options, held["options"])
    explanation = reader.both(held.get("explanation"), "explanation", line)
    source = _read_source(reader, held.get("source"), line)
    day = reader.day(held, "reviewed_on", line, today)
    more = _read_optional(reader, held, line)
    if not (kind and level and stem and options and explanation and source and day and reader.item):
        return None
    return Item(reader.item, topic, kind, int(level), stem, tuple(options), explanation, source, day, **more)  # type: ignore[arg-type]


def _read_optional(reader: Reader, held: dict[str, Value], line: int) -> dict[str, Any]:
    """The fields that may be missing; an empty one counts as missing."""
    there = {name: held[name] for name in OPTIONAL_FIELDS if name in held and held[name].kind != "nothing"}
    found: dict[str, Any] = {name: reader.word(there, name, line) for name in there if name != "expires_on"}
    for name, text in found.items():
        most = LONGEST.get(name)
        if text and most and len(text) > most:
            reader.fault(held[name].line, N_("'{name}' is {length} characters long; {most} is the most."), name=name, length=len(text), most=most)
    if "expires_on" in there:
        found["expires_on"] = reader.day(there, "expires_on", line, None)
    return found


def _read_options(reader: Reader, value: Value | None, line: int) -> list[Option] | None:
    if value is None or value.kind == "nothing":
        reader.missing(line, "options")
        return None
    if value.kind != "list":
        reader.fault(value.line, N_("'options' of item {item} must be a list, each line beginning with a dash."))
        return None
    found = [_read_option(reader, each, f"options[{n}]") for n, each in enumerate(value.held, 1)]
    options = [option for option in found if option]
    if len(found) < 2 or len(found) > OPTIONS_MOST:
        reader.fault(value.line, N_("item {item} has {n} options; 2 to {most} are possible."), n=len(found), most=OPTIONS_MOST)
    if len(options) == len(found):
        _check_same(reader, options, value)
        return options
    return None


def _read_option(reader: Reader, value: Value, name: str) -> Option | None:
    text = reader.both(value, name, value.line, OPTION_FIELDS)
    key = value.held.get("key") if value.kind == "map" else None
    if key is not None and key.kind != "bool":
        reader.fault(key.line, N_("'key' of '{name}' must be true, or be left out."), name=name)
        return None
    return Option(text, key is not None and key.held.lower() == "true") if text else None


def _check_same(reader: Reader, options: list[Option], value: Value) -> None:
    for code in TEXT_FIELDS:
        seen: dict[str, int] = {}
        for number, option in enumerate(options, 1):
            words = "".join(unicodedata.normalize("NFKC", getattr(option.text, code)).casefold().split())
            if words and words in seen:
                reader.fault(value.held[number - 1].line, N_("item {item}: options {first} and {second} have the same text."),
                             first=seen[words], second=number)
                break
            seen[words] = number


def _check_key(reader: Reader, kind: str, options: list[Option], value: Value) -> None:
    keys = [number for number, option in enumerate(options) if option.key]
    if kind == "true_false" and len(options) != 2:
        reader.fault(value.line, N_("item {item} is true_false and needs exactly two options, not {n}."), n=len(options))
    if not keys:
        reader.fault(value.line, N_("item {item} has no right option; write key: true on it."))
    elif kind == "multiple":
        _check_multiple(reader, len(keys), len(options), value)
    elif len(keys) > 1:
        second = value.held[keys[1]].held["key"].line
        reader.fault(second, N_("item {item} is {kind} and has {n} right options; only one is possible."), kind=kind, n=len(keys))


def _check_multiple(reader: Reader, keys: int, options: int, value: Value) -> None:
    if keys < 2:
        reader.fault(value.line, N_("item {item} is multiple and has one right option; it needs two, or the kind single."))
    elif keys == options:
        reader.fault(value.line, N_("item {item} is multiple and all its options are right; add one that is not."))


def _read_source(reader: Reader, value: Value | None, line: int) -> Source | None:
    if value is None or value.kind == "nothing":
        reader.missing(line, "source")
        return None
    held = reader.fields(value, SOURCE_FIELDS, "source")
    if value.kind != "map":
        return None
    if "law" in held and "fact" in held:
        reader.fault(held["fact"].line, N_("item {item} names a law and a fact; one of them is the source."))
        return None
    if "fact" in held:
        return _read_fact(reader, held, value.line)
    words = [reader.word(held, name, value.line) for name in ("law", "article", "quote")]
    _check_length(reader, words[2], held)
    return LawSource(*words) if all(words) else None  # type: ignore[arg-type]


def _read_fact(reader: Reader, held: dict[str, Value], line: int) -> FactSource | None:
    fact = reader.word(held, "fact", line)
    if "article" in held:
        reader.fault(held["article"].line, N_("item {item} names an article of a fact; only laws have articles."))
    quote = reader.word(held, "quote", line) if "quote" in held else None
    _check_length(reader, quote, held)
    return FactSource(fact, quote) if fact else None


def _check_length(reader: Reader, quote: str | None, held: dict[str, Value]) -> None:
    if quote and len(quote) < QUOTE_LEAST:
        reader.fault(held["quote"].line, N_("item {item} quotes {n} characters; {least} is the least."), n=len(quote), least=QUOTE_LEAST)


def _lines(value: Value, held: dict[str, Value]) -> dict[str, int]:
    source = held["source"]
    lines = {name: entry.line for name, entry in held.items()}
    return lines | {name: entry.line for name, entry in source.held.items()} | {"item": value.line, "id": held["id"].line}
