"""What a record sheet says, in one exact form, and the check code that is printed under it.

The check code is the front of an HMAC over the exact form (linli.volunteer.record_sheets has the
key): whoever changes one sign of the sheet, on paper or in the database, needs another code.
"""

import json
import re
import unicodedata
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from decimal import ROUND_HALF_EVEN, Decimal

#: 50 bits: ten letters A to Z and digits 2 to 7.
CODE_LENGTH = 10
#: Nobody types more for a number or a code.
LONGEST = 60
#: Changes when what is sealed changes, so that an old sheet is never read as a new one.
FORM = "record sheet 1"
_NUMBER = re.compile(r"([0-9]{4})-?([0-9]{4,7})")
_CODE = re.compile(f"[A-Z2-7]{{{CODE_LENGTH}}}")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


@dataclass(frozen=True)
class Line:
    """One record: the fields of 民政部令67号 art. 7. kind: signed_in or supplementary; act_on: a local day."""

    record: str
    version: int
    kind: str
    act_on: str
    title: str
    location: str
    work: str
    minutes: int
    unit: str
    unit_en: str
    in_charge: str


@dataclass(frozen=True)
class RecordSet:
    """A whole sheet as it was issued. Days are local; in_charge and handler are '' where a pen fills them in.

    issued_by: `staff:ID`, or `subject:ID` of the volunteer. It holds no name of the volunteer.
    """

    number: str
    subject: str
    first_on: str
    last_on: str
    signed_in_minutes: int
    supplementary_minutes: int
    issuer: str
    issuer_en: str
    in_charge: str
    handler: str
    issued_by: str
    issued_on: str
    lines: tuple[Line, ...]

    def of_kind(self, kind: str) -> tuple[Line, ...]:
        """The lines that are signed_in, or supplementary."""
        return tuple(line for line in self.lines if line.kind == kind)


def total(lines: Iterable[Line], kind: str) -> int:
    """Minutes of the lines of a kind: sums are made of minutes, never of rounded hours."""
    return sum(line.minutes for line in lines if line.kind == kind)


def hours_text(minutes: int) -> str:
    """Minutes as hours with one decimal, rounded as on every page; no sign between thousands."""
    return str((Decimal(minutes) / 60).quantize(Decimal("0.1"), ROUND_HALF_EVEN))


def canonical(sheet: RecordSet) -> str:
    """Every field in a fixed order, in ASCII: two sheets that differ anywhere differ here."""
    return json.dumps([FORM, len(sheet.lines), *astuple(sheet)], ensure_ascii=True, separators=(",", ":"))


def code_of(digest: bytes) -> str:
    """The check code out of a keyed digest of at least 7 bytes."""
    return b32encode(digest).decode()[:CODE_LENGTH]


def number_of(year: str, place: int) -> str:
    """A sheet's number: the year it was issued in and its place among that year's, 2026-0001."""
    return f"{year}-{place:04d}"


def tidy_number(text: str) -> str:
    """A number as somebody typed it, also in full-width digits or without its dash; '' if it is none."""
    found = _NUMBER.fullmatch(_plain(text))
    return f"{found[1]}-{found[2]}" if found else ""


def tidy_check(text: str) -> str:
    """A check code as somebody typed it, also in small letters or with gaps; '' if it cannot be one."""
    plain = _plain(text).replace("-", "").upper()
    return plain if _CODE.fullmatch(plain) else ""


def _plain(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def spaced(code: str) -> str:
    """A check code in two halves, as it is read aloud."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
