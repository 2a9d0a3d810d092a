"""Packed files (.xlsx, .docx), looked at before anything in them is read: how large, how tightly packed.

formats/recognise.py has looked at the kind and the whole size; `opened` looks at every part.
"""

import re
import zipfile
from io import BytesIO

from linli.errors import GameError
from linli.locale import N_
from linli.questions.formats.refusals import LARGEST, Bomb, Broken, TooLarge

LARGEST_OPEN = 60_000_000       # bytes, unpacked, all entries together
ENTRIES_MOST = 2_000
TAGS_MOST = 2_000_000           # of one XML part: 500,000 filled cells
ROW_TAGS_MOST = 200_000         # between two rows of a sheet, paragraphs of a document
#: Deflate reaches 1,000:1 on nothing but zeros; tables of empty styled cells stay under 100:1.
RATIO_MOST, RATIO_FROM = 150, 1_000_000
_DECLARES = tuple("<!DOCTYPE".encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be"))
_ROW = re.compile(rb"<(?:\w+:)?(?:row|p|si|xf)[ />]")
_NESTED = (".zip", ".gz", ".7z", ".rar", ".xz", ".bz2", ".xlsx", ".docx", ".xlsm")


class Hostile(GameError):
    """A packed file that would grow without bound, or that holds what no office program writes."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("{name} is packed in a way that no office program does, so it was not opened. Copy the questions into a new file and choose that one."),
            name=name[:80],
        )


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, after every check. Raises TooLarge, Bomb, Broken, Hostile."""
    if len(data) > LARGEST:
        raise TooLarge(name, len(data))
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except Exception as error:      # zipfile raises much more than BadZipFile on broken bytes
        raise Broken(name) from error
    entries = archive.infolist()
    size = sum(each.file_size for each in entries)
    if size > LARGEST_OPEN:
        archive.close()
        raise Bomb(name, size)
    if len(entries) > ENTRIES_MOST or any(map(_odd, entries)) or _odd_parts(archive, name):
        archive.close()
        raise Hostile(name)
    return archive


def _odd_parts(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether an XML part declares a document type (only then can it name entities), or has more tags than people make."""
    try:
        return any(_odd_part(archive.read(each)) for each in archive.namelist() if each.endswith((".xml", ".rels")))
    except Exception as error:      # a part that cannot be unpacked
        raise Broken(name) from error


def _odd(entry: zipfile.ZipInfo) -> bool:
    tight = entry.file_size > RATIO_FROM and entry.file_size > RATIO_MOST * max(entry.compress_size, 1)
    embedded = "/embeddings/" in entry.filename     # an Excel sheet inside a Word file: never opened, so harmless
    nested = entry.filename.lower().endswith(_NESTED) and not embedded
    return tight or nested or bool(entry.flag_bits & 1)


def _odd_part(part: bytes) -> bool:
    return any(mark in part for mark in _DECLARES) or part.count(b"<") > TAGS_MOST or any(row.count(b"<") > ROW_TAGS_MOST for row in _ROW.split(part))
