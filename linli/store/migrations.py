"""Schema steps, one list for both engines, each run once inside one transaction.

SQLite records them through sqlite-utils' Migrations under BEGIN IMMEDIATE; PostgreSQL in a table
of its own under an advisory lock. Three processes starting at once were tried.
"""

import re
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

from linli.store.base import DatabaseTooNew, Tx
from linli.store.light import Database, Migrations
from linli.store.schema import community, editorial, hours, learning, ledger, people, play, questions, volunteering

if TYPE_CHECKING:
    from linli.store.postgres import PostgresTx
    from linli.store.sqlite import SqliteTx

#: Any fixed number: the key of the advisory lock that serialises migrating processes.
LOCK = 7_205_119

PARTS = (community, questions, play, people, ledger, hours)


def statements(ddl: str) -> list[str]:
    """The statements of a DDL text, without its comments."""
    bare = "\n".join(line.split("--")[0].rstrip() for line in ddl.splitlines())
    return [part.strip() for part in bare.split(";") if part.strip()]


def first_tables(tx: Tx, engine: str) -> None:
    """Every table of the first release, with the triggers that keep some append-only."""
    for part in PARTS:
        _make(tx, part, engine)


def _make(tx: Tx, part: ModuleType, engine: str) -> None:
    for statement in statements(part.DDL):
        tx.run(statement)
    for table in part.APPEND_ONLY:
        for statement in append_only(table, engine):
            tx.run(statement)


def question_desk(tx: Tx, engine: str) -> None:
    """Drafts, imports, reports, laws of one's own, spaced review, papers."""
    _attempts_of_papers(tx, engine)
    for name, kind in editorial.ITEM_COLUMNS.items():
        tx.run(f"alter table item add column {name} {kind}")
    for part in (editorial, learning):
        _make(tx, part, engine)


def _attempts_of_papers(tx: Tx, engine: str) -> None:
    """An attempt may belong to a paper. SQLite cannot change a check, so its table is made anew.

    The store switches foreign keys off around all steps: dropping the old table would empty those that refer to it.
    """
    kinds = ", ".join(f"'{kind}'" for kind in learning.KINDS)
    if engine == "postgres":
        tx.run("alter table attempt drop constraint attempt_kind_check")
        tx.run(f"alter table attempt add constraint attempt_kind_check check (kind in ({kinds}))")
    else:
        _rebuilt(tx, "attempt", "check (kind in ('daily', 'topic', 'practice'))", f"check (kind in ({kinds}))")
    tx.run("alter table attempt add column paper text")


def trusted_hours(tx: Tx, engine: str) -> None:
    """Waiting lists, paper sheets, supplementary records, evidence, record sheets, exports."""
    for table, constraint, old, new in volunteering.CHECKS:
        if engine == "postgres":
            tx.run(f"alter table {table} drop constraint {constraint}")
            tx.run(f"alter table {table} add constraint {constraint} {new}")
        else:
            _rebuilt(tx, table, old, new)
    for table, columns in volunteering.COLUMNS.items():
        for name, kind in columns.items():
            tx.run(f"alter table {table} add column {name} {kind}")
    _make(tx, volunteering, engine)


def _rebuilt(tx: Tx, table: str, old: str, new: str) -> None:
    """A SQLite table with other words in its definition; rows, indexes and triggers stay."""
    made = str(tx.value("select sql from sqlite_master where type = 'table' and name = :table", table=table))
    around = tx.rows(
        "select sql from sqlite_master where type in ('index', 'trigger') and tbl_name = :table and sql is not null order by type, name", table=table
    )
    assert old in made, f"{table} is not defined as this step expects"
    tx.run(re.sub(rf"(?i)^create table \"?{table}\"?", f"create table {table}_new", made.replace(old, new)))
    tx.run(f"insert into {table}_new select * from {table}")
    tx.run(f"drop table {table}")
    tx.run(f"alter table {table}_new rename to {table}")
    for one in around:
        tx.run(one["sql"])
    assert not tx.rows("pragma foreign_key_check"), f"rows that refer to {table} lost it"


STEPS: list[Callable[[Tx, str], None]] = [first_tables, question_desk, trusted_hours]


def append_only(table: str, engine: str) -> list[str]:
    """Triggers that refuse update, delete, replace and (PostgreSQL) truncate on a table."""
    if engine == "sqlite":
        return [
            f"create trigger {table}_no_{act} before {act} on {table} begin "
            f"select raise(abort, '{table} is append-only'); end"
            for act in ("update", "delete")
        ]
    function = (
        f"create function {table}_refuse() returns trigger language plpgsql as $$ "
        f"begin raise exception '{table} is append-only'; end $$"
    )
    rows = f"create trigger {table}_no_change before update or delete on {table} for each row execute function {table}_refuse()"
    truncate = f"create trigger {table}_no_truncate before truncate on {table} for each statement execute function {table}_refuse()"
    return [function, rows, truncate, f"revoke update, delete, truncate on {table} from public"]


def apply_sqlite(tx: "SqliteTx") -> None:
    """Apply the missing steps; raises DatabaseTooNew for steps unknown here."""
    steps = Migrations("linli")
    for step in STEPS:
        steps(name=step.__name__)(_for_sqlite(step, tx))
    known = {step.__name__ for step in STEPS}
    _refuse_newer([done.name for done in steps.applied(tx.db)], known)
    steps.apply(tx.db)


def _for_sqlite(step: Callable[[Tx, str], None], tx: Tx) -> Callable[[Database], None]:
    return lambda _db: step(tx, "sqlite")


def apply_postgres(tx: "PostgresTx") -> None:
    """Apply the missing steps; raises DatabaseTooNew for steps unknown here."""
    tx.run(f"select pg_advisory_xact_lock({LOCK})")
    tx.run("create table if not exists schema_step (name text primary key, applied_at timestamptz not null default now())")
    done = [row["name"] for row in tx.rows("select name from schema_step order by applied_at, name")]
    _refuse_newer(done, {step.__name__ for step in STEPS})
    for step in STEPS:
        if step.__name__ not in done:
            step(tx, "postgres")
            tx.insert("schema_step", [{"name": step.__name__}])


def _refuse_newer(done: list[str], known: set[str]) -> None:
    for name in done:
        if name not in known:
            raise DatabaseTooNew(name)
