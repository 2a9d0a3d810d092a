"""Papers: fixed questions, one sitting, answers that may change until they are handed in, no key before the close."""

import threading
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from linli import answers, attempts, clock, notice, paper_sittings, papers, played, privacy, residents, reviews, upkeep
from linli.attempts import NotYourAttempt, Player
from linli.paper_sittings import HandedIn, NotOpen, PaperSitting, ResidentsOnly
from linli.papers import AnswersShown, BadPaper, Head, Paper, PaperInUse
from linli.questions import bank
from linli.store import Store
from linli.verify import verify
from tests.cast import DAY, MONDAY, Cast
from tests.play.test_attempts import cast, guest, play, points, resident, some_quizzes

__all__ = ["cast", "some_quizzes"]

ITEMS = ["fire-01", "waste-01", "traffic-01", "gas-01"]
MINUTE = timedelta(minutes=1)
CLOSE = MONDAY + 3 * DAY


def head(**changes: object) -> Head:
    given: dict = {"name_zh": "冬季消防卷", "name_en": "Winter fire paper", "opens_at": MONDAY, "closes_at": CLOSE, "minutes": 20, "forms": 2}
    return Head(**(given | changes))


@pytest.fixture
def paper(store: Store, cast: Cast) -> Paper:
    """An open paper of four questions with 20 minutes."""
    made = papers.make(store, head(), ITEMS, None, MONDAY)
    papers.move(store, made, "open", None, MONDAY)
    return again(store, made)


def again(store: Store, paper: str) -> Paper:
    with store.reading() as tx:
        return papers.read(tx, paper)


def sheet_of(sitting: PaperSitting, item: str) -> paper_sittings.Sheet:
    return next(sheet for sheet in sitting.sheets if sheet.item.id == item)


def key(store: Store, item: str) -> list[int]:
    with store.reading() as tx:
        return sorted(bank.current(tx, item).key)


def not_key(store: Store, item: str) -> list[int]:
    with store.reading() as tx:
        words = bank.current(tx, item)
    return [number for number in range(len(words.options)) if number not in words.key][:1]


def choose(store: Store, attempt: str, item: str, chosen: list[int], player: Player, at: datetime) -> None:
    paper_sittings.choose(store, attempt, item, chosen, player, at=at)


def test_the_last_answer_before_the_hand_in_counts_and_points_are_posted_then(store: Store, cast: Cast, paper: Paper) -> None:
    player = resident(store, cast.yulan)
    attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
    for item in ITEMS[:3]:
        choose(store, attempt, item, not_key(store, item), player, MONDAY + MINUTE)
    choose(store, attempt, "fire-01", key(store, "fire-01"), player, MONDAY + 2 * MINUTE)
    choose(store, attempt, "waste-01", key(store, "waste-01"), player, MONDAY + 3 * MINUTE)
    choose(store, attempt, "traffic-01", [], player, MONDAY + 3 * MINUTE)
    assert points(store, cast.yulan) == (0, 0)
    paper_sittings.hand_in(store, attempt, player, at=MONDAY + 4 * MINUTE)
    paper_sittings.hand_in(store, attempt, player, at=MONDAY + 5 * MINUTE)
    assert points(store, cast.yulan) == (20, 0)
    with pytest.raises(HandedIn):
        choose(store, attempt, "gas-01", key(store, "gas-01"), player, MONDAY + 6 * MINUTE)
    assert [str(one) for one in verify(store)] == []


def test_no_key_leaves_before_the_close(store: Store, cast: Cast, paper: Paper) -> None:
    player = resident(store, cast.yulan)
    attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
    for item in ITEMS:
        choose(store, attempt, item, not_key(store, item), player, MONDAY + MINUTE)
    paper_sittings.hand_in(store, attempt, player, at=MONDAY + 2 * MINUTE)
    sealed = paper_sittings.look(store, attempt, player, MONDAY + 3 * MINUTE)
    assert (sealed.handed_in, sealed.over, sealed.score, sealed.points) == (True, False, None, None)
    assert {sheet.correct for sheet in sealed.sheets} == {None}
    assert attempts.wrong_lately(store, player.subject or "", MONDAY + DAY) == []
    assert [(quiz.kind, quiz.sealed) for quiz in played.history(store, player.subject or "", MONDAY + DAY)] == [("paper", True)]
    with pytest.raises(answers.NotAsked):
        answers.answer(store, attempt, "fire-01", [0], player, at=MONDAY + 3 * MINUTE)
    with store.reading() as tx:
        day = clock.local_day(CLOSE, "Asia/Shanghai")
        assert reviews.due(tx, player.subject or "", day, CLOSE - MINUTE) == [], "coming back would tell what was wrong"
        assert sorted(reviews.due(tx, player.subject or "", day, CLOSE)) == sorted(ITEMS)
    opened = paper_sittings.look(store, attempt, player, CLOSE)
    assert (opened.over, opened.score, {sheet.correct for sheet in opened.sheets}) == (True, 0, {False})
    assert len(attempts.wrong_lately(store, player.subject or "", CLOSE)) == 4


def test_my_data_says_nothing_of_what_was_right_before_the_close(store: Store, cast: Cast, paper: Paper) -> None:
    made = residents.join(
        store, compound=cast.yulan, nickname="桂花", pin="739204", slip_code="", fourteen=True, notice_version=notice.VERSION, device="her phone", at=MONDAY,
    )
    player = Player("her phone", cast.yulan, made.subject)
    attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
    for item, chosen in (("fire-01", key(store, "fire-01")), ("waste-01", not_key(store, "waste-01"))):
        choose(store, attempt, item, chosen, player, MONDAY + MINUTE)
    paper_sittings.hand_in(store, attempt, player, at=MONDAY + 2 * MINUTE)
    before, after = (privacy.export(store, made, at) for at in (MONDAY + DAY, CLOSE + MINUTE))
    assert [(quiz["score"], quiz["points"]) for quiz in before["quizzes"]] == [(None, None)]
    assert (before["answers"], before["points"], before["to_meet_again"]) == ([], [], [])
    assert {one["item"] for one in before["choices_in_papers"]} == {"fire-01", "waste-01"}
    assert [(quiz["score"], quiz["points"]) for quiz in after["quizzes"]] == [(1, 10)]
    assert {one["item"]: one["correct"] for one in after["answers"]} == {"fire-01": 1, "waste-01": 0}
    assert sorted(one["points"] for one in after["points"]) == [0, 10] and [one["item"] for one in after["to_meet_again"]] == ["waste-01"]


def test_a_late_answer_is_kept_as_late_and_scores_nothing(store: Store, cast: Cast, paper: Paper) -> None:
    player = resident(store, cast.yulan)
    attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
    choose(store, attempt, "fire-01", not_key(store, "fire-01"), player, MONDAY + MINUTE)
    after = MONDAY + 20 * MINUTE + timedelta(seconds=1)
    choose(store, attempt, "fire-01", key(store, "fire-01"), player, after)
    choose(store, attempt, "waste-01", key(store, "waste-01"), player, after)
    paper_sittings.hand_in(store, attempt, player, at=after)
    seen = paper_sittings.look(store, attempt, player, CLOSE)
    assert seen.score == 0 and points(store, cast.yulan, "season") == (0, 0)
    assert sheet_of(seen, "waste-01").late and not sheet_of(seen, "fire-01").late
    assert list(sheet_of(seen, "fire-01").chosen) == not_key(store, "fire-01")


def test_who_forgets_to_hand_in_is_handed_in_when_the_time_is_over(store: Store, cast: Cast, paper: Paper) -> None:
    player = resident(store, cast.yulan)
    attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
    choose(store, attempt, "fire-01", key(store, "fire-01"), player, MONDAY + MINUTE)
    assert paper_sittings.settle(store, MONDAY + 19 * MINUTE) == 0
    assert paper_sittings.look(store, attempt, player, MONDAY + 21 * MINUTE).handed_in
    assert paper_sittings.settle(store, MONDAY + 22 * MINUTE) == 0
    assert points(store, cast.yulan) == (10, 0)


def test_looking_hands_in_ones_own_paper_and_the_hours_upkeep_a_few_of_the_others(store: Store, cast: Cast, paper: Paper) -> None:
    players = [resident(store, cast.yulan) for _ in range(3)]
    begun = [paper_sittings.start(store, paper.id, player, at=MONDAY) for player in players]
    for attempt, player in zip(begun, players, strict=True):
        choose(store, attempt, "fire-01", key(store, "fire-01"), player, MONDAY + MINUTE)
    paper_sittings.look(store, begun[0], players[0], MONDAY + 30 * MINUTE)
    assert points(store, cast.yulan) == (10, 0)
    assert paper_sittings.settle(store, MONDAY + 30 * MINUTE, most=1) == 1
    assert points(store, cast.yulan) == (20, 0)
    upkeep.once_a_day(store, MONDAY + 30 * MINUTE)
    assert points(store, cast.yulan) == (30, 0)


def test_the_time_ends_with_the_close_however_late_one_began(store: Store, cast: Cast, paper: Paper) -> None:
    player = resident(store, cast.yulan)
    attempt = paper_sittings.start(store, paper.id, player, at=CLOSE - 5 * MINUTE)
    assert paper_sittings.look(store, attempt, player, CLOSE - 4 * MINUTE).due_at == CLOSE
    with pytest.raises(NotOpen):
        paper_sittings.start(store, paper.id, resident(store, cast.yulan), at=CLOSE)
    with pytest.raises(NotOpen):
        paper_sittings.start(store, paper.id, resident(store, cast.yulan), at=MONDAY - MINUTE)


def test_one_sitting_a_person_however_many_tabs_begin_it(store: Store, cast: Cast, paper: Paper) -> None:
    player = resident(store, cast.yulan)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(paper_sittings.start(store, paper.id, player, at=MONDAY))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6 and len(set(found)) == 1
    assert paper_sittings.start(store, paper.id, player, at=MONDAY + DAY) == found[0]


def test_hand_ins_at_once_post_once(store: Store, cast: Cast, paper: Paper) -> None:
    player = resident(store, cast.yulan)
    attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
    for item in ITEMS:
        choose(store, attempt, item, key(store, item), player, MONDAY + MINUTE)
    threads = [threading.Thread(target=lambda: paper_sittings.hand_in(store, attempt, player, at=MONDAY + 2 * MINUTE)) for _ in range(5)]
    threads.append(threading.Thread(target=lambda: paper_sittings.settle(store, MONDAY + DAY)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert points(store, cast.yulan) == (40, 0)
    assert store.one("select count(*) as n from answer") == {"n": 4}


def test_guests_and_other_people_cannot_sit_it(store: Store, cast: Cast, paper: Paper) -> None:
    with pytest.raises(ResidentsOnly):
        paper_sittings.start(store, paper.id, guest(cast.yulan), at=MONDAY)
    mine = resident(store, cast.yulan)
    attempt = paper_sittings.start(store, paper.id, mine, at=MONDAY)
    other = Player(mine.holder, cast.yulan, resident(store, cast.yulan).subject)
    for who in (other, guest(cast.yulan)):
        with pytest.raises(NotYourAttempt):
            paper_sittings.look(store, attempt, who, MONDAY)
        with pytest.raises(NotYourAttempt):
            choose(store, attempt, "fire-01", [0], who, MONDAY)


@pytest.mark.parametrize("chosen", [[9], [-1], [0, 17]])
def test_an_option_that_is_none_is_refused(store: Store, cast: Cast, paper: Paper, chosen: list[int]) -> None:
    player = resident(store, cast.yulan)
    attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
    with pytest.raises(answers.NotAsked):
        choose(store, attempt, "fire-01", chosen, player, MONDAY)
    with pytest.raises(answers.NotAsked):
        choose(store, attempt, "fire-02", [0], player, MONDAY)


def test_its_questions_stay_once_somebody_began_it(store: Store, cast: Cast, paper: Paper) -> None:
    papers.change(store, paper.id, head(), [*ITEMS, "values-01"], None, MONDAY)
    assert (again(store, paper.id).version, again(store, paper.id).items) == (2, 5)
    paper_sittings.start(store, paper.id, resident(store, cast.yulan), at=MONDAY)
    with pytest.raises(PaperInUse):
        papers.change(store, paper.id, head(), ITEMS, None, MONDAY)
    papers.change(store, paper.id, head(closes_at=CLOSE + DAY), [*ITEMS, "values-01"], None, MONDAY)
    assert again(store, paper.id).closes_at == CLOSE + DAY


def test_a_paper_keeps_the_words_it_was_made_of(store: Store, cast: Cast, paper: Paper) -> None:
    with store.reading() as tx:
        before = papers.items(tx, paper)
    bank.pause(store, "fire-01", "clerk", MONDAY)
    with store.reading() as tx:
        assert papers.items(tx, paper) == before


@pytest.mark.parametrize(("changes", "items"), [
    ({"name_zh": " "}, ITEMS), ({"closes_at": MONDAY}, ITEMS), ({"minutes": -1}, ITEMS), ({"minutes": 999}, ITEMS), ({"forms": 0}, ITEMS),
    ({"forms": 9}, ITEMS), ({}, []), ({}, ["fire-01", "fire-01"]),
])
def test_a_head_that_cannot_be_is_refused(store: Store, cast: Cast, changes: dict, items: list[str]) -> None:
    with pytest.raises(BadPaper):
        papers.make(store, head(**changes), items, None, MONDAY)


def test_it_is_found_by_its_code_however_it_is_typed(store: Store, cast: Cast, paper: Paper) -> None:
    with store.reading() as tx:
        assert papers.by_code(tx, f" {paper.code[:3].lower()}-{paper.code[3:]} ") == paper
        assert papers.open_now(tx, MONDAY) == [paper] and papers.open_now(tx, CLOSE) == []


def test_an_earlier_close_ends_the_sittings_that_are_begun(store: Store, cast: Cast, paper: Paper) -> None:
    player = resident(store, cast.yulan)
    papers.change(store, paper.id, head(minutes=0), ITEMS, None, MONDAY)
    attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
    choose(store, attempt, "fire-01", not_key(store, "fire-01"), player, MONDAY + MINUTE)
    papers.change(store, paper.id, head(minutes=0, closes_at=MONDAY + DAY), ITEMS, None, MONDAY + 2 * MINUTE)
    after = MONDAY + DAY + MINUTE
    assert paper_sittings.look(store, attempt, player, after).handed_in, "the key is shown, so nothing may be changed any more"
    with pytest.raises(HandedIn):
        choose(store, attempt, "fire-01", key(store, "fire-01"), player, after)


def test_a_later_close_gives_the_sittings_that_are_begun_their_time(store: Store, cast: Cast, paper: Paper) -> None:
    player, other = resident(store, cast.yulan), resident(store, cast.yulan)
    short = paper_sittings.start(store, paper.id, player, at=CLOSE - 5 * MINUTE)
    whole = paper_sittings.start(store, paper.id, other, at=CLOSE - 30 * MINUTE)
    papers.change(store, paper.id, head(closes_at=CLOSE + DAY), ITEMS, None, CLOSE - 4 * MINUTE)
    assert paper_sittings.look(store, short, player, CLOSE - 4 * MINUTE).due_at == CLOSE + 15 * MINUTE
    assert paper_sittings.look(store, whole, other, CLOSE - 12 * MINUTE).due_at == CLOSE - 10 * MINUTE


def test_a_paper_whose_answers_were_shown_is_not_opened_again(store: Store, cast: Cast, paper: Paper) -> None:
    papers.change(store, paper.id, head(closes_at=CLOSE + DAY), ITEMS, None, CLOSE + MINUTE)
    paper_sittings.start(store, paper.id, resident(store, cast.yulan), at=CLOSE + 2 * MINUTE)
    with pytest.raises(AnswersShown):
        papers.change(store, paper.id, head(closes_at=CLOSE + 3 * DAY), ITEMS, None, CLOSE + 2 * DAY)
    papers.change(store, paper.id, head(name_zh="冬季卷", closes_at=CLOSE + DAY), ITEMS, None, CLOSE + 2 * DAY)


def test_its_questions_do_not_change_while_somebody_begins_it(store: Store, cast: Cast, paper: Paper) -> None:
    for n in range(6):
        made = papers.make(store, head(), ITEMS, None, MONDAY)
        papers.move(store, made, "open", None, MONDAY)
        begun = threading.Thread(target=lambda one=made: paper_sittings.start(store, one, resident(store, cast.yulan), at=MONDAY))
        begun.start()
        with suppress(PaperInUse):
            papers.change(store, made, head(), ITEMS[:2], None, MONDAY)
        begun.join()
        asked = store.one("select count(*) as n from attempt_item i join attempt a on a.id = i.attempt where a.paper = :paper", paper=made)
        assert asked == {"n": again(store, made).items}, n


@pytest.mark.parametrize("state", ["paused", "gone", "to_check"])
def test_only_questions_of_the_draw_come_into_a_paper(store: Store, cast: Cast, paper: Paper, state: str) -> None:
    with store.writing() as tx:
        tx.run("update item set state = :state where id = 'gas-01'", state=state)
    with pytest.raises(BadPaper, match="gas-01"):
        papers.make(store, head(), ITEMS, None, MONDAY)
    papers.change(store, paper.id, head(name_zh="改名"), ITEMS, None, MONDAY)
    papers.change(store, paper.id, head(), ITEMS[:3], None, MONDAY)
    with pytest.raises(BadPaper, match="gas-01"):
        papers.change(store, paper.id, head(), ITEMS, None, MONDAY)


def test_its_name_holds_nothing_that_cannot_be_seen(store: Store, cast: Cast) -> None:
    made = papers.make(store, head(name_zh="\u202e冬季\u200b卷\n二", name_en="\u2066Winter\x00"), ITEMS, None, MONDAY)
    assert (again(store, made).name_zh, again(store, made).name_en) == ("冬季卷 二", "Winter")
    with pytest.raises(BadPaper):
        papers.make(store, head(name_zh="\u202e\u200b"), ITEMS, None, MONDAY)


def test_no_other_quiz_asks_what_stands_in_a_paper_that_can_be_sat_now(store: Store, cast: Cast, paper: Paper) -> None:
    for number in range(6):
        player = resident(store, cast.yulan)
        asked = {one.item.id for one in play(store, player, MONDAY + number * MINUTE, kind="topic", topic="fire").asked}
        assert not asked & set(ITEMS)
    later = {one.item.id for _person in range(12) for one in play(store, resident(store, cast.yulan), CLOSE, kind="topic", topic="fire").asked}
    assert "fire-01" in later


def test_a_topic_that_has_hardly_more_than_a_paper_is_asked_all_the_same(store: Store, cast: Cast) -> None:
    with store.reading() as tx:
        every = [ref.item for ref in bank.pool(tx, "fire")]
    made = papers.make(store, head(), every[:-2], None, MONDAY)
    papers.move(store, made, "open", None, MONDAY)
    assert len(play(store, resident(store, cast.yulan), MONDAY, kind="topic", topic="fire").asked) == 10


def test_who_leaves_in_mid_paper_is_handed_in_and_leaves_no_card(store: Store, cast: Cast, paper: Paper) -> None:
    player = resident(store, cast.yulan)
    attempt = paper_sittings.start(store, paper.id, player, at=MONDAY)
    choose(store, attempt, "fire-01", not_key(store, "fire-01"), player, MONDAY + MINUTE)
    with store.writing() as tx:
        tx.insert("deletion", [{"subject": player.subject, "resident": "gone", "deleted_at": clock.stamp(MONDAY + 2 * MINUTE)}])
    assert paper_sittings.settle(store, CLOSE + DAY) == 1
    assert store.rows("select item from review_card") == []
