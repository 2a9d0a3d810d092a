"""What truly happened on the simulated Saturday, told anew from the rules, and what it is worth, counted slowly.

It shares no code with the product: times are seconds after midnight of that day, people and
activities are numbers, and minutes are counted one by one.
"""

from collections import defaultdict
from dataclasses import dataclass, field

HOUR = 3600
QUARTER = 900


@dataclass(frozen=True)
class Plan:
    """An activity in minutes after midnight. keepers: numbers of its coordinators; ends: when somebody ends it for all."""

    start: int
    end: int
    breaks: tuple[tuple[int, int], ...] = ()
    keepers: tuple[int, ...] = ()
    paid: bool = False

    @property
    def opens(self) -> int:
        """The planned start, in seconds."""
        return self.start * 60

    @property
    def closes(self) -> int:
        """The planned end, in seconds."""
        return self.end * 60


def slow_minutes(plan: Plan, came: float, left: float) -> set[int]:
    """The minutes of the day that a stay is credited for, looked at one by one."""
    credited = set()
    for minute in range(24 * 60):
        there = int(came) // 60 <= minute < int(left) // 60
        planned = plan.start - 15 <= minute < plan.end + 15
        resting = any(first <= minute < last for first, last in plan.breaks)
        if there and planned and not resting:
            credited.add(minute)
    return credited


@dataclass
class Stay:
    """Somebody was at an activity. by: who said when they came or left: a keeper's number or a name."""

    person: int
    activity: int
    came: float
    how: str
    left: float | None = None
    left_how: str = ""
    came_by: object = None
    left_by: object = None
    came_key: str = ""
    left_key: str = ""
    void: bool = False
    late: bool = False


@dataclass
class Truth:
    """Told what is about to be sent, it says what must be answered and keeps what then is so."""

    plans: list[Plan]
    stays: list[Stay] = field(default_factory=list)
    notes: dict[str, tuple[int, int, str, float, int]] = field(default_factory=dict)
    wrong: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    told: dict[tuple[object, ...], str] = field(default_factory=dict)
    strangers: dict[int, dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))

    def is_open(self, stay: Stay, now: float) -> bool:
        """Signed in and not out, and sign-out has not closed."""
        return stay.left is None and not stay.void and now <= self.plans[stay.activity].closes + HOUR

    def ended(self, stay: Stay) -> float:
        """The end that counts: what was said, else the planned one."""
        return max(self.plans[stay.activity].closes, stay.came) if stay.left is None else stay.left

    def of(self, person: int) -> list[Stay]:
        """The stays of a person that were not undone."""
        return [one for one in self.stays if one.person == person and not one.void]

    def last(self, person: int, activity: int) -> Stay | None:
        """Their newest stay at an activity."""
        there = [(one.came, place) for place, one in enumerate(self.stays) if one.person == person and one.activity == activity and not one.void]
        return self.stays[max(there)[1]] if there else None

    def elsewhere(self, person: int, activity: int, now: float) -> bool:
        """Whether they are signed in at another activity."""
        return any(self.is_open(one, now) and one.activity != activity for one in self.of(person))

    def clash(self, person: int, start: float, end: float, now: float, own: Stay | None = None) -> bool:
        """Whether another stay of theirs lies within start to end."""
        others = [one for one in self.of(person) if one is not own]
        return any(one.came < end and (self.is_open(one, now) or self.ended(one) > start) for one in others)

    # By code: answers are "ok" and "no".

    def code_in(self, person: int, activity: int, now: float, key: str, right: bool) -> str:
        """Somebody types the sign-in code of an activity."""
        plan = self.plans[activity]
        there = [one for one in self.stays if one.person == person and one.activity == activity]
        if any(one.came_key == key or self.is_open(one, now) for one in there):
            return "ok"
        if person in plan.keepers or not plan.opens - HOUR <= now <= plan.closes or self._wrong_code(person, now, right):
            return "no"
        if self.elsewhere(person, activity, now):
            return "no"
        self.stays.append(Stay(person, activity, now, "code", came_key=key))
        return "ok"

    def _wrong_code(self, person: int, now: float, right: bool) -> bool:
        recent = [one for one in self.wrong[person] if one > now - HOUR]
        if len(recent) >= 10:
            return True
        if not right:
            self.wrong[person].append(now)
        return not right

    def code_out(self, person: int, activity: int, now: float, key: str, right: bool) -> str:
        """Somebody types the sign-out code."""
        plan, stay = self.plans[activity], self.last(person, activity)
        if any(one.left_key == key for one in self.stays if one.person == person and one.activity == activity):
            return "ok"
        if stay is None:
            return "no"
        if stay.left is not None:
            return "ok"
        if person in plan.keepers or not plan.closes - QUARTER <= now <= plan.closes + HOUR or self._wrong_code(person, now, right):
            return "no"
        stay.left, stay.left_how, stay.left_key = now, "code", key
        return "ok"

    # By the keeper's tap: "ok", "no" or "noted".

    def tap(self, what: str, person: int, activity: int, by: object, now: float, elapsed: int, key: str, of: str) -> str:
        """A keeper taps; the same tap again is answered the same."""
        known = (what, person, activity, key, of)
        if by not in self.plans[activity].keepers:
            return "no"
        if known not in self.told:
            answer = self._tap(what, person, activity, by, now, elapsed, key, of)
            if answer == "no":
                return answer
            self.told[known] = answer
        return self.told[known]

    def _tap(self, what: str, person: int, activity: int, by: object, now: float, elapsed: int, key: str, of: str) -> str:
        if what not in ("in", "out"):
            return self._undo(what, person, activity, by, now, of)
        if by == person:
            return "no"
        return (self._in if what == "in" else self._out)(person, activity, by, now, elapsed, key)

    def _in(self, person: int, activity: int, by: object, now: float, elapsed: int, key: str) -> str:
        plan, when = self.plans[activity], now - elapsed
        there = [one for one in self.stays if one.person == person and one.activity == activity]
        if any(one.came_key == key for one in there) or (elapsed <= HOUR and any(self.is_open(one, now) for one in there)):
            return "ok"
        if elapsed > HOUR:
            return self._note("in", person, activity, by, when, key)
        if not plan.opens - HOUR <= when <= plan.closes or self.elsewhere(person, activity, now) or self.clash(person, when, now, now):
            return "no"
        self.stays.append(Stay(person, activity, when, "tick", came_by=by, came_key=key, late=elapsed > 60))
        return "ok"

    def _note(self, what: str, person: int, activity: int, by: object, when: float, key: str) -> str:
        self.notes.setdefault(f"{what}:{person}:{activity}:{key}", (person, activity, what, when, by))  # type: ignore[arg-type]
        return "noted"

    def _out(self, person: int, activity: int, by: object, now: float, elapsed: int, key: str) -> str:
        if any(one.left_key == key for one in self.stays if one.person == person and one.activity == activity):
            return "ok"
        if elapsed > HOUR:
            return self._note("out", person, activity, by, now - elapsed, key)
        stay = self.last(person, activity)
        if stay is None:
            return "no"
        return "ok" if stay.left is not None else self._leave(stay, now - elapsed, now, "tick", by, key)

    def _leave(self, stay: Stay, when: float, now: float, how: str, by: object, key: str) -> str:
        closes = self.plans[stay.activity].closes + HOUR
        if not stay.came <= when <= min(now, closes) or self.clash(stay.person, stay.came, when, now, stay):
            return "no"
        stay.left, stay.left_how, stay.left_by, stay.left_key = when, how, by, key
        return "ok"

    def _undo(self, what: str, person: int, activity: int, by: object, now: float, of: str) -> str:
        stay = next((one for one in self.stays if one.person == person and one.activity == activity and of in (one.came_key, one.left_key)), None)
        if stay is None:  # a note of that tick is taken back
            if by == person:
                return "no"
            for tapped in ("in", "out"):
                self.notes.pop(f"{tapped}:{person}:{activity}:{of}", None)
            return "ok"
        if stay.void or (what == "undo_out" and stay.left is None):
            return "ok"
        how = stay.how if stay.left is None else stay.left_how
        if by == person or how == "code" or (what == "undo_in" and stay.left is not None):
            return "no"
        if stay.left is None:
            stay.void = True
            return "ok"
        return self._reopen(stay, now)

    def _reopen(self, stay: Stay, now: float) -> str:
        open_again = now <= self.plans[stay.activity].closes + HOUR
        if self.last(stay.person, stay.activity) is not stay:
            return "no"
        if open_again and (self.elsewhere(stay.person, stay.activity, now) or self.clash(stay.person, stay.came, now, now, stay)):
            return "no"
        stay.left, stay.left_how, stay.left_by = None, "", None
        return "ok"

    def confirm(self, stay: Stay, left: float, by: object, now: float) -> str:
        """Somebody says when a person left whom nobody signed out."""
        if by == stay.person or not (by in self.plans[stay.activity].keepers or isinstance(by, str)):
            return "no"
        return "ok" if stay.left is not None or stay.void else self._leave(stay, left, now, "confirmed", by, "")

    def end_for_all(self, activity: int, by: int, now: float) -> str:
        """Everybody who is still here is signed out, but never oneself."""
        plan = self.plans[activity]
        if by not in plan.keepers or not plan.opens <= now <= plan.closes + HOUR:
            return "no"
        for stay in self.stays:
            if stay.activity == activity and stay.person != by and self.is_open(stay, now):
                stay.left, stay.left_how, stay.left_by, stay.left_key = now, "all", by, ""
        self.strangers[activity] = dict.fromkeys(self.strangers[activity], False)
        return "ok"

    def take(self, note: str, now: float) -> str:
        """An organiser takes a late tick at the time it says; who tapped stays who entered it."""
        person, activity, what, said, by = self.notes[note]
        if what == "in":
            there = max(self.plans[activity].closes, said)
            if self.clash(person, said, there, now):
                return "no"
            self.stays.append(Stay(person, activity, said, "tick", came_by=by, late=True))
            return "ok"
        stay = self.last(person, activity)
        return "no" if stay is None or stay.left is not None else self._leave(stay, said, now, "tick", by, "")

    def here(self, activity: int, now: float) -> int:
        """How many are there by the list, people without an account included."""
        there = [one for one in self.stays if one.activity == activity and not one.void and one.came <= now and (one.left is None or one.left > now)]
        return len(there) + sum(self.strangers[activity].values())
