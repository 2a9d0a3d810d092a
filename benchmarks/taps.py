"""Answering taps over HTTP: durable, marked, posted and answered with the next item.

"saturated": 20 phones without a pause. "paced": 500 phones of residents, each posting an answer
every 2.5 seconds, which is twice the asked load: the tap on "next" costs the server nothing,
because the next item came with the answer. `--sockets` keeps 500 Streamlit sessions open besides.
"""

import argparse
import asyncio
import json
import random
import re
import statistics
import time

from benchmarks.http_client import Phone
from benchmarks.measure import cpu_seconds, quantile, report, rss_mb
from benchmarks.server import Running, remembered_phones, running

_ITEM = re.compile(r'data-item="([^"]+)"')
_OPTION = re.compile(r'data-answer="(\d+)"')
TOPICS = ("fire", "traffic", "gas", "fraud", "waste", "water", "noise", "dogs")


class Player:
    """One phone that answers topic quizzes one after the other."""

    def __init__(self, port: int, cookie: str, seed: int) -> None:
        self.phone, self.chance = Phone(port, cookie), random.Random(seed)
        self.attempt, self.html = "", ""
        self.times: list[float] = []
        self.errors = 0

    async def ready(self) -> None:
        """Have an unanswered item at hand."""
        if _ITEM.search(self.html):
            return
        topic = self.chance.choice(TOPICS)
        _, body, _ = await self.phone.post("/api/quiz/start", {"kind": "topic", "topic": topic})
        self.attempt = json.loads(body)["attempt"]
        self.html = (await self.phone.get(f"/api/quiz/{self.attempt}"))[1].decode()

    async def tap(self) -> None:
        """Answer the item at hand; its time is kept."""
        await self.ready()
        found, options = _ITEM.search(self.html), _OPTION.findall(self.html)
        assert found
        given = {"item": found[1], "chosen": [int(self.chance.choice(options))]}
        status, body, seconds = await self.phone.post(f"/api/quiz/{self.attempt}/answer", given)
        self.html = (json.loads(body).get("next") or "") if status == 200 else ""
        self.errors += status != 200
        self.times.append(seconds)


async def saturated(players: list[Player], seconds: float) -> float:
    """All players answer without a pause; how long it really took."""
    start, end = time.perf_counter(), time.perf_counter() + seconds

    async def loop(player: Player) -> None:
        while time.perf_counter() < end:
            await player.tap()

    await asyncio.gather(*(loop(player) for player in players))
    return time.perf_counter() - start


async def paced(players: list[Player], seconds: float, every: float) -> float:
    """Each player answers every `every` seconds, starting spread out."""
    start = time.perf_counter()

    async def loop(player: Player, number: int) -> None:
        due = start + every * number / len(players)
        while due < start + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await player.tap()
            due += every

    await asyncio.gather(*(loop(player, number) for number, player in enumerate(players)))
    return time.perf_counter() - start


async def measured(server: Running, cookies: list[str], mode: str, seconds: float, seed: int) -> dict[str, float]:
    """One run; figures over all answers."""
    players = [Player(server.port, cookie, seed + number) for number, cookie in enumerate(cookies)]
    for start in range(0, len(players), 50):
        await asyncio.gather(*(player.ready() for player in players[start : start + 50]))
    before = cpu_seconds(server.pid)
    took = await (saturated(players, seconds) if mode == "saturated" else paced(players, seconds, 2.5))
    cpu = cpu_seconds(server.pid) - before
    times = [one for player in players for one in player.times]
    for player in players:
        player.phone.close()
    return {
        "taps": len(times), "errors": sum(player.errors for player in players), "taps_per_s": len(times) / took,
        "cpu_ms_per_tap": 1000 * cpu / len(times), "p50_ms": 1000 * quantile(times, 0.5), "p95_ms": 1000 * quantile(times, 0.95),
    }


def main() -> None:
    """Print the medians of three runs of each mode."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--phones", type=int, default=500)
    chosen = parser.parse_args()
    with running() as server:
        cookies = remembered_phones(server, chosen.phones)
        for mode, count in (("saturated", 20), ("paced", chosen.phones)):
            runs = [asyncio.run(measured(server, cookies[:count], mode, chosen.seconds, 1000 * n)) for n in range(chosen.runs)]
            figures = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
            report(f"answering taps, {mode}", phones=count, runs=chosen.runs, rss_mb=rss_mb(server.pid), **figures)


if __name__ == "__main__":
    main()
