"""The quiz card: an item, what follows an answer, and the result. Strings of HTML for the island.

linli.js knows these marks: `data-item`, `data-kind`, `data-answer`, `data-confirm`, `data-next`,
`data-focus`, `data-nav`, `data-listen`, `data-done`.
"""

from linli.locale import _, ngettext
from linli.web import plain
from linli.web.parts import wrong
from linli.web.parts.views import ClauseView, FeedbackView, ItemView, OptionView, Progress, ResultView
from linli.web.text import escape

LETTERS = "ABCDEFGH"


def island(attempt: str) -> str:
    """The container of one attempt, for `st.html`. Routes: /api/quiz/ID and /api/quiz/ID/answer."""
    address = f"/api/quiz/{escape(attempt)}"
    return f'<div class="lc"><div class="lc-quiz" data-lc="quiz" data-url="{address}" data-post="{address}/answer"></div></div>'


def item(view: ItemView) -> str:
    """An item with its option cards; a tap answers it, in multiple choice the button below."""
    many = view.kind == "multiple"
    options = "".join(_option(place, one, many) for place, one in enumerate(view.options))
    note = plain.say("gold", view.note) if view.note else ""
    return (
        f"{_top(view.progress, view.large, view.leave)}<main>{dots(view.progress)}{note}"
        f'<article class="rim"><div class="stem"><div class="read"><span class="tag gold">{escape(view.topic)}</span>'
        f'{_listen(view)}</div><h1 data-focus>{escape(view.stem)}</h1>{picture(view.image, view.stem)}</div></article>'
        f'<div class="opts{" many" if many else ""}" role="group" aria-label="{escape(_("Options"))}"'
        f' data-item="{escape(view.item)}" data-kind="{escape(view.kind)}">{options}</div>{_hint(many)}</main>{_confirm(many)}'
    )


def _top(progress: Progress, large: bool, leave: str) -> str:
    words = _("Question {n} of {of}", n=progress.place, of=progress.of)
    size, sign = (_("Usual print"), _("A−")) if large else (_("Larger print"), _("A+"))
    return (
        f'<header class="top mid"><a class="tool" href="{escape(leave)}" data-nav="{escape(leave)}" aria-label="{escape(_("Leave"))}">'
        f'<i class="ic ic-back"></i></a><div class="name">{escape(words)}</div>'
        f'<button class="tool" type="button" data-pref="large" data-value="{int(not large)}" aria-label="{escape(size)}">{escape(sign)}</button></header>'
    )


def dots(progress: Progress) -> str:
    """One bar an item: right, again, now, to come."""
    signs = ["d" if right else "a" for right in progress.done]
    signs += ["n"] if len(signs) < progress.place else []
    signs += [""] * (progress.of - len(signs))
    words = escape(_("Question {n} of {of}", n=progress.place, of=progress.of))
    bars = "".join(f'<i class="{sign}"></i>' for sign in signs)
    return f'<div class="prog"><div class="dots" role="img" aria-label="{words}">{bars}</div></div>'


def _option(place: int, one: OptionView, many: bool) -> str:
    pressed = ' aria-pressed="false"' if many else ""
    return (
        f'<button type="button" class="opt" data-answer="{one.number}"{pressed}>'
        f'<span class="k"><span>{LETTERS[place]}</span></span><span>{escape(one.text)}</span></button>'
    )


def picture(name: str, stem: str) -> str:
    """The picture of an item, if it has one; a screen reader reads the question instead."""
    return f'<img class="pic" src="/img/{escape(name)}" alt="{escape(stem)}" loading="lazy">' if name else ""


def _listen(view: ItemView) -> str:
    read = "。".join([view.stem, *(f"{LETTERS[place]}，{one.text}" for place, one in enumerate(view.options))])
    return f'<button class="tool" type="button" data-listen="{escape(read)}" hidden><i class="ic ic-listen"></i>{escape(_("Listen"))}</button>'


def _hint(many: bool) -> str:
    words = _("Take your time. Choose all that are right, then tap the button.") if many else _("Take your time. One tap answers.")
    return f'<p class="hint">{escape(words)}</p>'


def _confirm(many: bool) -> str:
    if not many:
        return ""
    return f'<div class="dock"><button type="button" class="btn pri" data-confirm disabled>{escape(_("That is my choice"))}</button></div>'


def feedback(view: FeedbackView) -> str:
    """Verdict, question, marked options, why, clause; the button for what comes next stays below."""
    options = "".join(_answered(place, one) for place, one in enumerate(view.options))
    words = _("See the result") if view.last else _("Next question")
    return (
        f"{_top(view.progress, view.large, view.leave)}<main>{dots(view.progress)}{_verdict(view)}"
        f'<p class="ask">{escape(view.stem)}</p>{picture(view.image, view.stem)}<ul class="ans">{options}</ul>'
        f'<article class="card why-card"><h2>{escape(_("Why"))}</h2><p>{escape(view.explanation)}</p>{clause(view.clause)}</article>{wrong.control(view.item)}</main>'
        f'<div class="dock"><button type="button" class="btn pri" data-next>{escape(words)}<i class="ic ic-arrow"></i></button></div>'
    )


def _verdict(view: FeedbackView) -> str:
    right = view.correct
    word = _("Right") if right else _("Easy to mix up")
    points = f'<span class="pts">+{view.points}<small> {escape(ngettext("point", "points", view.points))}</small></span>' if view.points else ""
    return (
        f'<div class="verdict {"r" if right else "w"}" role="status" data-focus><span class="big"><i class="ic ic-{"check" if right else "again"}"></i></span>'
        f"<div><h1>{escape(word)}</h1><p>{escape(_under(view))}</p></div>{points}</div>"
    )


def _under(view: FeedbackView) -> str:
    if view.late:
        return _("The time for today's quiz is over, so this one brings no points")
    if not view.correct:
        return _("See why, and meet it again in a few days")
    return _("One more for {compound}", compound=view.compound) if view.points and view.compound else _("You knew it")


def _answered(place: int, one: OptionView) -> str:
    kind = "key" if one.key else "mine" if one.chosen else "soft"
    words = (_("You chose it: right") if one.chosen else _("The answer")) if one.key else _("You chose") if one.chosen else ""
    sign = '<i class="ic ic-check"></i>' if one.key else LETTERS[place]
    said = f"<em>{escape(words)}</em>" if words else ""
    return f'<li class="{kind}"><span class="k">{sign}</span><span>{escape(one.text)}{said}</span></li>'


def clause(view: ClauseView) -> str:
    """Law and article in blue, the quoted words beside a blue bar, and the way to the whole text."""
    quote = f"<blockquote>{escape(view.quote)}</blockquote>" if view.quote else ""
    known = f'<p class="known">{escape(view.known)}</p>' if view.known else ""
    link = (
        f'<a class="textlink" href="{escape(view.url)}" data-nav="{escape(view.url)}">{escape(_("Read the article"))}<i class="ic ic-next"></i></a>'
        if view.url else ""
    )
    return f'<div class="law"><cite><i class="ic ic-book"></i><span>{escape(view.name)}</span></cite>{quote}{known}{link}</div>'


def title(view: ResultView) -> str:
    """What was finished."""
    if view.kind == "daily":
        return _("Today's five are done") if view.of == 5 else _("Today's quiz is done")
    return _("The topic is done") if view.kind == "topic" else _("The practice is done")


def summary(view: ResultView) -> str:
    """How it went, in words: praise for the act, and no counting of what is missing."""
    again = view.of - view.right
    if not again:
        return _("All of them right.")
    if not view.right:
        return _("All of them to meet again. Good that you looked.")
    return _("{right} right, {again} to meet again.", right=view.right, again=again)
