"""Aiken: Moodle's own faults by line, and what people write that Moodle does not read."""

from collections.abc import Iterator

import pytest

from linli.locale import use_language
from linli.questions.formats.aiken import read_aiken
from linli.questions.formats.model import Parsed
from tests.formats.books import right


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def told(parsed: Parsed) -> list[tuple[int | None, bool, str]]:
    return [(each.line, each.lost, each.message) for each in parsed.remarks]


def test_a_question_as_moodle_reads_it() -> None:
    parsed = read_aiken("Which bin takes a peel?\nA) Kitchen waste\nB. Recyclables\nANSWER: A\n")
    assert [(q.type, q.stem, q.line, right(q), q.playable) for q in parsed.questions] == [("single", "Which bin takes a peel?", 1, ["Kitchen waste"], True)]
    assert told(parsed) == []


def test_blank_lines_and_missing_blanks_are_ignored() -> None:
    parsed = read_aiken("Ring 119?\n\nA)Yes\n\nB)No\nANSWER:A\nRing 120?\nA) Yes\nB) No\nANSWER: B")
    assert [(q.stem, q.line, right(q)) for q in parsed.questions] == [("Ring 119?", 1, ["Yes"]), ("Ring 120?", 7, ["No"])]


def test_moodles_three_faults_are_told_by_line_and_the_others_are_read() -> None:
    text = "Only one option\nA) x\nANSWER: A\n\nA) too early\n\nANSWER: B\n\nNever answered\nA) x\nB) y\n\nGood?\nA) yes\nB) no\nANSWER: A\n"
    parsed = read_aiken(text)
    assert [q.stem for q in parsed.questions] == ["Good?"]
    assert [(line, lost) for line, lost, _said in told(parsed)] == [(1, True), (5, True), (7, True), (9, True)]
    assert "fewer than 2 options" in told(parsed)[0][2]
    assert "not finished" in told(parsed)[3][2]


def test_small_letters_full_width_letters_and_chinese_marks_are_labels_too() -> None:
    parsed = read_aiken("烟蒂扔哪儿？\nＡ．可回收物\nB、其他垃圾\n答案：Ｂ\n\nWhich?\na) one\nb) two\nAnswer: b\n")
    assert [right(q) for q in parsed.questions] == [["其他垃圾"], ["two"]]


def test_a_small_letter_out_of_order_is_no_label() -> None:
    parsed = read_aiken("i.e. which one?\nA) one\nB) two\nANSWER: A")
    assert parsed.questions[0].stem == "i.e. which one?"


def test_a_stem_of_several_lines_is_one_question_and_is_noted() -> None:
    parsed = read_aiken("An old sofa stands\nin the stairwell.\nA) Move it\naway soon\nB) Leave it\nANSWER: A")
    assert (parsed.questions[0].stem, right(parsed.questions[0])) == ("An old sofa stands\nin the stairwell.", ["Move it\naway soon"])
    assert [(line, lost) for line, lost, _said in told(parsed)] == [(1, False)]


def test_a_forgotten_answer_does_not_take_the_next_question_with_it() -> None:
    parsed = read_aiken("First?\nA) one\nB) two\nSecond?\nA) three\nB) four\nANSWER: B")
    assert [(q.stem, q.line, right(q)) for q in parsed.questions] == [("Second?", 4, ["four"])]
    assert told(parsed)[0][:2] == (1, True)


def test_several_letters_make_several_answers() -> None:
    parsed = read_aiken("Which?\nA) one\nB) two\nC) three\nANSWER: AC\n\nWhich?\nA) 1\nB) 2\nC) 3\nANSWER: A, B and C\n\nWhich?\nA) 1\nB) 2\nC) 3\nANSWER: A and C")
    assert [(q.type, right(q)) for q in parsed.questions] == [("multiple", ["one", "three"]), ("multiple", ["1", "2", "3"]), ("multiple", ["1", "3"])]
    assert [lost for _line, lost, _said in told(parsed)] == [False, False, False]


def test_an_answer_beyond_the_options_is_refused_with_its_line() -> None:
    parsed = read_aiken("Which?\nA) one\nB) two\nANSWER: E\n\nWhich?\nA) one\nB) two\nANSWER: Paris\n\nWhich?\nA) one\nB) two\nANSWER: two")
    assert [(line, lost) for line, lost, _said in told(parsed)] == [(4, True), (9, True)]
    assert "names the option E" in told(parsed)[0][2]
    assert [right(q) for q in parsed.questions] == [["two"]]


def test_the_same_option_twice_or_an_empty_one_is_refused() -> None:
    parsed = read_aiken("Which?\nA) one\nB) One\nANSWER: A\n\nWhich?\nA)\nB) two\nANSWER: B\n")
    assert [(line, lost) for line, lost, _said in told(parsed)] == [(1, True), (6, True)]


def test_signs_stay_signs() -> None:
    parsed = read_aiken("Is a < b &amp; c > d?\nA) <b>yes</b>\nB) a && b\nANSWER: A")
    assert (parsed.questions[0].stem, [o.text for o in parsed.questions[0].options]) == ("Is a < b &amp; c > d?", ["<b>yes</b>", "a && b"])


def test_an_explanation_may_follow_the_answer() -> None:
    parsed = read_aiken("Which?\nA) one\nB) two\nANSWER: A\nExplanation: One comes first.\n\nNext?\nA) 1\nB) 2\nANSWER: B")
    assert [q.explanation for q in parsed.questions] == ["One comes first.", ""]
