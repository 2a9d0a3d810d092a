"""The only place that knows a database driver.

`open_store("")` opens the embedded SQLite file under the data folder; a `postgresql://` address
opens a pool on a server. Both give the same five names: `reading()`, `writing()`, and inside
them `rows(sql, **p)`, `run(sql, **p)`, `insert(table, rows)`.
"""

import os
from pathlib import Path

from linli.store.base import DatabaseTooNew, Duplicate, Full, Store, StoreError, Tx, Unwritable

__all__ = [
    "DatabaseTooNew", "Duplicate", "Full", "Store", "StoreError", "Tx", "Unwritable",
    "data_folder", "open_store",
]


def data_folder() -> Path:
    """Where the database, backups and uploads live: LINLI_DATA, or data/ in the checkout."""
    chosen = os.environ.get("LINLI_DATA")
    return Path(chosen) if chosen else Path(__file__).resolve().parents[2] / "data"


def open_store(url: str | None = None, *, folder: Path | None = None) -> Store:
    """Open the store and bring its schema up to date.

    url: a `postgresql://` address, or "" for SQLite; None reads DATABASE_URL.
    Raises Unwritable for a folder that cannot be written, DatabaseTooNew for a database made by
    a newer version.
    """
    address = os.environ.get("DATABASE_URL", "") if url is None else url
    if address.startswith(("postgresql://", "postgres://")):
        from linli.store.postgres import PostgresStore

        store: Store = PostgresStore(address)
    else:
        from linli.store.sqlite import SqliteStore

        store = SqliteStore((folder or data_folder()) / "linli.db")
    store.migrate()
    return store
