"""The page of photos before and after, bags and places. It works by forms; evidence.js makes photos small and sends them one by one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from starlette.responses import HTMLResponse

from linli import clock
from linli.errors import GameError
from linli.locale import N_, _, clock_time, month_day, ngettext
from linli.rules.settings import Settings
from linli.volunteer.activities import ActivityView
from linli.volunteer.evidence import PHOTOS_MOST, PLACES_LENGTH, Evidence, PhotoRow, Result
from linli.web import plain
from linli.web.parts import frame
from linli.web.parts.activities import span
from linli.web.text import escape, safe_html

TITLE = N_("Photos, bags and places")
#: Told by the script beside a photo on its way.
WORDS = {
    "small": N_("making it smaller…"), "sending": N_("sending: {n} %"), "waits": N_("waits for the one before"),
    "away": N_("Not sent: no network. The photo is still here and goes out when the network is back."), "again": N_("Send again"),
    "drop": N_("Do not send it"), "photo": N_("Photo {n}"), "choose": N_("Take or choose photos"),
}


@dataclass(frozen=True)
class View:
    """What the page knows. asked: done, or `at` and what was typed where something was refused; staff: an organiser looks."""

    found: ActivityView
    settings: Settings
    large: bool
    kept: Evidence
    staff: bool
    asked: Mapping[str, str] = field(default_factory=dict)
    refusal: GameError | None = None

    @property
    def path(self) -> str:
        """The page's own address."""
        return f"/tick/{self.found.id}/evidence"


def page(view: View) -> HTMLResponse:
    """The whole page."""
    title = _("Photos and bags")
    bar = plain.bar(title, _("{title}, {span}", title=view.found.title, span=span(view.found, view.settings.zone)), back=f"/tick/{view.found.id}")
    words = _("Photos show the place: no faces, no number plates. Organisers and this activity's coordinators see them; after a year they are deleted.")
    note = f'<p class="say"><i class="ic ic-info"></i><span>{escape(words)}</span></p>'
    inside = _general(view) + note + _moment(view, "before") + _moment(view, "after") + _result(view)
    foot = f'<p class="tools">{plain.tools(view.large)}<a class="tool" href="/help">{escape(_("Help"))}</a></p>'
    body = f'<div class="page">{frame.sample_mark(view.settings)}{bar}<main class="stack">{inside}{foot}</main></div>'
    return plain.page(
        title, body, large=view.large, css="evidence.css", body_class="lc-page", scripts=("evidence.js",), status=400 if view.refusal else 200
    )


def _general(view: View) -> str:
    """What is said on top: a refusal that belongs to no part, a photo removed, or that it is not the time."""
    said = ""
    if view.refusal and view.asked.get("at") not in ("before", "after", "result"):
        said = plain.say("warn", view.refusal.sentence())
    elif view.asked.get("done") == "removed":
        said = plain.say("right", _("The photo is removed."))
    return said + ("" if view.kept.open else _closed(view))


def _closed(view: View) -> str:
    if view.found.state == "cancelled":
        return plain.say("", _("This activity was cancelled: nothing is entered for it."))
    zone, first = view.settings.zone, clock.local(view.kept.first, view.settings.zone)
    last = clock.local_day(view.kept.last - timedelta(seconds=1), zone)
    words = _("Photos, bags and places are entered from {day} {time} to the end of {last}.", day=month_day(first.date()), time=clock_time(first), last=month_day(last))
    return plain.say("", words)


def _moment(view: View, moment: str) -> str:
    """The photos of before or after, and the form for one more."""
    heading, words = {
        "before": (_("Before"), _("Photo of before")), "after": (_("After"), _("Photo of after")),
    }[moment]
    said = _told(view, moment, _("The photo is here."))
    return (
        f'<section class="card photos" id="{moment}"><h2>{escape(heading)}</h2>{said}'
        f'<div class="kept">{photos(view, moment)}</div>{_form(view, moment, words) if view.kept.open and len(view.kept.of(moment)) < PHOTOS_MOST else ""}</section>'
    )


def _told(view: View, part: str, done: str) -> str:
    """A refusal or a success, beside what it is about."""
    if view.refusal and view.asked.get("at") == part:
        return plain.say("warn", view.refusal.sentence())
    return plain.say("right", done) if view.asked.get("done") == part else ""


def photos(view: View, moment: str) -> str:
    """The photos that are kept, with their number."""
    kept = view.kept.of(moment)
    count = _("{n} of {most} photos", n=len(kept), most=PHOTOS_MOST) if kept else _("No photo yet. Photos are optional.")
    full = " data-full" if len(kept) >= PHOTOS_MOST else ""
    rows = "".join(_photo(view, one, place) for place, one in enumerate(kept, 1))
    return f'<p class="soft"{full}>{escape(count)}</p>' + (f'<ul class="thumbs">{rows}</ul>' if rows else "")


def _photo(view: View, one: PhotoRow, place: int) -> str:
    moment = clock.local(one.at, view.settings.zone)
    alt = _("Photo {n} of before") if one.moment == "before" else _("Photo {n} of after")
    address, name = f"{view.path}/{one.id}.jpg", alt.format(n=place)
    sure = (
        f'<details><summary>{escape(_("Delete photo"))}</summary><form method="post" action="{escape(view.path)}/{escape(one.id)}/remove">'
        f'<button class="btn sec">{escape(_("Yes, delete"))}</button></form></details>'
    )
    return (
        f'<li><a href="{escape(address)}"><img src="{escape(address)}?small=1" alt="{escape(name)}" width="{one.width}" height="{one.height}" loading="lazy"></a>'
        f'<span class="soft">{escape(clock_time(moment))}</span>{sure}</li>'
    )


def _form(view: View, moment: str, words: str) -> str:
    """One file by an ordinary form. The kinds are named so that an iPhone hands over a JPEG; with the script several can be chosen."""
    told = json.dumps({name: _(text) for name, text in WORDS.items()}, ensure_ascii=False)
    return (
        f'<form class="up" method="post" action="{escape(view.path)}" enctype="multipart/form-data" data-lc="evidence" data-words="{escape(told)}">'
        f'<input type="hidden" name="moment" value="{moment}"><ul class="queue" role="status"></ul>'
        f'<p class="field"><label for="file-{moment}">{escape(words)}</label>'
        f'<input class="file" id="file-{moment}" name="photo" type="file" accept="image/jpeg,image/png,image/webp" required></p>'
        f'<button class="btn sec send"><i class="ic ic-plus"></i>{escape(_("Send the photo"))}</button></form>'
    )


def _result(view: View) -> str:
    """Bags and places: as they are, and the form."""
    kept = view.kept.result
    said = _told(view, "result", _("Noted."))
    head = f'<section class="card" id="result"><h2>{escape(_("Bags and places"))}</h2>{said}'
    if not view.kept.open:
        none = f'<p class="soft">{escape(_("Nothing was entered."))}</p>'
        return f'{head}{result_line(kept) if kept else none}</section>'
    typed = view.refusal is not None and view.asked.get("at") == "result"
    bags = view.asked.get("bags", "") if typed else str(kept.bags) if kept else ""
    places = view.asked.get("places", "") if typed else kept.places if kept else ""
    words = _("For example: East gate, car shed, bank of the stream. They stand on the activity's public page.")
    away = _("Not sent: no network. What you typed is still here; try again.")
    fields = (
        f'<p class="field"><label for="bags">{escape(_("Bags of rubbish"))}</label><input id="bags" name="bags" inputmode="numeric" autocomplete="off" maxlength="9"'
        f' value="{escape(bags)}" required></p><p class="field"><label for="places">{escape(_("Places cleaned (optional)"))}</label>'
        f'<textarea id="places" name="places" rows="3" maxlength="{PLACES_LENGTH}">{escape(places)}</textarea><span class="help">{escape(words)}</span></p>'
    )
    return (
        f'{head}<form method="post" action="{escape(view.path)}/result" data-lc="online" data-away="{escape(away)}">{fields}'
        f'<p class="told" role="alert"></p><button class="btn pri">{escape(_("Keep bags and places"))}</button></form></section>'
    )


def result_line(kept: Result) -> str:
    """What was achieved, as everybody may read it."""
    bags = _bags(kept.bags)
    places = f'<br><span>{escape(_("Cleaned:"))} {safe_html(kept.places, PLACES_LENGTH)}</span>' if kept.places else ""
    return f'<p class="result"><b>{escape(bags)}</b> {places}</p>'


def _bags(bags: int) -> str:
    return ngettext("{n} bag of rubbish collected", "{n} bags of rubbish collected", bags)


def gallery(found: str, kept: Evidence) -> str:
    """The small pictures and the result, for the organiser's desk; the page itself is where one removes."""
    none = "" if kept.photos or kept.result else f'<p class="soft">{escape(_("Nothing has been entered yet; both are optional."))}</p>'
    pictures = _small(found, _("Before"), kept.of("before")) + _small(found, _("After"), kept.of("after"))
    link = f'<p><a class="btn quiet" href="/tick/{escape(found)}/evidence" target="_self">{escape(_("Look closer, enter or remove"))}</a></p>'
    return f"<h3>{escape(_(TITLE))}</h3>{result_line(kept.result) if kept.result else ''}{none}{pictures}{link}"


def _small(found: str, heading: str, photos: Sequence[PhotoRow]) -> str:
    """The photos of one moment, each a link to the whole."""
    thumbs = "".join(
        f'<a href="/tick/{escape(found)}/evidence/{escape(one.id)}.jpg" target="_blank"><img src="/tick/{escape(found)}/evidence/{escape(one.id)}.jpg?small=1"'
        f' alt="{escape(heading)} {place}" width="{one.width}" height="{one.height}" loading="lazy"></a>' for place, one in enumerate(photos, 1)
    )
    return f'<p class="soft">{escape(heading)}</p><div class="gallery">{thumbs}</div>' if thumbs else ""
