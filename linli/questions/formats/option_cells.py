"""Options as cells hold them: one in each, or all in one with letters, lines or marks between them."""

import re
from collections.abc import Sequence

from linli.questions.formats import keys

_LETTERS = "ABCDEFGHIJKL"
_WIDE = str.maketrans({chr(ord(letter) + 0xFEE0): letter for letter in _LETTERS + _LETTERS.lower()})
_GAP = r"[ \t\u3000]{0,2}"      # bounded: blanks without end must not be tried over and over
_LABEL = r"[（(【\[]?" + _GAP + "[LETTER]" + _GAP + r"(?:[)）】\]]" + _GAP + r"[.．、:：,，]?|[.．、:：])"
#: What must stand before a label, the strictest first: a new line, a blank or mark, anything.
_BEFORE = (r"(?:^|\n)[ \t\u3000]{0,8}", r"(?:^|[\s;；|,，。])", r"")
_MARKS = ("\n", "|", "｜", "；", ";", "，", ",", "、")


def labelled(text: str) -> tuple[str, list[str]]:
    """(what stands before A, the options) of a text with A. … B. … in it; no options if it has no such run."""
    narrow = text.translate(_WIDE)
    spans = max((_run(narrow, before) for before in _BEFORE[:2]), key=len)
    if len(spans) < 2:
        spans = _run(narrow, _BEFORE[2])
    if len(spans) < 2:
        return text, []
    ends = [start for start, _end in spans[1:]] + [len(text)]
    options = [text[end:stop].strip().rstrip(";；|") for (_start, end), stop in zip(spans, ends, strict=True)]
    return text[:spans[0][0]].strip(), options


def _label(letter: str) -> str:
    return _LABEL.replace("LETTER", letter + letter.lower())


def _run(text: str, before: str) -> list[tuple[int, int]]:
    """Where the labels A, B, C … stand, each after the one before, as (start, end)."""
    spans: list[tuple[int, int]] = []
    at = 0
    for letter in _LETTERS:
        found = re.compile(before + _label(letter)).search(text, at)
        if not found:
            break
        spans.append(found.span())
        at = found.end()
    return spans


def split(text: str) -> list[str]:
    """The options of one cell."""
    head, options = labelled(text)
    if options and not head:
        return options
    in_list = keys.listed(text)
    if in_list:
        return in_list
    for mark in _MARKS:
        parts = [part.strip() for part in text.split(mark) if part.strip()]
        if len(parts) > 1:
            return parts
    pair = [part.strip() for part in text.split("/")]
    return pair if len(pair) == 2 and all(keys.polarity(part) is not None for part in pair) else [text]


def unlabelled(options: Sequence[str]) -> list[str]:
    """The options without `A.` before each, where every one of them has its own letter."""
    matches = [
        re.compile(_label(letter)).match(text.translate(_WIDE)) if text else None
        for letter, text in zip(_LETTERS, options, strict=False)
    ]
    there = [match for match, text in zip(matches, options, strict=False) if text]
    if len(there) < 2 or not all(there) or len(options) > len(_LETTERS):
        return list(options)
    return [text[match.end():].strip() if match else text for match, text in zip(matches, options, strict=True)]
