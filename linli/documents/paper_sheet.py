"""A paper on paper: the sheet to write on, as PDF, a form at a time.

It is anonymous: it asks for the compound and for no name, number or address. What stands where
is decided in paper_forms.py; code, version and form stand on every page, so that a loose page can
be counted too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.community import Compound
from linli.documents import pdf, qr
from linli.documents.paper import words
from linli.documents.sheets import spaced
from linli.errors import GameError
from linli.locale import N_, _, ngettext, pick, use_language
from linli.paper_forms import Placed, laid_out, letter
from linli.papers import Paper
from linli.questions.items import Item, Text
from linli.rules.settings import Settings

#: So many compounds can be ticked in one or two lines; more are written by hand.
TICKED = 8
TEXT_MOST = 4000
#: Signs that choose a variant of the sign before, such as a coloured one.
_VARIANTS = dict.fromkeys(range(0xFE00, 0xFE10))
#: Boxes and marks that the font lacks, by the plain ones that it has and that mean the same.
_PLAIN = str.maketrans("☐☑☒✔✗✘✅❌⭕", "□√×√××√×○")
_PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


class CannotPrint(GameError):
    """Characters for which the font has no sign: an empty box would stand on the sheet."""

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(
            N_("Nothing was printed, for the font has no sign for some characters: {places}. Write them otherwise, then print again."),
            places=_("; ").join(places[:5]) + (" …" if len(places) > 5 else ""),
        )


@dataclass(frozen=True)
class Picture:
    """A kept picture of a question. width: in pixels."""

    type: str
    data: bytes
    width: int


@dataclass(frozen=True)
class Job:
    """What is printed: a paper with the questions of its version.

    address: where the paper can be taken online, for the QR code; "" for none. pictures: by the
    name that items give.
    """

    paper: Paper
    items: Sequence[Item]
    settings: Settings
    compounds: Sequence[Compound] = ()
    address: str = ""
    pictures: Mapping[str, Picture] | None = None

    def form(self, number: int) -> tuple[Placed, ...]:
        """What stands where on a form."""
        return laid_out(self.paper, self.items, number)


def form_pdf(job: Job, form: int, *, language: str = "zh", large: bool = False) -> bytes:
    """The sheet of a form (0 is A) in a language, usual or large print. Raises CannotPrint."""
    with use_language(language):
        placed = job.form(form)
        data = _data(job, placed, form, language, large)
        checked(data, placed)
        files = {f"picture-{name}": one.data for name, one in _pictures(job).items()}
        if job.address:
            data["qr"], files["qr.png"] = "qr.png", qr.png(job.address, scale=6)
        return pdf.made("paper_sheet.typ", data, files)


def mark(paper: Paper, form: int) -> str:
    """What stands on every page of a form: K7M 4QX · version 1 · form A."""
    return _("{code} · version {version} · form {letter}", code=spaced(paper.code), version=paper.version, letter=letter(form))


def edition(paper: Paper) -> str:
    """Code and version, the same on all forms."""
    return _("{code} · version {version}", code=spaced(paper.code), version=paper.version)


def clean(text: str) -> str:
    """One line as it is printed: nothing that cannot be seen, no variants of signs, plain boxes and marks."""
    return words(text, TEXT_MOST).translate(_VARIANTS).translate(_PLAIN)


def said(text: Text) -> str:
    """A text of the bank in the current language, as it is printed."""
    return clean(pick(text.zh, text.en))


def kind_words(item: Item) -> str:
    """How many answers a question takes, as it is printed; nothing for one answer."""
    return {"multiple": _("(more than one)"), "true_false": _("(true or false)")}.get(item.kind, "")


def _data(job: Job, placed: Sequence[Placed], form: int, language: str, large: bool) -> dict[str, Any]:
    paper = job.paper
    widest = max(len(one.order) for one in placed)
    columns = {5: 4, 6: 3, 7: 3, 8: 2}.get(widest, 5)   # of answer boxes, on 180 mm
    return {
        "lang": language, "large": large, "title": f"{clean(paper.name)} {mark(paper, form)}", "name": clean(paper.name), "mark": mark(paper, form),
        "community": clean(pick(job.settings.community_zh, job.settings.community_en)), "letter": letter(form), "form": _("form"),
        "facts": _facts(paper), "page": _("page {page} of {pages}"), "qr": None, "scan": _("Online"),
        "ask_compound": _("Your compound:"), "compounds": [clean(one.name) for one in job.compounds] if len(job.compounds) <= TICKED else [],
        "tell": _tell(large), "sample": _("Sample data: every name and number is invented.") if job.settings.sample else None,
        "questions": [_question(job, one) for one in placed],
        "answers": _("Your answers"), "fill": _("Cross out the letter of your answer."), "answer_columns": columns, "answer_rows": -(-len(placed) // columns),
    }


def _facts(paper: Paper) -> str:
    parts = [
        ngettext("{n} question", "{n} questions", paper.items), ngettext("{n} minute", "{n} minutes", paper.minutes) if paper.minutes else "", edition(paper),
    ]
    return " · ".join(filter(None, parts))


def _tell(large: bool) -> str:
    if large:
        return _("No name, please. Tick the box before your answer; for those marked with more than one, tick every right one.")
    return _("No name, please. Cross out your answers in the boxes; at a question with square boxes cross out every right one.")


def _question(job: Job, one: Placed) -> dict[str, Any]:
    item = one.item
    options = [{"letter": sign, "words": said(item.options[number].text)} for sign, number in zip(one.letters, one.order, strict=True)]
    picture = _pictures(job).get(item.image or "")
    return {
        "number": one.number, "stem": said(item.stem), "kind": kind_words(item) or None, "many": item.kind == "multiple", "options": options,
        "short": len(options) == 2 and all(len(option["words"]) <= 4 for option in options),
        "picture": f"picture-{item.image}" if picture else None, "width": max(20, (picture.width if picture else 0) // 6),
    }


def _pictures(job: Job) -> dict[str, Picture]:
    """The pictures that typst can read, by name."""
    return {name: one for name, one in (job.pictures or {}).items() if one.type in _PICTURES}


def checked(data: Mapping[str, Any], placed: Sequence[Placed]) -> None:
    """Raises CannotPrint, which names every question and what in it cannot be printed."""
    numbers = {one.number: one.item.id for one in placed}
    faults = list(_in_head(data))
    for question in data["questions"]:
        for place, text in _texts(question):
            faults += [
                _("question {number} ({item}), {place}: {sign}", number=question["number"], item=numbers[question["number"]], place=place, sign=pdf.called(sign))
                for sign in pdf.missing(text)
            ]
    if faults:
        raise CannotPrint(faults)


def _in_head(data: Mapping[str, Any]) -> Iterator[str]:
    for text in (data["name"], data["community"], *data["compounds"]):
        yield from (_("the heading “{text}”: {sign}", text=text[:30], sign=pdf.called(sign)) for sign in pdf.missing(text))


def _texts(question: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield _("the question itself"), question["stem"]
    for option in question["options"]:
        yield _("option {letter}", letter=option["letter"]), option["words"]
    for name in ("why", "clause"):
        yield _("the explanation"), question.get(name, "")
