"""One-time links: a secret that works once, within its time. The database keeps its hash only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from linli import clock, ids
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store, Tx

#: For a link that is valid until it is used.
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)


class LinkDead(GameError):
    """Used, too old, withdrawn, or never made."""

    def __init__(self) -> None:
        super().__init__(N_("This link or code has been used, or its time is over. Please ask an organiser for a new one."))


@dataclass(frozen=True)
class Link:
    """What a link is for: kind (setup, invite, reset, kiosk, coordinator …) and its target."""

    kind: str
    target: str
    created_by: str | None
    expires_at: datetime


def make(store: Store, kind: str, target: str, by: str | None, at: datetime, hours: float) -> str:
    """A new link; its token, which is kept nowhere."""
    with store.writing() as tx:
        return make_in(tx, kind, target, by, at, at + timedelta(hours=hours))


def make_in(tx: Tx, kind: str, target: str, by: str | None, at: datetime, expires_at: datetime, token: str = "") -> str:
    """As `make`, within a transaction."""
    token = token or ids.token()
    tx.insert("link", [{
        "id": ids.fingerprint(token), "kind": kind, "target": target, "created_by": by,
        "created_at": clock.stamp(at), "expires_at": clock.stamp(expires_at), "used_at": None,
    }])
    return token


def peek(store: Store, token: str, at: datetime, kind: str | None = None) -> Link:
    """What a link is for, without using it up. Raises LinkDead."""
    with store.reading() as tx:
        return peek_in(tx, token, at, kind)


def peek_in(tx: Tx, token: str, at: datetime, kind: str | None = None) -> Link:
    """As `peek`, within a transaction."""
    row = tx.one(
        "select kind, target, created_by, expires_at from link where id = :id and used_at is null and expires_at > :now",
        id=_id(token), now=clock.stamp(at),
    )
    if row is None or kind not in (None, row["kind"]):
        raise LinkDead
    return Link(row["kind"], row["target"], row["created_by"], clock.parse(row["expires_at"]))


def use(tx: Tx, token: str, at: datetime, kind: str | None = None) -> Link:
    """Use a link up: of many who try at once, one succeeds. Raises LinkDead."""
    link = peek_in(tx, token, at, kind)
    used = tx.run(
        "update link set used_at = :now where id = :id and used_at is null", id=_id(token), now=clock.stamp(at)
    )
    if not used:
        raise LinkDead
    return link


def withdraw(tx: Tx, kind: str, target: str) -> None:
    """No unused link of that kind for that target works any more."""
    tx.run("delete from link where kind = :kind and target = :target and used_at is null", kind=kind, target=target)


def retain(tx: Tx, at: datetime) -> None:
    """Forget links used or over for a month."""
    before = clock.stamp(at - timedelta(days=30))
    tx.run("delete from link where used_at <= :before or expires_at <= :before", before=before)


def _id(token: str) -> str:
    return ids.fingerprint(token[:200].encode(errors="replace").decode())
