"""One question file (docs/question-files.md), read to its end: topic, items, all faults."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from linli.locale import N_
from linli.questions.faults import Fault
from linli.questions.items import Item, Topic
from linli.questions.shape import Placed, Reader, read_item, read_topic
from linli.questions.tree import Value, parse

LARGEST = 1_000_000     # bytes
ENDINGS = (".yaml", ".yml")
TOP_FIELDS = ("topic", "items")


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """What stands in a file. `placed` are the items without a fault of their own form.

    `ids` are all item ids seen with their lines, also of items with faults.
    """

    path: str
    topic: Topic | None
    placed: tuple[Placed, ...]
    ids: tuple[tuple[str, int], ...]
    topic_line: int
    faults: tuple[Fault, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items without their lines."""
        return tuple(each.item for each in self.placed)


def find(paths: Iterable[Path]) -> list[Path]:
    """The question files of files and folders (not of folders within), sorted, each once.

    A path that is not there is kept: reading it says so.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(each for each in path.iterdir() if each.suffix in ENDINGS and each.is_file())
        else:
            found.add(path)
    return sorted(found)


def read(path: Path, today: date, name: str | None = None) -> QuestionFile:
    """Read one file; `name` is how its faults call it (the path, unless given). Never raises."""
    name = name or path.as_posix()
    try:
        data = path.read_bytes()
    except OSError:
        return _failed(name, 1, N_("the file is not there or cannot be read."))
    return read_bytes(data, name, today)


def read_bytes(data: bytes, name: str, today: date) -> QuestionFile:
    """Read the content of a file. Never raises."""
    if len(data) > LARGEST:
        return _failed(name, 1, N_("the file is larger than {most} bytes; make two topics of it."), most=LARGEST)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _failed(name, line, N_("the file is not in UTF-8; save it again with the encoding UTF-8."))
    root, problems = parse(text.replace("\r\n", "\n").replace("\r", "\n"))
    reader = Reader(name)
    for line, sentence, fields in problems:
        reader.fault(line, sentence, **fields)
    return _build(reader, root, today) if root else _failed_by(reader)


def _build(reader: Reader, root: Value, today: date) -> QuestionFile:
    held = reader.fields(root, TOP_FIELDS, "file")
    if root.kind != "map":
        return _failed_by(reader)
    topic = read_topic(reader, held.get("topic"))
    placed, ids = _items(reader, held.get("items"), topic.id if topic else "", today)
    line = held["topic"].line if "topic" in held else 1
    return QuestionFile(reader.file, topic, tuple(placed), tuple(ids), line, tuple(reader.faults))


def _items(reader: Reader, value: Value | None, topic: str, today: date) -> tuple[list[Placed], list[tuple[str, int]]]:
    if value is None or value.kind == "nothing":
        reader.missing(value.line if value else 1, "items")
        return [], []
    if value.kind != "list" or not value.held:
        reader.fault(value.line, N_("'items' must be a list, each item beginning with a dash."))
        return [], []
    read = [read_item(reader, each, number, topic, today) for number, each in enumerate(value.held, 1)]
    ids = [(each.held["id"].held.strip(), each.held["id"].line) for each in value.held if _has_id(each)]
    return [each for each in read if each], ids


def _has_id(value: Value) -> bool:
    return value.kind == "map" and "id" in value.held and value.held["id"].kind == "text"


def _failed(name: str, line: int, sentence: str, **fields: Any) -> QuestionFile:
    return QuestionFile(name, None, (), (), 1, (Fault(name, line, None, sentence, fields),))


def _failed_by(reader: Reader) -> QuestionFile:
    return QuestionFile(reader.file, None, (), (), 1, tuple(reader.faults))
