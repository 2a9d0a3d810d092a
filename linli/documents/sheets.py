"""Printed sheets: one with a big QR for each compound's notice board, and household slips to cut."""

from collections.abc import Iterator, Sequence

from linli.community import Compound
from linli.documents import qr
from linli.documents.paper import both, document, escape, logo, office, sample, stacked, words
from linli.locale import N_, _
from linli.rules.settings import Settings

#: Cards on one A4 page of slips.
CARDS = 8
NAME_MOST, ENGLISH_MOST = 28, 64

_STEPS = (
    N_("Scan with your phone. Nothing to install, no sign-up needed."),
    N_("Five questions, about three minutes. Take your time."),
)
_LAST_STEP = {
    "slips": N_("Got your household slip? Type its code, and one more window of your compound lights up."),
    "on_site": N_("Come to a volunteer activity or a quiz in the hall: being there lights a window for your compound."),
}
_SHEET_CSS = """
.poster { display: flex; flex-direction: column; align-items: center; padding: 11mm 16mm 0; text-align: center }
.head { display: flex; align-items: center; gap: 4mm; align-self: stretch; text-align: left }
.head .logo { width: 17mm; height: 17mm } .head b { font-size: 8mm; line-height: 1.2 } .head b .en { display: inline; margin-left: 2mm; font-size: 5mm; font-weight: 400 }
.head small { display: block; font-size: 5mm; color: #475563 } .head small .en { display: inline; margin-left: 2mm; font-size: 4mm }
.poster h1 { margin: auto 0 0; line-height: 1.2 } .poster h1 .en { margin-top: 1mm; font-size: 6.5mm; line-height: 1.25; font-weight: 400 }
.call { margin-top: 3mm; font-size: 8mm; font-weight: 700; line-height: 1.3; color: #B3381A } .call .en { font-size: 5mm; font-weight: 400 }
.frame { margin: auto 0 0; width: 94mm; padding: 2.5mm; border: 1.6mm solid #1E4E82; border-radius: 8mm; background: #fff }
.url { margin-top: 2mm; font-size: 4.4mm; color: #475563; overflow-wrap: anywhere }
.steps { margin: auto 0; padding: 0; list-style: none; align-self: stretch; text-align: left; font-size: 5.6mm; line-height: 1.35 }
.steps li { display: flex; gap: 4mm; align-items: center } .steps li + li { margin-top: 2.5mm } .steps .en { font-size: 4.2mm }
.steps b { flex: none; width: 10mm; height: 10mm; border-radius: 50%; background: #F0AE2B; color: #2E2100; text-align: center; line-height: 10mm }
.foot { flex: none; align-self: stretch; margin: 0 -16mm; padding: 4mm 16mm 6mm; background: #1E4E82; color: #fff; font-size: 4.6mm; line-height: 1.35; text-align: left }
.foot .en { color: #fff; font-size: 3.8mm } .foot p + p { margin-top: 1.5mm } .foot .sample { color: #F7C553 } .foot .sample .en { color: #F7C553 }
"""
_CARD_CSS = """
.cards { display: grid; grid-template: repeat(4, 1fr) / 1fr 1fr; padding: 6.5mm 5mm }
.card { display: grid; grid-template: 37mm 1fr auto / 37mm 1fr; gap: 0 3mm; padding: 2.5mm 4.5mm 2mm; overflow: hidden; outline: .2mm dashed #6F7E8A; font-size: 3.3mm;
  line-height: 1.3 }
.card .what { min-width: 0; display: flex; flex-direction: column; justify-content: center; gap: 1.5mm }
.card .brand { display: flex; align-items: center; gap: 1.5mm; font-weight: 700; color: #1E4E82 } .card .brand .logo { width: 8mm; height: 8mm }
.card .brand .en { display: inline; margin-left: 1.5mm; font-weight: 400 }
.card .place { font-weight: 700; line-height: 1.2 } .card .place .bi { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden }
.card .place .en { font-weight: 400; font-size: 3mm; -webkit-line-clamp: 1 }
.card .code { padding: .6mm 0; border: .5mm solid #1E4E82; border-radius: 2mm; text-align: center; font-size: 7mm; font-weight: 700; letter-spacing: .4mm; line-height: 1.25;
  white-space: nowrap }
.card .tell { grid-column: 1 / 3; align-self: center } .card .tell p + p { margin-top: 1mm } .card .tell .en { font-size: 2.6mm }
.card .ask { grid-column: 1 / 3; padding-top: 1mm; border-top: .2mm solid #D2DAD6; font-size: 2.9mm; line-height: 1.25; color: #475563 } .card .ask .en { font-size: 2.5mm }
.card .ask .sample { font-size: 2.3mm; white-space: nowrap } .card .ask .sample .en { font-size: 2.3mm; margin-left: 1mm }
"""


def compound_sheets(settings: Settings, compounds: Sequence[Compound], base: str) -> str:
    """An HTML page to print: one A4 sheet a compound with the QR of its join link.

    base: the address under which phones reach this server, such as http://192.168.1.20:8501.
    """
    return document(_("Sheets for the compounds"), _SHEET_CSS, "".join(_sheet(settings, one, base) for one in compounds))


def _sheet(settings: Settings, compound: Compound, base: str) -> str:
    zh, en = _names(compound)
    url = qr.join_url(base, compound.code)
    steps = [both(step) for step in (*_STEPS, _LAST_STEP[compound.basis])]
    lines = "".join(f"<li><b>{number}</b><div>{step}</div></li>" for number, step in enumerate(steps, 1))
    return (
        f'<section class="sheet poster"><div class="head">{logo()}<div><b>{both(N_("Linli Cup"))}</b>'
        f"<small>{stacked(settings.community_zh, settings.community_en)}</small></div></div>"
        f'<h1 style="font-size:{_size(zh)}mm">{stacked(zh, en)}</h1>'
        f'<p class="call">{both(N_("Five questions, and a cup for your compound"))}</p>'
        f'<div class="frame">{qr.svg(url, label=_("QR code of the join page"))}</div><p class="url">{escape(words(url))}</p>'
        f'<ol class="steps">{lines}</ol>{_foot(settings)}</section>'
    )


def _names(compound: Compound) -> tuple[str, str]:
    return words(compound.name_zh, NAME_MOST), words(compound.name_en, ENGLISH_MOST)


def _size(name: str) -> int:
    """The height of the name in mm: one line up to 14 characters, then two."""
    return 20 if len(name) <= 8 else 12 if len(name) <= 14 else 10


def _foot(settings: Settings) -> str:
    contact = office(settings)
    game = both(N_("A neighbourhood game, as you like it. No phone number, no flat number."))
    return f'<footer class="foot">{sample(settings)}{f"<p>{contact}</p>" if contact else ""}<p>{game}</p></footer>'


def slip_cards(settings: Settings, compound: Compound, codes: Sequence[str], base: str) -> str:
    """An HTML page to print and cut: household slips, eight a sheet, one code and its QR each.

    About 1 ms and 4 kB a card: print a large compound in parts of some hundred codes.
    """
    cards = [_card(settings, compound, code, base) for code in codes]
    pages = "".join(f'<section class="sheet cards">{"".join(part)}</section>' for part in _parts(cards))
    return document(_("Household slips of {name}", name=words(compound.name, NAME_MOST)), _CARD_CSS, pages)


def _parts(cards: Sequence[str]) -> Iterator[Sequence[str]]:
    return (cards[first : first + CARDS] for first in range(0, len(cards), CARDS))


def _card(settings: Settings, compound: Compound, code: str, base: str) -> str:
    zh, en = _names(compound)
    picture = qr.svg(qr.join_url(base, compound.code, code), label=_("QR code of the join page"), quick=True)
    contact = office(settings, address=False)
    place = f'<p class="place" style="font-size:{5 if len(zh) <= 9 else 3.8}mm">{stacked(zh, en)}</p>'
    return (
        f'<article class="card"><div>{picture}</div><div class="what"><p class="brand">{logo()}<span>{both(N_("Household slip"))}</span></p>'
        f'{place}<p class="code">{escape(spaced(code))}</p></div>'
        f"<div class=\"tell\"><p>{both(N_('Scan, answer five questions, and one more window lights up.'))}</p>"
        f"<p>{both(N_('One for each household, for all at home. Tied to no name, no flat.'))}</p></div>"
        f'<div class="ask">{sample(settings)}{contact}</div></article>'
    )


def spaced(code: str) -> str:
    """A code in two halves, as it is read aloud: K7M 4QX."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}" if len(code) > 4 else code
