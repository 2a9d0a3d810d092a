"""Item reports: by whom, once, what they lead to, what becomes of them, what is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linli import answers, attempts, clock, community, ids, privacy, roles, who
from linli.attempts import Player
from linli.questions import bank, reports
from linli.store import Store
from tests.cast import ZONE, Cast, settle
from tests.questions import desk
from tests.questions.desk import CHEN, LI, WANG
from tests.questions.texts import GOOD

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def cast(store: Store, tmp_path: Path) -> Cast:
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes" / "fire.yaml").write_text(GOOD)
    bank.load(store, tmp_path / "quizzes", AT)
    desk.team(store, AT)
    return settle(store)


def resident(store: Store, cast: Cast, name: str) -> who.Resident:
    subject, found, at = ids.new(), ids.new(), clock.stamp(AT)
    with store.writing() as tx:
        tx.insert("subject", [{"id": subject}])
        tx.insert("resident", [{
            "id": found, "compound": cast.yulan, "nickname": name, "nickname_key": name.lower(), "hidden_at": None, "player_number": ids.digits(6),
            "pin_hash": "-", "slip": None, "notice_version": "1", "consented_at": at, "created_at": at,
        }])
        tx.insert("subject_resident", [{"subject": subject, "resident": found}])
        return who.resident(tx, found)


def played(store: Store, cast: Cast, who_is: who.Resident | None = None, *, at: datetime = AT, but: str = "") -> Player:
    """Somebody plays the three items, all but one of them; a guest by default."""
    player = Player(ids.token(), cast.yulan, who_is.subject if who_is else None)
    attempt = attempts.start(store, player, "daily", None, at=at)
    for one in attempts.look(store, attempt, player).asked:
        if one.item.id != but:
            answers.answer(store, attempt, one.item.id, [0], player, at=at)
    return player


def row(store: Store, item: str = "fire-01") -> dict[str, object]:
    return store.one("select state, reason, revision from item where id = :item", item=item) or {}


def newest(store: Store, item: str = "fire-01") -> str:
    with store.reading() as tx:
        found = reports.of_item(tx, item)
    assert found
    return found.last


def test_who_answered_an_item_reports_it_once(store: Store, cast: Cast) -> None:
    guest = played(store, cast)
    assert reports.report(store, "fire-01", "key", guest, AT)
    assert not reports.report(store, "fire-01", "wording", guest, AT)
    with store.reading() as tx:
        found, = reports.overview(tx)
    assert (found.item.id, found.reasons, found.open, found.people, found.changed) == ("fire-01", {"key": 1}, 1, 1, False)


def test_an_item_that_was_not_answered_cannot_be_reported(store: Store, cast: Cast) -> None:
    guest = played(store, cast, but="fire-02")
    with pytest.raises(reports.NotAnswered):
        reports.report(store, "fire-02", "key", guest, AT)
    with pytest.raises(reports.NotAnswered):
        reports.report(store, "fire-01", "key", Player(ids.token(), cast.yulan), AT)
    with pytest.raises(reports.NoReason):
        reports.report(store, "fire-01", "this is free text", guest, AT)


def test_three_people_who_say_the_key_is_wrong_take_it_out_of_the_draw(store: Store, cast: Cast) -> None:
    for name, reason in (("An", "key"), ("Bo", "outdated")):
        reports.report(store, "fire-01", reason, played(store, cast, resident(store, cast, name)), AT)
    assert row(store)["state"] == "playable"
    reports.report(store, "fire-01", "wording", played(store, cast, resident(store, cast, "Ci")), AT)
    assert row(store)["state"] == "playable"
    reports.report(store, "fire-01", "key", played(store, cast, resident(store, cast, "De")), AT)
    assert (row(store)["state"], row(store)["reason"]) == ("to_check", "report")
    assert desk.waits(store) == [("fire-01", "report")]


def test_one_person_with_many_devices_never_takes_an_item_out(store: Store, cast: Cast) -> None:
    for _turn in range(6):
        reports.report(store, "fire-01", "key", played(store, cast), AT)
    with store.reading() as tx:
        found, = reports.overview(tx)
    assert (found.open, found.people, found.state) == (6, 1, "playable")
    community.change_settings(store, None, AT, report_people=1)
    reports.report(store, "fire-01", "key", played(store, cast), AT)
    assert row(store)["state"] == "playable"


@pytest.mark.parametrize(("people", "state"), [(0, "playable"), (2, "to_check")])
def test_the_number_of_people_is_a_setting(store: Store, cast: Cast, people: int, state: str) -> None:
    community.change_settings(store, None, AT, report_people=people)
    for name in ("An", "Bo"):
        reports.report(store, "fire-01", "key", played(store, cast, resident(store, cast, name)), AT)
    assert row(store)["state"] == state


def test_old_reports_do_not_add_up_with_new_ones(store: Store, cast: Cast) -> None:
    for name, days in (("An", 0), ("Bo", 20), ("Ci", 21)):
        reports.report(store, "fire-01", "key", played(store, cast, resident(store, cast, name), at=AT + days * DAY), AT + days * DAY)
    assert row(store)["state"] == "playable"


def test_three_reports_at_the_same_moment_are_all_seen(store: Store, cast: Cast) -> None:
    players = [played(store, cast, resident(store, cast, name)) for name in ("An", "Bo", "Ci")]
    with ThreadPoolExecutor(3) as threads:
        assert all(threads.map(lambda one: reports.report(store, "fire-01", "key", one, AT), players))
    assert row(store)["state"] == "to_check"


def test_a_check_that_finds_the_words_right_answers_the_reports(store: Store, cast: Cast) -> None:
    people = [resident(store, cast, name) for name in ("An", "Bo", "Ci")]
    for one in people:
        reports.report(store, "fire-01", "key", played(store, cast, one), AT)
    desk.publish(store, "fire-01", CHEN, AT + DAY)
    assert row(store)["state"] == "playable"
    with store.reading() as tx:
        told, = reports.mine(tx, people[0].subject)
        assert reports.overview(tx) == [] and [one.answers for one in reports.overview(tx, opened=False)] == [{"kept": 3}]
    assert (told.state, told.answer, told.reason) == ("kept", "checked", "key")


def test_an_item_is_mended_only_when_other_words_are_drawn(store: Store, cast: Cast) -> None:
    person = resident(store, cast, "An")
    reports.report(store, "fire-01", "wording", played(store, cast, person), AT)
    last = newest(store)
    with pytest.raises(reports.NotMended):
        reports.decide(store, "fire-01", "mended", LI, AT, last=last)
    desk.edit(store, "fire-01", LI, AT, en="May the sofa stay?")
    with pytest.raises(reports.NotMended):
        reports.decide(store, "fire-01", "mended", LI, AT, last=last)
    desk.publish(store, "fire-01", CHEN, AT + DAY)
    assert reports.decide(store, "fire-01", "mended", LI, AT + DAY, last=last) == 1
    with pytest.raises(reports.NothingOpen):
        reports.decide(store, "fire-01", "mended", LI, AT + DAY, last=last)
    with store.reading() as tx:
        assert [one.state for one in reports.mine(tx, person.subject)] == ["mended"]


def test_what_is_kept_says_why_and_what_came_later_stays_open(store: Store, cast: Cast) -> None:
    reports.report(store, "fire-01", "key", played(store, cast), AT)
    last = newest(store)
    reports.report(store, "fire-01", "unclear", played(store, cast), AT)
    with pytest.raises(reports.NoWhy):
        reports.decide(store, "fire-01", "kept", LI, AT, last=last)
    assert reports.decide(store, "fire-01", "kept", LI, AT, last=last, why="clause") == 1
    with store.reading() as tx:
        found, = reports.overview(tx)
    assert (found.open, found.reasons) == (1, {"unclear": 1})


def test_only_an_organiser_decides(store: Store, cast: Cast) -> None:
    reports.report(store, "fire-01", "key", played(store, cast), AT)
    with pytest.raises(roles.NotAllowed):
        reports.decide(store, "fire-01", "withdrawn", WANG, AT, last=newest(store))
    assert reports.decide(store, "fire-01", "withdrawn", LI, AT, last=newest(store)) == 1
    assert row(store)["state"] == "paused"


def test_who_leaves_takes_their_name_off_their_reports_and_who_asks_gets_them(store: Store, cast: Cast) -> None:
    person = resident(store, cast, "An")
    reports.report(store, "fire-01", "key", played(store, cast, person), AT)
    assert [each["reason"] for each in privacy.export(store, person, AT)["item_reports"]] == ["key"]
    privacy.delete(store, person, AT)
    kept = store.one("select subject, once from item_report") or {}
    assert kept["subject"] is None and str(kept["once"]).startswith("gone:")


def test_marks_of_guests_go_the_day_after_next_and_those_of_residents_after_90_days(store: Store, cast: Cast) -> None:
    reports.report(store, "fire-01", "key", played(store, cast), AT)
    reports.report(store, "fire-01", "key", played(store, cast, resident(store, cast, "An")), AT)

    def marks(at: datetime) -> int:
        with store.writing() as tx:
            privacy.retain(tx, at, ZONE)
            return int(tx.value("select count(*) as n from item_report where once not like 'gone:%'"))

    assert [marks(AT + DAY), marks(AT + 2 * DAY), marks(AT + 90 * DAY), marks(AT + 91 * DAY)] == [2, 1, 1, 0]
