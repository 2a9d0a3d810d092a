"""Activities in the organiser's list, one of them in full, and its coordinators."""

from collections.abc import Sequence

import streamlit as st

from linli import clock, community, residents, staff
from linli.ids import fingerprint
from linli.locale import _, clock_time, month_day, weekday
from linli.store import Tx
from linli.volunteer import coordinators as keepers
from linli.volunteer import hand_over, kinds
from linli.volunteer.activities import ActivityView
from linli.web.parts import frame
from linli.web.parts.organiser import address, desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.fields import link_card
from linli.web.parts.organiser.tables import facts, tag
from linli.web.text import escape, plain, safe_html, safe_label
from linli.who import Resident
from linli.who import names as names_of

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
        _("Day"): f"{month_day(one.act_on)} {weekday(one.act_on, short=True)}",
        _("Time"): hours_of_day(one, at.settings.zone), _("Title"): plain(one.title, 40),
        _("Signed up"): _taken(one), _("State"): states(one.state), _("Where"): plain(one.location, 40),
        _("Coordinator"): plain(_(", ").join(kept[one.id]), 60) or "–", _("Kind"): kinds.of(one.kind).said(),
    } for one in rows]
    key = f"{name}_{fingerprint(','.join(one.id for one in rows))[:12]}"
    seen = st.dataframe(
        table, key=key, hide_index=True, on_select="rerun", selection_mode="single-row", row_height=44,
        height=44 * min(len(rows), ROWS) + 40, alt=_("Activities"),
    )
    return next((rows[place] for place in seen.selection.rows if place < len(rows)), None)


def _taken(one: ActivityView) -> str:
    """Places taken, and how many wait."""
    waits = one.waiting if one.state in ("upcoming", "signing_in") else 0
    return _("{taken} / {places}, {waiting} waiting", taken=one.taken, places=one.places, waiting=waits) if waits else f"{one.taken} / {one.places}"


def detail(at: Desk, one: ActivityView) -> str:
    """Everything about one activity."""
    hours = _("hours and points") if one.earns_hours else _("points only, no hours")
    kind = {"cancelled": "fault", "running": "right", "signing_in": "right"}.get(one.state, "plain")
    head = f'<div class="det">{tag(states(one.state), kind)}<h2>{safe_html(one.title, 60)}</h2>'
    breaks = _(", ").join(
        f"{clock_time(clock.local(part.start, at.settings.zone))}–{clock_time(clock.local(part.end, at.settings.zone))}" for part in one.breaks
    )
    rows = [
        (_("Kind"), kinds.of(one.kind).said()),
        (_("Day"), f"{month_day(one.act_on)} {weekday(one.act_on)}"), (_("Time"), hours_of_day(one, at.settings.zone)), (_("Breaks"), breaks),
        (_("Where"), one.location), (_("Organising unit"), one.unit), (_("Person in charge"), one.in_charge), (_("What is done"), one.work),
        (_("Risks"), one.risk), (_("Insured"), _("yes") if one.insured else _("no")), (_("Brings"), hours),
        (_("Signed up"), _taken(one)), (_("Cancelled because"), one.cancelled_why),
    ]
    return head + facts(rows) + "</div>"


def coordinators(at: Desk, one: ActivityView) -> None:
    """Who keeps the list of an activity, and the one-time link to hand over."""
    with at.store.reading() as tx:
        kept, opened, passed = staff.coordinators_of(tx, one.id), keepers.with_list(tx, one.id, at.at), _passed(at, tx, one)
    st.html(frame.lc(f"<h3>{_('Coordinators')}</h3><p class='soft'>{_('They keep the list on their own phone, and approve nothing.')}</p>"))
    for who in kept:
        _kept(at, one, who, opened=who.id in opened)
    if passed:
        st.html(frame.lc(f'<ul class="soft">{"".join(f"<li>{safe_html(line, 200)}</li>" for line in passed)}</ul>'))
    desk.show_once("cleanups:link")
    if one.state == "over":
        return
    typed = st.text_input(_("Find a resident: part of the nickname, or the player number"), key=f"find_{one.id}")
    found = [who for who in residents.find(at.store, at.staff, typed) if who.id not in {one.id for one in kept}] if typed.strip() else []
    if typed.strip() and not found:
        st.html(frame.lc(f'<p class="soft">{_("Nobody is found. Their player number stands on their phone under “Me”.")}</p>'))
    if found:
        _choose(at, one, found)


def _passed(at: Desk, tx: Tx, one: ActivityView) -> list[str]:
    """Hand-overs from phone to phone, each as a line."""
    rows = hand_over.of(tx, one.id)
    names = names_of(tx, [subject for row in rows for subject in (row["subject"], row["by_whom"].removeprefix("subject:"))])
    lines = []
    for row in rows:
        moment = clock.local(clock.parse(row["at"]), at.settings.zone)
        said = _("{day} {time}: {giver} made {taker} a link, and goes on too.") if row["kept"] else _("{day} {time}: {giver} made {taker} a link, to stop when it is opened.")
        lines.append(said.format(
            day=month_day(moment.date()), time=clock_time(moment), giver=names[row["by_whom"].removeprefix("subject:")], taker=names[row["subject"]],
        ))
    return lines


def _kept(at: Desk, one: ActivityView, who: Resident, *, opened: bool) -> None:
    state = _("list open on their phone") if opened else _("link not opened yet")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(frame.lc(f"<p><b>{safe_html(who.shown_name, 40)}</b> <span class='soft'>{who.player_number} · {escape(state)}</span></p>"))
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
