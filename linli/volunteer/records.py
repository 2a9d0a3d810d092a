"""Records of hours as stays make them: one pending record per activity, volunteer and kind.

Stays that somebody typed from memory (supplementary, 补录) make a record of their own kind, which
stands apart everywhere and ranks nowhere. A decided record never changes. Who comes back after the decision gets a record of the next part.
Callers hold the activity's and the volunteer's lock.
"""

from collections.abc import Iterable
from datetime import datetime

from linli import clock, community, ids
from linli.locale import _
from linli.rules import crediting
from linli.rules.crediting import Interval, Plan
from linli.store import Tx
from linli.store.base import Row
from linli.volunteer.activity_draft import earns_hours, plan_of

#: Characters of a record's public code.
PUBLIC_CODE = 6


def lock_volunteer(tx: Tx, subject: str) -> None:
    """Lock the row that guards a volunteer's presence and the sum of their days."""
    tx.run("insert into volunteer (subject) values (:subject) on conflict (subject) do nothing", subject=subject)
    tx.one("select subject from volunteer where subject = :subject" + tx.for_update, subject=subject)


def stay(plan: Plan, presence: Row) -> Interval:
    """A closed presence as an interval; the planned end is proposed where nobody signed out."""
    came = clock.parse(presence["came_at"])
    left = clock.parse(presence["left_at"]) if presence["left_at"] else crediting.proposed_end(plan, came)
    return Interval(came, left)


def kind_of(presence: Row) -> str:
    """signed_in, or supplementary for a stay that somebody typed from memory."""
    return "supplementary" if presence["came_how"] == "typed" else "signed_in"


def keep(tx: Tx, row: Row, subject: str, who: str | None, at: datetime, kind: str = "signed_in") -> None:
    """Bring the pending record of a volunteer at an activity in line with their stays of that kind."""
    record = tx.one(
        "select * from record where activity = :activity and subject = :subject and kind = :kind and state = 'pending'",
        activity=row["id"], subject=subject, kind=kind,
    )
    stays = [one for one in _undecided(tx, row["id"], subject, record["id"] if record else "") if kind_of(one) == kind]
    served = crediting.credited_sum(plan_of(row), (stay(plan_of(row), one) for one in stays))
    if record is None and stays:
        record = _insert(tx, row, stays[0], served, who, at)
    elif record is not None and (record["served"] != served or record["first_by"]):
        _change(tx, row, record, served, who, at)
    if record is not None:
        _link(tx, record["id"], stays)


def _undecided(tx: Tx, activity: str, subject: str, record: str) -> list[Row]:
    return tx.rows(
        "select * from presence where activity = :activity and subject = :subject and void_at is null and open is null"
        " and (record is null or record = :record) order by came_at, id", activity=activity, subject=subject, record=record,
    )


def _insert(tx: Tx, row: Row, first: Row, served: int, who: str | None, at: datetime) -> Row:
    part = tx.value(
        "select coalesce(max(part), 0) + 1 as part from record where activity = :activity and subject = :subject",
        activity=row["id"], subject=first["subject"],
    )
    record: Row = {
        "id": ids.new(), "activity": row["id"], "subject": first["subject"], "part": int(part),
        "compound": first["compound"], "act_on": row["act_on"], "state": "pending", "why": "", "kind": kind_of(first),
    } | worth(tx, row, served)
    tx.insert("record", [record])
    event(tx, record["id"], "recorded", record["minutes"], who, "", at)
    return record


def _change(tx: Tx, row: Row, record: Row, served: int, who: str | None, at: datetime) -> None:
    """Other times: a new version, and a first approval given to the old one is void.

    Also where the minutes came out the same: who approved first may have entered the new times.
    """
    values = worth(tx, row, served)
    tx.run(
        "update record set served = :served, minutes = :minutes, points = :points, version = version + 1,"
        " first_by = null, first_at = null where id = :id", id=record["id"], **values,
    )
    event(tx, record["id"], "changed", values["minutes"], who, "", at)


def worth(tx: Tx, row: Row, served: int) -> Row:
    """served, minutes and points of so many credited minutes at an activity.

    An activity in working time, in the participants' own interest or paid gives points, never
    hours (67号 art. 19): minutes 0, points by the minutes served.
    """
    rate = community.settings(tx).points_an_hour
    return {"served": served, "minutes": served if earns_hours(row) else 0, "points": crediting.points(served, rate)}


def new_public_code(tx: Tx) -> str:
    """A code that no record has: under it approved hours stand on the public list, without a name."""
    while True:
        code = ids.code(PUBLIC_CODE)
        if tx.one("select id from record where public_code = :code", code=code) is None:
            return code


def _link(tx: Tx, record: str, stays: Iterable[Row]) -> None:
    for one in stays:
        if one["record"] != record:
            tx.run("update presence set record = :record where id = :id", record=record, id=one["id"])


def event(tx: Tx, record: str, what: str, minutes: int, who: str | None, note: str, at: datetime) -> None:
    """One line of a record's append-only history."""
    tx.insert("record_event", [{
        "id": ids.new(), "record": record, "at": clock.stamp(at), "who": who, "what": what, "minutes": minutes, "note": note,
    }])


def shown_name(row: Row) -> str:
    """How lists name a person, as `who` does: nickname, number where it is hidden, or that they left."""
    if row["nickname"] is None:
        return _("left")
    return _("player {number}", number=row["player_number"]) if row["hidden_at"] else str(row["nickname"])


#: Joins a table aliased p with a subject to the resident behind it, if there still is one.
NAMES = " left join subject_resident sr on sr.subject = p.subject left join resident r on r.id = sr.resident"
