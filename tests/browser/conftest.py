"""The real server on an empty database, and the real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from linli.store import Store, open_store
from tests.browser.proxy import Cable

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 390, "height": 844}
CHROMIUM = os.environ.get("LINLI_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]


@dataclass
class Served:
    """A running server: its folder and port; `start` and `stop` may be called again and again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder / "server.log"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "linli", "start"]
        environment = {**os.environ, "LINLI_DATA": str(self.folder), "DATABASE_URL": "", "PORT": str(self.port), "LINLI_LANG": "zh"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        for _ in range(150):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the server did not start:\n" + self.log.read_text())

    def stop(self, kill: bool = False) -> None:
        """Stop it, by SIGKILL if asked."""
        if self.process:
            (self.process.kill if kill else self.process.terminate)()
            self.process.wait(30)

    def said(self) -> str:
        """What it printed so far."""
        return self.log.read_text("utf-8", "replace")

    def store(self) -> Store:
        """Its database, opened beside it."""
        return open_store("", folder=self.folder)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server on an empty database; what it printed is shown when the test fails."""
    server = Served(tmp_path / "data", _free_port())
    server.folder.mkdir()
    server.start()
    yield server
    server.stop()
    print(server.said())


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def cable(served: Served) -> Iterator[Cable]:
    """A cable to the server that can be pulled."""
    made = Cable(served.port)
    yield made
    made.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    assert Path(CHROMIUM).exists(), "no Chromium: run `make test`, or name one in LINLI_CHROMIUM"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield opened
        opened.close()


def phone(browser: Browser, language: str = "zh-CN", **more: object) -> BrowserContext:
    """A phone of its own: touch, 390 x 844."""
    return browser.new_context(viewport=PHONE, locale=language, has_touch=True, is_mobile=True, **more)  # type: ignore[arg-type]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a Chinese phone."""
    context = phone(browser)
    yield context.new_page()
    context.close()
