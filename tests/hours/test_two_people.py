"""Two people stand behind every hour, also after undoing, approving first, and leaving."""

import pytest

from linli import privacy, who
from linli.volunteer import activities, entered, hours, ticks
from linli.volunteer.duty import By
from tests.hours.conftest import NINE, Stage, minutes, staff

AFTER = NINE + minutes(700)


def long_record(stage: Stage) -> tuple[str, str]:
    """A record of nine hours whose end Wang ticked at the planned end; record and stay."""
    long = stage.another(title="Long day", ends_at=NINE + minutes(540))
    record = stage.served(stage.person("阿华"), 0, 540, long)
    stay = stage.store.one("select id from presence where activity = :a", a=long)
    assert stay
    return record, stay["id"]


def test_a_first_approval_is_void_when_the_end_was_entered_anew_with_the_same_minutes(stage: Stage) -> None:
    record, stay = long_record(stage)
    assert hours.approve(stage.store, record, stage.li, AFTER).state == "pending"
    ticks.undo(stage.store, stay, By(staff=stage.li), AFTER)
    ticks.confirm_end(stage.store, stay, NINE + minutes(540), By(staff=stage.li), AFTER)
    assert hours.approve(stage.store, record, stage.chen, AFTER).state == "pending"
    with pytest.raises(entered.EnteredBySame):
        hours.approve(stage.store, record, stage.li, AFTER)
    assert hours.approve(stage.store, record, staff(stage.store, "Zhao"), AFTER).state == "approved"


def test_a_first_approval_by_who_has_entered_a_time_counts_for_nothing(stage: Stage) -> None:
    record, _stay = long_record(stage)
    hours.approve(stage.store, record, stage.li, AFTER)
    with stage.store.writing() as tx:
        tx.run("update presence set left_by = :by", by=f"staff:{stage.li}")
    assert hours.approve(stage.store, record, stage.chen, AFTER).state == "pending"
    assert stage.store.one("select first_by from record where id = :id", id=record) == {"first_by": stage.chen}


def test_who_ticked_as_a_coordinator_and_left_as_a_resident_does_not_approve_it_as_staff(stage: Stage) -> None:
    one, keeper = stage.person("阿华"), stage.person("李姐")
    with stage.store.writing() as tx:
        tx.run("update staff set resident = :r, declared_none = 0 where name = 'Li'", r=stage.resident(keeper))
    by = stage.coordinator(keeper)
    ticks.tick_in(stage.store, stage.activity, one, by, NINE)
    ticks.tick_out(stage.store, stage.activity, one, by, NINE + minutes(60))
    with stage.store.reading() as tx:
        leaving = who.of_subject(tx, keeper)
    assert leaving
    privacy.delete(stage.store, leaving, AFTER)
    with pytest.raises(entered.EnteredBySame):
        hours.approve(stage.store, stage.record(one), stage.li, AFTER)
    with stage.store.reading() as tx:
        assert activities.organiser(tx, stage.li).declared_none
    assert hours.approve(stage.store, stage.record(one), stage.chen, AFTER).state == "approved"
