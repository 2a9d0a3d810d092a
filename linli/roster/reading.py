"""A set-up workbook, read to its end: a roster, or all its faults at once by sheet and row."""

from collections.abc import Mapping
from datetime import datetime

from linli.community import BadSeason
from linli.errors import GameError
from linli.locale import N_
from linli.roster import cells, layout
from linli.roster.cells import Grid
from linli.roster.checking import against
from linli.roster.layout import Field
from linli.roster.model import Entry, Roster, overlap
from linli.roster.remarks import ColumnTwice, Fault, MissingColumn, MissingSheet, NameTwice, Note, fault, order
from linli.store import Tx

HEAD_WITHIN = 10    # filled rows among which the header may stand


def read(data: bytes, tx: Tx | None = None, at: datetime | None = None) -> Roster | list[Fault]:
    """What the workbook says, or every fault in it, sorted by sheet and row. Never raises for a bad file.

    With `tx` it is also checked against the database (slips that are out, names, seasons, bases).
    """
    try:
        found = _Reading(cells.grids(data))
    except GameError as error:
        return [fault("", 0, error)]
    faults = found.faults + (against(tx, found.roster, at) if tx else [])
    return sorted(faults, key=order) if faults else found.roster


class _Reading:
    """Reads sheet after sheet; what is right goes to `entries`, the rest to `faults`."""

    def __init__(self, grids: list[Grid]) -> None:
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self.notes: list[Note] = []
        sheets = {layout.sheet_named(grid.title): grid for grid in reversed(grids)}
        self._form(sheets.get(layout.COMMUNITY))
        self._table(layout.COMPOUNDS, "compound", sheets.get(layout.COMPOUNDS) or _looks_like_compounds(grids))
        if layout.UNITS in sheets and sheets[layout.UNITS].rows:
            self._table(layout.UNITS, "unit", sheets[layout.UNITS])
        for kind in ("season", "compound", "unit"):
            self._twice(kind)
        self._seasons_apart()

    @property
    def roster(self) -> Roster:
        """What could be read."""
        return Roster(tuple(self.entries), tuple(self.notes))

    def _say(self, sheet: str, row: int, error: GameError) -> None:
        self.faults.append(fault(sheet, row, error))

    def _entry(self, kind: str, row: int, texts: Mapping[str, tuple[int, str]]) -> None:
        """One entry from its cells: {field's key: (row, text)}. Faults of all its cells are told."""
        values: dict[str, str | int] = {}
        before = len(self.faults)
        name = texts.get("name_zh", (0, ""))[1][: layout.NAME]
        for field in layout.FIELDS[kind]:
            line, text = texts.get(field.key, (row, ""))
            try:
                values[field.key] = cells.value(field, text, name)
            except GameError as error:
                self._say(layout.SHEET_OF[kind], line, error)
        if len(self.faults) == before:
            self.entries.append(Entry(kind, values, row))

    # -- the sheets 小区 and 责任单位: a table each

    def _table(self, sheet: str, kind: str, grid: Grid | None) -> None:
        if grid is None:
            self._say("", 0, MissingSheet(sheet))
            return
        fields = layout.FIELDS[kind]
        index, columns = _head(grid, fields)
        head_row = grid.rows[index][0] if grid.rows else 1
        missing = [field for field in fields if field.needed and field not in columns.values()]
        for field in missing:
            self._say(sheet, head_row, MissingColumn(field.head))
        for field in fields:
            if list(columns.values()).count(field) > 1:
                self._say(sheet, head_row, ColumnTwice(field.head))
        if not missing:
            self._unread_columns(sheet, grid, index, columns)
            self._rows(kind, grid.rows[index + 1:], columns)

    def _rows(self, kind: str, rows: tuple[tuple[int, tuple[str, ...]], ...], columns: Mapping[int, Field]) -> None:
        for number, row in rows:
            texts = {field.key: (number, row[place]) for place, field in columns.items()}
            if any(text for _line, text in texts.values()) and not layout.is_example(next(filter(None, row))):
                self._entry(kind, number, texts)

    def _unread_columns(self, sheet: str, grid: Grid, index: int, columns: Mapping[int, Field]) -> None:
        number, head = grid.rows[index]
        extra = [text[:20] for place, text in enumerate(head) if text and place not in columns]
        if extra:
            text = N_("These columns are not part of the set-up and were left out: {columns}.")
            self.notes.append(Note(sheet, number, text, {"columns": "、".join(extra[:8])}))

    # -- the sheet 社区: a form, one line a field; the three season lines may repeat

    def _form(self, grid: Grid | None) -> None:
        if grid is None:
            self.notes.append(Note("", 0, N_("There is no sheet {sheet}, so the community and its season stay as they are."), {"sheet": layout.COMMUNITY}))
            return
        groups = self._groups(grid)
        about, *seasons = groups
        self._entry("community", next((row for row, _text in about.values()), 1), about)
        for season in seasons:
            row = min(row for row, _text in season.values())
            if any(text for _row, text in season.values()):
                self._entry("season", row, season)

    def _groups(self, grid: Grid) -> list[dict[str, tuple[int, str]]]:
        """The cells of the community, then of each season; a season begins with its name."""
        groups: list[dict[str, tuple[int, str]]] = [{}]
        for number, row in grid.rows:
            label, main, english = (*row, "", "", "")[:3]
            line = layout.form_line(label)
            if line is None:
                self._unread_line(grid, number, label, main)
                continue
            group = groups[0] if line.kind == "community" else _season(groups, line.main)
            if line.main.key in group:
                self._say(layout.COMMUNITY, number, ColumnTwice(line.main.head))
            group[line.main.key] = (number, main)
            if line.english:
                group[line.english.key] = (number, english)
        return groups

    def _unread_line(self, grid: Grid, number: int, label: str, main: str) -> None:
        if main and not layout.is_form_head(label) and not layout.is_example(label):
            text = N_("The line “{label}” is not part of the set-up and was left out.")
            self.notes.append(Note(layout.COMMUNITY, number, text, {"label": label[:20]}))

    # -- what only several rows can get wrong

    def _twice(self, kind: str) -> None:
        first: dict[str, Entry] = {}
        for entry in Roster(tuple(self.entries)).of(kind):
            before = first.setdefault(entry.key, entry)
            if before is not entry:
                self._say(entry.sheet, entry.row, NameTwice(entry.name, before.row))

    def _seasons_apart(self) -> None:
        passed: list[Entry] = []
        for entry in Roster(tuple(self.entries)).of("season"):
            if str(entry.values["ends_on"]) <= str(entry.values["starts_on"]) or any(overlap(entry, one) for one in passed):
                self._say(entry.sheet, entry.row, BadSeason(entry.name))
            passed.append(entry)


def _season(groups: list[dict[str, tuple[int, str]]], field: Field) -> dict[str, tuple[int, str]]:
    """The season that a line belongs to: a new one when the line is its name, or there is none yet."""
    if field.key == "name_zh" or len(groups) == 1:
        groups.append({})
    return groups[-1]


def _head(grid: Grid, fields: tuple[Field, ...]) -> tuple[int, dict[int, Field]]:
    """Which row is the header (the first that names most columns), and what its cells name."""
    best: tuple[int, dict[int, Field]] = (0, {})
    for index, (_number, row) in enumerate(grid.rows[:HEAD_WITHIN]):
        named = {place: layout.column_named(text, fields) for place, text in enumerate(row) if text}
        columns = {place: field for place, field in named.items() if field}
        if len(columns) > len(best[1]):
            best = (index, columns)
    return best


def _looks_like_compounds(grids: list[Grid]) -> Grid | None:
    """A sheet of another name that has the columns of the compounds."""
    for grid in grids:
        keys = {field.key for field in _head(grid, layout.COMPOUND)[1].values()}
        if not layout.sheet_named(grid.title) and {"name_zh", "households"} <= keys:
            return grid
    return None
