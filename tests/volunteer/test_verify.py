"""`verify` names what is wrong between records of hours and the ledger."""

from datetime import timedelta

import pytest

from linli.store import Store
from linli.verify import verify
from linli.volunteer import hours
from tests.hours.conftest import ELEVEN, Stage, stage

__all__ = ["stage"]
LATER = ELEVEN + timedelta(hours=3)


@pytest.fixture
def approved(stage: Stage) -> str:
    """An approved record."""
    record = stage.served(stage.person("阿华"), 0, 120)
    hours.approve(stage.store, record, stage.chen, LATER)
    return record


def change(store: Store, sql: str, **fields: object) -> None:
    with store.writing() as tx:
        tx.run(sql, **fields)


def test_approved_and_reversed_hours_agree_with_the_ledger(stage: Stage, approved: str) -> None:
    assert verify(stage.store) == []
    hours.reverse(stage.store, approved, "typed for the wrong person", stage.chen, LATER)
    assert verify(stage.store) == []


def test_a_record_that_says_reversed_without_a_reversal_is_named(stage: Stage, approved: str) -> None:
    change(stage.store, "update record set state = 'reversed' where id = :id", id=approved)
    assert [str(one) for one in verify(stage.store)] == [f"Volunteer hours: record {approved} and its ledger entry differ."]


def test_an_entry_of_hours_without_a_record_is_named(stage: Stage, approved: str) -> None:
    change(stage.store, "update record set state = 'rejected', entry = null where id = :id", id=approved)
    assert ["has no record" in str(one) for one in verify(stage.store)] == [True]


def test_other_minutes_are_named_once(stage: Stage, approved: str) -> None:
    change(stage.store, "update record set minutes = 119 where id = :id", id=approved)
    assert [str(one) for one in verify(stage.store)] == [f"Record {approved}: 119 minutes approved, the ledger says 120."]
