"""Attempts: one sitting of a quiz, a row from the moment it starts (docs/rules.md §3).

Starting, finding again and looking at an attempt. Answering is in answers.py, claim codes in
claims.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linli import clock, community, ids, papers, reviews
from linli.errors import GameError
from linli.locale import N_
from linli.questions import bank
from linli.questions.items import Item
from linli.rules import drawing, marking
from linli.store import Duplicate, Store, Tx

DAILY_ITEMS = 5
TOPIC_ITEMS = 10
#: Hours after the local day during which a daily quiz can still be finished.
DUE_HOURS = 2
CODE_LENGTH = 6


class NoQuestions(GameError):
    """The bank has nothing to ask."""

    def __init__(self) -> None:
        super().__init__(N_("There are no questions here yet. The organiser can add some under Questions."))


class NotYourAttempt(GameError):
    """Another phone or person holds this attempt, or it does not exist."""

    def __init__(self) -> None:
        super().__init__(N_("This quiz belongs to another phone. Type its six-character code to go on with it here."))


@dataclass(frozen=True)
class Player:
    """Who is playing: a device, and the resident signed in on it, or a guest of a compound.

    holder: mark of the device or of the kiosk's sitting; subject: None for a guest; slip: the id
    of the household slip in hand.
    """

    holder: str
    compound: str
    subject: str | None = None
    slip: str | None = None
    kiosk: str | None = None


@dataclass(frozen=True)
class Asked:
    """One item of an attempt, in the order in which its options are shown."""

    position: int
    item: Item
    order: tuple[int, ...]
    chosen: tuple[int, ...] | None
    correct: bool | None
    late: bool
    points: int


@dataclass(frozen=True)
class Sitting:
    """An attempt as it stands. `asked` holds every item; answered ones come first."""

    id: str
    subject: str
    guest: bool
    compound: str
    kind: str
    topic: str | None
    started_on: str
    due_at: datetime | None
    handed_in: bool
    claimed: bool
    claim_code: str
    score: int | None
    points: int | None
    asked: tuple[Asked, ...]

    @property
    def next(self) -> Asked | None:
        """The first item without an answer."""
        return next((one for one in self.asked if one.chosen is None), None)


def start(store: Store, player: Player, kind: str, topic: str | None = None, *, at: datetime) -> str:
    """Start an attempt, or find the one that the rules say this is; its id.

    A resident has one daily quiz a local day; a guest's unfinished one on the same device goes
    on. Raises NoQuestions.
    """
    with store.writing() as tx:
        zone = community.zone(tx)
        today = clock.local_day(at, zone)
        found = _same(tx, player, kind, topic, today, at)
        if found:
            return found
    try:
        with store.writing() as tx:
            return _new(tx, player, kind, topic, today, zone, at)
    except Duplicate:  # another tab started today's quiz in between: the unique key decided
        with store.reading() as tx:
            again = _same(tx, player, kind, topic, today, at)
        if again is None:
            raise
        return again


def _same(tx: Tx, player: Player, kind: str, topic: str | None, today: str, at: datetime) -> str | None:
    """Today's daily quiz of the resident, or the unfinished one of this person and kind."""
    if player.subject and kind == "daily":
        return _id(tx.one("select id from attempt where once = :once", once=f"{player.subject}:{today}"))
    return _id(tx.one(
        "select id from attempt where kind = :kind and coalesce(topic, '') = :topic and started_on = :today"
        " and handed_in_at is null and holder = :holder and guest = :guest and compound = :compound"
        " and (due_at is null or due_at > :now) and (subject = :subject or guest = 1) order by id desc",
        kind=kind, topic=topic or "", today=today, holder=player.holder, guest=int(player.subject is None),
        compound=player.compound, now=clock.stamp(at), subject=player.subject or "",
    ))


def _id(row: dict[str, Any] | None) -> str | None:
    return str(row["id"]) if row else None


def _new(tx: Tx, player: Player, kind: str, topic: str | None, today: str, zone: str, at: datetime) -> str:
    pool = bank.pool(tx, topic)
    if not pool:
        raise NoQuestions
    subject = player.subject or _new_subject(tx)
    seed = ids.token()
    count = DAILY_ITEMS if kind == "daily" else TOPIC_ITEMS
    refs = {ref.item: ref for ref in pool}
    hidden = papers.sealed(tx, at)
    if len(refs.keys() - hidden) < count:   # a small bank, or a paper of half a topic: rather ask than have nothing to ask
        hidden = set()
    drawn = drawing.draw(
        list(refs), _seen(tx, player, subject), count, seed, {ref.item: ref.topic for ref in pool},
        avoid=hidden, due=reviews.due(tx, player.subject, today, at) if player.subject else (), families=bank.families(tx),
    )
    attempt = _row(player, subject, kind, topic, seed, today, zone, at)
    tx.insert("attempt", [attempt])
    tx.insert("attempt_item", [
        _item_row(str(attempt["id"]), place, bank.revision(tx, item, refs[item].revision), refs[item].revision, seed)
        for place, item in enumerate(drawn)
    ])
    return str(attempt["id"])


def _new_subject(tx: Tx) -> str:
    subject = ids.new()
    tx.insert("subject", [{"id": subject}])
    return subject


def _seen(tx: Tx, player: Player, subject: str) -> dict[str, int]:
    """How often this person was asked each item; a guest's phone stands for the person."""
    if player.kiosk:
        return {}
    column, value = ("subject", subject) if player.subject else ("holder", player.holder)
    rows = tx.rows(
        "select ai.item, count(*) as times from attempt_item ai join attempt a on a.id = ai.attempt"
        f" where a.{column} = :value group by ai.item", value=value,
    )
    return {row["item"]: row["times"] for row in rows}


def _row(player: Player, subject: str, kind: str, topic: str | None, seed: str, today: str, zone: str, at: datetime) -> dict[str, Any]:
    due = clock.end_of(today, zone) + timedelta(hours=DUE_HOURS)
    daily = kind == "daily"
    return {
        "id": ids.new(), "subject": subject, "guest": int(player.subject is None), "compound": player.compound,
        "slip": player.slip, "kind": kind, "topic": topic,
        "once": f"{subject}:{today}" if daily and player.subject else None,
        "holder": player.holder, "kiosk": player.kiosk, "seed": seed, "started_at": clock.stamp(at),
        "started_on": today, "due_at": clock.stamp(due) if daily else None, "handed_in_at": None,
        "claim_code": ids.code(CODE_LENGTH), "claimed_at": None, "score": None, "points": None,
    }


def _item_row(attempt: str, place: int, item: Item, revision: str, seed: str) -> dict[str, Any]:
    order = marking.shuffled(len(item.options), f"{seed}:{item.id}", fixed=item.kind == "true_false")
    return {"attempt": attempt, "position": place, "item": item.id, "revision": revision, "options": marking.encode(order)}


def look(store: Store, attempt: str, player: Player) -> Sitting:
    """The attempt as it stands, for the person who holds it. Raises NotYourAttempt."""
    with store.reading() as tx:
        return sitting(tx, held(tx, attempt, player))


def held(tx: Tx, attempt: str, player: Player, lock: str = "") -> dict[str, Any]:
    """The attempt's row, if this device or this resident holds it. Raises NotYourAttempt.

    lock: `tx.for_update` to keep it until the transaction ends.
    """
    row = tx.one("select * from attempt where id = :attempt" + lock, attempt=attempt)
    if row is None or not (row["holder"] == player.holder or (player.subject and row["subject"] == player.subject)):
        raise NotYourAttempt
    return row


def sitting(tx: Tx, row: dict[str, Any]) -> Sitting:
    """The attempt of a row with everything asked and answered."""
    rows = tx.rows(
        "select ai.position, ai.item, ai.revision, ai.options, an.chosen, an.correct, an.late, an.points"
        " from attempt_item ai left join answer an on an.attempt = ai.attempt and an.item = ai.item"
        " where ai.attempt = :attempt order by ai.position", attempt=row["id"],
    )
    return Sitting(
        row["id"], row["subject"], bool(row["guest"]), row["compound"], row["kind"], row["topic"],
        row["started_on"], clock.parse(row["due_at"]) if row["due_at"] else None,
        row["handed_in_at"] is not None, row["claimed_at"] is not None, row["claim_code"] or "",
        row["score"], row["points"], tuple(_asked(tx, one) for one in rows),
    )


def _asked(tx: Tx, row: dict[str, Any]) -> Asked:
    answered = row["chosen"] is not None
    return Asked(
        row["position"], bank.revision(tx, row["item"], row["revision"]), marking.decode(row["options"]),
        marking.decode(row["chosen"]) if answered else None, bool(row["correct"]) if answered else None,
        bool(row["late"]), row["points"] or 0,
    )


def wrong_lately(store: Store, subject: str, at: datetime, limit: int = 20) -> list[Asked]:
    """The items this resident had wrong the last time they were asked, newest first.

    Those of a paper only after its close: until then no key leaves the server. Left out:
    what was asked with a key that has been mended since.
    """
    with store.reading() as tx:
        rows = tx.rows(
            "select ai.position, ai.item, ai.revision, ai.options, an.chosen, an.correct, an.late, an.points"
            " from answer an join attempt_item ai on ai.attempt = an.attempt and ai.item = an.item"
            " where an.subject = :subject and an.correct = 0 and not exists (select 1 from answer b where"
            " b.subject = :subject and b.item = an.item and b.answered_at > an.answered_at)"
            " and not exists (select 1 from attempt a join paper p on p.id = a.paper where a.id = an.attempt and p.closes_at > :now)"
            " and not exists (select 1 from remark r where r.item = an.item and r.revision <> ai.revision and r.made_at > an.answered_at)"
            " order by an.answered_at desc, an.item limit :limit", subject=subject, now=clock.stamp(at), limit=limit,
        )
        return [_asked(tx, row) for row in rows]


def today(store: Store, player: Player, at: datetime) -> Sitting | None:
    """Today's daily quiz of this person or device, begun or finished; None before it began."""
    with store.reading() as tx:
        day = clock.local_day(at, community.zone(tx))
        who = ("subject = :who and guest = 0", player.subject) if player.subject else ("holder = :who and guest = 1", player.holder)
        row = tx.one(
            f"select * from attempt where {who[0]} and kind = 'daily' and started_on = :day order by id desc",
            who=who[1], day=day,
        )
        return sitting(tx, row) if row else None
