"""The day's backup is made once, and a restore never overwrites what it reads."""

import os
from pathlib import Path

from linli import backups
from linli.store import Store
from linli.store.sqlite import SqliteStore
from tests.cast import DAY, MONDAY, settle


def test_the_days_backup_is_made_once_a_day(sqlite_store: SqliteStore) -> None:
    assert backups.daily(sqlite_store, MONDAY) is None  # nothing set up yet, nothing to lose
    settle(sqlite_store)
    made = backups.daily(sqlite_store, MONDAY)
    assert made is not None and made.stat().st_size > 0
    _age(made, 0)
    assert backups.daily(sqlite_store, MONDAY + DAY / 2) is None
    assert backups.daily(sqlite_store, MONDAY + DAY) is not None


def _age(path: Path, days: int) -> None:
    at = MONDAY.timestamp() - days * backups.DAY_SECONDS
    os.utime(path, (at, at))


def test_copies_older_than_thirty_days_go(sqlite_store: SqliteStore) -> None:
    settle(sqlite_store)
    old = backups.backup(sqlite_store, MONDAY)
    _age(old, 31)
    backups.backup(sqlite_store, MONDAY + DAY)
    assert not old.exists()


def test_a_restore_in_the_same_second_brings_back_what_the_backup_holds(sqlite_store: SqliteStore) -> None:
    settle(sqlite_store)
    kept = backups.backup(sqlite_store, MONDAY)
    with sqlite_store.writing() as tx:
        tx.run("update setting set value = '\"改了\"' where key = 'community_zh'")
    backups.restore(kept, sqlite_store, MONDAY)
    assert sqlite_store.one("select value from setting where key = 'community_zh'") == {"value": '"榕溪社区"'}


def test_a_server_is_backed_up_with_its_own_tools(store: Store) -> None:
    settle(store)
    assert (backups.daily(store, MONDAY) is None) is (store.engine == "postgres")
