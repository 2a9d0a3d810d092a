"""Hostile text from people, wherever it goes."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.web.text import SIGNS, plain, safe_html, safe_label

HOSTILE = [
    "![x](https://evil.example/a.png)", "[link](javascript:alert(1))", "https://evil.example", "<https://evil.example>",
    "**bold** _it_ ~~no~~ `code`", "# heading", "- list\n- list", "> quote", "$\\frac{1}{2}$", ":material/skull:",
    ":streamlit:", ":red[red]", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<style>body{display:none}</style>",
    "\u202eabc", "a\u0301\u0302\u0303\u0304", "x\x00y\x1bz", "=HYPERLINK(\"http://x\")", "| a | b |", "a" * 10_000, "家" * 10_000,
    "'><b>", "&lt;b&gt;", "www.evil.example", "me@evil.example", "100%", "\ufeff\u200b",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_has_no_sign_that_markdown_could_read(text: str) -> None:
    assert not set(safe_label(text)) & set(SIGNS)
    assert len(safe_label(text)) <= 200


@pytest.mark.parametrize("text", HOSTILE)
def test_html_holds_the_text_and_no_element_of_its_own(text: str) -> None:
    shown = safe_html(text)
    inside = shown.removeprefix('<bdi class="bi">').removesuffix("</bdi>")
    assert not re.search(r"[<>\"']", inside)
    assert html.unescape(inside) == plain(text)


@given(st.text())
def test_control_bidi_and_combining_characters_are_gone(text: str) -> None:
    shown = plain(text)
    assert not re.search("[\u0000-\u001f\u007f\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", shown)
    assert len(shown) <= 200


def test_usual_names_stay_as_they_are() -> None:
    assert [plain(name) for name in ("桂花婶", "老 周", "Old Zhou", "𠮷田")] == ["桂花婶", "老 周", "Old Zhou", "𠮷田"]
    assert safe_label("三号楼-李") == "三号楼－李"
