"""Residents: joining, signing in and out, and what they or an organiser may change (docs/rules.md §2).

A PIN is checked between two short transactions: the first counts the try, the hashing holds no
lock, the second signs in.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import clock, community, devices, ids, listing, nicknames, pins, roles, slips, throttle, who
from linli.errors import GameError
from linli.locale import N_
from linli.roles import Staff
from linli.store import Duplicate, Store, Tx
from linli.store.base import Row
from linli.throttle import Attempt, Chances
from linli.who import Resident

#: A join sent twice within this time from one phone is the same join.
TWICE = timedelta(minutes=2)
#: An organiser's search shows no more than this.
FOUND = 50


class NicknameTaken(GameError):
    """Somebody in the compound has it."""

    def __init__(self, nickname: str, compound: str) -> None:
        super().__init__(
            N_("Somebody in {compound} is already called {nickname}. Add a sign or choose another; if it is you, sign in instead."),
            nickname=nickname, compound=compound,
        )


class UnderFourteen(GameError):
    """The tick "I am 14 or older" is missing."""

    def __init__(self) -> None:
        super().__init__(N_("A nickname is for people of 14 and older. Without one everybody can play as a guest."))


class WrongPin(GameError):
    """The nickname or the PIN is wrong; which of them is not said."""

    def __init__(self, left: int) -> None:
        one = N_("The nickname or the PIN is not right. One more try; an organiser can reset it in person.")
        more = N_("The nickname or the PIN is not right. {left} more tries; an organiser can reset it in person.")
        super().__init__(one if left == 1 else more, left=left)


class NotOnThisPhone(GameError):
    """The phone does not remember that person."""

    def __init__(self) -> None:
        super().__init__(N_("This phone no longer remembers that person. Please sign in with nickname and PIN."))


@dataclass(frozen=True)
class Typed:
    """What somebody typed to sign in: name is a nickname of that compound or a player number."""

    compound: str
    name: str
    pin: str


def join(
    store: Store, *, compound: str, nickname: str, pin: str, slip_code: str | None, fourteen: bool,
    notice_version: str, device: str | None, at: datetime,
) -> Resident:
    """A new resident, signed in on the device (None: on no device).

    compound: id or join code; fourteen: the tick "I am 14 or older", without which no nickname is
    made; notice_version: of the notice that was agreed to. The same join sent twice gives the
    same resident. Raises UnderFourteen, NicknameTaken and the refusals of nicknames, pins, slips.
    """
    if not fourteen:
        raise UnderFourteen
    shown, digits = nicknames.check(nickname), pins.check_new(pin)
    free(store, compound, shown, device, at)
    row = draft(shown, digits, notice_version, at)
    with store.writing() as tx:
        home = community.compound(tx, compound)
        again = _same_join(tx, home, shown, device, at)
        if again:
            return again
        return _add(tx, {**row, "compound": home.id, "slip": slips.optional(tx, home.id, slip_code)}, home, digits, device, at)


def draft(nickname: str, pin: str, notice_version: str, at: datetime, *, temporary: bool = False) -> Row:
    """The row of a new resident but for compound, slip and player number. Hashes: never call it in a transaction.

    nickname and pin: checked; temporary: a PIN that somebody else has seen, to be changed.
    """
    return {
        "id": ids.new(), "nickname": nickname, "nickname_key": nicknames.key(nickname), "hidden_at": None,
        "pin_hash": pins.hash_pin(pin), "pin_temporary": int(temporary), "notice_version": notice_version,
        "consented_at": clock.stamp(at), "created_at": clock.stamp(at),
    }


def add_by_hand(tx: Tx, row: Row, compound: str, pin: str, at: datetime) -> Resident:
    """A new resident whom somebody else enters (linli.volunteer.enrolling), remembered on no device. Raises NicknameTaken."""
    home = community.compound(tx, compound)
    _same_join(tx, home, row["nickname"], None, at)
    return _add(tx, {**row, "compound": home.id, "slip": None}, home, pin, None, at)


def free(store: Store, compound: str, shown: str, device: str | None, at: datetime) -> None:
    """Say that a nickname is taken before a PIN is hashed for nothing. Raises NicknameTaken."""
    with store.reading() as tx:
        home = community.compound(tx, compound)
        _same_join(tx, home, shown, device, at)


def _same_join(tx: Tx, home: community.Compound, shown: str, device: str | None, at: datetime) -> Resident | None:
    """The resident whom this device made a moment ago under that nickname. Raises NicknameTaken."""
    row = _named(tx, home.id, shown)
    if row is None:
        return None
    fresh = clock.parse(row["created_at"]) > at - TWICE
    if device and fresh and devices.knows(tx, device, row["id"], at):
        return who.resident(tx, row["id"])
    raise NicknameTaken(shown, home.name)


def _add(tx: Tx, row: Row, home: community.Compound, digits: str, device: str | None, at: datetime) -> Resident:
    subject = ids.new()
    tx.insert("subject", [{"id": subject}])
    names = [*row, "player_number"]
    sql = f"insert into resident ({', '.join(names)}) values ({', '.join(':' + name for name in names)}) on conflict do nothing"
    while True:
        number = ids.digits(6)
        if number != digits and tx.run(sql, **row, player_number=number):
            break
        if _named(tx, home.id, row["nickname"]):
            raise NicknameTaken(row["nickname"], home.name)
    tx.insert("subject_resident", [{"subject": subject, "resident": row["id"]}])
    if device:
        devices.remember(tx, device, row["id"], at)
    return who.resident(tx, row["id"])


def sign_in(
    store: Store, *, compound: str, name_or_number: str, pin: str, device: str, at: datetime,
    kiosk: bool = False, address: str | None = None,
) -> Resident:
    """Sign in by nickname (of that compound) or player number, and PIN.

    device: its mark, or the kiosk's id with kiosk=True, where nobody is remembered; address: of
    the network, kept for a day as a keyed hash. Raises PinShape, WrongPin, and the pauses of
    linli.throttle.
    """
    typed = Typed(compound, name_or_number, pin)
    return _prove(store, typed, device, address, kiosk, at, remember=not kiosk)


def prove(
    store: Store, *, compound: str, name_or_number: str, pin: str, device: str, at: datetime,
    kiosk: bool = False, address: str | None = None,
) -> Resident:
    """Who that is, if the PIN fits; signs nobody in. Raises as `sign_in`."""
    return _prove(store, Typed(compound, name_or_number, pin), device, address, kiosk, at, remember=False)


def _prove(store: Store, typed: Typed, device: str, address: str | None, kiosk: bool, at: datetime, *, remember: bool) -> Resident:
    digits = pins.tidy(typed.pin)
    with store.writing() as tx:
        row = _looked_up(tx, typed)
        attempt = _attempt(tx, row, typed, device, address, kiosk, at)
        chances = throttle.begin(tx, attempt, at)
    if not pins.pin_fits(row["pin_hash"] if row else None, digits) or row is None:
        raise _wrong(chances)
    with store.writing() as tx:
        throttle.fits(tx, attempt)
        found = who.resident(tx, row["id"])
        if remember:
            devices.remember(tx, device, found.id, at)
        return found


def _attempt(tx: Tx, row: Row | None, typed: Typed, device: str, address: str | None, kiosk: bool, at: datetime) -> Attempt:
    if row is None:
        name = throttle.unknown(typed.compound, nicknames.key(typed.name))
        return Attempt(name, device, address, kiosk=kiosk)
    known = not kiosk and devices.knows(tx, device, row["id"], at)
    return Attempt(f"r:{row['id']}", device, address, known, kiosk)


def _wrong(chances: Chances) -> GameError:
    return chances.refusal or WrongPin(chances.left)


def _looked_up(tx: Tx, typed: Typed) -> Row | None:
    number = _number(typed.name)
    if number:
        return tx.one("select id, pin_hash from resident where player_number = :number", number=number)
    return _named(tx, typed.compound, typed.name)


def _number(typed: str) -> str | None:
    """The player number that was typed, also in full-width digits; None for anything else."""
    text = unicodedata.normalize("NFKC", typed[:50]).replace(" ", "").strip()
    return text if len(text) == 6 and text.isascii() and text.isdigit() else None


def _named(tx: Tx, compound: str, nickname: str) -> Row | None:
    return tx.one(
        "select id, nickname, pin_hash, created_at from resident where compound = :compound and nickname_key = :key",
        compound=compound, key=nicknames.key(nickname),
    )


def sign_out(store: Store, device: str, at: datetime) -> None:
    """The device forgets who is signed in on it; others whom it remembers stay."""
    with store.writing() as tx:
        found = devices.resident_on(tx, device, at)
        if found:
            devices.forget(tx, device, found.id)


def step_away(store: Store, device: str) -> None:
    """Nobody is signed in on the device now, and it goes on remembering everybody."""
    with store.writing() as tx:
        tx.run("update device set resident = null where id = :device", device=device)


def people_on(store: Store, device: str, at: datetime) -> list[Resident]:
    """Who may be switched to on this phone without a PIN, the last one first."""
    with store.reading() as tx:
        return devices.people_on(tx, device, at)


def switch(store: Store, device: str, resident: str, at: datetime) -> Resident:
    """Another of the people who share a phone goes on. Raises NotOnThisPhone."""
    with store.writing() as tx:
        if not devices.knows(tx, device, resident, at):
            raise NotOnThisPhone
        devices.remember(tx, device, resident, at)
        return who.resident(tx, resident)


def forget_other_phones(store: Store, resident: Resident, device: str) -> None:
    """A lost phone: only this device goes on remembering the resident."""
    with store.writing() as tx:
        devices.forget_everywhere(tx, resident.id, but=device)


def move(
    store: Store, resident: Resident, compound: str, slip_code: str | None, at: datetime, nickname: str | None = None
) -> Resident:
    """Live in another compound from now on; points stay where they were earned.

    nickname: another one, where somebody there has the old one (else NicknameTaken). The old
    household slip is given up.
    """
    shown = resident.nickname if nickname is None else nicknames.check(nickname)
    with store.reading() as tx:
        home = community.compound(tx, compound)
    try:
        with store.writing() as tx:
            slip = slips.optional(tx, home.id, slip_code)
            before = who.resident(tx, resident.id).nickname
            tx.run(
                "update resident set compound = :compound, slip = :slip, nickname = :nickname, nickname_key = :key where id = :id",
                compound=home.id, slip=slip, nickname=shown, key=nicknames.key(shown), id=resident.id,
            )
            listing.renamed(tx, resident.id, before, shown)
            return who.resident(tx, resident.id)
    except Duplicate as error:
        raise NicknameTaken(shown, home.name) from error


def take_slip(store: Store, resident: Resident, slip_code: str) -> Resident:
    """Add or change the household slip. Raises SlipUnknown, SlipElsewhere."""
    with store.writing() as tx:
        home = who.resident(tx, resident.id).compound
        tx.run("update resident set slip = :slip where id = :id", slip=slips.find(tx, home, slip_code), id=resident.id)
        return who.resident(tx, resident.id)


def change_nickname(store: Store, resident: Resident, nickname: str, at: datetime) -> Resident:
    """Another nickname. One that was hidden is not hidden any more, unless it is the same."""
    shown = nicknames.check(nickname)
    with store.reading() as tx:
        home = community.compound(tx, who.resident(tx, resident.id).compound)
    try:
        with store.writing() as tx:
            before = who.resident(tx, resident.id).nickname
            tx.run(
                "update resident set nickname = :nickname,"
                " hidden_at = case when nickname_key = :key then hidden_at else null end, nickname_key = :key where id = :id",
                nickname=shown, key=nicknames.key(shown), id=resident.id,
            )
            listing.renamed(tx, resident.id, before, shown)
            return who.resident(tx, resident.id)
    except Duplicate as error:
        raise NicknameTaken(shown, home.name) from error


def change_pin(
    store: Store, resident: Resident, old: str, new: str, *, device: str, at: datetime, address: str | None = None
) -> None:
    """A new PIN, for whoever knows the old one. Raises as `sign_in`, and PinCommon."""
    digits = pins.check_new(new, resident.player_number)
    prove(
        store, compound=resident.compound, name_or_number=resident.player_number, pin=old,
        device=device, at=at, address=address,
    )
    _keep_pin(store, resident.id, digits, temporary=False)


def _keep_pin(store: Store, resident: str, digits: str, *, temporary: bool) -> None:
    kept = pins.hash_pin(digits)
    with store.writing() as tx:
        tx.run(
            "update resident set pin_hash = :kept, pin_temporary = :temporary where id = :id",
            kept=kept, temporary=int(temporary), id=resident,
        )
        throttle.forgive(tx, f"r:{resident}")


def reset_pin(store: Store, staff: Staff | None, resident: str, at: datetime, new: str | None = None) -> str:
    """An organiser resets a PIN in person; the PIN to show once.

    new: what the resident typed on the organiser's screen; without it a random one is made, and
    marked as one that the resident should change. Every pause for this nickname ends.
    """
    by = roles.require(staff, "organiser")
    with store.reading() as tx:
        found = who.resident(tx, resident)
    digits = pins.check_new(new, found.player_number) if new is not None else pins.new_pin()
    _keep_pin(store, found.id, digits, temporary=new is None)
    with store.writing() as tx:
        community.note(tx, by.id, "reset pin", f"resident:{found.id}", "", at)
    return digits


def hide_nickname(store: Store, staff: Staff | None, resident: str, at: datetime) -> Resident:
    """From now on everybody sees “player 123456” instead."""
    return _hide(store, staff, resident, at, clock.stamp(at))


def show_nickname(store: Store, staff: Staff | None, resident: str, at: datetime) -> Resident:
    """Take `hide_nickname` back."""
    return _hide(store, staff, resident, at, None)


def _hide(store: Store, staff: Staff | None, resident: str, at: datetime, hidden_at: str | None) -> Resident:
    by = roles.require(staff, "organiser")
    with store.writing() as tx:
        found = who.resident(tx, resident)
        tx.run("update resident set hidden_at = :hidden_at where id = :id", hidden_at=hidden_at, id=found.id)
        community.note(tx, by.id, "hide nickname" if hidden_at else "show nickname", f"resident:{found.id}", "", at)
        return who.resident(tx, found.id)


def find(store: Store, staff: Staff | None, text: str, compound: str | None = None) -> list[Resident]:
    """Residents by part of a nickname (in one compound, or in all) or by player number; at most 50."""
    roles.require(staff, "organiser", "clerk")
    number = _number(text)
    condition, part = ("r.player_number = :text", number) if number else (r"r.nickname_key like :text escape '\'", _part(text))
    if compound:
        condition += " and r.compound = :compound"
    with store.reading() as tx:
        rows = tx.rows(
            f"{who.SELECT} where {condition} order by r.nickname_key, r.id limit {FOUND}",
            text=part, **({"compound": compound} if compound else {}),
        )
        return [who.from_row(row) for row in rows]


def _part(text: str) -> str:
    """A LIKE pattern for a part of a nickname."""
    plain = nicknames.key(text).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{plain}%"
