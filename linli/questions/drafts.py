"""Drafts: questions from somebody's file, or begun on screen, that cannot be played yet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_
from linli.questions import editing, forms, shelf, sources, taking
from linli.questions.editing import UnknownTopic
from linli.questions.formats.model import Question
from linli.questions.items import Item
from linli.questions.sources import Sources
from linli.questions.taking import Lack
from linli.store import Store, Tx


class UnknownDraft(GameError):
    """No open draft has that id: it became an item, or was thrown away."""

    def __init__(self, draft: str) -> None:
        super().__init__(N_("The draft '{draft}' is not open any more: it became a question, or was thrown away. Look at the list again."), draft=draft)


class DraftLacks(GameError):
    """The draft cannot be an item yet; `lacks` holds everything that is missing."""

    def __init__(self, lacks: list[Lack]) -> None:
        super().__init__(N_("This draft is not complete: {first}"), first=lambda: lacks[0].message)
        self.lacks = lacks


class DraftChanged(GameError):
    """Somebody else saved the draft since it was opened."""

    def __init__(self) -> None:
        super().__init__(N_("Somebody else changed this draft meanwhile. Nothing was saved; open it again and look at what they wrote."))


@dataclass(frozen=True, slots=True)
class Draft:
    """One open draft. item: the one it edits or was, None for a new question; file: where it came from, "" for the screen.

    changed_at: UTC text.
    """

    id: str
    question: Question
    topic: str | None
    item: str | None
    file: str
    changed_at: str
    changed_by: str | None

    def lacks(self, at: datetime, texts: Sources) -> list[Lack]:
        """What keeps it from being an item; empty if nothing does."""
        made = taking.to_item(self.question, self.topic or "", at, texts, name=self.item_id)
        return made if isinstance(made, list) else []

    @property
    def item_id(self) -> str:
        """The id of the item it will be: the one its file would give it too."""
        if self.item or self.id.startswith("new-"):
            return self.item or taking.item_id(self.question, self.topic or "")
        return item_id(self.id, self.topic or "")


def item_id(draft: str, topic: str) -> str:
    """The id of the item that a draft from a file becomes: the one that its file gives it when it comes again."""
    ending = draft.removeprefix("draft-")
    return draft if ending == draft else f"{(topic or 'new')[:50].rstrip('-')}-{ending}"


def entries(tx: Tx, *, words: str = "", topic: str | None = None) -> list[Draft]:
    """The open drafts by file and id; words: in the stem or the id."""
    pattern = "%" + shelf.normal(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found = tx.rows(
        "select * from draft where state = 'open' and (:topic = '' or topic = :topic)"
        " and (stem like :pattern escape '\\' or id like :pattern escape '\\') order by file, id", topic=topic or "", pattern=pattern,
    )
    return [_draft(row) for row in found]


def count(tx: Tx) -> int:
    """How many drafts are open."""
    return int(tx.value("select count(*) from draft where state = 'open'") or 0)


def get(tx: Tx, draft: str) -> Draft:
    """An open draft; raises UnknownDraft."""
    return _draft(_open(tx, draft))


def begin(store: Store, question: Question, topic: str, by: str, at: datetime) -> str:
    """Begin a draft on screen; its id. Raises UnknownTopic."""
    made = f"draft-{ids.fingerprint(ids.token())[:8]}"
    with store.writing() as tx:
        _known(tx, topic)
        tx.insert("draft", [row(made, question, topic, "", by, at)])
        community.note(tx, by, "draft.begin", made, "", at)
    return made


def save(store: Store, draft: str, question: Question, topic: str, by: str, at: datetime, *, seen: str = "") -> None:
    """Keep what was typed. seen: `changed_at` of what was opened; raises UnknownDraft, UnknownTopic, DraftChanged."""
    with store.writing() as tx:
        _unchanged(_open(tx, draft), seen)
        _known(tx, topic)
        _write(tx, draft, by, at, content=forms.dump(question), topic=topic or None, stem=shelf.normal(question.stem))
        community.note(tx, by, "draft.edit", draft, "", at)


def quote(store: Store, draft: str, law: str, article: str, words: str, by: str, at: datetime, *, seen: str = "") -> None:
    """Note the words of a law that a person confirmed as the quote. Raises UnknownDraft, DraftChanged."""
    with store.reading() as tx:
        held = get(tx, draft)
    cited = replace(held.question, law=law, article=article, quote=words, source="", fact="")
    save(store, draft, cited, held.topic or "", by, at, seen=seen or held.changed_at)


def turn(store: Store, draft: str, by: str, at: datetime, texts: Sources | None = None, *, seen: str = "") -> Item:
    """Make an item of a draft, which then waits for the second person. Raises UnknownDraft, UnknownTopic, DraftLacks, DraftChanged."""
    with store.writing() as tx:
        shelf.locked(tx)
        _unchanged(_open(tx, draft), seen)
        held = get(tx, draft)
        made = taking.to_item(held.question, held.topic or "", at, texts or sources.current(tx), name=_free(tx, held))
        if isinstance(made, list):
            raise DraftLacks(made)
        _known(tx, made.topic)
        editing.put(tx, made, by, at)
        done(tx, draft, made.id, by, at)
        community.note(tx, by, "draft.turn", draft, made.id, at)
        shelf.changed(tx)
    return made


def done(tx: Tx, draft: str, item: str, by: str, at: datetime) -> None:
    """Note that an item was made of a draft; the caller holds the bank's lock."""
    _write(tx, draft, by, at, state="done", item=item)


def throw_away(store: Store, draft: str, by: str, at: datetime) -> None:
    """Put a draft away for good; importing the same file again does not bring it back. Raises UnknownDraft."""
    with store.writing() as tx:
        _open(tx, draft)
        _write(tx, draft, by, at, state="gone")
        community.note(tx, by, "draft.away", draft, "", at)


def row(draft: str, question: Question, topic: str, file: str, by: str | None, at: datetime) -> dict[str, Any]:
    """The row of a new open draft."""
    when = clock.stamp(at)
    return {
        "id": draft, "content": forms.dump(question), "topic": topic or None, "stem": shelf.normal(question.stem), "state": "open", "item": None,
        "file": file, "made_at": when, "made_by": by, "changed_at": when, "changed_by": by,
    }


def same_words(one: Question, other: Question) -> bool:
    """Whether two questions say the same, wherever in their files they stand."""
    return forms.dump(replace(one, line=1)) == forms.dump(replace(other, line=1))


def columns(names: Iterable[str]) -> str:
    """Names as assignments of an update."""
    return ", ".join(f"{name} = :{name}" for name in names)


def _write(tx: Tx, draft: str, by: str, at: datetime, **values: Any) -> None:
    values |= {"changed_at": clock.stamp(at), "changed_by": by}
    tx.run(f"update draft set {columns(values)} where id = :draft", draft=draft, **values)


def _open(tx: Tx, draft: str) -> dict[str, Any]:
    found = tx.one("select * from draft where id = :id and state = 'open'" + tx.for_update, id=draft)
    if found is None:
        raise UnknownDraft(draft)
    return found


def _unchanged(found: dict[str, Any], seen: str) -> None:
    if seen and found["changed_at"] != seen:
        raise DraftChanged


def _known(tx: Tx, topic: str) -> None:
    if topic and tx.one("select id from topic where id = :id", id=topic) is None:
        raise UnknownTopic(topic)


def _free(tx: Tx, held: Draft) -> str:
    """The id of the item; another where an item of that id is there already."""
    taken = not held.item and tx.one("select id from item where id = :id and state <> 'gone'", id=held.item_id)
    return f"{held.item_id[:50].rstrip('-')}-{ids.digits(6)}" if taken else held.item_id


def _draft(found: dict[str, Any]) -> Draft:
    rest = ("topic", "item", "file", "changed_at", "changed_by")
    return Draft(found["id"], forms.parse(found["content"]), **{name: found[name] for name in rest})
