"""Nobody is in two places, whatever is sent late, undone or taken afterwards."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from linli.volunteer import late_ticks, presence, ticks
from linli.volunteer.duty import By
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes

LATE = ELEVEN + minutes(61)


def stays(stage: Stage, subject: str) -> list[tuple[str, str | None]]:
    """Arrival and end of each stay that counts, as they are kept."""
    rows = stage.store.rows("select came_at, left_at from presence where subject = :s and void_at is null order by came_at, id", s=subject)
    return [(row["came_at"], row["left_at"]) for row in rows]


def afternoon(stage: Stage) -> str:
    """An activity that begins ten minutes after the first one ends."""
    return stage.another(title="Afternoon", starts_at=ELEVEN + minutes(10), ends_at=ELEVEN + minutes(300))


def forgotten(stage: Stage, subject: str) -> str:
    """A stay from nine that nobody ended, and an open one in the afternoon from 11:05; the first one's id."""
    here = ticks.tick_in(stage.store, stage.activity, subject, By(staff=stage.wang), NINE)
    assert isinstance(here, presence.Here)
    presence.settle_due(stage.store, LATE)
    ticks.tick_in(stage.store, afternoon(stage), subject, By(staff=stage.wang), LATE, elapsed=56 * 60)
    return here.id


Ends = Callable[[Stage, str, str, datetime], object]


def by_late_tick(stage: Stage, subject: str, _stay: str, end: datetime) -> object:
    at = LATE + minutes(2)
    return ticks.tick_out(stage.store, stage.activity, subject, By(staff=stage.wang), at, elapsed=int((at - end).total_seconds()))


def by_confirming(stage: Stage, _subject: str, stay: str, end: datetime) -> object:
    return ticks.confirm_end(stage.store, stay, end, By(staff=stage.wang), LATE + minutes(2))


def by_a_note(stage: Stage, subject: str, _stay: str, end: datetime) -> object:
    at = end + minutes(90)
    noted = ticks.tick_out(stage.store, stage.activity, subject, By(staff=stage.wang), at, elapsed=90 * 60)
    assert isinstance(noted, ticks.Noted)
    return late_ticks.decide(stage.store, noted.note, True, stage.li, at)


@pytest.mark.parametrize("give_end", [by_late_tick, by_confirming, by_a_note])
@pytest.mark.parametrize("gone_home", [False, True])
def test_an_end_given_afterwards_never_reaches_into_the_next_stay(stage: Stage, give_end: Ends, gone_home: bool) -> None:
    one = stage.person("阿华")
    stay = forgotten(stage, one)
    if gone_home:
        other = stage.store.one("select activity from presence where open = :s", s=one)
        assert other
        ticks.tick_out(stage.store, other["activity"], one, By(staff=stage.wang), LATE + minutes(1))
    with pytest.raises(ticks.Overlap, match="Afternoon"):
        give_end(stage, one, stay, ELEVEN + minutes(20))
    give_end(stage, one, stay, ELEVEN + minutes(4))
    assert stays(stage, one)[0][1] == "2026-11-28T03:04:00.000000Z"


def test_a_sign_out_is_not_undone_into_another_stay(stage: Stage) -> None:
    one, by, other = stage.person("阿华"), By(staff=stage.wang), stage.another(title="River bank")
    here = ticks.tick_in(stage.store, stage.activity, one, by, NINE)
    ticks.tick_out(stage.store, stage.activity, one, by, NINE + minutes(30))
    ticks.tick_in(stage.store, other, one, by, NINE + minutes(40))
    with pytest.raises(presence.SignedInElsewhere):
        ticks.undo(stage.store, here.id, by, NINE + minutes(45))  # type: ignore[union-attr]
    ticks.tick_out(stage.store, other, one, by, NINE + minutes(60))
    with pytest.raises(ticks.Overlap, match="River bank"):
        ticks.undo(stage.store, here.id, by, NINE + minutes(61))  # type: ignore[union-attr]


def test_an_arrival_taken_in_the_evening_ends_where_the_plan_ended(stage: Stage) -> None:
    """Who spent the afternoon elsewhere was at the morning's clean-up all the same."""
    one, by, other = stage.person("阿华"), By(staff=stage.wang), afternoon(stage)
    ticks.tick_in(stage.store, other, one, by, LATE)
    noted = ticks.tick_in(stage.store, stage.activity, one, by, LATE + minutes(30), elapsed=211 * 60)
    assert isinstance(noted, ticks.Noted) and noted.said_at == NINE
    late_ticks.decide(stage.store, noted.note, True, stage.li, LATE + minutes(40))
    assert stage.store.one("select served from record where activity = :a", a=stage.activity) == {"served": 120}


def test_an_arrival_taken_in_the_evening_does_not_lie_within_an_open_stay(stage: Stage) -> None:
    one, by = stage.person("阿华"), By(staff=stage.wang)
    other = stage.another(title="All day", ends_at=NINE + timedelta(hours=9))
    ticks.tick_in(stage.store, other, one, by, NINE - minutes(10))
    noted = ticks.tick_in(stage.store, stage.activity, one, by, LATE + minutes(30), elapsed=211 * 60)
    assert isinstance(noted, ticks.Noted)
    with pytest.raises(ticks.Overlap, match="All day"):
        late_ticks.decide(stage.store, noted.note, True, stage.li, LATE + minutes(40))


def test_a_tick_whose_answer_was_lost_for_two_hours_is_no_note(stage: Stage) -> None:
    one, by, later = stage.person("阿华"), By(staff=stage.wang), ELEVEN + minutes(50)
    here = ticks.tick_in(stage.store, stage.activity, one, by, NINE, key="a")
    again = ticks.tick_in(stage.store, stage.activity, one, by, later, elapsed=170 * 60, key="a")
    assert isinstance(here, presence.Here) and isinstance(again, presence.Here) and (again.id, again.repeated) == (here.id, True)
    ticks.tick_out(stage.store, stage.activity, one, by, NINE + minutes(60), key="b")
    assert isinstance(ticks.tick_out(stage.store, stage.activity, one, by, later, elapsed=110 * 60, key="b"), presence.Here)
    assert stage.count("late_tick") == 0 and stage.count("presence") == 1
