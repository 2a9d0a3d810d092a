"""The public list of approved hours to hang on the notice board: by nickname or code, both languages, page after page."""

from collections.abc import Sequence

from linli.documents import qr
from linli.documents.paper import both, document, escape, logo, office, sample, stacked, words
from linli.locale import N_, _, full_day, use_language
from linli.rules.crediting import hours_text
from linli.rules.settings import Settings
from linli.volunteer.public_list import Line, PublicList

_CSS = """
@page { size: A4; margin: 12mm 12mm 14mm }
body { font-size: 3.9mm } @media screen { main { width: 210mm; margin: 0 auto; padding: 12mm; background: #fff } }
header { display: flex; gap: 5mm; align-items: center; margin-bottom: 5mm } header .logo { width: 14mm; height: 14mm; flex: none } header div { flex: 1 }
h1 { font-size: 7mm; line-height: 1.25 } h1 .en { font-size: 4mm; font-weight: 400 } header .q { flex: none; width: 26mm }
.say { margin-bottom: 4mm } .say p + p { margin-top: 1.5mm }
table { width: 100%; border-collapse: collapse } thead { display: table-header-group } tr { break-inside: avoid }
th, td { padding: 1.6mm 2mm; border: .25mm solid #9AA8B2; text-align: left; vertical-align: top; line-height: 1.35 } th { background: #E9EEEA } th .en { font-weight: 400 }
td.n { text-align: right; white-space: nowrap } td.d { white-space: nowrap } td.c { white-space: nowrap; font-weight: 700; letter-spacing: .3mm }
footer { margin-top: 5mm; font-size: 3.6mm }
"""
_HEADS = (N_("Code or nickname"), N_("Compound"), N_("Activity"), N_("Day"), N_("Hours"), N_("In charge"))
_TOLD = (
    N_("Each row has a code; only its volunteer knows whose it is. A nickname is shown where its owner agreed to that."),
    N_("If something is not right, tell the office or object on the page, without a name. The hours are final only after that."),
)


def sheet(settings: Settings, found: PublicList, base: str) -> str:
    """An HTML page to print. base: the address under which phones reach this server; '' prints no QR code."""
    url = f"{base}/public" if base and settings.hours_public else ""
    picture = f'<div class="q">{qr.svg(url, label=_("QR code of the public list"))}</div>' if url else ""
    rows = [one for one in found.lines if not one.taken_back]
    title = f"<h1>{both(N_('Volunteer hours on public notice'))}</h1><p>{stacked(settings.community_zh, settings.community_en)}</p>"
    told = "".join(f"<p>{both(text)}</p>" for text in _TOLD)
    body = (
        f'<main><header>{logo()}<div>{title}<p>{_days(found)}</p></div>{picture}</header><div class="say">{sample(settings)}{told}</div>'
        f"{_table(rows)}<footer>{office(settings)}</footer></main>"
    )
    return document(_("Volunteer hours on public notice"), _CSS, body)


def _days(found: PublicList) -> str:
    return stacked(*(_in(code, found) for code in ("zh", "en")))


def _in(code: str, found: PublicList) -> str:
    with use_language(code):
        return _("As of {day}. Objections: {n} days from the approval.", day=full_day(found.today), n=found.days)


def _table(rows: Sequence[Line]) -> str:
    if not rows:
        return f"<p>{both(N_('No hours are on public notice now.'))}</p>"
    head = "".join(f"<th>{both(text)}</th>" for text in _HEADS)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(_row(one) for one in rows)}</tbody></table>"


def _row(one: Line) -> str:
    name = escape(words(one.nickname, 24)) if one.nickname else escape(f"{one.code[:3]} {one.code[3:]}")
    kind = f"<br>{both(N_('supplementary record'))}" if one.supplementary else ""
    cells = (words(one.compound or "–", 30), words(one.title, 60), one.act_on)
    middle = "".join(f"<td>{escape(text)}</td>" for text in cells[:2])
    return (
        f'<tr><td class="c">{name}</td>{middle}<td class="d">{escape(cells[2])}</td><td class="n">{hours_text(one.minutes)}{kind}</td>'
        f"<td>{escape(words(one.in_charge, 30))}</td></tr>"
    )
