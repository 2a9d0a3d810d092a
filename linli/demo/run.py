"""`make demo`: the sample database made where it is missing, its accounts printed, then the start."""

import os
import time
from datetime import datetime
from pathlib import Path

from linli import clock, community, network, slips, start
from linli.demo import cast, cleanups, editorial, people, season
from linli.demo.batch import Batch
from linli.errors import GameError
from linli.locale import N_, _, full_day
from linli.questions import bank
from linli.store import Store, data_folder, open_store
from linli.terminal import say

FOLDER = start.ROOT / "data" / "demo"
UNUSED_SLIPS = 3


class NotSample(GameError):
    """The database holds a real community."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            N_("The database in {folder} is not sample data, so the demo leaves it alone. Name another folder in LINLI_DATA, or leave LINLI_DATA out."),
            folder=folder,
        )


def demo(port_text: str, *, at: datetime, new: bool, serve: bool) -> int:
    """Make the sample season where there is none (or `new`), print who is who, start the product."""
    port = network.port_of(port_text)
    if serve:
        network.check_free(port)
    os.environ["DATABASE_URL"] = ""
    os.environ.setdefault("LINLI_DATA", str(FOLDER))
    start.settle_folder()
    folder = data_folder()
    start.check_room(folder)
    if (folder / "linli.db").exists():
        refuse_real(folder)
    if new or not (folder / "linli.db").exists():
        make(folder, at)
    store = open_store("", folder=folder)
    try:
        print_cast(store, port, clock.now())
    finally:
        store.close()
    return start.start(port_text, at=clock.now()) if serve else 0


def refuse_real(folder: Path) -> None:
    """Raises NotSample unless the database there is marked as sample data."""
    store = open_store("", folder=folder)
    try:
        with store.reading() as tx:
            if not community.settings(tx).sample:
                raise NotSample(folder)
    finally:
        store.close()


def make(folder: Path, at: datetime) -> None:
    """A new sample season up to `at`, in place of the one that is there."""
    say(_("Making a season of sample data; this takes less than a minute …"))
    began = time.monotonic()
    making = folder / "making"
    _remove(making)
    store = open_store("", folder=making)
    try:
        bank.load(store, start.QUIZZES, clock.now())  # the files may have been reviewed after `at`
        acts = build(store, at)
    finally:
        store.close()
    _remove(folder)
    os.replace(making / "linli.db", folder / "linli.db")
    making.rmdir()
    say(_("Done in {seconds} s: {acts} quizzes, sign-ups, sign-ins and approvals.", seconds=round(time.monotonic() - began), acts=acts))


def _remove(folder: Path) -> None:
    for name in ("linli.db", "linli.db-wal", "linli.db-shm"):
        (folder / name).unlink(missing_ok=True)


def build(store: Store, at: datetime) -> int:
    """Play the whole season in an empty store that has questions; the number of acts."""
    batch = Batch(store)
    made = season.Season(batch, at)
    with batch.together():
        season.found_community(made)
        everybody = people.invent(made)
        people.plan(made, everybody)
        cleanups.plan(made, everybody)
        editorial.plan(made, everybody)
        return made.play()


def print_cast(store: Store, port: int, at: datetime) -> None:
    """The accounts to try the product with, and a clean-up that is open right now."""
    with store.reading() as tx:
        first = community.seasons(tx)[0]
    say(_("Sample data since {day}; `make demo-new` makes it anew up to today.", day=full_day(first.starts_on)))
    say(_("Organiser: {username}, password {password} (a second one for what needs two: {other})",
          username=cast.ORGANISERS[0][0], other=cast.ORGANISERS[1][0], password=cast.PASSWORD))
    for one in cast.KNOWN:
        _print_resident(store, one)
    _print_slips(store)
    _print_open_now(store, port, at)
    say()


def _print_resident(store: Store, one: cast.Named) -> None:
    row = store.one(
        "select r.player_number, c.name_zh from resident r join compound c on c.id = r.compound where r.nickname = :name order by r.id",
        name=one.nickname,
    )
    if row:
        say(_("Resident: {name}, {compound}, player number {number}, PIN {pin}",
              name=one.nickname, compound=row["name_zh"], number=row["player_number"], pin=one.pin))


def _print_slips(store: Store) -> None:
    """Slips that no act carries yet: a quiz with one of them moves the headline."""
    compound = store.one("select id, name_zh from compound where name_zh = :name", name=cast.AUNTIE.home)
    if compound is None:
        return
    with store.reading() as tx:
        used = {row["code"] for row in tx.rows("select s.code from slip s join ledger l on l.slip = s.id")}
        held = {row["code"] for row in tx.rows("select s.code from slip s join resident r on r.slip = s.id")}
        free = [code for code in slips.codes(tx, compound["id"]) if code not in used | held]
    say(_("Household slips of {compound} that nobody has used: {codes}", compound=compound["name_zh"], codes=" ".join(free[-UNUSED_SLIPS:])))


def _print_open_now(store: Store, port: int, at: datetime) -> None:
    try:
        activity = cleanups.open_now(store, at)
        keeper = store.one("select id from resident where nickname = :name order by id", name=cast.COORDINATOR.nickname)
        token = season.coordinator_link(store, activity, keeper["id"], at) if keeper else ""
    except GameError:  # somebody has removed the sample organiser
        return
    with store.reading() as tx:
        title = tx.value("select title from activity where id = :id", id=activity)
    say(_("Open for sign-in and sign-out now: {title}. Its coordinator's one-time link:", title=title))
    say(f"    {start.address('127.0.0.1', port)}{start.COORDINATOR_PATH}{token}")
