"""A file into the bank: seen first, taken in whole or not at all, and twice the same."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from linli.questions import bank, checking, drafts, importing, shelf
from linli.questions.formats.model import Choice, Parsed, Picture, Remark
from linli.questions.items import Text, Topic
from linli.store import Store
from tests.questions.bringing import (
    AT,
    BARE,
    CLERK,
    EDITED,
    FIRE,
    GAS,
    LATER,
    OPTIONS,
    OTHER,
    TEXTS,
    A,
    B,
    C,
    counts,
    dump,
    loaded,
    publish,
    question,
    see,
    state,
    take,
    take_one,
    undo,
)


@pytest.fixture
def town(store: Store, tmp_path: Path) -> Store:
    return loaded(store, tmp_path)


def test_complete_questions_wait_to_be_checked_and_the_rest_are_drafts(town: Store) -> None:
    seen = see(town, A, B, BARE)
    assert counts(seen) == (2, 0, 0, 0, 1)
    assert [lack.code for lack in seen.drafts[0].lacks] == ["explanation", "source"]
    before = dump(town)
    assert dump(town) == before
    done = importing.commit(town, seen, CLERK, AT)
    assert (done.new, done.changed, done.gone, done.drafts) == (2, 0, 0, 1)
    row = state(town, seen.new[0].item.id)
    assert (row["state"], row["reason"], row["changed_by"]) == ("to_check", "new", CLERK)
    with town.reading() as tx:
        assert len(bank.pool(tx)) == 3
        assert [draft.question.stem for draft in drafts.entries(tx)] == [BARE.stem]
        assert [(one.file, one.new, one.drafts) for one in importing.batches(tx)] == [("题目.xlsx", 2, 1)]


def test_the_same_file_again_changes_nothing_twice(town: Store) -> None:
    seen = see(town, A, B, BARE)
    importing.commit(town, seen, CLERK, AT)
    before = dump(town)
    assert importing.commit(town, seen, CLERK, LATER).nothing
    again = see(town, replace(A, line=20), B, BARE)
    assert counts(again) == (0, 0, 3, 0, 0)
    assert importing.commit(town, again, CLERK, LATER).id == ""
    assert dump(town) == before
    with town.reading() as tx:
        assert len(importing.batches(tx)) == 1
    publish(town, seen.new[0].item.id)
    assert counts(see(town, A, B, BARE)) == (0, 0, 3, 0, 0)


def test_a_change_waits_beside_what_is_drawn(town: Store) -> None:
    item = take_one(town, B)
    publish(town, item)
    seen = see(town, A, EDITED)
    assert counts(seen) == (1, 1, 0, 0, 0)
    before = seen.changed[0].before
    assert before and (before.explanation.zh, seen.changed[0].item.explanation.zh) == ("通道要留给逃生的人。", "楼道是大家逃生的路。")
    drawn = state(town, item)["revision"]
    importing.commit(town, seen, CLERK, LATER)
    row = state(town, item)
    assert (row["state"], row["revision"], row["waiting"]) == ("playable", drawn, seen.changed[0].item.revision)
    assert counts(see(town, A, EDITED)) == (0, 0, 2, 0, 0)


def test_what_somebody_changed_on_screen_is_not_changed_back_by_the_same_file(town: Store) -> None:
    item = take_one(town, B)
    with town.writing() as tx:
        shelf.locked(tx)
        words = shelf.revision(tx, item, shelf.row(tx, item)["revision"])
        checking.put_new(tx, replace(words, explanation=Text("在屏幕上改过。", "")), OTHER, LATER)
        shelf.changed(tx)
    assert counts(see(town, B)) == (0, 0, 1, 0, 0)
    assert counts(see(town, replace(B, explanation="文件又改了。"))) == (0, 1, 0, 0, 0)


def test_a_preview_that_was_overtaken_saves_nothing(town: Store) -> None:
    take(town, B)
    first, second = see(town, C, EDITED), see(town, replace(B, level=3))
    importing.commit(town, second, OTHER, AT)
    before = dump(town)
    with pytest.raises(importing.ChangedMeanwhile, match="fire-"):
        importing.commit(town, first, CLERK, AT)
    assert dump(town) == before


def test_two_organisers_at_once_take_a_file_in_once(town: Store) -> None:
    seen = see(town, A, B, C, BARE)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda by: importing.commit(town, seen, by, AT), (CLERK, OTHER, CLERK, OTHER)))
    assert sorted(one.new for one in done) == [0, 0, 0, 3]
    assert town.one("select count(*) as n from import_batch") == {"n": 1}


def test_a_new_topic_comes_with_its_first_item(town: Store) -> None:
    gas = question("燃气泄漏先做什么？", topic="燃气")
    seen = see(town, gas, topics=(GAS, Topic("fire", Text("改名", "Renamed")), Topic("none", Text("空", "Empty"))))
    assert seen.topics == (GAS,)
    importing.commit(town, seen, CLERK, AT)
    with town.reading() as tx:
        assert bank.topics(tx) == [FIRE, GAS]
    assert undo(town).restored == 2
    with town.reading() as tx:
        assert bank.topics(tx) == [FIRE]


def test_a_chosen_topic_is_for_questions_that_name_none_that_is_known(town: Store) -> None:
    nameless, strange = question("哪里不能停车？", topic=""), question("哪里不能充电？", topic="天文")
    assert [lack.code for kept in see(town, nameless, strange).drafts for lack in kept.lacks] == ["topic", "topic"]
    take(town, nameless)
    seen = see(town, A, nameless, strange, topic=GAS)
    assert [one.item.topic for one in seen.new] == ["fire", "gas", "gas"]
    importing.commit(town, seen, CLERK, AT)
    with town.reading() as tx:
        assert drafts.count(tx) == 0, "the draft became the question that it lacked a topic for"
    assert counts(see(town, A, nameless, strange)) == (0, 0, 3, 0, 0), "the file again, and the topic need not be chosen again"
    assert counts(see(town, nameless, topic=FIRE)) == (0, 0, 1, 2, 0), "it stays in the topic where it is"


def test_the_same_stem_with_other_options_is_another_question(town: Store) -> None:
    first = question("下列说法正确的是？")
    other = replace(first, options=(Choice("甲", True), Choice("乙"), Choice("丙")), line=9)
    both = see(town, first, other)
    assert len({one.item.id for one in both.new}) == 2
    take(town, first)
    assert counts(see(town, other, name="b.xlsx")) == (1, 0, 0, 0, 0)
    third = replace(first, options=(*OPTIONS[:2], Choice("贴张纸条")))
    assert counts(see(town, third, name="c.xlsx")) == (0, 1, 0, 0, 0)


def test_a_question_that_stands_twice_is_told_with_its_row(town: Store) -> None:
    seen = see(town, A, replace(A, line=7))
    assert counts(seen) == (1, 0, 0, 0, 0)
    assert [(one.row, one.message) for one in seen.remarks] == [(7, "'旧沙发能放楼道吗？' stands a second time in the file; the first is at 2.")]


def test_an_id_of_the_files_own_is_kept_unless_it_is_another_topics(town: Store) -> None:
    seen = see(town, replace(A, id="fire-77"), replace(B, id="fire-01", topic="燃气"), replace(C, id="3"), topics=(GAS,))
    names = [one.item.id for one in seen.new]
    assert names[0] == "fire-77" and names[1].startswith("gas-") and names[2].startswith("fire-") and names[2] != "fire-3"
    assert counts(see(town, replace(A, id="fire-01"))) == (0, 1, 0, 0, 0)


def test_what_left_the_file_is_taken_out_only_when_asked(town: Store) -> None:
    take(town, A, B, BARE)
    seen = see(town, A)
    assert sorted(one.kind for one in seen.gone) == ["draft", "item"]
    assert counts(see(town, A, name="other.xlsx"))[3] == 0
    importing.commit(town, seen, CLERK, AT)
    assert counts(see(town, A))[3] == 2
    before = dump(town)
    done = take(town, A, gone=True)
    assert (done.gone, done.new) == (2, 0)
    assert counts(see(town, A)) == (0, 0, 1, 0, 0)
    assert counts(see(town, A, B, BARE)) == (1, 0, 1, 0, 1)
    undo(town)
    assert dump(town) == before


def test_small_pictures_are_kept_with_the_question(town: Store) -> None:
    picture = Picture("ab" * 16 + ".png", "image/png", b"\x89PNG", 3, 4)
    take(town, replace(A, picture=picture), replace(BARE, picture=picture))
    assert town.one("select type, data, width from image") == {"type": "image/png", "data": "iVBORw==", "width": 3}
    with town.reading() as tx:
        held = drafts.entries(tx)[0].question.picture
        assert held and held.name == picture.name
    assert counts(see(town, replace(A, picture=picture), replace(BARE, picture=picture))) == (0, 0, 2, 0, 0)


def test_what_was_refused_is_told_beside_what_was_read(town: Store) -> None:
    parsed = Parsed("gift", (A,), (Remark("the line holds a tab character; use spaces.", line=9), Remark("x", line=1, lost=False)))
    with town.reading() as tx:
        seen = importing.preview(tx, parsed, "a.gift", "d", None, AT, TEXTS)
    assert [one.line for one in seen.remarks] == [1, 9]


def test_a_thousand_questions_take_seconds(town: Store) -> None:
    many = [question(f"第 {n} 题怎么做？", line=n) for n in range(1_000)]
    began = time.process_time()
    take(town, *many)
    assert counts(see(town, *many)) == (0, 0, 1_000, 0, 0)
    undo(town)
    assert time.process_time() - began < 8, "about two seconds of this process"
    assert town.one("select count(*) as n from item") == {"n": 3}
