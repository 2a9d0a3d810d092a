"""Oddities about how hours were entered and approved: head counts, approvers, times of entry, enrolments, hand-overs."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from linli import clock
from linli.locale import _, clock_time, full_day, ngettext, number
from linli.rules import crediting, oddities
from linli.store.base import Row
from linli.volunteer import duty, head_counts
from linli.volunteer.anti_abuse_facts import Facts, Finding
from linli.volunteer.anti_abuse_people import names

_HOUR = timedelta(hours=1)
#: Signs of a stored instant up to its minute.
_MINUTE = len("2026-11-28T01:00")


def head_count(facts: Facts) -> Iterator[Finding]:
    """Head counts that are far from those signed in, explained or not."""
    counted = facts.tx.rows(
        "select distinct h.activity from head_count h join activity a on a.id = h.activity where a.act_on >= :first and a.act_on <= :last order by h.activity",
        first=facts.first, last=facts.last,
    )
    for row in counted:
        for count in head_counts.of(facts.tx, row["activity"]):
            if not crediting.count_holds(count.counted, count.signed_in):
                continue
            told = _("The reason given: {why}", why=count.explained) if count.explained else _("Nobody has written why yet; its approvals wait.")
            moment = _("at the beginning") if count.moment == "start" else _("when it ended")
            yield Finding(
                "head_count",
                _(
                    "{counted} people were counted {moment}, {signed_in} were signed in. Up to 2 people or one in ten is usual. {told}",
                    counted=count.counted, moment=moment, signed_in=count.signed_in, told=told,
                ),
                _("Look at who was ticked or signed in around that moment, and ask who counted."),
                facts.where([row["activity"]]), abs(count.counted - count.signed_in),
            )


def approver(facts: Facts) -> Iterator[Finding]:
    """One organiser for nearly all records of a person, or of those that one coordinator ticked."""
    approved = [row for row in facts.records if row["state"] == "approved" and row["decided_by"]]
    marks = _marks_of_records(facts)
    people = [(row["subject"], row["decided_by"], row["activity"]) for row in approved]
    keepers = [(mark, row["decided_by"], row["activity"]) for row in approved for mark in sorted(marks[row["id"]]) if mark.startswith("subject:")]
    for lines, whose in ((people, facts.name), (keepers, facts.by)):
        for (one, staff), share in oddities.one_approver([(who, by) for who, by, _activity in lines]).items():
            whom = _("that {name} entered", name=whose(one)) if lines is keepers else _("of {name}", name=whose(one))
            yield Finding(
                "approver",
                _(
                    "{staff} approved {part} of {of} records {whom} ({share}%). Of the others' records {staff} approved {others}%.",
                    staff=facts.staff(staff), part=share.part, of=share.of, whom=whom, share=number(share.percent), others=number(share.others),
                ),
                _("Look whether these two know each other well, or share a timetable; let another organiser take the next ones."),
                facts.where(activity for who, by, activity in lines if (who, by) == (one, staff)), share.of,
            )


def _marks_of_records(facts: Facts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for stay in facts.stays:
        found[stay["record"]].update(stay[name] for name in ("came_by", "left_by") if stay[name])
    return found


def in_a_hurry(facts: Facts) -> Iterator[Finding]:
    """Approvals within seconds of each other, of records that had something to read about them."""
    odd = {stay["record"] for stay in facts.stays if stay["left_how"] == "confirmed" or stay["came_late"] or stay["left_late"]}
    by_staff: dict[str, list[Row]] = defaultdict(list)
    for row in facts.records:
        if row["state"] == "approved" and row["decided_by"]:
            by_staff[row["decided_by"]].append(row)
    for staff, rows in sorted(by_staff.items()):
        approvals = [(clock.parse(row["decided_at"]), row["id"], row["id"] in odd or row["served"] > crediting.ONE_APPROVER) for row in rows]
        where = {row["id"]: row["activity"] for row in rows}
        when = {row["id"]: row["decided_at"] for row in rows}
        for run in oddities.quick_runs(approvals):
            at = facts.local(when[run[0]])
            yield Finding(
                "approver",
                _(
                    "{staff} approved {n} records within {seconds} seconds of each other on {day} at {time}, though each had something to read:"
                    " an end confirmed afterwards, a late tick, or over 8 hours.",
                    staff=facts.staff(staff), n=len(run), seconds=oddities.QUICK_SECONDS, day=full_day(at.date()), time=clock_time(at),
                ),
                _("Open a few of these records, and see whether the reasons hold."), facts.where(where[one] for one in run), len(run),
            )


def far_from_their_time(facts: Facts) -> Iterator[Finding]:
    """Ticks told to the server long after the time they say."""
    late: dict[tuple[str, str], list[int]] = defaultdict(list)
    for stay in facts.stays:
        # Told in the same minute, as nearly all are: nothing to work out
        if stay["came_how"] == "tick" and stay["came_by"] and stay["entered_at"] and stay["entered_at"][:_MINUTE] != stay["came_at"][:_MINUTE]:
            minutes = crediting.minutes_between(clock.parse(stay["came_at"]), clock.parse(stay["entered_at"]))
            if minutes > oddities.FAR_MINUTES:
                late[(stay["activity"], stay["came_by"])].append(minutes)
    for (activity, mark), found in late.items():
        if len(found) >= oddities.ENTRIES:
            yield Finding(
                "entry",
                _(
                    "{who}'s ticks of {n} arrivals reached the server {low} to {high} minutes after the time they say. Usual is within {usual} minutes.",
                    who=facts.by(mark), n=len(found), low=min(found), high=max(found), usual=oddities.FAR_MINUTES,
                ),
                _("Ask whether the place had no network, and who else saw these people come."), facts.where([activity]), len(found),
            )


def at_night(facts: Facts) -> Iterator[Finding]:
    """Entries by people in the night, long after the activity."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    during = {
        row["id"]: (clock.stamp(clock.parse(row["starts_at"]) - _HOUR), clock.stamp(clock.parse(row["ends_at"]) + _HOUR)) for row in facts.activities.values()
    }
    for stay in facts.stays:
        opens, closes = during[stay["activity"]]
        told = stay["entered_at"]
        if not told or not stay["came_by"] or opens <= told <= closes:
            continue
        if oddities.at_night(facts.local(told).hour):
            found[(stay["activity"], stay["came_by"])].append(told)
    for (activity, mark), times in found.items():
        if len(times) >= oddities.ENTRIES:
            first = facts.local(min(times))
            yield Finding(
                "entry",
                _(
                    "{who} entered {n} stays in the night, from {day} {time} on. Usual is during the activity or in office hours.",
                    who=facts.by(mark), n=len(times), day=full_day(first.date()), time=clock_time(first),
                ),
                _("Compare them with the paper sheet, or ask another coordinator of that day."), facts.where([activity]), len(times),
            )


def late_ticks(facts: Facts) -> Iterator[Finding]:
    """Who sent most ticks late, while the others did not."""
    lines = [
        (stay[f"{end}_by"], int(stay[f"{end}_late"]), 1) for stay in facts.stays for end in ("came", "left") if stay[f"{end}_how"] == "tick" and stay[f"{end}_by"]
    ]
    for mark, share in oddities.shares(lines, oddities.SHARE_RECORDS, oddities.EXTRA_SHARE).items():
        where = [stay["activity"] for stay in facts.stays if any(stay[f"{end}_by"] == mark and stay[f"{end}_late"] for end in ("came", "left"))]
        yield Finding(
            "entry",
            _(
                "{part} of {of} ticks by {who} were sent late ({share}%). Of the others' ticks it is {others}%.",
                part=share.part, of=share.of, who=facts.by(mark), share=number(share.percent), others=number(share.others),
            ),
            _("A phone without network does this honestly. Look whether the place has none, and whether the head counts fit."),
            facts.where(where), share.part,
        )


def after_the_deadline(facts: Facts) -> Iterator[Finding]:
    """Records that came into being after the 10 working days."""
    rows = facts.tx.rows(
        "select e.record, min(e.at) as at from record_event e join record r on r.id = e.record join activity a on a.id = r.activity"
        " where e.what = 'recorded' and r.state <> 'rejected' and a.act_on >= :first and a.act_on <= :last group by e.record order by e.record",
        first=facts.first, last=facts.last,
    )
    made = {row["record"]: row["at"] for row in rows}
    limits = {day: duty.deadline(facts.tx, day).day for day in sorted({row["act_on"] for row in facts.activities.values()})}
    over = {day: clock.stamp(clock.end_of(limit, facts.zone)) for day, limit in limits.items() if limit}
    late: dict[str, list[str]] = defaultdict(list)
    for row in facts.records:
        if row["act_on"] in over and made.get(row["id"], "") >= over[row["act_on"]]:
            late[row["activity"]].append(made[row["id"]])
    for activity, days in late.items():
        limit = limits[facts.activities[activity]["act_on"]] or ""
        yield Finding(
            "entry",
            ngettext(
                "{n} record was entered after the 10 working days, which ended on {limit}: on {day}.",
                "{n} records were entered after the 10 working days, which ended on {limit}: the last on {day}.",
                len(days), limit=full_day(limit), day=full_day(facts.local(max(days)).date()),
            ),
            _("Read why it took so long; later entries are hard to check."), facts.where([activity]), len(days),
        )


def enrolled(facts: Facts) -> Iterator[Finding]:
    """People whom one coordinator enrolled and whom nobody else ever ticked, coming back."""
    rows = facts.tx.rows("select subject, by_whom, activity from enrolment order by subject")
    made = {row["subject"]: (row["by_whom"], row["activity"]) for row in rows}
    stays = [
        (stay["subject"], stay["activity"], frozenset(stay[f"{end}_by"] or "" for end in ("came", "left") if stay[f"{end}_how"])) for stay in facts.stays
    ]
    for mark, people in oddities.enrolled_alone(made, stays).items():
        where = [stay["activity"] for stay in facts.stays if stay["subject"] in people]
        yield Finding(
            "enrolled",
            ngettext(
                "{who} enrolled {n} person without a phone and is the only one who ever ticked them, {times} times after the first: {names}."
                " Usual is that somebody else does now and then.",
                "{who} enrolled {n} people without a phone and is the only one who ever ticked them, {times} times after the first: {names}."
                " Usual is that somebody else does now and then.",
                len(people), who=facts.by(mark), times=sum(people.values()), names=names(facts, frozenset(people)),
            ),
            _("Ask another coordinator to greet them next time."), facts.where(where), sum(people.values()),
        )


def handed_over(facts: Facts) -> Iterator[Finding]:
    """Coordinators who were ticked by the one they had just handed the list to."""
    rows = facts.tx.rows(
        "select h.* from hand_over h join activity a on a.id = h.activity where a.act_on >= :first and a.act_on <= :last order by h.at, h.id",
        first=facts.first, last=facts.last,
    )
    handed = [(row["activity"], row["by_whom"], f"subject:{row['subject']}", clock.parse(row["at"])) for row in rows]
    where = {one[0] for one in handed}
    ticks = [
        (stay["activity"], f"subject:{stay['subject']}", stay["came_by"], clock.parse(stay["entered_at"]))
        for stay in facts.stays if stay["came_by"] and stay["entered_at"] and stay["activity"] in where
    ]
    for activity, old, new, minutes in oddities.ticked_after_hand_over(handed, ticks):
        yield Finding(
            "hand_over",
            ngettext(
                "{old} handed the list to {new}, who ticked them {n} minute later. Usual is that somebody else of the team does.",
                "{old} handed the list to {new}, who ticked them {n} minutes later. Usual is that somebody else of the team does.",
                minutes, old=facts.by(old), new=facts.by(new),
            ),
            _("Ask a third person whether both were there; handing over is fine when somebody goes home."), facts.where([activity]), oddities.HAND_OVER_MINUTES - minutes,
        )
