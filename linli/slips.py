"""Household slips (一户一码): random codes, at most one a household, never linked to a flat."""

from datetime import datetime

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store, Tx

LENGTH = 6


class SlipUnknown(GameError):
    """No slip has that code."""

    def __init__(self) -> None:
        super().__init__(N_("No household slip has that code. Check it against the slip, or leave the field empty."))


class SlipElsewhere(GameError):
    """The slip was handed out in another compound."""

    def __init__(self) -> None:
        super().__init__(N_("That slip belongs to another compound. Choose that compound, or leave the field empty."))


class TooManySlips(GameError):
    """There would be more slips than households."""

    def __init__(self, name: str, households: int, issued: int) -> None:
        super().__init__(
            N_("{name} has {households} households and {issued} slips are out, so only {left} more can be made."),
            name=name, households=households, issued=issued, left=households - issued,
        )


def issue(store: Store, compound: str, count: int, at: datetime, by: str | None = None) -> list[str]:
    """Make `count` new codes for a compound (its id or code). Raises TooManySlips."""
    with store.writing() as tx:
        found = community.compound(tx, compound)
        tx.one("select id from compound where id = :id" + tx.for_update, id=found.id)
        issued = _issued(tx, found.id)
        if count < 0 or issued + count > found.households:
            raise TooManySlips(found.name, found.households, issued)
        made = [_one(tx, found.id, at) for _number in range(count)]
        if made:
            community.note(tx, by, "slips", found.id, str(count), at)
        return made


def _issued(tx: Tx, compound: str) -> int:
    return int(tx.value("select count(*) as n from slip where compound = :compound", compound=compound))


def _one(tx: Tx, compound: str, at: datetime) -> str:
    while True:
        code = ids.code(LENGTH)
        made = tx.run(
            "insert into slip (id, compound, code, issued_at) values (:id, :compound, :code, :at) on conflict (code) do nothing",
            id=ids.new(), compound=compound, code=code, at=clock.stamp(at),
        )
        if made:
            return code


def find(tx: Tx, compound: str, code: str) -> str:
    """The id of a compound's slip. Raises SlipUnknown, SlipElsewhere."""
    typed = ids.tidy_code(code[:50])
    row = tx.one("select id, compound from slip where code = :code", code=typed) if typed.isalnum() else None
    if row is None:
        raise SlipUnknown
    if row["compound"] != compound:
        raise SlipElsewhere
    return str(row["id"])


def optional(tx: Tx, compound: str, code: str | None) -> str | None:
    """As `find`, and None for an empty field."""
    return find(tx, compound, code) if code and code.strip() else None


def codes(tx: Tx, compound: str) -> list[str]:
    """The codes of a compound, in the order they were made."""
    return [row["code"] for row in tx.rows("select code from slip where compound = :compound order by id", compound=compound)]


def print_codes(store: Store, compound: str, at: datetime) -> list[str]:
    """For `python -m linli slips COMPOUND`: one code for each household, missing ones made now.

    compound: its id, the code of its join link, or its Chinese or English name.
    """
    with store.reading() as tx:
        found = community.compound(tx, _named(tx, compound))
        missing = found.households - _issued(tx, found.id)
    issue(store, found.id, max(0, missing), at)
    with store.reading() as tx:
        return codes(tx, found.id)


def _named(tx: Tx, text: str) -> str:
    row = tx.one(
        "select id from compound where name_key = :key or name_en = :text order by id",
        key=community.name_key(text), text=text.strip(),
    )
    return str(row["id"]) if row else text
