"""Export, deletion, retention (docs/rules.md §1, §2), on a season in which much happened."""

import io
import json
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest

from linli import clock, devices, ids, ledger, notice, privacy, residents, reviews, slips, throttle, verify, who
from linli.locale import use_language
from linli.residents import WrongPin
from linli.rules.settings import DEFAULTS
from linli.store import Store, Tx
from linli.volunteer import coordinators, evidence, exporting, hours, record_sheets, sheet_typing, sign_sheets, sign_ups, waiting
from linli.volunteer.duty import By
from linli.volunteer.sheet_typing import Typed
from linli.who import NoSuchResident, Resident
from tests.cast import MONDAY, ZONE, act
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes, stage  # noqa: F401 - a fixture
from tests.people.conftest import PIN

NAME = "桂花婶婶婶"
AFTER = ELEVEN + timedelta(hours=3)


@pytest.fixture
def busy(stage: Stage) -> tuple[Stage, Resident]:  # noqa: F811
    """A resident who played, signed up, cleaned up, coordinated and mistyped a PIN."""
    store = stage.store
    code = slips.issue(store, stage.cast.yulan, 1, MONDAY)[0]
    made = residents.join(
        store, compound=stage.cast.yulan, nickname=NAME, pin=PIN, slip_code=code, fourteen=True,
        notice_version=notice.VERSION, device="her phone", at=MONDAY,
    )
    stage.served(made.subject, 0, 120)
    with store.writing() as tx:
        _play(tx, made, stage)
        tx.run("update presence set device = 'her phone' where subject = :s", s=made.subject)
    sign_up_and_coordinate(stage, made)
    on_paper(stage, made)
    with pytest.raises(WrongPin):
        residents.sign_in(store, compound=made.compound, name_or_number=NAME, pin="739205", device="her phone", at=AFTER)
    return stage, made


def _play(tx: Tx, made: Resident, stage: Stage) -> None:  # noqa: F811
    assert ledger.post(tx, act(made.compound, made.subject, slip=made.slip), MONDAY)
    assert ledger.post(tx, act(made.compound, made.subject, kind="hours", points=200, minutes=120, on_site=True), MONDAY)
    attempt(tx, made.subject, stage.cast.yulan, "her phone", MONDAY, guest=0)
    reviews.note(tx, made.subject, "fire-01", correct=False, zone=ZONE, at=MONDAY)


def attempt(tx: Tx, subject: str, compound: str, holder: str, at: datetime, guest: int = 1) -> str:
    row = {
        "id": ids.new(), "subject": subject, "guest": guest, "compound": compound, "kind": "daily", "holder": holder, "seed": "1",
        "started_at": clock.stamp(at), "started_on": clock.local_day(at, ZONE), "claim_code": "ABC" + ids.code(3),
    }
    tx.insert("attempt", [row])
    return str(row["id"])


def sign_up_and_coordinate(stage: Stage, made: Resident) -> None:  # noqa: F811

    later = stage.another()
    sign_ups.sign_up(stage.store, later, made.subject, MONDAY, minor=True)
    token = coordinators.coordinator_link(stage.store, stage.organiser(stage.li), later, made.id, MONDAY)
    coordinators.enter_coordinator(stage.store, token, AFTER + timedelta(days=20), MONDAY)
    coordinators.coordinator_link(stage.store, stage.organiser(stage.li), later, made.id, MONDAY)


def made_by_them(stage: Stage, made: Resident) -> str:  # noqa: F811
    """An activity whose list the resident keeps."""
    row = stage.store.one("select activity from coordinator where resident = :id", id=made.id)
    assert row
    return str(row["activity"])


def on_paper(stage: Stage, made: Resident) -> None:  # noqa: F811
    """A place in a queue, a printed row and a typed one, a record sheet, an export of the hours."""
    evidence.enter_result(stage.store, made_by_them(stage, made), 7, "Block 4", By(resident=made.id), AFTER)
    full = stage.another(places=1)
    sign_ups.sign_up(stage.store, full, stage.person("老周"), MONDAY, read=True)
    waiting.join(stage.store, full, made.subject, MONDAY, read=True)
    hours.approve(stage.store, stage.record(made.subject), stage.li, AFTER)
    record_sheets.issue_own(stage.store, made.subject, "2026-11-28", "2026-11-28", AFTER)
    exporting.make(stage.store, "2026-11-28", "2026-11-28", stage.li, AFTER)
    sheet = sign_sheets.make(stage.store, stage.activity, By(staff=stage.wang), MONDAY, blanks=2)
    sheet_typing.start(stage.store, sheet, By(staff=stage.wang), AFTER)
    sheet_typing.type_row(stage.store, sheet, "2", Typed(made.player_number, "9:00", "10:00"), By(staff=stage.wang), AFTER)


def tables(store: Store) -> list[str]:
    """Every table of the database."""
    sql = (
        "select name from sqlite_master where type = 'table'" if store.engine == "sqlite"
        else "select table_name as name from information_schema.tables where table_schema = 'public'"
    )
    return [row["name"] for row in store.rows(sql)]


def places_of(store: Store, *texts: str) -> list[tuple[str, str]]:
    """Table and column of every value that holds one of the texts."""
    return [
        (table, column)
        for table in tables(store)
        for row in store.rows(f"select * from {table}")
        for column, value in row.items()
        if any(text in str(value) for text in texts)
    ]


def totals(store: Store) -> list[dict[str, Any]]:
    return store.rows("select * from board_total order by window_kind, starts, compound")


def test_an_export_holds_everything(busy: tuple[Stage, Resident]) -> None:
    held = privacy.export(busy[0].store, busy[1], AFTER)
    assert held["account"][0]["nickname"] == NAME and held["account"][0]["household_slip"]
    counts = {part: len(rows) for part, rows in held.items() if part != "made_at"}
    assert counts == {
        "account": 1, "staff_account": 0, "phones": 1, "wrong_pins_of_the_last_day": 1, "quizzes": 1, "answers": 0, "choices_in_papers": 0, "answers_marked_anew": 0,
        "to_meet_again": 1, "points": 3,
        "sign_ups": 2, "waiting_lists": 1, "guardian_consents": 1, "presences": 1, "late_notes": 0, "hours": 1, "hours_history": counts["hours_history"],
        "objections": 0,
        "hand_overs": 0, "coordinator_of": 1, "pictures_of_places_sent": 0, "results_entered": 1, "paper_sheets_typed_in": 0,
        "record_sheets": 1, "record_sheet_lines": 1,
        "exports_for_the_national_system": 1, "rows_of_paper_sheets": counts["rows_of_paper_sheets"], "made_at_a_clean_up": 0, "item_reports": 0,
    } and counts["hours_history"] > 0 and counts["rows_of_paper_sheets"] > 0
    text = json.dumps(held)
    assert "argon2" not in text and "her phone" not in text and busy[1].subject not in text


def test_an_export_covers_every_table_that_knows_a_subject_or_resident(busy: tuple[Stage, Resident]) -> None:
    stage, made = busy  # noqa: F811
    known = {table for table, _column in places_of(stage.store, made.subject, made.id, NAME)}
    exported = {
        "resident", "device_person", "wrong_try", "attempt", "ledger", "sign_up", "guardian_consent", "presence", "record", "coordinator",
        "review_card", "waiting_list", "record_sheet", "sign_sheet_row", "sheet_typed", "activity_result",
    }
    derived = {"subject", "subject_resident", "device", "try_guard", "person_total", "first_act", "cap_total", "volunteer", "coordinator_session", "link", "audit"}
    assert known - exported <= derived


def test_the_file_opens(busy: tuple[Stage, Resident]) -> None:
    with zipfile.ZipFile(io.BytesIO(privacy.export_file(busy[0].store, busy[1], AFTER))) as file:
        assert json.loads(file.read("data.json"))["account"][0]["nickname"] == NAME
        assert "2026-11-28" in file.read("README.txt").decode()


def test_deletion_leaves_the_sums_and_nothing_personal(busy: tuple[Stage, Resident]) -> None:
    stage, made = busy  # noqa: F811
    store, before, faults = stage.store, totals(stage.store), [str(one) for one in verify.verify(stage.store)]
    assert before and places_of(store, NAME)
    entries = store.rows("select * from ledger order by id")
    privacy.delete(store, made, AFTER)
    assert places_of(store, NAME, made.player_number, "her phone", "argon2") == []
    assert totals(store) == before and store.rows("select * from ledger order by id") == entries
    kept = {table for table, _column in places_of(store, made.subject)}
    assert {"ledger", "presence", "record", "attempt", "deletion"} <= kept
    assert not kept & {"subject_resident", "sign_up", "guardian_consent", "review_card"}
    assert {table for table, _column in places_of(store, made.id)} <= {"deletion", "audit"}
    assert [str(one) for one in verify.verify(store)] == faults
    with store.reading() as tx:
        assert who.names(tx, [made.subject]) == {made.subject: "left"} and privacy.name_of(tx, made.subject) == "left"


def test_a_deleted_person_is_gone_everywhere(busy: tuple[Stage, Resident]) -> None:
    stage, made = busy  # noqa: F811
    privacy.delete(stage.store, made, AFTER)
    privacy.delete(stage.store, made, AFTER)
    assert devices.resident_of(stage.store, "her phone", AFTER) is None
    assert residents.people_on(stage.store, "her phone", AFTER) == []
    with pytest.raises(NoSuchResident):
        privacy.export(stage.store, made, AFTER)
    with pytest.raises(WrongPin):
        residents.sign_in(stage.store, compound=made.compound, name_or_number=NAME, pin=PIN, device="x", at=AFTER)
    again = residents.join(
        stage.store, compound=made.compound, nickname=NAME, pin=PIN, slip_code=None, fourteen=True, notice_version="1", device="x", at=AFTER
    )
    assert again.subject != made.subject, "the nickname is free, and the old points stay with nobody"


def test_a_restore_replays_deletions(busy: tuple[Stage, Resident]) -> None:
    stage, made = busy  # noqa: F811
    store = stage.store
    other = residents.join(
        store, compound=made.compound, nickname="小满", pin=PIN, slip_code=None, fourteen=True, notice_version="1", device="x", at=MONDAY
    )
    left = [{"subject": made.subject, "resident": made.id, "deleted_at": clock.stamp(AFTER)}]
    assert privacy.replay_deletions(store, left, AFTER) == 1
    assert places_of(store, NAME) == [] and places_of(store, "小满")
    assert privacy.replay_deletions(store, privacy.deletions(store), AFTER) == 0
    with store.reading() as tx:
        assert who.resident(tx, other.id) == other


def retain(store: Store, at: datetime) -> None:
    with store.writing() as tx:
        privacy.retain(tx, at, ZONE)


def values(store: Store, sql: str) -> list[Any]:
    return [next(iter(row.values())) for row in store.rows(sql)]


def test_a_guests_device_mark_goes_at_the_end_of_the_next_day(stage: Stage) -> None:  # noqa: F811
    store = stage.store
    late = clock.end_of("2026-11-23", ZONE) - timedelta(minutes=1)
    with store.writing() as tx:
        subject = ids.new()
        tx.insert("subject", [{"id": subject}])
        attempt(tx, subject, stage.cast.yulan, "guest's phone", late)
        tx.insert("guest_pay", [{"holder": "guest's phone", "day": "2026-11-23", "attempt": "a"}])
    retain(store, clock.end_of("2026-11-24", ZONE) - timedelta(seconds=1))
    assert ("attempt", "holder") in places_of(store, "guest's phone")
    retain(store, clock.end_of("2026-11-24", ZONE))
    assert places_of(store, "guest's phone") == []


def test_a_device_link_goes_after_ninety_days_without_use(busy: tuple[Stage, Resident]) -> None:
    stage, made = busy  # noqa: F811
    later = MONDAY + timedelta(days=60)
    residents.sign_in(stage.store, compound=made.compound, name_or_number=NAME, pin=PIN, device="tablet", at=later)
    retain(stage.store, MONDAY + timedelta(days=90) - timedelta(seconds=1))
    assert values(stage.store, "select id from device order by id") == ["her phone", "tablet"]
    retain(stage.store, MONDAY + timedelta(days=90, seconds=1))
    assert values(stage.store, "select id from device") == values(stage.store, "select device from device_person") == ["tablet"]
    assert values(stage.store, "select holder from attempt") == [None]


def test_the_device_of_a_sign_in_goes_after_thirty_days(busy: tuple[Stage, Resident]) -> None:
    stage, _made = busy  # noqa: F811
    retain(stage.store, NINE + timedelta(days=30) - timedelta(seconds=1))
    assert values(stage.store, "select device from presence") == ["her phone"]
    retain(stage.store, NINE + timedelta(days=30, seconds=1))
    assert values(stage.store, "select device from presence") == [None]


def test_a_no_show_note_goes_after_thirty_days(busy: tuple[Stage, Resident]) -> None:
    stage, _made = busy  # noqa: F811
    retain(stage.store, ELEVEN + timedelta(days=30) - timedelta(seconds=1))
    assert stage.count("sign_up") == 3
    retain(stage.store, ELEVEN + timedelta(days=30, seconds=1))
    assert values(stage.store, "select activity from sign_up") == [stage.activity], "who came is no no-show"


def test_wrong_tries_go_after_a_day_and_links_after_a_month(busy: tuple[Stage, Resident]) -> None:
    stage, _made = busy  # noqa: F811
    retain(stage.store, AFTER + throttle.DAY - timedelta(seconds=1))
    assert stage.count("wrong_try") == 1
    retain(stage.store, AFTER + throttle.DAY)
    assert stage.count("wrong_try") == stage.count("try_guard") == 0
    retain(stage.store, AFTER + timedelta(days=60))
    assert stage.count("link") == stage.count("coordinator_session") == 0


def test_the_old_id_of_a_deletion_goes_when_no_backup_needs_it(busy: tuple[Stage, Resident]) -> None:
    stage, made = busy  # noqa: F811
    privacy.delete(stage.store, made, AFTER)
    retain(stage.store, AFTER + timedelta(days=59))
    assert privacy.deletions(stage.store)[0]["resident"] == made.id
    retain(stage.store, AFTER + timedelta(days=61))
    assert [(row["subject"], row["resident"]) for row in privacy.deletions(stage.store)] == [(made.subject, "")]


def test_retention_is_done_by_the_first_writer_of_a_local_day(store: Store) -> None:
    def first(at: datetime) -> bool:
        with store.writing() as tx:
            return privacy.retain_once(tx, at, ZONE)

    midnight = clock.start_of("2026-11-24", ZONE)
    assert [first(at) for at in (MONDAY, MONDAY, midnight - timedelta(seconds=1), midnight, midnight)] == [True, False, False, True, False]


def test_a_coordinator_who_left_ticks_nobody(busy: tuple[Stage, Resident]) -> None:
    from linli.errors import GameError
    from linli.volunteer import ticks

    stage, made = busy  # noqa: F811
    privacy.delete(stage.store, made, AFTER)
    with pytest.raises(GameError):
        ticks.tick_in(stage.store, stage.activity, stage.person("Lan"), By(resident=made.id), NINE + minutes(1))


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_notice_says_who_what_how_long(code: str) -> None:
    with use_language(code):
        parts = notice.notice(DEFAULTS)
        text = "\n".join(line for part in parts for line in (part.heading, *part.paragraphs))
    assert len(parts) == 9 and "{" not in text and "90" in text and "30" in text
    assert not set("!！") & set(text)


def test_a_typed_row_without_a_stay_goes_after_thirty_days_and_a_number_after_ninety(busy: tuple[Stage, Resident]) -> None:
    stage, made = busy  # noqa: F811
    retain(stage.store, ELEVEN + timedelta(days=30) - timedelta(seconds=1))
    assert stage.count("sheet_typed", f"number = '{made.player_number}'") == 1
    with stage.store.writing() as tx:
        tx.run("update sign_sheet_row set presence = 'a stay'")
    retain(stage.store, ELEVEN + timedelta(days=90) - timedelta(seconds=1))
    assert stage.count("sheet_typed", f"number = '{made.player_number}'") == 1
    retain(stage.store, ELEVEN + timedelta(days=90, seconds=1))
    assert values(stage.store, "select number from sheet_typed") == [""]


def test_a_typed_row_without_a_stay_is_forgotten(busy: tuple[Stage, Resident]) -> None:
    stage, _made = busy  # noqa: F811
    retain(stage.store, ELEVEN + timedelta(days=30, seconds=1))
    assert stage.count("sheet_typed") == 0 and stage.count("sign_sheet_row", "subject is not null") == 0
