"""The law texts and facts that items cite: those of the product, and those of a community's own.

The product's stand in a folder: `index.json` names the laws, `SLUG.jsonl` holds one article a
line, `facts.jsonl` one fact a line; only facts of sure or high confidence are taken. A community
adds local rules, and newer texts of any law, in the database (linli/questions/own_laws.py);
`current` puts both together.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from linli.errors import GameError
from linli.locale import N_
from linli.store import Tx

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
    own: bool = False           # added by the community, not the product's


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
    laws = {head["slug"]: law_of(head, list(_lines(folder / f"{head['slug']}.jsonl"))) for head in index}
    return Sources(laws, _facts(folder / "facts.jsonl"), digest)


def current(tx: Tx) -> Sources:
    """The product's laws and facts with the community's own over them; one tiny query a call."""
    version = str(tx.value("select version from bank where id = 1") or "")
    if version not in _current:
        if len(_current) >= _KEPT:
            _current.clear()
        _current[version] = over(read(), tx.rows("select slug, head, articles from law_text order by added_at, slug"))
    return _current[version]


#: Version of the bank, which every change of a law gives anew, to what is in force.
_current: dict[str, Sources] = {}
_KEPT = 8


def over(shipped: Sources, rows: Iterable[Mapping[str, Any]]) -> Sources:
    """The product's texts with rows of `law_text` over them, oldest first.

    Of one law the last row counts, unless the product's text is of a later day: then somebody
    updated the product after the row was made.
    """
    laws = dict(shipped.laws)
    digest = hashlib.sha256(shipped.digest.encode())
    for row in rows:
        found = law_of(json.loads(row["head"]), json.loads(row["articles"]), own=True)
        known = shipped.laws.get(found.slug)
        if known is None or found.version >= known.version:
            laws[found.slug] = found
            digest.update(f"{row['head']}{row['articles']}".encode())
    changed = laws != shipped.laws
    return Sources(laws, shipped.facts, digest.hexdigest()) if changed else shipped


def law(texts: Sources, slug: str) -> Law:
    """The law of that slug; raises UnknownLaw."""
    try:
        return texts.laws[slug]
    except KeyError:
        raise UnknownLaw(slug) from None


def fact(texts: Sources, number: str) -> Fact:
    """The fact of that number ('F-702'); raises UnknownFact."""
    try:
        return texts.facts[number]
    except KeyError:
        raise UnknownFact(number) from None


def law_of(head: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], *, own: bool = False) -> Law:
    """A law of its head (as in index.json) and its articles (as in SLUG.jsonl)."""
    return Law(
        slug=head["slug"], title=head["law"], title_en=head.get("law_en") or head["law"],
        version=head["version"], known_on=head["known_on"],
        articles={row["article"]: row["text"] for row in rows},
        numbers={row["article"]: row["article_no"] for row in rows},
        own=own,
    )


def _facts(path: Path) -> dict[str, Fact]:
    rows = [row for row in _lines(path) if row["confidence"] in SURE]
    return {row["id"]: Fact(row["id"], row["section"], row["text"], row["source"]) for row in rows}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)
