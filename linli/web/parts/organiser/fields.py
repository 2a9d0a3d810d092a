"""Fields of forms on plain HTML pages, and the sheet of one-time links."""

from collections.abc import Mapping

from linli.documents import qr
from linli.locale import _
from linli.web.text import escape


def field(
    name: str, label: str, value: str = "", *, kind: str = "text", note: str = "", fill: str = "off", needed: bool = True, most: int = 80
) -> str:
    """One labelled input. kind: its type; fill: what the browser may fill in; note: one sentence below."""
    must = " required" if needed else ""
    told = f'<p class="help" id="{name}-help">{escape(note)}</p>' if note else ""
    described = f' aria-describedby="{name}-help"' if note else ""
    kept = "" if kind == "password" else f' value="{escape(value)}"'
    return (
        f'<div class="field"><label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" type="{kind}"{kept}'
        f' maxlength="{most}" autocomplete="{fill}" spellcheck="false"{described}{must}>{told}</div>'
    )


def tick(name: str, label: str, on: bool = False) -> str:
    """A box to tick."""
    return f'<label class="tickbox"><input type="checkbox" name="{name}" value="1"{" checked" if on else ""}><span>{escape(label)}</span></label>'


def form(action: str, inside_html: str, button: str, hidden: Mapping[str, str] | None = None) -> str:
    """A form that posts to our own server; plain.js sends it once."""
    kept = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in (hidden or {}).items())
    return (
        f'<form method="post" action="{escape(action)}">{kept}{inside_html}'
        f'<p class="section"><button class="btn pri" type="submit">{escape(button)}</button></p></form>'
    )


def link_card(url: str, words: str, until: str) -> str:
    """A one-time link to hand over: its QR code, and the address to copy. Shown once."""
    return (
        f'<div class="card once"><div class="qrbox"><img src="{escape(qr.data_uri(url))}" alt="{escape(_("QR code of the link"))}"></div>'
        f'<div><p>{escape(words)}</p><p class="url"><code>{escape(url)}</code></p><p class="soft">{escape(until)}</p></div></div>'
    )
