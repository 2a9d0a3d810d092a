"""Being named on public lists: a resident's own choice, and the organisers' look at the nickname before it.

A nickname stands on a list only where its resident agreed to that, an organiser approved the
nickname as it is now, and it is not hidden (docs/rules.md §1; PIPL art. 25). Everything else is
a code. Taking it back is one tap and works at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community, roles
from linli.errors import GameError
from linli.locale import N_, _, pick
from linli.roles import Staff
from linli.store import Store, Tx
from linli.store.base import Row
from linli.who import Resident

#: SQL over a resident `r`: the nickname may stand on a public list.
NAMED = "r.listed_at is not null and r.nickname_state = 'approved' and r.hidden_at is null"
#: Why a nickname is not put on lists; the resident reads it.
WHY = {
    "real": N_("It looks like a real name, or tells who or where you are."),
    "rude": N_("It hurts or mocks somebody."),
    "office": N_("It could be taken for the office or for another person."),
    "advert": N_("It advertises something."),
    "other": N_("The office would like to talk about it: please ask there."),
}


class NoWhy(GameError):
    """A refusal names its reason."""

    def __init__(self) -> None:
        super().__init__(N_("Choose why these nicknames are not put on lists: the residents read that."))


class OwnNickname(GameError):
    """Nobody decides on their own nickname."""

    def __init__(self) -> None:
        super().__init__(N_("This is your own nickname. Another organiser looks at it."))


@dataclass(frozen=True)
class Choice:
    """A resident's choice and what came of it. state: new, approved, refused; why: a code of WHY, or ''."""

    listed: bool
    state: str
    why: str
    hidden: bool

    @property
    def named(self) -> bool:
        """The nickname stands on public lists."""
        return self.listed and self.state == "approved" and not self.hidden


@dataclass(frozen=True)
class Wish:
    """A nickname that waits for a look. compound: where they live, in the current language's name."""

    resident: str
    nickname: str
    compound: str
    since: datetime
    own: bool


def choice(store: Store, resident: Resident) -> Choice:
    """What a resident chose."""
    row = store.one("select listed_at, nickname_state, nickname_why, hidden_at from resident where id = :id", id=resident.id)
    if row is None:
        return Choice(False, "new", "", False)
    return Choice(row["listed_at"] is not None, row["nickname_state"], row["nickname_why"], row["hidden_at"] is not None)


def agree(store: Store, resident: Resident, at: datetime) -> None:
    """Be named on public lists, once an organiser has looked at the nickname."""
    with store.writing() as tx:
        tx.run("update resident set listed_at = coalesce(listed_at, :at) where id = :id", at=clock.stamp(at), id=resident.id)


def withdraw(store: Store, resident: Resident) -> None:
    """Not be named any more, from now on."""
    with store.writing() as tx:
        tx.run("update resident set listed_at = null where id = :id", id=resident.id)


def renamed(tx: Tx, resident: str, before: str, now: str) -> None:
    """Another nickname is looked at anew."""
    if before != now:
        tx.run(
            "update resident set nickname_state = 'new', nickname_why = '', nickname_by = null, nickname_at = null where id = :id", id=resident,
        )


_WAITS = "r.listed_at is not null and r.nickname_state = 'new' and r.hidden_at is null"


def count(tx: Tx) -> int:
    """How many nicknames wait for a look."""
    return int(tx.value(f"select count(*) as n from resident r where {_WAITS}"))


def waiting(store: Store, staff: Staff | None) -> list[Wish]:
    """Nicknames of residents who agreed to be named, the longest waiting first. Raises roles.NotAllowed."""
    by = roles.require(staff, "organiser")
    rows = store.rows(
        "select r.id, r.nickname, r.listed_at, c.name_zh, c.name_en from resident r join compound c on c.id = r.compound"
        f" where {_WAITS} order by r.listed_at, r.id",
    )
    return [_wish(row, by) for row in rows]


def _wish(row: Row, by: Staff) -> Wish:
    return Wish(row["id"], row["nickname"], pick(row["name_zh"], row["name_en"]), clock.parse(row["listed_at"]), row["id"] == by.resident)


def decide(store: Store, staff: Staff | None, seen: Mapping[str, str], why: str, at: datetime) -> int:
    """Approve nicknames (why '') or refuse them with a code of WHY; how many were decided.

    seen: resident to the nickname that the organiser read: whoever has changed it since, or has
    been decided on, waits on. Raises roles.NotAllowed, NoWhy, OwnNickname.
    """
    by = roles.require(staff, "organiser")
    if why and why not in WHY:
        raise NoWhy
    if by.resident in seen:
        raise OwnNickname
    with store.writing() as tx:
        done = 0
        for resident in sorted(seen):
            done += _decided(tx, by, resident, seen[resident], why, at)
    return done


def _decided(tx: Tx, by: Staff, resident: str, nickname: str, why: str, at: datetime) -> int:
    state = "refused" if why else "approved"
    changed = tx.run(
        "update resident set nickname_state = :state, nickname_why = :why, nickname_by = :staff, nickname_at = :at"
        " where id = :id and nickname = :nickname and nickname_state = 'new'",
        state=state, why=why, staff=by.id, at=clock.stamp(at), id=resident, nickname=nickname,
    )
    if changed:
        community.note(tx, by.id, f"nickname {state}", f"resident:{resident}", why, at)
    return changed


def why_text(why: str) -> str:
    """A reason in the current language."""
    return _(WHY[why]) if why in WHY else ""
