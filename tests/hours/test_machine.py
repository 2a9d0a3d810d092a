"""Whatever people do with volunteer hours, in whatever order: two stand behind each, and every minute is counted once."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from linli.rules import totp
from linli.rules.crediting import Interval
from linli.volunteer import (
    hours,
    late_ticks,
    presence,
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
from tests.hours import machine
from tests.hours.machine import ORGANISERS, PLANS, at, tried

people = st.sampled_from((2, 2, 0, 1, 2, 3))  # mostly who has no account of the staff
places = st.sampled_from((2, 3, 4, 0, 1, 2, 3, 4))  # mostly the long day's, one after the other
keepers = st.integers(0, 4)
organisers = st.sampled_from(ORGANISERS)
which = st.integers(0, 30)


comes = st.sampled_from((-20, -5.5, 0, 3.2, 40))
goes = st.sampled_from((None, -14, -1.2, 0, 0, 12, 30))
Visit = tuple[int, int, int | None, float, float | None]


class Hours(RuleBasedStateMachine):
    """One Saturday and the days after, by people with one account or several."""

    @initialize(
        visits=st.lists(st.tuples(people, places, st.none() | keepers, comes, goes), max_size=6), long=st.sampled_from(((2, 3), (), (2, 3, 4))),
        keeper=keepers, later=st.sampled_from((0, 70, 600)),
    )
    def the_day(self, visits: list[Visit], long: tuple[int, ...], keeper: int, later: int) -> None:
        """People come and go, by code or by tick, some without a sign-out, one often for above 480 or 720 minutes; then it is some time later."""
        visits += [(2, place, keeper, 0, 0) for place in long]
        self.here = machine.place()
        self.keys, self.now = 0, -70.0
        moments = [(PLANS[visit[1]][0] + visit[3], number, False) for number, visit in enumerate(visits)]
        moments += [(PLANS[visit[1]][1] + visit[4], number, True) for number, visit in enumerate(visits) if visit[4] is not None]
        for self.now, number, out in sorted(moments):
            person, place, keeper, _comes, _goes = visits[number]
            if keeper is None:
                self.by_code(person, place, out)
            else:
                self.ticked(person, place, keeper, out, 0)
        self.now += later

    def teardown(self) -> None:
        if hasattr(self, "here"):
            self.here.close()

    def key(self) -> str:
        self.keys += 1
        return f"k{self.keys}"

    def by(self, keeper: int) -> By:
        return self.here.keepers[keeper][0]

    def some(self, table: str, number: int, where: str = "1 = 1") -> str | None:
        """One of a table's rows; its id."""
        rows = self.here.store.rows(f"select id from {table} where {where} order by id")
        return str(rows[number % len(rows)]["id"]) if rows else None

    @rule(later=st.sampled_from((0.4, 3, 20, 45, 62, 120, 300)))
    def time_passes(self, later: float) -> None:
        self.now += later

    @rule(person=people, place=places, out=st.booleans())
    def by_code(self, person: int, place: int, out: bool) -> None:
        activity = self.here.activities[place]
        row = self.here.store.one("select * from activity where id = :id", id=activity)
        assert row
        code = totp.code(row["code_out" if out else "code_in"], at(self.now))
        work = presence.sign_out if out else presence.sign_in
        tried(lambda: work(self.here.store, activity, self.here.subjects[person], code, at(self.now), key=self.key()))

    @rule(person=people, place=places, keeper=keepers, out=st.booleans(), elapsed=st.sampled_from((0, 0, 30, 1800, 3600, 3601, 9000)))
    def ticked(self, person: int, place: int, keeper: int, out: bool, elapsed: int) -> None:
        work = ticks.tick_out if out else ticks.tick_in
        tried(lambda: work(self.here.store, self.here.activities[place], self.here.subjects[person], self.by(keeper), at(self.now), elapsed=elapsed, key=self.key()))

    @rule(number=which, keeper=keepers)
    def undone(self, number: int, keeper: int) -> None:
        stay = self.some("presence", number)
        if stay:
            tried(lambda: ticks.undo(self.here.store, stay, self.by(keeper), at(self.now)))

    @rule(number=which, keeper=keepers, end=st.sampled_from((60, 120, 125, 180, 300, 420, 470, 640, 660, 900)))
    def confirmed(self, number: int, keeper: int, end: int) -> None:
        stay = self.some("presence", number, "left_at is null and void_at is null")
        if stay:
            tried(lambda: ticks.confirm_end(self.here.store, stay, at(end), self.by(keeper), at(self.now)))

    @rule(place=places, keeper=keepers)
    def ended_for_all(self, place: int, keeper: int) -> None:
        tried(lambda: ticks.end_for_all(self.here.store, self.here.activities[place], self.by(keeper), at(self.now)))

    @rule(number=which, take=st.booleans(), who=organisers)
    def note_decided(self, number: int, take: bool, who: str) -> None:
        note = self.some("late_tick", number)
        if note:
            tried(lambda: late_ticks.decide(self.here.store, note, take, self.here.staff[who], at(self.now)))

    @rule(number=which, who=organisers)
    def approved(self, number: int, who: str) -> None:
        record = self.some("record", number)
        if record:
            tried(lambda: hours.approve(self.here.store, record, self.here.staff[who], at(self.now)))

    @rule(who=organisers)
    def all_approved(self, who: str) -> None:
        presence.settle_due(self.here.store, at(self.now))
        rows = self.here.store.rows("select id from record where state = 'pending' order by id")
        hours.approve_many(self.here.store, [row["id"] for row in rows], self.here.staff[who], at(self.now))

    @rule(number=which, who=organisers, how=st.sampled_from((hours.reject, hours.reverse)))
    def taken_back(self, number: int, who: str, how: object) -> None:
        record = self.some("record", number)
        if record:
            tried(lambda: how(self.here.store, record, "as the list says", self.here.staff[who], at(self.now)))  # type: ignore[operator]

    @rule(number=which, who=organisers)
    def decided_again(self, number: int, who: str) -> None:
        record = self.some("record", number, "state in ('rejected', 'reversed')")
        if record:
            tried(lambda: hours.again(self.here.store, record, self.here.staff[who], at(self.now)))

    @rule(person=people, place=places, who=st.sampled_from((*ORGANISERS, "Wu")), came=st.integers(-80, 300), long=st.sampled_from((5, 60, 240, 400)))
    def typed_from_memory(self, person: int, place: int, who: str, came: int, long: int) -> None:
        stays = (Interval(at(came), at(came + long)),)
        entry = Entry(self.here.numbers[person], stays, "the phone was broken", activity=self.here.activities[place])
        tried(lambda: supplementary.enter(self.here.store, entry, self.here.staff[who], at(self.now), key=self.key()))

    @rule(number=which, who=st.sampled_from((*ORGANISERS, "Wu")))
    def withdrawn(self, number: int, who: str) -> None:
        record = self.some("record", number, "kind = 'supplementary'")
        if record:
            tried(lambda: supplementary_list.withdraw(self.here.store, record, "wrong person", self.here.staff[who], at(self.now)))

    @rule(
        person=people, place=places, first=organisers, second=st.sampled_from(("Wu", "Li", "Qian")),
        came=st.sampled_from(("8:10", "9:00", "10:30")), left=st.sampled_from(("10:40", "15:50", "")),
    )
    def typed_from_paper(self, person: int, place: int, first: str, second: str, came: str, left: str) -> None:
        """A sheet of one row, typed by two and taken over."""
        store, now, both = self.here.store, at(self.now), [By(staff=self.here.staff[name]) for name in (first, second)]

        def typed() -> None:
            code = sign_sheets.make(store, self.here.activities[place], both[0], now, blanks=1)
            for by in both:
                sheet_typing.start(store, code, by, now)
                sheet_typing.type_row(store, code, "1", Typed(self.here.numbers[person], came, left), by, now)
                sheet_typing.finish(store, code, by, now)
            sheet_stays.take(store, code, both[0], now)

        tried(typed)

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        if hasattr(self, "here"):
            machine.nobody_is_in_two_places(self.here)

    @invariant()
    def minutes_are_counted_right(self) -> None:
        if hasattr(self, "here"):
            machine.minutes_are_counted_right(self.here)

    @invariant()
    def two_people_stand_behind(self) -> None:
        if hasattr(self, "here"):
            machine.two_people_stand_behind(self.here)

    @invariant()
    def the_ledger_agrees(self) -> None:
        if hasattr(self, "here"):
            machine.the_ledger_agrees(self.here)


TestHours = Hours.TestCase
TestHours.settings = settings(max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
