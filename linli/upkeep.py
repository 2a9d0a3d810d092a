"""What is done once a local day, by whoever comes first: retention (docs/rules.md §1), questions that expire.

Once an hour: papers that somebody forgot to hand in.

In transactions of their own: inside a tap's they could wait for rows that another tap holds.
"""

import threading
from datetime import datetime

from linli import clock, community, paper_sittings, privacy
from linli.questions import checking
from linli.store import Store

#: Forgotten papers that one request hands in; the others wait for the next hour, their owner or the results.
FORGOTTEN = 20
_lock = threading.Lock()
_done: dict[int, str] = {}


def once_a_day(store: Store, at: datetime) -> bool:
    """Do the day's upkeep unless somebody did it; whether this call did. Costs nothing otherwise."""
    hour = at.isoformat()[:13]  # the local day is looked up once an hour: zones can be changed
    if _done.get(id(store)) == hour:
        return False
    with _lock:
        _done[id(store)] = hour
    paper_sittings.settle(store, at, most=FORGOTTEN)
    with store.reading() as tx:
        zone = community.zone(tx)
        day = clock.local_day(at, zone)
        done = {row["name"] for row in tx.rows("select name from daily_job where day = :day order by name", day=day)}
    if "expire" not in done:
        with store.writing() as tx:
            checking.expire_once(tx, at, zone)
    if "retain" in done:
        return False
    with store.writing() as tx:
        return privacy.retain_once(tx, at, zone)
