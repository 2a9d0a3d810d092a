"""The kiosk's screens as plain pages: attract, compound, household slip, quiz; all at /kiosk.

What is shown hangs on cookies that only the server reads, never on the address, so that neither
the address nor the history holds anything of whoever stood here.
"""

from collections.abc import Sequence

from linli.boards import Board
from linli.community import Compound
from linli.ids import ALPHABET
from linli.kiosks import Kiosk
from linli.locale import _, language, ngettext, number
from linli.rules.settings import Settings
from linli.slips import LENGTH
from linli.web import plain
from linli.web.begin import Visitor
from linli.web.parts import frame, quiz_card, screen, skyline
from linli.web.parts.badge import badge
from linli.web.parts.standings import badge_of
from linli.web.text import escape, safe_html


def bar(who: Visitor, settings: Settings, kiosk: Kiosk, *, done: bool) -> str:
    """Name, language, print size, and on every screen but the first the button that clears it."""
    place = " · ".join(filter(None, [frame.community_name(settings), kiosk.name]))
    clear = f'<button type="button" class="kdone" data-done>{escape(_("Done"))}</button>' if done else ""
    return (
        f'{frame.sample_mark(settings)}<header class="kbar"><i></i><span>{escape(_("Linli Cup"))} <small>{safe_html(place, 80)}</small></span>'
        f'<span class="r">{plain.tools(who.large)}{clear}</span></header>'
    )


def attract(board: Board) -> str:
    """The screen that waits for somebody."""
    head = _("Five questions,<br>one more cup for <em>your compound</em>")
    lead = _("Three minutes, no signing up, for everybody.")
    start = _button("choose", f'{escape(_("Tap here to begin"))}<i class="ic ic-arrow"></i>', "start")
    live = '<div data-lc="live" data-url="/part/kiosk" data-every="60">' + night(board) + "</div>"
    return (
        f'<main class="kmain"><div><h1 class="lang-{language()}">{head}</h1><p class="lead">{escape(lead)}</p>{start}</div>'
        f'<i class="kcup" aria-hidden="true"></i></main>{live}'
    )


def night(board: Board) -> str:
    """How many came this week, and the houses with their lit windows; fetched anew as they come."""
    lit, said = screen.light(board) if board.settings.board_public else (0, "")
    count = f'<p class="count">{escape(_("{count} this week", count=said))}</p>' if said else ""
    sky = "".join(f'<i class="sky {name}" style="background-image:url({skyline.drawing(lit, dark=dark)})"></i>' for name, dark in (("day", False), ("dark", True)))
    left, right = _("Every lit window is a household that took part"), _("The screen clears itself after 45 quiet seconds")
    return f'<div class="night">{count}{sky}<p class="strip"><span>{escape(left)}</span><span>{escape(right)}</span></p></div>'


def _button(step: str, inside_html: str, css: str, more_html: str = "") -> str:
    """A form of one button: it goes to the page's own address, so the history does not grow."""
    return f'<form method="post" action="/kiosk">{more_html}<button class="{css}" name="step" value="{step}">{inside_html}</button></form>'


def choose(compounds: Sequence[Compound]) -> str:
    """Which compound; there is no list of people anywhere at a kiosk."""
    words = _("The points go to it. Nobody asks your name.")
    cards = "".join(
        f'<button class="kpick" name="compound" value="{escape(one.id)}">{badge(badge_of(one))}<span><b>{safe_html(one.name, 40)}</b>'
        f"<small>{escape(_homes(one))}</small></span></button>"
        for one in compounds
    )
    return (
        f'<main class="kpage"><h1>{escape(_("Which compound do you live in?"))}</h1><p class="lead">{escape(words)}</p>'
        f'<form method="post" action="/kiosk" class="kgrid">{cards or _none()}</form></main>'
    )


def _none() -> str:
    return plain.say("", _("The cup is still being set up. Come back soon: then five questions a day are waiting here."))


def _homes(one: Compound) -> str:
    return ngettext("{shown} household", "{shown} households", one.households, shown=number(one.households))


def slip(compound: Compound, said: str = "") -> str:
    """The code of the household slip, if at hand; keys on the screen, since a kiosk may have no others."""
    told = plain.say("warn", said) if said else ""
    keys = "".join(f'<button type="button" data-key-sign="{sign}">{sign}</button>' for sign in ALPHABET)
    back = f'<button type="button" data-key-sign="" aria-label="{escape(_("Delete"))}"><i class="ic ic-back"></i></button>'
    return (
        f'<main class="kpage"><h1>{escape(_("Is the household slip at hand?"))}</h1><p class="lead">{badge(badge_of(compound))} {safe_html(compound.name, 40)} · '
        f'{escape(_("{n} signs from the note in the letter box. Without it you play all the same.", n=LENGTH))}</p>{told}'
        f'<form method="post" action="/kiosk" class="kslip" data-lc="keys" data-length="{LENGTH}" autocomplete="off">'
        f'<input class="kcode" name="slip" maxlength="{LENGTH + 2}" inputmode="none" autocomplete="off" autocapitalize="characters" spellcheck="false"'
        f' aria-label="{escape(_("Household slip, if at hand"))}"><div class="keys">{keys}{back}</div><div class="kgo">'
        f'<button class="ksec" name="step" value="without">{escape(_("No slip: begin"))}</button>'
        f'<button class="start" name="step" value="with" disabled>{escape(_("Begin with it"))}<i class="ic ic-arrow"></i></button></div></form></main>'
    )


def quiz(attempt: str) -> str:
    """The quiz card, the same as on a phone."""
    return f'<div class="kquiz">{quiz_card.island(attempt)}</div>'


def refusal(said: str) -> str:
    """What went wrong, and the way back to the first screen."""
    return f'<main class="kpage">{plain.say("warn", said)}{_button("again", escape(_("From the beginning")), "ksec")}</main>'


def how_to_register() -> str:
    """For a browser that is no kiosk."""
    words = _("This screen is not a kiosk yet. An organiser makes a one-time link under “Kiosks” and opens it here, in this browser.")
    return f"<main>{plain.say('', words)}</main>"


def confirm(name: str, token: str) -> str:
    """Before the one-time link is used up."""
    lines = [
        _("From then on it shows the kiosk's screen to residents, without names and without sign-in."),
        _("Staff pages stay closed here, and whoever is signed in on this browser now is signed out."),
    ]
    said = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return (
        f'<main><article class="rim"><div class="in"><h1>{escape(_("Make this screen a kiosk?"))}</h1><p>{safe_html(name, 40)}</p></div></article>'
        f'<ul class="section prose">{said}</ul><form class="section" method="post" action="/kiosk/start"><input type="hidden" name="t" value="{escape(token)}">'
        f'<button class="btn pri">{escape(_("Yes, this is a kiosk"))}</button></form></main>'
    )
