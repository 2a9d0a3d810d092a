"""The waiting list of a full activity: first come, first to move up, never above capacity."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from linli import clock, export, privacy, who
from linli.errors import GameError
from linli.locale import use_language
from linli.volunteer import activities, hours_retention, presence, sign_ups, ticks, waiting
from linli.web import taps
from linli.web.taps import Tap
from tests.cast import MONDAY
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes


def full(stage: Stage) -> list[str]:
    """Three people with the three places."""
    people = [stage.person(name) for name in ("阿华", "老周", "小满")]
    for one in people:
        sign_ups.sign_up(stage.store, stage.activity, one, MONDAY, read=True)
    return people


def waiters(stage: Stage, count: int) -> list[str]:
    """So many people who wait, in that order."""
    people = [stage.person(f"w{number}") for number in range(count)]
    assert [waiting.join(stage.store, stage.activity, one, MONDAY, read=True) for one in people] == list(range(1, count + 1))
    return people


def holders(stage: Stage) -> set[str]:
    """Who has a place."""
    return {row["subject"] for row in stage.store.rows("select subject from sign_up where activity = :id order by place", id=stage.activity)}


def queue(stage: Stage) -> list[str]:
    """Who waits, in order."""
    return [row["subject"] for row in stage.store.rows("select subject from waiting_list where activity = :id order by id", id=stage.activity)]


def resident(stage: Stage, subject: str) -> who.Resident:
    with stage.store.reading() as tx:
        found = who.of_subject(tx, subject)
    assert found
    return found


def test_a_place_in_the_queue_is_told_and_twice_is_once(stage: Stage) -> None:
    full(stage)
    first, second = waiters(stage, 2)
    assert waiting.join(stage.store, stage.activity, second, MONDAY, read=True) == 2
    seen = activities.view(stage.store, stage.activity, MONDAY, second)
    assert (seen.waiting, seen.queue, seen.mine, seen.free) == (2, 2, False, 0)
    waiting.leave(stage.store, stage.activity, first, MONDAY)
    waiting.leave(stage.store, stage.activity, first, MONDAY)
    assert activities.view(stage.store, stage.activity, MONDAY, second).queue == 1


def test_where_a_place_is_free_nobody_waits(stage: Stage) -> None:
    assert waiting.join(stage.store, stage.activity, stage.person("阿华"), MONDAY) == 0
    assert stage.count("sign_up") == 1 and stage.count("waiting_list") == 0


def test_who_has_a_place_is_not_put_into_the_queue(stage: Stage) -> None:
    people = full(stage)
    assert waiting.join(stage.store, stage.activity, people[0], MONDAY) == 0
    assert queue(stage) == []


def test_a_place_given_back_goes_to_the_first_who_waits_and_their_page_says_when(stage: Stage) -> None:
    people = full(stage)
    first, second = waiters(stage, 2)
    later = MONDAY + timedelta(hours=3)
    sign_ups.cancel(stage.store, stage.activity, people[1], later)
    assert holders(stage) == {people[0], people[2], first} and queue(stage) == [second]
    seen = activities.view(stage.store, stage.activity, later, first)
    assert (seen.mine, seen.moved_at, seen.queue) == (True, later, 0)
    assert stage.count("sign_up", "read_at is not null and waited_at is not null") == 1


def test_a_deleted_account_leaves_the_queue_and_frees_its_place_for_the_next(stage: Stage) -> None:
    people = full(stage)
    first, second, third = waiters(stage, 3)
    privacy.delete(stage.store, resident(stage, first), MONDAY)
    assert queue(stage) == [second, third]
    privacy.delete(stage.store, resident(stage, people[0]), MONDAY)
    assert holders(stage) == {people[1], people[2], second} and queue(stage) == [third]


def test_somebody_without_an_account_any_more_is_passed_over(stage: Stage) -> None:
    people = full(stage)
    first, second = waiters(stage, 2)
    with stage.store.writing() as tx:  # as a restore of an older database would leave it
        tx.run("delete from subject_resident where subject = :subject", subject=first)
    sign_ups.cancel(stage.store, stage.activity, people[0], MONDAY)
    assert second in holders(stage) and first not in holders(stage) and queue(stage) == []


def test_more_places_move_as_many_up(stage: Stage) -> None:
    full(stage)
    first, second, third = waiters(stage, 3)
    activities.edit(stage.store, stage.activity, replace(stage.draft, places=5), stage.li, MONDAY)
    assert {first, second} < holders(stage) and queue(stage) == [third]
    seen = activities.view(stage.store, stage.activity, MONDAY)
    assert (seen.taken, seen.waiting, seen.sequence, seen.changed_at) == (5, 1, 1, MONDAY)


def test_with_the_start_the_queue_ends(stage: Stage) -> None:
    full(stage)
    first = waiters(stage, 1)[0]
    with use_language("en"), pytest.raises(waiting.QueueOver, match="its waiting list is closed"):
        waiting.join(stage.store, stage.activity, stage.person("韦叔"), NINE)
    assert activities.view(stage.store, stage.activity, NINE, first).queue == 0
    with stage.store.writing() as tx:
        tx.run("delete from sign_up where place = 1")
        hours_retention.forget_person(tx, first, stage.resident(first), NINE)
    assert stage.count("sign_up") == 2


def test_a_cancelled_activity_takes_nobody_in(stage: Stage) -> None:
    people = full(stage)
    first = waiters(stage, 1)[0]
    activities.cancel(stage.store, stage.activity, "", stage.li, MONDAY, cause="rain")
    with pytest.raises(activities.Cancelled):
        waiting.join(stage.store, stage.activity, stage.person("韦叔"), MONDAY)
    privacy.delete(stage.store, resident(stage, people[0]), MONDAY)
    assert queue(stage) == [first] and len(holders(stage)) == 2


def test_waiting_needs_an_account_and_the_tick_that_one_has_read(stage: Stage) -> None:
    full(stage)
    with pytest.raises(sign_ups.NoAccount):
        waiting.join(stage.store, stage.activity, "guest", MONDAY, read=True)
    with pytest.raises(sign_ups.NotRead):
        waiting.join(stage.store, stage.activity, stage.person("韦叔"), MONDAY, read=False)
    assert stage.count("waiting_list") == 0


def test_who_waits_and_is_14_to_17_is_asked_for_the_paper(stage: Stage) -> None:
    full(stage)
    young = stage.person("韦叔")
    waiting.join(stage.store, stage.activity, young, MONDAY, minor=True)
    with stage.store.reading() as tx:
        assert sign_ups.consent_missing(tx, stage.activity, young)


def test_an_undone_arrival_before_the_start_lets_the_first_move_up(stage: Stage) -> None:
    people = full(stage)
    early = NINE - minutes(30)
    sign_ups.cancel(stage.store, stage.activity, people[0], MONDAY)
    by, walk_in = stage.coordinator(stage.person("李姐")), stage.person("路过的")
    taps.do(stage.store, stage.activity, Tap("in", walk_in, key="k"), by, early)
    first = waiters(stage, 1)[0]
    stay = str(stage.store.rows("select id from presence")[0]["id"])
    taps.do(stage.store, stage.activity, Tap("undo_in", walk_in, presence=stay), by, early + minutes(1))
    assert first in holders(stage) and walk_in not in holders(stage)


def test_a_tick_on_a_full_morning_needs_no_place(stage: Stage) -> None:
    full(stage)
    first = waiters(stage, 1)[0]
    ticks.tick_in(stage.store, stage.activity, first, stage.coordinator(stage.person("李姐")), NINE - minutes(20))
    assert stage.count("presence") == 1 and len(holders(stage)) == 3


def test_a_walk_in_by_code_ticks_that_they_have_read_and_who_signed_up_need_not(stage: Stage) -> None:
    early, one, two = NINE - minutes(20), stage.person("阿华"), stage.person("老周")
    with pytest.raises(sign_ups.NotRead):
        presence.sign_in(stage.store, stage.activity, one, stage.code("in", early), early, read=False)
    presence.sign_in(stage.store, stage.activity, one, stage.code("in", early), early, read=True)
    sign_ups.sign_up(stage.store, stage.activity, two, MONDAY, read=True)
    presence.sign_in(stage.store, stage.activity, two, stage.code("in", early), early, read=False)
    assert stage.count("sign_up", "read_at is not null") == 2


def test_two_places_freed_at_once_go_to_the_first_two(stage: Stage) -> None:
    people = full(stage)
    queued = waiters(stage, 5)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda one: sign_ups.cancel(stage.store, stage.activity, one, MONDAY), people[:2]))
    assert holders(stage) == {people[2], *queued[:2]} and queue(stage) == queued[2:]


def test_ten_at_once_fill_the_places_and_the_rest_wait_once_each_in_order(stage: Stage) -> None:
    people = [stage.person(f"p{number}") for number in range(10)]

    def come(subject: str) -> int:
        try:
            sign_ups.sign_up(stage.store, stage.activity, subject, MONDAY, read=True)
        except sign_ups.Full:
            return waiting.join(stage.store, stage.activity, subject, MONDAY, read=True)
        return 0

    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(come, people))
    assert sorted(places) == [0, 0, 0, 1, 2, 3, 4, 5, 6, 7]
    assert queue(stage) == [people[places.index(number)] for number in range(1, 8)]
    assert holders(stage) == {one for one, place in zip(people, places, strict=True) if place == 0}


def test_giving_back_deleting_and_adding_at_once_never_go_above_capacity(stage: Stage) -> None:
    people = full(stage)
    queued = waiters(stage, 6)
    gone = resident(stage, people[1])
    work = [
        lambda: sign_ups.cancel(stage.store, stage.activity, people[0], MONDAY), lambda: privacy.delete(stage.store, gone, MONDAY),
        lambda: activities.edit(stage.store, stage.activity, replace(stage.draft, places=4), stage.li, MONDAY),
        lambda: waiting.leave(stage.store, stage.activity, queued[0], MONDAY),
    ]
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(one) for one in work]:
            done.result()
    held, left = holders(stage), queue(stage)
    assert len(held) == 4 and people[2] in held and not held & set(left)
    moved = [one for one in queued if one in held]
    assert left == [one for one in queued[1:] if one not in held]
    assert moved in (queued[:3], queued[1:4])


def test_queues_are_forgotten_once_it_is_over_and_are_in_the_own_export(stage: Stage) -> None:
    full(stage)
    first = waiters(stage, 1)[0]
    held = export.export(stage.store, resident(stage, first), MONDAY)
    assert [row["title"] for row in held["waiting_lists"]] == ["East gate"]
    with stage.store.writing() as tx:
        hours_retention.forget(tx, ELEVEN)
    assert queue(stage) == [first]
    with stage.store.writing() as tx:
        hours_retention.forget(tx, ELEVEN + minutes(1))
    assert queue(stage) == []


@pytest.mark.parametrize(("cause", "why", "said"), [
    ("rain", "", "heavy rain"), ("heat", "38 degrees", "great heat (38 degrees)"), ("other", "the hall is closed", "the hall is closed"),
])
def test_the_reason_of_a_cancellation_is_picked_or_written(stage: Stage, cause: str, why: str, said: str) -> None:
    activities.cancel(stage.store, stage.activity, why, stage.li, MONDAY, cause=cause)
    with use_language("en"):
        seen = activities.view(stage.store, stage.activity, MONDAY)
        assert (seen.state, seen.cancelled_why, seen.sequence, clock.stamp(seen.changed_at or NINE)) == ("cancelled", said, 1, clock.stamp(MONDAY))
        with pytest.raises(activities.Cancelled, match=said.replace("(", r"\(").replace(")", r"\)")):
            sign_ups.sign_up(stage.store, stage.activity, stage.person("阿华"), MONDAY)


@pytest.mark.parametrize("cause", ["other", "", "snow in July"])
def test_another_reason_needs_words(stage: Stage, cause: str) -> None:
    with pytest.raises(activities.ReasonMissing):
        activities.cancel(stage.store, stage.activity, " …! ", stage.li, MONDAY, cause=cause)


def test_what_has_started_is_ended_in_its_list_instead(stage: Stage) -> None:
    with use_language("en"), pytest.raises(GameError, match="use “End for all” in its list"):
        activities.cancel(stage.store, stage.activity, "", stage.li, NINE, cause="rain")
