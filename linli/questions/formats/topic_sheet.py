"""The template's sheet of topics: their ids and names, for questions of topics that are not known yet."""

from linli.questions.columns import TOPIC_HEADERS, header
from linli.questions.formats.grid import Grid
from linli.questions.formats.model import Remark
from linli.questions.items import Topic
from linli.questions.shape import Reader, read_topic
from linli.questions.tree import from_plain

#: Rows in which the header may stand.
_WITHIN = 10


def read(grid: Grid) -> tuple[list[Topic], list[Remark]]:
    """The topics of the sheet, and what is wrong with the others, by row."""
    at: dict[str, int] = {}
    found: list[Topic] = []
    reader = Reader("")
    for index, (number, cells) in enumerate(grid.rows):
        texts = [cell.text for cell in cells]
        if not at:
            names = [header(text) for text in texts]
            at = {name: names.index(name) for name in TOPIC_HEADERS if name in names} if index < _WITHIN else {}
            at = at if len(at) == len(TOPIC_HEADERS) else {}
        elif any(texts):
            values = [texts[place] if place < len(texts) else "" for place in at.values()]
            topic = read_topic(reader, from_plain(dict(zip(("id", "zh", "en"), values, strict=True)), number))
            found += [topic] if topic else []
    return found, [Remark(fault.text, row=fault.line, fields=fault.fields, lost=False) for fault in reader.faults]
