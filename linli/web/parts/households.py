"""The public log of household numbers: what rates are divided by, and where it comes from."""

from collections.abc import Sequence
from typing import Any

from linli import clock
from linli.community import Compound
from linli.locale import _, full_day, number
from linli.web.parts.badge import badge
from linli.web.parts.standings import badge_of
from linli.web.text import escape, safe_html

Found = tuple[Compound, Sequence[dict[str, Any]]]


def html(found: Sequence[Found], community_html: str, zone: str) -> str:
    """One card a compound, its changes newest first."""
    words = _("Shares are of all households, never of those who signed up. An organiser types the numbers; every change is kept here.")
    rows = "".join(_card(compound, changes, zone) for compound, changes in found)
    return f'<main><p class="soft">{community_html}</p><p>{escape(words)}</p><div class="stack section">{rows}</div></main>'


def _card(compound: Compound, changes: Sequence[dict[str, Any]], zone: str) -> str:
    lines = "".join(f"<li>{_change(change, zone)}</li>" for change in changes)
    return (
        f'<div class="card"><div class="sect"><h2>{badge(badge_of(compound))} {safe_html(compound.name, 40)}</h2>'
        f'<b class="nb">{escape(_("{n} homes", n=number(compound.households)))}</b></div><ul class="soft">{lines}</ul></div>'
    )


def _change(change: dict[str, Any], zone: str) -> str:
    typed = clock.local_day(clock.parse(change["changed_at"]), zone)
    return _(
        "{n}: {source}, as of {day}; entered {typed}", n=escape(number(change["households"])), source=safe_html(change["source"], 80),
        day=escape(full_day(change["stated_on"])), typed=escape(full_day(typed)),
    )
