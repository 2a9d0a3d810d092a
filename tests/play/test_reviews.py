"""What a resident had wrong comes back in later quizzes, three at most; guests have none."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from linli import claims, reviews
from linli.attempts import Player, Sitting
from linli.questions import bank, shelf
from linli.store import Store
from tests.cast import DAY, MONDAY, Cast
from tests.play.test_attempts import cast, guest, play, resident, right, some_quizzes, wrong

__all__ = ["cast", "some_quizzes"]


def asked(sitting: Sitting) -> set[str]:
    return {one.item.id for one in sitting.asked}


def test_what_was_wrong_comes_back_the_next_day_three_in_a_quiz(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    missed = asked(play(store, player, MONDAY, wrong))
    assert len(missed) == 5
    tuesday = play(store, player, MONDAY + DAY, right)
    assert len(asked(tuesday) & missed) == 3
    wednesday = play(store, player, MONDAY + 2 * DAY, right)
    assert asked(wednesday) & missed == missed - asked(tuesday)


def test_nothing_comes_back_on_the_same_day(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    missed = asked(play(store, player, MONDAY, wrong))
    assert reviews_due(store, player, "2026-11-23") == []
    later = play(store, player, MONDAY + timedelta(hours=3), right, "topic", "fire")
    assert not asked(later) & missed


def reviews_due(store: Store, player: Player, day: str) -> list[str]:
    with store.reading() as tx:
        return reviews.due(tx, player.subject or "", day, MONDAY)


def test_practice_teaches_too(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    missed = asked(play(store, player, MONDAY, wrong, "practice", "fire"))
    assert set(reviews_due(store, player, "2026-11-24")) == missed


def test_a_guest_has_no_review(store: Store, cast: Cast) -> None:
    play(store, guest(cast.yulan), MONDAY, wrong)
    assert store.rows("select * from review_card") == []


def test_what_was_wrong_in_a_claimed_quiz_comes_back(store: Store, cast: Cast) -> None:
    played = play(store, guest(cast.yulan), MONDAY, wrong)
    player = resident(store, cast.yulan)
    claims.claim(store, played.claim_code, player, at=MONDAY)
    assert set(reviews_due(store, player, "2026-11-24")) == asked(played)


def test_an_item_out_of_the_draw_does_not_come_back(store: Store, cast: Cast) -> None:
    player = resident(store, cast.yulan)
    missed = asked(play(store, player, MONDAY, wrong))
    for item in missed:
        bank.pause(store, item, "clerk", MONDAY)
    assert not asked(play(store, player, MONDAY + DAY, right)) & missed


def test_siblings_never_meet_in_one_quiz(store: Store, cast: Cast) -> None:
    with store.reading() as tx:
        playable = [ref.item for ref in bank.pool(tx, "fire")]
    _make_siblings(store, playable[:3])
    for number in range(4):
        met = asked(play(store, resident(store, cast.yulan), MONDAY + number * DAY, right, "topic", "fire")) & set(playable[:3])
        assert len(met) <= 1


def _make_siblings(store: Store, items: list[str]) -> None:
    """A chain: the second names the first, the third the second."""
    with store.reading() as tx:
        words = [bank.current(tx, item) for item in items]
    for before, item in pairwise(words):
        mended = replace(item, sibling=before.id)
        with store.writing() as tx:
            shelf.locked(tx)
            shelf.put_revision(tx, mended, "screen", None, MONDAY)
            shelf.set_columns(tx, item.id, revision=mended.revision)
            shelf.changed(tx)
