"""The plain pages of paper sign-in sheets: those of an activity, typing one in, and both typings compared.

Typing works by keyboard alone and on a phone. Every row goes to the server as it is left; without
scripts the whole form is sent at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.errors import GameError
from linli.locale import _, month_day, ngettext, weekday
from linli.rules import day_times
from linli.volunteer.activities import ActivityView
from linli.volunteer.sheet_stays import Compared, Comparison
from linli.volunteer.sheet_typing import Sitting, Typed
from linli.volunteer.sign_sheets import BLANKS, BLANKS_MOST, Line, SheetView
from linli.web import plain
from linli.web.parts.organiser.tables import folded, tag
from linli.web.text import escape, safe_html


@dataclass(frozen=True)
class Head:
    """Which sheet a page is about. clock: its 10 working days in words."""

    code: str
    activity: ActivityView
    clock: str


def title(one: ActivityView) -> str:
    """East gate · 28 November, Saturday."""
    return f"{one.title} · {month_day(one.act_on)} {weekday(one.act_on)}"


def of_activity(one: ActivityView, sheets: Sequence[SheetView]) -> str:
    """The sheets of an activity, and the form for a new one."""
    told = _("A row for everybody who has signed up by now, then blank rows for who walks in. Who signs up later writes on a blank one.")
    form = (
        f'<form method="post" action="/sign-sheets/{escape(one.id)}" class="card section wide"><h2>{escape(_("Print a sign-in sheet"))}</h2>'
        f'<p class="soft">{escape(told)}</p><div class="two"><div class="field"><label for="blanks">{escape(_("Blank rows"))}</label>'
        f'<input id="blanks" name="blanks" inputmode="numeric" maxlength="3" value="{BLANKS}" required>'
        f'<p class="help">{escape(_("At most {most} blank rows.", most=BLANKS_MOST))}</p></div>'
        f'<button class="btn pri" type="submit">{escape(_("Make the sheet"))}</button></div></form>'
    )
    return (form if one.state != "cancelled" else "") + listed(sheets)


def listed(sheets: Sequence[SheetView], *, named: bool = False, acts: bool = True) -> str:
    """Sheets as cards. named: with the activity each is of; acts: with forms to withdraw them."""
    cards = "".join(_card(one, named, acts) for one in sheets if not one.withdrawn)
    return f'<div class="sign-sheets wide">{cards}</div>' if cards else f'<p class="soft section">{escape(_("No sheet was made yet."))}</p>'


def _card(one: SheetView, named: bool, acts: bool) -> str:
    code = escape(one.code)
    head = f"{safe_html(one.title, 40)} · {escape(month_day(one.act_on))} · <b>{code}</b>" if named else f"<b>{code}</b>"
    rows = ngettext("{n} row", "{n} rows", one.rows)
    made = _("made by {who}", who=one.made_by) if one.made_by else ""
    links = (
        _link(f"/print/sign-sheet?s={code}&lang=zh", _("PDF, Chinese"), "doc") + _link(f"/print/sign-sheet?s={code}&lang=en", _("PDF, English"), "doc")
        + _link(f"/sign-sheet/{code}", _("Type it in"), "check")
    )
    return (
        f'<article class="one"><h3>{head} {_state(one)}</h3><p class="soft">{escape(" · ".join(filter(None, (rows, made, _typists(one)))))}</p>'
        f'<p class="pills">{links}</p>{_withdraw(one) if acts else ""}</article>'
    )


def _state(one: SheetView) -> str:
    done = sum(done for _name, done in one.typists)
    if one.taken:
        return tag(ngettext("{n} row taken over", "{n} rows taken over", one.taken), "right")
    if done == 2:
        return tag(_("to compare"), "gold")
    return tag(_("typed by {n} of 2", n=done), "plain")


def _typists(one: SheetView) -> str:
    return ", ".join(_("{who}: done", who=name) if done else _("{who}: typing", who=name) for name, done in one.typists)


def _withdraw(one: SheetView) -> str:
    if one.typists:
        return ""
    button = f'<button class="btn quiet" type="submit">{escape(_("Withdraw this sheet"))}</button>'
    return f'<form method="post" action="/sign-sheet/{escape(one.code)}/withdraw">{button}</form>'


def _link(href: str, words: str, icon: str) -> str:
    return f'<a class="btn sec auto" href="{href}" target="_blank"><i class="ic ic-{icon}"></i>{escape(words)}</a>'


def before(head: Head, sheet: SheetView) -> str:
    """Nobody here has begun: what is done, and the button."""
    steps = (
        _("Two different people type the sheet in, each alone: neither sees what the other types."),
        _("Type what stands on the paper. Leave a row empty for who was not there; nobody types their own row."),
        _("Then both are compared. What is the same becomes hours that wait for approval, by somebody who typed nothing of it."),
    )
    told = "".join(f"<li>{escape(step)}</li>" for step in steps)
    button = f'<button class="btn pri" type="submit">{escape(_("Type this sheet in"))}</button>'
    who = f'<p class="soft">{escape(_typists(sheet))}</p>' if sheet.typists else ""
    return (
        f'<article class="card section wide"><ol class="steps">{told}</ol><p>{escape(head.clock)}</p>{who}'
        f'<form method="post" action="/sign-sheet/{escape(head.code)}/start">{button}</form></article>'
    )


def waiting(head: Head, sheet: SheetView) -> str:
    """One has finished, the other has not."""
    told = _("You have finished. Now a second person types the same sheet, at this address or by its code {code}; then both are compared.", code=head.code)
    return plain.say("right", told) + f'<p class="soft section">{escape(_typists(sheet))}</p>'


def grid(head: Head, sitting: Sitting, lines: Sequence[Line], refusal: GameError | None = None) -> str:
    """All rows to type into."""
    told = plain.say("warn", refusal.sentence()) if refusal else ""
    heads = "".join(f"<span>{escape(words)}</span>" for words in (_("Row"), _("Row code"), _("Who"), _("Came at"), _("Left at"), ""))
    rows = "".join(_row(line, sitting.typed.get(line.row, Typed()), line.row in sitting.own) for line in lines)
    words = {
        "to": f"/sign-sheet/{head.code}/row", "saving": _("Saving…"), "saved": _("Saved"), "unsaved": _("Not saved yet, tried again by itself."),
        "norow": _("This sheet has no such row."),
    }
    data = " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())
    tell = _("Times like 855, 8:55 or 上午8点55. Every row is saved as you leave it; Enter goes on to the next field.")
    buttons = (
        f'<div class="two section"><button class="btn sec" name="do" value="save" type="submit">{escape(_("Save all"))}</button>'
        f'<button class="btn pri" name="do" value="done" type="submit">{escape(_("I have typed the whole sheet"))}</button></div>'
    )
    jump = f'<div class="jump"><label for="jump">{escape(_("To row"))}</label><input id="jump" maxlength="8" autocomplete="off" autocapitalize="characters"><output></output></div>'
    return (
        f'{told}<p class="soft">{escape(tell)}</p><form method="post" action="/sign-sheet/{escape(head.code)}/rows" class="wide" data-lc="signSheet" {data}>'
        f'<div class="srow head" aria-hidden="true">{heads}</div>{rows}{buttons}</form>{jump}'
    )


def _row(line: Line, typed: Typed, own: bool) -> str:
    if own:
        inside = f'<span class="who">{safe_html(line.name, 40)}<small>{escape(_("Your own row: the other person and a third one type it."))}</small></span>'
        return f'<div class="srow" data-row="{line.row}" data-code="{line.code}"><b>{line.row}</b><span class="code">{line.code}</span>{inside}<output></output></div>'
    if line.subject:
        who = f'<span class="who">{safe_html(line.name, 40)}<small>{escape(line.player_number)}</small></span>'
    else:
        who = f'<span class="n">{_input(line, "number", _("Player number"), typed.number, 8)}</span>'
    return (
        f'<div class="srow" data-row="{line.row}" data-code="{line.code}"><b>{line.row}</b><span class="code">{line.code}</span>{who}'
        f'<span class="t">{_input(line, "came", _("Came at"), typed.came)}</span><span class="t">{_input(line, "left", _("Left at"), typed.left)}</span><output></output></div>'
    )


def _input(line: Line, part: str, label: str, value: str, most: int = 20) -> str:
    bad = ' aria-invalid="true"' if part != "number" and value and day_times.time_of_day(value) is None else ""
    named = _("{label}, row {row}", label=label, row=line.row)
    keys = ' inputmode="numeric"' if part == "number" else ""
    return (
        f'<input name="{part}{line.row}" data-part="{part}" maxlength="{most}" autocomplete="off"{keys}{bad} placeholder="{escape(label)}"'
        f' aria-label="{escape(named)}" value="{escape(value)}">'
    )


def comparison(head: Head, found: Comparison, done: str = "", refusal: GameError | None = None) -> str:
    """Both typings: what differs first, then what cannot be taken over, then the rest."""
    differ = [one for one in found.rows if one.state == "differs"]
    stuck = [one for one in found.rows if one.trouble]
    fine = [one for one in found.rows if one.state in ("agrees", "settled") and not one.trouble and not one.stands.empty]
    taken = [one for one in found.rows if one.state == "taken"]
    told = plain.say("warn", refusal.sentence()) if refusal else plain.say("right", done) if done else ""
    who = f'<p class="soft">{escape(_("Typed by {first} and {second}.", first=found.typists[0], second=found.typists[1]))} {escape(head.clock)}</p>'
    cards = "".join(_difference(one, found) for one in (*differ, *stuck))
    parts = [
        f"<h2>{escape(ngettext('{n} row to look at', '{n} rows to look at', len(differ) + len(stuck)))}</h2>{cards}" if cards else "",
        _take(found, fine), folded(ngettext("{n} row taken over", "{n} rows taken over", len(taken)), _lines(taken)) if taken else "",
    ]
    nothing = "" if any(parts) else f'<p class="section">{escape(_("Every row is empty: nobody was there."))}</p>'
    return f'{told}{who}<div class="wide">{"".join(parts)}{nothing}</div>'


def _take(found: Comparison, fine: Sequence[Compared]) -> str:
    if not fine:
        return ""
    words = ngettext("Take over {n} row as hours", "Take over {n} rows as hours", len(fine))
    note = _("They wait for approval then, by somebody who has typed or settled nothing of them.")
    return (
        f"<h2>{escape(ngettext('{n} row agrees', '{n} rows agree', len(fine)))}</h2>"
        f'<form method="post" action="/sign-sheet/{escape(found.code)}/take"><p class="soft">{escape(note)}</p>'
        f'<button class="btn pri" type="submit">{escape(words)}</button></form>{folded(_("Show them"), _lines(fine))}'
    )


def _lines(rows: Sequence[Compared]) -> str:
    return '<dl class="told">' + "".join(f"<dt>{one.row} · {safe_html(one.name, 40)}</dt><dd>{_said(one.stands)}</dd>" for one in rows) + "</dl>"


def _said(typed: Typed) -> str:
    """What was typed, as it is understood; a dash for empty."""
    _number, came, left = typed.read
    times = "–".join(day_times.written(one) if one else "…" for one in (came, left)) if came or left else "–"
    return escape(" · ".join(filter(None, (typed.number, times))))


def _difference(one: Compared, found: Comparison) -> str:
    trouble = plain.say("warn", one.trouble.sentence()) if one.trouble else ""
    settled = escape(_("settled by {who}", who=one.settled_by)) if one.settled_by else ""
    both = "".join(f"<dt>{escape(name)}</dt><dd>{_said(typed)}</dd>" for name, typed in zip(found.typists, (one.first, one.second), strict=True))
    stands = f"<dt>{settled}</dt><dd>{_said(one.stands)}</dd>" if settled else ""
    name = safe_html(one.name, 40) if one.name else escape(_("blank row"))
    return f'<article class="card diff"><h3>{one.row} · {name}</h3><dl>{both}{stands}</dl>{trouble}{_fix(one, found)}</article>'


def _fix(one: Compared, found: Comparison) -> str:
    """Who typed it corrects their own where the two differ; a third person settles."""
    if found.turn and one.state != "differs":
        return f'<p class="soft">{escape(_("A third person can settle it here."))}</p>'
    mine = (one.first, one.second)[found.turn - 1] if found.turn else one.stands if one.settled_by else Typed(one.first.number or one.second.number)
    number = _fixing("number", _("Player number"), mine.number, one.row) if one.blank else ""
    fields = number + _fixing("came", _("Came at"), mine.came, one.row) + _fixing("left", _("Left at"), mine.left, one.row)
    action, words = ("again", _("Correct my row")) if found.turn else ("settle", _("This is what stands on the paper"))
    return (
        f'<form method="post" action="/sign-sheet/{escape(found.code)}/{action}" class="fix"><input type="hidden" name="row" value="{one.row}">{fields}'
        f'<button class="btn sec" type="submit">{escape(words)}</button></form>'
    )


def _fixing(part: str, label: str, value: str, row: int) -> str:
    most = 8 if part == "number" else 20
    return f'<label>{escape(label)}<input name="{part}" maxlength="{most}" autocomplete="off" value="{escape(value)}" id="{part}-{row}"></label>'
