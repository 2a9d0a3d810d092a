"""The editorial desk: the editor keeps what is typed, the queue publishes and sends back, reports are decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from linli import answers, attempts, ids
from linli.attempts import Player
from linli.questions import bank, forms, reports
from linli.store import Store
from tests.pages.organiser_stage import MONDAY, Office, opened, words
from tests.questions import desk
from tests.questions.texts import GOOD

QUOTE = "不得占用、堵塞、封闭疏散通道、安全出口、消防车通道"


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        (tmp_path / "q").mkdir()
        (tmp_path / "q" / "fire.yaml").write_text(GOOD, "utf-8")
        bank.load(made.store, tmp_path / "q", MONDAY)
        yield made


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception, app.exception


def field(app: AppTest, draft: str, name: str, value: object) -> None:
    key = f"ed_{draft}_{name}"
    kinds = (app.text_area, app.text_input, app.selectbox, app.checkbox, app.segmented_control)
    found = next(one for kind in kinds for one in kind if one.key == key)
    found.set_value(value).run()  # type: ignore[attr-defined]
    assert not app.exception, app.exception


def part(app: AppTest, name: str) -> str:
    app.segmented_control(key="q_part").set_value(name).run()
    assert not app.exception, app.exception
    return words(app)


def draft_of(office: Office) -> str:
    return str(office.one("select id from draft order by made_at desc, id limit 1"))


def edit(office: Office, name: str, item: str = "fire-01") -> AppTest:
    app = office.sign_in(name).page("questions")
    app.text_input(key="q_words").set_value(item).run()
    press(app, "Edit")
    return app


def test_what_is_half_typed_is_there_again_after_a_reload(office: Office) -> None:
    app = edit(office, "wang")
    assert "Edit fire-01" in words(app) and "An old sofa stands" in words(app)
    field(app, "edit-fire-01", "stem_en", "May the sofa stay?")
    assert "May the sofa stay?" in words(app)
    again = edit(office, "wang")
    assert again.text_area(key="ed_edit-fire-01_stem_en").value == "May the sofa stay?"
    assert "is kept by itself" in words(again)
    press(again, "Throw this draft away")
    assert edit(office, "wang").text_area(key="ed_edit-fire-01_stem_en").value.startswith("An old sofa")


def test_the_reason_looked_at_stays_chosen_and_is_counted_anew_after_a_decision(office: Office) -> None:
    for item in ("fire-01", "fire-02"):
        app = edit(office, "wang", item)
        field(app, f"edit-{item}", "stem_en", f"What of {item}?")
        press(app, "Save and send for checking")
    app = office.sign_in("li").page("questions")
    part(app, "check")
    before = why_it_waits(app)
    before.set_value("change").run()
    assert any(label.endswith(" 2") for label in before.options[1:])
    press(app, "Publish")
    after = why_it_waits(app)
    assert after.value == "change" and any(label.endswith(" 1") for label in after.options[1:])
    # The field keeps on showing the words it was drawn with: other counts are another field.
    assert after.key != before.key


def why_it_waits(app: AppTest) -> Selectbox:
    return next(one for one in app.selectbox if one.label == "Why it waits")


def test_an_edit_is_saved_into_the_queue_and_published_by_another(office: Office) -> None:
    app = edit(office, "wang")
    field(app, "edit-fire-01", "stem_en", "May the sofa stay?")
    press(app, "Save and send for checking")
    assert "waits for a second person" in words(app)
    assert desk.waits(office.store) == [("fire-01", "change")]
    shown = part(app, "check")
    assert "These are your own words" in shown and "May the sofa stay?" in shown and "An old sofa" in shown and "<mark>" in shown
    assert next(one for one in app.button if one.label == "Publish").disabled
    app = office.sign_in("li").page("questions")
    part(app, "check")
    press(app, "Publish")
    assert "fire-01 is published" in words(app) and desk.waits(office.store) == []
    assert "Nothing waits for a second person" in words(app)


def test_all_faults_are_told_at_their_fields_and_nothing_typed_is_lost(office: Office) -> None:
    app = edit(office, "li")
    field(app, "edit-fire-01", "stem", "")
    field(app, "edit-fire-01", "o0_key", False)
    field(app, "edit-fire-01", "quote", "这句话条文里没有")
    assert "do not stand in the text like this" in words(app)
    press(app, "Save and send for checking")
    shown = words(app)
    assert "2 things are missing or wrong" in shown and "Please fill this in." in shown and "Tick the right option." in shown
    assert app.text_area(key="ed_edit-fire-01_quote").value == "这句话条文里没有"
    field(app, "edit-fire-01", "stem", "楼道里能放沙发吗？")
    field(app, "edit-fire-01", "o1_key", True)
    assert "1 thing is missing or wrong" in words(app) and "does not contain" in words(app)
    field(app, "edit-fire-01", "pick", app.selectbox(key="ed_edit-fire-01_pick").options[1])
    assert "These words stand in the text." in words(app)
    press(app, "Save and send for checking")
    assert desk.waits(office.store) == [("fire-01", "change")]


def test_a_new_question_is_written_from_nothing(office: Office) -> None:
    app = office.sign_in("li").page("questions")
    press(app, "New question")
    draft = next(one.key for one in app.text_area if one.key and one.key.endswith("_stem")).removeprefix("ed_").removesuffix("_stem")
    press(app, "Save and send for checking")
    assert "Please fill this in." in words(app) and desk.waits(office.store) == []
    field(app, draft, "type", "true_false")
    for name, value in (("topic", "fire"), ("stem", "楼道可以堆放杂物。"), ("o1_key", True), ("why", "楼道是逃生的路。"), ("law", "xiaofang-fa")):
        field(app, draft, name, value)
    field(app, draft, "article", "第二十八条")
    field(app, draft, "quote", QUOTE)
    assert draft_of(office) == draft
    press(app, "Save and send for checking")
    (item, reason), = desk.waits(office.store)
    assert reason == "new" and f"{item} is saved" in words(app)
    with office.store.reading() as tx:
        made = bank.current(tx, item)
    assert (made.kind, made.stem.en, made.options[0].text.zh) == ("true_false", "", "对")
    app = office.sign_in("chen").page("questions")
    assert "everybody sees the Chinese" in part(app, "check")
    press(app, "Publish")
    assert office.one("select state from item where id = :item", item=item) == "playable"


def test_a_change_that_came_in_between_is_not_overwritten_in_silence(office: Office) -> None:
    app = edit(office, "li")
    field(app, "edit-fire-01", "stem_en", "Mine?")
    desk.edit(office.store, "fire-01", office.staff["wang"].id, MONDAY, en="Theirs?")
    press(app, "Save and send for checking")
    assert "was changed by somebody else while you typed" in words(app)
    with office.store.reading() as tx:
        assert bank.revision(tx, "fire-01", desk.seen(office.store, "fire-01")).stem.en == "Theirs?"
    assert app.text_area(key="ed_edit-fire-01_stem_en").value == "Mine?"
    app.run()
    press(app, "Save and send for checking")
    with office.store.reading() as tx:
        assert bank.revision(tx, "fire-01", desk.seen(office.store, "fire-01")).stem.en == "Mine?"


def test_what_is_sent_back_says_why_to_its_maker(office: Office) -> None:
    desk.edit(office.store, "fire-01", office.staff["wang"].id, MONDAY, en="May the sofa stay?")
    app = office.sign_in("li").page("questions")
    part(app, "check")
    press(app, "Send it back")
    assert "Say in a few words why" in words(app)
    app.text_input[-1].set_value("Say where it stands").run()
    press(app, "Send it back")
    assert "fire-01 went back" in words(app)
    app = edit(office, "wang")
    assert "It was sent back: Say where it stands" in words(app)
    assert app.text_area(key="ed_edit-fire-01_stem_en").value == "May the sofa stay?"


def test_who_is_alone_says_so_and_it_is_shown(office: Office) -> None:
    with office.store.writing() as tx:
        tx.run("update staff set removed_at = '2026-11-01' where username <> 'li'")
    desk.edit(office.store, "fire-01", office.staff["li"].id, MONDAY, en="May the sofa stay?")
    app = office.sign_in("li").page("questions")
    part(app, "check")
    assert next(one for one in app.button if one.label == "Publish").disabled
    next(one for one in app.checkbox if "Nobody else" in one.label).check().run()
    press(app, "Publish")
    app.segmented_control(key="q_part").set_value("list").run()
    app.selectbox(key="q_mark").set_value("alone").run()
    assert "1 question" in words(app) and "checked by one person" in words(app) and "published it alone" in words(app)


def test_reports_are_shown_without_names_and_decided(office: Office) -> None:
    subject = office.person("Uncle Wei")
    player = Player(ids.token(), office.cast.yulan, subject)
    attempt = attempts.start(office.store, player, "daily", None, at=MONDAY)
    answers.answer(office.store, attempt, "fire-01", [0], player, at=MONDAY)
    reports.report(office.store, "fire-01", "wording", player, MONDAY)
    assert "1 question was reported" in words(office.sign_in("li").page("overview"))
    app = office.page("questions")
    shown = part(app, "reports")
    assert "A slip in the words 1" in shown and "Wei" not in shown
    assert next(one for one in app.button if one.label == "It was mended").disabled
    press(app, "It stays")
    assert "1 report on fire-01 is closed" in words(app) and "Decided" in words(app)
    with office.store.reading() as tx:
        assert [(one.state, one.answer) for one in reports.mine(tx, subject)] == [("kept", "clause")]


def test_the_list_is_filtered_by_every_mark(office: Office) -> None:
    desk.edit(office.store, "fire-02", office.staff["li"].id, MONDAY, expires_on="2026-12-01")
    desk.publish(office.store, "fire-02", office.staff["chen"].id, MONDAY)
    desk.edit(office.store, "fire-03", office.staff["li"].id, MONDAY, en="Which?")
    app = office.sign_in("li").page("questions")
    for key, value, item in (("q_mark", "expiring", "fire-02"), ("q_mark", "waiting", "fire-03"), ("q_reason", "change", "fire-03"),
                             ("q_kind", "multiple", "fire-03"), ("q_source", "fact", "fire-02"), ("q_origin", "screen", "fire-02"), ("q_level", "1", "fire-01")):
        app.selectbox(key=key).set_value(value).run()
        assert "1 question<" in words(app).replace(" ·", "<") and f"<dd><bdi class=\"bi\">{item}" in words(app), (key, value)
        app.selectbox(key=key).set_value("").run()
    assert "3 questions" in words(app)


def test_an_address_of_a_draft_that_is_gone_leads_to_the_list(office: Office) -> None:
    app = office.sign_in("li").page("questions")
    app.query_params["draft"] = "new-question-that-is-no-draft"
    app.run()
    assert "New question" in words(app)
    app.query_params["draft"] = "elsewhere"
    app.run()
    assert "is not there any more" in words(app) and not app.exception
    assert forms.edit_id("x") == "edit-x"
