"""Boards as they are read: bases apart, small groups hidden, what the public sees."""

import pytest

from linli import boards, ledger
from linli.store import Store
from tests.cast import DAY, MONDAY, act, compound, settle


def take_part(store: Store, compound_id: str, people: int, *, slip: bool = True, on_site: bool = False, day: str = "2026-11-23") -> None:
    """So many people of a compound act once each, each of another household."""
    with store.writing() as tx:
        for number in range(people):
            who = f"{compound_id}-{number}"
            ledger.post(tx, act(compound_id, who, slip=f"slip-{who}" if slip else None, on_site=on_site, day=day), MONDAY)


def test_the_two_bases_are_two_lists_each_with_its_own_average(store: Store) -> None:
    cast = settle(store)
    take_part(store, cast.yulan, 20)
    take_part(store, cast.harbour, 40, on_site=True, slip=False)
    slips, on_site = boards.read(store, "fair", "week", at=MONDAY).rankings
    assert (slips.basis, round(slips.rate, 4)) == ("slips", round(20 / 140, 4))
    assert (on_site.basis, on_site.rate) == ("on_site", 0.1)


def test_acts_without_a_slip_bring_points_but_no_participation(store: Store) -> None:
    cast = settle(store)
    take_part(store, cast.yulan, 8, slip=False)
    fair = boards.read(store, "fair", "week", at=MONDAY).line(cast.yulan)
    total = boards.read(store, "total", "week", at=MONDAY).line(cast.yulan)
    assert fair and total and (fair.x, total.value) == (0, 80.0)


def test_on_site_never_counts_more_people_than_households(store: Store) -> None:
    settle(store)
    with store.writing() as tx:
        tiny = compound(tx, "小院", "Small Yard", 6, "on_site")
    take_part(store, tiny, 9, slip=False, on_site=True)
    line = boards.read(store, "fair", "week", at=MONDAY).line(tiny)
    assert line and line.x == 6 and line.sums.on_site == 9


@pytest.mark.parametrize(("people", "few"), [(4, True), (5, False)])
def test_under_five_participants_is_too_few_to_show(store: Store, people: int, few: bool) -> None:
    cast = settle(store)
    with store.writing() as tx:
        third = compound(tx, "梅园", "Plum Yard", 60, "slips")
    take_part(store, cast.yulan, people)
    take_part(store, cast.willow, 12)
    take_part(store, third, 9)
    line = boards.read(store, "fair", "week", at=MONDAY).line(cast.yulan)
    assert line and line.few is few and (line.rank == 0) is few


def test_the_public_sees_the_top_and_its_own_compound(store: Store) -> None:
    settle(store)
    with store.writing() as tx:
        many = [compound(tx, f"第{n}院", f"Yard {n}", 100, "slips") for n in range(9)]
    for number, one in enumerate(many):
        take_part(store, one, 40 - 3 * number)
    ranking = boards.read(store, "fair", "season", at=MONDAY).rankings[0]
    shown = boards.public_lines(ranking, 0, many[8])
    assert [line.compound.id for line in shown] == [*many[:5], many[8]]
    assert [line.compound.id for line in boards.public_lines(ranking, 3, None)] == many[:3]


def test_per_household_boards_do_not_exist_for_all_time(store: Store) -> None:
    cast = settle(store)
    take_part(store, cast.yulan, 6)
    assert boards.read(store, "quiz", "all", at=MONDAY).rankings == ()
    assert boards.read(store, "total", "all", at=MONDAY).rankings[0].lines[0].value == 60.0


def test_a_window_holds_only_its_own_days(store: Store) -> None:
    cast = settle(store)
    take_part(store, cast.yulan, 6, day="2026-11-22")
    found = {kind: boards.read(store, "total", kind, at=MONDAY).line(cast.yulan) for kind in boards.WINDOW_KINDS}
    assert {kind: line.sums.quiz for kind, line in found.items() if line} == {"day": 0, "week": 0, "month": 60, "season": 60, "all": 60}


def test_between_seasons_the_last_one_stays_on_the_board(store: Store) -> None:
    cast = settle(store)
    take_part(store, cast.yulan, 6)
    line = boards.read(store, "total", "season", at=MONDAY + 50 * DAY).line(cast.yulan)
    assert line and line.sums.quiz == 60


def test_the_feed_names_compound_and_kind_only(store: Store) -> None:
    cast = settle(store)
    take_part(store, cast.yulan, 2)
    assert [set(row) for row in boards.feed(store)] == [{"id", "name_zh", "name_en", "mark", "kind"}] * 2


def test_hours_of_one_person_stay_hidden_however_many_play_the_quiz(store: Store) -> None:
    cast = settle(store)
    take_part(store, cast.yulan, 6)
    with store.writing() as tx:
        ledger.post(tx, act(cast.yulan, "lonely", kind="hours", points=100, minutes=60, on_site=True), MONDAY)
    service = boards.read(store, "service", "week", at=MONDAY).line(cast.yulan)
    quiz = boards.read(store, "quiz", "week", at=MONDAY).line(cast.yulan)
    assert service and quiz and (service.few, service.value, quiz.few, quiz.x) == (True, 0.0, False, 6)
