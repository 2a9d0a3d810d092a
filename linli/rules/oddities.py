"""What is worth a second look in records of hours (docs/service-reports.md).

Nothing here accuses anybody: neighbours who come every Saturday share a list too, and a family
shares a phone. Each threshold says what is usual; what lies beyond it is looked at by a person.
Thresholds are ours: low enough to find a list that was copied, high enough that a faithful group
of four and a family of three are left in peace.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
