"""Tables written for the tests: workbooks and CSV from rows of values."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from linli.questions.formats.model import Parsed, Question

HEAD = ["题型", "题目", "选项A", "选项B", "选项C", "选项D", "答案", "解析"]


def book(*rows: list[Any], title: str = "Sheet1", more: dict[str, list[list[Any]]] | None = None) -> bytes:
    """An .xlsx with one sheet of these rows, and more sheets by title."""
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for name, lines in (more or {}).items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    return saved(made)


def saved(made: Workbook) -> bytes:
    """A workbook's bytes."""
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def right(question: Question) -> list[str]:
    """The texts of the right options."""
    return [each.text for each in question.options if each.correct]


def told(parsed: Parsed) -> list[tuple[int | None, bool, str]]:
    """The remarks as (row, whether a question is lost, sentence)."""
    return [(each.row, each.lost, each.message) for each in parsed.remarks]
