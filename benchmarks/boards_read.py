"""`boards.read` for 60 compounds, season window, right after a commit by another connection.

At 10,000 and at 1,000,000 ledger entries. The entries are written in bulk; the sums that a board
reads are made from them by SQL, and one more act is posted before every reading.
"""

import random
import statistics
from functools import partial

from benchmarks.measure import community_of, report, seconds, temporary_store
from linli import boards, clock, ids, ledger
from linli.store import Store

SIZES = (10_000, 1_000_000)
READS = 300
RUNS = 3


def fill(store: Store, compounds: list[str], entries: int) -> None:
    """So many entries of today by entries/20 people, with the sums of the season window."""
    chance = random.Random(7)
    at = clock.now()
    today = clock.local_day(at, clock.DEFAULT_ZONE)
    season = str((store.one("select id from season") or {})["id"])
    people = [(f"s{n}", chance.choice(compounds)) for n in range(max(60 * 8, entries // 20))]
    for start in range(0, entries, 50_000):
        rows = []
        for n in range(start, min(entries, start + 50_000)):
            subject, compound = people[n % len(people)]
            rows.append({
                "id": ids.new(), "entered_at": clock.stamp(at), "act_at": clock.stamp(at), "act_on": today, "season": season,
                "counted": "open", "compound": compound, "subject": subject, "slip": f"p{subject}", "on_site": 0,
                "kind": "quiz", "points": 10, "minutes": 0, "reverses": None, "reason": "", "rule": "1", "source": f"b:{n}",
            })
        with store.writing() as tx:
            tx.insert("ledger", rows)
    with store.writing() as tx:
        tx.run(
            "insert into board_total (window_kind, starts, compound, quiz, slips, anybody)"
            " select 'season', season, compound, sum(points), count(distinct slip), count(distinct subject)"
            " from ledger group by season, compound"
        )


def read_after_commits(store: Store, compounds: list[str]) -> float:
    """Median milliseconds of a reading that follows another connection's commit."""
    times = []
    for n in range(READS):
        at = clock.now()
        act = ledger.Act(
            "quiz", compounds[n % len(compounds)], f"new{n}", f"slip{n}", False, 10, 0, at,
            clock.local_day(at, clock.DEFAULT_ZONE), f"bench:{ids.new()}",
        )
        with store.writing() as tx:
            ledger.post(tx, act, at)
        times.append(seconds(partial(boards.read, store, "fair", "season", at=at)))
    return statistics.median(times) * 1000


def main() -> None:
    """Print the medians of three runs for both sizes, and their ratio."""
    found = {}
    for entries in SIZES:
        with temporary_store() as store:
            compounds = community_of(store, 60)
            fill(store, compounds, entries)
            found[entries] = statistics.median(read_after_commits(store, compounds) for _ in range(RUNS))
            report("boards.read", compounds=60, entries=entries, median_ms=found[entries])
    report("boards.read ratio", ratio=found[SIZES[1]] / found[SIZES[0]])


if __name__ == "__main__":
    main()
