"""Objections to approved hours: anybody may write one, an organiser answers; upheld is a reversal.

No name is asked for. They are heard while the hours stand on the public list. While an objection is open the record is not final (docs/rules.md §4).
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community, ids, throttle
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, hours, public_list, records, tries

MOST = 400
#: Open objections to one record; more say nothing new.
MOST_OPEN = 5
#: Objections of an hour from one phone, and from one network, which a whole office may share.
MOST_DEVICE, MOST_ADDRESS = 5, 30


class BadObjection(GameError):
    """Empty or too long."""

    def __init__(self) -> None:
        super().__init__(N_("Please write in a few words what is not right, at most {most} characters."), most=MOST)


class NotOpenToObjection(GameError):
    """Not approved, or reversed, or many objections are open."""

    def __init__(self) -> None:
        super().__init__(N_("These hours are not up for objection now. Ask the office if something is not right."))


class UnknownObjection(GameError):
    """No such objection, or somebody else has answered it."""

    def __init__(self) -> None:
        super().__init__(N_("This objection is answered already. Please open the list again."))


class TooManyObjections(GameError):
    """More from one phone or network within an hour than one person has to say."""

    def __init__(self) -> None:
        super().__init__(N_("There were several objections from here in the last hour. Please try again in an hour, or tell the office."))


@dataclass(frozen=True)
class Objection:
    """An objection that waits for an answer. approver: staff id of who approved the hours, who: their name."""

    id: str
    record: str
    title: str
    act_on: str
    at: datetime
    note: str
    name: str = ""
    minutes: int = 0
    code: str = ""
    approver: str = ""
    who: str = ""


def raise_objection(store: Store, record: str, note: str, at: datetime) -> str:
    """Object to an approved record; the objection's id. Raises BadObjection, NotOpenToObjection."""
    text = _readable(note)
    with store.writing() as tx:
        return _insert(tx, record, text, at)


def object_to(store: Store, code: str, note: str, at: datetime, *, device: str = "", address: str | None = None) -> str:
    """Object to a row of the public list, named by its code; the objection's id.

    No name is asked for; what came from one phone or network is counted for a day, apart from the
    objection. Raises BadObjection, TooManyObjections, NotOpenToObjection, public_list.NotPublic.
    """
    text = _readable(note)
    with store.writing() as tx:
        public_list.open_to_all(tx)
        _count(tx, device, address, at)
        row = tx.one("select id from record where public_code = :code", code=ids.tidy_code(code[:40]))
        return _insert(tx, row["id"] if row else "", text, at)


def _readable(note: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", note[: MOST * 4]).split())
    if not text or len(text) > MOST or any(unicodedata.category(sign)[0] == "C" for sign in text):
        raise BadObjection
    return text


def _count(tx: Tx, device: str, address: str | None, at: datetime) -> None:
    """Refuse a flood. The marks are kept a day and tell nothing about which objection it was."""
    network = throttle.address_mark(address)
    limits = {f"objects:device:{ids.fingerprint(device)}": MOST_DEVICE} if device else {}
    limits |= {f"objects:address:{network}": MOST_ADDRESS} if network or not device else {}
    for who in sorted(limits):
        if tries.count(tx, who, at) >= limits[who]:
            raise TooManyObjections
    tries.add(tx, sorted(limits), at)


def _insert(tx: Tx, record: str, text: str, at: datetime) -> str:
    row = tx.one("select * from record where id = :id" + tx.for_update, id=record)
    if row is None or row["state"] != "approved" or row["decided_at"] < public_list.since(community.settings(tx), at):
        raise NotOpenToObjection
    count = tx.value("select count(*) as n from objection where record = :id and closed_at is null", id=record)
    if count >= MOST_OPEN:
        raise NotOpenToObjection
    objection: Row = {"id": ids.new(), "record": record, "at": clock.stamp(at), "note": text}
    tx.insert("objection", [objection])
    records.event(tx, record, "objected", row["minutes"], None, "", at)
    return str(objection["id"])


def waiting(store: Store) -> list[Objection]:
    """Open objections, oldest first."""
    rows = store.rows(
        "select o.id, o.record, o.at, o.note, a.title, p.act_on, p.minutes, p.public_code, p.decided_by, f.name as decider,"
        " r.nickname, r.hidden_at, r.player_number from objection o join record p on p.id = o.record"
        f" join activity a on a.id = p.activity left join staff f on f.id = p.decided_by{records.NAMES} where o.closed_at is null order by o.id"
    )
    return [Objection(
        row["id"], row["record"], row["title"], row["act_on"], clock.parse(row["at"]), row["note"], records.shown_name(row),
        row["minutes"], row["public_code"] or "", row["decided_by"] or "", row["decider"] or "",
    ) for row in rows]


def answer(store: Store, objection: str, upheld: bool, text: str, staff: str, at: datetime) -> None:
    """Answer an objection; upheld reverses the record with the answer as its reason.

    Raises roles.NotAllowed, ReasonMissing, UnknownObjection, and what `hours.reverse` raises.
    """
    if not text.strip():
        raise activities.ReasonMissing
    with store.writing() as tx:
        organiser = activities.organiser(tx, staff)
        row = tx.one("select record from objection where id = :id", id=objection)
        if row is None:
            raise UnknownObjection
        hours.refuse_own(tx, row["record"], organiser)
        if upheld and tx.one("select id from record where id = :id and state = 'approved'", id=row["record"]):
            hours.reverse_in(tx, row["record"], text, organiser, at)
        changed = tx.run(
            "update objection set closed_at = :at, closed_by = :staff, upheld = :upheld, answer = :answer where id = :id and closed_at is null",
            at=clock.stamp(at), staff=staff, upheld=int(upheld), answer=text.strip()[:MOST], id=objection,
        )
        if not changed:
            raise UnknownObjection
        minutes = tx.value("select minutes from record where id = :id", id=row["record"])
        records.event(tx, row["record"], "upheld" if upheld else "examined", minutes, f"staff:{staff}", "", at)
