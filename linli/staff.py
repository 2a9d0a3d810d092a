"""Staff: signing in and out, and what organisers do with accounts (docs/rules.md §2, "Staff").

Making accounts is in accounts.py, roles in roles.py, coordinators in coordinators.py; their
names are here too, for whoever needs staff.
"""

from datetime import datetime, timedelta

from linli import clock, community, ids, links, pins, roles, throttle
from linli.accounts import StaffForm, first_organiser, has_organiser, invite, of_id, proved, setup_code, sign_up, username_key
from linli.errors import GameError
from linli.locale import N_
from linli.roles import COLUMNS, NotAllowed, NotSignedIn, Staff, different_people, require
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer.coordinators import (
    Coordinator,
    activities_of_cookie,
    coordinator_link,
    coordinator_of_cookie,
    coordinators_of,
    enter_coordinator,
    peek_coordinator,
    remove_coordinator,
)

__all__ = [
    "Coordinator", "NotAllowed", "NotSignedIn", "Staff", "StaffForm", "activities_of_cookie", "change_password", "change_role",
    "coordinator_link", "coordinator_of_cookie", "coordinators_of", "different_people", "enter_coordinator",
    "everyone", "first_organiser", "has_organiser", "invite", "link_resident", "new_password", "of_cookie",
    "peek_coordinator", "public_contacts", "remove", "remove_coordinator", "require", "reset",
    "reset_organiser", "setup_code", "sign_in", "sign_out", "sign_up",
]

SESSION = timedelta(hours=12)
RESET_HOURS = 24
#: A browser from which somebody signed in this recently is known.
KNOWN = timedelta(days=90)


class WrongPassword(GameError):
    """The username or the password is wrong; which of them is not said."""

    def __init__(self, left: int) -> None:
        one = N_("The username or the password is not right. One more try; another organiser can reset it.")
        more = N_("The username or the password is not right. {left} more tries; another organiser can reset it.")
        super().__init__(one if left == 1 else more, left=left)


class LastOrganiser(GameError):
    """Nobody would be left to organise."""

    def __init__(self) -> None:
        super().__init__(N_("This is the only organiser. Invite another one first."))


class WhichOrganiser(GameError):
    """The username is needed, or it is not an organiser's."""

    def __init__(self, usernames: list[str]) -> None:
        super().__init__(N_("Say which organiser: {usernames}."), usernames=", ".join(usernames))


class NoOrganiser(GameError):
    """There is nobody to reset."""

    def __init__(self) -> None:
        super().__init__(N_("There is no organiser yet. Start the product: it prints a set-up code."))


class AlreadyLinked(GameError):
    """A staff account is linked once."""

    def __init__(self) -> None:
        super().__init__(N_("This account is already linked to a resident account, and stays so."))


def sign_in(
    store: Store, *, username: str, password: str, device: str, at: datetime, address: str | None = None
) -> tuple[str, Staff]:
    """A fresh session; the secret for the cookie, and who it is.

    Throttled as PINs are. Raises WrongPassword and the pauses of linli.throttle.
    """
    with store.writing() as tx:
        row = _named(tx, username)
        attempt = _attempt(tx, row, username, device, address, at)
        chances = throttle.begin(tx, attempt, at)
    if not pins.password_fits(row["password_hash"] if row else None, password) or row is None:
        raise chances.refusal or WrongPassword(chances.left)
    with store.writing() as tx:
        throttle.fits(tx, attempt)
        return _session(tx, row["id"], device, at), of_id(tx, row["id"])


def _named(tx: Tx, username: str) -> Row | None:
    try:
        key = username_key(username)
    except GameError:
        return None
    return tx.one("select id, password_hash from staff where username = :key and removed_at is null", key=key)


def _attempt(tx: Tx, row: Row | None, username: str, device: str, address: str | None, at: datetime) -> throttle.Attempt:
    if row is None:
        return throttle.Attempt(throttle.unknown("staff", username[:100]), device, address)
    known = tx.one(
        "select id from staff_session where staff = :staff and device = :device and created_at > :since limit 1",
        staff=row["id"], device=device, since=clock.stamp(at - KNOWN),
    )
    return throttle.Attempt(f"s:{row['id']}", device, address, known=known is not None)


def _session(tx: Tx, staff: str, device: str, at: datetime) -> str:
    cookie = ids.token()
    tx.insert("staff_session", [{
        "id": ids.fingerprint(cookie), "staff": staff, "device": device, "created_at": clock.stamp(at),
        "expires_at": clock.stamp(at + SESSION), "revoked_at": None,
    }])
    return cookie


def of_cookie(store: Store, cookie: str, at: datetime) -> Staff | None:
    """Who is signed in with that cookie now, with their role of now; else None."""
    row = store.one(
        f"select {COLUMNS} from staff s join staff_session c on c.staff = s.id"
        " where c.id = :id and c.revoked_at is null and c.expires_at > :now and s.removed_at is null",
        id=ids.fingerprint(cookie), now=clock.stamp(at),
    )
    return roles.from_row(row) if row else None


def sign_out(store: Store, cookie: str, at: datetime) -> None:
    """End the session of that cookie."""
    with store.writing() as tx:
        tx.run("update staff_session set revoked_at = :now where id = :id", id=ids.fingerprint(cookie), now=clock.stamp(at))


def everyone(store: Store, by: Staff | None) -> list[Staff]:
    """All staff who were not removed, by name."""
    require(by, "organiser")
    rows = store.rows(f"select {COLUMNS} from staff s where s.removed_at is null order by s.name, s.id")
    return [roles.from_row(row) for row in rows]


def public_contacts(tx: Tx) -> list[Staff]:
    """Staff who said yes to their office phone being shown."""
    rows = tx.rows(f"select {COLUMNS} from staff s where s.removed_at is null and s.phone_public = 1 order by s.name, s.id")
    return [roles.from_row(row) for row in rows]


def reset(store: Store, by: Staff | None, staff: str, at: datetime) -> str:
    """A one-time link by which a staff person sets a new password; its token."""
    organiser = require(by, "organiser")
    with store.writing() as tx:
        return _reset(tx, organiser.id, staff, at)


def _reset(tx: Tx, by: str | None, staff: str, at: datetime) -> str:
    found = of_id(tx, staff)
    links.withdraw(tx, "reset", found.id)
    community.note(tx, by, "reset password", f"staff:{found.id}", "", at)
    return links.make_in(tx, "reset", found.id, by, at, at + timedelta(hours=RESET_HOURS))


def reset_organiser(store: Store, at: datetime, username: str = "") -> str:
    """For `python -m linli reset-organiser [USERNAME]`: a token by which the organiser sets a password.

    The username may be left out where there is one organiser. Raises NoOrganiser, WhichOrganiser.
    """
    with store.writing() as tx:
        found = tx.rows("select id, username from staff where role = 'organiser' and removed_at is null order by username, id")
        if not found:
            raise NoOrganiser
        chosen = [row for row in found if row["username"] == username.strip().casefold()] if username else found
        if len(chosen) != 1:
            raise WhichOrganiser([row["username"] for row in found])
        return _reset(tx, None, chosen[0]["id"], at)


def new_password(store: Store, token: str, password: str, at: datetime) -> Staff:
    """Set a password by a reset link. Every session of the account ends, every pause too."""
    with store.reading() as tx:
        found = of_id(tx, links.peek_in(tx, token, at, "reset").target)
    kept = pins.hash_password(pins.check_password(password, found.username))
    with store.writing() as tx:
        links.use(tx, token, at, "reset")
        _keep(tx, found.id, kept, at)
    return found


def change_password(store: Store, staff: Staff | None, cookie: str, old: str, new: str, *, device: str, at: datetime) -> None:
    """A new password, for whoever knows the old one; other sessions end. Raises WrongPassword."""
    found = require(staff)
    password = pins.check_password(new, found.username)
    extra, _same = sign_in(store, username=found.username, password=old, device=device, at=at)
    kept = pins.hash_password(password)
    with store.writing() as tx:
        _keep(tx, found.id, kept, at, but=cookie)
        tx.run("delete from staff_session where id = :id", id=ids.fingerprint(extra))


def _keep(tx: Tx, staff: str, kept: str, at: datetime, but: str = "") -> None:
    tx.run("update staff set password_hash = :kept where id = :id", kept=kept, id=staff)
    _end_sessions(tx, staff, at, but)
    throttle.forgive(tx, f"s:{staff}")


def _end_sessions(tx: Tx, staff: str, at: datetime, but: str = "") -> None:
    tx.run(
        "update staff_session set revoked_at = :now where staff = :staff and revoked_at is null and id <> :but",
        now=clock.stamp(at), staff=staff, but=ids.fingerprint(but),
    )


def change_role(store: Store, by: Staff | None, staff: str, role: str, at: datetime) -> Staff:
    """Give a staff person another role. Raises LastOrganiser."""
    organiser = require(by, "organiser")
    with store.writing() as tx:
        _keep_one_organiser(tx, staff, role)
        tx.run("update staff set role = :role where id = :id and removed_at is null", role=role, id=staff)
        community.note(tx, organiser.id, "role", f"staff:{staff}", role, at)
        return of_id(tx, staff)


def remove(store: Store, by: Staff | None, staff: str, at: datetime) -> None:
    """Remove an account: nobody signs in with it again, its phone and password are gone.

    The name stays, under what they approved. Raises LastOrganiser.
    """
    organiser = require(by, "organiser")
    with store.writing() as tx:
        _keep_one_organiser(tx, staff, "")
        tx.run(
            "update staff set removed_at = :now, username = id, office_phone = '', phone_public = 0, password_hash = ''"
            " where id = :id and removed_at is null",
            now=clock.stamp(at), id=staff,
        )
        _end_sessions(tx, staff, at)
        links.withdraw(tx, "reset", staff)
        community.note(tx, organiser.id, "remove staff", f"staff:{staff}", "", at)


def _keep_one_organiser(tx: Tx, staff: str, role: str) -> None:
    rows = tx.rows("select id from staff where role = 'organiser' and removed_at is null order by id" + tx.for_update)
    if role != "organiser" and [row["id"] for row in rows] == [staff]:
        raise LastOrganiser


def link_resident(
    store: Store, staff: Staff | None, player_number: str, pin: str, *, device: str, at: datetime, address: str | None = None
) -> Staff:
    """Link the account of somebody who declared none, and has joined since. Raises AlreadyLinked."""
    found = require(staff)
    form = StaffForm("", "", "", "", "", player_number=player_number, pin=pin)
    resident = proved(store, form, device=device, at=at, address=address)
    with store.writing() as tx:
        linked = tx.run(
            "update staff set resident = :resident, declared_none = 0 where id = :id and resident is null",
            resident=resident, id=found.id,
        )
        if not linked:
            raise AlreadyLinked
        return of_id(tx, found.id)


def retain(tx: Tx, at: datetime) -> None:
    """Forget sessions, and with them the browsers they came from, after 90 days."""
    tx.run("delete from staff_session where created_at <= :before", before=clock.stamp(at - KNOWN))
