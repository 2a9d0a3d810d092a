"""Service reports on the desk: exports of hours with their files, and the month of each compound."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from linli import clock
from linli.locale import _, clock_time, full_day, full_month, language, month_day, ngettext, number
from linli.rules.crediting import hours_text
from linli.volunteer import exporting, summary
from linli.volunteer.exporting import Head
from linli.volunteer.summary import Summary
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, folded, tag
from linli.web.text import escape, safe_html

#: Exports that are seen at once.
SEEN = 10


def link(href: str, words: str, icon: str = "doc", *, saved: bool = False) -> str:
    """A link to a file: opened in a tab of its own, or saved."""
    how = "download" if saved else 'target="_blank"'
    return f'<a class="btn sec auto" href="{escape(href)}" {how}><i class="ic ic-{icon}"></i>{escape(words)}</a>'


def export(at: Desk) -> None:
    """Make an export, and fetch those there are."""
    left, right = st.columns([1, 1.6])
    with left, st.container(key="card_make"):
        _make(at)
    with right, st.container(key="card_exports"):
        _exports(at, exporting.listed(at.store, at.staff.id))


def _make(at: Desk) -> None:
    today = clock.local(at.at, at.settings.zone).date()
    told = _("For entry in the national system: activity, date, place, content, time, unit and person in charge. Names stay on paper.")
    st.html(frame.lc(f'<h2>{escape(_("New export"))}</h2><p class="soft">{escape(told)}</p>'))
    name = desk.key("sv_make")
    with st.form(name):
        first = st.date_input(_("First day"), today.replace(day=1), key=name + "_first", format="YYYY-MM-DD")
        last = st.date_input(_("Last day"), today, key=name + "_last", format="YYYY-MM-DD")
        fresh = st.checkbox(_("Only what no export holds yet"), value=True, key=name + "_fresh")
        if st.form_submit_button(_("Make the export"), type="primary", width="stretch"):
            desk.save("sv_make", lambda: _made(at, first, last, fresh))


def _made(at: Desk, first: object, last: object, fresh: bool) -> str:
    since, until = (one.isoformat() if isinstance(one, date) else "" for one in (first, last))
    made = exporting.make(at.store, since, until, at.staff.id, at.at, fresh=fresh)
    return ngettext("Export {number} is ready: {n} row.", "Export {number} is ready: {n} rows.", made.head.lines, number=made.head.number)


def _exports(at: Desk, rows: Sequence[Head]) -> None:
    st.html(frame.lc(f"<h2>{escape(_('Exports'))}</h2>"))
    if not rows:
        st.html(frame.lc(empty(_("No export yet. The first one holds every approved hour of its days."), "window")))
        return
    shown = "".join(_one(at, one) for one in rows[:SEEN])
    older = "".join(_one(at, one) for one in rows[SEEN:])
    more = folded(ngettext("{n} older export", "{n} older exports", len(rows) - SEEN), f'<div class="sv">{older}</div>') if older else ""
    st.html(frame.lc(f'<div class="sv">{shown}</div>{more}'))


def _one(at: Desk, one: Head) -> str:
    made = clock.local(one.made_at, at.settings.zone)
    by = _("made {day} {time} by {who}", day=month_day(made.date()), time=clock_time(made), who=one.made_by or "–")
    rows = ngettext("{n} row", "{n} rows", one.lines)
    undone = told = ""
    if one.reversed:
        undone = tag(ngettext("{n} reversed since", "{n} reversed since", one.reversed), "warn", "warn")
        told = f"<p>{escape(exporting.told(exporting.found(at.store, one.number, at.staff.id)))}</p>"
    days = _("{first} to {last}", first=full_day(one.first_on), last=full_day(one.last_on))
    query = f"/print/hours-export?n={one.number}&as="
    links = link(f"{query}xlsx", _("Excel"), "save", saved=True) + link(f"{query}csv", "CSV", "save", saved=True)
    links += link(f"{query}list&lang={language()}", _("Paper list"), "people")
    return (
        f'<section><h3><b class="nb">{escape(one.number)}</b> {undone}</h3><p>{escape(days)} · {escape(rows)}</p>'
        f'<p class="soft">{safe_html(by, 120)}</p>{told}<div class="pills">{links}</div></section>'
    )


def month(at: Desk) -> None:
    """The figures of a month by compound, each with its poster."""
    choice = summary.months(at.store, at.at)
    left, right = st.columns([1, 2.2], vertical_alignment="bottom")
    chosen = str(left.selectbox(_("Which month"), choice, format_func=lambda one: full_month(f"{one}-01"), key="sv_month"))
    rows = summary.of_month(at.store, chosen, at.staff.id, at.at)
    if any(not one.few for one in rows):
        right.html(frame.lc(f'<p class="pills">{link(f"/print/service-month?m={chosen}", _("All posters, one page a compound"))}</p>'))
    if not rows:
        st.html(frame.lc(empty(_("No compound is set up yet."), "window")))
        return
    rules = _("Each poster hangs on that compound's own notice board alone. Figures that rest on fewer than five people are not shown.")
    cards = "".join(_card(one) for one in rows)
    st.html(frame.lc(f'<p class="soft">{escape(rules)}</p><div class="svm">{cards}</div>'))


def _card(one: Summary) -> str:
    name = f'<h3>{safe_html(one.compound.name, 60)}</h3>'
    if one.few:
        return f'<section class="card">{name}<p class="soft">{escape(_("Under five people so far: no figures, and nothing to print."))}</p></section>'
    hidden = _("hidden: it rests on fewer than five people")
    rows = [
        (_("Volunteers"), number(one.people or 0)), (_("Activities"), number(one.activities or 0)),
        (_("Hours, signed in"), hidden if one.minutes is None else hours_text(one.minutes)),
        (_("Hours, supplementary"), hidden if one.extra is None else hours_text(one.extra) if one.extra else ""),
        (_("Bags, by all who came"), number(one.bags) if one.bags else ""),
    ]
    cells = "".join(f"<dt>{escape(term)}</dt><dd>{escape(words)}</dd>" for term, words in rows if words)
    href = f"/print/service-month?m={one.month}&c={one.compound.code}"
    return f'<section class="card">{name}<dl class="dl">{cells}</dl><p class="pills">{link(href, _("Poster (A4)"))}</p></section>'
