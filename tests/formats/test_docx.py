"""Word files: automatic numbers, tables, text boxes, and files that are refused."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from linli.errors import GameError
from linli.locale import use_language
from linli.questions.formats.docx import read_docx
from linli.questions.formats.reading import read
from tests.formats.books import right

NUMBERING = (
    '<w:abstractNum {ns} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2．"/></w:lvl></w:abstractNum>'
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def saved(made: docx.document.Document) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def typed(*paragraphs: str) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    return saved(made)


def numbered(*paragraphs: tuple[int, str]) -> bytes:
    """Paragraphs with the level of their automatic number; -1 for none."""
    made = docx.Document()
    root = made.part.numbering_part.element
    root.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in paragraphs:
        properties = made.add_paragraph(text)._p.get_or_add_pPr()
        if level >= 0:
            properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>'))
    return saved(made)


def test_typed_paragraphs_are_read_as_a_paper() -> None:
    parsed = read(typed("1. 火警电话是？（ ）", "A．110　B．119", "答案：B　解析：119是火警。", "2. 楼道可以充电。（×）"), "题库.docx")
    assert parsed.format == "docx"
    assert [(q.line, q.type, right(q), q.explanation) for q in parsed.questions] == [
        (1, "single", ["119"], "119是火警。"), (4, "true_false", ["不对"], "")]


def test_automatic_numbers_count_as_numbers() -> None:
    one = [(0, "火警电话是？"), (1, "110"), (1, "119"), (-1, "答案：B")]
    two = [(0, "急救电话是？"), (1, "120"), (1, "119"), (1, "110"), (-1, "答案：A")]
    parsed = read_docx(numbered(*one, *two), "题库.docx")
    assert [(q.line, q.stem, [c.text for c in q.options], right(q)) for q in parsed.questions] == [
        (1, "火警电话是？", ["110", "119"], ["119"]), (5, "急救电话是？", ["120", "119", "110"], ["120"])]


def test_a_table_of_questions_is_read_as_one() -> None:
    made = docx.Document()
    made.add_paragraph("题库")
    rows = [["题目", "选项A", "选项B", "答案"], ["火警电话是？", "110", "119", "B"], ["急救电话是？", "120", "119", "E"]]
    table = made.add_table(len(rows), 4)
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(at, place).text = text
    parsed = read_docx(saved(made), "题库.docx")
    assert [(q.stem, right(q)) for q in parsed.questions] == [("火警电话是？", ["119"])]
    assert [(each.row, each.lost, each.message[:12]) for each in parsed.remarks] == [(3, True, "in table 1: ")]


def test_words_in_a_table_that_only_lays_out_are_read_as_lines() -> None:
    made = docx.Document()
    table = made.add_table(3, 2)
    for at, row in enumerate([["1. 火警电话是？", ""], ["A. 110", "B. 119"], ["答案：B", ""]]):
        for place, text in enumerate(row):
            table.cell(at, place).text = text
    assert [right(q) for q in read_docx(saved(made), "题库.docx").questions] == [["119"]]


def test_line_breaks_inside_a_paragraph_are_lines() -> None:
    parsed = read_docx(typed("1. 火警电话是？\nA. 110\nB. 119\n答案：B"), "题库.docx")
    assert [(q.line, right(q)) for q in parsed.questions] == [(1, ["119"])]


def test_text_boxes_are_left_out_with_a_note() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("1. 楼道可以充电。（×）")
    box = f'<w:r {nsdecls("w")}><w:pict><w:txbxContent><w:p><w:r><w:t>2. 不读</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>'
    paragraph._p.append(parse_xml(box))
    parsed = read_docx(saved(made), "题库.docx")
    assert [q.stem for q in parsed.questions] == ["楼道可以充电。（　）"]
    assert [(each.lost, "text boxes" in each.message) for each in parsed.remarks] == [(False, True)]


def repacked(data: bytes, entry: str, held: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, held if name == entry else old.read(name))
    return out.getvalue()


DOCUMENT = "word/document.xml"


@pytest.mark.parametrize(("data", "words"), [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .xlsx or .docx"),
    (repacked(typed("x"), DOCUMENT, b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'), "was not opened"),
    (repacked(typed("x"), DOCUMENT, b"<w:document" + b" " * 30_000_000), "was not opened"),
    (repacked(typed("x"), DOCUMENT, b"<broken"), "damaged"), (typed("x")[:900], "damaged"),
])
def test_what_is_no_word_file_or_a_hostile_one_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(GameError) as refused:
        read_docx(data, "题库.doc")
    assert words in str(refused.value)
