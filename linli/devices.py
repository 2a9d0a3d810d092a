"""Phones that remember residents (docs/rules.md §2).

A phone carries a random cookie; the database keeps its hash, who is signed in on it, and who may
switch to it without a PIN. A link that has not been used for 90 days (a setting) is forgotten.
"""

from datetime import datetime, timedelta

from linli import clock, community, ids, who
from linli.store import Store, Tx
from linli.who import Resident


def mark(cookie: str) -> str:
    """What the database keeps of a device cookie."""
    return ids.fingerprint(cookie)


def resident_of(store: Store, device: str, at: datetime) -> Resident | None:
    """Who is signed in on a device now. Renews its 90 days, at most once a day."""
    with store.reading() as tx:
        found = resident_on(tx, device, at)
        seen = found and tx.value("select last_seen_on from device where id = :device", device=device)
    if found and seen != _day(at):
        with store.writing() as tx:
            renew(tx, device, at)
    return found


def resident_on(tx: Tx, device: str, at: datetime) -> Resident | None:
    """As `resident_of`, within a transaction and without renewing."""
    row = tx.one(
        f"{who.SELECT} join device d on d.resident = r.id where d.id = :device and d.expires_at > :now",
        device=device, now=clock.stamp(at),
    )
    return who.from_row(row) if row else None


def renew(tx: Tx, device: str, at: datetime) -> None:
    """The device was seen: it, and whoever is signed in on it, are kept for another 90 days."""
    tx.run(
        "update device set last_seen_on = :day, expires_at = :expires where id = :device and expires_at > :now",
        day=_day(at), expires=_expires(tx, at), device=device, now=clock.stamp(at),
    )
    tx.run(
        "update device_person set last_used_at = :now where device = :device"
        " and resident = (select resident from device where id = :device)",
        now=clock.stamp(at), device=device,
    )


def people_on(tx: Tx, device: str, at: datetime) -> list[Resident]:
    """Who may switch to this device without a PIN, the last one first."""
    since = clock.stamp(at - timedelta(days=community.settings(tx).device_days))
    rows = tx.rows(
        f"{who.SELECT} join device_person p on p.resident = r.id"
        " where p.device = :device and p.last_used_at > :since order by p.last_used_at desc, r.id",
        device=device, since=since,
    )
    return [who.from_row(row) for row in rows]


def knows(tx: Tx, device: str, resident: str, at: datetime) -> bool:
    """Whether the device remembers this resident."""
    return any(one.id == resident for one in people_on(tx, device, at))


def remember(tx: Tx, device: str, resident: str, at: datetime) -> None:
    """Sign a resident in on a device, and remember them there."""
    tx.run(
        "insert into device (id, resident, expires_at, last_seen_on) values (:device, :resident, :expires, :day)"
        " on conflict (id) do update set resident = excluded.resident, expires_at = excluded.expires_at,"
        " last_seen_on = excluded.last_seen_on",
        device=device, resident=resident, expires=_expires(tx, at), day=_day(at),
    )
    tx.run(
        "insert into device_person (device, resident, last_used_at) values (:device, :resident, :now)"
        " on conflict (device, resident) do update set last_used_at = excluded.last_used_at",
        device=device, resident=resident, now=clock.stamp(at),
    )


def forget(tx: Tx, device: str, resident: str) -> None:
    """A device no longer knows this resident."""
    tx.run("delete from device_person where device = :device and resident = :resident", device=device, resident=resident)
    tx.run("update device set resident = null where id = :device and resident = :resident", device=device, resident=resident)
    _drop_strangers(tx)


def forget_everywhere(tx: Tx, resident: str, but: str = "") -> None:
    """No device knows this resident any more, save `but` (a lost phone, or a deletion)."""
    tx.run("delete from device_person where resident = :resident and device <> :but", resident=resident, but=but)
    tx.run("update device set resident = null where resident = :resident and id <> :but", resident=resident, but=but)
    _drop_strangers(tx)


def _drop_strangers(tx: Tx) -> None:
    """Nothing is kept of a device that knows nobody."""
    tx.run("delete from device where resident is null and not exists (select 1 from device_person p where p.device = device.id)")


def retain(tx: Tx, at: datetime) -> None:
    """Forget links unused for 90 days, and devices that know nobody."""
    since = clock.stamp(at - timedelta(days=community.settings(tx).device_days))
    tx.run("delete from device_person where last_used_at <= :since", since=since)
    tx.run(
        "delete from device where expires_at <= :now"
        " or not exists (select 1 from device_person p where p.device = device.id)",
        now=clock.stamp(at),
    )
    tx.run(
        "update device set resident = null where resident is not null and not exists"
        " (select 1 from device_person p where p.device = device.id and p.resident = device.resident)"
    )
    tx.run("delete from device_person where not exists (select 1 from device d where d.id = device_person.device)")


def _day(at: datetime) -> str:
    return clock.stamp(at)[:10]


def _expires(tx: Tx, at: datetime) -> str:
    return clock.stamp(at + timedelta(days=community.settings(tx).device_days))
