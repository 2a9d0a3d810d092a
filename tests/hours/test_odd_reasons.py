"""What stands out on the desk of approvals, and why."""

from datetime import timedelta

from linli import clock, ids
from linli.locale import use_language
from linli.volunteer import hour_lists, hours, presence, ticks
from linli.volunteer.activity_draft import plan_of
from linli.volunteer.duty import By
from linli.volunteer.hour_lists import Waiting
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes

AFTER = ELEVEN + minutes(70)


def waiting(stage: Stage, at: object = AFTER, staff: str = "") -> dict[str, Waiting]:
    """Waiting records by the volunteer's name."""
    return {one.name: one for one in hour_lists.waiting(stage.store, at, staff or stage.li)}  # type: ignore[arg-type]


def codes(one: Waiting) -> list[str]:
    return [reason.code for reason in one.reasons]


def sentences(one: Waiting) -> str:
    with use_language("en"):
        return " ".join(reason.sentence() for reason in one.reasons)


def test_four_people_on_one_phone_stand_out_and_three_do_not(stage: Stage) -> None:
    for family, size in (("A", 4), ("B", 3)):
        for number in range(size):
            who = stage.person(f"{family}{number}")
            presence.sign_in(stage.store, wide(stage), who, stage.code("in", NINE, wide(stage)), NINE, device=f"phone {family}")
            presence.sign_out(stage.store, wide(stage), who, stage.code("out", ELEVEN, wide(stage)), ELEVEN, device=f"phone {family}")
    found = waiting(stage)
    assert {name: codes(one) for name, one in found.items()} == dict.fromkeys(("A0", "A1", "A2", "A3"), ["device"]) | dict.fromkeys(("B0", "B1", "B2"), [])
    assert "4 people signed in from this phone" in sentences(found["A0"]) and not found["A0"].ready and found["B0"].ready


def wide(stage: Stage) -> str:
    """An activity with many places, made once."""
    row = stage.store.one("select id from activity where title = 'Wide'")
    return str(row["id"]) if row else stage.another(title="Wide", places=50)


def test_the_same_list_on_three_saturdays_concerns_the_activity_not_a_person(stage: Stage) -> None:
    people = [stage.person(f"V{number}") for number in range(5)]
    for week in (2, 1, 0):
        start = NINE - timedelta(days=7 * week)
        where = past(stage, start)
        for one in people:
            tick(stage, where, one, start)
    newcomer = stage.person("once")
    tick(stage, past(stage, NINE, "Other"), newcomer, NINE)
    found = {(one.name, one.act_on): one for one in hour_lists.waiting(stage.store, AFTER, stage.li)}
    one = found["V0", "2026-11-28"]
    assert [reason.code for reason in one.whole] == ["same_list"] and one.ready and "The same 5 people stand on 3 lists" in sentences(one)
    assert codes(found["once", "2026-11-28"]) == []


def past(stage: Stage, start: object, title: str = "East gate") -> str:
    """An activity that has already been, as it lies in the database."""
    from linli.volunteer import activities

    with stage.store.reading() as tx:
        row = dict(activities.found(tx, stage.activity))
    row |= {
        "id": ids.new(), "title": title, "starts_at": clock.stamp(start), "ends_at": clock.stamp(start + timedelta(hours=2)),  # type: ignore[operator, arg-type]
        "act_on": clock.local_day(start, "Asia/Shanghai"), "places": 50,  # type: ignore[arg-type]
    }
    with stage.store.writing() as tx:
        tx.insert("activity", [row])
        assert plan_of(row).start == start
    return str(row["id"])


def tick(stage: Stage, where: str, one: str, start: object) -> None:
    ticks.tick_in(stage.store, where, one, By(staff=stage.wang), start)  # type: ignore[arg-type]
    ticks.tick_out(stage.store, where, one, By(staff=stage.wang), start + timedelta(hours=2))  # type: ignore[operator]


def enrolled(stage: Stage, subject: str, by: str) -> None:
    with stage.store.writing() as tx:
        tx.insert("enrolment", [{"subject": subject, "activity": stage.activity, "by_whom": by, "at": clock.stamp(NINE)}])


def test_who_enrolled_somebody_and_alone_ticked_them_is_named(stage: Stage) -> None:
    one, two, keeper, other = (stage.person(name) for name in ("one", "two", "keeper", "other"))
    by, helper = stage.coordinator(keeper), stage.coordinator(other)
    for subject in (one, two):
        enrolled(stage, subject, f"subject:{keeper}")
        ticks.tick_in(stage.store, stage.activity, subject, by, NINE)
    ticks.tick_out(stage.store, stage.activity, one, by, NINE + minutes(60))
    ticks.tick_out(stage.store, stage.activity, two, helper, NINE + minutes(60))
    found = waiting(stage)
    assert (codes(found["one"]), codes(found["two"])) == (["enrolled"], [])
    assert "keeper made this person's nickname on the spot" in sentences(found["one"])


def test_a_stay_entered_days_after_stands_out(stage: Stage) -> None:
    one = stage.person("阿华")
    stage.served(one, 0, 60)
    with stage.store.writing() as tx:
        tx.run("update presence set entered_at = :at", at=clock.stamp(ELEVEN + timedelta(days=2)))
    assert codes(waiting(stage)["阿华"]) == []
    with stage.store.writing() as tx:
        tx.run("update presence set entered_at = :at", at=clock.stamp(ELEVEN + timedelta(days=5)))
    assert "Entered 5 days after the activity" in sentences(waiting(stage)["阿华"])


def supplementary(stage: Stage, subject: str) -> str:
    """A supplementary record as the form of supplementary records leaves it."""
    record = stage.served(subject, 0, 60)
    with stage.store.writing() as tx:
        tx.run("update presence set came_how = 'typed', left_how = 'typed' where record = :id", id=record)
        tx.run("update record set kind = 'supplementary', entered_by = :by, reason = 'phone was broken' where id = :id", by=f"staff:{stage.wang}", id=record)
    return record


def test_a_supplementary_record_stands_apart_with_its_reason_and_who_typed_it(stage: Stage) -> None:
    record = supplementary(stage, stage.person("阿华"))
    one = waiting(stage)["阿华"]
    assert (one.kind, codes(one), one.ready) == ("supplementary", ["supplementary"], False)
    assert sentences(one) == "Supplementary record, typed by Wang: phone was broken"
    assert hours.approve(stage.store, record, stage.li, AFTER).state == "approved"


def test_a_supplementary_record_decided_once_more_keeps_reason_and_who_typed_it(stage: Stage) -> None:
    record = supplementary(stage, stage.person("阿华"))
    hours.reject(stage.store, record, "which day?", stage.li, AFTER)
    again = hours.again(stage.store, record, stage.chen, AFTER)
    row = stage.store.one("select kind, entered_by, reason from record where id = :id", id=again)
    assert row == {"kind": "supplementary", "entered_by": f"staff:{stage.wang}", "reason": "phone was broken"}


def test_whoever_entered_a_record_reads_that_somebody_else_approves_it(stage: Stage) -> None:
    stage.served(stage.person("阿华"), 0, 60)
    seen = {staff: waiting(stage, AFTER, staff)["阿华"] for staff in (stage.li, stage.wang)}
    assert (seen[stage.li].ready, seen[stage.li].elsewhere) == (True, False)
    assert (seen[stage.wang].ready, seen[stage.wang].elsewhere) == (False, True)


def test_a_volunteer_is_not_told_what_an_organiser_is_asked_to_look_at(stage: Stage) -> None:
    one, keeper = stage.person("one"), stage.person("keeper")
    by = stage.coordinator(keeper)
    enrolled(stage, one, f"subject:{keeper}")
    ticks.tick_in(stage.store, stage.activity, one, by, NINE)
    ticks.tick_out(stage.store, stage.activity, one, by, NINE + minutes(60))
    assert codes(waiting(stage)["one"]) == ["enrolled"] and hour_lists.mine(stage.store, one, AFTER)[0].waits_for == ()


def test_the_note_of_an_approval_stays_with_the_record_and_it_gets_a_public_code(stage: Stage) -> None:
    one, two = (stage.served(stage.person(name), 0, 60) for name in ("阿华", "老周"))
    hours.approve_many(stage.store, [one, two], stage.li, AFTER, note="  asked   the coordinator ")
    assert [event.note for event in hour_lists.history(stage.store, one)] == ["", "asked the coordinator"]
    rows = stage.store.rows("select public_code from record order by id")
    assert len({row["public_code"] for row in rows}) == 2 and all(len(row["public_code"]) == 6 for row in rows)
