"""Quizizz's sheet, as XLSX and CSV: prose in the second row, its types, its links."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest

from linli.locale import use_language
from linli.questions.formats.model import Parsed
from linli.questions.formats.reading import read as read_any
from tests.formats.books import book, right, told

HEAD = ["Question Text", "Question Type", *(f"Option {n}" for n in range(1, 6)), "Correct Answer", "Time in seconds", "Image Link", "Answer explanation"]
PROSE = ["What is asked\n\n(required)\n", "Its type\n\n(Multiple Choice if empty)", *["An option\n(optional)"] * 5,
         "Number of the right one (1-5).\nMay be blank.", "Seconds\n", "A link", "Why"]
ROWS: list[list[Any]] = [
    ["Where does glass go?", "Multiple Choice", "Blue bin", "Green bin", "Red bin", "", "", 1, 20, "https://example.org/bin.jpg", "It is recycled."],
    ["Which are recycled?", "Checkbox", "Paper", "Glass", "Peel", "", "", "1,2", 45, "", ""],
    ["Name a kind of waste", "Fill-in-the-Blank", "kitchen", "hazardous", "", "", "", "", 60, "", ""],
    ["No type given?", "", "yes it is", "no it is not", "", "", "", 2, 20, "", ""],
    ["What would you do?", "Open-Ended", "", "", "", "", "", "", 180, "", ""],
    ["Which do you like?", "Poll", "Cats", "Dogs", "", "", "", "", 20, "", ""],
    ["Draw a bin", "Draw", "", "", "", "", "", "", 20, "", ""],
]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def read(as_csv: bool, *rows: list[Any]) -> Parsed:
    if as_csv:
        out = io.StringIO()
        csv.writer(out).writerows([HEAD, *rows])
        data = out.getvalue().encode()
    else:
        data = book(HEAD, *rows)
    found = read_any(data, "quiz.csv" if as_csv else "quiz.xlsx")
    assert found.format == "quizizz"
    return found


@pytest.mark.parametrize("as_csv", [False, True])
def test_what_can_be_asked_is_read_and_the_rest_refused_by_name(as_csv: bool) -> None:
    found = read(as_csv, PROSE, *ROWS)
    assert [(each.line, each.type, right(each)) for each in found.questions] == [
        (3, "single", ["Blue bin"]), (4, "multiple", ["Paper", "Glass"]), (5, "short", ["kitchen", "hazardous"]), (6, "single", ["no it is not"])]
    assert found.questions[0].explanation == "It is recycled."
    said = told(found)
    assert [(row, lost) for row, lost, _text in said] == [(2, False), (3, False), (7, True), (8, True), (9, True)]
    assert said[0][2] == "this row explains the columns; it is no question and was skipped." and "not fetched" in said[1][2]
    assert ["Open-Ended" in said[2][2], "Poll" in said[3][2], "Draw" in said[4][2]] == [True] * 3


def test_a_sheet_without_the_prose_keeps_its_first_question() -> None:
    assert [each.line for each in read(False, *ROWS[:2]).questions] == [2, 3]
