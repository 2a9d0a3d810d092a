"""The plain page for the field: what and where, who I am, one code, and that it is done.

Everything works without scripts and fits into 20 KB with its style sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from starlette.responses import HTMLResponse

from linli import clock
from linli.community import Compound
from linli.errors import GameError
from linli.locale import N_, _, clock_time, pick
from linli.rules.settings import Settings
from linli.volunteer import activities
from linli.volunteer.activities import ActivityView
from linli.volunteer.hour_lists import MyHours
from linli.volunteer.presence import Here
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.activities import facts, here_words, meta, state_tag
from linli.web.text import escape, safe_html
from linli.who import Resident

Form = Mapping[str, str]
LABELS = {"in": N_("Sign in by code"), "out": N_("Sign out by code")}
CODE_LABELS = {
    "in": N_("The 6-digit sign-in code on the coordinator's phone"), "out": N_("The 6-digit sign-out code on the coordinator's phone"),
}


@dataclass(frozen=True)
class View:
    """What the page knows.

    others: people whom this phone remembers, each (resident's id, name); asked: form fields as
    typed, or the code of a scanned link; key: names this rendering, so that a double tap counts
    once; keeper: this browser keeps the activity's list.
    """

    found: ActivityView
    settings: Settings
    at: datetime
    large: bool
    key: str
    compounds: Sequence[Compound] = ()
    resident: Resident | None = None
    other: bool = False
    others: tuple[tuple[str, str], ...] = ()
    here: Here | None = None
    mine: MyHours | None = None
    no_hours: str = ""
    keeper: bool = False
    paper_missing: bool = False
    asked: Form = field(default_factory=dict)
    refusal: GameError | None = None

    @property
    def path(self) -> str:
        """The page's own address."""
        return f"/field/{self.found.id}"

    @property
    def known(self) -> bool:
        """Whether the page goes on as the remembered resident."""
        return self.resident is not None and not self.other

    @property
    def moment(self) -> str:
        """What can be done by code now: in, out, or '' for nothing."""
        opens, closes = self.found.starts_at - activities.OPENS, self.found.ends_at
        if self.found.state == "cancelled":
            return ""
        if self.known and self.here and self.here.state == "in":
            out = self.found.ends_at - activities.LEAVE_FROM <= self.at <= self.found.ends_at + activities.CLOSES
            return "out" if out else ""
        return "in" if opens <= self.at <= closes else ""


def page(view: View) -> HTMLResponse:
    """The whole page."""
    title = _("Sign-in for the activity")
    body = "".join([
        frame.sample_mark(view.settings), plain.bar(title, frame.community_name(view.settings), large=view.large), "<main>",
        plain.say("warn", view.refusal.sentence()) if view.refusal else "", _new_number(view), _leading(view), _more(view), "</main>", foot(view.settings),
    ])
    return respond(title, body, view.large, 400 if view.refusal else 200)


def respond(title: str, body: str, large: bool, status: int = 200) -> HTMLResponse:
    """A page in the small sheet of the field."""
    return plain.page(title, body, large=large, css="field.css", scripts=("field.js",), status=status)


def _new_number(view: View) -> str:
    """The player number of somebody who has just joined here."""
    if not view.asked.get("new") or view.resident is None:
        return ""
    number = f"{view.resident.player_number[:3]} {view.resident.player_number[3:]}"
    words = _("Your player number. Write it down: with it and your PIN you sign in on any phone.")
    return plain.say("right", _("Welcome, {name}", name=view.resident.nickname), html=f'<p class="digits">{number}</p><p>{escape(words)}</p>')


def _leading(view: View) -> str:
    """The one leading card."""
    head = f"{state_tag(view.found)}<h1>{safe_html(view.found.title, 60)}</h1>{meta(view.found, view.settings.zone, view.at)}"
    return f'<article class="rim"><div class="in">{head}{_me(view)}{_status(view)}{_action(view)}</div></article>'


def _me(view: View) -> str:
    """The remembered resident, and the way out for whoever shares the phone."""
    if not view.known or view.resident is None:
        return ""
    words = _("You are {name}", name=safe_html(view.resident.shown_name, 24))
    away = f'{escape(view.path)}?who=1{_tail(view, "&amp;")}'
    return f'<p class="me"><b>{words}</b><a class="link" href="{away}">{escape(_("Not me"))}</a></p>'


def _tail(view: View, before: str) -> str:
    """The scanned code, to go along in an address."""
    code = view.asked.get("code", "")[:6]
    return f"{before}code={code}" if code.isascii() and code.isdigit() else ""


def _status(view: View) -> str:
    """Signed in since, signed out with how much; nothing before."""
    if not view.known or view.here is None or view.here.state == "undone":
        return ""
    head, line = here_words(view.here, view.mine, view.settings.zone)
    kind, icon = ("warn", "clock") if view.here.state == "unsigned" else ("right", "check")
    below = f"<p>{escape(line)}</p>" if line else ""
    return f'<div class="say {kind}" role="status"><i class="ic ic-{icon}"></i><div><b>{escape(head)}</b>{below}</div></div>'


def _action(view: View) -> str:
    """The form, or why there is none now."""
    gone = view.here is not None and view.known and view.here.state in ("out", "unsigned")
    if view.found.state == "cancelled":
        return plain.say("warn", _("Cancelled: {why}", why=view.found.cancelled_why or "-"))
    if not view.moment:
        return "" if gone else _not_now(view)
    if gone:
        return f"<details><summary>{escape(_('Back again? Sign in once more'))}</summary>{_form(view)}</details>"
    return _form(view)


def _not_now(view: View) -> str:
    """When sign-in or sign-out opens."""
    zone, found = view.settings.zone, view.found
    if view.known and view.here and view.here.state == "in":
        opens = clock_time(clock.local(found.ends_at - activities.LEAVE_FROM, zone))
        words = _("The sign-out code works from {time}. If you leave earlier, ask the coordinator to tick you out.", time=opens)
    elif found.state == "over":
        words = _("Sign-in is over. If you were there, the coordinator can tick it in the list.")
    else:
        words = _("Sign-in opens at {time}.", time=clock_time(clock.local(found.starts_at - activities.OPENS, zone)))
    link = f'<a class="btn sec" href="/activities?a={escape(found.id)}">{escape(_("To the sign-up"))}</a>' if found.state == "upcoming" else ""
    return f'<p class="section">{escape(words)}</p>{link}'


def _form(view: View) -> str:
    """Who, code, button; one form."""
    moment = view.moment
    code = view.asked.get("code", "") if view.asked.get("m") in (None, "", moment) else ""
    return (
        f'<form method="post" action="{escape(view.path)}">{hidden({"key": view.key})}{_who(view)}'
        f'<label class="lab" for="code">{escape(_(CODE_LABELS[moment]))}</label>{code_field(code)}{_minor(view)}'
        f'<button class="btn pri" name="what" value="{moment}">{escape(_(LABELS[moment]))}</button></form>'
        f'<p class="soft section">{escape(_("No phone at hand, or the code does not work? Ask the coordinator for a tick in the list."))}</p>'
    )


def hidden(values: Form) -> str:
    """Hidden fields of a form."""
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in values.items() if value)


def code_field(code: str) -> str:
    """One field that looks like six boxes."""
    return (
        f'<div class="code6"><span aria-hidden="true">{"<i></i>" * 6}</span><input id="code" name="code" value="{escape(code[:6])}" inputmode="numeric"'
        ' autocomplete="one-time-code" pattern="[0-9０-９ ]*" maxlength="7" required></div>'
    )


def _minor(view: View) -> str:
    """For walk-ins: the risks are read, and 14 to 17 needs a guardian's paper."""
    if view.moment != "in" or (view.known and view.found.mine):
        return ""
    read = tick("read", _("I have read below what is done, the risks and the insurance"), view.asked, needed=True)
    return read + ("" if view.known and view.paper_missing else tick("minor", _("I am 14 to 17; a parent or guardian has signed the consent"), view.asked))


def tick(name: str, words: str, asked: Form, *, needed: bool = False) -> str:
    """A box to tick."""
    marks = (" checked" if asked.get(name) == "1" else "") + (" required" if needed else "")
    return f'<label class="tick"><input type="checkbox" name="{name}" value="1"{marks}><span>{escape(words)}</span></label>'


def _who(view: View) -> str:
    """The fields to sign in with, where nobody is remembered."""
    return "" if view.known else hidden({"who": "1"}) + sign_in_fields(view.compounds, view.asked) + _join_link(view)


def _join_link(view: View) -> str:
    return f'<p><a class="link" href="{escape(view.path)}/join{_tail(view, "?")}">{escape(_("First time here? Make a nickname"))}</a></p>'


def sign_in_fields(compounds: Sequence[Compound], asked: Form) -> str:
    """Nickname or player number, compound, PIN."""
    return (
        text_field("name", _("Nickname or player number"), asked, "username")
        + compound_field(compounds, asked, _("Your compound (not needed with a player number)"), needed=False)
        + pin_field(_("PIN of six digits"), "current-password")
    )


def text_field(name: str, label: str, asked: Form, fill: str, most: int = 40) -> str:
    """A labelled line."""
    return (
        f'<p class="field"><label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" value="{escape(asked.get(name, "")[:most])}"'
        f' maxlength="{most}" autocomplete="{fill}" autocapitalize="none" spellcheck="false" required></p>'
    )


def pin_field(label: str, fill: str, kind: str = "password") -> str:
    """The PIN; what was typed is never sent back."""
    return (
        f'<p class="field"><label for="pin">{escape(label)}</label><input id="pin" name="pin" type="{kind}" inputmode="numeric" maxlength="12"'
        f' autocomplete="{fill}" required></p>'
    )


def compound_field(compounds: Sequence[Compound], asked: Form, label: str, *, needed: bool) -> str:
    """The compound, by name."""
    chosen = asked.get("home", "")
    options = "".join(
        f'<option value="{escape(one.code)}"{" selected" if chosen in (one.code, one.id) else ""}>{escape(one.letter)} {escape(one.name)}</option>' for one in compounds
    )
    must = " required" if needed else ""
    return (
        f'<p class="field"><label for="home">{escape(label)}</label><select id="home" name="home"{must}>'
        f'<option value="">{escape(_("Choose"))}</option>{options}</select></p>'
    )


def _more(view: View) -> str:
    """Other people of this phone, the coordinator's list, and what is done there."""
    return _switch(view) + _keeper(view) + (
        f'<details class="card section"><summary>{escape(_("What is done, and who is in charge"))}</summary>{facts(view.found, view.no_hours)}</details>'
    )


def _switch(view: View) -> str:
    """People who share this phone go on without a PIN."""
    if view.known or not view.others:
        return ""
    buttons = "".join(f'<button class="btn sec" name="as" value="{escape(one)}">{safe_html(name, 24)}</button>' for one, name in view.others)
    kept = hidden({"code": view.asked.get("code", "")})
    return f'<form class="section" method="post" action="{escape(view.path)}/as">{kept}<h2>{escape(_("Go on as"))}</h2>{buttons}</form>'


def _keeper(view: View) -> str:
    if not view.keeper:
        return ""
    words = _("You keep the list of this activity. Somebody else ticks you; the codes are not for you.")
    link = f'<a class="btn sec" href="/tick/{escape(view.found.id)}">{escape(_("To the list"))}</a>'
    return f'<div class="card section"><p>{escape(words)}</p>{link}</div>'


def foot(settings: Settings) -> str:
    """Whom to ask; the rest of the product."""
    office = " ".join(filter(None, [pick(settings.office_zh, settings.office_en), settings.office_phone]))
    asked = f"<p>{escape(_('Questions? {office}', office=office))}</p>" if office else ""
    links = "".join(
        f'<a href="{href}">{escape(words)}</a>'
        for href, words in (("/activities", _("All activities")), ("/help", _("Help")), ("/rules", _("Rules and privacy")))
    )
    return f'<footer class="foot">{asked}{links}</footer>'


def enter_page(view: View, to: str) -> HTMLResponse:
    """Signing in alone: who comes from the list of clean-ups."""
    title = _("Sign in")
    inside = f'{hidden({"to": to})}{sign_in_fields(view.compounds, view.asked)}<button class="btn pri">{escape(title)}</button>'
    form = f'<article class="rim"><div class="in"><form method="post" action="{escape(view.path)}/enter">{inside}</form></div></article>'
    join = f'<a class="btn quiet" href="{escape(view.path)}/join?to={escape(to)}">{escape(_("I am new here: make a nickname"))}</a>'
    lost = f'<p class="soft section">{escape(_("Forgot the PIN? The office resets it in person; at the activity the coordinator can tick you."))}</p>'
    return _people_page(view, title, form + join + lost, to)


def join_page(view: View, notice_html: str, to: str) -> HTMLResponse:
    """A nickname for somebody who walks in: notice, 14 or older, nickname, PIN."""
    title = _("Make a nickname")
    asked = view.asked
    fields = "".join([
        hidden({"code": asked.get("code", "")[:6], "to": to}),
        text_field("name", _("Nickname: 2 to 12 characters, not your real name"), asked, "nickname", 24),
        compound_field(view.compounds, asked, _("Your compound"), needed=True),
        pin_field(_("Choose a PIN of six digits and remember it"), "new-password", "text"),
        tick("fourteen", _("I am 14 or older"), asked, needed=True),
        f"<details><summary>{escape(_('Privacy notice'))}</summary>{notice_html}</details>",
        tick("agreed", _("I have read the privacy notice and agree"), asked, needed=True),
        f'<button class="btn pri">{escape(_("Join with this nickname"))}</button>',
    ])
    form = f'<article class="rim"><div class="in"><form method="post" action="{escape(view.path)}/join">{fields}</form></div></article>'
    back = f'<a class="btn quiet" href="{escape(view.path)}/enter?to={escape(to)}">{escape(_("I have a nickname already"))}</a>'
    without = f'<p class="soft section">{escape(_("You can also help without a nickname: the coordinator counts you, only no hours are kept."))}</p>'
    return _people_page(view, title, form + back + without, to)


def _people_page(view: View, title: str, inside: str, to: str) -> HTMLResponse:
    said = plain.say("warn", view.refusal.sentence()) if view.refusal else ""
    away = f"/activities?a={view.found.id}" if to else view.path
    body = frame.sample_mark(view.settings) + plain.bar(title, view.found.title, back=away, large=view.large)
    return respond(title, f"{body}<main>{said}{inside}</main>{foot(view.settings)}", view.large, 400 if view.refusal else 200)
