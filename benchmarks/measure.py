"""Small helpers of all benchmarks: medians, a temporary community, CPU time of a process."""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from linli import clock, community
from linli.store import Store, open_store

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def rss_mb(pid: int) -> float:
    """Resident memory of a process in MB (10^6 bytes)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6


@contextmanager
def temporary_store() -> Iterator[Store]:
    """An empty SQLite store in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store("", folder=Path(folder))
        yield store
        store.close()


def community_of(store: Store, compounds: int) -> list[str]:
    """A community of so many compounds of 40 to 4,000 households and a season; their ids."""
    at = clock.now()
    today = clock.local_day(at, clock.DEFAULT_ZONE)
    community.change_settings(store, None, at, community_zh="量测社区", community_en="Bench")
    community.add_season(
        store, name_zh="季", name_en="Season", starts_on=clock.add_days(today, -60), ends_on=clock.add_days(today, 60), who=None, at=at
    )
    with store.writing() as tx:
        return [
            community.add_compound(
                tx, name_zh=f"小区{n}", name_en=f"Compound {n}", households=40 + 66 * n, source="bench", stated_on=today,
                basis="slips", who=None, at=at,
            )
            for n in range(compounds)
        ]


def report(name: str, **figures: object) -> None:
    """Print one line of figures as JSON."""
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in figures.items()}
    print(json.dumps({"benchmark": name, **rounded}, ensure_ascii=False), flush=True)
