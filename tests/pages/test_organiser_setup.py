import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from linli import clock, community, roster, slips
from linli.questions import bank, template
from linli.roster import sample
from linli.store import Store
from linli.web import app_store
from linli.web.parts.organiser import game_settings
from tests.pages.organiser_stage import MONDAY, Office, opened, words
from tests.pages.resident_stage import ROOT
from tests.questions import desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made


def part(office: Office, name: str, who: str = "li") -> AppTest:
    app = office.sign_in(who).page("setup")
    app.segmented_control(key="part").set_value(name).run()
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def upload(app: AppTest, data: bytes, name: str = "book.xlsx") -> AppTest:
    app.file_uploader[0].set_value((name, data, XLSX)).run()
    assert not app.exception
    return app


def test_the_community_and_office_are_saved_and_a_name_is_needed(office: Office) -> None:
    app = part(office, "office")
    app.text_input(key="office_0_name_zh").set_value("")
    app.text_input(key="office_0_phone").set_value("000-1111 1111")
    press(app, "Save")
    assert "Chinese name is missing" in words(app) and app.text_input(key="office_0_phone").value == "000-1111 1111"
    app.text_input(key="office_0_name_zh").set_value("新社区")
    press(app, "Save")
    with office.store.reading() as tx:
        now = community.settings(tx)
    assert (now.community_zh, now.office_phone) == ("新社区", "000-1111 1111")


def test_a_compound_is_added_changed_and_logged_and_its_bad_numbers_refused(office: Office) -> None:
    app = part(office, "compounds")
    app.text_input(key="compound_new_0_name_zh").set_value("新苑")
    app.text_input(key="compound_new_0_source").set_value("roster")
    press(app, "Save the compound")
    assert "Type a whole number above 0" in words(app) and app.text_input(key="compound_new_0_name_zh").value == "新苑"
    app.number_input(key="compound_new_0_n").set_value(88)
    press(app, "Save the compound")
    assert office.one("select households from compound where name_zh = '新苑'") == 88
    slips.issue(office.store, office.cast.willow, 30, MONDAY)
    app.selectbox(key="compound_chosen").set_value(office.cast.willow).run()
    app.number_input(key=f"compound_{office.cast.willow}_0_n").set_value(20)
    press(app, "Save the compound")
    assert "30 household slips are already out" in words(app)
    app.number_input(key=f"compound_{office.cast.willow}_0_n").set_value(35)
    app.date_input(key=f"compound_{office.cast.willow}_0_on").set_value(date(2026, 11, 20))
    press(app, "Save the compound")
    assert office.one("select count(*) as n from compound_change where compound = :id", id=office.cast.willow) == 2


def test_a_name_twice_is_refused(office: Office) -> None:
    app = part(office, "compounds")
    app.text_input(key="compound_new_0_name_zh").set_value("玉兰苑")
    app.text_input(key="compound_new_0_source").set_value("roster")
    app.number_input(key="compound_new_0_n").set_value(88)
    press(app, "Save the compound")
    assert "already a compound called 玉兰苑" in words(app)


def test_units_seasons_and_the_calendar_are_kept(office: Office) -> None:
    app = part(office, "units")
    app.text_input(key="unit_0_name_zh").set_value("志愿队")
    press(app, "Add the unit")
    assert office.one("select name_en from unit where name_zh = '志愿队'") == "志愿队"
    app = part(office, "seasons")
    app.text_input(key="season_0_name_zh").set_value("第二季")
    app.date_input(key="season_0_last").set_value(date(2026, 12, 1))
    press(app, "Save the season")
    assert "must end after it starts" in words(app)
    app.date_input(key="season_0_last").set_value(date(2027, 3, 1))
    press(app, "Save the season")
    assert office.one("select starts_on from season where name_zh = '第二季'") == "2027-01-01"
    app = part(office, "calendar")
    app.text_area(key="calendar_0_off").set_value("2027-01-01, someday")
    press(app, "Save the calendar")
    assert "is not a day of 2027" in words(app)
    app.text_area(key="calendar_0_off").set_value("2027-01-01")
    press(app, "Save the calendar")
    assert "2027-01-01" in str(office.one("select value from setting where key = 'working_days'"))


def test_settings_of_the_game_are_checked_again_where_they_are_written(office: Office) -> None:
    app = part(office, "game")
    app.toggle(key="game_0_public").set_value(False)
    app.number_input(key="game_0_points_an_hour").set_value(120)
    press(app, "Save the settings")
    with office.store.reading() as tx:
        now = community.settings(tx)
    assert (now.board_public, now.points_an_hour, now.points_right) == (False, 120, 10)


def test_a_number_outside_its_limits_is_refused_whatever_the_browser_sends(office: Office) -> None:
    from linli.web.begin import of
    from linli.web.parts.organiser.desk import Desk

    office.sign_in("li")
    with office.store.reading() as tx:
        settings = community.settings(tx)
    desk = Desk("setup", of(office.cookies, ""), office.staff["li"], settings)
    given = {one.name: int(getattr(settings, one.name)) for one in game_settings.NUMBERS}
    for wrong in (-1, 10**9, True, "7"):
        with pytest.raises(game_settings.OutOfRange):
            game_settings.saved(desk, True, True, given | {"points_right": wrong})  # type: ignore[dict-item]
    clerk = replace(desk, staff=office.staff["wang"])
    with pytest.raises(Exception, match="another role"):
        game_settings.saved(clerk, False, True, given)


def test_a_workbook_is_previewed_then_saved_whole_by_a_clerk_too(office: Office) -> None:
    app = upload(office.sign_in("wang").page("setup"), roster.writing.write(sample.roster()))
    assert "8 new" not in words(app) and "江畔花园" in words(app) and office.one("select count(*) as n from compound") == 3
    press(app, "Save all of this")
    assert office.one("select count(*) as n from compound") == 11


def test_a_workbook_with_faults_tells_all_of_them_and_saves_nothing(office: Office) -> None:
    book = openpyxl.load_workbook(BytesIO(roster.writing.write(sample.roster())))
    book["小区"]["C3"] = 0
    book["小区"]["C4"] = -5
    out = BytesIO()
    book.save(out)
    app = upload(office.sign_in("li").page("setup"), out.getvalue())
    assert "2 faults in the file" in words(app) and not [one for one in app.button if one.label == "Save all of this"]
    upload(app, b"not a workbook at all")
    assert "1 fault in the file" in words(app)


def test_questions_are_searched_paused_and_resumed(office: Office) -> None:
    bank.load(office.store, ROOT / "quizzes", clock.now() + timedelta(days=1))  # some were reviewed on the day after
    app = office.sign_in("li").page("questions")
    app.text_input(key="q_words").set_value("fire-01").run()
    assert "fire-01" in words(app) and "1 question" in words(app)
    press(app, "Pause it")
    assert office.one("select state from item where id = 'fire-01'") == "paused"
    press(app, "Put it back into the draw")
    assert office.one("select state from item where id = 'fire-01'") == "playable"
    app.text_input(key="q_words").set_value("no such words").run()
    assert "No question fits" in words(app)
    app = office.sign_in("wang").page("questions")
    assert not [one for one in app.button if one.label == "Pause it"]


FILE = """
topic: {id: fire, zh: 消防, en: Fire}
items:
  - id: fire-90
    kind: single
    level: 1
    stem: {zh: 楼道里堆着旧沙发，该怎么办？, en: "STEM"}
    options: [{zh: 尽快搬走, en: Move it, key: true}, {zh: 放着不管, en: Leave it}, {zh: 盖上布, en: Cover it}]
    explanation: {zh: 楼道要留着逃生。, en: Stairs are the way out.}
    source: {law: xiaofang-fa, article: 第二十八条, quote: 不得占用、堵塞、封闭疏散通道}
    reviewed_on: 2026-11-20
"""


def loaded(office: Office, folder: Path, stem: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "fire.yaml").write_text(FILE.replace("STEM", stem), "utf-8")
    bank.load(office.store, folder, MONDAY)


def test_two_versions_are_shown_and_the_organiser_chooses(office: Office, tmp_path: Path) -> None:
    loaded(office, tmp_path / "q", "An old sofa?")
    with office.store.reading() as tx:
        item = bank.current(tx, "fire-90")
    from linli.questions.items import to_json

    bank.edit(office.store, to_json(item) | {"level": 2}, office.staff["li"].id, MONDAY)
    desk.publish(office.store, "fire-90", office.staff["chen"].id, MONDAY)
    loaded(office, tmp_path / "q", "A sofa on the stairs?")
    app = office.sign_in("li").page("questions")
    app.segmented_control(key="q_part").set_value("conflicts").run()
    assert "An old sofa?" in words(app) and "A sofa on the stairs?" in words(app)
    press(app, "Take the words of the file")
    with office.store.reading() as tx:
        assert bank.current(tx, "fire-90").stem.en == "A sofa on the stairs?"
    assert "No question has two versions" in words(app)


def test_a_file_with_faults_is_named_with_line_item_and_sentence(office: Office, tmp_path: Path) -> None:
    loaded(office, tmp_path / "q", "An old sofa?")
    (tmp_path / "q" / "gas.yaml").write_text(FILE.replace("fire", "gas").replace("不得占用、堵塞、封闭疏散通道", "这句话不在法条里面"), "utf-8")
    bank.load(office.store, tmp_path / "q", MONDAY)
    app = office.sign_in("li").page("questions")
    app.segmented_control(key="q_part").set_value("files").run()
    assert re.search(r"q/gas\.yaml:\d+", words(app)) and "gas-90" in words(app) and "is not loaded: 1 fault" in words(app)
    shown = words(office.page("overview"))
    assert "1 question file has faults" in shown


def test_a_file_of_questions_is_previewed_taken_in_and_undone(office: Office, tmp_path: Path) -> None:
    loaded(office, tmp_path / "q", "An old sofa?")
    with office.store.reading() as tx:
        book = openpyxl.load_workbook(BytesIO(template.export(tx)))
    sheet = book["题目"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(3, heads["难度"], "3")
    for row, name in ((4, "fire-91"), (5, "fire-92")):
        for column in heads.values():
            sheet.cell(row, column, sheet.cell(3, column).value)
        sheet.cell(row, heads["编号"], name)
        sheet.cell(row, heads["题干（中文）"], f"另一题 {row}？")
    sheet.cell(4, heads["正确答案"], "Z")
    sheet.cell(5, heads["解析（中文）"], "")
    out = BytesIO()
    book.save(out)
    app = office.sign_in("wang").page("questions")
    app.segmented_control(key="q_part").set_value("import").run()
    upload(app, out.getvalue())
    assert "0 new, 1 changed, 1 drafts, 0 as before" in words(app) and "Refused 1" in choices(app)
    press(app, "Take 2 questions in")
    assert "is taken in: 0 new, 1 changed, 1 drafts, 0 taken out" in words(app)
    assert desk.waits(office.store) == [("fire-90", "change")]
    upload(app, b"PK no workbook")
    assert "is not" in words(app) and not app.exception
    app.segmented_control(key="q_part").set_value("drafts").run()
    assert "it has no explanation" in words(app) and "另一题 5？" in words(app)
    app.segmented_control(key="q_part").set_value("import").run()
    press(app, "Yes, undo book．xlsx")
    assert "book.xlsx is undone: 2 rows are as before" in words(app)
    assert desk.waits(office.store) == []
    assert app_store.store() is office.store


def choices(app: AppTest) -> list[str]:
    """What the groups of a preview are called."""
    return [label for one in app.segmented_control for label in one.options]


def test_stars_are_typed_with_commas_and_a_bad_list_is_refused(office: Office) -> None:
    from linli.web.begin import of
    from linli.web.parts.organiser.desk import Desk

    office.sign_in("li")
    with office.store.reading() as tx:
        settings = community.settings(tx)
    desk = Desk("setup", of(office.cookies, ""), office.staff["li"], settings)
    given = {one.name: int(getattr(settings, one.name)) for one in game_settings.NUMBERS}
    with pytest.raises(game_settings.BadStars, match="300, 100"):
        game_settings.saved(desk, True, True, given, "300, 100")
    game_settings.saved(desk, True, True, given, "１００，300")
    with office.store.reading() as tx:
        assert community.settings(tx).stars == "100,300"
