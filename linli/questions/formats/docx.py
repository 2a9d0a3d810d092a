"""Word files (.docx): their paragraphs as a Chinese paper, tables of questions as tables.

`line` is the number of the paragraph, from 1, those in tables counted; `row` the row of a table.
"""

from io import BytesIO
from typing import Any

import docx

from linli.locale import N_
from linli.questions.formats import headers, packed
from linli.questions.formats.chinese_text import read_lines
from linli.questions.formats.docx_lines import Numbering, W, blocks, words
from linli.questions.formats.grid import Cell, Grid
from linli.questions.formats.lines import Inner
from linli.questions.formats.model import Parsed, Question, Remark
from linli.questions.formats.refusals import Bomb, Broken, not_questions
from linli.questions.formats.said import Notes
from linli.questions.formats.table import read_grid

#: Bytes of one part, unpacked: 1,000 questions make 3 MB of it.
PART_MOST = 20_000_000
_BOX = f".//{W}txbxContent"


def read_docx(data: bytes, name: str = "") -> Parsed:
    """The questions of a Word file. Raises NotQuestions for .doc, Broken, Bomb and Hostile; anything else is a remark."""
    if packed.is_old(data):
        raise not_questions(name, "old_office")
    _check(data, name)
    try:
        document = docx.Document(BytesIO(data))
        body = document.element.body
        numbering = Numbering(_part(document, "numbering"), _part(document, "styles"))
    except Exception as error:      # whatever a damaged file makes the reader raise
        raise Broken(name) from error
    return _read(body, numbering)


def _check(data: bytes, name: str) -> None:
    """Refuse what grows without bound and XML that defines entities."""
    try:
        archive = packed.opened(data, name)
    except packed.Damaged as error:
        raise Broken(name) from error
    with archive:
        for entry in archive.infolist():
            if not entry.filename.lower().endswith((".xml", ".rels")):
                continue
            if entry.file_size > PART_MOST:
                raise Bomb(name, entry.file_size)
            try:
                held = archive.read(entry)
            except Exception as error:
                raise Broken(name) from error
            if b"<!DOCTYPE" in held or b"<!ENTITY" in held or "<!DOCTYPE".encode("utf-16-le") in held or "<!DOCTYPE".encode("utf-16-be") in held:
                raise packed.Hostile(name)


def _part(document: Any, name: str) -> Any:
    """The root of a part that the document refers to, None if it has none. Never made anew, as python-docx would."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{name}"):
            return getattr(relation.target_part, "element", None)
    return None


def _read(body: Any, numbering: Numbering) -> Parsed:
    lines: list[tuple[int, str]] = []
    questions: list[Question] = []
    remarks: list[Remark] = []
    number = tables = 0
    for node in blocks(body):
        if node.tag == W + "p":
            number += 1
            lines += _lines(number, node, numbering)
            continue
        tables += 1
        cells = [[_cell(cell) for cell in row.findall(W + "tc")] for row in node.findall(W + "tr")]
        found = _table(cells, tables)
        if found:
            questions += found[0]
            remarks += found[1]
        else:
            lines += [(number + place, "\t".join(row).strip()) for place, row in enumerate(cells, 1)]
        number += len(cells)
    read = read_lines([(at, each) for at, line in lines for each in line.split("\n")], "docx")
    remarks += _boxes(body)
    return Parsed("docx", (*read.questions, *questions), (*read.remarks, *remarks))


def _lines(number: int, node: Any, numbering: Numbering) -> list[tuple[int, str]]:
    text = words(node)
    label = numbering.label(node) if text.strip() else ""
    return [(number, f"{label} {text}" if label else text)]


def _cell(node: Any) -> str:
    return "\n".join(words(each) for each in blocks(node) if each.tag == W + "p").strip()


def _table(cells: list[list[str]], number: int) -> tuple[list[Question], list[Remark]] | None:
    """The questions and remarks of a table that has a header of questions; None for any other."""
    rows = [(place, [Cell(text) for text in row]) for place, row in enumerate(cells, 1) if any(row)]
    grid, notes = Grid("", rows), Notes()
    if not headers.found(grid):
        return None
    found, _layout = read_grid(grid, notes)
    told = [
        Remark(N_("in table {table}: {said}"), each.line, each.row, {"table": number, "said": Inner(each.text, dict(each.fields))}, each.lost)
        for each in notes.remarks()
    ]
    return found, told


def _boxes(body: Any) -> list[Remark]:
    boxes = sum(any((text.text or "").strip() for text in box.iter(W + "t")) for box in body.iterfind(_BOX))
    if not boxes:
        return []
    return [Remark(N_("the text boxes of the file were not read; move their words into the text itself."), lost=False)]
