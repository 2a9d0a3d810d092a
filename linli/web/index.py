"""The first page that a browser gets: Streamlit's index.html in our language and clothes."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from streamlit import file_util

from linli.locale import N_, _, tag, use_language
from linli.web import assets
from linli.web.text import escape

OPENING = N_("Opening Linli Cup…")
SLOW = N_("The network is a little slow. One more moment.")
OLD = N_("This browser is too old for Linli Cup. Please open the page in the phone's own browser (menu “···”, “open in browser”), or ask at the desk for the kiosk.")
NO_SCRIPT = N_("Linli Cup needs JavaScript. Please switch it on in the browser's settings.")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def source() -> str:
    """Streamlit's index.html as installed."""
    return (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")


def inline_hashes(text: str) -> list[str]:
    """CSP hashes of the scripts that stand in the page itself; they change with the version."""
    return [
        "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
        for script in _INLINE.findall(text)
    ]


@lru_cache(maxsize=4)
def page(language: str, large: bool) -> assets.Asset:
    """The page for one language and print size, ready to be compressed."""
    with use_language(language):
        return assets.Asset("index.html", rewritten(source(), large).encode())


def rewritten(text: str, large: bool) -> str:
    """Language, title, icon, style sheet, scripts and opening words put into index.html."""
    text = re.sub(r"^<!--.*?-->\s*", "", text, count=1, flags=re.DOTALL)
    text = text.replace('<html lang="en">', f'<html lang="{tag()}"{_large(large)}>', 1)
    text = re.sub(r"<title>.*?</title>", f"<title>{escape(_('Linli Cup'))}</title>", text, count=1)
    text = re.sub(r'<link rel="shortcut icon"[^>]*>', _head(), text, count=1)
    # The bundled Latin font is not in our font stack; 70 KB that nobody sees.
    text = re.sub(r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', "", text, count=1)
    text = re.sub(r"<!--\s*Machine-readable.*?/>", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r"<noscript>.*?</noscript>", f"<noscript><p>{escape(_(NO_SCRIPT))}</p></noscript>", text, count=1, flags=re.DOTALL)
    text = text.replace('<div id="root"></div>', _body(), 1)
    return text.replace('"./static/', '"/static/')


def _large(large: bool) -> str:
    return ' class="large"' if large else ""


def _head() -> str:
    return (
        f'<link rel="shortcut icon" href="{assets.url("img/favicon.png")}">'
        f'<link rel="stylesheet" href="{assets.url("linli.css")}">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="format-detection" content="telephone=no">'
        f'<script defer src="{assets.url("linli.js")}"></script>'
    )


def _body() -> str:
    opening = f'<div class="lc-open" role="status"><i></i><span>{escape(_(OPENING))}</span><small>{escape(_(SLOW))}</small></div>'
    old = f'<div id="lc-old" class="lc-old" hidden>{escape(_(OLD))}</div>'
    scripts = f'<script src="{assets.url("modern.js")}"></script><script src="{assets.url("check.js")}"></script>'
    return f'<div id="root">{opening}</div>{old}{scripts}'
