"""Forms of the set-up: community and office, units, seasons, the calendar of working days."""

import re
from datetime import date, timedelta

import streamlit as st

from linli import clock, community, roster
from linli.errors import GameError
from linli.locale import N_, _, full_day, pick
from linli.roster import Entry, Roster
from linli.rules.working_days import YearDays
from linli.volunteer import duty
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.tables import table
from linli.web.text import escape, plain

NAME, LINE = 60, 200
SEASON_DAYS = 91


class NoName(GameError):
    """A Chinese name is needed."""

    def __init__(self) -> None:
        super().__init__(N_("The Chinese name is missing. Please fill it in; the English one may stay empty."))


class NoDay(GameError):
    """A day was left empty."""

    def __init__(self) -> None:
        super().__init__(N_("Please give both days."))


class BadDays(GameError):
    """A typed day cannot be read, or lies in another year."""

    def __init__(self, given: str, year: int) -> None:
        super().__init__(N_("“{given}” is not a day of {year}. Write days like 2027-02-08, with commas between them."), given=given[:20], year=year)


def both(form: str, part: str, label: str, zh: str, en: str, most: int = NAME) -> tuple[str, str]:
    """A text in both languages side by side: what was typed, tidied."""
    left, right = st.columns(2)
    typed = left.text_input(label, zh, max_chars=most, key=f"{desk.key(form)}_{part}_zh")
    other = right.text_input(_("{label}, in English", label=label), en, max_chars=most, key=f"{desk.key(form)}_{part}_en")
    return plain(typed, most).strip(), plain(other, most).strip()


def office(at: Desk) -> None:
    """The community's name, and whom residents may ask."""
    now = at.settings
    with st.form(desk.key("office")):
        names = both("office", "name", _("Community"), now.community_zh, now.community_en)
        offices = both("office", "office", _("Office"), now.office_zh, now.office_en)
        places = both("office", "place", _("Office address"), now.office_address_zh, now.office_address_en, LINE)
        phone = st.text_input(_("Office telephone"), now.office_phone, max_chars=NAME, key=desk.key("office") + "_phone")
        if st.form_submit_button(_("Save"), type="primary"):
            desk.save("office", lambda: _office_saved(at, names, offices, places, plain(phone, NAME).strip()))


def _office_saved(at: Desk, names: tuple[str, str], offices: tuple[str, str], places: tuple[str, str], phone: str) -> str:
    if not names[0]:
        raise NoName
    community.change_settings(
        at.store, at.organiser().id, at.at, community_zh=names[0], community_en=names[1], office_zh=offices[0], office_en=offices[1],
        office_address_zh=places[0], office_address_en=places[1], office_phone=phone,
    )
    return _("Saved. It stands at the foot of every page and on every print.")


def units(at: Desk) -> None:
    """The units that run activities."""
    with at.store.reading() as tx:
        known = community.units(tx)
    st.html(frame.lc(table((_("Unit"), _("In English")), [(row["name_zh"], row["name_en"]) for row in known], empty=_("No unit yet. Activities and records name one."))))
    with st.form(desk.key("unit")):
        names = both("unit", "name", _("Another unit"), "", "")
        if st.form_submit_button(_("Add the unit"), type="primary"):
            desk.save("unit", lambda: _unit_saved(at, *names))


def _unit_saved(at: Desk, zh: str, en: str) -> str:
    if not zh:
        raise NoName
    roster.commit(at.store, Roster((Entry("unit", {"name_zh": zh, "name_en": en}),)), at.organiser().id, at.at)
    return _("{name} is on the list.", name=pick(zh, en))


def seasons(at: Desk) -> None:
    """The seasons, and a form for another one or for other dates."""
    rows = at.store.rows("select name_zh, name_en, starts_on, ends_on from season order by starts_on, id")
    shown = [(pick(row["name_zh"], row["name_en"]), full_day(row["starts_on"]), full_day(row["ends_on"])) for row in rows]
    st.html(frame.lc(table((_("Name of the season"), _("First day"), _("Last day")), shown, empty=_("No season yet: points then stand in no season's board."))))
    st.html(frame.lc(f'<p class="soft">{escape(_("A season with the same name gets the new dates; posted points keep their season."))}</p>'))
    today = clock.local(at.at, at.settings.zone).date()
    first = date.fromisoformat(rows[-1]["ends_on"]) + timedelta(days=1) if rows else today
    with st.form(desk.key("season")):
        names = both("season", "name", _("Name of the season"), "", "")
        left, right = st.columns(2)
        start = left.date_input(_("First day"), first, format="YYYY-MM-DD", key=desk.key("season") + "_first")
        end = right.date_input(_("Last day"), first + timedelta(days=SEASON_DAYS), format="YYYY-MM-DD", key=desk.key("season") + "_last")
        if st.form_submit_button(_("Save the season"), type="primary"):
            desk.save("season", lambda: _season_saved(at, names, start, end))


def _season_saved(at: Desk, names: tuple[str, str], start: date | None, end: date | None) -> str:
    if not names[0]:
        raise NoName
    if start is None or end is None:
        raise NoDay
    if end <= start:
        raise community.BadSeason(names[0])
    values: dict[str, str | int] = {"name_zh": names[0], "name_en": names[1], "starts_on": start.isoformat(), "ends_on": end.isoformat()}
    roster.commit(at.store, Roster((Entry("season", values),)), at.organiser().id, at.at)
    return _("{name} is saved.", name=pick(*names))


def calendar(at: Desk) -> None:
    """The working days of a year that is not published yet: hours are entered within ten of them."""
    with at.store.reading() as tx:
        typed = duty.typed_days(tx)
    words = _("Hours are entered within 10 working days. Days off are published in the autumn before: type a year here that is not known yet.")
    st.html(frame.lc(f'<p class="soft">{escape(words)}</p>'))
    if typed:
        rows = [(str(year), ", ".join(sorted(days.off)), ", ".join(sorted(days.work))) for year, days in sorted(typed.items())]
        st.html(frame.lc(table((_("Year"), _("Weekdays off"), _("Weekend days worked")), rows)))
    with st.form(desk.key("calendar")):
        year = st.number_input(_("Year"), 2026, 2100, clock.local(at.at, at.settings.zone).year + 1, key=desk.key("calendar") + "_year")
        off = st.text_area(_("Weekdays off, with commas"), key=desk.key("calendar") + "_off", placeholder="2027-01-01, 2027-02-08")
        work = st.text_area(_("Weekend days worked, with commas"), key=desk.key("calendar") + "_work", placeholder="2027-02-06")
        if st.form_submit_button(_("Save the calendar"), type="primary"):
            desk.save("calendar", lambda: _calendar_saved(at, int(year), off, work))


def _calendar_saved(at: Desk, year: int, off: str, work: str) -> str:
    duty.type_days(at.store, year, YearDays(_days(off, year), _days(work, year)), at.organiser().id, at.at)
    return _("The calendar of {year} is saved.", year=year)


def _days(text: str, year: int) -> frozenset[str]:
    found = set()
    for part in filter(None, re.split(r"[\s,，、;；]+", text)):
        try:
            day = date.fromisoformat(part)
        except ValueError as error:
            raise BadDays(part, year) from error
        if day.year != year:
            raise BadDays(part, year)
        found.add(day.isoformat())
    return frozenset(found)
