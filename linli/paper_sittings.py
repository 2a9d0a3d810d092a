"""Sitting a paper: one attempt, answers that may change until it is handed in, feedback after the close.

Rules: docs/rules.md §3. Due is the earlier of start + limit and the close, by the server's clock.
Of each question the last answer before the due time counts; a later one is kept as late and
scores nothing. No key leaves the server before the paper's close. Points are posted at hand-in;
who forgets to hand in is handed in when the time is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli import answers, attempts, clock, community, ids, papers, reviews
from linli.attempts import NotYourAttempt, Player
from linli.errors import GameError
from linli.locale import N_
from linli.papers import Paper
from linli.questions import bank
from linli.questions.items import Item
from linli.rules import marking
from linli.rules.settings import Settings
from linli.store import Duplicate, Store, Tx
from linli.store.base import Row


class ResidentsOnly(GameError):
    """A guest cannot sit a paper: it is one attempt a person."""

    def __init__(self) -> None:
        super().__init__(N_("A paper can be sat once by each resident, so it needs a nickname. Make one first; it takes a minute."))


class NotOpen(GameError):
    """Too early, too late, or withdrawn."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("“{name}” is not open now. Its times stand on the notice."), name=name)


class HandedIn(GameError):
    """Nothing can be changed any more."""

    def __init__(self) -> None:
        super().__init__(N_("This paper is handed in; its answers stay as they are."))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question of a sitting: in which order its options are shown, what is chosen; right or not only after the close."""

    position: int
    item: Item
    order: tuple[int, ...]
    chosen: tuple[int, ...]
    late: bool
    correct: bool | None
    points: int | None


@dataclass(frozen=True, slots=True)
class PaperSitting:
    """A sitting as it stands. score and points only after the close (`over`)."""

    id: str
    paper: Paper
    due_at: datetime
    handed_in: bool
    over: bool
    score: int | None
    points: int | None
    sheets: tuple[Sheet, ...]

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(bool(sheet.chosen) for sheet in self.sheets)


def find(store: Store, paper: str, player: Player) -> str | None:
    """The sitting that this resident has begun of a paper, by its id."""
    row = store.one("select id from attempt where once = :once", once=_once(paper, player)) if player.subject else None
    return str(row["id"]) if row else None


def begun(tx: Tx, subject: str) -> dict[str, bool]:
    """The papers that a resident began, by id, and whether each is handed in."""
    rows = tx.rows("select paper, handed_in_at from attempt where subject = :subject and kind = 'paper' order by id", subject=subject)
    return {row["paper"]: row["handed_in_at"] is not None for row in rows}


def start(store: Store, paper: str, player: Player, *, at: datetime) -> str:
    """Begin a paper, or find the sitting there is; its id. Raises NoPaper, ResidentsOnly, NotOpen."""
    if not player.subject:
        raise ResidentsOnly
    begun = find(store, paper, player)
    if begun:
        return begun
    try:
        with store.writing() as tx:
            return _start(tx, papers.read(tx, paper, lock=tx.for_update), player, at)  # its questions cannot change in between
    except Duplicate:   # another tab began it in between: the unique key decided
        again = find(store, paper, player)
        if again is None:
            raise
        return again


def _once(paper: str, player: Player) -> str:
    return f"paper:{paper}:{player.subject}"


def _start(tx: Tx, paper: Paper, player: Player, at: datetime) -> str:
    if not paper.is_open(at):
        raise NotOpen(paper.name)
    due = papers.due(at, paper.minutes, paper.closes_at)
    attempt, seed = ids.new(), ids.token()
    tx.insert("attempt", [{
        "id": attempt, "subject": player.subject, "guest": 0, "compound": player.compound, "slip": player.slip, "kind": "paper",
        "topic": None, "paper": paper.id, "once": _once(paper.id, player), "holder": player.holder, "kiosk": player.kiosk, "seed": seed,
        "started_at": clock.stamp(at), "started_on": clock.local_day(at, community.zone(tx)), "due_at": clock.stamp(due),
        "handed_in_at": None, "claim_code": None, "claimed_at": None, "score": None, "points": None,
    }])
    tx.insert("attempt_item", [
        {
            "attempt": attempt, "position": place, "item": item.id, "revision": item.revision,
            "options": marking.encode(marking.shuffled(len(item.options), f"{seed}:{item.id}", item.kind == "true_false")),
        }
        for place, item in enumerate(papers.items(tx, paper))
    ])
    return attempt


def choose(store: Store, attempt: str, item: str, chosen: Sequence[int], player: Player, *, at: datetime) -> None:
    """Keep an answer, in place of the one before. An empty one takes it back.

    Raises NotYourAttempt, NotAsked, HandedIn.
    """
    with store.writing() as tx:
        row = _held(tx, attempt, player, tx.for_update)
        if row["handed_in_at"] is not None:
            raise HandedIn
        words = _asked(tx, attempt, item)
        picked = tuple(sorted(set(chosen)))
        if not set(picked) <= set(range(len(words.options))):
            raise answers.NotAsked
        late = clock.stamp(at) > row["due_at"]
        kept = tx.one("select late from paper_answer where attempt = :attempt and item = :item", attempt=attempt, item=item)
        if late and kept:   # what was there in time counts; a late change does not
            return
        tx.run("delete from paper_answer where attempt = :attempt and item = :item", attempt=attempt, item=item)
        if picked:
            tx.insert("paper_answer", [{
                "attempt": attempt, "item": item, "chosen": marking.encode(picked), "answered_at": clock.stamp(at), "late": int(late),
            }])


def hand_in(store: Store, attempt: str, player: Player, *, at: datetime) -> None:
    """Hand a paper in; doing it again changes nothing. Raises NotYourAttempt."""
    with store.writing() as tx:
        row = _held(tx, attempt, player, tx.for_update)
        if row["handed_in_at"] is None:
            _hand_in(tx, row, community.settings(tx), at)


def settle(store: Store, at: datetime, paper: str | None = None, most: int = 10_000) -> int:
    """Hand in the sittings whose time is over and that nobody handed in, `most` at once; how many that were."""
    found = store.rows(
        "select id from attempt where kind = 'paper' and handed_in_at is null and due_at < :now and (:paper = '' or paper = :paper)"
        " order by id limit :most", now=clock.stamp(at), paper=paper or "", most=most,
    )
    return sum(_settled(store, each["id"], at) for each in found)


def _settled(store: Store, attempt: str, at: datetime) -> bool:
    """Hand one in, in a transaction of its own: it takes a person's day cap, as a tap does."""
    with store.writing() as tx:
        row = tx.one("select * from attempt where id = :id" + tx.for_update, id=attempt)
        if row is None or row["handed_in_at"] is not None:
            return False
        _hand_in(tx, row, community.settings(tx), at)
        return True


def look(store: Store, attempt: str, player: Player, at: datetime) -> PaperSitting:
    """The sitting as it stands for the resident who holds it; handed in if its time is over. Raises NotYourAttempt."""
    with store.reading() as tx:
        row = _held(tx, attempt, player)
    if row["handed_in_at"] is None and clock.stamp(at) > row["due_at"]:
        _settled(store, attempt, at)
    with store.reading() as tx:
        row = _held(tx, attempt, player)
        return _sitting(tx, row, papers.read(tx, row["paper"]), at)


def _held(tx: Tx, attempt: str, player: Player, lock: str = "") -> Row:
    """The row of a paper's sitting that this resident holds. Raises NotYourAttempt."""
    row = attempts.held(tx, attempt, player, lock)
    if row["kind"] != "paper" or row["subject"] != player.subject:
        raise NotYourAttempt
    return row


def _asked(tx: Tx, attempt: str, item: str) -> Item:
    row = tx.one("select revision from attempt_item where attempt = :attempt and item = :item", attempt=attempt, item=item)
    if row is None:
        raise answers.NotAsked
    return bank.revision(tx, item, row["revision"])


def _hand_in(tx: Tx, row: Row, settings: Settings, at: datetime) -> None:
    """Make final answers of what was chosen, mark and post them, in the order in which they were given."""
    rows = tx.rows("select * from paper_answer where attempt = :attempt order by answered_at, item", attempt=row["id"])
    left = tx.one("select subject from deletion where subject = :subject", subject=row["subject"])
    score = total = 0
    for one in rows:
        words, given = _asked(tx, row["id"], one["item"]), clock.parse(one["answered_at"])
        chosen = marking.decode(one["chosen"])
        correct, day = marking.is_right(chosen, words.key), clock.local_day(given, settings.zone)
        earned = 0 if one["late"] else answers.earn(tx, row, words.id, correct, day, settings, given)
        tx.insert("answer", [{
            "attempt": row["id"], "item": words.id, "subject": row["subject"], "chosen": one["chosen"], "correct": int(correct),
            "late": one["late"], "points": earned, "answered_at": one["answered_at"], "answered_on": day,
        }])
        if not left:    # an account may have been deleted in mid-paper: nobody is there to meet it again
            reviews.note(tx, row["subject"], words.id, correct=correct, zone=settings.zone, at=given)
        score += int(correct and not one["late"])
        total += earned
    tx.run(
        "update attempt set handed_in_at = :now, score = :score, points = :points where id = :id",
        now=clock.stamp(min(at, clock.parse(row["due_at"]))), score=score, points=total, id=row["id"],
    )


def _sitting(tx: Tx, row: Row, paper: Paper, at: datetime) -> PaperSitting:
    over = paper.is_over(at)
    rows = tx.rows(
        "select ai.position, ai.item, ai.revision, ai.options, coalesce(an.chosen, pa.chosen) as chosen, coalesce(an.late, pa.late) as late,"
        " an.correct, an.points from attempt_item ai"
        " left join answer an on an.attempt = ai.attempt and an.item = ai.item"
        " left join paper_answer pa on pa.attempt = ai.attempt and pa.item = ai.item"
        " where ai.attempt = :attempt order by ai.position", attempt=row["id"],
    )
    sheets = tuple(
        Sheet(
            one["position"], bank.revision(tx, one["item"], one["revision"]), marking.decode(one["options"]),
            marking.decode(one["chosen"] or ""), bool(one["late"]), bool(one["correct"]) if over else None, int(one["points"] or 0) if over else None,
        )
        for one in rows
    )
    return PaperSitting(
        row["id"], paper, clock.parse(row["due_at"]), row["handed_in_at"] is not None, over,
        row["score"] if over else None, row["points"] if over else None, sheets,
    )

