"""Items go out as GIFT and come back the same, whatever their texts hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.questions import sources, taking
from linli.questions.formats.gift import read_gift
from linli.questions.formats.model import Choice, Question
from linli.questions.formats.reading import read
from linli.questions.formats.write_gift import write_gift, write_questions
from linli.questions.items import FactSource, Item, LawSource, Option, Text, Topic

AT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
TEXTS = sources.read()
TOPICS = {"fire": Topic("fire", Text("消防", "Fire safety")), "gas": Topic("gas", Text("用气/用电", "Gas and power"))}
SOURCES = [
    LawSource("xiaofang-fa", "第二十八条", "不得占用、堵塞、封闭疏散通道、安全出口、消防车通道"), FactSource("F-702"), FactSource("F-702", "禁止在高层民用建筑"),
]
NASTY = st.sampled_from([
    "~", "=", "#", "####", "{", "}", ":", "::", "\\", "\\n", "\\=", "->", "%50%", "%", "[html]", "[", "]", "//", "\n//", "\n0\n", "\n\n", "\n", "0", "&amp;", "<b>",
    "$CATEGORY:", "😀", "𠮷", "𰻝", " ", "  ", "\u3000", "=%100%", "1..2", "TRUE", "“", "'", '"', "&&092;", "_____", "[id:x]", "\u00a0",
])
WORDS = st.lists(NASTY | st.text(st.characters(exclude_categories=("Cc", "Cf", "Co", "Cs", "Cn")), max_size=6), min_size=1, max_size=8).map("".join)
ZH = WORDS.map(lambda text: ("消" + text).strip() if not text.strip() or text.strip() == "0" else text.strip())
EN = st.just("") | WORDS.map(lambda text: ("x" + text).strip())


def different(texts: Sequence[str]) -> bool:
    return len({"".join(taking.normal(text).split()) for text in texts}) == len(texts) == len({"".join(text.casefold().split()) for text in texts})


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(["single", "multiple", "true_false"]))
    count = 2 if kind == "true_false" else draw(st.integers(3 if kind == "multiple" else 2, 8))
    zh = [f"{text}{n}" if draw(st.booleans()) else f"{n}{text}" for n, text in enumerate(draw(st.lists(ZH, min_size=count, max_size=count)))]
    if kind == "true_false" and draw(st.booleans()):
        zh = draw(st.sampled_from([["对", "不对"], ["不对", "对"], ["True", "False"]]))
    right = draw(st.sets(st.integers(0, count - 1), min_size=2, max_size=count - 1)) if kind == "multiple" else {draw(st.integers(0, count - 1))}
    options = tuple(Option(Text(text, f"{n}a{draw(EN)}" if draw(st.booleans()) else ""), n in right) for n, text in enumerate(zh))
    return Item(
        draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)), draw(st.sampled_from(["fire", "gas"])), kind, draw(st.integers(1, 3)),  # type: ignore[arg-type]
        Text(draw(ZH), draw(EN)), options, Text(draw(ZH), draw(EN)), draw(st.sampled_from(SOURCES)), date(2026, 11, draw(st.integers(1, 20))),
        sibling=draw(st.none() | st.just("fire-02")), checked_by=draw(st.none() | st.just("王芳")), expires_on=draw(st.none() | st.just(date(2027, 1, 1))),
        licence=draw(st.none() | st.just("CC BY 4.0 [x] ~")), image=draw(st.none() | st.just("0123456789abcdef.png")),
    )


def back(data: bytes) -> list[object]:
    """The items that a file holds, taken as an import takes them."""
    parsed = read_gift(data.decode())
    assert [remark.message for remark in parsed.remarks] == []
    return [taking.to_item(each, taking.topic_of(each, TOPICS), AT, TEXTS, name=each.id) for each in parsed.questions]


@given(st.lists(items(), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_what_is_written_is_read_back(made: list[Item]) -> None:
    found = back(write_gift(made, TOPICS))
    mended = [replace(item, options=tuple(replace(o, text=o.text) for o in item.options)) for item in made]
    assert found == mended


def test_the_file_is_recognised_and_describes_its_topics() -> None:
    item = Item("fire-01", "fire", "true_false", 2, Text("可以充电。", ""), (Option(Text("不对", ""), True), Option(Text("对", ""), False)),
                Text("会着火。", ""), SOURCES[1], date(2026, 11, 20))
    data = write_gift([item], TOPICS)
    parsed = read(data, "items.txt")
    assert (parsed.format, parsed.topics, back(data)) == ("gift", (TOPICS["fire"],), [item])
    assert "{FALSE" in data.decode()        # what Moodle asks is whether the statement is true


TYPED = st.builds(lambda text, weight, feedback: Choice(text, weight >= 100, weight, feedback), ZH, st.sampled_from([100.0, 50.0, 33.33333]), st.just("") | ZH)
NUMBER = st.builds(lambda text, weight: Choice(text, weight >= 100, weight), st.sampled_from(["3", "-3.5", "1949:2", "1..5", "1e3", ".5:0.01"]), st.sampled_from([100.0, 50.0]))
PAIR = st.builds(lambda left, right: Choice(left, True, 100.0, match=right), ZH, ZH)
FULL = st.just(Choice("1", True, 100.0))


@given(st.one_of(
    st.builds(Question, st.just("short"), ZH, st.builds(lambda a, b: (*a, b), st.lists(TYPED, max_size=3), FULL), st.just("") | ZH, st.just(0)),
    st.builds(Question, st.just("numeric"), ZH, st.builds(lambda a, b: (*a, b), st.lists(NUMBER, max_size=3), FULL), st.just("") | ZH, st.just(0)),
    st.builds(Question, st.just("matching"), ZH, st.lists(PAIR, min_size=2, max_size=4).map(tuple), st.just("") | ZH, st.just(0)),
))
@settings(max_examples=100, deadline=None)
def test_numbers_words_and_pairs_come_back_too(question: Question) -> None:
    parsed = read_gift(write_questions([question]).decode())
    assert [remark.message for remark in parsed.remarks] == []
    assert [replace(each, line=0) for each in parsed.questions] == [question]
