"""Speaking to whoever sits at the terminal: in which language, and how much a screen line takes."""

import os
import sys
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import TextIO

import segno

from linli.errors import GameError
from linli.locale import LANGUAGES, N_

#: Windows: the primary language that a user's interface has when it is Chinese.
_WINDOWS_CHINESE = 0x04


class NoFile(GameError):
    """A file that somebody named cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(N_("{path} is not there or cannot be read."), path=path)


def read(path: Path) -> bytes:
    """The bytes of a file that somebody named. Raises NoFile."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise NoFile(path) from error


def language(environment: Mapping[str, str]) -> str:
    """The language of the terminal: LINLI_LANG, else Chinese for a Chinese locale, else English."""
    chosen = environment.get("LINLI_LANG", "")[:2].lower()
    if chosen in LANGUAGES:
        return chosen
    # The first one that is set decides, as in the C library.
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if not locale and os.name == "nt":
        return "zh" if _windows_language() == _WINDOWS_CHINESE else "en"
    return "zh" if locale.lower().startswith("zh") else "en"


def _windows_language() -> int:
    import ctypes

    return int(ctypes.windll.kernel32.GetUserDefaultUILanguage()) & 0x3FF  # type: ignore[attr-defined,unused-ignore]


def prepare(*streams: TextIO) -> None:
    """Never fail over a character that this terminal cannot show."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """One line to whoever started the command, at once."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One line about what went wrong."""
    print(text, file=sys.stderr, flush=True)


def qr(address: str) -> str:
    """A small QR code of an address in block characters, for a dark terminal; several lines."""
    drawn = StringIO()
    segno.make(address, error="l", micro=False).terminal(out=drawn, border=2, compact=True)
    return drawn.getvalue().rstrip("\n")
