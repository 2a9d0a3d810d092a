"""The sign-in sheet of an activity, to write on with a pen: A4, a row a person, large enough for cold fingers.

It holds nicknames and player numbers of who signed up and nothing else about anybody. Every page
says which sheet it is of. Column heads are in both languages: one sheet lies on the table for all.
"""

from collections.abc import Iterable
from typing import Any

from linli import clock
from linli.documents import pdf, qr
from linli.documents.paper_sheet import CannotPrint, clean
from linli.documents.sheets import spaced
from linli.locale import N_, _, clock_time, full_day, language, use_language, weekday
from linli.rules.crediting import Interval
from linli.rules.settings import Settings
from linli.volunteer.sign_sheets import Printable

#: Stands for a sign of a nickname that the font lacks; the player number beside it is the one that counts.
STAND_IN = "□"

_HEADS = (N_("Row"), N_("Row code"), N_("Nickname and player number"), N_("Came at"), N_("Left at"), N_("Signature"))
_COUNTS = (N_("Head count, start"), N_("Head count, end"))


def sheet_pdf(sheet: Printable, settings: Settings, *, address: str = "", language: str = "zh") -> bytes:
    """The sheet as PDF. address: where it is typed in, for the QR code; "" for none. Raises CannotPrint."""
    with use_language(language):
        data = _data(sheet, settings)
        _check(data)
        files = {}
        if address:
            data["qr"], files["qr.png"] = "qr.png", qr.png(address, scale=5)
        return pdf.made("sign_sheet.typ", data, files)


def _data(sheet: Printable, settings: Settings) -> dict[str, Any]:
    day = f"{full_day(sheet.act_on)} {weekday(sheet.act_on)}"
    plan = _span(Interval(sheet.plan.start, sheet.plan.end), settings.zone)
    breaks = _(", ").join(_span(one, settings.zone) for one in sheet.plan.breaks)
    facts = ((_("Where"), sheet.location), (_("Breaks"), breaks), (_("Organising unit"), sheet.unit), (_("Person in charge"), sheet.in_charge), (_("What is done"), sheet.work))
    insured = _("Volunteers are insured.") if sheet.insured else _("Volunteers are not insured.")
    return {
        "lang": language(), "title": f"{clean(sheet.title)} {sheet.code}", "name": clean(sheet.title), "when": f"{day} {plan}", "code": spaced(sheet.code),
        "facts": [{"term": term, "text": clean(text)} for term, text in facts if text],
        "risk_head": _("Risks"), "risk": clean(sheet.risk), "insured": insured,
        "signing": _("Who signs has read what is done, its risks, and about the insurance. 14 to 17: only with a guardian's consent on paper."),
        "counts": [_both(one) for one in _COUNTS], "counted_by": _("counted by"), "heads": [_both(one) for one in _HEADS], "blank": _("Nickname, player number (under “Me”)"),
        "rows": [
            {"number": str(line.row), "code": line.code, "name": _printable(line.name), "player": line.player_number} for line in sheet.lines
        ],
        "foot": _("Write times like 8:55. Afterwards two people type the sheet in, each alone; keep it until the hours are approved."),
        "page": _("page {page} of {pages}"), "qr": None, "scan": _("type it in"),
        "sample": _("Sample data: every name and number is invented.") if settings.sample else None,
    }


def _both(message: str) -> dict[str, str]:
    """A label in the language of the sheet, and small in the other."""
    other = "en" if language() == "zh" else "zh"
    main = _(message)
    with use_language(other):
        return {"main": main, "other": _(message)}


def _span(one: Interval, zone: str) -> str:
    return f"{clock_time(clock.local(one.start, zone))}–{clock_time(clock.local(one.end, zone))}"


def _printable(name: str) -> str:
    """A nickname; a sign that the font lacks is told to be one."""
    shown = clean(name)
    lacks = set(pdf.missing(shown))
    return "".join(STAND_IN if sign in lacks else sign for sign in shown)


def _check(data: dict[str, Any]) -> None:
    texts = (data["name"], data["risk"], *(fact["text"] for fact in data["facts"]))
    if faults := list(_faults(texts)):
        raise CannotPrint(faults)


def _faults(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from (_("“{text}”: {sign}", text=text[:30], sign=pdf.called(sign)) for sign in pdf.missing(text))
