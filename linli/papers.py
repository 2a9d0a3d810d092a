"""Papers: a fixed set of questions with a time, a place in the calendar, and forms for printing.

What an organiser does with a paper. Sitting one is in paper_sittings.py, sheets that come back
from paper in paper_returns.py. A paper's questions are fixed by version: once somebody sat it or
a sheet was counted they cannot change any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from linli import accounts, clock, community, ids
from linli.errors import GameError
from linli.locale import N_, pick
from linli.questions import bank, shelf
from linli.questions.items import Item
from linli.store import Store, Tx
from linli.store.base import Row

CODE_LENGTH = 6
ITEMS_MOST = 100
MINUTES_MOST = 240
NAME_MOST = 60
FORMS_MOST = 8


class NoPaper(GameError):
    """No paper has that id or code."""

    def __init__(self) -> None:
        super().__init__(N_("No paper has this code. It stands on the notice or the sheet: six letters and digits."))


class BadPaper(GameError):
    """Something of a paper's head cannot be; `text` says what."""

    def __init__(self, text: str, **fields: Any) -> None:
        super().__init__(text, **fields)


class PaperInUse(GameError):
    """Its questions cannot change any more."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("Somebody has sat “{name}” already, or a sheet was counted: its questions stay as they are. Make a new paper from it."), name=name)


class AnswersShown(GameError):
    """It is over, and who sat it has seen the key."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("“{name}” is over and who sat it has seen its answers, so it cannot open again. Make a new paper from it."), name=name)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper. minutes: time limit, None for none; state: draft, open or withdrawn; version grows with its questions."""

    id: str
    code: str
    name_zh: str
    name_en: str
    seed: str
    version: int
    minutes: int | None
    opens_at: datetime
    closes_at: datetime
    forms: int
    state: str
    items: int

    @property
    def name(self) -> str:
        """Its name in the current language."""
        return pick(self.name_zh, self.name_en)

    def is_open(self, at: datetime) -> bool:
        """Whether it can be begun now."""
        return self.state == "open" and self.opens_at <= at < self.closes_at

    def is_over(self, at: datetime) -> bool:
        """Whether its answers may be shown: nobody can hand in any more."""
        return self.state != "draft" and at >= self.closes_at


@dataclass(frozen=True, slots=True)
class Head:
    """What an organiser types of a paper. Times are aware; minutes 0 means no time limit."""

    name_zh: str
    name_en: str
    opens_at: datetime
    closes_at: datetime
    minutes: int = 0
    forms: int = 1


def make(store: Store, head: Head, items: Sequence[str], by: str | None, at: datetime) -> str:
    """A new paper, as a draft; its id. Raises BadPaper, UnknownItem."""
    head = _checked(head, items)
    with store.writing() as tx:
        paper = ids.new()
        tx.insert("paper", [{
            "id": paper, "code": ids.code(CODE_LENGTH), "seed": ids.token(), "version": 1, "state": "draft",
            "made_at": clock.stamp(at), "made_by": by, **_columns(head),
        }])
        _put_items(tx, paper, 1, items)
        community.note(tx, by, "paper.make", paper, head.name_zh, at)
    return paper


def change(store: Store, paper: str, head: Head, items: Sequence[str], by: str | None, at: datetime) -> None:
    """Change a paper; other questions make another version. Sittings that are begun get the new close.

    Raises NoPaper, BadPaper, PaperInUse, AnswersShown, UnknownItem.
    """
    head = _checked(head, items)
    with store.writing() as tx:
        found = read(tx, paper, lock=tx.for_update)
        if head.closes_at != found.closes_at:
            _move_close(tx, found, head, at)
        version = found.version
        if [row["item"] for row in _rows(tx, found)] != list(items):
            if in_use(tx, paper):
                raise PaperInUse(found.name)
            version += 1
            _put_items(tx, paper, version, items)
        values = {**_columns(head), "version": version}
        tx.run(f"update paper set {', '.join(f'{name} = :{name}' for name in values)} where id = :paper", paper=paper, **values)
        community.note(tx, by, "paper.change", paper, head.name_zh, at)


def due(started: datetime, minutes: int | None, closes: datetime) -> datetime:
    """When a sitting ends: the earlier of start + limit and the close (docs/rules.md §3)."""
    return min(started + timedelta(minutes=minutes), closes) if minutes else closes


def _move_close(tx: Tx, found: Paper, head: Head, at: datetime) -> None:
    """Sittings that are going on end no later than the new close, and no earlier for the old one. Raises AnswersShown."""
    rows = tx.rows("select id, started_at, due_at, handed_in_at from attempt where paper = :paper order by id" + tx.for_update, paper=found.id)
    if rows and found.is_over(at) and head.closes_at > at:
        raise AnswersShown(found.name)
    for row in rows:
        ends = clock.parse(row["due_at"])
        if row["handed_in_at"] is None and ends > at:
            cut_short = ends == found.closes_at
            then = due(clock.parse(row["started_at"]), head.minutes, head.closes_at) if cut_short else min(ends, head.closes_at)
            tx.run("update attempt set due_at = :due where id = :id", due=clock.stamp(then), id=row["id"])


def move(store: Store, paper: str, state: str, by: str | None, at: datetime) -> None:
    """Open a paper to residents, or withdraw it; sittings that were begun go on. Raises NoPaper, BadPaper."""
    if state not in ("open", "withdrawn"):
        raise ValueError(state)
    with store.writing() as tx:
        found = read(tx, paper, lock=tx.for_update)
        if state == "open" and at >= found.closes_at:
            raise BadPaper(N_("“{name}” closed already; give it a later time first."), name=found.name)
        tx.run("update paper set state = :state where id = :paper", state=state, paper=paper)
        community.note(tx, by, f"paper.{state}", paper, found.name_zh, at)


def read(tx: Tx, paper: str, lock: str = "") -> Paper:
    """A paper by its id; raises NoPaper."""
    if lock:
        tx.one("select id from paper where id = :paper" + lock, paper=paper)
    row = tx.one(_SELECT + " where p.id = :paper", paper=paper)
    if row is None:
        raise NoPaper
    return _paper(row)


def by_code(tx: Tx, code: str) -> Paper:
    """A paper by the code on its sheets, however it is typed; raises NoPaper."""
    row = tx.one(_SELECT + " where p.code = :code", code=ids.tidy_code(code)[:CODE_LENGTH + 2])
    if row is None:
        raise NoPaper
    return _paper(row)


def listing(tx: Tx) -> list[Paper]:
    """Every paper, the newest first."""
    return [_paper(row) for row in tx.rows(_SELECT + " order by p.opens_at desc, p.id desc")]


def open_now(tx: Tx, at: datetime) -> list[Paper]:
    """The papers that residents can begin now, the one that closes first on top."""
    rows = tx.rows(_SELECT + " where p.state = 'open' and p.opens_at <= :now and p.closes_at > :now order by p.closes_at, p.id", now=clock.stamp(at))
    return [_paper(row) for row in rows]


def sealed(tx: Tx, at: datetime) -> set[str]:
    """The items of papers that can be sat now: no other quiz asks them, or it would give their answers away."""
    rows = tx.rows(
        "select distinct i.item from paper_item i join paper p on p.id = i.paper and p.version = i.version"
        " where p.state = 'open' and p.opens_at <= :now and p.closes_at > :now order by i.item", now=clock.stamp(at),
    )
    return {row["item"] for row in rows}


def items(tx: Tx, paper: Paper) -> list[Item]:
    """The questions of a paper's version, in the words that it holds, in order."""
    return [bank.revision(tx, row["item"], row["revision"]) for row in _rows(tx, paper)]


def in_use(tx: Tx, paper: str) -> bool:
    """Whether somebody began it, or a sheet was counted."""
    began = tx.one("select id from attempt where paper = :paper limit 1", paper=paper)
    return bool(began or tx.one("select id from paper_return where paper = :paper limit 1", paper=paper))


_SELECT = (
    "select p.*, (select count(*) from paper_item i where i.paper = p.id and i.version = p.version) as items from paper p"
)


def _paper(row: Row) -> Paper:
    kept = {name: row[name] for name in ("id", "code", "name_zh", "name_en", "seed", "version", "minutes", "forms", "state", "items")}
    return Paper(opens_at=clock.parse(row["opens_at"]), closes_at=clock.parse(row["closes_at"]), **kept)


def _rows(tx: Tx, paper: Paper) -> list[Row]:
    return tx.rows(
        "select position, item, revision from paper_item where paper = :paper and version = :version order by position",
        paper=paper.id, version=paper.version,
    )


def _put_items(tx: Tx, paper: str, version: int, wanted: Sequence[str]) -> None:
    """Keep a version's questions in the words that are drawn now. Raises BadPaper for one that is not drawn."""
    for item in wanted:
        if shelf.row(tx, item)["state"] != "playable":
            raise BadPaper(N_("{item} is not in the draw any more: take it out of the paper, or have it checked first."), item=item)
    tx.insert("paper_item", [
        {"paper": paper, "version": version, "position": place, "item": item, "revision": bank.current(tx, item).revision}
        for place, item in enumerate(wanted)
    ])


def _columns(head: Head) -> dict[str, Any]:
    return {
        "name_zh": head.name_zh, "name_en": head.name_en, "minutes": head.minutes or None, "forms": head.forms,
        "opens_at": clock.stamp(head.opens_at), "closes_at": clock.stamp(head.closes_at),
    }


def _checked(head: Head, wanted: Sequence[str]) -> Head:
    """The head, its names without what cannot be seen. Raises BadPaper for the first thing that cannot be."""
    head = replace(head, name_zh=accounts.line(head.name_zh), name_en=accounts.line(head.name_en))
    if not head.name_zh or max(len(head.name_zh), len(head.name_en)) > NAME_MOST:
        raise BadPaper(N_("Give the paper a Chinese name of at most {most} characters."), most=NAME_MOST)
    if head.closes_at <= head.opens_at:
        raise BadPaper(N_("The paper closes before it opens. Give it a closing time after its opening."))
    if not 0 <= head.minutes <= MINUTES_MOST:
        raise BadPaper(N_("{minutes} minutes: a paper takes at most {most}, or 0 for no limit."), minutes=head.minutes, most=MINUTES_MOST)
    if not 1 <= head.forms <= FORMS_MOST:
        raise BadPaper(N_("{forms} forms: 1 to {most} are possible."), forms=head.forms, most=FORMS_MOST)
    if not wanted or len(wanted) > ITEMS_MOST:
        raise BadPaper(N_("{n} questions: a paper holds 1 to {most}."), n=len(wanted), most=ITEMS_MOST)
    if len(set(wanted)) < len(wanted):
        raise BadPaper(N_("A question stands twice in the paper. Take it out once."))
    return head
