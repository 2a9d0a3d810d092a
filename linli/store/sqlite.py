"""The embedded store: SQLite through sqlite-utils.

The settings are measured decisions (docs/decisions.md): BEGIN IMMEDIATE for every write, WAL,
foreign keys, recursive triggers (without them `insert or replace` overwrites an append-only row).
"""

import queue
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from linli.store import migrations
from linli.store.base import Busy, Duplicate, Full, Row, Store, StoreError, Tx, Unwritable, storable
from linli.store.light import Database

#: Seconds a writer waits for another one.
BUSY_SECONDS = 5
#: Seconds a writer of this process queues for its turn. SQLite's own waiting is by sleeping and
#: trying again: of 200 sign-ins at once it let 5 starve for 5 s, a queue lets none.
QUEUE_SECONDS = 30
#: Connections kept for reuse. Streamlit runs every script in a new thread, so they are pooled.
POOL = 8


class SqliteTx(Tx):
    """A transaction on one pooled connection."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def rows(self, sql: str, **parameters: Any) -> list[Row]:
        """All rows of a query, as dictionaries."""
        cursor = self.db.conn.execute(sql, storable(parameters))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row)) for row in cursor]  # noqa: B905 - sqlite3 gives a value for every name

    def run(self, sql: str, **parameters: Any) -> int:
        """Run a statement; the number of rows it changed."""
        return int(self.db.conn.execute(sql, storable(parameters)).rowcount)

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that all have the same columns."""
        if len(rows) == 1:  # insert_all spends 0.3 ms looking at the table; taps come here
            sql = insert_sql(table, rows[0])
            self.db.conn.execute(sql, storable(rows[0]))
        elif rows:
            self.db[table].insert_all([storable(row) for row in rows])


def insert_sql(table: str, row: Mapping[str, Any]) -> str:
    """The insert statement for a row of this shape."""
    names = ", ".join(row)
    return f"insert into {table} ({names}) values ({', '.join(':' + name for name in row)})"


class SqliteStore(Store):
    """A pool of connections to one file."""

    engine = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: queue.LifoQueue[Database] = queue.LifoQueue()
        self._watch_lock = threading.Lock()
        self._turn = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._idle.put(self._connect())
        except (OSError, sqlite3.OperationalError) as error:
            raise Unwritable(path.parent) from error
        self._watcher = self._connect()

    def _connect(self) -> Database:
        connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS, cached_statements=256
        )
        for pragma in ("journal_mode=wal", "foreign_keys=on", "recursive_triggers=on", "synchronous=full"):
            connection.execute(f"pragma {pragma}")
        return Database(connection, recursive_triggers=True)

    @contextmanager
    def _borrowed(self) -> Iterator[Database]:
        try:
            db = self._idle.get_nowait()
        except queue.Empty:
            db = self._connect()
        try:
            yield db
        finally:
            if self._idle.qsize() < POOL:
                self._idle.put(db)
            else:
                db.close()

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A consistent view of the database."""
        with self._transaction("begin") as tx:
            yield tx

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        """A transaction that holds the one write lock from its start."""
        if not self._turn.acquire(timeout=QUEUE_SECONDS):
            raise Busy
        try:
            with self._transaction("begin immediate") as tx:
                yield tx
        finally:
            self._turn.release()

    @contextmanager
    def _transaction(self, begin: str, own: Database | None = None) -> Iterator[Tx]:
        with nullcontext(own) if own else self._borrowed() as db:
            try:
                db.conn.execute(begin)
                yield SqliteTx(db)
                db.conn.execute("commit")
            except sqlite3.IntegrityError as error:
                raise _integrity(error) from error
            except sqlite3.OperationalError as error:
                raise _operational(error, self.path) from error
            finally:
                if db.conn.in_transaction:
                    db.conn.execute("rollback")

    def migrate(self) -> None:
        """Apply what is missing, under BEGIN IMMEDIATE.

        Foreign keys are off meanwhile (SQLite changes that outside a transaction only): a step may
        make a table anew that others refer to, and checks the references itself.
        """
        db = self._connect()
        db.conn.execute("pragma foreign_keys=off")
        try:
            with self._transaction("begin immediate", db) as tx:
                assert isinstance(tx, SqliteTx)
                migrations.apply_sqlite(tx)
        finally:
            db.close()

    def version(self) -> str:
        """`pragma data_version` of a connection that never writes."""
        with self._watch_lock:
            return str(self._watcher.conn.execute("pragma data_version").fetchone()[0])

    def close(self) -> None:
        """Close every idle connection."""
        self._watcher.close()
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return


def _integrity(error: sqlite3.IntegrityError) -> Exception:
    unique = error.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
    return Duplicate(str(error)) if unique else error


def _operational(error: sqlite3.OperationalError, path: Path) -> Exception:
    name = getattr(error, "sqlite_errorname", "")
    known: dict[str, StoreError] = {
        "SQLITE_FULL": Full(), "SQLITE_BUSY": Busy(), "SQLITE_READONLY": Unwritable(path.parent),
        "SQLITE_CANTOPEN": Unwritable(path.parent),
    }
    for prefix, refusal in known.items():
        if name.startswith(prefix):
            return refusal
    return error
