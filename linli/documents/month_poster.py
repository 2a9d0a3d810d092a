"""The month's volunteer service of a compound as an A4 poster for its own notice board: Chinese with small English."""

from collections.abc import Callable, Sequence
from typing import Any

from linli import clock
from linli.documents import pdf
from linli.documents.code_list import printable
from linli.documents.paper import logo, words
from linli.locale import N_, _, clock_time, full_day, full_month, month_day, number, use_language, weekday
from linli.rules.crediting import hours_text
from linli.rules.settings import Settings
from linli.volunteer.summary import Coming, Summary

Text = dict[str, str]
#: Characters of one line: an activity to come, a name in Chinese, in English.
WHAT_MOST, NAME_MOST, ENGLISH_MOST = 30, 28, 60


def poster(made: Sequence[Summary], settings: Settings) -> bytes:
    """A page for each compound; each hangs on its own board alone."""
    data = {"title": _twice(lambda: _("Volunteer service of the month"))["zh"], "pages": [_page(one, settings) for one in made]}
    return pdf.made("month_poster.typ", data, {"logo.svg": logo().encode()})


def _page(one: Summary, settings: Settings) -> dict[str, Any]:
    month = f"{one.month}-01"
    return {
        "community": _name(settings.community_zh, settings.community_en), "compound": _name(one.compound.name_zh, one.compound.name_en),
        "heading": _twice(lambda: _("Volunteer service in {month}", month=full_month(month))),
        "until": _twice(lambda: _("Approved up to {day}; the month is not over yet.", day=full_day(one.until)) if one.running else _("By approved hours of the whole month.")),
        "figures": [] if one.few else _figures(one), "few": _both(N_("Too few yet to show figures: they appear from five neighbours on.")) if one.few else None,
        "thanks": _both(N_("Every pair of hands counts. Thank you!") if not one.few else N_("Thanks to everybody who lent a hand. The next activity is open to all.")),
        "coming_head": _both(N_("Coming up: join in if you like")), "coming": [_coming(each, settings.zone) for each in one.coming],
        "foot": [_both(sentence) for sentence in (
            N_("Only for this compound's own notice board. Taking part is voluntary."),
            N_("No ranking, no comparison with other compounds; never used for any appraisal."),
            N_("Figures that rest on fewer than five people are not shown."),
        )],
        "sample": _both(N_("Sample data: every name and number is invented.")) if settings.sample else None,
    }


def _figures(one: Summary) -> list[dict[str, Any]]:
    """The figures that may be shown; supplementary hours only where there are any."""
    cells: list[tuple[str, str, str] | None] = [
        (number(one.people or 0), N_("volunteers"), N_("people with approved hours")),
        (number(one.activities or 0), N_("activities"), N_("that neighbours of this compound came to")),
        (number(one.bags), N_("bags of rubbish"), N_("by everybody who came to these activities")) if one.bags else None,
        (hours_text(one.minutes), N_("hours, signed in"), N_("with sign-in and sign-out")) if one.minutes else None,
        (hours_text(one.extra), N_("hours, supplementary"), N_("entered afterwards, counted apart")) if one.extra else None,
    ]
    return [{"n": cell[0], "what": _both(cell[1]), "more": _both(cell[2])} for cell in cells if cell]


def _coming(one: Coming, zone: str) -> dict[str, Any]:
    local = clock.local(one.starts_at, zone)
    when = _twice(lambda: _("{weekday}, {day}, {time}", weekday=weekday(local.date()), day=month_day(local.date()), time=clock_time(local)))
    return {"when": when, "what": words(f"{printable(one.title)} · {printable(one.location)}", WHAT_MOST)}


def _name(zh: str, en: str) -> Text:
    return {"zh": words(printable(zh or en), NAME_MOST), "en": words(printable(en), ENGLISH_MOST)}


def _both(message: str) -> Text:
    return _twice(lambda: _(message))


def _twice(make: Callable[[], str]) -> Text:
    found = {}
    for language in ("zh", "en"):
        with use_language(language):
            found[language] = make()
    return found
