"""No file makes a reader crash, hang or eat memory: 20,000 broken ones, and the bombs that people know."""

# Data is easier to compare on one line.
# ruff: noqa: E501

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.errors import GameError
from linli.questions.formats import reading
from tests.formats import fuzz
from tests.formats.seeds import seeds
from tests.test_structure import ROOT

#: Inputs of each format, 20,000 with Hypothesis's; those that are packed take longer.
COUNTS = dict.fromkeys(seeds(), 2000) | {"xlsx": 700, "docx": 500}
#: Each of Hypothesis's tests.
EXAMPLES = 250
HYPOTHESIS = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
MEMORY_MOST = 500   # MB


@pytest.fixture(autouse=True)
def no_net(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "NET", False)


def test_there_are_20_000_inputs_and_more() -> None:
    assert sum(COUNTS.values()) + 4 * EXAMPLES >= 20_000 and len(COUNTS) == 11


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("code", sorted(COUNTS))
def test_broken_files_of_a_format_are_read_or_refused_in_time(code: str) -> None:
    result = fuzz.run(code, COUNTS[code], seed=1)
    assert result.files == COUNTS[code] and result.questions > result.files // 20
    assert result.slowest < fuzz.SLOWEST, result.slowest_input[:2_000]


def read(data: bytes, name: str) -> None:
    """Read it; refusing is fine."""
    try:
        assert reading.read(data, name).format
    except GameError as refused:
        assert refused.sentence()


NAMES = st.sampled_from(["a.txt", "a.gift", "a.xml", "a.json", "a.yaml", "a.csv", "a.xlsx", "a", ""])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
FIELDS = st.sampled_from(
    "question 题目 content stem type kind options choices A B 选项A 选项B answer 答案 correct_answer incorrect_answers text label key topic items id level results zh en".split(),
)


@HYPOTHESIS
@given(st.binary(max_size=300), NAMES)
def test_any_bytes(data: bytes, name: str) -> None:
    read(data, name)


@HYPOTHESIS
@given(st.text(max_size=300), NAMES)
def test_any_text(text: str, name: str) -> None:
    read(text.encode("utf-8", "replace"), name)


@HYPOTHESIS
@given(st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(FIELDS, inner, max_size=6), max_leaves=25))
def test_any_json(plain: Any) -> None:
    import json

    read(json.dumps(plain).encode(), "a.json")


@HYPOTHESIS
@given(st.lists(st.sampled_from([
    "{", "}", "=", "~", "#", "->", "::", "%50%", "a", "1", "\n", "\n\n", "//", "\\", "A. ", "B．", "答案：A", "ANSWER: A", "1. ", "（ ）", ":", "- ", "  ", "<p>", "&lt;",
    "题目,A,B,答案", ",", '"',
]), max_size=60))
def test_any_row_of_marks(marks: list[str]) -> None:
    read("".join(marks).encode(), "a.txt")


BOMBS = """
import io, sys, time, zipfile
from linli.errors import GameError
from linli.questions.formats import reading
from tests.formats import fuzz
from tests.formats.seeds import workbook
reading.NET = False

def packed(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()

sheet = zipfile.ZipFile(io.BytesIO(workbook()))
parts = {name: sheet.read(name) for name in sheet.namelist()}
cells = b"<row>" + b"<c t='inlineStr'><is><t>x</t></is></c>" * 2_000_000 + b"</row>"
laughs = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "lol">' + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)) + "]>"
bombs = {
    "zeros.xlsx": packed(parts | {"xl/worksheets/sheet1.xml": bytes(300_000_000)}),
    "many.xlsx": packed(parts | {f"xl/media/{n}.png": b"" for n in range(20_000)}),
    "cells.xlsx": packed(parts | {"xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].replace(b"<sheetData>", b"<sheetData>" + cells)}),
    "laughs.xlsx": packed(parts | {"xl/sharedStrings.xml": laughs + "<sst><si><t>&j;</t></si></sst>"}),
    "zeros.docx": packed({"word/document.xml": bytes(300_000_000), "[Content_Types].xml": b"x"}),
    "laughs.docx": packed({"word/document.xml": laughs + "<d>&j;</d>", "[Content_Types].xml": b"x"}),
    "laughs.xml": (laughs + "<quiz><question type='essay'>&j;</question></quiz>").encode(),
    "large.json": bytes(100_000_000), "deep.json": b"[" * 9_000_000, "one.json": b'{"' * 4_000_000, "long.csv": b"a," * 4_500_000, "lines.csv": b"\\n" * 9_000_000,
    "long.gift": b"Q {=" + b"a" * 9_000_000, "braces.gift": b"{" * 9_000_000, "colons.gift": b"::" * 4_500_000, "blocks.gift": b"Q{=a}\\n\\n" * 1_000_000,
    "questions.xml": b"<quiz>" + b"<question type='essay'>" * 390_000, "open.xml": b"<quiz>" + b"<!--" * 2_000_000, "cdata.xml": b"<quiz><question>" + b"<![CDATA[" * 1_000_000,
    "letters.txt": "1. 题（ ）\\nA．甲 B．乙\\n答案：A\\n".encode() * 200_000, "words.txt": ("汉" * 3_000_000).encode(), "dots.txt": b"A." * 4_500_000,
    "options.txt": b"Q\\n" + b"A) x\\n" * 1_500_000 + b"ANSWER: A\\n", "aliases.yaml": b"a: &a [x]\\n" + b"".join(b"b%d: [*a, *a]\\n" % n for n in range(50_000)),
    "long.yaml": b"- question: Q\\n  answer: a\\n" * 40_000,
}
slowest = (0.0, "")
for name, data in bombs.items():
    begun = time.process_time()
    try:
        reading.read(data, name)
    except GameError as refused:
        assert refused.sentence()
    spent = time.process_time() - begun
    print(f"{name} {spent:.2f} {fuzz.peak_memory()}", file=sys.stderr)
    slowest = max(slowest, (spent, name))
print(fuzz.peak_memory(), *slowest)
"""


def test_bombs_stay_under_500_mb_of_memory() -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", BOMBS], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    memory, seconds, name = done.stdout.split()
    assert int(memory) < MEMORY_MOST, done.stderr
    assert float(seconds) < 20, f"{name}: {seconds}"
