"""Joining, signing in and out, sharing a phone, moving, and what an organiser does for a resident."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from linli import devices, residents, roles, slips, who
from linli.community import UnknownCompound
from linli.errors import GameError
from linli.residents import NicknameTaken, NotOnThisPhone, UnderFourteen, WrongPin
from linli.roles import Staff
from linli.slips import SlipElsewhere, SlipUnknown, TooManySlips
from tests.people.conftest import NOON, PIN, Town


def test_joining_signs_in_and_gives_a_player_number(town: Town) -> None:
    made = town.join()
    assert (made.nickname, made.compound, made.slip, made.hidden) == ("阿华", town.banyan, None, False)
    assert len(made.player_number) == 6 and made.player_number.isdigit()
    assert devices.resident_of(town.store, "phone", NOON) == made
    row = town.store.one("select pin_hash, notice_version, consented_at from resident")
    assert row is not None and row["notice_version"] == "1" and row["consented_at"].startswith("2026-11-23T04") and PIN not in row["pin_hash"]


def test_no_nickname_without_the_tick(town: Town) -> None:
    with pytest.raises(UnderFourteen):
        town.join(fourteen=False)
    assert town.store.rows("select id from resident") == []
    assert town.store.rows("select id from subject") == []


def test_a_nickname_is_unique_in_its_compound_only(town: Town) -> None:
    town.join("Ming")
    with pytest.raises(NicknameTaken, match="Banyan Court"):
        town.join("ＭＩＮＧ", device="other")
    assert town.join("Ming", compound=town.river, device="other").compound == town.river


def test_the_same_join_sent_twice_is_one(town: Town) -> None:
    first = town.join()
    assert town.join() == first
    with pytest.raises(NicknameTaken):
        town.join(at=NOON + timedelta(minutes=5))


def test_of_many_who_want_a_nickname_at_once_one_gets_it(town: Town) -> None:
    def join(number: int) -> str:
        try:
            return town.join("阿华", device=f"phone {number}").id
        except NicknameTaken:
            return "taken"

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(join, range(8)))
    assert got.count("taken") == 7
    assert len(town.store.rows("select id from resident")) == len(town.store.rows("select id from subject")) == 1


@pytest.mark.parametrize("nickname", ["<b>x</b>", "x", "阿\x00华", "长" * 10_000])
def test_a_refused_nickname_leaves_nothing(town: Town, nickname: str) -> None:
    with pytest.raises(GameError):
        town.join(nickname)
    assert town.store.rows("select id from subject") == []


def test_an_unknown_compound_is_refused(town: Town) -> None:
    with pytest.raises(UnknownCompound):
        town.join(compound="nowhere")


def test_a_slip_is_optional_and_belongs_to_one_compound(town: Town) -> None:
    here, there = slips.issue(town.store, town.banyan, 1, NOON)[0], slips.issue(town.store, town.river, 1, NOON)[0]
    with pytest.raises(SlipElsewhere):
        town.join(slip_code=there)
    with pytest.raises(SlipUnknown):
        town.join(slip_code="![x](http://x)")
    typed = f" {here[:3].lower()}-{here[3:]}"
    first, second = town.join(slip_code=typed), town.join("桂花婶", slip_code=here, device="tablet")
    assert first.slip == second.slip is not None, "several people of a household use one slip"
    third = town.join("小满", slip_code="  ", device=None)
    assert third.slip is None
    assert residents.take_slip(town.store, third, here).slip == first.slip


def test_slips_never_outnumber_households(town: Town) -> None:
    assert len(set(slips.issue(town.store, town.river, 3, NOON))) == 3
    with pytest.raises(TooManySlips, match="only 2 more"):
        slips.issue(town.store, town.river, 3, NOON)
    printed = slips.print_codes(town.store, "江畔花园", NOON)
    assert len(printed) == len(set(printed)) == 5
    assert slips.print_codes(town.store, "River Garden", NOON) == printed


def test_slips_made_at_once_never_outnumber_households(town: Town) -> None:
    def issue(_number: int) -> int:
        try:
            return len(slips.issue(town.store, town.river, 2, NOON))
        except TooManySlips:
            return 0

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(issue, range(8))) == 4


def test_signing_in_by_nickname_and_by_number(town: Town) -> None:
    made = town.join()
    assert town.sign_in(name=" 阿\u200b华 ").id == made.id
    assert town.sign_in(name=made.player_number, device="third").id == made.id
    assert {one.id for one in residents.people_on(town.store, "third", NOON)} == {made.id}


@pytest.mark.parametrize("name", ["阿华", "nobody", "999999", "", "\x00", "\ud800", "长" * 10_000])
def test_the_same_sentence_for_a_wrong_name_and_a_wrong_pin(town: Town, name: str) -> None:
    town.join()
    with pytest.raises(WrongPin) as caught:
        town.sign_in("739205", name=name)
    assert str(caught.value) == "The nickname or the PIN is not right. 4 more tries; an organiser can reset it in person."


def test_people_share_a_phone(town: Town) -> None:
    first, second = town.join("阿华"), town.join("桂花婶", at=NOON + timedelta(minutes=1))
    assert [one.nickname for one in residents.people_on(town.store, "phone", NOON)] == ["桂花婶", "阿华"]
    assert residents.switch(town.store, "phone", first.id, NOON + timedelta(minutes=2)) == first
    assert devices.resident_of(town.store, "phone", NOON) == first
    residents.sign_out(town.store, "phone", NOON)
    assert devices.resident_of(town.store, "phone", NOON) is None
    with pytest.raises(NotOnThisPhone):
        residents.switch(town.store, "phone", first.id, NOON)
    assert residents.switch(town.store, "phone", second.id, NOON) == second


def test_a_stranger_cannot_switch(town: Town) -> None:
    made = town.join()
    with pytest.raises(NotOnThisPhone):
        residents.switch(town.store, "stranger's", made.id, NOON)


def test_a_phone_remembers_for_ninety_days_of_use(town: Town) -> None:
    made, later = town.join(), NOON + timedelta(days=89)
    assert devices.resident_of(town.store, "phone", later) == made
    assert devices.resident_of(town.store, "phone", later + timedelta(days=89)) == made, "use renews it"
    assert devices.resident_of(town.store, "phone", later + timedelta(days=180)) is None
    assert residents.people_on(town.store, "phone", later + timedelta(days=180)) == []


def test_a_phone_is_renewed_once_a_day(town: Town) -> None:
    town.join()
    before = town.store.version()
    for minutes in range(5):
        devices.resident_of(town.store, "phone", NOON + timedelta(minutes=minutes))
    if town.store.engine == "sqlite":
        assert town.store.version() == before
    devices.resident_of(town.store, "phone", NOON + timedelta(days=1))
    row = town.store.one("select last_seen_on from device")
    assert row is not None and row["last_seen_on"] == "2026-11-24"


def test_a_lost_phone_is_forgotten(town: Town) -> None:
    made = town.join(device="lost")
    town.sign_in(device="new")
    residents.forget_other_phones(town.store, made, "new")
    assert devices.resident_of(town.store, "lost", NOON) is None
    assert devices.resident_of(town.store, "new", NOON) == made


def test_nobody_is_remembered_at_a_kiosk(town: Town) -> None:
    made = town.join()
    assert town.sign_in(device="kiosk", kiosk=True).id == made.id
    assert devices.resident_of(town.store, "kiosk", NOON) is None
    assert residents.people_on(town.store, "kiosk", NOON) == []


def test_moving_keeps_the_subject_and_gives_up_the_slip(town: Town) -> None:
    code = slips.issue(town.store, town.banyan, 1, NOON)[0]
    there = slips.issue(town.store, town.river, 1, NOON)[0]
    made = town.join(slip_code=code)
    with pytest.raises(SlipElsewhere):
        residents.move(town.store, made, town.river, code, NOON)
    moved = residents.move(town.store, made, town.river, None, NOON)
    assert (moved.id, moved.subject, moved.compound, moved.slip) == (made.id, made.subject, town.river, None)
    assert residents.take_slip(town.store, moved, there).slip


def test_moving_to_where_the_nickname_is_taken(town: Town) -> None:
    made = town.join()
    town.join(compound=town.river, device="other")
    with pytest.raises(NicknameTaken, match="River Garden"):
        residents.move(town.store, made, town.river, None, NOON)
    moved = residents.move(town.store, made, town.river, None, NOON, nickname="阿华哥")
    assert (moved.nickname, moved.compound) == ("阿华哥", town.river)


def test_changing_the_pin_needs_the_old_one(town: Town) -> None:
    made = town.join()
    with pytest.raises(WrongPin):
        residents.change_pin(town.store, made, "739205", "604818", device="phone", at=NOON)
    residents.change_pin(town.store, made, PIN, "739205", device="phone", at=NOON)
    assert town.sign_in("739205").id == made.id
    with pytest.raises(WrongPin):
        town.sign_in(PIN)


def test_an_organiser_resets_a_pin_in_person(town: Town, organiser: Staff) -> None:
    made = town.join()
    given = residents.reset_pin(town.store, organiser, made.id, NOON)
    assert town.sign_in(given).pin_temporary
    residents.change_pin(town.store, made, given, "739205", device="other", at=NOON)
    assert not town.sign_in("739205").pin_temporary
    assert residents.reset_pin(town.store, organiser, made.id, NOON, new="381964") == "381964"
    assert not town.sign_in("381964").pin_temporary
    assert len(town.store.rows("select id from audit where what = 'reset pin' and who = :who", who=organiser.id)) == 2


def test_only_an_organiser_resets_pins_and_hides_names(town: Town, organiser: Staff) -> None:
    made = town.join()
    clerk = Staff(**{**vars(organiser), "role": "clerk"})
    for by, refusal in ((None, roles.NotSignedIn), (clerk, roles.NotAllowed)):
        with pytest.raises(refusal):
            residents.reset_pin(town.store, by, made.id, NOON)
        with pytest.raises(refusal):
            residents.hide_nickname(town.store, by, made.id, NOON)
    with pytest.raises(roles.NotSignedIn):
        residents.find(town.store, None, "阿")


def test_a_hidden_nickname_shows_as_a_number_at_once(town: Town, organiser: Staff) -> None:
    made = town.join()
    hidden = residents.hide_nickname(town.store, organiser, made.id, NOON)
    assert hidden.shown_name == f"player {made.player_number}"
    with town.store.reading() as tx:
        assert who.names(tx, [made.subject, "gone"]) == {made.subject: hidden.shown_name, "gone": "left"}
    assert residents.change_nickname(town.store, made, "阿华", NOON).hidden, "the same name stays hidden"
    assert residents.change_nickname(town.store, made, "华哥", NOON).shown_name == "华哥"
    residents.hide_nickname(town.store, organiser, made.id, NOON)
    assert residents.show_nickname(town.store, organiser, made.id, NOON).shown_name == "华哥"


def test_changing_to_a_taken_nickname(town: Town) -> None:
    made = town.join()
    town.join("桂花婶", device="other")
    with pytest.raises(NicknameTaken):
        residents.change_nickname(town.store, made, "桂花婶", NOON)


def test_an_organiser_finds_residents(town: Town, organiser: Staff) -> None:
    made = town.join("阿华")
    town.join("阿华", compound=town.river, device="b")
    town.join("桂花婶", device="c")
    found = residents.find(town.store, organiser, "华", town.banyan)
    assert [one.nickname for one in found] == ["阿华"]
    assert len(residents.find(town.store, organiser, "华")) == 2
    assert residents.find(town.store, organiser, made.player_number) == [made]
    assert residents.find(town.store, organiser, "%") == residents.find(town.store, organiser, "_") == []
