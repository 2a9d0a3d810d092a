"""Attempts, answers, caps, guests and claim codes on the real question bank."""

import random
import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from linli import answers, attempts, boards, claims, ids
from linli.attempts import Asked, NotYourAttempt, Player, Sitting
from linli.questions import bank
from linli.store import Store
from linli.verify import verify
from tests.cast import DAY, MONDAY, Cast, settle

QUIZZES = Path(__file__).resolve().parents[2] / "quizzes"
#: Enough of the real bank for every rule, and quick to read.
TOPICS = ("fire", "waste", "traffic", "gas", "values")


@pytest.fixture(scope="session")
def some_quizzes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with five topics of the real bank, all of it looked at before the Monday of the tests."""
    folder = tmp_path_factory.mktemp("quizzes")
    for topic in TOPICS:
        text = (QUIZZES / f"{topic}.yaml").read_text("utf-8")
        (folder / f"{topic}.yaml").write_text(re.sub(r"reviewed_on: [\d-]+", "reviewed_on: 2026-11-20", text), "utf-8")
    return folder


@pytest.fixture
def cast(store: Store, some_quizzes: Path) -> Cast:
    bank.load(store, some_quizzes, MONDAY)
    return settle(store)


def resident(store: Store, compound: str, slip: str | None = None) -> Player:
    """A player with a subject, as a resident's phone would be."""
    subject = ids.new()
    with store.writing() as tx:
        tx.insert("subject", [{"id": subject}])
    return Player(f"phone-{subject}", compound, subject, slip)


def guest(compound: str, slip: str | None = None, kiosk: str | None = None) -> Player:
    return Player(f"phone-{ids.new()}", compound, slip=slip, kiosk=kiosk)


def right(asked: Asked) -> list[int]:
    return sorted(asked.item.key)


def wrong(asked: Asked) -> list[int]:
    return [n for n in range(len(asked.item.options)) if n not in asked.item.key][:1]


def play(store: Store, player: Player, at: datetime, pick: Callable[[Asked], list[int]] = right, kind: str = "daily", topic: str | None = None) -> Sitting:
    """Start a quiz and answer everything; the finished sitting."""
    attempt = attempts.start(store, player, kind, topic, at=at)
    for asked in attempts.look(store, attempt, player).asked:
        if asked.chosen is None:
            answers.answer(store, attempt, asked.item.id, pick(asked), player, at=at)
    return attempts.look(store, attempt, player)


def points(store: Store, compound: str, window: str = "day", at: datetime = MONDAY) -> tuple[int, int]:
    """(quiz, guest) points of a compound in a window."""
    line = boards.read(store, "total", window, at=at).line(compound)
    assert line
    return line.sums.quiz, line.sums.guest


def test_a_residents_five_right_answers_bring_sixty_points(store: Store, cast: Cast) -> None:
    done = play(store, resident(store, cast.yulan), MONDAY)
    assert (done.handed_in, done.score, done.points, len(done.asked)) == (True, 5, 60, 5)
    assert points(store, cast.yulan) == (60, 0) and verify(store) == []


def test_the_daily_quiz_asks_five_different_items(store: Store, cast: Cast) -> None:
    done = play(store, resident(store, cast.yulan), MONDAY)
    assert len({one.item.id for one in done.asked}) == 5 and len({one.item.topic for one in done.asked}) == 5


def test_a_resident_has_one_daily_quiz_a_day_and_another_tomorrow(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    first = attempts.start(store, player, "daily", at=MONDAY)
    assert attempts.start(store, player, "daily", at=MONDAY + timedelta(hours=5)) == first
    assert attempts.start(store, player, "daily", at=MONDAY + DAY) != first


def test_eight_tabs_start_one_daily_quiz(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    found: list[str] = []
    together(8, lambda _: found.append(attempts.start(store, player, "daily", at=MONDAY)))
    assert len(found) == 8 and len(set(found)) == 1


def together(count: int, work: Callable[[int], object]) -> None:
    gate, faults = threading.Barrier(count), []

    def run(number: int) -> None:
        gate.wait()
        try:
            work(number)
        except Exception as error:  # noqa: BLE001 - shown below, in the test's own thread
            faults.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_eight_taps_are_one_answer_and_all_hear_the_same(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    attempt = attempts.start(store, player, "daily", at=MONDAY)
    asked = attempts.look(store, attempt, player).asked[0]
    heard: list[answers.Marked] = []
    together(8, lambda n: heard.append(
        answers.answer(store, attempt, asked.item.id, right(asked) if n % 2 else wrong(asked), player, at=MONDAY)
    ))
    assert len(heard) == 8 and len({one.correct for one in heard}) == 1
    assert len(store.rows("select * from answer")) == 1 and len(store.rows("select * from ledger")) == 1


def test_five_last_answers_at_once_hand_in_exactly_once(store: Store, cast: Cast) -> None:
    player = guest(cast.yulan)
    attempt = attempts.start(store, player, "daily", at=MONDAY)
    asked = attempts.look(store, attempt, player).asked
    together(5, lambda n: answers.answer(store, attempt, asked[n].item.id, right(asked[n]), player, at=MONDAY))
    done = attempts.look(store, attempt, player)
    assert done.handed_in and done.points == 60 and points(store, cast.yulan) == (0, 60) and verify(store) == []


def test_the_day_cap_gives_what_is_left_and_eight_threads_never_pass_it(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    topics = ["fire", "waste", "traffic", "gas"]
    started = [attempts.start(store, player, "topic", topic, at=MONDAY) for topic in topics]
    jobs = [(a, one) for a in started for one in attempts.look(store, a, player).asked]
    random.Random(1).shuffle(jobs)

    def work(number: int) -> None:
        for attempt, one in jobs[number::8]:
            answers.answer(store, attempt, one.item.id, right(one), player, at=MONDAY)

    together(8, work)
    assert points(store, cast.yulan) == (100, 0) and len(store.rows("select id from ledger")) == len(jobs)
    assert verify(store) == []


def test_an_item_pays_once_a_day_and_two_points_within_a_fortnight(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    with store.writing() as tx:  # a topic of two items is enough to meet them again
        tx.run("update item set state = 'paused' where topic <> 'fire' or id not in ('fire-01', 'fire-02')")
    for asked_on, expected in ((MONDAY, 20), (MONDAY, 20), (MONDAY + 14 * DAY, 24), (MONDAY + 29 * DAY, 44)):
        _fresh_pool(store)
        play(store, player, asked_on, kind="topic", topic="fire")
        total = store.one("select sum(points) as n from ledger")
        assert total == {"n": expected}
    assert verify(store) == []


def _fresh_pool(store: Store) -> None:
    with store.writing() as tx:
        tx.run("update bank set version = :v", v=ids.new())


def test_wrong_answers_bring_nothing_but_count_as_taking_part(store: Store, cast: Cast) -> None:
    with store.writing() as tx:
        tx.insert("slip", [{"id": "p1", "compound": cast.yulan, "code": "P1", "issued_at": ""}])
    done = play(store, resident(store, cast.yulan, "p1"), MONDAY, wrong)
    line = boards.read(store, "fair", "day", at=MONDAY).line(cast.yulan)
    assert (done.score, done.points) == (0, 10) and line and line.sums.slips == 1


def test_a_late_answer_is_kept_shown_as_late_and_brings_nothing(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    attempt = attempts.start(store, player, "daily", at=MONDAY)
    asked = attempts.look(store, attempt, player).asked
    midnight = MONDAY + timedelta(hours=14)
    in_time = answers.answer(store, attempt, asked[0].item.id, right(asked[0]), player, at=midnight + timedelta(hours=1, minutes=59))
    late = answers.answer(store, attempt, asked[1].item.id, right(asked[1]), player, at=midnight + timedelta(hours=2, minutes=1))
    assert (in_time.late, in_time.points, late.late, late.points, late.correct) == (False, 10, True, 0, True)
    assert points(store, cast.yulan) == (10, 0) and verify(store) == []


def test_a_quiz_started_before_midnight_counts_for_the_day_it_was_started(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    evening = MONDAY + timedelta(hours=13, minutes=50)
    attempt = attempts.start(store, player, "daily", at=evening)
    for one in attempts.look(store, attempt, player).asked:
        answers.answer(store, attempt, one.item.id, right(one), player, at=evening + timedelta(hours=1))
    assert points(store, cast.yulan, "day", evening) == (60, 0)
    assert points(store, cast.yulan, "day", evening + DAY) == (0, 0)


def test_a_guests_first_daily_quiz_of_the_phone_pays_sixty_the_second_nothing(store: Store, cast: Cast) -> None:
    player = guest(cast.yulan)
    assert (play(store, player, MONDAY).points, play(store, player, MONDAY).points) == (60, 0)
    assert points(store, cast.yulan) == (0, 60) and verify(store) == []


def test_guests_of_a_compound_bring_at_most_two_points_a_household_a_day(store: Store, cast: Cast) -> None:
    total = sum(play(store, guest(cast.willow), MONDAY).points or 0 for _ in range(3))
    assert total == 80 and points(store, cast.willow) == (0, 80)


def test_every_quiz_at_a_kiosk_pays_up_to_3000_a_day(store: Store, cast: Cast) -> None:
    with store.writing() as tx:
        tx.insert("cap_total", [{"scope": "kiosk:hall", "act_on": "2026-11-23", "points": 2950}])
    got = [play(store, guest(cast.harbour, kiosk="hall"), MONDAY).points for _ in range(2)]
    assert got == [50, 0]


def test_another_phone_may_not_look_or_answer(store: Store, cast: Cast) -> None:
    player, other = guest(cast.yulan), guest(cast.yulan)
    attempt = attempts.start(store, player, "daily", at=MONDAY)
    asked = attempts.look(store, attempt, player).asked[0]
    with pytest.raises(NotYourAttempt):
        attempts.look(store, attempt, other)
    with pytest.raises(NotYourAttempt):
        answers.answer(store, attempt, asked.item.id, right(asked), other, at=MONDAY)


@pytest.mark.parametrize("chosen", [[], [9], [-1]])
def test_an_option_that_does_not_exist_is_refused(store: Store, cast: Cast, chosen: list[int]) -> None:
    player = guest(cast.yulan)
    attempt = attempts.start(store, player, "daily", at=MONDAY)
    asked = attempts.look(store, attempt, player).asked[0]
    with pytest.raises(answers.NotAsked):
        answers.answer(store, attempt, asked.item.id, chosen, player, at=MONDAY)
    with pytest.raises(answers.NotAsked):
        answers.answer(store, attempt, "no-such-item", [0], player, at=MONDAY)


def test_a_code_carries_an_unfinished_quiz_to_another_phone(store: Store, cast: Cast) -> None:
    one, other = guest(cast.yulan), guest(cast.yulan)
    attempt = attempts.start(store, one, "daily", at=MONDAY)
    asked = attempts.look(store, attempt, one).asked
    answers.answer(store, attempt, asked[0].item.id, right(asked[0]), one, at=MONDAY)
    code = attempts.look(store, attempt, one).claim_code
    assert claims.carry(store, f" {code[:3].lower()}-{code[3:]} ", other, at=MONDAY) == attempt
    there = attempts.look(store, attempt, other)
    assert there.next and there.next.position == 1


def test_ten_wrong_codes_an_hour_and_no_more(store: Store, cast: Cast) -> None:
    player = guest(cast.yulan)
    for _ in range(10):
        with pytest.raises(claims.CodeUnknown):
            claims.carry(store, "222222", player, at=MONDAY)
    with pytest.raises(claims.TooManyTries):
        claims.carry(store, "222222", player, at=MONDAY)
    with pytest.raises(claims.CodeUnknown):
        claims.carry(store, "222222", player, at=MONDAY + timedelta(minutes=61))


def test_a_code_lasts_to_two_hours_after_midnight(store: Store, cast: Cast) -> None:
    player = guest(cast.yulan)
    code = play(store, player, MONDAY).claim_code
    midnight = MONDAY + timedelta(hours=14)
    mine = resident(store, cast.yulan)
    with pytest.raises(claims.CodeUnknown):
        claims.claim(store, code, mine, at=midnight + timedelta(hours=2, minutes=1))
    assert claims.claim(store, code, mine, at=midnight + timedelta(hours=1, minutes=59)) == 60


def test_a_finished_guest_quiz_is_claimed_once_under_the_residents_caps(store: Store, cast: Cast) -> None:
    mine, phone = resident(store, cast.yulan), guest(cast.yulan)
    play(store, mine, MONDAY)
    code = play(store, phone, MONDAY).claim_code
    assert points(store, cast.yulan) == (60, 60)
    gained = claims.claim(store, code, mine, at=MONDAY)
    quiz, left = points(store, cast.yulan)
    assert left == 0 and quiz == 60 + gained and quiz <= 100
    with pytest.raises(claims.AlreadyClaimed):
        claims.claim(store, code, mine, at=MONDAY)
    assert verify(store) == []


def test_eight_claims_of_one_code_post_once(store: Store, cast: Cast) -> None:
    code = play(store, guest(cast.yulan), MONDAY).claim_code
    mine = resident(store, cast.yulan)
    gained: list[int] = []

    def work(_: int) -> None:
        try:
            gained.append(claims.claim(store, code, mine, at=MONDAY))
        except claims.AlreadyClaimed:
            return

    together(8, work)
    assert gained == [60] and points(store, cast.yulan) == (60, 0) and verify(store) == []


def test_a_quiz_of_another_compound_is_not_claimed(store: Store, cast: Cast) -> None:
    code = play(store, guest(cast.yulan), MONDAY).claim_code
    with pytest.raises(claims.OtherCompound):
        claims.claim(store, code, resident(store, cast.willow), at=MONDAY)


def test_wrong_items_are_there_to_look_at_until_they_are_right(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    play(store, player, MONDAY, wrong)
    assert player.subject and len(attempts.wrong_lately(store, player.subject, MONDAY + DAY)) == 5


def test_the_same_seed_gives_the_same_quiz_after_a_restart(store: Store, cast: Cast) -> None:
    player = guest(cast.yulan)
    attempt = attempts.start(store, player, "daily", at=MONDAY)
    assert attempts.look(store, attempt, player) == attempts.look(store, attempt, player)
    assert attempts.start(store, player, "daily", at=MONDAY + timedelta(minutes=5)) == attempt


def test_practice_is_not_claimed(store: Store, cast: Cast) -> None:
    code = play(store, guest(cast.yulan), MONDAY, kind="practice").claim_code
    with pytest.raises(claims.OnlyPractice):
        claims.claim(store, code, resident(store, cast.yulan), at=MONDAY)
