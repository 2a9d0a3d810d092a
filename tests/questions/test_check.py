"""Each fault that a person can make in a question file is found, on its line."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from linli.questions import check, files, sources
from linli.questions.items import from_json, to_json
from tests.questions.texts import GOOD, line_of

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[2]

def faults(tmp_path: Path, text: str | bytes, name: str = "fire.yaml") -> list[tuple[int, str | None, str]]:
    """(line, item, message) of every fault of one file."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = check.report([path], today=TODAY)["faults"]
    return [(each["line"], each["item"], each["message"]) for each in found]


def test_a_good_file_has_no_fault_and_its_items_are_read(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []
    read = files.read(tmp_path / "fire.yaml", TODAY)
    assert read.topic and read.topic.name.en == "Fire safety"
    assert [item.kind for item in read.items] == ["single", "true_false", "multiple"]
    assert read.items[2].key == {0, 1}
    assert all(from_json(json.loads(json.dumps(to_json(item)))) == item for item in read.items)
    assert len({item.revision for item in read.items}) == 3


QUOTE = "          quote: 不得占用、堵塞、封闭疏散通道、安全出口、消防车通道\n"

#: (what is planted, its words, instead of these, line is that of, item, part of the message)
PLANTED = [
    ("wrong quote", "quote: 不得占用、堵塞、封闭楼道和门厅\n", QUOTE.strip() + "\n", "fire-01",
     "item 'fire-01' quotes words that article 28 does not contain."),
    ("quote of another article", "article: 第二十七条\n      quote: 不", "article: 第二十八条\n      quote: 不", "fire-01",
     "they stand in article 28"),
    ("quote with other punctuation", "quote: 不得占用,堵塞,封闭疏散通道", QUOTE.strip(), "fire-01", "other punctuation or spaces"),
    ("short quote", "quote: 不得占用", QUOTE.strip(), "fire-01", "quotes 4 characters"),
    ("fact without these words", "quote: 允许在楼梯间里停放", "quote: 禁止在高层民用建筑公共门厅、疏散走道、楼梯间", "fire-02",
     "words that the fact F-702 does not contain"),
    ("missing English", "en: # later", "en: An old sofa stands in the stairwell. What is right?", "fire-01",
     "'stem' has no English text (en)."),
    ("Chinese as English", "en: 先搬走再说", "en: An old sofa stands in the stairwell. What is right?", "fire-01", "is Chinese"),
    ("two keys in a single", "matter, key: true}", "matter}", "fire-01", "item 'fire-01' is single and has 2 right options"),
    ("unknown law", "law: xiaofan-fa\n", "law: xiaofang-fa\n", "fire-01", "did you mean 'xiaofang-fa'"),
    ("law by its name", "law: 消防法\n", "law: xiaofang-fa\n", "fire-01", "did you mean 'xiaofang-fa'"),
    ("unknown article", "article: 第九百条\n", "article: 第二十八条\n", "fire-01", "names '第九百条'"),
    ("article as a number", "article: 28\n", "article: 第二十八条\n", "fire-01", "'article' must be a text"),
    ("unknown fact", "fact: F-999,", "fact: F-702,", "fire-02", "names the fact 'F-999'"),
    ("unknown kind", "kind: singel", "kind: single", "fire-01", "'kind' is 'singel'"),
    ("unknown level", "level: 4", "level: 3", "fire-03", "'level' is '4'"),
    ("unknown field", "explantion: {zh: 着", "explanation: {zh: 着", "fire-02", "did you mean 'explanation'"),
    ("unknown field in an option", "kee: true}", "key: true}", "fire-01", "did you mean 'key'"),
    ("bad date", "reviewed_on: 20.11.2026", "reviewed_on: 2026-11-20", "fire-01", "written as 2026-11-23"),
    ("impossible date", "reviewed_on: 2026-02-30", "reviewed_on: 2026-11-20", "fire-01", "written as 2026-11-23"),
    ("date in the future", "reviewed_on: 2026-12-01", "reviewed_on: 2026-11-20", "fire-01", "has not come yet"),
    ("number for a text", "en: 119\n", "en: Along the wall is fine\n", "fire-01", "must be a text, and 119"),
    ("true for a text", "en: True}", 'en: "True"}', "fire-02", "must be a text, and True"),
    ("key as a word", 'key: "yes"}', "key: true}", "fire-01", "must be true, or be left out"),
    ("bad id", "id: Fire_02", "id: fire-02", None, "may hold only lower-case"),
    ("a field twice", "level: 2\n    level: 3", "level: 2", None, "stands here a second time"),
    ("hidden character", "zh: 先放\u202e几天", "zh: 先放几天没关系", "fire-01", "cannot be seen (U+202E)"),
    ("tab", "zh:\t靠墙放就行", "zh: 靠墙放就行", None, "tab character"),
    ("no chinese topic", "zh: ''", "zh: 消防", None, "'topic' has no Chinese text"),
]


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: case[0])
def test_a_planted_fault_is_found_on_its_line(tmp_path: Path, case: tuple[str, str, str, str | None, str]) -> None:
    _name, planted, instead_of, item, message = case
    text = GOOD.replace(instead_of, planted, 1)
    found = faults(tmp_path, text)
    told = [each for each in found if message in each[2]]
    assert told, found
    assert told[0][:2] == (line_of(planted.strip().split("\n")[-1], text), item)


def test_faults_of_a_whole_item_stand_where_the_item_or_its_field_begins(tmp_path: Path) -> None:
    text = GOOD.replace(", key: true}", "}").replace("      - {zh: 自家书房, en: Your own study}\n", "", 1)
    found = faults(tmp_path, text)
    options = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "options:"]
    assert [(line, item) for line, item, message in found if "no right option" in message] == [
        (options[0], "fire-01"), (options[1], "fire-02"), (options[2], "fire-03")]


def test_kinds_ask_for_their_number_of_options(tmp_path: Path) -> None:
    third = GOOD.replace("      - {zh: 不对,", "      - {zh: 也许, en: Maybe}\n      - {zh: 不对,")
    assert [(line, item, "exactly two" in words) for line, item, words in faults(tmp_path, third)] == [(29, "fire-02", True)]
    all_right = GOOD.replace("Your own study}", "Your own study, key: true}")
    assert "all its options are right" in faults(tmp_path, all_right)[0][2]
    one_right = GOOD.replace("en: Exits, key: true", "en: Exits")
    assert "it needs two" in faults(tmp_path, one_right)[0][2]
    same = GOOD.replace("Along the wall is fine", "a few days  do not MATTER")
    assert faults(tmp_path, same) == [(15, "fire-01", "item 'fire-01': options 2 and 3 have the same text.")]


@pytest.mark.parametrize("field", ["kind", "level", "stem", "options", "explanation", "source", "reviewed_on"])
def test_a_missing_field_is_told_at_its_item(tmp_path: Path, field: str) -> None:
    head, last = GOOD.split("  - id: fire-03\n")
    kept = [line for line in last.splitlines() if not line.startswith(f"    {field}:")]
    if field == "options":
        kept = [line for line in kept if not line.startswith("      -")]
    text = head + "  - id: fire-03\n" + "\n".join(kept) + "\n"
    assert faults(tmp_path, text) == [(line_of("id: fire-03"), "fire-03", f"item 'fire-03' has no '{field}'.")]


def test_an_item_without_an_id_is_named_by_its_number(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.replace("  - id: fire-02\n    kind: true_false", "  - kind: true_false"))
    assert found == [(line_of("id: fire-02"), None, "item #2 has no 'id'.")]


def test_an_id_that_stands_twice_names_the_first_place(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.replace("id: fire-03", "id: fire-01"))
    path = tmp_path / "fire.yaml"
    assert found == [(line_of("id: fire-03"), "fire-01", f"item 'fire-01' stands a second time; the first is at {path}:6.")]
    path.write_text(GOOD)
    (tmp_path / "gas.yaml").write_text(GOOD.replace("id: fire\n", "id: gas\n").replace("fire-02", "gas-02").replace("fire-03", "gas-03"))
    report = check.report([tmp_path], today=TODAY)
    assert [(each["file"], each["line"], each["item"]) for each in report["faults"]] == [(str(tmp_path / "gas.yaml"), 6, "fire-01")]
    assert (report["files"], report["topics"], report["items"]) == (2, 1, 3)


def test_two_files_of_one_topic_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD)
    (tmp_path / "b.yaml").write_text(GOOD.replace("id: fire-", "id: flame-"))
    told = check.report([tmp_path], today=TODAY)["faults"]
    assert [(Path(each["file"]).name, each["line"]) for each in told] == [("b.yaml", 1)]


@pytest.mark.parametrize(("planted", "instead_of", "wanted"), [
    ("zh: 通道: 要留给人。", "zh: 通道要留给逃生的人。", 18),
    ("{zh: 请尽快搬走, en: Move, key: true", "{zh: 请尽快搬走, en: Move it away soon, key: true}", 13),
    ('en: "An old sofa', "en: An old sofa", 11),
    ("zh: '先放几天", "zh: 先放几天", 14),
    ("    level: 1\n  stem:", "    level: 1\n    stem:", 9),
    ("en: Fire \x07 safety", "en: Fire safety", 4),
])
def test_broken_yaml_is_one_fault_with_its_line(tmp_path: Path, planted: str, instead_of: str, wanted: int) -> None:
    found = faults(tmp_path, GOOD.replace(instead_of, planted, 1))
    assert [line for line, _item, _message in found] == [wanted], found


@pytest.mark.parametrize(("content", "message"), [
    (b"", "empty"), (b"# nothing\n", "empty"), (b"- a\n- b\n", "must hold the fields topic, items"),
    (b"topic: {id: a, zh: \xe7\x94\xb2, en: A}\n", "'items' is missing"),
    (b"topic: {id: a, zh: \xe7\x94\xb2, en: A}\nitems: []\n", "must be a list"),
    ("topic:\n  zh: 消防".encode("gbk"), "not in UTF-8"), (GOOD.encode("utf-16"), "not in UTF-8"),
    (b"[" * 5000, "deeply"), (b"a: &x [1]\nb: *x\n", "unknown field"), (b"--- a\n--- b\n", "not readable YAML"),
    (b"!!python/object/apply:os.system ['true']\n", "must hold the fields"), (b"x" * 1_000_001, "larger"),
])
def test_a_file_that_is_no_question_file_is_told_and_never_raises(tmp_path: Path, content: bytes, message: str) -> None:
    found = faults(tmp_path, content)
    assert found
    assert message in found[0][2]


def test_bytes_that_are_not_utf8_are_told_by_line(tmp_path: Path) -> None:
    found = faults(tmp_path, GOOD.encode().replace("靠墙".encode(), "靠墙".encode("gbk")))
    assert [line for line, _item, _message in found] == [15]


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == []


def test_chinese_folded_over_lines_gets_no_blank(tmp_path: Path) -> None:
    text = GOOD.replace("          zh: 通道要留给逃生的人。", "          zh: >-\n            通道要留给\n            逃生的人。")
    path = tmp_path / "fire.yaml"
    path.write_text(text)
    assert faults(tmp_path, text) == []
    assert files.read(path, TODAY).items[0].explanation.zh == "通道要留给逃生的人。"


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("level: 1", "level: 9").replace("law: xiaofang-fa\n", "law: none\n"))
    (tmp_path / "b.yaml").write_text("topic: [")
    (tmp_path / "c.yaml").write_text(GOOD.replace("id: fire", "id: other"))
    told = check.report([tmp_path, tmp_path / "missing.yaml"], today=TODAY)
    assert [Path(each["file"]).name for each in told["faults"]] == ["a.yaml", "b.yaml", "missing.yaml"]
    assert (told["files"], told["topics"], told["items"]) == (4, 1, 3)


def test_the_shipped_bank_is_clean() -> None:
    told = check.report([ROOT / "quizzes"], today=date(2026, 11, 24))
    assert told["faults"] == []
    assert told["items"] >= 150
    assert told["topics"] >= 15


def test_the_sources_are_current_texts_with_their_month() -> None:
    texts = sources.read()
    assert len(texts.laws) == 45
    assert all(law.known_on == "2026-07" and law.articles for law in texts.laws.values())
    assert texts.facts["F-702"].text.startswith("《高层民用建筑消防安全管理规定》")
    assert sources.law(texts, "xiaofang-fa").articles["第二十八条"]
    with pytest.raises(sources.UnknownLaw):
        sources.law(texts, "old-zaosheng")
    with pytest.raises(sources.UnknownFact):
        sources.fact(texts, "F-1")


def test_the_command_prints_the_report_and_says_by_its_exit_whether_there_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "fire.yaml"
    path.write_text(GOOD)
    command = [sys.executable, "-m", "linli", "questions", "check", str(path), "--json"]
    clean = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert clean.returncode == 0, clean.stderr
    assert json.loads(clean.stdout) == {"files": 1, "topics": 1, "items": 3, "faults": []}
    path.write_text(GOOD.replace("level: 3", "level: 5"))
    broken = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert broken.returncode == 1
    assert set(json.loads(broken.stdout)["faults"][0]) == {"file", "line", "item", "message"}
