"""The paper list of an export, as PDF: which row code stands for whom, with blanks for name and ID number.

Names and ID numbers are written on it by hand and are never typed in (docs/rules.md §4, "Export").
"""

from typing import Any

from linli.documents import pdf
from linli.documents.hours_files import note
from linli.documents.paper_sheet import clean
from linli.locale import _, full_day, ngettext, pick, use_language
from linli.rules.crediting import hours_text
from linli.rules.settings import Settings
from linli.volunteer.exporting import Holder, Line, PaperList, told


def printable(text: str) -> str:
    """One line as it is printed; a sign that the font lacks stands as an empty box."""
    line = clean(text)
    lacking = pdf.missing(line)
    return "".join("□" if sign in lacking else sign for sign in line)


def code_list(made: PaperList, settings: Settings, *, language: str = "zh") -> bytes:
    """The list as PDF: persons by nickname, each with their row codes and one blank for name and ID number."""
    with use_language(language):
        return pdf.made("code_list.typ", _data(made, settings, language))


def _data(made: PaperList, settings: Settings, language: str) -> dict[str, Any]:
    head = made.export.head
    mark = _("Export {number} · {first} to {last}", number=head.number, first=full_day(head.first_on), last=full_day(head.last_on))
    return {
        "lang": language, "title": _("Who the row codes stand for"), "mark": f"{printable(pick(settings.community_zh, settings.community_en))} {mark}".strip(),
        "warning": _("On paper only. Keep it locked away; destroy it when all is entered."),
        "tell": _("Write name and ID number by hand. They are never typed into Linli Cup."),
        "page": _("page {page} of {pages}"), "notes": _notes(made, settings),
        "heads": [
            _("Row code"), _("Date of the activity"), _("Name of the activity"), _("Hours"), _("Nickname, player number"),
            _("Name (by hand)"), _("ID number (by hand)"),
        ],
        "people": [_person(one) for one in made.people],
    }


def _notes(made: PaperList, settings: Settings) -> list[str]:
    left = ngettext(
        "{n} row of the export is left out here: the account behind it was deleted, so nobody can be matched to it.",
        "{n} rows of the export are left out here: the accounts behind them were deleted, so nobody can be matched to them.", made.left_out,
    ) if made.left_out else ""
    sample = _("Sample data: every name and number is invented.") if settings.sample else ""
    return [text for text in (sample, left, told(made.export)) if text]


def _person(one: Holder) -> dict[str, Any]:
    number = one.player_number if one.player_number not in one.name else ""
    return {"name": printable(one.name), "number": number, "lines": [_line(line) for line in one.lines]}


def _line(line: Line) -> dict[str, Any]:
    kind = _("supplementary") if line.extra else ""
    remark = " ".join(filter(None, (kind, note(line))))
    return {
        "code": line.code, "day": line.act_on, "activity": printable(line.title), "minutes": hours_text(line.minutes + line.extra),
        "note": printable(remark), "gone": bool(line.reversed_on),
    }
