"""Staff: the first organiser, invitations, sessions, roles, resets, who counts as two people."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from linli import accounts, ids, privacy, roles, staff
from linli.errors import GameError
from linli.links import LinkDead
from linli.residents import WrongPin
from linli.roles import Staff
from linli.store import Store
from linli.throttle import Paused
from tests.people.conftest import NOON, PIN, Town, form

GOOD = "morning tea first"


def invited(store: Store, by: Staff, username: str, role: str = "clerk", **changes: object) -> Staff:
    token = staff.invite(store, by, role, NOON)
    return staff.sign_up(store, token, form(username, **changes), device="desk", at=NOON)


def signed_in(store: Store, password: str = GOOD, **more: object) -> tuple[str, Staff]:
    given: dict = {"username": "chen", "device": "office", "at": NOON} | more
    return staff.sign_in(store, password=password, **given)


def test_the_first_organiser_comes_by_the_printed_code(store: Store) -> None:
    first, second = staff.setup_code(store, NOON), staff.setup_code(store, NOON + timedelta(days=400))
    assert first and second and len(first) == 10 and set(first) <= set(ids.ALPHABET)
    typed = f" {first[:5].lower()}-{first[5:]}"
    made = staff.first_organiser(store, typed, form("Chen"), device="office", at=NOON + timedelta(days=401))
    assert (made.role, made.username, made.declared_none, made.resident) == ("organiser", "chen", True, None)
    assert staff.setup_code(store, NOON) is None
    for code in (first, second):
        with pytest.raises(LinkDead):
            staff.first_organiser(store, code, form("other"), device="office", at=NOON)


def test_of_many_with_the_code_one_becomes_organiser(store: Store) -> None:
    code = staff.setup_code(store, NOON)
    assert code

    def sign_up(number: int) -> int:
        try:
            staff.first_organiser(store, code, form(f"chen{number}"), device="office", at=NOON)
            return 1
        except LinkDead:
            return 0

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(sign_up, range(4))) == 1


@pytest.mark.parametrize(("changes", "refusal"), [
    ({"username": "a"}, accounts.UsernameShape), ({"username": "a b"}, accounts.UsernameShape), ({"username": "<b>"}, accounts.UsernameShape),
    ({"name": ""}, accounts.StaffDetails), ({"post": " "}, accounts.StaffDetails), ({"office_phone": "call me"}, accounts.StaffDetails),
    ({"name": "长" * 10_000}, accounts.StaffDetails), ({"password": "short"}, GameError), ({"declared_none": False}, accounts.NoDeclaration),
])
def test_a_refused_form_leaves_the_link_as_it_was(sqlite_store: Store, changes: dict, refusal: type[GameError]) -> None:
    code = staff.setup_code(sqlite_store, NOON)
    assert code
    with pytest.raises(refusal):
        staff.first_organiser(sqlite_store, code, replace(form(), **changes), device="office", at=NOON)
    assert staff.first_organiser(sqlite_store, code, form(), device="office", at=NOON).role == "organiser"


def test_an_invited_clerk_links_the_own_resident_account(town: Town, organiser: Staff) -> None:
    resident = town.join()
    with pytest.raises(WrongPin):
        invited(town.store, organiser, "lan", player_number=resident.player_number, pin="739205", declared_none=False)
    clerk = invited(town.store, organiser, "lan", player_number=resident.player_number, pin=PIN, declared_none=False)
    assert (clerk.role, clerk.resident, clerk.declared_none) == ("clerk", resident.id, False)
    with pytest.raises(accounts.UsernameTaken):
        invited(town.store, organiser, "LAN")


def test_a_later_resident_account_is_linked_once(town: Town, organiser: Staff) -> None:
    resident = town.join()
    linked = staff.link_resident(town.store, organiser, resident.player_number, PIN, device="office", at=NOON)
    assert (linked.resident, linked.declared_none) == (resident.id, False)
    with pytest.raises(staff.AlreadyLinked):
        staff.link_resident(town.store, organiser, resident.player_number, PIN, device="office", at=NOON)
    privacy.delete(town.store, resident, NOON)
    [again] = staff.everyone(town.store, organiser)
    assert (again.resident, again.declared_none) == (None, True)


def test_a_session_is_fresh_and_lasts_twelve_hours(town: Town, organiser: Staff) -> None:
    (one, found), (two, _same) = signed_in(town.store), signed_in(town.store)
    assert one != two and found == organiser and one not in str(town.store.rows("select * from staff_session"))
    assert staff.of_cookie(town.store, one, NOON + timedelta(hours=11)) == organiser
    assert staff.of_cookie(town.store, one, NOON + timedelta(hours=12)) is None
    staff.sign_out(town.store, one, NOON)
    assert staff.of_cookie(town.store, one, NOON) is None and staff.of_cookie(town.store, two, NOON) == organiser
    assert staff.of_cookie(town.store, "x", NOON) is None


def test_wrong_passwords_are_answered_alike_and_paused(town: Town, organiser: Staff) -> None:
    for username in ("chen", "nobody", "<b>"):
        answers = []
        for _time in range(5):
            with pytest.raises(GameError) as caught:
                signed_in(town.store, "wrong password", username=username, device="new")
            answers.append(str(caught.value))
        assert answers[0] == "The username or the password is not right. 4 more tries; another organiser can reset it."
        assert "wait 5 min" in answers[4]
    with pytest.raises(Paused):
        signed_in(town.store, device="new")
    assert signed_in(town.store, device="new", at=NOON + timedelta(minutes=5))[1] == organiser


def test_a_known_browser_is_not_shut_out_by_strangers(town: Town, organiser: Staff) -> None:
    signed_in(town.store)
    for device in "abcd":
        for _time in range(5):
            with pytest.raises(GameError):
                signed_in(town.store, "wrong password", device=device)
    with pytest.raises(GameError, match="today"):
        signed_in(town.store, device="new")
    assert signed_in(town.store)[1] == organiser


def test_a_reset_password_ends_every_session(town: Town, organiser: Staff) -> None:
    clerk = invited(town.store, organiser, "lan")
    cookie, _who = signed_in(town.store, username="lan")
    old, token = staff.reset(town.store, organiser, clerk.id, NOON), staff.reset(town.store, organiser, clerk.id, NOON)
    with pytest.raises(LinkDead):
        staff.new_password(town.store, old, "a quiet river runs", NOON)
    with pytest.raises(GameError, match="8 characters"):
        staff.new_password(town.store, token, "short", NOON)
    assert staff.new_password(town.store, token, "a quiet river runs", NOON) == clerk
    assert staff.of_cookie(town.store, cookie, NOON) is None
    assert signed_in(town.store, "a quiet river runs", username="lan")[1] == clerk
    with pytest.raises(LinkDead):
        staff.new_password(town.store, token, "a quiet river runs", NOON)


def test_changing_the_password_keeps_this_session_only(town: Town, organiser: Staff) -> None:
    (here, _a), (there, _b) = signed_in(town.store), signed_in(town.store, device="there")
    with pytest.raises(staff.WrongPassword):
        staff.change_password(town.store, organiser, here, "not it at all", "a quiet river runs", device="office", at=NOON)
    staff.change_password(town.store, organiser, here, GOOD, "a quiet river runs", device="office", at=NOON)
    assert staff.of_cookie(town.store, here, NOON) == organiser
    assert staff.of_cookie(town.store, there, NOON) is None
    assert len(town.store.rows("select id from staff_session where revoked_at is null")) == 1


def test_the_last_organiser_lost_is_reset_from_the_command_line(town: Town) -> None:
    with pytest.raises(staff.NoOrganiser):
        staff.reset_organiser(town.store, NOON)
    code = staff.setup_code(town.store, NOON)
    assert code
    organiser = staff.first_organiser(town.store, code, form(), device="office", at=NOON)
    staff.new_password(town.store, staff.reset_organiser(town.store, NOON), "a quiet river runs", NOON)
    assert signed_in(town.store, "a quiet river runs")[1] == organiser
    invited(town.store, organiser, "lan", "organiser")
    with pytest.raises(staff.WhichOrganiser, match="chen, lan"):
        staff.reset_organiser(town.store, NOON)
    assert staff.reset_organiser(town.store, NOON, "Lan")


def test_one_organiser_always_remains(town: Town, organiser: Staff) -> None:
    for act in (lambda: staff.remove(town.store, organiser, organiser.id, NOON),
                lambda: staff.change_role(town.store, organiser, organiser.id, "clerk", NOON)):
        with pytest.raises(staff.LastOrganiser):
            act()
    other = invited(town.store, organiser, "lan", "organiser")

    def remove(pair: tuple[Staff, Staff]) -> int:
        try:
            staff.remove(town.store, pair[0], pair[1].id, NOON)
            return 1
        except staff.LastOrganiser:
            return 0

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(remove, [(organiser, other), (other, organiser)])) == 1


def test_a_removed_account_is_out_at_once_and_its_name_free(town: Town, organiser: Staff) -> None:
    clerk = invited(town.store, organiser, "lan")
    cookie, _who = signed_in(town.store, username="lan")
    token = staff.reset(town.store, organiser, clerk.id, NOON)
    staff.remove(town.store, organiser, clerk.id, NOON)
    assert staff.of_cookie(town.store, cookie, NOON) is None
    with pytest.raises(staff.WrongPassword):
        signed_in(town.store, username="lan")
    with pytest.raises(LinkDead):
        staff.new_password(town.store, token, "a quiet river runs", NOON)
    row = town.store.one("select name, office_phone, password_hash from staff where id = :id", id=clerk.id)
    assert row == {"name": "陈老师", "office_phone": "", "password_hash": ""}
    assert invited(town.store, organiser, "lan").id != clerk.id


def test_every_write_checks_the_role_again(town: Town, organiser: Staff) -> None:
    clerk = invited(town.store, organiser, "lan")
    for by, refusal in ((None, roles.NotSignedIn), (clerk, roles.NotAllowed)):
        for act in (
            lambda by=by: staff.invite(town.store, by, "clerk", NOON), lambda by=by: staff.reset(town.store, by, organiser.id, NOON),
            lambda by=by: staff.remove(town.store, by, organiser.id, NOON), lambda by=by: staff.everyone(town.store, by),
            lambda by=by: staff.change_role(town.store, by, clerk.id, "organiser", NOON),
        ):
            with pytest.raises(refusal):
                act()
    assert "organiser" in str(pytest.raises(roles.NotAllowed, roles.require, clerk, "organiser").value)
    assert roles.require(clerk) == roles.require(clerk, "organiser", "clerk") == clerk


def test_a_changed_role_holds_from_the_next_request(town: Town, organiser: Staff) -> None:
    clerk = invited(town.store, organiser, "lan")
    cookie, _who = signed_in(town.store, username="lan")
    staff.change_role(town.store, organiser, clerk.id, "inspector", NOON)
    found = staff.of_cookie(town.store, cookie, NOON)
    assert found and found.role == "inspector"


def test_a_phone_is_public_only_with_a_yes(town: Town, organiser: Staff) -> None:
    said_yes = invited(town.store, organiser, "lan", phone_public=True)
    with town.store.reading() as tx:
        assert staff.public_contacts(tx) == [said_yes]


def person(name: str = "陈老师", resident: str | None = None, declared_none: bool = False, account: str = "") -> Staff:
    return Staff(account or ids.new(), "x", name, "post", "000", False, "organiser", resident, declared_none)


@pytest.mark.parametrize(("one", "other", "different"), [
    (person(resident="r1"), person(resident="r2"), True),
    (person(resident="r1"), person("李", resident="r1"), False),
    (person(declared_none=True), person("李敏", declared_none=True), True),
    (person(declared_none=True), person("陈 老师", declared_none=True), False),
    (person(resident="r1"), person("李敏", declared_none=True), True),
    (person(resident="r1"), person(declared_none=True), False),
    (person(), person("李敏", declared_none=True), False),
    (person(resident="r1", account="a"), person("李敏", resident="r2", account="a"), False),
])
def test_two_staff_persons(one: Staff, other: Staff, different: bool) -> None:
    assert staff.different_people(one, other) is staff.different_people(other, one) is different
