"""The command line as a person at a terminal uses it: in a process of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_structure import ROOT

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(data: Path, **more: str) -> dict[str, str]:
    """Only what is needed, so that a test does not depend on who runs it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return {**kept, "LINLI_DATA": str(data), "LINLI_LANG": "en", "PYTHONUTF8": "1", **more}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def cli(data: Path) -> Cli:
    """Run `python -m linli …` on that folder; keyword arguments go into the environment."""

    def run(*arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "linli", *arguments], cwd=ROOT, env=environment(data, **more), capture_output=True,
            text=True, encoding="utf-8", timeout=120, check=False,
        )

    return run


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def one_sentence(done: "subprocess.CompletedProcess[str]") -> str:
    """What a refused command said: exit code 1, one line, no trace."""
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]
