"""Approving, rejecting and reversing; the limits of a day; what people read about it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from linli import clock, community, ids, ledger, roles
from linli.errors import GameError
from linli.locale import use_language
from linli.rules.working_days import Deadline
from linli.volunteer import activities, entered, head_counts, hour_lists, hours, presence, ticks
from linli.volunteer.duty import By
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes, staff

AFTER = ELEVEN + minutes(10)


def long_day(stage: Stage, hours_long: int = 12) -> str:
    """An activity of many hours on the same day."""
    return stage.another(title="Long day", starts_at=NINE, ends_at=NINE + timedelta(hours=hours_long))


def totals(stage: Stage) -> dict[str, int]:
    """The season's sums of Yulan Court."""
    row = stage.store.one("select hours, minutes, on_site, slips from board_total where window_kind = 'season' and compound = :c", c=stage.cast.yulan)
    return row or {}


def test_an_approved_record_is_in_the_ledger_and_in_the_totals_at_once(stage: Stage) -> None:
    one = stage.person("阿华")
    decision = hours.approve(stage.store, stage.served(one, 0, 95), stage.li, AFTER)
    assert (decision.state, decision.minutes, decision.points, decision.reason) == ("approved", 95, 158, None)
    entry = stage.store.one("select * from ledger where id = :id", id=decision.entry)
    assert entry and (entry["kind"], entry["points"], entry["minutes"], entry["on_site"], entry["act_on"], entry["subject"]) == ("hours", 158, 95, 1, "2026-11-28", one)
    assert totals(stage) == {"hours": 158, "minutes": 95, "on_site": 1, "slips": 0}
    with stage.store.reading() as tx:
        assert hours.faults(tx) == []


def test_the_volunteers_slip_goes_with_the_entry_unless_they_moved(stage: Stage) -> None:
    slip = ids.new()
    with stage.store.writing() as tx:
        tx.insert("slip", [{"id": slip, "compound": stage.cast.yulan, "code": "ACDE", "issued_at": clock.stamp(NINE)}])
    hua, zhou = stage.person("阿华", slip=slip), stage.person("老周", slip=slip, compound=stage.cast.willow)
    for one in (hua, zhou):
        hours.approve(stage.store, stage.served(one, 0, 60), stage.li, AFTER)
    slips = {row["subject"]: row["slip"] for row in stage.store.rows("select subject, slip from ledger order by id")}
    assert slips == {hua: slip, zhou: None} and totals(stage)["slips"] == 1


def test_eight_threads_approve_once(stage: Stage) -> None:
    record = stage.served(stage.person("阿华"), 0, 60)

    def approve(number: int) -> str:
        try:
            return str(hours.approve(stage.store, record, (stage.li, stage.chen)[number % 2], AFTER).entry)
        except hours.AlreadyDecided:
            return "decided"

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(approve, range(16)))
    assert stage.count("ledger") == 1 and stage.count("record_event", "what = 'approved'") == 1 and len(answers) == 2
    assert totals(stage)["minutes"] == 60


def test_the_second_organiser_hears_who_was_first(stage: Stage) -> None:
    record = stage.served(stage.person("阿华"), 0, 60)
    first = hours.approve(stage.store, record, stage.li, AFTER)
    again = hours.approve(stage.store, record, stage.li, AFTER)
    assert (again.entry, again.repeated) == (first.entry, True)
    with use_language("en"), pytest.raises(hours.AlreadyDecided, match="Li has already approved this record of East gate"):
        hours.approve(stage.store, record, stage.chen, AFTER)


def test_nobody_decides_on_their_own_hours(stage: Stage) -> None:
    one = stage.person("李姐")
    record = stage.served(one, 0, 60)
    with stage.store.writing() as tx:
        tx.run("update staff set resident = :r where id = :id", r=stage.resident(one), id=stage.li)
    for act in (hours.approve, lambda *rest: hours.reject(rest[0], rest[1], "why", *rest[2:])):
        with pytest.raises(hours.OwnHours):
            act(stage.store, record, stage.li, AFTER)
    hours.approve(stage.store, record, stage.chen, AFTER)
    with pytest.raises(hours.OwnHours):
        hours.reverse(stage.store, record, "why", stage.li, AFTER)
    assert [row.own for row in hour_lists.waiting(stage.store, AFTER, stage.li)] == []


def test_only_organisers_approve(stage: Stage) -> None:
    record = stage.served(stage.person("阿华"), 0, 60)
    with pytest.raises(roles.NotAllowed):
        hours.approve(stage.store, record, staff(stage.store, "Clerk", "clerk"), AFTER)
    with pytest.raises(roles.NotSignedIn):
        hours.approve(stage.store, record, "x", AFTER)
    with pytest.raises(hours.UnknownRecord):
        hours.approve(stage.store, "x", stage.li, AFTER)


def test_a_rejection_needs_its_reason_and_the_volunteer_reads_it(stage: Stage) -> None:
    one = stage.person("阿华")
    record = stage.served(one, 0, 60)
    with pytest.raises(activities.ReasonMissing):
        hours.reject(stage.store, record, "  ", stage.li, AFTER)
    hours.reject(stage.store, record, "left with the tools", stage.li, AFTER)
    assert hours.reject(stage.store, record, "left with the tools", stage.li, AFTER).repeated
    mine = hour_lists.mine(stage.store, one, AFTER)[0]
    assert (mine.state, mine.who, mine.when, mine.why, mine.final_on) == ("rejected", "Li", AFTER, "left with the tools", None)
    with pytest.raises(hours.AlreadyDecided):
        hours.approve(stage.store, record, stage.chen, AFTER)
    assert stage.count("ledger") == 0


def test_a_reversal_is_exact_and_a_new_entry(stage: Stage) -> None:
    one = stage.person("阿华")
    record = stage.served(one, 0, 60)
    with pytest.raises(hours.AlreadyDecided):
        hours.reverse(stage.store, record, "why", stage.li, AFTER)
    hours.approve(stage.store, record, stage.li, AFTER)
    for _ in range(2):
        hours.reverse(stage.store, record, "counted twice", stage.chen, AFTER)
    assert stage.store.one("select sum(points) as p, sum(minutes) as m, count(*) as n from ledger") == {"p": 0, "m": 0, "n": 2}
    assert totals(stage) == {"hours": 0, "minutes": 0, "on_site": 0, "slips": 0}
    with stage.store.reading() as tx:
        assert hours.faults(tx) == []
    with use_language("en"):
        assert [event.what for event in hour_lists.history(stage.store, record)] == ["recorded", "approved", "reversed"]


def test_a_day_above_480_minutes_stays_pending_with_the_reason(stage: Stage) -> None:
    one, where = stage.person("老周"), long_day(stage)
    record = stage.served(one, 0, 525, where)
    decision = hours.approve(stage.store, record, stage.li, AFTER)
    assert (decision.state, decision.entry) == ("pending", None) and stage.count("ledger") == 0
    with use_language("en"):
        assert decision.reason and decision.reason.sentence().startswith("Above 8 hours on one day: 0 and 525 minutes. Li has approved")
    assert hours.approve(stage.store, record, stage.li, AFTER).repeated and stage.count("record_event", "what = 'first_approval'") == 1
    assert [one.code for one in hour_lists.mine(stage.store, one, AFTER)[0].waits_for] == ["above_480"]
    assert hours.approve(stage.store, record, stage.chen, AFTER).state == "approved"


def test_the_second_approver_is_another_person(stage: Stage) -> None:
    one, where = stage.person("老周"), long_day(stage)
    record = stage.served(one, 0, 500, where)
    twin = stage.resident(stage.person("李姐"))
    with stage.store.writing() as tx:
        tx.run("update staff set resident = :r, declared_none = 0 where name in ('Li', 'Chen')", r=twin)
    hours.approve(stage.store, record, stage.li, AFTER)
    with pytest.raises(hours.SamePerson):
        hours.approve(stage.store, record, stage.chen, AFTER)
    assert stage.count("ledger") == 0


def test_a_first_approval_is_void_when_the_minutes_change(stage: Stage) -> None:
    one, where = stage.person("老周"), long_day(stage)
    record = stage.served(one, 0, 500, where)
    hours.approve(stage.store, record, stage.li, AFTER)
    by = By(staff=stage.li)
    here = stage.store.one("select id from presence where subject = :s", s=one)
    assert here
    ticks.undo(stage.store, here["id"], by, NINE + minutes(501))
    ticks.tick_out(stage.store, where, one, by, NINE + minutes(510))
    assert stage.store.one("select served, first_by, version from record") == {"served": 510, "first_by": None, "version": 3}


def test_the_record_that_goes_above_is_the_one_that_waits(stage: Stage) -> None:
    one, where = stage.person("老周"), long_day(stage)
    first = stage.served(one, 0, 120)
    second = stage.served(one, 121, 500, where)
    assert hours.approve(stage.store, second, stage.li, AFTER).state == "pending"
    assert hours.approve(stage.store, first, stage.li, AFTER).state == "approved"
    assert [(row.record, row.reasons[0].code) for row in hour_lists.waiting(stage.store, AFTER, stage.li)] == [(second, "above_480")]
    hours.reverse(stage.store, first, "not there", stage.li, AFTER)
    assert hours.approve(stage.store, second, stage.li, AFTER).state == "approved"


def test_above_720_nobody_can_approve_and_it_says_so(stage: Stage) -> None:
    one, where = stage.person("老周"), long_day(stage, 13)
    record = stage.served(one, 0, 725, where)
    for organiser in (stage.li, stage.chen):
        with use_language("en"), pytest.raises(hours.AboveDay, match="0 and 725 minutes on one day are above 12 hours"):
            hours.approve(stage.store, record, organiser, AFTER)
    assert hour_lists.waiting(stage.store, AFTER, stage.li)[0].reasons[0].code == "above_720"
    assert hours.reject(stage.store, record, "too long", stage.li, AFTER).state == "rejected"


def test_eight_threads_never_approve_a_day_above_480_alone(stage: Stage) -> None:
    one = stage.person("老周")
    places = [stage.another(title=f"Part {n}", starts_at=NINE + minutes(150 * n), ends_at=NINE + minutes(150 * n + 149)) for n in range(5)]
    made = [stage.served(one, 150 * n, 150 * n + 149, where) for n, where in enumerate(places)]

    def approve(record: str) -> str:
        try:
            return hours.approve(stage.store, record, stage.li, AFTER).state
        except GameError as refusal:
            return type(refusal).__name__

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(approve, made * 4))
    assert stage.store.one("select sum(minutes) as m from ledger") == {"m": 3 * 149}


def test_an_activity_in_working_time_gives_points_but_never_hours(stage: Stage) -> None:
    one, where = stage.person("阿华"), stage.another(title="Own zone", working_time=True)
    decision = hours.approve(stage.store, stage.served(one, 0, 60, where), stage.li, AFTER)
    assert (decision.minutes, decision.points) == (0, 100)
    assert stage.store.one("select minutes, points from ledger") == {"minutes": 0, "points": 100}
    mine = hour_lists.mine(stage.store, one, AFTER)
    with use_language("en"):
        assert hour_lists.mine(stage.store, one, AFTER)[0].no_hours == "Points only: it takes place in working time."
    assert hour_lists.totals(mine) == (0, 100) and hour_lists.record_sheet_rows(stage.store, one, "2026-01-01", "2026-12-31") == []


def test_points_are_computed_once_and_never_move(stage: Stage) -> None:
    one, two = stage.person("阿华"), stage.person("老周")
    first, second = stage.served(one, 0, 60), stage.served(two, 0, 60)
    hours.approve(stage.store, first, stage.li, AFTER)
    community.change_settings(stage.store, stage.li, AFTER, points_an_hour=50)
    assert hours.approve(stage.store, second, stage.li, AFTER).points == 50
    assert hours.approve(stage.store, first, stage.li, AFTER).points == 100


def test_a_missing_sign_out_is_confirmed_before_it_is_approved(stage: Stage) -> None:
    one, by, late = stage.person("阿华"), By(staff=stage.li), ELEVEN + minutes(61)
    here = ticks.tick_in(stage.store, stage.activity, one, by, NINE)
    assert isinstance(here, presence.Here)
    row = hour_lists.waiting(stage.store, late, stage.li)[0]
    assert ([one.code for one in row.reasons], row.ready, row.stays[0].signed_out, row.stays[0].left_at) == (["no_sign_out"], False, False, ELEVEN)
    with pytest.raises(hours.EndNotConfirmed):
        hours.approve(stage.store, row.record, stage.chen, late)
    ticks.confirm_end(stage.store, here.id, row.stays[0].left_at, by, late)
    assert hour_lists.waiting(stage.store, late, stage.chen)[0].ready and not hour_lists.waiting(stage.store, late, stage.li)[0].ready
    with pytest.raises(entered.EnteredBySame):
        hours.approve(stage.store, row.record, stage.li, late)
    assert hours.approve(stage.store, row.record, stage.chen, late).minutes == 120


def test_a_head_count_holds_every_approval_of_the_activity(stage: Stage) -> None:
    record = stage.served(stage.person("阿华"), 0, 120)
    count = head_counts.enter(stage.store, stage.activity, "end", 9, By(staff=stage.li), NINE + minutes(100))
    assert [one.code for one in hour_lists.waiting(stage.store, AFTER, stage.li)[0].reasons] == ["head_count"]
    with use_language("en"), pytest.raises(hours.HeadCountHolds, match="9 people were counted, 1 were signed in"):
        hours.approve(stage.store, record, stage.li, AFTER)
    head_counts.explain(stage.store, count.id, "a school class passed", stage.chen, AFTER)
    assert hours.approve(stage.store, record, stage.li, AFTER).state == "approved"


def test_who_comes_back_after_the_approval_gets_a_second_record(stage: Stage) -> None:
    one = stage.person("阿华")
    first = stage.served(one, 0, 30)
    hours.approve(stage.store, first, stage.li, NINE + minutes(31))
    second = stage.served(one, 60, 120)
    assert first != second and hours.approve(stage.store, second, stage.li, AFTER).minutes == 60
    assert totals(stage) == {"hours": 150, "minutes": 90, "on_site": 1, "slips": 0}
    assert [mine.minutes for mine in hour_lists.mine(stage.store, one, AFTER)] == [60, 30]


def test_a_decided_stay_is_no_longer_undone_but_can_be_decided_again(stage: Stage) -> None:
    one, by = stage.person("阿华"), By(staff=stage.li)
    record = stage.served(one, 0, 60)
    hours.reject(stage.store, record, "wrong end", stage.li, AFTER)
    stay = stage.store.one("select id from presence")
    assert stay
    with pytest.raises(ticks.NothingToUndo):
        ticks.undo(stage.store, stay["id"], by, AFTER)
    new = hours.again(stage.store, record, stage.chen, AFTER)
    assert new != record and hours.approve(stage.store, new, stage.chen, AFTER).minutes == 60
    with pytest.raises(hours.AlreadyDecided):
        hours.again(stage.store, new, stage.chen, AFTER)


def test_the_tenth_working_day_is_shown_and_a_late_record_stands_out(stage: Stage) -> None:
    stage.served(stage.person("阿华"), 0, 60)
    row = hour_lists.waiting(stage.store, AFTER, stage.li)[0]
    assert (row.deadline, row.days_left, row.ready) == (Deadline("2026-12-11"), 10, True)
    row = hour_lists.waiting(stage.store, ELEVEN + timedelta(days=14), stage.li)[0]
    assert ([one.code for one in row.reasons], row.days_left) == (["overdue"], -1)


def test_many_are_approved_together_and_each_says_what_came_of_it(stage: Stage) -> None:
    good, bad = stage.served(stage.person("阿华"), 0, 60), stage.served(stage.person("老周"), 0, 60)
    hours.reject(stage.store, bad, "not there", stage.chen, AFTER)
    came = hours.approve_many(stage.store, [good, bad, "x"], stage.li, AFTER)
    assert [type(one).__name__ for one in came.values()] == ["Decision", "AlreadyDecided", "UnknownRecord"]


def test_an_approved_record_is_final_after_the_days_of_objection(stage: Stage) -> None:
    one = stage.person("阿华")
    hours.approve(stage.store, stage.served(one, 0, 60), stage.li, AFTER)
    assert hour_lists.mine(stage.store, one, AFTER)[0].final_on == "2026-12-05"
    assert [row.who for row in hour_lists.decided(stage.store, stage.chen, AFTER)] == ["Li"]


def test_the_record_sheet_has_the_fields_of_the_decree(stage: Stage) -> None:
    one = stage.person("阿华")
    hours.approve(stage.store, stage.served(one, 0, 60), stage.li, AFTER)
    with use_language("zh"):
        row = hour_lists.record_sheet_rows(stage.store, one, "2026-11-01", "2026-11-30")[0]
    assert (row.title, row.act_on, row.location, row.work, row.minutes, row.unit, row.in_charge) == (
        "East gate", "2026-11-28", "East gate", "Sweep the path", 60, "物业", "Aunt Gui")
    assert hour_lists.record_sheet_rows(stage.store, one, "2026-12-01", "2026-12-31") == []


def test_history_is_append_only(stage: Stage) -> None:
    stage.served(stage.person("阿华"), 0, 60)
    for sql in ("update record_event set note = 'x'", "delete from record_event"):
        with pytest.raises(Exception, match="append-only"), stage.store.writing() as tx:
            tx.run(sql)


def test_verify_finds_a_falsified_record(stage: Stage) -> None:
    one = stage.person("阿华")
    record = stage.served(one, 0, 60)
    hours.approve(stage.store, record, stage.li, AFTER)
    with stage.store.writing() as tx:
        tx.run("update record set minutes = 61 where id = :id", id=record)
        ledger.post(tx, ledger.Act("hours", stage.cast.yulan, one, None, True, 9, 9, NINE, "2026-11-28", "hours:x:1"), AFTER)
        found = hours.faults(tx)
    assert len(found) == 2 and record in found[0]


def test_hours_of_a_deleted_person_stay_under_a_name_that_says_so(stage: Stage) -> None:
    one = stage.person("阿华")
    record = stage.served(one, 0, 60)
    with stage.store.writing() as tx:
        tx.run("delete from subject_resident where subject = :s", s=one)
    with use_language("en"):
        assert hour_lists.waiting(stage.store, AFTER, stage.li)[0].name == "left"
    assert hours.approve(stage.store, record, stage.li, AFTER).state == "approved"


def test_whoever_is_the_same_person_under_another_account_does_not_approve_what_they_ticked(stage: Stage) -> None:
    """A coordinator who is an organiser too, under a staff account linked to their resident account."""
    one, keeper = stage.person("阿华"), stage.person("李姐")
    with stage.store.writing() as tx:
        tx.run("update staff set resident = :r, declared_none = 0 where name = 'Li'", r=stage.resident(keeper))
    by = stage.coordinator(keeper)
    ticks.tick_in(stage.store, stage.activity, one, by, NINE)
    ticks.tick_out(stage.store, stage.activity, one, by, NINE + minutes(60))
    with pytest.raises(entered.EnteredBySame):
        hours.approve(stage.store, stage.record(one), stage.li, AFTER)
    assert hours.approve(stage.store, stage.record(one), stage.chen, AFTER).state == "approved"
