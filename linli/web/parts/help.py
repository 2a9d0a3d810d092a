"""Help, and the rules of the game in short."""

from linli import community
from linli.locale import _, pick
from linli.notice import VERSION
from linli.rules.settings import Settings
from linli.web.app_store import store
from linli.web.parts import bits
from linli.web.parts.join import notice_text
from linli.web.text import escape


def screen(settings: Settings) -> str:
    """The office's contact and the questions that people ask."""
    return _office(settings) + "".join(_answer(heading, words) for heading, words in _questions(settings)) + _sheet()


def _office(settings: Settings) -> str:
    office = pick(settings.office_zh, settings.office_en)
    where, phone = pick(settings.office_address_zh, settings.office_address_en), settings.office_phone
    rows = [("home", office), ("pin", where), ("phone", phone)]
    shown = "".join(f'<span><i class="ic ic-{icon}"></i><span>{escape(words)}</span></span>' for icon, words in rows if words)
    call = f'<a class="btn pri go" href="tel:{escape("".join(phone.split()))}"><i class="ic ic-phone"></i>{escape(_("Call the office"))}</a>' if phone else ""
    body = f'<div class="meta">{shown}</div>{call}' if shown else f"<p>{escape(_('The office has not given its contact yet.'))}</p>"
    return f'<article class="rim"><div class="in today"><h1>{escape(_("Whom to ask"))}</h1>{body}</div></article>'


def _questions(settings: Settings) -> list[tuple[str, str]]:
    office = pick(settings.office_zh, settings.office_en) or _("the community office")
    return [
        (_("I forgot my PIN"),
         _("Come to {office} with your player number. An organiser resets the PIN while you wait. A phone that remembers you needs no PIN.", office=office)),
        (_("I have a new phone"), _("Open Me and tap I have a nickname already; type nickname or player number, and PIN. Your points are there.")),
        (_("Several of us share one phone"), _("Each makes a nickname of their own. Switch person, under Me, changes between you without a PIN.")),
        (_("What is a household slip?"),
         _("A code that the office hands out, one a door. It says that a household takes part, not which one, and lights a window of your compound.")),
        (_("My hours are not there yet"), _("An organiser looks at them within ten working days. Under Me you see what they wait for, who decided, and why.")),
        (_("The page does not open"), _("Inside a chat app, tap the menu ··· and choose to open it in the browser. At the desk there is a screen for guests.")),
    ]


def _answer(heading: str, words: str) -> str:
    return bits.section(heading, f'<div class="card"><p>{escape(words)}</p></div>')


def _sheet() -> str:
    """For who was shown a record sheet: the page that checks it, a plain one."""
    words = _("Type its number and check code: the page says whether it is still valid, and for how many hours it was issued.")
    link = f'<p><a href="/verify">{escape(_("Check a record sheet"))}</a></p>'
    return bits.section(_("Somebody showed me a record sheet"), f'<div class="card"><p>{escape(words)}</p>{link}</div>')


def rules() -> str:
    """The rules of the game in short, and the privacy notice."""
    with store().reading() as tx:
        settings = community.settings(tx)
    lines = "".join(f"<li>{escape(line)}</li>" for line in _rules(settings))
    version = _("Privacy notice, version {version}", version=VERSION)
    return (
        f'<article class="rim"><div class="in prose"><h1>{escape(_("A voluntary game"))}</h1><ul>{lines}</ul></div></article>'
        + bits.section(version, f'<div class="card">{notice_text()}</div>')
    )


def _rules(settings: Settings) -> list[str]:
    return [
        _("Nobody must take part, and nobody who does not is ever listed. Points enter no appraisal of anybody."),
        _("Five questions a day. A right answer brings {right} points, finishing {bonus} more; no clock, nothing is taken away.",
          right=settings.points_right, bonus=settings.daily_bonus),
        _("The same question pays once a day, and {again} points within {days} days of a right answer. {cap} quiz points a day at most.",
          again=settings.points_again, days=settings.again_days, cap=settings.quiz_cap_day),
        _("An approved hour of volunteering brings {points} points. Quizzes never earn hours.", points=settings.points_an_hour),
        _("Compounds are compared by how many households take part, fairly for small and large ones; the board explains each place."),
        _("Guests play without leaving a name. What they bring counts in the total board."),
        _("A figure that rests on fewer than five people is not shown."),
    ]
