"""Objections to approved hours: anybody may write one, an organiser answers; upheld is a reversal.

No name is asked for. While an objection is open the record is not final (docs/rules.md §4).
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from linli import clock, ids
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store
from linli.store.base import Row
from linli.volunteer import activities, hours

MOST = 400
#: Open objections to one record; more say nothing new.
MOST_OPEN = 5


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


@dataclass(frozen=True)
class Objection:
    """An objection that waits for an answer."""

    id: str
    record: str
    title: str
    act_on: str
    at: datetime
    note: str


def raise_objection(store: Store, record: str, note: str, at: datetime) -> str:
    """Object to an approved record; the objection's id. Raises BadObjection, NotOpenToObjection."""
    text = " ".join(unicodedata.normalize("NFC", note[: MOST * 4]).split())
    if not text or len(text) > MOST or any(unicodedata.category(sign)[0] == "C" for sign in text):
        raise BadObjection
    with store.writing() as tx:
        row = tx.one("select state from record where id = :id" + tx.for_update, id=record)
        count = tx.value("select count(*) as n from objection where record = :id and closed_at is null", id=record)
        if row is None or row["state"] != "approved" or count >= MOST_OPEN:
            raise NotOpenToObjection
        objection: Row = {"id": ids.new(), "record": record, "at": clock.stamp(at), "note": text}
        tx.insert("objection", [objection])
    return str(objection["id"])


def waiting(store: Store) -> list[Objection]:
    """Open objections, oldest first."""
    rows = store.rows(
        "select o.id, o.record, o.at, o.note, a.title, a.act_on from objection o join record r on r.id = o.record"
        " join activity a on a.id = r.activity where o.closed_at is null order by o.id"
    )
    return [Objection(row["id"], row["record"], row["title"], row["act_on"], clock.parse(row["at"]), row["note"]) for row in rows]


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
