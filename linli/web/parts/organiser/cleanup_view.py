"""Activities in the organiser's list, one of them in full, and its coordinators."""

from collections.abc import Sequence

import streamlit as st

from linli import clock, community, residents, staff
from linli.ids import fingerprint
from linli.locale import _, clock_time, month_day, ngettext, weekday
from linli.volunteer import activities
from linli.volunteer.activities import ActivityView
from linli.web.parts import frame
from linli.web.parts.organiser import address, cleanup_form, desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.fields import link_card
from linli.web.parts.organiser.tables import facts, tag
from linli.web.text import escape, plain, safe_html, safe_label
from linli.who import Resident

ROWS = 12


def states(state: str) -> str:
    """The state of an activity in words."""
    return {
        "upcoming": _("to come"), "signing_in": _("signing in"), "running": _("going on"), "over": _("over"), "cancelled": _("cancelled"),
    }[state]


def hours_of_day(one: ActivityView, zone: str) -> str:
    """9:00–11:00 in the community's zone."""
    return f"{clock_time(clock.local(one.starts_at, zone))}–{clock_time(clock.local(one.ends_at, zone))}"


def listed(at: Desk, rows: Sequence[ActivityView], name: str) -> ActivityView | None:
    """Draw activities as a list; the one looked at."""
    with at.store.reading() as tx:
        kept = {one.id: [who.shown_name for who in staff.coordinators_of(tx, one.id)] for one in rows}
    table = [{
        _("Day"): f"{month_day(one.act_on)} {weekday(one.act_on, short=True)}", _("Time"): hours_of_day(one, at.settings.zone),
        _("Title"): plain(one.title, 40), _("Where"): plain(one.location, 40), _("Signed up"): f"{one.taken} / {one.places}",
        _("Coordinator"): plain(_(", ").join(kept[one.id]), 60) or "–", _("State"): states(one.state),
    } for one in rows]
    key = f"{name}_{fingerprint(','.join(one.id for one in rows))[:12]}"
    seen = st.dataframe(
        table, key=key, hide_index=True, on_select="rerun", selection_mode="single-row", row_height=44,
        height=44 * min(len(rows), ROWS) + 40, alt=_("Activities"),
    )
    return next((rows[place] for place in seen.selection.rows if place < len(rows)), None)


def detail(at: Desk, one: ActivityView) -> str:
    """Everything about one activity."""
    hours = _("hours and points") if one.earns_hours else _("points only, no hours")
    kind = {"cancelled": "fault", "running": "right", "signing_in": "right"}.get(one.state, "plain")
    head = f'<div class="det">{tag(states(one.state), kind)}<h2>{safe_html(one.title, 60)}</h2>'
    breaks = _(", ").join(
        f"{clock_time(clock.local(part.start, at.settings.zone))}–{clock_time(clock.local(part.end, at.settings.zone))}" for part in one.breaks
    )
    rows = [
        (_("Day"), f"{month_day(one.act_on)} {weekday(one.act_on)}"), (_("Time"), hours_of_day(one, at.settings.zone)), (_("Breaks"), breaks),
        (_("Where"), one.location), (_("Organising unit"), one.unit), (_("Person in charge"), one.in_charge), (_("What is done"), one.work),
        (_("Risks"), one.risk), (_("Insured"), _("yes") if one.insured else _("no")), (_("Brings"), hours),
        (_("Signed up"), _("{taken} of {places}", taken=one.taken, places=one.places)), (_("Cancelled because"), one.cancelled_why),
    ]
    return head + facts(rows) + "</div>"


def acts(at: Desk, one: ActivityView) -> None:
    """What an organiser does with an activity: change, copy, cancel."""
    if one.state != "cancelled":
        words = escape(_("Open its list: sign-in, ticks, head count"))
        st.html(frame.lc(f'<p><a class="btn sec" href="/tick/{one.id}" target="_blank"><i class="ic ic-people"></i>{words}</a></p>'))
    left, right = st.columns(2)
    if one.state in ("upcoming", "signing_in") and left.button(_("Change"), key=f"change_{one.id}", width="stretch"):
        cleanup_form.open_for("change", one.id)
        st.rerun()
    if right.button(_("Copy"), key=f"copy_{one.id}", width="stretch"):
        cleanup_form.open_for("copy", one.id)
        st.rerun()
    if one.state in ("upcoming", "signing_in"):
        _cancel(at, one)


def _cancel(at: Desk, one: ActivityView) -> None:
    name = f"cancel_{one.id}"
    with st.expander(_("Cancel it")), st.form(desk.key(name)):
        why = st.text_input(_("Reason; residents read it"), key=desk.key(name) + "_why", max_chars=200)
        following = st.checkbox(_("All later ones of this row too"), key=desk.key(name) + "_all") if one.series else False
        if st.form_submit_button(_("Cancel this clean-up"), width="stretch"):
            desk.save(name, lambda: _cancelled(at, one, why, following))


def _cancelled(at: Desk, one: ActivityView, why: str, following: bool) -> str:
    count = activities.cancel(at.store, one.id, why, at.organiser().id, at.at, following=following)
    return ngettext("{n} clean-up is cancelled; its page says why.", "{n} clean-ups are cancelled; their pages say why.", count)


def coordinators(at: Desk, one: ActivityView) -> None:
    """Who keeps the list of an activity, and the one-time link to hand over."""
    with at.store.reading() as tx:
        kept = staff.coordinators_of(tx, one.id)
    st.html(frame.lc(f"<h3>{_('Coordinators')}</h3><p class='soft'>{_('They keep the list on their own phone, and approve nothing.')}</p>"))
    for who in kept:
        _kept(at, one, who)
    desk.show_once("cleanups:link")
    if one.state == "over":
        return
    typed = st.text_input(_("Find a resident: part of the nickname, or the player number"), key=f"find_{one.id}")
    found = [who for who in residents.find(at.store, at.staff, typed) if who.id not in {one.id for one in kept}] if typed.strip() else []
    if typed.strip() and not found:
        st.html(frame.lc(f'<p class="soft">{_("Nobody is found. Their player number stands on their phone under “Me”.")}</p>'))
    if found:
        _choose(at, one, found)


def _kept(at: Desk, one: ActivityView, who: Resident) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(frame.lc(f"<p><b>{safe_html(who.shown_name, 40)}</b> <span class='soft'>{who.player_number}</span></p>"))
        if one.state != "over" and st.button(_("New link"), key=f"link_{one.id}_{who.id}"):
            desk.save("link", lambda: _linked(at, one, who))
        if st.button(_("Remove"), key=f"unlink_{one.id}_{who.id}"):
            desk.save("unlink", lambda: _removed(at, one, who))


def _choose(at: Desk, one: ActivityView, found: Sequence[Resident]) -> None:
    with at.store.reading() as tx:
        homes = {home.id: home.name for home in community.compounds(tx)}
    names = {who.id: f"{safe_label(who.shown_name, 20)} · {who.player_number} · {safe_label(homes.get(who.compound, ''), 20)}" for who in found}
    chosen = st.selectbox(_("Who"), list(names), format_func=names.__getitem__, key=f"chosen_{one.id}")
    if st.button(_("Make coordinator, show the link"), key=f"make_{one.id}", type="primary", width="stretch"):
        who = next(who for who in found if who.id == chosen)
        desk.save("link", lambda: _linked(at, one, who))


def _linked(at: Desk, one: ActivityView, who: Resident) -> str:
    token = staff.coordinator_link(at.store, at.organiser(), one.id, who.id, at.at)
    url = address.once(desk.seen_address(), address.COORDINATOR_LINK, token)
    words = _("For {name}, {title} on {day}: scan it with their phone, or send them the address.", name=who.shown_name, title=one.title, day=month_day(one.act_on))
    desk.keep_once("cleanups:link", link_card(url, words, _("It works once, within 7 days. It is shown only now.")))
    return ""


def _removed(at: Desk, one: ActivityView, who: Resident) -> str:
    staff.remove_coordinator(at.store, at.organiser(), one.id, who.id, at.at)
    return _("{name} no longer keeps this list.", name=who.shown_name)
