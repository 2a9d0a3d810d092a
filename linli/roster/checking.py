"""A roster against the database: what its rows cannot become, and why."""

from collections.abc import Iterator
from datetime import datetime

from linli import clock, community
from linli.community import BadSeason, FewerThanSlips
from linli.roster.model import Entry, Roster, overlap, stored
from linli.roster.remarks import BasisFixed, Fault, NameRetired, SeasonHasActs, fault
from linli.store import Tx


def against(tx: Tx, roster: Roster, at: datetime | None = None) -> list[Fault]:
    """Every row that the database refuses. Without `at` no season counts as over."""
    today = clock.local_day(at, community.zone(tx)) if at else ""
    return [*_compounds(tx, roster, today), *_seasons(tx, roster)]


def _compounds(tx: Tx, roster: Roster, today: str) -> Iterator[Fault]:
    known = {row["name_key"]: row for row in tx.rows("select id, name_key, retired_at from compound order by id")}
    slips = {row["compound"]: row["n"] for row in tx.rows("select compound, count(*) as n from slip group by compound order by compound")}
    fixed = _fixed_bases(tx, today)
    for entry in roster.of("compound"):
        row = known.get(entry.key)
        if row is None:
            continue
        if row["retired_at"]:
            yield fault(entry.sheet, entry.row, NameRetired(entry.name))
        out, households = int(slips.get(row["id"], 0)), int(entry.values["households"])
        if households < out:
            yield fault(entry.sheet, entry.row, FewerThanSlips(entry.name, households, out))
        if fixed.get(row["id"], set()) - {entry.values["basis"]}:
            yield fault(entry.sheet, entry.row, BasisFixed(entry.name))


def _fixed_bases(tx: Tx, today: str) -> dict[str, set[str]]:
    """By compound, the bases that acts have fixed in seasons that are not over (docs/rules.md §6)."""
    found: dict[str, set[str]] = {}
    rows = tx.rows(
        "select b.compound, b.basis from season_basis b join season s on s.id = b.season"
        " where s.ends_on >= :today order by b.compound, s.id", today=today,
    )
    for row in rows:
        found.setdefault(row["compound"], set()).add(row["basis"])
    return found


def _seasons(tx: Tx, roster: Roster) -> Iterator[Fault]:
    wanted = list(roster.of("season"))
    known = {entry.key: entry for entry in stored(tx).of("season")}
    others = [entry for key, entry in known.items() if key not in {one.key for one in wanted}]
    for entry in wanted:
        if any(overlap(entry, other) for other in others):
            yield fault(entry.sheet, entry.row, BadSeason(entry.name))
        day = _moved_act(tx, entry, known.get(entry.key))
        if day:
            yield fault(entry.sheet, entry.row, SeasonHasActs(entry.name, day))


def _moved_act(tx: Tx, entry: Entry, before: Entry | None) -> str:
    """A day with posted points whose season would change; empty if there is none.

    The ledger keeps the season an act was posted in, and a reversal looks it up by its day.
    """
    row = tx.one(
        "select act_on from ledger where (season = :season and (act_on < :starts or act_on > :ends))"
        " or (season <> :season and act_on >= :starts and act_on <= :ends) order by act_on, id limit 1",
        season=before.id if before else "", starts=entry.values["starts_on"], ends=entry.values["ends_on"],
    )
    return str(row["act_on"]) if row else ""
