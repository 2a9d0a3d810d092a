"""Printed sheets and QR codes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

import pytest
import segno
from PIL import Image

from linli.community import Compound
from linli.documents import qr, sheets
from linli.locale import use_language
from linli.rules.settings import Settings

BASE = "http://192.168.1.20:8501"
SETTINGS = Settings(
    community_zh="榕溪社区", community_en="Rongxi", office_zh="榕溪社区居委会", office_en="Rongxi Committee",
    office_phone="000-0000", office_address_zh="榕溪路 1 号", office_address_en="1 Rongxi Road",
)
YULAN = Compound("a", "K7MX", "玉兰苑", "Yulan Court", 0, 100, "册", "2026-10-20", "slips")
HARBOUR = Compound("b", "Q4NA", "海港花园", "Harbour Gardens", 1, 400, "册", "2026-10-20", "on_site")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with use_language("zh"):
        yield


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def dark(matrix: Sequence[Sequence[int]]) -> list[list[bool]]:
    return [[bool(module) for module in row] for row in matrix]


def modules(data: bytes, scale: int) -> list[list[bool]]:
    """The modules of a PNG, its quiet zone taken off after a look that it is quiet."""
    picture = Image.open(BytesIO(data)).convert("L")
    size = picture.width // scale
    grey, middle = picture.tobytes(), scale // 2
    grid = [[grey[(y * scale + middle) * picture.width + x * scale + middle] < 128 for x in range(size)] for y in range(size)]
    inner = [row[qr.QUIET : -qr.QUIET] for row in grid[qr.QUIET : -qr.QUIET]]
    assert sum(map(sum, grid)) == sum(map(sum, inner))
    return inner


def test_join_links() -> None:
    assert qr.join_url(BASE, "K7MX") == f"{BASE}/join?c=K7MX"
    assert qr.join_url(BASE + "/", "K7MX", "ABCDEF") == f"{BASE}/join?c=K7MX&s=ABCDEF"
    assert qr.join_url(BASE, "a&b", "c d") == f"{BASE}/join?c=a%26b&s=c+d"


@pytest.mark.parametrize("scale", [4, 10])
def test_a_png_holds_the_modules_of_the_address(scale: int) -> None:
    url = qr.join_url(BASE, "K7MX", "ABCDEF")
    assert modules(qr.png(url, scale=scale), scale) == dark(segno.make(url, error="m", micro=False, boost_error=False).matrix)


@pytest.mark.parametrize("quick", [False, True])
def test_an_svg_is_well_formed_scales_and_names_itself(quick: bool) -> None:
    root = ElementTree.fromstring(qr.svg(qr.join_url(BASE, "K7MX"), label="<加入>", quick=quick))
    assert "width" not in root.attrib
    assert root.attrib["viewBox"].split()[2] == root.attrib["viewBox"].split()[3]
    assert "".join(root.itertext()) == "<加入>"
    assert qr.data_uri(BASE).startswith("data:image/svg+xml")


def test_one_sheet_a_compound_in_both_languages_with_the_office() -> None:
    text = sheets.compound_sheets(SETTINGS, [YULAN, HARBOUR], BASE)
    assert text.count('class="sheet poster"') == 2
    assert text.count("<svg") == 4
    for said in (
        "玉兰苑", "Yulan Court", "海港花园", "Harbour Gardens", f"{BASE}/join?c=K7MX", f"{BASE}/join?c=Q4NA", "榕溪社区", "Rongxi",
        "有事就问：榕溪社区居委会 · 000-0000 · 榕溪路 1 号", "Any questions: Rongxi Committee · 000-0000 · 1 Rongxi Road", "用手机扫一扫", "Scan with your phone",
    ):
        assert said in text
    assert text.count("家里有户码的") == 1
    assert text.count("来参加志愿活动") == 1
    assert text.startswith('<!DOCTYPE html><html lang="zh-CN">')


def test_the_sheet_says_both_languages_whatever_the_clerk_reads() -> None:
    with use_language("en"):
        text = sheets.compound_sheets(SETTINGS, [YULAN], BASE)
    assert '<html lang="en">' in text
    assert "用手机扫一扫" in text


def test_sample_data_is_marked_on_every_sheet_and_card() -> None:
    sample = replace(SETTINGS, sample=True)
    assert sheets.compound_sheets(sample, [YULAN, HARBOUR], BASE).count("Sample data") == 2
    assert sheets.slip_cards(sample, YULAN, ["ABCDEF"] * 3, BASE).count("Sample data") == 3
    assert "Sample data" not in sheets.compound_sheets(SETTINGS, [YULAN], BASE)


@pytest.mark.parametrize(("count", "pages"), [(0, 0), (1, 1), (8, 1), (9, 2), (20, 3)])
def test_eight_slips_a_page(count: int, pages: int) -> None:
    text = sheets.slip_cards(SETTINGS, YULAN, [f"K7M{number:03}" for number in range(count)], BASE)
    assert text.count('class="sheet cards"') == pages
    assert re.findall(r'class="code">([^<]+)<', text) == [f"K7M {number:03}" for number in range(count)]
    assert text.count("榕溪社区居委会 · 000-0000") == count


def test_hundreds_of_slips_are_a_matter_of_a_second() -> None:
    codes = [f"K7M{number:03}" for number in range(400)]
    text = sheets.slip_cards(SETTINGS, YULAN, codes, BASE)
    assert text.count('class="card"') == 400
    assert len(text) < 3_000_000


HOSTILE = (
    '<script>alert(1)</script>', '"><img src=//evil.example/x onerror=alert(1)>', "</style><style>*{display:none}", "\u202egnp.exe\x00\x07", "{name}%s&amp;",
    '=HYPERLINK("http://evil.example")', "长" * 10_000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_people_wrote_becomes_markup(text: str) -> None:
    bad = replace(YULAN, name_zh=text, name_en=text, code="K7MX")
    settings = Settings(community_zh=text, community_en=text, office_zh=text, office_en=text, office_phone=text, office_address_zh=text, office_address_en=text)
    for made in (sheets.compound_sheets(settings, [bad], BASE), sheets.slip_cards(settings, bad, ["ABCDEF"], f"{BASE}/{text[:40]}")):
        tags = _Tags(made)
        assert {tag for tag, _a in tags.opened} <= {
            "html", "head", "meta", "title", "style", "body", "section", "article", "div", "span", "p", "h1", "b", "small", "ol", "li", "svg", "path", "footer",
        }
        assert not any(name.startswith("on") or name in ("src", "href") for _tag, attributes in tags.opened for name in attributes)
        assert not any(sign in made for sign in "\u202e\x00\x07")
        assert len(made) < 40_000
        assert sum(tag in ("style", "body", "section") for tag, _a in tags.opened) == 3


def test_no_request_to_anywhere() -> None:
    text = sheets.compound_sheets(SETTINGS, [YULAN], BASE) + sheets.slip_cards(SETTINGS, YULAN, ["ABCDEF"], BASE)
    assert not re.search(r"url\(|@import|<link|<script|<img|<iframe", text)
    assert set(re.findall(r'https?://[^"<\s]+', text)) <= {f"{BASE}/join?c=K7MX", "http://www.w3.org/2000/svg"}
