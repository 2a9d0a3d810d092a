"""The commands `questions show` (what any file of questions says) and `questions export`."""

import argparse
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from linli import terminal
from linli.errors import GameError
from linli.locale import N_, _, ngettext
from linli.questions.formats import reading
from linli.questions.formats.model import Parsed, Question, Remark
from linli.questions.formats.refusals import LARGEST, TooLarge
from linli.questions.items import Topic
from linli.store import Store
from linli.terminal import complain, say

FORMATS = ("xlsx", "yaml", "gift", "json")
#: Nothing in the file could be read.
NOTHING = 2


class NoSuchTopic(GameError):
    """No topic of that name."""

    def __init__(self, topic: str, known: str) -> None:
        super().__init__(N_("There is no topic '{topic}'. There are: {known}"), topic=topic, known=known)


class SeveralTopics(GameError):
    """A YAML file holds one topic."""

    def __init__(self) -> None:
        super().__init__(N_("A YAML file holds one topic. Name one with --topic; for all of them, name a folder that is there, or a file that ends in .zip."))


def arguments(one: argparse.ArgumentParser) -> None:
    """The options of both; `questions check` has a parser of its own."""
    kinds = one.add_subparsers(dest="act", metavar="check|show|export")
    show = kinds.add_parser("show", help=_("what a file of questions says, in any format: questions show FILE [--json]"))
    show.add_argument("file", type=Path, metavar=_("FILE"))
    show.add_argument("--json", action="store_true", help=_("as JSON, for programs"))
    export = kinds.add_parser("export", help=_("the questions there are, as a file: questions export --format xlsx|yaml|gift|json [--topic T] FILE"))
    export.add_argument("file", type=Path, metavar=_("FILE"))
    export.add_argument("--format", choices=FORMATS, required=True)
    export.add_argument("--topic", default="", metavar=_("TOPIC"), help=_("only this topic, by its id or name"))


def run(options: argparse.Namespace, _at: datetime, opened: Callable[[], Store]) -> int:
    """Do what was asked for; the exit code."""
    if options.act == "show":
        return _show(options.file, as_json=options.json)
    if options.act == "export":
        return _export(opened(), options.file, options.format, options.topic)
    complain("python -m linli questions check|show|export")
    return 2


def _show(path: Path, *, as_json: bool) -> int:
    try:
        found = reading.read(_bytes(path), path.name)
    except GameError as refusal:
        if not as_json:
            complain(refusal.sentence())
            return NOTHING
        say(_dumped({"format": "", "questions": [], "faults": [{"line": None, "row": None, "message": refusal.sentence()}]}))
        return NOTHING
    if as_json:
        say(_dumped(found.as_json()))
    else:
        _list(found)
    return 0 if found.questions else NOTHING


def _bytes(path: Path) -> bytes:
    """The file, unless it is too large to be read into memory at all. Raises NoFile and TooLarge."""
    if path.exists() and path.stat().st_size > LARGEST:
        raise TooLarge(path.name, path.stat().st_size)
    return terminal.read(path)


def _dumped(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _list(found: Parsed) -> None:
    for question in found.questions:
        _tell(question)
    for remark in found.remarks:
        complain(f"{_place(remark)}{remark.message}")
    playable = sum(question.playable for question in found.questions)
    complain(ngettext(
        "{format}: {n} question, {playable} of them can be played as it stands.", "{format}: {n} questions, {playable} of them can be played as they stand.",
        len(found.questions), format=reading.format_name(found.format), playable=playable,
    ))


def _tell(question: Question) -> None:
    say(f"{question.line}\t{question.type}\t{' '.join(question.stem.split())}")
    for choice in question.options:
        match = f" -> {choice.match}" if choice.match else ""
        say(f"\t{'*' if choice.correct else '-'} {' '.join(choice.text.split())}{match}")


def _place(remark: Remark) -> str:
    if remark.row is not None:
        return _("row {row}: ", row=remark.row)
    return _("line {line}: ", line=remark.line) if remark.line is not None else ""


def _export(store: Store, path: Path, code: str, topic: str) -> int:
    """Write the questions that are not taken out; 0. YAML of all topics goes into a folder, or a .zip."""
    from linli.questions import bank, exporting

    form = next(one for one in exporting.FORMATS if one.code == code)
    with store.reading() as tx:
        wanted = _topic(bank.topics(tx), topic) if topic else ""
        made, n = form.make(tx, wanted), len(exporting.held(tx, wanted))
    if code == "yaml" and not wanted and path.is_dir():
        with zipfile.ZipFile(BytesIO(made)) as packed:
            packed.extractall(path)
    elif code == "yaml" and not wanted and path.suffix.lower() != ".zip":
        raise SeveralTopics
    else:
        path.write_bytes(made)
    complain(ngettext("{n} question was written to {path}.", "{n} questions were written to {path}.", n, path=path))
    return 0


def _topic(known: list[Topic], said: str) -> str:
    found = next((one for one in known if said in (one.id, one.name.zh, one.name.en)), None)
    if found is None:
        raise NoSuchTopic(said, ", ".join(one.id for one in known))
    return found.id
