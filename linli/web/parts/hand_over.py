"""Handing the list over, on the coordinator's phone: to whom, and the link that the other scans."""

from linli.documents import qr
from linli.errors import GameError
from linli.locale import _
from linli.volunteer.activities import ActivityView
from linli.volunteer.hand_over import HandOver
from linli.web import plain
from linli.web.text import escape, safe_html


def form(found: ActivityView, others: int, typed: str, refusal: GameError | None) -> str:
    """Who takes over, and whether one stays coordinator. others: how many coordinators there are besides oneself."""
    said = plain.say("warn", refusal.sentence()) if refusal else ""
    number = (
        f'<p class="field"><label for="number">{escape(_("Player number of who takes the list over"))}</label>'
        f'<input id="number" name="number" inputmode="numeric" autocomplete="off" maxlength="7" value="{escape(typed[:7])}" required>'
        f'<span class="help">{escape(_("Six digits, on their phone under “Me”. They need a nickname of their own."))}</span></p>'
    )
    kept = "".join(
        f'<label class="tickbox"><input type="radio" name="keep" value="{value}"{" checked" if value == "1" else ""}><span>{escape(words)}</span></label>'
        for value, words in (("1", _("I go on too: we both keep the list")), ("0", _("I stop: my phone's list closes when they have opened theirs")))
    )
    button = f'<p class="section"><button class="btn pri">{escape(_("Show the link to scan"))}</button></p>'
    inside = f'<h1>{escape(_("Hand the list over"))}</h1><p><b>{safe_html(found.title, 60)}</b></p>{number}{kept}{button}'
    action = f"/duty/{escape(found.id)}"
    return f'{said}<article class="rim"><div class="in"><form method="post" action="{action}/over">{inside}</form></div></article>{_leave(action, others)}'


def _leave(action: str, others: int) -> str:
    """Giving the role up without naming anybody, where somebody else keeps the list."""
    if not others:
        return f'<p class="soft section">{escape(_("You are the only coordinator, so you can only stop by handing over."))}</p>'
    words = _("Others keep this list too. You can simply stop; your phone's list closes at once.")
    return (
        f'<section class="card section"><h2>{escape(_("Only stop"))}</h2><p>{escape(words)}</p>'
        f'<form method="post" action="{action}/leave"><p class="section"><button class="btn sec">{escape(_("I no longer keep this list"))}</button></p></form></section>'
    )


def link(found: ActivityView, made: HandOver, url: str) -> str:
    """The link as a QR code and as text, shown once."""
    then = (
        _("You both keep the list then.") if made.kept
        else _("Your phone keeps the list until {name} has opened it; then it closes here.", name=made.name)
    )
    back = f'<p class="section"><a class="btn sec" href="/tick/{escape(found.id)}">{escape(_("Back to the list"))}</a></p>'
    return (
        f'<article class="rim"><div class="in"><h1>{escape(_("{name} scans this", name=made.name))}</h1>'
        f'<div class="qrbox"><img src="{escape(qr.data_uri(url))}" alt="{escape(_("QR code of the link"))}"></div>'
        f'<p>{escape(then)}</p><p class="soft">{escape(_("It works once, for 2 hours, and is shown only now. It can also be sent as an address:"))}</p>'
        f'<p class="url"><code>{escape(url)}</code></p></div></article>{back}'
    )


def stopped() -> str:
    """The phone keeps this list no more."""
    return plain.say("right", _("This phone no longer keeps that list. Thank you."))
