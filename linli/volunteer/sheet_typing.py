"""A paper sign-in sheet is typed in by two people, neither of whom sees what the other types; then the two are compared.

What is written is kept as it is written, row by row, so that nothing is lost on the way. A
difference is settled by who typed it wrong, or by a third person, who then stands behind that row
too: all of them are enterers of the record and approve none of it (linli.volunteer.entered).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_
from linli.rules import day_times
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, entered, past_entries, sign_sheets
from linli.volunteer.duty import By
from linli.volunteer.hour_lists import actor_name
from linli.volunteer.sign_sheets import Line, mark_of, sheet_of


class TwoTypeIt(GameError):
    """Both turns are somebody else's."""

    def __init__(self, names: str) -> None:
        super().__init__(N_("{names} type this sheet in already. When both are done you can settle where they differ."), names=names)


class NotTyping(GameError):
    """Somebody who has not started types a row."""

    def __init__(self) -> None:
        super().__init__(N_("Please begin with “Type this sheet in” first."))


class OwnRow(GameError):
    """Nobody types their own row."""

    def __init__(self, row: int) -> None:
        super().__init__(N_("Row {row} is your own. Leave it empty: the other person types it, and a third one settles it."), row=row)


class NoRow(GameError):
    """No such row."""

    def __init__(self, wanted: str) -> None:
        super().__init__(N_("This sheet has no row “{wanted}”. Type the number at its left edge, or the code beside it."), wanted=wanted[:12])


class Done(GameError):
    """Typing is over for this person."""

    def __init__(self) -> None:
        super().__init__(N_("You have finished this sheet. A row is corrected below, where the two differ."))


class Unreadable(GameError):
    """Times that are none."""

    def __init__(self, rows: str, n: int) -> None:
        super().__init__(N_("Row {rows}: a time cannot be read. Write it like 8:55 or 855, or leave the row empty for who was not there."), rows=rows, n=n)


@dataclass(frozen=True)
class Typed:
    """What somebody wrote of a row: player number (blank rows alone), time in and out; "" is empty."""

    number: str = ""
    came: str = ""
    left: str = ""

    @property
    def empty(self) -> bool:
        """Nobody was there."""
        return not (self.number or self.came or self.left)

    @property
    def read(self) -> tuple[str, tuple[int, int] | None, tuple[int, int] | None]:
        """What it means: two ways of writing a time are the same."""
        return self.number, day_times.time_of_day(self.came), day_times.time_of_day(self.left)

    @property
    def unreadable(self) -> bool:
        """Whether something stands where a time belongs and is none."""
        return bool(self.unreadable_parts)

    @property
    def unreadable_parts(self) -> list[str]:
        """Which of `came` and `left` cannot be read."""
        return [name for name in ("came", "left") if (text := getattr(self, name)) and day_times.time_of_day(text) is None]


@dataclass(frozen=True)
class Sitting:
    """One person at a sheet. turn: 1 or 2; done: finished typing; both: so has the other."""

    sheet: str
    code: str
    activity: str
    turn: int
    done: bool
    both: bool
    typed: Mapping[int, Typed]
    own: frozenset[int]


def start(store: Store, code: str, by: By, at: datetime) -> int:
    """Take a turn at typing the sheet in, 1 or 2; again gives the same.

    Raises TwoTypeIt, NotOverYet, UnknownSheet, SheetWithdrawn, NotCoordinator, roles.NotAllowed.
    """
    with store.writing() as tx:
        sheet = sheet_of(tx, code, lock=True)
        row = activities.found(tx, sheet["activity"])
        mark = mark_of(tx, row, by)
        past_entries.refuse_not_over(row["title"], clock.parse(row["ends_at"]), community.zone(tx), at)
        turns = turns_of(tx, sheet["id"])
        mine = next((turn for turn, one in turns.items() if entered.same_person(tx, one["by_whom"], mark)), None)
        if mine:
            return mine
        if len(turns) == 2:
            raise TwoTypeIt(_names(tx, turns))
        turn = 1 if 1 not in turns else 2
        tx.insert("sheet_typing", [{"sheet": sheet["id"], "turn": turn, "by_whom": mark, "started_at": clock.stamp(at), "done_at": None}])
        return turn


def _names(tx: Tx, turns: Mapping[int, Row]) -> str:
    return " · ".join(actor_name(tx, one["by_whom"]) for one in turns.values())


def turns_of(tx: Tx, sheet: str) -> dict[int, Row]:
    """Who types a sheet, by turn."""
    return {one["turn"]: one for one in tx.rows("select * from sheet_typing where sheet = :id order by turn", id=sheet)}


def my_turn(tx: Tx, sheet: str, mark: str) -> Row | None:
    """The turn of a person, under any of their accounts."""
    return next((one for one in turns_of(tx, sheet).values() if entered.same_person(tx, one["by_whom"], mark)), None)


def both_done(tx: Tx, sheet: str) -> bool:
    """Whether two people have finished it."""
    return sum(one["done_at"] is not None for one in turns_of(tx, sheet).values()) == 2


def typed_of(tx: Tx, sheet: str, turn: int) -> dict[int, Typed]:
    """What was typed in a turn, by row."""
    rows = tx.rows("select * from sheet_typed where sheet = :sheet and turn = :turn order by row", sheet=sheet, turn=turn)
    return {one["row"]: Typed(one["number"], one["came"], one["left_time"]) for one in rows}


def mine(store: Store, code: str, by: By) -> Sitting | None:
    """What the reader has typed so far; None before they start. Never what the other has typed."""
    with store.reading() as tx:
        sheet = sheet_of(tx, code)
        mark = mark_of(tx, activities.found(tx, sheet["activity"]), by)
        turn = my_turn(tx, sheet["id"], mark)
        if turn is None:
            return None
        own = frozenset(one.row for one in sign_sheets.lines(tx, sheet["id"]) if one.subject and entered.same_person(tx, f"subject:{one.subject}", mark))
        return Sitting(
            sheet["id"], sheet["code"], sheet["activity"], turn["turn"], turn["done_at"] is not None, both_done(tx, sheet["id"]),
            typed_of(tx, sheet["id"], turn["turn"]), own,
        )


def find_row(rows: list[Line], wanted: str) -> Line:
    """The row that a number or a row code names. Raises NoRow."""
    tidy = ids.tidy_code(wanted)
    found = next((one for one in rows if one.code == tidy or str(one.row) == tidy), None)
    if found is None:
        raise NoRow(wanted)
    return found


def type_row(store: Store, code: str, wanted: str, typed: Typed, by: By, at: datetime) -> Typed:
    """Keep what somebody wrote of a row, over what they wrote before; as it is kept.

    wanted: row number or row code. After both have finished only rows where they differ can be
    typed again. Raises NotTyping, NoRow, OwnRow, Done, Unreadable, UnknownSheet, SheetWithdrawn, NotCoordinator, roles.NotAllowed.
    """
    with store.writing() as tx:
        sheet = sheet_of(tx, code, lock=True)
        mark = mark_of(tx, activities.found(tx, sheet["activity"]), by)
        turn = my_turn(tx, sheet["id"], mark)
        if turn is None:
            raise NotTyping
        line = find_row(sign_sheets.lines(tx, sheet["id"]), wanted)
        kept = tidied(line, typed)
        refuse_own(tx, line, kept, mark)
        if turn["done_at"] is not None and not _may_correct(tx, sheet["id"], line):
            raise Done
        if turn["done_at"] is not None and kept.unreadable:
            raise Unreadable(str(line.row), 1)
        keep(tx, sheet["id"], turn["turn"], line.row, kept, at)
        return kept


def tidied(line: Line, typed: Typed) -> Typed:
    """One line each, nothing that cannot be seen; the number without spaces, and on blank rows alone."""
    came, left = (" ".join("".join(sign if sign.isprintable() else " " for sign in text[:40]).split())[:20] for text in (typed.came, typed.left))
    return Typed("" if line.subject else ids.tidy_code(unicodedata.normalize("NFKC", typed.number))[:8], came, left)


def refuse_own(tx: Tx, line: Line, typed: Typed, mark: str) -> None:
    """Nobody types or settles their own row; leaving it empty is no typing. Raises OwnRow."""
    subject = subject_of(tx, line, typed.number)
    if subject and not typed.empty and entered.same_person(tx, f"subject:{subject}", mark):
        raise OwnRow(line.row)


def subject_of(tx: Tx, line: Line, number: str) -> str | None:
    """Whose row it is: printed, or by the player number written on a blank one."""
    if line.subject or not number:
        return line.subject
    found = tx.value("select s.subject from resident r join subject_resident s on s.resident = r.id where r.player_number = :number", number=number)
    return str(found) if found else None


def _may_correct(tx: Tx, sheet: str, line: Line) -> bool:
    if line.presence or line.settled_by or not both_done(tx, sheet):
        return False
    first, second = (typed_of(tx, sheet, turn).get(line.row, Typed()) for turn in (1, 2))
    return first.read != second.read


def keep(tx: Tx, sheet: str, turn: int, row: int, typed: Typed, at: datetime) -> None:
    """Store a row of a turn."""
    tx.run(
        "insert into sheet_typed (sheet, turn, row, number, came, left_time, at) values (:sheet, :turn, :row, :number, :came, :left, :at)"
        " on conflict (sheet, turn, row) do update set number = excluded.number, came = excluded.came, left_time = excluded.left_time, at = excluded.at",
        sheet=sheet, turn=turn, row=row, number=typed.number, came=typed.came, left=typed.left, at=clock.stamp(at),
    )


def finish(store: Store, code: str, by: By, at: datetime) -> bool:
    """Finish one's typing; whether both have. Rows that were not typed are empty. Raises NotTyping, Unreadable."""
    with store.writing() as tx:
        sheet = sheet_of(tx, code, lock=True)
        turn = my_turn(tx, sheet["id"], mark_of(tx, activities.found(tx, sheet["activity"]), by))
        if turn is None:
            raise NotTyping
        bad = [row for row, one in sorted(typed_of(tx, sheet["id"], turn["turn"]).items()) if one.unreadable]
        if bad:
            raise Unreadable(", ".join(map(str, bad[:8])), len(bad))
        tx.run(
            "update sheet_typing set done_at = :at where sheet = :sheet and turn = :turn and done_at is null",
            at=clock.stamp(at), sheet=sheet["id"], turn=turn["turn"],
        )
        return both_done(tx, sheet["id"])
