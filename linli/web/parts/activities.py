"""Clean-ups as residents see them: cards, the whole of one before sign-up, where one has a place, one's hours."""

from collections.abc import Sequence
from datetime import date, datetime

from linli import clock
from linli.locale import _, clock_time, language, month_day, month_name, ngettext, number, weekday
from linli.rules.settings import Settings
from linli.volunteer import activities, hour_lists, kinds, presence, sign_ups
from linli.volunteer.activities import ActivityView
from linli.volunteer.hour_lists import MyHours
from linli.volunteer.presence import Here
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, board, frame, me
from linli.web.text import escape, safe_html

#: How many of one's own past activities the page shows; all of them stand under "Me".
PAST = 6
OPEN = ("signing_in", "running")


def hours(minutes: int) -> str:
    """Minutes as hours with one decimal."""
    return number(minutes / 60, 1)


def span(found: ActivityView, zone: str) -> str:
    """The planned time of day: 9:00–11:00."""
    return f"{clock_time(clock.local(found.starts_at, zone))}–{clock_time(clock.local(found.ends_at, zone))}"


def when(found: ActivityView, zone: str, at: datetime) -> str:
    """Day and time; today and tomorrow by their names."""
    today = clock.local_day(at, zone)
    if found.act_on == today:
        return _("Today {span}", span=span(found, zone))
    if found.act_on == clock.add_days(today, 1):
        return _("Tomorrow {span}", span=span(found, zone))
    return _("{day}, {weekday}, {span}", day=month_day(found.act_on), weekday=weekday(found.act_on), span=span(found, zone))


def state_tag(found: ActivityView) -> str:
    """What is going on with it now, as a tag."""
    icon, css, words = {
        "upcoming": ("clock", "plain", _("Coming up")), "signing_in": ("clock", "right", _("Signing in now")),
        "running": ("clock", "right", _("Going on now")), "over": ("check", "plain", _("Over")),
        "cancelled": ("info", "warn", _("Cancelled")),
    }[found.state]
    return f'<span class="tag {css}"><i class="ic ic-{icon}"></i>{escape(words)}</span>'


def places(found: ActivityView) -> str:
    """How many places are left; where none is, how many wait."""
    if not found.free and found.waiting and found.state in ("upcoming", "signing_in"):
        return ngettext("All {places} places are taken, {n} person waits", "All {places} places are taken, {n} people wait", found.waiting, places=found.places)
    if not found.free:
        return _("{n} of {n} places are taken", n=found.places)
    return ngettext("{n} place left of {of}", "{n} places left of {of}", found.free, of=found.places)


def kind_tag(found: ActivityView) -> str:
    """What kind of activity it is, with its sign."""
    kind = kinds.of(found.kind)
    return f'<span class="tag plain"><i class="ic ic-{kind.icon}"></i>{escape(kind.said())}</span>'


def meta(found: ActivityView, zone: str, at: datetime, *, counted: bool = False) -> str:
    """When, where and, if wished, how many places are left."""
    lines = [("clock", escape(when(found, zone, at))), ("pin", safe_html(found.location, 80))]
    lines += [("people", escape(places(found)))] if counted else []
    return f'<div class="meta soft">{_lines(lines)}</div>'


def _lines(lines: Sequence[tuple[str, str]]) -> str:
    return "".join(f'<span><i class="ic ic-{icon}"></i><span>{html}</span></span>' for icon, html in lines)


def facts(found: ActivityView, no_hours: str) -> str:
    """What must be known before signing up: work, risks, insurance, who is in charge (志愿服务条例 art. 12, 17)."""
    insured = _("Yes, the organisers have insured the volunteers.") if found.insured else _("No. Please look after yourself, and ask if you are not sure.")
    rows = [
        (_("What is done"), safe_html_lines(found.work)), (_("What to watch out for"), safe_html_lines(found.risk)),
        (_("Insurance"), escape(insured)), (_("Who organises it"), safe_html(found.unit, 80)),
        (_("Person in charge"), safe_html(found.in_charge, 40)),
    ]
    rows += [(_("Hours"), escape(no_hours))] if no_hours else []
    return '<dl class="facts">' + "".join(f"<dt>{escape(term)}</dt><dd>{html}</dd>" for term, html in rows) + "</dl>"


def safe_html_lines(text: str) -> str:
    """Text of several lines, escaped; the lines are kept."""
    return "<br>".join(safe_html(line, 400) for line in text.splitlines())


def here_words(here: Here, mine: MyHours | None, zone: str) -> tuple[str, str]:
    """One's presence in a headline and a line: signed in since, signed out with what it counts."""
    came = clock_time(clock.local(here.came_at, zone))
    if here.state == "in":
        return _("Signed in at {time}", time=came), ""
    if here.state == "unsigned" or here.left_at is None:
        return _("Signed in at {time}", time=came), _("Nobody signed you out. The coordinator confirms when you left; nothing is lost.")
    left = clock_time(clock.local(here.left_at, zone))
    return _("Signed out, {came} to {left}", came=came, left=left), counted(here, mine)


def counted(here: Here, mine: MyHours | None) -> str:
    """What a stay counts, and who has to say so."""
    if mine is None:
        return _("{hours} hours wait for approval.", hours=hours(here.minutes))
    if mine.state == "rejected" or mine.state == "reversed":
        return _("{who} decided: {why}", who=mine.who, why=mine.why or "-")
    if mine.no_hours:
        return _("{points} points, no hours. {why}", points=mine.points, why=mine.no_hours)
    if mine.state == "approved":
        return _("{hours} hours, approved by {who}: {points} points.", hours=hours(mine.minutes), who=mine.who, points=mine.points)
    return _("{hours} hours wait for approval.", hours=hours(mine.minutes))


def hours_of(subject: str, here: Here | None, at: datetime) -> MyHours | None:
    """The record that a presence belongs to, once there is one."""
    if here is None or here.state == "in":
        return None
    return next((one for one in hour_lists.mine(store(), subject, at) if any(stay.presence == here.id for stay in one.stays)), None)


def screen(who: Visitor) -> str:
    """The whole list: what is open now, what comes, where one has been."""
    subject = who.resident.subject if who.resident else None
    settings = frame.settings_now()
    coming = [one for one in activities.upcoming(store(), who.at, subject) if one.state != "cancelled" or one.mine or one.queue]
    now = [one for one in coming if one.state in OPEN]
    later = [one for one in coming if one.state not in OPEN]
    cards = [_open(who, one, settings.zone, leads=place == 0) for place, one in enumerate(sorted(now, key=lambda one: not one.mine))]
    top = f'<div class="stack">{"".join(cards)}</div>' if cards else ""
    return top + _later(who, now, later, settings.zone) + (_been(who, settings) if subject else "") + (_calendar() if not who.kiosk else "")


def _calendar() -> str:
    """The way to the calendar feed."""
    return f'<p class="section"><a class="btn quiet" href="/calendar" target="_self"><i class="ic ic-clock"></i>{escape(_("All activities in my calendar"))}</a></p>'


def _open(who: Visitor, found: ActivityView, zone: str, *, leads: bool) -> str:
    """An activity whose sign-in is open: the way to its page in the field. leads: the one card with the rim."""
    here = presence.mine_here(store(), found.id, who.resident.subject, who.at) if who.resident else None
    said = f'<p class="say right here"><i class="ic ic-check"></i><b>{escape(here_words(here, None, zone)[0])}</b></p>' if here else ""
    whole = f"/activities?a={escape(found.id)}"
    inside = (
        f"{state_tag(found)}<h2>{safe_html(found.title, 60)}</h2>{meta(found, zone, who.at)}{said}{_to_field(who, found, here)}"
        f'<a class="btn quiet" href="{whole}" data-nav="{whole}">{escape(_("What is done, and who is in charge"))}</a>'
    )
    return f'<article class="rim open"><div class="in">{inside}</div></article>' if leads else f'<article class="card open">{inside}</article>'


def _to_field(who: Visitor, found: ActivityView, here: Here | None) -> str:
    """The way to the field's page; a kiosk has none, because nobody signs in there."""
    if who.kiosk:
        return ""
    words = _("Sign in now") if here is None else _("Sign out, or see more") if here.state == "in" else _("See more")
    css = "pri" if here is None and found.mine else "sec"
    return f'<a class="btn {css}" href="/field/{escape(found.id)}" target="_self">{escape(words)}</a>'


def _later(who: Visitor, now: Sequence[ActivityView], later: Sequence[ActivityView], zone: str) -> str:
    if not now and not later:
        return board.empty("cup", _("No activity is planned yet. When one is, it stands here."))
    if not later:
        return ""
    week_ends = clock.add_days(clock.local_day(who.at, zone), 6 - clock.local(who.at, zone).weekday())
    none = not now and later[0].act_on > week_ends
    words = _("No activity this week. The next is on {day}.", day=month_day(later[0].act_on))
    head = board.empty("cup", words) if none else ""
    mine_first = sorted(later, key=lambda one: not (one.mine or one.queue))
    shown = "".join(_card(one, zone) for one in mine_first)
    return head + bits.section(_("Coming next"), f'<div class="stack">{shown}</div>')


def _card(found: ActivityView, zone: str) -> str:
    lines = [("clock", escape(span(found, zone))), ("pin", safe_html(found.location, 80))]
    address = f"/activities?a={found.id}"
    if found.state == "cancelled":
        foot = f'{state_tag(found)}<span class="soft">{safe_html(found.cancelled_why, 200)}</span>'
    elif found.mine:
        words = _("You moved up: a place is yours") if found.moved_at else _("You have a place")
        foot = f'<span class="tag right"><i class="ic ic-check"></i>{escape(words)}</span>{_go(address, _("Look"), "quiet")}'
    elif found.queue:
        words = _("Waiting list: you are number {n}", n=found.queue)
        foot = f'<span class="tag plain"><i class="ic ic-clock"></i>{escape(words)}</span>{_go(address, _("Look"), "quiet")}'
    else:
        kind = kinds.of(found.kind)
        lines += [("people", escape(places(found)))] + ([(kind.icon, escape(kind.said()))] if kind.code != "cleanup" else [])
        first = found.risk.splitlines()[0] if found.risk else ""
        foot = f'<span class="soft grow">{safe_html(first, 40)}</span>{_go(address, _("Sign up") if found.free else _("Waiting list"), "sec")}'
    head = f'{_tile(found.act_on)}<div><h3>{safe_html(found.title, 60)}</h3><div class="meta soft">{_lines(lines)}</div></div>'
    return f'<div class="card act">{head}<div class="ft">{foot}</div></div>'


def _tile(day: str) -> str:
    """The date as a tile."""
    when = date.fromisoformat(day)
    return f'<div class="date"><span>{escape(month_name(when))}</span><b>{when.day}</b><span>{escape(weekday(when, short=True))}</span></div>'


def _go(address: str, words: str, css: str) -> str:
    return f'<a class="btn {css}" href="{escape(address)}" data-nav="{escape(address)}">{escape(words)}</a>'


def _been(who: Visitor, settings: Settings) -> str:
    """One's own past activities with their hours."""
    assert who.resident is not None
    rows = [me.service(one, settings) for one in hour_lists.mine(store(), who.resident.subject, who.at)[:PAST]]
    if not rows:
        return ""
    return bits.section(_("Where I was"), f'<ul class="card hist">{"".join(rows)}</ul>', bits.more("/hours", _("All")))


def detail(who: Visitor, found: ActivityView, no_hours: str) -> str:
    """One activity with everything that must be known before signing up."""
    zone = frame.settings_now().zone
    return called_off(found) + (
        f'<article class="rim"><div class="in whole"><div class="tags">{state_tag(found)}{kind_tag(found)}</div><h1>{safe_html(found.title, 60)}</h1>'
        f"{meta(found, zone, who.at, counted=found.state not in ('over', 'cancelled'))}{facts(found, no_hours)}</div></article>"
    )


def called_off(found: ActivityView) -> str:
    """That it does not take place, why, and what that means for who had signed up; empty otherwise."""
    if found.state != "cancelled":
        return ""
    stay = _("You had signed up: please do not come. What takes place stands on the list.") if found.mine or found.queue else ""
    told = plain.say("warn", _("Cancelled: {why}", why=found.cancelled_why or "-"), html=f"<p>{escape(stay)}</p>" if stay else "")
    return f'<div class="off">{told}</div>'


def field_link(found: ActivityView) -> str:
    """The way to the page where one signs in and out."""
    return f'<a class="btn pri" href="/field/{escape(found.id)}" target="_self">{escape(_("Sign in or out by code"))}</a>'


def join_first(who: Visitor, found: ActivityView) -> str:
    """For somebody who is not signed in: join, then come back to this activity."""
    if who.kiosk:
        return plain.say("", _("Please sign up on your own phone; a coordinator can also note you on the spot."))
    links = [("join", "pri", _("Make a nickname and sign up")), ("enter", "sec", _("I have a nickname already"))]
    buttons = "".join(
        f'<a class="btn {css}" href="/field/{escape(found.id)}/{page}?to=list" target="_self">{escape(words)}</a>' for page, css, words in links
    )
    return f'<div class="stack section"><p>{escape(_("Hours need a nickname, so that they stay yours. You come back here afterwards."))}</p>{buttons}</div>'


def my_place(who: Visitor, found: ActivityView) -> str:
    """That one has a place, since when if one waited for it, and what to bring."""
    words = _("You have a place. See you there.")
    if found.moved_at:
        moved = clock.local(found.moved_at, frame.settings_now().zone)
        words = _("You moved up on {day} at {time}: the place is yours. See you there.", day=month_day(moved.date()), time=clock_time(moved))
    return plain.say("right", words) + paper_needed(who, found)


def my_wait(who: Visitor, found: ActivityView) -> str:
    """One's place on the waiting list, and how one moves up."""
    words = _("You are number {n} on the waiting list.", n=found.queue)
    more = _("When somebody gives a place back, the first moves up by itself and reads it here. With the start the list ends.")
    return plain.say("gold", words, html=f"<p>{escape(more)}</p>") + paper_needed(who, found)


def paper_needed(who: Visitor, found: ActivityView) -> str:
    """From 14 to 17: the guardian's paper, until a coordinator has seen it."""
    assert who.resident is not None
    with store().reading() as tx:
        paper = sign_ups.consent_missing(tx, found.id, who.resident.subject)
    needed = _("Bring the consent signed by a parent or guardian, on paper. The coordinator looks at it and ticks it; then you can sign in.")
    return plain.say("gold", needed) if paper else ""


def full(found: ActivityView) -> str:
    """That every place is taken, and what waiting means."""
    ahead = ngettext("{n} person waits already.", "{n} people wait already.", found.waiting) if found.waiting else _("Nobody waits yet.")
    more = _("On the waiting list you move up by yourself when a place is given back.")
    return plain.say("", _("All {n} places are taken.", n=found.places), html=f"<p>{escape(ahead)}</p><p>{escape(more)}</p>")


def calendar_link(found: ActivityView) -> str:
    """The way to put it into one's own calendar."""
    address = f"/calendar/{escape(found.id)}.ics?lang={language()}"
    return f'<p class="section"><a class="btn quiet" href="{address}" target="_self"><i class="ic ic-save"></i>{escape(_("Into my calendar"))}</a></p>'
