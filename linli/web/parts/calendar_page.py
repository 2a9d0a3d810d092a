"""How to follow the calendar of activities on one's own phone or computer."""

from starlette.responses import HTMLResponse

from linli.documents import qr
from linli.locale import _, language
from linli.rules.settings import Settings
from linli.web import plain
from linli.web.parts import frame
from linli.web.text import escape


def page(settings: Settings, base: str, *, large: bool) -> HTMLResponse:
    """The page. base: the server's address without a slash at its end."""
    title = _("Activities in my calendar")
    address = f"{base}/calendar.ics?lang={language()}"
    webcal = "webcal://" + address.split("://", 1)[-1]
    bar = plain.bar(title, frame.community_name(settings), back="/activities", large=large)
    body = (
        f"{frame.sample_mark(settings)}{bar}<main>{_follow(webcal)}{_by_hand(address)}"
        f'<section class="section"><h2>{escape(_("Only once"))}</h2><p>{escape(_("The file holds what is planned today; later changes do not reach it."))}</p>'
        f'<p class="section"><a class="btn sec" href="{escape(address)}"><i class="ic ic-save"></i>{escape(_("Load the file"))}</a></p></section></main>'
    )
    return plain.page(title, body, large=large, scripts=("plain.js",))


def _follow(webcal: str) -> str:
    """The one tap that most phones understand."""
    lead = _("Your calendar then looks by itself every few hours: new activities appear, changed ones move, cancelled ones are struck out.")
    nobody = _("It holds no names. It is the same for everybody, whether they have signed up or not.")
    return (
        f'<article class="rim"><div class="in"><h1>{escape(_("Follow all activities"))}</h1><p>{escape(lead)}</p><p class="soft">{escape(nobody)}</p>'
        f'<p class="section"><a class="btn pri" href="{escape(webcal)}">{escape(_("Follow in my calendar"))}</a></p></div></article>'
    )


def _by_hand(address: str) -> str:
    """Where a tap does nothing: the address to type or scan."""
    words = _("Nothing happens? In the calendar choose “Add subscribed calendar” or “Add by URL”, and give this address. From WeChat, open this page in the browser first.")
    picture = f'<div class="qrbox"><img src="{escape(qr.data_uri(address))}" alt="{escape(_("QR code of the calendar"))}"></div>'
    return f'<section class="section card"><h2>{escape(_("By hand"))}</h2><p>{escape(words)}</p><p class="url"><code>{escape(address)}</code></p>{picture}</section>'
