"""All faults of all question files at once: form, sources, and ids over files.

`python -m linli questions check [PATH…] --json`. A file with any fault is not loaded at all.
"""

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from linli import clock
from linli.locale import N_, _, ngettext
from linli.questions import files, sources
from linli.questions.faults import Fault, order
from linli.questions.files import QuestionFile
from linli.questions.items import Item, LawSource
from linli.questions.shape import Placed
from linli.questions.sources import Law, Sources

DEFAULT = Path("quizzes")


@dataclass(frozen=True, slots=True)
class Checked:
    """Every file read and every fault found, in order of file and line."""

    files: tuple[QuestionFile, ...]
    faults: tuple[Fault, ...]

    def faults_of(self, path: str) -> list[Fault]:
        """The faults of one file."""
        return [fault for fault in self.faults if fault.file == path]

    @property
    def sound(self) -> list[QuestionFile]:
        """The files without a fault: those that are loaded."""
        broken = {fault.file for fault in self.faults}
        return [each for each in self.files if each.path not in broken]


def latest_day(at: datetime) -> date:
    """The day it is already somewhere on earth: no review day may be later."""
    return (at + timedelta(hours=14)).date()


def check(paths: Iterable[Path], *, today: date, texts: Sources | None = None, base: Path | None = None) -> Checked:
    """Read and check the files of these paths (files or folders).

    today: no review day may be later. texts: the laws and facts, the product's own by default.
    base: paths are named relative to this folder where they lie in it.
    """
    texts = texts or sources.read()
    read = [files.read(path, today, _name(path, base)) for path in files.find(paths)]
    faults = [fault for each in read for fault in each.faults]
    faults += [fault for each in read for placed in each.placed for fault in source_faults(placed, each.path, texts)]
    faults += _repeated(read)
    faults += _lonely(read)
    return Checked(tuple(read), tuple(sorted(faults, key=order)))


def report(paths: Iterable[Path], *, today: date, texts: Sources | None = None) -> dict[str, Any]:
    """The published report: {"files", "topics", "items", "faults": [{file, line, item, message}]}.

    files: how many were read. topics, items: how many would be loaded, that is those of the
    files without a fault.
    """
    found = check(paths, today=today, texts=texts)
    return {
        "files": len(found.files),
        "topics": len(found.sound),
        "items": sum(len(each.placed) for each in found.sound),
        "faults": [fault.as_json() for fault in found.faults],
    }


def main(argv: Sequence[str] | None = None) -> int:
    """The command `questions check`: prints the report; 1 when there are faults, else 0."""
    parser = argparse.ArgumentParser(prog="python -m linli questions check")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    found = report(options.paths or [DEFAULT], today=latest_day(clock.now()))
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(found)
    return 1 if found["faults"] else 0


def _print(found: dict[str, Any]) -> None:
    for fault in found["faults"]:
        about = f"{fault['item']}: " if fault["item"] and fault["item"] not in fault["message"] else ""
        print(f"{fault['file']}:{fault['line']}: {about}{fault['message']}")
    print(_("{files} files, {topics} topics and {items} items can be loaded.",
            files=found["files"], topics=found["topics"], items=found["items"]), file=sys.stderr)
    if found["faults"]:
        print(ngettext("{n} fault.", "{n} faults.", len(found["faults"])), file=sys.stderr)


def source_faults(placed: Placed, file: str, texts: Sources) -> list[Fault]:
    """Whether the law, article or fact is there and holds the quoted words."""
    item, line = placed.item, placed.lines
    if isinstance(item.source, LawSource):
        return _law_faults(item, item.source, file, line, texts)
    fact = texts.facts.get(item.source.fact)
    if fact is None:
        return [_fault(file, line["fact"], item, N_("item {item} names the fact '{fact}', which is not kept here."), fact=item.source.fact)]
    if item.source.quote and item.source.quote not in fact.text:
        text = N_("item {item} quotes words that the fact {fact} does not contain.")
        return [_fault(file, line["quote"], item, text, fact=fact.id)]
    return []


def source_holds(item: Item, texts: Sources) -> bool:
    """Whether the item's quoted words still stand in the current text (docs/rules.md §3)."""
    lines = dict.fromkeys(("law", "article", "quote", "fact"), 0)
    return not source_faults(Placed(item, lines), "", texts)


def _law_faults(item: Item, source: LawSource, file: str, line: dict[str, int], texts: Sources) -> list[Fault]:
    law = texts.laws.get(source.law)
    if law is None:
        return [_unknown_law(item, source.law, file, line["law"], texts)]
    number = law.numbers.get(source.article)
    if number is None:
        text = N_("item {item} names '{article}', which {law} does not have here; articles are written as 第二十八条.")
        return [_fault(file, line["article"], item, text, article=source.article, law=law.title)]
    if source.quote in law.articles[source.article]:
        return []
    return [_wrong_quote(item, source, law, number, file, line["quote"])]


def _unknown_law(item: Item, slug: str, file: str, line: int, texts: Sources) -> Fault:
    near = [law.slug for law in texts.laws.values() if slug.strip("《》") and slug.strip("《》") in law.title]
    near = near or get_close_matches(slug, texts.laws, 1, 0.5)
    if near:
        return _fault(file, line, item, N_("item {item} names the law '{law}', which is not kept here; did you mean '{near}'?"),
                      law=slug, near=near[0])
    return _fault(file, line, item, N_("item {item} names the law '{law}', which is not kept here."), law=slug)


def _wrong_quote(item: Item, source: LawSource, law: Law, number: int, file: str, line: int) -> Fault:
    if _bare(source.quote) in _bare(law.articles[source.article]):
        text = N_("item {item} quotes words that article {number} has with other punctuation or spaces; copy them exactly.")
        return _fault(file, line, item, text, number=number)
    elsewhere = [law.numbers[name] for name, words in law.articles.items() if source.quote in words]
    if elsewhere:
        text = N_("item {item} quotes words that article {number} does not contain; they stand in article {other}.")
        return _fault(file, line, item, text, number=number, other=elsewhere[0])
    return _fault(file, line, item, N_("item {item} quotes words that article {number} does not contain."), number=number)


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")


def _repeated(read: Iterable[QuestionFile]) -> list[Fault]:
    """Ids and topics that stand twice; the second place is told, and names the first."""
    faults: list[Fault] = []
    items: dict[str, str] = {}
    topics: dict[str, str] = {}
    for each in read:
        for found, line in each.ids:
            if found not in items:
                items[found] = f"{each.path}:{line}"
            else:
                fields = {"item": f"'{found}'", "place": items[found]}
                faults.append(Fault(each.path, line, found, N_("item {item} stands a second time; the first is at {place}."), fields))
        if each.topic and topics.setdefault(each.topic.id, each.path) != each.path:
            fields = {"topic": each.topic.id, "place": topics[each.topic.id]}
            text = N_("the topic '{topic}' has a file already: {place}. One topic is one file.")
            faults.append(Fault(each.path, each.topic_line, None, text, fields))
    return faults


def _lonely(read: Iterable[QuestionFile]) -> Iterable[Fault]:
    """Items whose sibling is no other item of their topic."""
    for each in read:
        known = {found for found, _line in each.ids}
        for placed in each.placed:
            item = placed.item
            if item.sibling and (item.sibling not in known or item.sibling == item.id):
                text = N_("item {item} names '{sibling}' as its sibling, and no other item of this topic has that id.")
                yield _fault(each.path, placed.lines["sibling"], item, text, sibling=item.sibling)


def _fault(file: str, line: int, item: Item, text: str, **fields: Any) -> Fault:
    return Fault(file, line, item.id, text, {"item": f"'{item.id}'", **fields})


def _name(path: Path, base: Path | None) -> str:
    root = (base or Path.cwd()).resolve()
    full = path.resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else path.as_posix()
