"""No path lets one person enter and approve; nobody enters or approves their own: tried by chance over accounts of one cast."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.errors import GameError
from linli.rules.crediting import Interval
from linli.volunteer import (
    activities,
    coordinators,
    hours,
    sheet_stays,
    sheet_typing,
    sign_sheets,
    supplementary,
    supplementary_list,
    ticks,
)
from linli.volunteer.duty import By
from linli.volunteer.sheet_typing import Typed
from linli.volunteer.supplementary import Entry
from tests.cast import MONDAY
from tests.hours.conftest import NINE, Stage, minutes
from tests.hours.test_supplementary import account, number

SUNDAY = NINE + timedelta(days=2)
#: Staff accounts: who holds it, its name, role, whether it is linked to that person's resident account.
ACCOUNTS = {
    "a1": ("An", "An Hong", "organiser", True), "a2": ("An", "an  hong", "clerk", False), "a3": ("An", "Ａn Hong", "organiser", False),
    "b1": ("Bo", "Bo Li", "clerk", True), "b2": ("Bo", "BO LI", "organiser", False),
    "c1": ("Cui", "Cui", "organiser", False), "c2": ("Cui", "cui", "clerk", False), "d1": ("Dan", "Dan", "clerk", False),
    "e1": ("Eva", "Eva", "organiser", True), "h1": ("Hua", "Hua", "organiser", False),
}
RESIDENTS = ("An", "Bo", "Eva", "Fei", "Gui")
#: Coordinators on their own phones: residents, one of them an organiser too.
KEEPERS = ("Eva", "Fei")
ORGANISERS = [name for name, (_who, _name, role, _linked) in ACCOUNTS.items() if role == "organiser"]

staff_account = st.sampled_from(sorted(ACCOUNTS))
actor = st.sampled_from([*sorted(ACCOUNTS), *(f"phone:{name}" for name in KEEPERS)])
volunteer = st.sampled_from(RESIDENTS)
slot = st.integers(0, 2)
steps = st.lists(st.one_of(
    st.tuples(st.just("type"), staff_account, volunteer, slot),
    st.tuples(st.just("tick"), actor, actor, volunteer, slot),
    st.tuples(st.just("end"), actor, actor, volunteer, slot),
    st.tuples(st.just("sheet"), st.tuples(actor, actor, actor), volunteer, slot, st.booleans()),
    st.tuples(st.just("withdraw"), staff_account, volunteer),
    st.tuples(st.just("again"), st.sampled_from(ORGANISERS), volunteer),
    st.tuples(st.just("approve"), st.sampled_from(ORGANISERS), volunteer),
    st.tuples(st.just("approve"), st.sampled_from(ORGANISERS), volunteer),
), min_size=2, max_size=14)


@dataclass
class Town:
    """A cast of people with their accounts; people are known here, the programme knows accounts alone."""

    stage: Stage
    subjects: dict[str, str] = field(default_factory=dict)
    staff: dict[str, str] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=dict)  # mark to who it really is
    activity: str = ""

    def settle(self) -> None:
        """Everybody's accounts."""
        with self.stage.store.writing() as tx:
            tx.run("update staff set removed_at = '2026-11-24'")
            tx.run("update staff set removed_at = null where id = :id", id=self.stage.li)
        for name in RESIDENTS:
            self.subjects[name] = self.stage.person(name)
            self.person[f"subject:{self.subjects[name]}"] = name
        for key, (who, name, role, linked) in ACCOUNTS.items():
            self.staff[key] = account(self.stage, key, name, role, self.stage.resident(self.subjects[who]) if linked else None)
            self.person[f"staff:{self.staff[key]}"] = who

    def begin(self) -> None:
        """A new activity of twelve hours, so that a day can need two approvers."""
        self.activity = activities.create(self.stage.store, replace(self.stage.draft, ends_at=NINE + minutes(720), places=20), self.stage.li, MONDAY)[0]
        for name in KEEPERS:
            coordinators.coordinator_link(self.stage.store, self.stage.organiser(self.stage.li), self.activity, self.stage.resident(self.subjects[name]), MONDAY)

    def by(self, who: str) -> By:
        """An account, or a coordinator's phone."""
        kind, _colon, name = who.partition(":")
        return By(resident=self.stage.resident(self.subjects[name])) if kind == "phone" else By(staff=self.staff[who])

    def record(self, name: str) -> str:
        """The newest record of somebody at the activity, or ''."""
        row = self.stage.store.one("select id from record where activity = :a and subject = :s order by id desc limit 1", a=self.activity, s=self.subjects[name])
        return str(row["id"]) if row else ""

    def do(self, step: tuple[object, ...]) -> None:
        """One step; what is refused is refused."""
        what, *rest = step
        with suppress(GameError):
            getattr(self, f"do_{what}")(*rest)

    def do_type(self, who: str, name: str, at: int) -> None:
        """A supplementary record."""
        stay = Interval(NINE + minutes(at * 240), NINE + minutes(at * 240 + 240))
        supplementary.enter(self.stage.store, Entry(number(self.stage, self.subjects[name]), (stay,), "why", self.activity), self.staff[who], SUNDAY)

    def do_tick(self, first: str, second: str, name: str, at: int) -> None:
        """One ticks the arrival, another the end."""
        ticks.tick_in(self.stage.store, self.activity, self.subjects[name], self.by(first), NINE + minutes(at * 240))
        ticks.tick_out(self.stage.store, self.activity, self.subjects[name], self.by(second), NINE + minutes(at * 240 + 240))

    def do_end(self, first: str, second: str, name: str, at: int) -> None:
        """One ticks the arrival, another ends for all; who is left out of that is signed out by nobody."""
        ticks.tick_in(self.stage.store, self.activity, self.subjects[name], self.by(first), NINE + minutes(at * 240))
        ticks.end_for_all(self.stage.store, self.activity, self.by(second), NINE + minutes(at * 240 + 240))

    def do_sheet(self, actors: tuple[str, str, str], name: str, at: int, agree: bool) -> None:
        """Two type a sheet with one row in it, a third settles where they differ."""
        store, late = self.stage.store, NINE + timedelta(days=2)
        code = sign_sheets.make(store, self.activity, self.by(actors[0]), MONDAY, blanks=1)
        hour = 9 + at * 4
        for who, left in ((actors[0], hour + 4), (actors[1], hour + 4 if agree else hour + 3)):
            with suppress(sheet_typing.OwnRow):
                sheet_typing.start(store, code, self.by(who), late)
                sheet_typing.type_row(store, code, "1", Typed(number(self.stage, self.subjects[name]), f"{hour}:00", f"{left}:00"), self.by(who), late)
            sheet_typing.finish(store, code, self.by(who), late)
        with suppress(GameError):
            sheet_stays.settle(store, code, "1", Typed(number(self.stage, self.subjects[name]), f"{hour}:00", f"{hour + 4}:00"), self.by(actors[2]), late)
        sheet_stays.take(store, code, self.by(actors[1]), late)

    def do_withdraw(self, who: str, name: str) -> None:
        """Take an entry back."""
        supplementary_list.withdraw(self.stage.store, self.record(name), "why", self.staff[who], SUNDAY)

    def do_again(self, who: str, name: str) -> None:
        """Reject and decide once more."""
        hours.reject(self.stage.store, self.record(name), "why", self.staff[who], SUNDAY)
        hours.again(self.stage.store, self.record(name), self.staff[who], SUNDAY)

    def do_approve(self, who: str, name: str) -> None:
        """Approve whatever waits of somebody."""
        for row in self.stage.store.rows("select id from record where activity = :a and subject = :s order by id", a=self.activity, s=self.subjects[name]):
            with suppress(GameError):
                hours.approve(self.stage.store, row["id"], self.staff[who], SUNDAY)

    def enterers(self, record: str) -> set[str]:
        """Who really stands behind the times of a record, read from the tables without the code under test."""
        store = self.stage.store
        marks = {row[name] for row in store.rows("select came_by, left_by from presence where record = :r and void_at is null", r=record) for name in ("came_by", "left_by")}
        marks |= {row["entered_by"] for row in store.rows("select entered_by from record where id = :r", r=record)}
        for row in store.rows("select w.* from sign_sheet_row w join presence p on p.id = w.presence where p.record = :r and p.void_at is null", r=record):
            typed = store.rows(  # who left their own row empty typed nothing of it
                "select t.by_whom from sheet_typing t join sheet_typed d on d.sheet = t.sheet and d.turn = t.turn and d.row = :row where t.sheet = :s order by t.turn",
                s=row["sheet"], row=row["row"],
            )
            marks |= {row["settled_by"]} | {one["by_whom"] for one in typed}
        return {self.person[mark] for mark in marks if mark}


@pytest.fixture
def town(stage: Stage) -> Town:
    """The cast, on each engine."""
    made = Town(stage)
    made.settle()
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=steps)
def test_no_path_lets_one_person_enter_and_approve(town: Town, done: list[tuple[object, ...]]) -> None:
    town.begin()
    for step in done:
        town.do(step)
    for row in town.stage.store.rows("select * from record where activity = :a and state = 'approved'", a=town.activity):
        whose = town.person[f"subject:{row['subject']}"]
        entered = town.enterers(row["id"])
        approvers = [town.person[f"staff:{staff}"] for staff in (row["first_by"], row["decided_by"]) if staff]
        assert len(set(approvers)) == len(approvers)
        assert entered
        assert whose not in entered
        assert approvers
        assert whose not in approvers
        assert not entered & set(approvers)
    for row in town.stage.store.rows("select subject, came_by, left_by from presence where activity = :a and void_at is null", a=town.activity):
        assert town.person[f"subject:{row['subject']}"] not in {town.person[mark] for mark in (row["came_by"], row["left_by"]) if mark}
    with town.stage.store.writing() as tx:  # the next example has the day for itself
        tx.run("update record set act_on = '2020-01-01' where activity = :a", a=town.activity)
        tx.run("update presence set void_at = '2026-12-01', open = null where activity = :a", a=town.activity)


@pytest.mark.parametrize("who", ["a1", "a2", "b1", "b2", "c1", "c2", "d1", "e1", "h1"])
def test_every_pair_of_accounts_of_one_person_is_refused_and_every_other_pair_is_not(town: Town, who: str) -> None:
    town.begin()
    for place, approver in enumerate(ORGANISERS):
        name = ("Fei", "Gui")[place % 2]
        stay = Interval(NINE + minutes(place // 2 * 60), NINE + minutes(place // 2 * 60 + 60))
        entry = Entry(number(town.stage, town.subjects[name]), (stay,), "why", town.activity)
        kept = supplementary.enter(town.stage.store, entry, town.staff[who], SUNDAY)
        same = ACCOUNTS[approver][0] == ACCOUNTS[who][0]
        state = ""
        with suppress(GameError):
            state = hours.approve(town.stage.store, kept.record, town.staff[approver], SUNDAY).state
        assert (state == "") == same, (who, approver)
        if same:
            supplementary_list.withdraw(town.stage.store, kept.record, "next", town.staff["h1" if who != "h1" else "c1"], SUNDAY)
