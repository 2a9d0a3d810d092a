"""The statistics on the questions' page: empty, a little, a lot; a wrong key paused, mended, marked anew."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from linli import answers, attempts, ids
from linli.attempts import Player
from linli.locale import use_language
from linli.store import Store
from linli.verify import verify
from linli.web.middleware import LANGUAGE
from tests.pages.organiser_stage import MONDAY, Office, opened, words
from tests.pages.resident_stage import ROOT, SHELL
from tests.statistics.answered import put, question, season


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        yield made.sign_in("li")


def statistics(office: Office, item: str = "") -> AppTest:
    """The part of the page, opened by its address."""
    use_language(office.cookies[LANGUAGE])  # AppTest asks labels in this thread
    app = AppTest.from_file(SHELL, default_timeout=30)
    app.run()
    app.switch_page(str(ROOT / "pages" / "organiser" / "questions.py"))
    app.query_params["part"], app.query_params["item"] = "statistics", item
    app.run()
    assert not app.exception, app.exception
    return app


def lot(office: Office) -> None:
    items = [question(n, key=2 if n == 7 else 0) for n in range(24)]
    put(office.store, items)
    season(office.store, items, [office.cast.yulan, office.cast.willow], 60)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_answers_and_with_a_few_it_says_when_statistics_appear(office: Office, language: str) -> None:
    office.cookies[LANGUAGE] = language
    said = {"zh": "满 30 次作答后", "en": "appear after 30 answers"}[language]
    assert said in words(statistics(office))
    items = [question(n) for n in range(3)]
    put(office.store, items)
    season(office.store, items, [office.cast.yulan], 4)
    app = statistics(office)
    assert said in words(app) and app.selectbox(key="stat_item").options


def test_a_wrong_key_comes_first_with_its_reasons_and_can_be_paused(office: Office) -> None:
    lot(office)
    app = statistics(office)
    shown = words(app)
    assert "key of 1 question may be wrong" in shown and "Fewer are right than by blind guessing." in shown
    assert app.selectbox(key="stat_item").value == "q-007"
    next(one for one in app.button if one.key and one.key.startswith("stat_pause_q-007")).click().run()
    assert office.one("select state from item where id = 'q-007'") == "paused"
    assert "is out of the draw" in words(app)


def test_the_map_says_too_few_and_filters_leave_what_they_say(office: Office) -> None:
    lot(office)
    app = statistics(office)
    assert "Share right of first answers" in words(app)
    app.selectbox(key="stat_flag").set_value("key").run()
    assert [one.split("·")[0].strip() for one in app.selectbox(key="stat_item").options] == ["q－007"]
    app.selectbox(key="stat_channel").set_value("paper").run()
    assert not app.exception and "Sheets carry no names" in words(app)


def test_an_item_is_found_by_the_id_in_the_address(office: Office) -> None:
    lot(office)
    assert statistics(office, "q-013").selectbox(key="stat_item").value == "q-013"


def test_a_clerk_sees_figures_and_changes_nothing(office: Office) -> None:
    lot(office)
    office.sign_in("wang")
    app = statistics(office)
    assert "q-007" in str(app.selectbox(key="stat_item").value) and not [one for one in app.button if "pause" in (one.key or "")]


def test_marking_anew_is_shown_first_posted_after_a_tick_and_stays_in_the_history(office: Office) -> None:
    put(office.store, [question(n) for n in range(5)])
    for _ in range(6):
        played(office, 2)
    put(office.store, [question(1, key=2)])
    app = statistics(office)
    app.selectbox(key="stat_item").set_value("q-001").run()
    next(one for one in app.button if one.key == "stat_who_q-001").click().run()
    shown = words(app)
    assert "What marking anew would do" in shown and "Yulan Court" in shown
    assert office.one("select count(*) from remark") == 0
    post = next(one for one in app.button if one.key and re.fullmatch(r"remark_q-001_\d+", one.key))
    assert post.disabled
    next(one for one in app.checkbox if one.key and one.key.startswith("remark_q-001")).check().run()
    next(one for one in app.button if one.key and re.fullmatch(r"remark_q-001_\d+", one.key)).click().run()
    assert "60 points added" in words(app) and "6 people gained 60 points" in words(app)
    assert office.one("select sum(points) from ledger where source like 'remark:%'") == 60
    assert office.one("select count(*) from audit where what = 'item.remark' and about = 'q-001'") == 1
    assert verify(office.store) == []


def played(office: Office, option: int) -> None:
    subject = ids.new()
    with office.store.writing() as tx:
        tx.insert("subject", [{"id": subject}])
    player = Player(f"phone-{subject}", office.cast.yulan, subject)
    attempt = attempts.start(office.store, player, "daily", at=MONDAY)
    for asked in attempts.look(office.store, attempt, player).asked:
        answers.answer(office.store, attempt, asked.item.id, [option], player, at=MONDAY)


def test_the_charts_library_waits_until_a_chart_is_drawn() -> None:
    script = "import sys, linli.web.parts.organiser.statistics; print('altair' in sys.modules, 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == ["False", "False"]
