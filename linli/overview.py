"""What organisers see first: the week's figures, points by day, and what waits for them.

No figure that rests on fewer than 5 people leaves this module (docs/rules.md §1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli import boards, clock, community, listing, who
from linli.boards import FEWEST, Ranking
from linli.locale import pick
from linli.rules import windows
from linli.store import Store, Tx
from linli.volunteer.activities import ActivityView, upcoming

#: Activities that start within these days should have a coordinator.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Participation:
    """Participants of one basis this week, and the share of the whole week before. x: None under 5."""

    basis: str
    x: int | None
    n: int
    before: float | None

    @property
    def rate(self) -> float:
        """The share of households."""
        return (self.x or 0) / self.n if self.n else 0.0


@dataclass(frozen=True)
class Quiz:
    """Answers in quizzes begun this week: how many, the share right, the topic most got right."""

    answers: int
    right: float
    topic_zh: str
    topic_en: str

    @property
    def topic(self) -> str:
        """Its name in the current language."""
        return str(pick(self.topic_zh, self.topic_en))


@dataclass(frozen=True)
class Service:
    """Approved minutes of acts of this week, and of how many volunteers."""

    minutes: int
    people: int


@dataclass(frozen=True)
class Week:
    """Monday to Sunday, and what happened. quiz, service: None where fewer than 5 people took part."""

    starts_on: str
    ends_on: str
    participation: tuple[Participation, ...]
    quiz: Quiz | None
    service: Service | None
    season: str
    season_week: int

    def basis(self, name: str) -> Participation | None:
        """The participation of one basis; None where no compound has it."""
        return next((one for one in self.participation if one.basis == name), None)


@dataclass(frozen=True)
class DayPoints:
    """Points of one local day by kind; None where fewer than 5 people earned them."""

    day: str
    quiz: int | None
    hours: int | None


@dataclass(frozen=True)
class Todo:
    """What waits: records, files with faults, items to settle or check or that residents reported, activities without a coordinator.

    set_up: whether the community is named and has a compound.
    """

    set_up: bool
    records: int
    faulty_files: int
    conflicts: int
    to_check: int
    reports: int
    objections: int
    late_ticks: int
    alone: tuple[ActivityView, ...]
    nicknames: int = 0


def week(store: Store, at: datetime) -> Week:
    """The week of this moment."""
    with store.reading() as tx:
        today = clock.local_day(at, community.zone(tx))
        monday = windows.week_start(today)
        season = windows.season_of(today, community.seasons(tx))
        name = community.season_name(tx, season.id) if season else ""
        number = (date.fromisoformat(monday) - date.fromisoformat(windows.week_start(season.starts_on))).days // 7 + 1 if season else 0
        return Week(
            monday, clock.add_days(monday, 6), _participation(tx, at), _quiz(tx, monday), _service(tx, monday), name, number,
        )


def _participation(tx: Tx, at: datetime) -> tuple[Participation, ...]:
    now, before = (boards.read_in(tx, "fair", "week", when) for when in (at, at - timedelta(days=7)))
    past = {one.basis: _sum(one) for one in before.rankings}
    found = []
    for one in now.rankings:
        x, n = _sum(one)
        past_x, past_n = past.get(one.basis, (0, 0))
        rate = past_x / past_n if past_n and past_x >= FEWEST else None
        found.append(Participation(one.basis, x if x >= FEWEST else None, n, rate))
    return tuple(found)


def _sum(ranking: Ranking) -> tuple[int, int]:
    return sum(line.x for line in ranking.lines), sum(line.n for line in ranking.lines)


def _quiz(tx: Tx, monday: str) -> Quiz | None:
    rows = tx.rows(
        "select i.topic, t.zh, t.en, count(*) as n, sum(a.correct) as correct, count(distinct a.subject) as people"
        " from attempt p join answer a on a.attempt = p.id join item i on i.id = a.item join topic t on t.id = i.topic"
        " where p.started_on >= :monday group by i.topic, t.zh, t.en order by i.topic", monday=monday,
    )
    people = int(tx.value(
        "select count(distinct p.subject) as n from attempt p where p.started_on >= :monday"
        " and exists (select 1 from answer a where a.attempt = p.id)", monday=monday,
    ))
    if people < FEWEST:
        return None
    total = sum(row["n"] for row in rows)
    known = [row for row in rows if row["people"] >= FEWEST]
    best = max(known, key=lambda row: (row["correct"] / row["n"], row["topic"]), default=None)
    return Quiz(total, sum(row["correct"] for row in rows) / total, best["zh"] if best else "", best["en"] if best else "")


def _service(tx: Tx, monday: str) -> Service | None:
    row = tx.one(
        "select count(distinct subject) as people, coalesce(sum(minutes), 0) as minutes from person_total"
        " where window_kind = 'week' and starts = :monday and minutes > 0", monday=monday,
    )
    return Service(int(row["minutes"]), int(row["people"])) if row and row["people"] >= FEWEST else None


def points_by_day(store: Store, since: str, until: str) -> list[DayPoints]:
    """Points of every local day from since to until, both included; guests count as quiz."""
    rows = store.rows(
        "select act_on, case when kind = 'hours' then 'hours' else 'quiz' end as kind, sum(points) as points,"
        " count(distinct subject) as people from ledger where act_on >= :since and act_on <= :until and kind not in ('correction', 'supplementary')"
        " group by act_on, case when kind = 'hours' then 'hours' else 'quiz' end order by act_on", since=since, until=until,
    )
    found = {(row["act_on"], row["kind"]): (int(row["points"]) if row["people"] >= FEWEST else None) for row in rows}
    days = (date.fromisoformat(until) - date.fromisoformat(since)).days + 1
    every = [clock.add_days(since, step) for step in range(days)]
    return [DayPoints(day, found.get((day, "quiz"), 0), found.get((day, "hours"), 0)) for day in every]


_PENDING = "select count(*) as n from record p where state = 'pending' and exists (select 1 from presence s where s.record = p.id)"


def todo_records(store: Store) -> int:
    """How many records of hours wait for a decision."""
    return int((store.one(_PENDING) or {"n": 0})["n"])


def todo(store: Store, at: datetime) -> Todo:
    """What waits for the organisers."""
    with store.reading() as tx:
        def count(sql: str) -> int:
            return int(tx.value(sql))

        records = count(_PENDING)
        files = count("select count(*) as n from question_file where faults <> '[]'")
        conflicts = count("select count(*) as n from item where conflict is not null")
        to_check = count("select count(*) as n from item where state = 'to_check' or (waiting is not null and state <> 'gone')")
        reports = count("select count(distinct item) as n from item_report where state = 'open'")
        objections = count("select count(*) as n from objection where closed_at is null")
        late = count("select count(*) as n from late_tick where closed_at is null")
        nicknames = listing.count(tx)
        kept = {row["activity"] for row in tx.rows("select distinct activity from coordinator order by activity")}
    soon = [one for one in upcoming(store, at) if one.state != "cancelled" and one.starts_at <= at + AHEAD]
    return Todo(community.is_set_up(store), records, files, conflicts, to_check, reports, objections, late, tuple(one for one in soon if one.id not in kept), nicknames)


def names_of_records(store: Store, records: Sequence[str]) -> dict[str, str]:
    """Record to the volunteer's name as others see it, for the list of decisions."""
    subjects: dict[str, str] = {}
    with store.reading() as tx:
        for start in range(0, len(records), 200):
            part = {f"r{place}": record for place, record in enumerate(records[start : start + 200])}
            keys = ", ".join(f":{key}" for key in part)
            subjects |= {row["id"]: row["subject"] for row in tx.rows(f"select id, subject from record where id in ({keys}) order by id", **part)}
        named = who.names(tx, list(subjects.values()))
    return {record: named[subject] for record, subject in subjects.items()}
