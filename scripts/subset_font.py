"""Makes the font that sheets are printed with, from Debian's package fonts-noto-cjk.

    apt-get install fonts-noto-cjk && python scripts/subset_font.py

Written are linli/documents/fonts/LinliSheetSC-Regular.otf, with every character that the
Simplified Chinese face of Noto Sans CJK has outside Hangul, and LinliSheetSC-Bold.otf for
headings, with the characters of GB 2312 (6,763 Han and its signs) and Latin. Hinting is for
screens, and the features for vertical lines, old forms and other regions are not used: they are
left out. Outlines are as they were. The licence (OFL 1.1) asks for another name only where the
name "Source" is used; the family has one of its own so that no installed font takes its place.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

OUT = Path(__file__).resolve().parents[1] / "linli" / "documents" / "fonts"
FROM = Path("/usr/share/fonts/opentype/noto")
FACE = "Noto Sans CJK SC"
FAMILY = "Linli Sheet SC"
#: Latin pairs. The features of regions (locl) would bring the shapes of all of them along, half as much again.
FEATURES = ("kern",)
#: Korean letters and syllables are a fifth of the face, and no Chinese question holds them.
HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0x3200, 0x321E), (0x3260, 0x327F), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xFFA0, 0xFFDC))


def face(weight: str) -> TTFont:
    """The Simplified Chinese face of a weight."""
    collection = TTCollection(FROM / f"NotoSansCJK-{weight}.ttc")
    return next(font for font in collection.fonts if font["name"].getDebugName(1).startswith(FACE) or font["name"].getDebugName(16) == FACE)


def common() -> set[int]:
    """GB 2312, Latin with its marks, and the signs that sheets use."""
    double = {bytes((high, low)).decode("gb2312", "ignore") for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)}
    signs = {*range(0x20, 0x180), *range(0x2010, 0x2040), *range(0x2460, 0x2500), *range(0xFF01, 0xFF5F), *map(ord, "√×☐☑○●□■✓✗〇")}
    return signs | {ord(sign) for sign in double if len(sign) == 1}


def made(weight: str, wanted: set[int] | None) -> TTFont:
    """One weight with the characters wanted, or all but Hangul."""
    font = face(weight)
    has = set(font.getBestCmap())
    kept = has & wanted if wanted else {code for code in has if not any(low <= code <= high for low, high in HANGUL)}
    options = subset.Options(
        layout_features=list(FEATURES), hinting=False, desubroutinize=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        name_languages=[0x409], drop_tables=["DSIG", "VORG", "vhea", "vmtx", "BASE"], glyph_names=False,
    )
    tool = subset.Subsetter(options)
    tool.populate(unicodes=kept)
    tool.subset(font)
    rename(font, weight)
    return font


def rename(font: TTFont, weight: str) -> None:
    """The family's own name, and where it comes from."""
    names = font["name"]
    said = {
        1: FAMILY, 2: weight, 3: f"{FAMILY} {weight}: subset of Noto Sans CJK SC 2.004", 4: f"{FAMILY} {weight}", 6: f"LinliSheetSC-{weight}",
    }
    for number, text in said.items():
        names.setName(text, number, 3, 1, 0x409)
    names.names = [one for one in names.names if one.nameID not in (16, 17, 21, 22)]
    cff = font["CFF "].cff
    cff.fontNames[0] = f"LinliSheetSC-{weight}"
    cff.topDictIndex[0].FamilyName, cff.topDictIndex[0].FullName = FAMILY, f"{FAMILY} {weight}"


def main() -> int:
    """Write both weights and say how large they are."""
    for weight, wanted in (("Regular", None), ("Bold", common())):
        path = OUT / f"LinliSheetSC-{weight}.otf"
        font = made(weight, wanted)
        font.save(path)
        print(f"{path.name}: {len(font.getBestCmap())} characters, {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
