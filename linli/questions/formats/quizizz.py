"""Quizizz's (Wayground's) sheet, as XLSX or CSV: its second row is an explanation, no question.

Multiple Choice and Checkbox are read as choice, Fill-in-the-Blank as short with its options as
the accepted answers; Open-Ended, Poll, Draw and the others are refused by name (keys.kind).
"""

from collections.abc import Sequence

from linli.locale import N_
from linli.questions.formats import keys
from linli.questions.formats.grid import Cell
from linli.questions.formats.headers import Layout, word

CODE = "quizizz"
PROSE = N_("this row explains the columns; it is no question and was skipped.")


def fits(layout: Layout) -> bool:
    """Whether these columns are Quizizz's."""
    heads = {word(text) for text in layout.head}
    return {"questiontext", "questiontype", "option1", "correctanswer"} <= heads and layout.numbered


def skipped(layout: Layout, first: Sequence[Cell]) -> str:
    """The sentence for a first row of prose: its type is no type and its answer no answer; else empty."""
    kind, answer = (first[at].text if at < len(first) else "" for at in (layout.at["type"], layout.at["answer"]))
    return PROSE if kind and not keys.is_type(kind) and not keys.looks_like_key(answer) else ""
