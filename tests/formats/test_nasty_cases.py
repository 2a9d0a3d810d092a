"""The twenty nastiest cases that people bring, each as a file of our own: what is read, and what is said.

Every case: the file's name and bytes; the questions as (line, kind, right options); words that
the remarks must hold, with their line or row.
"""

import base64
import gzip
import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook
from PIL import Image

from linli.errors import GameError
from linli.locale import use_language
from linli.questions.formats import reading
from linli.questions.formats.model import Parsed

Seen = tuple[int, str, tuple[str, ...]]
GOOD = "{=不能 ~能}"
HEAD = "题型,题目,选项A,选项B,答案\n"


def book(*rows: Sequence[object], percent: Sequence[str] = ()) -> bytes:
    """A workbook with these rows; `percent`: cells that Excel shows as percent."""
    made, out = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(list(row))
    for cell in percent:
        made.active[cell].number_format = "0%"
    made.save(out)
    return out.getvalue()


def picture() -> str:
    """A PNG of one pixel, as base64."""
    out = io.BytesIO()
    Image.new("RGB", (1, 1)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def xml(questions: str) -> str:
    return f'<?xml version="1.0"?><quiz>\n{questions}\n</quiz>'


def true_false(stem: str) -> str:
    return (
        f'<question type="truefalse"><questiontext><text>{stem}</text></questiontext>'
        '<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>'
    )


PICTURED = (
    '<question type="multichoice"><questiontext format="html"><text><![CDATA[<p onclick="x()">看图<script>alert(1)</script>'
    f'<img src="@@PLUGINFILE@@/a.png" onerror="y()"></p>]]></text><file name="a.png" encoding="base64">{picture()}</file></questiontext>'
    '<single>true</single><answer fraction="100"><text>对</text></answer><answer fraction="0"><text>错</text></answer></question>'
)
TRIVIA = (
    '{"response_code":0,"results":[{"type":"boolean","difficulty":"easy","category":"c",'
    '"question":"&quot;5 &amp;lt; 6&quot; at 20&deg;","correct_answer":"True","incorrect_answers":["False"]}]}'
)
QUIZIZZ = (
    "Question Text,Question Type,Option 1,Option 2,Option 3,Option 4,Option 5,Correct Answer,Time in seconds,Image Link,Answer explanation\n"
    '"here goes the text of the question\n(needed)",which type,one option,another,,,,which option is right,seconds,,\n'
    "能充电吗？,Multiple Choice,不能,能,,,,1,30,,\n"
)

CASES: dict[str, tuple[str, str | bytes, list[Seen], list[tuple[int, str]]]] = {
    "1 $CATEGORY glued to a question": (
        "a.gift", f"$CATEGORY: 楼道\n能堆吗？{GOOD}\n\n能充电吗？{GOOD}\n", [(2, "single", ("不能",)), (4, "single", ("不能",))], [(1, "both were read")]),
    "2 an empty line inside braces": ("a.gift", "能堆吗？{\n=不能\n\n~能\n}\n", [(1, "single", ("不能",))], [(3, "empty line stands inside")]),
    "3 two questions without an empty line": (
        "a.gift", f"能堆吗？{GOOD}\n能充电吗？{GOOD}\n", [(1, "single", ("不能",)), (2, "single", ("不能",))], [(2, "no empty line stands before")]),
    "4 two full options in a single choice": ("a.gift", "哪些对？{=甲 =乙 ~丙}\n", [(1, "multiple", ("甲", "乙"))], [(1, "multiple choice")]),
    "5 no right option": ("a.gift", f"哪个对？{{~甲 ~乙}}\n\n能充电吗？{GOOD}\n", [(3, "single", ("不能",))], [(1, "no option is marked as right")]),
    "6 part of the credit": ("a.gift", "哪个好？{=甲 ~%50%乙 ~%-33.33333%丙}\n", [(1, "single", ("甲",))], [(1, "part of the credit")]),
    "7 dialects that are no GIFT": (
        "a.gift", "{1:MC:~=甲~乙}\n\n首都是{~=北京 ~上海}\n\n[北京]是首都\n", [], [(1, "Cloze"), (3, "~="), (5, "square brackets")]),
    "8 full-width and lower-case letters": (
        "a.csv", (HEAD + "单选,能充电吗？,不能,能,Ａ\n单选,能堆吗？,能,不能, b\n").encode("gb18030"), [(2, "single", ("不能",)), (3, "single", ("不能",))], []),
    "9 three hundred rows without an answer": (
        "a.csv", HEAD + "".join(f"多选,第{number}题哪些对？,甲,乙,\n" for number in range(300)), [], [(2, "300 rows have no answer: rows 2–301")]),
    "10 number cells": (
        "a.xlsx", book(["题目", "选项A", "选项B", "答案"], ["几月？", 4, 9.0, "A"], ["多少？", 0.5, 0.25, "A"], percent=("B3", "C3")),
        [(2, "single", ("4",)), (3, "single", ("50%",))], []),
    "11 a hundred numbered rows and no question": (
        "a.xlsx", book(["编号", "题目", "选项A", "选项B", "答案"], *([number] for number in range(1, 101))), [], [(0, "no question was found")]),
    "12 the row that explains the columns": ("a.csv", QUIZIZZ, [(3, "single", ("不能",))], [(2, "explains the columns")]),
    "13 UTF-16, a lone CR, mixed line ends": (
        "a.csv", "题目,选项A,选项B,答案\r能充电吗？,不能,能,A\r\n能堆吗？,不能,能,A\n".encode("utf-16"), [(2, "single", ("不能",)), (3, "single", ("不能",))], []),
    "13 Windows-1252": ("a.csv", "question,option a,option b,answer\nCafé?,Yes’s,No,A\n".encode("cp1252"), [(2, "single", ("Yes’s",))], []),
    "14 my answer and the right answer on one line": (
        "a.txt", "1、能充电吗？\nA、能\nB、看情况\nC、不能\n我的答案:B正确答案:C\n", [(1, "single", ("不能",))], []),
    "15 options in one cell": ("a.csv", '题目,选项,答案\n能充电吗？,"Ａ．能\nＢ．不能 C:\\\\路径/子",B\n', [(2, "single", ("不能",))], []),
    "16 XML that is not well formed": (
        "a.xml", xml(true_false("能充电&uarr;吗") + "\n" + true_false("能堆吗")), [(2, "true_false", ("不对",)), (3, "true_false", ("不对",))], [(2, "&uarr;")]),
    "17 pictures and scripts in a stem": ("a.xml", xml(PICTURED), [(2, "single", ("对",))], []),
    "18 signs of markup in plain text": ("a.txt", "哪个是标记？\nA) <b>\nB) &amp;\nANSWER: A\n", [(1, "single", ("<b>",))], []),
    "18 entities decoded once": ("a.json", TRIVIA, [(1, "true_false", ("对",))], []),
    "19 the same option twice, a letter beyond them": (
        "a.txt", "哪个对？\nA) 甲\nB) 甲\nANSWER: A\n\n哪个错？\nA) 甲\nB) 乙\nANSWER: D\n", [], [(1, "are the same"), (9, "does not have")]),
    "19 an answer that is no option": ("a.csv", "题目,选项A,选项B,答案\n能充电吗？,不能,能,也许\n", [], [(2, "none of the options")]),
    "20 a colon, a No and a number in YAML": (
        "a.yml", "- question: 能充电吗: 楼道里\n  options: [不能, 能]\n  answer: 不能\n- question: 能堆吗\n  options: [No, 1e3]\n  answer: No\n",
        [(1, "single", ("不能",)), (4, "single", ("No",))], [(1, "holds a colon")]),
    "20 empty objects": (
        "a.json", '[{},\n{"question":"能充电吗","options":["不能","能"],"answer":"A"},\n{}]', [(2, "single", ("不能",))], [(1, "empty"), (3, "empty")]),
    "20 YAML under another ending": ("a.txt", "- question: 能堆吗\n  options: [不能, 能]\n  answer: 不能\n", [(1, "single", ("不能",))], []),
}


def read(name: str, data: str | bytes) -> Parsed:
    with use_language("en"):
        return reading.read(data if isinstance(data, bytes) else data.encode(), name)


@pytest.mark.parametrize("case", CASES)
def test_a_nasty_file_is_read_or_refused_question_by_question(case: str) -> None:
    name, data, questions, remarks = CASES[case]
    with use_language("en"):
        found = read(name, data)
        said = [(remark.line or remark.row or 0, remark.message) for remark in found.remarks]
    assert [(one.line, one.type, tuple(choice.text for choice in one.options if choice.correct)) for one in found.questions] == questions
    assert all(one.playable for one in found.questions)
    assert len(said) == len(remarks) or case.startswith(("20 a colon",)), said
    for place, words in remarks:
        assert any(words in message and at == place for at, message in said), (place, words, said)


def test_a_script_is_gone_and_a_small_picture_stays() -> None:
    question = read("a.xml", xml(PICTURED)).questions[0]
    assert question.stem == "看图"
    assert question.picture and question.picture.type == "image/png"


def test_an_entity_is_decoded_once_and_not_twice() -> None:
    assert read("a.json", TRIVIA).questions[0].stem == '"5 &lt; 6" at 20°'


def test_bombs_are_refused_before_they_are_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    for name, data in (("a.xlsx", out.getvalue()), ("a.cqa", gzip.compress(b"0" * 1_000_000))):
        with pytest.raises(GameError):
            read(name, data)
