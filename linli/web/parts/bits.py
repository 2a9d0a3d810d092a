"""Small pieces of HTML that several screens share: badges, windows, links, sections."""

from linli.community import Compound
from linli.locale import _, number
from linli.web.begin import Visitor
from linli.web.parts.badge import badge as sign
from linli.web.parts.views import Badge
from linli.web.text import escape, safe_html

WINDOWS = 20


def badge(compound: Compound) -> str:
    """A compound's sign: letter, pattern and colour; its name stands beside it."""
    return sign(Badge(compound.mark, compound.letter))


def name(compound: Compound) -> str:
    """A compound's name for HTML."""
    return safe_html(compound.name, 40)


def windows(lit: int, words: str) -> str:
    """Twenty windows of which some are lit; words: what a screen reader says."""
    row = "".join('<i class="on"></i>' if place < lit else "<i></i>" for place in range(WINDOWS))
    return f'<div class="wins" role="img" aria-label="{escape(words)}">{row}</div>'


def lit(x: int, n: int) -> int:
    """How many of twenty windows stand for x of n households; one at least, if anybody took part."""
    return min(WINDOWS, max(1, round(WINDOWS * x / n))) if x > 0 and n > 0 else 0


def link(href: str, words: str, *, css: str = "btn pri", icon: str = "", after: str = "") -> str:
    """A link that is carried out within the app."""
    before = f'<i class="ic ic-{icon}"></i>' if icon else ""
    behind = f'<i class="ic ic-{after}"></i>' if after else ""
    return f'<a class="{css}" href="{escape(href)}" data-nav="{escape(href)}">{before}{escape(words)}{behind}</a>'


def more(href: str, words: str) -> str:
    """The small link beside a section's heading."""
    return link(href, words, css="more", after="next")


def section(heading: str, body_html: str, right_html: str = "") -> str:
    """A section of a page with its heading."""
    return f'<section class="section"><div class="sect"><h2>{escape(heading)}</h2>{right_html}</div>{body_html}</section>'


def menu(rows: list[tuple[str, str, str]]) -> str:
    """A card of links, each (address, icon, words)."""
    links = "".join(
        f'<a href="{escape(href)}" data-nav="{escape(href)}"><i class="ic ic-{icon}"></i><span>{escape(words)}</span>'
        '<i class="ic ic-next"></i></a>'
        for href, icon, words in rows
    )
    return f'<div class="card links">{links}</div>'


def plus(points: int) -> str:
    """Points with their sign and unit, kept together: +50 points."""
    return _("{points} points", points=f"{points:+d}" if points else "0")


def hours(minutes: int) -> str:
    """Minutes as hours with one decimal."""
    return number(minutes / 60, 1)


def done(who: Visitor) -> str:
    """At a kiosk, the button that clears the screen for the next person; elsewhere nothing."""
    if not who.kiosk:
        return ""
    return f'<button type="button" class="tool kdone" data-done>{escape(_("Done: clear the screen"))}</button>'
