"""Workbooks (.xlsx): each sheet by its own layout, the project's template and Kahoot's among them."""

from dataclasses import replace

from linli.locale import N_
from linli.questions.columns import LAWS, NOTES, TOPICS
from linli.questions.formats import table, topic_sheet
from linli.questions.formats.grid import Grid, workbook
from linli.questions.formats.keys import is_type
from linli.questions.formats.model import Parsed, Question, Remark
from linli.questions.formats.said import Notes
from linli.questions.items import Topic

_DEFAULT_TITLES = ("sheet", "工作表", "题目", "题库", "试题", "table")


def read_xlsx(data: bytes, name: str) -> Parsed:
    """The questions of all sheets, one after the other.

    format: 'workbook' for the project's template, 'kahoot', 'quizizz', else 'xlsx'. Raises
    TooLarge, Bomb, Broken, Hostile, NotQuestions, TooManyRows for a file refused as a whole.
    """
    grids, pictures = workbook(data, name)
    return read_grids(grids, "xlsx", pictures=pictures)


def read_grids(grids: list[Grid], code: str, *, pictures: bool = False) -> Parsed:
    """The questions of these sheets; `code` is the format where no sheet is of a special one."""
    questions: list[Question] = []
    told: list[tuple[str, list[Remark]]] = []
    topics: list[Topic] = []
    known = False
    for grid in grids:
        if not grid.rows:
            continue
        if grid.title == TOPICS:
            topics, remarks = topic_sheet.read(grid)
            told += [(grid.title, remarks)] if remarks else []
        notes = Notes()
        found, seen, form = _sheet(grid, notes)
        code = form or code
        known = known or seen
        if seen:
            told.append((grid.title, notes.remarks()))
            questions += _with_topic(found, grid.title, len(grids))
    remarks = table.together(told)
    if not questions and not any(each.lost for each in remarks):
        nothing = table.NOTHING if known else table.NO_HEADER if any(grid.rows for grid in grids) else table.EMPTY_FILE
        remarks.append(Remark(nothing))
    if pictures and questions:
        remarks.append(Remark(N_("pictures in the workbook are not read; add them to the questions on the screen."), lost=False))
    return Parsed(code, tuple(questions), tuple(remarks), tuple(topics))


def _sheet(grid: Grid, notes: Notes) -> tuple[list[Question], bool, str]:
    """(questions, whether the columns were recognised, format if it is a special one) of one sheet."""
    if grid.title in (TOPICS, NOTES, LAWS):
        return [], False, ""
    found, layout = table.read_grid(grid, notes)
    return found, layout is not None, layout.form if layout else ""


def _with_topic(found: list[Question], title: str, sheets: int) -> list[Question]:
    """A sheet among several that is called like a topic gives it to questions without one."""
    named = sheets > 1 and not is_type(title) and not title.lower().startswith(_DEFAULT_TITLES)
    return [replace(each, topic=title) if named and not each.topic else each for each in found]
