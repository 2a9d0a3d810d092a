"""Papers on the desk: made from a draw, opened, printed, counted and told, by who may."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from linli import paper_returns, papers
from linli.paper_forms import Placed
from linli.papers import Head, Paper
from linli.questions import bank
from linli.store import Store
from linli.web import paper_print_routes, tally_routes
from linli.web.middleware import Edge
from tests.cast import DAY
from tests.pages.organiser_stage import MONDAY, Office, opened, words
from tests.pages.resident_stage import SITE
from tests.questions.texts import GOOD

ITEMS = ["fire-01", "fire-02", "fire-03"]


@pytest.fixture
def office(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Office]:
    with opened(sqlite_store, monkeypatch) as made:
        (tmp_path / "q").mkdir()
        (tmp_path / "q" / "fire.yaml").write_text(GOOD, "utf-8")
        bank.load(made.store, tmp_path / "q", MONDAY)
        yield made


def made(office: Office, state: str = "open") -> Paper:
    paper = papers.make(office.store, Head("冬季卷", "Winter paper", MONDAY, MONDAY + 7 * DAY, 20, 2), ITEMS, None, MONDAY)
    if state != "draft":
        papers.move(office.store, paper, state, None, MONDAY)
    return read(office, paper)


def read(office: Office, paper: str) -> Paper:
    with office.store.reading() as tx:
        return papers.read(tx, paper)


def placed(office: Office, paper: Paper, form: int = 0) -> tuple[Placed, ...]:
    with office.store.reading() as tx:
        return paper_returns.asked(tx, paper, paper.version, form)


def web(office: Office) -> TestClient:
    app = Starlette(routes=[*paper_print_routes.routes(), *tally_routes.routes()], middleware=[Middleware(Edge)])
    client = TestClient(app, base_url=SITE, headers={"origin": SITE, "accept-language": "en"}, follow_redirects=False)
    client.cookies.update(office.cookies)
    office.opened.append(client)
    return client


def part(app: AppTest, name: str) -> AppTest:
    app.segmented_control(key="pd_part").set_value(name).run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception, app.exception


def test_a_paper_is_drawn_named_and_made_and_opened_after_a_tick(office: Office) -> None:
    app = part(office.sign_in("li").page("paper_desk"), "form")
    app.segmented_control(key="pf_way").set_value("draw").run()
    app.number_input(key="pf_count").set_value(3)
    press(app, "Draw")
    assert "3 questions drawn" in words(app)
    next(one for one in app.text_input if one.label == "Name in Chinese").set_value("冬季卷")
    press(app, "Make the paper")
    assert "is made, as a draft" in words(app)
    (found,) = office.store.rows("select id, state, version from paper")
    assert found["state"] == "draft" and read(office, str(found["id"])).items == 3
    part(app, "list")
    opener = next(one for one in app.button if one.label == "Open it")
    assert opener.disabled
    next(one for one in app.checkbox if one.label.startswith("Yes, open")).check().run()
    press(app, "Open it")
    assert read(office, str(found["id"])).state == "open"


def test_what_is_missing_is_told_and_the_draw_stays(office: Office) -> None:
    app = part(office.sign_in("li").page("paper_desk"), "form")
    press(app, "Make the paper")
    assert "Give the paper a Chinese name" in words(app)
    next(one for one in app.text_input if one.label == "Name in Chinese").set_value("冬季卷")
    press(app, "Make the paper")
    assert "0 questions: a paper holds 1 to 100" in words(app) and office.store.rows("select id from paper") == []


def test_a_clerk_prints_and_types_in_but_makes_and_opens_nothing(office: Office) -> None:
    paper = made(office)
    app = office.sign_in("wang").page("paper_desk")
    assert "form" not in app.segmented_control(key="pd_part").options and not [one for one in app.button if one.label == "Withdraw it"]
    assert f"/print/paper?p={paper.code}&amp;lang=zh&amp;f=B" in words(part(app, "prints"))
    assert web(office).get(f"/tally?p={paper.code}").status_code == 200


def test_the_code_on_a_sheet_leads_to_its_numbers(office: Office) -> None:
    paper = made(office)
    app = office.sign_in("wang").page("paper_desk")
    app.text_input(key="pd_code").set_value(f"{paper.code[:3].lower()} {paper.code[3:]}").run()
    assert "Type in sheets of Winter paper" in words(app)
    app.text_input(key="pd_code").set_value("NO-SUCH").run()
    assert "No paper has this code" in words(app)


def test_prints_are_pdfs_for_staff_alone(office: Office) -> None:
    paper = made(office)
    query = f"?p={paper.code}&lang=en"
    assert office.sign_in("") and web(office).get("/print/paper" + query).headers["location"] == "/staff?to=/paper_desk"
    client = web(office.sign_in("wang"))
    for address in (f"/print/paper{query}&f=B", f"/print/paper{query}&f=A&large=1", f"/print/paper-key{query}", f"/print/paper-tally{query}"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["content-type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
        assert answer.headers["cache-control"] == "no-store"
    assert client.get(f"/print/paper{query}&f=C").status_code == 400 and client.get("/print/paper?p=NOSUCH").status_code == 400


def test_a_stack_is_typed_in_and_its_faults_stand_at_their_rows(office: Office) -> None:
    paper = made(office)
    client = web(office.sign_in("wang"))
    every = placed(office, paper)
    many = next(one for one in every if one.item.kind == "multiple")
    single = next(one for one in every if one.item.kind == "single")
    form = {
        "p": paper.code, "c": office.cast.yulan, "f": "A", "v": "1", "known": "0", "sheets": "30", f"q{single.number}_A": "20", f"q{single.number}_B": "11",
        f"q{many.number}": "ab 18, xyz",
    }
    refused = client.post("/tally", data=form)
    assert refused.status_code == 400 and "is not understood" in refused.text and 'value="ab 18, xyz"' in refused.text
    refused = client.post("/tally", data=form | {f"q{many.number}": "ab 18、B：7"})
    assert refused.status_code == 400 and f"Question {single.number}: 31 answers on 30 sheets." in refused.text and 'value="11"' in refused.text
    saved = client.post("/tally", data=form | {f"q{many.number}": "ab 18、B：7", f"q{single.number}_B": "10"})
    assert saved.status_code == 303 and "30 sheets are saved" in client.get(saved.headers["location"]).text
    with office.store.reading() as tx:
        (entry,) = paper_returns.entries(tx, paper.id)
        found = paper_returns.tallies(tx, paper, entry)
    assert entry.who == "Wang" and found[many.number] == {"AB": 18, "B": 7, "": 5} and found[single.number] == {"A": 20, "B": 10}


def test_who_types_the_same_stack_again_is_told_first(office: Office) -> None:
    paper = made(office)
    client = web(office.sign_in("wang"))
    form = {"p": paper.code, "c": office.cast.yulan, "f": "A", "v": "1", "known": "0", "sheets": "5"}
    assert client.post("/tally", data=form).status_code == 303
    again = client.post("/tally", data=form)
    assert again.status_code == 400 and "Wang has just entered 5 sheets" in again.text and 'name="known" value="1"' in again.text
    assert client.post("/tally", data=form | {"known": "1"}).status_code == 303


def test_typed_sheets_are_listed_voided_and_told_by_channel(office: Office) -> None:
    paper = made(office)
    tallies = {one.number: {one.right: 6} for one in placed(office, paper)}
    paper_returns.enter(office.store, paper_returns.Stack(paper.id, 1, 0, office.cast.yulan, 8, tallies), office.staff["wang"].id, MONDAY)
    app = part(office.sign_in("li").page("paper_desk"), "results")
    assert "8 sheets from paper, 0 sittings on phones" in words(app) and "100%" in words(app)
    app.toggle(key="pd_chart").set_value(True).run()
    assert not app.exception and len(app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")) == 1
    part(app, "tallies")
    assert "Wang" in words(app)
    next(box for box in app.checkbox if "count nowhere" in box.label).set_value(True).run()
    press(app, "Void it")
    assert "The entry is void." in words(app)
    assert "Nobody handed it in yet" in words(part(app, "results"))


def test_a_hostile_name_is_shown_as_it_is(office: Office) -> None:
    papers.make(office.store, Head("![x](http://e.org/a.png) <b>冬</b>", "", MONDAY, MONDAY + DAY, 0, 1), ITEMS, None, MONDAY)
    app = office.sign_in("li").page("paper_desk")
    assert "<b>冬</b>" not in words(app)
    assert all("![x]" not in str(option) for box in app.selectbox for option in box.options)


def test_without_papers_every_part_says_what_to_do(office: Office) -> None:
    app = office.sign_in("li").page("paper_desk")
    for name in ("list", "prints", "tallies", "results"):
        assert "No paper yet" in words(part(app, name))


def test_a_paper_that_was_counted_keeps_its_questions_and_may_be_copied(office: Office) -> None:
    paper = made(office)
    paper_returns.enter(office.store, paper_returns.Stack(paper.id, 1, 0, office.cast.yulan, 8, {}), None, MONDAY)
    app = part(office.sign_in("li").page("paper_desk"), "form")
    next(one for one in app.selectbox if one.label == "Which paper").select(paper.id).run()
    assert "its questions stay" in words(app) and not [one for one in app.button if one.label == "Draw"]
    next(one for one in app.text_input if one.label.startswith("Name in English")).set_value("Winter paper, longer")
    press(app, "Save the paper")
    assert read(office, paper.id).name_en == "Winter paper, longer" and read(office, paper.id).version == 1
    next(one for one in app.selectbox if one.label == "Which paper").select(paper.id).run()
    press(app, "Make a new paper from it")
    next(one for one in app.text_input if one.label == "Name in Chinese").set_value("第二份")
    press(app, "Make the paper")
    with office.store.reading() as tx:
        copy = next(one for one in papers.listing(tx) if one.name_zh == "第二份")
        assert [item.id for item in papers.items(tx, copy)] == ITEMS and copy.code != paper.code
