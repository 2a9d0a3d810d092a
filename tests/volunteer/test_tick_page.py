"""The coordinator's page: codes, compression, who is shown how."""

import gzip
import json
import time
from datetime import timedelta

from linli import clock, privacy, residents
from linli.rules import totp
from linli.volunteer import activities, presence, sign_ups
from tests.volunteer.conftest import Scene, words
from tests.volunteer.test_tick import listed, page, secret, sign_ups_of


def test_the_codes_go_on_for_five_minutes_and_switch_between_in_and_out(scene: Scene) -> None:
    phone, _made = scene.keeper()
    before = clock.now()
    state = phone.get(page(scene, "/code?m=in")).json()
    assert state["codes"][0] in (scene.code("in"), totp.code(secret(scene, scene.activity), before))
    assert len(set(state["codes"])) == 10
    assert 1 <= state["left"] <= 30
    assert phone.get(page(scene, "/code?m=out")).json()["title"] == "签退码"
    # In the last quarter of an hour it is the sign-out code that is needed.
    assert phone.get(page(scene, "/code")).json()["moment"] == "out"
    assert phone.get(page(scene, "/code?m=in&qr=1")).json()["qr"][0].startswith("data:image/svg+xml")
    assert state["qr"] == []


def test_before_it_opens_the_code_says_when(scene: Scene) -> None:
    later = scene.another(120, 180)
    phone, _made = scene.keeper(activity=later)
    state = phone.get(f"/tick/{later}/code").json()
    assert state["open"] is False
    assert "可以用" in state["note"]


def test_the_list_is_compressed_and_not_sent_again_unchanged(scene: Scene) -> None:
    phone, _made = scene.keeper()
    for number in range(200):
        _quick(scene, f"邻居{number}")
    began = time.perf_counter()
    answer = phone.get(page(scene, "/list"), headers={"accept-encoding": "gzip"})
    taken = time.perf_counter() - began
    assert answer.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(answer.content)) < 20_000
    assert answer.json()["list"].count("<li") == 200
    assert taken < 0.5, taken
    mark = answer.headers["etag"]
    assert phone.get(page(scene, "/list"), headers={"if-none-match": mark}).status_code == 304
    page_html = phone.get(page(scene)).text
    assert page_html.count('name="do" value="in ') == 200


def _quick(scene: Scene, nickname: str) -> str:
    """A resident who signed up, without hashing a PIN; the subject."""
    from tests.hours.conftest import Stage

    stage = Stage(scene.store, scene.cast, "", scene.organiser, scene.organiser, scene.draft)
    subject = stage.person(nickname)
    with scene.store.writing() as tx:
        place = int(tx.value("select coalesce(max(place), 0) + 1 from sign_up"))
        tx.insert("sign_up", [{"activity": scene.activity, "place": place, "subject": subject, "at": clock.stamp(clock.now())}])
    return subject


def test_who_left_the_game_has_no_id_and_no_button_on_the_list(scene: Scene) -> None:
    phone, _made = scene.keeper()
    made = scene.resident("桂花婶")
    scene.tap(phone, "in", made.subject)
    scene.tap(phone, "out", made.subject)
    privacy.delete(scene.store, made, clock.now())
    html = listed(scene, phone)
    assert made.subject not in html
    assert "已注销" in words(html)


def test_a_hidden_nickname_is_a_number_here_too(scene: Scene) -> None:
    phone, _made = scene.keeper()
    made = scene.resident("不好听的")
    sign_ups.sign_up(scene.store, scene.activity, made.subject, clock.now() - timedelta(hours=2))
    with scene.store.reading() as tx:
        by = activities.organiser(tx, scene.organiser)
    residents.hide_nickname(scene.store, by, made.id, clock.now())
    assert "不好听的" not in listed(scene, phone)
    assert made.player_number in listed(scene, phone)


def test_with_nobody_on_the_list_it_says_what_to_do(scene: Scene) -> None:
    phone, _made = scene.keeper()
    assert "名单上还没有人" in words(listed(scene, phone))
    assert json.loads(phone.get(page(scene, "/code")).text)["open"]


def test_the_page_speaks_english_in_large_print(scene: Scene) -> None:
    phone, _made = scene.keeper()
    sign_ups_of(scene, "桂花婶")
    phone.post("/prefs", json={"lang": "en"})
    phone.post("/prefs", json={"large": 1})
    html = phone.get(page(scene)).text
    assert '<html lang="en" class="large">' in html
    for said in ("Sign-in code", "signed up, not here yet", "Tick in", "Walk-in", "End for all", "Head count"):
        assert said in words(html)


def test_the_same_person_by_cookie_of_one_activity_stays_out_of_the_other(scene: Scene) -> None:
    phone, _made = scene.keeper()
    other = scene.another(-30, 60)
    made = scene.resident("桂花婶")
    stay = presence.sign_in(scene.store, other, made.subject, totp.code(secret(scene, other), clock.now()), clock.now())
    answer = scene.tap(phone, "undo_in", made.subject, presence=stay.id)
    assert answer["ok"] is True
    confirm = scene.tap(phone, "confirm", made.subject, presence=stay.id)
    assert confirm["status"] in (400, 403)
    assert [one["void_at"] for one in scene.stays()] == [None]
