"""Question papers as offices type them: numbers, labels, answers wherever they stand."""

from collections.abc import Iterator

import pytest

from linli.locale import use_language
from linli.questions.formats import keys
from linli.questions.formats.chinese_text import read_chinese
from linli.questions.formats.model import Parsed, Question
from linli.questions.formats.reading import read
from tests.formats.books import right


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def told(parsed: Parsed) -> list[tuple[int | None, bool, str]]:
    return [(each.line, each.lost, each.message) for each in parsed.remarks]


def one(text: str) -> Question:
    parsed = read_chinese(text)
    assert len(parsed.questions) == 1, told(parsed)
    return parsed.questions[0]


def refusal(text: str) -> str:
    parsed = read_chinese(text)
    assert parsed.questions == () and [each.lost for each in parsed.remarks] == [True]
    return parsed.remarks[0].message


def texts(question: Question) -> list[str]:
    return [choice.text for choice in question.options]


PAPER = """社区安全知识题库
一、单选题（每题2分，共2题）
1. 楼道里堆着旧沙发，哪种做法对？（ ）
A．请尽快搬走 B．靠墙放
C．写明日期
答案：A 解析：通道要留给逃生的人。
依据：《消防法》第二十八条
2、火警电话是（Ｂ）。
A、110  B、119
难度：易 知识点：消防
二、多选题
1. 哪些地方不能堆东西（ ） A.疏散通道 B.安全出口 C.书房
【答案】AB
【解析】这些是逃生的路。
大家都要用。
三、判断题
1. 楼梯间可以充电。（×）
2. 119是火警电话（ √ ）
3. 可以占用消防通道。
答案：错误
四、填空题
1. 火警电话是____。
答案：119
五、简答题
1. 谈谈你的看法。
答案：略
"""


def test_a_whole_paper_is_read_by_its_headings() -> None:
    parsed = read_chinese(PAPER)
    assert [(q.line, q.type, right(q)) for q in parsed.questions] == [
        (3, "single", ["请尽快搬走"]), (8, "single", ["119"]), (12, "multiple", ["疏散通道", "安全出口"]), (17, "true_false", ["不对"]),
        (18, "true_false", ["对"]), (19, "true_false", ["不对"]), (22, "short", ["119"]),
    ]
    assert [(line, lost) for line, lost, _said in told(parsed)] == [(25, True)]
    assert "简答题 cannot be marked" in told(parsed)[0][2]


def test_fields_of_a_question_are_taken() -> None:
    first, second, third = read_chinese(PAPER).questions[:3]
    assert (first.explanation, first.source) == ("通道要留给逃生的人。", "《消防法》第二十八条")
    assert (second.stem, second.level, second.topic) == ("火警电话是（　）。", 1, "消防")
    assert third.explanation == "这些是逃生的路。\n大家都要用。"


@pytest.mark.parametrize("form", ["{n}. ", "{n}、", "{n}．", "（{n}）", "({n})", "第{n}题 ", "{n})"])
def test_every_way_to_number_is_known(form: str) -> None:
    text = "".join(f"{form.format(n=n)}问题{n}？\nA. 甲\nB. 乙\n答案：B\n" for n in (1, 2, 3))
    assert [(q.stem, right(q)) for q in read_chinese(text).questions] == [(f"问题{n}？", ["乙"]) for n in (1, 2, 3)]


def test_chinese_numerals_number_questions_where_nothing_else_does() -> None:
    text = "一、问题甲？\nA. 甲\nB. 乙\n答案：B\n二、问题乙？\nA. 甲\nB. 乙\n答案：A"
    assert [q.stem for q in read_chinese(text).questions] == ["问题甲？", "问题乙？"]


@pytest.mark.parametrize("options", [
    "A.甲\nB.乙\nC.丙", "A、甲 B、乙 C、丙", "Ａ．甲　Ｂ．乙　Ｃ．丙", "(A)甲 (B)乙 (C)丙", "（A）甲\n（B）乙\n（C）丙", "A．甲　B．乙\nC．丙", "A: 甲\nB: 乙\nC: 丙",
    "a. 甲\nb. 乙\nc. 丙", "A 甲\nB 乙\nC 丙", "A甲\nB乙\nC丙", "A.甲B.乙C.丙", "A.甲；B.乙；C.丙",
])
def test_every_way_to_label_options_is_known(options: str) -> None:
    found = one(f"1. 哪一个？\n{options}\n答案：C")
    assert (found.stem, texts(found), right(found)) == ("哪一个？", ["甲", "乙", "丙"], ["丙"])


def test_circled_options_are_named_by_circles_or_letters() -> None:
    assert right(one("1. 哪一个？\n①甲 ②乙 ③丙\n答案：②")) == ["乙"]
    found = one("1. 下列说法：①甲；②乙。对的是（ ）\nA. ①\nB. ②\n答案：A")
    assert (found.stem, texts(found)) == ("下列说法：①甲；②乙。对的是（ ）", ["①", "②"])


@pytest.mark.parametrize(("answer", "wanted"), [
    ("答案：B", ["乙"]), ("正确答案:b", ["乙"]), ("【答案】B", ["乙"]), ("答案：Ｂ。", ["乙"]), ("答案：B．乙", ["乙"]), ("答案：乙", ["乙"]), ("答案B", ["乙"]),
    ("我的答案:A正确答案:B", ["乙"]), ("参考答案：A、C", ["甲", "丙"]), ("答案：AC", ["甲", "丙"]), ("答案：\nB", ["乙"]), ("[答案]：B", ["乙"]),
])
def test_every_way_to_give_the_answer_is_known(answer: str, wanted: list[str]) -> None:
    assert right(one(f"1. 哪一个？\nA. 甲\nB. 乙\nC. 丙\n{answer}")) == wanted


def test_only_ones_own_answer_is_no_key() -> None:
    assert "own answer" in refusal("1. 哪一个？\nA. 甲\nB. 乙\n我的答案：A")


def test_a_type_in_brackets_is_taken_out_of_the_question() -> None:
    found = one("1. 【多选题】哪些对？\nA. 甲\nB. 乙\nC. 丙\n答案：AB")
    assert (found.type, found.stem) == ("multiple", "哪些对？")
    assert one("1【判断题】119是火警电话。\n答案：√").type == "true_false"
    assert one("1.(单选题, 2.0 分)哪个对？\nA. 甲\nB. 乙\n答案：A").stem == "哪个对？"


@pytest.mark.parametrize("answers", [
    "参考答案：1-3 BAC 4-5 √×", "参考答案\n1-3 BAC\n4-5 √×", "参考答案：\n1.B 2.A 3.C 4.√ 5.×", "答案\n1、B\n2、A\n3、C\n4、对\n5、错", "参考答案：1—3：B A C　4～5：√、×",
    "答案及解析\n1. B 解析：因为乙。\n2. A\n3. C\n4. √\n5. ×",
])
def test_answers_may_stand_in_a_list_at_the_end(answers: str) -> None:
    choice = "".join(f"{n}. 问题{n}（ ）\nA. 甲 B. 乙 C. 丙\n" for n in (1, 2, 3))
    parsed = read_chinese(f"{choice}4. 陈述一。（ ）\n5. 陈述二。（ ）\n\n{answers}\n")
    assert [right(q) for q in parsed.questions] == [["乙"], ["甲"], ["丙"], ["对"], ["不对"]], told(parsed)


def test_numbers_that_begin_anew_find_their_answers_by_the_headings() -> None:
    text = (
        "一、单选题\n1. 问（ ）\nA. 甲 B. 乙\n2. 问二（ ）\nA. 甲 B. 乙\n二、判断题\n1. 陈述。（ ）\n2. 陈述二。（ ）\n"
        "参考答案\n一、单选题\n1-2 AB\n二、判断题\n1-2 ×√\n"
    )
    assert [right(q) for q in read_chinese(text).questions] == [["甲"], ["乙"], ["不对"], ["对"]]


def test_reasons_in_the_list_go_to_their_questions() -> None:
    parsed = read_chinese("1. 问（ ）\nA. 甲 B. 乙\n2. 问二（ ）\nA. 甲 B. 乙\n参考答案\n1. A 解析：因为甲。\n还因为别的。\n2. B\n解析：因为乙。")
    assert [(right(q), q.explanation) for q in parsed.questions] == [(["甲"], "因为甲。\n还因为别的。"), (["乙"], "因为乙。")]


def test_without_numbers_blank_lines_part_the_questions() -> None:
    parsed = read_chinese("火警电话是？\nA. 110\nB. 119\n答案：B\n\n急救电话是？\nA. 120\nB. 119\n\n答案：A\n解析：急救。\n\n楼道可以充电。（×）\n楼道可以堆物。（×）")
    assert [(q.line, q.type, right(q)) for q in parsed.questions] == [
        (1, "single", ["119"]), (6, "single", ["120"]), (13, "true_false", ["不对"]), (14, "true_false", ["不对"])]


def test_decimals_and_lists_inside_a_question_begin_none() -> None:
    parsed = read_chinese("1. 体温是多少？\n3.5 度还是别的\nA. 36.5\nB. 3.14\n答案：A\n2. 下列步骤：\n（1）断电\n（2）报警\nA. （1）（2）\nB. （2）（1）\n答案：A")
    assert [(q.line, q.stem, texts(q)) for q in parsed.questions] == [
        (1, "体温是多少？\n3.5 度还是别的", ["36.5", "3.14"]), (6, "下列步骤：\n（1）断电\n（2）报警", ["（1）（2）", "（2）（1）"])]


# -- nasty files ------------------------------------------------------------------------------


def test_the_same_option_twice_an_empty_one_or_an_answer_beyond_them_is_refused_by_line() -> None:
    parsed = read_chinese("1. 问（ ）\nA. 甲\nB. 甲\n答案：A\n2. 问（ ）\nA. 甲\nB.\nC. 丙\n答案：A\n3. 问（ ）\nA. 甲\nB. 乙\n答案：E\n4. 问（ ）\nA. 甲\nB. 乙\n答案：A")
    assert [(line, lost) for line, lost, _said in told(parsed)] == [(1, True), (5, True), (10, True)]
    assert [q.line for q in parsed.questions] == [14]


def test_missing_answers_are_told_once_when_they_are_many() -> None:
    parsed = read_chinese("".join(f"{n}. 问题{n}（ ）\nA. 甲\nB. 乙\n答案：\n" for n in range(1, 301)))
    assert len(parsed.remarks) == 1 and parsed.remarks[0].message.startswith("300 questions (lines 1, 5, 9")


def test_a_heading_that_the_answer_does_not_fit_is_noted() -> None:
    parsed = read_chinese("一、单选题\n1. 问（ ）\nA. 甲\nB. 乙\nC. 丙\n答案：AB\n二、多选题\n2. 问（ ）\nA. 甲\nB. 乙\n答案：A")
    assert [(q.type, q.playable) for q in parsed.questions] == [("multiple", True), ("multiple", False)]
    assert [(line, lost) for line, lost, _said in told(parsed)] == [(2, False), (8, False)]


def test_signs_stay_signs_and_a_letter_in_brackets_stays_where_the_answer_is_another() -> None:
    found = one("1. 维生素（A）是 <b> & 什么？\nA. 1 < 2\nB. a && b\n答案：B")
    assert (found.stem, texts(found), right(found)) == ("维生素（A）是 <b> & 什么？", ["1 < 2", "a && b"], ["a && b"])


def test_a_paper_in_gb18030_is_recognised() -> None:
    parsed = read(PAPER.encode("gb18030"), "题库.txt")
    assert (parsed.format, len(parsed.questions)) == ("chinese_text", 7)


@pytest.mark.parametrize("text", ["（" * 50_000, "A." * 50_000, "1." * 50_000, "\n" * 50_000 + "1.", " " * 50_000 + "A", "答案：" * 20_000, "1-2 " * 30_000, "①" * 50_000])
def test_long_lines_of_marks_are_read_at_once(text: str) -> None:
    assert read_chinese("1. 问？\n" + text + "\n参考答案：" + text).format == "chinese_text"


def test_letters_between_brackets_that_name_no_option_are_told_as_such() -> None:
    assert refusal("1. 电梯里着火怎么办（C）\nA．坐电梯 B．走楼梯\n") == (
        "the answer C names an option that the question does not have; it has 2. Correct the answer, or add the option.")
    assert refusal("1. 小孩子可以喝酒吗？( A )\nA 不可以  B 可以  C 过年可以\n") == (
        "its answer is A, and no options were found. Write each as A．… on the lines below the question.")


def test_brackets_and_an_answer_that_contradict_each_other_are_noted() -> None:
    parsed = read_chinese("1. 这是什么标志？（B）\nA．禁止吸烟 B．禁止停车\n参考答案\n1.A\n")
    assert right(parsed.questions[0]) == ["禁止吸烟"]
    assert told(parsed) == [(1, False, "its brackets hold B, and its answer says A; A was taken. Check which is right.")]


@pytest.mark.parametrize("said", ["B、", "B，", "B。", "（B）", "b;"])
def test_a_mark_behind_the_letter_of_a_cell_is_no_part_of_the_answer(said: str) -> None:
    assert keys.right(said, ["５０元", "100元", "200元"]) == {1}
