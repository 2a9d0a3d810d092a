"""“Something wrong here?”: five reasons to report a question, and what became of one's own reports.

report.js knows `data-reports` (the item) and `data-report` (the reason).
"""

from collections.abc import Sequence

from linli.locale import _, month_day, pick
from linli.questions.reports import REASONS, Mine
from linli.web.parts import bits
from linli.web.text import escape


def reasons() -> dict[str, str]:
    """The reasons in the words of a resident."""
    return {
        "key": _("The answer is not right"), "outdated": _("It is out of date"), "unclear": _("Hard to understand"),
        "wording": _("A slip in the words"), "translation": _("The languages differ"),
    }


def control(item: str) -> str:
    """A quiet line that opens the five reasons; one tap sends."""
    words = reasons()
    picks = "".join(f'<button type="button" class="pick" data-report="{one}">{escape(words[one])}</button>' for one in REASONS)
    return (
        f'<details class="wrong" data-reports="{escape(item)}"><summary><i class="ic ic-flag"></i><span>{escape(_("Something wrong here?"))}</span></summary>'
        f'<div class="picks" role="group" aria-label="{escape(_("What is wrong?"))}">{picks}</div></details>'
    )


def thanks(*, own: bool) -> str:
    """After a report. own: whether it can be found again under one's own pages."""
    words = _("Thank you, the office will look. Under Me you see what becomes of it.") if own else _("Thank you, the office will look at it.")
    return f'<p class="thanks" role="status" tabindex="-1"><i class="ic ic-check"></i><span>{escape(words)}</span></p>'


def became(one: Mine) -> tuple[str, str]:
    """(kind of tag, words) of what became of a report."""
    if one.state == "open":
        return "plain", _("being looked at")
    if one.state == "mended":
        return "right", _("mended")
    return ("plain", _("taken out")) if one.state == "withdrawn" else ("plain", _("stays"))


def why(answer: str) -> str:
    """Why a question stays as it is, for who reported it."""
    return {
        "clause": _("The article says so; its words stand below the question."), "local": _("A rule of our own town applies here; the question follows it."),
        "words": _("The office read it again and finds the words clear enough."), "checked": _("It was compared with its source once more: it stands."),
    }.get(answer, "")


def own(found: Sequence[Mine]) -> str:
    """A resident's reports with what became of them."""
    if not found:
        return ""
    return bits.section(_("What I told the office about questions"), f'<ul class="card hist mine">{"".join(_row(one) for one in found)}</ul>')


def _row(one: Mine) -> str:
    kind, words = became(one)
    told = _("{day}: {reason}", day=month_day(one.made_on), reason=reasons()[one.reason])
    more = f'<p class="soft">{escape(why(one.answer))}</p>' if one.answer else ""
    stem = pick(one.item.stem.zh, one.item.stem.en)
    return f'<li><b>{escape(stem)}</b><span class="tag {kind} nb">{escape(words)}</span><p class="soft">{escape(told)}</p>{more}</li>'
