"""Remarks on a table: one by one while they are few, in groups with their rows when they are many."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from linli.locale import N_
from linli.questions.formats.model import Remark, Said

#: From this many rows on, the same thing is said once.
GROUP_FROM = 4
RANGES_MOST = 12


class Refused(Exception):
    """A row that gives no question; carries its sentence (marked by N_) and fields."""

    def __init__(self, text: str, /, **fields: Any) -> None:
        super().__init__(text)
        self.text, self.fields = text, fields


NO_ANSWER = N_("this row has no answer. Fill in the column of the answers and choose the file again.")
#: What is said of several rows at once, where the plain wrapping would read badly.
_MANY = {
    NO_ANSWER: N_("{n} rows have no answer: rows {rows}. Fill in the column of the answers and choose the file again."),
}


@dataclass(slots=True)
class Notes:
    """Collects the remarks on one sheet."""

    found: list[tuple[int, str, bool, dict[str, Any]]] = field(default_factory=list)

    def lost(self, row: int, text: str, /, **fields: Any) -> None:
        """A question is missing because of this."""
        self.found.append((row, text, True, fields))

    def note(self, row: int, text: str, /, **fields: Any) -> None:
        """Something to know about a question that was read."""
        self.found.append((row, text, False, fields))

    def remarks(self, sheet: str = "") -> list[Remark]:
        """All of them in the order of rows; `sheet` names the sheet in each."""
        groups: dict[tuple[str, bool], list[tuple[int, dict[str, Any]]]] = {}
        for row, text, lost, fields in self.found:
            groups.setdefault((text, lost), []).append((row, fields))
        made = [each for (text, lost), rows in groups.items() for each in _group(text, lost, rows)]
        made.sort(key=lambda each: each.row or 0)
        return [on_sheet(each, sheet) for each in made] if sheet else made


def on_sheet(remark: Remark, sheet: str) -> Remark:
    """The same remark, naming the sheet."""
    inner = Said(remark.text, dict(remark.fields))
    return Remark(N_("on the sheet {sheet}: {said}"), remark.line, remark.row, {"sheet": sheet[:40], "said": inner}, remark.lost)


def _group(text: str, lost: bool, rows: list[tuple[int, dict[str, Any]]]) -> Iterable[Remark]:
    if len(rows) < (2 if text in _MANY else GROUP_FROM):
        return [Remark(text, row=row, fields=fields, lost=lost) for row, fields in rows]
    first, fields = rows[0]
    told = {"n": len(rows), "rows": ranges([row for row, _fields in rows])}
    if text in _MANY:
        return [Remark(_MANY[text], row=first, fields=told, lost=lost)]
    told["said"] = Said(text, fields)
    why = N_("{n} rows ({rows}) were not read for the same reason; of the first: {said}")
    same = N_("{n} rows ({rows}) were read with the same note; of the first: {said}")
    return [Remark(why if lost else same, row=first, fields=told, lost=lost)]


def ranges(rows: Iterable[int]) -> str:
    """Row numbers as people write them: `2–301, 305`."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    parts = [f"{first}–{last}" if last > first else str(first) for first, last in spans[:RANGES_MOST]]
    return ", ".join(parts) + (", …" if len(spans) > RANGES_MOST else "")
