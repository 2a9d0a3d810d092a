"""A question as the phone shows it: before the answer, and after; and two versions of one."""

from linli.locale import _, full_day, pick
from linli.questions.faults import Fault
from linli.questions.items import Item, Text
from linli.web.parts import asking, quiz_card
from linli.web.parts.organiser.tables import facts, folded, table, tag
from linli.web.text import escape


def said(text: Text) -> str:
    """A text of the bank in the current language."""
    return pick(text.zh, text.en)


def kinds() -> dict[str, str]:
    """The kinds of questions in words."""
    return {"single": _("one answer"), "multiple": _("several answers"), "true_false": _("true or false")}


def states() -> dict[str, str]:
    """The states of questions in words."""
    return {"playable": _("in the draw"), "paused": _("paused"), "to_check": _("to check"), "gone": _("taken out")}


def levels() -> dict[int, str]:
    """The levels in words."""
    return {1: _("easy"), 2: _("medium"), 3: _("hard")}


def phone(item: Item, topic: str) -> str:
    """The question card with its options, then the answer, why and the clause, as a resident sees them."""
    many = " many" if item.kind == "multiple" else ""
    options = "".join(
        f'<div class="opt"><span class="k"><span>{letter}</span></span><span>{escape(said(option.text))}</span></div>'
        for letter, option in zip(quiz_card.LETTERS, item.options, strict=False)
    )
    named = f'<span class="tag gold">{escape(topic)}</span>' if topic else ""
    card = f'<article class="rim"><div class="stem">{named}<h2>{escape(said(item.stem))}</h2>{quiz_card.picture(item.image or "", said(item.stem))}</div></article>'
    return f'<div class="phone">{card}<div class="opts{many}">{options}</div>{answer(item)}</div>'


def answer(item: Item) -> str:
    """The right options, the explanation and its source."""
    right = "".join(
        f'<li class="key"><span class="k"><i class="ic ic-check"></i></span><span>{escape(said(option.text))}</span></li>'
        for option in item.options if option.key
    )
    clause = quiz_card.clause(asking.clause(asking.texts(), item.source, {}))
    why = f'<article class="card why-card"><h3>{escape(_("Why"))}</h3><p>{escape(said(item.explanation))}</p>{clause}</article>'
    return f'<ul class="ans">{right}</ul>{why}'


def about(item: Item, state: str, file: str | None, origin: str) -> str:
    """What is known of a question beside its words."""
    kind = {"playable": "right", "paused": "plain", "to_check": "warn", "gone": "plain"}[state]
    rows = [
        (_("Number"), item.id), (_("Kind of question"), kinds()[item.kind]), (_("Level"), levels()[item.level]),
        (_("Checked on"), full_day(item.reviewed_on)), (_("Words from"), _("the screen") if origin == "screen" else _("the file")), (_("File"), file or ""),
    ]
    return tag(states()[state], kind) + facts(rows)


def versions(screen: Item, file: Item | None, topic: str) -> str:
    """What the screen says and what the file says, side by side."""
    left = f"<div><h3>{escape(_('On screen, drawn now'))}</h3>{_in_full(screen, topic)}</div>"
    there = _in_full(file, topic) if file else f'<p class="card">{escape(_("The file does not hold this question any more."))}</p>'
    return f'<div class="versions">{left}<div><h3>{escape(_("In the file"))}</h3>{there}</div></div>'


def _in_full(item: Item, topic: str) -> str:
    english = "".join(f"<li>{escape(text.en)}</li>" for text in (item.stem, *(option.text for option in item.options), item.explanation))
    other = folded(_("English"), f"<ul>{english}</ul>") if pick("zh", "en") == "zh" else ""
    return phone(item, topic) + other


def fault_table(faults: tuple[Fault, ...]) -> str:
    """Faults by place, item and sentence."""
    rows = [(f"{one.file}:{one.line}", one.item or "", one.message) for one in faults]
    return table((_("Position"), _("Question"), _("What")), rows)
