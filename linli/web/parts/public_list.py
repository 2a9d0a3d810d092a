"""The public list of approved hours as a plain page, light enough for an old phone, and the form of an objection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from linli.errors import GameError
from linli.locale import _, full_day, month_day, ngettext
from linli.rules.crediting import hours_text
from linli.volunteer.objections import MOST
from linli.volunteer.public_list import Line, PublicList
from linli.web import plain
from linli.web.parts.organiser.fields import form
from linli.web.parts.organiser.tables import tag
from linli.web.text import escape, safe_html

#: Rows of one page.
PART = 200


@dataclass(frozen=True)
class Typed:
    """What an objection's form holds when it is shown again, and why."""

    note: str = ""
    refusal: GameError | None = None


def body(found: PublicList, part: int) -> str:
    """The list: what it is, the activities with their rows, and the pages."""
    lines = found.lines[(part - 1) * PART:part * PART]
    return f"{_lead(found)}{_activities(found, lines)}{_pages(len(found.lines), part)}"


def _lead(found: PublicList) -> str:
    words = ngettext("Approved hours stand here for {n} day.", "Approved hours stand here for {n} days.", found.days)
    who = _("Each row has a code; only its volunteer knows whose it is. A nickname is shown where its owner agreed to that.")
    what = _("If something is not right, tap “Object” in the row. No name is asked for.")
    told = "".join(f"<p>{escape(text)}</p>" for text in (words, who, what))
    return f"<h1>{escape(_('Volunteer hours on public notice'))}</h1>{told}"


def _activities(found: PublicList, lines: Sequence[Line]) -> str:
    if not lines:
        return f'<section class="section"><p class="card">{escape(_("No hours are on public notice now."))}</p></section>'
    return "".join(_activity(list(rows), found) for _key, rows in groupby(lines, key=lambda one: (one.act_on, one.title, one.in_charge)))


def _activity(rows: Sequence[Line], found: PublicList) -> str:
    one = rows[0]
    head = f"<h2>{safe_html(one.title, 60)}</h2>"
    charge = _("{day} · {unit} · in charge: {person}", day=full_day(one.act_on), unit=one.unit, person=one.in_charge)
    seen, typed = [row for row in rows if not row.supplementary], [row for row in rows if row.supplementary]
    parts = [_rows(seen, found)] if seen else []
    if typed:
        parts.append(f'<h3 class="section">{escape(_("Supplementary records, typed in afterwards"))}</h3>{_rows(typed, found)}')
    return f'<section class="section">{head}<p class="soft">{safe_html(charge, 200)}</p>{"".join(parts)}</section>'


def _rows(rows: Iterable[Line], found: PublicList) -> str:
    return f'<ul class="card hist">{"".join(_row(one, found) for one in rows)}</ul>'


def _row(one: Line, found: PublicList) -> str:
    link = f'<a class="textlink" href="/public/{escape(one.code)}">{escape(_("Object"))}</a>' if objectable(one, found) else "<span></span>"
    return f"<li><b>{who(one)}</b><span>{hours(one)}</span><span class='soft'>{_facts(one)}</span>{link}{marks(one)}</li>"


def _facts(one: Line) -> str:
    compound = safe_html(one.compound, 40) if one.compound else ""
    until = "" if one.taken_back else escape(_("Objections until {day}", day=month_day(one.last_on)))
    return "<br>".join(part for part in (compound, until) if part)


def objectable(one: Line, found: PublicList) -> bool:
    """Whether the row still takes objections."""
    return not one.taken_back and found.today <= one.last_on


def who(one: Line) -> str:
    """The nickname, or the code that stands for it."""
    return safe_html(one.nickname, 24) if one.nickname else f'<span class="nb">{escape(_("Code {code}", code=f"{one.code[:3]} {one.code[3:]}"))}</span>'


def hours(one: Line) -> str:
    """The hours; struck out where they were taken back."""
    words = escape(_("{hours} hours", hours=hours_text(one.minutes)))
    return f'<s class="soft nb">{words}</s>' if one.taken_back else f'<b class="nb">{words}</b>'


def marks(one: Line) -> str:
    """That somebody objected, and what came of it; never what was written."""
    found = []
    if one.taken_back:
        found.append(tag(_("taken back after an objection"), "warn", "warn"))
    elif one.examined:
        found.append(tag(_("an objection was examined, the hours stand"), "plain", "check"))
    if one.open:
        found.append(tag(_("an objection is being examined"), "warn", "clock"))
    return f"<p>{' '.join(found)}</p>" if found else ""


def _pages(count: int, part: int) -> str:
    pages = -(-count // PART)
    if pages < 2:
        return ""
    links = [f'<a class="btn sec" href="/public?p={to}">{escape(words)}</a>' for to, words in ((part - 1, _("Earlier rows")), (part + 1, _("More rows"))) if 1 <= to <= pages]
    return f'<section class="section stack">{"".join(links)}</section>'


def row_page(one: Line, found: PublicList, typed: Typed) -> str:
    """One row with the form of an objection, or why there is none any more."""
    charge = _("{day} · {unit} · in charge: {person}", day=full_day(one.act_on), unit=one.unit, person=one.in_charge)
    kind = f"<p>{tag(_('supplementary record'), 'plain')}</p>" if one.supplementary else ""
    head = f'<div class="card"><h2>{who(one)} · {hours(one)}</h2><p>{safe_html(one.title, 60)}</p><p class="soft">{safe_html(charge, 200)}</p>{kind}{marks(one)}</div>'
    return f"<h1>{escape(_('Object to these hours'))}</h1>{head}{_form(one, typed) if objectable(one, found) else _closed()}"


def _form(one: Line, typed: Typed) -> str:
    told = plain.say("warn", typed.refusal.sentence()) if typed.refusal else ""
    label, hint = _("What is not right?"), _("What you saw or know, in a few words. Please name nobody else. No name of yours is asked for or kept.")
    inside = (
        f'<div class="field"><label for="note">{escape(label)}</label><textarea id="note" name="note" rows="4" maxlength="{MOST}" required'
        f' aria-describedby="note-help">{escape(typed.note[:MOST])}</textarea><p class="help" id="note-help">{escape(hint)}</p></div>'
    )
    return f'<section class="section">{told}{form(f"/public/{one.code}", inside, _("Send the objection"))}{_next()}</section>'


def _next() -> str:
    steps = (
        _("An organiser reads it and asks those who were there. Until then the hours are not final."),
        _("If you are right, the hours are taken back. If not, they stand. Either way this row says that an objection was examined."),
        _("What you wrote is read by the organisers, and by the volunteer if they ask for their data. It is not shown here."),
    )
    return f'<h2 class="section">{escape(_("What happens next"))}</h2><ol class="stack">{"".join(f"<li>{escape(step)}</li>" for step in steps)}</ol>'


def _closed() -> str:
    return f'<section class="section">{plain.say("", _("The days of objection to this row are over. The office listens all the same."))}</section>'


def thanks(one: Line) -> str:
    """After an objection was kept."""
    said = plain.say("right", _("Your objection is kept, without a name. An organiser examines it."))
    back = f'<p class="section"><a class="btn pri" href="/public">{escape(_("Back to the list"))}</a></p>'
    again = _("Look again at this address in some days: the row {code} says when it has been examined.", code=one.code)
    return f"{said}<p class='section'>{escape(again)}</p>{_next()}{back}"
