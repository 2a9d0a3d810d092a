"""A simulated Saturday: 200 volunteers, ten activities at once, three coordinators, the real routes on a real server.

Every answer is held against the story's own truth, every credited minute against a slow calculation
that shares no code with the product (tests/volunteer/saturday_truth.py).
"""

import os
import random
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import pairwise

import pytest

from linli import clock
from linli.store import Store
from linli.verify import verify
from linli.volunteer import head_counts, hours
from tests.volunteer import saturday
from tests.volunteer.saturday import World, moment
from tests.volunteer.saturday_run import Run
from tests.volunteer.saturday_story import PLANS, Story
from tests.volunteer.saturday_truth import Truth, slow_minutes

SEED = int(os.environ.get("LINLI_SATURDAY_SEED", "0"))


def test_every_minute_of_a_saturday_is_credited_as_it_was_served(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = SEED or {"sqlite": 20261128, "postgres": 20261129}[store.engine]
    with saturday.serving(store, monkeypatch) as world:
        saturday.people(world)
        saturday.plans(world)
        run = Run(world, Story(seed))
        run.day()
        run.evening()
    print(f"seed {seed}:", dict(sorted(run.answers.items())))
    enough(run)
    stays_agree(world, run.truth, seed)
    approve(world, run)
    records_agree(world, run.truth, seed)
    limits_hold(world, run.truth, seed)
    ledger_agrees(world, seed)
    assert [str(one) for one in verify(store)] == []


def enough(run: Run) -> None:
    """The story has everything in it that it is told for."""
    wanted = {
        "code_in ok", "code_in no", "code_out ok", "code_out no", "in ok", "in no", "in noted", "out ok", "out no", "out noted", "undo_in ok", "undo_out ok",
        "end ok", "end no", "own_code no", "note ok", "confirm ok", "confirm no", "race ['no', 'ok']",
    }
    assert wanted <= set(run.answers), wanted - set(run.answers)
    sent = [act.way for act in run.story.acts]
    assert min(sent.count(way) for way in ("double", "lost", "cut")) > 20
    assert len({one.person for one in run.truth.stays if not one.void}) > 190


def stays_agree(world: World, truth: Truth, seed: int) -> None:
    """What is kept is what happened, once each, and nobody is in two places."""
    kept = [
        (row["subject"], row["activity"], row["came_at"], row["left_at"], row["came_how"], row["left_how"] or "", row["came_late"])
        for row in world.store.rows("select * from presence where void_at is null order by id")
    ]
    happened = [
        (world.subjects[one.person], world.activities[one.activity], clock.stamp(moment(one.came)),
         None if one.left is None else clock.stamp(moment(one.left)), one.how, one.left_how, int(one.late))
        for one in truth.stays if not one.void
    ]
    assert sorted(kept, key=str) == sorted(happened, key=str), f"seed {seed}"
    for person in range(len(world.subjects)):
        spans = sorted((one.came, truth.ended(one)) for one in truth.of(person) if one.left is not None)
        assert all(first[1] <= second[0] for first, second in pairwise(spans)), f"seed {seed}: person {person} is in two places: {spans}"


def approve(world: World, run: Run) -> None:
    """Five organisers try to approve everything at once, the two who served or keep a list first; far head counts are explained in between."""
    at = moment(86_400 + 36_000)
    records = [row["id"] for row in world.store.rows("select id from record order by id")]

    def by(name: str) -> None:
        mine = random.Random(f"{run.story.seed}{name}").sample(records, len(records))
        hours.approve_many(world.store, mine, world.staff[name], at)

    with world.store.reading() as tx:
        held = [one for where in world.activities for one in head_counts.of(tx, where) if one.holds]
    waits = {one.activity for one in held}
    theirs = [row["id"] for row in world.store.rows("select id, activity from record order by id") if row["activity"] in waits]
    assert theirs and not any(isinstance(one, hours.Decision) for one in hours.approve_many(world.store, theirs, world.staff["Zhao"], at).values())
    for count in held:
        head_counts.explain(world.store, count.id, "passers-by were counted", world.staff["Zhao"], at)
    for pair in long_days(world):
        first_and_last(world, pair, at)
    for names in (("Li", "Chen"), world.staff, world.staff, world.staff):
        with ThreadPoolExecutor(5) as pool:
            list(pool.map(by, names))


def long_days(world: World) -> list[tuple[str, str]]:
    """The first and the last record of everybody who has several, above 480 minutes together."""
    of: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in world.store.rows("select id, subject, served from record order by id"):
        of[row["subject"]].append(row)
    return [(str(rows[0]["id"]), str(rows[-1]["id"])) for rows in of.values() if len(rows) > 1 and sum(int(str(row["served"])) for row in rows) > 480]


def first_and_last(world: World, pair: tuple[str, str], at: datetime) -> None:
    """Two organisers decide on two records of one day in the same instant: the day must not get past its limit unseen."""
    zhao, qian = world.staff["Zhao"], world.staff["Qian"]
    hours.approve_many(world.store, [pair[1]], zhao, at)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: hours.approve_many(world.store, [one[0]], one[1], at), [(pair[1], qian), (pair[0], zhao)]))


def records_agree(world: World, truth: Truth, seed: int) -> None:
    """Each record's minutes are those of its stays, counted slowly; each stay with an end is in one record."""
    worth: dict[str, int] = defaultdict(int)
    counted = 0
    stays = {(world.subjects[one.person], world.activities[one.activity], clock.stamp(moment(one.came))): one for one in truth.stays if not one.void}
    for row in world.store.rows("select * from presence where void_at is null order by id"):
        one = stays[row["subject"], row["activity"], row["came_at"]]
        assert row["record"], f"seed {seed}: {one} is in no record"
        worth[row["record"]] += len(slow_minutes(PLANS[one.activity], one.came, truth.ended(one)))
        counted += 1
    assert counted == len(stays)
    records = {row["id"]: row for row in world.store.rows("select r.*, a.paid from record r join activity a on a.id = r.activity order by r.id")}
    wrong = [(key, records[key]["served"], minutes) for key, minutes in worth.items() if records[key]["served"] != minutes]
    assert wrong == [], f"seed {seed}"
    for key, row in records.items():
        assert row["minutes"] == (0 if row["paid"] else worth[key]) and row["points"] == worth[key] * 100 // 60, f"seed {seed}: {row}"
    assert len({(row["activity"], row["subject"]) for row in records.values()}) == len(records), f"seed {seed}: two records of one person at one activity"


def limits_hold(world: World, truth: Truth, seed: int) -> None:
    """Everything is approved but what may not be, by people who neither entered it nor served it."""
    names = {staff: name for name, staff in world.staff.items()}
    same = {"Li": 5, "Chen": 1}
    by_day: dict[str, list[dict[str, object]]] = defaultdict(list)
    stays = defaultdict(list)
    for one in truth.stays:
        if not one.void:
            stays[world.subjects[one.person], world.activities[one.activity]].append(one)
    for row in world.store.rows("select * from record where served >= 0 order by decided_at, id"):
        by_day[row["subject"]].append(row)
        of = stays[row["subject"], row["activity"]]
        approvers = [names[one] for one in (row["first_by"], row["decided_by"]) if one]
        entered = {mark for one in of for mark in (one.came_by, one.left_by)}
        for name in approvers:
            assert name not in entered and same.get(name, -1) not in entered, f"seed {seed}: {name} entered {row['id']}"
            assert all(one.person != same.get(name) for one in of), f"seed {seed}: {name} approved own hours"
    twice = 0
    for rows in by_day.values():
        twice += _one_day(rows, {str(row["id"]): any(one.left is None for one in stays[row["subject"], row["activity"]]) for row in rows}, seed)
    assert twice, "nobody was above 480 minutes"


def _one_day(rows: list[dict[str, object]], unconfirmed: dict[str, bool], seed: int) -> int:
    """The limits of one person's day; how many records had two approvers."""
    approved = [row for row in rows if row["state"] == "approved"]
    total = sum(int(str(row["served"])) for row in approved)
    assert total <= 720, f"seed {seed}: {total} minutes approved"
    for row in rows:
        assert row["state"] == "pending" or not unconfirmed[str(row["id"])], f"seed {seed}: nobody confirmed the end of {row}"
        if row["state"] == "pending" and not unconfirmed[str(row["id"])]:
            ahead = total + sum(int(str(one["served"])) for one in rows if one["state"] == "pending" and str(one["id"]) < str(row["id"]))
            assert ahead + int(str(row["served"])) > 720, f"seed {seed}: {row} was never approved"
    so_far = 0
    for row in sorted(approved, key=lambda row: str(row["entry"])):
        so_far += int(str(row["served"]))
        assert so_far <= 480 or (row["first_by"] and row["first_by"] != row["decided_by"]), f"seed {seed}: {so_far} minutes by one approver"
    return sum(bool(row["first_by"]) for row in approved)


def ledger_agrees(world: World, seed: int) -> None:
    """The ledger holds the approved records, each once, and nothing else of volunteer hours."""
    approved = {row["id"]: (row["subject"], row["minutes"], row["points"]) for row in world.store.rows("select * from record where state = 'approved' order by id")}
    posted = [(row["source"].split(":")[1], (row["subject"], row["minutes"], row["points"])) for row in world.store.rows("select * from ledger where kind = 'hours' order by id")]
    assert len(posted) == len(approved) and dict(posted) == approved, f"seed {seed}"
