"""The ledger: append-only, once per source, and its sums always those of a recount."""

import random
import threading
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli import boards, community, ids, ledger
from linli.store import Store, open_store
from linli.verify import verify
from tests.cast import DAY, MONDAY, act, settle


def differing(store: Store) -> list[str]:
    """What a recount finds, but for hours without a record: the acts here are posted without one."""
    return [str(one) for one in verify(store) if not str(one).startswith("Volunteer hours")]


def entries(store: Store) -> list[dict[str, Any]]:
    return store.rows("select * from ledger order by id")


def test_a_source_is_posted_once_however_often_it_is_sent(store: Store) -> None:
    cast = settle(store)
    one = act(cast.yulan, "s1", source="hours:r:1")
    with store.writing() as tx:
        assert ledger.post(tx, one, MONDAY)
        assert ledger.post(tx, one, MONDAY) is None
    assert len(entries(store)) == 1 and differing(store) == []


def test_eight_threads_posting_one_source_make_one_entry(store: Store) -> None:
    cast = settle(store)
    one = act(cast.yulan, "s1", source="hours:r:1", slip="p")
    gate = threading.Barrier(8)

    def work() -> None:
        gate.wait()
        with store.writing() as tx:
            ledger.post(tx, one, MONDAY)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(entries(store)) == 1 and differing(store) == []


def test_eight_threads_posting_many_acts_keep_every_sum(store: Store) -> None:
    cast = settle(store)

    def work(number: int) -> None:
        chance = random.Random(number)
        for _ in range(12):
            who = f"s{chance.randrange(4)}"
            with store.writing() as tx:
                ledger.post(tx, act(chance.choice([cast.yulan, cast.willow]), who, slip=f"slip-{who}"), MONDAY)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(entries(store)) == 96 and differing(store) == []


@pytest.mark.parametrize("sql", [
    "update ledger set points = 1000",
    "delete from ledger",
    "insert or replace into ledger select * from ledger",
    "insert into ledger select * from ledger where true on conflict (id) do update set points = 1000",
    "truncate ledger",
    "truncate ledger cascade",
])
def test_the_database_refuses_to_change_an_entry(store: Store, sql: str) -> None:
    cast = settle(store)
    with store.writing() as tx:
        ledger.post(tx, act(cast.yulan, "s1"), MONDAY)
    before = entries(store)
    with pytest.raises(Exception, match="append-only|syntax|truncate"), store.writing() as tx:
        tx.run(sql)
    assert entries(store) == before


def test_an_act_of_no_points_is_participation_and_a_correction_is_not(store: Store) -> None:
    cast = settle(store)
    with store.writing() as tx:
        ledger.post(tx, act(cast.yulan, "s1", points=0, slip="p1"), MONDAY)
        ledger.post(tx, act(cast.yulan, "s2", kind="correction", points=5, slip="p2"), MONDAY)
    line = boards.read(store, "fair", "season", at=MONDAY).line(cast.yulan)
    assert line and (line.sums.slips, line.sums.anybody, line.sums.total) == (1, 1, 5)


def test_two_people_of_one_household_are_one_participant(store: Store) -> None:
    cast = settle(store)
    with store.writing() as tx:
        for who in ("s1", "s2", "s1"):
            ledger.post(tx, act(cast.yulan, who, slip="p1"), MONDAY)
    line = boards.read(store, "fair", "week", at=MONDAY).line(cast.yulan)
    assert line and (line.sums.slips, line.sums.anybody) == (1, 2)


def test_a_reversal_is_exact_and_happens_once(store: Store) -> None:
    cast = settle(store)
    with store.writing() as tx:
        entry = ledger.post(tx, act(cast.harbour, "s1", kind="hours", points=333, minutes=200, on_site=True), MONDAY)
        assert entry and ledger.reverse(tx, entry, "wrong day", MONDAY)
        assert ledger.reverse(tx, entry, "again", MONDAY) is None
    sums = boards.read(store, "total", "all", at=MONDAY).line(cast.harbour)
    assert sums and sums.sums == boards.Sums() and differing(store) == []


def test_a_reversal_reaches_the_season_of_its_entry_even_if_the_season_came_later(store: Store) -> None:
    cast = settle(store)
    with store.writing() as tx:
        entry = ledger.post(tx, act(cast.yulan, "s1", day="2026-10-05"), MONDAY)
    community.add_season(
        store, name_zh="零", name_en="Zero", starts_on="2026-10-01", ends_on="2026-10-20", who=None, at=MONDAY
    )
    with store.writing() as tx:
        assert entry and ledger.reverse(tx, entry, "x", MONDAY)
    assert {row["season"] for row in entries(store)} == {"none"} and differing(store) == []


def test_a_persons_part_stops_at_the_cap_of_each_window(store: Store) -> None:
    cast = settle(store)
    with store.writing() as tx:
        for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
            for _ in range(15):
                ledger.post(tx, act(cast.yulan, "s1", day=day), MONDAY)
    rows = {r["window_kind"]: r["quiz_part"] for r in store.rows("select * from board_total where starts in ('2026-11-23', '2026-11-01')")}
    week = boards.read(store, "quiz", "week", at=MONDAY).line(cast.yulan)
    assert rows["day"] == 100 and rows["month"] == 450 and week and week.sums.quiz_part == 300 and differing(store) == []


def test_a_late_entry_reaches_an_open_season_and_not_a_closed_one(store: Store) -> None:
    cast = settle(store)
    with store.writing() as tx:
        ledger.post(tx, act(cast.yulan, "s1", day="2026-12-31"), MONDAY + 60 * DAY)
        ledger.post(tx, act(cast.yulan, "s2", day="2026-12-31"), MONDAY + 70 * DAY)
    season = boards.read(store, "total", "season", at=MONDAY + 70 * DAY).line(cast.yulan)
    everything = boards.read(store, "total", "all", at=MONDAY + 70 * DAY).line(cast.yulan)
    assert season and everything and (season.sums.quiz, everything.sums.quiz) == (10, 20) and differing(store) == []


def test_the_basis_stays_what_the_first_act_of_the_season_found(store: Store) -> None:
    cast = settle(store)
    with store.writing() as tx:
        ledger.post(tx, act(cast.yulan, "s1"), MONDAY)
        tx.run("update compound set basis = 'on_site' where id = :id", id=cast.yulan)
    board = boards.read(store, "fair", "season", at=MONDAY)
    assert [r.basis for r in board.rankings if any(line.compound.id == cast.yulan for line in r.lines)] == ["slips"]


def test_each_day_is_digested_and_signed_by_the_first_writer_of_a_later_day(store: Store) -> None:
    cast = settle(store)
    for offset in (0, 1, 3):
        with store.writing() as tx:
            ledger.post(tx, act(cast.yulan, "s1"), MONDAY + offset * DAY)
    rows = store.rows("select day, entries, previous from day_digest order by day")
    assert [(row["day"], row["entries"]) for row in rows] == [("2026-11-23", 1), ("2026-11-24", 1)]
    assert rows[0]["previous"] == "" and rows[1]["previous"] != "" and differing(store) == []


def test_just_after_midnight_yesterday_is_not_closed_yet(store: Store) -> None:
    cast = settle(store)
    with store.writing() as tx:
        ledger.post(tx, act(cast.yulan, "s1"), MONDAY)
        ledger.post(tx, act(cast.yulan, "s2"), MONDAY + timedelta(hours=14, seconds=20))
    assert store.rows("select day from day_digest") == []


FALSIFICATIONS = [
    "update board_total set quiz = quiz + 10 where window_kind = 'season'",
    "update board_total set slips = slips + 1 where window_kind = 'week'",
    "update first_act set acts = 2 where basis = 'slip' and window_kind = 'all'",
    "delete from person_total where window_kind = 'month'",
    "update cap_total set points = 90",
    "update day_digest set entries = 7",
    "update ledger set points = 50",
    "delete from board_total where window_kind = 'all'",
]


@pytest.mark.parametrize("sql", FALSIFICATIONS)
def test_verify_finds_each_planted_falsification(store: Store, sql: str) -> None:
    cast = settle(store)
    with store.writing() as tx:
        ledger.post(tx, act(cast.yulan, "s1", slip="p1", source="answer:a:b"), MONDAY)
        tx.insert("cap_total", [{"scope": "quiz:s1", "act_on": "2026-11-23", "points": 10}])
        ledger.post(tx, act(cast.yulan, "s2", slip="p2", kind="hours", minutes=60), MONDAY + DAY)
    assert differing(store) == []
    with store.writing() as tx:
        _without_guards(tx, store.engine)
        tx.run(sql)
    assert differing(store) != []


def _without_guards(tx: Any, engine: str) -> None:
    for table in ("ledger", "day_digest"):
        if engine == "sqlite":
            for name in ("update", "delete"):
                tx.run(f"drop trigger {table}_no_{name}")
        else:
            tx.run(f"alter table {table} disable trigger user")


KINDS = st.sampled_from(["quiz", "guest", "hours", "contest", "correction"])
STEPS = st.lists(
    st.tuples(KINDS, st.integers(0, 400), st.sampled_from(["a", "b", "c"]), st.sampled_from([None, "p", "q"]),
              st.integers(0, 80), st.booleans()), max_size=25,
)


@given(STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_balance_is_the_sum_of_entries_whatever_is_posted_and_reversed(tmp_path_factory: Any, steps: list[Any]) -> None:
    store = open_store("", folder=tmp_path_factory.mktemp("any") / ids.new())
    cast = settle(store)
    posted: list[str] = []
    for kind, points, subject, slip, day, undo in steps:
        with store.writing() as tx:
            if undo and posted:
                ledger.reverse(tx, posted.pop(), "undo", MONDAY + day * DAY)
                continue
            minutes = points if kind == "hours" else 0
            entry = ledger.post(tx, act(cast.yulan, subject, kind=kind, points=points, minutes=minutes, slip=slip), MONDAY + day * DAY)
            posted.append(str(entry))
    assert differing(store) == []
    store.close()
