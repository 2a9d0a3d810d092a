"""Local rules and newer texts: what is kept, which questions leave the draw, what comes back."""

import io
import json
from datetime import timedelta
from pathlib import Path

import docx
import pytest

from linli.errors import GameError
from linli.questions import bank, law_text, own_laws, sources
from linli.questions.formats.decoding import NoText
from linli.questions.law_text import Article
from linli.store import Store
from tests.cast import MONDAY
from tests.questions.texts import GOOD

LATER = MONDAY + timedelta(hours=1)
RULES = """榕溪市文明养犬管理办法

目　录
第一章　总则

第一章　总　　则
第一条　为了规范养犬行为，制定本办法。
第二条　带犬出门应当用牵引带。
　　在电梯里，应当收短牵引带；依照第一条的精神，主动避让他人。
第二章　附　则
第十条　本办法所称犬只，不含工作犬。
第一百二十一条　本办法自2026年1月1日起施行。
"""


def drawn(store: Store) -> list[str]:
    with store.reading() as tx:
        return [ref.item for ref in bank.pool(tx)]


def changed(article: str, words: str) -> bytes:
    """The product's text of the fire law as JSON lines, with another wording of one article."""
    law = sources.read().laws["xiaofang-fa"]
    rows = [{"article": name, "article_no": law.numbers[name], "text": words if name == article else text} for name, text in law.articles.items()]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def update(store: Store, data: bytes, version: str = "2026-10-01") -> own_laws.Effect:
    with store.reading() as tx:
        text = own_laws.newer(tx, "xiaofang-fa", law_text.parse(data, "xiaofang-fa.jsonl"), LATER, version=version)
    return own_laws.keep(store, text, None, LATER)


def test_a_text_file_is_cut_into_its_articles() -> None:
    found = law_text.parse(RULES.encode("gb18030"), "办法.txt")
    assert [(one.name, one.number) for one in found] == [("第一条", 1), ("第二条", 2), ("第十条", 10), ("第一百二十一条", 121)]
    assert found[1].text == "带犬出门应当用牵引带。\n在电梯里，应当收短牵引带；依照第一条的精神，主动避让他人。"
    assert found[2].text == "本办法所称犬只，不含工作犬。"


def test_a_word_file_gives_the_same_articles() -> None:
    document, saved = docx.Document(), io.BytesIO()
    for line in RULES.split("\n"):
        document.add_paragraph(line)
    document.save(saved)
    assert law_text.parse(saved.getvalue(), "办法.docx") == law_text.parse(RULES.encode(), "办法.txt")


@pytest.mark.parametrize(("data", "refusal"), [
    ("没有条文的一段话。".encode(), law_text.NoArticles), (b"PK\x03\x04 no zip", law_text.NotWord), (b'{"article": "a"}', law_text.BadArticle),
    (b"\xff\xfe\x00", NoText),
    (b'{"article": "a", "article_no": 1e999, "text": "b"}', law_text.BadArticle), (b'{"article": ' + b"[" * 100_000, law_text.BadArticle),
    ("第1十条 甲。".encode(), law_text.NoArticles), (f"第{'9' * 5000}条 甲。".encode(), law_text.NoArticles),
    ('{"article": "第一条", "article_no": 1, "text": "甲"}\n{"article": "第一条", "article_no": 1, "text": "乙"}'.encode(), law_text.Repeated),
], ids=["no article", "no word file", "no article line", "no text", "endless number", "deep brackets", "mixed digits", "5,000 digits", "twice"])
def test_a_file_that_is_no_law_is_refused(data: bytes, refusal: type[GameError]) -> None:
    with pytest.raises(refusal):
        law_text.parse(data, "办法.txt")


def test_every_shipped_law_reads_back_as_it_stands() -> None:
    for path in sorted(sources.FOLDER.glob("*-fa.jsonl")):
        law = sources.read().laws[path.stem]
        assert {one.name: one.text for one in law_text.parse(path.read_bytes(), path.name)} == law.articles


def test_numbers_of_articles_are_read_as_they_are_written() -> None:
    for path in sorted(sources.FOLDER.glob("*.jsonl")):
        for name, number in sources.read().laws[path.stem].numbers.items() if path.stem in sources.read().laws else ():
            assert law_text.number_of(name) == number, (path.stem, name)


def test_items_whose_quote_left_a_newer_text_leave_the_draw_and_come_back_with_it(store: Store, folder: Path) -> None:
    bank.load(store, folder, MONDAY)
    done = update(store, changed("第二十八条", "这一条改过了。"))
    assert (done.changed, [item.id for item in done.fallen]) == (("第二十八条",), ["fire-01", "fire-03"])
    assert drawn(store) == ["fire-02"]
    with store.reading() as tx:
        assert {entry.item.id: entry.state for entry in bank.entries(tx)} == {"fire-01": "to_check", "fire-02": "playable", "fire-03": "to_check"}
    again = update(store, changed("", ""), "2026-11-01")
    assert [item.id for item in again.back] == ["fire-01", "fire-03"]
    assert drawn(store) == ["fire-01", "fire-02", "fire-03"]


def test_a_later_start_keeps_what_the_newer_text_decided(store: Store, folder: Path) -> None:
    bank.load(store, folder, MONDAY)
    update(store, changed("第二十八条", "这一条改过了。"))
    report = bank.load(store, folder, LATER)
    assert (report.back, drawn(store)) == (0, ["fire-02"])


def test_what_waits_for_another_reason_is_not_brought_back_by_a_law(store: Store, folder: Path) -> None:
    bank.load(store, folder, MONDAY)
    with store.writing() as tx:
        tx.run("update item set state = 'to_check', reason = 'new' where id = 'fire-01'")
        tx.run("update bank set version = 'other' where id = 1")
    update(store, changed("", ""))
    assert drawn(store) == ["fire-02", "fire-03"]


def test_the_same_text_again_changes_nothing(store: Store, folder: Path) -> None:
    bank.load(store, folder, MONDAY)
    update(store, changed("第二十八条", "这一条改过了。"))
    update(store, changed("第二十八条", "这一条改过了。"))
    assert store.one("select count(*) as n from law_text") == {"n": 1}


def test_an_older_text_is_refused_and_says_of_which_day_the_kept_one_is(store: Store, folder: Path) -> None:
    bank.load(store, folder, MONDAY)
    with pytest.raises(own_laws.OlderText):
        update(store, changed("第二十八条", "旧的。"), "1999-01-01")
    assert len(drawn(store)) == 3


def test_a_local_rule_can_be_cited_once_it_is_kept(store: Store, folder: Path) -> None:
    bank.load(store, folder, MONDAY)
    local = own_laws.new("rongxi-yangquan", "《榕溪市文明养犬管理办法》", "2026-01-01", law_text.parse(RULES.encode(), "x.txt"), LATER)
    own_laws.keep(store, local, None, LATER, first=True)
    with store.reading() as tx:
        law = sources.law(sources.current(tx), "rongxi-yangquan")
    assert (law.title, law.own, law.known_on) == ("榕溪市文明养犬管理办法", True, "2026-11")
    text = GOOD.replace("law: xiaofang-fa", "law: rongxi-yangquan").replace("article: 第二十八条", "article: 第二条").replace(
        "quote: 不得占用、堵塞、封闭疏散通道、安全出口、消防车通道", "quote: 带犬出门应当用牵引带")
    (folder / "fire.yaml").write_text(text)
    assert bank.load(store, folder, LATER).faults == ()
    with store.reading() as tx:
        assert own_laws.cited(tx)["rongxi-yangquan"] == 2
    with pytest.raises(own_laws.AlreadyKept):
        own_laws.keep(store, local, None, LATER, first=True)


@pytest.mark.parametrize(("slug", "title", "day", "refusal"), [
    ("No Slug", "办法", "2026-01-01", own_laws.BadSlug), ("good", " ", "2026-01-01", own_laws.BadTitle), ("good", "办" * 81, "2026-01-01", own_laws.BadTitle),
    ("good", "办法", "2026-13-01", own_laws.BadDay), ("good", "办法", "2027-01-01", own_laws.BadDay), ("good", "办法", "", own_laws.BadDay),
    ("good", "办法", "2025年2月30日", own_laws.BadDay),
])
def test_a_head_that_is_not_right_is_refused(slug: str, title: str, day: str, refusal: type[GameError]) -> None:
    with pytest.raises(refusal):
        own_laws.new(slug, title, day, [Article("第一条", 1, "甲")], MONDAY)


@pytest.mark.parametrize("said", ["2025-03-01", "2025年3月1日", "2025/3/1", "2025.03.01", " ２０２５年3月01日 "])
def test_the_day_of_a_text_may_be_written_as_the_law_prints_it(said: str) -> None:
    assert own_laws.new("good", "办法", said, [Article("第一条", 1, "甲")], MONDAY).version == "2025-03-01"


def test_a_title_holds_nothing_that_cannot_be_seen() -> None:
    made = own_laws.new("good", "\u202e《办法\u200b》", "2026-01-01", [Article("第一条", 1, "甲")], MONDAY, title_en="Rule\u2066s\x00")
    assert (made.title, made.title_en) == ("办法", "Rules")
    with pytest.raises(own_laws.BadTitle):
        own_laws.new("good", "办法", "2026-01-01", [Article("第一条", 1, "甲")], MONDAY, title_en="a" * 81)
