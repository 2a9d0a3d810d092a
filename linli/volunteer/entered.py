"""Who entered hours never approves them: no path lets one person do both (docs/rules.md §2, §4).

Entering is every act by which a person, not the code on the screen, says when somebody came or
left: a tick, a confirmed end, "end for all", a paper sheet typed in, a supplementary record.
"""

from collections.abc import Sequence

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
    sheets = set().union(*of_sheets(tx, [record["id"]]).values())
    return {str(mark) for mark in every | sheets if mark}


def of_sheets(tx: Tx, records: Sequence[str]) -> dict[str, set[str]]:
    """By presence: who typed or settled the row of a paper sheet that it came from. At most some hundred records."""
    part = {f"r{place}": record for place, record in enumerate(records)}
    keys = ", ".join(f":{key}" for key in part) or "''"
    found: dict[str, set[str]] = {}
    for one in tx.rows(
        "select p.id, w.settled_by, t.by_whom from presence p join sign_sheet_row w on w.presence = p.id"
        f" join sheet_typing t on t.sheet = w.sheet where p.record in ({keys}) order by p.id, t.turn", **part,
    ):
        found.setdefault(one["id"], set()).update(mark for mark in (one["settled_by"], one["by_whom"]) if mark)
    return found


def is_person(tx: Tx, mark: str, staff: Staff) -> bool:
    """Whether a mark is that staff person: the same account, another of theirs, or their resident account.

    An account that neither names its resident nor declares that there is none counts as anybody.
    """
    kind, _colon, one = mark.partition(":")
    if kind == "staff":
        row = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id", id=one)
        return row is not None and not roles.different_people(roles.from_row(row), staff)
    return not (staff.resident or staff.declared_none) or is_own(tx, one, staff)


def is_own(tx: Tx, subject: str, staff: Staff) -> bool:
    """Whether a resident is that staff person: linked to the account, or to another one of the same person."""
    linked = tx.rows(
        f"select {roles.COLUMNS} from staff s join subject_resident o on o.resident = s.resident where o.subject = :subject order by s.id",
        subject=subject,
    )
    return any(one["id"] == staff.id or not roles.different_people(roles.from_row(one), staff) for one in linked)


def own_subjects(tx: Tx, staff: Staff) -> set[str]:
    """Every resident account that is that staff person, as `is_own` knows it."""
    linked = tx.rows(f"select {roles.COLUMNS}, o.subject from staff s join subject_resident o on o.resident = s.resident order by s.id")
    return {one["subject"] for one in linked if one["id"] == staff.id or not roles.different_people(roles.from_row(one), staff)}


def same_person(tx: Tx, one: str, other: str) -> bool:
    """Whether two marks are the same person, as far as the accounts tell."""
    if one == other:
        return True
    for mark, against in ((one, other), (other, one)):
        if mark.startswith("staff:"):
            row = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id", id=mark.partition(":")[2])
            return row is None or is_person(tx, against, roles.from_row(row))
    return False


def by_person(tx: Tx, record: Row, staff: Staff) -> bool:
    """Whether that staff person entered something of the record."""
    return any(is_person(tx, mark, staff) for mark in sorted(marks(tx, record)))


def refuse(tx: Tx, record: Row, staff: Staff) -> None:
    """Refuse an approver who entered something of the record. Raises EnteredBySame."""
    if by_person(tx, record, staff):
        raise EnteredBySame
