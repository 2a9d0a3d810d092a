"""A roster: what a workbook says, and what the database holds, in one shape."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from linli import community
from linli.roster import layout
from linli.roster.remarks import Note
from linli.store import Tx

#: The order in which things are told and saved.
KINDS = ("community", "season", "compound", "unit")


@dataclass(frozen=True, slots=True)
class Entry:
    """One community, season, compound or unit: its fields by the keys of `layout.FIELDS[kind]`.

    row: where it stands on its sheet; id: in the database, empty in a workbook.
    """

    kind: str
    values: Mapping[str, str | int]
    row: int = 0
    id: str = ""

    @property
    def name(self) -> str:
        """Its Chinese name."""
        return str(self.values.get("community_zh" if self.kind == "community" else "name_zh", ""))

    @property
    def key(self) -> str:
        """What decides whether two entries of a kind are the same; there is only one community."""
        return "" if self.kind == "community" else community.name_key(self.name)

    @property
    def sheet(self) -> str:
        """The sheet it stands on."""
        return layout.SHEET_OF[self.kind]


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything of a set-up workbook, in the file's order."""

    entries: tuple[Entry, ...]
    notes: tuple[Note, ...] = ()

    def of(self, kind: str) -> Iterator[Entry]:
        """The entries of one kind."""
        return (entry for entry in self.entries if entry.kind == kind)


def overlap(one: Entry, other: Entry) -> bool:
    """Whether two seasons have a day in common."""
    return str(one.values["starts_on"]) <= str(other.values["ends_on"]) and str(other.values["starts_on"]) <= str(one.values["ends_on"])


def stored(tx: Tx) -> Roster:
    """What the database holds now, each entry with its id."""
    return Roster((*_community(tx), *_seasons(tx), *_compounds(tx), *_units(tx)))


def _community(tx: Tx) -> Iterator[Entry]:
    settings = community.settings(tx)
    values = {field.key: str(getattr(settings, field.key)) for field in layout.COMMUNITY_FIELDS}
    if any(values.values()):
        yield Entry("community", values, id="community")


def _seasons(tx: Tx) -> Iterator[Entry]:
    for row in tx.rows("select id, name_zh, name_en, starts_on, ends_on from season order by starts_on, id"):
        yield Entry("season", row, id=row.pop("id"))


def _compounds(tx: Tx) -> Iterator[Entry]:
    for one in community.compounds(tx):
        values: dict[str, str | int] = {
            "name_zh": one.name_zh, "name_en": one.name_en, "households": one.households,
            "source": one.households_source, "stated_on": one.households_on, "basis": one.basis,
        }
        yield Entry("compound", values, id=one.id)


def _units(tx: Tx) -> Iterator[Entry]:
    for row in community.units(tx):
        yield Entry("unit", {"name_zh": row["name_zh"], "name_en": row["name_en"]}, id=row["id"])
