"""What is worth a look, on the desk: a row says what stands out, what is usual, and what to look at."""

from itertools import groupby

import streamlit as st

from linli.locale import _, full_day, month_day, ngettext, number
from linli.volunteer import anti_abuse
from linli.volunteer.anti_abuse import Finding, Report, Where
from linli.web.parts import frame
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, folded
from linli.web.text import escape, safe_html

#: Activities of a row, and rows of a kind, that are seen at once.
SEEN, ROWS = 4, 6


def draw(at: Desk) -> None:
    """The report of the last 30 or 90 days, for organisers."""
    periods = list(anti_abuse.PERIODS)
    days = st.segmented_control(
        _("Days to look at"), periods, format_func=lambda one: ngettext("last {n} day", "last {n} days", one), default=periods[0], required=True, key="sv_days",
        label_visibility="collapsed",
    )
    made = anti_abuse.report(at.store, int(days), at.organiser().id, at.at)
    st.html(frame.lc(f'<p>{escape(_looked_at(made))}</p><p class="soft">{escape(_caution())}</p>'))
    if not made.findings:
        st.html(frame.lc(empty(_("Nothing stands out in these days."))))
        return
    st.html(frame.lc("".join(_kind(list(rows)) for _name, rows in groupby(made.findings, key=lambda one: one.kind))))


def _looked_at(made: Report) -> str:
    days = _("{first} to {last}", first=full_day(made.first), last=full_day(made.last))
    parts = (
        ngettext("{n} activity", "{n} activities", made.activities), ngettext("{n} stay", "{n} stays", made.stays),
        ngettext("{n} volunteer", "{n} volunteers", made.volunteers),
    )
    return f"{days} · " + " · ".join(parts)


def _caution() -> str:
    return _(
        "Nothing here is an accusation: there is often a good reason. Only organisers see it; it goes into no export and no bulletin."
        " Devices are known for 30 days."
    )


def _kind(rows: list[Finding]) -> str:
    shown = "".join(_row(one) for one in rows[:ROWS])
    rest = "".join(_row(one) for one in rows[ROWS:])
    more = folded(ngettext("{n} more", "{n} more", len(rows) - ROWS), f'<div class="sv">{rest}</div>') if rest else ""
    return f'<section class="card odd"><h2>{escape(rows[0].about)} <small>{number(len(rows))}</small></h2><div class="sv">{shown}</div>{more}</section>'


def _row(one: Finding) -> str:
    links = "".join(_link(where) for where in one.activities[:SEEN])
    rest = len(one.activities) - SEEN
    more = folded(ngettext("{n} more activity", "{n} more activities", rest), f'<div class="pills">{"".join(map(_link, one.activities[SEEN:]))}</div>') if rest > 0 else ""
    return (
        f'<section><p><b>{safe_html(one.sentence, 800)}</b></p><p class="soft"><i class="ic ic-search"></i> {escape(one.look)}</p>'
        f'<div class="pills">{links}</div>{more}</section>'
    )


def _link(where: Where) -> str:
    return f'<a class="btn sec auto" href="/tick/{escape(where.id)}" target="_blank">{safe_html(where.title, 30)} · {escape(month_day(where.act_on))}</a>'
