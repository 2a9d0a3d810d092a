"""The page that checks a record sheet: number and check code, and what the sheet is worth now.

It says what was issued and never whose it is: the name is written by hand, and no page knows it.
"""

from linli.errors import GameError
from linli.locale import N_, _, full_day, ngettext, pick
from linli.rules.record_set import hours_text, spaced, tidy_check
from linli.volunteer.sheet_checks import Checked
from linli.web import plain
from linli.web.text import escape, safe_html

TITLE = N_("Check a record sheet")
LEAD = N_("Type the number and the check code that are printed on the volunteer service record sheet. Nothing about the volunteer is shown.")
UNKNOWN = N_(
    "No record sheet has this number together with this check code. Compare both with the paper: the number looks like 2026-0001, the code has 10 letters"
    " and digits from 2 to 7, so there is no 0, 1, 8 or 9 in it."
)


def form(number: str, code: str) -> str:
    """Number and check code, filled in with what the QR code or the last try said."""
    shown = spaced(tidy_check(code)) if tidy_check(code) else code
    fields = _field("n", _("Number of the sheet"), number, _("such as 2026-0001"), "20") + _field("c", _("Check code"), shown, _("10 letters and digits"), "30")
    return (
        f'<div class="section"><article class="rim"><div class="in"><form method="post" action="/verify">{fields}'
        f'<p class="section"><button class="btn pri" type="submit">{escape(_("Check the sheet"))}</button></p></form></div></article></div>'
    )


def _field(name: str, label: str, value: str, note: str, most: str) -> str:
    return (
        f'<div class="field"><label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" value="{escape(value)}" maxlength="{most}" required'
        f' autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="{name}-help"><p class="help" id="{name}-help">{escape(note)}</p></div>'
    )


def lead() -> str:
    """What this page is for, above the empty form."""
    return f'<p class="soft lead">{escape(_(LEAD))}</p>'


def answer(found: Checked) -> str:
    """What came of a check, with the totals and dates that must stand on the paper."""
    if found.state == "invalid":
        return f'<div class="section">{plain.say("fault", _(UNKNOWN))}</div>'
    kind, words = _said(found)
    return f'<div class="section" id="answer">{plain.say(kind, words)}</div>{_facts(found)}'


def another() -> str:
    """The way to the empty form, under an answer."""
    return f'<p class="section"><a class="btn sec" href="/verify">{escape(_("Check another sheet"))}</a></p>'


def waiting(refusal: GameError) -> str:
    """Too many wrong tries: how long to wait."""
    return f'<div class="section">{plain.say("warn", refusal.sentence())}</div>'


def _said(found: Checked) -> tuple[str, str]:
    """The kind of block and its sentence."""
    if found.state == "valid":
        return "right", _("Valid: this record sheet was issued here, and its records still stand.")
    if found.state == "replaced":
        return "warn", _("No longer valid: a newer record sheet replaced it on {day}. Ask for that one.", day=full_day(found.since))
    if not found.since:
        return "fault", _("No longer valid: hours on it were taken back or corrected since. Ask for a new sheet.")
    return "fault", _("No longer valid: hours on it were taken back or corrected on {day}. Ask for a new sheet.", day=full_day(found.since))


def _facts(found: Checked) -> str:
    rows = [
        (_("Number of the sheet"), found.number), (_("Date of issue"), full_day(found.issued_on)), (_("Issued by"), pick(found.issuer, found.issuer_en)),
        (_("Period of service"), _("from {first} to {last}", first=full_day(found.first_on), last=full_day(found.last_on))),
        (_("Total, signed in"), _total(found.signed_in_minutes)), (_("Total, supplementary"), _total(found.supplementary_minutes)),
        (_("Records"), str(found.lines)),
    ]
    shown = "".join(f"<dt>{escape(term)}</dt><dd>{safe_html(words, 200)}</dd>" for term, words in rows if words)
    told = _("Compare these with the paper, figure by figure. The name on the paper is written by hand: this page does not know it and does not vouch for it.")
    if found.state != "valid":
        told = _("This is what the sheet said when it was issued. It counts no longer.")
    return f'<div class="card pad"><dl class="told">{shown}</dl><p class="soft">{escape(told)}</p></div>'


def _total(minutes: int) -> str:
    return ngettext("{hours} hours ({n} minute)", "{hours} hours ({n} minutes)", minutes, hours=hours_text(minutes))
