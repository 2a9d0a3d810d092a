"""“Something wrong here?” over the routes of the quiz, and the pictures of questions."""

import base64

from starlette.applications import Starlette
from starlette.testclient import TestClient

from linli import ids
from linli.web import image_routes
from linli.web.parts import quiz_card, wrong
from tests.pages.resident_stage import Stage
from tests.pages.test_resident_quiz import begun, sitting

PIXEL = base64.b64encode(b"\x89PNG no real picture").decode()
NAME = "0123456789abcdef0123456789abcdef.png"


def reported(stage: Stage) -> list[tuple[str, str]]:
    return [(row["item"], row["reason"]) for row in stage.store.rows("select item, reason from item_report order by id")]


def test_the_control_stands_under_an_answer_and_not_under_a_question(stage: Stage) -> None:
    attempt, phone = begun(stage, compound=stage.cast.yulan), stage.phone()
    asked = phone.get(f"/api/quiz/{attempt}").text
    assert "data-report" not in asked
    one = sitting(stage, attempt).asked[0]
    answer = phone.post(f"/api/quiz/{attempt}/answer", json={"item": one.item.id, "chosen": [0]}).json()
    assert f'data-reports="{one.item.id}"' in answer["html"] and answer["html"].count("data-report=") == 5
    assert "data-report" not in answer["next"]


def test_one_tap_reports_and_a_second_one_changes_nothing(stage: Stage) -> None:
    attempt, phone = begun(stage, compound=stage.cast.yulan), stage.phone()
    one, later = sitting(stage, attempt).asked[:2]
    phone.post(f"/api/quiz/{attempt}/answer", json={"item": one.item.id, "chosen": [0]})
    for reason in ("key", "key", "wording"):
        answer = phone.post("/api/report", json={"item": one.item.id, "reason": reason})
        assert answer.status_code == 200 and answer.json()["html"] == wrong.thanks(own=False)
        assert answer.headers["cache-control"] == "no-store"
    assert reported(stage) == [(one.item.id, "key")]
    early = phone.post("/api/report", json={"item": later.item.id, "reason": "key"})
    assert early.status_code == 400 and "答过的题才能反馈" in early.json()["error"]
    assert stage.other().post("/api/report", json={"item": one.item.id, "reason": "key"}).status_code == 400
    for hostile in ({}, {"item": one.item.id, "reason": "<b>rude</b>"}, {"item": ["x"], "reason": {}}):
        assert phone.post("/api/report", json=hostile).status_code == 400
    assert reported(stage) == [(one.item.id, "key")]


def test_another_site_cannot_report_in_somebodys_name(stage: Stage) -> None:
    attempt, phone = begun(stage, compound=stage.cast.yulan), stage.phone()
    one = sitting(stage, attempt).asked[0]
    phone.post(f"/api/quiz/{attempt}/answer", json={"item": one.item.id, "chosen": [0]})
    assert stage.phone(origin="https://elsewhere.example").post("/api/report", json={"item": one.item.id, "reason": "key"}).status_code == 403
    assert reported(stage) == []


def test_only_kept_pictures_are_sent_and_for_a_long_time(stage: Stage) -> None:
    rows = [(NAME, "image/png"), (NAME.replace(".png", ".svg"), "image/svg+xml")]
    with stage.store.writing() as tx:
        tx.insert("image", [{"id": name, "type": kind, "data": PIXEL, "width": 1, "height": 1, "made_at": ids.new()} for name, kind in rows])
    client = TestClient(Starlette(routes=image_routes.routes()))
    found = client.get(f"/img/{NAME}")
    assert found.content == base64.b64decode(PIXEL) and found.headers["content-type"] == "image/png"
    assert "immutable" in found.headers["cache-control"] and found.headers["x-content-type-options"] == "nosniff"
    for name in (NAME.replace("0", "1"), NAME.replace(".png", ".svg"), "..%2fsecret.key", "x" * 400):
        assert client.get(f"/img/{name}").status_code == 404
    client.close()


def test_a_picture_says_the_question_to_who_cannot_see_it() -> None:
    assert quiz_card.picture(NAME, 'Is "this" right?') == f'<img class="pic" src="/img/{NAME}" alt="Is &quot;this&quot; right?" loading="lazy">'
    assert quiz_card.picture("", "x") == ""
