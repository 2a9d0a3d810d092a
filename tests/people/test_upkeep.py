"""The first to come on a day deletes what has been kept long enough; nobody does it twice."""

from datetime import timedelta

from linli import attempts, upkeep
from linli.attempts import Player
from linli.store import Store
from tests.cast import DAY, MONDAY, settle


def test_a_guests_device_mark_is_gone_after_the_end_of_the_next_day(store: Store) -> None:
    cast = settle(store)
    with store.writing() as tx:
        tx.insert("subject", [{"id": "s"}])
        tx.insert("attempt", [_attempt(cast.yulan)])
    assert upkeep.once_a_day(store, MONDAY + DAY) and _marks(store) == ["phone"]
    assert not upkeep.once_a_day(store, MONDAY + DAY + timedelta(hours=3))
    assert upkeep.once_a_day(store, MONDAY + 2 * DAY) and _marks(store) == [None]
    assert attempts.today(store, Player("phone", cast.yulan), MONDAY) is None


def _marks(store: Store) -> list[str | None]:
    return [row["holder"] for row in store.rows("select holder from attempt")]


def _attempt(compound: str) -> dict[str, object]:
    return {
        "id": "a", "subject": "s", "guest": 1, "compound": compound, "slip": None, "kind": "daily", "topic": None,
        "once": None, "holder": "phone", "kiosk": None, "seed": "x", "started_at": "2026-11-23T02:00:00.000000Z",
        "started_on": "2026-11-23", "due_at": None, "handed_in_at": None, "claim_code": "ABC", "claimed_at": None,
        "score": None, "points": None,
    }
