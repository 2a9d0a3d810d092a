"""Kahoot's template: its place for questions, its keys, its example."""

from collections.abc import Iterator
from typing import Any

import pytest

from linli.locale import use_language
from linli.questions.formats import kahoot
from linli.questions.formats.sheet import read_xlsx
from tests.formats.books import book, right, told

HEAD = [None, "Question - max 120 characters", *(f"Answer {n} - max 75 characters" for n in range(1, 5)),
        "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs", "Correct answer(s) - choose at least one"]
OWN = ["Which of these is a fire exit?", "The stairs", "The lift", "The window", "The balcony"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def filled(*rows: list[Any]) -> bytes:
    """The template: header in row 8, then a hundred pre-numbered rows of which the first hold these."""
    above: list[list[Any]] = [[None], [None, "Quiz"], *[[None]] * 5]
    numbered = [[n, *(rows[n - 1] if n <= len(rows) else [])] for n in range(1, 101)]
    return book(*above, HEAD, *numbered)


@pytest.mark.parametrize(("key", "numbers"), [(1, [0]), (2.0, [1]), ("1", [0]), ("1,3", [0, 2]), ("2, 4", [1, 3]), ("1，2，3", [0, 1, 2])])
def test_keys_are_numbers_or_text(key: Any, numbers: list[int]) -> None:
    read = read_xlsx(filled([*OWN, 20, key]), "kahoot.xlsx")
    assert (read.format, read.remarks) == ("kahoot", ())
    assert [(each.line, right(each)) for each in read.questions] == [(9, [OWN[1:][n] for n in numbers])]


def test_number_answers_are_called_by_their_place_and_read_as_text() -> None:
    read = read_xlsx(filled(["How many sides has a cube?", 4, 5, 6, 3, 20, 3], ["Stop at red.", True, False, None, None, 20, 1]), "kahoot.xlsx")
    assert [right(each) for each in read.questions] == [["6"], ["True"]]
    assert [each.type for each in read.questions] == ["single", "true_false"]


def test_the_hundred_empty_rows_hold_no_question() -> None:
    assert told(read_xlsx(filled(), "kahoot.xlsx")) == [(None, True, "no question was found: the table has its columns but no filled-in row.")]


def test_the_vendors_example_is_skipped_in_its_place_only(monkeypatch: pytest.MonkeyPatch) -> None:
    example = ["Own stand-in for the vendor's sentence?", "Excel A", "Docs B", "Numbers C", "Office D"]
    monkeypatch.setattr(kahoot, "_QUESTION", kahoot.digest([" OWN stand-in for the vendor's\nsentence"]))
    read = read_xlsx(filled([*example, 60, "1,2,3,4"], [*OWN, 20, 1]), "kahoot.xlsx")
    assert [each.line for each in read.questions] == [10]
    assert told(read) == [(9, False, "this is the template's own example question; it was skipped.")]
    assert [each.line for each in read_xlsx(filled([*OWN, 20, 1], [*example, 60, "1,2,3,4"]), "kahoot.xlsx").questions] == [9, 10]
    assert [each.line for each in read_xlsx(filled([*example, 60, "1,2"]), "kahoot.xlsx").questions] == [9]


def test_a_slide_that_cannot_be_read_does_not_take_the_others_with_it() -> None:
    read = read_xlsx(filled([*OWN, 20, 7], [*OWN, 20, 1], ["No key?", "a", "b", None, None, 20, None]), "kahoot.xlsx")
    assert [each.line for each in read.questions] == [10]
    assert [(row, lost) for row, lost, _text in told(read)] == [(9, True), (11, True)]
