"""The page of photos, bags and places over HTTP: multipart forms, who may, how a picture goes out."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from starlette.testclient import TestClient

from linli import clock, kiosks
from linli.volunteer import activities
from linli.web import evidence_routes
from tests.hours.conftest import staff as hire
from tests.hours.test_evidence import picture, with_place
from tests.volunteer.conftest import Scene, staff_cookie, words


@pytest.fixture(autouse=True)
def with_routes(scene: Scene) -> None:
    """The routes of this page beside the others."""
    scene.app.router.routes[:0] = evidence_routes.routes()


def at(scene: Scene) -> str:
    return f"/tick/{scene.activity}/evidence"


def send(scene: Scene, phone: TestClient, data: bytes, moment: str = "before", **headers: str) -> object:
    """A photo by an ordinary form."""
    return phone.post(at(scene), data={"moment": moment}, files={"photo": ("IMG_1.jpg", data, "image/jpeg")}, headers=headers)


def test_a_coordinator_sends_a_photo_and_sees_it(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    assert f'href="{at(scene)}"' in phone.get(f"/tick/{scene.activity}").text
    empty = words(phone.get(at(scene)).text)
    assert "不拍人脸，不拍车牌" in empty
    answer = send(scene, phone, with_place(6))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{at(scene)}?done=before#before")  # type: ignore[attr-defined]
    html = phone.get(f"{at(scene)}?done=before").text
    assert "照片已收到" in html
    [address] = re.findall(r'src="(/tick/[^"]+)\?small=1"', html)
    for small in ("", "?small=1"):
        sent = phone.get(address + small)
        assert (sent.status_code, sent.headers["content-type"]) == (200, "image/jpeg")
        assert sent.headers["cache-control"] == "private, no-store"
        assert sent.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in sent.headers["content-security-policy"]
        assert b"SecretPhone" not in sent.content
        assert Image.open(BytesIO(sent.content)).size[1] in (320, 400)


def test_by_script_the_answer_is_the_new_list_or_a_sentence(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    good = send(scene, phone, picture("WEBP"), "after", accept="application/json").json()  # type: ignore[attr-defined]
    assert good["ok"] is True
    assert good["html"].count("<img") == 1
    bad = send(scene, phone, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "after", accept="application/json")
    assert bad.status_code == 400  # type: ignore[attr-defined]
    assert "HEIC" in bad.json()["error"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("data", "said"), [
    (b"<html><script>", "不是可用的照片"), (b"", "还没有选照片"), (picture()[:-300], "没有传完整"),
    (b"\xff\xd8\xff" + b"\0" * 12_050_000, "12 MB"), (b"\xff\xd8\xff" + b"\0" * 13_000_000, "12 MB"),
])
def test_a_refused_photo_is_told_on_the_page(scene: Scene, data: bytes, said: str) -> None:
    phone, _keeper = scene.keeper()
    answer = send(scene, phone, data)
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert said in words(answer.text)  # type: ignore[attr-defined]
    assert scene.count("activity_photo") == 0


def test_a_body_without_a_length_is_cut_off_at_the_limit(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    read = 0

    def body() -> Iterator[bytes]:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        for _each in range(200):
            read += 100_000
            yield b"\xff" * 100_000

    answer = phone.post(at(scene), content=body(), headers={"content-type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400
    assert "12 MB" in words(answer.text)


@pytest.mark.parametrize(("content", "kind"), [
    (b"nonsense", "multipart/form-data; boundary=x"), (b"--x\r\nContent-Disposition: form-da", "multipart/form-data; boundary=x"), (b"{}", "application/json"),
    (b"photo=abc&moment=before", "application/x-www-form-urlencoded"), (b"a", "multipart/form-data"),
])
def test_a_form_that_cannot_be_read_gets_a_sentence(scene: Scene, content: bytes, kind: str) -> None:
    phone, _keeper = scene.keeper()
    answer = phone.post(at(scene), content=content, headers={"content-type": kind})
    assert answer.status_code == 400
    assert "<main" in answer.text


def test_nobody_else_sees_sends_or_removes(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    send(scene, phone, picture())
    [kept] = scene.store.rows("select id from activity_photo")
    image = f"{at(scene)}/{kept['id']}.jpg"
    resident, guest, (elsewhere, _made) = scene.phone(), scene.phone(), scene.keeper("王叔", scene.another(-10, 30))
    scene.resident("小梅", resident)
    clerk = scene.phone(**staff_cookie(scene, hire(scene.store, "Clerk", "clerk")))
    kiosk = scene.phone(**kiosk_cookie(scene), **dict(phone.cookies))
    for other in (resident, guest, elsewhere, clerk, kiosk):
        assert other.get(at(scene)).status_code in (400, 403)
        assert (other.get(image).status_code, other.get(image).headers["content-type"].split(";")[0]) == (403, "text/plain")
        assert send(scene, other, picture(shade=9)).status_code == 403  # type: ignore[attr-defined]
        assert other.post(f"{at(scene)}/{kept['id']}/remove").status_code in (400, 403)
        assert other.post(f"{at(scene)}/result", data={"bags": "3"}).status_code in (400, 403)
    assert scene.count("activity_photo", "removed_at is null") == 1
    assert scene.count("activity_result") == 0


def kiosk_cookie(scene: Scene) -> dict[str, str]:
    """A registered kiosk's cookie."""
    with scene.store.reading() as tx:
        by = activities.organiser(tx, scene.organiser)
    link = kiosks.link(scene.store, by, "Hall", clock.now())
    return {"ll_kiosk": kiosks.register(scene.store, link, clock.now())}


def test_an_organiser_looks_and_removes(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    send(scene, phone, picture())
    [kept] = scene.store.rows("select id from activity_photo")
    office = scene.phone(**staff_cookie(scene, scene.organiser))
    assert office.get(f"{at(scene)}/{kept['id']}.jpg").status_code == 200
    assert office.post(f"{at(scene)}/{kept['id']}/remove").status_code == 303
    assert phone.get(f"{at(scene)}/{kept['id']}.jpg").status_code == 404
    assert scene.count("activity_photo", "data = '' and removed_at is not null") == 1


def test_a_coordinator_who_lost_the_role_sees_nothing_at_once(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    send(scene, phone, picture())
    [kept] = scene.store.rows("select id from activity_photo")
    with scene.store.writing() as tx:
        tx.run("delete from coordinator where activity = :id", id=scene.activity)
    assert phone.get(f"{at(scene)}/{kept['id']}.jpg").status_code == 403


def test_bags_and_places_are_kept_and_what_is_refused_stays_typed(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    bad = phone.post(f"{at(scene)}/result", data={"bags": "多", "places": '东门"><b>x'})
    assert bad.status_code == 400
    assert 'value="多"' in bad.text
    assert "东门&quot;&gt;&lt;b&gt;x" in bad.text
    assert phone.post(f"{at(scene)}/result", data={"bags": "１２", "places": "东门、车棚"}).status_code == 303
    [row] = scene.store.rows("select bags, places from activity_result")
    assert (row["bags"], row["places"]) == (12, "东门、车棚")
    assert "东门、车棚" in phone.get(f"{at(scene)}?done=result").text


def test_from_another_site_nothing_is_sent(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    assert send(scene, phone, picture(), origin="http://evil.example").status_code == 403  # type: ignore[attr-defined]
    assert scene.count("activity_photo") == 0


def test_outside_its_time_the_page_has_no_forms(scene: Scene) -> None:
    later = scene.another(180, 240)
    phone, _keeper = scene.keeper(activity=later)
    html = phone.get(f"/tick/{later}/evidence").text
    assert 'type="file"' not in html
    assert "填写" in words(html)


def test_where_there_is_room_for_no_more_the_form_is_gone(scene: Scene) -> None:
    phone, _keeper = scene.keeper()
    for shade in range(0, 120, 20):
        assert send(scene, phone, picture(shade=shade)).status_code == 303  # type: ignore[attr-defined]
    html = phone.get(at(scene)).text
    assert 'id="file-before"' not in html
    assert 'id="file-after"' in html
    assert send(scene, phone, picture(shade=200)).status_code == 400  # type: ignore[attr-defined]
