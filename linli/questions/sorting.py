"""Which of a file's questions are new, changed, the same, drafts or gone, by their stable ids."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from linli.locale import N_
from linli.questions import bank, batches, drafts, forms, shelf, taking
from linli.questions.batches import Trace
from linli.questions.formats.model import Parsed, Question, Remark
from linli.questions.items import Item, Topic
from linli.questions.sources import Sources
from linli.questions.taking import Lack
from linli.store import Tx

#: Formats whose places are rows.
TABLES = ("workbook", "table", "xlsx", "csv", "kahoot", "quizizz")
#: The words of an item as they were seen: the revision that is drawn and the one that waits; None for no item.
Seen = tuple[str, str | None] | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A complete question. before: the item as it is now, None for a new one; draft: id of the open draft it completes."""

    question: Question
    item: Item
    before: Item | None
    seen: Seen
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A question that stays a draft. topic: id or ""; seen: `changed_at` of the draft it changes, "" for a new one."""

    id: str
    question: Question
    topic: str
    lacks: tuple[Lack, ...]
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """What an earlier file of the same name brought and this one does not hold. seen: as for Taken, or a draft's `changed_at`."""

    kind: Literal["item", "draft"]
    id: str
    stem: str
    seen: Seen | str


def seen(row: Mapping[str, Any] | None) -> Seen:
    """What is compared to notice that somebody changed an item."""
    return None if row is None or row["state"] == "gone" else (row["revision"], row["waiting"])


class Sorter:
    """Sorts the questions of one file, one after the other."""

    def __init__(self, tx: Tx, parsed: Parsed, name: str, topic: Topic | None, at: datetime, texts: Sources) -> None:
        self.tx, self.parsed, self.name, self.at, self.texts = tx, parsed, name, at, texts
        self.known = {one.id: one for one in bank.topics(tx)}
        self.topics = {one.id: one for one in (*parsed.topics, *((topic,) if topic else ()))} | self.known
        self.fallback = topic.id if topic else ""
        self.rows, self.traces = shelf.rows(tx), batches.traces(tx)
        self.endings: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows.values():
            if row["state"] != "gone":
                self.endings.setdefault(row["id"][-9:], []).append(row)
        self.drafts = {one["id"]: one for one in tx.rows("select * from draft order by id")}
        self.stems = Counter(shelf.normal(one.stem) for one in parsed.questions)
        self.places: dict[tuple[str, str], int] = {}
        self.new: list[Taken] = []
        self.changed: list[Taken] = []
        self.kept: list[Kept] = []
        self.remarks: list[Remark] = list(parsed.remarks)
        self.same = 0

    def run(self) -> "Sorter":
        """Sort all of them."""
        for question in self.parsed.questions:
            self._one(question)
        return self

    def gone(self) -> list[Gone]:
        """What the file used to hold; nothing that another file or person has since made their own."""
        found = []
        for kind, thing in sorted(batches.brought(self.tx, self.name) - set(self.places)):
            row = self.rows.get(thing) if kind == "item" else self.drafts.get(thing)
            if row and self.traces[kind, thing].file == self.name and row["state"] not in ("gone", "done"):
                mark = seen(row) if kind == "item" else row["changed_at"]
                stem = self._words(thing, row["revision"]).stem.zh if kind == "item" else forms.parse(row["content"]).stem
                found.append(Gone("item" if kind == "item" else "draft", thing, stem, mark))
        return found

    def topics_new(self) -> list[Topic]:
        """The topics that come with the file's questions."""
        used = {one.item.topic for one in self.new + self.changed} | {one.topic for one in self.kept}
        return [one for one in self.topics.values() if one.id in used and one.id not in self.known]

    def _one(self, question: Question) -> None:
        topic = taking.topic_of(question, self.topics) or self._topic_there(question) or self.fallback
        item, draft = self._ids(question, topic)
        earlier = self.places.get(("item", item)) or self.places.get(("draft", draft))
        if earlier is not None:
            self._twice(question, earlier)
            return
        self.places |= {("item", item): question.line, ("draft", draft): question.line}
        row = self.rows.get(item)
        if self._as_imported(question, topic, item, row):
            self.same += 1
            return
        known = self._words(item, row["waiting"] or row["revision"]) if row else None
        made = taking.to_item(question, topic, self.at, self.texts, name=item, known=known)
        if isinstance(made, Item):
            self._taken(question, made, row, draft)
        else:
            self._draft(question, topic, draft, tuple(made))

    def _topic_there(self, question: Question) -> str:
        """The topic of the item that a question is already, where its file says none that is known; empty if it is none, or two."""
        if (row := self.rows.get(taking.own_id(question))) is not None:
            return str(row["topic"])
        ending = taking.draft_id(replace(question, id=""), apart=self.stems[shelf.normal(question.stem)] > 1)[-9:]
        found = {row["topic"] for row in self.endings.get(ending, ()) if _alike(question, self._words(row["id"], row["revision"]))}
        return str(found.pop()) if len(found) == 1 else ""

    def _ids(self, question: Question, topic: str) -> tuple[str, str]:
        """The ids of the item and of the draft that this question is, the same each time its file comes."""
        own = taking.own_id(question)
        if own and (own not in self.rows or self.rows[own]["topic"] == topic):
            return own, own
        apart = self.stems[shelf.normal(question.stem)] > 1 or taking.item_id(question, topic, apart=True) in self.rows
        if not apart:
            row = self.rows.get(taking.item_id(question, topic))
            apart = row is not None and not _alike(question, self._words(row["id"], row["revision"]))
        return taking.item_id(question, topic, apart=apart), taking.draft_id(replace(question, id=""), apart=apart)

    def _as_imported(self, question: Question, topic: str, item: str, row: Mapping[str, Any] | None) -> bool:
        """Whether the file says what it said when it was imported, whatever was changed on screen since."""
        trace = self.traces.get(("item", item))
        if row is None or row["state"] == "gone" or trace is None or trace.after["state"] == "gone":
            return False
        imported = self._words(item, trace.after["waiting"] or trace.after["revision"])
        return taking.to_item(question, topic, self.at, self.texts, name=item, known=imported) == imported

    def _taken(self, question: Question, made: Item, row: Mapping[str, Any] | None, draft: str) -> None:
        now = seen(row)
        waits = self.drafts.get(draft)
        fulfils = draft if waits and waits["state"] == "open" else ""
        if now is None:
            fresh = made if question.reviewed_on else replace(made, reviewed_on=self.at.date())
            self.new.append(Taken(question, fresh, None, None, fulfils))
        elif made.revision in now:
            self.same += 1
        else:
            fresh = made if question.reviewed_on else replace(made, reviewed_on=self.at.date())
            self.changed.append(Taken(question, fresh, self._words(made.id, now[1] or now[0]), now, fulfils))

    def _draft(self, question: Question, topic: str, draft: str, lacks: tuple[Lack, ...]) -> None:
        row, trace = self.drafts.get(draft), self.traces.get(("draft", draft))
        if row and self._as_drafted(question, topic, row, trace):
            self.same += 1
        else:
            self.kept.append(Kept(draft, question, topic, lacks, row["changed_at"] if row else ""))

    def _as_drafted(self, question: Question, topic: str, row: Mapping[str, Any], trace: Trace | None) -> bool:
        """Whether the file says what it said when it was imported, or what the draft says; a topic may be new."""
        said = [each for each in (row, trace.after if trace else row) if each["state"] == "open"]
        same = any(drafts.same_words(forms.parse(each["content"]), question) for each in said)
        return same and (row["state"] != "open" or row["topic"] is not None or not topic)

    def _words(self, item: str, revision: str) -> Item:
        return shelf.revision(self.tx, item, revision)

    def _twice(self, question: Question, earlier: int) -> None:
        text = N_("'{stem}' stands a second time in the file; the first is at {place}.")
        fields = {"stem": question.stem[:30], "place": earlier}
        table = self.parsed.format in TABLES
        self.remarks.append(Remark(text, None if table else question.line, question.line if table else None, fields))


def _alike(question: Question, item: Item) -> bool:
    """Whether a question is another version of an item with the same stem: half of the options are the same."""
    said = {shelf.normal(choice.text) for choice in question.options}
    there = {shelf.normal(option.text.zh) for option in item.options}
    return 2 * len(said & there) >= min(len(said), len(there))

