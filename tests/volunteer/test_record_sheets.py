"""Record sheets: issued from approved hours, checked by number and code, never valid once something changed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli import clock, community, ids, privacy, roles, who
from linli.errors import GameError
from linli.locale import use_language
from linli.rules import record_set
from linli.rules.record_set import CODE_LENGTH, Line, RecordSet, total
from linli.verify import verify
from linli.volunteer import hours, record_sheets, sheet_checks
from linli.volunteer.sheet_checks import Checked, PleaseWait, Seeker
from tests.cast import DAY
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes, stage  # noqa: F401 - a fixture
from tests.hours.conftest import staff as hire

LATER = ELEVEN + timedelta(hours=5)
FIRST, LAST = "2026-11-01", "2026-11-28"
SAT = "2026-11-28"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Sentences are read in Chinese, whatever ran before."""
    with use_language("zh"):
        yield


def served(on: Stage, nickname: str, *spans: int, work: str = "Sweep the path") -> str:
    """A volunteer with approved records of so many minutes, one on each of the first weeks' activities; the subject."""
    subject = on.person(nickname)
    for place, length in enumerate(spans):
        start = NINE + timedelta(hours=3 * place)
        where = on.activity if place == 0 else on.another(title=f"Part {place}", work=work, starts_at=start, ends_at=start + minutes(length), places=9)
        record = on.served(subject, 180 * place, 180 * place + length, where)
        hours.approve(on.store, record, on.li, LATER)
    return subject


def made(on: Stage, subject: str, first: str = FIRST, last: str = LAST) -> RecordSet:
    return record_sheets.issue_own(on.store, subject, first, last, LATER)


def check(on: Stage, number: str, code: str, hour: int = 0) -> Checked:
    """A check; every hour another one, so that nobody waits."""
    return sheet_checks.verify(on.store, number, code, LATER + timedelta(hours=hour), Seeker("phone", "10.0.0.9"))


def number_of_player(on: Stage, subject: str) -> str:
    with on.store.reading() as tx:
        found = who.of_subject(tx, subject)
    assert found
    return found.player_number


def test_a_sheet_holds_the_approved_records_of_its_days_and_is_valid(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115, 60)
    waiting = stage.another(title="Not yet", starts_at=NINE + timedelta(hours=9), ends_at=NINE + timedelta(hours=10))
    stage.served(one, 540, 600, waiting)
    sheet = made(stage, one)
    assert (sheet.number, sheet.issued_on, sheet.issuer, sheet.handler) == ("2026-0001", SAT, "榕溪社区", "")
    assert [(line.act_on, line.minutes, line.unit, line.unit_en) for line in sheet.lines] == [(SAT, 115, "物业", "Property"), (SAT, 60, "物业", "Property")]
    assert (sheet.signed_in_minutes, sheet.supplementary_minutes) == (175, 0)
    found = check(stage, sheet.number, record_sheets.check_code(sheet))
    assert (found.state, found.signed_in_minutes, found.supplementary_minutes, found.lines) == ("valid", 175, 0, 2)
    assert (found.number, found.issued_on, found.first_on, found.last_on) == ("2026-0001", SAT, FIRST, LAST)


def test_supplementary_hours_stand_apart(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115, 60)
    with stage.store.writing() as tx:
        tx.run("update record set kind = 'supplementary' where minutes = 60")
    sheet = made(stage, one)
    assert (sheet.signed_in_minutes, sheet.supplementary_minutes) == (115, 60)
    assert [line.minutes for line in sheet.of_kind("supplementary")] == [60]


def test_the_unit_is_printed_in_chinese_whatever_the_reader_speaks(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115)
    with use_language("en"):
        assert made(stage, one).lines[0].unit == "物业"


def test_days_that_make_no_sense_are_refused(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115)
    for first, last in [("2026-11-29", "2026-11-28"), (FIRST, "2026-11-29"), ("", LAST), ("2026-11-1", LAST), ("20261101", LAST), ("x" * 50, LAST)]:
        with pytest.raises(record_sheets.BadDays):
            made(stage, one, first, last)


def test_without_approved_hours_there_is_no_sheet_and_no_number_is_used(stage: Stage) -> None:  # noqa: F811
    one = stage.person("阿明")
    stage.served(one, 0, 120)
    with pytest.raises(record_sheets.NothingServed) as refused:
        made(stage, one)
    assert refused.value.sentence().startswith("2026 年 11 月 1 日至 2026 年 11 月 28 日没有已审核的时长")
    assert made(stage, served(stage, "阿红", 90)).number == "2026-0001"


def test_staff_make_one_by_player_number_and_it_is_noted(stage: Stage) -> None:  # noqa: F811
    one, clerk = served(stage, "阿明", 115), hire(stage.store, "Zhou", "clerk")
    with stage.store.reading() as tx:
        by = roles.from_row(tx.one(f"select {roles.COLUMNS} from staff s where s.id = :id", id=clerk) or {})
    sheet = record_sheets.issue_for(stage.store, by, number_of_player(stage, one), FIRST, LAST, LATER, "  桂  主任 ")
    assert (sheet.handler, sheet.in_charge, sheet.issued_by) == ("Zhou", "桂 主任", f"staff:{clerk}")
    assert stage.count("audit", f"what = 'record sheet' and about = 'record_sheet:{sheet.number}'") == 1
    listed = record_sheets.issued(stage.store, by)
    assert [(line.number, line.name, line.issued_by, line.state) for line in listed] == [(sheet.number, "阿明", "Zhou", "valid")]
    with pytest.raises(record_sheets.NoSuchPlayer, match="000000"):
        record_sheets.issue_for(stage.store, by, "000000", FIRST, LAST, LATER)


@pytest.mark.parametrize("role", ["inspector", "host", ""])
def test_nobody_else_makes_or_reads_sheets_of_others(stage: Stage, role: str) -> None:  # noqa: F811
    one, other = served(stage, "阿明", 115), stage.person("阿红")
    sheet = made(stage, one)
    by = roles.Staff("x", "x", "X", "", "", False, role, None, True) if role else None
    for refused in (
        lambda: record_sheets.issue_for(stage.store, by, number_of_player(stage, one), FIRST, LAST, LATER),
        lambda: record_sheets.issued(stage.store, by), lambda: record_sheets.opened(stage.store, sheet.number, staff=by),
    ):
        with pytest.raises((roles.NotAllowed, roles.NotSignedIn)):
            refused()
    with pytest.raises(record_sheets.NoSuchSheet):
        record_sheets.opened(stage.store, sheet.number, subject=other)
    assert record_sheets.opened(stage.store, sheet.number, subject=one) == sheet


def test_a_new_sheet_replaces_those_whose_days_it_shares(stage: Stage) -> None:  # noqa: F811
    one, other = served(stage, "阿明", 115), served(stage, "阿红", 90)
    old, others = made(stage, one), made(stage, other)
    new = made(stage, one, SAT, SAT)
    assert (old.number, others.number, new.number) == ("2026-0001", "2026-0002", "2026-0003")
    found = check(stage, old.number, record_sheets.check_code(old))
    assert (found.state, found.since, found.signed_in_minutes) == ("replaced", SAT, 115)
    for sheet in (others, new):
        assert check(stage, sheet.number, record_sheets.check_code(sheet)).state == "valid"
    with pytest.raises(record_sheets.SheetReplaced, match="2026-0003"):
        record_sheets.opened(stage.store, old.number, subject=one)
    assert [(line.number, line.state, line.newer) for line in record_sheets.own(stage.store, one)] == [("2026-0003", "valid", ""), ("2026-0001", "replaced", "2026-0003")]


def test_hours_taken_back_make_the_sheet_worthless_and_a_new_one_leaves_them_out(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115, 60)
    sheet = made(stage, one)
    code = record_sheets.check_code(sheet)
    hours.reverse(stage.store, stage.record(one), "was not there", stage.chen, LATER + 2 * DAY)
    found = check(stage, sheet.number, code)
    assert (found.state, found.since) == ("outdated", "2026-11-30")
    with pytest.raises(record_sheets.SheetOutdated):
        record_sheets.opened(stage.store, sheet.number, subject=one)
    new = made(stage, one)
    assert new.signed_in_minutes == 60
    assert check(stage, new.number, record_sheets.check_code(new)).state == "valid"
    assert check(stage, sheet.number, code).state == "replaced"


def test_a_record_that_was_corrected_makes_the_sheet_worthless(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115)
    sheet = made(stage, one)
    for change, back in [("minutes = 116", "minutes = 115"), ("version = 2", "version = 1"), ("kind = 'supplementary'", "kind = 'signed_in'"), ("subject = 'x'", "subject = :one")]:
        _put(stage, f"update record set {change}")
        assert check(stage, sheet.number, record_sheets.check_code(sheet)).state == "outdated", change
        _put(stage, f"update record set {back}", **({"one": one} if ":one" in back else {}))
        assert check(stage, sheet.number, record_sheets.check_code(sheet)).state == "valid", back


def test_every_stored_figure_and_word_is_sealed(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115, 60)
    sheet = made(stage, one)
    code, hour = record_sheets.check_code(sheet), 0
    line_columns = [field.name for field in fields(Line)]
    sheet_columns = [field.name for field in fields(RecordSet) if field.name not in ("lines", "number")]
    for table, columns in (("record_sheet_line", line_columns), ("record_sheet", sheet_columns)):
        for column in columns:
            before = stage.store.rows(f"select {column} as was from {table} order by 1")[0]["was"]
            after = before + 1 if isinstance(before, int) else "2026-11-02" if column.endswith("_on") else before + "1"
            _put(stage, f"update {table} set {column} = :now where {column} = :was", now=after, was=before)
            hour += 2
            assert check(stage, sheet.number, code, hour).state == "invalid", column
            if column != "subject":
                with pytest.raises(record_sheets.SheetAltered):
                    record_sheets.opened(stage.store, sheet.number, subject=one)
            if column != "minutes" or table == "record_sheet":
                _put(stage, f"update {table} set {column} = :was where {column} = :now", now=after, was=before)
            else:
                _put(stage, "update record_sheet_line set minutes = :was where minutes = :now", now=after, was=before)
            assert check(stage, sheet.number, code, hour).state == "valid", column
    _put(stage, "delete from record_sheet_line where line = 2")
    assert check(stage, sheet.number, code, hour + 2).state == "invalid"


def _put(on: Stage, sql: str, **given: object) -> None:
    with on.store.writing() as tx:
        tx.run(sql, **given)


def test_a_changed_sign_of_number_or_code_is_invalid_at_every_place(stage: Stage) -> None:  # noqa: F811
    sheet = made(stage, served(stage, "阿明", 115))
    made(stage, served(stage, "阿红", 90))
    code = record_sheets.check_code(sheet)
    wrong = [(sheet.number, code[:place] + sign + code[place + 1:]) for place in range(CODE_LENGTH) for sign in "AQ27" if sign != code[place]]
    wrong += [(sheet.number[:place] + sign + sheet.number[place + 1:], code) for place in (0, 1, 2, 3, 5, 6, 7, 8) for sign in "0129" if sign != sheet.number[place]]
    for hour, (number, typed) in enumerate(wrong):
        assert check(stage, number, typed, hour) == sheet_checks.INVALID, (number, typed)


def test_what_cannot_be_a_code_is_invalid_and_costs_no_try(stage: Stage) -> None:  # noqa: F811
    sheet = made(stage, served(stage, "阿明", 115))
    for typed in ("", "A" * 9, "A" * 11, "0189018901", "ABCDEFGH 1!", "😀" * 10, "é" * 10, "x" * 5000, "A" * 10 + " " * 60 + "B", "\x00"):
        assert check(stage, sheet.number, typed) == sheet_checks.INVALID
    assert stage.count("code_try") == 0


def test_number_and_code_are_read_as_people_type_them(stage: Stage) -> None:  # noqa: F811
    sheet = made(stage, served(stage, "阿明", 115))
    code = record_sheets.check_code(sheet)
    for number, typed in [("20260001", code.lower()), ("２０２６－０００１", f" {code[:5]} {code[5:]} "), ("2026—0001 ", f"{code[:5]}-{code[5:]}")]:
        assert check(stage, number, typed).state == "valid", number


def test_ten_wrong_tries_an_hour_are_borne_from_a_device(stage: Stage) -> None:  # noqa: F811
    sheet = made(stage, served(stage, "阿明", 115))
    code = record_sheets.check_code(sheet)
    for n in range(sheet_checks.A_DEVICE):
        assert sheet_checks.verify(stage.store, f"2026-{n + 5:04d}", code, LATER + minutes(n), Seeker("phone")).state == "invalid"
    with pytest.raises(PleaseWait) as refused:
        sheet_checks.verify(stage.store, sheet.number, code, LATER + minutes(10), Seeker("phone"))
    assert refused.value.minutes == 50 and "50 分钟" in refused.value.sentence()
    assert sheet_checks.verify(stage.store, sheet.number, code, LATER + minutes(10), Seeker("another")).state == "valid"
    assert sheet_checks.verify(stage.store, sheet.number, code, LATER + minutes(60), Seeker("phone")).state == "valid"


def test_an_address_is_held_back_whatever_devices_it_claims(stage: Stage) -> None:  # noqa: F811
    for n in range(sheet_checks.AN_ADDRESS):
        sheet_checks.verify(stage.store, f"2026-{n + 5:04d}", "A" * 10, LATER, Seeker(f"phone {n}", "2001:db8::1"))
    with pytest.raises(PleaseWait):
        sheet_checks.verify(stage.store, "2026-0001", "A" * 10, LATER, Seeker("fresh", "2001:db8::2"))
    assert sheet_checks.verify(stage.store, "2026-0001", "A" * 10, LATER, Seeker("fresh", "10.0.0.1")).state == "invalid"


@pytest.mark.parametrize(("counted", "most"), [("sheet:number:2026-0001", sheet_checks.A_NUMBER), ("sheet", sheet_checks.ALTOGETHER)])
def test_a_number_and_all_numbers_together_bear_so_many(stage: Stage, counted: str, most: int) -> None:  # noqa: F811
    sheet = made(stage, served(stage, "阿明", 115))
    code = record_sheets.check_code(sheet)
    with stage.store.writing() as tx:
        tx.insert("code_try", [{"id": ids.new(), "who": counted, "at": clock.stamp(LATER)} for _n in range(most - 1)])
    assert sheet_checks.verify(stage.store, sheet.number, code, LATER, Seeker()).state == "valid"
    assert sheet_checks.verify(stage.store, sheet.number, "A" * 10, LATER, Seeker()).state == "invalid"
    with pytest.raises(PleaseWait):
        sheet_checks.verify(stage.store, sheet.number, code, LATER, Seeker("fresh", "10.0.0.1"))
    assert sheet_checks.verify(stage.store, sheet.number, code, LATER + timedelta(hours=1), Seeker()).state == "valid"


def test_tries_sent_at_once_are_no_more_than_tries_one_by_one(stage: Stage) -> None:  # noqa: F811
    def guess(n: int) -> str:
        try:
            return sheet_checks.verify(stage.store, "2026-0001", "A" * 9 + "BCDEFGHI"[n % 8], LATER, Seeker("phone")).state
        except PleaseWait:
            return "wait"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(40)))
    assert answers.count("invalid") == sheet_checks.A_DEVICE and answers.count("wait") == 30


def test_sheets_made_at_once_have_numbers_without_gap_or_double(stage: Stage) -> None:  # noqa: F811
    people = [served(stage, f"阿{n}", 60) for n in "甲乙丙"]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: made(stage, people[n % 3]).number, range(12)))
    assert sorted(found) == [f"2026-{n:04d}" for n in range(1, 13)]
    assert stage.count("record_sheet", "replaced_by is null") == 3


def test_after_9999_the_numbers_go_on(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115)
    made(stage, one)
    with stage.store.writing() as tx:
        tx.run("update record_sheet set number = '2026-9999'")
    assert [made(stage, one).number, made(stage, one).number] == ["2026-10000", "2026-10001"]


def test_a_volunteer_makes_so_many_a_day(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115)
    for _n in range(record_sheets.MOST_A_DAY):
        made(stage, one)
    with pytest.raises(record_sheets.EnoughToday):
        made(stage, one)
    assert record_sheets.issue_own(stage.store, one, FIRST, LAST, LATER + DAY).number == f"2026-{record_sheets.MOST_A_DAY + 1:04d}"


def test_the_sheets_of_somebody_who_left_stay_verifiable_and_name_nobody(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115)
    sheet = made(stage, one)
    with stage.store.reading() as tx:
        resident = who.of_subject(tx, one)
    assert resident
    privacy.delete(stage.store, resident, LATER)
    found = check(stage, sheet.number, record_sheets.check_code(sheet))
    assert found.state == "valid" and one not in repr(found) and "阿明" not in repr(found)
    listed = record_sheets.issued(stage.store, stage.organiser(stage.li))
    assert (listed[0].name, listed[0].player_number, listed[0].state) == ("已注销", "", "valid") and one not in repr(listed)
    with pytest.raises(who.NoSuchResident):
        made(stage, one)


def test_a_sheet_stays_as_it_was_when_the_office_changes_its_name(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115)
    sheet = made(stage, one)
    community.change_settings(stage.store, None, LATER, office_zh="新居委会")
    assert record_sheets.opened(stage.store, sheet.number, subject=one).issuer == "榕溪社区"
    assert check(stage, sheet.number, record_sheets.check_code(sheet)).issuer == "榕溪社区"
    assert made(stage, one).issuer == "新居委会"


def test_the_own_data_hold_the_sheets_and_verify_names_what_was_altered(stage: Stage) -> None:  # noqa: F811
    one = served(stage, "阿明", 115)
    sheet = made(stage, one)
    with stage.store.reading() as tx:
        resident = who.of_subject(tx, one)
    assert resident
    held = privacy.export(stage.store, resident, LATER)
    assert [(row["number"], row["check_code"], row["signed_in_minutes"]) for row in held["record_sheets"]] == [(sheet.number, record_sheets.check_code(sheet), 115)]
    assert [row["minutes"] for row in held["record_sheet_lines"]] == [115]
    assert verify(stage.store) == []
    _put(stage, "update record_sheet_line set minutes = 151")
    assert ["2026-0001 was altered" in str(one) for one in verify(stage.store)] == [True]


def test_another_installation_cannot_make_the_code(stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:  # noqa: F811
    sheet = made(stage, served(stage, "阿明", 115))
    ours = record_sheets.check_code(sheet)
    monkeypatch.setenv("LINLI_DATA", str(tmp_path_factory.mktemp("other")))
    assert record_sheets.check_code(sheet) != ours


def test_refusals_have_chinese_sentences() -> None:
    said: list[GameError] = [
        record_sheets.BadDays(), record_sheets.TooManyLines(1001), record_sheets.EnoughToday(), record_sheets.NoSuchSheet(), record_sheets.SheetAltered("2026-0001"),
    ]
    assert all("。" in one.sentence() and "{" not in one.sentence() for one in said)


_text = st.text(max_size=12)
_lines = st.builds(
    Line, record=_text, version=st.integers(1, 9), kind=st.sampled_from(["signed_in", "supplementary"]), act_on=st.dates().map(str), title=_text, location=_text,
    work=_text, minutes=st.integers(1, 720), unit=_text, unit_en=_text, in_charge=_text,
)
_sheets = st.builds(
    RecordSet, number=st.integers(1, 99_999).map(lambda n: record_set.number_of("2026", n)), subject=_text, first_on=st.dates().map(str), last_on=st.dates().map(str),
    signed_in_minutes=st.integers(0, 9999), supplementary_minutes=st.integers(0, 9999), issuer=_text, issuer_en=_text, in_charge=_text, handler=_text,
    issued_by=_text, issued_on=st.dates().map(str), lines=st.lists(_lines, min_size=1, max_size=4).map(tuple),
)


@given(_sheets, st.data())
def test_a_change_anywhere_changes_what_is_sealed(sheet: RecordSet, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sheet.lines) - 1))
    whole: Line | RecordSet = sheet if data.draw(st.booleans()) else sheet.lines[place]
    name = data.draw(st.sampled_from([field.name for field in fields(whole) if field.name != "lines"]))
    was = getattr(whole, name)
    now = data.draw((st.integers(0, 9999) if isinstance(was, int) else _text).filter(lambda one: one != was))
    lines = [replace(line, **{name: now}) if n == place else line for n, line in enumerate(sheet.lines)] if isinstance(whole, Line) else []
    changed = replace(sheet, lines=tuple(lines)) if lines else replace(sheet, **{name: now})
    assert record_set.canonical(changed) != record_set.canonical(sheet)


@given(_sheets)
def test_moving_words_from_one_field_to_the_next_changes_what_is_sealed(sheet: RecordSet) -> None:
    line = sheet.lines[0]
    moved = replace(line, title=line.title + line.location, location="")
    changed = replace(sheet, lines=(moved, *sheet.lines[1:]))
    assert (record_set.canonical(changed) == record_set.canonical(sheet)) == (moved == line)


@given(st.lists(st.integers(1, 720), max_size=50))
def test_hours_are_the_sum_of_minutes_to_one_decimal(spans: list[int]) -> None:
    lines = [Line("r", 1, "signed_in", SAT, "", "", "", span, "", "", "") for span in spans]
    assert abs(float(record_set.hours_text(total(lines, "signed_in"))) - sum(spans) / 60) <= 0.05 + 1e-9
    assert total(lines, "supplementary") == 0
