"""The outgrown store: PostgreSQL through psycopg and its pool.

Read committed, C collation (text order must be byte order, as on SQLite). The rows that guard
capped sums are taken `for update` by the callers, in one fixed order.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from linli.errors import GameError
from linli.locale import N_
from linli.store import migrations
from linli.store.base import Busy, Duplicate, Full, Row, Store, Tx, storable
from linli.store.sqlite import insert_sql

_NAME = re.compile(r"(?<![:\w]):([a-z_][a-z_0-9]*)")
POOL = 10


class WrongCollation(GameError):
    """The database sorts text by a language, not by bytes."""

    def __init__(self, found: str) -> None:
        super().__init__(
            N_("This PostgreSQL database has collation {found}. Create it with: create database linli template template0 lc_collate 'C' lc_ctype 'C.UTF-8';"),
            found=found,
        )


@lru_cache(maxsize=1024)
def translated(sql: str) -> str:
    """`:name` as psycopg's `%(name)s`; a literal % is doubled."""
    return _NAME.sub(r"%(\1)s", sql.replace("%", "%%"))


class PostgresTx(Tx):
    """A transaction on one pooled connection."""

    for_update = " for update"

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self.connection = connection

    def rows(self, sql: str, **parameters: Any) -> list[Row]:
        """All rows of a query, as dictionaries."""
        return self.connection.execute(translated(sql), storable(parameters)).fetchall()

    def run(self, sql: str, **parameters: Any) -> int:
        """Run a statement; the number of rows it changed."""
        return self.connection.execute(translated(sql), storable(parameters)).rowcount

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that all have the same columns."""
        if rows:
            with self.connection.cursor() as cursor:
                cursor.executemany(translated(insert_sql(table, rows[0])), [storable(row) for row in rows])


class PostgresStore(Store):
    """A pool of connections to one database."""

    engine = "postgres"

    def __init__(self, url: str) -> None:
        self.url = url
        self.pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url, min_size=1, max_size=POOL, kwargs={"row_factory": dict_row}, open=True, timeout=10
        )
        self._check_collation()

    def _check_collation(self) -> None:
        with self.reading() as tx:
            found = tx.value("select datcollate from pg_database where datname = current_database()")
        if found not in ("C", "POSIX", "C.UTF-8", "C.utf8"):
            raise WrongCollation(str(found))

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A transaction for reads."""
        with self.writing() as tx:
            yield tx

    @contextmanager
    def writing(self) -> Iterator[Tx]:
        """A transaction that commits when the block ends and rolls back when it raises."""
        try:
            with self.pool.connection() as connection:
                yield PostgresTx(connection)
        except psycopg.errors.UniqueViolation as error:
            raise Duplicate(str(error)) from error
        except psycopg.errors.DiskFull as error:
            raise Full from error
        except (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable) as error:
            raise Busy from error

    def migrate(self) -> None:
        """Apply what is missing, under an advisory lock."""
        with self.writing() as tx:
            assert isinstance(tx, PostgresTx)
            migrations.apply_postgres(tx)

    def version(self) -> str:
        """The snapshot's text: it moves whenever a writing transaction starts or ends."""
        with self.reading() as tx:
            return str(tx.value("select pg_current_snapshot()::text as v"))

    def close(self) -> None:
        """Close every connection."""
        self.pool.close()
