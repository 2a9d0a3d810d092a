"""Re-marking: what the preview says is what is posted, once, under the caps; nobody loses."""

import random
import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from linli import answers, attempts, boards, community, ids, ledger, played, remarking, roles
from linli.attempts import Asked, Player
from linli.locale import use_language
from linli.questions import bank, shelf
from linli.questions.items import Item, Option, Text
from linli.remarking import NothingToMark, NotInTheDraw, Remarking
from linli.roles import Staff
from linli.store import Store
from linli.verify import verify
from tests.cast import DAY, MONDAY, Cast, settle
from tests.statistics.answered import put, question

LI = Staff("li", "li", "Li", "clerk", "", False, "organiser", None, True)
NOON = timedelta(hours=2)


def mended(number: int, key: int) -> Item:
    """The same question, its options in another order, with another key."""
    item = question(number, key=key)
    return replace(item, options=tuple(reversed(item.options)))


def resident(store: Store, compound: str) -> Player:
    subject = ids.new()
    with store.writing() as tx:
        tx.insert("subject", [{"id": subject}])
    return Player(f"phone-{subject}", compound, subject)


def play(store: Store, player: Player, at: datetime, ticks: dict[str, int], kind: str = "daily") -> str:
    """A quiz of the five questions; each is answered with the option `ticks` names, others with 3."""
    attempt = attempts.start(store, player, kind, at=at)
    for asked in attempts.look(store, attempt, player).asked:
        if asked.chosen is None:
            answers.answer(store, attempt, asked.item.id, [place(asked, ticks.get(asked.item.id, 3))], player, at=at)
    return attempt


def place(asked: Asked, option: int) -> int:
    """The number that this revision gives to an option of the first one."""
    return next(n for n, one in enumerate(asked.item.options) if one.text.en == f"Option {option}")


def seen(store: Store, item: str = "q-001", at: datetime = MONDAY) -> Remarking:
    with store.reading() as tx:
        return remarking.preview(tx, item, at)


@pytest.fixture
def cast(store: Store) -> Cast:
    made = settle(store)
    put(store, [question(n) for n in range(5)])
    return made


def test_who_chose_the_true_option_gains_and_nobody_loses(store: Store, cast: Cast) -> None:
    wise, misled = resident(store, cast.yulan), resident(store, cast.yulan)
    play(store, wise, MONDAY, {"q-001": 2})
    play(store, misled, MONDAY, {"q-001": 0})
    put(store, [mended(1, 2)], MONDAY + NOON)
    found = seen(store)
    assert (found.people, found.points, found.kept, found.by_compound) == (1, 10, 1, (remarking.Share(cast.yulan, 1, 10),))
    done = remarking.post(store, "q-001", LI, MONDAY + NOON)
    assert (done.people, done.points, done.marked) == (1, 10, 2)
    assert wise.subject and misled.subject
    assert played.season(store, wise.subject, MONDAY).quiz == 20 and played.season(store, misled.subject, MONDAY).quiz == 20
    assert verify(store) == []


def test_posting_twice_posts_once_and_says_that_nothing_is_left(store: Store, cast: Cast) -> None:
    play(store, resident(store, cast.yulan), MONDAY, {"q-001": 2})
    put(store, [mended(1, 2)], MONDAY + NOON)
    remarking.post(store, "q-001", LI, MONDAY + NOON)
    with pytest.raises(NothingToMark):
        remarking.post(store, "q-001", LI, MONDAY + NOON)
    assert [row["points"] for row in store.rows("select points from ledger where source like 'remark:%'")] == [10]


@pytest.mark.parametrize("seed", range(4))
def test_the_preview_is_what_is_posted_with_repeats_caps_and_boards(store: Store, cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    community.change_settings(store, None, MONDAY, quiz_cap_day=chance.choice([25, 35, 100]), part_quiz_day=30, part_quiz_week=45)
    everybody = [resident(store, home) for home in (cast.yulan, cast.willow) for _ in range(6)]
    for day in range(4):
        for player in chance.sample(everybody, 10):
            for _ in range(chance.choice([1, 2])):
                kind = chance.choice(["daily", "practice"]) if day else "daily"
                play(store, player, MONDAY + day * DAY, {f"q-{n:03}": chance.choice([0, 0, 1, 2]) for n in range(5)}, kind)
    at = MONDAY + 3 * DAY + NOON
    put(store, [mended(1, 2)], at)
    before = seen(store, at=at)
    done = remarking.post(store, "q-001", LI, at)
    assert (done.people, done.points, done.marked) == (before.people, before.points, len(before.changes)) and done.points > 0
    rows = {row["attempt"]: row["points"] for row in store.rows("select attempt, points from remark_answer")}
    assert rows == {one.attempt: one.points for one in before.changes}
    for move in before.moves:
        line = boards.read(store, move.board, move.window.kind, at=at).line(move.compound)
        assert line and (line.rank, line.value) == (move.rank_after, move.value_after)
    assert {move.compound for move in before.moves} == {one.compound for one in before.by_compound}
    assert verify(store) == []
    assert seen(store, at=at).changes == ()


def test_the_caps_of_the_acts_day_hold(store: Store, cast: Cast) -> None:
    community.change_settings(store, None, MONDAY, quiz_cap_day=55)
    player = resident(store, cast.yulan)
    play(store, player, MONDAY, {"q-000": 0, "q-002": 0, "q-003": 0, "q-004": 0, "q-001": 2})
    put(store, [mended(1, 2)], MONDAY + 3 * DAY)
    assert seen(store, at=MONDAY + 3 * DAY).points == 5
    remarking.post(store, "q-001", LI, MONDAY + 3 * DAY)
    entry = store.one("select * from ledger where source like 'remark:%'")
    assert entry and (entry["points"], entry["act_on"], entry["kind"], entry["reason"]) == (5, "2026-11-23", "quiz", "remark")
    assert verify(store) == []


def test_a_remark_is_no_act_and_does_not_show_in_the_feed(store: Store, cast: Cast) -> None:
    play(store, resident(store, cast.yulan), MONDAY, {"q-001": 2})
    before = store.rows("select * from first_act order by window_kind, starts, compound, basis, participant")
    feed = boards.feed(store)
    put(store, [mended(1, 2)], MONDAY + NOON)
    remarking.post(store, "q-001", LI, MONDAY + NOON)
    assert store.rows("select * from first_act order by window_kind, starts, compound, basis, participant") == before
    assert boards.feed(store) == feed
    entry = store.one("select id from ledger where source like 'remark:%'")
    assert entry
    with store.writing() as tx, pytest.raises(LookupError):
        ledger.reverse(tx, entry["id"], "mistake", MONDAY)


def test_an_act_of_a_closed_season_gains_in_all_seasons_alone(store: Store, cast: Cast) -> None:
    play(store, resident(store, cast.yulan), MONDAY, {"q-001": 2})
    later = MONDAY + 90 * DAY
    put(store, [mended(1, 2)], later)
    found = seen(store, at=later)
    remarking.post(store, "q-001", LI, later)
    entry = store.one("select * from ledger where source like 'remark:%'")
    assert entry and (entry["counted"], entry["season"], found.points) == ("closed", cast.season, 10)
    sums = {row["window_kind"]: row["quiz"] for row in store.rows("select window_kind, quiz from board_total where compound = :c", c=cast.yulan)}
    assert sums == {"all": 20, "season": 10, "day": 10, "week": 10, "month": 10} and verify(store) == []


def test_late_answers_practice_and_guests_are_left_out(store: Store, cast: Cast) -> None:
    late, practising, guest = resident(store, cast.yulan), resident(store, cast.yulan), Player("guest", cast.yulan)
    attempts.start(store, late, "daily", at=MONDAY)
    play_late(store, late)
    play(store, practising, MONDAY, {"q-001": 2}, "practice")
    play(store, guest, MONDAY, {"q-001": 2})
    put(store, [mended(1, 2)], MONDAY + 2 * DAY)
    found = seen(store)
    assert (found.changes, found.left_out) == ((), 3)


def play_late(store: Store, player: Player) -> None:
    row = store.one("select id from attempt where subject = :s", s=player.subject)
    assert row
    for asked in attempts.look(store, row["id"], player).asked:
        answers.answer(store, row["id"], asked.item.id, [place(asked, 2)], player, at=MONDAY + 1 * DAY + timedelta(hours=3))


def test_answers_to_other_options_stay_as_they_are(store: Store, cast: Cast) -> None:
    play(store, resident(store, cast.yulan), MONDAY, {"q-001": 2})
    item = question(1, key=2)
    put(store, [replace(item, options=(*item.options[:3], Option(Text("全新", "New"), False)))], MONDAY + NOON)
    found = seen(store)
    assert (found.changes, found.other_options) == ((), 1)


def test_a_second_mending_adds_and_a_third_that_goes_back_pays_nobody_twice(store: Store, cast: Cast) -> None:
    for option in (0, 1, 2):
        play(store, resident(store, cast.yulan), MONDAY, {"q-001": option})
    gained = []
    for hour, key in ((3, 1), (4, 2), (5, 0), (6, 1)):
        put(store, [mended(1, key) if hour != 5 else question(1)], MONDAY + timedelta(hours=hour))
        if seen(store).changes:
            gained.append(remarking.post(store, "q-001", LI, MONDAY + timedelta(hours=hour)).points)
    assert gained[:2] == [10, 10] and sum(gained[2:3]) == 0
    assert int(store.rows("select sum(points) as n from ledger where source like 'remark:%'")[0]["n"]) == 20
    assert verify(store) == []


def test_an_item_that_was_marked_anew_does_not_pay_again_the_same_day(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    play(store, player, MONDAY, {"q-001": 2})
    put(store, [mended(1, 2)], MONDAY + NOON)
    remarking.post(store, "q-001", LI, MONDAY + NOON)
    again = play(store, player, MONDAY + 2 * NOON, {"q-001": 2}, "topic")
    same = {row["item"]: row["points"] for row in store.rows("select item, points from answer where attempt = :a", a=again)}
    assert same["q-001"] == 0
    later = play(store, player, MONDAY + DAY, {"q-001": 2})
    row = store.one("select points from answer where attempt = :a and item = 'q-001'", a=later)
    assert row and row["points"] == 2 and verify(store) == []


def test_answers_of_quizzes_under_way_are_marked_by_carrying_on(store: Store, cast: Cast) -> None:
    early, slow = resident(store, cast.yulan), resident(store, cast.yulan)
    play(store, early, MONDAY, {"q-001": 2})
    attempts.start(store, slow, "daily", at=MONDAY)
    put(store, [mended(1, 2)], MONDAY + NOON)
    remarking.post(store, "q-001", LI, MONDAY + NOON)
    play(store, slow, MONDAY + 2 * NOON, {"q-001": 2})
    with store.reading() as tx:
        assert remarking.waiting(tx, "q-001")
    done = remarking.post(store, "q-001", LI, MONDAY + 3 * NOON)
    assert (done.people, done.points) == (2, 20) and len(store.rows("select id from remark")) == 1
    assert verify(store) == []


def test_two_organisers_at_once_post_once_while_people_play(store: Store, cast: Cast) -> None:
    players = [resident(store, home) for home in (cast.yulan, cast.willow) for _ in range(4)]
    for player in players:
        play(store, player, MONDAY, {"q-001": 2})
    put(store, [mended(1, 2)], MONDAY + NOON)
    gate, faults = threading.Barrier(4), []

    def act(work: str, part: int) -> None:
        gate.wait()
        try:
            if work == "post":
                remarking.post(store, "q-001", LI, MONDAY + DAY)
            else:
                for player in players[part::2]:
                    play(store, player, MONDAY + DAY, {"q-002": 0})
        except NothingToMark:
            pass
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=act, args=each) for each in (("post", 0), ("post", 1), ("play", 0), ("play", 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == [] and verify(store) == []
    assert sorted(row["points"] for row in store.rows("select points from ledger where source like 'remark:%'")) == [10] * 8


def test_only_an_organiser_posts_and_only_for_a_question_in_the_draw(store: Store, cast: Cast) -> None:
    play(store, resident(store, cast.yulan), MONDAY, {"q-001": 2})
    put(store, [mended(1, 2)], MONDAY + NOON)
    with pytest.raises(roles.NotAllowed):
        remarking.post(store, "q-001", replace(LI, role="clerk"), MONDAY)
    bank.pause(store, "q-001", "li", MONDAY)
    with pytest.raises(NotInTheDraw):
        remarking.post(store, "q-001", LI, MONDAY)
    with store.reading() as tx, pytest.raises(shelf.UnknownItem):
        remarking.preview(tx, "nothing", MONDAY)


def test_a_person_sees_what_was_added_and_not_the_old_key(store: Store, cast: Cast) -> None:
    use_language("en")
    wise, misled = resident(store, cast.yulan), resident(store, cast.yulan)
    play(store, wise, MONDAY, {"q-001": 2})
    play(store, misled, MONDAY, {"q-001": 1})
    assert wise.subject and misled.subject
    assert "q-001" in {one.item.id for one in attempts.wrong_lately(store, misled.subject, MONDAY)}
    put(store, [mended(1, 2)], MONDAY + NOON)
    remarking.post(store, "q-001", LI, MONDAY + NOON)
    (quiz,) = played.history(store, wise.subject, MONDAY + NOON)
    assert (quiz.points, quiz.added) == (10, 10)
    for subject in (wise.subject, misled.subject):
        assert "q-001" not in {one.item.id for one in attempts.wrong_lately(store, subject, MONDAY + NOON)}


def test_verify_finds_false_re_markings(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    attempt = play(store, player, MONDAY, {"q-001": 2})
    item = mended(1, 2)
    put(store, [item], MONDAY + NOON)
    remarking.post(store, "q-001", LI, MONDAY + NOON)
    assert player.subject and verify(store) == []
    forged = ledger.Act(
        kind="quiz", compound=cast.yulan, subject=player.subject, slip=None, on_site=False, points=10, minutes=0, act_at=MONDAY,
        act_on="2026-11-23", source=remarking.source("q-002", "x", attempt),
    )
    with store.writing() as tx:
        ledger.post(tx, forged, MONDAY + NOON)
        tx.insert("remark_answer", [{
            "attempt": attempt, "item": "q-003", "revision": question(3).revision, "remark": tx.value("select id from remark"), "correct": 1, "points": 10,
        }])
    told = " / ".join(str(one) for one in verify(store))
    assert "q-002:x" in told and "10 points kept, the ledger says 0" in told and "the key says False" in told and "Day cap" in told
