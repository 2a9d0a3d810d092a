"""Two persons: nothing new or changed is asked before somebody else compared it with its source."""

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linli import roles, upkeep
from linli.errors import GameError
from linli.questions import bank, checking, editing, forms, queue, sources
from linli.questions.items import to_json
from linli.questions.sources import Sources
from linli.store import Store
from tests.questions import desk
from tests.questions.desk import CHEN, LI, WANG, edit, publish, seen, waits

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # the 25th in Shanghai
DAY = timedelta(days=1)


@pytest.fixture
def loaded(store: Store, folder: Path) -> Store:
    bank.load(store, folder, AT)
    desk.team(store, AT)
    return store


def drawn(store: Store) -> list[str]:
    with store.reading() as tx:
        return [ref.item for ref in bank.pool(tx)]


def row(store: Store, item: str) -> dict[str, object]:
    return store.one("select * from item where id = :item", item=item) or {}


def new(store: Store, by: str, name: str = "fire-77", **changes: object) -> None:
    with store.reading() as tx:
        fields = to_json(bank.current(tx, "fire-01"))
    editing.save(store, bank.checked(fields | {"id": name} | changes, AT), by, AT, new=True)


def notes(store: Store, item: str) -> list[tuple[str, str]]:
    return [(each["who"], each["what"]) for each in store.rows("select who, what from audit where about = :item order by id", item=item)]


def without_the_quote() -> Sources:
    texts = sources.read()
    law = texts.laws["xiaofang-fa"]
    changed = dataclasses.replace(law, articles=law.articles | {"第二十八条": "改过的条文。"})
    return dataclasses.replace(texts, laws=texts.laws | {law.slug: changed}, digest="newer")


def test_a_new_question_is_asked_only_after_another_person_published_it(loaded: Store) -> None:
    new(loaded, LI)
    assert waits(loaded) == [("fire-77", "new")] and "fire-77" not in drawn(loaded)
    with pytest.raises(checking.OwnWords, match="another person"):
        publish(loaded, "fire-77", LI, LATER)
    done = publish(loaded, "fire-77", WANG, LATER)
    assert "fire-77" in drawn(loaded) and waits(loaded) == []
    assert done.reviewed_on.isoformat() == "2026-11-25"
    kept = row(loaded, "fire-77")
    assert (kept["revision"], kept["checker"], kept["alone"], kept["reason"]) == (done.revision, WANG, 0, None)
    assert notes(loaded, "fire-77") == [(LI, "item.edit"), (WANG, "item.publish")]
    made = loaded.one("select made_by from item_revision where item = 'fire-77' and revision = :revision", revision=done.revision)
    assert made == {"made_by": LI}


def test_a_change_waits_and_what_is_drawn_stays_until_it_is_published(loaded: Store) -> None:
    before = row(loaded, "fire-01")["revision"]
    edit(loaded, "fire-01", LI, AT, en="May the sofa stay?")
    with loaded.reading() as tx:
        found = queue.queue(tx)
    assert [(each.reason, each.maker_name, each.before is not None) for each in found] == [("change", "Li", True)]
    assert row(loaded, "fire-01")["revision"] == before and "fire-01" in drawn(loaded)
    assert queue.differences(found[0].before, found[0].item) == [  # type: ignore[arg-type]
        ("stem.en", "An old sofa stands in the stairwell. What is right?", "May the sofa stay?")]
    publish(loaded, "fire-01", CHEN, LATER)
    with loaded.reading() as tx:
        assert bank.current(tx, "fire-01").stem.en == "May the sofa stay?"
    assert waits(loaded) == [] and row(loaded, "fire-01")["origin"] == "screen"


def test_typing_what_is_drawn_takes_a_waiting_change_back(loaded: Store) -> None:
    with loaded.reading() as tx:
        fields = to_json(bank.current(tx, "fire-01"))
    edit(loaded, "fire-01", LI, AT, en="May the sofa stay?")
    bank.edit(loaded, fields, LI, AT)
    assert waits(loaded) == []


def test_a_new_question_with_the_words_of_another_is_refused_by_its_name(loaded: Store) -> None:
    with pytest.raises(editing.AlreadyThere, match="fire-01"):
        new(loaded, LI, "fire-01")


def test_where_nobody_else_is_there_the_same_person_may_and_it_is_recorded(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    desk.person(store, LI, "Li", "organiser", AT)
    desk.person(store, "inspector", "Zhao", "inspector", AT)
    desk.person(store, "left", "Zhou", "organiser", AT, removed_at="2026-11-01")
    edit(store, "fire-01", LI, AT, en="May the sofa stay?")
    with pytest.raises(checking.OnlyYou, match="Nobody else"):
        publish(store, "fire-01", LI, LATER)
    publish(store, "fire-01", LI, LATER, alone_ok=True)
    assert row(store, "fire-01")["alone"] == 1 and notes(store, "fire-01")[-1] == (LI, "item.publish.alone")


def test_two_accounts_of_one_person_are_no_two_persons(store: Store, folder: Path) -> None:
    bank.load(store, folder, AT)
    desk.person(store, LI, "Li Gui", "organiser", AT)
    desk.person(store, CHEN, "Li  Gui", "clerk", AT)
    edit(store, "fire-01", LI, AT, en="May the sofa stay?")
    with pytest.raises(checking.OnlyYou):
        publish(store, "fire-01", CHEN, LATER)
    desk.person(store, WANG, "Wang", "clerk", AT)
    with pytest.raises(checking.OwnWords):
        publish(store, "fire-01", CHEN, LATER, alone_ok=True)
    publish(store, "fire-01", WANG, LATER)


def test_an_inspector_neither_publishes_nor_sends_back(loaded: Store) -> None:
    desk.person(loaded, "inspector", "Zhao", "inspector", AT)
    edit(loaded, "fire-01", LI, AT, en="May the sofa stay?")
    with pytest.raises(roles.NotAllowed):
        publish(loaded, "fire-01", "inspector", LATER)
    with pytest.raises(roles.NotAllowed):
        checking.send_back(loaded, "fire-01", "inspector", LATER, seen=seen(loaded, "fire-01"), why="no")
    assert waits(loaded) == [("fire-01", "change")]


def test_words_that_changed_while_they_were_read_are_not_published(loaded: Store) -> None:
    edit(loaded, "fire-01", LI, AT, en="May the sofa stay?")
    looked_at = seen(loaded, "fire-01")
    edit(loaded, "fire-01", LI, AT, en="May the sofa stay there for ever?")
    with pytest.raises(checking.WordsChanged, match="fire-01"):
        checking.publish(loaded, "fire-01", CHEN, LATER, seen=looked_at)
    with pytest.raises(checking.WordsChanged):
        checking.send_back(loaded, "fire-01", CHEN, LATER, seen=looked_at, why="unclear")


def outcome(work: Callable[[], object]) -> str:
    try:
        work()
    except GameError as refusal:
        return type(refusal).__name__
    return "done"


def test_of_two_who_publish_at_once_one_does(loaded: Store) -> None:
    for turn in range(5):
        edit(loaded, "fire-01", LI, LATER, en=f"May the sofa stay {turn}?")
        revision = seen(loaded, "fire-01")
        with ThreadPoolExecutor(2) as threads:
            found = list(threads.map(lambda by: outcome(lambda: checking.publish(loaded, "fire-01", by, LATER, seen=revision)), (CHEN, WANG)))  # noqa: B023
        assert sorted(found) == ["NothingWaits", "done"]
    assert len([what for _who, what in notes(loaded, "fire-01") if what == "item.publish"]) == 5


def test_an_edit_at_the_moment_of_publishing_is_never_published_unread(loaded: Store) -> None:
    for turn in range(5):
        edit(loaded, "fire-01", LI, LATER, en=f"First {turn}?")
        revision = seen(loaded, "fire-01")
        work = [
            lambda: checking.publish(loaded, "fire-01", CHEN, LATER, seen=revision),  # noqa: B023
            lambda: edit(loaded, "fire-01", LI, LATER, en=f"Second {turn}?"),  # noqa: B023
        ]
        with ThreadPoolExecutor(2) as threads:
            published, edited = threads.map(outcome, work)
        assert edited == "done" and published in ("done", "WordsChanged")
        with loaded.reading() as tx:
            assert not bank.current(tx, "fire-01").stem.en.startswith("Second")
        assert waits(loaded) == [("fire-01", "change")]


def test_a_change_that_goes_back_keeps_the_old_words_and_its_own_as_a_draft(loaded: Store) -> None:
    edit(loaded, "fire-01", LI, AT, en="May the sofa stay?")
    with pytest.raises(checking.SayWhy):
        checking.send_back(loaded, "fire-01", CHEN, LATER, seen=seen(loaded, "fire-01"), why="  ")
    checking.send_back(loaded, "fire-01", CHEN, LATER, seen=seen(loaded, "fire-01"), why="Too short")
    assert waits(loaded) == [] and "fire-01" in drawn(loaded)
    with loaded.reading() as tx:
        kept = forms.opened(tx, forms.edit_id("fire-01"))
        assert (kept.question.stem_en, kept.item, kept.changed_by) == ("May the sofa stay?", "fire-01", LI)
        assert bank.current(tx, "fire-01").stem.en.startswith("An old sofa")


def test_a_new_question_that_goes_back_is_a_draft_and_can_come_again(loaded: Store) -> None:
    new(loaded, LI)
    checking.send_back(loaded, "fire-77", CHEN, LATER, seen=seen(loaded, "fire-77"), why="Says the same as fire-01")
    assert waits(loaded) == [] and row(loaded, "fire-77")["state"] == "gone"
    with loaded.reading() as tx:
        kept = forms.opened(tx, forms.edit_id("fire-77"))
        item, faults = forms.faults(kept.question, kept.topic, "fire-77", LATER, sources.read())
    assert item and not faults
    assert editing.save(loaded, item, LI, LATER, draft=kept.id)
    assert waits(loaded) == [("fire-77", "new")]
    with loaded.reading() as tx, pytest.raises(forms.NoDraft):
        forms.opened(tx, kept.id)


def test_a_fallen_quote_cannot_be_published_until_it_is_mended(loaded: Store, folder: Path) -> None:
    texts = without_the_quote()
    bank.load(loaded, folder, LATER, texts)
    assert waits(loaded) == [("fire-01", "quote"), ("fire-03", "quote")]
    with pytest.raises(checking.QuoteGone, match="does not contain"):
        publish(loaded, "fire-01", CHEN, LATER, texts=texts)


def test_a_new_question_goes_on_waiting_through_loads_pauses_and_changes_of_law(loaded: Store, folder: Path) -> None:
    new(loaded, LI)
    bank.load(loaded, folder, LATER, without_the_quote())
    bank.load(loaded, folder, LATER)
    assert waits(loaded) == [("fire-77", "new")]
    bank.pause(loaded, "fire-77", LI, LATER)
    assert waits(loaded) == []
    bank.resume(loaded, "fire-77", LI, LATER)
    assert waits(loaded) == [("fire-77", "new")] and "fire-77" not in drawn(loaded)


def test_a_paused_question_stays_paused_when_its_change_is_published(loaded: Store) -> None:
    bank.pause(loaded, "fire-01", LI, AT)
    edit(loaded, "fire-01", LI, AT, en="May the sofa stay?")
    publish(loaded, "fire-01", CHEN, LATER)
    assert row(loaded, "fire-01")["state"] == "paused"
    bank.resume(loaded, "fire-01", LI, LATER)
    with loaded.reading() as tx:
        assert "fire-01" in drawn(loaded) and bank.current(tx, "fire-01").stem.en == "May the sofa stay?"


def test_a_question_leaves_the_draw_on_its_last_day_and_needs_a_later_one(loaded: Store) -> None:
    edit(loaded, "fire-02", LI, AT, expires_on="2026-11-25")
    publish(loaded, "fire-02", CHEN, AT)
    assert row(loaded, "fire-02")["expires_on"] == "2026-11-25"
    upkeep.once_a_day(loaded, AT)
    assert "fire-02" in drawn(loaded)
    assert upkeep.once_a_day(loaded, LATER)
    assert waits(loaded) == [("fire-02", "expired")] and "fire-02" not in drawn(loaded)
    with pytest.raises(checking.Expired, match="2026-11-25"):
        publish(loaded, "fire-02", CHEN, LATER)
    bank.pause(loaded, "fire-02", LI, LATER)
    bank.resume(loaded, "fire-02", LI, LATER)
    assert waits(loaded) == [("fire-02", "expired")]
    edit(loaded, "fire-02", LI, LATER, expires_on="2027-11-25")
    publish(loaded, "fire-02", CHEN, LATER)
    assert "fire-02" in drawn(loaded) and row(loaded, "fire-02")["expires_on"] == "2027-11-25"


def test_a_load_takes_expired_questions_out_too_and_a_file_brings_its_own_day(loaded: Store, folder: Path) -> None:
    path = folder / "fire.yaml"
    path.write_text(path.read_text().replace("  - id: fire-02\n    kind: true_false", "  - id: fire-02\n    expires_on: 2026-11-24\n    kind: true_false"))
    assert bank.load(loaded, folder, LATER).to_check == 1
    assert waits(loaded) == [("fire-02", "expired")]
    path.write_text(path.read_text().replace("expires_on: 2026-11-24", "expires_on: 2026-12-24"))
    bank.load(loaded, folder, LATER)
    assert waits(loaded) == [] and row(loaded, "fire-02")["expires_on"] == "2026-12-24"


def test_the_words_of_a_file_that_changed_are_checked_by_nobody_on_screen(loaded: Store, folder: Path) -> None:
    edit(loaded, "fire-01", LI, AT, en="On screen?")
    publish(loaded, "fire-01", CHEN, AT)
    path = folder / "fire.yaml"
    path.write_text(path.read_text().replace("An old sofa stands", "An old chair stands"))
    bank.load(loaded, folder, LATER)
    bank.settle(loaded, "fire-01", "file", LI, LATER)
    assert (row(loaded, "fire-01")["checker"], row(loaded, "fire-01")["state"]) == (None, "playable")


def test_every_fault_of_a_form_is_told_at_its_field(loaded: Store) -> None:
    with loaded.reading() as tx:
        good = forms.of_item(bank.current(tx, "fire-01"))
    assert forms.parse(forms.dump(good)) == good
    same = dataclasses.replace(good.options[1], text=good.options[0].text)
    wrong = dataclasses.replace(
        good, stem="", options=(good.options[0], same), explanation="", quote="并不在那里的话", level=None, expires_on="soon",
    )
    item, faults = forms.faults(wrong, "fire", "fire-01", AT, sources.read())
    assert item is None and set(faults) == {"stem", "options[2]", "explanation", "level", "expires_on"}
    item, faults = forms.faults(dataclasses.replace(good, quote="并不在那里的话"), "fire", "fire-01", AT, sources.read())
    assert item is None and "does not contain" in faults["quote"][0].message
    item, faults = forms.faults(dataclasses.replace(good, stem_en="", law="", article="", quote="", fact="F-702"), "fire", "fire-01", AT, sources.read())
    assert item and item.stem.en == "" and faults == {}
