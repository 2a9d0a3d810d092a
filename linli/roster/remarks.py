"""What is wrong in a workbook, or worth saying: the sheet, the row, one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linli.errors import GameError
from linli.locale import N_, _


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a place. sheet is empty and row 0 where the whole file is meant."""

    sheet: str
    row: int
    text: str                           # an English message with named fields
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in the current language, without the place."""
        return _(self.text, **{name: one() if callable(one) else one for name, one in self.fields.items()})

    @property
    def place(self) -> str:
        """`Sheet 小区, row 5` in the current language; empty for the whole file."""
        if not self.sheet:
            return ""
        return _("Sheet {sheet}, row {row}", sheet=self.sheet, row=self.row) if self.row else _("Sheet {sheet}", sheet=self.sheet)

    def __str__(self) -> str:
        return _("{place}: {said}", place=self.place, said=self.message) if self.place else self.message


class Fault(Remark):
    """What keeps a workbook from being saved."""

    __slots__ = ()


class Note(Remark):
    """What a clerk should know before saving."""

    __slots__ = ()


def fault(sheet: str, row: int, error: GameError) -> Fault:
    """The fault that a refusal means at this place."""
    return Fault(sheet, row, error.template, error.fields)


def order(remark: Remark) -> tuple[str, int]:
    """Remarks are told by sheet, then row."""
    return remark.sheet, remark.row


class NotAWorkbook(GameError):
    """The bytes are no .xlsx workbook, or too large a one."""

    def __init__(self) -> None:
        super().__init__(N_("This is not an Excel workbook (.xlsx) of at most 2 MB. Save it as .xlsx and choose it again."))


class TooManyRows(GameError):
    """A sheet holds more rows than any community has compounds."""

    def __init__(self, sheet: str, most: int) -> None:
        super().__init__(N_("The sheet {sheet} has more than {most} rows. Please leave only the roster in it."), sheet=sheet, most=most)


class MissingSheet(GameError):
    """No sheet of the workbook is the one that is needed."""

    def __init__(self, sheet: str) -> None:
        super().__init__(
            N_("This workbook has no sheet {sheet}, so it is not the set-up workbook. Download the template and copy your rows into it."),
            sheet=sheet,
        )


class MissingColumn(GameError):
    """A column that every row needs is not there."""

    def __init__(self, column: str) -> None:
        super().__init__(N_("The column {column} is missing. Add it, or copy your rows into the template."), column=column)


class ColumnTwice(GameError):
    """Two columns, or two form lines, have one meaning."""

    def __init__(self, column: str) -> None:
        super().__init__(N_("{column} stands there twice. Leave only one of the two."), column=column)


class MissingCell(GameError):
    """A cell that must be filled in is empty."""

    def __init__(self, column: str) -> None:
        super().__init__(N_("{column} is empty. Please fill it in."), column=column)


class BrokenCell(GameError):
    """A formula in the cell has no value."""

    def __init__(self, column: str) -> None:
        super().__init__(N_("{column} holds an Excel error. Type the value itself instead of the formula."), column=column)


class TooLong(GameError):
    """More text than the field takes."""

    def __init__(self, column: str, length: int, most: int) -> None:
        super().__init__(
            N_("{column} has {length} characters; {most} is the most. Please shorten it."), column=column, length=length, most=most
        )


class BadDay(GameError):
    """A cell does not hold a day."""

    def __init__(self, column: str, given: str) -> None:
        super().__init__(N_("{column} is “{given}”, which is not a day. Type it like 2026-11-01."), column=column, given=given[:20])


class UnknownBasis(GameError):
    """Participants are counted in one of two ways."""

    def __init__(self, column: str, given: str) -> None:
        super().__init__(N_("{column} is “{given}”. Type 一户一码 (household slips) or 现场确认 (on site)."), column=column, given=given[:20])


class NameTwice(GameError):
    """Two rows have one name."""

    def __init__(self, name: str, row: int) -> None:
        super().__init__(N_("{name} stands there a second time; the first is in row {row}. Give one of them another name."), name=name, row=row)


class NameRetired(GameError):
    """A compound of that name was closed."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("A compound called {name} was closed earlier. Give this one another name."), name=name)


class BasisFixed(GameError):
    """The way of counting was fixed by the first act of a running season (docs/rules.md §6)."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("{name} already takes part in this season, so the way its participants are counted stays. Change it before the next one."),
            name=name,
        )


class SeasonHasActs(GameError):
    """Moving the season would change the season of points that are already posted."""

    def __init__(self, name: str, day: str) -> None:
        super().__init__(
            N_("{name}: points of {day} are already posted and would change their season. Choose dates that leave that day where it is."),
            name=name, day=day,
        )


class RosterRefused(GameError):
    """What is in the database does not go with the workbook; nothing was saved."""

    def __init__(self, found: Fault) -> None:
        super().__init__(N_("Nothing was saved. {why}"), why=lambda: str(found))
