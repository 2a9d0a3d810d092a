"""The public list of approved hours: who is named, which compounds, how long, and objections to its rows."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import product

import pytest

from linli import clock, community, listing, residents, who
from linli.errors import GameError
from linli.locale import use_language
from linli.volunteer import hour_lists, hours, objections, public_list
from linli.volunteer.public_list import Line
from linli.who import Resident
from tests.hours.conftest import ELEVEN, Stage, minutes, staff

AFTER = ELEVEN + minutes(70)


@pytest.fixture(autouse=True)
def secret(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A secret of its own for the marks of networks; what is read is Chinese."""
    monkeypatch.setenv("LINLI_DATA", str(tmp_path_factory.mktemp("data")))
    with use_language("zh"):
        yield


def known(stage: Stage, subject: str) -> Resident:
    with stage.store.reading() as tx:
        return who.resident(tx, stage.resident(subject))


def approved(stage: Stage, name: str = "阿华", *, at: datetime = AFTER, compound: str = "") -> tuple[Resident, str]:
    """A resident and their approved record."""
    subject = stage.person(name, compound=compound)
    record = stage.served(subject, 0, 60)
    hours.approve(stage.store, record, stage.li, at)
    return known(stage, subject), record


def lines(stage: Stage, at: datetime = AFTER) -> tuple[Line, ...]:
    return public_list.read(stage.store, at).lines


@pytest.mark.parametrize(("listed", "state", "hidden"), list(product((True, False), ("new", "approved", "refused"), (True, False))))
def test_only_who_agreed_with_an_approved_nickname_that_is_not_hidden_is_named(stage: Stage, listed: bool, state: str, hidden: bool) -> None:
    resident, _record = approved(stage)
    organiser = stage.organiser(stage.chen)
    if listed or state != "new":
        listing.agree(stage.store, resident, AFTER)
    if state != "new":
        assert listing.decide(stage.store, organiser, {resident.id: "阿华"}, "real" if state == "refused" else "", AFTER) == 1
    if not listed:
        listing.withdraw(stage.store, resident)
    if hidden:
        residents.hide_nickname(stage.store, organiser, resident.id, AFTER)
    one = lines(stage)[0]
    named = listed and state == "approved" and not hidden
    assert (one.nickname, listing.choice(stage.store, resident).named) == ("阿华" if named else "", named)
    assert one.code == hour_lists.mine(stage.store, resident.subject, AFTER)[0].public_code and len(one.code) == 6


def test_another_nickname_is_looked_at_anew_and_the_same_one_is_not(stage: Stage) -> None:
    resident, _record = approved(stage)
    listing.agree(stage.store, resident, AFTER)
    listing.decide(stage.store, stage.organiser(stage.li), {resident.id: "阿华"}, "", AFTER)
    residents.change_nickname(stage.store, resident, "阿华", AFTER)
    assert lines(stage)[0].nickname == "阿华"
    residents.change_nickname(stage.store, resident, "阿花", AFTER)
    assert lines(stage)[0].nickname == "" and [one.nickname for one in listing.waiting(stage.store, stage.organiser(stage.li))] == ["阿花"]
    listing.decide(stage.store, stage.organiser(stage.li), {resident.id: "阿花"}, "", AFTER)
    residents.move(stage.store, resident, stage.cast.harbour, None, AFTER, "阿画")
    assert lines(stage)[0].nickname == ""


def test_a_nickname_changed_since_the_organiser_read_it_is_not_decided(stage: Stage) -> None:
    one, two = (known(stage, stage.person(name)) for name in ("阿华", "老周"))
    for resident in (one, two):
        listing.agree(stage.store, resident, AFTER)
    residents.change_nickname(stage.store, one, "坏名字", AFTER)
    assert listing.decide(stage.store, stage.organiser(stage.li), {one.id: "阿华", two.id: "老周"}, "", AFTER) == 1
    assert [wish.nickname for wish in listing.waiting(stage.store, stage.organiser(stage.chen))] == ["坏名字"]


def test_nobody_decides_on_their_own_nickname_or_without_the_role_or_a_reason(stage: Stage) -> None:
    resident, other = (known(stage, stage.person(name)) for name in ("阿华", "老周"))
    listing.agree(stage.store, resident, AFTER)
    with stage.store.writing() as tx:
        tx.run("update staff set resident = :r, declared_none = 0 where id = :id", r=resident.id, id=stage.chen)
        tx.run("update staff set role = 'clerk' where id = :id", id=stage.wang)
    with pytest.raises(listing.OwnNickname):
        listing.decide(stage.store, stage.organiser(stage.chen), {resident.id: "阿华"}, "", AFTER)
    assert [wish.own for wish in listing.waiting(stage.store, stage.organiser(stage.chen))] == [True]
    with pytest.raises(listing.NoWhy):
        listing.decide(stage.store, stage.organiser(stage.li), {other.id: "老周"}, "because", AFTER)
    for refused in (None, staff_of(stage, stage.wang)):
        with pytest.raises(GameError):
            listing.waiting(stage.store, refused)


def staff_of(stage: Stage, name: str) -> object:
    from linli import roles

    with stage.store.reading() as tx:
        row = tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id", id=name)
    assert row
    return roles.from_row(row)


def test_a_compound_is_named_from_five_of_its_people_on(stage: Stage) -> None:
    for number in range(4):
        approved(stage, f"yulan {number}")
    harbour = [approved(stage, f"harbour {number}", compound=stage.cast.harbour) for number in range(5)]
    assert {one.compound for one in lines(stage)} == {"", "海港花园"} and sum(one.compound != "" for one in lines(stage)) == 5
    hours.reverse(stage.store, harbour[0][1], "not there", stage.li, AFTER)
    assert {one.compound for one in lines(stage)} == {""}


def test_a_row_stands_to_the_end_of_its_last_day_and_not_longer(stage: Stage) -> None:
    resident, record = approved(stage)
    last = clock.end_of("2026-12-05", "Asia/Shanghai") - timedelta(minutes=1)
    assert [one.last_on for one in lines(stage, last)] == ["2026-12-05"] == [hour_lists.mine(stage.store, resident.subject, last)[0].final_on]
    objections.raise_objection(stage.store, record, "late but in time", last)
    later = last + timedelta(minutes=2)
    with pytest.raises(objections.NotOpenToObjection):
        objections.raise_objection(stage.store, record, "too late", later)
    assert [one.open for one in lines(stage, later)] == [1]
    objections.answer(stage.store, objections.waiting(stage.store)[0].id, False, "they were there", stage.chen, later)
    assert lines(stage, later) == ()


def test_an_answered_objection_leaves_its_mark_and_an_upheld_one_shows_the_hours_taken_back(stage: Stage) -> None:
    resident, record = approved(stage)
    code = lines(stage)[0].code
    listing.agree(stage.store, resident, AFTER)
    listing.decide(stage.store, stage.organiser(stage.li), {resident.id: "阿华"}, "", AFTER)
    for upheld in (False, True):
        objection = objections.object_to(stage.store, code, "was elsewhere", AFTER, device="phone")
        assert lines(stage)[0].open == 1
        objections.answer(stage.store, objection, upheld, "asked", stage.chen, AFTER)
        one = lines(stage)[0]
        assert (one.open, one.examined, one.taken_back, one.nickname) == (0, 1 + upheld, upheld, "" if upheld else "阿华")
    assert [event.what for event in hour_lists.history(stage.store, record)][-5:] == [
        hour_lists._(hour_lists.WHAT[name]) for name in ("objected", "examined", "objected", "reversed", "upheld")]
    with pytest.raises(objections.NotOpenToObjection):
        objections.object_to(stage.store, code, "once more", AFTER, device="phone")


def test_hours_taken_back_without_an_objection_are_gone_and_points_alone_are_never_listed(stage: Stage) -> None:
    _resident, record = approved(stage)
    hours.reverse(stage.store, record, "a mix-up", stage.li, AFTER)
    one, where = stage.person("老周"), stage.another(title="Own zone", working_time=True)
    hours.approve(stage.store, stage.served(one, 0, 60, where), stage.li, AFTER)
    assert lines(stage) == ()


def test_records_of_before_there_were_codes_get_one_when_the_list_is_read(stage: Stage) -> None:
    approved(stage)
    with stage.store.writing() as tx:
        tx.run("update record set public_code = null")
    first = lines(stage)[0].code
    assert len(first) == 6 and lines(stage)[0].code == first


def test_a_deleted_person_stands_under_the_code_alone(stage: Stage) -> None:
    resident, _record = approved(stage)
    listing.agree(stage.store, resident, AFTER)
    listing.decide(stage.store, stage.organiser(stage.li), {resident.id: "阿华"}, "", AFTER)
    with stage.store.writing() as tx:
        tx.run("delete from subject_resident where subject = :s", s=resident.subject)
    assert lines(stage)[0].nickname == ""


def test_the_list_can_be_switched_off_and_still_be_printed(stage: Stage) -> None:
    approved(stage)
    code = lines(stage)[0].code
    community.change_settings(stage.store, stage.li, AFTER, hours_public=False)
    for refused in (lambda: lines(stage), lambda: objections.object_to(stage.store, code, "why", AFTER)):
        with pytest.raises(public_list.NotPublic):
            refused()
    assert len(public_list.to_print(stage.store, AFTER).lines) == 1


def test_one_phone_and_one_network_object_only_so_often(stage: Stage) -> None:
    codes = [known_code(stage, f"v{number}") for number in range(8)]

    def object_to(number: int) -> str:
        try:
            objections.object_to(stage.store, codes[number], "why", AFTER, device="phone", address="10.0.0.1")
        except GameError as refusal:
            return type(refusal).__name__
        return "kept"

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(object_to, range(8)))
    assert (came.count("kept"), came.count("TooManyObjections")) == (objections.MOST_DEVICE, 3)
    assert objections.object_to(stage.store, codes[came.index("TooManyObjections")], "why", AFTER + timedelta(minutes=61), device="phone")
    marks = stage.store.rows("select distinct who from code_try order by who")
    assert len(marks) == 2 and not any("phone" in row["who"] or "10.0.0" in row["who"] for row in marks)


def test_a_network_without_cookies_objects_no_more_than_any_other(stage: Stage) -> None:
    codes = [known_code(stage, f"v{number}") for number in range(7)]
    for turn in range(objections.MOST_ADDRESS):
        objections.object_to(stage.store, codes[turn % 7], "why", AFTER, device="", address="10.0.0.1")
    with pytest.raises(objections.TooManyObjections):
        objections.object_to(stage.store, codes[6], "why", AFTER, device="new", address="10.0.0.1")


def known_code(stage: Stage, name: str) -> str:
    _resident, record = approved(stage, name)
    row = stage.store.one("select public_code from record where id = :id", id=record)
    assert row
    return str(row["public_code"])


def test_the_organiser_reads_whose_hours_and_who_approved_them(stage: Stage) -> None:
    _resident, record = approved(stage)
    objections.raise_objection(stage.store, record, "was in town", AFTER)
    one = objections.waiting(stage.store)[0]
    assert (one.name, one.minutes, one.who, one.approver, len(one.code)) == ("阿华", 60, "Li", stage.li, 6)


def test_a_clerk_answers_no_objection(stage: Stage) -> None:
    _resident, record = approved(stage)
    objection = objections.raise_objection(stage.store, record, "was in town", AFTER)
    with pytest.raises(GameError):
        objections.answer(stage.store, objection, True, "yes", staff(stage.store, "Clerk", "clerk"), AFTER)
