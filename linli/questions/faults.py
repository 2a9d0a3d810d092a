"""What is wrong in a question file or workbook: the place, the item, one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linli.locale import _


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `line` counts from 1 (a row in a workbook); `item` is None for the whole file."""

    file: str
    line: int
    item: str | None
    text: str                           # English sentence with named fields
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in the current language, without the place."""
        return _(self.text, **self.fields)

    def __str__(self) -> str:
        about = f"{self.item}: " if self.item and "{item}" not in self.text else ""
        return f"{self.file}:{self.line}: {about}{self.message}"

    def as_json(self) -> dict[str, Any]:
        """The published shape: file, line, item, message."""
        return {"file": self.file, "line": self.line, "item": self.item, "message": self.message}

    def stored(self) -> dict[str, Any]:
        """For the store: untranslated, so that it can be read in either language."""
        return {"file": self.file, "line": self.line, "item": self.item, "text": self.text, "fields": dict(self.fields)}


def from_stored(value: dict[str, Any]) -> Fault:
    """The fault that `stored` gave."""
    return Fault(**value)


def order(fault: Fault) -> tuple[str, int, str]:
    """Faults are told by file, then line."""
    return fault.file, fault.line, fault.text
