"""Word files (.docx): their paragraphs as a Chinese paper, tables of questions as tables.

`line` is the number of the paragraph, from 1, those in tables counted; `row` the row of a table.
"""

from io import BytesIO
from typing import Any

import docx

from linli.errors import GameError
from linli.locale import N_
from linli.questions.formats import headers, packed
from linli.questions.formats.chinese_text import read_lines
from linli.questions.formats.docx_lines import Numbering, W, blocks, words
from linli.questions.formats.grid import Cell, Grid
from linli.questions.formats.lines import LineNotes, looked_at
from linli.questions.formats.model import Parsed, Question, Remark, Said
from linli.questions.formats.refusals import Bomb, Broken, not_questions
from linli.questions.formats.said import Notes
from linli.questions.formats.table import read_grid

#: Bytes of one part, unpacked: 1,000 questions make 3 MB of it.
PART_MOST = 20_000_000
_OLD = b"\xd0\xcf\x11\xe0"
_BOX = f".//{W}txbxContent"


def read_docx(data: bytes, name: str = "") -> Parsed:
    """The questions of a Word file. Raises NotQuestions for .doc, Broken, Bomb and Hostile; anything else is a remark."""
    if data.startswith(_OLD):
        raise not_questions(name, "old_office")
    try:
        with packed.opened(data, name) as archive:
            largest = max((each.file_size for each in archive.infolist() if each.filename.endswith(".xml")), default=0)
        if largest > PART_MOST:
            raise Bomb(name, largest)
        document = docx.Document(BytesIO(data))
        body = document.element.body
        numbering = Numbering(_part(document, "numbering"), _part(document, "styles"))
    except GameError:
        raise
    except Exception as error:      # whatever a damaged file makes the reader raise
        raise Broken(name) from error
    return _read(body, numbering)


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
    notes = LineNotes()
    read = read_lines(_limited(lines, notes), "docx", notes)
    remarks += _boxes(body)
    return Parsed("docx", (*read.questions, *questions), (*read.remarks, *remarks))


def _limited(lines: list[tuple[int, str]], notes: LineNotes) -> list[tuple[int, str]]:
    """Each line with its paragraph, as far as lines are read."""
    numbers = [at for at, line in lines for _each in line.split("\n")]
    held = looked_at("\n".join(line for _at, line in lines), notes)
    for place, said in enumerate(notes.found):      # looked_at counts lines, a file of paragraphs counts those
        notes.found[place] = (numbers[said[0] - 1], *said[1:])
    return list(zip(numbers, held, strict=False))


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
        Remark(N_("in table {table}: {said}"), each.line, each.row, {"table": number, "said": Said(each.text, dict(each.fields))}, each.lost)
        for each in notes.remarks()
    ]
    return found, told


def _boxes(body: Any) -> list[Remark]:
    boxes = sum(any((text.text or "").strip() for text in box.iter(W + "t")) for box in body.iterfind(_BOX))
    if not boxes:
        return []
    return [Remark(N_("the text boxes of the file were not read; move their words into the text itself."), lost=False)]
