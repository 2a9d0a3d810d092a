"""GIFT as people write it: Moodle's rules, and what Moodle loses."""

from collections.abc import Iterator

import pytest

from linli.locale import use_language
from linli.questions.formats.gift import read_gift
from linli.questions.formats.model import Parsed, Question
from tests.formats.books import right


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def told(text: str) -> list[tuple[int | None, bool, str]]:
    return [(each.line, each.lost, each.message) for each in read_gift(text).remarks]


def one(text: str) -> Question:
    parsed = read_gift(text)
    assert len(parsed.questions) == 1, told(text)
    return parsed.questions[0]


def refusal(text: str) -> tuple[int | None, str]:
    parsed: Parsed = read_gift(text)
    assert parsed.questions == () and [each.lost for each in parsed.remarks] == [True]
    return parsed.remarks[0].line, parsed.remarks[0].message


def texts(question: Question) -> list[str]:
    return [choice.text for choice in question.options]


def test_a_single_choice_with_title_feedback_and_general_feedback() -> None:
    found = one("// a remark\n::Bins::Where does a peel go? {\n=Kitchen waste#Yes\n~Recyclables#No ####It rots.\n}")
    assert (found.type, found.id, found.stem, found.line, found.explanation) == ("single", "Bins", "Where does a peel go?", 2, "It rots.")
    assert [(c.text, c.correct, c.weight, c.feedback) for c in found.options] == [("Kitchen waste", True, 100, "Yes"), ("Recyclables", False, 0, "No")]


@pytest.mark.parametrize(("text", "kind"), [
    ("Q{T}", "true_false"), ("Q{FALSE}", "true_false"), ("Q{true}", "short"), ("Q{=a =b}", "short"), ("Q{=a ~b}", "single"), ("Q{#3:1}", "numeric"),
    ("Q{~%50%a ~%50%b ~c}", "multiple"), ("Q{=a->b =c->d}", "matching"), ("Q{yes}", "short"), ("Q{#1..5}", "numeric"),
])
def test_the_kind_is_told_as_moodle_tells_it(text: str, kind: str) -> None:
    assert one(text).type == kind


def test_escapes_are_read_and_other_backslashes_stay() -> None:
    found = one(r"1+1\=2\: a\{b\}\~\#\\ \[x\] C\\n line\nnext {=a\=b ~c\~d}")
    assert found.stem == "1+1=2: a{b}~#\\ \\[x\\] C\\n line\nnext"
    assert texts(found) == ["a=b", "c~d"]


def test_a_comment_inside_a_question_is_left_out_and_an_address_is_not() -> None:
    assert one("See http://a.b/c\n// not this\nhere? {=a ~b}").stem == "See http://a.b/c\nhere?"


def test_text_after_the_answer_makes_a_gap() -> None:
    assert one("The bin is {=green ~red} here.").stem == "The bin is _____ here."
    assert one('The bin is? {=green ~red}";').stem == "The bin is?"


def test_true_false_feedback_is_of_the_wrong_answer_first() -> None:
    found = one("小区楼道可以充电。{FALSE#想错了#答对了}")
    assert [(c.text, c.correct, c.feedback) for c in found.options] == [("对", False, "想错了"), ("不对", True, "答对了")]


def test_numbers_with_tolerance_range_weights_and_other_feedback() -> None:
    found = one("Year? {#\n=1949:0#exact\n=%50%1940..1950#near\n~no\n}")
    assert [(c.text, c.correct, c.weight, c.feedback) for c in found.options] == [
        ("1949:0", True, 100, "exact"), ("1940..1950", False, 50, "near"), ("*", False, 0, "no")]
    assert "is no number" in refusal("Year? {#soon}")[1]


def test_matching_keeps_its_pairs() -> None:
    found = one("Match. {=peel -> kitchen =can -> recyclables}")
    assert [(c.text, c.match) for c in found.options] == [("peel", "kitchen"), ("can", "recyclables")]
    assert "has no ->" in refusal("Match. {=peel -> kitchen =can}")[1]


def test_html_is_made_plain_and_plain_stays() -> None:
    found = one("[html]<p>Is 2 &lt; <b>3</b>?</p><script>alert(1)</script> {=a &amp; b ~<i>c</i>}")
    assert (found.stem, texts(found)) == ("Is 2 < 3?", ["a & b", "c"])
    found = one("[plain]Is <b> &amp; bold? {=a &amp; b ~[html]<i>c</i>}")
    assert (found.stem, texts(found)) == ("Is <b> &amp; bold?", ["a &amp; b", "c"])
    assert one("[Paris] is {=big ~small}").stem == "[Paris] is"


def test_id_and_tag_of_a_comment_are_taken() -> None:
    found = one("// question: 7 [id:fire-01] [tag:fire]\n::Sofa::Q{=a ~b}")
    assert (found.id, found.topic) == ("fire-01", "fire")


def test_a_category_holds_until_the_next() -> None:
    parsed = read_gift("$CATEGORY: $course$/top/消防\n\nQ1{=a ~b}\n\nQ2{=a ~b}\n\n$CATEGORY: 用气\n\nQ3{=a ~b}")
    assert [q.topic for q in parsed.questions] == ["消防", "消防", "用气"]


# -- nasty files ------------------------------------------------------------------------------


def test_a_category_glued_to_a_question_costs_neither() -> None:
    text = "$CATEGORY: 消防\n::a::Q1{=a ~b}\n\nQ2{=a ~b}"
    assert [(q.topic, q.id, q.line) for q in read_gift(text).questions] == [("消防", "a", 2), ("消防", "", 4)]
    assert [(line, lost) for line, lost, _said in told(text)] == [(1, False)]


def test_a_blank_line_inside_an_answer_makes_no_halves() -> None:
    for blank in ("", "  ", "0"):
        text = f"Q1{{\n=a\n{blank}\n~b\n}}\n\nQ2{{=a ~b}}"
        assert [texts(q) for q in read_gift(text).questions] == [["a", "b"], ["a", "b"]]
        assert [(line, lost) for line, lost, _said in told(text)] == [(3, False)]


def test_an_answer_that_is_never_closed_costs_itself_alone() -> None:
    text = "Q1{=a ~b\n\nQ2{=a ~b}\n\nQ3{=a\n~b\nQ4{=c ~d}"
    assert [q.stem for q in read_gift(text).questions] == ["Q2", "Q4"]
    assert [(line, lost) for line, lost, _said in told(text) if lost] == [(1, True), (5, True)]


def test_two_questions_without_a_blank_line_are_both_read_with_a_warning() -> None:
    text = "::a::Q1{=a ~b}\n::b::Q2{\n=c\n~d}\nQ3{T}"
    assert [(q.stem, q.line) for q in read_gift(text).questions] == [("Q1", 1), ("Q2", 2), ("Q3", 5)]
    assert [(line, lost) for line, lost, _said in told(text)] == [(2, False), (5, False)]


def test_two_fully_right_options_make_it_multiple_with_a_note() -> None:
    found = one("Q{=a =b ~c}")
    assert (found.type, right(found), found.playable) == ("multiple", ["a", "b"], True)
    assert "2 options are fully right" in told("Q{=a =b ~c}")[0][2]


def test_no_right_option_is_refused() -> None:
    assert refusal("\n\nQ{~a ~b}") == (3, "no option is marked as right. Write = before the right one.")


def test_partial_credit_counts_nothing_and_negative_weights_are_kept() -> None:
    found = one("Q{=a ~%50%b ~%-33.33333%c}")
    assert [(c.correct, c.weight) for c in found.options] == [(True, 100), (False, 50), (False, -33.33333)]
    found = one("Q{~%33%a ~%33%b ~%34%c ~%-100%d}")
    assert (found.type, right(found)) == ("multiple", ["a", "b", "c"])
    assert "gives 50 percent" in refusal("Q{~%50%a ~b}")[1]


@pytest.mark.parametrize(("text", "words"), [
    ("He is {1:MC:=tall~short} and {1:SA:=old}.", "Cloze"), ("Which? {\n~a\n~=b\n~c}", "'~='"), ("[Paris] is the capital of France", "square brackets"),
    ("Write an essay. {}", "essay"), ("Read this first.", "description"), ("The {=a} and {=b}.", "several gaps"), ("{=a ~b}", "no question before"),
    ("Q{=a ~}", "empty"), ("Q{=a ~A}", "the same"), ("Q{~%100%a}", "only one option"), ("Q{=}", "empty"),
])
def test_what_is_not_a_question_is_refused_by_name(text: str, words: str) -> None:
    line, said = refusal(text)
    assert line == 1 and words in said


def test_full_width_marks_are_read_with_a_note() -> None:
    for text in ("烟蒂扔哪儿？｛＝其他垃圾 ～可回收物｝", "烟蒂扔哪儿？{＝其他垃圾 ～可回收物}", "烟蒂扔哪儿？{=其他垃圾 ～可回收物}"):
        found = one(text)
        assert (right(found), texts(found)) == (["其他垃圾"], ["其他垃圾", "可回收物"])
        assert [lost for _line, lost, _said in told(text)][:1] == [False]


def test_a_mark_at_the_head_and_lone_returns_do_not_matter() -> None:
    assert [q.line for q in read_gift("\ufeffQ{=a ~b}\r\rQ2{=a ~b}").questions] == [1, 3]


def test_the_last_four_hashes_are_the_general_feedback() -> None:
    found = one("Q{=a#x####y####z}")
    assert (found.explanation, found.options[0].feedback) == ("z", "x####y")
