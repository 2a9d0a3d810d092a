"""Sends the story to the server, many phones at a time, and holds every answer against the truth."""

import itertools
import json
import random
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from linli.volunteer import late_ticks
from tests.volunteer.saturday import World, form, moment, packed, staff_cookie
from tests.volunteer.saturday_story import PLANS, Act, Story
from tests.volunteer.saturday_truth import Stay, Truth

THREADS = 16


@dataclass
class Run:
    """One Saturday. answers: how often each kind of act was answered how."""

    world: World
    story: Story
    truth: Truth = field(default_factory=lambda: Truth(PLANS))
    answers: dict[str, int] = field(default_factory=dict)

    def day(self) -> None:
        """From the first sign-in to the last, an instant at a time; what falls on one instant is sent together."""
        with ThreadPoolExecutor(THREADS) as self.pool:
            for at, acts in itertools.groupby(self.story.acts, key=lambda act: act.at):
                self.world.now[0] = moment(at)
                self._together(list(acts))

    def _together(self, acts: list[Act]) -> None:
        expected = [(act, self._expected(act)) for act in acts if act.what != "race"]
        sent = [(act, answer, self.pool.submit(self._do, act)) for act, answer in expected]
        sent += [(act, answer, self.pool.submit(self._do, act)) for act, answer in expected if act.way == "double"]
        races = [(act, self.pool.submit(self._code, act, act.activity), self.pool.submit(self._code, act, act.other)) for act in acts if act.what == "race"]
        for act, answer, one in sent:
            assert one.result() == answer, f"seed {self.story.seed}: {act} was answered {one.result()!r}, not {answer!r}"
            said = f"{act.what} {'right' if answer.isdigit() else answer}"
            self.answers[said] = self.answers.get(said, 0) + 1
        for act, first, second in races:
            self._one_wins(act, first, second)

    def _one_wins(self, act: Act, first: "Future[str]", second: "Future[str]") -> None:
        """Two activities at once: whichever the server took first is so, and then the other must be refused."""
        order = [act.activity, act.other] if first.result() == "ok" else [act.other, act.activity]
        told = [self.truth.code_in(act.person, where, act.at, act.key, True) for where in order]
        got = sorted((first.result(), second.result()))
        assert sorted(told) == got, f"seed {self.story.seed}: {act} was answered {got}, not {told}"
        self.answers[f"race {got}"] = self.answers.get(f"race {got}", 0) + 1

    def _expected(self, act: Act) -> str:
        truth, at = self.truth, act.at
        if act.what in ("code_in", "own_code"):
            return truth.code_in(act.person, act.activity, at, act.key, act.right)
        if act.what == "code_out":
            return truth.code_out(act.person, act.activity, at, act.key, act.right)
        if act.what == "end":
            return truth.end_for_all(act.activity, act.by, at)
        if act.what == "plus":
            truth.strangers[act.activity].setdefault(act.key, True)
            return "ok"
        if act.what in ("count", "list"):
            return str(truth.here(act.activity, at))
        return truth.tap(act.what, act.person, act.activity, act.by, at, act.elapsed, act.key, act.of)

    def _do(self, act: Act) -> str:
        if act.what in ("code_in", "code_out", "own_code"):
            return self._code(act, act.activity)
        return {"end": self._end, "count": self._count, "list": self._list}.get(act.what, self._tap)(act)

    def _code(self, act: Act, where: int) -> str:
        """A volunteer types the code that was on the screen up to half a minute ago; the phone's own clock is of no account."""
        world, what = self.world, "out" if act.what == "code_out" else "in"
        code = world.code(what, where, -(len(act.key) % 2)) if act.right else world.wrong(where)
        body, kind = form(what=what, code=code, key=act.key, read=1, at=moment(act.at + act.skew).isoformat(), now=act.at + act.skew)
        status, answer = self._sent(act, f"/field/{world.activities[where]}", {"ll_device": world.devices[act.person]}, body, kind)
        assert status in (200, 303, 400), (status, act, answer)
        return "ok" if status == 303 else "no"

    def _sent(self, act: Act, path: str, cookies: dict[str, str], body: bytes, kind: str) -> tuple[int, bytes]:
        """Send it as the act's way says. Of a lost answer nothing is known, so the same is asked once more at the same instant."""
        if act.way in ("lost", "cut"):
            self.world.unanswered(path, cookies, body, kind, processed=act.way == "lost")
        return self.world.send("POST", path, cookies, body, kind)

    def _tap(self, act: Act) -> str:
        body, kind = packed(
            what=act.what, subject=self.world.subjects[act.person] if act.person >= 0 else "", key=act.key, elapsed=act.elapsed,
            of=act.of, at=moment(act.at + act.skew).isoformat(),
        )
        status, answer = self._sent(act, f"/tick/{self.world.activities[act.activity]}/tap", {"ll_coord": self.world.keepers[act.by]}, body, kind)
        assert status in (200, 400, 403), answer
        return "no" if status != 200 else "noted" if json.loads(answer)["noted"] else "ok"

    def _end(self, act: Act) -> str:
        cookies = {"ll_coord": self.world.keepers[act.by]}
        return "ok" if self.world.send("POST", f"/tick/{self.world.activities[act.activity]}/end", cookies, *form())[0] == 303 else "no"

    def _list(self, act: Act) -> str:
        """The keeper's list says how many are here, those without an account included."""
        status, answer = self.world.send("GET", f"/tick/{self.world.activities[act.activity]}/list", {"ll_coord": self.world.keepers[act.by]})
        assert status == 200, answer
        told = json.loads(answer)
        return str(told["here"])

    def _count(self, act: Act) -> str:
        """A head count, one in three of them far off; what the list said at that instant is kept beside it."""
        there = self.truth.here(act.activity, act.at)
        counted = there + (there // 5 + 4 if int(act.at) % 3 == 0 else 1)
        moment_of_it = "start" if act.at < PLANS[act.activity].closes - 1200 else "end"
        where = self.world.activities[act.activity]
        status, answer = self.world.send("POST", f"/tick/{where}/count", {"ll_coord": self.world.keepers[act.by]}, *form(counted=counted, moment=moment_of_it))
        assert status == 303, answer
        row = self.world.store.one("select signed_in from head_count where activity = :a order by id desc limit 1", a=where)
        assert row
        return str(row["signed_in"])

    def evening(self) -> None:
        """Late ticks are taken or left, missing ends confirmed, by keepers and by one organiser; some stay open."""
        chance, now = random.Random(self.story.seed + 1), self.story.acts[-1].at + 60
        self.world.now[0] = moment(now)
        self._decide_notes(chance, now)
        wang = staff_cookie(self.world, "Wang")
        for stay in [one for one in self.truth.stays if one.left is None and not one.void]:
            if chance.random() < 0.85:
                self._confirm(stay, chance, now, wang)

    def _decide_notes(self, chance: random.Random, now: float) -> None:
        waiting = {(one.subject, one.activity, one.what, one.said_at): one.id for one in late_ticks.waiting(self.world.store)}
        assert len(waiting) == len(self.truth.notes), f"seed {self.story.seed}: other notes wait than were sent"
        for name, (person, where, what, said, _by) in self.truth.notes.items():
            note = waiting[self.world.subjects[person], self.world.activities[where], what, moment(said)]
            take = chance.random() < 0.7
            expected = self.truth.take(name, now) if take else "ok"
            answer = "ok"
            try:
                late_ticks.decide(self.world.store, note, take, self.world.staff["Zhao"], self.world.now[0])
            except Exception as refusal:
                answer = f"no {type(refusal).__name__}"
            assert answer.split()[0] == expected, f"seed {self.story.seed}: note {name} taken={take} was answered {answer}, not {expected}"
            self.answers[f"note {expected}"] = self.answers.get(f"note {expected}", 0) + 1

    def _confirm(self, stay: Stay, chance: random.Random, now: float, wang: dict[str, str]) -> None:
        plan = PLANS[stay.activity]
        keeper = chance.choice(plan.keepers)
        by: object = "Wang" if chance.random() < 0.3 else keeper
        minute = chance.choice((None, int(stay.came) // 60 + 30, plan.end + 10, plan.end + 60, plan.end + 61, int(stay.came) // 60 - 1))
        left = plan.closes if minute is None else minute * 60
        row = self.world.store.one(
            "select id from presence where activity = :a and subject = :s and left_at is null and void_at is null",
            a=self.world.activities[stay.activity], s=self.world.subjects[stay.person],
        )
        assert row, f"seed {self.story.seed}: {stay} is not kept"
        body = packed(what="confirm", presence=row["id"], subject=self.world.subjects[stay.person], left="" if minute is None else f"{minute // 60 % 24}:{minute % 60:02}")
        status, _answer = self.world.send("POST", f"/tick/{self.world.activities[stay.activity]}/tap", wang if by == "Wang" else {"ll_coord": self.world.keepers[keeper]}, *body)
        expected = self.truth.confirm(stay, left, by, now)
        assert (status == 200) == (expected == "ok"), f"seed {self.story.seed}: {stay} until {left} by {by} was answered {status}, not {expected}"
        self.answers[f"confirm {expected}"] = self.answers.get(f"confirm {expected}", 0) + 1
