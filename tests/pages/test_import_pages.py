"""The desk's parts "import" and "drafts": a draft is completed on screen, a quote confirmed, what two people do at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from linli.locale import use_language
from linli.questions import bank, drafts, importing
from linli.questions.formats.model import Choice
from linli.questions.formats.reading import read
from linli.store import Store
from tests.browser import question_files as files
from tests.pages.organiser_stage import MONDAY, Office, opened, words
from tests.questions import desk
from tests.questions.bringing import FIRE, question, take
from tests.questions.texts import GOOD

CSV = "text/csv"


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        (tmp_path / "q").mkdir()
        (tmp_path / "q" / "fire.yaml").write_text(GOOD, "utf-8")
        bank.load(made.store, tmp_path / "q", MONDAY)
        yield made


def part(office: Office, name: str, who: str = "wang") -> AppTest:
    app = office.sign_in(who).page("questions")
    app.segmented_control(key="q_part").set_value(name).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception, app.exception
    return app


def seen(office: Office, rows: list[files.Row]) -> importing.Preview:
    with office.store.reading() as tx:
        return importing.preview(tx, read(files.gb18030(rows), "题.csv"), "题.csv", "d", FIRE, MONDAY)


def taken(office: Office, *rows: files.Row) -> importing.Preview:
    shown = seen(office, list(rows))
    importing.commit(office.store, shown, office.staff["wang"].id, MONDAY)
    return shown


def test_the_proposed_words_are_confirmed_by_a_person_and_then_it_can_be_checked(office: Office) -> None:
    taken(office, files.LACKING[1])
    app = part(office, "drafts")
    assert "The words of article 28".lower() in words(app).lower() and "decide the answer?" in words(app)
    press(app, "Yes, quote these words")
    assert "Nothing is missing" in words(app)
    press(app, "Send for checking")
    assert [reason for _item, reason in desk.waits(office.store)] == ["new"]
    assert "There are no drafts" in words(app)
    again = seen(office, [files.LACKING[1]])
    assert (again.same, again.new, again.drafts) == (1, (), ())


def test_a_draft_is_completed_in_the_editor_and_keeps_the_id_that_its_file_gives_it(office: Office) -> None:
    row = list(files.GOOD[1])
    shown = taken(office, (*row[:7], "", *row[8:]))
    app = press(part(office, "drafts"), "Edit and complete")
    key = f"ed_{shown.drafts[0].id}_why"
    next(one for one in app.text_area if one.key == key).set_value(row[7]).run()
    press(app, "Save and send for checking")
    (item, reason), = desk.waits(office.store)
    again = seen(office, [files.GOOD[1]])
    assert reason == "new" and item.startswith("fire-")
    assert (again.same, again.new, again.changed, again.drafts) == (1, (), (), ()), again


def test_a_draft_of_ten_options_is_opened_and_shortened_in_the_editor(office: Office) -> None:
    long = question("哪些可以放楼道？", options=tuple(Choice(f"第 {n} 样", n == 1, 100.0 if n == 1 else 0.0) for n in range(1, 11)))
    take(office.store, long)
    app = press(part(office, "drafts"), "Edit and complete")
    shown = [one.value for one in app.text_area if "_o" in one.key and not one.key.endswith("_en")]
    assert shown == [f"第 {n} 样" for n in range(1, 11)]
    press(app, "Save and send for checking")
    assert "10 options; 2 to 8 are possible" in words(app)
    for _time in (1, 2):
        press(app, "Without the last option")
    press(app, "Save and send for checking")
    assert [reason for _item, reason in desk.waits(office.store)] == ["new"]


def test_a_draft_is_thrown_away_and_the_same_file_does_not_bring_it_back(office: Office) -> None:
    taken(office, files.LACKING[0])
    app = press(part(office, "drafts"), "Yes, throw it away")
    assert "There are no drafts" in words(app)
    assert seen(office, [files.LACKING[0]]).same == 1


def test_what_somebody_else_changed_meanwhile_is_told_and_nothing_is_saved(office: Office) -> None:
    app = part(office, "import")
    app.file_uploader[0].set_value(("题.csv", files.gb18030(list(files.GOOD)), CSV)).run()
    app.selectbox(key="import_0_topic").set_value("fire").run()
    assert "3 new" in words(app)
    other = list(files.GOOD[0])
    taken(office, (*other[:7], "别的解析。", *other[8:]))
    press(app, "Take 3 questions in")
    assert "was changed by somebody else meanwhile" in words(app)
    assert len(desk.waits(office.store)) == 1
    app.run()
    assert "2 new, 1 changed" in words(app)


def test_a_new_topic_needs_both_names(office: Office) -> None:
    app = part(office, "import")
    app.file_uploader[0].set_value(("题.csv", files.gb18030(list(files.GOOD)), CSV)).run()
    app.selectbox(key="import_0_topic").set_value("+").run()
    assert "a Chinese and an English name" in words(app) and not any(one.label.startswith("Take") for one in app.button)
    app.text_input(key="import_0_zh").set_value("院里的事").run()
    app.text_input(key="import_0_en").set_value("Around the yard").run()
    press(app, "Take 3 questions in")
    with office.store.reading() as tx:
        assert "around-the-yard" in {topic.id for topic in bank.topics(tx)}
        assert drafts.count(tx) == 0


def test_a_file_that_is_none_is_told_in_words(office: Office) -> None:
    app = part(office, "import")
    for data in (b"", b"%PDF-1.4 no questions", b"PK\x03\x04 broken"):
        app.file_uploader[0].set_value(("题.xlsx", data, CSV)).run()
        shown = words(app)
        assert "Something went wrong" not in shown and "题.xlsx" in shown, shown
    assert not any(one.label.startswith("Take") for one in app.button)


def test_the_parts_speak_chinese(office: Office) -> None:
    taken(office, *files.LACKING)
    with use_language("zh"):
        office.cookies["ll_lang"] = "zh"
        shown = words(part(office, "import"))
    assert "最近一次导入" in shown and "题.csv" in shown
