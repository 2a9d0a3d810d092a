"""The bank in the store, on both engines: loads, conflicts, pool, revisions."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linli import ids
from linli.questions import bank, sources
from linli.questions.items import to_json
from linli.store import Store
from tests.questions import desk
from tests.questions.desk import CHEN, LI
from tests.questions.texts import GOOD, line_of

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
CLERK = ids.new()


def change(folder: Path, before: str, after: str, name: str = "fire.yaml") -> None:
    path = folder / name
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def drawn(store: Store) -> list[str]:
    with store.reading() as tx:
        return [ref.item for ref in bank.pool(tx)]


def stem(store: Store, item: str) -> str:
    with store.reading() as tx:
        return bank.current(tx, item).stem.en


def edit_on_screen(store: Store, item: str, en: str) -> None:
    with store.reading() as tx:
        fields = to_json(bank.current(tx, item))
    bank.edit(store, fields | {"stem": fields["stem"] | {"en": en}}, LI, AT)
    if not store.rows("select id from staff"):
        desk.team(store, AT)
    desk.publish(store, item, CHEN, AT)


def test_a_load_fills_the_pool_and_a_second_one_changes_nothing(store: Store, folder: Path) -> None:
    assert drawn(store) == []
    assert bank.load(store, folder, AT).new == 3
    with store.reading() as tx:
        first = bank.version(tx)
        assert [(ref.item, ref.topic, ref.level) for ref in bank.pool(tx)] == [
            ("fire-01", "fire", 1), ("fire-02", "fire", 2), ("fire-03", "fire", 3)]
        assert bank.pool(tx, "fire") == bank.pool(tx)
        assert bank.pool(tx, "gas") == ()
        ref = bank.pool(tx)[1]
        assert bank.revision(tx, ref.item, ref.revision).kind == "true_false"
        assert [(each.topic.name.en, each.items) for each in bank.open_topics(tx)] == [("Fire safety", 3)]
    assert bank.load(store, folder, LATER).skipped
    store.rows("select 1")
    with store.writing() as tx:
        tx.run("update bank set digest = ''")
    again = bank.load(store, folder, LATER)
    assert (again.new, again.changed, again.same) == (0, 0, 3)
    with store.reading() as tx:
        assert bank.version(tx) == first


def test_a_change_in_the_file_is_a_new_revision_and_the_old_one_stays(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    with store.reading() as tx:
        before = bank.pool(tx)[0]
    change(folder, "An old sofa", "An old wardrobe")
    assert bank.load(store, folder, LATER).changed == 1
    with store.reading() as tx:
        after = bank.pool(tx)[0]
        assert before.revision != after.revision
        assert bank.revision(tx, "fire-01", before.revision).stem.en.startswith("An old sofa")
        assert bank.revision(tx, "fire-01", after.revision).stem.en.startswith("An old wardrobe")
        assert len(bank.versions(tx, "fire-01")) == 2
        with pytest.raises(bank.UnknownItem):
            bank.revision(tx, "fire-01", "0" * 32)


def test_an_item_that_leaves_its_file_leaves_the_draw_and_may_come_back(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    (folder / "fire.yaml").write_text(GOOD[: GOOD.index("  - id: fire-03")])
    assert bank.load(store, folder, LATER).gone == 1
    assert drawn(store) == ["fire-01", "fire-02"]
    (folder / "fire.yaml").write_text(GOOD)
    assert bank.load(store, folder, LATER).back == 1
    assert drawn(store) == ["fire-01", "fire-02", "fire-03"]
    (folder / "fire.yaml").unlink()
    assert bank.load(store, folder, LATER).gone == 3
    assert drawn(store) == []


def test_a_file_with_faults_changes_nothing_and_is_named_with_them(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    change(folder, "An old sofa", "A new sofa")
    change(folder, "level: 3", "level: 7")
    (folder / "gas.yaml").write_text(GOOD.replace("fire", "gas"))
    report = bank.load(store, folder, LATER)
    assert (report.new, report.changed, report.gone, len(report.faults)) == (3, 0, 0, 1)
    assert stem(store, "fire-01").startswith("An old sofa")
    with store.reading() as tx:
        fire, gas = bank.question_files(tx)
    assert (fire.path, len(fire.faults), gas.path, gas.faults) == ("quizzes/fire.yaml", 1, "quizzes/gas.yaml", ())
    assert (fire.faults[0].line, fire.faults[0].item) == (line_of("level: 3"), "fire-03")
    assert fire.faults[0].message == "'level' is '7'; it must be one of 1, 2, 3."
    (folder / "fire.yaml").write_text("topic: [")
    assert bank.load(store, folder, LATER).gone == 0
    assert len(drawn(store)) == 6


def test_a_missing_folder_takes_nothing_away(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    report = bank.load(store, folder.parent / "nowhere", LATER)
    assert (report.gone, len(report.faults)) == (0, 1)
    assert len(drawn(store)) == 3


def test_an_edit_on_screen_is_drawn_and_survives_a_load(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    edit_on_screen(store, "fire-01", "Is the sofa in the way?")
    with store.writing() as tx:
        tx.run("update bank set digest = ''")
    assert bank.load(store, folder, LATER).conflicts == 0
    assert stem(store, "fire-01") == "Is the sofa in the way?"
    assert store.one("select who, about from audit where what = 'item.edit'") == {"who": LI, "about": "fire-01"}


def test_an_edit_with_faults_is_refused_with_all_of_them(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    with store.reading() as tx:
        fields = to_json(bank.current(tx, "fire-01"))
    wrong = fields | {"level": 9, "stem": {"zh": " ", "en": "Good"}}
    with pytest.raises(bank.ItemRefused) as refused:
        bank.edit(store, wrong, CLERK, AT)
    assert len(refused.value.faults) == 2
    assert "must be one of" in str(refused.value)
    with pytest.raises(bank.ItemRefused, match="does not contain"):
        bank.edit(store, fields | {"source": {"law": "xiaofang-fa", "article": "第一条", "quote": "并不在那里的话"}}, CLERK, AT)


@pytest.mark.parametrize(("keep", "words"), [("file", "On disk?"), ("screen", "On screen?")])
def test_a_change_on_disk_of_an_item_edited_on_screen_waits_for_a_choice(store: Store, folder: Path, keep: str, words: str) -> None:
    bank.load(store, folder, AT)
    edit_on_screen(store, "fire-01", "On screen?")
    change(folder, "An old sofa stands in the stairwell. What is right?", "On disk?")
    assert bank.load(store, folder, LATER).conflicts == 1
    assert stem(store, "fire-01") == "On screen?"
    with store.reading() as tx:
        entry = bank.entries(tx, conflicts=True)[0]
        assert entry.conflict and bank.revision(tx, "fire-01", entry.conflict).stem.en == "On disk?"
    bank.settle(store, "fire-01", keep, CLERK, LATER)  # type: ignore[arg-type]
    assert stem(store, "fire-01") == words
    with pytest.raises(bank.NoConflict):
        bank.settle(store, "fire-01", "file", CLERK, LATER)
    with store.writing() as tx:
        tx.run("update bank set digest = ''")
    assert bank.load(store, folder, LATER).conflicts == 0
    assert stem(store, "fire-01") == words


def test_an_item_edited_on_screen_and_taken_from_its_file_waits_too(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    edit_on_screen(store, "fire-03", "Which ones?")
    (folder / "fire.yaml").write_text(GOOD[: GOOD.index("  - id: fire-03")])
    report = bank.load(store, folder, LATER)
    assert (report.gone, report.conflicts) == (0, 1)
    assert "fire-03" in drawn(store)
    bank.settle(store, "fire-03", "file", CLERK, LATER)
    assert "fire-03" not in drawn(store)


def test_a_file_that_takes_over_the_words_of_the_screen_ends_the_conflict(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    edit_on_screen(store, "fire-01", "On screen?")
    change(folder, "An old sofa stands in the stairwell. What is right?", "On disk?")
    bank.load(store, folder, LATER)
    change(folder, "On disk?", "On screen?")
    change(folder, "reviewed_on: 2026-11-20", "reviewed_on: 2026-11-23")
    assert bank.load(store, folder, LATER).conflicts == 0
    with store.reading() as tx:
        entry = bank.entries(tx, words="SCREEN?")[0]
    assert (entry.origin, entry.conflict) == ("file", None)


def test_items_whose_quote_left_the_law_wait_to_check_and_return(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    texts = sources.read()
    law = texts.laws["xiaofang-fa"]
    articles = law.articles | {"第二十八条": "改过的条文。"}
    newer = dataclasses.replace(texts, laws=texts.laws | {law.slug: dataclasses.replace(law, articles=articles)}, digest="newer")
    report = bank.load(store, folder, LATER, newer)
    assert (report.to_check, len(report.faults)) == (2, 2)
    assert drawn(store) == ["fire-02"]
    assert bank.load(store, folder, LATER).back == 2
    assert len(drawn(store)) == 3


def test_a_paused_item_stays_out_until_it_is_resumed(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    bank.pause(store, "fire-02", CLERK, AT)
    assert drawn(store) == ["fire-01", "fire-03"]
    change(folder, "You may charge", "Everyone may charge")
    bank.load(store, folder, LATER)
    assert drawn(store) == ["fire-01", "fire-03"]
    bank.resume(store, "fire-02", CLERK, LATER)
    assert stem(store, "fire-02").startswith("Everyone")
    assert len(drawn(store)) == 3


def test_the_list_is_searched_by_words_in_either_language(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)

    def found(**wanted: str) -> list[str]:
        with store.reading() as tx:
            return [entry.item.id for entry in bank.entries(tx, **wanted)]  # type: ignore[arg-type]

    assert found(words="沙发") == ["fire-01"]
    assert found(words="E-BIKE") == ["fire-02"]
    assert found(words="fire-03") == ["fire-03"]
    assert found(words="%") == []
    assert found(topic="fire", state="playable") == ["fire-01", "fire-02", "fire-03"]
    assert found(state="gone") == []


def test_revisions_cannot_be_changed(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    for sql in ("update item_revision set content = ''", "delete from item_revision"):
        with pytest.raises(Exception, match="append-only"), store.writing() as tx:
            tx.run(sql)


def test_four_starts_at_once_load_each_item_once(store: Store, folder: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        reports = list(threads.map(lambda _: bank.load(store, folder, AT), range(4)))
    assert sum(report.new for report in reports) == 3
    assert len(drawn(store)) == 3
    assert store.one("select count(*) as n from item_revision") == {"n": 3}
