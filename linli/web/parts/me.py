"""What only the person sees: points with their parts, hours, history, wrong items."""

from collections.abc import Sequence

import streamlit as st

from linli import attempts, clock, community, played
from linli.community import Compound
from linli.locale import _, clock_time, month_day, ngettext, number
from linli.played import Quiz
from linli.questions import reports
from linli.rules.settings import Settings
from linli.volunteer import hour_lists
from linli.volunteer.hour_lists import MyHours
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import asking, bits, board, frame, join, result, wrong
from linli.web.text import escape, safe_html
from linli.who import Resident

Row = tuple[str, str]
RECENT = 4


def stranger(who: Visitor) -> None:
    """The page of somebody who is not signed in; at a kiosk it says why nobody can be. Raises NoCookies."""
    if join.own_phone(who):
        st.html(frame.lc(newcomer()))


def newcomer() -> str:
    """For somebody who is not signed in."""
    words = _("With a nickname your points stay with you, on any phone. No phone number, no real name.")
    links = bits.link("/join", _("Make a nickname")) + bits.link("/enter", _("I have a nickname already"), css="btn sec")
    more = bits.menu([("/code", "phone", _("I have a six-character code")), ("/help", "info", _("Help"))])
    return board.empty("cup", words, f'<div class="stack wide">{links}</div>') + f'<div class="section">{more}</div>'


def head(resident: Resident, home: Compound | None, weeks: int) -> str:
    """Who this is: badge, nickname, compound, player number."""
    where = home.name if home else ""
    been = ngettext("here in {n} week", "here in {n} weeks", weeks) if weeks else _("Good to see you this week.")
    player = _("Player number {number}", number=f"{resident.player_number[:3]}\u00a0{resident.player_number[3:]}")
    sign = bits.badge(home) if home else ""
    return (
        f'<article class="rim"><div class="in person">{sign}<div><h1>{safe_html(resident.nickname, 24)}</h1>'
        f'<p class="soft">{escape(where)} · {escape(been)}</p><p class="soft">{escape(player)}</p></div></div></article>'
    )


def hidden(resident: Resident) -> str:
    """What an organiser's hiding of the nickname means."""
    if not resident.hidden:
        return ""
    words = _("The office has hidden your nickname: others see {name}. Choose another, or ask at the office.", name=resident.shown_name)
    return f'<div class="card note section"><i class="ic ic-info"></i><p>{escape(words)}</p></div>'


def figures(season: played.Season, minutes: int) -> str:
    """Points of the season with their parts, and hours of service."""
    parts = [_("quiz {points}", points=season.quiz), _("service {points}", points=season.hours)]
    parts += [_("corrections {points}", points=season.other)] if season.other else []
    shown = "<br>".join(escape(part) for part in parts)
    head = _("Points this season") if season.name else _("Points")
    hours = _("{hours} hours in all seasons", hours=bits.hours(minutes)) if minutes != season.minutes else _("this season")
    unit = escape(_("hours"))
    return (
        f'<div class="two section"><div class="card"><span class="soft">{escape(head)}</span><b class="n">{number(season.total)}</b>'
        f'<span class="soft">{shown}</span></div><div class="card"><span class="soft">{escape(_("Volunteer service"))}</span>'
        f'<b class="n nb">{bits.hours(season.minutes)} <small>{unit}</small></b><span class="soft">{escape(hours)}</span></div></div>'
    )


def recent(resident: Resident, hours: Sequence[MyHours]) -> str:
    """The newest records of both kinds."""
    rows = rows_of(resident, hours)
    if not rows:
        return bits.section(_("Recently"), board.empty("window", _("Nothing yet. Five questions take three minutes."), bits.link("/quiz", _("Begin"))))
    return bits.section(_("Recently"), history(rows[:RECENT]), bits.more("/history", _("All")))


def rows_of(resident: Resident, hours: Sequence[MyHours]) -> list[Row]:
    """Quizzes and hours together, newest first, each as (sorting key, HTML)."""
    quizzes = played.history(store(), resident.subject, clock.now())
    with store().reading() as tx:
        settings = community.settings(tx)
        names = {quiz.topic: asking.topic_name(tx, quiz.topic) for quiz in quizzes if quiz.topic}
    rows = [(f"{quiz.day} {quiz.id}", _quiz(quiz, names.get(quiz.topic or "", ""))) for quiz in quizzes]
    rows += [(f"{one.act_on} {one.record}", service(one, settings)) for one in hours]
    return sorted(rows, reverse=True)


def history(rows: Sequence[Row]) -> str:
    """Rows of the history as one card."""
    return f'<ul class="card hist">{"".join(html for _key, html in rows)}</ul>'


def _quiz(quiz: Quiz, topic: str) -> str:
    names = {"daily": _("Today's five"), "topic": _("Topic: {topic}", topic=topic), "practice": _("Practice"), "paper": quiz.paper}
    if not quiz.finished:
        tag = f'<span class="tag plain">{escape(_("open"))}</span>'
    elif quiz.kind == "practice":
        tag = f'<span class="tag plain">{escape(_("no points"))}</span>'
    else:
        tag = f'<span class="tag right nb">{escape(bits.plus(quiz.points + quiz.added))}</span>'
    if quiz.sealed:
        words = _("{day}. The answers can be seen once the paper has closed.", day=month_day(quiz.day))
        return f'<li><b>{safe_html(quiz.paper, 60)}</b><p class="soft">{escape(words)}</p></li>'
    plain, more = _("{day}, {right} of {asked} right."), _("{day}, {right} of {asked} right, {bonus} points for finishing.")
    words = (more if quiz.bonus else plain).format(day=month_day(quiz.day), right=quiz.right, asked=quiz.asked, bonus=quiz.bonus)
    return f'<li><b>{escape(names[quiz.kind])}</b>{tag}<p class="soft">{escape(words)}</p>{_added(quiz.added)}</li>'


def _added(points: int) -> str:
    """What came later, and why."""
    if not points:
        return ""
    words = ngettext(
        "{n} point of these came later: the key of a question was wrong, and your answer was right.",
        "{n} points of these came later: the key of a question was wrong, and your answer was right.", points,
    )
    return f'<p class="soft">{escape(words)}</p>'


def service(one: MyHours, settings: Settings) -> str:
    """A record of hours: what it counts, who decided when, and why."""
    icon, css, words = {
        "pending": ("clock", "warn", _("Waiting")), "approved": ("check", "right", _("{hours} hours", hours=bits.hours(one.minutes))),
        "rejected": ("info", "plain", _("Not counted")), "reversed": ("again", "plain", _("Taken back")),
    }[one.state]
    tag = f'<span class="tag {css} nb"><i class="ic ic-{icon}"></i>{escape(words)}</span>'
    lines = "".join(f"<p class='soft'>{escape(line)}</p>" for line in [_when(one, settings), *_decided(one, settings)])
    return f"<li><b>{safe_html(one.title, 60)}</b>{tag}{lines}</li>"


def _when(one: MyHours, settings: Settings) -> str:
    spans = [
        f"{clock_time(clock.local(stay.came_at, settings.zone))}–{clock_time(clock.local(stay.left_at, settings.zone))}" for stay in one.stays
    ]
    return " · ".join(filter(None, [month_day(one.act_on), *spans, one.location]))


def _decided(one: MyHours, settings: Settings) -> list[str]:
    """Who decided, when, and what that brought; for a waiting record, what it waits for."""
    lines = [reason.sentence() for reason in one.waits_for] if one.state == "pending" else []
    if one.state == "pending" and not lines:
        lines = [_("{hours} hours, waiting for an organiser.", hours=bits.hours(one.minutes))]
    day = month_day(clock.local_day(one.when, settings.zone)) if one.when else ""
    if one.state == "approved":
        lines.append(_("{who} approved it on {day}: {points} points.", who=one.who, day=day, points=one.points))
    elif one.state != "pending":
        lines.append(_("{who} decided on {day}: {why}", who=one.who, day=day, why=one.why or "-"))
    return [*lines, one.no_hours] if one.no_hours else lines


def all_of_it(resident: Resident, hours: Sequence[MyHours], missed: Sequence[dict[str, str]]) -> str:
    """The whole history, and one's own no-show notes, which go after 30 days."""
    rows = rows_of(resident, hours)
    notes = "".join(note(one["title"], one["act_on"]) for one in missed)
    body = history(rows) if rows else board.empty("window", _("Nothing yet. Five questions take three minutes."), bits.link("/quiz", _("Begin")))
    return body + (bits.section(_("Notes"), f'<ul class="card hist">{notes}</ul>') if notes else "")


def note(title: str, day: str) -> str:
    """A no-show note, for the person alone."""
    words = _("{day}: signed up, not signed in. This note goes after 30 days.", day=month_day(day))
    return f'<li><b>{safe_html(title, 60)}</b><p class="soft">{escape(words)}</p></li>'


def look_back(resident: Resident) -> str:
    """The items had wrong the last time they were asked, each with its answer and why."""
    found = attempts.wrong_lately(store(), resident.subject, clock.now())
    if not found:
        return board.empty("cup", _("Nothing to look at again. Lovely."))
    return result.review_list(asking.review(asking.texts(), found, {"from": "review"}))


def reported(resident: Resident) -> str:
    """What this resident told about questions, and what became of it; empty if nothing."""
    with store().reading() as tx:
        return wrong.own(reports.mine(tx, resident.subject))


def my_hours(who: Visitor, resident: Resident) -> list[MyHours]:
    """A resident's records of hours, newest first."""
    return hour_lists.mine(store(), resident.subject, who.at)
