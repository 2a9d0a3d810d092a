"""The clothes of printed sheets: A4 pages of plain HTML with their own styles, no script, no request."""

import html
import unicodedata
from functools import lru_cache
from pathlib import Path

from linli.locale import N_, _, tag, use_language
from linli.rules.settings import Settings

_IMAGES = Path(__file__).parents[1] / "web" / "static" / "img"
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_CSS = """
@page { size: A4; margin: 0 }
* { box-sizing: border-box; margin: 0 }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; color: #1B2B3A;
  font: 5mm/1.45 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; font-variant-numeric: tabular-nums }
body { background: #fff }
.en { display: block; font-size: .72em; line-height: 1.35; color: #475563 }
.sheet { position: relative; width: 210mm; height: 296.5mm; overflow: hidden; background: #fff; break-after: page; break-inside: avoid }
.sheet:last-child { break-after: auto }
.qr { display: block; width: 100%; height: auto }
.bi { unicode-bidi: isolate; overflow-wrap: anywhere }
.sample { font-weight: 700; color: #7D5200 } .sample .en { display: inline; margin-left: 2mm; color: inherit }
.hint { display: none }
@media screen { body { background: #E9EEEA; padding: 8mm 0 } .sheet { margin: 0 auto 8mm; box-shadow: 0 1mm 4mm #1b2b3a33 }
  .hint { display: block; width: 210mm; margin: 0 auto 6mm; color: #475563 } }
"""


def document(title: str, css: str, body: str) -> str:
    """A whole page. `title` is escaped here; `css` and `body` are trusted."""
    hint = escape(_("To print: A4, margins none, background graphics on."))
    return (
        f'<!DOCTYPE html><html lang="{tag()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta name="format-detection" content="telephone=no"><title>{escape(words(title))}</title><style>{_CSS}{css}</style></head>'
        f'<body><p class="hint">{hint}</p>{body}</body></html>'
    )


def both(message: str) -> str:
    """A message in Chinese with its English beneath, escaped."""
    return stacked(_in("zh", message), _in("en", message))


def stacked(zh: str, en: str) -> str:
    """Two texts, the English beneath in its own size; once where they are the same."""
    upper = f'<span class="bi" lang="zh-CN">{escape(words(zh or en))}</span>'
    return upper + (f'<span class="en bi" lang="en">{escape(words(en))}</span>' if en and en != zh else "")


def _in(code: str, message: str, **fields: str) -> str:
    with use_language(code):
        return _(message, **fields)


def office(settings: Settings, *, address: bool = True) -> str:
    """Whom to ask, in both languages; empty before the office is named."""
    lines = {
        "zh": (settings.office_zh, settings.office_phone, settings.office_address_zh),
        "en": (settings.office_en or settings.office_zh, settings.office_phone, settings.office_address_en),
    }
    told = {code: " · ".join(filter(None, map(str.strip, parts[: 3 if address else 2]))) for code, parts in lines.items()}
    if not told["zh"]:
        return ""
    message = N_("Any questions: {office}")
    return stacked(_in("zh", message, office=told["zh"]), _in("en", message, office=told["en"]))


def sample(settings: Settings) -> str:
    """The mark of invented data, on every sheet of the demo."""
    return f'<p class="sample">{both(N_("Sample data: every name and number is invented."))}</p>' if settings.sample else ""


@lru_cache(maxsize=1)
def logo() -> str:
    """The mug with two handles, as inline SVG."""
    return (_IMAGES / "logo.svg").read_text("utf-8").replace("<svg ", '<svg class="logo" aria-hidden="true" ', 1)


def words(text: str, most: int = 400) -> str:
    """One line without characters that cannot be seen or turn the text around, cut at `most`."""
    line = " ".join(unicodedata.normalize("NFC", text[: most * 8]).split())
    kept = "".join(sign for sign in line if unicodedata.category(sign) not in _HIDDEN and not unicodedata.combining(sign))
    return kept if len(kept) <= most else kept[: most - 1] + "…"


def escape(text: str) -> str:
    """Text for an element or an attribute."""
    return html.escape(text, quote=True)
