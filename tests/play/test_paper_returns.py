"""Sheets counted by hand: entered by compound and form, refused in words, voided; results by channel."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from linli import item_figures, paper_results, paper_returns, paper_sittings, papers
from linli.community import UnknownCompound
from linli.item_figures import Counted
from linli.locale import use_language
from linli.paper_forms import Placed
from linli.paper_returns import BadReturn, BadTallies, EnteredMeanwhile, NoReturn, Stack
from linli.papers import Paper, PaperInUse
from linli.questions import bank
from linli.store import Store
from tests.cast import DAY, MONDAY, Cast
from tests.play.test_attempts import cast, points, resident, some_quizzes
from tests.play.test_papers import CLOSE, MINUTE, again, choose, head, key

__all__ = ["cast", "some_quizzes"]

ITEMS = ["fire-01", "waste-01", "traffic-01", "gas-01"]


@pytest.fixture
def several(store: Store, cast: Cast) -> str:
    """An item with several right answers."""
    with store.reading() as tx:
        return next(one.item.id for one in bank.entries(tx) if one.item.kind == "multiple" and len(one.item.key) < len(one.item.options))


@pytest.fixture
def paper(store: Store, cast: Cast, several: str) -> Paper:
    made = papers.make(store, head(), [*ITEMS, several], None, MONDAY)
    papers.move(store, made, "open", None, MONDAY)
    return again(store, made)


def placed(store: Store, paper: Paper, form: int = 0) -> tuple[Placed, ...]:
    with store.reading() as tx:
        return paper_returns.asked(tx, paper, paper.version, form)


def stack(store: Store, paper: Paper, compound: str, right: int, sheets: int, form: int = 0, **changes: object) -> Stack:
    """`right` of the sheets are right in every question, the others blank."""
    tallies = {one.number: {one.right: right} for one in placed(store, paper, form)}
    return replace(Stack(paper.id, paper.version, form, compound, sheets, tallies), **changes)  # type: ignore[arg-type]


def enter(store: Store, one: Stack) -> str:
    return paper_returns.enter(store, one, None, MONDAY + DAY)


def test_numbers_come_back_as_they_were_typed_and_the_rest_is_blank(store: Store, cast: Cast, paper: Paper) -> None:
    every = placed(store, paper, 1)
    many = next(one for one in every if one.item.kind == "multiple")
    single = next(one for one in every if one.item.kind == "single")
    tallies = {many.number: {many.right: 18, many.letters: 7, many.letters[0]: 5}, single.number: {"B": 20, "A": 6, "": 4}}
    made = enter(store, Stack(paper.id, 1, 1, cast.yulan, 30, tallies))
    with store.reading() as tx:
        (entry,) = paper_returns.entries(tx, paper.id)
        found = paper_returns.tallies(tx, paper, entry)
    assert (entry.id, entry.sheets, entry.form, entry.compound, entry.void) == (made, 30, 1, cast.yulan, False)
    assert found[many.number] == {many.right: 18, many.letters: 7, many.letters[0]: 5}
    assert found[single.number] == {"B": 20, "A": 6, "": 4}
    assert {number: counts for number, counts in found.items() if number not in tallies} == {one.number: {"": 30} for one in every if one.number not in tallies}


def test_letters_of_a_form_are_kept_as_the_options_of_the_item(store: Store, cast: Cast, paper: Paper) -> None:
    for form in (0, 1):
        enter(store, stack(store, paper, cast.yulan, 7, 10, form))
    rows = store.rows("select item, chosen, sum(people) as people from paper_tally where chosen <> '' group by item, chosen order by item")
    with store.reading() as tx:
        keys = {item.id: ",".join(map(str, sorted(item.key))) for item in papers.items(tx, paper)}
    assert {row["item"]: row["chosen"] for row in rows} == keys and {int(row["people"]) for row in rows} == {14}


def test_faults_are_told_by_question_and_nothing_is_kept(store: Store, cast: Cast, paper: Paper) -> None:
    every = placed(store, paper)
    one, many = next(q for q in every if q.item.kind == "single"), next(q for q in every if q.item.kind == "multiple")
    bad: list[tuple[int, dict[str, int], str]] = [
        (one.number, {"A": 20, "B": 11}, f"Question {one.number}: 31 answers on 30 sheets."),
        (one.number, {"A": 20, "": 9}, f"Question {one.number}: 29 answers on 30 sheets."),
        (one.number, {"H": 1}, f"Question {one.number}: “H” is no answer there; its letters are {one.letters}."),
        (one.number, {"A": -1}, f"Question {one.number}, A: -1 is no number of sheets."),
        (one.number, {"AB": 1}, f"Question {one.number} takes one letter, so “AB” counts as no valid answer."),
        (many.number, {"AA": 1}, f"Question {many.number}: “AA” is no answer there; its letters are {many.letters}."),
        (99, {"A": 1}, "There is no question 99 on this form."),
    ]
    with use_language("en"):
        for number, counts, sentence in bad:
            with pytest.raises(BadTallies) as refused:
                enter(store, Stack(paper.id, 1, 0, cast.yulan, 30, {number: counts}))
            assert refused.value.faults == {number: sentence}
    assert store.rows("select id from paper_return") == [] and store.rows("select item from paper_tally") == []


def test_all_faults_are_told_at_once(store: Store, cast: Cast, paper: Paper) -> None:
    with use_language("zh"), pytest.raises(BadTallies) as refused:
        enter(store, Stack(paper.id, 1, 0, cast.yulan, 3, {number: {"A": 4} for number in (1, 2, 3)}))
    with use_language("zh"):
        assert list(refused.value.faults) == [1, 2, 3] and "第 2 题：3 份答卷上数出 4 个答案" in refused.value.sentence()


def test_a_head_that_cannot_be_is_refused(store: Store, cast: Cast, paper: Paper) -> None:
    good = stack(store, paper, cast.yulan, 3, 5)
    for changes, fault in [({"version": 2}, BadReturn), ({"version": 0}, BadReturn), ({"form": 2}, BadReturn), ({"form": -1}, BadReturn), ({"sheets": 0}, BadReturn),
                           ({"sheets": 10_000}, BadReturn), ({"compound": "nowhere"}, UnknownCompound), ({"paper": "none"}, papers.NoPaper)]:
        with pytest.raises(fault):
            enter(store, replace(good, **changes))  # type: ignore[arg-type]


def test_sheets_of_an_older_version_count_with_its_questions(store: Store, cast: Cast, paper: Paper) -> None:
    old = stack(store, paper, cast.yulan, 6, 8)
    papers.change(store, paper.id, head(), ITEMS[:2], None, MONDAY)
    enter(store, old)
    now = again(store, paper.id)
    with store.reading() as tx:
        found = paper_results.summary(tx, now)
    assert [(line.item.id, line.number, line.counts["paper"].right) for line in found.lines][:2] == [("fire-01", 1, 6), ("waste-01", 2, 6)]
    assert {line.number for line in found.lines[2:]} == {0} and len(found.lines) == 5


def test_its_questions_stay_once_a_sheet_was_counted(store: Store, cast: Cast, paper: Paper) -> None:
    enter(store, stack(store, paper, cast.yulan, 3, 5))
    with pytest.raises(PaperInUse):
        papers.change(store, paper.id, head(), ITEMS, None, MONDAY)


def test_a_wrong_entry_is_voided_once_and_entered_again(store: Store, cast: Cast, paper: Paper) -> None:
    wrong = enter(store, stack(store, paper, cast.yulan, 3, 50))
    paper_returns.void(store, wrong, None, MONDAY + DAY)
    for gone in (wrong, "none"):
        with pytest.raises(NoReturn):
            paper_returns.void(store, gone, None, MONDAY + DAY)
    enter(store, stack(store, paper, cast.yulan, 3, 5))
    with store.reading() as tx:
        assert [(one.sheets, one.void) for one in paper_returns.entries(tx, paper.id)] == [(50, True), (5, False)]
        assert paper_results.summary(tx, paper).people == {"paper": 5, "phone": 0}


def test_the_same_stack_typed_by_two_people_at_once_is_kept_once(store: Store, cast: Cast, paper: Paper) -> None:
    one, said = stack(store, paper, cast.yulan, 3, 5), []

    def type_in() -> None:
        try:
            said.append(enter(store, one))
        except EnteredMeanwhile as refused:
            said.append(type(refused).__name__)

    threads = [threading.Thread(target=type_in) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("EnteredMeanwhile") == 4
    enter(store, replace(one, known=1))   # a second bundle of the same form, by who saw the first
    assert store.one("select count(*) as n from paper_return") == {"n": 2}


def test_results_keep_the_channels_apart_and_post_nothing(store: Store, cast: Cast, paper: Paper) -> None:
    enter(store, stack(store, paper, cast.yulan, 6, 8))
    players = [resident(store, cast.willow) for _ in range(5)]
    for place, player in enumerate(players):
        attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
        choose(store, attempt, "fire-01", key(store, "fire-01"), player, MONDAY + MINUTE)
        if place:
            paper_sittings.hand_in(store, attempt, player, at=MONDAY + 2 * MINUTE)
    with store.reading() as tx:
        found = paper_results.summary(tx, paper)
    first = found.lines[0]
    assert found.people == {"paper": 8, "phone": 4}
    assert (first.counts["paper"].people, first.counts["paper"].right, first.counts["paper"].share) == (8, 6, 1.0)
    assert (first.counts["phone"].right, first.counts["phone"].share, first.counts["phone"].blank) == (4, None, None)
    assert points(store, cast.yulan) == (0, 0)
    paper_sittings.settle(store, CLOSE + timedelta(seconds=1))
    with store.reading() as tx:
        assert paper_results.summary(tx, paper).lines[0].counts["phone"].share == 1.0


def test_few_people_are_hidden_and_cannot_be_found_by_subtracting(store: Store, cast: Cast, paper: Paper) -> None:
    for compound, sheets in ((cast.yulan, 20), (cast.willow, 4), (cast.harbour, 9)):
        enter(store, stack(store, paper, compound, 2, sheets))
    with store.reading() as tx:
        homes = {home.compound: home for home in paper_results.summary(tx, paper).homes}
    assert (homes[cast.yulan].people, homes[cast.yulan].share) == (20, 0.1)
    assert {(homes[one].people, homes[one].share) for one in (cast.willow, cast.harbour)} == {(None, None)}


def test_the_statistics_of_the_bank_count_them_as_paper(store: Store, cast: Cast, paper: Paper) -> None:
    enter(store, stack(store, paper, cast.yulan, 6, 8))
    gone = enter(store, stack(store, paper, cast.willow, 6, 8))
    paper_returns.void(store, gone, None, MONDAY + DAY)
    with store.reading() as tx:
        figure = item_figures.figures(tx, "", item_figures.PAPER).of("fire-01")
    assert figure and figure.channels == {"paper": Counted(6, 6)}
