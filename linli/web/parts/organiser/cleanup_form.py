"""The form of an activity: new (once or weekly), from a template, changed, or copied from another one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from linli import clock, community
from linli.errors import GameError
from linli.locale import N_, _, ngettext, pick
from linli.store.base import Row
from linli.volunteer import activities, kinds, templates
from linli.volunteer.activity_draft import MOST_PLACES, MOST_WEEKS, Draft, breaks_from, local_time, plan_of
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.text import escape, safe_label

SATURDAY = 5


class Unanswered(GameError):
    """One of the three questions, or a time, was left open."""

    def __init__(self) -> None:
        super().__init__(N_("Please answer the three questions, and give the day, the start and the end."))


@dataclass(frozen=True)
class Filled:
    """What the form starts with."""

    title: str = ""
    location: str = ""
    unit: str = ""
    in_charge: str = ""
    work: str = ""
    risk: str = ""
    insured: bool = False
    answers: tuple[int | None, int | None, int | None] = (None, None, None)
    day: date | None = None
    start: time = time(9, 0)
    end: time = time(11, 0)
    breaks: str = ""
    places: int = 20
    kind: str = "cleanup"


def of_row(row: Row, zone: str, *, day: date | None = None) -> Filled:
    """The form of an activity as it is. day: another day, for a copy."""
    plan = plan_of(row)
    start, end = clock.local(plan.start, zone), clock.local(plan.end, zone)
    breaks = ", ".join(f"{clock.local(one.start, zone):%H:%M}-{clock.local(one.end, zone):%H:%M}" for one in plan.breaks)
    return Filled(
        row["title"], row["location"], row["unit"], row["in_charge"], row["work"], row["risk"], bool(row["insured"]),
        (row["working_time"], row["own_interest"], row["paid"]), day or start.date(), start.time(), end.time(), breaks, row["places"], row["kind"],
    )


def next_saturday(at: datetime, zone: str) -> date:
    """The next Saturday after today."""
    today = clock.local(at, zone).date()
    return today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7)


def draw(at: Desk, filled: Filled, *, changing: str = "") -> None:
    """The form. changing: the activity that is changed; empty makes a new one."""
    with at.store.reading() as tx:
        units = {row["id"]: pick(row["name_zh"], row["name_en"]) for row in community.units(tx)}
    if not units:
        st.html(frame.lc(f'<div class="card">{escape(_("Add the organising unit in the set-up first; the record of hours names it."))}</div>'))
        return
    name = f"cleanup_{changing or 'new'}"
    with st.form(desk.key(name)):
        given = _what(name, filled, units) | _when(at, name, filled, weekly=not changing) | _questions(name, filled)
        label = _("Save the changes") if changing else _("Create it")
        above = st.container()
        if st.form_submit_button(label, type="primary", width="stretch"):
            with above:
                desk.save(name, lambda: _saved(at, given, changing))
        _as_template(at, name, given, above)


def _as_template(at: Desk, name: str, given: dict[str, Any], above: DeltaGenerator) -> None:
    """Keep what stands in the form under a name, without its day; the form stays open."""
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    called = left.text_input(_("Keep it as a template, under this name"), max_chars=templates.NAME_MOST, key=_field(name, "template"), placeholder=_("Saturday, east gate"))
    if right.form_submit_button(_("Save as a template"), width="stretch"):
        with above:
            try:
                templates.save(at.store, called, _draft(given, at.settings.zone), at.organiser().id, at.at)
            except GameError as refusal:
                st.html(frame.lc(plain.say("warn", refusal.sentence())))
            else:
                st.html(frame.lc(plain.say("right", _("The template “{name}” is kept. The activity itself is not created yet.", name=called.strip()))))


def _field(name: str, part: str) -> str:
    return desk.key(name) + "_" + part


def _what(name: str, filled: Filled, units: dict[str, str]) -> dict[str, Any]:
    kind = st.selectbox(
        _("Kind"), list(kinds.KINDS), list(kinds.KINDS).index(kinds.of(filled.kind).code), format_func=lambda one: kinds.of(one).said(), key=_field(name, "kind"),
    )
    left, right = st.columns(2)
    title = left.text_input(_("What it is called"), filled.title, max_chars=40, key=_field(name, "title"))
    location = right.text_input(_("Where"), filled.location, max_chars=80, key=_field(name, "where"))
    chosen = list(units).index(filled.unit) if filled.unit in units else 0
    left, right = st.columns(2)
    unit = left.selectbox(_("Organising unit"), list(units), chosen, format_func=lambda one: safe_label(units[one], 60), key=_field(name, "unit"))
    person = right.text_input(_("Person in charge"), filled.in_charge, max_chars=40, key=_field(name, "person"))
    left, right = st.columns(2)
    work = left.text_area(_("What is done"), filled.work, max_chars=400, height=110, key=_field(name, "work"))
    risk = right.text_area(
        _("Risks, and what to wear or bring"), filled.risk, max_chars=400, height=110, key=_field(name, "risk"),
        placeholder=_("Read before signing up, for example: wet leaves, wear firm shoes"),
    )
    insured = st.checkbox(_("Volunteers are insured for it"), filled.insured, key=_field(name, "insured"))
    return {"kind": kind, "title": title, "location": location, "unit": unit, "in_charge": person, "work": work, "risk": risk, "insured": insured}


def _when(at: Desk, name: str, filled: Filled, *, weekly: bool) -> dict[str, Any]:
    columns = st.columns([1.4, 1, 1, 1] + ([1.2] if weekly else []))
    day = columns[0].date_input(_("Day"), filled.day or next_saturday(at.at, at.settings.zone), format="YYYY-MM-DD", key=_field(name, "day"))
    start = columns[1].time_input(_("From"), filled.start, step=300, key=_field(name, "from"))
    end = columns[2].time_input(_("Until"), filled.end, step=300, key=_field(name, "until"))
    places = columns[3].number_input(_("Places"), 1, MOST_PLACES, filled.places, key=_field(name, "places"))
    once = _("1 is once; 4 is this day and the same weekday of the next three weeks.")
    weeks = columns[4].number_input(_("Weeks in a row"), 1, MOST_WEEKS, 1, key=_field(name, "weeks"), help=once) if weekly else 1
    breaks = st.text_input(_("Breaks, if any"), filled.breaks, key=_field(name, "breaks"), placeholder="10:00-10:15")
    return {"day": day, "start": start, "end": end, "places": places, "weeks": weeks, "breaks": breaks}


def _questions(name: str, filled: Filled) -> dict[str, Any]:
    """The three questions that decide whether hours may be recorded (67号 art. 19)."""
    words = (_("Is it in working time?"), _("Is it in the participants' own interest?"), _("Is anybody paid for it?"))
    st.html(frame.lc(f'<p class="lab">{escape(_("Three questions"))}</p><p class="soft">{escape(_("Any yes: it brings points, but no volunteer hours."))}</p>'))
    answers = [
        column.radio(question, (0, 1), filled.answers[place], format_func=lambda one: _("yes") if one else _("no"), horizontal=True, key=_field(name, f"q{place}"))
        for place, (column, question) in enumerate(zip(st.columns(3), words, strict=True))
    ]
    return {"answers": answers}


def _saved(at: Desk, given: dict[str, Any], changing: str) -> str:
    draft = _draft(given, at.settings.zone)
    if changing:
        activities.edit(at.store, changing, draft, at.organiser().id, at.at)
    else:
        made = activities.create(at.store, draft, at.organiser().id, at.at, weeks=int(given["weeks"]))
    close()
    if changing:
        return _("Saved. Everybody sees the new details at once.")
    return ngettext("{n} created. Choose its coordinator next.", "{n} created. Choose their coordinators next.", len(made))


def _draft(given: dict[str, Any], zone: str) -> Draft:
    """The draft of the typed fields. Raises Unanswered, BadBreaks."""
    day, start, end, answers = given["day"], given["start"], given["end"], given["answers"]
    if None in answers or not (day and start and end):
        raise Unanswered
    on = day.isoformat()
    texts = {name: given[name] for name in ("kind", "title", "location", "unit", "in_charge", "work", "risk", "insured")}
    return Draft(
        **texts, working_time=bool(answers[0]), own_interest=bool(answers[1]), paid=bool(answers[2]), places=int(given["places"]),
        starts_at=local_time(on, f"{start:%H:%M}", zone), ends_at=local_time(on, f"{end:%H:%M}", zone),
        breaks=breaks_from(given["breaks"], on, zone),
    )


def open_for(kind: str, activity: str = "") -> None:
    """Show the form in the next run. kind: new, kind or template (a kind's code or a template's id), change or copy."""
    st.session_state["cleanup_form"] = (kind, activity)


def close() -> None:
    """Put the form away."""
    st.session_state.pop("cleanup_form", None)


def opened() -> tuple[str, str] | None:
    """Which form is open: its kind and the activity."""
    return st.session_state.get("cleanup_form")
