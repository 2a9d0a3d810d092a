"""Local rules, and newer texts of laws: added, updated, and what that does to the questions.

A new text never changes a question. Questions whose quoted words no longer stand in it leave the
draw into "to check"; what was scored stays (docs/rules.md §3).
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_
from linli.questions import check, loading, shelf, sources
from linli.questions.items import Item, LawSource, from_json
from linli.questions.law_text import Article, visible
from linli.questions.sources import Law, Sources
from linli.store import Store, Tx

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
_MONTH = re.compile(r"\d{4}-\d\d")
_DAY = re.compile(r"\s*([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?\s*")
TITLE_MOST = 80


class BadSlug(GameError):
    """Not a name for a law's file."""

    def __init__(self, slug: str) -> None:
        super().__init__(N_("'{slug}' cannot name a law: use 2 to 60 lower-case letters, digits and dashes, as in liuzhou-yang-quan-tiaoli."), slug=slug)


class BadTitle(GameError):
    """No Chinese title, or a very long one."""

    def __init__(self) -> None:
        super().__init__(N_("The law needs its Chinese title, at most {most} characters."), most=TITLE_MOST)


class BadDay(GameError):
    """No day of the text, or none of the calendar."""

    def __init__(self, given: str) -> None:
        super().__init__(N_("'{given}' is no day of the text. Write the day on which this text was made or last changed, as 2026-11-23."), given=given)


class AlreadyKept(GameError):
    """A law of that name is kept already."""

    def __init__(self, slug: str, title: str) -> None:
        super().__init__(
            N_("'{slug}' is kept already: {title}. Give another slug; or, for a newer text of that law, update it (on the page Laws, or sources update {slug} FILE)."),
            slug=slug, title=title,
        )


class OlderText(GameError):
    """The text given is of an earlier day than the one that is kept."""

    def __init__(self, title: str, given: str, kept: str) -> None:
        super().__init__(
            N_("The text given of {title} is of {given}; the one kept here is newer, of {kept}. Nothing was changed."), title=title, given=given, kept=kept,
        )


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be kept: what the law is called, of which day it is, known up to which month, its articles."""

    slug: str
    title: str
    title_en: str
    version: str
    known_on: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a text changes: articles by name, and items whose quoted words stand no longer, or stand again."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    fallen: tuple[Item, ...]
    back: tuple[Item, ...]

    @property
    def nothing(self) -> bool:
        """Whether the articles are those that are kept already."""
        return not (self.added or self.changed or self.removed)


def slug_of(title: str) -> str:
    """A slug for a law whose clerk has chosen none: always the same for the same title."""
    return f"rule-{hashlib.sha256(visible(title).strip('《》').encode()).hexdigest()[:8]}"


def new(slug: str, title: str, version: str, articles: Sequence[Article], at: datetime, *, title_en: str = "", known_on: str = "") -> Text:
    """A text with its head checked. Raises BadSlug, BadTitle, BadDay.

    known_on: the month (YYYY-MM) up to which somebody compared it; this month by default.
    """
    if not _SLUG.fullmatch(slug):
        raise BadSlug(slug)
    title, title_en = visible(title).strip("《》"), visible(title_en)
    if not title or max(len(title), len(title_en)) > TITLE_MOST:
        raise BadTitle
    day = _day(version)
    if day is None or day > check.latest_day(at):
        raise BadDay(version)
    month = known_on if _MONTH.fullmatch(known_on) else f"{at:%Y-%m}"
    return Text(slug, title, title_en, day.isoformat(), month, tuple(articles))


def _day(said: str) -> date | None:
    """A day as laws print it (2025年3月1日) or as computers do (2025-03-01, 2025/3/1, 2025.3.1); None if it is none."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", said))
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def newer(tx: Tx, slug: str, articles: Sequence[Article], at: datetime, *, version: str = "", known_on: str = "") -> Text:
    """A newer text of a law that is kept. Raises UnknownLaw, BadDay, OlderText.

    version: its day; by default the kept one's, for a text that was only mended.
    """
    kept = sources.law(sources.current(tx), slug)
    text = new(slug, kept.title, version or kept.version, articles, at, title_en="" if kept.title_en == kept.title else kept.title_en, known_on=known_on)
    if text.version < kept.version:
        raise OlderText(kept.title, text.version, kept.version)
    return text


def effect(tx: Tx, text: Text) -> Effect:
    """What keeping this text would change. Changes nothing."""
    before = sources.current(tx)
    after = _with(before, text)
    kept = before.laws.get(text.slug)
    old, now = kept.articles if kept else {}, after.laws[text.slug].articles
    fallen, back = _items(tx, text.slug, after)
    return Effect(
        tuple(name for name in now if name not in old), tuple(name for name in now if name in old and now[name] != old[name]),
        tuple(name for name in old if name not in now), fallen, back,
    )


def keep(store: Store, text: Text, by: str | None, at: datetime, *, first: bool = False) -> Effect:
    """Keep a text, move the items that it touches, and say what that changed.

    first: the law must not be kept yet. The same text again changes nothing. Raises AlreadyKept.
    """
    with store.writing() as tx:
        shelf.locked(tx)
        known = sources.current(tx).laws.get(text.slug)
        done = effect(tx, text)
        if known and first:
            raise AlreadyKept(text.slug, known.title)
        if known and done.nothing and (known.version, known.known_on) == (text.version, text.known_on):
            return done
        tx.insert("law_text", [{
            "slug": text.slug, "version": text.version, "added_at": clock.stamp(at), "added_by": by,
            "head": json.dumps(head(text), ensure_ascii=False),
            "articles": json.dumps([one.as_json() for one in text.articles], ensure_ascii=False),
        }])
        shelf.changed(tx)       # the new version is what `current` reads by
        loading.recheck(tx, sources.current(tx), at)
        community.note(tx, by, "law.update" if known else "law.add", text.slug, text.version, at)
    return done


def head(text: Text) -> dict[str, Any]:
    """An entry of quizzes/sources/index.json."""
    return {
        "slug": text.slug, "law": text.title, "law_en": text.title_en, "version": text.version, "known_on": text.known_on,
        "articles": len(text.articles),
    }


def cited(tx: Tx) -> dict[str, int]:
    """How many items of the bank rest on each law, by slug."""
    found: dict[str, int] = {}
    for item in _current_items(tx):
        if isinstance(item.source, LawSource):
            found[item.source.law] = found.get(item.source.law, 0) + 1
    return found


def _with(texts: Sources, text: Text) -> Sources:
    law: Law = sources.law_of(head(text), [one.as_json() for one in text.articles], own=True)
    return Sources(texts.laws | {text.slug: law}, texts.facts, "")


def _items(tx: Tx, slug: str, after: Sources) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Items of a law whose quote falls under other texts, and those whose quote stands again."""
    fallen, back = [], []
    for row in _rows(tx):
        item = from_json(json.loads(row["content"]))
        if not isinstance(item.source, LawSource) or item.source.law != slug:
            continue
        holds = check.source_holds(item, after)
        if row["state"] in ("playable", "paused") and not holds:
            fallen.append(item)
        elif row["state"] == "to_check" and row["reason"] == "quote" and holds:
            back.append(item)
    return tuple(fallen), tuple(back)


def _current_items(tx: Tx) -> list[Item]:
    return [from_json(json.loads(row["content"])) for row in _rows(tx)]


def _rows(tx: Tx) -> list[dict[str, Any]]:
    return tx.rows(
        "select i.state, i.reason, r.content from item i join item_revision r on r.item = i.id and r.revision = i.revision"
        " where i.state <> 'gone' order by i.id"
    )
