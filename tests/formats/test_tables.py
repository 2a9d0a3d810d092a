"""Tables as clerks write them: header words, answers, types, and what is refused row by row."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from linli.locale import use_language
from linli.questions.formats.csv_text import read_csv
from linli.questions.formats.model import Question
from linli.questions.formats.reading import read as read_any
from linli.questions.formats.sheet import read_xlsx
from tests.formats.books import HEAD, book, right, saved, told


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


STEM = "楼道里能不能停放电动自行车？"
FOUR = ["可以停放", "不能停放", "晚上可以", "白天可以"]


def one(head: list[Any], row: list[Any]) -> Question:
    read = read_xlsx(book(head, row), "题.xlsx")
    assert len(read.questions) == 1, told(read)
    return read.questions[0]


def refused(head: list[Any], row: list[Any]) -> str:
    read = read_xlsx(book(head, row), "题.xlsx")
    assert not read.questions and len(read.remarks) == 1 and read.remarks[0].row == 2 and read.remarks[0].lost
    return read.remarks[0].message


@pytest.mark.parametrize("head", [
    ["题目", "选项A", "选项B", "选项C", "选项D", "答案"],
    ["题 干", "Ａ", "Ｂ", "Ｃ", "Ｄ", "正确答案"],
    ["试题内容", "A选项", "B选项", "C选项", "D选项", "参考答案"],
    ["问题（必填）", "选项1", "选项2", "选项3", "选项4", "标准答案：*"],
    ["题目", "选项一", "选项二", "选项三", "选项四", "答案"],
    ["Question", "Option A", "Option B", "Option C", "Option D", "Correct Answer"],
    ["question text", "answer 1", "answer 2", "answer 3", "answer 4", "Answer"],
])
def test_header_words_are_read_in_their_usual_variants(head: list[str]) -> None:
    made = one(head, [STEM, *FOUR, "B"])
    assert (made.type, made.stem, [each.text for each in made.options], right(made), made.line) == ("single", STEM, FOUR, [FOUR[1]], 2)
    assert made.playable


@pytest.mark.parametrize(("answer", "expected"), [
    ("ACD", "013"), ("A,C", "02"), ("ＡＣ", "02"), (" B", "1"), ("c", "2"), ("1,3", "02"), ("不能停放", "1"), ("A、C", "02"), ("选B", "1"),
    ("答案：B", "1"), ("B.不能停放", "1"), ("可以停放；晚上可以", "02"), (2, "1"), (2.0, "1"), (13, "02"), ("['可以停放', '白天可以']", "03"), ("(B)", "1"),
    ("A C", "02"), ("A和C", "02"), ("b。", "1"), ("Ｂ．", "1"),
])
def test_an_answer_is_read_as_letters_digits_or_words(answer: Any, expected: str) -> None:
    keys = {"A": 0, "B": 1, "C": 2, "D": 3}
    expected_texts = [FOUR[int(each)] if each.isdigit() else FOUR[keys[each]] for each in expected.replace("013", "023" if answer == "ACD" else "013")]
    assert right(one(HEAD, ["", STEM, *FOUR, answer, ""])) == expected_texts


@pytest.mark.parametrize(("answer", "yes"), [
    ("对", True), ("错", False), ("√", True), ("×", False), ("正确", True), ("错误", False), ("A", True), ("B", False), ("T", True), ("F", False),
    ("1", True), (0, False), ("是", True), ("否", False), (True, True), (False, False), ("✔️", True), ("不对", False), ("x", False), ("N", False),
])
@pytest.mark.parametrize("options", [[], ["正确", "错误"], ["对", "错"], ["√", "×"]])
def test_true_or_false_is_read_however_it_is_marked(answer: Any, yes: bool, options: list[str]) -> None:
    made = one(HEAD, ["判断题", "灭火器要定期检查。", *(options or [None, None]), None, None, answer, ""])
    assert made.type == "true_false" and made.playable
    assert [each.text for each in made.options] == (options or ["对", "不对"])
    assert [each.correct for each in made.options] == [yes, not yes]


def test_true_or_false_may_stand_the_other_way_round() -> None:
    made = one(HEAD, ["判断", "灭火器要定期检查。", "错误", "正确", None, None, "对", ""])
    assert right(made) == ["正确"]


@pytest.mark.parametrize(("packed", "options"), [
    ("A．可以\nB．不可以\nC．看情况", ["可以", "不可以", "看情况"]),
    ("A、可以 B、不可以 C、看情况", ["可以", "不可以", "看情况"]),
    ("（A）可以（B）不可以（C）看情况", ["可以", "不可以", "看情况"]),
    ("Ａ．可以Ｂ．不可以Ｃ．看情况", ["可以", "不可以", "看情况"]),
    ("(A) 可以; (B) 不可以; (C) 看情况", ["可以", "不可以", "看情况"]),
    ("可以\n不可以\n看情况", ["可以", "不可以", "看情况"]),
    ("可以|不可以|看情况", ["可以", "不可以", "看情况"]),
    ("A. D:\\data\\new/old\nB. 1/2 A或B都行\nC. http://x.cn/a", ["D:\\data\\new/old", "1/2 A或B都行", "http://x.cn/a"]),
])
def test_options_packed_in_one_cell_are_taken_apart(packed: str, options: list[str]) -> None:
    made = one(["题目", "选项", "答案"], [STEM, packed, "B"])
    assert ([each.text for each in made.options], right(made)) == (options, [options[1]])


def test_options_in_the_cell_of_the_question_are_taken_out_of_it() -> None:
    made = one(["题型", "题目", "答案"], ["单选", "火警电话是（ ）\nA. 110\nB．119 C、120", "B"])
    assert (made.stem, [each.text for each in made.options], right(made)) == ("火警电话是（ ）", ["110", "119", "120"], ["119"])


def test_letters_before_each_option_are_left_off_and_texts_keep_their_punctuation() -> None:
    made = one(HEAD, ["单选", "（一）ＡＢＣ，哪个对？", "A．对；", "B、不对！", "C 都不对", "D）无", "Ｂ", ""])
    assert made.stem == "（一）ＡＢＣ，哪个对？" and [each.text for each in made.options][0] == "A．对；"
    made = one(HEAD, ["单选", STEM, "A．对；", "B、不对！", "C.都不对", "D）无", "Ｂ", ""])
    assert [each.text for each in made.options] == ["对；", "不对！", "都不对", "无"]


def test_number_date_and_percent_cells_are_read_as_shown() -> None:
    made = Workbook()
    made.active.append(HEAD)
    made.active.append(["单选", "一周有几天？", 9, 7.0, 0.5, datetime(2026, 11, 24), "B", ""])
    made.active["E2"].number_format = "0%"
    read = read_xlsx(saved(made), "题.xlsx")
    assert [each.text for each in read.questions[0].options] == ["9", "7", "50%", "2026-11-24"]
    assert [(row, lost) for row, lost, _text in told(read)] == [(2, False)] and "选项D holds a date" in read.remarks[0].message


def test_number_options_take_a_number_answer_as_the_option_itself() -> None:
    assert right(one(HEAD, ["单选", "三加一？", 2, 3, 4, 5, 4, ""])) == ["4"]


@pytest.mark.parametrize(("kind", "answer", "expected"), [
    ("填空题", "119", "numeric"), ("填空题", "一一九", "short"), ("简答", "拨打119", "short"), ("数字", 12.5, "numeric"), ("", "社区居委会", "short"), ("", 8, "numeric"),
])
def test_a_word_or_number_without_options_is_kept_though_not_played(kind: str, answer: Any, expected: str) -> None:
    made = one(["题型", "题目", "答案"], [kind, "火警电话是多少？", answer])
    assert (made.type, made.playable, right(made)) == (expected, False, [str(answer)])


@pytest.mark.parametrize("kind", ["匹配题", "连线题", "排序", "材料分析题", "论述题", "案例分析", "Essay", "Matching"])
def test_types_that_cannot_be_asked_are_refused_by_name(kind: str) -> None:
    assert refused(HEAD, [kind, STEM, *FOUR, "B", ""]) == (
        f"a question of the type {kind} cannot be asked here; only choice, true or false, and short answers are read.")


@pytest.mark.parametrize(("row", "message"), [
    (["单选", "", *FOUR, "B", ""], "this row has no question text. Fill in its column 题目, or delete the row."),
    (["单选", STEM, "可以", "不可以", "不可以", "", "A", ""], "options B and C are the same: 不可以. Change one of them."),
    (["单选", STEM, "可以", "", "不可以", "", "A", ""], "option B is empty, though one after it is filled in. Fill it in, or move the others up."),
    (["单选", STEM, "可以", "不可以", "", "", "E", ""], "the answer 'E' names an option that is not there; the question has 2. Correct the answer, or add the option."),
    (["单选", STEM, "可以", "不可以", "", "", "也许", ""], "the answer '也许' is none of the options. Write the letters of the right options, as A or AC."),
    (["单选", STEM, "可以", "", "", "", "A", ""], "the row has only one option: 可以. Fill in the others."),
    (["单选", STEM, "", "", "", "", "A", ""], "the row has the answer 'A' but no options. Fill in the columns of the options."),
    (["判断", STEM, "对", "错", "不知道", "", "A", ""], "the row is of the type true or false and has 3 options; it needs two, or none."),
    (["判断", STEM, "对", "错", "", "", "AB", ""], "the row is of the type true or false and both options are named as right. Name one."),
    (["单选", STEM, *FOUR, "", ""], "this row has no answer. Fill in the column of the answers and choose the file again."),
    (["简答", STEM, "", "", "", "", "很长的话" * 40, ""], "the answer is a text of 160 characters, which cannot be marked. Make a question with options of it."),
    (["单选", "=A1", *FOUR, "B", ""], "the column 题目 holds a formula or an error; type the words instead."),
    (["单选", STEM, "#N/A", *FOUR[1:], "B", ""], "the column 选项A holds a formula or an error; type the words instead."),
])
def test_a_row_that_gives_no_question_is_refused_with_its_remedy(row: list[Any], message: str) -> None:
    assert refused(HEAD, row) == message


def test_what_the_type_and_the_answer_say_against_each_other_is_noted() -> None:
    read = read_xlsx(book(HEAD, ["单选", STEM, *FOUR, "AC", ""], ["多选", "二" + STEM, *FOUR, "A", ""], ["多选", "三" + STEM, *FOUR, "ABCD", ""],
                          ["不定项选择题", "四" + STEM, *FOUR, "A", ""]), "题.xlsx")
    assert [(each.type, each.playable) for each in read.questions] == [("multiple", True), ("multiple", False), ("multiple", False), ("single", True)]
    assert [(row, lost) for row, lost, _text in told(read)] == [(2, False), (3, False), (4, False)]


def test_rows_without_an_answer_are_told_once_for_all() -> None:
    rows = [["多选", f"第{n}问，下面哪些对？", *FOUR, "", ""] for n in range(300)]
    read = read_xlsx(book(HEAD, ["单选", STEM, *FOUR, "B", ""], *rows), "题.xlsx")
    assert len(read.questions) == 1
    assert told(read) == [(3, True, "300 rows have no answer: rows 3–302. Fill in the column of the answers and choose the file again.")]


def test_the_same_fault_in_many_rows_is_told_once_with_the_first() -> None:
    rows = [["单选", f"第{n}问？", *FOUR, "F", ""] for n in range(6)]
    read = read_xlsx(book(HEAD, *rows[:5], ["单选", STEM, *FOUR, "B", ""], rows[5]), "题.xlsx")
    assert [(row, text.partition(";")[0]) for row, _lost, text in told(read)] == [(2, "6 rows (2–6, 8) were not read for the same reason")]
    with use_language("zh"):
        assert "第一处：答案“F”指的选项" in read.remarks[0].message


def test_the_same_question_twice_is_taken_once_and_another_answer_is_refused() -> None:
    row = ["单选", STEM, *FOUR, "B", ""]
    read = read_xlsx(book(HEAD, row, row, [*row[:6], "A", ""]), "题.xlsx")
    assert len(read.questions) == 1
    assert [(row, lost) for row, lost, _text in told(read)] == [(3, False), (4, True)]


def test_a_header_may_stand_under_headings_over_two_rows_and_again_further_down() -> None:
    above: list[list[Any]] = [["某社区竞赛题库"], ["2026 年"], [], ["一、单选题（每题 2 分）"]]
    read = read_xlsx(book(*above, HEAD, ["", STEM, *FOUR, "B", ""], HEAD, ["二、多选题（每题 3 分）"], ["", "二" + STEM, *FOUR, "A", ""]), "题.xlsx")
    assert [(each.line, each.type) for each in read.questions] == [(6, "single"), (9, "multiple")]
    merged = read_xlsx(book(["序号", "题目", "选项", None, None, "答案"], [None, None, "A", "B", "C", None], [1, STEM, *FOUR[:3], "B"]), "题.xlsx")
    assert [right(each) for each in merged.questions] == [["不能停放"]]


def test_sheets_are_read_one_after_the_other_and_remarks_name_theirs() -> None:
    rows = [HEAD, ["", STEM, *FOUR, "B", ""], ["", STEM + "二", *FOUR, "", ""]]
    read = read_xlsx(book(*rows, title="消防", more={"空": [], "判断题": [["题目", "答案"], ["灭火器要定期检查。", "A"]]}), "题.xlsx")
    assert [(each.type, each.topic) for each in read.questions] == [("single", "消防"), ("true_false", "")]
    assert [text for _row, _lost, text in told(read)] == [
        "on the sheet 消防: this row has no answer. Fill in the column of the answers and choose the file again."]


def test_empty_pre_numbered_rows_and_empty_files_say_that_nothing_was_found() -> None:
    read = read_xlsx(book(["序号", *HEAD], *([n, "", None] for n in range(1, 101))), "题.xlsx")
    assert told(read) == [(None, True, "no question was found: the table has its columns but no filled-in row.")]
    assert told(read_xlsx(saved(Workbook()), "题.xlsx")) == [(None, True, "the file is empty.")]
    assert "no row with the names of the columns" in told(read_xlsx(book(["小区", "户数"], ["甲", 3]), "题.xlsx"))[0][2]


def test_every_column_a_clerk_may_add_is_read() -> None:
    head = ["编号", "题型", "难度", "章节", "题目", "选项A", "选项B", "答案", "解析", "依据", "条", "原文", "分值", "审核人"]
    made = one(head, ["fire-x1", "单选题", "难", "消防", STEM, "可以", "不可以", "B", "要留出通道。", "《消防法》", "28", "不得占用", 2, "王芳"])
    assert (made.id, made.level, made.topic, made.explanation, made.law, made.article, made.quote, made.checked_by) == (
        "fire-x1", 3, "消防", "要留出通道。", "消防法", "28", "不得占用", "王芳")
    plain = one(["序号", "编号", "题目", "选项A", "选项B", "答案", "出处"], [1, 7, STEM, "可以", "不可以", "B", "社区公约"])
    assert (plain.id, plain.source) == ("", "社区公约")


CSV = f"题型,题目,选项A,选项B,答案\n单选,{STEM},可以,不可以,B\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "，"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_in_every_encoding_with_every_separator(encoding: str, mark: str, ends: str) -> None:
    read = read_any(CSV.replace(",", mark).replace("\n", ends).encode(encoding), "题库.csv")
    assert read.format == "csv" and read.remarks == ()
    assert [(each.stem, right(each)) for each in read.questions] == [(STEM, ["不可以"])]


def test_quoted_cells_hold_new_lines_separators_and_marks_that_stay_text() -> None:
    text = '题目,选项A,选项B,答案\n"第一行\n第二行，含,逗号和""引号""",<b>1 < 2 & 3 > 2</b>,&amp;,A\n下一题在第三行？,甲,乙,B\n'
    read = read_csv(text.encode(), "题.csv")
    assert [(each.line, each.stem) for each in read.questions] == [(2, '第一行\n第二行，含,逗号和"引号"'), (3, "下一题在第三行？")]
    assert [each.text for each in read.questions[0].options] == ["<b>1 < 2 & 3 > 2</b>", "&amp;"]


def test_a_csv_without_a_header_is_read_by_what_its_columns_hold() -> None:
    rows = "".join(f"{n},单选,第{n}个问题问的是什么？,甲{n},乙{n},丙{n},{'ABC'[n % 3]}\n" for n in range(1, 9))
    read = read_csv(rows.encode(), "题.csv")
    assert ([each.line for each in read.questions], right(read.questions[0])) == (list(range(1, 9)), ["乙1"])
    assert "no row with the names" in told(read_csv("甲,乙,丙\n丁,戊,己\n".encode(), "x.csv"))[0][2]


def test_lists_as_text_without_a_header_become_short_questions() -> None:
    text = "社区的办公时间是（    ）。,['八点到十七点']\n下面属于文明行为的有（    ）。,\"['让座', '排队', '说“谢谢”']\"\n办公室在几楼（    ）。,[]\n"
    read = read_csv(text.encode(), "题.csv")
    assert [(each.type, right(each)) for each in read.questions] == [("short", ["八点到十七点"]), ("short", ["让座；排队；说“谢谢”"])]
    assert [(row, lost) for row, lost, _text in told(read)] == [(2, False), (3, True)]


def test_a_quotation_that_never_closes_loses_nothing_after_it() -> None:
    text = '题目,选项A,选项B,答案\n第一问？,甲,乙,A\n"第二问？,甲,乙,B\n第三问？,甲,乙,A\n'
    read = read_csv(text.encode(), "题.csv")
    assert [each.stem for each in read.questions] == ["第一问？", "第二问？", "第三问？"]
    assert [(row, lost) for row, lost, _text in told(read)] == [(3, False)]


def test_a_table_is_known_by_its_header_whatever_its_name() -> None:
    read = read_any(CSV.encode(), "题库.txt")
    assert len(read.questions) == 1
