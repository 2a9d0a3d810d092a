"""The settings of the game that an organiser may change (docs/rules.md, *setting*)."""

import unicodedata
from dataclasses import dataclass

import streamlit as st

from linli import community
from linli.errors import GameError
from linli.locale import N_, _
from linli.rules import stars
from linli.web.parts import frame
from linli.web.parts.organiser import desk
from linli.web.parts.organiser.desk import Desk
from linli.web.text import escape


@dataclass(frozen=True)
class Number:
    """A whole number that may be changed within its limits."""

    name: str
    label: str
    least: int
    most: int


NUMBERS = (
    Number("top_k", N_("Places on the public board (0: half of the compounds, 3 to 10)"), 0, 60),
    Number("points_right", N_("Points for a right answer"), 1, 100),
    Number("points_again", N_("Points for a question got right again within two weeks"), 0, 100),
    Number("daily_bonus", N_("Bonus for finishing the daily quiz"), 0, 100),
    Number("quiz_cap_day", N_("Most quiz points of a person a day"), 10, 1000),
    Number("guest_cap", N_("Most points of one guest quiz"), 0, 1000),
    Number("guest_per_household", N_("Most guest points of a compound a day, a household"), 0, 100),
    Number("kiosk_cap_day", N_("Most points of a kiosk a day"), 0, 100_000),
    Number("points_an_hour", N_("Points for an hour of volunteer service"), 1, 1000),
    Number("final_days", N_("Days in which residents may object to approved hours"), 1, 60),
    Number("report_people", N_("Different people whose reports take a question out of the draw (0: never, else 2 or more)"), 0, 50),
    Number("report_days", N_("Days within which such reports count together"), 1, 90),
    Number("device_days", N_("Days a phone remembers a resident without a visit"), 1, 365),
)
NOTICE = N_("By code, or by nickname where its owner agreed. Without the page, print the list and hang it up: approved hours are to be on public notice.")


class BadStars(GameError):
    """Thresholds of stars that cannot be read."""

    def __init__(self, given: str) -> None:
        super().__init__(
            N_("Stars: “{given}” does not work. Type one to five whole numbers of hours that rise, with commas: 100, 300, 600. Leave it empty for no stars."),
            given=given[:40],
        )


class OutOfRange(GameError):
    """A number outside its limits."""

    def __init__(self, one: Number, given: object) -> None:
        super().__init__(
            N_("{label}: {given} does not work. Type a whole number from {least} to {most}."),
            label=lambda: _(one.label), given=str(given)[:20], least=one.least, most=one.most,
        )


def draw(at: Desk) -> None:
    """The form of all of them."""
    note = _("Points already posted never change; a new number counts from now on. Every change is kept in the log of what staff did.")
    st.html(frame.lc(f'<p class="soft">{escape(note)}</p>'))
    key = desk.key("game")
    with st.form(key):
        public = st.toggle(_("The board is public"), at.settings.board_public, key=key + "_public")
        notice = st.toggle(_("Approved hours stand on a public page"), at.settings.hours_public, key=key + "_notice", help=_(NOTICE))
        starred = st.text_input(
            _("Stars for hours signed in on site: at so many hours each (empty: none)"), ", ".join(at.settings.stars.split(",")) if at.settings.stars else "",
            key=key + "_stars", max_chars=40, placeholder="100, 300, 600, 1000, 1500", help=_("Seen by each volunteer alone. Nothing is ranked by them."),
        )
        given = {}
        for place in range(0, len(NUMBERS), 2):
            for column, one in zip(st.columns(2), NUMBERS[place : place + 2], strict=False):
                now = int(getattr(at.settings, one.name))
                given[one.name] = column.number_input(_(one.label), one.least, one.most, now, key=f"{key}_{one.name}")
        if st.form_submit_button(_("Save the settings"), type="primary"):
            desk.save("game", lambda: saved(at, public, notice, given, starred))


def saved(at: Desk, public: bool, notice: bool, given: dict[str, int], starred: str = "") -> str:
    """Check everything again, then keep what has changed."""
    for one in NUMBERS:
        value = given[one.name]
        if isinstance(value, bool) or not isinstance(value, int) or not one.least <= value <= one.most:
            raise OutOfRange(one, value)
    changes: dict[str, int | bool | str] = {name: value for name, value in given.items() if value != getattr(at.settings, name)}
    if public != at.settings.board_public:
        changes["board_public"] = bool(public)
    if notice != at.settings.hours_public:
        changes["hours_public"] = bool(notice)
    if _stars(starred) != at.settings.stars:
        changes["stars"] = _stars(starred)
    if not changes:
        return _("Nothing was changed.")
    community.change_settings(at.store, at.organiser().id, at.at, **changes)
    return _("Saved. It counts from now on.")


def _stars(typed: str) -> str:
    """The thresholds as they are kept. Raises BadStars."""
    try:
        return ",".join(str(one) for one in stars.thresholds(unicodedata.normalize("NFKC", typed)))
    except ValueError as error:
        raise BadStars(typed) from error
