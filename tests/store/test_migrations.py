"""A community that began with the first release keeps everything when the schema grows."""

import threading
from pathlib import Path

import pytest

from linli.store import migrations, open_store
from linli.store.sqlite import SqliteStore

ATTEMPT = (
    "insert into attempt (id, subject, guest, compound, kind, seed, started_at, started_on)"
    " values (:id, 's', 0, 'c', :kind, 'x', '2026-11-01T00:00:00.000000Z', '2026-11-01')"
)


def first_release(folder: Path, monkeypatch: pytest.MonkeyPatch) -> SqliteStore:
    """A database of the first release, with an answered attempt in it."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", [migrations.first_tables])
        store = SqliteStore(folder / "linli.db")
        store.migrate()
    with store.writing() as tx:
        tx.insert("compound", [{
            "id": "c", "code": "c", "name_zh": "甲", "name_en": "A", "name_key": "甲", "mark": 0, "households": 10,
            "households_source": "x", "households_on": "2026-11-01", "basis": "slips", "created_at": "2026-11-01T00:00:00.000000Z",
        }])
        tx.insert("subject", [{"id": "s"}])
        tx.run(ATTEMPT, id="a", kind="daily")
        tx.insert("attempt_item", [{"attempt": "a", "position": 0, "item": "fire-01", "revision": "r", "options": "0,1"}])
        tx.insert("answer", [{
            "attempt": "a", "item": "fire-01", "subject": "s", "chosen": "0", "correct": 1, "late": 0, "points": 10,
            "answered_at": "2026-11-01T00:00:00.000000Z", "answered_on": "2026-11-01",
        }])
    return store


def test_attempts_and_answers_of_the_first_release_stay_and_papers_can_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = first_release(tmp_path, monkeypatch)
    store.migrate()
    assert store.rows("select an.item, a.kind, a.paper from answer an join attempt a on a.id = an.attempt") == [{"item": "fire-01", "kind": "daily", "paper": None}]
    with store.writing() as tx:
        tx.run(ATTEMPT, id="b", kind="paper")
    indexes = {row["name"] for row in store.rows("select name from sqlite_master where type = 'index' and tbl_name = 'attempt'")}
    assert {"attempt_subject", "attempt_holder", "attempt_code"} <= indexes
    store.close()


def test_answers_still_need_their_attempt_after_the_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = first_release(tmp_path, monkeypatch)
    store.migrate()
    with pytest.raises(Exception, match="FOREIGN KEY"), store.writing() as tx:
        tx.run("delete from attempt where id = 'a'")
    store.close()


def test_three_that_start_at_once_change_the_schema_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first_release(tmp_path, monkeypatch).close()
    threads = [threading.Thread(target=lambda: open_store("", folder=tmp_path).close()) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = open_store("", folder=tmp_path)
    assert [row["name"] for row in store.rows("select name from _sqlite_migrations order by id")] == ["first_tables", "question_desk", "trusted_hours"]
    store.close()


def test_ledger_and_presence_of_the_second_step_stay_and_supplementary_hours_can_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = first_release(tmp_path, monkeypatch)
    row = {
        "entered_at": "2026-11-01T00:00:00.000000Z", "act_at": "2026-11-01T00:00:00.000000Z", "act_on": "2026-11-01", "season": "none",
        "counted": "open", "compound": "c", "subject": "s", "slip": None, "on_site": 0, "kind": "hours", "points": 10, "minutes": 6,
        "reverses": None, "reason": "", "rule": "1",
    }
    with store.writing() as tx:
        tx.insert("ledger", [row | {"id": "e1", "source": "hours:r:1"}])
        tx.insert("ledger", [row | {"id": "e2", "source": "reversal:e1", "reverses": "e1", "points": -10, "minutes": -6}])
    store.migrate()
    assert [one["source"] for one in store.rows("select source from ledger order by id")] == ["hours:r:1", "reversal:e1"]
    with store.writing() as tx:
        tx.insert("ledger", [row | {"id": "e3", "source": "hours:x:1", "kind": "supplementary"}])
    for attempt in ("update ledger set points = 99", "delete from ledger", "insert or replace into ledger select * from ledger where id = 'e1'"):
        with pytest.raises(Exception, match="append-only"), store.writing() as tx:
            tx.run(attempt)
    with pytest.raises(Exception, match="FOREIGN KEY"), store.writing() as tx:
        tx.insert("ledger", [row | {"id": "e4", "source": "reversal:none", "reverses": "none"}])
    store.close()
