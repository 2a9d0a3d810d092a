"""The real server on an empty database, the real Chromium, and a picture of every page when a test fails."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from linli import clock
from linli.store import Store, open_store
from tests.browser.proxy import Cable
from tests.browser.town import Town

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(__file__).parent / "out"
PHONE = {"width": 390, "height": 844}
CHROMIUM = os.environ.get("LINLI_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
#: A click or a text that has not come after so many milliseconds never will, on busy cores too.
PATIENCE = 30_000
#: Streamlit asks for these beside a deep link before it knows where it lives.
_DEEP = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")


@dataclass
class Served:
    """A running server: its folder and port; `start` and `stop` may be called again and again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)
    _opened: Store | None = None

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
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the server did not start:\n" + self.log.read_text())

    def stop(self, kill: bool = False) -> None:
        """Stop it, by SIGKILL if asked."""
        if self.process:
            (self.process.kill if kill else self.process.terminate)()
            self.process.wait(30)

    def close(self) -> None:
        """Stop it and let go of its database."""
        self.stop()
        if self._opened:
            self._opened.close()
        print(self.said()[-4000:])

    def said(self) -> str:
        """What it printed so far."""
        return self.log.read_text("utf-8", "replace")

    def store(self) -> Store:
        """Its database, opened beside it."""
        self._opened = self._opened or open_store("", folder=self.folder)
        return self._opened


def _serve(folder: Path) -> Iterator[Served]:
    """A server; PINs typed in a browser and those made here are sealed with the same key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LINLI_DATA", str(folder))
        server = Served(folder, _free_port())
        folder.mkdir()
        server.start()
        yield server
        server.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server on an empty database; what it printed is shown when the test fails."""
    yield from _serve(tmp_path / "data")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests of a file."""
    yield from _serve(tmp_path_factory.mktemp("shared") / "data")


@pytest.fixture(scope="module")
def town(shared: Served) -> Town:
    """The community of the shared server."""
    return Town(shared.store()).found(clock.now())


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. One a file: Playwright's loop must not run beside the tests of other folders."""
    assert Path(CHROMIUM).exists(), "no Chromium: run `make test`, or name one in LINLI_CHROMIUM"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield opened
        opened.close()


@dataclass
class Phone:
    """A browser of its own. foreign: requests to other hosts; complaints: what its console called errors."""

    context: BrowserContext
    page: Page
    language: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _answers: dict[str, int] = field(default_factory=dict)

    def watch(self) -> "Phone":
        """Note everything that no page of ours should do."""
        self.context.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{error} at {self.page.url}"))
        return self

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
            self.foreign.append(request.url)

    def _console(self, message: Any) -> None:
        place = message.location.get("url", "")
        if message.type == "error" and not _DEEP.search(place):
            self.complaints.append(f"{message.text} ({place}) at {self.page.url}")


Phones = Callable[..., Phone]


@pytest.fixture
def phones(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Phones]:
    """Makes phones, each with its own cookies: touch, 390 x 844. A failed test leaves pictures in out/."""
    made: list[Phone] = []

    def phone(language: str = "zh", **more: Any) -> Phone:
        wished = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "locale": {"zh": "zh-CN", "en": "en-US"}[language]}
        context = browser.new_context(**(wished | more))
        context.set_default_timeout(PATIENCE)
        made.append(Phone(context, context.new_page(), language).watch())
        return made[-1]

    yield phone
    if getattr(request.node, "went_wrong", False):
        _pictures(request.node.name, made)
    for one in made:
        one.context.close()
    assert [one.foreign for one in made if one.foreign] == [], "something was asked of another host"


def _pictures(name: str, made: list[Phone]) -> None:
    OUT.mkdir(exist_ok=True)
    for number, one in enumerate(made):
        one.page.screenshot(path=str(OUT / f"{re.sub(r'[^A-Za-z0-9_-]', '_', name)}-{number}.png"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remember whether the test itself failed, for the fixtures that end after it."""
    report = yield
    if report.when == "call":
        item.went_wrong = report.failed  # type: ignore[attr-defined]
    return report
