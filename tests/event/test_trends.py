"""The charts' figures: nothing of under 5 people, nothing from which it could be worked out."""

from linli import clock, ids, ledger, trends
from linli.store import Store
from linli.trends import Days
from tests.cast import DAY, MONDAY, act, settle

ALL = Days("2026-11-17", "2026-11-23")


def post(store: Store, compound: str, people: int, *, first: int = 0, kind: str = "quiz", day: str = "2026-11-23", points: int = 10) -> None:
    with store.writing() as tx:
        for number in range(first, first + people):
            ledger.post(tx, act(compound, f"{compound}-{number}", kind=kind, day=day, points=points, source=ids.new()), MONDAY)


def test_a_day_with_under_five_people_is_left_out(store: Store) -> None:
    cast = settle(store)
    post(store, cast.yulan, 5)
    post(store, cast.yulan, 4, day="2026-11-22")
    post(store, cast.willow, 4)
    assert [(one.day, one.compound, one.points) for one in trends.by_day(store, ALL, [cast.yulan, cast.willow])] == [("2026-11-23", cast.yulan, 50)]


def test_a_compound_whose_one_kind_rests_on_four_people_shows_no_kinds(store: Store) -> None:
    cast = settle(store)
    post(store, cast.yulan, 9)
    post(store, cast.yulan, 4, first=20, kind="hours", points=200)
    post(store, cast.willow, 6)
    post(store, cast.harbour, 5)
    post(store, cast.harbour, 5, first=20, kind="hours", points=100)
    found = trends.by_kind(store, ALL, [cast.yulan, cast.willow, cast.harbour])
    assert [(one.compound, one.quiz, one.hours) for one in found] == [(cast.willow, 60, 0), (cast.harbour, 50, 500)]


def test_guests_count_as_quiz_and_others_are_not_asked_for(store: Store) -> None:
    cast = settle(store)
    post(store, cast.yulan, 3)
    post(store, cast.yulan, 3, first=10, kind="guest", points=60)
    post(store, cast.willow, 8)
    found = trends.by_kind(store, ALL, [cast.yulan])
    assert [(one.compound, one.quiz, one.hours) for one in found] == [(cast.yulan, 210, 0)]


def test_days_are_a_week_at_least_and_a_season_ends(store: Store) -> None:
    settle(store)
    assert trends.days_of(store, "day", MONDAY) == ALL
    assert trends.days_of(store, "week", MONDAY) == ALL
    assert trends.days_of(store, "month", MONDAY) == Days("2026-11-01", "2026-11-23")
    assert trends.days_of(store, "season", MONDAY) == Days("2026-11-01", "2026-11-23")
    assert trends.days_of(store, "season", MONDAY + 60 * DAY) == Days("2026-11-01", "2026-12-31")
    assert clock.add_days(trends.days_of(store, "all", MONDAY).since, trends.FEWEST_DAYS - 1) == "2026-11-23"
