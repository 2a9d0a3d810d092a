"""A paper as the phone shows it: the notice, its questions, the hand-in, and after the close its answers.

Strings of HTML for the island `paper` (linli/web/static/js/paper.js), which knows the marks
`data-choose`, `data-place`, `data-begin`, `data-hand-in`, `data-left`, `data-again`.
"""

from datetime import datetime

from linli import clock
from linli.locale import _, clock_time, full_day, ngettext
from linli.paper_sittings import PaperSitting, Sheet
from linli.papers import Paper
from linli.questions.sources import Sources
from linli.web import plain
from linli.web.parts import asking, bits, quiz_card, wrong
from linli.web.parts.quiz_card import LETTERS
from linli.web.text import escape, safe_html


def island(paper: str) -> str:
    """The container of one paper, for `st.html`."""
    return f'<div class="lc"><div class="lc-quiz lc-paper" data-lc="paper" data-url="/api/paper/{escape(paper)}"></div></div>'


def when(at: datetime, zone: str) -> str:
    """A moment in words: 27 November 2026, 18:00."""
    local = clock.local(at, zone)
    return f"{full_day(local.date())} {clock_time(local)}"


def notice(paper: Paper, zone: str, at: datetime, *, resident: bool, large: bool, name: str) -> str:
    """Before it has begun: what it is, its times, and the button to begin. name: of the community."""
    lines = [
        ngettext("{n} question", "{n} questions", paper.items),
        _("{minutes} minutes, by the server's clock", minutes=paper.minutes) if paper.minutes else _("No time limit"),
        _("Open until {when}", when=when(paper.closes_at, zone)),
        _("One sitting. You may change answers until you hand in."),
        _("Right answers bring points when you hand in; what was right is shown after the close."),
    ]
    listed = "".join(f'<li><i class="ic ic-check"></i><span>{escape(line)}</span></li>' for line in lines)
    head = f'<article class="rim"><div class="in"><h1 data-focus>{safe_html(paper.name, 60)}</h1><ul class="ticks">{listed}</ul></div></article>'
    return f'{_bar(name, large)}<main>{head}{_entrance(paper, zone, at, resident=resident)}</main>'


def _entrance(paper: Paper, zone: str, at: datetime, *, resident: bool) -> str:
    if paper.state == "withdrawn":
        return plain.say("warn", _("This paper was withdrawn."))
    if at < paper.opens_at or paper.state == "draft":
        return plain.say("", _("It opens on {when}.", when=when(paper.opens_at, zone)))
    if at >= paper.closes_at:
        return plain.say("", _("It closed on {when}.", when=when(paper.closes_at, zone)))
    if not resident:
        words = _("Each resident sits it once, so it needs a nickname. That takes a minute, and no telephone number.")
        return plain.say("gold", words) + f'<p class="section">{bits.link("/join", _("Make a nickname"))}</p>'
    return f'<p class="section"><button type="button" class="btn pri" data-begin>{escape(_("Begin the paper"))}<i class="ic ic-arrow"></i></button></p>'


def question(seen: PaperSitting, place: int, at: datetime, *, large: bool) -> str:
    """One question with what is chosen, the way to the others, and the time that is left."""
    sheet, last = seen.sheets[place], place == len(seen.sheets) - 1
    many = sheet.item.kind == "multiple"
    options = "".join(_option(number, letter, sheet) for number, letter in zip(sheet.order, LETTERS, strict=False))
    hint = _("Choose all that are right.") if many else _("You may change it until you hand in.")
    onward = _("To the end") if last else _("Next question")
    back = f'<button type="button" class="btn sec" data-place="{place - 1}">{escape(_("Back"))}</button>' if place else ""
    return (
        f"{_top(seen, place, at, large)}<main>{_places(seen, place)}{_late(seen, at)}"
        f'<article class="rim"><div class="stem"><h1 data-focus>{escape(asking.said(sheet.item.stem))}</h1>{_picture(sheet)}</div></article>'
        f'<div class="opts{" many" if many else ""}" role="group" aria-label="{escape(_("Options"))}" data-item="{escape(sheet.item.id)}"'
        f' data-kind="{sheet.item.kind}" data-at="{place}">{options}</div><p class="hint" data-state>{escape(hint)}</p></main>'
        f'<div class="dock pair">{back}<button type="button" class="btn pri" data-place="{"end" if last else place + 1}">{escape(onward)}'
        f'<i class="ic ic-arrow"></i></button></div>'
    )


def _picture(sheet: Sheet) -> str:
    return quiz_card.picture(sheet.item.image or "", asking.said(sheet.item.stem))


def _option(number: int, letter: str, sheet: Sheet) -> str:
    on = "true" if number in sheet.chosen else "false"
    return (
        f'<button type="button" class="opt" data-choose="{number}" aria-pressed="{on}"><span class="k"><span>{letter}</span></span>'
        f"<span>{escape(asking.said(sheet.item.options[number].text))}</span></button>"
    )


def _top(seen: PaperSitting, place: int, at: datetime, large: bool) -> str:
    words = _("Question {n} of {of}", n=place + 1, of=len(seen.sheets))
    left = max(0, int((seen.due_at - at).total_seconds()))
    timer = f'<small data-left="{left}" data-words="{escape(_("{time} to go"))}" role="timer"></small>' if left <= 24 * 3600 else ""
    return (
        f'<header class="top mid"><a class="tool" href="/" data-nav="/" aria-label="{escape(_("Leave; your answers stay"))}"><i class="ic ic-back"></i></a>'
        f'<div class="name">{escape(words)}{timer}</div>{plain.tools(large)}</header>'
    )


def _places(seen: PaperSitting, now: int) -> str:
    """All questions by number: answered ones filled; each leads to its question."""
    links = "".join(
        f'<button type="button" data-place="{place}" class="{"d" if sheet.chosen else ""}"{" aria-current=step" if place == now else ""}'
        f' aria-label="{escape(_place_words(place, sheet))}">{place + 1}</button>'
        for place, sheet in enumerate(seen.sheets)
    )
    return f'<nav class="places" aria-label="{escape(_("Questions of the paper"))}">{links}</nav>'


def _place_words(place: int, sheet: Sheet) -> str:
    return _("Question {n}, answered", n=place + 1) if sheet.chosen else _("Question {n}, open", n=place + 1)


def _late(seen: PaperSitting, at: datetime) -> str:
    return plain.say("warn", _("The time is over; what you choose now is kept as late and does not count.")) if at > seen.due_at else ""


def ending(seen: PaperSitting, at: datetime, *, large: bool) -> str:
    """Before the hand-in: what is still open, and the button that ends it."""
    open_ = [place for place, sheet in enumerate(seen.sheets) if not sheet.chosen]
    if open_:
        words = ngettext("{n} question has no answer yet.", "{n} questions have no answer yet.", len(open_))
        told = plain.say("gold", words) + _places(seen, -1)
    else:
        told = plain.say("right", _("Every question has an answer."))
    return (
        f'{_top(seen, len(seen.sheets) - 1, at, large)}<main><article class="rim"><div class="in"><h1 data-focus>{escape(_("Hand it in?"))}</h1>'
        f'<p>{escape(_("Afterwards nothing can be changed."))}</p></div></article><div class="section">{told}</div></main>'
        f'<div class="dock pair"><button type="button" class="btn sec" data-place="{open_[0] if open_ else len(seen.sheets) - 1}">{escape(_("Back to the questions"))}</button>'
        f'<button type="button" class="btn pri" data-hand-in>{escape(_("Hand in"))}</button></div>'
    )


def handed(seen: PaperSitting, zone: str, *, large: bool, name: str) -> str:
    """Handed in, and the paper has not closed."""
    words = _("{n} of {of} questions answered. What was right is shown here from {when} on.", n=seen.answered, of=len(seen.sheets), when=when(seen.paper.closes_at, zone))
    return (
        f'{_bar(name, large)}<main><article class="rim"><div class="in"><p class="tag right"><i class="ic ic-check"></i>{escape(_("Handed in"))}</p>'
        f'<h1 data-focus>{safe_html(seen.paper.name, 60)}</h1><p>{escape(words)}</p></div></article>'
        f'<p class="section">{bits.link("/", _("To the home page"), css="btn sec")}</p></main>'
    )


def result(seen: PaperSitting, known: Sources, *, large: bool, name: str) -> str:
    """After the close: the score, and every question with its answer and why. known: the laws in force."""
    score = _("{right} of {of} right", right=seen.score or 0, of=len(seen.sheets))
    points = f'<p class="tag right nb">{escape(bits.plus(seen.points))}</p>' if seen.points else ""
    rows = "".join(_answered(place, sheet, known, seen.paper.code) for place, sheet in enumerate(seen.sheets))
    return (
        f'{_bar(name, large)}<main><article class="rim"><div class="in"><h1 data-focus>{safe_html(seen.paper.name, 60)}</h1>'
        f'<p><b>{escape(score)}</b></p>{points}</div></article><div class="section"><ul class="card rev">{rows}</ul></div>'
        f'<p class="section">{bits.link("/", _("To the home page"), css="btn sec")}</p></main>'
    )


def _answered(place: int, sheet: Sheet, known: Sources, code: str) -> str:
    view = asking.review_view(known, sheet.item, {"from": "paper", "c": code})
    right = bool(sheet.correct and not sheet.late)
    chosen = " / ".join(asking.said(sheet.item.options[number].text) for number in sheet.chosen) or _("no answer")
    mine = _("You chose, after the time: {answer}", answer=chosen) if sheet.late else _("You chose: {answer}", answer=chosen)
    sign = f'<span class="k{" ok" if right else ""}"><i class="ic ic-{"check" if right else "again"}"></i></span>'
    return (
        f'<li><details><summary>{sign}<span>{place + 1}. {escape(view.stem)}</span><i class="ic ic-down"></i></summary>'
        f'<div class="in">{_picture(sheet)}<p>{escape(mine)}</p><p><b>{escape(view.answer)}</b></p><p>{escape(view.explanation)}</p>'
        f'{quiz_card.clause(view.clause)}{wrong.control(view.item) if sheet.chosen else ""}</div></details></li>'
    )


def _bar(name: str, large: bool) -> str:
    return (
        f'<header class="top"><a class="tool" href="/papers" data-nav="/papers" aria-label="{escape(_("Back"))}"><i class="ic ic-back"></i></a>'
        f'<div class="name">{escape(_("Paper"))}<small>{escape(name)}</small></div>{plain.tools(large)}</header>'
    )


def listing(found: list[Paper], zone: str, begun: dict[str, bool]) -> str:
    """The papers that are open, each with its times. begun: by id, whether it is handed in."""
    rows = "".join(
        f'<li><div><b>{safe_html(paper.name, 60)}</b><span class="soft">{escape(_about(paper, zone))}</span></div><div class="acts">{_go(paper, begun)}</div></li>'
        for paper in found
    )
    return f'<ul class="card topics">{rows}</ul>'


def _about(paper: Paper, zone: str) -> str:
    count = ngettext("{n} question", "{n} questions", paper.items)
    limit = _("{minutes} minutes", minutes=paper.minutes) if paper.minutes else _("no time limit")
    return " · ".join((count, limit, _("until {when}", when=when(paper.closes_at, zone))))


def _go(paper: Paper, begun: dict[str, bool]) -> str:
    words = {None: _("See the paper"), False: _("Go on"), True: _("Handed in")}[begun.get(paper.id)]
    return bits.link(f"/papers?c={paper.code}", words, css="btn quiet" if begun.get(paper.id) else "btn sec")
