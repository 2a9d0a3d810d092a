"""Enrolling somebody without a phone: the form that is filled in beside them, and the card to write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from starlette.responses import HTMLResponse

from linli.community import Compound
from linli.errors import GameError
from linli.locale import N_, _
from linli.rules.settings import Settings
from linli.volunteer.activities import ActivityView
from linli.volunteer.enrolling import Enrolled
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.field import compound_field, text_field
from linli.web.parts.field import tick as box
from linli.web.text import escape, safe_html

#: What is read aloud; the whole notice stands below it.
ALOUD = N_(
    "“We keep the nickname you choose, your compound, a PIN, when you come and leave today, and your hours, so that they are yours."
    " We ask for no phone number, ID or address. Your nickname is seen by whoever runs the activity. You can look at everything, correct it or delete it at any time,"
    " on any phone or at the office. Do you agree?”"
)


@dataclass(frozen=True)
class View:
    """What the page knows. asked: fields as typed, where something was refused."""

    found: ActivityView
    settings: Settings
    at: datetime
    large: bool
    compounds: Sequence[Compound]
    notice_html: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    refusal: GameError | None = None

    @property
    def back(self) -> str:
        """The list."""
        return f"/tick/{self.found.id}"


def page(view: View) -> HTMLResponse:
    """The form."""
    said = plain.say("warn", view.refusal.sentence()) if view.refusal else ""
    fields = "".join([
        text_field("name", _("Nickname: 2 to 12 characters, not your real name"), view.asked, "off", 24),
        compound_field(view.compounds, view.asked, _("Their compound"), needed=True),
        box("fourteen", _("They are 14 or older"), view.asked),
        box("minor", _("They are 14 to 17: the list asks for the guardian's consent on paper before they are ticked in"), view.asked),
        f'<div class="say aloud"><i class="ic ic-listen"></i><div><p>{escape(_("Read aloud:"))}</p><p>{escape(_(ALOUD))}</p></div></div>',
        f"<details><summary>{escape(_('Privacy notice'))}</summary>{view.notice_html}</details>",
        box("agreed", _("It was read to them and they agree"), view.asked),
        f'<p class="told" role="alert"></p><button class="btn pri">{escape(_("Enrol and tick in"))}</button>',
    ])
    away = escape(_("No network: a nickname can only be made with it. What you typed is still here; meanwhile count them with + in the list."))
    form = f'<form method="post" action="{escape(view.back)}/enrol" data-lc="online" data-away="{away}">{fields}</form>'
    under = _("Under 14 nobody gets a nickname here. They can help together with an adult: count them with +.")
    body = (
        f'<p>{escape(_("Fill it in together with the person, who stands beside you. They need no phone."))}</p>'
        f'<article class="rim section"><div class="in">{form}</div></article><p class="soft section">{escape(under)}</p>'
    )
    return _page(view, said + body, 400 if view.refusal else 200)


def card(view: View, made: Enrolled) -> HTMLResponse:
    """Number and PIN, once, to write on a card."""
    number = f"{made.resident.player_number[:3]} {made.resident.player_number[3:]}"
    pin = f"{made.pin[:3]} {made.pin[3:]}"
    state = (
        plain.say("right", _("Ticked in. Write both numbers on a card and hand it over.")) if made.here
        else plain.say("warn", _("14 to 17: look at the guardian's consent, then tick them in on the list. Write both numbers on a card and hand it over."))
    )
    lines = "".join(
        f'<p class="soft">{escape(words)}</p><p class="onecard">{escape(value)}</p>'
        for words, value in ((_("Player number"), number), (_("Temporary PIN"), pin))
    )
    words = _("The PIN is shown only now. With both they sign in on any phone and choose a PIN of their own; the office resets a lost one in person.")
    links = (
        f'<div class="section"><a class="btn pri" href="{escape(view.back)}">{escape(_("Written down, back to the list"))}</a>'
        f'<a class="btn quiet" href="{escape(view.back)}/enrol">{escape(_("Enrol one more"))}</a></div>'
    )
    body = f'{state}<article class="rim section"><div class="in"><h1>{safe_html(made.resident.shown_name, 24)}</h1>{lines}<p>{escape(words)}</p></div></article>{links}'
    return _page(view, body, 200)


def _page(view: View, inside: str, status: int) -> HTMLResponse:
    title = _("Enrol somebody without a phone")
    bar = plain.bar(title, view.found.title, back=view.back, large=view.large)
    body = f'<div class="page">{frame.sample_mark(view.settings)}{bar}<main>{inside}</main></div>'
    return plain.page(title, body, large=view.large, css="tick.css", body_class="lc-page", scripts=("tick.js",), status=status)
