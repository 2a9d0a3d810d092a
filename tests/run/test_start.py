"""The start: what it refuses, in one sentence each, and what it tells."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest

from linli import start
from linli.locale import use_language
from linli.store import Full, Store, open_store
from tests.cast import MONDAY
from tests.run.conftest import Cli, environment, free_port, one_sentence
from tests.test_structure import ROOT

TAKES = (
    "import os, sys; os.umask(0o077); from linli.cli import main, parser; import linli.start, linli.store.sqlite, linli.locale;"
    " parser(); linli.locale.catalogue(); {}sys.exit(main(['start']))"
)


@pytest.mark.parametrize(("language", "said"), [("en", "is taken by another program"), ("zh", "已被别的程序占用")])
def test_a_taken_port_is_refused_in_the_language_of_the_user(cli: Cli, language: str, said: str) -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = one_sentence(cli("start", PORT=str(port), LINLI_LANG=language))
    assert said in sentence and str(port) in sentence


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1", "８５０１"])
def test_a_port_that_is_none_is_refused(cli: Cli, text: str) -> None:
    assert f"PORT is “{text}”" in one_sentence(cli("start", PORT=text))


def test_a_data_folder_that_cannot_be_made_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "cannot be written" in one_sentence(cli("start", LINLI_DATA=str(tmp_path / "file" / "data"), PORT=str(free_port())))


def test_a_read_only_data_folder_is_refused() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # noqa: S108 - a place that other users can reach
        closed = Path(folder) / "data"
        closed.mkdir()
        os.chmod(folder, 0o755)
        os.chmod(closed, 0o555)
        # Root may write everywhere, so the start runs as nobody, once everything is imported.
        drop = "os.setegid(65534); os.seteuid(65534); " if os.geteuid() == 0 else ""
        done = subprocess.run(
            [sys.executable, "-c", TAKES.format(drop)], cwd=ROOT, env=environment(closed, PORT=str(free_port())), capture_output=True,
            text=True, timeout=60, check=False,
        )
        os.chmod(closed, 0o755)
    sentence = one_sentence(done)
    assert str(closed) in sentence and "cannot be written" in sentence


def test_a_full_disk_is_refused_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "LEAST_ROOM", 1 << 60)
    with pytest.raises(Full) as refusal:
        start.check_room(tmp_path / "not" / "there" / "yet")
    with use_language("en"):
        assert "The disk is full" in refusal.value.sentence()
    assert not list(tmp_path.iterdir())


def test_a_database_of_a_newer_version_is_refused(cli: Cli, data: Path) -> None:
    store = open_store("", folder=data)
    with store.writing() as tx:
        tx.run("insert into _sqlite_migrations (migration_set, name, applied_at) values ('linli', 'of_tomorrow', '2030-01-01')")
    store.close()
    before = (data / "linli.db").read_bytes()
    assert "newer version (step of_tomorrow" in one_sentence(cli("start", PORT=str(free_port())))
    assert "更新的版本" in one_sentence(cli("start", PORT=str(free_port()), LINLI_LANG="zh"))
    assert (data / "linli.db").read_bytes() == before


def test_a_file_that_is_no_database_is_refused(cli: Cli, data: Path) -> None:
    data.mkdir()
    (data / "linli.db").write_text("not a database " * 100)
    assert "cannot be opened" in one_sentence(cli("start", PORT=str(free_port())))


def test_a_server_that_does_not_answer_is_refused(cli: Cli) -> None:
    sentence = one_sentence(cli("start", PORT=str(free_port()), DATABASE_URL=f"postgresql://me:secret@127.0.0.1:{free_port()}/x"))
    assert "127.0.0.1/x cannot be opened" in sentence and "secret" not in sentence


def test_a_broken_question_file_is_one_line_and_the_rest_goes_on(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "quizzes"
    folder.mkdir()
    (folder / "fire.yaml").write_text((start.QUIZZES / "fire.yaml").read_text("utf-8"), "utf-8")
    (folder / "broken.yaml").write_text("topic: {id: broken, zh: 坏, en: [\n", "utf-8")
    monkeypatch.setattr(start, "QUIZZES", folder)
    with use_language("en"):
        start.load_questions(sqlite_store, MONDAY + timedelta(days=2))  # when the shipped questions had been reviewed
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1 and said.err.startswith("Not loaded: quizzes/broken.yaml:")
    assert re.search(r"Questions: 1 topics?, \d+ items\.", said.out)


def test_the_start_tells_where_to_go_and_serves(data: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "linli", "start"], cwd=data.parent, env=environment(data, PORT=str(port), PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )
    try:
        assert wait_for(f"http://127.0.0.1:{port}/healthz") == "ok"
    finally:
        server.send_signal(signal.SIGTERM)
        said, _none = server.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}\n" in said and "█" in said
    assert "there is no HTTPS" in said and "Traceback" not in said
    assert re.search(r"set-up code:\n    [A-Z0-9]{10}\n", said)


def wait_for(address: str) -> str:
    """The body of an address, as soon as it answers."""
    for _try in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
