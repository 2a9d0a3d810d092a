"""The sign-in sheet on paper: what stands on it can be read back, 200 names fit on pages, and nothing becomes an empty box unseen."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from linli.documents import sign_sheet
from linli.documents.paper_sheet import CannotPrint
from linli.rules.crediting import Interval, Plan
from linli.rules.settings import Settings
from linli.volunteer.sign_sheets import Line, Printable

NINE = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
NAMES = ("玉兰花开", "阿𠮷", "Mei", "#panic()", "<b>x</b> $1")


def line(row: int, name: str, player: str) -> Line:
    return Line(row, f"R{row:04d}".replace("0", "A"), "subject" if name else None, name, player, None, None)


def sheet(people: int, blanks: int = 3, **changes: str) -> Printable:
    lines = [line(row, NAMES[row % len(NAMES)], f"{100000 + row}") for row in range(1, people + 1)]
    lines += [line(row, "", "") for row in range(people + 1, people + blanks + 1)]
    plan = Plan(NINE, NINE + timedelta(hours=2), (Interval(NINE + timedelta(minutes=60), NINE + timedelta(minutes=70)),))
    given = {"title": "东门清扫", "location": "玉兰苑东门", "unit": "物业", "in_charge": "桂阿姨", "work": "清扫小路", "risk": "落叶湿滑，请穿防滑鞋"} | changes
    return Printable("K7M4QX", act_on="2026-11-28", plan=plan, insured=True, lines=tuple(lines), **given)


def pages(made: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(made)).pages]


@pytest.mark.parametrize(("language", "words"), [
    ("zh", ("2026年11月28日", "9:00–11:00", "10:00–10:10", "风险提示落叶湿滑，请穿防滑鞋", "开始点人数", "签名", "Signature", "已为志愿者投保")),
    ("en", ("28November2026", "9:00–11:00", "10:00–10:10", "Risks落叶湿滑，请穿防滑鞋", "Headcount,start", "Signature", "签名", "Volunteersareinsured.")),
])
def test_it_holds_the_activity_the_risks_and_both_languages(language: str, words: tuple[str, ...]) -> None:
    text = "".join(pages(sign_sheet.sheet_pdf(sheet(5), Settings(), language=language)))
    assert [one for one in words if one not in text] == []
    assert all(re.sub(r"\s", "", name) in text for name in NAMES)


def test_two_hundred_names_fit_on_a4_and_every_page_says_which_sheet_it_is() -> None:
    made = sign_sheet.sheet_pdf(sheet(200, 12), Settings(), address="http://192.168.1.20:8501/sign-sheet/K7M4QX")
    reader = PdfReader(BytesIO(made))
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages} == {(595, 842)}
    each = pages(made)
    assert 9 <= len(each) <= 11
    assert all("K7M4QX" in text and "东门清扫" in text for text in each)
    text = "".join(each)
    assert [row for row in range(1, 201) if f"{100000 + row}" not in text] == []
    assert [row for row in range(1, 213) if line(row, "", "").code not in text] == []


def test_a_sign_of_a_nickname_that_the_font_lacks_is_told_to_be_one() -> None:
    made = sheet(0, 1)
    odd = Printable(**{**vars(made), "lines": (line(1, "Wu 🌼", "123456"), *made.lines)})
    text = "".join(pages(sign_sheet.sheet_pdf(odd, Settings())))
    assert f"Wu{sign_sheet.STAND_IN}" in text
    assert "123456" in text


def test_words_that_cannot_be_printed_are_named_before_anything_is() -> None:
    with pytest.raises(CannotPrint, match="U\\+1F33C"):
        sign_sheet.sheet_pdf(sheet(1, title="🌼 walk"), Settings())
