"""The stays behind records of hours, as lists show them: when, how, and who entered what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli import clock
from linli.rules.crediting import Plan
from linli.store import Tx
from linli.store.base import Row
from linli.volunteer import entered, records
from linli.volunteer.activity_draft import plan_of

#: How many records are asked for at once.
PART = 200


@dataclass(frozen=True)
class Stay:
    """One stay at an activity. left_at is the proposed end where `signed_out` is False.

    marks: who entered its times, as `staff:ID` or `subject:ID`; entered_at: when the server was
    told of the arrival, whatever time it says, or None where that was not kept.
    """

    presence: str
    came_at: datetime
    left_at: datetime
    signed_out: bool
    came_how: str
    left_how: str | None
    late: bool
    came_by: str
    left_by: str
    marks: frozenset[str] = frozenset()
    entered_at: datetime | None = None


class Names:
    """Names behind marks, each asked for once."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._known: dict[str, str] = {}

    def of(self, mark: str | None) -> str:
        """As `actor_name`."""
        if not mark:
            return ""
        if mark not in self._known:
            self._known[mark] = actor_name(self._tx, mark)
        return self._known[mark]


def of_records(tx: Tx, rows: Sequence[Row], names: Names) -> dict[str, list[Stay]]:
    """The stays of each record (rows with their activity's columns), by arrival."""
    plans = {row["id"]: plan_of(row) for row in rows}
    found: dict[str, list[Stay]] = {row["id"]: [] for row in rows}
    wanted = list(plans)
    for start in range(0, len(wanted), PART):
        part = {f"r{place}": record for place, record in enumerate(wanted[start:start + PART])}
        keys = ", ".join(f":{key}" for key in part)
        sheets = entered.of_sheets(tx, wanted[start:start + PART])
        for one in tx.rows(f"select * from presence where record in ({keys}) order by came_at, id", **part):
            found[one["record"]].append(_stay(names, plans[one["record"]], one, sheets.get(one["id"], set())))
    return found


def _stay(names: Names, plan: Plan, one: Row, sheet: set[str]) -> Stay:
    times = records.stay(plan, one)
    return Stay(
        one["id"], times.start, times.end, one["left_at"] is not None, one["came_how"], one["left_how"],
        bool(one["came_late"] or one["left_late"]), names.of(one["came_by"]), names.of(one["left_by"]),
        frozenset(one[name] for name in ("came_by", "left_by") if one[name]) | sheet,
        clock.parse(one["entered_at"]) if one["entered_at"] else None,
    )


def actor_name(tx: Tx, mark: str | None) -> str:
    """The name behind `staff:ID` or `subject:ID`; empty for none."""
    kind, _colon, one = (mark or "").partition(":")
    if kind == "staff":
        return str(tx.value("select name from staff where id = :id", id=one) or "")
    if kind != "subject":
        return ""
    row = tx.one(
        "select r.nickname, r.hidden_at, r.player_number from subject_resident s join resident r on r.id = s.resident"
        " where s.subject = :subject", subject=one,
    )
    return records.shown_name(row or {"nickname": None})
