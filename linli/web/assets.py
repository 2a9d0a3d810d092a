"""Static files, bundled, hashed and compressed: ours under /lc/, Streamlit's under /static/.

Streamlit serves its 2.6 MB bundle uncompressed on purpose; a phone on a slow network waits twice
as long for it. Each file is compressed once, when it is first asked for or in the background at
the start, and kept in a cache in the checkout.
"""

import gzip
import hashlib
import mimetypes
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import brotli
from streamlit import file_util

from linli.web.slim import slim

OURS = Path(__file__).parent / "static"
ROOT = Path(__file__).resolve().parents[2]
#: Compressed files by digest, shared by every start from this checkout.
CACHE = ROOT / ".cache" / "static"
CODINGS = ("br", "gzip")
BUNDLES: dict[str, tuple[str, ...]] = {
    "linli.css": ("tokens", "icons", "base", "quiz", "paper", "board", "forms", "streamlit", "resident", "volunteer", "organiser", "kiosk"),
    "plain.css": ("tokens", "icons", "base", "forms", "plain"),
    "kiosk.css": ("tokens", "icons", "base", "quiz", "kiosk"),
    "hall.css": ("tokens", "base", "hall"),
    "field.css": ("tokens", "icons", "field"),
    "tick.css": ("tokens", "icons", "base", "forms", "plain", "tick"),
    "evidence.css": ("tokens", "icons", "base", "forms", "plain", "evidence"),
    "tally.css": ("tokens", "icons", "base", "forms", "plain", "tally"),
    "sign_sheet.css": ("tokens", "icons", "base", "forms", "plain", "sign_sheet"),
    "linli.js": ("core", "nav", "live", "quiz", "paper", "report", "listen", "share", "idle", "resident", "labels"),
    "plain.js": ("core", "plain", "idle"),
    "tally.js": ("core", "plain", "tally"),
    "sign_sheet.js": ("core", "plain", "sign_sheet"),
    "hall.js": ("core", "live", "hall"),
    "field.js": ("field",),
    "tick.js": ("core", "live", "plain", "online", "away", "queue", "names", "code", "tick"),
    "evidence.js": ("core", "plain", "online", "evidence"),
    "kiosk.js": ("core", "nav", "live", "quiz", "report", "listen", "idle", "keys"),
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
    """One file as it goes out: its bytes, its type, its digest and its compressed forms.

    Our own are kept in memory; Streamlit's 26 MB are read from the disk whenever they are asked
    for, compressed ones from the cache.
    """

    def __init__(self, name: str, body: bytes | Path) -> None:
        self.name = name
        self._body = body
        self.kind = _kind(name)
        whole = self.body
        self.size = len(whole)
        self.digest = hashlib.sha256(whole).hexdigest()[:12]
        self._packed: dict[str, bytes] = {}

    @property
    def body(self) -> bytes:
        """The bytes as they are."""
        return self._body if isinstance(self._body, bytes) else self._body.read_bytes()

    @property
    def packable(self) -> bool:
        """Whether compressing it is worth while."""
        return self.name.endswith(_COMPRESSED) and self.size > 400

    def ready(self, coding: str) -> bool:
        """Whether that form is in memory, so that sending it costs nothing."""
        return coding in self._packed or (coding == "" and isinstance(self._body, bytes))

    def packed(self, coding: str) -> bytes:
        """The bytes in a content coding: br, gzip, or "" as they are."""
        if not coding:
            return self.body
        if coding in self._packed:
            return self._packed[coding]
        stored = CACHE / f"{self.digest}.{coding}"
        found = _stored(stored) or _store(stored, _pack(self.body, coding))
        if isinstance(self._body, bytes):
            self._packed[coding] = found
        return found


def _stored(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _store(path: Path, data: bytes) -> bytes:
    """Keep a compressed file for the next start, if the folder can be written."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f"{path.suffix}.{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(path)
    return data


def _kind(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kind = "text/javascript" if name.endswith(".js") else kind
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _pack(body: bytes, coding: str) -> bytes:
    return bytes(brotli.compress(body, quality=9)) if coding == "br" else gzip.compress(body, 9, mtime=0)


def coding_for(accept_encoding: str) -> str:
    """The best content coding that the browser takes."""
    taken = {part.split(";")[0].strip() for part in accept_encoding.lower().split(",") if ";q=0" not in part.replace(" ", "")}
    return next((coding for coding in CODINGS if coding in taken), "")


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
    return Asset(path, file) if file.is_file() and file.resolve().is_relative_to(root.resolve()) else None


def warm_up() -> None:
    """Compress what every first visit needs, in the background and in a process of its own.

    Compressing takes 25 MB that this process would not give back. Nothing is started when the
    cache has it all.
    """
    if not all((CACHE / f"{asset.digest}.{coding}").exists() for asset in first_visit() for coding in CODINGS):
        subprocess.Popen([sys.executable, "-m", "linli.web.assets"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def first_visit() -> list[Asset]:
    """Our own files and those that Streamlit's first page names, as far as they are compressed."""
    index = (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")
    named = [streamlits(path) for path in re.findall(r'(?:src|href)="\.(/static/[^"]+\.(?:js|css))"', index)]
    return [asset for asset in [*ours().values(), *filter(None, named)] if asset.packable]


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)
    for one in first_visit():
        for way in CODINGS:
            one.packed(way)
