"""The record sheet on paper: every number of it can be read out of the PDF, on each page and in both languages."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from linli.documents import pdf, record_sheet
from linli.rules.record_set import Line, RecordSet, hours_text, total

CODE = "ABCDEFGH23"
BASE = "https://linli.example"
HOSTILE = "#panic() $x^2$ *bold* _it_ @ref <tag> [a](b) \\ ` ~ // 100% {{}} = 1"


def line(number: int, **changes: object) -> Line:
    made = Line(
        f"r{number}", 1, "signed_in", f"2026-{1 + number // 28:02d}-{1 + number % 28:02d}", f"第{number}次清扫", f"{number}号楼前", f"捡拾{number}袋落叶",
        101 + number, "榕溪物业", "Rongxi Property", "桂姨",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def sheet(*lines: Line, **changes: object) -> RecordSet:
    made = RecordSet(
        "2026-0042", "subject-of-somebody", "2026-01-01", "2026-11-25", total(lines, "signed_in"), total(lines, "supplementary"),
        "榕溪社区居民委员会", "Rongxi Residents' Committee", "李主任", "王敏", "staff:staff-id", "2026-11-26", lines,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def printed(given: RecordSet, base: str = BASE, sample: bool = False) -> tuple[str, str]:
    """The Chinese and the English part, without gaps."""
    seen = pages(record_sheet.sheet_pdf(given, CODE, base=base, sample=sample))
    english = next(place for place, text in enumerate(seen) if "Volunteer service record sheet" in text)
    return squeezed("".join(seen[:english])), squeezed("".join(seen[english:]))


@pytest.mark.parametrize(("signed", "supplementary"), [(1, 0), (0, 1), (28, 2), (180, 20)])
def test_every_number_stands_in_the_text_in_both_languages(signed: int, supplementary: int) -> None:
    every = [line(n) for n in range(signed)] + [line(300 + n, kind="supplementary", act_on="2026-11-07") for n in range(supplementary)]
    given = sheet(*every)
    zh, en = printed(given)
    for text in (zh, en):
        for one in every:
            row = f"{one.act_on}{one.title}{one.location}{one.work}{hours_text(one.minutes)}{one.minutes}"
            assert row in text, row
        assert "2026-0042" in text and "ABCDEFGH23" in text
    for kind, zh_words, en_words, count in (("signed_in", "现场签到合计", "Total,signedin", signed), ("supplementary", "补录合计", "Total,supplementary", supplementary)):
        figures = f"{hours_text(total(every, kind))}{total(every, kind)}"
        assert (f"{zh_words}{figures}" in zh) == (f"{en_words}{figures}" in en) == (count > 0)
    assert "服务期间2026年1月1日至2026年11月25日" in zh and "出具日期2026年11月26日" in zh
    assert "from1January2026to25November2026" in en and "26November2026" in en


def test_the_sheet_says_what_it_is_and_never_that_it_is_certified() -> None:
    zh, en = printed(sheet(line(1)))
    for words in ("志愿服务记录单（待出具单位盖章）", "姓名", "证件号码", "出具单位榕溪社区居民委员会", "负责人（签字）李主任", "经办人王敏", "出具单位盖章处", "https://linli.example/verify"):
        assert words in zh, words
    assert "Courtesytranslation" in en and "IssuedbyRongxiResidents'Committee" in en and "RongxiProperty" in en
    assert "已认证" not in zh + en and "认证" not in zh and "ertified" not in en
    assert "subject-of-somebody" not in zh + en and "staff-id" not in zh + en


def test_table_heads_numbers_and_codes_are_on_every_page() -> None:
    seen = pages(record_sheet.sheet_pdf(sheet(*[line(n) for n in range(200)]), CODE, base=BASE))
    assert len(seen) > 8
    for number, text in enumerate(seen, 1):
        assert "2026-0042" in text and "ABCDE FGH23" in text
        assert f"第 {number} 页，共 {len(seen)} 页" in text or f"page {number} of {len(seen)}" in text
        assert re.search(r"\d{4}-\d\d-\d\d\s*第", text) is None or "服务内容" in text or "Content" in text


def test_the_qr_code_leads_to_the_filled_in_page() -> None:
    assert record_sheet.verify_url(BASE + "/", "2026-0042", CODE) == "https://linli.example/verify?n=2026-0042&c=ABCDEFGH23"
    made = record_sheet.sheet_pdf(sheet(line(1)), CODE, base=BASE)
    assert [len(list(page.images)) for page in PdfReader(BytesIO(made)).pages] == [1, 1]
    bare = record_sheet.sheet_pdf(sheet(line(1)), CODE)
    assert [len(list(page.images)) for page in PdfReader(BytesIO(bare)).pages] == [0, 0] and "核验记录单" in squeezed("".join(pages(bare)))


def test_rare_characters_print_and_what_the_font_lacks_is_named() -> None:
    zh, en = printed(sheet(line(1, title="𠮷祥里清扫", in_charge="㙍大姐", work="种花🎉和𪚥")))
    assert "𠮷祥里清扫" in zh and "𠮷祥里清扫" in en and "㙍大姐" in zh
    assert "种花[U+1F389]和[U+2A6A5]" in zh and "有些字在字库里没有，方括号里是它们的编码：[U+1F389]、[U+2A6A5]。请手写补上。" in zh
    assert "[U+1F389],[U+2A6A5]" in en
    assert "字库" not in printed(sheet(line(1, title="𠮷祥里清扫")))[0] and pdf.missing("𠮷㙍") == []


def test_long_words_break_within_their_cells() -> None:
    """Of the letters a to j about 24 fit into the widest column, 11 into the narrowest."""
    word = "abcdefghij" * 8
    long = line(1, title=word[:40], location=word, work=word * 5, unit=word[:60], unit_en=word[:60], in_charge=word[:40])
    seen = "\n".join(pages(record_sheet.sheet_pdf(sheet(long, line(2, work="清扫" * 200)), CODE, base=BASE)))
    assert max(map(len, re.findall("[a-j]+", seen))) <= 30
    assert squeezed(seen).count(word * 5) == 2 and squeezed(seen).count("清扫" * 200) == 2


def test_markup_prints_as_it_is() -> None:
    zh, en = printed(sheet(line(1, title=HOSTILE, work=HOSTILE), in_charge=HOSTILE[:40], issuer=HOSTILE))
    assert zh.count(squeezed(HOSTILE)) == 3 and en.count(squeezed(HOSTILE)) == 2


def test_blank_lines_stand_where_a_pen_fills_in() -> None:
    zh, _en = printed(sheet(line(1), in_charge="", handler="", issuer="", issuer_en=""))
    assert "出具单位负责人（签字）经办人出具日期2026年11月26日" in zh


def test_sample_data_is_marked() -> None:
    assert "演示数据" in printed(sheet(line(1)), sample=True)[0] and "演示数据" not in printed(sheet(line(1)))[0]


def test_fonts_are_embedded_and_the_file_is_small() -> None:
    made = record_sheet.sheet_pdf(sheet(*[line(n) for n in range(30)]), CODE, base=BASE)
    for page in PdfReader(BytesIO(made)).pages:
        for font in page["/Resources"]["/Font"].values():
            for inner in font.get_object()["/DescendantFonts"]:
                descriptor = inner.get_object()["/FontDescriptor"].get_object()
                assert "LinliSheetSC" in str(descriptor["/FontName"]) and {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
    assert len(made) < 400_000
