"""One-time links, kiosks and coordinators."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from linli import ids, kiosks, links, roles, staff
from linli.links import LinkDead
from linli.roles import Staff
from linli.store import Store
from linli.volunteer import coordinators
from tests.hours.conftest import Stage, stage  # noqa: F401 - a fixture
from tests.people.conftest import NOON, Town

HOUR = timedelta(hours=1)


def test_a_link_works_once_within_its_time(store: Store) -> None:
    token = links.make(store, "reset", "somebody", "by", NOON, 1)
    assert links.peek(store, token, NOON).target == "somebody"
    assert links.peek(store, token, NOON, "reset").created_by == "by"
    for wrong in (token + "x", "", "\ud800", "x" * 10_000):
        with pytest.raises(LinkDead):
            links.peek(store, wrong, NOON)
    with pytest.raises(LinkDead):
        links.peek(store, token, NOON, "kiosk")
    with pytest.raises(LinkDead):
        links.peek(store, token, NOON + HOUR)
    with store.writing() as tx:
        assert links.use(tx, token, NOON, "reset").target == "somebody"
    with pytest.raises(LinkDead, match="has been used"), store.writing() as tx:
        links.use(tx, token, NOON)


def test_a_link_is_used_by_one_of_many(store: Store) -> None:
    token = links.make(store, "kiosk", "Hall", None, NOON, 1)

    def use(_number: int) -> int:
        try:
            kiosks.register(store, token, NOON)
            return 1
        except LinkDead:
            return 0

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1
    assert len(store.rows("select id from kiosk")) == 1


def test_the_database_does_not_know_the_token(store: Store) -> None:
    token = links.make(store, "reset", "x", None, NOON, 1)
    assert token not in str(store.rows("select * from link"))


def test_a_kiosk_is_registered_and_revoked(town: Town, organiser: Staff) -> None:
    token = kiosks.link(town.store, organiser, " Hall, left ", NOON)
    cookie = kiosks.register(town.store, token, NOON)
    found = kiosks.of_cookie(town.store, cookie)
    assert found and found.name == "Hall, left" and cookie not in str(town.store.rows("select * from kiosk"))
    assert kiosks.everywhere(town.store, organiser) == [found]
    kiosks.revoke(town.store, organiser, found.id, NOON)
    assert kiosks.of_cookie(town.store, cookie) is None and kiosks.everywhere(town.store, organiser) == []
    assert kiosks.of_cookie(town.store, "x") is None


@pytest.mark.parametrize("name", ["", " \u200b ", "长" * 41])
def test_a_kiosk_needs_a_name(town: Town, organiser: Staff, name: str) -> None:
    with pytest.raises(kiosks.KioskName):
        kiosks.link(town.store, organiser, name, NOON)


def test_only_an_organiser_registers_kiosks(town: Town) -> None:
    with pytest.raises(roles.NotSignedIn):
        kiosks.link(town.store, None, "Hall", NOON)


def test_a_coordinator_comes_by_a_link_that_works_once(stage: Stage) -> None:  # noqa: F811
    resident = stage.resident(stage.person("Gui"))
    by, until = stage.organiser(stage.li), NOON + timedelta(days=16)
    token = coordinators.coordinator_link(stage.store, by, stage.activity, resident, NOON)
    assert staff.peek_coordinator(stage.store, token, NOON).activity == stage.activity
    cookie, found = staff.enter_coordinator(stage.store, token, until, NOON)
    assert (found.activity, found.resident) == (stage.activity, resident)
    with pytest.raises(LinkDead):
        staff.enter_coordinator(stage.store, token, until, NOON)
    at = until - timedelta(seconds=1)
    assert staff.coordinator_of_cookie(stage.store, cookie, stage.activity, at) == found
    assert staff.coordinator_of_cookie(stage.store, cookie, stage.another(), at) is None
    assert staff.coordinator_of_cookie(stage.store, cookie, stage.activity, until) is None
    with stage.store.reading() as tx:
        assert [one.id for one in coordinators.coordinators_of(tx, stage.activity)] == [resident]


def test_one_cookie_opens_the_activities_of_one_person(stage: Stage) -> None:  # noqa: F811
    gui, lan = (stage.resident(stage.person(name)) for name in ("Gui", "Lan"))
    by, until, second = stage.organiser(stage.li), NOON + timedelta(days=16), stage.another()

    def enter(activity: str, resident: str, cookie: str | None = None) -> str:
        token = coordinators.coordinator_link(stage.store, by, activity, resident, NOON)
        return staff.enter_coordinator(stage.store, token, until, NOON, cookie)[0]

    cookie = enter(stage.activity, gui)
    assert enter(second, gui, cookie) == cookie
    assert {one.activity for one in staff.activities_of_cookie(stage.store, cookie, NOON)} == {stage.activity, second}
    assert enter(second, lan, cookie) != cookie, "another person never shares a cookie"
    assert enter(second, lan, ids.token()) != "", "a cookie planted by somebody is not taken over"


def test_a_removed_coordinator_is_out_at_once(stage: Stage) -> None:  # noqa: F811
    resident, by = stage.resident(stage.person("Gui")), stage.organiser(stage.li)
    first = coordinators.coordinator_link(stage.store, by, stage.activity, resident, NOON)
    cookie, _found = staff.enter_coordinator(stage.store, first, NOON + HOUR, NOON)
    second = coordinators.coordinator_link(stage.store, by, stage.activity, resident, NOON)
    staff.remove_coordinator(stage.store, by, stage.activity, resident, NOON)
    assert staff.coordinator_of_cookie(stage.store, cookie, stage.activity, NOON) is None
    with pytest.raises(LinkDead):
        staff.enter_coordinator(stage.store, second, NOON + HOUR, NOON)


def test_only_an_organiser_makes_coordinators(stage: Stage) -> None:  # noqa: F811
    resident = stage.resident(stage.person("Gui"))
    with pytest.raises(roles.NotSignedIn):
        coordinators.coordinator_link(stage.store, None, stage.activity, resident, NOON)
