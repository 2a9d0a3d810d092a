"""Supplementary records: entered by one person, approved by another, apart from everything signed in."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from linli import ids, roles
from linli.locale import use_language
from linli.rules.crediting import Interval
from linli.volunteer import activities, head_counts, hour_lists, hours, past_entries, supplementary, supplementary_list, ticks
from linli.volunteer.activity_draft import BadField, BadPlan
from linli.volunteer.duty import By
from linli.volunteer.entered import EnteredBySame
from linli.volunteer.past_entries import NotOverYet, PastDraft
from linli.volunteer.presence import NotOpen
from linli.volunteer.supplementary import BadStays, Entry, Kept
from tests.hours.conftest import NINE, Stage, minutes, staff

SUNDAY = NINE + timedelta(days=1)


def span(start: float, end: float) -> Interval:
    """A time in and out, in minutes after nine on Saturday."""
    return Interval(NINE + minutes(start), NINE + minutes(end))


def number(stage: Stage, subject: str) -> str:
    """The player number that stands on the person's phone."""
    row = stage.store.one("select player_number from resident where id = :id", id=stage.resident(subject))
    assert row
    return str(row["player_number"])


def account(stage: Stage, username: str, name: str, role: str, resident: str | None = None) -> str:
    """A staff account whose name others may carry too."""
    made = staff(stage.store, username, role, resident)
    with stage.store.writing() as tx:
        tx.run("update staff set name = :name where id = :id", name=name, id=made)
    return made


def events(stage: Stage, record: str) -> list[str]:
    """What happened to a record, in order."""
    return [row["what"] for row in stage.store.rows("select what from record_event where record = :id order by id", id=record)]


@pytest.fixture
def clerk(stage: Stage) -> str:
    """A clerk, who may enter and never approves."""
    return staff(stage.store, "Zhao", "clerk")


def type_in(stage: Stage, by: str, subject: str, *stays: Interval, key: str = "", **more: object) -> Kept:
    """An entry at the stage's activity on the Sunday after."""
    given = {"reason": "the phone was at home", "activity": stage.activity} | more
    return supplementary.enter(stage.store, Entry(number(stage, subject), stays or (span(0, 120),), **given), by, SUNDAY, key=key)  # type: ignore[arg-type]


def past(stage: Stage, **changes: object) -> PastDraft:
    """A clean-up of Friday that was never entered."""
    friday = NINE - timedelta(days=1)
    made = PastDraft("North stairs", "Block 4", stage.unit, "Aunt Gui", "Washed the stairs", friday, friday + minutes(120), False, False, False)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_clerk_enters_and_an_organiser_approves(stage: Stage, clerk: str) -> None:
    mei = stage.person("Mei")
    kept = type_in(stage, clerk, mei, span(-30, 60), span(90, 140))
    assert (kept.minutes, kept.points, kept.approvers, kept.overdue, kept.name) == (75 + 45, 200, 1, False, "Mei")
    row = stage.store.one("select * from record where id = :id", id=kept.record)
    assert row
    assert (row["kind"], row["entered_by"], row["reason"], row["state"]) == ("supplementary", f"staff:{clerk}", "the phone was at home", "pending")
    assert stage.count("presence", f"came_how = 'typed' and left_how = 'typed' and came_by = 'staff:{clerk}' and left_by = 'staff:{clerk}' and open is null") == 2
    assert hours.approve(stage.store, kept.record, stage.li, SUNDAY).state == "approved"
    assert stage.count("ledger", "kind = 'supplementary' and minutes = 120 and points = 200 and slip is null and on_site = 0") == 1
    assert events(stage, kept.record) == ["recorded", "typed", "approved"]
    assert hour_lists.history(stage.store, kept.record)[1].note == "the phone was at home"


def test_who_entered_never_approves(stage: Stage) -> None:
    kept = type_in(stage, stage.wang, stage.person("Mei"))
    with pytest.raises(EnteredBySame):
        hours.approve(stage.store, kept.record, stage.wang, SUNDAY)
    assert hours.approve(stage.store, kept.record, stage.chen, SUNDAY).state == "approved"


def test_nobody_enters_or_approves_their_own_under_any_account(stage: Stage) -> None:
    mei = stage.person("Mei")
    linked = account(stage, "lin", "Lin", "organiser", stage.resident(mei))
    twin = account(stage, "lin-desk", "lin", "clerk")  # declares none, but carries the name of the linked account
    second = account(stage, "lin-hall", "Lin ", "organiser")
    for by in (linked, twin, second):
        with pytest.raises(supplementary.OwnTime):
            type_in(stage, by, mei)
    kept = type_in(stage, stage.wang, mei)
    for by in (linked, second):
        with pytest.raises(hours.OwnHours):
            hours.approve(stage.store, kept.record, by, SUNDAY)
    with pytest.raises(ticks.OwnPresence):
        ticks.tick_in(stage.store, stage.activity, mei, By(staff=second), NINE)


def test_an_end_for_all_leaves_out_ones_own_stay_under_any_account(stage: Stage) -> None:
    mei, lan = stage.person("Mei"), stage.person("Lan")
    account(stage, "lin", "Lin", "organiser", stage.resident(mei))
    second = account(stage, "lin-hall", "lin", "organiser")
    for one in (mei, lan):
        ticks.tick_in(stage.store, stage.activity, one, By(staff=stage.li), NINE)
    assert ticks.end_for_all(stage.store, stage.activity, By(staff=second), NINE + minutes(100)) == 1
    assert stage.count("presence", f"open = '{mei}'") == 1
    waiting = {one.name: one.own for one in hour_lists.waiting(stage.store, SUNDAY, second)}
    assert waiting == {"Lan": False, "Mei": True}


def test_it_is_offered_only_where_somebody_else_can_approve(stage: Stage, clerk: str) -> None:
    mei = stage.person("Mei")
    with stage.store.writing() as tx:
        tx.run("update staff set removed_at = '2026-11-24' where id in (:a, :b)", a=stage.chen, b=stage.wang)
    with pytest.raises(supplementary.NobodyElse):
        type_in(stage, stage.li, mei)
    account(stage, "li-too", "LI", "organiser")  # a second account of Li is not a second person
    with pytest.raises(supplementary.NobodyElse):
        type_in(stage, stage.li, mei)
    assert type_in(stage, clerk, mei).approvers == 1


def test_above_eight_hours_two_organisers_besides_are_needed_and_above_twelve_nothing_is_kept(stage: Stage, clerk: str) -> None:
    whole_day = past(stage, starts_at=NINE - minutes(60), ends_at=NINE + minutes(900))
    mei, lan = stage.person("Mei"), stage.person("Lan")
    kept = type_in(stage, clerk, mei, span(0, 500), activity="", past=whole_day)
    assert kept.approvers == 2
    assert hours.approve(stage.store, kept.record, stage.li, SUNDAY).state == "pending"
    assert hours.approve(stage.store, kept.record, stage.chen, SUNDAY).state == "approved"
    with pytest.raises(supplementary.AboveTwelve):
        type_in(stage, clerk, lan, span(0, 721), activity="", past=whole_day)
    with stage.store.writing() as tx:
        tx.run("update staff set removed_at = '2026-11-24' where id = :a", a=stage.chen)
    with pytest.raises(supplementary.TwoNeeded):
        type_in(stage, stage.wang, lan, span(0, 481), activity="", past=whole_day)
    assert stage.count("activity", "past_entry = 1") == 1
    assert stage.count("presence", f"subject = '{lan}'") == 0


def test_an_activity_that_was_never_entered_is_on_no_list_and_nobody_comes_to_it(stage: Stage, clerk: str) -> None:
    mei, lan = stage.person("Mei"), stage.person("Lan")
    kept = type_in(stage, clerk, mei, span(-1440, -1330), activity="", past=past(stage))
    assert kept.minutes == 110
    listed = [one.id for one in (*activities.past(stage.store, SUNDAY), *activities.upcoming(stage.store, NINE - timedelta(days=2)))]
    assert stage.activity in listed
    assert kept.activity not in listed
    with pytest.raises((activities.UnknownActivity, NotOpen)):
        ticks.tick_in(stage.store, kept.activity, lan, By(staff=stage.li), NINE - timedelta(days=1) + minutes(30))
    # a second volunteer's record can hang on the same one
    assert [(one.id, one.past_entry) for one in past_entries.choices(stage.store, SUNDAY)] == [(stage.activity, False), (kept.activity, True)]
    assert type_in(stage, clerk, lan, span(-1440, -1380), activity=kept.activity).minutes == 60
    assert hours.approve(stage.store, kept.record, stage.li, SUNDAY).minutes == 110


def test_any_yes_to_the_three_questions_gives_points_and_no_hours(stage: Stage, clerk: str) -> None:
    for place, question in enumerate(("working_time", "own_interest", "paid")):
        kept = type_in(stage, clerk, stage.person(f"P{place}"), span(-1440, -1320), activity="", past=past(stage, **{question: True}))
        assert (kept.minutes, kept.points) == (0, 200)


def test_breaks_are_taken_off(stage: Stage, clerk: str) -> None:
    friday = NINE - timedelta(days=1)
    rest = Interval(friday + minutes(50), friday + minutes(70))
    assert type_in(stage, clerk, stage.person("Mei"), span(-1440, -1320), activity="", past=past(stage, breaks=(rest,))).minutes == 100


@pytest.mark.parametrize(("changes", "refusal"), [
    ({"title": " "}, BadField), ({"location": "x" * 81}, BadField), ({"work": "\x07bell"}, BadField),
    ({"ends_at": SUNDAY + minutes(1), "starts_at": SUNDAY}, NotOverYet), ({"ends_at": NINE - timedelta(days=2)}, BadPlan),
])
def test_what_cannot_have_been_is_refused_and_leaves_nothing(stage: Stage, clerk: str, changes: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        type_in(stage, clerk, stage.person("Mei"), activity="", past=past(stage, **changes))
    assert stage.count("activity") == 1


@pytest.mark.parametrize(("stays", "fault"), [
    ((), "none"), ((span(10, 10),), "order"), ((span(0, 60), span(59, 90)), "each_other"), ((span(0, 60.5),), "minutes"),
    ((span(0, 24 * 60 + 1),), "future"), ((span(-300, -200),), "outside"), (tuple(span(n, n + 1) for n in range(9)), "none"),
])
def test_times_that_cannot_be_are_refused(stage: Stage, clerk: str, stays: tuple[Interval, ...], fault: str) -> None:
    entry = Entry(number(stage, stage.person("Mei")), stays, "why", stage.activity)
    with pytest.raises(BadStays) as refused:
        supplementary.enter(stage.store, entry, clerk, SUNDAY)
    assert refused.value.fault == fault


def test_times_within_another_stay_are_refused_naming_it(stage: Stage, clerk: str) -> None:
    mei = stage.person("Mei")
    other = stage.another(title="River walk", starts_at=NINE + minutes(30), ends_at=NINE + minutes(90))
    stage.served(mei, 30, 60, other)
    with pytest.raises(ticks.Overlap, match="River walk"):
        type_in(stage, clerk, mei, span(59, 100))
    assert type_in(stage, clerk, mei, span(0, 30), span(60, 120)).minutes == 90


def test_times_within_a_stay_that_is_still_open_are_refused(stage: Stage, clerk: str) -> None:
    mei = stage.person("Mei")
    today = stage.another(title="Sunday park", starts_at=SUNDAY - minutes(300), ends_at=SUNDAY + minutes(300))
    ticks.tick_in(stage.store, today, mei, By(staff=stage.li), SUNDAY - minutes(200))
    draft = past(stage, starts_at=SUNDAY - minutes(300), ends_at=SUNDAY - minutes(100))
    with pytest.raises(ticks.Overlap, match="Sunday park"):
        type_in(stage, clerk, mei, Interval(SUNDAY - minutes(210), SUNDAY - minutes(190)), activity="", past=draft)


def test_the_same_form_sent_twice_is_kept_once(stage: Stage, clerk: str) -> None:
    mei = stage.person("Mei")
    first = type_in(stage, clerk, mei, span(-1440, -1320), key="k1", activity="", past=past(stage))
    assert type_in(stage, clerk, mei, span(-1440, -1320), key="k1", activity="", past=past(stage)) == first
    assert (stage.count("record"), stage.count("activity")) == (1, 2)


def test_one_entry_of_a_person_waits_at_an_activity(stage: Stage, clerk: str) -> None:
    mei = stage.person("Mei")
    type_in(stage, clerk, mei, span(0, 30))
    with pytest.raises(supplementary.AlreadyEntered, match="Mei"):
        type_in(stage, clerk, mei, span(60, 90))


def test_an_activity_that_goes_on_and_a_reason_left_out_are_refused(stage: Stage, clerk: str) -> None:
    mei = stage.person("Mei")
    with pytest.raises(NotOverYet):
        supplementary.enter(stage.store, Entry(number(stage, mei), (span(0, 30),), "why", stage.activity), clerk, NINE + minutes(60))
    with pytest.raises(activities.ReasonMissing):
        type_in(stage, clerk, mei, reason=" … ")
    with pytest.raises(ticks.UnknownResident):
        supplementary.enter(stage.store, Entry("000000", (span(0, 30),), "why", stage.activity), clerk, SUNDAY)
    for role in ("inspector", "host"):
        with pytest.raises(roles.NotAllowed):
            type_in(stage, staff(stage.store, role.title(), role), mei)


def test_late_entries_are_possible_told_and_stay_marked(stage: Stage, clerk: str) -> None:
    mei = stage.person("Mei")
    entry = Entry(number(stage, mei), (span(0, 120),), "found the list", stage.activity)
    kept = supplementary.enter(stage.store, entry, clerk, NINE + timedelta(days=40))
    assert (kept.overdue, kept.deadline.day) == (True, "2026-12-11")
    hours.approve(stage.store, kept.record, stage.li, NINE + timedelta(days=41))
    assert events(stage, kept.record) == ["recorded", "typed", "overdue", "approved"]
    with use_language("en"):
        assert "It can still be entered" in supplementary_list.said_deadline(kept.deadline, over=True).sentence()


def test_a_waiting_entry_is_withdrawn_by_who_entered_it_or_an_organiser(stage: Stage, clerk: str) -> None:
    mei, lan = stage.person("Mei"), stage.person("Lan")
    kept = type_in(stage, clerk, mei)
    with pytest.raises(supplementary_list.NotYours):
        supplementary_list.withdraw(stage.store, kept.record, "mistake", staff(stage.store, "Sun", "clerk"), SUNDAY)
    supplementary_list.withdraw(stage.store, kept.record, "another Mei", clerk, SUNDAY)
    listed = supplementary_list.entries(stage.store, clerk)
    assert [(one.state, one.why, one.stays, one.may_withdraw) for one in listed] == [("withdrawn", "another Mei", (span(0, 120),), False)]
    assert events(stage, kept.record)[-1] == "withdrawn"
    with pytest.raises(supplementary_list.NothingToWithdraw):
        supplementary_list.withdraw(stage.store, kept.record, "again", stage.li, SUNDAY)
    with pytest.raises(hours.AlreadyDecided):
        hours.approve(stage.store, kept.record, stage.li, SUNDAY)
    assert type_in(stage, clerk, mei).record != kept.record  # the times are free again
    second = type_in(stage, clerk, lan)
    supplementary_list.withdraw(stage.store, second.record, "wrong day", stage.li, SUNDAY)
    assert stage.count("record", "state = 'pending'") == 1


def test_signed_in_and_supplementary_hours_at_one_activity_are_two_records(stage: Stage, clerk: str) -> None:
    mei = stage.person("Mei")
    signed = stage.served(mei, 0, 60)
    kept = type_in(stage, clerk, mei, span(60, 120))
    assert kept.record != signed
    assert sorted((one.kind, one.minutes) for one in hour_lists.mine(stage.store, mei, SUNDAY)) == [("signed_in", 60), ("supplementary", 60)]


def test_a_typed_time_explains_no_head_count(stage: Stage, clerk: str) -> None:
    head_counts.enter(stage.store, stage.activity, "start", 3, By(staff=stage.li), NINE + minutes(10))
    for place in range(3):
        type_in(stage, clerk, stage.person(f"P{place}"))
    with stage.store.reading() as tx:
        assert [one.signed_in for one in head_counts.of(tx, stage.activity)] == [0]


def test_after_a_rejection_who_entered_and_why_stay_with_the_new_record(stage: Stage, clerk: str) -> None:
    kept = type_in(stage, stage.wang, stage.person("Mei"))
    hours.reject(stage.store, kept.record, "which stairs?", stage.li, SUNDAY)
    again = hours.again(stage.store, kept.record, stage.li, SUNDAY)
    row = stage.store.one("select entered_by, reason from record where id = :id", id=again)
    assert row == {"entered_by": f"staff:{stage.wang}", "reason": "the phone was at home"}
    with pytest.raises(EnteredBySame):
        hours.approve(stage.store, again, stage.wang, SUNDAY)


def test_two_clerks_who_enter_the_same_at_once_make_one_record(stage: Stage, clerk: str) -> None:
    mei, other = stage.person("Mei"), staff(stage.store, "Sun", "clerk")

    def one(by: str) -> object:
        try:
            return type_in(stage, by, mei, span(-1440, -1320), activity="", past=past(stage, title=f"Stairs {ids.code(3)}"))
        except ticks.Overlap as refusal:
            return refusal

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(one, [clerk, other, clerk, other]))
    assert sum(isinstance(result, Kept) for result in results) == 1
    assert stage.count("record") == 1
