"""The home screen: a greeting, today's five, my compound, the next clean-up, notices."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from linli import attempts, boards, clock, community, played
from linli.attempts import Sitting
from linli.boards import Line
from linli.community import Compound
from linli.locale import _, clock_time, month_day, month_name, ngettext, weekday
from linli.rules import windows
from linli.rules.settings import Settings
from linli.store import Tx
from linli.volunteer import activities
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, board, paper_page, play, standings
from linli.web.text import escape, safe_html

#: The end of a season is announced this many days ahead.
SOON = 21


def screen(who: Visitor, params: Mapping[str, str]) -> str:
    """Everything between the bar and the tabs."""
    with store().reading() as tx:
        settings, season = community.settings(tx), season_name(tx, who)
    if not community.is_set_up(store()):
        return not_ready()
    sitting = played.todays(store(), play.player(who), who.at) if who.holder else None
    home = who.resident.compound if who.resident else sitting.compound if sitting else None
    today = today_card(sitting, season) if home else welcome_card(who, params, season)
    mine = compound_card(who, home) if home else ""
    with store().reading() as tx:
        paper = paper_page.waiting(tx, who)
    return bits.done(who) + hello(who, settings) + today + paper + mine + next_activity(who, settings) + notices(who, settings) + further(who)


def not_ready() -> str:
    """Before the set-up: what this is, and the way in for the organiser."""
    words = _("The cup is still being set up. Come back soon: then five questions a day are waiting here.")
    organiser = bits.menu([("/staff/setup", "set", _("I am the organiser: set it up"))])
    return board.empty("cup", words) + f'<div class="section">{organiser}</div>'


def hello(who: Visitor, settings: Settings) -> str:
    """A greeting by the time of day, by name if there is one."""
    hour = clock.local(who.at, settings.zone).hour
    words = _greeting(hour)
    named = who.resident.shown_name if who.resident else _("neighbour")
    return f'<div class="hello"><h1>{_("{greeting}, {name}", name=safe_html(named, 20), greeting=escape(words))}</h1></div>'


def _greeting(hour: int) -> str:
    if hour < 5 or hour >= 18:
        return _("Good evening")
    if hour < 11:
        return _("Good morning")
    return _("Good day") if hour < 13 else _("Good afternoon")


def season_name(tx: Tx, who: Visitor) -> str:
    """The name of the season that is on; empty between seasons."""
    today = clock.local_day(who.at, community.zone(tx))
    now = windows.season_of(today, community.seasons(tx))
    return community.season_name(tx, now.id) if now else ""


def today_card(sitting: Sitting | None, season: str) -> str:
    """Today's five: not begun, begun, or done."""
    words, href, label, css = _today(sitting)
    tag = f'<span class="tag right"><i class="ic ic-check"></i>{escape(_("Done"))}</span>' if sitting and sitting.handed_in else _tag(season)
    return _rim(tag, _("Today's five"), words, bits.link(href, label, css=f"btn {css} go", after="arrow"))


def _today(sitting: Sitting | None) -> tuple[str, str, str, str]:
    """What the card says, where its button leads, its words and its look."""
    if sitting is None:
        return _("{n} questions, about 3 minutes, no clock", n=attempts.DAILY_ITEMS), "/quiz", _("Begin"), "pri"
    asked = len(sitting.asked)
    if sitting.handed_in:
        words = _("{score} of {asked} right. New ones tomorrow.", score=sitting.score or 0, asked=asked)
        return words, "/quiz", _("See the result"), "sec"
    done = sum(one.chosen is not None for one in sitting.asked)
    words = _("{done} of {asked} answered. On another phone go on with the code {code}.", done=done, asked=asked, code=sitting.claim_code)
    return words, "/quiz", _("Go on with question {n}", n=done + 1), "pri"


def _tag(season: str) -> str:
    return f'<span class="tag gold">{safe_html(season, 40)}</span>' if season else ""


def _rim(tag_html: str, heading: str, words: str, actions_html: str) -> str:
    return (
        f'<article class="rim"><div class="in today"><i class="sky" aria-hidden="true"></i>{tag_html}<h2>{escape(heading)}</h2>'
        f'<p class="soft">{escape(words)}</p>{actions_html}</div></article>'
    )


def welcome_card(who: Visitor, params: Mapping[str, str], season: str) -> str:
    """For somebody without a compound yet: play as a guest, or join."""
    kept = {key: params[key][:12] for key in ("c", "s") if params.get(key)}
    query = f"?{urlencode(kept)}" if kept else ""
    guest = bits.link(f"/start{query}", _("Choose my compound and begin"), css="btn pri go", after="arrow")
    words = _("{n} questions, about 3 minutes, no clock", n=attempts.DAILY_ITEMS)
    if who.kiosk:
        return _rim(_tag(season), _("Today's five"), words, guest)
    join = bits.link(f"/join{query}", _("Make a nickname, keep my points"), css="btn sec go")
    enter = bits.link("/enter", _("I have a nickname already"), css="btn quiet")
    return _rim(_tag(season), _("Today's five"), words, guest + join + enter)


def compound_card(who: Visitor, home: str) -> str:
    """My compound this week, with its windows and its rank."""
    read = boards.read(store(), "fair", "week", at=who.at)
    line = read.line(home)
    if line is None:
        return ""
    chip = rank_chip(line) if read.settings.board_public else ""
    words = _nobody(line) if read.x == 0 else took_part(line)
    inside = f'{bits.badge(line.compound)}<b>{bits.name(line.compound)}</b>{chip or "<span></span>"}{words}'
    card = f'<a class="card mine section" href="/board" data-nav="/board">{inside}</a>'
    return card + _slip_hint(who, line.compound)


def rank_chip(line: Line) -> str:
    """The rank of a ranked compound."""
    if not line.rank:
        return ""
    words = _("tied {rank}", rank=line.rank) if line.tied else _("rank {rank}", rank=line.rank)
    return f'<span class="tag gold nb"><i class="ic ic-cup"></i>{escape(words)}</span>'


def _nobody(line: Line) -> str:
    words = _("No light yet. Finish five questions and the first one is yours.")
    return bits.windows(0, words) + f'<span class="wide soft">{escape(words)}</span>'


def took_part(line: Line) -> str:
    """How many took part this week, in the way of the compound's basis; figures under 5 are hidden."""
    if line.compound.basis == "on_site":
        return _on_site(line)
    if line.few:
        return bits.windows(0, "") + f'<span class="wide soft">{escape(_("Too few yet. It joins the board at 5 households."))}</span>'
    words = _("{x} of {n} households took part this week", x=line.x, n=line.n)
    shown = _("<b>{x}</b> of {n} households took part this week", x=line.x, n=line.n)
    return bits.windows(bits.lit(line.x, line.n), words) + f'<span class="wide soft">{shown}</span>'


def _on_site(line: Line) -> str:
    seen = _("Too few yet. It joins the board at 5 people on site.") if line.few else ngettext(
        "{n} person took part on site this week", "{n} people took part on site this week", line.x
    )
    rows = [f'<span class="wide">{escape(seen)}</span>']
    if line.sums.anybody >= boards.FEWEST:
        share = standings.not_confirmed(line)
        rows.append(f'<span class="wide soft">{escape(share)}</span>')
    return "".join(rows)


def _slip_hint(who: Visitor, compound: Compound) -> str:
    """A resident without a household slip scores points but lights no window."""
    if not who.resident or who.resident.slip or compound.basis != "slips":
        return ""
    link = bits.link("/account", _("Type the code of your household slip"), css="textlink")
    words = _("Your answers count. With the slip, your household's window lights up too.")
    return f'<div class="card note section"><i class="ic ic-qr"></i><div><p>{escape(words)}</p>{link}</div></div>'


def next_activity(who: Visitor, settings: Settings) -> str:
    """The next clean-up that takes place."""
    subject = who.resident.subject if who.resident else None
    coming = activities.upcoming(store(), who.at, subject, limit=8)
    found = next((one for one in coming if one.state != "cancelled"), None)
    if found is None:
        return ""
    return bits.section(_("Next activity"), _activity(found, settings), bits.more("/activities", _("All")))


def _activity(found: activities.ActivityView, settings: Settings) -> str:
    start, end = clock.local(found.starts_at, settings.zone), clock.local(found.ends_at, settings.zone)
    day = date.fromisoformat(found.act_on)
    tile = f'<span class="date"><span>{escape(month_name(day))}</span><b>{day.day}</b><span>{escape(weekday(day, short=True))}</span></span>'
    when = f"{clock_time(start)}–{clock_time(end)}"
    words = _("You have a place") if found.mine else _places(found)
    return (
        f'<a class="card act" href="/activities" data-nav="/activities">{tile}<span><b class="t">{safe_html(found.title, 60)}</b>'
        f'<span class="soft">{escape(when)} · {escape(words)}</span></span></a>'
    )


def _places(found: activities.ActivityView) -> str:
    if found.state == "running":
        return _("on now")
    return ngettext("{n} place left", "{n} places left", found.free) if found.free else _("all {n} places are taken", n=found.places)


def notices(who: Visitor, settings: Settings) -> str:
    """What everybody, or this person, should know."""
    found = [*_season_notice(who, settings), *_own_notices(who)]
    rows = "".join(f'<div class="card note"><i class="ic ic-bell"></i><div>{html}</div></div>' for html in found)
    return bits.section(_("Notices"), f'<div class="stack">{rows}</div>') if rows else ""


def _season_notice(who: Visitor, settings: Settings) -> list[str]:
    today = clock.local_day(who.at, settings.zone)
    with store().reading() as tx:
        seasons = community.seasons(tx)
        now = next((one for one in seasons if one.starts_on <= today <= one.ends_on), None)
        coming = next((one for one in seasons if one.starts_on > today), None)
        near = now or coming
        name = safe_html(community.season_name(tx, near.id), 40) if near else ""
    if now and now.ends_on <= clock.add_days(today, SOON):
        return [f"<p>{_('{season} ends on {day}.', season=name, day=escape(month_day(now.ends_on)))}</p>"]
    if not now and coming:
        return [f"<p>{_('{season} begins on {day}.', season=name, day=escape(month_day(coming.starts_on)))}</p>"]
    return []


def _own_notices(who: Visitor) -> list[str]:
    found = []
    if who.resident and who.resident.pin_temporary:
        words = _("Your PIN was given by the office. Please choose one of your own.")
        found.append(f"<p>{escape(words)}</p>{bits.link('/account', _('Choose a PIN'), css='textlink')}")
    waiting = played.claimable(store(), who.holder, who.resident.compound, who.at) if who.resident and who.holder else None
    if waiting and waiting.points:
        words = _("A quiz played as a guest on this phone brought {points} points. If it was you, you can add it to your account.", points=waiting.points)
        found.append(f"<p>{escape(words)}</p>{bits.link('/code', _('Add it'), css='textlink')}")
    return found


def further(who: Visitor) -> str:
    """More to play, and the way in by a code."""
    rows = [("/topics", "book", _("Topics and practice")), ("/code", "phone", _("I have a six-character code"))]
    return f'<div class="section">{bits.menu(rows)}</div>'
