"""The law texts and facts that items cite, read once from a folder of JSON lines.

`index.json` names the laws; `SLUG.jsonl` holds one article a line; `facts.jsonl` one fact a
line. Only facts of sure or high confidence are taken.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from linli.errors import GameError
from linli.locale import N_

FOLDER = Path(__file__).resolve().parents[2] / "quizzes" / "sources"
SURE = ("确定", "高")


class UnknownLaw(GameError):
    """No law of that name is kept here."""

    def __init__(self, slug: str) -> None:
        super().__init__(N_("No law called '{slug}' is kept here. The list of laws is on the page of sources."), slug=slug)


class UnknownFact(GameError):
    """No fact of that number is kept here."""

    def __init__(self, fact: str) -> None:
        super().__init__(N_("No fact numbered '{fact}' is kept here. The list of facts is on the page of sources."), fact=fact)


@dataclass(frozen=True, slots=True)
class Law:
    """One law: Chinese text by article name, as known in the month `known_on` (YYYY-MM)."""

    slug: str
    title: str
    title_en: str               # our working translation, unofficial
    version: str                # YYYY-MM-DD of this text
    known_on: str
    articles: dict[str, str]    # '第二十八条' -> text, paragraphs parted by newlines
    numbers: dict[str, int]     # '第二十八条' -> 28


@dataclass(frozen=True, slots=True)
class Fact:
    """One numbered fact, with where it was found."""

    id: str
    section: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything of one folder. `digest` changes when any text does."""

    laws: dict[str, Law]
    facts: dict[str, Fact]
    digest: str


@lru_cache(maxsize=8)
def read(folder: Path = FOLDER) -> Sources:
    """All laws and facts of a folder (about 30 ms once, then kept).

    Raises OSError or ValueError when the folder is broken: it is part of the product.
    """
    paths = sorted(folder.glob("*.json*"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    index = json.loads((folder / "index.json").read_text("utf-8"))
    laws = {head["slug"]: _law(folder, head) for head in index}
    return Sources(laws, _facts(folder / "facts.jsonl"), digest)


def law(slug: str, folder: Path = FOLDER) -> Law:
    """The law of that slug; raises UnknownLaw."""
    try:
        return read(folder).laws[slug]
    except KeyError:
        raise UnknownLaw(slug) from None


def fact(number: str, folder: Path = FOLDER) -> Fact:
    """The fact of that number ('F-702'); raises UnknownFact."""
    try:
        return read(folder).facts[number]
    except KeyError:
        raise UnknownFact(number) from None


def _law(folder: Path, head: dict[str, Any]) -> Law:
    rows = list(_lines(folder / f"{head['slug']}.jsonl"))
    return Law(
        slug=head["slug"], title=head["law"], title_en=head.get("law_en", head["law"]),
        version=head["version"], known_on=head["known_on"],
        articles={row["article"]: row["text"] for row in rows},
        numbers={row["article"]: row["article_no"] for row in rows},
    )


def _facts(path: Path) -> dict[str, Fact]:
    rows = [row for row in _lines(path) if row["confidence"] in SURE]
    return {row["id"]: Fact(row["id"], row["section"], row["text"], row["source"]) for row in rows}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)
