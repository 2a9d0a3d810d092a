"""The real server in a folder of its own, with residents whose phones are remembered."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import community_of
from linli import clock, devices, ids, notice, residents
from linli.questions import bank
from linli.store import Store, open_store

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Running:
    """A started server: where it listens, its process, its data, and its compounds."""

    port: int
    pid: int
    store: Store
    compounds: list[str]

    @property
    def url(self) -> str:
        """Its address on this machine."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running(compounds: int = 60, database: str = "") -> Iterator[Running]:
    """Start the product with the real question bank on an empty SQLite database, or on the empty PostgreSQL database named."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(database, folder=Path(folder))
        bank.load(store, ROOT / "quizzes", clock.now())
        made = community_of(store, compounds)
        port = free_port()
        process = _start(folder, port, database)
        try:
            _wait(port)
            yield Running(port, process.pid, store, made)
        finally:
            process.terminate()
            process.wait(20)
            store.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _start(folder: str, port: int, database: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "linli", "start"]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "LINLI_DATA": folder, "DATABASE_URL": database, "PORT": str(port)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )


def _wait(port: int) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start within 30 seconds")


def remembered_phones(server: Running, count: int) -> list[str]:
    """Cookies of so many new residents' phones."""
    cookies = []
    for number in range(count):
        cookie = ids.token()
        residents.join(
            server.store, compound=server.compounds[number % len(server.compounds)], nickname=f"居民{number}", pin="628517",
            slip_code=None, fourteen=True, notice_version=notice.VERSION, device=devices.mark(cookie), at=clock.now(),
        )
        cookies.append(cookie)
    return cookies
