"""What every importer gives: questions in one neutral shape, and remarks on what was not read.

A question is what a file says, in the file's words. Whether it becomes an item (with a topic, a
source that was checked, both languages) is decided afterwards, in linli/questions/taking.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from linli.locale import _
from linli.questions.items import Topic
from linli.questions.shape import OPTIONS_MOST

Type = Literal["single", "multiple", "true_false", "numeric", "short", "matching"]
TYPES: tuple[Type, ...] = ("single", "multiple", "true_false", "numeric", "short", "matching")
PLAYABLE: tuple[Type, ...] = ("single", "multiple", "true_false")
#: The weight of a fully right option, in percent of the credit.
FULL = 100.0


@dataclass(frozen=True, slots=True)
class Choice:
    """One option, accepted answer or pair.

    weight: percent of the credit, 100 for fully right, 0 for wrong, negative where the file takes
    credit away. numeric: `text` is the answer as the file writes it (3.14, 3.14:0.01, 1..5).
    matching: `match` is what belongs to `text`.
    """

    text: str
    correct: bool = False
    weight: float = 0.0
    feedback: str = ""
    en: str = ""
    match: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came with a question, small and safe: checked by formats/pictures.py."""

    name: str           # as linli.questions.items.Item.image: digest and ending
    type: str           # media type
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a file words it. Texts are plain: no HTML, no Markdown, entities decoded once.

    line: the line, or the row of a table, from 1, on which it begins. id: what the file calls it,
    empty if nothing. topic: what the file says of its topic or category. source: where the file
    says the answer comes from, in its own words; law, article, quote, fact where it says so apart.
    English may be empty everywhere.
    """

    type: Type
    stem: str
    options: tuple[Choice, ...]
    explanation: str = ""
    line: int = 1
    id: str = ""
    topic: str = ""
    level: int | None = None
    stem_en: str = ""
    explanation_en: str = ""
    source: str = ""
    law: str = ""
    article: str = ""
    quote: str = ""
    fact: str = ""
    reviewed_on: str = ""
    sibling: str = ""
    checked_by: str = ""
    expires_on: str = ""
    licence: str = ""
    picture: Picture | None = None

    @property
    def playable(self) -> bool:
        """Whether the game can ask and mark it: a kind it knows, 2 to 8 different options, a key that fits the kind."""
        if self.type not in PLAYABLE or not self.stem.strip():
            return False
        texts = {"".join(choice.text.casefold().split()) for choice in self.options}
        right = sum(choice.correct for choice in self.options)
        fits = right == 1 if self.type != "multiple" else 2 <= right < len(self.options)
        two = self.type != "true_false" or len(self.options) == 2
        return fits and two and 2 <= len(self.options) <= OPTIONS_MOST and len(texts) == len(self.options) and "" not in texts

    def as_json(self) -> dict[str, Any]:
        """The published shape of `questions show --json`."""
        return {
            "type": self.type, "stem": self.stem, "playable": self.playable,
            "options": [
                {"text": choice.text, "correct": choice.correct, "weight": choice.weight, "feedback": choice.feedback}
                | ({"match": choice.match} if self.type == "matching" else {})
                for choice in self.options
            ],
            "explanation": self.explanation, "line": self.line,
        }


class Said(str):
    """A sentence within a sentence: translated where it is filled in, plain English as a value."""

    __slots__ = ("fields", "text")
    text: str
    fields: dict[str, Any]

    def __new__(cls, text: str, fields: dict[str, Any]) -> "Said":
        """The sentence with its named fields."""
        made = super().__new__(cls, text.format(**fields) if fields else text)
        made.text, made.fields = text, fields
        return made

    def __format__(self, spec: str) -> str:
        return _(self.text, **self.fields)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a file: a question that was refused, or read otherwise than it stands.

    line, row: from 1; a table says the row, everything else the line, None for the whole file.
    lost: whether a question is missing because of it; else it is a note beside one that was read.
    """

    text: str                               # English sentence with named fields, marked by N_
    line: int | None = None
    row: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    lost: bool = True

    @property
    def message(self) -> str:
        """The sentence in the current language, without the place."""
        return _(self.text, **self.fields)

    def as_json(self) -> dict[str, Any]:
        """The published shape: line, row, message."""
        return {"line": self.line, "row": self.row, "message": self.message}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A whole file. format: the code of its format, as formats/reading.py lists them.

    topics: those that the file itself describes with id and names (the template's sheet of
    topics, our own YAML and JSON).
    """

    format: str
    questions: tuple[Question, ...] = ()
    remarks: tuple[Remark, ...] = ()
    topics: tuple[Topic, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The published shape of `questions show --json`."""
        return {
            "format": self.format, "questions": [one.as_json() for one in self.questions],
            "faults": [one.as_json() for one in self.remarks],
        }
