"""What is done once a local day, by whoever comes first: retention (docs/rules.md §1).

In a transaction of its own: inside a tap's it could wait for rows that another tap holds.
"""

import threading
from datetime import datetime

from linli import clock, community, privacy
from linli.store import Store

_lock = threading.Lock()
_done: dict[int, str] = {}


def once_a_day(store: Store, at: datetime) -> bool:
    """Do the day's upkeep unless somebody did it; whether this call did. Costs nothing otherwise."""
    hour = at.isoformat()[:13]  # the local day is looked up once an hour: zones can be changed
    if _done.get(id(store)) == hour:
        return False
    with _lock:
        _done[id(store)] = hour
    with store.reading() as tx:
        zone = community.zone(tx)
        day = clock.local_day(at, zone)
        if tx.one("select day from daily_job where day = :day and name = 'retain'", day=day):
            return False
    with store.writing() as tx:
        return privacy.retain_once(tx, at, zone)
