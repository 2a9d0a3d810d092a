"""The story of the simulated Saturday: who does what and when, drawn from a seed."""

import random
from dataclasses import dataclass, field, replace

from tests.volunteer.saturday_truth import HOUR, QUARTER, Plan

#: Ten activities that all run at a quarter past ten; three residents keep them, the numbers 0, 1 and 2.
PLANS = [
    Plan(540, 660, (), (0, 2)), Plan(540, 690, ((600, 615),), (0,)), Plan(510, 630, (), (0,)),
    Plan(555, 720, ((600, 610), (660, 680)), (1,)), Plan(540, 620, (), (1,)), Plan(525, 675, ((570, 580),), (1,)),
    Plan(570, 750, ((660, 690),), (2,)), Plan(480, 1050, ((720, 780),), (1, 2)), Plan(450, 1230, ((720, 735),), (0, 2)),
    Plan(600, 660, (), (2,), paid=True),
]
VOLUNTEERS = 200
DELAYS = (0, 0, 0, 3, 40, 59, 60, 61, 300, 1500, 2400, HOUR - 1, HOUR, HOUR + 1, 5000, 9000)


@dataclass(frozen=True)
class Act:
    """One thing that is sent. what: code_in, code_out, in, out, undo_in, undo_out, end, count, plus, race, list.

    way: once, double (two at once), lost (done, but the answer never arrives), cut (the line breaks at
    once, and it is sent again). right: whether the code is; skew: by how much the phone's own clock is wrong.
    """

    at: float
    what: str
    activity: int
    person: int = -1
    by: int = -1
    elapsed: int = 0
    key: str = ""
    of: str = ""
    way: str = "once"
    right: bool = True
    other: int = -1
    skew: int = 0


@dataclass
class Story:
    """Everything that is sent on that day, in order of time."""

    seed: int
    acts: list[Act] = field(default_factory=list)
    keys: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.used: set[tuple[int, float]] = set()
        self._told_beforehand()
        for person in range(VOLUNTEERS):
            self._day_of(person)
        self._keepers_part()
        self.acts.sort(key=lambda act: act.at)

    def key(self) -> str:
        """A new key, as a phone draws one for a tap."""
        self.keys += 1
        return f"key{self.keys}"

    def _send(self, act: Act) -> int:
        """Put an act down, and perhaps its replay; the second at which it is sent.

        A person is told of once a second; a tick that waits a second longer has its time a second longer ago.
        """
        at = int(act.at)
        while (act.person, at) in self.used:
            at += 1
        self.used.add((act.person, at))
        waits = act.elapsed + at - int(act.at) if act.what in ("in", "out") else 0
        way = self.chance.choices(("once", "double", "lost", "cut"), (70, 12, 9, 9))[0] if act.right else "once"
        act = replace(act, at=at, elapsed=waits, way=way, skew=self.chance.choice((0, 0, -420, 95, 780)))
        self.acts.append(act)
        if act.way == "lost" or self.chance.random() < 0.08:
            self._again(act)
        return at

    def _again(self, act: Act) -> None:
        """The same request once more, some time later: after a lost answer, or from a phone that repeats itself."""
        at = int(act.at) + self.chance.choice((1, 7, 30, 95, 400, 4000))
        while (act.person, at) in self.used:
            at += 1
        self.used.add((act.person, at))
        waits = act.elapsed + at - int(act.at) if act.what in ("in", "out") else 0
        self.acts.append(replace(act, at=at, elapsed=waits, way="once"))

    def _told_beforehand(self) -> None:
        """What chance would seldom bring about."""
        for person, where, by in ((0, 8, 2), (1, 7, 2), (2, 0, 0)):  # keepers are ticked in by each other and end their own list
            self._send(Act(PLANS[where].opens + 300 + person, "in", where, person, by, key=self.key()))
            self.acts.append(Act(PLANS[where].closes + 1800.5, "end", where, by=person))
        for person in range(3, 10):  # signs out, comes back at once, and the phone repeats the sign-out while its code still holds
            where = person % 7
            plan, key = PLANS[where], self.key()
            self._send(Act(plan.opens + 60 * person, "code_in", where, person, key=self.key()))
            leaves = plan.closes - 600 + 60 * person // 60 * 60
            for after, what, one in ((1, "code_out", key), (4, "code_in", self.key()), (7, "code_out", key), (40, "code_out", self.key())):
                self.used.add((person, leaves + after))
                self.acts.append(Act(leaves + after, what, where, person, key=one))
        for person in range(10, 34):  # twice twelve people sign in at two activities in the same instant
            self.used.add((person, 36_605 + person // 22))
            self.acts.append(Act(36_605 + person // 22, "race", person % 5, person, other=5 + person % 4, key=self.key()))

    def _day_of(self, person: int) -> None:
        """One or two activities, sometimes three."""
        free = 0
        for where in self.chance.sample(range(len(PLANS)), self.chance.choice((1, 1, 1, 2, 2, 3))):
            if PLANS[where].closes > free:
                free = self._visit(person, where, free)

    def _visit(self, person: int, where: int, free: int) -> int:
        plan = PLANS[where]
        now = max(free + 5, self._arrival(plan))
        now = self._come(person, where, now)
        if self.chance.random() < 0.2:  # tries another place while here, or too early there
            now = self._send(Act(now + self.chance.choice((5, 600)), "code_in", self.chance.randrange(len(PLANS)), person, key=self.key()))
        if self.chance.random() < 0.12:  # leaves early and comes back
            now = self._tap("out", person, where, self._between(now, plan.closes))
            now = self._come(person, where, now + self.chance.choice((1, 60, 1500)))
        return self._go(person, where, now)

    def _between(self, first: int, last: int) -> int:
        return self.chance.randint(first, max(first, last))

    def _arrival(self, plan: Plan) -> int:
        usual = int(self.chance.gauss(plan.opens, 500))
        edges = (plan.opens - HOUR, plan.opens - HOUR - 1, plan.opens - QUARTER, plan.closes, plan.closes + 1)
        at = self.chance.choices((usual, self._between(plan.opens - HOUR, plan.closes), self.chance.choice(edges)), (70, 20, 10))[0]
        return at // 60 * 60 + 7 if self.chance.random() < 0.6 else at  # many phones in the same second

    def _come(self, person: int, where: int, now: int) -> int:
        way = self.chance.choices(("code", "tick", "wrong", "ten", "race", "undone"), (52, 24, 10, 3, 6, 5))[0]
        if way in ("tick", "undone"):
            return self._ticked_in(person, where, now, way == "undone")
        for _number in range({"wrong": self.chance.randint(1, 3), "ten": 11}.get(way, 0)):
            now = self._send(Act(now, "code_in", where, person, key=self.key(), right=False)) + 4
        if way == "race":
            other = self.chance.choice([one for one in range(len(PLANS)) if one != where])
            while (person, now) in self.used:
                now += 1
            self.used.add((person, now))
            self.acts.append(Act(now, "race", where, person, other=other, key=self.key()))
            return now
        now = self._send(Act(now, "code_in", where, person, key=self.key()))
        return self._tap("in", person, where, now + 40) if way == "ten" else now

    def _ticked_in(self, person: int, where: int, now: int, undone: bool) -> int:
        key = self.key()
        now = self._tap("in", person, where, now, key)
        if undone:
            now = self._send(Act(now + 20, "undo_in", where, person, self._keeper(where), key=self.key(), of=key))
            now = self._send(Act(now + 30, "code_in", where, person, key=self.key()))
        return now

    def _keeper(self, where: int) -> int:
        return self.chance.choice(PLANS[where].keepers) if self.chance.random() < 0.97 else self.chance.randrange(3)

    def _tap(self, what: str, person: int, where: int, tapped: int, key: str = "") -> int:
        """A keeper's tap, sent when the phone has network again."""
        waits = self.chance.choice(DELAYS)
        return self._send(Act(tapped + waits, what, where, person, self._keeper(where), waits, key or self.key()))

    def _go(self, person: int, where: int, now: int) -> int:
        plan = PLANS[where]
        way = self.chance.choices(("code", "tick", "stays", "undone"), (50, 18, 24, 8))[0]
        edges = (plan.closes - QUARTER, plan.closes - QUARTER - 1, plan.closes + HOUR, plan.closes + HOUR + 1)
        leaves = self.chance.choices((self._between(plan.closes - QUARTER, plan.closes + 1200), self._between(now, plan.closes + HOUR), self.chance.choice(edges)), (80, 12, 8))[0]
        leaves = max(now + 3, leaves // 60 * 60 + 7 if self.chance.random() < 0.5 else leaves)
        if way == "code":
            return self._send(Act(leaves, "code_out", where, person, key=self.key()))
        if way == "tick":
            return self._tap("out", person, where, self._between(now, leaves))
        if way == "undone":
            key = self.key()
            now = self._tap("out", person, where, self._between(now, leaves), key)
            now = self._send(Act(now + 15, "undo_out", where, person, self._keeper(where), key=self.key(), of=key))
            return self._send(Act(max(now + 1, leaves), "code_out", where, person, key=self.key()))
        return now

    def _keepers_part(self) -> None:
        """Half seconds are theirs alone: what they do for a whole activity happens between two seconds of the others."""
        for where, plan in enumerate(PLANS):
            keeper = self.chance.choice(plan.keepers)
            self.acts.append(Act(plan.opens + 1200.5, "count", where, by=keeper))
            self.acts.append(Act(plan.closes - 600.5, "count", where, by=keeper))
            for at in (plan.opens - 1 + 0.5, plan.opens + 1500.5):
                self.acts.append(Act(at, "plus", where, by=keeper, key=self.key(), way="double"))
            self.acts += [Act(self._between(plan.opens, plan.closes) + 0.5, "list", where, by=keeper) for _turn in range(4)]
            if where % 2 == 0:
                self.acts.append(Act(plan.closes + self.chance.randint(60, 3000) + 0.5, "end", where, by=keeper))
            self.acts.append(Act(plan.opens - 60.5, "end", where, by=keeper))
            self.acts.append(Act(plan.opens + 90.5, "own_code", where, by=keeper, person=keeper, key=self.key()))
            self.acts.append(Act(plan.opens + 95.5, "in", where, by=keeper, person=keeper, key=self.key()))
