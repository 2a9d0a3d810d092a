"""The season's figures, read from the store, equal a slow recount."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from linli import clock, ids, item_figures
from linli.item_figures import KIOSK, PAPER, PHONE, Figures
from linli.questions.items import Text
from linli.rules import item_statistics
from linli.rules.item_statistics import KEY, First
from linli.store import Store, Tx
from tests.cast import DAY, MONDAY, settle
from tests.statistics.answered import people, put, question, sat, season


def figures(store: Store, of_season: str, channel: str | None = None) -> Figures:
    with store.reading() as tx:
        return item_figures.figures(tx, of_season, channel)


def test_the_figures_are_those_of_a_slow_recount(store: Store) -> None:
    cast = settle(store)
    items = [question(n) for n in range(24)]
    put(store, items)
    season(store, items, [cast.yulan, cast.willow], 44)
    rows = store.rows("select subject, item, chosen, correct from answer order by subject, item")
    first = [First(row["subject"], row["item"], (int(row["chosen"]),), bool(row["correct"]), True) for row in rows]
    slow = item_statistics.statistics(first, {item.id: item_figures.shape(item) for item in items})
    found = figures(store, cast.season)
    assert found.answers == 44 * 24 and len(found.items) == 24
    for one in found.items:
        expected = slow[one.item.id]
        assert one.drawn and one.statistics.di == pytest.approx(expected.di)
        assert replace(one.statistics, di=None, di_limit=None) == replace(expected, di=None, di_limit=None)


def test_the_wrong_key_of_a_season_is_found_by_its_id(store: Store) -> None:
    cast = settle(store)
    items = [question(n, key=2 if n == 7 else 0) for n in range(24)]
    put(store, items)
    season(store, items, [cast.yulan], 60)
    found = figures(store, cast.season).of("q-007")
    assert found and KEY in found.statistics.flags
    assert [one.item.id for one in figures(store, cast.season).items if KEY in one.statistics.flags] == ["q-007"]


def test_only_the_first_answer_of_a_person_in_the_season_counts(store: Store) -> None:
    cast = settle(store)
    item = question(1)
    put(store, [item])
    with store.writing() as tx:
        for subject in people(tx, 30):
            sat(tx, subject, cast.yulan, [(item, [0])], at=MONDAY - 40 * DAY)
            sat(tx, subject, cast.yulan, [(item, [1])], kind="practice")
            sat(tx, subject, cast.yulan, [(item, [0])], at=MONDAY + DAY)
    one = figures(store, cast.season).of(item.id)
    assert one and (one.statistics.answers, one.statistics.facility) == (30, 0.0)
    whole = figures(store, "").of(item.id)
    assert whole and whole.statistics.facility == 1.0


def test_other_wording_goes_on_and_another_key_begins_anew(store: Store) -> None:
    cast = settle(store)
    before = question(1)
    reworded = replace(before, stem=Text("换了说法的题？", "In other words?"))
    mended = question(1, key=1)
    put(store, [before, reworded])
    with store.writing() as tx:
        for subject in people(tx, 20):
            sat(tx, subject, cast.yulan, [(before, [0])])
        for subject in people(tx, 20):
            sat(tx, subject, cast.yulan, [(reworded, [1])])
    one = figures(store, cast.season).of("q-001")
    assert one and (one.statistics.answers, one.statistics.facility, one.item.stem) == (40, 0.5, reworded.stem)
    put(store, [mended])
    assert figures(store, cast.season).of("q-001") is None
    assert [each.drawn for each in figures(store, cast.season).items] == [False]


def test_channels_stand_apart_and_sheets_count_in_their_own_facility_alone(store: Store) -> None:
    cast = settle(store)
    item = question(1)
    put(store, [item])
    with store.writing() as tx:
        for subject in people(tx, 30):
            sat(tx, subject, cast.yulan, [(item, [0])])
        for subject in people(tx, 30):
            sat(tx, subject, cast.yulan, [(item, [1])], guest=True, kiosk="hall")
        sheets(tx, cast.yulan, item.id, item.revision, {"0": 30, "1": 10, "": 5}, void=False)
        sheets(tx, cast.yulan, item.id, item.revision, {"0": 99}, void=True)
    one = figures(store, cast.season).of(item.id)
    assert one and (one.statistics.answers, one.statistics.residents, one.statistics.facility) == (60, 30, 0.5)
    assert {name: each.facility for name, each in one.channels.items()} == {PHONE: 1.0, KIOSK: 0.0, PAPER: 0.75}
    alone = figures(store, cast.season, PAPER).of(item.id)
    assert alone and (alone.statistics.answers, alone.statistics.facility, alone.statistics.flags) == (40, 0.75, ())
    kiosk = figures(store, cast.season, KIOSK).of(item.id)
    assert kiosk and (kiosk.statistics.facility, kiosk.statistics.shares) == (0.0, ())


def sheets(tx: Tx, compound: str, item: str, revision: str, tally: dict[str, int], *, void: bool) -> None:
    now = clock.stamp(MONDAY)
    paper, given = ids.new(), ids.new()
    tx.insert("paper", [{
        "id": paper, "code": paper, "name_zh": "卷", "name_en": "Paper", "seed": "s", "version": 1, "opens_at": now, "closes_at": now, "forms": 1,
        "state": "open", "made_at": now,
    }])
    tx.insert("paper_return", [{
        "id": given, "paper": paper, "version": 1, "form": 0, "compound": compound, "sheets": 45, "entered_at": now, "void_at": now if void else None,
    }])
    tx.insert("paper_tally", [{"paper_return": given, "item": item, "revision": revision, "chosen": chosen, "people": n} for chosen, n in tally.items()])


def test_the_map_hides_cells_of_fewer_than_ten_residents_and_leaves_guests_out(store: Store) -> None:
    cast = settle(store)
    items = [question(n) for n in range(3)]
    put(store, items)
    with store.writing() as tx:
        for n, subject in enumerate(people(tx, 19)):
            sat(tx, subject, cast.yulan if n < 10 else cast.willow, [(items[0], [0 if n % 2 else 1])])
        for subject in people(tx, 40):
            sat(tx, subject, cast.harbour, [(items[0], [0])], guest=True)
    cells = {(one.topic, one.compound): one.share for one in figures(store, cast.season).cells}
    assert cells == {("fire", cast.yulan): 0.5, ("fire", cast.willow): None}


def test_a_new_answer_an_edit_and_a_replaced_sheet_are_seen_at_once(store: Store) -> None:
    cast = settle(store)
    item = question(1)
    put(store, [item])
    assert figures(store, cast.season).items == ()
    with store.writing() as tx:
        sat(tx, people(tx, 1)[0], cast.yulan, [(item, [0])])
    assert len(figures(store, cast.season).items) == 1
    assert figures(store, cast.season) is figures(store, cast.season)
    with store.writing() as tx:
        sheets(tx, cast.yulan, item.id, item.revision, {"0": 40}, void=False)
    assert PAPER in figures(store, cast.season).items[0].channels
    with store.writing() as tx:
        tx.run("update paper_return set void_at = :now", now=clock.stamp(MONDAY))
    assert PAPER not in figures(store, cast.season).items[0].channels
    put(store, [question(1, key=1)], MONDAY + timedelta(minutes=1))
    assert not figures(store, cast.season).items[0].drawn


def test_500_people_with_100_answers_each_take_under_two_seconds_of_work(sqlite_store: Store) -> None:
    cast = settle(sqlite_store)
    items = [question(n) for n in range(100)]
    put(sqlite_store, items)
    season(sqlite_store, items, [cast.yulan, cast.willow, cast.harbour], 500)
    began = time.process_time()
    found = figures(sqlite_store, cast.season)
    took = time.process_time() - began
    print(f"{found.answers} answers: {took:.2f} s")
    assert found.answers == 50_000 and took < 2
