"""Making staff accounts: the form, the first organiser, invitations (docs/rules.md §2, "Staff")."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community, ids, links, nicknames, pins, residents, roles
from linli.errors import GameError
from linli.locale import N_
from linli.roles import COLUMNS, Staff
from linli.store import Duplicate, Store, Tx
from linli.store.base import Row

INVITE_HOURS = 72
SETUP_LENGTH = 10
_USERNAME = re.compile(r"[\w.-]{2,32}")
_PHONE = re.compile(r"[0-9+()\- ]{3,24}")


class UsernameShape(GameError):
    """Too short, too long, or with signs."""

    def __init__(self) -> None:
        super().__init__(N_("A username has 2 to 32 letters, digits, dots or dashes. Please change it."))


class UsernameTaken(GameError):
    """Another account has it."""

    def __init__(self, username: str) -> None:
        super().__init__(N_("The username {username} is taken. Please choose another."), username=username)


class StaffDetails(GameError):
    """Name, post or office phone is missing or malformed."""

    def __init__(self) -> None:
        super().__init__(N_("Name, post and office phone are needed: up to 40 characters each, the phone in digits."))


class NoDeclaration(GameError):
    """Neither linked to a resident account nor declared to have none."""

    def __init__(self) -> None:
        super().__init__(
            N_("Please link your own resident account, or tick that you have none. Two-person checks depend on it.")
        )


@dataclass(frozen=True)
class StaffForm:
    """What a staff person types. The resident account is proved by player number and PIN."""

    username: str
    name: str
    post: str
    office_phone: str
    password: str
    phone_public: bool = False
    player_number: str = ""
    pin: str = ""
    declared_none: bool = False


def setup_code(store: Store, at: datetime) -> str | None:
    """A code that makes the first organiser, to print at the start; None once there is one.

    Valid until used; earlier printed codes stay valid till then too.
    """
    with store.writing() as tx:
        if has_organiser(tx):
            return None
        code = ids.code(SETUP_LENGTH)
        links.make_in(tx, "setup", "organiser", None, at, links.FOREVER, code)
        return code


def has_organiser(tx: Tx) -> bool:
    """Whether anybody can sign in as organiser."""
    return tx.one("select id from staff where role = 'organiser' and removed_at is null limit 1") is not None


def first_organiser(
    store: Store, code: str, form: StaffForm, *, device: str, at: datetime, address: str | None = None
) -> Staff:
    """The first organiser, by the set-up code. Raises LinkDead and the refusals of `sign_up`."""
    made = _sign_up(store, ids.tidy_code(code), "setup", form, device, at, address)
    with store.writing() as tx:
        links.withdraw(tx, "setup", "organiser")
    return made


def invite(store: Store, by: Staff | None, role: str, at: datetime) -> str:
    """A one-time link by which a new staff person signs up in that role; its token."""
    organiser = roles.require(by, "organiser")
    if role not in roles.ROLES:
        raise ValueError(role)
    with store.writing() as tx:
        community.note(tx, organiser.id, "invite staff", role, "", at)
        return links.make_in(tx, "invite", role, organiser.id, at, at + timedelta(hours=INVITE_HOURS))


def sign_up(store: Store, token: str, form: StaffForm, *, device: str, at: datetime, address: str | None = None) -> Staff:
    """A new staff person, by an invitation.

    Raises LinkDead, UsernameShape, UsernameTaken, StaffDetails, NoDeclaration, PasswordShort,
    PasswordCommon, and what `residents.prove` raises for the PIN. A refused form leaves the link
    as it was.
    """
    return _sign_up(store, token, "invite", form, device, at, address)


def _sign_up(store: Store, token: str, kind: str, form: StaffForm, device: str, at: datetime, address: str | None) -> Staff:
    links.peek(store, token, at, kind)
    row = _checked(form)
    _username_free(store, row["username"])
    password = pins.check_password(form.password, row["username"])
    resident = proved(store, form, device=device, at=at, address=address)
    kept = pins.hash_password(password)
    try:
        with store.writing() as tx:
            link = links.use(tx, token, at, kind)
            if kind == "setup" and has_organiser(tx):
                raise links.LinkDead
            row |= {"id": ids.new(), "role": link.target, "password_hash": kept, "resident": resident,
                    "declared_none": int(resident is None), "created_at": clock.stamp(at), "removed_at": None}
            tx.insert("staff", [row])
            community.note(tx, row["id"], "sign up staff", link.target, "", at)
            return of_id(tx, row["id"])
    except Duplicate as error:
        raise UsernameTaken(row["username"]) from error


def _username_free(store: Store, username: str) -> None:
    if store.one("select id from staff where username = :username", username=username):
        raise UsernameTaken(username)


def _checked(form: StaffForm) -> Row:
    details: Row = {
        "username": username_key(form.username), "name": line(form.name), "post": line(form.post),
        "office_phone": line(unicodedata.normalize("NFKC", form.office_phone[:100])), "phone_public": int(form.phone_public),
    }
    check_details(details["name"], details["post"], details["office_phone"])
    return details


def check_details(name: object, post: object, phone: object) -> None:
    """Raises StaffDetails unless all three are there and of their shape."""
    if not (1 < len(str(name)) <= 40 and 0 < len(str(post)) <= 40 and _PHONE.fullmatch(str(phone))):
        raise StaffDetails


def username_key(text: str) -> str:
    """How a username is kept and compared. Raises UsernameShape."""
    folded = nicknames.key(text)
    if len(text) > 100 or not _USERNAME.fullmatch(folded):
        raise UsernameShape
    return folded


def line(text: str) -> str:
    """One line of text without what cannot be seen."""
    return nicknames.normalise(text)


def proved(store: Store, form: StaffForm, *, device: str, at: datetime, address: str | None = None) -> str | None:
    """The id of the holder's resident account, proved by its PIN; None where declared. Raises NoDeclaration."""
    if form.declared_none and not form.player_number:
        return None
    if not form.player_number:
        raise NoDeclaration
    return residents.prove(
        store, compound="", name_or_number=form.player_number, pin=form.pin, device=device, at=at, address=address
    ).id


def of_id(tx: Tx, staff: str) -> Staff:
    """The account of that id that was not removed. Raises LinkDead when it is gone."""
    row = tx.one(f"select {COLUMNS} from staff s where s.id = :id and s.removed_at is null", id=staff)
    if row is None:
        raise links.LinkDead
    return roles.from_row(row)
