"""The rotating code on the coordinator's phone: digits, ring, QR, and the switch between in and out."""

import json
from dataclasses import dataclass

from linli.locale import N_, _
from linli.rules.totp import STEP
from linli.web.text import escape

TITLES = {"in": N_("Sign-in code"), "out": N_("Sign-out code")}
RADIUS = 31
ROUND = 195


@dataclass(frozen=True)
class Code:
    """codes: of this step and those that follow, so that the screen goes on without network.

    note: why it is not taken now, with the times when it is; qr: of this step and the next, as
    data addresses, when the sheet is open.
    """

    moment: str
    codes: tuple[str, ...]
    left: int
    is_open: bool
    note: str
    qr: tuple[str, ...] = ()

    def state(self) -> str:
        """As JSON, for tick.js."""
        return json.dumps({
            "moment": self.moment, "codes": self.codes, "left": self.left, "open": self.is_open, "note": self.note, "qr": self.qr, "title": _(TITLES[self.moment]),
        })


def spaced(code: str) -> str:
    """483 207."""
    return f"{code[:3]} {code[3:]}"


def panel(code: Code, path: str) -> str:
    """The leading card."""
    return (
        f'<article class="rim" data-lc="code" data-url="{escape(path)}/code" data-step="{STEP}" data-state="{escape(code.state())}">'
        f'{_switch(code, path, "")}<div class="sum{"" if code.is_open else " shut"}">{ring(code)}'
        f'<div class="digits"><p class="soft in-s">{escape(_("New code in {n} s", n=code.left))}</p><p class="big">{spaced(code.codes[0])}</p></div>'
        f'<a class="tool" href="{escape(path)}?m={code.moment}&amp;qr=1" data-qr><i class="ic ic-qr"></i>{escape(_("QR"))}</a></div>'
        f'<p class="note-s soft"{" hidden" if code.is_open else ""}>{escape(code.note)}</p>'
        f'<noscript><p class="note-s soft">{escape(_("Reload the page for the next code."))}</p></noscript></article>'
    )


def _switch(code: Code, path: str, tail: str) -> str:
    """Between the code for coming and the one for leaving."""
    links = "".join(
        f'<a href="{escape(path)}?m={moment}{tail}" data-m="{moment}"{" aria-current=true" if moment == code.moment else ""}>{escape(_(title))}</a>'
        for moment, title in TITLES.items()
    )
    return f'<div class="seg">{links}</div>'


def ring(code: Code) -> str:
    """How long the code lasts: 30 seconds are the whole ring."""
    gone = round(ROUND * (1 - code.left / STEP))
    circle = f'cx="38" cy="38" r="{RADIUS}" fill="none" stroke-width="9"'
    return (
        f'<svg class="ring" viewBox="0 0 76 76" aria-hidden="true"><circle {circle} stroke="var(--sunk)"/><circle class="run" {circle} stroke="var(--rim)"'
        f' stroke-linecap="round" stroke-dasharray="{ROUND}" stroke-dashoffset="{gone}" transform="rotate(-90 38 38)"/>'
        f'<text x="38" y="46" text-anchor="middle" font-size="24" font-weight="700" fill="var(--ink)">{code.left}</text></svg>'
    )


def sheet(code: Code, path: str) -> str:
    """The code for showing around in the sun: black on white whatever the phone wishes, as large as it allows, with its QR."""
    picture = f'<img alt="{escape(_("QR code of the sign-in page"))}" src="{escape(code.qr[0])}">' if code.qr else f'<img alt="{escape(_("QR code of the sign-in page"))}" hidden>'
    return (
        f'<dialog id="qr" class="full"{" open" if code.qr else ""}><div class="dh"><h2>{escape(_(TITLES[code.moment]))}</h2>'
        f'<a class="tool" href="?" data-close aria-label="{escape(_("Close"))}"><i class="ic ic-cross"></i></a></div>'
        f'{_switch(code, path, "&amp;qr=1")}<div class="qrbox">{picture}</div>'
        f'<p class="giant">{spaced(code.codes[0])}</p><p class="soft in-s">{escape(_("New code in {n} s", n=code.left))}</p>'
        f'<p>{escape(_("Scan it, or type the code on the page of the activity."))}</p></dialog>'
    )
