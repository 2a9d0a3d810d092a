"""Who a resident is: the row, and the name that others see.

Everything that people do hangs on a random subject; the name is looked up here, and where the
one row between subject and resident is gone, the person has left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.errors import GameError
from linli.locale import N_, _
from linli.store import Tx
from linli.store.base import Row

SELECT = (
    "select r.id, s.subject, r.compound, r.nickname, r.hidden_at, r.player_number, r.slip, r.pin_temporary"
    " from resident r join subject_resident s on s.resident = r.id"
)


class NoSuchResident(GameError):
    """The account was deleted, or never existed."""

    def __init__(self) -> None:
        super().__init__(N_("This resident's account is no longer there. Please choose another, or join again."))


@dataclass(frozen=True)
class Resident:
    """A resident. slip: id of the household slip or None; pin_temporary: given by an organiser."""

    id: str
    subject: str
    compound: str
    nickname: str
    hidden: bool
    player_number: str
    slip: str | None
    pin_temporary: bool

    @property
    def shown_name(self) -> str:
        """The nickname, or “player 123456” where an organiser has hidden it."""
        return _shown(self.nickname, self.hidden, self.player_number)


def _shown(nickname: str, hidden: bool, number: str) -> str:
    return _("player {number}", number=number) if hidden else nickname


def from_row(row: Row) -> Resident:
    """A row of `SELECT`."""
    return Resident(
        row["id"], row["subject"], row["compound"], row["nickname"], row["hidden_at"] is not None,
        row["player_number"], row["slip"], bool(row["pin_temporary"]),
    )


def resident(tx: Tx, resident_id: str) -> Resident:
    """The resident of that id. Raises NoSuchResident."""
    row = tx.one(f"{SELECT} where r.id = :id", id=resident_id)
    if row is None:
        raise NoSuchResident
    return from_row(row)


def of_subject(tx: Tx, subject: str) -> Resident | None:
    """The resident behind a subject; None for a guest and for somebody who has left."""
    row = tx.one(f"{SELECT} where s.subject = :subject", subject=subject)
    return from_row(row) if row else None


def names(tx: Tx, subjects: Sequence[str]) -> dict[str, str]:
    """Subject to the name that others see; who has left is 「已注销」."""
    named = dict.fromkeys(subjects, _("left"))
    wanted = list(named)
    for start in range(0, len(wanted), 200):
        part = {f"s{place}": subject for place, subject in enumerate(wanted[start : start + 200])}
        keys = ", ".join(f":{key}" for key in part)
        for row in tx.rows(f"{SELECT} where s.subject in ({keys})", **part):
            named[row["subject"]] = from_row(row).shown_name
    return named
