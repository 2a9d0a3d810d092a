"""Bytes to text, as Chinese offices save it: UTF-8, UTF-16, GB18030, with or without a mark."""

import codecs
import re

from linli.errors import GameError
from linli.locale import N_

#: Marks at the head of a file, longest first: UTF-32's begins like UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HAN = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


class NoText(GameError):
    """The bytes are no text in any encoding that offices use."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("{name} is not readable as text. Save it again as UTF-8 (in Excel: CSV UTF-8) and choose it again."), name=name[:80],
        )


def decode(data: bytes, name: str = "") -> str:
    """The text of a file, line ends as `\n`, without the mark. Raises NoText.

    A mark decides; else UTF-16 without a mark is told by its zero bytes; else strict UTF-8, then
    GB18030, then Windows-1252 where GB18030 makes no Chinese of it.
    """
    return _lines(_decoded(data, name))


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark):], encoding, name)
    if b"\0" in data:
        return _strict(data, _sixteen(data), name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, name)


def _sixteen(data: bytes) -> str:
    """Which half of UTF-16 the zero bytes of ASCII characters stand in."""
    return "utf-16-le" if data[1::2].count(0) >= data[0::2].count(0) else "utf-16-be"


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NoText(name) from error
    if "\0" in text:
        raise NoText(name)
    return text


def _legacy(data: bytes, name: str) -> str:
    for encoding in ("gb18030", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or _HAN.search(text):
            return text
    raise NoText(name)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
