"""Objections to approved hours."""

import pytest

from linli.volunteer import activities, hour_lists, hours, objections
from tests.hours.conftest import ELEVEN, Stage, minutes

AFTER = ELEVEN + minutes(10)


def approved(stage: Stage) -> tuple[str, str]:
    """A volunteer's subject and their approved record."""
    one = stage.person("阿华")
    record = stage.served(one, 0, 60)
    hours.approve(stage.store, record, stage.li, AFTER)
    return one, record


def test_an_open_objection_keeps_a_record_from_being_final(stage: Stage) -> None:
    one, record = approved(stage)
    objection = objections.raise_objection(stage.store, record, "was in town that day", AFTER)
    assert [row.note for row in objections.waiting(stage.store)] == ["was in town that day"]
    assert hour_lists.mine(stage.store, one, AFTER)[0].final_on is None
    objections.answer(stage.store, objection, False, "the coordinator remembers them", stage.chen, AFTER)
    assert hour_lists.mine(stage.store, one, AFTER)[0].final_on == "2026-12-05" and objections.waiting(stage.store) == []


def test_an_upheld_objection_is_a_reversal(stage: Stage) -> None:
    one, record = approved(stage)
    objection = objections.raise_objection(stage.store, record, "was in town that day", AFTER)
    with pytest.raises(activities.ReasonMissing):
        objections.answer(stage.store, objection, True, " ", stage.chen, AFTER)
    objections.answer(stage.store, objection, True, "signed in by mistake", stage.chen, AFTER)
    mine = hour_lists.mine(stage.store, one, AFTER)[0]
    assert (mine.state, mine.why) == ("reversed", "signed in by mistake")
    with pytest.raises(objections.UnknownObjection):
        objections.answer(stage.store, objection, True, "again", stage.chen, AFTER)
    assert stage.store.one("select sum(points) as p, count(*) as n from ledger") == {"p": 0, "n": 2}


@pytest.mark.parametrize("note", ["", "  ", "x" * 10_000, "a\u202eb"])
def test_an_objection_says_something_readable(stage: Stage, note: str) -> None:
    _one, record = approved(stage)
    with pytest.raises(objections.BadObjection):
        objections.raise_objection(stage.store, record, note, AFTER)


def test_only_approved_hours_are_up_for_objection_and_only_so_many(stage: Stage) -> None:
    pending = stage.served(stage.person("老周"), 0, 60)
    _one, record = approved(stage)
    for unknown in (pending, "x"):
        with pytest.raises(objections.NotOpenToObjection):
            objections.raise_objection(stage.store, unknown, "why", AFTER)
    for _ in range(objections.MOST_OPEN):
        objections.raise_objection(stage.store, record, "why", AFTER)
    with pytest.raises(objections.NotOpenToObjection):
        objections.raise_objection(stage.store, record, "why", AFTER)


def test_nobody_answers_about_their_own_hours(stage: Stage) -> None:
    one, record = approved(stage)
    objection = objections.raise_objection(stage.store, record, "why", AFTER)
    with stage.store.writing() as tx:
        tx.run("update staff set resident = :r where id = :id", r=stage.resident(one), id=stage.chen)
    with pytest.raises(hours.OwnHours):
        objections.answer(stage.store, objection, False, "fine", stage.chen, AFTER)
