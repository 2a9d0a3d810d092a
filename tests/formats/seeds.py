"""One honest file of each format, made on the spot: what the fuzzer starts from."""

# Data is easier to compare on one line.
# ruff: noqa: E501

import json
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

import docx
import xlsxwriter

from tests.formats.pictures import png

GIFT = """// Waste
$CATEGORY: civic/waste

::q1:: Which bin takes peelings? {=Green#Right. ~Blue ~%-50%Red#No. ####Peelings are kitchen waste.}

Two of them {~%50%cans ~%50%paper ~%-100%peelings}

The stairwell may be used for storage.{F#It may not.#Right.}

How many numbers does the fire call have? {#3:0}

Call {=119 =%50%110} when it burns.

Match {=fire -> 119 =police -> 110 =ambulance -> 120}

[html]<p>Is <b>this</b> right\\: \\{ \\} \\= \\~ \\#?</p>{T}

Write an essay {}
"""
AIKEN = "Which bin takes peelings?\nA) Green\nB) Blue\nC) Grey\nANSWER: A\n\nMay things stand in the stairwell?\nA. Yes\nB. No\nANSWER: B\n"
CHINESE = """一、单选题
1. 厨余垃圾应当投放到哪个桶？（ A ）
A．绿桶  B．蓝桶  C．灰桶
答案：A
解析：厨余垃圾投绿桶。
2、发现火情应当拨打哪个电话？
A、110
B、119
C、120
正确答案：B
二、多选题
3．下列属于可回收物的是（　）
A. 废纸 B. 易拉罐 C. 果皮
【答案】AB
三、判断题
4. 楼道里可以给电动自行车充电。（ × ）
我的答案:对正确答案:错
四、填空题
5. 火警电话是____。
答案：119
"""
HEAD = ("题型", "题目", "选项A", "选项B", "选项C", "答案", "解析")
ROWS = (
    ("单选", "厨余垃圾投哪个桶？", "绿桶", "蓝桶", "灰桶", "A", "厨余投绿桶。"), ("多选", "可回收的有？", "废纸", "易拉罐", "果皮", "AB", ""),
    ("判断", "楼道里可以充电。", "", "", "", "错", ""), ("单选", "5 元等于多少角？", "5", "50", "500", "B", ""), ("填空", "火警电话", "", "", "", "119", ""),
)
CSV = "\n".join(",".join(f'"{cell}"' if "，" in cell or '"' in cell else cell for cell in row) for row in (HEAD, *ROWS)) + "\n"
MOODLE = f"""<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/civic</text></category></question>
<question type="multichoice"><name><text>n</text></name><questiontext format="html"><text><![CDATA[<p>Which <b>bin</b>? <img src="@@PLUGINFILE@@/a.png"></p>]]></text>
<file name="a.png" path="/" encoding="base64">{png(20, 20)}</file></questiontext><generalfeedback format="html"><text>Peelings.</text></generalfeedback><single>true</single>
<answer fraction="100" format="html"><text>Green</text><feedback><text>Yes &amp; yes</text></feedback></answer><answer fraction="-33.33333"><text>&lt;i&gt;Blue&lt;/i&gt;</text></answer></question>
<question type="truefalse"><questiontext format="markdown"><text>**S** is so</text></questiontext><answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="numerical"><questiontext><text>N</text></questiontext><answer fraction="100"><text>3</text><tolerance>0.5</tolerance></answer></question>
<question type="matching"><questiontext><text>M</text></questiontext><subquestion><text>fire</text><answer><text>119</text></answer></subquestion>
<subquestion><text>police</text><answer><text>110</text></answer></subquestion></question>
<question type="cloze"><questiontext><text>{{1:MC:=a~b}}</text></questiontext></question>
</quiz>
"""
QTI = """<?xml version="1.0"?>
<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment title="Waste"><section>
<item ident="i1"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>multiple_answers_question</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">&lt;p&gt;Which?&lt;/p&gt;</mattext></material><response_lid ident="r1" rcardinality="Multiple"><render_choice>
<response_label ident="1"><material><mattext>a</mattext></material></response_label><response_label ident="2"><material><mattext>b</mattext></material></response_label>
<response_label ident="3"><material><mattext>c</mattext></material></response_label></render_choice></response_lid></presentation>
<resprocessing><respcondition><conditionvar><and><varequal respident="r1">1</varequal><varequal respident="r1">2</varequal><not><varequal respident="r1">3</varequal></not></and></conditionvar>
<setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item></section></assessment></questestinterop>
"""
TRIVIA = {"response_code": 0, "results": [
    {"category": "Science &amp; Nature", "type": "multiple", "difficulty": "easy", "question": "What is 5&deg;?", "correct_answer": "Cold", "incorrect_answers": ["Hot",
        "Warm", "Mild"]},
    {"category": "X", "type": "boolean", "difficulty": "hard", "question": "Is it &quot;so&quot;?", "correct_answer": "True", "incorrect_answers": ["False"]},
]}
PLAIN = [{"chapter": "垃圾分类", "questions": [
    {"type": "单选题", "content": "投哪个桶？", "options": [{"label": "A", "text": "绿"}, {"label": "B", "text": "蓝"}], "answer": "A"}, {},
    {"question": "Q", "choices": ["a", "b", "c"], "answer": 1, "explanation": "so"}, {"题目": "乙", "选项A": "一", "选项B": "二", "答案": "AB"},
]}]
YAML = """topic: {id: fire, zh: 消防, en: Fire}
items:
  - id: fire-01
    kind: single
    level: 1
    stem: {zh: 楼道能堆东西吗？, en: "May things stand there: yes?"}
    options:
      - {zh: 不能, en: "No", key: true}
      - zh: 能
        en: 'Yes'
    explanation:
      zh: 是逃生的路。
      en: >-
        It is
        the way out.
    source: {fact: F-702}
    reviewed_on: 2026-11-23
"""
YAML_PLAIN = "---\n- name: Round\n  questions:\n    - question: Which one?\n      choices: [Spit, 1907, No]\n      answer: 1907\n    - question: Who: me?\n      answer: you\n"
OPENTDB, JSON = json.dumps(TRIVIA, indent=1), json.dumps(PLAIN, ensure_ascii=False, indent=1)


def workbook(rows: Sequence[Sequence[str]] = (HEAD, *ROWS)) -> bytes:
    """The table as .xlsx, some of its cells numbers."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("题库")
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell.isascii() and cell.isdigit() and len(cell) < 300:
                    sheet.write_number(line, place, int(cell))
                else:
                    sheet.write_string(line, place, cell)
    return out.getvalue()


def document(text: str = CHINESE) -> bytes:
    """The Chinese text as .docx, with a table."""
    made = docx.Document()
    for line in text.split("\n"):
        made.add_paragraph(line)
    table = made.add_table(rows=2, cols=3)
    for place, cell in enumerate(("题目", "答案", "解析")):
        table.cell(0, place).text = cell
    out = BytesIO()
    made.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def seeds() -> dict[str, list[tuple[str, bytes]]]:
    """Format to its files as (name, bytes)."""
    return {
        "gift": [("a.gift", GIFT.encode())], "aiken": [("a.txt", AIKEN.encode())],
        "chinese_text": [("题库.txt", CHINESE.encode()), ("题库.txt", CHINESE.encode("gb18030"))],
        "csv": [("a.csv", CSV.encode("gb18030")), ("a.csv", CSV.encode("utf-8-sig")), ("a.tsv", CSV.replace(",", "\t").encode("utf-16"))],
        "xlsx": [("题库.xlsx", workbook())], "docx": [("题库.docx", document())], "moodle_xml": [("a.xml", MOODLE.encode())], "qti": [("a.xml", QTI.encode())],
        "opentdb": [("a.json", OPENTDB.encode())], "json": [("a.json", JSON.encode()), ("a.json", JSON.encode("utf-16"))],
        "yaml": [("a.yaml", YAML.encode()), ("b.yml", YAML_PLAIN.encode())],
    }
