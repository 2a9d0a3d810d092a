"""A small community for the state machine of volunteer hours, and what must hold of it whatever happens.

The checks read the tables and count anew; they share no code with the product.
"""

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from linli.errors import GameError
from linli.rules.crediting import Interval
from linli.store import Store, open_store
from linli.volunteer import activities, hours
from linli.volunteer.duty import By
from tests.cast import MONDAY, settle
from tests.hours.conftest import NINE, Stage, minutes, staff
from tests.hours.conftest import stage as stage_fixture

VOLUNTEERS = 4
#: Staff account → who that is: a volunteer's number, or a name. Two accounts are Zhao's; Li and Chen are residents too, Wu types only.
PERSONS: dict[str, object] = {"Li": 0, "Chen": 1, "Zhao": "Zhao", "Zhao two": "Zhao", "Qian": "Qian", "Wu": "Wu"}
ORGANISERS = ("Li", "Chen", "Zhao", "Zhao two", "Qian")
#: Minutes after nine: start, end, breaks. The third and fourth together are above 480 minutes, with the last one above 720.
PLANS = ((0, 120, ((60, 75),)), (60, 300, ()), (-60, 420, ((180, 240),)), (430, 640, ()), (660, 900, ()))


@dataclass
class Place:
    """A copy of the community in a folder of its own. marks: as what each person is kept who enters something."""

    folder: Path
    store: Store
    activities: list[str]
    subjects: list[str]
    numbers: list[str]
    staff: dict[str, str]
    keepers: list[tuple[By, int]]

    def person(self, mark: str | None) -> object:
        """Who stands behind `staff:ID` or `subject:ID`."""
        kind, _colon, one = (mark or "").partition(":")
        if kind == "staff":
            return PERSONS[next(name for name, each in self.staff.items() if each == one)]
        return self.subjects.index(one) if kind == "subject" else None

    def close(self) -> None:
        """Remove it."""
        self.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@lru_cache(maxsize=1)
def _template() -> tuple[Path, str]:
    folder = Path(tempfile.mkdtemp(prefix="linli-hours-"))
    store = open_store("", folder=folder / "data")
    made = _fill(store)
    store.close()
    return folder, json.dumps(made)


def _fill(store: Store) -> dict[str, Any]:
    stage: Stage = stage_fixture.__wrapped__(store)  # type: ignore[attr-defined]
    subjects = [stage.person(f"居民{number}") for number in range(VOLUNTEERS)]
    accounts = {}
    for name, person in PERSONS.items():
        resident = stage.resident(subjects[person]) if isinstance(person, int) else None
        accounts[name] = staff(store, f"m {name}", "clerk" if name == "Wu" else "organiser", resident)
    with store.writing() as tx:
        tx.run("update staff set name = 'Zhao' where id in (:one, :two)", one=accounts["Zhao"], two=accounts["Zhao two"])
        tx.run("delete from staff where name in ('Wang', 'Li', 'Chen') and id not in (select distinct created_by from activity)")
    made = []
    for start, end, breaks in PLANS:
        rests = tuple(Interval(NINE + minutes(first), NINE + minutes(last)) for first, last in breaks)
        draft = replace(stage.draft, starts_at=NINE + minutes(start), ends_at=NINE + minutes(end), breaks=rests, places=50)
        made.append(activities.create(store, draft, accounts["Qian"], MONDAY)[0])
    for where in made:  # Li's resident account and another resident keep every list
        for keeper in (0, 3):
            stage.coordinator(subjects[keeper], where)
    numbers = [store.one("select r.player_number from resident r join subject_resident s on s.resident = r.id where s.subject = :s", s=one) for one in subjects]
    return {
        "activities": made, "subjects": subjects, "staff": accounts, "numbers": [str(one["player_number"]) for one in numbers if one],
        "residents": [stage.resident(subjects[keeper]) for keeper in (0, 3)],
    }


def place() -> Place:
    """A fresh copy."""
    template, made = _template()
    folder = Path(tempfile.mkdtemp(prefix="linli-hours-"))
    shutil.copytree(template / "data", folder / "data")
    found = json.loads(made)
    keepers = [(By(resident=one), number) for one, number in zip(found["residents"], (0, 3), strict=True)]
    keepers += [(By(staff=found["staff"][name]), 0) for name in ("Li", "Zhao", "Zhao two")]
    return Place(folder, open_store("", folder=folder / "data"), found["activities"], found["subjects"], found["numbers"], found["staff"], keepers)


def tried(work: Callable[[], object]) -> object:
    """Do it; a refusal is an answer, anything else is a fault, also a unique key that nobody explains."""
    try:
        return work()
    except GameError as refusal:
        return refusal


def at(after: float) -> datetime:
    """That many minutes after nine."""
    return NINE + minutes(after)


# What must hold.

def nobody_is_in_two_places(here: Place) -> None:
    """At most one open stay a person, and no two stays with an end overlap; an open one is the last."""
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in here.store.rows("select * from presence where void_at is null order by came_at, id"):
        assert row["open"] in (None, row["subject"]) and not (row["open"] and row["left_at"])
        if row["left_at"] or row["open"]:
            spans[row["subject"]].append((row["came_at"], row["left_at"] or "9999"))
    for mine in spans.values():
        assert sum(end == "9999" for _start, end in mine) <= 1
        assert all(first[1] <= second[0] for first, second in pairwise(sorted(mine))), mine


def minutes_are_counted_right(here: Place) -> None:
    """Each record is worth its stays, minute by minute."""
    plans = dict(zip(here.activities, PLANS, strict=True))
    worth: dict[str, int] = defaultdict(int)
    for row in here.store.rows("select * from presence where void_at is null and record is not null order by id"):
        start, end, breaks = plans[row["activity"]]
        came, left = (_minute(row[name]) if row[name] else None for name in ("came_at", "left_at"))
        assert came is not None
        left = max(came, end) if left is None else left
        worth[row["record"]] += sum(
            start - 15 <= one < end + 15 and not any(first <= one < last for first, last in breaks) for one in range(came, left)
        )
    kinds = defaultdict(set)
    for row in here.store.rows("select id, served, minutes, points, kind, activity, subject, state from record order by id"):
        if row["state"] in ("pending", "approved"):
            assert row["served"] == row["minutes"] == worth[row["id"]] and row["points"] == worth[row["id"]] * 100 // 60, row
        if row["state"] == "pending":
            assert row["kind"] not in kinds[row["activity"], row["subject"]], "two pending records of one kind"
            kinds[row["activity"], row["subject"]].add(row["kind"])


def _minute(stamp: str) -> int:
    """Whole minutes after nine of a kept instant."""
    return int((datetime.fromisoformat(stamp) - NINE).total_seconds() // 60)


def two_people_stand_behind(here: Place) -> None:
    """Who approved entered nothing of it and is not the volunteer; above 480 minutes two did; never above 720."""
    entered: dict[str, set[object]] = defaultdict(set)
    for row in here.store.rows("select record, came_by, left_by from presence where void_at is null and record is not null order by id"):
        entered[row["record"]] |= {here.person(row["came_by"]), here.person(row["left_by"])} - {None}
    for row in here.store.rows(
        "select p.record, t.by_whom from presence p join sign_sheet_row w on w.presence = p.id join sheet_typing t on t.sheet = w.sheet order by p.id, t.turn"
    ):
        entered[row["record"]].add(here.person(row["by_whom"]))
    days: dict[str, int] = defaultdict(int)
    for row in here.store.rows("select * from record where state = 'approved' order by entry, id"):
        approvers = [here.person(f"staff:{one}") for one in (row["first_by"], row["decided_by"]) if one]
        enterers = entered[row["id"]] | ({here.person(row["entered_by"])} if row["entered_by"] else set())
        assert not enterers & set(approvers), (row, enterers, approvers)
        assert here.subjects.index(row["subject"]) not in approvers, row
        assert row["kind"] == "signed_in" or enterers
        days[row["subject"]] += row["served"]
        assert days[row["subject"]] <= 720, row
        if days[row["subject"]] > 480:
            assert len(set(approvers)) == 2, (row, approvers)


def the_ledger_agrees(here: Place) -> None:
    """The ledger's minutes of each person are those of their approved records."""
    posted = {row["subject"]: (row["n"], row["p"]) for row in here.store.rows(
        "select subject, sum(minutes) as n, sum(points) as p from ledger where kind in ('hours', 'supplementary') group by subject having sum(points) <> 0 order by subject")}
    approved = {row["subject"]: (row["n"], row["p"]) for row in here.store.rows(
        "select subject, sum(minutes) as n, sum(points) as p from record where state = 'approved' group by subject having sum(points) <> 0 order by subject")}
    assert posted == approved
    with here.store.reading() as tx:
        assert hours.faults(tx) == []


__all__ = ["ORGANISERS", "PLANS", "Place", "at", "place", "settle", "tried"]
