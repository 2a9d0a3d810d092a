"""Static files, bundled, hashed and compressed: ours under /lc/, Streamlit's under /static/.

Streamlit serves its 2.6 MB bundle uncompressed on purpose; a phone on a slow network waits twice
as long for it. Each file is compressed once, when it is first asked for or in the background at
the start, and kept in memory.
"""

import gzip
import hashlib
import mimetypes
import re
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import brotli
from streamlit import file_util

from linli.web.slim import slim

OURS = Path(__file__).parent / "static"
BUNDLES: dict[str, tuple[str, ...]] = {
    "linli.css": ("tokens", "icons", "base", "quiz", "board", "forms", "streamlit", "resident", "organiser", "kiosk"),
    "plain.css": ("tokens", "icons", "base", "forms", "plain"),
    "kiosk.css": ("tokens", "icons", "base", "quiz", "kiosk"),
    "hall.css": ("tokens", "base", "hall"),
    "field.css": ("tokens", "icons", "field"),
    "tick.css": ("tokens", "icons", "base", "forms", "plain", "tick"),
    "linli.js": ("core", "nav", "live", "quiz", "listen", "share", "idle", "resident"),
    "plain.js": ("core", "plain", "idle"),
    "hall.js": ("core", "live", "hall"),
    "field.js": ("field",),
    "tick.js": ("core", "live", "plain", "queue", "tick"),
    "kiosk.js": ("core", "nav", "live", "quiz", "listen", "idle", "keys"),
    "check.js": ("check",),
    "modern.js": ("modern",),
}
#: Bundles that update a page in place.
_MORPHING = ("linli.js", "hall.js", "kiosk.js", "tick.js")
#: Sheets of pages for slow networks: they carry only what they use.
_SLIM = ("field.css",)
_COMPRESSED = (".js", ".css", ".html", ".json", ".svg", ".txt", ".map")
YEAR = 365 * 24 * 3600


class Asset:
    """One file as it goes out: its bytes, its type, its digest and its compressed forms."""

    def __init__(self, name: str, body: bytes) -> None:
        self.name = name
        self.body = body
        self.kind = _kind(name)
        self.digest = hashlib.sha256(body).hexdigest()[:12]
        self._packed: dict[str, bytes] = {}

    @property
    def packable(self) -> bool:
        """Whether compressing it is worth while."""
        return self.name.endswith(_COMPRESSED) and len(self.body) > 400

    def ready(self, coding: str) -> bool:
        """Whether that form is in memory, so that sending it costs nothing."""
        return coding == "" or coding in self._packed

    def packed(self, coding: str) -> bytes:
        """The bytes in a content coding: br, gzip, or "" as they are."""
        if not coding:
            return self.body
        if coding not in self._packed:
            self._packed[coding] = _pack(self.body, coding)
        return self._packed[coding]


def _kind(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = "text/javascript" if name.endswith(".js") else kind
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _pack(body: bytes, coding: str) -> bytes:
    return bytes(brotli.compress(body, quality=9)) if coding == "br" else gzip.compress(body, 9, mtime=0)


def coding_for(accept_encoding: str) -> str:
    """The best content coding that the browser takes."""
    taken = {part.split(";")[0].strip() for part in accept_encoding.lower().split(",") if ";q=0" not in part.replace(" ", "")}
    return next((coding for coding in ("br", "gzip") if coding in taken), "")


@lru_cache(maxsize=1)
def ours() -> dict[str, Asset]:
    """Our own files by their path after /lc/."""
    files = {f"img/{path.name}": Asset(path.name, path.read_bytes()) for path in sorted((OURS / "img").iterdir())}
    for name, parts in BUNDLES.items():
        files[name] = Asset(name, _bundle(name, parts, files))
    return files


def _bundle(name: str, parts: Iterable[str], files: dict[str, Asset]) -> bytes:
    if name.endswith(".css"):
        text = "\n".join((OURS / "css" / f"{part}.css").read_text("utf-8") for part in parts)
        return _with_digests(slim(text) if name in _SLIM else text, files).encode()
    text = "\n".join((OURS / "js" / f"{part}.js").read_text("utf-8") for part in parts)
    if len(BUNDLES[name]) == 1:
        return text.encode()
    vendored = (OURS / "vendor" / "idiomorph.min.js").read_text("utf-8") if name in _MORPHING else ""
    return f"(function () {{\n'use strict';\n{vendored}\n{text}\n}})();\n".encode()


def _with_digests(css: str, files: dict[str, Asset]) -> str:
    def named(match: re.Match[str]) -> str:
        return f"/lc/{match[1]}?v={files[match[1]].digest}"

    return re.sub(r"/lc/(img/[\w.-]+)", named, css)


def url(name: str) -> str:
    """The address of one of our files, with its digest: it may be cached for ever."""
    return f"/lc/{name}?v={ours()[name].digest}"


@lru_cache(maxsize=512)
def streamlits(path: str) -> Asset | None:
    """A text file of Streamlit's bundle by its path (`/static/js/…`), or None."""
    if ".." in path or "\\" in path or not path.endswith(_COMPRESSED):
        return None
    root = Path(file_util.get_static_dir())
    file = root / path.lstrip("/")
    return Asset(path, file.read_bytes()) if file.is_file() and file.resolve().is_relative_to(root.resolve()) else None


def warm_up() -> None:
    """Compress what every first visit needs, in the background."""
    threading.Thread(target=_warm, name="linli-assets", daemon=True).start()


def _warm() -> None:
    index = (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")
    first = [streamlits(path) for path in re.findall(r'(?:src|href)="\.(/static/[^"]+\.(?:js|css))"', index)]
    for asset in [*ours().values(), *filter(None, first)]:
        if asset.packable:
            asset.packed("br")
            asset.packed("gzip")
