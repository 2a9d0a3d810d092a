"""An item marked anew after its key was mended: who gains, and posting it (docs/statistics.md).

Nobody loses: what an answer brought under the old key stays. What the new key adds is computed as
if it had been right from the start, under the caps of the day of the act, and is posted as an
entry of its own beside the answer's. Left out: late answers and practice, which bring nothing, and
guests, whose attempts post one capped entry for nobody in particular.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli import answers, boards, clock, community, ids, ledger
from linli.boards import Sums
from linli.errors import GameError
from linli.ledger import part_change
from linli.locale import N_
from linli.questions import shelf
from linli.questions.items import Item
from linli.roles import Staff, require
from linli.rules import marking, points, remarking, windows
from linli.rules.settings import Settings
from linli.rules.windows import Window
from linli.store import Store, Tx

#: The boards that points of quizzes move; taking part does not change.
BOARDS = ("quiz", "total")


class NotInTheDraw(GameError):
    """The mended question has not been published, so its key is not settled yet."""

    def __init__(self, item: str) -> None:
        super().__init__(
            N_("{item} is not in the draw, so its key is not settled. Publish it or put it back first; then its answers can be marked anew."), item=item
        )


class NothingToMark(GameError):
    """No answer is marked differently under the key that is drawn now."""

    def __init__(self, item: str) -> None:
        super().__init__(N_("No answer to {item} has another mark under its present key. If it was marked anew before, the result stands in its history."), item=item)


@dataclass(frozen=True)
class Change:
    """An answer whose mark is another now. points: what it adds. entry: the ledger row of the answer."""

    attempt: str
    subject: str
    compound: str
    right: bool
    points: int
    entry: dict[str, Any]


@dataclass(frozen=True)
class Share:
    """What a compound gains."""

    compound: str
    people: int
    points: int


@dataclass(frozen=True)
class Move:
    """A compound on a board, before and after; rank 0 is none. value: points, or points a household."""

    board: str
    window: Window
    compound: str
    rank: int
    rank_after: int
    value: float
    value_after: float


@dataclass(frozen=True)
class Remarking:
    """What marking an item anew would do. before: the versions whose answers are marked anew.

    kept: answers that were right under the old key only, whose points stay; other_options: answers
    to versions with other options, which stay as they are; left_out: late, practice and guests'.
    """

    item: Item
    before: tuple[Item, ...]
    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    other_options: int
    left_out: int

    @property
    def gains(self) -> tuple[Change, ...]:
        """The changes that bring points."""
        return tuple(one for one in self.changes if one.points)

    @property
    def people(self) -> int:
        """How many people gain points."""
        return len({one.subject for one in self.gains})

    @property
    def points(self) -> int:
        """What is added altogether."""
        return sum(one.points for one in self.changes)

    @property
    def kept(self) -> int:
        """Answers that lose their mark but not their points."""
        return sum(not one.right for one in self.changes)

    @property
    def reworded(self) -> bool:
        """Whether the question itself has other words too, so that the old answers need a look."""
        return any(one.stem != self.item.stem for one in self.before)

    @property
    def by_compound(self) -> tuple[Share, ...]:
        """What each compound gains, by id."""
        found: dict[str, list[Change]] = defaultdict(list)
        for one in self.gains:
            found[one.compound].append(one)
        return tuple(Share(name, len({one.subject for one in each}), sum(one.points for one in each)) for name, each in sorted(found.items()))


@dataclass(frozen=True)
class Done:
    """What a re-marking has come to."""

    people: int
    points: int
    marked: int


@dataclass
class _Old:
    """One answer to the item, as it stands before."""

    row: dict[str, Any]
    words: Item
    paid: bool
    right: bool
    marked_right: bool
    done: bool


def preview(tx: Tx, item: str, at: datetime) -> Remarking:
    """What marking the item's answers anew under its present key would do. Raises UnknownItem, NotInTheDraw."""
    target = _target(tx, item)
    settings = community.settings(tx)
    olds = _answers(tx, target)
    changes = tuple(_changes(tx, olds, target, settings))
    touched = {one.attempt for one in changes}
    before = {one.words.revision: one.words for one in olds if one.row["attempt"] in touched}
    return Remarking(
        target, tuple(before[name] for name in sorted(before)), changes, tuple(_moves(tx, changes, settings, at)),
        sum(_places(one.words, target) is None for one in olds), sum(not _counts(one.row) for one in olds),
    )


def _target(tx: Tx, item: str) -> Item:
    row = shelf.row(tx, item)
    if row["state"] != "playable":
        raise NotInTheDraw(item)
    return shelf.revision(tx, item, row["revision"])


_ANSWERS = (
    "select an.attempt, ai.revision, an.subject, an.chosen, an.correct, an.late, an.points, an.answered_on, l.act_at, l.act_on,"
    " l.season, l.compound, l.slip, l.counted"
    " from answer an join attempt_item ai on ai.attempt = an.attempt and ai.item = an.item"
    " left join ledger l on l.source = 'answer:' || an.attempt || ':' || an.item and l.kind = 'quiz'"
    " where an.item = :item order by an.answered_on, an.answered_at, an.attempt"
)


def _answers(tx: Tx, target: Item) -> list[_Old]:
    """Every answer to the item, oldest first, with what earlier re-markings made of it."""
    marked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tx.rows("select attempt, revision, correct, points from remark_answer where item = :item order by remark, attempt", item=target.id):
        marked[row["attempt"]].append(row)
    found = []
    for row in tx.rows(_ANSWERS, item=target.id):
        earlier = marked[row["attempt"]]
        found.append(_Old(
            row, shelf.revision(tx, target.id, row["revision"]),
            row["points"] > 0 or any(one["points"] > 0 for one in earlier),
            not row["late"] and (bool(row["correct"]) or any(one["correct"] for one in earlier)),
            bool(earlier[-1]["correct"]) if earlier else bool(row["correct"]),
            any(one["revision"] == target.revision for one in earlier),
        ))
    return found


def _counts(row: dict[str, Any]) -> bool:
    """Whether an answer was posted for somebody: not late, no practice, no guest's."""
    return row["act_on"] is not None and not row["late"]


def _places(words: Item, target: Item) -> tuple[int, ...] | None:
    if words.kind != target.kind:
        return None
    return remarking.places(*([option.text.zh or option.text.en for option in one.options] for one in (words, target)))


def right_now(words: Item, chosen: str, target: Item) -> bool | None:
    """Whether an answer to an older version is right under the newer key; None where the options are others."""
    to = _places(words, target)
    return None if to is None else marking.is_right(remarking.moved(marking.decode(chosen), to), target.key)


def _changes(tx: Tx, olds: list[_Old], target: Item, settings: Settings) -> Iterator[Change]:
    """The answers with another mark, oldest first, each with what it adds after those before it."""
    of_person: dict[str, list[_Old]] = defaultdict(list)
    for one in olds:
        of_person[one.row["subject"]].append(one)
    spent: dict[tuple[str, str], int] = {}
    for one in olds:
        now = right_now(one.words, one.row["chosen"], target)
        if now is None or one.done or now == one.marked_right or not _counts(one.row):
            continue
        worth = _worth(tx, one, of_person[one.row["subject"]], spent, settings) if now else 0
        one.paid, one.right = one.paid or worth > 0, one.right or now
        yield Change(one.row["attempt"], one.row["subject"], one.row["compound"], now, worth, one.row)


def _worth(tx: Tx, one: _Old, of_person: list[_Old], spent: dict[tuple[str, str], int], settings: Settings) -> int:
    subject, day = one.row["subject"], one.row["act_on"]
    since = clock.add_days(day, -settings.again_days)
    if (subject, day) not in spent:
        spent[subject, day] = int(tx.value("select points from cap_total where scope = :scope and act_on = :day", scope=f"quiz:{subject}", day=day) or 0)
    worth = points.for_answer(
        correct=True, paid_today=any(other.paid and other.row["answered_on"] == day for other in of_person),
        right_recently=any(other.right and since <= other.row["answered_on"] < day for other in of_person),
        earned_today=spent[subject, day], settings=settings,
    )
    spent[subject, day] += worth
    return worth


def _moves(tx: Tx, changes: tuple[Change, ...], settings: Settings, at: datetime) -> Iterator[Move]:
    """How the boards of the present windows change."""
    for kind in windows.KINDS:
        window = boards.current_window(tx, kind, at, settings.zone)
        added = _added(tx, changes, window, settings, at) if window else {}
        if not window or not added:
            continue
        for name in BOARDS:
            before, after = (boards.read_in(tx, name, kind, at, more) for more in (None, added))
            for ranking in before.rankings:
                for line in ranking.lines:
                    then = after.line(line.compound.id)
                    if then and not then.few and (line.rank, line.value) != (then.rank, then.value):
                        yield Move(name, window, line.compound.id, line.rank, then.rank, line.value, then.value)


def _added(tx: Tx, changes: tuple[Change, ...], window: Window, settings: Settings, at: datetime) -> dict[str, Sums]:
    """What a window's sums would grow by, computed as posting would."""
    gained: dict[tuple[str, str], int] = defaultdict(int)
    seasons = {one.id: one for one in community.seasons(tx)}
    today = clock.local_day(at, settings.zone)
    for one in changes:
        closed = windows.closed(seasons.get(one.entry["season"]), today)
        if one.points and window in windows.windows_of(one.entry["act_on"], one.entry["season"], closed):
            gained[one.compound, one.subject] += one.points
    held = {
        (row["compound"], row["subject"]): int(row["quiz"]) for row in
        tx.rows("select compound, subject, quiz from person_total where window_kind = :kind and starts = :starts", kind=window.kind, starts=window.starts)
    }
    found: dict[str, Sums] = defaultdict(Sums)
    for (compound, subject), more in gained.items():
        before = held.get((compound, subject), 0)
        sums = found[compound]
        found[compound] = sums._replace(
            quiz=sums.quiz + more, quiz_part=sums.quiz_part + part_change(before + more, more, settings.part_cap("quiz", window.kind)),
            quiz_people=sums.quiz_people + int(before <= 0 < before + more),
        )
    return dict(found)


def post(store: Store, item: str, by: Staff, at: datetime) -> Done:
    """Mark the item's answers anew and post what they gain; what the re-marking has come to.

    An answer at a time, each in a transaction of its own, in the order of locks that answering has:
    stopped half-way, the same call goes on, and twice posts once. Raises NotAllowed, UnknownItem,
    NotInTheDraw, NothingToMark.
    """
    require(by, "organiser")
    with store.writing() as tx:
        shelf.locked(tx)
        found = preview(tx, item, at)
        if not found.changes:
            raise NothingToMark(item)
        remark = _remark(tx, found.item, by.id, at)
        community.note(tx, by.id, "item.remark", item, str(found.points), at)
    for change in found.changes:
        with store.writing() as tx:
            _post(tx, change, found.item, remark, at)
    return done(store, item, found.item.revision)


def _remark(tx: Tx, item: Item, by: str, at: datetime) -> str:
    """The re-marking of this item under this key, begun now or before."""
    tx.run(
        "insert into remark (id, item, revision, made_at, made_by) values (:id, :item, :revision, :at, :by) on conflict (item, revision) do nothing",
        id=ids.new(), item=item.id, revision=item.revision, at=clock.stamp(at), by=by,
    )
    return str(tx.value("select id from remark where item = :item and revision = :revision", item=item.id, revision=item.revision))


def _post(tx: Tx, change: Change, item: Item, remark: str, at: datetime) -> None:
    """One answer: its attempt held, then the day's cap, then the sums, as when it was answered."""
    tx.one("select id from attempt where id = :id" + tx.for_update, id=change.attempt)
    key = {"attempt": change.attempt, "item": item.id, "revision": item.revision}
    if tx.one("select attempt from remark_answer where attempt = :attempt and item = :item and revision = :revision", **key):
        return
    worth = _earn(tx, change, item, at) if change.right else 0
    tx.insert("remark_answer", [{**key, "remark": remark, "correct": int(change.right), "points": worth}])


def _earn(tx: Tx, change: Change, item: Item, at: datetime) -> int:
    settings, entry, scope = community.settings(tx), change.entry, f"quiz:{change.subject}"
    earned = answers.taken(tx, scope, entry["act_on"])
    paid, again = answers.before(tx, change.subject, item.id, entry["act_on"], settings)
    worth = points.for_answer(correct=True, paid_today=paid, right_recently=again, earned_today=earned, settings=settings)
    if worth:
        answers.spend(tx, scope, entry["act_on"], worth)
        ledger.post(tx, ledger.Act(
            kind="quiz", compound=entry["compound"], subject=change.subject, slip=entry["slip"], on_site=False, points=worth, minutes=0,
            act_at=clock.parse(entry["act_at"]), act_on=entry["act_on"], source=source(item.id, item.revision, change.attempt), reason="remark",
        ), at, of_season=entry["season"])
    return worth


def source(item: str, revision: str, attempt: str) -> str:
    """The ledger's source of what a re-marking adds to an answer."""
    return f"{ledger.REMARK}{item}:{revision}:{attempt}"


def done(store: Store, item: str, revision: str) -> Done:
    """What the re-marking of an item under that key has come to; nothing where there was none."""
    row = store.one(
        "select count(*) as marked, coalesce(sum(r.points), 0) as points, count(distinct case when r.points > 0 then n.subject end) as people"
        " from remark_answer r join answer n on n.attempt = r.attempt and n.item = r.item where r.item = :item and r.revision = :revision",
        item=item, revision=revision,
    ) or {}
    return Done(int(row.get("people", 0)), int(row.get("points", 0)), int(row.get("marked", 0)))


def waiting(tx: Tx, item: str) -> bool:
    """Whether some answer to the item has another mark under its present key: there is something to mark anew."""
    row = shelf.row(tx, item)
    if row["state"] != "playable":
        return False
    target = shelf.revision(tx, item, row["revision"])
    return any(
        not one.done and _counts(one.row) and right_now(one.words, one.row["chosen"], target) not in (None, one.marked_right)
        for one in _answers(tx, target)
    )


@dataclass(frozen=True)
class Past:
    """A re-marking in an item's history. by: who began it."""

    made_at: datetime
    by: str
    done: Done


def past(store: Store, item: str) -> list[Past]:
    """The re-markings of an item, oldest first."""
    rows = store.rows(
        "select m.revision, m.made_at, coalesce(s.name, '') as name from remark m left join staff s on s.id = m.made_by where m.item = :item order by m.id",
        item=item,
    )
    return [Past(clock.parse(row["made_at"]), row["name"], done(store, item, row["revision"])) for row in rows]
