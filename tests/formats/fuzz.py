"""Broken files without end: honest ones, cut, joined, repeated, nested, mistyped. The same ones for the same seed."""

# Data is easier to compare on one line.
# ruff: noqa: E501

import random
import re
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path

from linli.errors import GameError
from linli.locale import use_language
from linli.questions.formats import reading
from tests.formats.seeds import CHINESE, HEAD, ROWS, seeds, workbook

Mutator = Callable[[random.Random, bytes], bytes]
#: Bytes of one input; larger ones are the business of the bombs in test_fuzz.py.
LONGEST = 60_000
#: Seconds of processor time that one file may take.
SLOWEST = 1.0
#: Bytes that have a meaning somewhere.
_MARKS = (
    b"{", b"}", b"=", b"~", b"#", b"->", b"::", b"%50%", b"//", b"$CATEGORY:", b"\\", b"<", b">", b"&", b"&amp;", b"&nbsp;", b"]]>", b"<![CDATA[", b"<!--", b"-->",
    b"</question>",
    b"<question type=\"multichoice\">", b"<text>", b"<!DOCTYPE x>", b'"', b"'", b":", b": ", b"- ", b"\n- ", b"[", b"]", b",", b";", b"\t", b"\n", b"\n\n", b"\r", b"\0", b"\xff",
    b"\xef\xbb\xbf", b"\xff\xfe", b"*a", b"&a ", b"!!python/object:os.system ", b"|\n", b">-\n", b"---\n", b"9" * 400, b"-1", b"1e999", b"NaN", b"null", b"true", b"ANSWER: Z",
    "答案：".encode(), "A．".encode(), "（ ）".encode(), "｛＝～｝".encode(), "１．".encode(), "\u202e\u200b\ufeff".encode(), "𠮷😀".encode(), "é".encode("cp1252"), "题目".encode("gb18030"),
    b'<img src="data:image/png;base64,AAAA" onerror=x>', b"<table><tr><td>", b"@@PLUGINFILE@@", b"=1+1", b"\\u0000", b"\\ud800",
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def flip(rng: random.Random, data: bytes) -> bytes:
    """Some bytes changed to any others."""
    made = bytearray(data)
    for _each in range(rng.choice((1, 1, 2, 5, 40))):
        if made:
            made[rng.randrange(len(made))] = rng.randrange(256)
    return bytes(made)


def cut(rng: random.Random, data: bytes) -> bytes:
    """A piece taken out, or everything from a place on."""
    if not data:
        return data
    start = rng.randrange(len(data))
    return data[:start] if rng.random() < 0.4 else data[:start] + data[start + rng.choice((1, 2, 10, 100)):]


def insert(rng: random.Random, data: bytes) -> bytes:
    """Marks put in anywhere."""
    for _each in range(rng.choice((1, 1, 2, 6))):
        place = rng.randint(0, len(data))
        data = data[:place] + rng.choice(_MARKS) + data[place:]
    return data


def repeat(rng: random.Random, data: bytes) -> bytes:
    """A piece many times over."""
    if not data:
        return data
    start = rng.randrange(len(data))
    piece = data[start : start + rng.choice((1, 3, 20, 200, 1_000))]
    times = rng.choice((2, 2, 10, 100, 1_000))
    return data[:start] + (piece * times)[:LONGEST] + data[start:]


def nest(rng: random.Random, data: bytes) -> bytes:
    """Something opened very often and seldom closed."""
    opens, closes = rng.choice(((b"[", b"]"), (b"{", b"}"), (b"(", b")"), (b'{"a":', b"}"), (b"<b>", b"</b>"), (b"- ", b""), (b"<question>", b"</question>"), (b"<sub>",
        b"</sub>"), (b"{=", b"~}")))
    times = rng.choice((5, 70, 1_000, 5_000))
    place = rng.randint(0, len(data))
    return data[:place] + opens * times + (closes * times if rng.random() < 0.5 else b"") + data[place:]


def shuffle(rng: random.Random, data: bytes) -> bytes:
    """Lines in another order, some left out."""
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines[: rng.randint(1, len(lines))])


def ends(rng: random.Random, data: bytes) -> bytes:
    """Other line ends, blank lines, blanks before lines."""
    return data.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\n ", b"\n\t", b" ", b"\n0\n")))


def encode(rng: random.Random, data: bytes) -> bytes:
    """The same words in another encoding, with or without a mark."""
    text = data.decode("utf-8", "replace")
    return text.encode(rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "utf-8-sig", "cp1252", "big5")), "replace")


def join(rng: random.Random, data: bytes) -> bytes:
    """A piece of any other format behind it."""
    _name, other = rng.choice([one for files in seeds().values() for one in files if not one[1].startswith(b"PK")])
    return data + rng.choice((b"", b"\n", b"\n\n")) + other[rng.randrange(len(other)):]


MUTATORS: tuple[Mutator, ...] = (flip, cut, insert, insert, repeat, nest, shuffle, ends, encode, join)


def written(rng: random.Random, code: str) -> bytes:
    """A whole workbook or document whose words are broken, not its packing."""
    if code == "docx":
        text = rng.choice(MUTATORS)(rng, CHINESE.encode()).decode("utf-8", "replace")[:3_000]
        return _document(_CONTROL.sub("", text))
    rows = [list(row) for row in (HEAD, *ROWS) if rng.random() < 0.95]
    for _each in range(rng.choice((1, 2, 5, 20))):
        if rows and (row := rng.choice(rows)):
            mark = rng.choice(_MARKS).decode("utf-8", "replace")
            place = rng.randrange(len(row))
            row[place] = rng.choice((mark, row[place] + mark, mark + row[place], "", "对", "ACD", "3", row[place] * 3))
    if rng.random() < 0.2:
        rng.shuffle(rows)
    return workbook([[_CONTROL.sub("", cell) for cell in row] for row in rows])


def _document(text: str) -> bytes:
    """The honest document with other paragraphs."""
    parts = dict(_parts(seeds()["docx"][0][1]))
    head, _body, tail = parts["word/document.xml"].decode().partition("<w:body>")
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    parts["word/document.xml"] = (head + "<w:body>" + paragraphs + tail[tail.rfind("<w:sectPr"):]).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(data)) as old:
        yield from ((name, old.read(name)) for name in old.namelist())


def repacked(rng: random.Random, data: bytes, code: str) -> bytes:
    """An archive with one of its entries changed, or new words in it; now and then the archive itself."""
    way = rng.random()
    if way < 0.1:
        return rng.choice((flip, cut))(rng, data)
    if way < 0.6:
        return written(rng, code)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        inner = [name for name in names if name.endswith(("sheet1.xml", "sharedStrings.xml", "document.xml"))]
        chosen = rng.choice(inner if rng.random() < 0.8 else names)
        for name in names:
            content = old.read(name)
            if name != chosen:
                new.writestr(name, content)
            elif rng.random() < 0.95:
                new.writestr(name, rng.choice(MUTATORS[:6])(rng, content)[:LONGEST])
    return out.getvalue()


def inputs(code: str, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many broken files of a format as (name, bytes)."""
    rng = random.Random(f"{code}-{seed}")
    files = seeds()[code]
    for _each in range(count):
        name, data = rng.choice(files)
        for _again in range(rng.choice((1, 1, 2, 3, 5))):
            if data.startswith(b"PK") and zipfile.is_zipfile(BytesIO(data)) and code in ("xlsx", "docx"):
                data = repacked(rng, data, code)
                break
            data = rng.choice(MUTATORS)(rng, data)[:LONGEST]
        yield (name if rng.random() < 0.9 else rng.choice(("a.txt", "a", "a.json", "a.gift", "a.xml", "a.yaml"))), data


@dataclass(slots=True)
class Result:
    """How a run went: files, those refused as a whole, questions, the slowest file."""

    files: int = 0
    refused: int = 0
    questions: int = 0
    slowest: float = 0.0
    slowest_input: bytes = b""


def run(code: str, count: int, seed: int) -> Result:
    """Read them all with the net off: whatever a reader raises but GameError is raised here."""
    result = Result()
    for name, data in inputs(code, count, seed):
        result.files += 1
        begun = time.process_time()
        try:
            found = reading.read(data, name)
        except GameError as refused:
            assert refused.sentence()
            result.refused += 1
        except BaseException:
            keep(code, name, data)
            raise
        else:
            result.questions += len(found.questions)
            with use_language("zh"):
                assert all(remark.message for remark in found.remarks)
        spent = time.process_time() - begun
        if spent > result.slowest:
            result.slowest, result.slowest_input = spent, data
    return result


def keep(code: str, name: str, data: bytes) -> None:
    """Show the file that broke a reader, to begin from."""
    print(f"{code}: {name} of {len(data)} bytes: {data[:3_000]!r}", file=sys.stderr)


def peak_memory() -> int:
    """The most memory that this process has held, in MB.

    Linux: of this program alone. `ru_maxrss` begins with what the process had held that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(found.split()[1]) // 1_000
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held // (1_000_000 if sys.platform == "darwin" else 1_000)
