"""From a file's question to an item: its id, its source in people's words, and what it lacks."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from linli.questions import sources, taking
from linli.questions.citing import find_law, reference, suggest_quote, whole
from linli.questions.formats.model import Choice, Question
from linli.questions.items import FactSource, Item, LawSource, Text, Topic

AT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
QUOTE = "不得占用、堵塞、封闭疏散通道、安全出口、消防车通道"
TEXTS = sources.read()
GOOD = Question(
    "single", "楼道里堆着旧沙发，哪种做法对？", (Choice("请尽快搬走", True, 100), Choice("靠墙放"), Choice("写明日期")),
    explanation="通道要留给逃生的人。", source="《中华人民共和国消防法》第二十八条", quote=QUOTE,
)


def item(question: Question, known: Item | None = None) -> Item:
    made = taking.to_item(question, "fire", AT, TEXTS, known=known)
    assert isinstance(made, Item), [lack.message for lack in made]
    return made


def lacks(question: Question, topic: str = "fire") -> list[tuple[str, str]]:
    made = taking.to_item(question, topic, AT, TEXTS)
    assert isinstance(made, list)
    return [(lack.code, lack.message) for lack in made]


def test_a_complete_question_becomes_an_item_in_chinese_alone() -> None:
    made = item(GOOD)
    assert (made.stem, made.level, set(made.key)) == (Text(GOOD.stem, ""), 2, {0})
    assert made.source == LawSource("xiaofang-fa", "第二十八条", QUOTE)
    assert made.reviewed_on.isoformat() == "2026-11-23"
    assert made.id.startswith("fire-") and made.id == item(replace(GOOD, explanation="别的说法。")).id


@pytest.mark.parametrize(("law", "article"), [
    ("《中华人民共和国消防法》第二十八条", ""), ("消防法28条", ""), ("《消防法》第28条第一款", ""), ("根据消防法第二十八条的规定", ""),
    ("xiaofang-fa 28", ""), ("xiaofang-fa", "28"), ("消防法", "第二十八条"), ("中华人民共和国消防法(2021修正)", "二十八"),
    ("《中华人民共和国消防法（2021年修订）》第 ２８ 条", ""), ("《消防法》第十六条、第二十八条", ""), ("依据：消防法 第28条", ""),
])
def test_a_source_is_understood_as_people_write_it(law: str, article: str) -> None:
    for question in (replace(GOOD, source=law, article=article), replace(GOOD, source="", law=law, article=article)):
        assert item(question).source == LawSource("xiaofang-fa", "第二十八条", QUOTE)


@pytest.mark.parametrize("words", [f"《消防法》第二十八条：{QUOTE}", f"消防法第二十八条规定“{QUOTE}”。", f"消防法28条:{QUOTE}"])
def test_the_quote_may_stand_in_the_source(words: str) -> None:
    assert item(replace(GOOD, source=words, quote="")).source == LawSource("xiaofang-fa", "第二十八条", QUOTE)


def test_quotation_marks_around_a_quote_are_not_part_of_it() -> None:
    assert item(replace(GOOD, quote=f"“{QUOTE}。”")).source == LawSource("xiaofang-fa", "第二十八条", QUOTE)


def test_a_fact_may_be_the_source_with_and_without_its_words() -> None:
    for words in ("F-702", "f702", "事实F-702"):
        assert item(replace(GOOD, source=words, quote="")).source == FactSource("F-702")
    assert item(replace(GOOD, source="", fact="F-702", quote="禁止在高层民用建筑")).source == FactSource("F-702", "禁止在高层民用建筑")


def test_a_longer_title_wins_and_a_law_of_another_place_is_not_taken_for_it() -> None:
    found = {words: find_law(words, TEXTS) for words in ("道路交通安全法实施条例第2条", "预防未成年人犯罪法", "广西消防法办法", "《广西消防条例》第二条", "")}
    assert [law.slug if law else None for law in found.values()] == ["daolu-jiaotong-anquan-fa-shishi-tiaoli", "yufang-weichengnianren-fanzui-fa", None, None, None]


def test_chinese_numbers_are_read() -> None:
    assert [whole(words) for words in ("28", "二十八", "十", "一百零三", "一千二百六十", "一三三", "两百")] == [28, 28, 10, 103, 1260, 133, 200]


def test_everything_a_question_lacks_is_told_at_once() -> None:
    found = lacks(Question("single", "哪种做法对？", (Choice("甲"), Choice("乙"))), "")
    assert [code for code, _words in found] == ["topic", "type", "explanation", "source"]
    assert found[1][1] == "no option is marked as right."


@pytest.mark.parametrize(("question", "code", "words"), [
    (replace(GOOD, type="short"), "type", "asks for words to be typed"),
    (replace(GOOD, type="numeric"), "type", "asks for a number"),
    (replace(GOOD, type="matching"), "type", "asks for pairs"),
    (replace(GOOD, type="multiple"), "type", "it has 1 right options of 3"),
    (replace(GOOD, type="true_false"), "type", "needs two options, not 3"),
    (replace(GOOD, options=(Choice("甲", True), Choice("甲"))), "type", "are the same"),
    (replace(GOOD, options=(Choice("甲", True),)), "type", "it has 1 options"),
    (replace(GOOD, options=(Choice("甲", True), Choice("乙", True))), "type", "it has 2 right options and should have one"),
    (replace(GOOD, explanation=" "), "explanation", "no explanation"),
    (replace(GOOD, source=""), "source", "it has no source"),
    (replace(GOOD, source="《柳州市养犬管理条例》第三条"), "source", "'《柳州市养犬管理条例》第三条' is no law or fact"),
    (replace(GOOD, source="消防法"), "source", "is the 消防法 without an article"),
    (replace(GOOD, source="消防法第九百条"), "source", "names article '九百', which the 消防法 does not have"),
    (replace(GOOD, source="F-1"), "source", "the fact F-1, which is not kept"),
    (replace(GOOD, source="F-702", quote="楼道里可以充电"), "quote", "do not stand in the fact F-702"),
    (replace(GOOD, quote=""), "quote", "article 28 that decide the answer are not quoted"),
    (replace(GOOD, quote="不得占用"), "quote", "has 4 characters; 6 is the least"),
    (replace(GOOD, quote="楼道里可以放一会儿"), "quote", "do not stand in article 28 as they are written"),
    (replace(GOOD, source="消防法第二条"), "quote", "they stand in article 28"),
    (replace(GOOD, explanation="长" * 1201), "words", "1201 characters long"),
    (replace(GOOD, stem="沙发\u202e在楼道"), "words", "cannot be seen"),
    (replace(GOOD, reviewed_on="上周"), "words", "must be a day"),
    (replace(GOOD, reviewed_on="2027-01-01"), "words", "has not come yet"),
])
def test_what_is_lacking_is_told_in_words(question: Question, code: str, words: str) -> None:
    found = lacks(question)
    assert [each for each, _words in found] == [code]
    assert words in found[0][1]


def test_a_topic_is_found_by_id_name_or_the_end_of_a_category() -> None:
    known = {"fire": Topic("fire", Text("消防", "Fire safety"))}
    assert [taking.topic_of(replace(GOOD, topic=words), known) for words in ("fire", "消防", "FIRE SAFETY", "$course$/top/消防", "燃气", "")] == ["fire"] * 4 + ["", ""]
    assert "'燃气' is not known here" in lacks(replace(GOOD, topic="燃气"), "")[0][1]


def test_a_running_number_is_no_id_of_ones_own() -> None:
    assert [taking.own_id(replace(GOOD, id=words)) for words in ("fire-07", "1", "q1", "2026-01", "Fire 7", "abcd", "gas12")] == ["fire-07", "", "", "", "", "", "gas12"]


def test_an_earlier_version_speaks_where_the_file_is_silent() -> None:
    first = item(replace(GOOD, stem_en="A sofa?", explanation_en="Why", level=3, reviewed_on="2026.1.5", licence="CC0"))
    assert (first.level, first.reviewed_on.isoformat()) == (3, "2026-01-05")
    assert item(GOOD, first) == replace(first, id=item(GOOD).id)
    bare = replace(GOOD, source="", quote="", explanation="")
    assert item(bare, first).source == first.source
    other = item(replace(GOOD, stem="楼道里堆着旧书，哪种做法对？"), first)
    assert (other.stem.en, other.explanation.en, other.licence) == ("", "Why", "CC0")
    assert [code for code, _w in lacks(replace(bare, stem="另一题？"))] == ["explanation", "source"]


def test_a_quote_is_proposed_and_never_taken_in_silence() -> None:
    question = replace(GOOD, quote="", explanation="安全出口和疏散通道都不能占用、堵塞。")
    words = taking.suggestion(question, TEXTS)
    assert words in TEXTS.laws["xiaofang-fa"].articles["第二十八条"] and "堵塞" in words
    assert [code for code, _w in lacks(question)] == ["quote"]
    assert isinstance(taking.to_item(replace(question, quote=words), "fire", AT, TEXTS), Item)
    assert taking.suggestion(GOOD, TEXTS) == taking.suggestion(replace(GOOD, source=""), TEXTS) == ""
    assert suggest_quote(question, "本法自公布之日起施行。") == ""


def test_what_is_not_clear_stays_empty() -> None:
    assert reference(Question("single", "?", ()), TEXTS).law == ""
    assert reference(replace(GOOD, source="书上看的"), TEXTS).named == "书上看的"
