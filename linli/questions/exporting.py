"""The bank going out: the template as a workbook, question files in YAML, GIFT for Moodle, JSON."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from linli.questions import bank, template
from linli.questions.formats.write_gift import write_gift
from linli.questions.formats.write_yaml import write_json, write_yaml
from linli.questions.items import Item, Topic
from linli.store import Tx

#: Every file of an archive gets this day, so that the same questions give the same bytes.
_DAY = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Format:
    """One way out. name: of the file, for a topic or for all (""); make: its bytes."""

    code: str
    type: str
    ending: str
    ending_all: str
    make: Callable[[Tx, str], bytes]

    def name(self, topic: str) -> str:
        """What the file is called."""
        return f"linli-questions-{topic}.{self.ending}" if topic else f"linli-questions.{self.ending_all}"


def held(tx: Tx, topic: str) -> list[Item]:
    """The items of a topic, or of all (""), by topic and id; those that were taken out stay here."""
    found = [entry.item for entry in bank.entries(tx, topic=topic or None) if entry.state != "gone"]
    return sorted(found, key=lambda item: (item.topic, item.id))


def xlsx(tx: Tx, topic: str) -> bytes:
    """The template with these items."""
    return template.export(tx, topic=topic or None)


def gift(tx: Tx, topic: str) -> bytes:
    """A GIFT file, one category a topic."""
    return write_gift(held(tx, topic), _topics(tx))


def yaml(tx: Tx, topic: str) -> bytes:
    """The question file of a topic; of all, an archive with one for each topic that has questions."""
    topics = _topics(tx)
    if topic:
        return write_yaml(held(tx, topic), topics[topic])
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in topics.values():
            if items := held(tx, one.id):
                packed.writestr(zipfile.ZipInfo(f"{one.id}.yaml", _DAY), write_yaml(items, one))
    return out.getvalue()


def plain(tx: Tx, topic: str) -> bytes:
    """All of it as JSON, topics and items."""
    topics = _topics(tx)
    return write_json(held(tx, topic), [one for one in topics.values() if topic in ("", one.id)])


def _topics(tx: Tx) -> dict[str, Topic]:
    return {one.id: one for one in bank.topics(tx)}


FORMATS = (
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "xlsx", xlsx),
    Format("yaml", "application/yaml", "yaml", "zip", yaml),
    Format("gift", "text/plain", "gift.txt", "gift.txt", gift),
    Format("json", "application/json", "json", "json", plain),
)
