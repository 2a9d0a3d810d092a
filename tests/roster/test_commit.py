"""A roster against the database, on both engines: preview, commit, everything or nothing."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from linli import community, ids, ledger, slips
from linli.locale import use_language
from linli.roster import Preview, Roster, RosterRefused, commit, export, preview, read, sample
from linli.roster.writing import write
from linli.store import Store
from tests import cast
from tests.roster.books import FORM, HARBOUR, HEAD, UNITS, YULAN, book, good, told, with_rows

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 5, 8, 0, tzinfo=UTC)
TABLES = ("setting", "compound", "compound_change", "season", "unit", "audit")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    with store.reading() as tx:
        return {table: sorted(tx.rows(f"select * from {table}"), key=str) for table in TABLES}


def seen(store: Store, roster: Roster) -> Preview:
    with store.reading() as tx:
        return preview(tx, roster)


def names(lines: Any) -> list[tuple[str, str]]:
    return [(line.entry.kind, line.name) for line in lines]


def test_an_empty_database_is_set_up_by_one_file(store: Store) -> None:
    assert not community.is_set_up(store)
    done = commit(store, good(book()), "someone", AT)
    assert names(done.new) == [
        ("community", "榕溪社区"), ("season", "第一季"), ("compound", "玉兰苑"), ("compound", "海港花园"), ("unit", "榕溪社区居委会")
    ]
    assert community.is_set_up(store)
    with store.reading() as tx:
        settings = community.settings(tx)
        assert (settings.community_en, settings.office_phone, settings.office_address_zh) == ("Rongxi Community", "000-0000", "榕溪路 1 号")
        assert [(one.name_zh, one.households, one.basis, one.letter) for one in community.compounds(tx)] == [
            ("玉兰苑", 100, "slips", "A"), ("海港花园", 400, "on_site", "B")
        ]
        assert [(one.starts_on, one.ends_on, one.grace_days) for one in community.seasons(tx)] == [("2026-11-01", "2026-12-31", 30)]
        assert tx.value("select who from audit where what = 'roster'") == "someone"


def test_saving_twice_changes_nothing(store: Store) -> None:
    commit(store, good(book()), None, AT)
    before = everything(store)
    assert commit(store, good(book()), None, LATER).changes_nothing
    assert everything(store) == before


def test_what_was_exported_reads_as_all_the_same(store: Store) -> None:
    commit(store, sample.roster(), None, AT)
    community.add_season(store, name_zh="第二季", name_en="Season two", starts_on="2027-03-01", ends_on="2027-05-31", who=None, at=AT)
    with store.reading() as tx:
        found = preview(tx, good(export(tx), tx))
    assert found.changes_nothing
    assert (len(found.same), found.gone, found.notes) == (1 + 2 + 8 + 2, (), ())


def test_a_preview_tells_before_and_after_and_changes_nothing(store: Store) -> None:
    commit(store, good(book()), None, AT)
    before = everything(store)
    form = [row[:] for row in FORM]
    form[3][1], form[7][1] = "111-1111", "2027-01-31"
    rows = [HEAD, ["玉兰苑", "Yulan Court", 120, "重新核对", "2026-11-20", "一户一码"], ["新苑", "New Court", 60, "物业清册", "2026-11-20", "现场"]]
    found = seen(store, good(book(rows, form, [["单位名称", "英文名称"], ["榕溪社区居委会", "Committee"]])))
    assert names(found.new) == [("compound", "新苑")]
    assert names(found.gone) == [("compound", "海港花园")]
    assert {(line.kind_word, line.name): [(one.label, one.was, one.becomes) for one in line.changes] for line in found.changed} == {
        ("The community", "榕溪社区"): [("Office telephone", "000-0000", "111-1111")],
        ("A season", "第一季"): [("Last day of the season", "2026-12-31", "2027-01-31")],
        ("A compound", "玉兰苑"): [
            ("Number of households", "100", "120"), ("Where the number comes from", "物业清册", "重新核对"), ("As of which day", "2026-10-20", "2026-11-20"),
        ],
        ("A unit", "榕溪社区居委会"): [("Name in English", "Rongxi Committee", "Committee")],
    }
    assert everything(store) == before


def test_saving_does_what_the_preview_told(store: Store) -> None:
    commit(store, good(book()), None, AT)
    rows = [HEAD, ["玉兰苑", "Yulan Court", 120, "重新核对", "2026-11-20", "现场确认"]]
    form = [row[:] for row in FORM]
    form[7][1] = "2027-01-31"
    roster = good(book(rows, form, [["单位名称", "英文名称"], ["榕溪社区居委会", "Committee"]]))
    told_before = seen(store, roster)
    assert commit(store, roster, None, LATER) == told_before
    assert seen(store, roster).changes_nothing
    with store.reading() as tx:
        yulan, harbour = community.compounds(tx)
        assert (yulan.households, yulan.basis, harbour.name_zh) == (120, "on_site", "海港花园")
        assert [row["households"] for row in community.household_changes(tx, yulan.id)] == [120, 100]
        assert [one.ends_on for one in community.seasons(tx)] == ["2027-01-31"]
        assert [unit["name_en"] for unit in community.units(tx)] == ["Committee"]


def test_a_missing_english_name_takes_the_chinese_one_and_is_told(store: Store) -> None:
    roster = good(with_rows(["甲苑", None, 9, "册", "2026-10-20", "现场"]))
    found = seen(store, roster)
    assert [str(note) for note in found.notes] == ["Sheet 小区, row 2: 甲苑 has no English name, so its Chinese one stands in."]
    commit(store, roster, None, AT)
    with store.reading() as tx:
        assert community.compounds(tx)[0].name_en == "甲苑"


def test_an_empty_cell_leaves_what_is_there(store: Store) -> None:
    commit(store, good(book()), None, AT)
    form = [["社区名称", "榕溪社区"], ["办公室电话", ""], *FORM[5:]]
    found = seen(store, good(book([HEAD, ["玉兰苑", "", *YULAN[2:]], HARBOUR], form, [UNITS[0], ["榕溪社区居委会", ""]])))
    assert found.changes_nothing
    assert found.notes == ()


def test_fewer_households_than_slips_is_a_fault_beside_the_others(store: Store) -> None:
    commit(store, good(book()), None, AT)
    with store.reading() as tx:
        yulan = community.compounds(tx)[0].id
    slips.issue(store, yulan, 5, AT)
    few = [*YULAN[:2], 4, *YULAN[3:]]
    with store.reading() as tx:
        assert told(with_rows(few, ["甲苑", "A", -1, "册", "2026-10-20", "现场"]), tx) == [
            "Sheet 小区, row 2: 玉兰苑: 5 household slips are already out, so it cannot have 4 households. Check the number.",
            "Sheet 小区, row 3: 甲苑: households is “-1”. Type a whole number above 0, from the roster or the property office.",
        ]
        assert isinstance(read(with_rows([*YULAN[:2], 5, *YULAN[3:]]), tx), Roster)


def test_slips_given_out_after_the_preview_stop_the_whole_save(store: Store) -> None:
    commit(store, good(book()), None, AT)
    roster = good(with_rows(["新苑", "New", 9, "册", "2026-10-20", "现场"], [*YULAN[:2], 4, *YULAN[3:]]))
    with store.reading() as tx:
        yulan = community.compounds(tx)[0].id
    slips.issue(store, yulan, 5, AT)
    before = everything(store)
    with pytest.raises(RosterRefused) as refused:
        commit(store, roster, None, AT)
    assert refused.value.sentence().startswith("Nothing was saved. Sheet 小区, row 3: 玉兰苑: 5 household slips are already out")
    assert everything(store) == before


def test_a_compound_closed_after_the_preview_stops_the_whole_save(store: Store) -> None:
    commit(store, good(book()), None, AT)
    before = everything(store)
    with store.writing() as tx:
        tx.run("update compound set retired_at = :at where name_zh = '海港花园'", at="2026-11-20T00:00:00.000000Z")
    with pytest.raises(RosterRefused, match="was closed earlier"):
        commit(store, good(with_rows(["新苑", "New", 9, "册", "2026-10-20", "现场"], HARBOUR)), None, AT)
    after = everything(store)
    assert [row["name_zh"] for row in after["compound"]] == [row["name_zh"] for row in before["compound"]]
    assert after["audit"] == before["audit"]


def test_the_basis_stays_once_somebody_took_part(store: Store) -> None:
    commit(store, good(book()), None, AT)
    with store.reading() as tx:
        yulan = community.compounds(tx)[0].id
    with store.writing() as tx:
        ledger.post(tx, cast.act(yulan, ids.new()), AT)
    roster = good(with_rows([*YULAN[:5], "现场确认"]))
    with pytest.raises(RosterRefused, match="already takes part in this season"):
        commit(store, roster, None, AT)
    assert [line.name for line in commit(store, roster, None, LATER).changed] == ["玉兰苑"]


def test_a_season_may_not_move_points_that_are_posted(store: Store) -> None:
    commit(store, good(book()), None, AT)
    with store.reading() as tx:
        yulan = community.compounds(tx)[0].id
    with store.writing() as tx:
        ledger.post(tx, cast.act(yulan, ids.new()), AT)
        ledger.post(tx, cast.act(yulan, ids.new(), day="2026-10-20"), AT)
    form = [row[:] for row in FORM]
    for starts, ends, day in (("2026-11-24", "2026-12-31", "2026-11-23"), ("2026-10-01", "2026-12-31", "2026-10-20"), ("2026-11-01", "2026-11-22", "2026-11-23")):
        form[6][1], form[7][1] = starts, ends
        with store.reading() as tx:
            [said] = told(book(form=form), tx)
        assert said.startswith(f"Sheet 社区, row 6: 第一季: points of {day} are already posted")
    form[6][1], form[7][1] = "2026-11-02", "2027-02-01"
    assert names(commit(store, good(book(form=form)), None, AT).changed) == [("season", "第一季")]


def test_a_season_that_overlaps_another_of_the_database_is_a_fault(store: Store) -> None:
    commit(store, good(book()), None, AT)
    form = [*FORM[:5], ["赛季名称", "冬季"], ["赛季开始", "2026-12-31"], ["赛季结束", "2027-02-01"]]
    with store.reading() as tx:
        assert "may not overlap another one" in told(book(form=form), tx)[0]


def test_two_clerks_at_once_save_once(store: Store) -> None:
    roster = good(book())
    done: list[Preview] = []
    threads = [threading.Thread(target=lambda: done.append(commit(store, roster, None, AT))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(one.new) for one in done) == [0] * 7 + [5]
    with store.reading() as tx:
        assert len(community.compounds(tx)) == 2


def test_the_template_and_an_export_have_one_layout(store: Store) -> None:
    commit(store, sample.roster(), None, AT)
    with store.reading() as tx:
        data = export(tx)
    assert data == write(sample.roster())
