"""Small cards that pages share: today's quiz, my compound, a clean-up, a list of links."""

from datetime import date

from linli.locale import _, month_name, weekday
from linli.web.parts.badge import badge
from linli.web.parts.views import Badge
from linli.web.text import escape, safe_html

WINDOWS = 20


def hello(words: str) -> str:
    """The greeting on top of a page. Escaped here; a nickname goes through `safe_html` first."""
    return f'<div class="hello"><h1>{words}</h1></div>'


def today(tag: str, title: str, words: str, button: str, address: str) -> str:
    """The one leading card of the home page: today's quiz."""
    label = f'<span class="tag gold">{escape(tag)}</span>' if tag else ""
    return (
        f'<article class="rim"><div class="in today"><span class="sky" aria-hidden="true"></span>{label}<h2>{escape(title)}</h2>'
        f'<p class="soft">{escape(words)}</p><a class="btn pri go" href="{escape(address)}" data-nav="{escape(address)}">'
        f'{escape(button)}<i class="ic ic-arrow"></i></a></div></article>'
    )


def mine(sign: Badge, name: str, rank: str, words: str, share: float | None, address: str = "/board") -> str:
    """My compound: badge, name, rank, windows lit and one sentence. share: None draws no windows."""
    place = f'<span class="tag gold"><i class="ic ic-cup"></i>{escape(rank)}</span>' if rank else "<span></span>"
    return (
        f'<a class="card mine" href="{escape(address)}" data-nav="{escape(address)}">{badge(sign)}<span class="who">{safe_html(name, 40)}</span>{place}'
        f'{windows(share, words) if share is not None else ""}<span class="soft wide">{escape(words)}</span></a>'
    )


def windows(share: float, words: str) -> str:
    """Twenty windows, lit by share (of 1); the first lights with the first household."""
    lit = min(WINDOWS, max(round(share * WINDOWS), 1 if share > 0 else 0))
    panes = '<i class="on"></i>' * lit + "<i></i>" * (WINDOWS - lit)
    return f'<div class="wins" role="img" aria-label="{escape(words)}">{panes}</div>'


def section(title: str, body_html: str, more: tuple[str, str] | None = None) -> str:
    """A headed part of a page; more: (words, address) of a link beside the heading."""
    link = f'<a href="{escape(more[1])}" data-nav="{escape(more[1])}">{escape(more[0])}<i class="ic ic-next"></i></a>' if more else ""
    return f'<section class="section"><div class="sect"><h2>{escape(title)}</h2>{link}</div>{body_html}</section>'


def clean_up(day: date | str, title: str, lines: list[tuple[str, str]], foot_html: str = "", address: str = "") -> str:
    """An activity with its date tile. lines: (icon, words), such as ("clock", "9:00–11:00")."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    tile = f'<div class="date"><span>{escape(month_name(when))}</span><b>{when.day}</b><span>{escape(weekday(when, short=True))}</span></div>'
    said = "".join(f'<span><i class="ic ic-{icon}"></i><span>{escape(words)}</span></span>' for icon, words in lines)
    foot = f'<div class="ft">{foot_html}</div>' if foot_html else ""
    inside = f'{tile}<div><h3>{safe_html(title, 60)}</h3><div class="meta soft">{said}</div></div>{foot}'
    if address:
        return f'<a class="card act" href="{escape(address)}" data-nav="{escape(address)}">{inside}</a>'
    return f'<div class="card act">{inside}</div>'


def links(rows: list[tuple[str, str, str]]) -> str:
    """A card of links: (icon, words, address)."""
    shown = "".join(
        f'<a href="{escape(address)}" data-nav="{escape(address)}"><i class="ic ic-{icon}"></i><span>{escape(words)}</span><i class="ic ic-next"></i></a>'
        for icon, words, address in rows
    )
    return f'<nav class="card links" aria-label="{escape(_("More"))}">{shown}</nav>'


def note(words: str, icon: str = "bell") -> str:
    """A notice."""
    return f'<div class="card note"><i class="ic ic-{icon}"></i><p>{escape(words)}</p></div>'


def history(rows: list[tuple[str, str, str, str]]) -> str:
    """What happened: (title, tag words, tag kind, sentence)."""
    shown = "".join(
        f'<li><b>{escape(title)}</b><span class="tag {kind}">{escape(tag)}</span><p class="soft">{escape(words)}</p></li>'
        for title, tag, kind, words in rows
    )
    return f'<ul class="card hist">{shown}</ul>'
