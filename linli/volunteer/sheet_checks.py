"""Whether a record sheet on paper is what was issued: number and check code, against guessing at speed.

50 bits cannot be guessed at the speeds that are borne here: of wrong tries 10 an hour are taken from
a device, 30 from an address, 60 for one number and 1,000 altogether. At the most of these a guess
fits some number once in a hundred million years. They are counted under a lock, in the
transaction that compares, so that a hundred tries sent at once are no more than a hundred one by one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from math import ceil

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_
from linli.rules.record_set import tidy_check, tidy_number
from linli.store import Store, Tx
from linli.store.base import Row
from linli.throttle import address_mark
from linli.volunteer import record_sheets, tries

A_DEVICE, AN_ADDRESS, A_NUMBER, ALTOGETHER = 10, 30, 60, 1000


class PleaseWait(GameError):
    """Too many wrong tries within an hour. minutes: until the next one is taken."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(N_("There were many wrong tries within an hour, so nothing is checked right now. Please try again in {minutes} min."), minutes=minutes)


@dataclass(frozen=True)
class Seeker:
    """Who checks: the mark of the browser's device ('' for none) and the network address."""

    device: str = ""
    address: str | None = None


@dataclass(frozen=True)
class Checked:
    """What a sheet is worth. state: valid, replaced, outdated (never to be taken as valid) or invalid.

    For an invalid one nothing else is told. Days are local; since: when it was replaced, or when
    hours on it were taken back or corrected, '' where that is not known. Nothing tells whose it is.
    """

    state: str
    number: str = ""
    first_on: str = ""
    last_on: str = ""
    issued_on: str = ""
    issuer: str = ""
    issuer_en: str = ""
    signed_in_minutes: int = 0
    supplementary_minutes: int = 0
    lines: int = 0
    since: str = ""


INVALID = Checked("invalid")


def verify(store: Store, number: str, code: str, at: datetime, who: Seeker) -> Checked:
    """What the sheet of that number and check code is worth at this moment. Raises PleaseWait.

    An unknown number and a wrong code are answered the same. What cannot be a number or a code
    at all is invalid without counting as a try.
    """
    wanted, typed = tidy_number(number), tidy_check(code)
    if not (wanted and typed):
        return INVALID
    with store.writing() as tx:
        counted = _counted(wanted, who)
        _refuse_speed(tx, counted, at)
        row = tx.one("select * from record_sheet where number = :number", number=wanted)
        if row is not None and compare_digest(record_sheets.check_code(record_sheets.stored(tx, row)), typed):
            return _worth(tx, row)
        tries.add(tx, counted, at)
        return INVALID


def _counted(number: str, who: Seeker) -> dict[str, int]:
    """What wrong tries are counted under, and how many an hour each bears."""
    found = {"sheet": ALTOGETHER, f"sheet:number:{number}": A_NUMBER}
    if who.device:
        found[f"sheet:device:{who.device}"] = A_DEVICE
    if mark := address_mark(who.address):
        found[f"sheet:address:{mark}"] = AN_ADDRESS
    return found


def _refuse_speed(tx: Tx, counted: dict[str, int], at: datetime) -> None:
    waits = [_wait(tx, one, counted[one], at) for one in sorted(counted)]
    if max(waits) > timedelta(0):
        raise PleaseWait(ceil(max(waits) / timedelta(minutes=1)))


def _wait(tx: Tx, who: str, most: int, at: datetime) -> timedelta:
    """How long until fewer than `most` wrong tries lie within an hour; the guard's row is locked."""
    tries.lock(tx, who)
    oldest = tx.value(
        "select at from code_try where who = :who and at > :since order by at desc, id desc limit 1 offset :before",
        who=who, since=clock.stamp(at - tries.HOUR), before=most - 1,
    )
    return clock.parse(oldest) + tries.HOUR - at if oldest else timedelta(0)


def _worth(tx: Tx, row: Row) -> Checked:
    changed = record_sheets.outdated(tx, [row["id"]])
    state = "replaced" if row["replaced_by"] else "outdated" if row["id"] in changed else "valid"
    since = row["replaced_at"] if state == "replaced" else changed.get(row["id"])
    return Checked(
        state, row["number"], row["first_on"], row["last_on"], row["issued_on"], row["issuer"], row["issuer_en"], row["signed_in_minutes"],
        row["supplementary_minutes"], row["lines"], clock.local_day(clock.parse(since), community.zone(tx)) if since else "",
    )
