"""A town with three items of its own, and files that are brought to it: what the tests of importing share."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from linli import clock, ids
from linli.questions import bank, importing, shelf, sources
from linli.questions.formats.model import Choice, Parsed, Question
from linli.questions.importing import Preview
from linli.questions.items import Text, Topic
from linli.store import Store, Tx
from tests.cast import compound
from tests.questions.texts import GOOD as FILE

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(days=2)
CLERK, OTHER = ids.new(), ids.new()
QUOTE = "不得占用、堵塞、封闭疏散通道、安全出口、消防车通道"
FIRE, GAS = Topic("fire", Text("消防", "Fire safety")), Topic("gas", Text("燃气", "Gas"))
TEXTS = sources.read()
OPTIONS = (Choice("请尽快搬走", True, 100), Choice("靠墙放"), Choice("写明日期"))


def question(stem: str, **changes: object) -> Question:
    made = Question("single", stem, OPTIONS, explanation="通道要留给逃生的人。", source="消防法第二十八条", quote=QUOTE, topic="消防")
    return replace(made, **changes)  # type: ignore[arg-type]


A, B, C = question("旧沙发能放楼道吗？", line=2), question("自行车能放楼道吗？", line=3), question("花盆能放楼道吗？", line=4)
BARE = question("电动车能进电梯吗？", line=5, explanation="", source="", quote="")
EDITED = replace(B, explanation="楼道是大家逃生的路。")


def loaded(store: Store, folder: Path) -> Store:
    quizzes = folder / "quizzes"
    quizzes.mkdir()
    (quizzes / "fire.yaml").write_text(FILE)
    bank.load(store, quizzes, AT)
    return store


def see(store: Store, *questions: Question, name: str = "题目.xlsx", topic: Topic | None = None, topics: tuple[Topic, ...] = ()) -> Preview:
    with store.reading() as tx:
        return importing.preview(tx, Parsed("table", questions, topics=topics), name, "digest", topic, LATER, TEXTS)


def take(store: Store, *questions: Question, name: str = "题目.xlsx", gone: bool = False, topic: Topic | None = None) -> importing.Batch:
    return importing.commit(store, see(store, *questions, name=name, topic=topic), CLERK, AT, take_out_gone=gone)


def undo(store: Store) -> importing.Undone:
    return importing.undo_last(store, CLERK, LATER)


def counts(seen: Preview) -> tuple[int, int, int, int, int]:
    return len(seen.new), len(seen.changed), seen.same, len(seen.gone), len(seen.drafts)


def state(store: Store, item: str) -> dict[str, object]:
    with store.reading() as tx:
        return shelf.row(tx, item)


def dump(store: Store) -> list[object]:
    """Every row that an undo gives back."""
    return [store.rows(f"select * from {table} order by id") for table in ("item", "draft", "topic")]


def publish(store: Store, item: str) -> None:
    """The second person's yes, as it stands in the rows."""
    with store.writing() as tx:
        shelf.locked(tx)
        row = shelf.row(tx, item)
        words = shelf.revision(tx, item, row["waiting"] or row["revision"])
        checked = replace(words, checked_by="王", reviewed_on=AT.date())
        shelf.put_revision(tx, checked, "screen", OTHER, LATER)
        shelf.put_item(tx, checked, LATER, OTHER, origin="screen", state="playable", reason=None, waiting=None, waiting_at=None, waiting_by=None)
        shelf.changed(tx)


def take_one(store: Store, one: Question) -> str:
    item = see(store, one).new[0].item.id
    take(store, one)
    return item


def asked_once(tx: Tx, item: str, revision: str) -> None:
    """Somebody was asked this item."""
    subject, attempt, when = ids.new(), ids.new(), clock.stamp(AT)
    there = compound(tx, "玉兰苑", "Yulan", 100, "slips")
    tx.insert("subject", [{"id": subject}])
    tx.insert("attempt", [{
        "id": attempt, "subject": subject, "guest": 1, "compound": there, "kind": "practice", "seed": "1", "started_at": when, "started_on": "2026-11-23",
    }])
    tx.insert("attempt_item", [{"attempt": attempt, "position": 0, "item": item, "revision": revision, "options": "0,1,2"}])
