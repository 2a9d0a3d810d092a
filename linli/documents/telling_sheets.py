"""Two sheets for an activity that does not take place: the list of whom to tell, and the notice to hang up at the place."""

from collections.abc import Callable, Sequence
from datetime import datetime

from linli.documents.paper import document, escape, logo, office, sample, stacked, words
from linli.locale import N_, _, clock_time, month_day, use_language, weekday
from linli.rules.settings import Settings
from linli.volunteer import telling
from linli.volunteer.activities import ActivityView
from linli.volunteer.telling import Told

#: Rows on the first sheet and on the others.
FIRST, MORE = 22, 26
#: Characters of the organiser's own from which on the notice is set smaller.
LONG = 110
_LIST_CSS = """
.told { padding: 14mm 15mm 0 } .told h1 { font-size: 7.5mm; line-height: 1.25 } .told .about { margin-top: 2mm } .told .why { margin-top: 1mm; font-weight: 700 }
.told table { width: 100%; margin-top: 4mm; border-collapse: collapse; table-layout: fixed; font-size: 4mm; line-height: 1.2 } .told th { text-align: left; font-size: 3.8mm }
.told th, .told td { padding: 0 1.5mm; border-bottom: .25mm solid #6F7E8A; height: 9.2mm; overflow-wrap: anywhere } .told th .en { font-weight: 400 }
.told th:nth-child(1) { width: 31% } .told th:nth-child(2) { width: 15% } .told th:nth-child(3) { width: 26% } .told th:nth-child(4) { width: 10% }
.told .nr { white-space: nowrap } .told td small { display: block; font-size: 3.2mm }
.told .home span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font-size: 3.7mm }
.told .box i { display: inline-block; width: 5.5mm; height: 5.5mm; border: .4mm solid #1B2B3A; border-radius: .8mm; vertical-align: middle } .told.long .why { font-size: 3.8mm }
.told .foot { position: absolute; left: 15mm; right: 15mm; bottom: 8mm; font-size: 3.6mm; color: #475563 }
"""
_NOTICE_CSS = """
.hang { display: flex; flex-direction: column; gap: 5mm; padding: 14mm 18mm 9mm; text-align: center } .hang .logo { flex: none; width: 15mm; height: 15mm; margin: 0 auto }
.hang h1 { font-size: 20mm; line-height: 1.1; color: #B3381A } .hang h1 .en { font-size: 9mm; color: #B3381A }
.hang h2 { font-size: 10.5mm; line-height: 1.25; text-wrap: balance } .hang .when { font-size: 8mm; font-weight: 700; line-height: 1.3 } .hang .when .en { font-weight: 400 }
.hang .where { font-size: 5.5mm; line-height: 1.35 } .hang .why, .hang .next { padding: 4.5mm 6mm; border-radius: 6mm; font-size: 7mm; line-height: 1.35 }
.hang .why { background: #FBEDE6 } .hang .next { border: 1mm solid #1E4E82 } .hang .next b, .hang .next span { display: block } .hang .next .where { margin-top: 1mm }
.hang.long { gap: 3.5mm } .hang.long h1 { font-size: 13mm } .hang.long h2 { font-size: 7mm } .hang.long .why, .hang.long .next { padding: 3mm 5mm; font-size: 4.4mm }
.hang.long .where { font-size: 4.4mm } .hang.long .when { font-size: 6.5mm } .hang.long .logo { width: 11mm; height: 11mm }
.hang .foot { margin-top: auto; font-size: 4.2mm } .hang .foot p + p { margin-top: 1mm }
"""
Said = Callable[[], str]


def _both(said: Said) -> str:
    """What a sentence-maker says, in Chinese with its English beneath."""
    texts = []
    for code in ("zh", "en"):
        with use_language(code):
            texts.append(said())
    return stacked(*texts)


def _when(found: ActivityView, zone: str) -> Said:
    start, end = telling.in_zone(found, zone)
    return lambda: _("{day}, {weekday}, {span}", day=month_day(found.act_on), weekday=weekday(found.act_on), span=f"{clock_time(start)}–{clock_time(end)}")


def told_list(settings: Settings, found: ActivityView, why: Said, people: Sequence[Told]) -> str:
    """An HTML page to print: nickname, player number, compound, a box for "told". why: its reason in the current language."""
    first = FIRST - (8 if len(found.title + found.location + why()) > LONG else 0)
    parts = [people[:first], *(people[start : start + MORE] for start in range(first, len(people), MORE))]
    sheets = "".join(_told_sheet(settings, found, why, part, number, len(parts)) for number, part in enumerate(parts, 1))
    return document(_("Who must be told: {title}", title=found.title), _LIST_CSS, sheets)


def _told_sheet(settings: Settings, found: ActivityView, why: Said, people: Sequence[Told], number: int, of: int) -> str:
    cancelled = f'<p class="why">{_both(lambda: _("Cancelled: {why}", why=why() or "-"))}</p>' if found.state == "cancelled" else ""
    head = (
        f'<h1>{_both(lambda: _("Who must be told: {title}", title=words(found.title, 40)))}</h1><p class="about">{_both(_when(found, settings.zone))}'
        f" {escape(words(found.location, 80))}</p>{cancelled}" if number == 1 else ""
    )
    heads = (N_("Nickname"), N_("Player number"), N_("Compound"), N_("Told"), N_("Note"))
    row = "".join(f"<th>{_both(lambda message=message: _(message))}</th>" for message in heads)  # type: ignore[misc]
    nobody = f'<tr><td colspan="5">{_both(lambda: _("Nobody has signed up."))}</td></tr>'
    body = "".join(_row(one) for one in people) or nobody
    once = _both(lambda: _("For the office only. Shred it once everybody has been told. Page {number} of {of}.", number=number, of=of))
    long = " long" if len(why()) > LONG else ""
    return (
        f'<section class="sheet told{long}">{head}<table><thead><tr>{row}</tr></thead><tbody>{body}</tbody></table>'
        f'<div class="foot">{sample(settings)}<p>{once}</p></div></section>'
    )


def _row(one: Told) -> str:
    waits = f"<small>{escape(_('waiting list {n}', n=one.queue))}</small>" if one.queue else ""
    number = f"{one.player_number[:3]} {one.player_number[3:]}"
    return (
        f'<tr><td><b class="bi">{escape(words(one.name, 24))}</b>{waits}</td><td class="nr">{escape(number)}</td>'
        f'<td class="home"><span>{escape(words(one.compound, 30))}</span></td>'
        '<td class="box"><i></i></td><td class="note"></td></tr>'
    )


def notice(settings: Settings, found: ActivityView, why: Said, instead: ActivityView | None, made: datetime) -> str:
    """An HTML page to print: one A4 sheet that says at the place what was cancelled, why, and what comes next."""
    then = _both(lambda: _("The next dates stand in the app, and on the notice board."))
    if instead:
        then = (
            f'{_both(lambda: _("Next time"))}<b>{escape(words(instead.title, 40))}</b>{_both(_when(instead, settings.zone))}'
            f'<span class="where">{escape(words(instead.location, 80))}</span>'
        )
    texts = [found.title, found.location, why(), instead.title + instead.location if instead else ""]
    long = " long" if sum(map(len, texts)) > LONG else ""
    body = (
        f'<section class="sheet hang{long}">{logo()}<h1>{_both(lambda: _("Cancelled"))}</h1><h2>{escape(words(found.title, 40))}</h2>'
        f'<p class="when">{_both(_when(found, settings.zone))}</p><p class="where">{escape(words(found.location, 80))}</p>'
        f'<p class="why">{_both(lambda: _("Reason: {why}", why=why() or "-"))}</p><div class="next">{then}</div>'
        f'<div class="foot">{sample(settings)}<p>{_both(lambda: _("Thank you for wanting to help."))}</p>'
        f'<p>{office(settings)}</p><p>{escape(made.date().isoformat())}</p></div></section>'
    )
    return document(_("Notice: {title} is cancelled", title=found.title), _NOTICE_CSS, body)
