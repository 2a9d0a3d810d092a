"""The start: check what could go wrong, bring the database up to date, say where to go, then serve."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from linli import __version__, clock, community, network, staff, terminal
from linli.errors import GameError
from linli.locale import N_, _, pick
from linli.questions import bank
from linli.secret import secret_key
from linli.store import Full, Store, data_folder, open_store
from linli.terminal import complain, say

ROOT = Path(__file__).resolve().parents[1]
QUIZZES = ROOT / "quizzes"
#: Where the first organiser types the set-up code, and where a reset link leads.
SETUP_PATH = "/staff/setup"
RESET_PATH = "/staff/reset/"
COORDINATOR_PATH = "/coordinator/"
#: With less room than this the database could not be opened safely.
LEAST_ROOM = 16 * 1024 * 1024
#: Whose errors mean that the database cannot be opened. Only linli.store imports drivers.
_DRIVERS = ("sqlite3", "psycopg", "psycopg_pool")
#: A clock may differ by this much from the newest entry without a word.
CLOCK_SLACK = timedelta(minutes=2)


class CannotOpen(GameError):
    """The PostgreSQL server does not answer or refuses, or the file is no database."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            N_("The database {place} cannot be opened: {why}. Check LINLI_DATA and DATABASE_URL; docs/operate.md shows how to restore a backup."),
            place=place, why=why,
        )


def start(port_text: str, *, at: datetime) -> int:
    """Do everything up to the server, then become the server. Raises GameError before that.

    port_text: what PORT says; "" is the usual port.
    """
    port = network.port_of(port_text)
    network.check_free(port)
    settle_folder()
    store = opened()
    try:
        report(store, port, at)
    finally:
        store.close()
    return serve(port)


def settle_folder() -> None:
    """Name the data folder for good: the server runs in the product's own folder."""
    os.environ["LINLI_DATA"] = str(data_folder().resolve())


def opened() -> Store:
    """The migrated store, with its secret beside it. Raises StoreError, SecretUnreadable, CannotOpen."""
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # says at length what CannotOpen says
    check_room(data_folder())
    try:
        store = open_store()
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in _DRIVERS:
            raise
        why = str(error).strip().splitlines() or [type(error).__name__]
        raise CannotOpen(place(), why[0].rstrip(".")) from error
    secret_key()
    return store


def check_room(folder: Path) -> None:
    """Raises Full when the disk of a folder, which need not be there yet, has no room left."""
    there = next((one for one in (folder, *folder.parents) if one.is_dir()), Path("/"))
    disk = shutil.disk_usage(there)
    if disk.total and disk.free < LEAST_ROOM:  # what is no disk, as /proc, has no size
        raise Full


def place() -> str:
    """Where the data is, in words for the terminal; never the password of a server."""
    found = urlsplit(os.environ.get("DATABASE_URL", ""))
    return f"PostgreSQL {found.hostname or ''}{found.path}" if found.scheme else str(data_folder())


def report(store: Store, port: int, at: datetime) -> None:
    """Load the questions and print what the person at the terminal needs to know."""
    say(_("Linli Cup {version} · {community}", version=__version__, community=_community(store)))
    say(_("Data: {place}", place=place()))
    load_questions(store, at)
    _warn_of_clock(store, at)
    say()
    print_addresses(port)
    print_setup_code(store, port, at)
    say()


def _community(store: Store) -> str:
    with store.reading() as tx:
        settings = community.settings(tx)
    return pick(settings.community_zh, settings.community_en) or _("not set up yet")


def load_questions(store: Store, at: datetime) -> None:
    """The question files into the bank; one line for each fault, and the rest goes on."""
    found = bank.load(store, QUIZZES, at)
    for fault in found.faults:
        complain(_("Not loaded: {file}:{line}: {fault}", file=fault.file, line=fault.line, fault=fault.message))
    with store.reading() as tx:
        topics = bank.open_topics(tx)
    say(_("Questions: {topics} topics, {items} items.", topics=len(topics), items=sum(one.items for one in topics)))


def _warn_of_clock(store: Store, at: datetime) -> None:
    newest = store.one("select max(entered_at) as newest from ledger")
    if newest and newest["newest"] and at < clock.parse(newest["newest"]) - CLOCK_SLACK:
        complain(_("Warning: this computer's clock is behind the newest entry. Set the clock right before people play; docs/operate.md says how."))


def print_addresses(port: int) -> None:
    """Every address with its QR code, and a warning where nothing is encrypted."""
    public = os.environ.get("LINLI_URL", "").rstrip("/")
    say(_("On this computer: {address}", address=address("127.0.0.1", port)))
    others = [public] if public else []
    for one in [*others, *(address(host, port) for host in network.lan_addresses())]:
        say(_("On phones and other computers: {address}", address=one))
        say(terminal.qr(one))
    if not public.startswith("https://"):
        say(_("Warning: there is no HTTPS, so whoever shares the network could read along. docs/operate.md shows how to add it."))


def address(host: str, port: int) -> str:
    """A web address on this computer."""
    return f"http://{host}:{port}"


def print_setup_code(store: Store, port: int, at: datetime) -> None:
    """The one-time code that makes the first organiser, as long as there is none."""
    code = staff.setup_code(store, at)
    if code:
        say()
        say(_("There is no organiser yet. Open {address} and type this one-time set-up code:", address=address("127.0.0.1", port) + SETUP_PATH))
        say(f"    {code}")


def serve(port: int) -> int:
    """Become the web server (on Windows: run it); the exit code."""
    say(_("Starting. Stop with Ctrl+C."))
    os.chdir(ROOT)
    # Streamlit runs each script in a new thread; glibc would keep a heap for each of many (40 MB more).
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--logger.hideWelcomeMessage", "true"]
    if os.name != "nt":  # there execv returns to the prompt while the server runs on
        os.execv(command[0], command)
    return _call(command)


def _call(command: Sequence[str]) -> int:
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0
