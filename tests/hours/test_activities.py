"""Entering, changing and cancelling activities; places."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from linli import clock, roles
from linli.errors import GameError
from linli.locale import use_language
from linli.rules.crediting import Interval
from linli.store import Store
from linli.volunteer import activities, activity_draft, sign_ups
from tests.cast import MONDAY, ZONE
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes, staff


def test_an_activity_shows_its_plan_its_places_and_whether_it_earns_hours(stage: Stage) -> None:
    seen = activities.view(stage.store, stage.activity, MONDAY)
    assert (seen.title, seen.places, seen.taken, seen.free, seen.mine, seen.state) == ("East gate", 3, 0, 3, False, "upcoming")
    assert (seen.starts_at, seen.ends_at, seen.act_on, seen.earns_hours) == (NINE, ELEVEN, "2026-11-28", True)
    with use_language("en"):
        assert activities.view(stage.store, stage.activity, MONDAY).unit == "Property"


@pytest.mark.parametrize(("at", "state"), [
    (NINE - minutes(61), "upcoming"), (NINE - minutes(60), "signing_in"), (NINE, "running"), (ELEVEN, "running"), (ELEVEN + minutes(1), "over"),
])
def test_the_state_follows_the_clock(stage: Stage, at: datetime, state: str) -> None:
    assert activities.view(stage.store, stage.activity, at).state == state


def test_every_saturday_makes_a_series_at_the_same_time_of_day(stage: Stage) -> None:
    made = activities.create(stage.store, replace(stage.draft, breaks=(Interval(NINE + minutes(60), NINE + minutes(75)),)), stage.li, MONDAY, weeks=4)
    days = [activities.view(stage.store, one, MONDAY).act_on for one in made]
    assert days == ["2026-11-28", "2026-12-05", "2026-12-12", "2026-12-19"]
    last = activities.view(stage.store, made[3], MONDAY)
    assert last.breaks == (Interval(last.starts_at + minutes(60), last.starts_at + minutes(75)),)


def test_a_series_keeps_its_wall_clock_over_a_change_to_winter_time() -> None:
    start = activity_draft.local_time("2026-10-24", "9:00", "Europe/Berlin")
    draft = replace(_draft(), starts_at=start, ends_at=start + minutes(60))
    later = activity_draft.weeks_later(draft, 1, "Europe/Berlin")
    assert clock.local(later.starts_at, "Europe/Berlin").strftime("%m-%d %H:%M") == "10-31 09:00"


def _draft() -> activity_draft.Draft:
    return activity_draft.Draft("T", "L", "U", "C", "W", "R", True, False, False, False, NINE, ELEVEN, 3)


@pytest.mark.parametrize(("changes", "refusal"), [
    ({"starts_at": MONDAY - minutes(1), "ends_at": MONDAY}, activity_draft.StartsInThePast),
    ({"starts_at": MONDAY, "ends_at": MONDAY + minutes(90)}, activity_draft.StartsInThePast),
    ({"ends_at": NINE}, activity_draft.BadPlan), ({"starts_at": NINE + timedelta(seconds=1)}, activity_draft.BadPlan),
    ({"breaks": (Interval(NINE, NINE + minutes(200)),)}, activity_draft.BadPlan),
    ({"places": 0}, activity_draft.BadPlaces), ({"places": -3}, activity_draft.BadPlaces), ({"places": 10**9}, activity_draft.BadPlaces),
    ({"title": " "}, activity_draft.BadField), ({"risk": ""}, activity_draft.BadField), ({"title": "x" * 10_000}, activity_draft.BadField),
    ({"title": "a\u202eb"}, activity_draft.BadField), ({"location": "a\x00b"}, activity_draft.BadField), ({"unit": "nobody"}, activity_draft.UnknownUnit),
])
def test_a_draft_is_refused_with_one_clear_sentence(stage: Stage, changes: dict[str, object], refusal: type[GameError]) -> None:
    with pytest.raises(refusal) as caught:
        activities.create(stage.store, replace(stage.draft, **changes), stage.li, MONDAY)  # type: ignore[arg-type]
    assert "{" not in str(caught.value) and stage.count("activity") == 1


@pytest.mark.parametrize("weeks", [0, -1, 54, True])
def test_weeks_are_a_sensible_number(stage: Stage, weeks: int) -> None:
    with pytest.raises(activity_draft.BadWeeks):
        activities.create(stage.store, stage.draft, stage.li, MONDAY, weeks=weeks)


def test_only_an_organiser_who_still_is_one_enters_activities(stage: Stage) -> None:
    clerk = staff(stage.store, "Clerk", "clerk")
    with pytest.raises(roles.NotAllowed):
        activities.create(stage.store, stage.draft, clerk, MONDAY)
    with stage.store.writing() as tx:
        tx.run("update staff set removed_at = :at where id = :id", at=clock.stamp(MONDAY), id=stage.chen)
    with pytest.raises(roles.NotSignedIn):
        activities.cancel(stage.store, stage.activity, "rain", stage.chen, MONDAY)


def test_breaks_are_typed_as_times_of_the_day() -> None:
    typed = activity_draft.breaks_from(" 10:00-10:15、11：00–11:10 ", "2026-11-28", ZONE)
    assert typed == (Interval(NINE + minutes(60), NINE + minutes(75)), Interval(NINE + minutes(120), NINE + minutes(130)))
    assert activity_draft.breaks_from("", "2026-11-28", ZONE) == ()
    with pytest.raises(activity_draft.BadBreaks):
        activity_draft.breaks_from("ten to eleven", "2026-11-28", ZONE)


def test_an_activity_is_changed_before_it_starts_only(stage: Stage) -> None:
    activities.edit(stage.store, stage.activity, replace(stage.draft, title="West gate", places=5), stage.chen, MONDAY)
    assert activities.view(stage.store, stage.activity, MONDAY).title == "West gate"
    with pytest.raises(activities.AlreadyStarted):
        activities.edit(stage.store, stage.activity, stage.draft, stage.li, NINE)
    with pytest.raises(activities.UnknownActivity):
        activities.edit(stage.store, "nothing", stage.draft, stage.li, MONDAY)


def test_the_plan_stays_once_somebody_signed_in(stage: Stage) -> None:
    from linli.volunteer import ticks
    from linli.volunteer.duty import By

    early = NINE - minutes(30)
    ticks.tick_in(stage.store, stage.activity, stage.person("阿华"), By(staff=stage.li), early)
    activities.edit(stage.store, stage.activity, replace(stage.draft, title="West gate"), stage.li, early)
    with pytest.raises(activities.PlanInUse):
        activities.edit(stage.store, stage.activity, replace(stage.draft, ends_at=ELEVEN + minutes(30)), stage.li, early)


def test_fewer_places_move_people_down_and_never_below_those_taken(stage: Stage) -> None:
    people = [stage.person(name) for name in ("阿华", "老周", "小满")]
    assert [sign_ups.sign_up(stage.store, stage.activity, one, MONDAY) for one in people] == [1, 2, 3]
    with pytest.raises(activities.PlacesTaken):
        activities.edit(stage.store, stage.activity, replace(stage.draft, places=2), stage.li, MONDAY)
    sign_ups.cancel(stage.store, stage.activity, people[0], MONDAY)
    activities.edit(stage.store, stage.activity, replace(stage.draft, places=2), stage.li, MONDAY)
    assert {row["place"] for row in stage.store.rows("select place from sign_up order by place")} == {1, 2}


def test_cancelling_says_why_and_can_take_the_rest_of_the_series(stage: Stage) -> None:
    made = activities.create(stage.store, stage.draft, stage.li, MONDAY, weeks=3)
    assert activities.cancel(stage.store, made[1], "storm", stage.li, MONDAY, following=True) == 2
    assert [activities.view(stage.store, one, MONDAY).state for one in made] == ["upcoming", "cancelled", "cancelled"]
    with pytest.raises(activities.Cancelled, match="storm"):
        sign_ups.sign_up(stage.store, made[2], stage.person("阿华"), MONDAY)
    with pytest.raises(activities.AlreadyStarted):
        activities.cancel(stage.store, stage.activity, "rain", stage.li, NINE)
    with pytest.raises(activities.ReasonMissing):
        activities.cancel(stage.store, stage.activity, " ", stage.li, MONDAY)


def test_lists_split_at_the_planned_end(stage: Stage) -> None:
    later = stage.another(starts_at=NINE + timedelta(days=1), ends_at=ELEVEN + timedelta(days=1))
    assert [one.id for one in activities.upcoming(stage.store, NINE)] == [stage.activity, later]
    assert [one.id for one in activities.past(stage.store, ELEVEN + timedelta(days=2))] == [later, stage.activity]


def test_the_ninth_hears_that_it_is_full_by_name_and_number(stage: Stage) -> None:
    people = [stage.person(name) for name in ("阿华", "老周", "小满", "韦叔")]
    for one in people[:3]:
        sign_ups.sign_up(stage.store, stage.activity, one, MONDAY)
    with use_language("en"), pytest.raises(sign_ups.Full, match="East gate on 28 November is full: 3 of 3 places are taken"):
        sign_ups.sign_up(stage.store, stage.activity, people[3], MONDAY)
    assert sign_ups.sign_up(stage.store, stage.activity, people[1], MONDAY) == 2
    sign_ups.cancel(stage.store, stage.activity, people[1], MONDAY)
    assert sign_ups.sign_up(stage.store, stage.activity, people[3], MONDAY) == 2
    assert activities.view(stage.store, stage.activity, MONDAY, people[3]).mine


def test_sign_up_ends_with_the_start_and_needs_an_account(stage: Stage) -> None:
    one = stage.person("阿华")
    with pytest.raises(sign_ups.StartedAlready):
        sign_ups.sign_up(stage.store, stage.activity, one, NINE)
    with pytest.raises(sign_ups.TooLateToCancel):
        sign_ups.cancel(stage.store, stage.activity, one, NINE)
    with pytest.raises(sign_ups.NoAccount):
        sign_ups.sign_up(stage.store, stage.activity, "guest", MONDAY)


def test_eight_threads_never_take_more_places_than_there_are(stage: Stage) -> None:
    people = [stage.person(f"p{number}") for number in range(16)]

    def take(subject: str) -> bool:
        try:
            return bool(sign_ups.sign_up(stage.store, stage.activity, subject, MONDAY))
        except sign_ups.Full:
            return False

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, people))
    assert sum(taken) == stage.count("sign_up") == 3


def test_the_place_is_decided_by_the_database(sqlite_store: Store) -> None:
    with sqlite_store.reading() as tx:
        keys = tx.rows("select name from pragma_index_info('sqlite_autoindex_sign_up_1') order by name")
    assert [key["name"] for key in keys] == ["activity", "place"]


