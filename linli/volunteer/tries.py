"""Wrong codes and the like of the last hour: counted under a lock, so that threads cannot try more. Kept for a day.

A mark says what is counted: `subject:ID`, `device:ID`, `sheet:number:N`, `objects:address:HASH` …
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from linli import clock, ids
from linli.store import Tx

HOUR = timedelta(hours=1)


def lock(tx: Tx, who: str) -> None:
    """Lock the row that guards the counting under that mark."""
    tx.run("insert into code_guard (who) values (:who) on conflict (who) do nothing", who=who)
    tx.one("select who from code_guard where who = :who" + tx.for_update, who=who)


def count(tx: Tx, who: str, at: datetime) -> int:
    """How many tries of the last hour stand under that mark, which is locked."""
    lock(tx, who)
    return int(tx.value("select count(*) as n from code_try where who = :who and at > :since", who=who, since=clock.stamp(at - HOUR)))


def add(tx: Tx, marks: Iterable[str], at: datetime) -> None:
    """Note one try under each mark."""
    tx.insert("code_try", [{"id": ids.new(), "who": who, "at": clock.stamp(at)} for who in marks])
