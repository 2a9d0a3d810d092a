"""Fixtures shared by all tests: a fresh store on each engine."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from linli import ids
from linli.store import Store, open_store

PG_URL = os.environ.get("LINLI_TEST_PG", "")


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty, migrated store; every test that takes it runs on both engines."""
    if request.param == "sqlite":
        opened = open_store("", folder=tmp_path / "data")
        yield opened
        opened.close()
        return
    yield from _postgres()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An empty, migrated SQLite store."""
    opened = open_store("", folder=tmp_path / "data")
    yield opened
    opened.close()


def _postgres() -> Iterator[Store]:
    assert PG_URL, "no PostgreSQL server for the tests: run `make test`, or name one in LINLI_TEST_PG"
    name = "t" + ids.new().replace("-", "")
    with psycopg.connect(PG_URL, autocommit=True) as server:
        server.execute(f"create database {name} template {_template(server)}")
    opened = open_store(PG_URL.rsplit("/", 1)[0] + "/" + name)
    yield opened
    opened.close()
    with psycopg.connect(PG_URL, autocommit=True) as server:
        server.execute(f"drop database {name} with (force)")


_made: list[str] = []


def _template(server: psycopg.Connection) -> str:
    """A migrated database of this test process, so that each test copies it in milliseconds."""
    if not _made:
        name = "template" + ids.new().replace("-", "")
        server.execute(f"create database {name} template template0 lc_collate 'C' lc_ctype 'C.UTF-8'")
        open_store(PG_URL.rsplit("/", 1)[0] + "/" + name).close()
        _made.append(name)
    return _made[0]
