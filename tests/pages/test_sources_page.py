"""The page of laws and rules: the list, and who may open it. Keeping a text is tested in tests/questions/test_own_laws.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.questions import bank
from linli.store import Store
from tests.cast import MONDAY
from tests.pages.organiser_stage import Office, opened, words

QUIZZES = Path(__file__).resolve().parents[2] / "quizzes"


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch, "zh") as made:
        yield made


def test_the_laws_are_listed_with_the_questions_that_rest_on_them(office: Office) -> None:
    bank.load(office.store, QUIZZES, MONDAY)
    page = office.sign_in("wang").page("sources")
    assert not page.exception
    said = words(page)
    assert "中华人民共和国宪法" in said and "共 45 部法规" in said
    page.text_input(key="law_words").set_value("消防").run()
    assert "共 1 部法规" in words(page) and "消防法" in words(page) and "宪法" not in words(page)
    page.text_input(key="law_words").set_value("没有这部法").run()
    assert "没有符合的法规" in words(page)


def test_residents_and_strangers_do_not_get_there(office: Office) -> None:
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        office.sign_in("").page("sources")
