"""What a person or a phone has played: the quiz in hand, a season's points, the history.

Read by a resident's own pages only; nobody else sees any of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli import attempts, clock, community
from linli.attempts import Player, Sitting
from linli.locale import pick
from linli.rules import windows
from linli.store import Store, Tx
from linli.store.base import Row

KINDS = ("daily", "topic", "practice")
#: A page of history shows no more than this.
MOST = 200


@dataclass(frozen=True)
class Wish:
    """Which quiz is wanted: the `number`-th of this kind and topic today, or the newest (None)."""

    kind: str = "daily"
    topic: str | None = None
    number: int | None = None


@dataclass(frozen=True)
class Quiz:
    """A quiz in the history. bonus: what finishing it brought; finished: all items answered, or handed in.

    paper: the name of the paper; sealed: it has not closed, so nothing may be said of what was right.
    added: what marking it anew brought later, after a key was mended; not in `points`.
    """

    id: str
    kind: str
    topic: str | None
    day: str
    asked: int
    right: int
    points: int
    bonus: int
    finished: bool
    paper: str = ""
    sealed: bool = False
    added: int = 0


@dataclass(frozen=True)
class Season:
    """A person's points of a season, by what brought them; minutes of approved hours in it."""

    name: str
    quiz: int
    hours: int
    other: int
    minutes: int

    @property
    def total(self) -> int:
        """All points."""
        return self.quiz + self.hours + self.other


def in_hand(store: Store, player: Player, wish: Wish, at: datetime) -> str | None:
    """The attempt that a wish means, if it has begun; None when it is to be started.

    A daily quiz of yesterday that may still be finished comes before those of today.
    """
    with store.reading() as tx:
        found = begun(tx, player, wish, at)
    if wish.number is None:
        return found[-1] if found else None
    return found[wish.number - 1] if wish.number <= len(found) else None


def begun(tx: Tx, player: Player, wish: Wish, at: datetime) -> list[str]:
    """The quizzes of that kind and topic that were begun today, in order."""
    day = clock.local_day(at, community.zone(tx))
    column, who, guest = _who(player)
    rows = tx.rows(
        f"select id from attempt where {column} = :who and guest = :guest and kind = :kind"
        " and coalesce(topic, '') = :topic and started_on >= :since"
        " and (started_on = :day or (handed_in_at is null and due_at > :now)) order by id",
        who=who, guest=guest, kind=wish.kind, topic=wish.topic or "", day=day,
        since=clock.add_days(day, -1), now=clock.stamp(at),
    )
    return [row["id"] for row in rows]


def _who(player: Player) -> tuple[str, str, int]:
    """The column that a person's attempts are found by, its value, and whether it is a guest's."""
    return ("subject", player.subject, 0) if player.subject else ("holder", player.holder, 1)


def begin(store: Store, player: Player, wish: Wish, at: datetime) -> str:
    """The attempt that a wish means, started where it has not begun. Raises attempts.NoQuestions."""
    return in_hand(store, player, wish, at) or attempts.start(store, player, wish.kind, wish.topic, at=at)


def todays(store: Store, player: Player, at: datetime) -> Sitting | None:
    """Today's daily quiz of this person or phone, begun or finished; None before it began."""
    found = in_hand(store, player, Wish(), at)
    return attempts.look(store, found, player) if found else None


def guest_compound(store: Store, holder: str) -> str | None:
    """The compound for which a guest played last on this device; forgotten with the device's mark."""
    row = store.one(
        "select compound from attempt where holder = :holder and guest = 1 order by id desc limit 1",
        holder=holder,
    )
    return str(row["compound"]) if row else None


def claimable(store: Store, holder: str, compound: str, at: datetime) -> Sitting | None:
    """The finished guest quiz on this phone that a resident of the compound may still claim."""
    with store.reading() as tx:
        last_day = clock.local_day(at - timedelta(hours=attempts.DUE_HOURS), community.zone(tx))
        row = tx.one(
            "select * from attempt where holder = :holder and guest = 1 and kiosk is null and kind = 'daily'"
            " and handed_in_at is not null and compound = :compound and started_on >= :day order by points desc, id desc",
            holder=holder, compound=compound, day=last_day,
        )
        return attempts.sitting(tx, row) if row else None


def season(store: Store, subject: str, at: datetime) -> Season:
    """A person's points of the present season (between seasons, of the last one that began)."""
    with store.reading() as tx:
        zone = community.zone(tx)
        now = windows.current("season", clock.local_day(at, zone), community.seasons(tx))
        sums = _sums(tx, subject, now.starts if now else windows.NO_SEASON)
        name = community.season_name(tx, now.starts) if now else ""
    points = {row["kind"]: int(row["points"]) for row in sums}
    quiz, hours = points.pop("quiz", 0), points.pop("hours", 0)
    return Season(name, quiz, hours, sum(points.values()), sum(int(row["minutes"]) for row in sums))


def _sums(tx: Tx, subject: str, season_id: str) -> list[Row]:
    return tx.rows(
        "select kind, sum(points) as points, sum(minutes) as minutes from ledger"
        " where subject = :subject and season = :season group by kind order by kind",
        subject=subject, season=season_id,
    )


def minutes_ever(store: Store, subject: str) -> int:
    """Minutes of approved volunteer service over all seasons."""
    row = store.one("select coalesce(sum(minutes), 0) as minutes from ledger where subject = :subject", subject=subject)
    return int(row["minutes"]) if row else 0


def history(store: Store, subject: str, at: datetime, limit: int = MOST) -> list[Quiz]:
    """A resident's quizzes, newest first."""
    rows = store.rows(
        "select a.id, a.kind, a.topic, a.started_on as day, a.handed_in_at, a.points as whole, count(n.item) as answered,"
        " coalesce(sum(n.correct), 0) as correct, coalesce(sum(n.points), 0) as points,"
        " (select count(*) from attempt_item i where i.attempt = a.id) as asked,"
        " (select coalesce(sum(r.points), 0) from remark_answer r where r.attempt = a.id) as added, p.name_zh, p.name_en, p.closes_at"
        " from attempt a left join answer n on n.attempt = a.id left join paper p on p.id = a.paper where a.subject = :subject"
        " group by a.id, a.kind, a.topic, a.started_on, a.handed_in_at, a.points, p.name_zh, p.name_en, p.closes_at order by a.id desc limit :limit",
        subject=subject, limit=limit,
    )
    return [_quiz(row, clock.stamp(at)) for row in rows]


def _quiz(row: Row, now: str) -> Quiz:
    earned, finished = int(row["points"]), row["handed_in_at"] is not None
    bonus = int(row["whole"] or 0) - earned if finished else 0
    return Quiz(
        row["id"], row["kind"], row["topic"], row["day"], int(row["asked"]), int(row["correct"]), earned + bonus, bonus, finished,
        pick(row["name_zh"] or "", row["name_en"] or ""), bool(row["closes_at"] and row["closes_at"] > now), int(row["added"]),
    )


def weeks(store: Store, subject: str) -> int:
    """In how many weeks a person finished a quiz or had hours credited; it pays nothing."""
    rows = store.rows("select distinct act_on from ledger where subject = :subject and reverses is null order by act_on", subject=subject)
    return len({windows.week_start(row["act_on"]) for row in rows})
