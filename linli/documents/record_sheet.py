"""The record sheet (志愿服务记录单) as PDF: Chinese to be sealed, then English as a courtesy translation.

It holds what was issued and nothing else; name and ID number are lines for the pen. It never says
that anything is certified: that is what the seal of the issuing unit is for.
"""

import re
from typing import Any
from urllib.parse import urlencode

from linli.documents import pdf, qr
from linli.documents.paper_sheet import clean
from linli.locale import N_, _, full_day, use_language
from linli.rules.record_set import Line, RecordSet, hours_text, spaced

TITLE = N_("Volunteer service record sheet")
KINDS = (
    ("signed_in", N_("Signed in and out on the spot"), N_("Total, signed in")),
    ("supplementary", N_("Supplementary records, entered afterwards by two people"), N_("Total, supplementary")),
)
LIMITS = N_(
    "Hours are minutes divided by 60, to one decimal; the sums are made of minutes."
    " This sheet counts only with the seal, and only while the check finds it valid."
)
BY_ADDRESS = N_(
    "To check: scan the code, or open {address}, and type the number and the"
    " check code. The totals and dates there must be those on this sheet."
)


def verify_url(base: str, number: str, code: str) -> str:
    """The address of the page that checks a sheet, with number and code filled in."""
    return f"{base.rstrip('/')}/verify?" + urlencode({"n": number, "c": code})


def sheet_pdf(sheet: RecordSet, code: str, *, base: str = "", sample: bool = False) -> bytes:
    """The sheet with its check code. base: where phones reach this server, '' prints no address.

    A character that the font has no sign for is printed as its number in brackets, and a line says so.
    """
    parts = []
    for language in ("zh", "en"):
        with use_language(language):
            parts.append(_part(sheet, code, language, base, sample))
    files = {"qr.png": qr.png(verify_url(base, sheet.number, code), scale=6)} if base else {}
    return pdf.made("record_sheet.typ", {"title": sheet.number, "number": sheet.number, "code": spaced(code), "qr": bool(base), "parts": parts}, files)


def _part(sheet: RecordSet, code: str, language: str, base: str, sample: bool) -> dict[str, Any]:
    said = _Said()
    tables = [_table(sheet, kind, heading, summed, language, said) for kind, heading, summed in KINDS]
    issuer = sheet.issuer_en or sheet.issuer if language == "en" else sheet.issuer
    return {
        "lang": language, "title": _(TITLE), "seal_wanted": _("(to be sealed by the issuing unit)"),
        "courtesy": _("Courtesy translation. The Chinese sheet is the one to be sealed; names, places and work stand as they were entered.") if language == "en" else None,
        "number": _("Number"), "name": _("Full name"), "id": _("ID number"), "by_hand": _("Name and ID number are written by hand; they are stored nowhere."),
        "period": _("Period of service"), "days": _("from {first} to {last}", first=full_day(sheet.first_on), last=full_day(sheet.last_on)),
        "heads": [_("Line"), _("Date"), _("Activity"), _("Location"), _("Content"), _("Hours"), _("Minutes"), _("Organised by"), _("In charge")],
        "tables": tables, "signed": [
            [_("Issued by"), said(issuer), not issuer], [_("Person in charge (signature)"), said(sheet.in_charge), True],
            [_("Handled by"), said(sheet.handler), not sheet.handler], [_("Date of issue"), full_day(sheet.issued_on), False],
        ],
        "seal": _("Seal of the issuing unit") if language == "zh" else None, "code": _("Check code"), "check": _check(base),
        "limits": _(LIMITS),
        "lacking": said.note(), "sample": _("Sample data: every name and number is invented.") if sample else None, "page": _("page {page} of {pages}"),
    }


def _check(base: str) -> str:
    if not base:
        return _("To check: open the page “Check a record sheet” of the community, and type the number and the check code.")
    return _(BY_ADDRESS, address=f"{base.rstrip('/')}/verify")


def _table(sheet: RecordSet, kind: str, heading: str, summed: str, language: str, said: "_Said") -> dict[str, Any]:
    lines = sheet.of_kind(kind)
    minutes = sheet.signed_in_minutes if kind == "signed_in" else sheet.supplementary_minutes
    return {
        "heading": _(heading), "none": _("None."), "rows": [_row(place, line, language, said) for place, line in enumerate(lines, 1)],
        "total": _(summed), "hours": hours_text(minutes), "minutes": str(minutes),
    }


def _row(place: int, line: Line, language: str, said: "_Said") -> list[str]:
    unit = line.unit_en or line.unit if language == "en" else line.unit
    return [
        str(place), line.act_on, said(line.title), said(line.location), said(line.work), hours_text(line.minutes), str(line.minutes), said(unit), said(line.in_charge),
    ]


class _Said:
    """Texts as they are printed; remembers what the font lacks."""

    def __init__(self) -> None:
        self.lacking: dict[str, None] = {}

    def __call__(self, text: str) -> str:
        plain = clean(text)
        lacks = pdf.missing(plain)
        self.lacking |= dict.fromkeys(lacks)
        return re.sub("[" + re.escape("".join(lacks)) + "]", lambda found: f"[U+{ord(found[0]):04X}]", plain) if lacks else plain

    def note(self) -> str | None:
        """What to do about the characters that could not be printed; None where all could."""
        if not self.lacking:
            return None
        signs = _(", ").join(f"[U+{ord(sign):04X}]" for sign in self.lacking)
        return _("The font has no sign for some characters; their numbers stand in brackets: {signs}. Write them in by hand.", signs=signs)
