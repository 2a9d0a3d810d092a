"""Kiosks: shared screens in the hall, registered by an organiser's one-time link.

Nothing here lists or looks for people: a kiosk's sitting has no way to search names.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import accounts, clock, community, ids, links, roles
from linli.errors import GameError
from linli.locale import N_
from linli.roles import Staff
from linli.store import Store, Tx
from linli.store.base import Row

LINK_HOURS = 24


class KioskName(GameError):
    """Empty or too long."""

    def __init__(self) -> None:
        super().__init__(N_("Please name the kiosk by where it stands, in up to 40 characters."))


@dataclass(frozen=True)
class Kiosk:
    """A registered kiosk. `id` is what attempts keep of it."""

    id: str
    name: str
    registered_at: datetime


def link(store: Store, by: Staff | None, name: str, at: datetime) -> str:
    """A one-time link that makes the browser which opens it a kiosk; its token. Raises KioskName."""
    organiser = roles.require(by, "organiser")
    shown = accounts.line(name)
    if not 0 < len(shown) <= 40:
        raise KioskName
    with store.writing() as tx:
        return links.make_in(tx, "kiosk", shown, organiser.id, at, at + timedelta(hours=LINK_HOURS))


def register(store: Store, token: str, at: datetime) -> str:
    """Use the link up; the secret for the kiosk's cookie. Raises LinkDead."""
    cookie = ids.token()
    with store.writing() as tx:
        found = links.use(tx, token, at, "kiosk")
        kiosk = ids.fingerprint(cookie)
        tx.insert("kiosk", [{
            "id": kiosk, "name": found.target, "registered_by": found.created_by,
            "registered_at": clock.stamp(at), "revoked_at": None,
        }])
        community.note(tx, found.created_by, "kiosk", f"kiosk:{kiosk}", found.target, at)
    return cookie


def of_cookie(store: Store, cookie: str) -> Kiosk | None:
    """The kiosk of that cookie, unless it was revoked."""
    with store.reading() as tx:
        return of_cookie_in(tx, cookie)


def of_cookie_in(tx: Tx, cookie: str) -> Kiosk | None:
    """As `of_cookie`, within a transaction."""
    row = tx.one(
        "select id, name, registered_at from kiosk where id = :id and revoked_at is null", id=ids.fingerprint(cookie)
    )
    return _kiosk(row) if row else None


def everywhere(store: Store, by: Staff | None) -> list[Kiosk]:
    """All kiosks in use."""
    roles.require(by, "organiser")
    return [_kiosk(row) for row in store.rows("select id, name, registered_at from kiosk where revoked_at is null order by id")]


def revoke(store: Store, by: Staff | None, kiosk: str, at: datetime) -> None:
    """The browser is no longer a kiosk, from its next request on."""
    organiser = roles.require(by, "organiser")
    with store.writing() as tx:
        tx.run("update kiosk set revoked_at = :now where id = :id and revoked_at is null", now=clock.stamp(at), id=kiosk)
        community.note(tx, organiser.id, "revoke kiosk", f"kiosk:{kiosk}", "", at)


def _kiosk(row: Row) -> Kiosk:
    return Kiosk(row["id"], row["name"], clock.parse(row["registered_at"]))
