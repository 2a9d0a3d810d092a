"""How many wrong PINs and passwords are borne, and what happens then (docs/rules.md §2).

A try is written down before it is checked, so that a hundred tries sent at once cannot outrun
the counting; one that fits is taken off again. Rows live for a day.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from linli import clock, ids
from linli.errors import GameError
from linli.locale import N_
from linli.secret import sealed
from linli.store import Tx

IN_A_ROW = 5
PAUSE = timedelta(minutes=5)
A_DAY = 20
AN_HOUR = 30
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class Paused(GameError):
    """Five wrong ones in a row for this name on this device."""

    def __init__(self, minutes: int) -> None:
        super().__init__(
            N_("That was not right several times. Please wait {minutes} min and try again; an organiser can reset it in person."),
            minutes=minutes,
        )


class UsedUp(GameError):
    """Twenty wrong ones in a day for this name on devices that do not know the person."""

    def __init__(self) -> None:
        super().__init__(
            N_("There were too many wrong tries for this name today. A phone that remembers it still works; otherwise an organiser can reset it in person.")
        )


class TooManyHere(GameError):
    """Thirty wrong ones in an hour from this device or address."""

    def __init__(self) -> None:
        super().__init__(
            N_("There were many wrong tries from here in the last hour. Phones that are remembered still work; others please try again in an hour.")
        )


@dataclass(frozen=True)
class Attempt:
    """Somebody tries a PIN or a password.

    who: `r:ID`, `s:ID`, or `unknown(...)`; device: its mark; address: of the network, or None;
    known: the device remembers this person; kiosk: a registered kiosk, which is never paused.
    """

    who: str
    device: str
    address: str | None = None
    known: bool = False
    kiosk: bool = False


@dataclass(frozen=True)
class Chances:
    """What is left should this try turn out wrong: tries, or the refusal when there is none."""

    id: str
    left: int
    refusal: GameError | None


def unknown(*parts: str) -> str:
    """Stands for a name that nobody has; what was typed is not kept."""
    return "u:" + sealed("unknown", "\x1f".join(parts))


def begin(tx: Tx, attempt: Attempt, at: datetime) -> Chances:
    """Count this try. Raises Paused, UsedUp or TooManyHere, and then it is not counted."""
    tx.run(
        "insert into try_guard (who, at) values (:who, :at) on conflict (who) do update set at = excluded.at",
        who=attempt.who, at=clock.stamp(at),
    )
    address = None if attempt.kiosk else address_mark(attempt.address)
    if not (attempt.known or attempt.kiosk):
        _refuse_here(tx, attempt.device, address, at)
    today = _today(tx, attempt, at)
    row, pause_ends = _in_a_row(tx, attempt, at)
    if pause_ends > at:
        raise Paused(ceil((pause_ends - at) / timedelta(minutes=1)))
    return _count(tx, attempt, address, row + 1, today + 1, at)


def _count(tx: Tx, attempt: Attempt, address: str | None, row: int, today: int, at: datetime) -> Chances:
    chance = ids.new()
    tx.insert("wrong_try", [{
        "id": chance, "who": attempt.who, "device": attempt.device, "address": address,
        "known": int(attempt.known), "at": clock.stamp(at),
    }])
    day_left = IN_A_ROW if attempt.known else A_DAY - today
    left = day_left if attempt.kiosk else -row % IN_A_ROW
    if day_left <= 0:
        return Chances(chance, 0, UsedUp())
    if left == 0:
        return Chances(chance, 0, Paused(ceil(_pause(row) / timedelta(minutes=1))))
    return Chances(chance, min(left, day_left), None)


def _today(tx: Tx, attempt: Attempt, at: datetime) -> int:
    count = tx.value(
        "select count(*) as n from wrong_try where who = :who and known = 0 and at > :since",
        who=attempt.who, since=clock.stamp(at - DAY),
    )
    if count >= A_DAY and not attempt.known:
        raise UsedUp
    return int(count)


def _in_a_row(tx: Tx, attempt: Attempt, at: datetime) -> tuple[int, datetime]:
    """Wrong ones in a row for this name on this device, and until when that pauses it."""
    found = tx.one(
        "select count(*) as n, max(at) as last from wrong_try where who = :who and device = :device and at > :since",
        who=attempt.who, device=attempt.device, since=clock.stamp(at - DAY),
    )
    if attempt.kiosk or not found or not found["n"] or found["n"] % IN_A_ROW:
        return int(found["n"]) if found else 0, at
    return int(found["n"]), clock.parse(found["last"]) + _pause(found["n"])


def _pause(row: int) -> timedelta:
    return PAUSE * 2 ** (row // IN_A_ROW - 1)


def _refuse_here(tx: Tx, device: str, address: str | None, at: datetime) -> None:
    since = clock.stamp(at - HOUR)
    by_device = tx.value(
        "select count(*) as n from wrong_try where device = :device and at > :since", device=device, since=since
    )
    by_address = address and tx.value(
        "select count(*) as n from wrong_try where address = :address and at > :since", address=address, since=since
    )
    if max(by_device, by_address or 0) >= AN_HOUR:
        raise TooManyHere


def fits(tx: Tx, attempt: Attempt) -> None:
    """It fitted: the row of wrong ones of this name on this device starts anew."""
    tx.run("delete from wrong_try where who = :who and device = :device", who=attempt.who, device=attempt.device)


def forgive(tx: Tx, who: str) -> None:
    """Forget every wrong try for a name: after a reset in person."""
    tx.run("delete from wrong_try where who = :who", who=who)
    tx.run("delete from try_guard where who = :who", who=who)


def retain(tx: Tx, at: datetime) -> None:
    """Forget what is older than a day."""
    before = clock.stamp(at - DAY)
    tx.run("delete from wrong_try where at <= :before", before=before)
    tx.run("delete from try_guard where at <= :before", before=before)


def address_mark(address: str | None) -> str | None:
    """A keyed hash of a network address (of its /64 for IPv6); the address itself is not kept."""
    if not address:
        return None
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return sealed("address", address[:100])
    if found.version == 6:
        found = ipaddress.ip_network((found, 64), strict=False).network_address
    return sealed("address", str(found))
