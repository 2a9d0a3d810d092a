"""A signed digest of each local day's ledger entries, chained by day (docs/rules.md §5).

It is made by the first writer of a later day, in its transaction. A chain per row would make
every writer wait for every other.
"""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from linli import clock
from linli.secret import secret_key
from linli.store import Tx

#: Seconds after midnight before yesterday is closed: a writer still under way may belong to it.
GRACE_SECONDS = 60
#: The columns that a digest covers, in order.
COVERED = (
    "id", "entered_at", "act_at", "act_on", "season", "counted", "compound", "subject", "slip", "on_site",
    "kind", "points", "minutes", "reverses", "reason", "rule", "source",
)


def close_earlier_days(tx: Tx, today: str, zone: str, at: datetime) -> datetime:
    """Digest the newest day that has entries, if it is over and has no digest yet.

    Returns when the next entry is entered: `at`, but never before the newest entry. A computer
    whose clock was put back must not write into a day that is closed and signed.
    """
    last = tx.value("select entered_at from ledger order by id desc limit 1")
    if last is None:
        return at
    newest = clock.parse(last)
    if (at - clock.start_of(today, zone)).total_seconds() >= GRACE_SECONDS:
        day = clock.local_day(newest, zone)
        if day < today and tx.one("select day from day_digest where day = :day", day=day) is None:
            _close(tx, day, zone, at)
    return max(at, newest)


def _close(tx: Tx, day: str, zone: str, at: datetime) -> None:
    entries, digest = of_day(tx, day, zone)
    previous = tx.value("select digest from day_digest where day < :day order by day desc limit 1", day=day) or ""
    tx.run(
        "insert into day_digest (day, entries, digest, previous, signature, made_at)"
        " values (:day, :entries, :digest, :previous, :signature, :at) on conflict (day) do nothing",
        day=day, entries=entries, digest=digest, previous=previous,
        signature=sign(day, entries, digest, previous), at=clock.stamp(at),
    )


def of_day(tx: Tx, day: str, zone: str) -> tuple[int, str]:
    """How many entries were made on a local day, and the SHA-256 over all of them in id order."""
    rows = tx.rows(
        "select * from ledger where entered_at >= :start and entered_at < :end order by id",
        start=clock.stamp(clock.start_of(day, zone)), end=clock.stamp(clock.end_of(day, zone)),
    )
    total = hashlib.sha256()
    for row in rows:
        total.update(_line(row))
    return len(rows), total.hexdigest()


def _line(row: dict[str, Any]) -> bytes:
    return ("\x1f".join("" if row[name] is None else str(row[name]) for name in COVERED) + "\n").encode()


def sign(day: str, entries: int, digest: str, previous: str) -> str:
    """HMAC-SHA256 with the key that lives outside the database."""
    text = f"{day}|{entries}|{digest}|{previous}"
    return hmac.new(secret_key(), text.encode(), hashlib.sha256).hexdigest()
