"""Pictures that come inside question files: made small and harmless, or left out with a reason."""

import base64
import binascii
import hashlib
import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from PIL import Image, ImageOps

from linli import pictures
from linli.locale import N_
from linli.questions.formats.model import Picture

#: Bytes of a kept picture, and pixels of its longer side.
SIZE_MOST = 200_000
SIDE_MOST = 1_600
#: Pixels of a picture that is opened at all (a phone's photo has 12 million), and of all of a file.
PIXELS_MOST = 16_000_000
PIXELS_OF_FILE = 96_000_000
#: Bytes before it is opened.
RAW_MOST = 6_000_000
_ENDINGS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
_IMG = re.compile(r"<img\b[^<>]{0,2000}?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_MARKDOWN = re.compile(r"!\[[^\]\n]{0,300}\]\(([^)\s]{1,2000})[^)\n]{0,300}\)")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a picture is not kept: an English sentence with named fields, marked by N_."""

    text: str
    fields: dict[str, Any]


class Taker:
    """Takes the pictures of one file, within the limits of a file."""

    def __init__(self) -> None:
        self.pixels = PIXELS_OF_FILE

    def take(self, data: bytes, name: str) -> Picture | LeftOut:
        """The picture re-encoded without whatever came with it (places, thumbnails), or why not."""
        shown = {"name": name[:60]}
        if len(data) > RAW_MOST:
            return LeftOut(N_("the picture {name} is too large and was left out; make it smaller than 6 MB."), shown)
        if data.lstrip()[:200].lower().startswith((b"<svg", b"<?xml", b"<!doctype svg")):
            return LeftOut(N_("the picture {name} is an SVG drawing and was left out; save it as PNG."), shown)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                return self._encoded(data, name)
        except (*pictures.FAULTS, Warning):
            return LeftOut(N_("the picture {name} cannot be opened and was left out; PNG, JPEG, GIF and WebP are kept."), shown)

    def _encoded(self, data: bytes, name: str) -> Picture | LeftOut:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP")) as opened:
            pixels = opened.width * opened.height
            if pixels > PIXELS_MOST or pixels > self.pixels:
                return LeftOut(N_("the picture {name} has too many pixels and was left out; make it smaller."), {"name": name[:60]})
            self.pixels -= pixels
            kind = "JPEG" if opened.format == "JPEG" else "PNG"
            if kind == "JPEG":
                opened.draft("RGB", (SIDE_MOST, SIDE_MOST))
            drawn = ImageOps.exif_transpose(opened)
            drawn.thumbnail((SIDE_MOST, SIDE_MOST))
            drawn = _plain(drawn, kind)
        return _smallest(drawn, kind) or LeftOut(N_("the picture {name} stays over 200 kB and was left out; make it smaller."), {"name": name[:60]})

    def of_base64(self, text: str, name: str) -> Picture | LeftOut:
        """The picture that base64 text holds."""
        if len(text) > RAW_MOST * 2:
            return LeftOut(N_("the picture {name} is too large and was left out; make it smaller than 6 MB."), {"name": name[:60]})
        try:
            data = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            return LeftOut(N_("the picture {name} cannot be opened and was left out; PNG, JPEG, GIF and WebP are kept."), {"name": name[:60]})
        return self.take(data, name)

    def of_source(self, source: str, files: dict[str, str]) -> Picture | LeftOut:
        """The picture that an `src` names: a file that came along (name to base64), or data in the address itself."""
        if source.startswith("data:"):
            head, _comma, text = source.partition(",")
            return self.of_base64(text if ";base64" in head else "", head[5:25])
        name = unquote(source.rpartition("/")[2]).split("?")[0]
        if source.startswith("@@PLUGINFILE@@") or "://" not in source:
            if name in files:
                return self.of_base64(files[name], name)
            return LeftOut(N_("the picture {name} is not in the file and was left out."), {"name": name[:60]})
        return LeftOut(N_("the picture {name} stands on another server and was left out; nothing is fetched from there."), {"name": source[:60]})


def sources(markup: str) -> list[str]:
    """The `src` of every picture in HTML or Markdown, in their order."""
    if "<img" not in markup and "<IMG" not in markup and "![" not in markup:
        return []
    found = [one[0] or one[1] or one[2] for one in _IMG.findall(markup)]
    return found + _MARKDOWN.findall(markup)


def _plain(drawn: Image.Image, kind: str) -> Image.Image:
    if kind == "JPEG":
        return drawn if drawn.mode in ("RGB", "L") else drawn.convert("RGB")
    return drawn if drawn.mode in ("RGB", "RGBA", "L", "LA", "P", "1") else drawn.convert("RGBA")


def _smallest(drawn: Image.Image, kind: str) -> Picture | None:
    """The first of a few encodings that is small enough: as it is, then as a photo, then smaller."""
    for how, side in ((kind, SIDE_MOST), ("JPEG", SIDE_MOST), ("JPEG", 1_000), ("JPEG", 640)):
        if max(drawn.size) > side:
            drawn = drawn.copy()
            drawn.thumbnail((side, side))
        data = pictures.saved(drawn, how)
        if len(data) <= SIZE_MOST:
            name = hashlib.sha256(data).hexdigest()[:32] + _ENDINGS[how]
            return Picture(name, pictures.TYPES[how], data, drawn.width, drawn.height)
    return None
