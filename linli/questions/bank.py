"""The question bank as attempts and pages read it; loading and editing are re-exported here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linli.questions.editing import ItemRefused, NoConflict, checked, edit, pause, resume, settle
from linli.questions.faults import Fault, from_stored
from linli.questions.items import Item, Text, Topic
from linli.questions.loading import LoadReport, load
from linli.questions.shelf import UnknownItem, normal, revision, row, version
from linli.store import Tx

__all__ = [
    "Entry", "FileState", "ItemRef", "ItemRefused", "LoadReport", "NoConflict", "OpenTopic", "UnknownItem",
    "checked", "current", "edit", "entries", "families", "load", "open_topics", "pause", "pool", "question_files", "resume",
    "revision", "settle", "topics", "version", "versions",
]


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An item that can be drawn, at the revision that would be asked."""

    item: str
    revision: str
    topic: str
    level: int


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """A topic with how many of its items can be drawn (at least one)."""

    topic: Topic
    items: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the organiser's list. conflict: a revision on disk, 'gone', or None."""

    item: Item
    state: str
    origin: str
    file: str | None
    conflict: str | None
    changed_at: str
    changed_by: str | None


@dataclass(frozen=True, slots=True)
class FileState:
    """A question file as it was read last; it is loaded exactly when it has no faults."""

    path: str
    topic: str | None
    items: int
    faults: tuple[Fault, ...]
    read_at: str


@dataclass(frozen=True, slots=True)
class _Kept:
    pool: tuple[ItemRef, ...]
    by_topic: dict[str, tuple[ItemRef, ...]]
    open_topics: tuple[OpenTopic, ...]
    families: dict[str, str]


#: Version of the bank to what it holds; a few, because tests and demo open several databases.
_kept: dict[str, _Kept] = {}
_KEPT = 8


def pool(tx: Tx, topic: str | None = None) -> Sequence[ItemRef]:
    """The items that can be drawn, of one topic or of all, by id. One tiny query a call."""
    kept = _read(tx)
    return kept.pool if topic is None else kept.by_topic.get(topic, ())


def open_topics(tx: Tx) -> Sequence[OpenTopic]:
    """The topics that have items to draw, by id. As cheap as `pool`."""
    return _read(tx).open_topics


def families(tx: Tx) -> Mapping[str, str]:
    """Items that can be drawn and have a sibling, each with the one name of its family."""
    return _read(tx).families


def topics(tx: Tx) -> list[Topic]:
    """Every topic, by id."""
    found = tx.rows("select id, zh, en from topic order by id")
    return [Topic(each["id"], Text(each["zh"], each["en"])) for each in found]


def current(tx: Tx, item: str) -> Item:
    """The words of an item that would be asked now; raises UnknownItem."""
    return revision(tx, item, row(tx, item)["revision"])


def versions(tx: Tx, item: str) -> list[Item]:
    """Every revision that was kept of an item, oldest first."""
    found = tx.rows("select revision from item_revision where item = :item order by made_at, revision", item=item)
    return [revision(tx, item, each["revision"]) for each in found]


def entries(tx: Tx, *, topic: str | None = None, state: str | None = None, words: str = "", conflicts: bool = False) -> list[Entry]:
    """Items for the organiser's list, by id.

    words: must stand in the stem or the id, in either language, whatever the case.
    conflicts: only those whose file and screen differ.
    """
    pattern = "%" + normal(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found = tx.rows(
        "select id, revision, state, origin, file, conflict, changed_at, changed_by from item"
        " where (:topic = '' or topic = :topic) and (:state = '' or state = :state)"
        " and (:conflicts = 0 or conflict is not null)"
        " and (stem like :pattern escape '\\' or id like :pattern escape '\\') order by id",
        topic=topic or "", state=state or "", pattern=pattern, conflicts=int(conflicts),
    )
    return [_entry(tx, each) for each in found]


def question_files(tx: Tx) -> list[FileState]:
    """Every file of the last load with its faults, by path."""
    return [
        FileState(each["path"], each["topic"], each["items"], tuple(map(from_stored, json.loads(each["faults"]))), each["read_at"])
        for each in tx.rows("select path, topic, items, faults, read_at from question_file order by path")
    ]


def _entry(tx: Tx, found: dict[str, str]) -> Entry:
    words = revision(tx, found["id"], found["revision"])
    rest = ("state", "origin", "file", "conflict", "changed_at", "changed_by")
    return Entry(words, **{name: found[name] for name in rest})


def _read(tx: Tx) -> _Kept:
    now = version(tx)
    kept = _kept.get(now)
    if kept is None:
        kept = _fresh(tx)
        if len(_kept) >= _KEPT:
            _kept.clear()
        _kept[now] = kept
    return kept


def _fresh(tx: Tx) -> _Kept:
    rows = tx.rows("select id, revision, topic, level from item where state = 'playable' order by topic, id")
    refs = tuple(ItemRef(each["id"], each["revision"], each["topic"], each["level"]) for each in rows)
    by_topic: dict[str, list[ItemRef]] = {}
    for ref in refs:
        by_topic.setdefault(ref.topic, []).append(ref)
    named = tuple(OpenTopic(topic, len(by_topic[topic.id])) for topic in topics(tx) if topic.id in by_topic)
    return _Kept(tuple(sorted(refs, key=lambda ref: ref.item)), {name: tuple(each) for name, each in by_topic.items()}, named, _families(tx))


def _families(tx: Tx) -> dict[str, str]:
    """Siblings name each other in one direction only, perhaps in a chain: all of one rule get its smallest id."""
    rows = tx.rows(
        "select i.id, i.revision from item i join item_revision r on r.item = i.id and r.revision = i.revision"
        " where i.state = 'playable' and r.content like '%\"sibling\"%' order by i.id"
    )
    above: dict[str, str] = {}

    def top(item: str) -> str:
        while above.setdefault(item, item) != item:
            item = above[item]
        return item

    for each in rows:
        first, second = sorted((top(each["id"]), top(revision(tx, each["id"], each["revision"]).sibling or each["id"])))
        above[second] = first
    return {item: top(item) for item in above}
