"""What a roster would change, and the change itself: everything or nothing, and twice is once."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli import community, ids
from linli.locale import N_, _
from linli.roster import layout
from linli.roster.cells import tidy
from linli.roster.checking import against
from linli.roster.model import KINDS, Entry, Roster, stored
from linli.roster.remarks import Note, RosterRefused
from linli.store import Store, Tx

_WORDS = {"slips": N_("Household slips (一户一码)"), "on_site": N_("People on site (现场确认)")}
_KIND_WORDS = {"community": N_("The community"), "season": N_("A season"), "compound": N_("A compound"), "unit": N_("A unit")}


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    kind: str
    key: str
    before: str | int
    after: str | int

    @property
    def label(self) -> str:
        """What the field is called, in the current language."""
        return _(next(field.label for field in layout.FIELDS[self.kind] if field.key == self.key))

    @property
    def was(self) -> str:
        """The value before, as a person reads it."""
        return _shown(self.key, self.before)

    @property
    def becomes(self) -> str:
        """The value after, as a person reads it."""
        return _shown(self.key, self.after)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry and what would change in it. The entry has the database's id where it is known."""

    entry: Entry
    changes: tuple[Change, ...] = ()

    @property
    def name(self) -> str:
        """Its Chinese name."""
        return self.entry.name

    @property
    def kind_word(self) -> str:
        """What it is, in the current language: a compound, a unit …"""
        return _(_KIND_WORDS[self.entry.kind])


@dataclass(frozen=True, slots=True)
class Preview:
    """What a roster would do. gone: in the database, not in the file; left as they are."""

    new: tuple[Line, ...]
    changed: tuple[Line, ...]
    same: tuple[Line, ...]
    gone: tuple[Line, ...]
    notes: tuple[Note, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether saving it would change nothing."""
        return not (self.new or self.changed)


def preview(tx: Tx, roster: Roster) -> Preview:
    """Compare a roster with the database. Changes nothing.

    An empty cell leaves what is there; a new thing without an English name takes the Chinese one.
    """
    now = stored(tx)
    lines: dict[str, list[Line]] = {"new": [], "changed": [], "same": [], "gone": []}
    notes = list(roster.notes)
    for kind in KINDS:
        known = {entry.key: entry for entry in now.of(kind)}
        for entry in roster.of(kind):
            state, line = _compare(entry, known.pop(entry.key, None), notes)
            lines[state].append(line)
        lines["gone"] += [Line(entry) for entry in known.values() if kind != "community"]
    return Preview(tuple(lines["new"]), tuple(lines["changed"]), tuple(lines["same"]), tuple(lines["gone"]), tuple(notes))


def _compare(entry: Entry, before: Entry | None, notes: list[Note]) -> tuple[str, Line]:
    values = {key: value or (before.values.get(key, "") if before else "") for key, value in entry.values.items()}
    if entry.kind != "community" and not values["name_en"]:
        values["name_en"] = values["name_zh"]
        notes.append(Note(entry.sheet, entry.row, N_("{name} has no English name, so its Chinese one stands in."), {"name": entry.name}))
    settled = Entry(entry.kind, values, entry.row, before.id if before else "")
    if before is None:
        return "new", Line(settled)
    changes = tuple(
        Change(entry.kind, key, before.values[key], value) for key, value in values.items() if tidy(str(before.values[key])) != str(value)
    )
    return ("changed" if changes else "same"), Line(settled, changes)


def _shown(key: str, value: str | int) -> str:
    return _(_WORDS[str(value)]) if key == "basis" and value in _WORDS else str(value)


def commit(store: Store, roster: Roster, who: str | None, at: datetime) -> Preview:
    """Save a roster in one transaction, everything or nothing; what was done.

    Compared again with the database as it is now. Saving twice changes nothing the second time.
    Raises RosterRefused (by sheet and row), or the refusals of `community.add_compound`.
    """
    with store.writing() as tx:
        _alone(tx)
        faults = against(tx, roster, at)
        if faults:
            raise RosterRefused(faults[0])
        done = preview(tx, roster)
        for line in (*done.new, *done.changed):
            _SAVE[line.entry.kind](tx, line, who, at)
        if not done.changes_nothing:
            community.note(tx, who, "roster", "", f"new {len(done.new)}, changed {len(done.changed)}", at)
    return done


def _alone(tx: Tx) -> None:
    """Make this the only roster being saved, and hold back slips while households are compared with them."""
    tx.run("insert into setting (key, value) values ('roster_guard', 'null') on conflict (key) do nothing")
    tx.one("select key from setting where key = 'roster_guard'" + tx.for_update)
    tx.rows("select id from compound order by id" + tx.for_update)


def _save_community(tx: Tx, line: Line, who: str | None, at: datetime) -> None:
    given = {key: value for key, value in line.entry.values.items() if value}
    for key, value in given.items():
        tx.run(
            "insert into setting (key, value) values (:key, :value) on conflict (key) do update set value = excluded.value",
            key=key, value=json.dumps(value, ensure_ascii=False),
        )
    community.note(tx, who, "settings", ", ".join(sorted(given)), "", at)


def _save_season(tx: Tx, line: Line, who: str | None, at: datetime) -> None:
    values: dict[str, Any] = dict(line.entry.values)
    season = line.entry.id or ids.new()
    if line.entry.id:
        tx.run(
            "update season set name_zh = :name_zh, name_en = :name_en, starts_on = :starts_on, ends_on = :ends_on where id = :id",
            id=season, **values,
        )
    else:
        tx.insert("season", [{"id": season, **values, "grace_days": 30}])
    community.note(tx, who, "season", season, f"{values['starts_on']} {values['ends_on']}", at)


def _save_compound(tx: Tx, line: Line, who: str | None, at: datetime) -> None:
    values: dict[str, Any] = dict(line.entry.values)
    basis = values.pop("basis")
    if not line.entry.id:
        community.add_compound(tx, **values, basis=basis, who=who, at=at)
        return
    community.change_compound(tx, line.entry.id, **values, who=who, at=at)
    if any(change.key == "basis" for change in line.changes):
        tx.run("update compound set basis = :basis where id = :id", basis=basis, id=line.entry.id)
        community.note(tx, who, "basis", line.entry.id, basis, at)


def _save_unit(tx: Tx, line: Line, who: str | None, at: datetime) -> None:
    zh, en = str(line.entry.values["name_zh"]), str(line.entry.values["name_en"])
    if line.entry.id:
        tx.run("update unit set name_zh = :zh, name_en = :en where id = :id", zh=zh, en=en, id=line.entry.id)
    else:
        community.add_unit(tx, zh, en)


_SAVE = {"community": _save_community, "season": _save_season, "compound": _save_compound, "unit": _save_unit}
