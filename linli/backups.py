"""Backup and restore of the embedded database while the product runs.

PostgreSQL has its own tools for this (docs/operate.md names them).
"""

import sqlite3
from datetime import datetime
from pathlib import Path

from linli.errors import GameError
from linli.locale import N_
from linli.store import Store
from linli.store.sqlite import SqliteStore

DAY_SECONDS = 86_400
#: Days after which a rotated backup is deleted (docs/rules.md §2).
KEEP_DAYS = 30


class NotSqlite(GameError):
    """Backups of PostgreSQL are made with its own tools."""

    def __init__(self) -> None:
        super().__init__(N_("This community is kept in PostgreSQL. Back it up with pg_dump and restore it with pg_restore; docs/operate.md shows both."))


class NoBackup(GameError):
    """The file is not there, or is no backup."""

    def __init__(self, path: Path) -> None:
        super().__init__(N_("{path} is not a backup of this product. Choose a file from the backups folder."), path=path)


def backup(store: Store, at: datetime, folder: Path | None = None) -> Path:
    """Copy the running database into one file; its path. Old ones are removed after 30 days."""
    if not isinstance(store, SqliteStore):
        raise NotSqlite
    target_folder = folder or store.path.parent / "backups"
    target_folder.mkdir(parents=True, exist_ok=True)
    path = _free(target_folder, f"linli-{at:%Y%m%d-%H%M%S}")
    source, target = sqlite3.connect(store.path), sqlite3.connect(path)
    with source, target:
        source.backup(target)
    source.close()
    target.close()
    _rotate(target_folder, at)
    return path


def _free(folder: Path, stem: str) -> Path:
    """A name nobody has: a restore in the same second must not overwrite the backup it reads."""
    names = [f"{stem}.db", *(f"{stem}-{number}.db" for number in range(2, 1000))]
    return next(folder / name for name in names if not (folder / name).exists())


def daily(store: Store, at: datetime) -> Path | None:
    """The day's backup of an embedded database, if the newest is a day old; else None.

    The data folder gets it without anybody's doing: a clerk's PC has no nightly job.
    """
    if not isinstance(store, SqliteStore) or not store.one("select id from compound limit 1"):
        return None
    made = [one.stat().st_mtime for one in (store.path.parent / "backups").glob("linli-*.db")]
    fresh = made and at.timestamp() - max(made) < DAY_SECONDS
    return None if fresh else backup(store, at)


def _rotate(folder: Path, at: datetime) -> None:
    for old in folder.glob("linli-*.db"):
        if at.timestamp() - old.stat().st_mtime > KEEP_DAYS * DAY_SECONDS:
            old.unlink()


def restore(path: Path, store: Store, at: datetime) -> Path:
    """Put a backup in place of the present database; where the present one was kept.

    The deletion list of the present database is replayed, so nobody who left comes back. Running
    processes see the restored data at their next transaction.
    """
    from linli import privacy

    if not isinstance(store, SqliteStore):
        raise NotSqlite
    if not _is_backup(path):
        raise NoBackup(path)
    kept = backup(store, at)
    left = store.rows("select subject, resident, deleted_at from deletion order by subject")
    _copy_into(path, store.path)
    store.migrate()
    privacy.replay_deletions(store, left, at)
    return kept


def _is_backup(path: Path) -> bool:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as found:
            return found.execute("select count(*) from sqlite_master where name = 'ledger'").fetchone()[0] == 1
    except sqlite3.Error:
        return False


def _copy_into(path: Path, database: Path) -> None:
    source, target = sqlite3.connect(path), sqlite3.connect(database, timeout=30)
    source.backup(target)
    source.close()
    target.close()
