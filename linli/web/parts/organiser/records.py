"""Records of hours as the organiser sees them: lists, and one record with its times and history."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from linli import clock
from linli.ids import fingerprint
from linli.locale import _, clock_time, month_day, ngettext, number
from linli.rules.crediting import hours_text, minutes_between
from linli.volunteer.hour_lists import Event, MyHours, Stay, Waiting
from linli.web import plain
from linli.web.parts.organiser.tables import facts
from linli.web.parts.organiser.week import days_left, short
from linli.web.text import escape, safe_html
from linli.web.text import plain as plain_text

#: Rows of a list that are seen without scrolling inside it.
ROWS = 9


def listed(rows: Sequence[Waiting], zone: str, *, name: str, many: bool) -> tuple[list[Waiting], Waiting | None]:
    """Draw records as a list. many: rows to tick, all ticked at first. The ticked ones, and the one looked at."""
    table = [_cells(row, zone) for row in rows]
    default: Any = {"selection": {"rows": list(range(len(rows)))}} if many else None
    seen = st.dataframe(
        table, key=f"{name}_{fingerprint(','.join(row.record for row in rows))[:12]}", hide_index=True, on_select="rerun",
        selection_mode=["multi-row", "single-cell"] if many else "single-row", selection_default=default,
        row_height=48, height=48 * min(len(rows), ROWS) + 40, alt=_("Records of hours"),
    )
    chosen = [rows[place] for place in seen.selection.rows if place < len(rows)]
    cell = next((rows[place] for place, _column in seen.selection.cells if place < len(rows)), None) if many else None
    return chosen, (cell if many else next(iter(chosen), None))


def _cells(one: Waiting, zone: str) -> dict[str, str]:
    return {
        _("Volunteer"): plain_text(one.name, 20), _("State"): _state(one), _("Days left"): days_left(one.days_left), _("Activity"): plain_text(one.title, 30),
        _("Day"): month_day(one.act_on), _("Came – left"): span(one.stays, zone), _("Counts"): hours_text(one.minutes),
    }


def _state(one: Waiting) -> str:
    odd = [short(reason.code) for reason in one.reasons]
    if one.own:
        return _("yours: somebody else decides")
    if one.entered:
        odd = [_("entered by you"), *odd]
    if one.first:
        odd = [_("approved by you first"), *odd]
    return _(", ").join(odd) or _("complete")


def span(stays: Sequence[Stay], zone: str) -> str:
    """The times of the stays, such as 9:02–11:05."""
    def shown(stay: Stay) -> str:
        left = clock_time(clock.local(stay.left_at, zone)) if stay.signed_out else _("no sign-out")
        return f"{clock_time(clock.local(stay.came_at, zone))}–{left}"

    return _(", ").join(shown(stay) for stay in stays)


def detail(one: Waiting, history: Sequence[Event], zone: str) -> str:
    """One waiting record: what is odd, plan, times, what counts, what happened."""
    head = f"<h2>{safe_html(one.name, 40)} · {escape(_('{hours} hours', hours=hours_text(one.minutes)))}</h2>"
    under = f'<p class="soft">{safe_html(one.title, 60)} · {escape(month_day(one.act_on))}</p>'
    flags = "".join(plain.say("warn", reason.sentence()) for reason in one.reasons)
    own = plain.say("warn", _("These are your own hours. Another organiser decides on them.")) if one.own else ""
    own = own or (plain.say("warn", _("You entered a time of this record; somebody else approves it.")) if one.entered else "")
    own = own or (plain.say("warn", _("You approved this record first; the second approval is somebody else's.")) if one.first else "")
    return f'<div class="det">{head}{under}{flags}{own}{facts(_times(one, zone))}{timeline(one.stays, history, zone)}</div>'


def _times(one: Waiting, zone: str) -> list[tuple[str, str]]:
    plan, rest = one.plan, sum(minutes_between(part.start, part.end) for part in one.plan.breaks)
    planned = f"{clock_time(clock.local(plan.start, zone))}–{clock_time(clock.local(plan.end, zone))}"
    counts = _("{minutes} minutes, {hours} hours", minutes=number(one.served), hours=hours_text(one.served))
    points_only = one.served != one.minutes
    return [
        (_("Player number"), one.player_number), (_("Plan"), planned), (_("Came – left"), span(one.stays, zone)),
        (_("Breaks"), ngettext("{n} minute", "{n} minutes", rest) if rest else ""),
        (_("Served") if points_only else _("Counts"), counts), (_("Hours"), _("none: it gives points only") if points_only else ""),
        (_("Points"), number(one.points)),
    ]


def timeline(stays: Sequence[Stay], history: Sequence[Event], zone: str) -> str:
    """Signing in and out, then what was decided, each with who and when."""
    lines = [line for stay in stays for line in _stay_lines(stay, zone)]
    for event in history:
        when = clock.local(event.at, zone)
        who = f"{event.who} " if event.who else ""
        note = f": {event.note}" if event.note else ""
        lines.append((f"{who}{event.what}{note}", f"{month_day(when.date())} {clock_time(when)}"))
    shown = "".join(f'<li><b>{safe_html(words, 300)}</b><br><span class="soft">{safe_html(more, 100)}</span></li>' for words, more in lines)
    return f'<ul class="tl">{shown}</ul>'


def _stay_lines(stay: Stay, zone: str) -> list[tuple[str, str]]:
    came = clock_time(clock.local(stay.came_at, zone))
    lines = [(_("{time} came", time=came), _how(stay.came_how, stay.came_by))]
    if stay.signed_out:
        lines.append((_("{time} left", time=clock_time(clock.local(stay.left_at, zone))), _how(stay.left_how or "", stay.left_by)))
    return lines


def _how(how: str, by: str) -> str:
    words = {
        "code": _("by code"), "tick": _("ticked by {who}"), "all": _("ended for all by {who}"), "confirmed": _("end confirmed by {who}"),
        "paper": _("from the paper sheet, typed by {who}"), "typed": _("typed in afterwards by {who}"),
    }.get(how, "")
    return words.replace("{who}", by or "–")


def decided_detail(one: MyHours, name: str, history: Sequence[Event], zone: str) -> str:
    """One decided record."""
    head = f"<h2>{safe_html(name, 40)} · {escape(_('{hours} hours', hours=hours_text(one.minutes)))}</h2>"
    under = f'<p class="soft">{safe_html(one.title, 60)} · {escape(month_day(one.act_on))}</p>'
    return f'<div class="det">{head}{under}{facts([(_("State"), state(one)), (_("Reason"), one.why)])}{timeline(one.stays, history, zone)}</div>'


def state(one: MyHours) -> str:
    """The state of a decided record in words."""
    words = {"approved": _("approved"), "rejected": _("rejected"), "reversed": _("reversed")}[one.state]
    final = _("; final after {day}", day=month_day(one.final_on)) if one.final_on else ""
    return words + final


def decided_list(rows: Sequence[tuple[MyHours, str]], zone: str) -> MyHours | None:
    """Draw decided records, each with the volunteer's name; the one looked at."""
    table = [{
        _("Volunteer"): plain_text(name, 20), _("Activity"): plain_text(one.title, 30), _("Day"): month_day(one.act_on),
        _("Counts"): hours_text(one.minutes), _("State"): state(one), _("Who"): one.who,
        _("When"): month_day(clock.local(one.when, zone).date()) if one.when else "",
    } for one, name in rows]
    seen = st.dataframe(
        table, key="decided", hide_index=True, on_select="rerun", selection_mode="single-row", row_height=48,
        height=48 * min(len(rows), ROWS) + 40, alt=_("Decided records"),
    )
    return next((rows[place][0] for place in seen.selection.rows if place < len(rows)), None)
