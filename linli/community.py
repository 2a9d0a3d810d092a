"""The community's settings, seasons, units and compounds, and the log of what staff did."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from linli import clock, ids
from linli.errors import GameError
from linli.locale import N_, pick
from linli.rules import windows
from linli.rules.settings import DEFAULTS, Settings, known
from linli.store import Duplicate, Store, Tx

BASES = ("slips", "on_site")


class UnknownCompound(GameError):
    """No compound has that id or code."""

    def __init__(self, text: str) -> None:
        super().__init__(N_("No compound is known as “{text}”. Please choose yours from the list."), text=text[:20])


class CompoundExists(GameError):
    """Another compound has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("There is already a compound called {name}. Give this one another name."), name=name)


class BadHouseholds(GameError):
    """Households must be a positive whole number."""

    def __init__(self, name: str, given: object) -> None:
        super().__init__(
            N_("{name}: households is “{given}”. Type a whole number above 0, from the roster or the property office."),
            name=name, given=given,
        )


class FewerThanSlips(GameError):
    """More slips are out than the compound would have households."""

    def __init__(self, name: str, households: int, slips: int) -> None:
        super().__init__(
            N_("{name}: {slips} household slips are already out, so it cannot have {households} households. Check the number."),
            name=name, households=households, slips=slips,
        )


class BadSeason(GameError):
    """A season ends before it starts, or overlaps another."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("The season {name} must end after it starts and may not overlap another one. Check the two dates."), name=name
        )


class MissingText(GameError):
    """A name or a source was left empty."""

    def __init__(self) -> None:
        super().__init__(N_("A name, or where the number comes from, is missing. Please fill in every field."))


@dataclass(frozen=True)
class Compound:
    """A residential compound (小区). `mark` gives its letter, colour and pattern."""

    id: str
    code: str
    name_zh: str
    name_en: str
    mark: int
    households: int
    households_source: str
    households_on: str
    basis: str

    @property
    def name(self) -> str:
        """Its name in the current language."""
        return str(pick(self.name_zh, self.name_en))

    @property
    def letter(self) -> str:
        """A, B … Z, then A2, B2 …"""
        turn, place = divmod(self.mark, 26)
        return chr(65 + place) + (str(turn + 1) if turn else "")


_COLUMNS = "id, code, name_zh, name_en, mark, households, households_source, households_on, basis"


#: The row of `setting` that changes whenever a compound does; not a setting of the game.
ROSTER = "roster"


def settings(tx: Tx) -> Settings:
    """The community's settings."""
    return settings_and_roster(tx)[0]


def settings_and_roster(tx: Tx) -> tuple[Settings, str]:
    """The settings, and a text that changes whenever a compound does."""
    found = tx.rows("select key, value from setting order by key")
    return _parsed(tuple((row["key"], row["value"]) for row in found))


@lru_cache(maxsize=32)
def _parsed(rows: tuple[tuple[str, str], ...]) -> tuple[Settings, str]:
    values = {key: json.loads(value) for key, value in rows}
    return known(values), str(values.get(ROSTER, ""))


def roster_changed(tx: Tx) -> None:
    """Say that a compound changed: what is kept of compounds in this process is read again."""
    _put(tx, ROSTER, ids.new())


def _put(tx: Tx, key: str, value: Any) -> None:
    tx.run(
        "insert into setting (key, value) values (:key, :value) on conflict (key) do update set value = excluded.value",
        key=key, value=json.dumps(value, ensure_ascii=False),
    )


def zone(tx: Tx) -> str:
    """The name of the community's time zone."""
    return settings(tx).zone


def change_settings(store: Store, who: str | None, at: datetime, **changes: Any) -> Settings:
    """Change some settings; unknown names raise TypeError, a wrong zone ZoneInfoNotFoundError."""
    Settings(**{**asdict(DEFAULTS), **changes})
    if "zone" in changes:
        clock.zone(changes["zone"])
    with store.writing() as tx:
        for key, value in changes.items():
            _put(tx, key, value)
        note(tx, who, "settings", ", ".join(sorted(changes)), "", at)
        return settings(tx)


def is_set_up(store: Store) -> bool:
    """Whether a community has been named and has a compound."""
    with store.reading() as tx:
        return bool(settings(tx).community_zh) and tx.one("select id from compound limit 1") is not None


def note(tx: Tx, who: str | None, what: str, about: str, detail: str, at: datetime) -> None:
    """One line in the append-only log of what staff did."""
    tx.insert("audit", [{
        "id": ids.new(), "at": clock.stamp(at), "who": who, "what": what, "about": about, "detail": detail,
    }])


def seasons(tx: Tx) -> list[windows.Season]:
    """All seasons, by start."""
    found = tx.rows("select id, starts_on, ends_on, grace_days from season order by starts_on, id")
    return [windows.Season(**row) for row in found]


def season_name(tx: Tx, season: str) -> str:
    """A season's name in the current language; empty for none."""
    row = tx.one("select name_zh, name_en from season where id = :season", season=season)
    return str(pick(row["name_zh"], row["name_en"])) if row else ""


def add_season(store: Store, *, name_zh: str, name_en: str, starts_on: str, ends_on: str, who: str | None, at: datetime) -> str:
    """A new season; its id. Raises BadSeason when it ends early or overlaps another."""
    season = {"id": ids.new(), "name_zh": name_zh, "name_en": name_en, "starts_on": starts_on, "ends_on": ends_on, "grace_days": 30}
    with store.writing() as tx:
        clash = any(one.starts_on <= ends_on and starts_on <= one.ends_on for one in seasons(tx))
        if ends_on <= starts_on or clash:
            raise BadSeason(name_zh)
        tx.insert("season", [season])
        note(tx, who, "season", str(season["id"]), f"{starts_on} {ends_on}", at)
    return str(season["id"])


def name_key(name: str) -> str:
    """What decides whether two names are the same: NFKC, case folded, without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def kept_compounds(tx: Tx, roster: str) -> dict[str, Compound]:
    """The compounds in use by id, kept in this process as long as `roster` stays the same."""
    if roster not in _kept:
        if len(_kept) > 16:
            _kept.clear()
        _kept[roster] = {one.id: one for one in compounds(tx)}
    return _kept[roster]


_kept: dict[str, dict[str, Compound]] = {}


def compounds(tx: Tx) -> list[Compound]:
    """The compounds in use, in the order of their marks."""
    found = tx.rows(f"select {_COLUMNS} from compound where retired_at is null order by mark, id")
    return [Compound(**row) for row in found]


def compound(tx: Tx, id_or_code: str) -> Compound:
    """One compound by id or by the code of its join link. Raises UnknownCompound."""
    row = tx.one(
        f"select {_COLUMNS} from compound where (id = :text or code = :code) and retired_at is null order by id",
        text=id_or_code, code=ids.tidy_code(id_or_code),
    )
    if row is None:
        raise UnknownCompound(id_or_code)
    return Compound(**row)


def add_compound(tx: Tx, *, name_zh: str, name_en: str, households: int, source: str, stated_on: str, basis: str, who: str | None, at: datetime) -> str:
    """A new compound; its id. Raises BadHouseholds, CompoundExists, MissingText."""
    _check(name_zh, name_en, households, source)
    if tx.one("select id from compound where name_key = :key", key=name_key(name_zh)):
        raise CompoundExists(name_zh)
    row: dict[str, Any] = {
        "id": ids.new(), "code": ids.code(4), "name_zh": name_zh.strip(), "name_en": name_en.strip(),
        "name_key": name_key(name_zh), "mark": _next_mark(tx), "households": households,
        "households_source": source, "households_on": stated_on, "basis": basis,
        "created_at": clock.stamp(at), "retired_at": None,
    }
    try:
        tx.insert("compound", [row])
    except Duplicate as error:
        raise CompoundExists(name_zh) from error
    _log_households(tx, row["id"], households, source, stated_on, who, at)
    roster_changed(tx)
    return str(row["id"])


def _check(name_zh: str, name_en: str, households: object, source: str) -> None:
    if not (name_zh.strip() and name_en.strip() and source.strip()):
        raise MissingText
    if isinstance(households, bool) or not isinstance(households, int) or not 0 < households < 100_000:
        raise BadHouseholds(name_zh, households)


def _next_mark(tx: Tx) -> int:
    return int(tx.value("select coalesce(max(mark), -1) + 1 as mark from compound"))


def _log_households(tx: Tx, compound_id: str, households: int, source: str, stated_on: str, who: str | None, at: datetime) -> None:
    tx.insert("compound_change", [{
        "id": ids.new(), "compound": compound_id, "households": households, "source": source,
        "stated_on": stated_on, "changed_at": clock.stamp(at), "changed_by": who,
    }])


def change_compound(tx: Tx, compound_id: str, *, name_zh: str, name_en: str, households: int, source: str, stated_on: str, who: str | None, at: datetime) -> None:
    """New names or household number; the change of the number is logged and public."""
    _check(name_zh, name_en, households, source)
    slips = int(tx.value("select count(*) as n from slip where compound = :id", id=compound_id))
    if households < slips:
        raise FewerThanSlips(name_zh, households, slips)
    before = compound(tx, compound_id)
    taken = tx.one("select id from compound where name_key = :key and id <> :id", key=name_key(name_zh), id=compound_id)
    if taken:
        raise CompoundExists(name_zh)
    tx.run(
        "update compound set name_zh = :zh, name_en = :en, name_key = :key, households = :households,"
        " households_source = :source, households_on = :stated_on where id = :id",
        zh=name_zh.strip(), en=name_en.strip(), key=name_key(name_zh), households=households,
        source=source, stated_on=stated_on, id=compound_id,
    )
    roster_changed(tx)
    if (before.households, before.households_source, before.households_on) != (households, source, stated_on):
        _log_households(tx, compound_id, households, source, stated_on, who, at)


def household_changes(tx: Tx, compound_id: str) -> Sequence[dict[str, Any]]:
    """The public log of a compound's household numbers, newest first."""
    return tx.rows(
        "select households, source, stated_on, changed_at from compound_change"
        " where compound = :id order by changed_at desc, id desc", id=compound_id,
    )


def units(tx: Tx) -> list[dict[str, Any]]:
    """The organising units, by id."""
    return tx.rows("select id, name_zh, name_en from unit order by id")


def add_unit(tx: Tx, name_zh: str, name_en: str) -> str:
    """A unit of that name, new or already there; its id."""
    row = tx.one("select id from unit where name_zh = :zh", zh=name_zh)
    if row:
        return str(row["id"])
    unit = ids.new()
    tx.insert("unit", [{"id": unit, "name_zh": name_zh, "name_en": name_en}])
    return unit
