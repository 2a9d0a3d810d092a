"""PDF by typst with the font that is shipped (fonts/OFL.txt): Chinese prints the same on every machine.

Texts are data in a JSON file beside the template, never markup, so nothing in them can be read as
a command. typst puts an empty box where a font has no sign and says nothing: `missing` is asked first.
"""

import json
import struct
import tempfile
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
REGULAR = FONTS / "LinliSheetSC-Regular.otf"


def made(template: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A PDF of a template of this folder; `data` is what it reads, `pictures` the files that data names.

    Takes some tenths of a second of one core; it is for a worker thread. Leaves no file behind.
    """
    import typst  # some megabytes that only printing needs

    with tempfile.TemporaryDirectory(prefix="linli-pdf-") as folder:
        place = Path(folder)
        (place / "main.typ").write_text((HERE / template).read_text("utf-8"), "utf-8")
        (place / "data.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        for name, content in (pictures or {}).items():
            (place / name).write_bytes(content)
        return typst.compile(str(place / "main.typ"), root=folder, font_paths=[str(FONTS)], ignore_system_fonts=True)


def missing(text: str) -> list[str]:
    """The characters of a text that the font has no sign for, each once, in order."""
    has = coverage()
    return list(dict.fromkeys(sign for sign in text if ord(sign) not in has and not sign.isspace()))


def called(sign: str) -> str:
    """A character that cannot be printed, in a way that can be read: itself and its code point."""
    shown = sign if unicodedata.category(sign)[0] in "LNPS" else ""
    return f"{shown} (U+{ord(sign):04X})".strip()


@lru_cache(maxsize=1)
def coverage() -> frozenset[int]:
    """Every code point that the font has a sign for, read out of the font itself (OpenType `cmap`, format 12)."""
    data = REGULAR.read_bytes()
    tables = {tag: offset for tag, _sum, offset, _length in (struct.unpack_from(">4sIII", data, 12 + 16 * n) for n in range(struct.unpack_from(">H", data, 4)[0]))}
    start = tables[b"cmap"]
    count = struct.unpack_from(">H", data, start + 2)[0]
    offsets = [start + struct.unpack_from(">HHI", data, start + 4 + 8 * n)[2] for n in range(count)]
    wide = next(one for one in offsets if struct.unpack_from(">H", data, one)[0] == 12)
    groups = struct.unpack_from(">I", data, wide + 12)[0]
    spans = (struct.unpack_from(">III", data, wide + 16 + 12 * n) for n in range(groups))
    return frozenset(code for first, last, _glyph in spans for code in range(first, last + 1))
