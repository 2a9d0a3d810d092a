"""The coordinator's list: the code, how many are there, everybody by name, one tap each.

The page is drawn here as a whole, works by forms without scripts, and names no one but those who
signed up or came. tick.js keeps taps without network and fetches the parts of `live` anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from starlette.responses import HTMLResponse

from linli.errors import GameError
from linli.locale import N_, _, language, ngettext
from linli.rules.settings import Settings
from linli.volunteer import activities
from linli.volunteer.activities import ActivityView
from linli.volunteer.head_counts import HeadCount
from linli.volunteer.ticks import PersonRow
from linli.web import plain
from linli.web.parts import frame, tick_code, tick_row
from linli.web.parts.activities import meta, span, state_tag, when
from linli.web.parts.tick_code import Code
from linli.web.text import escape, safe_html

Form = Mapping[str, str]
NEEDS_NETWORK = N_("Enrolling needs the network. Meanwhile count them with + below.")
#: What tick.js says by itself, in the page's language.
WORDS = {
    "came": N_("came {time}"), "left": N_("left {time}"), "waits": N_("waits for the network"), "sending": N_("being sent"), "sent": N_("sent"),
    "undo": N_("Undo"), "undone": N_("being undone"), "ticked": N_("Noted: {name}, {what}"), "number": N_("player number {number}"),
    "offline": N_("No network. {n} taps wait and go out by themselves."), "quiet": N_("No network; the list is from {time}."),
    "refused": N_("{name}: {why}"), "ok": N_("All right"), "forbidden": N_("This phone may no longer keep the list. Open the link again; {n} taps wait."),
    "six": N_("A player number has 6 digits. It stands under \"Me\" on the volunteer's phone."),
    "first": N_("{n} taps have not been sent yet. Wait for the network, then end for all."),
    "left_in": N_("New code in {n} s"), "no_code": N_("No network: the next code comes when it is back."),
    "there": N_("Still here: {n}"), "saved": N_("Noted."), "away": N_("That could not be sent: no network. What you typed is still here."),
    "noted": N_("{name}: tapped more than an hour ago, so an organiser decides whether it counts."),
    "others": N_("{n} taps of another coordinator wait on this phone. They go out when that coordinator's link is opened here again."),
    "person": N_("Without a nickname"), "one_more": N_("one more"), "one_less": N_("one less"),
}


@dataclass(frozen=True)
class View:
    """What the page knows.

    own: the subject of who keeps the list; keeps: names activity and keeper for the taps that wait on the phone; walked_in: subjects who did not sign up before; asked:
    q to search, m for the code.
    """

    found: ActivityView
    settings: Settings
    at: datetime
    large: bool
    key: str
    people: Sequence[PersonRow]
    own: str | None
    uncounted: int
    heads: Sequence[HeadCount]
    late: int
    code: Code
    keeps: str
    walked_in: frozenset[str]
    asked: Form = field(default_factory=dict)
    refusal: GameError | None = None

    @property
    def path(self) -> str:
        """The page's own address."""
        return f"/tick/{self.found.id}"

    def of(self, *states: str) -> int:
        """How many people are in one of the states."""
        return sum(one.state in states for one in self.people)

    @property
    def closed(self) -> bool:
        """Whether nobody comes or leaves any more: cancelled, or an hour after the planned end."""
        return self.found.state == "cancelled" or self.at > self.found.ends_at + activities.CLOSES

    @property
    def here(self) -> int:
        """How many are here, with people who have no account."""
        return self.of("here") + self.uncounted


def page(view: View) -> HTMLResponse:
    """The whole page."""
    found, zone = view.found, view.settings.zone
    small = _("{span} · {name} in charge", span=span(found, zone), name=found.in_charge)
    said = plain.say("warn", view.refusal.sentence()) if view.refusal else _said(view)
    words = json.dumps({name: _(text) for name, text in WORDS.items()}, ensure_ascii=False)
    parts = live(view)
    body = "".join([
        f'<div class="page docked" data-lc="tick" data-keeps="{escape(view.keeps)}" data-url="{escape(view.path)}" data-zone="{escape(zone)}"'
        f' data-tongue="{language()}" data-words="{escape(words)}">',
        frame.sample_mark(view.settings), plain.bar(found.title, small, back="/duty", right_html=state_tag(found)), f"<main>{said}",
        '<i data-lc="keeps" data-worker="/tick/sw.js" data-away="/tick/away" hidden></i><div id="net" class="stale" role="status" hidden></div>', _panel(view),
        f'<div id="counts">{parts["counts"]}</div>', _heads(view, parts["heads"]), _find(view),
        f'<form id="people" method="post" action="{escape(view.path)}/tap"><input type="hidden" name="key" value="{escape(view.key)}">'
        f'<ul id="waiting" class="card tick" hidden></ul><div id="list">{parts["list"]}</div></form>',
        f'<p id="none" class="card soft" hidden>{escape(_("Nobody of that name on the list. Whoever came without signing up: use the button below."))}</p>',
        _tools(view), "</main>", "" if view.closed else _dock(), _walk_in(view), _end(view),
        tick_code.sheet(view.code, view.path), '<div id="snack" role="status" hidden></div></div>',
    ])
    return plain.page(
        found.title, body, large=view.large, css="tick.css", body_class="lc-page", scripts=("tick.js",), status=400 if view.refusal else 200
    )


def _panel(view: View) -> str:
    """The code, or that its time is over."""
    if view.found.state == "cancelled":
        return plain.say("warn", _("Cancelled: {why}", why=view.found.cancelled_why or "-"))
    if view.closed:
        return plain.say("", _("Sign-in and sign-out by code are over. Whom nobody signed out stands first; confirm when they left."))
    return tick_code.panel(view.code, view.path)


def _said(view: View) -> str:
    ended = view.asked.get("ended", "")
    if ended.isdecimal():
        return plain.say("right", ngettext("{n} person was ticked out.", "{n} people were ticked out.", int(ended[:4])))
    return plain.say("right", _("Noted.")) if view.asked.get("done") else ""


def live(view: View) -> dict[str, str]:
    """The parts that change by themselves, by the id of their place."""
    return {"counts": _counts(view), "heads": _head_lines(view), "list": _list(view)}


def _counts(view: View) -> str:
    open_ends = view.of("unsigned")
    boxes = [(view.here, _("here"), "here")]
    boxes += [(open_ends, _("to confirm"), "unsigned")] if open_ends else [(view.of("not_yet", "consent"), _("not here yet"), "not_yet consent")]
    boxes += [(view.of("left"), _("have left"), "left")]
    chosen = view.asked.get("only", "")
    cells = "".join(
        f'<a class="box" role="button" href="{escape(view.path)}?only={quote(states)}" data-only="{states}" aria-pressed="{str(states == chosen).lower()}">'
        f'<b>{n}</b><span class="soft">{escape(words)}</span></a>' for n, words, states in boxes
    )
    notes = [ngettext("{n} of them without a nickname", "{n} of them without a nickname", view.uncounted)] if view.uncounted else []
    notes += [ngettext("{n} late tick waits for an organiser", "{n} late ticks wait for an organiser", view.late)] if view.late else []
    below = f'<p class="soft under">{escape(" · ".join(notes))}</p>' if notes else ""
    return f'<div class="cnt" data-here="{view.here}" data-uncounted="{view.uncounted}">{cells}</div>{below}'


def _heads(view: View, lines: str) -> str:
    """Head counts: what was entered, and the form for one more."""
    buttons = "".join(
        f'<button class="go" name="moment" value="{moment}">{escape(words)}</button>' for moment, words in (("start", _("at the start")), ("end", _("at the end")))
    )
    # A head count typed before the network went is not lost: the form stays as it is.
    form = (
        f'<form class="headform" method="post" action="{escape(view.path)}/count" data-quiet><label class="lab" for="counted">{escape(_("How many people do you see?"))}</label>'
        f'<div class="row"><input id="counted" name="counted" inputmode="numeric" autocomplete="off" pattern="[0-9０-９]*" maxlength="4" required>{buttons}</div>'
        '<p class="told" role="status"></p></form>'
    )
    return f'<details class="card heads"><summary><span id="heads">{lines}</span></summary>{form}</details>'


def _head_lines(view: View) -> str:
    newest = {one.moment: one for one in view.heads}
    said = [_("start: {n}", n=newest["start"].counted) if "start" in newest else _("start: not yet")]
    said += [_("end: {n}", n=newest["end"].counted) if "end" in newest else _("end: not yet")]
    odd = next((one for one in newest.values() if one.holds), None)
    warn = ""
    if odd:
        words = _("{counted} counted, {listed} on the list: an organiser will ask why before approving.", counted=odd.counted, listed=odd.signed_in)
        warn = f'<span class="tag warn"><i class="ic ic-warn"></i>{escape(words)}</span>'
    return f'<b>{escape(_("Head count"))}</b> <span class="soft">{escape(" · ".join(said))}</span>{warn}'


def _find(view: View) -> str:
    """Search by nickname or player number; tick.js searches while one types."""
    return (
        f'<form class="find" method="get" action="{escape(view.path)}" role="search"><i class="ic ic-search"></i>'
        f'<input id="q" name="q" value="{escape(view.asked.get("q", "")[:24])}" placeholder="{escape(_("Nickname or player number"))}"'
        f' aria-label="{escape(_("Find somebody on the list"))}" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="24">'
        f'<button class="tool" type="button" data-clear aria-label="{escape(_("Show everybody again"))}"><i class="ic ic-cross"></i></button>'
        f'<span id="there" class="there"><b>{view.here}</b> <span>{escape(_("here"))}</span></span></form>'
    )


def _list(view: View) -> str:
    """Everybody: those who signed up first, then those who just came; each by name, so that rows stay where they are."""
    wanted = view.asked.get("q", "").strip().casefold()
    states = view.asked.get("only", "").split()
    shown = [one for one in view.people if wanted in f"{one.name} {one.player_number}".casefold() and (not states or one.state in states)]
    kinds = [_kind(view, one) for one in shown]
    groups = [(words, [one for one, kind in zip(shown, kinds, strict=True) if kind == wish]) for wish, words in (
        ("confirm", _("To confirm")), ("before", _("Signed up")), ("along", _("Came along")), ("no_show", _("Did not come")),
    )]
    if not view.people:
        words = _("Nobody is on the list yet. Who comes scans the code, or is added with the button below.")
        return f'<div class="card empty"><i class="art art-cup" aria-hidden="true"></i><p>{escape(words)}</p></div>'
    return "".join(_group(view, head, people) for head, people in groups if people)


def _kind(view: View, one: PersonRow) -> str:
    """Which part of the list somebody stands in."""
    if one.state in ("unsigned", "no_show"):
        return {"unsigned": "confirm"}.get(one.state, one.state)
    return "before" if one.signed_up and one.subject not in view.walked_in else "along"


def _group(view: View, head: str, people: Sequence[PersonRow]) -> str:
    rules = tick_row.Rules(
        view.settings.zone, view.own, view.found.starts_at - activities.OPENS <= view.at <= view.found.ends_at,
        view.at <= view.found.ends_at + activities.CLOSES, view.found.ends_at,
    )
    rows = "".join(tick_row.row(rules, one) for one in people)
    return f'<section><h2 class="group">{escape(head)} <span class="soft">{len(people)}</span></h2><ul class="card tick">{rows}</ul></section>'


def _tools(view: View) -> str:
    """Further pages of this activity, print size and language, the help."""
    return f'<p class="tools">{_links(view)}{plain.tools(view.large)}<a class="tool" href="/help">{escape(_("Help"))}</a></p>'


def _links(view: View) -> str:
    """Pages beside the list, each (address, words)."""
    found = []
    if view.found.state != "cancelled":
        found = [
            (f"/sign-sheets/{view.found.id}", _("Paper sheets")), (f"{view.path}/evidence", _("Photos and bags")), (f"/duty/{view.found.id}/over", _("Hand over")),
        ]
    return "".join(f'<a class="tool" href="{escape(href)}">{escape(words)}</a>' for href, words in found)


def _dock() -> str:
    return (
        f'<div class="dock pair"><a class="btn sec" href="#end" data-open="end">{escape(_("End for all"))}</a>'
        f'<a class="btn pri" href="#walk" data-open="walk"><i class="ic ic-plus"></i>{escape(_("Walk-in"))}</a></div>'
    )


def _walk_in(view: View) -> str:
    """A walk-in: by player number, or counted without hours."""
    help_words = _("Six digits, on the volunteer's phone under \"Me\". Somebody new with a phone joins by scanning the code.")
    by_number = (
        f'<form method="post" action="{escape(view.path)}/tap" class="walk"><input type="hidden" name="key" value="{escape(view.key)}">'
        f'<p class="field"><label for="number">{escape(_("Player number"))}</label><input id="number" name="number" inputmode="numeric" autocomplete="off" maxlength="7" required>'
        f'<span class="help">{escape(help_words)}</span></p>'
        f'<p class="told" role="alert"></p><button class="btn pri" name="do" value="number">{escape(_("Tick in"))}</button></form>'
    )
    without = (
        f'<form method="post" action="{escape(view.path)}/tap" class="uncounted"><input type="hidden" name="key" value="{escape(view.key)}">'
        f'<h2>{escape(_("Without a nickname"))}</h2><p class="soft">{escape(_("Counted among those who are here, no hours. No name is kept."))}</p>'
        f'<div class="row"><button class="btn sec" name="do" value="minus" aria-label="{escape(_("One less"))}">−</button><b id="uncounted">{view.uncounted}</b>'
        f'<button class="btn sec" name="do" value="plus" aria-label="{escape(_("One more"))}">+</button></div></form>'
    )
    words = escape(_("No phone, no number: enrol them"))
    enrol = f'<a class="btn sec" href="{escape(view.path)}/enrol" data-online="{escape(_(NEEDS_NETWORK))}">{words}</a><p class="told" role="alert"></p>'
    return _dialog("walk", _("Walk-in"), by_number + enrol + without)


def _end(view: View) -> str:
    """Ending for all asks first."""
    words = _("Everybody who is still here is ticked out now, people without a nickname too. Your own end is ticked by somebody else.")
    form = (
        f'<p id="still"><b>{escape(_("Still here: {n}", n=view.here))}</b></p><p>{escape(words)}</p><p class="told" role="alert"></p>'
        f'<form method="post" action="{escape(view.path)}/end" class="endform"><button class="btn pri">{escape(_("Tick everybody out"))}</button></form>'
    )
    return _dialog("end", _("End for all"), form)


def _dialog(name: str, title: str, inside: str) -> str:
    """A sheet over the list; without scripts it opens by its address."""
    return (
        f'<dialog id="{name}" aria-labelledby="{name}-h"><div class="dh"><h2 id="{name}-h">{escape(title)}</h2>'
        f'<a class="tool" href="#" data-close aria-label="{escape(_("Close"))}"><i class="ic ic-cross"></i></a></div>{inside}</dialog>'
    )


def duty_confirm(found: ActivityView, settings: Settings, name: str, token: str, at: datetime) -> str:
    """A coordinator's link asks who is there before it is used up."""
    asked = _("Are you {name}?", name=safe_html(name, 24))
    words = _("With one tap this phone keeps the list of this activity: codes, ticks and head counts. The link works once, for you alone.")
    return (
        f'<article class="rim"><div class="in"><h1>{asked}</h1><p><b>{safe_html(found.title, 60)}</b></p>{meta(found, settings.zone, at)}'
        f'<p class="section">{escape(words)}</p><form method="post" action="/duty"><input type="hidden" name="t" value="{escape(token)}">'
        f'<p class="section"><button class="btn pri">{escape(_("Yes, keep the list on this phone"))}</button></p></form></div></article>'
        f'<p class="soft section">{escape(_("If this is not you, close the page and give the link to the office."))}</p>'
    )


def duty_list(found: Sequence[ActivityView], settings: Settings, at: datetime) -> str:
    """The lists that this phone keeps."""
    if not found:
        return plain.say("", _("This phone keeps no list now. An organiser gives you a link for your activity."))
    rows = "".join(
        f'<a href="/tick/{escape(one.id)}"><i class="ic ic-people"></i><span>{safe_html(one.title, 60)}<br><span class="soft">{escape(when(one, settings.zone, at))}</span></span>'
        '<i class="ic ic-next"></i></a>' for one in found
    )
    return f'<nav class="card links" aria-label="{escape(_("My lists"))}">{rows}</nav>'
