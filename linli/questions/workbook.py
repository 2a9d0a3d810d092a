"""The clerks' workbook, read: rows to items with faults by row, a preview, and the commit."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from linli import community
from linli.errors import GameError
from linli.locale import N_
from linli.questions import bank, check, columns, editing, shelf, sources
from linli.questions.columns import EXAMPLE, HEADERS, KEY, NEEDED, SHEET, TOPIC_HEADERS, TOPICS, cell_text, header
from linli.questions.faults import Fault, order
from linli.questions.items import Item, Topic
from linli.questions.shape import Placed, Reader, read_item, read_topic
from linli.questions.sources import Sources
from linli.questions.template import EXAMPLE_ROW, export, write
from linli.questions.tree import from_plain
from linli.store import Store, Tx

__all__ = ["Change", "ChangedMeanwhile", "NoWorkbook", "Preview", "WrongLayout", "commit", "export", "preview", "write"]

LARGEST, LARGEST_OPEN = 5_000_000, 60_000_000   # bytes, packed and unpacked
MOST_ROWS = 3_000
HEAD_WITHIN = 10    # rows in which the header may stand

Row = tuple[int, dict[str, str], list[str]]


class NoWorkbook(GameError):
    """The bytes are no .xlsx workbook, or too large a one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("{name} is not an Excel workbook (.xlsx) of at most 5 MB. Save it as .xlsx and choose it again."), name=name[:80],
        )


class WrongLayout(GameError):
    """The workbook has no sheet with the columns of the template."""

    def __init__(self, name: str, missing: list[str]) -> None:
        super().__init__(
            N_("{name} is not the question template: it has no column {missing}. Download the template and copy your rows into it."),
            name=name[:80], missing="、".join(missing),
        )


class TooManyRows(GameError):
    """More rows than one upload takes."""

    def __init__(self) -> None:
        super().__init__(N_("One workbook may hold {most} questions at most. Make two of it."), most=MOST_ROWS)


class ChangedMeanwhile(GameError):
    """Somebody changed an item between preview and commit."""

    def __init__(self, item: str) -> None:
        super().__init__(
            N_("The question '{item}' was changed by somebody else meanwhile. Nothing was saved; look at the preview again."), item=item,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """One row that would change the bank; `before` is the revision it replaces, or None."""

    row: int
    item: Item
    before: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a workbook would do. Rows with faults are left out of the commit, the others go in."""

    name: str
    new: tuple[Change, ...]
    changed: tuple[Change, ...]
    same: int
    topics: tuple[Topic, ...]       # new ones; the names of known topics are not changed here
    faults: tuple[Fault, ...]       # line is the row


def preview(tx: Tx, data: bytes, name: str, at: datetime, texts: Sources | None = None) -> Preview:
    """Read a workbook without changing anything.

    Raises NoWorkbook, WrongLayout (naming the missing columns), TooManyRows.
    """
    texts = texts or sources.current(tx)
    rows, topic_rows = _sheets(data, name)
    known = {topic.id: topic for topic in bank.topics(tx)}
    topics, faults = _topics(topic_rows, name)
    read = _Rows(name, {topic.id: topic for topic in topics} | known, texts, at, faults)
    placed = [item for row in rows if (item := read.row(row))]
    drawn = {each["id"]: each for each in tx.rows("select id, revision, state, waiting from item")}
    used = {item.topic for _row, item in placed}
    return _sort(name, placed, drawn, tuple(t for t in topics if t.id in used and t.id not in known), read.faults)


def commit(store: Store, seen: Preview, by: str, at: datetime) -> int:
    """Save what a preview showed; the number of items changed.

    All or nothing. Saving the same preview twice changes nothing the second time. Raises
    ChangedMeanwhile.
    """
    with store.writing() as tx:
        shelf.locked(tx)
        for topic in seen.topics:
            shelf.put_topic(tx, topic)
        done = sum(_commit(tx, change, by, at) for change in (*seen.new, *seen.changed))
        if done or seen.topics:
            community.note(tx, by, "item.workbook", seen.name, str(done), at)
            shelf.changed(tx)
    return done


def _commit(tx: Tx, change: Change, by: str, at: datetime) -> bool:
    row = tx.one("select revision, waiting from item where id = :id", id=change.item.id)
    now = (row["waiting"] or row["revision"]) if row else None
    if now not in (change.before, change.item.revision):
        raise ChangedMeanwhile(change.item.id)
    return editing.put(tx, change.item, by, at)


def _sort(
    name: str, placed: list[tuple[int, Item]], drawn: dict[str, dict[str, Any]], topics: tuple[Topic, ...], faults: list[Fault],
) -> Preview:
    new, changed, same = [], [], 0
    for row, item in placed:
        before = drawn.get(item.id)
        if before is None:
            new.append(Change(row, item, None))
        elif item.revision == (before["waiting"] or before["revision"]) and before["state"] != "gone":
            same += 1
        else:
            changed.append(Change(row, item, before["waiting"] or before["revision"]))
    return Preview(name, tuple(new), tuple(changed), same, topics, tuple(sorted(faults, key=order)))


class _Rows:
    """Reads rows one after the other; `faults` grows, `ids` remembers where each id stood."""

    def __init__(self, name: str, topics: Mapping[str, Topic], texts: Sources, at: datetime, faults: list[Fault]) -> None:
        self.name, self.topics, self.texts, self.faults = name, topics, texts, faults
        self.today = check.latest_day(at)
        self.ids: dict[str, int] = {}

    def row(self, row: Row) -> tuple[int, Item] | None:
        """The item of one row, or None when it has a fault."""
        number, cells, formulas = row
        found = self._own(number, cells, formulas)
        topic = columns.find_topic(cells.get(columns.TOPIC, ""), self.topics)
        reader = Reader(self.name)
        placed = read_item(reader, from_plain(columns.to_plain(cells, topic, self.texts), number), number, topic, self.today)
        found += [fault for fault in reader.faults if not (found and _about_key(fault))]
        found += self._after(number, placed) if placed and not found else []
        self.faults += [columns.about_row(fault) for fault in found]
        return (number, placed.item) if placed and not found else None

    def _own(self, number: int, cells: Mapping[str, str], formulas: list[str]) -> list[Fault]:
        """What only a row can get wrong: formulas, the topic's name, the letters of the key."""
        label = cells.get(columns.ID) or None
        text = N_("the column {column} holds a formula or an error; type the words instead.")
        found = [Fault(self.name, number, label, text, {"column": name}) for name in formulas]
        if not columns.find_topic(cells.get(columns.TOPIC, ""), self.topics):
            text = N_("the topic '{topic}' is not on the sheet of topics; add it there, or choose one of {known}.")
            fields = {"topic": cells.get(columns.TOPIC, ""), "known": "、".join(sorted(self.topics))}
            found.append(Fault(self.name, number, label, text, fields))
        if cells.get(columns.ID) == EXAMPLE:
            text = N_("the row is still marked as the example; empty its column {column} if it is a question.")
            found.append(Fault(self.name, number, None, text, {"column": columns.ID}))
        options = sum(1 for letter in columns.LETTERS if cells.get(columns.option(letter, "zh")))
        keys = columns.key_numbers(cells)
        if keys is None or (options and max(keys) >= options):
            text = N_("the column {column} holds '{value}'; it must name the letters of right options, as A or AC.")
            found.append(Fault(self.name, number, label, text, {"column": KEY, "value": cells.get(KEY, "")}))
        return found

    def _after(self, number: int, placed: Placed) -> list[Fault]:
        item = placed.item
        if item.id in self.ids:
            fields = {"item": f"'{item.id}'", "row": self.ids[item.id]}
            return [Fault(self.name, number, item.id, N_("item {item} stands a second time; the first is in row {row}."), fields)]
        self.ids[item.id] = number
        lines = dict.fromkeys(("law", "article", "quote", "fact"), number)
        return check.source_faults(Placed(item, lines), self.name, self.texts)


def _about_key(fault: Fault) -> bool:
    return "key: true" in fault.text or fault.fields.get("id") == EXAMPLE


def _topics(rows: list[Row], name: str) -> tuple[list[Topic], list[Fault]]:
    reader = Reader(name)
    found = []
    for number, cells, _formulas in rows:
        topic = read_topic(reader, from_plain(dict(zip(("id", "zh", "en"), map(cells.get, TOPIC_HEADERS), strict=True)), number))
        found += [topic] if topic else []
    return found, reader.faults


def _sheets(data: bytes, name: str) -> tuple[list[Row], list[Row]]:
    """The rows of the questions and of the topics, each with its number and cells by header."""
    book = _open(data, name)
    try:
        grids = {sheet.title: list(_cells(sheet)) for sheet in book.worksheets if sheet.title not in (columns.NOTES, columns.LAWS)}
    except TooManyRows:
        raise
    except Exception as error:      # whatever a damaged file makes the reader raise
        raise NoWorkbook(name) from error
    finally:
        book.close()
    best: list[str] = list(NEEDED)
    for grid in sorted(grids.items(), key=lambda each: each[0] != SHEET):
        head, missing = _head(grid[1], HEADERS, NEEDED)
        if not missing:
            return _rows(grid[1], head, HEADERS), _topic_rows(grids.get(TOPICS, []))
        best = min(best, missing, key=len)
    raise WrongLayout(name, best)


def _open(data: bytes, name: str) -> Any:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if len(data) > LARGEST or sum(each.file_size for each in packed.infolist()) > LARGEST_OPEN:
                raise NoWorkbook(name)
        return load_workbook(BytesIO(data), read_only=True)
    except NoWorkbook:
        raise
    except Exception as error:      # not a zip, not a workbook, damaged: all the same to a clerk
        raise NoWorkbook(name) from error


def _cells(sheet: Any) -> Iterator[tuple[int, list[tuple[str, bool]]]]:
    """(row number, [(text, is it a formula or an error)]) of rows that hold anything."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=len(HEADERS) + 20), 1):
        if number > MOST_ROWS + HEAD_WITHIN:
            if any(cell.value not in (None, "") for cell in row):
                raise TooManyRows
            continue
        cells = [(cell_text(cell.value), getattr(cell, "data_type", "s") in ("f", "e")) for cell in row]
        if any(text for text, _formula in cells):
            yield number, cells


def _head(grid: list[tuple[int, list[tuple[str, bool]]]], headers: tuple[str, ...], needed: tuple[str, ...]) -> tuple[int, list[str]]:
    """Which row of the grid is the header, and the needed columns that the best one lacks."""
    best = (0, list(needed))
    for index, (number, cells) in enumerate(grid[:HEAD_WITHIN]):
        present = {header(text) for text, _formula in cells}
        missing = [name for name in needed if header(name) not in present]
        if number <= HEAD_WITHIN and len(missing) < len(best[1]):
            best = (index, missing)
    return best


def _rows(grid: list[tuple[int, list[tuple[str, bool]]]], head: int, headers: tuple[str, ...]) -> list[Row]:
    names = {header(name): name for name in headers}
    at = {place: names[header(text)] for place, (text, _f) in enumerate(grid[head][1]) if header(text) in names}
    found = []
    for number, cells in grid[head + 1:]:
        row = {at[place]: text for place, (text, _f) in enumerate(cells) if place in at}
        formulas = [at[place] for place, (_t, formula) in enumerate(cells) if formula and place in at]
        if any(row.values()) and not _example(row):
            found.append((number, row, formulas))
    return found


def _example(row: Mapping[str, str]) -> bool:
    """The template's example as it was given; one that was typed over is read, and its id refused."""
    return row.get(columns.ID) == EXAMPLE and row.get(columns.STEM_ZH) == EXAMPLE_ROW[columns.STEM_ZH]


def _topic_rows(grid: list[tuple[int, list[tuple[str, bool]]]]) -> list[Row]:
    head, missing = _head(grid, TOPIC_HEADERS, TOPIC_HEADERS)
    return [] if missing else _rows(grid, head, TOPIC_HEADERS)
