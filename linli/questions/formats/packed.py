"""Uploaded files, looked at before anything is opened: how large, how tightly packed, what kind.

For every format that is a zip (.xlsx, .docx): `opened` gives the archive after these checks.
"""

import re
import zipfile
from io import BytesIO

from linli.errors import GameError
from linli.locale import N_

LARGEST = 10_000_000            # bytes, as uploaded
LARGEST_OPEN = 60_000_000       # bytes, unpacked, all entries together
ENTRIES_MOST = 2_000
TAGS_MOST = 2_000_000           # of one XML part: 500,000 filled cells
ROW_TAGS_MOST = 200_000         # between two rows of a sheet, paragraphs of a document
#: Deflate reaches 1,000:1 on nothing but zeros; tables of empty styled cells stay under 100:1.
RATIO_MOST, RATIO_FROM = 150, 1_000_000
#: Excel before 2007, WPS's .et, and workbooks with a password.
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DECLARES = tuple("<!DOCTYPE".encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be"))
_ROW = re.compile(rb"<(?:\w+:)?(?:row|p|si|xf)[ />]")
_NESTED = (".zip", ".gz", ".7z", ".rar", ".xz", ".bz2", ".xlsx", ".docx", ".xlsm")


class TooLarge(GameError):
    """More bytes than an upload may have."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("{name} is larger than {most} MB. Make several files of it, or leave pictures out."), name=name[:80], most=LARGEST // 1_000_000)


class OldExcel(GameError):
    """A workbook of the old binary kind, or one with a password."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("{name} is an old Excel file (.xls), or has a password. Open it, choose 'Save as', type .xlsx, without a password, and choose that file."),
            name=name[:80],
        )


class Hostile(GameError):
    """A packed file that would grow without bound, or that holds what no office program writes."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("{name} is packed in a way that no office program does, so it was not opened. Copy the questions into a new file and choose that one."),
            name=name[:80],
        )


class Damaged(GameError):
    """A packed file that cannot be opened."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("{name} is damaged and cannot be opened. Open it in Excel or WPS, save it again as .xlsx, and choose that file."), name=name[:80])


def check_size(data: bytes, name: str) -> None:
    """Raises TooLarge over 10 MB."""
    if len(data) > LARGEST:
        raise TooLarge(name)


def is_old(data: bytes) -> bool:
    """Whether the bytes begin as Excel before 2007 (or any workbook with a password)."""
    return data.startswith(_OLD)


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a zip archive."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, after every check. Raises TooLarge, Hostile, Damaged."""
    check_size(data, name)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except Exception as error:      # zipfile raises much more than BadZipFile on broken bytes
        raise Damaged(name) from error
    entries = archive.infolist()
    hostile = len(entries) > ENTRIES_MOST or sum(each.file_size for each in entries) > LARGEST_OPEN or any(map(_odd, entries))
    if hostile or _odd_parts(archive, name):
        archive.close()
        raise Hostile(name)
    return archive


def _odd_parts(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether an XML part declares a document type (only then can it name entities), or has more tags than people make."""
    try:
        return any(_odd_part(archive.read(each)) for each in archive.namelist() if each.endswith((".xml", ".rels")))
    except Exception as error:      # a part that cannot be unpacked
        raise Damaged(name) from error


def _odd(entry: zipfile.ZipInfo) -> bool:
    tight = entry.file_size > RATIO_FROM and entry.file_size > RATIO_MOST * max(entry.compress_size, 1)
    embedded = "/embeddings/" in entry.filename     # an Excel sheet inside a Word file: never opened, so harmless
    nested = entry.filename.lower().endswith(_NESTED) and not embedded
    return tight or nested or bool(entry.flag_bits & 1)


def _odd_part(part: bytes) -> bool:
    return any(mark in part for mark in _DECLARES) or part.count(b"<") > TAGS_MOST or any(row.count(b"<") > ROW_TAGS_MOST for row in _ROW.split(part))
