"""The overview's figures, to-do strip and the words around its charts."""

from collections.abc import Sequence

from linli.boards import Board, Ranking
from linli.locale import _, month_day, ngettext, number, percent, weekday
from linli.overview import DayPoints, Quiz, Service, Todo, Week
from linli.rules.crediting import hours_text
from linli.volunteer.hour_lists import Waiting
from linli.web.parts.organiser.tables import table, tag
from linli.web.text import escape, plain, safe_html

#: Activities with waiting hours that the overview names, and what stands for a deadline nobody knows.
SHOWN, LONG = 3, 10_000


def title(week: Week) -> str:
    """The week in one line."""
    slips = week.basis("slips")
    if slips and slips.x:
        return ngettext("{shown} light was lit this week", "{shown} lights were lit this week", slips.x, shown=number(slips.x))
    return _("This week")


def lead(week: Week) -> str:
    """The days, the season, and households taking part."""
    days = _("{first} to {last}", first=month_day(week.starts_on), last=month_day(week.ends_on))
    season = _("{season}, week {n}", season=week.season, n=week.season_week) if week.season else _("no season now")
    return " · ".join([days, season])


def figures(week: Week, waiting: Sequence[Waiting] | None, todo: Todo) -> str:
    """The row of figures, with the enamel rim. waiting: None for who does not decide."""
    cells = [*_taking_part(week), _quiz(week.quiz), _service(week.service), _waiting(waiting, todo)]
    return f'<div class="kpi">{"".join(cells)}</div>'


def _figure(name: str, big: str, unit: str, below_html: str) -> str:
    return (
        f'<div class="rim"><div class="in"><p class="soft">{escape(name)}</p><b class="n">{escape(big)} <small>{escape(unit)}</small></b>'
        f"<p>{below_html}</p></div></div>"
    )


def _soft(words: str) -> str:
    return f'<span class="soft">{escape(words)}</span>'


def _taking_part(week: Week) -> list[str]:
    """One figure: the households, or where nobody has slips, the people seen on site."""
    one = week.basis("slips") or week.basis("on_site")
    if one is None:
        return []
    name = _("Households taking part") if one.basis == "slips" else _("People seen on site")
    site = week.basis("on_site") if one.basis == "slips" else None
    seen = _("{n} people seen on site", n=number(site.x)) if site and site.x else ""
    if one.x is None:
        return [_figure(name, "–", "", _soft(seen or _("too few yet")))]
    before = _("{share} in the whole week before", share=_share(one.before)) if one.before is not None else ""
    return [_figure(name, _share(one.rate), f"{number(one.x)} / {number(one.n)}", _soft(_("; ").join(filter(None, [before, seen]))))]


def _share(rate: float) -> str:
    return number(rate * 100, 1) + "%"


def _quiz(one: Quiz | None) -> str:
    if one is None:
        return _figure(_("Quiz"), "–", "", _soft(_("too few yet")))
    words = _("{share} right, best in {topic}", share=percent(one.right), topic=one.topic) if one.topic else _("{share} right", share=percent(one.right))
    return _figure(_("Quiz"), number(one.answers), _("answers"), _soft(words))


def _service(one: Service | None) -> str:
    if one is None:
        return _figure(_("Volunteer service"), "–", "", _soft(_("too few yet")))
    people = ngettext("approved, of {n} volunteer", "approved, of {n} volunteers", one.people)
    return _figure(_("Volunteer service"), hours_text(one.minutes), _("hours"), _soft(people))


def _waiting(waiting: Sequence[Waiting] | None, todo: Todo) -> str:
    below = deadline(waiting or ())
    below = below or _soft(_("all done") if not todo.records else _("an organiser decides"))
    return _figure(_("Waiting for you") if waiting is not None else _("Waiting"), number(todo.records), _("records of hours"), below)


def deadline(waiting: Sequence[Waiting]) -> str:
    """The nearest deadline, as a pill; empty where none is known."""
    left = [one.days_left for one in waiting if one.days_left is not None]
    if not left:
        return ""
    nearest = min(left)
    if nearest < 0:
        return tag(ngettext("The oldest is {n} working day late", "The oldest is {n} working days late", -nearest), "fault", "warn")
    return tag(ngettext("The oldest has {n} working day left", "The oldest has {n} working days left", nearest), "warn", "clock")


def tasks(todo: Todo, waiting: Sequence[Waiting]) -> str:
    """The strip of what needs somebody: icon, what, more, link."""
    odd = sum(1 for one in waiting if one.odd and not one.elsewhere)
    files, conflicts, check, alone = todo.faulty_files, todo.conflicts, todo.to_check, len(todo.alone)
    why = _("new or changed, its law changed, expired or reported")
    rows: list[tuple[object, str, str, str, str, str]] = [
        (not todo.set_up, "set", _("The set-up is not finished"), _("community, compounds, season"), "/setup", _("Go on")),
        (odd, "warn", ngettext("{n} record needs a look", "{n} records need a look", odd), _reasons(waiting), "/approvals", _("Look")),
        (todo.objections, "flag", ngettext("{n} objection waits", "{n} objections wait", todo.objections), "", "/approvals?part=objections", _("Answer")),
        (todo.late_ticks, "clock", ngettext("{n} late tick waits", "{n} late ticks wait", todo.late_ticks), "", "/approvals?part=late", _("Look")),
        (todo.nicknames, "me", ngettext("{n} nickname waits", "{n} nicknames wait", todo.nicknames), _("for public lists"), "/approvals?part=nicknames", _("Look")),
        (files, "book", ngettext("{n} question file has faults", "{n} question files have faults", files), _("not loaded; the rest works"), "/questions?part=files", _("See")),
        (conflicts, "book", ngettext("{n} question has two versions", "{n} questions have two versions", conflicts), "", "/questions?part=conflicts", _("Settle")),
        (check, "book", ngettext("{n} question is to be checked", "{n} questions are to be checked", check), why, "/questions?part=check", _("Check")),
        (todo.reports, "flag", ngettext("{n} question was reported", "{n} questions were reported", todo.reports), "", "/questions?part=reports", _("Look")),
        (alone, "people", ngettext("{n} activity has no coordinator", "{n} activities have no coordinator", alone), _first_alone(todo), "/cleanups", _("Find one")),
    ]
    rows[2:2] = _by_activity(waiting)
    shown = [_task(*row[1:]) for row in rows if row[0]]
    if not shown:
        shown = [f'<div><i class="ic ic-check"></i><p><b>{escape(_("Nothing waits."))}</b></p><span></span></div>']
    return f'<div class="card todo">{"".join(shown)}</div>'


def _by_activity(waiting: Sequence[Waiting]) -> list[tuple[object, str, str, str, str, str]]:
    """The activities whose hours wait, the nearest deadline first."""
    found: dict[str, list[Waiting]] = {}
    for one in waiting:
        found.setdefault(one.activity, []).append(one)
    soon = sorted(found.values(), key=lambda rows: (LONG if rows[0].days_left is None else rows[0].days_left, rows[0].act_on, rows[0].activity))
    rows: list[tuple[object, str, str, str, str, str]] = []
    for each in soon[:SHOWN]:
        words = _("{title}, {day}", title=plain(each[0].title, 40), day=month_day(each[0].act_on))
        records = ngettext("{n} record", "{n} records", len(each))
        rows.append((True, "clock", words, f"{records} · {days_left(each[0].days_left)}", "/approvals", _("Approve")))
    if len(soon) > SHOWN:
        more = len(soon) - SHOWN
        rows.append((True, "clock", ngettext("{n} more activity waits", "{n} more activities wait", more), "", "/approvals", _("Approve")))
    return rows


def days_left(left: int | None) -> str:
    """How many working days are left to enter an activity's hours."""
    if left is None:
        return _("calendar missing")
    if left == 0:
        return _("today is the last day")
    if left < 0:
        return ngettext("{n} working day late", "{n} working days late", -left)
    return ngettext("{n} working day left", "{n} working days left", left)


def _task(icon: str, words: str, more: str, href: str, button: str) -> str:
    below = f"<span>{escape(more)}</span>" if more else ""
    return (
        f'<div><i class="ic ic-{icon}"></i><p><b>{escape(words)}</b>{below}</p>'
        f'<a href="{href}" data-nav="{href}">{escape(button)}</a></div>'
    )


def _reasons(waiting: Sequence[Waiting]) -> str:
    codes = [one.odd[0].code for one in waiting if one.odd and not one.elsewhere]
    return _(", ").join(f"{short(code)} {codes.count(code)}" for code in dict.fromkeys(codes))


def short(code: str) -> str:
    """The state of a record in a few words."""
    words = {
        "no_sign_out": _("no sign-out"), "above_480": _("over 8 hours"), "above_720": _("over 12 hours"), "head_count": _("head count differs"),
        "late": _("sent late"), "overdue": _("past the 10 days"), "unpublished": _("calendar missing"), "nothing": _("outside the plan"),
        "supplementary": _("supplementary"), "long_after": _("entered long after"), "enrolled": _("enrolled and ticked by one"),
        "device": _("one phone, many people"), "same_list": _("same list as before"),
    }
    return words.get(code, code)


def _first_alone(todo: Todo) -> str:
    if not todo.alone:
        return ""
    one = todo.alone[0]
    return _("{title}, {day}", title=one.title, day=month_day(one.act_on))


def rate_table(ranking: Ranking) -> str:
    """The numbers behind the first chart; compounds with under 5 participants say so."""
    few = _("too few yet")
    rows = [
        (line.compound.letter, line.compound.name, number(line.n), few if line.few else number(line.x), "" if line.few else percent(line.x / line.n),
         "" if line.few or not ranking.ranked else _("{low} to {high}", low=percent(line.usual_low), high=percent(line.usual_high)))
        for line in ranking.lines
    ]
    heads = ("", _("Compound"), _("Households"), _("Taking part"), _("Share"), _("Usual for the size"))
    return table(heads, rows, numbers=(2, 3, 4, 5))


def day_table(days: Sequence[DayPoints]) -> str:
    """The numbers behind the second chart."""
    def shown(points: int | None) -> str:
        return _("too few yet") if points is None else number(points)

    rows = [(_("{day}, {weekday}", day=month_day(one.day), weekday=weekday(one.day, short=True)), shown(one.quiz), shown(one.hours)) for one in days]
    return table((_("Day"), _("Quiz"), _("Volunteer service")), rows, numbers=(1, 2))


def rate_sentence(board: Board, ranking: Ranking) -> str:
    """What to see in the first chart."""
    if not any(not line.few for line in ranking.lines):
        return _("Too few yet: a compound shows up with 5 participants.")
    if not ranking.ranked:
        return _("From three compounds on, the band of what is usual is drawn.")
    above = [line.compound.name for line in ranking.lines if not line.few and line.x / line.n > line.usual_high]
    if above:
        return _("Above the pale band is better than usual: {names}.", names=_(", ").join(above[:3]))
    return _("All lie within the pale band: no compound is far from what is usual for its size.")


def day_sentence(days: Sequence[DayPoints]) -> str:
    """What to see in the second chart."""
    quiz, service = sum(one.quiz or 0 for one in days), sum(one.hours or 0 for one in days)
    if quiz + service <= 0:
        return _("No points yet this week.")
    if service <= 0:
        return _("All of it from quizzes so far; volunteering would show in gold.")
    return _("Volunteering brought {share} of it.", share=percent(service / (quiz + service)))


def card(heading: str, sentence: str) -> str:
    """Heading and sentence over a chart."""
    return f'<h2>{escape(heading)}</h2><p class="soft">{safe_html(sentence, 400)}</p>'
