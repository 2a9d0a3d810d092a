"""Who entered hours never approves them: no path lets one person do both (docs/rules.md §2, §4).

Entering is every act by which a person, not the code on the screen, says when somebody came or
left: a tick, a confirmed end, "end for all", a paper sheet typed in, a supplementary record.
"""

from linli import roles
from linli.errors import GameError
from linli.locale import N_
from linli.roles import Staff
from linli.store import Tx
from linli.store.base import Row


class EnteredBySame(GameError):
    """The approver entered a time of this record."""

    def __init__(self) -> None:
        super().__init__(N_("You entered a time of this record yourself, by a tick, an end or a sheet. Somebody else approves it, so that two people stand behind the hours."))


def marks(tx: Tx, record: Row) -> set[str]:
    """Everybody who entered something of a record, as `staff:ID` or `subject:ID`."""
    found = tx.rows("select came_by, left_by from presence where record = :id and void_at is null", id=record["id"])
    every = {one[name] for one in found for name in ("came_by", "left_by")} | {record["entered_by"]}
    return {str(mark) for mark in every if mark}


def is_person(tx: Tx, mark: str, staff: Staff) -> bool:
    """Whether a mark is that staff person: the same account, another of theirs, or their resident account.

    An account that neither names its resident nor declares that there is none counts as anybody.
    """
    kind, _colon, one = mark.partition(":")
    if kind == "staff":
        row = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id", id=one)
        return row is not None and not roles.different_people(roles.from_row(row), staff)
    if not staff.resident:
        return not staff.declared_none
    return tx.one("select subject from subject_resident where subject = :subject and resident = :resident", subject=one, resident=staff.resident) is not None


def by_person(tx: Tx, record: Row, staff: Staff) -> bool:
    """Whether that staff person entered something of the record."""
    return any(is_person(tx, mark, staff) for mark in sorted(marks(tx, record)))


def refuse(tx: Tx, record: Row, staff: Staff) -> None:
    """Refuse an approver who entered something of the record. Raises EnteredBySame."""
    if by_person(tx, record, staff):
        raise EnteredBySame
