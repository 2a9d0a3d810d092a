"""The store keeps its promises on both engines."""

import threading
from pathlib import Path

import pytest

from linli.store import DatabaseTooNew, Duplicate, Store, Unwritable, open_store
from linli.store.migrations import statements


def test_rows_come_back_as_they_went_in(store: Store) -> None:
    with store.writing() as tx:
        tx.insert("topic", [{"id": "a", "zh": "甲:乙 100%", "en": "A"}, {"id": "b", "zh": "乙", "en": "B"}])
    assert store.rows("select id, zh from topic order by id") == [{"id": "a", "zh": "甲:乙 100%"}, {"id": "b", "zh": "乙"}]


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as tx:
        tx.insert("topic", [{"id": "a", "zh": "甲", "en": "A"}])
        raise ZeroDivisionError
    assert store.rows("select id from topic") == []


def test_a_unique_key_raises_duplicate(store: Store) -> None:
    with store.writing() as tx:
        tx.insert("topic", [{"id": "a", "zh": "甲", "en": "A"}])
    with pytest.raises(Duplicate), store.writing() as tx:
        tx.insert("topic", [{"id": "a", "zh": "甲", "en": "A"}])


def test_eight_threads_lose_no_increment(store: Store) -> None:
    with store.writing() as tx:
        tx.insert("cap_total", [{"scope": "s", "act_on": "2026-11-23", "points": 0}])

    def work() -> None:
        for _ in range(25):
            with store.writing() as tx:
                now = tx.value("select points from cap_total where scope = 's'" + tx.for_update)
                tx.run("update cap_total set points = :n where scope = 's'", n=now + 1)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.one("select points from cap_total") == {"points": 200}


def test_the_version_moves_with_a_commit_of_anybody(store: Store) -> None:
    before = store.version()
    assert store.version() == before
    with store.writing() as tx:
        tx.insert("topic", [{"id": "a", "zh": "甲", "en": "A"}])
    assert store.version() != before


def test_migrating_again_changes_nothing(store: Store) -> None:
    store.migrate()
    assert store.rows("select * from setting") == []


def test_a_newer_database_is_refused_by_name(sqlite_store: Store, tmp_path: Path) -> None:
    with sqlite_store.writing() as tx:
        tx.run("insert into _sqlite_migrations (migration_set, name, applied_at) values ('linli', 'flying_carpets', '2030')")
    with pytest.raises(DatabaseTooNew, match="flying_carpets"):
        open_store("", folder=tmp_path / "data")


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(Unwritable, match="data"):
        open_store("", folder=tmp_path / "data")


@pytest.mark.parametrize("table", ["ledger", "day_digest", "audit", "record_event", "item_revision", "compound_change"])
def test_append_only_tables_have_their_guards(store: Store, table: str) -> None:
    sql = (
        f"select name from sqlite_master where type = 'trigger' and tbl_name = '{table}'"
        if store.engine == "sqlite"
        else f"select tgname as name from pg_trigger where tgrelid = '{table}'::regclass and not tgisinternal"
    )
    assert len(store.rows(sql)) == 2


def test_ddl_is_cut_at_its_semicolons() -> None:
    assert statements("create table a (x);\ncreate index i on a(x);\n") == ["create table a (x)", "create index i on a(x)"]


@pytest.mark.parametrize("forged", ["a\x00b", "a\ud800b"])
def test_what_no_database_holds_fits_nothing_and_breaks_nothing(store: Store, forged: str) -> None:
    with store.writing() as tx:
        tx.insert("setting", [{"key": "forged", "value": forged}])
        tx.insert("setting", [{"key": "one", "value": forged}, {"key": "two", "value": "𠮷"}])
        tx.run("update setting set value = :value where key = 'one'", value=forged + forged)
    assert store.rows("select value from setting where key in ('forged', 'one', 'two') order by key") == [
        {"value": "a\ufffdb"}, {"value": "a\ufffdba\ufffdb"}, {"value": "𠮷"},
    ]
    assert store.one("select key from setting where key = :key", key=forged) is None
