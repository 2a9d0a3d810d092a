"""Oddities about people who took part: many hours, the same list, one phone for many, much that is supplementary.

Nothing is said about anybody who did not take part.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from linli.locale import _, number
from linli.rules import oddities
from linli.rules.crediting import hours_text
from linli.volunteer.anti_abuse_facts import Facts, Finding

#: Names that a sentence lists before it says how many more there are.
NAMED = 8


def names(facts: Facts, subjects: frozenset[str]) -> str:
    """Some people by name, the rest as a number."""
    shown = sorted(facts.name(one) for one in subjects)
    more = _(" and {n} more", n=len(shown) - NAMED) if len(shown) > NAMED else ""
    return _(", ").join(shown[:NAMED]) + more


def many_hours(facts: Facts) -> Iterator[Finding]:
    """Who has far more hours than the others of these days."""
    minutes: dict[str, int] = defaultdict(int)
    where: dict[str, list[str]] = defaultdict(list)
    for row in facts.records:
        if row["state"] != "reversed" and row["minutes"] > 0:
            minutes[row["subject"]] += row["minutes"]
            where[row["subject"]].append(row["activity"])
    for subject, span in oddities.far_above(minutes).items():
        own = minutes[subject]
        yield Finding(
            "hours",
            _(
                "{name} has {hours} hours in these days. Of the {n} other volunteers half have up to {middle} hours; up to {high} is usual.",
                name=facts.name(subject), hours=hours_text(own), n=span.of, middle=hours_text(span.middle), high=hours_text(span.high),
            ),
            _("Look at the days and places one after the other, and at who ticked. Some people simply come to everything."),
            facts.where(where[subject]), own / max(1, span.high),
        )


def same_people(facts: Facts) -> Iterator[Finding]:
    """The same list of people at several activities."""
    lists: dict[str, set[str]] = defaultdict(set)
    for stay in facts.stays:
        lists[stay["activity"]].add(stay["subject"])
    groups = [(activity, frozenset(lists[activity])) for activity in facts.activities if activity in lists]
    found = oddities.same_list(groups)
    elsewhere = _usual_overlap(groups, {name for one in found for name in one.groups})
    for one in found:
        usual = _(" Of two other lists in a row {share}% are the same people.", share=number(elsewhere)) if elsewhere is not None else ""
        yield Finding(
            "list",
            _(
                "The same {n} people came to {times} activities, nearly nobody more or less: {names}.{usual}",
                n=len(one.people), times=len(one.groups), names=names(facts, one.people), usual=usual,
            ),
            _("Look at the head counts and photos of these days. A faithful group looks the same as a copied list."),
            facts.where(one.groups), len(one.groups) * len(one.people),
        )


def _usual_overlap(groups: Sequence[tuple[str, frozenset[str]]], found: set[str]) -> int | None:
    """The median share of people, in a hundred, that two lists in a row have in common; lists that were found are left out."""
    rest = [people for name, people in groups if name not in found and len(people) >= oddities.LIST_PEOPLE]
    common = [len(one & other) * 100 // len(one | other) for one, other in pairwise(rest)]
    return round(median(common)) if common else None


def one_phone(facts: Facts) -> Iterator[Finding]:
    """One device that signed in many people at an activity. Devices are forgotten after 30 days."""
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for stay in facts.stays:
        if stay["came_how"] == "code" and stay["device"]:
            pairs[stay["activity"]].append((stay["device"], stay["subject"]))
    for activity, own in pairs.items():
        for people in oddities.many_on_device(own).values():
            devices = len({device for device, _who in own})
            yield Finding(
                "device",
                _(
                    "One phone signed in {n} people: {names}. Sign-ins by code there: {all}; phones: {devices}. Up to {most} people a phone is usual.",
                    n=len(people), names=names(facts, people), all=len(own), devices=devices, most=oddities.DEVICE_PEOPLE - 1,
                ),
                _("Ask the coordinator whether they stood there together. A family or neighbours without a phone may share one."),
                facts.where([activity]), len(people),
            )


def much_supplementary(facts: Facts) -> Iterator[Finding]:
    """Whose hours are supplementary for the most part, while the others' are not."""
    kept = [row for row in facts.records if row["state"] != "reversed" and row["minutes"] > 0]
    lines = [(row["subject"], row["minutes"] if row["kind"] == "supplementary" else 0, row["minutes"]) for row in kept]
    for subject, share in oddities.shares(lines, oddities.EXTRA_MINUTES, oddities.EXTRA_SHARE).items():
        where = [row["activity"] for row in kept if row["subject"] == subject and row["kind"] == "supplementary"]
        typed = {row["entered_by"] for row in kept if row["subject"] == subject and row["entered_by"]}
        who = _(", ").join(sorted(facts.by(mark) for mark in typed)) or "–"
        yield Finding(
            "supplementary",
            _(
                "{name}: {part} of {of} hours are supplementary ({share}%), typed in by {who}. Of all others' hours it is {others}%.",
                name=facts.name(subject), part=hours_text(share.part), of=hours_text(share.of), share=number(share.percent), who=who, others=number(share.others),
            ),
            _("Read the reasons of these records, and ask why there was no sign-in."),
            facts.where(where), share.part,
        )
