"""Forms by which an organiser decides: on records, head counts, ends, late ticks and objections."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

import streamlit as st

from linli import clock
from linli.errors import GameError
from linli.locale import N_, _, clock_time, month_day, ngettext, number
from linli.rules.crediting import hours_text
from linli.volunteer import head_counts, hours, late_ticks, objections, ticks
from linli.volunteer.activities import ReasonMissing
from linli.volunteer.activity_draft import local_time
from linli.volunteer.duty import By
from linli.volunteer.hour_lists import MyHours, Waiting
from linli.volunteer.hours import Decision
from linli.volunteer.late_ticks import LateTick
from linli.volunteer.objections import Objection
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.text import escape, safe_html

#: Records approved between two looks at how far it is.
STEP = 10


class NoTime(GameError):
    """The field of the time is empty."""

    def __init__(self) -> None:
        super().__init__(N_("Please type when this person left, as hours and minutes."))


def told(done: Decision) -> str:
    """What came of a decision on one record."""
    if done.state == "pending" and done.reason:
        return done.reason.sentence()
    return {"approved": _("Approved. The hours are credited."), "rejected": _("Rejected. The volunteer reads your reason."),
            "reversed": _("Reversed. The points are taken back, the reason stays with it.")}[done.state]


def bulk(at: Desk, activity: str, chosen: Sequence[Waiting], *, noted: bool) -> None:
    """The bar under an activity's complete records: approve all that are chosen. noted: a note is asked for."""
    name = f"bulk_{activity}"
    note = ""
    if noted:
        note = st.text_input(_("What you found out"), key=desk.key(name) + "_why", max_chars=400, placeholder=_("Kept with each record of this activity"))
    total = hours_text(sum(one.minutes for one in chosen))
    label = ngettext("Approve this {n} ({hours} hours)", "Approve these {n} ({hours} hours)", len(chosen), hours=total)
    if st.button(label, key=desk.key(name), type="primary", disabled=not chosen, width="stretch"):
        desk.save(name, lambda: _approve_many(at, chosen, note, noted))


def _approve_many(at: Desk, chosen: Sequence[Waiting], note: str, noted: bool) -> str:
    """Approve in parts, so that the page shows how far it is. A reload in the middle leaves the rest waiting."""
    if noted and not note.strip():
        raise ReasonMissing
    organiser, results = at.organiser().id, dict[str, Decision | GameError]()
    bar = st.progress(0.0, text=_("Approving …")) if len(chosen) > STEP else None
    for start in range(0, len(chosen), STEP):
        results |= hours.approve_many(at.store, [one.record for one in chosen[start:start + STEP]], organiser, at.at, note)
        if bar:
            words = _("{n} of {all} decided", n=number(len(results)), all=number(len(chosen)))
            bar.progress(len(results) / len(chosen), text=words)
    return _outcome(chosen, results)


def _outcome(chosen: Sequence[Waiting], results: Mapping[str, Decision | GameError]) -> str:
    """What came of many decisions in one sentence; whoever was refused is told by name, once for each reason."""
    done = [one for one in results.values() if isinstance(one, Decision) and one.state == "approved"]
    refused: dict[str, list[str]] = {}
    for one in chosen:
        came = results[one.record]
        reason = came if isinstance(came, GameError) else came.reason
        if reason:
            refused.setdefault(reason.sentence(), []).append(one.name)
    for why, names in refused.items():
        desk.tell(_("{name}: {why}", name=_(", ").join(names), why=why), "warn")
    if not done:
        return ""
    total = hours_text(sum(one.minutes for one in done))
    return ngettext("{n} record approved, {hours} hours are credited.", "{n} records approved, {hours} hours are credited.", len(done), hours=total)


def one(at: Desk, record: Waiting) -> None:
    """Everything that can be done with one waiting record."""
    codes = {reason.code for reason in record.reasons}
    if "no_sign_out" in codes:
        _confirm_end(at, record)
    if "head_count" in codes:
        _explain(at, record)
    if not record.own:
        _decide(at, record, record.entered or record.first or "above_720" in codes)


def _confirm_end(at: Desk, record: Waiting) -> None:
    stay = next(stay for stay in record.stays if not stay.signed_out)
    zone = at.settings.zone
    name = f"end_{stay.presence}"
    with st.form(desk.key(name)):
        typed = st.time_input(_("Left at"), clock.local(stay.left_at, zone).time(), step=60, key=desk.key(name) + "_at")
        if st.form_submit_button(_("Confirm this end"), width="stretch"):
            desk.save(name, lambda: _confirmed(at, stay.presence, _moment(stay.came_at, typed, zone)))


def _moment(came: datetime, typed: time | None, zone: str) -> datetime:
    """The typed time on the day they came, or on the next one where it lies before the arrival."""
    if typed is None:
        raise NoTime
    day = clock.local_day(came, zone)
    found = local_time(day, f"{typed:%H:%M}", zone)
    return found if found >= came else local_time(clock.add_days(day, 1), f"{typed:%H:%M}", zone)


def _confirmed(at: Desk, presence: str, left_at: datetime) -> str:
    ticks.confirm_end(at.store, presence, left_at, By(staff=at.organiser().id), at.at)
    return _("The end is confirmed; the record can be decided now.")


def _explain(at: Desk, record: Waiting) -> None:
    with at.store.reading() as tx:
        count = head_counts.held(tx, record.activity)
    if count is None:
        return
    name = f"count_{count.id}"
    with st.form(desk.key(name)):
        note = st.text_area(_("Why does the head count differ?"), key=desk.key(name) + "_why", height=90, max_chars=400)
        if st.form_submit_button(_("Keep the explanation"), width="stretch"):
            desk.save(name, lambda: _explained(at, count.id, note))


def _explained(at: Desk, count: str, note: str) -> str:
    head_counts.explain(at.store, count, note, at.organiser().id, at.at)
    return _("Thank you. The approvals of this activity go on.")


def _decide(at: Desk, record: Waiting, never: bool) -> None:
    name = f"record_{record.record}"
    with st.form(desk.key(name)):
        why = st.text_area(_("What you found out; the reason, if you reject it"), key=desk.key(name) + "_why", height=90, max_chars=400, placeholder=_("The volunteer reads it."))
        left, right = st.columns(2)
        rejected = left.form_submit_button(_("Reject"), width="stretch")
        approved = right.form_submit_button(_("Approve"), type="primary", width="stretch", disabled=never)
    if approved:
        desk.save(name, lambda: told(hours.approve(at.store, record.record, at.organiser().id, at.at, why)))
    if rejected:
        desk.save(name, lambda: told(hours.reject(at.store, record.record, why, at.organiser().id, at.at)))


def decided(at: Desk, record: MyHours) -> None:
    """Reverse an approved record, or bring back a rejected or reversed one."""
    name = f"back_{record.record}"
    with st.form(desk.key(name)):
        if record.state != "approved":
            if st.form_submit_button(_("Decide once more"), width="stretch"):
                desk.save(name, lambda: _again(at, record))
            return
        why = st.text_area(_("Reason for taking it back"), key=desk.key(name) + "_why", height=90, max_chars=400, placeholder=_("The volunteer reads it."))
        if st.form_submit_button(_("Reverse it"), width="stretch"):
            desk.save(name, lambda: told(hours.reverse(at.store, record.record, why, at.organiser().id, at.at)))


def _again(at: Desk, record: MyHours) -> str:
    hours.again(at.store, record.record, at.organiser().id, at.at)
    return _("A new record from the same times waits for a decision.")


def public(at: Desk) -> None:
    """Where the public list is: its page, and the sheet for the notice board."""
    there = _("Approved hours are on public notice for {n} days: everybody may object, without a name.", n=at.settings.final_days)
    off = _("The public page is switched off in the set-up; print the list and hang it up.")
    page = "" if not at.settings.hours_public else f'<a class="btn sec auto" href="/public" target="_blank">{escape(_("Open the public list"))}</a>'
    sheet = f'<a class="btn sec auto" href="/print/hours" target="_blank">{escape(_("Print it for the notice board"))}</a>'
    st.html(frame.lc(f'<p>{escape(there if at.settings.hours_public else off)}</p><div class="pills">{page}{sheet}</div>'))


def objection(at: Desk, waiting: Objection) -> None:
    """An objection with its answer."""
    name = f"objection_{waiting.id}"
    with st.form(desk.key(name)):
        when = month_day(clock.local(waiting.at, at.settings.zone).date())
        whose = _("{name} · {hours} hours · code {code} · approved by {who}", name=waiting.name, hours=hours_text(waiting.minutes), code=waiting.code or "–", who=waiting.who)
        own = plain.say("warn", _("You approved these hours. Better that another organiser answers, if there is one.")) if waiting.approver == at.staff.id else ""
        head = safe_html(_("{title}, {day}", title=waiting.title, day=month_day(waiting.act_on)), 80)
        st.html(frame.lc(
            f"<h3>{head}</h3><p>{safe_html(whose, 200)}</p><blockquote>{safe_html(waiting.note, 400)}</blockquote>"
            f'<p class="soft">{escape(_("Written on {day}, without a name.", day=when))}</p>{own}'
        ))
        hint = _("Kept with the objection. The public list shows only that it was examined.")
        answer = st.text_area(_("Your answer"), key=desk.key(name) + "_text", height=90, max_chars=400, help=hint)
        left, right = st.columns(2)
        kept = left.form_submit_button(_("The hours stand"), width="stretch")
        upheld = right.form_submit_button(_("It is right: reverse the hours"), width="stretch")
    if kept or upheld:
        desk.save(name, lambda: _answered(at, waiting.id, upheld, answer))


def _answered(at: Desk, waiting: str, upheld: bool, answer: str) -> str:
    objections.answer(at.store, waiting, upheld, answer, at.organiser().id, at.at)
    return _("Answered; the hours are reversed.") if upheld else _("Answered; the hours stand.")


def late(at: Desk, tick: LateTick) -> None:
    """A tick that was sent more than an hour late."""
    name = f"late_{tick.id}"
    said, sent = (clock.local(moment, at.settings.zone) for moment in (tick.said_at, tick.sent_at))
    what = _("{name} came at {said}; sent at {sent}") if tick.what == "in" else _("{name} left at {said}; sent at {sent}")
    words = what.format(name=safe_html(tick.name, 40), said=escape(clock_time(said)), sent=escape(clock_time(sent)))
    with st.form(desk.key(name)):
        st.html(frame.lc(f'<h3>{safe_html(_("{title}, {day}", title=tick.title, day=month_day(tick.act_on)), 80)}</h3><p>{words}</p>'))
        left, right = st.columns(2)
        leave = left.form_submit_button(_("Leave it out"), width="stretch")
        take = right.form_submit_button(_("Take this time"), type="primary", width="stretch")
    if take or leave:
        desk.save(name, lambda: _late_decided(at, tick.id, take))


def _late_decided(at: Desk, tick: str, take: bool) -> str:
    late_ticks.decide(at.store, tick, take, at.organiser().id, at.at)
    return _("The late tick counts at its time.") if take else _("The late tick was left out.")
