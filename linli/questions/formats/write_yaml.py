"""Items written as our own files: YAML as in quizzes/ (one topic a file), and JSON.

What is written here is read again as the same items: linli/questions/files.py, formats/reading.py.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from linli.questions.formats import yaml_lines
from linli.questions.items import Item, Text, Topic, to_json

#: Characters that YAML reads only as escapes.
_HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ORDER = ("id", "kind", "level", "stem", "options", "explanation", "source", "reviewed_on", "sibling", "checked_by", "expires_on", "licence", "image")
_DAYS = ("reviewed_on", "expires_on")


def write_yaml(items: Iterable[Item], topic: Topic) -> bytes:
    """A question file of that topic, UTF-8."""
    lines = ["topic:", f"  id: {scalar(topic.id)}", *_text(topic.name, "  "), "items:"]
    for item in items:
        lines += _item(item)
    return ("\n".join(lines) + "\n").encode()


def write_json(items: Iterable[Item], topics: Iterable[Topic] = ()) -> bytes:
    """The items with their topics as JSON: {"topics": [{id, zh, en}], "items": […]}, UTF-8."""
    plain = {
        "topics": [{"id": one.id, "zh": one.name.zh, "en": one.name.en} for one in topics], "items": [to_json(item) for item in items],
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def _item(item: Item) -> Iterator[str]:
    plain = {name: value for name, value in to_json(item).items() if name != "topic"}
    first = True
    for name in _ORDER:
        if name in plain:
            for line in _entry(name, plain[name]):
                yield ("  - " if first else "    ") + line
                first = False


def _entry(name: str, value: Any) -> Iterator[str]:
    """The lines of one field, without the indent of the item."""
    if name == "options":
        yield "options:"
        for option in value:
            for place, line in enumerate([*_text(Text(option["zh"], option["en"]), ""), *(["key: true"] if option.get("key") else [])]):
                yield ("  - " if place == 0 else "    ") + line
    elif isinstance(value, dict):
        yield f"{name}:"
        yield from _text(Text(value["zh"], value["en"]), "  ") if "zh" in value else (f"  {key}: {scalar(text)}" for key, text in value.items())
    elif name in _DAYS:
        yield f"{name}: {date.fromisoformat(value).isoformat()}"
    else:
        yield f"{name}: {value if isinstance(value, int) else scalar(value)}"


def _text(text: Text, indent: str) -> list[str]:
    """A text in both languages; the English only where there is some."""
    return [f"{indent}zh: {scalar(text.zh)}", *([f"{indent}en: {scalar(text.en)}"] if text.en else [])]


def scalar(text: str) -> str:
    """A text as YAML: plain where it stays the same text, else in quotation marks."""
    if text and yaml_lines.is_plain(text):
        return text
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
