"""Staff and what they may do (docs/rules.md §2, "Staff"). Every page and every write asks again."""

from dataclasses import dataclass

from linli import nicknames
from linli.errors import GameError
from linli.locale import N_, _
from linli.store.base import Row

ROLES = ("organiser", "clerk", "inspector", "host")
COLUMNS = "s.id, s.username, s.name, s.post, s.office_phone, s.phone_public, s.role, s.resident, s.declared_none"


class NotSignedIn(GameError):
    """Nobody of the staff is signed in here."""

    def __init__(self) -> None:
        super().__init__(N_("Please sign in as staff first; a sign-in lasts twelve hours."))


class NotAllowed(GameError):
    """Another role is needed."""

    def __init__(self, *roles: str) -> None:
        super().__init__(N_("This needs another role: {roles}. Please ask one of them."), roles=lambda: named(*roles))


@dataclass(frozen=True)
class Staff:
    """A staff account. resident: id of the holder's resident account; or they declared none."""

    id: str
    username: str
    name: str
    post: str
    office_phone: str
    phone_public: bool
    role: str
    resident: str | None
    declared_none: bool


def from_row(row: Row) -> Staff:
    """A row of `COLUMNS`."""
    return Staff(
        row["id"], row["username"], row["name"], row["post"], row["office_phone"], bool(row["phone_public"]),
        row["role"], row["resident"], bool(row["declared_none"]),
    )


def named(*roles: str) -> str:
    """Roles in the current language."""
    names = {"organiser": _("organiser"), "clerk": _("clerk"), "inspector": _("inspector"), "host": _("host")}
    return _(", ").join(names[role] for role in roles)


def require(staff: Staff | None, *roles: str) -> Staff:
    """The staff person, if they have one of the roles (none named: any). Raises NotSignedIn, NotAllowed."""
    if staff is None:
        raise NotSignedIn
    if roles and staff.role not in roles:
        raise NotAllowed(*roles)
    return staff


def different_people(one: Staff, other: Staff) -> bool:
    """Whether two accounts count as two staff persons.

    They are linked to different residents; or, where one or both declared that there is no
    resident account, they carry different names.
    """
    if one.id == other.id or not (_settled(one) and _settled(other)):
        return False
    if one.resident and other.resident:
        return one.resident != other.resident
    return _plain(one.name) != _plain(other.name)


def _settled(staff: Staff) -> bool:
    return bool(staff.resident) or staff.declared_none


def _plain(name: str) -> str:
    return nicknames.key(name).replace(" ", "").replace("·", "")
