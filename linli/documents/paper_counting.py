"""For who counts sheets: the key of a paper, and tally sheets to make strokes on, as PDF."""

from collections.abc import Sequence
from typing import Any

from linli.documents import pdf
from linli.documents.paper_sheet import Job, checked, clean, edition, mark, said
from linli.errors import GameError
from linli.locale import _, pick, use_language
from linli.paper_forms import LETTERS, Placed, letter
from linli.questions import sources
from linli.questions.items import Item, LawSource
from linli.questions.sources import Sources


def key_pdf(job: Job, texts: Sources, *, language: str = "zh") -> bytes:
    """The right letters of every form, then each question with its explanation and clause. Raises CannotPrint."""
    with use_language(language):
        forms = [job.form(number) for number in range(job.paper.forms)]
        data = _head(job, language) | {
            "title": _("Key of “{name}”", name=clean(job.paper.name)), "warning": _("For who counts. Not to be handed out before the paper closes."),
            "why": _("Why: explanation and clause"),
            "forms": [
                {"name": _("Form {letter}", letter=letter(number)), "right": [{"number": str(one.number), "letters": one.right} for one in placed]}
                for number, placed in enumerate(forms)
            ],
            "questions": [_answer(one, forms, texts) for one in forms[0]],
        }
        checked(data, forms[0])
        return pdf.made("paper_key.typ", data)


def tally_pdf(job: Job, *, language: str = "zh") -> bytes:
    """Tally sheets: for each compound (one without a name where none is given) and form, questions by options."""
    with use_language(language):
        widest = max(4, *(len(item.options) for item in job.items))
        data = _head(job, language) | {
            "title": _("Tally sheets of “{name}”", name=clean(job.paper.name)), "compound": _("Compound:"), "count": _("Sheets counted:"),
            "tell": _tell(), "number": _("No."), "blank": _("blank"), "set": "□□□□", "width": widest, "row": 7.1 if len(job.items) <= 30 else 8, "letters": list(LETTERS[:widest]),
            "questions": [],
            "sheets": [
                _tally(job, form, name) for name in ([clean(one.name) for one in job.compounds] or [""]) for form in range(job.paper.forms)
            ],
        }
        checked(data, ())
        return pdf.made("paper_tally.typ", data)


def clause(item: Item, texts: Sources) -> str:
    """What the answer rests on, in one line: law, article and its quoted words; or the fact's number."""
    source = item.source
    if not isinstance(source, LawSource):
        return clean(": ".join(filter(None, (_("Fact {number}", number=source.fact), source.quote or ""))))
    try:
        title = sources.law(texts, source.law)
    except GameError:   # a law that was taken out: the article and its words still say what it was
        return clean(f"{source.article}：{source.quote}")
    return clean(f"《{title.title}》{source.article}：{source.quote}")


def _head(job: Job, language: str) -> dict[str, Any]:
    return {
        "lang": language, "name": clean(job.paper.name), "community": clean(pick(job.settings.community_zh, job.settings.community_en)),
        "compounds": [clean(one.name) for one in job.compounds], "page": _("page {page} of {pages}"),
        "mark": edition(job.paper),
    }


def _answer(one: Placed, forms: Sequence[Sequence[Placed]], texts: Sources) -> dict[str, Any]:
    item = one.item
    stands = [next(other for other in placed if other.item.id == item.id) for placed in forms]
    places = " · ".join(f"{letter(number)}{other.number} {other.right}" for number, other in enumerate(stands))
    return {
        "number": one.number, "stem": said(item.stem), "places": places, "why": said(item.explanation), "clause": clause(item, texts),
        "options": [{"letter": sign, "words": said(item.options[number].text)} for sign, number in zip(one.letters, one.order, strict=True) if number in item.key],
    }


def _tally(job: Job, form: int, compound: str) -> dict[str, Any]:
    questions = [{"number": str(one.number), "options": len(one.order), "many": one.item.kind == "multiple"} for one in job.form(form)]
    return {"mark": mark(job.paper, form), "letter": letter(form), "compound": compound, "questions": questions}


def _tell() -> str:
    return _(
        "One stroke for each sheet in each row, five to a bundle. Where several answers are right, write a set of letters as it was"
        " crossed out (ABD) into the small boxes and its strokes behind it. Each row must come to the number of sheets."
    )
