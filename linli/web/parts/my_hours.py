"""A volunteer's own page: signed-in and supplementary hours apart, by month, what comes, who did what."""

from collections.abc import Sequence

from linli import clock
from linli.locale import _, clock_time, full_day, full_month, month_day, month_name, ngettext
from linli.rules.settings import Settings
from linli.rules.stars import Stars
from linli.volunteer.activities import ActivityView
from linli.volunteer.hour_lists import Event, MyHours, Stay
from linli.volunteer.my_service import Month, MyService, Sum
from linli.volunteer.record_sheets import Issued
from linli.web.begin import Visitor
from linli.web.parts import bits, board, me, sheet_form
from linli.web.parts.activities import when
from linli.web.text import escape, safe_html

#: Months with bars, and months that are open when the page comes.
BARS, OPEN = 12, 1


def screen(who: Visitor, own: MyService, settings: Settings) -> str:
    """The whole page."""
    return "".join([
        _sums(own.sums), _stars(own.stars), _coming(who, own.coming, settings), _by_month(own.months),
        _months(own, settings), _sheet(own), _missed(own.missed), _ways(),
    ])


def _sums(sums: Sum) -> str:
    """Both kinds beside each other, never in one figure."""
    unit = escape(_("hours"))
    waits = _("{hours} hours wait for approval.", hours=bits.hours(sums.waiting)) if sums.waiting else _("Approved, in all")
    other = _("Entered afterwards; they rank nowhere")
    return (
        f'<div class="two"><div class="card"><span class="soft">{escape(_("Signed in on site"))}</span><b class="n nb">{bits.hours(sums.signed_in)} <small>{unit}</small></b>'
        f'<span class="soft">{escape(waits)}</span></div><div class="card"><span class="soft">{escape(_("Supplementary"))}</span>'
        f'<b class="n nb">{bits.hours(sums.supplementary)} <small>{unit}</small></b><span class="soft">{escape(other)}</span></div></div>'
    )


def _stars(stars: Stars | None) -> str:
    """One's stars, where the community has them."""
    if stars is None:
        return ""
    row = '<i class="on">★</i>' * stars.count + "<i>☆</i>" * (stars.of - stars.count)
    said = ngettext("{n} star of {of}", "{n} stars of {of}", stars.count, of=stars.of)
    more = _("The next one at {hours} hours signed in on site.", hours=stars.next_hours) if stars.next_hours else _("All of them. Thank you!")
    return (
        f'<div class="card stars section"><span role="img" aria-label="{escape(said)}">{row}</span>'
        f'<p><b>{escape(said)}</b><br><span class="soft">{escape(more)}</span></p></div>'
    )


def _coming(who: Visitor, coming: Sequence[ActivityView], settings: Settings) -> str:
    """What I have a place at, or wait for."""
    if not coming:
        words = _("You are signed up for nothing just now.")
        return bits.section(_("Coming up"), f'<div class="card"><p>{escape(words)}</p></div>', bits.more("/activities", _("What is on")))
    rows = "".join(_one_coming(who, one, settings) for one in coming)
    return bits.section(_("Coming up"), f'<ul class="card hist">{rows}</ul>', bits.more("/activities", _("What is on")))


def _one_coming(who: Visitor, one: ActivityView, settings: Settings) -> str:
    tag = f'<span class="tag right">{escape(_("Place taken"))}</span>' if one.mine else f'<span class="tag plain">{escape(_("Number {n} in the queue", n=one.queue))}</span>'
    if one.state == "cancelled":
        tag = f'<span class="tag warn"><i class="ic ic-info"></i>{escape(_("Cancelled"))}</span>'
    title = bits.link(f"/activities?a={one.id}", one.title[:60], css="more")
    calendar = f'<a class="more" href="/calendar/{escape(one.id)}.ics" target="_self"><i class="ic ic-clock"></i>{escape(_("Into my calendar"))}</a>'
    return f'<li><b>{title}</b>{tag}<p class="soft">{escape(when(one, settings.zone, who.at))} · {safe_html(one.location, 80)}</p><p>{calendar}</p></li>'


def _by_month(months: Sequence[Month]) -> str:
    """Bars of the last months that had approved hours; supplementary ones hatched, behind a gap."""
    shown = [one for one in months if one.sums.signed_in or one.sums.supplementary][:BARS][::-1]
    if len(shown) < 2:
        return ""
    most = max(one.sums.signed_in + one.sums.supplementary for one in shown)
    bars = "".join(_bar(one, most) for one in shown)
    key = (
        f'<p class="soft barkey"><i class="bar in"></i>{escape(_("Signed in on site"))} <i class="bar extra"></i>{escape(_("Supplementary"))}</p>'
        if any(one.sums.supplementary for one in shown) else ""
    )
    return bits.section(_("By month"), f'<div class="card months">{bars}</div>{key}')


def _bar(one: Month, most: int) -> str:
    both = (("in", one.sums.signed_in), ("extra", one.sums.supplementary))
    parts = "".join(f'<i class="bar {css}" style="width:{round(100 * minutes / most, 1)}%"></i>' for css, minutes in both if minutes)
    return f'<div><span class="nb">{escape(month_name(one.month + "-01"))}</span><span class="track">{parts}</span><b class="nb">{escape(_figure(one.sums))}</b></div>'


def _figure(sums: Sum) -> str:
    """Hours of a month; supplementary ones stand after a plus of their own."""
    own = bits.hours(sums.signed_in)
    return _("{hours} and {extra} suppl.", hours=own, extra=bits.hours(sums.supplementary)) if sums.supplementary else own


def _months(own: MyService, settings: Settings) -> str:
    """Every record, by month; the newest month is open."""
    if not own.months:
        words = _("No hours yet. Sign in at an activity, and what you did stands here.")
        return bits.section(_("My records"), board.empty("cup", words, bits.link("/activities", _("What is on"))))
    folds = "".join(_month(own, month, settings, is_open=place < OPEN) for place, month in enumerate(own.months))
    return bits.section(_("My records"), folds)


def _month(own: MyService, month: Month, settings: Settings, *, is_open: bool) -> str:
    rows = "".join(record(one, own.events.get(one.record, []), settings) for one in month.records)
    told = ngettext("{n} record, {hours} hours approved", "{n} records, {hours} hours approved", len(month.records), hours=_figure(month.sums))
    return (
        f'<details class="card monthly"{" open" if is_open else ""}><summary><b>{escape(full_month(month.month + "-01"))}</b>'
        f'<span class="soft">{escape(told)}</span><i class="ic ic-down"></i></summary><ul class="hist">{rows}</ul></details>'
    )


def record(one: MyHours, events: Sequence[Event], settings: Settings) -> str:
    """One record with its state, and, one tap away, who did what and when."""
    lines = [_stay(stay, settings.zone) for stay in one.stays] + [_event(event, settings.zone) for event in events]
    code = _("Public code {code}", code=one.public_code) if one.public_code and one.state == "approved" else ""
    extra = " · ".join(filter(None, [_final(one, settings), code]))
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    more = f'<details class="who"><summary>{escape(_("Who did what"))}</summary><ol>{told}</ol></details>'
    kind = f'<p><span class="tag plain">{escape(_("Supplementary"))}</span></p>' if one.kind == "supplementary" else ""
    notes = f'<p class="soft">{escape(extra)}</p>' if extra else ""
    return me.service(one, settings).removesuffix("</li>") + f"{kind}{notes}{more}</li>"


def _final(one: MyHours, settings: Settings) -> str:
    """Until when somebody may object; nothing once that is over."""
    if one.final_on is None or one.final_on < clock.local_day(clock.now(), settings.zone):
        return ""
    return _("Final after {day} if nobody objects", day=month_day(one.final_on))


def _stay(stay: Stay, zone: str) -> str:
    """How somebody came and left, and who said so."""
    came, left = clock_time(clock.local(stay.came_at, zone)), clock_time(clock.local(stay.left_at, zone))
    if not stay.signed_out:
        return _("Came {came} ({how}); nobody signed out, {left} is proposed", came=came, how=_how(stay.came_how, stay.came_by), left=left)
    return _("Came {came} ({how}), left {left} ({how_left})", came=came, how=_how(stay.came_how, stay.came_by), left=left, how_left=_how(stay.left_how or "", stay.left_by))


def _how(how: str, who: str) -> str:
    """By which means a time was given, and by whom."""
    name = who or _("the office")
    return {
        "code": _("by code"), "tick": _("ticked by {name}", name=name), "all": _("ended for all by {name}", name=name),
        "confirmed": _("confirmed by {name}", name=name), "paper": _("paper sheet, typed by {name}", name=name), "typed": _("entered afterwards by {name}", name=name),
    }.get(how, how)


def _event(event: Event, zone: str) -> str:
    local = clock.local(event.at, zone)
    at = _("{day}, {time}", day=month_day(local.date()), time=clock_time(local))
    line = _("{at}: {what}, {n} minutes", at=at, what=event.what, n=event.minutes)
    return " · ".join(filter(None, [line, event.who, event.note]))


def _sheet(own: MyService) -> str:
    """The record sheet, once there is something for it."""
    days = own.days
    form = f'<div class="card">{sheet_form.form(*days)}</div>' if days else ""
    made = "".join(_made(one) for one in own.sheets)
    head = f'<summary><b>{escape(_("Sheets made earlier"))}</b><i class="ic ic-down"></i></summary>'
    earlier = f'<details class="card monthly section">{head}<ul class="hist">{made}</ul></details>' if made else ""
    return bits.section(_("Record sheet"), f'{form}{earlier}') if form or made else ""


def _made(one: Issued) -> str:
    """A sheet made earlier; only one that still counts can be opened."""
    css, words = {"valid": ("right", _("valid")), "replaced": ("plain", _("replaced"))}.get(one.state, ("warn", _("no longer valid")))
    number = f'<a class="more" href="/me/sheet/{escape(one.number)}" target="_self">{escape(one.number)}</a>' if one.state == "valid" else escape(one.number)
    told = _("{first} to {last}", first=full_day(one.first_on), last=full_day(one.last_on))
    return f'<li><b>{number}</b><span class="tag {css}">{escape(words)}</span><p class="soft">{escape(told)}</p></li>'


def _missed(missed: Sequence[dict[str, str]]) -> str:
    notes = "".join(me.note(one["title"], one["act_on"]) for one in missed)
    return bits.section(_("Notes"), f'<ul class="card hist">{notes}</ul>') if notes else ""


def _ways() -> str:
    rows = [("/public", "people", _("Volunteer hours on public notice")), ("/history", "clock", _("Everything, quizzes too")), ("/rules", "info", _("Rules and privacy"))]
    return f'<div class="section">{bits.menu(rows)}</div>'
