"""What is worth a look: each signal is found with its figures, and an ordinary Saturday finds nothing."""

from datetime import datetime, timedelta

import pytest

from linli import clock, ids, privacy, roles, who
from linli.locale import use_language
from linli.volunteer import anti_abuse, head_counts, hours, presence, ticks
from linli.volunteer.anti_abuse import Finding
from linli.volunteer.duty import By
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes, staff

LATER = ELEVEN + timedelta(hours=3)
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def english() -> None:
    """Sentences are compared in English."""
    use_language("en")


def found(stage: Stage, kind: str, at: datetime = LATER, days: int = 30) -> list[Finding]:
    """The findings of a kind."""
    return [one for one in anti_abuse.report(stage.store, days, stage.li, at).findings if one.kind == kind]


def saturday(stage: Stage, week: int) -> str:
    """The activity so many weeks later."""
    return stage.another(starts_at=NINE + week * WEEK, ends_at=ELEVEN + week * WEEK, title=f"Saturday {week}", places=30)


def stay(stage: Stage, person: str, activity: str, by: By, came: datetime, left: datetime) -> str:
    """A stay ticked on the spot; the record."""
    ticks.tick_in(stage.store, activity, person, by, came)
    ticks.tick_out(stage.store, activity, person, by, left)
    return stage.record(person, activity)


def change(stage: Stage, sql: str, **given: object) -> None:
    """Make the past so."""
    with stage.store.writing() as tx:
        tx.run(sql, **given)


def test_an_ordinary_saturday_has_nothing_to_look_at(stage: Stage) -> None:
    activity = saturday(stage, 0)
    for place in range(12):
        hours.approve(stage.store, stay(stage, stage.person(f"p{place}"), activity, By(staff=stage.wang), NINE, ELEVEN), stage.li, LATER)
    made = anti_abuse.report(stage.store, 30, stage.li, LATER)
    assert (made.findings, made.activities, made.stays, made.volunteers) == ((), 1, 12, 12)


def test_hours_far_above_those_of_eight_others_are_told_with_the_usual_range(stage: Stage) -> None:
    for place in range(9):
        stage.served(stage.person(f"p{place}"), 0, 60)
    gui = stage.served(stage.person("Gui"), 0, 60)
    change(stage, "update record set minutes = 900, served = 900 where id = :id", id=gui)
    one, = found(stage, "hours")
    assert one.sentence == "Gui has 15.0 hours in these days. Of the 9 other volunteers half have up to 1.0 hours; up to 9.0 is usual."
    assert [where.id for where in one.activities] == [stage.activity] and one.look


def test_a_head_count_that_differs_is_told_explained_or_not(stage: Stage) -> None:
    by = By(staff=stage.wang)
    count = head_counts.enter(stage.store, stage.activity, "start", 12, by, NINE + minutes(5))
    one, = found(stage, "head_count")
    assert "12 people were counted at the beginning, 0 were signed in" in one.sentence and "Nobody has written why" in one.sentence
    head_counts.explain(stage.store, count.id, "A school class", stage.li, LATER)
    assert "A school class" in found(stage, "head_count")[0].sentence
    head_counts.enter(stage.store, stage.activity, "end", 2, by, NINE + minutes(100))
    assert len(found(stage, "head_count")) == 1


def test_one_organiser_for_one_person_stands_out_beside_the_others(stage: Stage) -> None:
    gui = stage.person("Gui")
    for week in range(5):
        activity = saturday(stage, week)
        at = NINE + week * WEEK
        hours.approve(stage.store, stay(stage, gui, activity, By(staff=stage.wang), at, at + minutes(90)), stage.li, at + minutes(200))
        hours.approve(stage.store, stay(stage, stage.person(f"other{week}"), activity, By(staff=stage.wang), at, at + minutes(90)), stage.chen, at + minutes(300))
    one, = found(stage, "approver", LATER + 5 * WEEK, 90)
    assert one.sentence == "Li approved 5 of 5 records of Gui (100%). Of the others' records Li approved 0%." and len(one.activities) == 5


def test_odd_records_approved_within_seconds_are_told(stage: Stage) -> None:
    records = []
    for place in range(3):
        person = stage.person(f"p{place}")
        ticks.tick_in(stage.store, stage.activity, person, By(staff=stage.wang), NINE)
        records.append(person)
    presence.settle_due(stage.store, LATER)
    for person in records:
        row = stage.store.one("select id from presence where subject = :s", s=person)
        assert row
        ticks.confirm_end(stage.store, row["id"], ELEVEN, By(staff=stage.wang), LATER)
    for place, person in enumerate(records):
        hours.approve(stage.store, stage.record(person), stage.li, LATER + timedelta(seconds=3 * place))
    one, = found(stage, "approver")
    assert one.sentence.startswith("Li approved 3 records within 10 seconds of each other on 28 November 2026 at 14:00")


def test_one_phone_that_signed_in_four_people_is_told_and_a_family_is_not(stage: Stage) -> None:
    activity = saturday(stage, 0)
    for place in range(4):
        presence.sign_in(stage.store, activity, stage.person(f"p{place}"), stage.code("in", NINE, activity), NINE, device="phone")
        assert len(found(stage, "device")) == (place == 3)
    presence.sign_in(stage.store, activity, stage.person("own"), stage.code("in", NINE, activity), NINE, device="other")
    one, = found(stage, "device")
    assert one.sentence.startswith("One phone signed in 4 people: p0, p1, p2, p3. Sign-ins by code there: 5; phones: 2.")


def test_ticks_told_hours_later_and_at_night_are_told(stage: Stage) -> None:
    people = [stage.person(f"p{place}") for place in range(3)]
    for person in people:
        stage.served(person, 0, 60)
    assert found(stage, "entry") == []
    change(stage, "update presence set entered_at = :at", at=clock.stamp(NINE + timedelta(hours=14)))
    assert {one.sentence for one in found(stage, "entry")} == {
        "Wang's ticks of 3 arrivals reached the server 840 to 840 minutes after the time they say. Usual is within 60 minutes.",
        "Wang entered 3 stays in the night, from 28 November 2026 23:00 on. Usual is during the activity or in office hours.",
    }


def test_who_sends_most_ticks_late_stands_out(stage: Stage) -> None:
    activity = saturday(stage, 0)
    for place in range(5):
        stay(stage, stage.person(f"w{place}"), activity, By(staff=stage.wang), NINE, ELEVEN)
        stay(stage, stage.person(f"c{place}"), activity, By(staff=stage.chen), NINE, ELEVEN)
    few = "select id from presence where came_by = :by order by id limit 4"
    change(stage, f"update presence set came_late = 1 where id in ({few})", by=f"staff:{stage.wang}")
    assert found(stage, "entry") == []
    change(stage, "update presence set came_late = 1, left_late = 1 where came_by = :by", by=f"staff:{stage.wang}")
    one, = found(stage, "entry")
    assert one.sentence == "10 of 10 ticks by Wang were sent late (100%). Of the others' ticks it is 0%."


def test_a_record_after_ten_working_days_is_told(stage: Stage) -> None:
    record = stage.served(stage.person("Gui"), 0, 60)
    at = clock.stamp(NINE + timedelta(days=20))
    with stage.store.writing() as tx:
        tx.insert("record_event", [{"id": ids.new(), "record": record, "at": at, "who": None, "what": "changed", "minutes": 60, "note": ""}])
    assert found(stage, "entry", NINE + timedelta(days=21)) == []
    late = stage.store.one("select * from record where id = :id", id=record)
    assert late
    with stage.store.writing() as tx:
        new = ids.new()
        tx.insert("record", [late | {"id": new, "part": 2, "public_code": None}])
        tx.insert("record_event", [{"id": ids.new(), "record": new, "at": at, "who": None, "what": "recorded", "minutes": 60, "note": ""}])
    one, = found(stage, "entry", NINE + timedelta(days=21))
    assert one.sentence == "1 record was entered after the 10 working days, which ended on 11 December 2026: on 18 December 2026."


def test_the_same_five_people_three_saturdays_are_told_beside_what_is_usual(stage: Stage) -> None:
    team = [stage.person(f"p{place}") for place in range(5)]
    for week in range(3):
        activity = saturday(stage, week)
        for person in team:
            stay(stage, person, activity, By(staff=stage.wang), NINE + week * WEEK, ELEVEN + week * WEEK)
    one, = found(stage, "list", LATER + 3 * WEEK)
    assert one.sentence == "The same 5 people came to 3 activities, nearly nobody more or less: p0, p1, p2, p3, p4."
    assert [where.title for where in one.activities] == ["Saturday 0", "Saturday 1", "Saturday 2"]


def test_people_whom_only_their_coordinator_ever_ticked_are_told(stage: Stage) -> None:
    keeper, gui = stage.person("Keeper"), stage.person("Gui")
    for week in range(4):
        activity = saturday(stage, week)
        by = stage.coordinator(keeper, activity)
        if not week:
            with stage.store.writing() as tx:
                tx.insert("enrolment", [{"subject": gui, "activity": activity, "by_whom": f"subject:{keeper}", "at": clock.stamp(NINE)}])
        stay(stage, gui, activity, by, NINE + week * WEEK, ELEVEN + week * WEEK)
    one, = found(stage, "enrolled", LATER + 4 * WEEK, 90)
    assert one.sentence.startswith("Keeper enrolled 1 person without a phone and is the only one who ever ticked them, 3 times after the first: Gui.")


def test_a_tick_right_after_a_hand_over_is_told(stage: Stage) -> None:
    old, new = stage.person("Old"), stage.person("New")
    by = stage.coordinator(new)
    with stage.store.writing() as tx:
        row = {"id": ids.new(), "activity": stage.activity, "by_whom": f"subject:{old}", "subject": new, "kept": 0, "at": clock.stamp(NINE)}
        tx.insert("hand_over", [row])
    ticks.tick_in(stage.store, stage.activity, old, by, NINE + minutes(2))
    one, = found(stage, "hand_over")
    assert one.sentence.startswith("Old handed the list to New, who ticked them 2 minutes later.")


def test_hours_that_are_mostly_supplementary_stand_out(stage: Stage) -> None:
    record = stage.served(stage.person("Gui"), 0, 60)
    change(stage, "update record set kind = 'supplementary', minutes = 240, entered_by = :by where id = :id", by=f"staff:{stage.wang}", id=record)
    assert found(stage, "supplementary") == []
    stage.served(stage.person("Other"), 0, 120)
    one, = found(stage, "supplementary")
    assert one.sentence == "Gui: 4.0 of 4.0 hours are supplementary (100%), typed in by Wang. Of all others' hours it is 0%."


def test_only_organisers_read_it(stage: Stage) -> None:
    for role in ("clerk", "inspector", "host"):
        with pytest.raises(roles.NotAllowed):
            anti_abuse.report(stage.store, 30, staff(stage.store, f"Some {role}", role), LATER)


def test_who_did_not_come_and_who_left_are_named_nowhere(stage: Stage) -> None:
    from linli.volunteer import sign_ups

    activity = saturday(stage, 0)
    absent = stage.person("Absent")
    with stage.store.writing() as tx:
        sign_ups.take_place(tx, tx.one("select * from activity where id = :id", id=activity) or {}, absent, NINE)
    people = [stage.person(f"p{place}") for place in range(4)]
    for person in people:
        presence.sign_in(stage.store, activity, person, stage.code("in", NINE, activity), NINE, device="phone")
    head_counts.enter(stage.store, activity, "start", 20, By(staff=stage.wang), NINE + minutes(5))
    with stage.store.reading() as tx:
        gone = who.resident(tx, stage.resident(people[0]))
    told = " ".join(one.sentence for one in anti_abuse.report(stage.store, 30, stage.li, LATER).findings)
    assert "p0" in told and "Absent" not in told
    privacy.delete(stage.store, gone, LATER)
    told = " ".join(one.sentence for one in anti_abuse.report(stage.store, 30, stage.li, LATER).findings)
    assert "p0" not in told and people[0] not in told
