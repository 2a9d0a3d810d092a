"""Which file is what, what is refused at once, and what the command prints."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from linli.errors import GameError
from linli.locale import use_language
from linli.questions.formats import reading
from linli.questions.formats.refusals import Bomb, Broken, EmptyFile, NotQuestions, TooLarge
from tests.formats.pictures import png
from tests.test_structure import ROOT

GIFT = "::q1:: Which bin? {=Green ~Blue}\n"
AIKEN = "Which bin?\nA) Green\nB) Blue\nANSWER: A\n"
CHINESE = "1. 厨余垃圾投哪个桶？（ ）\nA．绿桶\nB．蓝桶\n答案：A\n解析：绿色是厨余。\n"
XML = (
    '<quiz><question type="truefalse"><questiontext><text>S</text></questiontext><answer fraction="100"><text>true</text></answer>'
    '<answer fraction="0"><text>false</text></answer></question></quiz>'
)
CANVAS = """<?xml version="1.0"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment title="Waste"><section ident="r">
<item ident="i1"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">&lt;p&gt;Which?&lt;/p&gt;</mattext></material><response_lid ident="r1" rcardinality="{many}"><render_choice>
<response_label ident="1"><material><mattext texttype="text/plain">{a}</mattext></material></response_label>
<response_label ident="2"><material><mattext texttype="text/plain">{b}</mattext></material></response_label>
<response_label ident="3"><material><mattext texttype="text/plain">c</mattext></material></response_label></render_choice></response_lid></presentation>
<resprocessing><respcondition><conditionvar>{right}</conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item>
</section></assessment></questestinterop>"""


def packed(**entries: bytes) -> bytes:
    """A zip with these entries."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.txt", "a", "quiz.gift", "问卷.text"])
@pytest.mark.parametrize(("content", "code"), [(GIFT, "gift"), (AIKEN, "aiken"), (XML, "moodle_xml"), ('[{"question": "Q", "answer": "a"}]', "json")])
def test_a_file_is_what_it_holds_whatever_its_name(content: str, code: str, name: str) -> None:
    found = reading.read(content.encode(), name)
    assert (found.format, len(found.questions)) == (code, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_office_encoding_is_read(encoding: str) -> None:
    found = reading.read("厨余垃圾投哪个桶？ {=绿桶 ~蓝桶}\n".encode(encoding), "a.gift")
    assert [one.stem for one in found.questions] == ["厨余垃圾投哪个桶？"]


@pytest.mark.parametrize(("kind", "many", "right", "a", "b", "expected"), [
    ("multiple_choice_question", "Single", '<varequal respident="r1">2</varequal>', "a", "b", ("single", [False, True, False])),
    ("multiple_answers_question", "Multiple",
     '<and><varequal respident="r1">1</varequal><not><varequal respident="r1">2</varequal></not><varequal respident="r1">3</varequal></and>',
     "a", "b", ("multiple", [True, False, True])),
])
def test_canvas_questions_are_read(kind: str, many: str, right: str, a: str, b: str, expected: tuple[str, list[bool]]) -> None:
    found = reading.read(CANVAS.format(kind=kind, many=many, right=right, a=a, b=b).encode(), "canvas.xml")
    [one] = found.questions
    assert (found.format, one.stem, one.topic, one.line) == ("qti", "Which?", "Waste", 2) and (one.type, [c.correct for c in one.options]) == expected


def test_canvas_questions_that_cannot_be_played_are_refused_by_name() -> None:
    found = reading.read(CANVAS.format(kind="matching_question", many="Single", right="", a="a", b="b").encode(), "canvas.xml")
    with use_language("en"):
        assert found.questions == () and "'matching_question'" in found.remarks[0].message and found.remarks[0].line == 2


REFUSED = [
    (b"", "a.txt", EmptyFile), (b" \n\t\r\n", "a.csv", EmptyFile), (b"\xef\xbb\xbf", "a.csv", EmptyFile), (b"\xff\xfe", "a.csv", EmptyFile),
    (b"%PDF-1.7 ...", "a.pdf", NotQuestions), (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.xlsx", NotQuestions), (b"\xff\xd8\xff\xe0" + bytes(50), "a.jpg", NotQuestions),
    (b"\x1f\x8b\x08" + bytes(50), "a.cqa", NotQuestions), (b"\x1f\x8b\x08" + bytes(50), "a.mbz", NotQuestions), (b"{\\rtf1 x}", "a.rtf", NotQuestions),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", GameError), (b"<!DOCTYPE html><html><body>x</body></html>", "a.html", NotQuestions),
    (packed(**{"h5p.json": b"{}", "content.json": b"{}"}), "a.h5p", NotQuestions), (packed(**{"imsmanifest.xml": b"<manifest/>"}), "a.zip", NotQuestions),
    (packed(ppt__slides=b"x"), "a.pptx", NotQuestions), (packed(mimetype=b"x", **{"content.xml": b"x"}), "a.ods", NotQuestions), (packed(other=b"x"), "a.zip", NotQuestions),
    (packed(xl__workbook=b"x")[:40], "a.xlsx", Broken), (bytes(range(256)) * 20, "a.bin", GameError), (b"\0" * 1000, "a.txt", EmptyFile),
]


@pytest.mark.parametrize(("data", "name", "kind"), REFUSED, ids=[f"{name}-{number}" for number, (_data, name, _kind) in enumerate(REFUSED)])
def test_what_is_no_question_file_is_refused_by_name(data: bytes, name: str, kind: type[GameError]) -> None:
    with use_language("zh"), pytest.raises(kind) as refused:
        reading.read(data, name)
    assert name in refused.value.sentence()


def test_too_large_a_file_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(TooLarge, match="100 MB"):
        reading.read(bytes(100_000_000), "a.xlsx")


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "word/document.xml", "other"])
def test_a_zip_bomb_is_refused_at_once(name: str) -> None:
    with pytest.raises(Bomb):
        reading.read(packed(**{name: bytes(150_000_000), "xl/workbook.xml": b"x"}), "bomb.xlsx")


def test_words_that_are_no_questions_get_a_remark_that_says_what_is_read() -> None:
    found = reading.read("亲爱的居民：明天上午停水，请提前储水。".encode(), "通知.txt")
    with use_language("zh"):
        assert found.questions == () and "没有认出题目" in found.remarks[0].message


def test_a_fault_of_our_own_becomes_a_sentence_and_is_not_hidden_when_the_net_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_anything: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr(reading, "_reader", lambda _code: broken)
    with use_language("en"):
        assert "a fault of this product" in reading.read(GIFT.encode(), "a.gift").remarks[0].message
    monkeypatch.setattr(reading, "NET", False)
    with pytest.raises(KeyError):
        reading.read(GIFT.encode(), "a.gift")


def show(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does."""
    command = [sys.executable, "-m", "linli", "questions", "show", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=30, check=False, env={"LINLI_LANG": "zh", "PATH": ""})


def test_show_prints_the_published_shape(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GIFT + "\nEssay {}\n", "utf-8")
    done = show(str(path), "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0 and found["format"] == "gift" and found.keys() == {"format", "questions", "faults"}
    assert found["questions"][0] == {
        "type": "single", "stem": "Which bin?", "playable": True, "explanation": "", "line": 1,
        "options": [{"text": "Green", "correct": True, "weight": 100.0, "feedback": ""}, {"text": "Blue", "correct": False, "weight": 0.0, "feedback": ""}],
    }
    assert [(one["line"], one["row"]) for one in found["faults"]] == [(3, None)]


@pytest.mark.parametrize(("name", "data"), [("a.pdf", b"%PDF-1.4"), ("a.txt", b"nothing here")])
def test_show_ends_with_2_where_nothing_was_read_and_keeps_the_shape(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    done = show(str(tmp_path / name), "--json")
    [fault] = json.loads(done.stdout)["faults"]
    assert done.returncode == 2 and (fault["line"], fault["row"]) == (None, None) and fault["message"]
    assert show(str(tmp_path / name)).returncode == 2 and show(str(tmp_path / "missing"), "--json").returncode == 2


def test_an_embedded_data_address_is_a_picture() -> None:
    body = XML.replace("<text>S</text>", f'<text><![CDATA[S <img src="data:image/png;base64,{png(10, 10)}">]]></text>')
    assert reading.read(body.encode(), "a.xml").questions[0].picture
