"""A Saturday morning: 200 volunteers sign in within a minute at ten activities, on a real server.

Meanwhile three coordinators tick somebody every three seconds and refresh a list every two. "rush" is the
same within ten seconds. `--postgres URL` uses a new database of that server instead of SQLite. An empty
request (`/healthz`) is sent three times a second in between: the ratio to it hardly depends on the machine.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg

from benchmarks.http_client import Phone
from benchmarks.measure import quantile, report
from benchmarks.server import Running, remembered_phones, running
from linli import clock, community, devices, ids
from linli.rules import totp
from linli.store import Store
from linli.volunteer import activities, coordinators
from linli.volunteer.activity_draft import Draft

VOLUNTEERS, TICKED, ACTIVITIES, KEEPERS = 200, 90, 10, 3


@dataclass
class Morning:
    """The ten activities, phones and coordinators' cookies, and what was measured, in seconds."""

    server: Running
    ids: list[str]
    phones: list[str]
    keepers: list[str]
    ticked: list[str]
    times: dict[str, list[float]] = field(default_factory=lambda: {"sign in": [], "page after": [], "tick": [], "list": [], "empty": []})
    faults: list[str] = field(default_factory=list)

    def code(self, where: int) -> str:
        """The code on the coordinator's screen now."""
        row = self.server.store.one("select code_in from activity where id = :id", id=self.ids[where])
        assert row
        return totp.code(row["code_in"], clock.now())


@contextmanager
def database(url: str) -> Iterator[str]:
    """The address of a new PostgreSQL database, dropped afterwards; "" stays SQLite."""
    if not url:
        yield ""
        return
    name = "bench" + ids.new().replace("-", "")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"create database {name} template template0 lc_collate 'C' lc_ctype 'C.UTF-8'")
    yield url.rsplit("/", 1)[0] + "/" + name
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"drop database {name} with (force)")


def prepared(server: Running) -> Morning:
    """Ten activities that began five minutes ago, and everybody who is coming."""
    store, at = server.store, clock.now()
    organiser = _organiser(store)
    with store.writing() as tx:
        unit = community.add_unit(tx, "志愿队", "Volunteers")
    minute = at.replace(second=0, microsecond=0)
    draft = Draft(
        title="Clean-up", location="East gate", unit=unit, in_charge="Gui", work="Sweep", risk="Wet leaves", insured=True, working_time=False,
        own_interest=False, paid=False, starts_at=minute - timedelta(minutes=5), ends_at=minute + timedelta(hours=2), places=250,
    )
    made = [activities.create(store, draft, organiser, at - timedelta(days=1))[0] for _number in range(ACTIVITIES)]
    phones = remembered_phones(server, VOLUNTEERS + TICKED + KEEPERS)
    people = [devices.resident_of(store, devices.mark(cookie), at) for cookie in phones]
    keepers = [_keeper(store, organiser, people[number].id, made[number::KEEPERS]) for number in range(KEEPERS)]  # type: ignore[union-attr]
    ticked = [one.subject for one in people[KEEPERS + VOLUNTEERS:] if one]
    return Morning(server, made, phones[KEEPERS:KEEPERS + VOLUNTEERS], keepers, ticked)


def _organiser(store: Store) -> str:
    row = {
        "id": ids.new(), "username": "li", "name": "Li", "post": "-", "office_phone": "0", "role": "organiser", "password_hash": "-",
        "resident": None, "declared_none": 1, "created_at": clock.stamp(clock.now()),
    }
    with store.writing() as tx:
        tx.insert("staff", [row])
    return str(row["id"])


def _keeper(store: Store, organiser: str, resident: str, theirs: list[str]) -> str:
    """The cookie that opens a coordinator's lists."""
    at = clock.now()
    with store.reading() as tx:
        by = activities.organiser(tx, organiser)
    cookie = None
    for activity in theirs:
        token = coordinators.coordinator_link(store, by, activity, resident, at)
        cookie, _found = coordinators.enter_coordinator(store, token, at + timedelta(days=1), at, cookie)
    assert cookie
    return cookie


async def volunteer(morning: Morning, number: int, wait: float) -> None:
    """Signs in by the code, and the browser follows to the page."""
    await asyncio.sleep(wait)
    where = number % ACTIVITIES
    phone, path = Phone(morning.server.port, morning.phones[number]), f"/field/{morning.ids[where]}"
    status, body, took = await phone.form(path, what="in", code=morning.code(where), key=ids.token()[:20], read=1)
    morning.times["sign in"].append(took)
    if status != 303:
        morning.faults.append(f"sign in {status} {body[-300:]!r}")
    morning.times["page after"].append((await phone.get(path))[2])
    phone.close()


async def coordinator(morning: Morning, number: int, seconds: float) -> None:
    """Ticks and refreshes lists by turns."""
    phone = Phone(morning.server.port, morning.keepers[number], "ll_coord")
    theirs, chance = morning.ids[number::KEEPERS], random.Random(number)
    waiting = iter(morning.ticked[number::KEEPERS])

    async def tick() -> None:
        subject = next(waiting, None)
        if subject:
            status, body, took = await phone.post(f"/tick/{chance.choice(theirs)}/tap", {"what": "in", "subject": subject, "key": ids.token()[:20], "elapsed": 0})
            morning.times["tick"].append(took)
            if status != 200:
                morning.faults.append(f"tick {status} {body[-200:]!r}")

    async def look() -> None:
        morning.times["list"].append((await phone.get(f"/tick/{chance.choice(theirs)}/list"))[2])

    looks = [(2.0 * n + 0.3 * number, look) for n in range(int(seconds / 2))]
    ticks = [(3.0 * n + 0.5 * number + 1, tick) for n in range(int(seconds / 3))]
    await _by_the_clock(sorted([*looks, *ticks], key=lambda one: one[0]))
    phone.close()


async def empty(morning: Morning, seconds: float) -> None:
    """A request that does next to nothing."""
    phone = Phone(morning.server.port, "-")

    async def ask() -> None:
        morning.times["empty"].append((await phone.get("/healthz"))[2])

    await _by_the_clock([(n / 3, ask) for n in range(int(seconds * 3))])
    phone.close()


async def _by_the_clock(turns: list[tuple[float, Callable[[], Awaitable[None]]]]) -> None:
    begun = time.perf_counter()
    for due, work in turns:
        await asyncio.sleep(max(0.0, begun + due - time.perf_counter()))
        await work()


async def measured(morning: Morning, seconds: float, seed: int) -> None:
    """Everybody comes within so many seconds."""
    chance = random.Random(seed)
    come = [volunteer(morning, number, chance.uniform(0, seconds)) for number in range(VOLUNTEERS)]
    await asyncio.gather(*come, *(coordinator(morning, number, seconds) for number in range(KEEPERS)), empty(morning, seconds))


def one_run(name: str, url: str, seconds: float, seed: int) -> None:
    """One morning on a server of its own, and its figures in ms."""
    with database(url) as address, running(6, address) as server:
        morning = prepared(server)
        asyncio.run(measured(morning, seconds, seed))
        kept = server.store.one("select count(*) as n from presence where open is not null")
        assert not morning.faults, morning.faults[:3]
        assert kept and kept["n"] == VOLUNTEERS + len(morning.times["tick"])
        for what, times in morning.times.items():
            figures = {f"p{share}_ms": 1000 * quantile(times, share / 100) for share in (50, 95)}
            ratio = quantile(times, 0.5) / quantile(morning.times["empty"], 0.5)
            report(f"{name}, {what}", engine=server.store.engine, answers=len(times), **figures, max_ms=1000 * max(times), times_an_empty_one=ratio)


def main() -> None:
    """Print the figures of a minute and of a rush of ten seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    one_run("Saturday, a minute", chosen.postgres, chosen.seconds, chosen.seed)
    one_run("Saturday, a rush", chosen.postgres, 10, chosen.seed)


if __name__ == "__main__":
    main()
