"""Undoing an import, completing its drafts, and an import that was killed."""

import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from linli import papers
from linli.questions import bank, checking, drafts, importing, shelf
from linli.questions.formats.model import Question
from linli.questions.items import Text
from linli.store import Store
from tests.questions.bringing import (
    AT,
    BARE,
    CLERK,
    EDITED,
    GAS,
    LATER,
    OTHER,
    TEXTS,
    A,
    B,
    C,
    asked_once,
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


def test_a_draft_that_was_edited_meanwhile_is_not_written_over(town: Store) -> None:
    take(town, BARE)
    seen = see(town, replace(BARE, explanation="新的解析"))
    with town.reading() as tx:
        held = drafts.entries(tx)[0]
    drafts.save(town, held.id, replace(BARE, explanation="屏幕上的解析"), "fire", OTHER, LATER, seen=held.changed_at)
    with pytest.raises(importing.ChangedMeanwhile):
        importing.commit(town, seen, CLERK, LATER)
    assert counts(see(town, BARE)) == (0, 0, 1, 0, 0)
    with pytest.raises(drafts.DraftChanged):
        drafts.save(town, held.id, BARE, "fire", CLERK, LATER, seen=held.changed_at)


def test_undo_gives_back_every_row_exactly(town: Store) -> None:
    item = take_one(town, B)
    publish(town, item)
    take(town, BARE)
    before = dump(town)
    take(town, A, EDITED, replace(BARE, explanation="多了解析"), replace(C, topic="燃气"), topic=GAS)
    assert dump(town) != before
    done = undo(town)
    assert (done.batch.file, done.left) == ("题目.xlsx", ())
    assert dump(town) == before
    assert counts(see(town, A, EDITED)) == (1, 1, 0, 1, 0)
    with town.reading() as tx:
        assert [bool(one.undone_at) for one in importing.batches(tx)] == [True, False, False]


def test_a_published_question_is_undone_too_and_one_that_was_asked_stays_as_taken_out(town: Store) -> None:
    take(town, A, B, C)
    names = [row["id"] for row in town.rows("select id from item where reason = 'new' order by id")]
    for name in names:
        publish(town, str(name))
    asked = str(names[0])
    revision = state(town, asked)["revision"]
    with town.writing() as tx:
        asked_once(tx, asked, str(revision))
    assert undo(town).left == ()
    assert {row["id"] for row in town.rows("select id from item where state = 'gone'")} == {asked}
    with town.reading() as tx:
        assert len(bank.pool(tx)) == 3
        assert bank.revision(tx, asked, str(revision)).id == asked
    assert counts(see(town, A, B, C)) == (3, 0, 0, 0, 0)


def test_undo_leaves_what_somebody_changed_since_and_names_it(town: Store) -> None:
    take(town, A, B, BARE, question("花园里能烧烤吗？", explanation=""))
    kept = {row["stem"]: str(row["id"]) for row in town.rows("select id, stem from item where reason = 'new'")}
    edited, paused = kept["旧沙发能放楼道吗?"], kept["自行车能放楼道吗?"]
    with town.writing() as tx:
        shelf.locked(tx)
        words = shelf.revision(tx, edited, shelf.row(tx, edited)["revision"])
        checking.put_new(tx, replace(words, explanation=Text("改过。", "")), OTHER, LATER)
        shelf.set_columns(tx, paused, state="paused")
        shelf.changed(tx)
    with town.reading() as tx:
        one, two = drafts.entries(tx)
    drafts.throw_away(town, one.id, OTHER, LATER)
    drafts.save(town, two.id, replace(two.question, explanation="有了解析"), "fire", OTHER, LATER)
    done = undo(town)
    assert {left.id for left in done.left} == {edited, paused, one.id, two.id}
    assert {left.message for left in done.left} == {"it was changed since", "a question was made of this draft, or it was thrown away, since"}
    assert done.restored == 0
    with pytest.raises(importing.NothingToUndo):
        undo(town)


def test_only_the_import_that_was_shown_is_undone(town: Store) -> None:
    first = take(town, A)
    take(town, B, name="b.xlsx")
    with pytest.raises(importing.ImportUndone, match="题目.xlsx is not the last import"):
        importing.undo_last(town, CLERK, AT, expected=first.id)
    assert undo(town).batch.file == "b.xlsx"
    assert importing.undo_last(town, CLERK, AT, expected=first.id).batch.id == first.id


def test_a_draft_is_completed_on_screen_and_the_file_knows_it_again(town: Store) -> None:
    take(town, BARE)
    with town.reading() as tx:
        held = drafts.entries(tx)[0]
        assert held.lacks(AT, TEXTS)[0].code == "explanation"
    with pytest.raises(drafts.DraftLacks, match="no explanation"):
        drafts.turn(town, held.id, CLERK, AT)
    whole = replace(BARE, explanation="会着火。", source="F-702")
    drafts.save(town, held.id, whole, "fire", CLERK, AT)
    item = drafts.turn(town, held.id, CLERK, AT)
    assert state(town, item.id)["reason"] == "new"
    with pytest.raises(drafts.UnknownDraft):
        drafts.turn(town, held.id, CLERK, AT)
    assert counts(see(town, BARE)) == (0, 0, 1, 0, 0)
    assert counts(see(town, whole)) == (0, 0, 1, 0, 0)


def test_a_draft_may_be_begun_on_screen(town: Store) -> None:
    made = drafts.begin(town, replace(A, topic=""), "fire", CLERK, AT)
    assert drafts.turn(town, made, CLERK, AT).id == made.replace("draft", "fire")


KILLED = """
import sys
from pathlib import Path
from linli.store import open_store
from tests.questions import bringing as t
store = open_store("", folder=Path(sys.argv[1]))
seen = t.see(store, *(t.question(f"第 {n} 题怎么做？", line=n) for n in range(2_000)))
print("now", flush=True)
t.importing.commit(store, seen, t.CLERK, t.AT)
"""


def test_an_import_killed_in_the_middle_leaves_nothing_half(sqlite_store: Store, tmp_path: Path) -> None:
    loaded(sqlite_store, tmp_path)
    before = dump(sqlite_store)
    process = subprocess.Popen([sys.executable, "-c", dedent(KILLED), str(tmp_path / "data")], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert process.stdout and process.stdout.readline() == b"now\n"
    time.sleep(0.2)
    process.kill()
    process.wait()
    process.stdout.close()
    assert dump(sqlite_store) == before
    assert counts(see(sqlite_store, A)) == (1, 0, 0, 0, 0)
    assert take(sqlite_store, A).new == 1


def test_a_question_that_stands_in_a_paper_is_undone_into_one_taken_out(town: Store) -> None:
    item = take_one(town, A)
    publish(town, item)
    head = papers.Head("冬季卷", "", AT, LATER)
    paper = papers.make(town, head, [item], None, AT)
    assert undo(town).left == ()
    assert state(town, item)["state"] == "gone"
    with town.reading() as tx:
        assert [one.id for one in papers.items(tx, papers.read(tx, paper))] == [item]
        assert bank.current(tx, item).id == item, "the desk shows it, so that it can be taken out of the paper"


def test_what_is_typed_into_a_draft_while_a_file_comes_is_not_lost(town: Store) -> None:
    """Either the import sees the words on screen and refuses, or the one who types is told: never both kept silently."""
    for n in range(8):
        stem = f"电动车第{n}次能进电梯吗？"
        first = question(stem, explanation="", source="", quote="")
        take(town, first)
        seen = see(town, replace(first, explanation="文件里的解析"))
        with town.reading() as tx:
            held = next(one for one in drafts.entries(tx) if one.question.stem == stem)
        told: list[str] = []

        def types(held: drafts.Draft = held, first: Question = first, told: list[str] = told) -> None:
            try:
                drafts.save(town, held.id, replace(first, explanation="屏幕上的解析"), "fire", OTHER, LATER, seen=held.changed_at)
                told.append("typed")
            except drafts.DraftChanged:
                told.append("refused")

        typing = threading.Thread(target=types)
        typing.start()
        try:
            importing.commit(town, seen, CLERK, LATER + timedelta(minutes=n))
            told.append("imported")
        except importing.ChangedMeanwhile:
            told.append("kept out")
        typing.join()
        assert sorted(told) in (["kept out", "typed"], ["imported", "refused"]), (n, told)
