"""A photo of a place: checked by its content, made small, with nothing kept of where and with what it was taken.

Loaded where a photo arrives, since the library is large. Everything becomes a JPEG of our own encoding.
"""

import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from linli import pictures
from linli.errors import GameError
from linli.locale import N_

#: Bytes of an upload, and of what is kept of it.
UPLOAD_MOST = 12_000_000
KEPT_MOST = 300_000
#: Pixels of the longer side: as it is looked at, and in a list.
SIDE, SMALL_SIDE = 1_600, 320
#: Pixels of what is opened at all. A JPEG is decoded at a fraction of its size (phones take 50 million), other kinds whole.
JPEG_PIXELS, PIXELS = 52_000_000, 24_000_000
#: Passes of a JPEG over its whole picture; cameras and editors make at most a dozen.
SCANS_MOST = 64
_STARTS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"heif", b"mif1", b"msf1", b"avif", b"avis")
_TRIES = ((SIDE, 82), (SIDE, 70), (1_280, 72), (1_000, 68), (800, 60), (640, 50))
#: One after the other: each takes up to 250 MB and half a second.
_one = threading.Lock()


class NoPhoto(GameError):
    """The form came without a picture."""

    def __init__(self) -> None:
        super().__init__(N_("No picture was chosen. Choose one, or take one with the camera, then send it."))


class PhotoTooLarge(GameError):
    """More bytes than are taken."""

    def __init__(self) -> None:
        super().__init__(N_("This picture is larger than 12 MB. Take it again in the camera's usual size, or send a screenshot of it."))


class PhotoTooWide(GameError):
    """More pixels than are opened."""

    def __init__(self) -> None:
        super().__init__(N_("This picture has too many pixels to be opened here. Take it again in the camera's usual size, or send a screenshot of it."))


class HeicPhoto(GameError):
    """An iPhone's own format."""

    def __init__(self) -> None:
        super().__init__(N_(
            "This picture is in the format HEIC, which many phones cannot show. On an iPhone: Settings, Camera, Formats, “Most Compatible”, and take it again;"
            " or send a screenshot of it."
        ))


class NotAPhoto(GameError):
    """Neither of the three kinds, whatever its name says."""

    def __init__(self) -> None:
        super().__init__(N_("This file is no picture that is taken here. Send a JPEG, PNG or WebP; a screenshot of the picture is one."))


class BrokenPhoto(GameError):
    """It begins as a picture and does not go on as one."""

    def __init__(self) -> None:
        super().__init__(N_("This picture is damaged or did not arrive whole. Send it once more; if that does not help, send a screenshot of it."))


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it is kept: two JPEGs, the size of the larger one in pixels."""

    data: bytes
    small: bytes
    width: int
    height: int


def kind(data: bytes) -> str:
    """JPEG, PNG or WEBP, by the first bytes. Raises NoPhoto, PhotoTooLarge, HeicPhoto, NotAPhoto."""
    if not data:
        raise NoPhoto
    if len(data) > UPLOAD_MOST:
        raise PhotoTooLarge
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise HeicPhoto
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    for start, name in _STARTS.items():
        if data.startswith(start):
            return name
    raise NotAPhoto


def made(data: bytes) -> Photo:
    """The photo to keep: turned upright, at most 1,600 pixels and 300 kB, without anything beside the picture.

    Raises NoPhoto, PhotoTooLarge, PhotoTooWide, HeicPhoto, NotAPhoto, BrokenPhoto.
    """
    name = kind(data)
    if name == "JPEG" and data.count(b"\xff\xda") > SCANS_MOST:
        raise BrokenPhoto
    try:
        with _one, Image.open(BytesIO(data), formats=(name,)) as opened:
            if opened.width * opened.height > (JPEG_PIXELS if name == "JPEG" else PIXELS):
                raise PhotoTooWide
            return _encoded(_decoded(opened, name))
    except Image.DecompressionBombError as error:
        raise PhotoTooWide from error
    except pictures.FAULTS as error:
        raise BrokenPhoto from error


def _decoded(opened: Image.Image, name: str) -> Image.Image:
    if name == "JPEG":
        opened.draft("RGB", (SIDE, SIDE))
    opened.load()
    drawn = pictures.on_white(pictures.upright(opened))
    drawn.thumbnail((SIDE, SIDE))
    return drawn


def _encoded(drawn: Image.Image) -> Photo:
    small = drawn.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    for side, quality in _TRIES:
        drawn.thumbnail((side, side))
        data = pictures.saved(drawn, "JPEG", quality)
        if len(data) <= KEPT_MOST:
            break
    return Photo(data, pictures.saved(small, "JPEG", 72), drawn.width, drawn.height)
