"""The coordinator's list: ticks, late ticks, undo, ending for all, head counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from linli import clock, roles
from linli.volunteer import activities, duty, head_counts, hour_lists, hours_retention, late_ticks, presence, sign_ups, ticks
from linli.volunteer.duty import By
from linli.volunteer.presence import Here
from tests.cast import MONDAY
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes, staff


def tick(stage: Stage, subject: str, after: float = 0, **more: object) -> Here:
    """An organiser ticks that somebody came, so many minutes after nine."""
    answer = ticks.tick_in(stage.store, stage.activity, subject, By(staff=stage.li), NINE + minutes(after), **more)  # type: ignore[arg-type]
    assert isinstance(answer, Here)
    return answer


def untick(stage: Stage, subject: str, after: float = 120, **more: object) -> Here:
    """An organiser ticks that somebody left."""
    answer = ticks.tick_out(stage.store, stage.activity, subject, By(staff=stage.li), NINE + minutes(after), **more)  # type: ignore[arg-type]
    assert isinstance(answer, Here)
    return answer


def test_the_list_names_who_is_here_who_left_and_who_is_not_here_yet(stage: Stage) -> None:
    hua, zhou, man, zhen = (stage.person(name) for name in ("阿华", "老周", "小满", "阿珍"))
    for one in (hua, zhou, man):
        sign_ups.sign_up(stage.store, stage.activity, one, MONDAY)
    tick(stage, hua)
    tick(stage, zhou)
    untick(stage, zhou, 45)
    tick(stage, zhen, 10)
    by = By(staff=stage.li)
    seen = {row.name: (row.signed_up, row.state) for row in ticks.people(stage.store, stage.activity, by, NINE + minutes(50))}
    assert seen == {"阿华": (True, "here"), "老周": (True, "left"), "小满": (True, "not_yet"), "阿珍": (False, "here")}
    later = {row.name: row.state for row in ticks.people(stage.store, stage.activity, by, ELEVEN + minutes(70))}
    assert later["小满"] == "no_show"
    presence.settle_due(stage.store, ELEVEN + minutes(70))
    assert {row.state for row in ticks.people(stage.store, stage.activity, by, ELEVEN + minutes(70))} == {"unsigned", "left", "no_show"}


def test_a_hidden_nickname_is_a_number_and_a_deleted_person_has_left(stage: Stage) -> None:
    hua, zhou = stage.person("阿华"), stage.person("老周")
    tick(stage, hua)
    tick(stage, zhou)
    with stage.store.writing() as tx:
        tx.run("update resident set hidden_at = :at where nickname = '阿华'", at=clock.stamp(NINE))
        tx.run("delete from subject_resident where subject = :s", s=zhou)
    names = [row.name for row in ticks.people(stage.store, stage.activity, By(staff=stage.li), NINE)]
    assert "阿华" not in names and "老周" not in names and len(names) == 2


def test_only_those_on_duty_keep_the_list(stage: Stage) -> None:
    one = stage.person("阿华")
    for by in (By(resident=stage.resident(one)), By(resident="x")):
        with pytest.raises(duty.NotCoordinator):
            ticks.people(stage.store, stage.activity, by, NINE)
    for by in (By(), By(staff="x"), By(staff=staff(stage.store, "Clerk", "clerk"))):
        with pytest.raises((duty.NotCoordinator, roles.NotAllowed, roles.NotSignedIn)):
            ticks.tick_in(stage.store, stage.activity, one, by, NINE)
    assert stage.count("presence") == 0


def test_a_coordinator_ticks_their_own_activity_only(stage: Stage) -> None:
    by = stage.coordinator(stage.person("桂花婶"))
    other = stage.another(title="River bank")
    with pytest.raises(duty.NotCoordinator):
        ticks.tick_in(stage.store, other, stage.person("阿华"), by, NINE)


def test_a_queued_tick_counts_at_its_own_time_and_is_marked_late(stage: Stage) -> None:
    one = stage.person("阿华")
    here = tick(stage, one, 40, elapsed=40 * 60, key="t1")
    assert (here.came_at, here.late) == (NINE, True)
    again = tick(stage, one, 45, elapsed=45 * 60, key="t1")
    assert (again.id, again.repeated) == (here.id, True)
    out = untick(stage, one, 100, elapsed=30, key="t2")
    assert (out.left_at, out.minutes) == (NINE + minutes(99.5), 99)
    assert untick(stage, one, 101, elapsed=90, key="t2").left_at == out.left_at
    assert tick(stage, one, 110, elapsed=110 * 30, key="t1").repeated and stage.count("presence") == 1


@pytest.mark.parametrize("elapsed", [-5, 0, 59])
def test_a_tick_sent_at_once_is_not_late(stage: Stage, elapsed: int) -> None:
    assert not tick(stage, stage.person("阿华"), 0, elapsed=elapsed).late


def test_a_tick_older_than_an_hour_waits_for_an_organiser(stage: Stage) -> None:
    one, by, at = stage.person("阿华"), stage.coordinator(stage.person("桂花婶")), ELEVEN + minutes(90)
    noted = ticks.tick_in(stage.store, stage.activity, one, by, at, elapsed=210 * 60, key="t1")
    again = ticks.tick_in(stage.store, stage.activity, one, by, at, elapsed=210 * 60, key="t1")
    left = ticks.tick_out(stage.store, stage.activity, one, by, at, elapsed=90 * 60, key="t2")
    assert noted == again and stage.count("presence") == 0
    assert [(note.what, note.name, note.said_at) for note in late_ticks.waiting(stage.store)] == [("in", "阿华", NINE), ("out", "阿华", ELEVEN)]
    assert isinstance(noted, ticks.Noted) and isinstance(left, ticks.Noted)
    for note in (noted, left, left):
        late_ticks.decide(stage.store, note.note, True, stage.li, at)
    row = stage.store.one("select served from record where id = :id", id=stage.record(one))
    assert row == {"served": 120} and late_ticks.waiting(stage.store, stage.activity) == []


def test_a_late_tick_can_be_left_out(stage: Stage) -> None:
    noted = ticks.tick_in(stage.store, stage.activity, stage.person("阿华"), By(staff=stage.li), ELEVEN, elapsed=7200)
    assert isinstance(noted, ticks.Noted)
    late_ticks.decide(stage.store, noted.note, False, stage.li, ELEVEN)
    assert stage.count("presence") == 0 and late_ticks.waiting(stage.store) == []
    with pytest.raises(late_ticks.UnknownNote):
        late_ticks.decide(stage.store, "x", True, stage.li, ELEVEN)


def test_a_queued_tick_never_overlaps_another_stay(stage: Stage) -> None:
    one, other = stage.person("阿华"), stage.another(title="River bank")
    tick(stage, one)
    untick(stage, one, 60)
    with pytest.raises(ticks.Overlap, match="East gate"):
        ticks.tick_in(stage.store, other, one, By(staff=stage.li), NINE + minutes(70), elapsed=30 * 60)
    with pytest.raises(ticks.Overlap):
        tick(stage, one, 70, elapsed=30 * 60)
    assert isinstance(ticks.tick_in(stage.store, other, one, By(staff=stage.li), NINE + minutes(70), elapsed=10 * 60), Here)


def test_nobody_leaves_before_they_came(stage: Stage) -> None:
    one = stage.person("阿华")
    tick(stage, one, 30)
    with pytest.raises(ticks.LeftBeforeCame):
        untick(stage, one, 40, elapsed=20 * 60)
    with pytest.raises(presence.NotSignedIn):
        untick(stage, stage.person("老周"), 40)


def test_the_last_tick_can_be_undone_until_the_hours_are_decided(stage: Stage) -> None:
    one, by = stage.person("阿华"), By(staff=stage.li)
    here = tick(stage, one)
    untick(stage, one, 60)
    assert ticks.undo(stage.store, here.id, by, NINE + minutes(61)).state == "in"
    assert stage.store.one("select served from record") == {"served": 0}
    assert hour_lists.waiting(stage.store, NINE + minutes(61), stage.li) == []
    assert untick(stage, one, 90).minutes == 90
    assert stage.store.one("select served from record") == {"served": 90}
    ticks.undo(stage.store, here.id, by, NINE + minutes(91))
    assert ticks.undo(stage.store, here.id, by, NINE + minutes(91)).state == "undone"
    assert ticks.undo(stage.store, here.id, by, NINE + minutes(91)).repeated
    assert presence.open_anywhere(stage.store, one, NINE + minutes(91)) is None
    assert tick(stage, one, 92).state == "in"


def test_what_was_done_by_code_is_not_undone(stage: Stage) -> None:
    one = stage.person("阿华")
    here = presence.sign_in(stage.store, stage.activity, one, stage.code("in", NINE), NINE)
    with pytest.raises(ticks.NothingToUndo):
        ticks.undo(stage.store, here.id, By(staff=stage.li), NINE)
    with pytest.raises(ticks.NothingToUndo):
        ticks.undo(stage.store, "x", By(staff=stage.li), NINE)


def test_ending_for_all_signs_everybody_out_but_oneself(stage: Stage) -> None:
    gui, hua, zhou = (stage.person(name) for name in ("桂花婶", "阿华", "老周"))
    by = stage.coordinator(gui)
    for one in (gui, hua, zhou):
        tick(stage, one)
    ticks.tick_uncounted(stage.store, stage.activity, by, NINE)
    assert ticks.end_for_all(stage.store, stage.activity, by, ELEVEN) == 2
    assert ticks.end_for_all(stage.store, stage.activity, by, ELEVEN) == 0
    with stage.store.reading() as tx:
        assert ticks.uncounted_here(tx, stage.activity) == 0
        assert [one["subject"] for one in presence.open_here(tx, stage.activity)] == [gui]
    assert stage.count("record", "served = 120") == 2
    with pytest.raises(presence.NotOpen):
        ticks.end_for_all(stage.store, stage.activity, by, ELEVEN + minutes(61))


def test_a_missing_sign_out_is_confirmed_by_somebody_else(stage: Stage) -> None:
    hua, by = stage.person("阿华"), By(staff=stage.li)
    here = tick(stage, hua, 10)
    presence.settle_due(stage.store, ELEVEN + minutes(61))
    assert stage.store.one("select served from record") == {"served": 110}
    with pytest.raises(ticks.LeftBeforeCame):
        ticks.confirm_end(stage.store, here.id, NINE, by, ELEVEN + minutes(70))
    with pytest.raises(presence.NotOpen):
        ticks.confirm_end(stage.store, here.id, ELEVEN + minutes(65), by, ELEVEN + minutes(70))
    done = ticks.confirm_end(stage.store, here.id, ELEVEN - minutes(20), by, ELEVEN + minutes(70))
    assert (done.state, done.minutes) == ("out", 90) and stage.store.one("select served from record") == {"served": 90}
    assert ticks.confirm_end(stage.store, here.id, ELEVEN, by, ELEVEN + minutes(70)).repeated


def test_a_confirmed_end_never_reaches_into_the_next_stay(stage: Stage) -> None:
    hua, by = stage.person("阿华"), By(staff=stage.li)
    other = stage.another(title="Afternoon", starts_at=ELEVEN + minutes(10), ends_at=ELEVEN + minutes(300))
    here = tick(stage, hua, 10)
    presence.settle_due(stage.store, ELEVEN + minutes(61))
    ticks.tick_in(stage.store, other, hua, by, ELEVEN + minutes(61), elapsed=50 * 60)
    ticks.tick_out(stage.store, other, hua, by, ELEVEN + minutes(90))
    with pytest.raises(ticks.Overlap, match="Afternoon"):
        ticks.confirm_end(stage.store, here.id, ELEVEN + minutes(20), by, ELEVEN + minutes(95))
    assert ticks.confirm_end(stage.store, here.id, ELEVEN, by, ELEVEN + minutes(95)).minutes == 110


def test_walk_ins_without_an_account_are_here_without_hours(stage: Stage) -> None:
    by = By(staff=stage.li)
    assert [ticks.tick_uncounted(stage.store, stage.activity, by, NINE, key=key) for key in ("a", "a", "b")] == [1, 1, 2]
    assert ticks.untick_uncounted(stage.store, stage.activity, by, NINE) == 1
    assert stage.count("presence") == stage.count("record") == 0


def test_a_walk_in_is_found_by_player_number(stage: Stage) -> None:
    one, by = stage.person("阿珍"), By(staff=stage.li)
    number = str(stage.store.rows("select player_number from resident order by id")[-1]["player_number"])
    seen = ticks.find(stage.store, stage.activity, f" {number[:3]} {number[3:]}", by)
    assert (seen.subject, seen.name, seen.signed_up, seen.state) == (one, "阿珍", False, "not_yet")
    tick(stage, one)
    assert ticks.find(stage.store, stage.activity, number, by).state == "here"
    with pytest.raises(ticks.UnknownResident):
        ticks.find(stage.store, stage.activity, "nobody", by)


def test_eight_threads_tick_one_person_in_and_out_once(stage: Stage) -> None:
    one = stage.person("阿华")
    with ThreadPoolExecutor(8) as pool:
        came = set(pool.map(lambda number: tick(stage, one, 0, key=f"k{number % 2}").id, range(16)))
        left = set(pool.map(lambda number: untick(stage, one, 120, key=f"o{number % 2}").id, range(16)))
    assert came == left and stage.count("presence") == stage.count("record") == 1


def test_a_head_count_far_from_the_list_holds_until_explained(stage: Stage) -> None:
    by = By(staff=stage.li)
    for number in range(4):
        tick(stage, stage.person(f"p{number}"))
    ticks.tick_uncounted(stage.store, stage.activity, by, NINE)
    near = head_counts.enter(stage.store, stage.activity, "start", 7, by, NINE + minutes(5))
    assert (near.signed_in, near.holds) == (5, False)
    far = head_counts.enter(stage.store, stage.activity, "end", 8, by, NINE + minutes(10))
    assert far.holds and head_counts.enter(stage.store, stage.activity, "end", 8, by, NINE + minutes(10.5)).id == far.id
    with pytest.raises(activities.ReasonMissing):
        head_counts.explain(stage.store, far.id, " ", stage.li, ELEVEN)
    head_counts.explain(stage.store, far.id, "three passers-by stood there", stage.li, ELEVEN)
    with stage.store.reading() as tx:
        assert head_counts.held(tx, stage.activity) is None
        assert [count.explained for count in head_counts.of(tx, stage.activity)] == ["", "three passers-by stood there"]


def test_a_difference_that_only_waited_for_the_network_goes_away(stage: Stage) -> None:
    by = By(staff=stage.li)
    assert head_counts.enter(stage.store, stage.activity, "start", 3, by, NINE + minutes(10)).holds
    for number in range(3):
        tick(stage, stage.person(f"p{number}"), 40, elapsed=35 * 60)
    with stage.store.reading() as tx:
        assert head_counts.held(tx, stage.activity) is None


@pytest.mark.parametrize(("moment", "counted"), [("start", -1), ("start", 10_000), ("noon", 3), ("end", True)])
def test_a_head_count_is_a_number_at_start_or_end(stage: Stage, moment: str, counted: int) -> None:
    with pytest.raises(head_counts.BadCount):
        head_counts.enter(stage.store, stage.activity, moment, counted, By(staff=stage.li), NINE)


def test_no_show_notes_and_devices_are_forgotten_after_30_days(stage: Stage) -> None:
    hua, zhou = stage.person("阿华"), stage.person("老周")
    for one in (hua, zhou):
        sign_ups.sign_up(stage.store, stage.activity, one, MONDAY)
    presence.sign_in(stage.store, stage.activity, hua, stage.code("in", NINE), NINE, device="phone")
    assert [row["title"] for row in hour_lists.missed(stage.store, zhou, ELEVEN + minutes(1))] == ["East gate"]
    assert hour_lists.missed(stage.store, hua, ELEVEN + minutes(1)) == []
    for days, left in ((29, 2), (31, 1)):
        with stage.store.writing() as tx:
            hours_retention.forget(tx, ELEVEN + timedelta(days=days))
        assert stage.count("sign_up") == left and stage.count("presence", "device is not null") == left - 1


def test_a_deleted_person_leaves_no_sign_up_and_no_device(stage: Stage) -> None:
    hua = stage.person("阿华")
    stage.coordinator(hua)
    sign_ups.sign_up(stage.store, stage.activity, hua, MONDAY, minor=True)
    ticks.see_consent(stage.store, stage.activity, hua, By(staff=stage.li), MONDAY)
    with stage.store.writing() as tx:
        hours_retention.forget_person(tx, hua, stage.resident(hua), NINE)
    assert stage.count("sign_up") == stage.count("guardian_consent") == stage.count("coordinator") == 0
