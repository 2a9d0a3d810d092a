"""What is entered afterwards: the form of a supplementary record with the list of them, and paper sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_, _, clock_time, month_day, ngettext, pick, weekday
from linli.rules import crediting, day_times
from linli.rules.crediting import Interval
from linli.volunteer import duty, past_entries, sign_sheets, supplementary, supplementary_list
from linli.volunteer.activity_draft import breaks_from, local_time
from linli.volunteer.past_entries import Choice, PastDraft
from linli.volunteer.supplementary import Entry, NobodyElse
from linli.volunteer.supplementary_list import Entered
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk, sign_sheet_page
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import empty, table
from linli.web.text import escape, safe_label

#: Chosen where the activity was never entered.
NEW = "new"
KEY = "late_form"


class BadTimes(GameError):
    """Typed times in and out cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(N_("“{text}” is no time in and out. Write it like 8:55-11:05, several with commas."), text=text[:30])


class Unanswered(GameError):
    """A day, a time or one of the three questions was left open."""

    def __init__(self) -> None:
        super().__init__(N_("Please give the day, the start and the end, and answer the three questions."))


@dataclass(frozen=True)
class _Given:
    """The fields of the form. what: of an activity that was never entered."""

    number: str
    times: str
    reason: str
    activity: str
    what: Mapping[str, Any]


def supplementary_part(at: Desk) -> None:
    """The form, where somebody else could approve what comes of it; and what was entered so far."""
    told = _("For a time that nobody signed in: one person enters it with the reason, another one, an organiser, approves it. It counts apart and ranks nowhere.")
    st.html(frame.lc(f'<p class="soft">{escape(told)}</p>'))
    with st.container(key="card_late_form"):
        _offered(at)
    with st.container(key="card_late_list"):
        _list(at, supplementary_list.entries(at.store, at.staff.id))


def _offered(at: Desk) -> None:
    try:
        with at.store.reading() as tx:
            supplementary.offered(tx, at.staff.id)
    except NobodyElse as refusal:
        st.html(frame.lc(plain.say("warn", refusal.sentence())))
        return
    found = past_entries.choices(at.store, at.at)
    names = {NEW: _("It was never entered as an activity")} | {one.id: _named(one) for one in found}
    chosen = st.selectbox(_("Activity"), list(names), 1 if found else 0, format_func=names.__getitem__, key=KEY + "_activity")
    one = next((each for each in found if each.id == chosen), None)
    if one:
        _clock(at, one.act_on)
    _form(at, one)


def _named(one: Choice) -> str:
    after = " · " + _("entered afterwards") if one.past_entry else ""
    return f"{month_day(one.act_on)} {weekday(one.act_on, short=True)} · {safe_label(one.title, 40)} · {safe_label(one.location, 30)}{after}"


def _clock(at: Desk, act_on: str) -> None:
    """The 10 working days, plainly where they are over."""
    with at.store.reading() as tx:
        deadline = duty.deadline(tx, act_on)
        over = supplementary.is_overdue(tx, deadline, at.at)
    st.html(frame.lc(plain.say("warn" if over or deadline.day is None else "", supplementary_list.said_deadline(deadline, over=over).sentence())))


def _form(at: Desk, one: Choice | None) -> None:
    key = desk.key(KEY)
    with st.form(key):
        what = {} if one else _what(at, key)
        left, right = st.columns([1, 1.5])
        number = left.text_input(_("Player number"), max_chars=8, key=key + "_number", help=_("Six digits, on the volunteer's phone under “Me”."))
        shown = _times_of(at, one)
        times = right.text_input(_("Times in and out"), max_chars=200, key=key + "_times", placeholder="8:55-11:05", help=shown)
        st.html(frame.lc(f'<p class="soft">{escape(_("Several like this: 8:55-10:00, 10:30-11:05. {plan}", plan=shown))}</p>'))
        reason = st.text_area(_("Why it was not signed in; the volunteer reads it too"), max_chars=400, height=90, key=key + "_why")
        above = st.container()
        if st.form_submit_button(_("Enter it for approval"), type="primary", width="stretch"):
            given = _Given(number, times, reason, one.id if one else "", what)
            with above:
                desk.save(KEY, lambda: _entered(at, given, one))


def _times_of(at: Desk, one: Choice | None) -> str:
    if one is None:
        return ""
    starts, ends = (clock_time(clock.local(each, at.settings.zone)) for each in (one.starts_at, one.ends_at))
    return _("It was planned from {starts} to {ends}; 15 minutes before and after count at most.", starts=starts, ends=ends)


def _what(at: Desk, key: str) -> dict[str, Any]:
    """The fields of an activity that was never entered (67号 art. 7)."""
    with at.store.reading() as tx:
        units = {row["id"]: pick(row["name_zh"], row["name_en"]) for row in community.units(tx)}
    left, right = st.columns(2)
    found: dict[str, Any] = {
        "title": left.text_input(_("What it is called"), max_chars=40, key=key + "_title"),
        "location": right.text_input(_("Where"), max_chars=80, key=key + "_where"),
    }
    left, right = st.columns(2)
    found["unit"] = left.selectbox(_("Organising unit"), list(units), format_func=lambda one: safe_label(units[one], 60), key=key + "_unit") or ""
    found["in_charge"] = right.text_input(_("Person in charge"), max_chars=40, key=key + "_person")
    found["work"] = st.text_area(_("What was done"), max_chars=400, height=80, key=key + "_work")
    first, second, third = st.columns([1.4, 1, 1])
    found["day"] = first.date_input(_("Day"), clock.local(at.at, at.settings.zone).date() - timedelta(days=1), format="YYYY-MM-DD", key=key + "_day")
    found["start"] = second.time_input(_("From"), time(9, 0), step=300, key=key + "_from")
    found["end"] = third.time_input(_("Until"), time(11, 0), step=300, key=key + "_until")
    found["breaks"] = st.text_input(_("Breaks, if any"), key=key + "_breaks", placeholder="10:00-10:15")
    return found | {"answers": _questions(key)}


def _questions(key: str) -> list[int | None]:
    """The three questions that decide whether hours may be recorded (67号 art. 19)."""
    words = (_("Was it in working time?"), _("Was it in the participants' own interest?"), _("Was anybody paid for it?"))
    st.html(frame.lc(f'<p class="lab">{escape(_("Three questions"))}</p><p class="soft">{escape(_("Any yes: it brings points, but no volunteer hours."))}</p>'))
    return [
        column.radio(question, (0, 1), None, format_func=lambda one: _("yes") if one else _("no"), horizontal=True, key=f"{key}_q{place}")
        for place, (column, question) in enumerate(zip(st.columns(3), words, strict=True))
    ]


def _entered(at: Desk, given: _Given, one: Choice | None) -> str:
    zone = at.settings.zone
    past = None if one else _past(given.what, zone)
    plan = past.plan if past else crediting.Plan(one.starts_at, one.ends_at) if one else None
    assert plan is not None
    day = clock.local_day(plan.start, zone)
    entry = Entry(given.number, stays_from(given.times, day, zone, plan), given.reason, given.activity, past)
    kept = supplementary.enter(at.store, entry, at.staff.id, at.at, key=_once())
    who = ngettext("{n} organiser approves it.", "{n} different organisers approve it.", kept.approvers)
    late = " " + supplementary_list.said_deadline(kept.deadline, over=True).sentence() if kept.overdue else ""
    hours = crediting.hours_text(kept.minutes)
    return _("Entered for {name}: {hours} hours, {points} points, waiting for approval. {who}", name=kept.name, hours=hours, points=kept.points, who=who) + late


def _once() -> str:
    """Names this filling of the form, so that it is entered once."""
    key = desk.key(KEY) + "_once"
    return str(st.session_state.setdefault(key, ids.token()[:20]))


def stays_from(text: str, day: str, zone: str, plan: crediting.Plan) -> tuple[Interval, ...]:
    """Typed times in and out of a local day, `855-1105, 上午11点半-12点`, as intervals. Raises BadTimes."""
    try:
        spans = day_times.spans(text)
    except ValueError as error:
        raise BadTimes(str(error)) from error

    def instant(moment: tuple[int, int]) -> datetime:
        return day_times.within_plan(clock.local(local_time(day, day_times.written(moment), zone), zone), plan)

    return tuple(Interval(instant(came), instant(left)) for came, left in spans)


def _past(what: Mapping[str, Any], zone: str) -> PastDraft:
    """The activity of the typed fields. Raises Unanswered, BadBreaks."""
    day, start, end, answers = what["day"], what["start"], what["end"], what["answers"]
    if None in answers or not (isinstance(day, date) and start and end):
        raise Unanswered
    on = day.isoformat()
    return PastDraft(
        what["title"], what["location"], what["unit"], what["in_charge"], what["work"], local_time(on, f"{start:%H:%M}", zone),
        local_time(on, f"{end:%H:%M}", zone), bool(answers[0]), bool(answers[1]), bool(answers[2]), breaks_from(what["breaks"], on, zone),
    )


def _states() -> dict[str, str]:
    return {
        "pending": _("waits"), "approved": _("approved"), "rejected": _("rejected"), "reversed": _("reversed"), "withdrawn": _("taken back"),
    }


def _list(at: Desk, found: Sequence[Entered]) -> None:
    st.html(frame.lc(f"<h2>{escape(_('Entered so far'))}</h2>"))
    if not found:
        st.html(frame.lc(empty(_("Nothing was entered afterwards yet."))))
        return
    rows = [(
        one.name, f"{month_day(one.act_on)} · {one.title}", _spans(one, at.settings.zone), _states()[one.state] + (f": {one.why}" if one.why else ""),
        one.reason, one.who,
    ) for one in found]
    heads = (_("Volunteer"), _("Activity"), _("Times"), _("State"), _("Reason"), _("By"))
    st.html(frame.lc(f'<div class="broad">{table(heads, rows)}</div>'))
    _withdraw(at, [one for one in found if one.may_withdraw])


def _spans(one: Entered, zone: str) -> str:
    return _(", ").join(f"{clock_time(clock.local(each.start, zone))}–{clock_time(clock.local(each.end, zone))}" for each in one.stays)


def _withdraw(at: Desk, waiting: Sequence[Entered]) -> None:
    if not waiting:
        return
    names = {one.record: f"{safe_label(one.name, 20)} · {month_day(one.act_on)} · {safe_label(one.title, 30)}" for one in waiting}
    key = desk.key("late_withdraw")
    with st.expander(_("Withdraw an entry that still waits")), st.form(key):
        chosen = st.selectbox(_("Entry"), list(names), format_func=names.__getitem__, key=key + "_which")
        why = st.text_input(_("Reason; it stays in the history"), max_chars=400, key=key + "_why")
        if st.form_submit_button(_("Withdraw it"), width="stretch"):
            desk.save("late_withdraw", lambda: _withdrawn(at, chosen, why))


def _withdrawn(at: Desk, record: str, why: str) -> str:
    supplementary_list.withdraw(at.store, record, why, at.staff.id, at.at)
    return _("Withdrawn. Its times stay in the history and count nowhere.")


def sheets_part(at: Desk) -> None:
    """Making a sheet for an activity, and the newest sheets of all."""
    from linli.volunteer import activities

    every = [*activities.upcoming(at.store, at.at, limit=30), *activities.past(at.store, at.at, limit=30)]
    found = {one.id: one for one in every if one.state != "cancelled"}
    told = _("For people without a phone, or a day without network: a sheet to write on, typed in afterwards by two people, each alone.")
    st.html(frame.lc(f'<p class="soft">{escape(told)}</p>'))
    if found:
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        names = {key: f"{month_day(one.act_on)} {weekday(one.act_on, short=True)} · {safe_label(one.title, 40)} · {safe_label(one.location, 30)}" for key, one in found.items()}
        chosen = left.selectbox(_("Activity"), list(names), format_func=names.__getitem__, key="sheet_activity")
        right.html(frame.lc(f'<a class="btn pri auto" href="/sign-sheets/{escape(chosen)}" target="_blank"><i class="ic ic-doc"></i>{escape(_("Sheets of this activity"))}</a>'))
    _by_code()
    with st.container(key="card_sheets"):
        st.html(frame.lc(f"<h2>{escape(_('Newest sheets'))}</h2>" + sign_sheet_page.listed(sign_sheets.recent(at.store, at.staff.id), named=True, acts=False)))


def _by_code() -> None:
    typed = st.text_input(_("Code on a sheet, or beside one of its rows"), key="sheet_code", max_chars=12, placeholder="K7M 4QX")
    if typed.strip():
        code = escape(ids.tidy_code(typed)[:12])
        st.html(frame.lc(f'<p class="pills"><a class="btn pri auto" href="/sign-sheet/{code}" target="_blank">{escape(_("Open sheet {code}", code=code))}</a></p>'))
