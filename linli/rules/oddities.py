"""What is worth a second look in records of hours (docs/service-reports.md).

Nothing here accuses anybody: neighbours who come every Saturday share a list too, and a family
shares a phone. Each threshold says what is usual; what lies beyond it is looked at by a person.
Thresholds are ours: low enough to find a list that was copied, high enough that a faithful group
of four and a family of three are left in peace.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

#: Fewer people than this come together by habit.
LIST_PEOPLE = 5
#: The same list at so many activities. Twice is a coincidence.
LIST_TIMES = 3
#: Two lists are the same where they share so many in a hundred of all who stand on either.
LIST_ALIKE = 90
#: Different people signed in by code on one device at one activity; a family of three shares a phone.
DEVICE_PEOPLE = 4


@dataclass(frozen=True)
class SameList:
    """A list of people that came back. groups: where, in the order given; people: who was on all of them."""

    groups: tuple[str, ...]
    people: frozenset[str]


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two lists are the same but for one in ten: shared people x 100 >= LIST_ALIKE x all people."""
    return len(one & other) * 100 >= LIST_ALIKE * len(one | other)


def same_list(groups: Sequence[tuple[str, frozenset[str]]]) -> list[SameList]:
    """Lists of LIST_PEOPLE and more that stand at LIST_TIMES and more of these groups.

    groups: (name of an activity, who was there) in the order of time. A group is in one list at
    most: with the first one that it is alike to. Who reads the list of one activity asks whether
    its name is among `groups`.
    """
    large = [(name, people) for name, people in groups if len(people) >= LIST_PEOPLE]
    found: list[SameList] = []
    taken: set[str] = set()
    for first, people in large:
        if first in taken:
            continue
        same = [(name, others) for name, others in large if name not in taken and alike(people, others)]
        if len(same) >= LIST_TIMES:
            taken.update(name for name, _others in same)
            found.append(SameList(tuple(name for name, _others in same), people.intersection(*(others for _name, others in same))))
    return found


def many_on_device(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Devices that signed in DEVICE_PEOPLE and more different people, with those people.

    pairs: (device, subject) of the stays at one activity that began with a code; an empty device
    is not known and counts as none.
    """
    people: dict[str, set[str]] = {}
    for device, subject in pairs:
        if device:
            people.setdefault(device, set()).add(subject)
    return {device: frozenset(each) for device, each in sorted(people.items()) if len(each) >= DEVICE_PEOPLE}


#: Fewer others give no usual range.
OTHERS = 8
#: How many spreads above the middle is still usual: 3.5 x 1.4826 x MAD, as Iglewicz and Hoaglin (1993) propose.
SPREADS = 3.5 * 1.4826
#: Minutes above the middle that are never looked at: one long day more than the others.
HOURS_FLOOR = 480
#: Records of a person or a coordinator from which on a share says something.
SHARE_RECORDS = 5
#: A share in a hundred that stands out, and how far it must be above that of the others.
SHARE_MOST, SHARE_AHEAD = 80, 30
#: Approvals that follow each other so fast were hardly read; so many of them with something to read are looked at.
QUICK_SECONDS, QUICK_ODD = 10, 3
#: A tick travels for a minute; what was told to the server so much later was typed from memory.
FAR_MINUTES = 60
#: Entries of one person at one activity from which on their hour is looked at.
ENTRIES = 3
#: Local hours in which nobody keeps a list: from 22:00 to 6:00.
NIGHT_FROM, NIGHT_TO = 22, 6
#: Later stays of people whom one coordinator enrolled and who were only ever ticked by that coordinator.
ENROLLED_RETURNS = 3
#: Minutes within which a tick after a hand-over is a tick of who handed over.
HAND_OVER_MINUTES = 15
#: Minutes of supplementary records from which on their share is looked at: half a day.
EXTRA_MINUTES, EXTRA_SHARE = 240, 50


@dataclass(frozen=True)
class Usual:
    """What is usual among others. middle: their median; high: the most that is still usual; of: how many they are."""

    middle: int
    high: int
    of: int


def usual(values: Sequence[int], floor: int) -> Usual | None:
    """The usual range of these values by median and median absolute deviation; None under OTHERS of them.

    floor: what is always usual above the middle, so that a group in which all are equal flags nobody
    for a little more.
    """
    if len(values) < OTHERS:
        return None
    middle = median(values)
    spread = median([abs(value - middle) for value in values])
    return Usual(round(middle), round(middle + max(SPREADS * spread, floor)), len(values))


def far_above(values: Mapping[str, int], floor: int = HOURS_FLOOR) -> dict[str, Usual]:
    """Who lies above what is usual among the others, each compared with all but themselves."""
    every = sorted(values.values())
    if len(every) <= OTHERS:
        return {}
    near = every[len(every) // 2 - 1] + floor     # nobody below can be far above, whomever is left out
    found = {}
    for who in sorted(values):
        if values[who] <= near:
            continue
        others = every.copy()
        others.remove(values[who])
        span = usual(others, floor)
        if span and values[who] > span.high:
            found[who] = span
    return found


@dataclass(frozen=True)
class Share:
    """part of `of` for one, beside the same share of all others."""

    part: int
    of: int
    others_part: int
    others_of: int

    @property
    def percent(self) -> int:
        """The share in a hundred."""
        return self.part * 100 // self.of

    @property
    def others(self) -> int:
        """That of the others, in a hundred."""
        return self.others_part * 100 // self.others_of

    def stands_out(self, least: int, most: int = SHARE_MOST) -> bool:
        """Whether it rests on `least` and is both high and far above that of the others (none: nothing to compare)."""
        return self.of >= least and self.others_of > 0 and self.percent >= most and self.percent - self.others >= SHARE_AHEAD


def shares(lines: Iterable[tuple[str, int, int]], least: int, most: int = SHARE_MOST) -> dict[str, Share]:
    """Whose share stands out. lines: (who, part, of), several a person; part and of are not negative."""
    sums: dict[str, list[int]] = {}
    for who, part, of in lines:
        own = sums.setdefault(who, [0, 0])
        own[0] += part
        own[1] += of
    part, of = (sum(own[place] for own in sums.values()) for place in (0, 1))
    found = {who: Share(own[0], own[1], part - own[0], of - own[1]) for who, own in sorted(sums.items()) if own[1]}
    return {who: share for who, share in found.items() if share.stands_out(least, most)}


def one_approver(pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Share]:
    """Whose records are nearly all approved by one approver who approves far fewer of the others'.

    pairs: (person or coordinator, approver), one a record. Where one organiser approves everything
    there is nothing to compare, and nothing is found.
    """
    found = {}
    for approver in sorted({who for _one, who in pairs}):
        alone = shares(((one, int(who == approver), 1) for one, who in pairs), SHARE_RECORDS)
        found.update({(one, approver): share for one, share in alone.items()})
    return found


def quick_runs(approvals: Sequence[tuple[datetime, str, bool]]) -> list[tuple[str, ...]]:
    """Runs of one approver, each approval within QUICK_SECONDS of the one before, with QUICK_ODD and more odd records.

    approvals: (when, record, whether there was something to read about it). Gives the odd records of each run.
    """
    runs: list[list[tuple[datetime, str, bool]]] = []
    for one in sorted(approvals):
        if runs and (one[0] - runs[-1][-1][0]).total_seconds() <= QUICK_SECONDS:
            runs[-1].append(one)
        else:
            runs.append([one])
    odd = [tuple(record for _at, record, strange in run if strange) for run in runs]
    return [run for run in odd if len(run) >= QUICK_ODD]


def at_night(hour: int) -> bool:
    """Whether a local hour (0 to 23) lies in the night."""
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def enrolled_alone(enrolled: Mapping[str, tuple[str, str]], stays: Iterable[tuple[str, str, frozenset[str]]]) -> dict[str, dict[str, int]]:
    """Coordinators, with the people they enrolled whom nobody else ever saw, and how often each came back.

    enrolled: subject to (who enrolled, at which activity); stays: (subject, activity, who entered
    its times; '' for a code). The stay at the activity of the enrolment is how it is meant to be.
    """
    seen: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for subject, activity, marks in stays:
        seen.setdefault(subject, []).append((activity, marks))
    found: dict[str, dict[str, int]] = {}
    for subject, (by, first) in sorted(enrolled.items()):
        own = seen.get(subject, [])
        returns = sum(activity != first for activity, _marks in own)
        if returns and all(marks == {by} for _activity, marks in own):
            found.setdefault(by, {})[subject] = returns
    return {by: people for by, people in found.items() if sum(people.values()) >= ENROLLED_RETURNS}


def ticked_after_hand_over(
    hand_overs: Iterable[tuple[str, str, str, datetime]], ticks: Sequence[tuple[str, str, str, datetime]],
) -> list[tuple[str, str, str, int]]:
    """Hand-overs after which the new coordinator ticked the old one within HAND_OVER_MINUTES.

    hand_overs: (activity, who handed over, who took over, when); ticks: (activity, who was ticked,
    who ticked, when), all persons by subject. Gives (activity, old, new, whole minutes in between).
    """
    found: dict[tuple[str, str, str], int] = {}
    for activity, old, new, at in hand_overs:
        for where, subject, by, when in ticks:
            minutes = int((when - at).total_seconds() // 60)
            if (where, subject, by) == (activity, old, new) and 0 <= minutes <= HAND_OVER_MINUTES:
                found.setdefault((activity, old, new), minutes)
    return [(*key, minutes) for key, minutes in found.items()]
