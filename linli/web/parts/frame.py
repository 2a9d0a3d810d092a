"""The frame of every Streamlit page: bar on top, tabs at the bottom, footer, and what went wrong.

    with frame.page("board") as who:
        ...

The bar, the tabs and the footer are one `st.html` each; their links are carried out within the
app by linli.js (`data-nav`), and are ordinary links without it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from linli import community, ids
from linli.errors import GameError
from linli.locale import N_, _, pick
from linli.rules.settings import Settings
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor, begin
from linli.web.text import escape

log = logging.getLogger("linli.fault")

TABS = (
    ("home", "/", "home", N_("Home")),
    ("board", "/board", "cup", N_("Board")),
    ("clean", "/activities", "heart", N_("Activities")),
    ("me", "/me", "me", N_("Me")),
)
FAULT = N_("Something went wrong, nothing was lost. Reference {reference}.")


@contextmanager
def page(tab: str = "", *, name: str = "", small: str = "", back: str = "", bare: bool = False) -> Iterator[Visitor]:
    """A resident's page: bar, what the block draws, footer and tabs. Gives the visitor.

    tab: which tab is lit; name and small: what the bar says instead of the product and the
    community; back: an arrow to that address; bare: no bar, tabs and footer (the quiz has its own).
    """
    who = begin()
    settings = settings_now()
    above = sample_mark(settings) + idle(who) if bare else top(who, settings, name, small, back)
    if above:
        st.html(lc(above))
    with guard():
        yield who
    if not bare:
        st.html(lc(footer(settings, kiosk=who.kiosk is not None) + ("" if who.kiosk else tabs(tab))))


@contextmanager
def guard() -> Iterator[None]:
    """Tell a refusal in its own words, and anything else as a fault with a reference number."""
    try:
        yield
    except GameError as refusal:
        st.html(lc(plain.say("warn", refusal.sentence())))
    except Exception as error:
        st.html(lc(fault(error)))


def fault(error: BaseException) -> str:
    """Log a fault with its trace; the block that tells of it, with the reference."""
    return plain.say("fault", _(FAULT, reference=reported(error)))


def reported(error: BaseException) -> str:
    """Log a fault with its trace under a fresh reference, which it returns."""
    reference = ids.code(4)
    log.error("reference %s", reference, exc_info=error)
    return reference


def on_script_error(error: Exception) -> bool:
    """What Streamlit calls for an exception that left a page; True: we have told of it."""
    html = plain.say("warn", error.sentence()) if isinstance(error, GameError) else fault(error)
    st.html(lc(html))
    return True


def lc(html: str) -> str:
    """Our own HTML for `st.html`, under the class that our styles hang on."""
    return f'<div class="lc">{html}</div>'


def settings_now() -> Settings:
    """The community's settings, for the bar and the footer."""
    with store().reading() as tx:
        return community.settings(tx)


def top(who: Visitor, settings: Settings, name: str = "", small: str = "", back: str = "") -> str:
    """The bar on top, with the sample mark and a kiosk's idle timer where they belong."""
    small = small if name else community_name(settings)
    arrow = (
        f'<a class="tool" href="{escape(back)}" data-nav="{escape(back)}" aria-label="{escape(_("Back"))}"><i class="ic ic-back"></i></a>'
        if back else f'<a class="logo" href="/" data-nav="/" aria-label="{escape(_("Home"))}"></a>'
    )
    under = f"<small>{escape(small)}</small>" if small else ""
    words = f'<div class="name">{escape(name or _("Linli Cup"))}{under}</div>'
    return f'{sample_mark(settings)}<header class="top">{arrow}{words}{plain.tools(who.large)}</header>{idle(who)}'


def community_name(settings: Settings) -> str:
    """The community's name in the current language; empty before the set-up."""
    return str(pick(settings.community_zh, settings.community_en))


def sample_mark(settings: Settings) -> str:
    """The line that marks invented data on every screen."""
    return f'<p class="sample">{escape(_("Sample data: every name and number is invented."))}</p>' if settings.sample else ""


def idle(who: Visitor) -> str:
    """A kiosk wipes itself after 45 quiet seconds; elsewhere nothing."""
    if not who.kiosk:
        return ""
    return (
        '<div data-lc="idle" data-seconds="45" data-warn="20" data-wipe="/kiosk/wipe" data-to="/kiosk"'
        f' data-words="{escape(_("Are you still there? The screen clears itself in"))}" data-on="{escape(_("Go on"))}"></div>'
    )


def tabs(lit: str) -> str:
    """The four tabs at the bottom."""
    links = "".join(
        f'<a href="{href}" data-nav="{href}"{" aria-current=page" if name == lit else ""}>'
        f'<i class="ic ic-{icon}"></i><span>{escape(_(word))}</span></a>'
        for name, href, icon, word in TABS
    )
    return f'<nav class="tabs" aria-label="{escape(_("Main"))}">{links}</nav>'


def footer(settings: Settings, *, kiosk: bool = False) -> str:
    """Whom to ask: the office's contact, help, privacy; and on phones the public list of hours."""
    office, phone = pick(settings.office_zh, settings.office_en), settings.office_phone
    where = pick(settings.office_address_zh, settings.office_address_en)
    shown = " ".join(filter(None, [escape(office), f'<span class="nb">{escape(phone)}</span>' if phone else "", escape(where)]))
    asked = _("Questions? {office}", office=shown) if office or phone else ""
    links = "".join(
        f'<a href="{href}" data-nav="{href}">{escape(words)}</a>'
        for href, words in (("/help", _("Help")), ("/rules", _("Rules and privacy")))
    )
    notice = f'<a href="/public">{escape(_("Hours on public notice"))}</a>' if settings.hours_public and not kiosk else ""
    return f'<footer class="foot"><p>{asked}</p>{links}{notice}</footer>'
