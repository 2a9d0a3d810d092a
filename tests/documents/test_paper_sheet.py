"""Paper sheets: what is printed is what the form says, in a font that goes along; nothing becomes an empty box."""

import re
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from linli.community import Compound
from linli.documents import paper_counting, paper_sheet, pdf
from linli.documents.paper_sheet import CannotPrint, Job, Picture
from linli.paper_forms import laid_out
from linli.papers import Paper
from linli.questions import sources
from linli.questions.items import FactSource, Item, LawSource, Option, Text
from linli.rules.settings import Settings

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOSTILE = "#panic() $x^2$ *bold* _it_ @ref <tag> [a](b) \\ ` ~ // 100% {{}} = 1"


def item(number: int, kind: Any = "single", options: int = 4, **changes: Any) -> Item:
    made = Item(
        f"own-{number:02d}", "own", kind, 1, Text(f"第{number}个问题问什么？", f"What does question {number} ask?"),
        tuple(Option(Text(f"题{number}答{place}。", f"answer {number} no {place}."), place == 1 or (kind == "multiple" and place == 0)) for place in range(options)),
        Text(f"解释{number}", f"because of {number}"), LawSource("xiaofang-fa", "第二十八条", "不得占用、堵塞、封闭疏散通道"), date(2026, 11, 20),
    )
    return replace(made, **changes)


def job(items: list[Item], **changes: Any) -> Job:
    paper = Paper("p", "K7M4QX", "冬季知识卷", "Winter paper", "some seed", 3, 30, NOW, NOW + timedelta(days=3), 4, "open", len(items))
    return Job(replace(paper, **changes), items, Settings(community_zh="榕溪社区", community_en="Rongxi"))


@pytest.fixture(scope="module")
def many() -> list[Item]:
    return [item(n, *[("single", 4), ("multiple", 5), ("true_false", 2), ("single", 3)][n % 4]) for n in range(1, 31)]


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def squeezed(made: bytes) -> str:
    return re.sub(r"\s", "", "".join(pages(made)))


@pytest.mark.parametrize(("form", "language", "large"), [(0, "zh", False), (1, "en", False), (2, "zh", True), (3, "zh", False)])
def test_a_sheet_holds_every_question_and_option_in_the_order_of_its_form(many: list[Item], form: int, language: str, large: bool) -> None:
    made = job(many)
    text = squeezed(paper_sheet.form_pdf(made, form, language=language, large=large))
    placed = laid_out(made.paper, many, form)
    words = [re.sub(r"\s", "", getattr(each, language)) for one in placed for each in (one.item.stem, *(one.item.options[n].text for n in one.order))]
    assert [each for each in words if each not in text] == []
    starts = [text.index(each) for each in words]
    assert starts == sorted(starts)


def test_every_page_says_paper_version_form_and_its_number(many: list[Item]) -> None:
    seen = pages(paper_sheet.form_pdf(job(many), 1, large=True))
    assert len(seen) > 2
    for number, text in enumerate(seen, 1):
        assert "K7M 4QX · 第 3 版 · B 卷" in text and f"第 {number} 页，共 {len(seen)} 页" in text
    assert "冬季知识卷" in seen[0] and "榕溪社区" in seen[0] and "30 分钟" in seen[0]
    assert "K7M 4QX · version 3 · form B" in pages(paper_sheet.form_pdf(job(many), 1, language="en"))[-1]


def test_a_sheet_asks_for_the_compound_and_for_no_name(many: list[Item]) -> None:
    homes = [Compound(str(n), f"c{n}", f"小区{n}", "", n, 100, "x", "2026-11-01", "slips") for n in range(3)]
    text = squeezed(paper_sheet.form_pdf(replace(job(many), compounds=homes), 0))
    assert "您住的小区：小区0小区1小区2" in text and "姓名：" not in text and "电话" not in text


def test_forms_differ_and_the_key_fits_each(many: list[Item]) -> None:
    made = job(many)
    placed = [laid_out(made.paper, many, form) for form in range(4)]
    assert len({tuple(one.item.id for one in form) for form in placed}) == 4
    assert [one.item.id for one in placed[0]] == [one.id for one in many]
    text = squeezed(paper_counting.key_pdf(made, sources.read()))
    for form, sign in zip(placed, "ABCD", strict=True):
        assert all(one.item.options[one.order[one.letters.index(letter)]].key for one in form for letter in one.right)
        assert f"{sign}卷" + "".join(f"{one.number}{one.right}" for one in form) in text
    for one in many:
        assert one.explanation.zh in text
    assert "《中华人民共和国消防法》第二十八条：不得占用、堵塞、封闭疏散通道" in text and "请勿外传" in text


def test_the_keys_are_nowhere_on_the_sheet(many: list[Item]) -> None:
    text = squeezed(paper_sheet.form_pdf(job(many), 0))
    assert "解释" not in text and "消防法" not in text


def test_a_tally_sheet_for_each_compound_and_form(many: list[Item]) -> None:
    homes = [Compound(str(n), f"c{n}", f"小区{n}", "", n, 100, "x", "2026-11-01", "slips") for n in range(2)]
    seen = pages(paper_counting.tally_pdf(replace(job(many), compounds=homes)))
    assert len(seen) == 8
    assert [(f"小区 {n // 4}" in text, f"{'ABCD'[n % 4]} 卷" in text, "未答" in text) for n, text in enumerate(seen)] == [(True, True, True)] * 8


def fonts(made: bytes) -> dict[str, bool]:
    """Fonts of a PDF by name, and whether each is embedded."""
    found = {}
    for page in PdfReader(BytesIO(made)).pages:
        for font in page["/Resources"]["/Font"].values():
            for inner in font.get_object()["/DescendantFonts"]:
                descriptor = inner.get_object()["/FontDescriptor"].get_object()
                found[str(descriptor["/FontName"])] = any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found


def test_fonts_are_ours_embedded_and_only_what_is_used(many: list[Item]) -> None:
    made = paper_sheet.form_pdf(job(many), 0)
    assert {name.split("+")[1] for name in fonts(made)} == {"LinliSheetSC-Regular", "LinliSheetSC-Bold"}
    assert all(fonts(made).values()) and len(made) < 300_000


def test_rare_characters_and_signs_print() -> None:
    stem = "𠮷野家的㙍头村：①√×□○《“‘’”》——…㎡℃Ⅳ"
    assert pdf.missing(stem) == []
    made = paper_sheet.form_pdf(job([item(1, stem=Text(stem, "")), item(2)], name_zh="𠮷祥里测验"), 0)
    assert "𠮷祥里测验" in squeezed(made) and stem in squeezed(made)
    assert paper_sheet.clean("☐ ☑ ✔️ ✗ ⭕️") == "□ √ √ × ○"


def test_markup_prints_as_it_is() -> None:
    hostile = [item(1, stem=Text(HOSTILE, HOSTILE), options=4, explanation=Text(HOSTILE, HOSTILE)), item(2)]
    wanted = re.sub(r"\s", "", HOSTILE)
    made = job(hostile, name_zh=HOSTILE[:60])
    assert squeezed(paper_sheet.form_pdf(made, 0)).count(wanted) == 1
    assert squeezed(paper_counting.key_pdf(made, sources.read())).count(wanted) == 2
    assert re.sub(r"\s", "", HOSTILE[:60]) in squeezed(paper_counting.tally_pdf(made))


def test_a_character_that_the_font_lacks_is_named_with_its_question() -> None:
    words = (Option(Text("喜欢🎉", ""), True), Option(Text("不喜欢", ""), False))
    bad = job([item(1), replace(item(7), options=words), item(8, stem=Text("한글?", ""))])
    with pytest.raises(CannotPrint) as refused:
        paper_sheet.form_pdf(bad, 0)
    said = refused.value.sentence()
    letter = laid_out(bad.paper, bad.items, 0)[1].read([0])
    assert f"第 2 题（own-07）选项 {letter}：🎉 (U+1F389)" in said and "第 3 题（own-08）题干：한 (U+D55C)" in said
    with pytest.raises(CannotPrint, match="卷首“🎉卷”"):
        paper_counting.tally_pdf(job([item(1)], name_zh="🎉卷"))


def test_a_picture_of_a_question_is_printed() -> None:
    out = BytesIO()
    Image.new("RGB", (300, 200), "red").save(out, "PNG")
    made = replace(job([item(1, image="a.png")]), pictures={"a.png": Picture("image/png", out.getvalue(), 300)})
    assert [image.image.size for page in PdfReader(BytesIO(paper_sheet.form_pdf(made, 0))).pages for image in page.images if image.image] == [(300, 200)]


def test_the_code_of_the_online_paper_stands_beside_where_its_address_is_known(many: list[Item]) -> None:
    with_code = paper_sheet.form_pdf(replace(job(many), address="http://192.168.1.20:8501/papers?code=K7M4QX"), 0)
    assert "扫码在线答" in pages(with_code)[0] and len(list(PdfReader(BytesIO(with_code)).pages[0].images)) == 1
    assert "扫码在线答" not in pages(paper_sheet.form_pdf(job(many), 0))[0]


def test_eight_options_and_a_hundred_questions_fit() -> None:
    every = [item(n, "multiple", 8, source=FactSource("F-702")) for n in range(1, 101)]
    text = squeezed(paper_sheet.form_pdf(job(every), 3))
    assert "第100个问题问什么？" in text and text.count("（多选）") == 100


def test_nothing_is_left_in_the_folder_for_temporary_files(many: list[Item], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    paper_sheet.form_pdf(job(many), 0)
    assert list(tmp_path.iterdir()) == []
