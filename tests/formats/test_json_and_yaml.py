"""JSON and YAML: Open Trivia DB, our own shapes, and what other sites make of questions."""

import json
from typing import Any

import pytest

from linli.locale import use_language
from linli.questions.formats.model import Parsed
from linli.questions.formats.reading import read


def told(found: Parsed) -> list[tuple[int | None, bool, str]]:
    """Line, whether a question is lost, and the sentence of each remark."""
    with use_language("en"):
        return [(one.line, one.lost, one.message) for one in found.remarks]


def of_json(plain: Any, name: str = "a.json", indent: int | None = 1) -> Parsed:
    """The reading of that as JSON."""
    return read(json.dumps(plain, ensure_ascii=False, indent=indent).encode(), name)


def keys(found: Parsed) -> list[str]:
    """The right options of each question."""
    return ["+".join(one.text for one in question.options if one.correct) for question in found.questions]


TRIVIA = {
    "category": "Science &amp; Nature", "type": "multiple", "difficulty": "hard", "question": "What does &quot;&amp;lt;&quot; mean at 5&deg;?",
    "correct_answer": "Less &lt; than", "incorrect_answers": ["Caf&eacute;", "More", "None"],
}


def test_open_trivia_db_decodes_entities_once_and_hides_the_key() -> None:
    found = of_json({"response_code": 0, "results": [TRIVIA, TRIVIA | {"type": "boolean", "question": "Is it?", "correct_answer": "False", "incorrect_answers": ["True"]}]})
    first, second = found.questions
    assert found.format == "opentdb" and found.remarks == ()
    assert (first.stem, first.topic, first.level) == ('What does "&lt;" mean at 5°?', "Science & Nature", 3)
    assert sorted(one.text for one in first.options) == ["Café", "Less < than", "More", "None"] and keys(found) == ["Less < than", "不对"]
    assert second.type == "true_false" and (first.line, second.line) == (4, 16)


def test_the_key_of_open_trivia_db_is_not_always_first_and_stays_where_it_is() -> None:
    many = [TRIVIA | {"question": f"Q{n}"} for n in range(40)]
    places = [[one.correct for one in question.options].index(True) for question in of_json(many).questions]
    assert len(set(places)) == 4 and places == [[one.correct for one in question.options].index(True) for question in of_json(many).questions]


@pytest.mark.parametrize("given", [
    {"options": ["蓝", "绿", "灰"], "answer": "B"}, {"options": ["蓝", "绿", "灰"], "answer": "绿"}, {"options": ["A. 蓝", "B. 绿", "C. 灰"], "answer": "Ｂ"},
    {"options": {"A": "蓝", "B": "绿", "C": "灰"}, "answer": "b"}, {"options": [{"label": "A", "text": "蓝"}, {"label": "B", "text": "绿"}], "answer": "B"},
    {"options": [{"text": "蓝", "correct": False}, {"text": "绿", "correct": True}]}, {"选项A": "蓝", "选项B": "绿", "答案": "B"},
    {"A": "蓝", "B": "绿", "answer": ["B"]}, {"choices": ["蓝", "绿"], "answer": "B"}, {"answers": ["蓝", "绿"], "correct_answer": "绿"},
    {"answers": ["蓝", "绿"], "correct": 1}, {"options": "A. 蓝\nB. 绿", "答案": "B"}, {"options": [{"content": "蓝"}, {"content": "绿", "isCorrect": 1}]},
    {"correct_answers": ["绿"], "wrong_answers": ["蓝", "灰"]},
])
def test_every_usual_shape_of_options_and_answer(given: dict[str, Any]) -> None:
    found = of_json([{"题目": "厨余垃圾投哪个桶？"} | given])
    assert keys(found) == ["绿"] and found.questions[0].playable and found.questions[0].type == "single", found.remarks


def test_numbers_count_from_0_or_from_1_as_the_file_shows() -> None:
    options = {"question": "Q", "options": ["a", "b", "c"]}
    assert keys(of_json([options | {"answer": 0}, options | {"answer": 2}])) == ["a", "c"]
    assert keys(of_json([options | {"answer": 3}, options | {"answer": 1}])) == ["c", "a"]
    unclear = of_json([options | {"answer": 1}])
    assert keys(unclear) == ["b"] and "counted from 0" in told(unclear)[0][2]


def test_a_number_that_is_an_option_means_that_option() -> None:
    assert keys(of_json([{"question": "When?", "options": [1, 2, 3, 4], "answer": 4}, {"question": "Q", "options": ["x", "y"], "answer": 0}])) == ["4", "x"]


@pytest.mark.parametrize(("given", "said"), [
    ({"options": ["a", "b"], "answer": "AB"}, "all 2 options are marked as right"), ({"options": ["a", "a", "b"], "answer": "A"}, "'a' stands there twice"),
    ({"options": ["a", "", "b"], "answer": "A"}, "option 2 has no words"), ({"options": list("abcdefghi"), "answer": "A"}, "has 9 options"),
])
def test_a_question_that_cannot_be_played_says_why(given: dict[str, Any], said: str) -> None:
    found = of_json([{"question": "Q"} | given])
    [(line, lost, text)] = told(found)
    assert len(found.questions) == 1 and not found.questions[0].playable and (line, lost) == (2, False) and said in text


def test_chapters_give_the_topic_and_empty_entries_their_place() -> None:
    plain = [{"chapter": "垃圾分类", "sections": [{"type": "试题", "questions": [
        {"type": "单选题", "content": "甲？", "options": [{"label": "A", "text": "一"}, {"label": "B", "text": "二"}], "answer": "A"},
        {}, {"type": "判断题", "content": "乙。", "options": [], "answer": "正确；√"}, {"type": "填空题", "content": "丙（ ）", "answer": "丁"},
        {"type": "论述题", "content": "戊", "answer": "略"},
        {"type": "多选题", "content": "己", "options": [{"label": "D", "text": "一"}, {"label": "E", "text": "二"}], "answer": "AD"},
    ]}]}]
    found = of_json(plain, indent=None)
    assert [(one.type, one.topic, one.line) for one in found.questions] == [("single", "垃圾分类", 1), ("true_false", "垃圾分类", 1), ("short", "垃圾分类", 1)]
    texts = [text for _line, lost, text in told(found) if lost]
    assert texts[0] == "question 2: this entry is empty; fill it in or take it out." and "question 5: a question of the type 论述题" in texts[1]
    assert texts[2].startswith("question 6: the answer 'AD' names an option that is not there")


def test_broken_json_names_the_line_and_keeps_the_rest() -> None:
    text = json.dumps([{"question": f"Q{n}", "options": ["a", "b"], "answer": "A"} for n in range(30)], indent=1)
    lines = text.split("\n")
    lines[100] = lines[100].replace('"', "", 1)
    found = read("\n".join(lines).encode(), "a.json")
    assert len(found.questions) == 29 and found.remarks[0].lost and abs((found.remarks[0].line or 0) - 101) <= 1


def test_a_file_cut_in_the_middle_and_lines_of_objects_are_read() -> None:
    one = json.dumps({"question": "Q", "options": ["a", "b"], "answer": "A"})
    assert len(read(f"[{one},{one},{one[:30]}".encode(), "a.json").questions) == 2
    assert len(read(f"{one}\n{one}\n".encode(), "a.jsonl").questions) == 2


def test_what_show_prints_is_read_again() -> None:
    found = of_json([TRIVIA, {"question": "N", "answer": "12"}, {"question": "S", "answer": "words"}])
    again = of_json(found.as_json())
    shown = [{name: value for name, value in one.as_json().items() if name != "line"} for one in again.questions]
    assert shown == [{name: value for name, value in one.as_json().items() if name != "line"} for one in found.questions]


def test_numbers_of_any_size_and_depth_do_no_harm() -> None:
    for text in ("[" * 100_000, '{"a":' * 50_000, "[" + "9" * 5_000 + "]", '[{"question": ' + "1" * 4_000 + "}]", "[1e999999999]", '["\\ud800"]'):
        assert read(text.encode(), "a.json").questions == ()


OWN = """topic:
  id: fire
  zh: 消防
  en: Fire
items:
  - id: fire-01
    kind: single
    level: 1
    stem: {zh: 楼道能堆东西吗？, en: May things stand in the stairwell?}
    options:
      - {zh: 不能, en: "No", key: true}
      - {zh: 能, en: "Yes"}
    explanation: {zh: 是逃生的路。, en: It is the way out.}
    source: {fact: F-702}
    reviewed_on: 2026-11-23
  - id: fire-02
    kind: single
    level: 9
    stem: {zh: 另一题？}
    options:
      - {zh: 甲, key: true}
      - {zh: 乙}
"""


def test_our_own_file_is_read_with_its_topic_and_an_item_with_faults_stays_a_question() -> None:
    found = read(OWN.encode(), "fire.yaml")
    first, second = found.questions
    assert (found.format, found.topics[0].id, first.id, first.topic, first.fact, first.line) == ("yaml", "fire", "fire-01", "fire", "F-702", 6)
    assert (first.stem_en, first.options[0].en, first.playable) == ("May things stand in the stairwell?", "No", True)
    assert (second.id, second.level, second.playable, second.line) == ("fire-02", None, True, 16)
    assert {line for line, lost, _text in told(found) if not lost} >= {16, 18}


def test_a_text_file_that_is_really_yaml_is_read_as_yaml() -> None:
    assert read(OWN.encode(), "fire.txt").format == "yaml"
    assert read(b"question,option 1,option 2,answer\nQ,a,b,1\n", "quiz.txt").format == "csv"


def test_an_unquoted_colon_is_named_and_loses_nothing() -> None:
    text = "\n".join(f"- question: Q{n}\n  choices: [a, b]\n  answer: a" for n in range(20)).replace("question: Q7", "question: Complete: Uptown: what")
    found = read(text.encode(), "quiz.yml")
    assert len(found.questions) == 20 and found.questions[7].stem == "Complete: Uptown: what"
    [(line, lost, said)] = told(found)
    assert (line, lost) == (22, False) and "holds a colon" in said


def test_yaml_that_cannot_be_mended_loses_the_entry_and_names_its_line() -> None:
    text = "\n".join(f"- question: Q{n}\n  choices: [a, b]\n  answer: a" for n in range(20)).replace("question: Q7", "question: [Q7")
    found = read(text.encode(), "quiz.yml")
    assert len(found.questions) == 19 and [line for line, lost, _text in told(found) if lost] == [22]


def test_yes_no_and_numbers_stay_the_words_they_are() -> None:
    found = read(b"- question: Is it?\n  choices: [No, Yes, 1e3, 007, 1.10]\n  answer: No\n- question: Q\n  choices: [1907, 2002]\n  answer: 1907\n", "quiz.yml")
    assert [one.text for one in found.questions[0].options] == ["No", "Yes", "1e3", "007", "1.10"] and keys(found) == ["No", "1907"]


def test_aliases_are_not_followed() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)) + "questions: *i\n"
    assert read(bomb.encode(), "a.yaml").questions == ()
