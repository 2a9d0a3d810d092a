"""What a staff person cannot gain by deleting their resident account, and hours of what was cancelled after somebody had come."""

import threading
from dataclasses import replace

import pytest

from linli import privacy, roles, who
from linli.links import LinkDead
from linli.rules.crediting import Interval
from linli.volunteer import activities, coordinators, entered, hand_over, hour_lists, hours, supplementary, ticks
from linli.volunteer.duty import By
from tests.cast import MONDAY
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes

AFTER = NINE + minutes(700)


def link(stage: Stage, subject: str, *staff: str) -> None:
    """The staff accounts are that resident's."""
    with stage.store.writing() as tx:
        for one in staff:
            tx.run("update staff set resident = :r, declared_none = 0 where id = :id", r=stage.resident(subject), id=one)


def leave(stage: Stage, subject: str) -> None:
    """Delete the resident account."""
    with stage.store.reading() as tx:
        leaving = who.of_subject(tx, subject)
    assert leaving
    privacy.delete(stage.store, leaving, AFTER)


def number(stage: Stage, subject: str) -> str:
    """Their player number."""
    return str(stage.store.rows("select player_number from resident where id = :id", id=stage.resident(subject))[0]["player_number"])


def test_nobody_approves_what_were_their_own_hours_after_deleting_the_account(stage: Stage) -> None:
    me = stage.person("李姐")
    link(stage, me, stage.li)
    record = stage.served(me, 0, 60)
    leave(stage, me)
    with pytest.raises(entered.EnteredBySame):
        hours.approve(stage.store, record, stage.li, AFTER)
    assert [one.entered for one in hour_lists.waiting(stage.store, AFTER, stage.li)] == [True]
    assert hours.approve(stage.store, record, stage.chen, AFTER).state == "approved"


def test_a_supplementary_record_of_ones_own_is_withdrawn_with_the_account(stage: Stage) -> None:
    me = stage.person("李姐")
    link(stage, me, stage.li)
    entry = supplementary.Entry(number(stage, me), (Interval(NINE, NINE + minutes(60)),), "The list got wet", activity=stage.activity)
    record = supplementary.enter(stage.store, entry, stage.wang, AFTER).record
    leave(stage, me)
    with pytest.raises(hours.AlreadyDecided):
        hours.approve(stage.store, record, stage.li, AFTER)
    assert hour_lists.waiting(stage.store, AFTER, stage.chen) == []


def test_two_accounts_of_one_person_stay_one_person_after_the_resident_account_is_deleted(stage: Stage) -> None:
    me, other = stage.person("李姐"), stage.person("阿华")
    link(stage, me, stage.wang, stage.li)
    record = stage.served(other, 0, 60)
    leave(stage, me)
    with pytest.raises(entered.EnteredBySame):
        hours.approve(stage.store, record, stage.li, AFTER)
    with stage.store.reading() as tx:
        assert not roles.different_people(activities.organiser(tx, stage.wang), activities.organiser(tx, stage.li))
    assert hours.approve(stage.store, record, stage.chen, AFTER).state == "approved"


def early(stage: Stage, nickname: str) -> str:
    """Somebody who came and went before the planned start, with a minute or two to their credit; the record."""
    subject, by = stage.person(nickname), By(staff=stage.wang)
    ticks.tick_in(stage.store, stage.activity, subject, by, NINE - minutes(15))
    ticks.tick_out(stage.store, stage.activity, subject, by, NINE - minutes(2))
    return stage.record(subject)


def test_hours_of_what_was_cancelled_afterwards_are_taken_back_never_given(stage: Stage) -> None:
    waits, approved = early(stage, "阿华"), early(stage, "阿明")
    hours.approve(stage.store, approved, stage.li, NINE - minutes(1))
    activities.cancel(stage.store, stage.activity, "Rain", stage.li, NINE - minutes(1))
    with pytest.raises(activities.Cancelled):
        hours.approve(stage.store, waits, stage.li, AFTER)
    assert hours.reject(stage.store, waits, "Cancelled", stage.li, AFTER).state == "rejected"
    assert hours.reverse(stage.store, approved, "Cancelled", stage.li, AFTER).state == "reversed"
    with pytest.raises(activities.Cancelled):
        hours.again(stage.store, approved, stage.li, AFTER)
    assert hour_lists.waiting(stage.store, AFTER, stage.li) == []


@pytest.mark.parametrize("question", ["working_time", "own_interest", "paid"])
def test_whether_it_gives_hours_stays_once_somebody_has_signed_in(stage: Stage, question: str) -> None:
    early(stage, "阿华")
    with pytest.raises(activities.PlanInUse):
        activities.edit(stage.store, stage.activity, replace(stage.draft, **{question: True}), stage.li, NINE - minutes(1))  # type: ignore[arg-type]
    activities.edit(stage.store, stage.activity, replace(stage.draft, location="West gate"), stage.li, NINE - minutes(1))


def test_who_is_removed_while_taking_the_list_over_does_not_keep_it(stage: Stage) -> None:
    giver, taker = stage.coordinator(stage.person("阿华")), stage.person("阿明")
    theirs = stage.resident(taker)
    for _turn in range(8):
        made = hand_over.make(stage.store, stage.activity, giver, number(stage, taker), MONDAY, keep=True)
        together, order = threading.Barrier(2), []

        def enter(token: str = made.token, at: threading.Barrier = together, done: list[str] = order) -> None:
            at.wait()
            try:
                coordinators.enter_coordinator(stage.store, token, ELEVEN, MONDAY)
                done.append("entered")
            except LinkDead:
                done.append("dead")

        def remove(at: threading.Barrier = together) -> None:
            at.wait()
            coordinators.remove_coordinator(stage.store, stage.organiser(stage.li), stage.activity, theirs, MONDAY)

        both = [threading.Thread(target=work) for work in (enter, remove)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert len(order) == 1
        assert stage.store.one("select resident from coordinator where resident = :r", r=theirs) is None
