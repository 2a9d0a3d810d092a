"""The form to type a tally sheet into: which stack, then a number for each letter, by keyboard alone.

Plain HTML: Tab goes from cell to cell, nothing waits for a server in between, and a refusal keeps
every number and stands at its question.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linli.community import Compound
from linli.locale import _, ngettext, pick
from linli.paper_forms import LETTERS, Placed, letter
from linli.papers import Paper
from linli.web import plain
from linli.web.posted import number
from linli.web.text import escape, safe_html

_SETS = re.compile(r"([A-Ha-h]+)\s*[:=×x]?\s*(\d{1,5})")
_BETWEEN = re.compile(r"[\s,;、，；。]*")
BLANK = "0"


@dataclass(frozen=True)
class Asked:
    """Which stack it is about. known: entries of this compound and form that are shown."""

    paper: Paper
    version: int
    form: int
    compound: Compound
    known: int = 0


def read(form: Mapping[str, str], placed: Sequence[Placed]) -> tuple[dict[int, dict[str, int]], dict[int, str]]:
    """What was typed: numbers by question and letters; and faults by question, in words."""
    found: dict[int, dict[str, int]] = {}
    faults: dict[int, str] = {}
    for one in placed:
        counts, fault = _sets(form, one) if one.item.kind == "multiple" else _cells(form, one)
        if fault:
            faults[one.number] = fault
        found[one.number] = counts
    return found, faults


def _cells(form: Mapping[str, str], one: Placed) -> tuple[dict[str, int], str]:
    counts: dict[str, int] = {}
    for sign in (*one.letters, BLANK):
        typed = form.get(f"q{one.number}_{sign}", "").strip()
        if not typed:
            continue
        people = number(typed)
        if people is None:
            return counts, _("Question {number}: “{typed}” is no number.", number=one.number, typed=typed[:12])
        counts["" if sign == BLANK else sign] = people
    return counts, ""


def _sets(form: Mapping[str, str], one: Placed) -> tuple[dict[str, int], str]:
    typed = unicodedata.normalize("NFKC", form.get(f"q{one.number}", "")[:400])
    counts: dict[str, int] = {}
    place = 0
    for match in _SETS.finditer(typed):
        if not _BETWEEN.fullmatch(typed, place, match.start()):
            break
        letters = "".join(sorted(match[1].upper()))
        counts[letters] = counts.get(letters, 0) + int(match[2])
        place = match.end()
    if not _BETWEEN.fullmatch(typed, place):
        return counts, _("Question {number}: “{typed}” is not understood. Write sets and numbers: ABD 18, AB 7", number=one.number, typed=typed[place:].strip()[:20])
    blank = form.get(f"q{one.number}_{BLANK}", "").strip()
    if blank:
        people = number(blank)
        if people is None:
            return counts, _("Question {number}: “{typed}” is no number.", number=one.number, typed=blank[:12])
        counts[""] = people
    return counts, ""


def choose(paper: Paper, compounds: Sequence[Compound], form: Mapping[str, str]) -> str:
    """Which stack: compound, form, version."""
    homes = "".join(_option(one.id, one.name, form.get("c", "")) for one in compounds)
    forms = "".join(_option(letter(n), _("Form {letter}", letter=letter(n)), form.get("f", "")) for n in range(paper.forms))
    versions = "".join(_option(str(n), str(n), form.get("v", str(paper.version))) for n in range(paper.version, 0, -1))
    selects = [
        _select("c", _("Compound"), homes), _select("f", _("Form, the letter in the corner"), forms), _select("v", _("Version, at the foot"), versions),
    ]
    hidden = f'<input type="hidden" name="p" value="{escape(paper.code)}">'
    button = f'<p class="section"><button class="btn pri auto" type="submit">{escape(_("To its numbers"))}</button></p>'
    return f'<form method="get" action="/tally" class="card stack">{hidden}{"".join(selects)}{button}</form>'


def _option(value: str, words: str, chosen: str) -> str:
    return f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'


def _select(name: str, label: str, options: str) -> str:
    return f'<div class="field"><label for="{name}">{escape(label)}</label><select id="{name}" name="{name}">{options}</select></div>'


def grid(asked: Asked, placed: Sequence[Placed], form: Mapping[str, str], faults: Mapping[int, str]) -> str:
    """A row for each question with its cells; what was typed stays, each fault under its row."""
    widest = max(4, *(len(one.letters) for one in placed))
    heads = "".join(f"<span>{sign}</span>" for sign in LETTERS[:widest])
    rows = "".join(_row(one, widest, form, faults.get(one.number, "")) for one in placed)
    hidden = {"p": asked.paper.code, "c": asked.compound.id, "f": letter(asked.form), "v": str(asked.version), "known": str(asked.known)}
    kept = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items())
    tell = _("Tab goes on to the next cell. Leave empty what nobody chose. What is missing to the number of sheets counts as no valid answer.")
    sheets = (
        f'<div class="field sheets"><label for="sheets">{escape(_("Sheets in this stack"))}</label>'
        f'<input id="sheets" name="sheets" inputmode="numeric" maxlength="4" autocomplete="off" autofocus required value="{escape(form.get("sheets", ""))}"></div>'
    )
    head = f'<div class="trow thead" aria-hidden="true"><span class="q"></span><div class="cells">{heads}</div><span>{escape(_("blank"))}</span><span></span></div>'
    words = f'data-left="{escape(_("{n} left"))}" data-over="{escape(_("{n} too many"))}"'   # the script fills in the number
    return (
        f'<form method="post" action="/tally" class="tally" style="--letters:{widest}" data-lc="tally" {words}>{kept}'
        f'{sheets}<p class="soft">{escape(tell)}</p>{head}{rows}'
        f'<p class="section"><button class="btn pri auto" type="submit">{escape(_("Save this stack"))}</button></p></form>'
    )


def _row(one: Placed, widest: int, form: Mapping[str, str], fault: str) -> str:
    words = escape(pick(one.item.stem.zh, one.item.stem.en))
    bad = ' aria-invalid="true"' if fault else ""
    told = f'<p class="bad" role="alert">{escape(fault)}</p>' if fault else ""
    if one.item.kind == "multiple":
        example = escape(_("e.g. {sets}", sets="ABD 18, AB 7"))
        cells = (
            f'<input class="sets" name="q{one.number}" maxlength="200" autocomplete="off" autocapitalize="characters" spellcheck="false"{bad} placeholder="{example}"'
            f' aria-label="{escape(_("Question {number}, sets of letters", number=one.number))}" value="{escape(form.get(f"q{one.number}", ""))}">'
        )
    else:
        cells = "".join(_cell(one, sign, form, bad) for sign in one.letters) + "<i></i>" * (widest - len(one.letters))
    blank = _cell(one, BLANK, form, bad)
    return (
        f'<div class="trow{" bad-row" if fault else ""}" data-q><span class="q"><b>{one.number}</b> <span title="{words}">{words}</span></span>'
        f'<div class="cells">{cells}</div>{blank}<output></output>{told}</div>'
    )


def _cell(one: Placed, sign: str, form: Mapping[str, str], bad: str) -> str:
    name = f"q{one.number}_{sign}"
    label = _("Question {number}, no valid answer", number=one.number) if sign == BLANK else _("Question {number}, {letter}", number=one.number, letter=sign)
    inside = escape(_("blank")) if sign == BLANK else sign
    return (
        f'<input class="n" name="{name}" inputmode="numeric" maxlength="5" autocomplete="off"{bad} aria-label="{escape(label)}" placeholder="{inside}"'
        f' value="{escape(form.get(name, ""))}">'
    )


def head(asked: Asked) -> str:
    """Which stack the numbers are of, and the way to another."""
    other = f'/tally?p={escape(asked.paper.code)}&c={escape(asked.compound.id)}&f={letter(asked.form)}&v={asked.version}&again=1'
    shown = f"{safe_html(asked.compound.name, 40)} · {escape(_('Form {letter}', letter=letter(asked.form)))} · {escape(_('version {n}', n=asked.version))}"
    there = ngettext(
        "{n} stack of this compound and form is there already. Go on only if yours are other sheets.",
        "{n} stacks of this compound and form are there already. Go on only if yours are other sheets.", asked.known,
    )
    warned = plain.say("gold", there) if asked.known else ""
    return f'<p class="which"><b>{shown}</b> <a href="{other}">{escape(_("Another stack"))}</a></p>{warned}'
