"""The coordinator's list: who may open it, what a tap does, and that it does it once."""

import threading
from datetime import timedelta

import pytest

from linli import clock
from linli.rules import totp
from linli.volunteer import activities, coordinators, late_ticks, presence, sign_ups
from tests.hours.conftest import staff as hire
from tests.volunteer.conftest import Scene, staff_cookie, words


def page(scene: Scene, tail: str = "") -> str:
    return f"/tick/{scene.activity}{tail}"


def listed(scene: Scene, phone: object) -> str:
    return str(phone.get(page(scene, "/list")).json()["list"])  # type: ignore[attr-defined]


def test_nobody_else_reads_the_names(scene: Scene) -> None:
    scene.keeper()
    sign_ups_of(scene, "桂花婶")
    stranger = scene.phone()
    for tail in ("", "/list", "/code"):
        answer = stranger.get(page(scene, tail))
        assert answer.status_code in (400, 403)
        assert "桂花婶" not in answer.text
        assert "code" not in answer.text or "codes" not in answer.text
    assert scene.tap(stranger, "in", "x")["status"] == 403
    assert stranger.post(page(scene, "/end")).status_code in (400, 403)
    assert stranger.post(page(scene, "/count"), data={"counted": "3", "moment": "start"}).status_code in (400, 403)


def secret(scene: Scene, activity: str) -> str:
    row = scene.store.one("select code_in from activity where id = :id", id=activity)
    assert row
    return str(row["code_in"])


def sign_ups_of(scene: Scene, *names: str, minor: bool = False) -> list[str]:
    """Residents who signed up before it began; their subjects."""
    made = [scene.resident(name).subject for name in names]
    for one in made:
        sign_ups.sign_up(scene.store, scene.activity, one, clock.now() - timedelta(hours=2), minor=minor)
    return made


def test_a_coordinator_of_another_activity_and_a_clerk_may_not(scene: Scene) -> None:
    other = scene.another(-10, 30)
    phone, _made = scene.keeper(activity=other)
    assert phone.get(page(scene, "/list")).status_code == 403
    clerk = scene.phone(**staff_cookie(scene, hire(scene.store, "Wu", "clerk")))
    assert clerk.get(page(scene, "/list")).status_code == 403
    organiser = scene.phone(**staff_cookie(scene, scene.organiser))
    assert organiser.get(page(scene)).status_code == 200


def test_a_link_asks_who_is_there_works_once_and_for_a_double_tap_the_same(scene: Scene) -> None:
    made = scene.resident("李姐")
    token, phone, thief = scene.link(made), scene.phone(), scene.phone()
    asked = phone.get(f"/duty?t={token}")
    assert "你是 李姐 吗？" in words(asked.text)
    assert "ll_coord" not in phone.cookies
    first = phone.post("/duty", data={"t": token})
    cookie = first.headers["set-cookie"]
    assert "ll_coord=" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    phone.cookies.delete("ll_coord")
    again = phone.post("/duty", data={"t": token})
    assert again.headers["set-cookie"].split(";")[0] == cookie.split(";")[0]
    thief.get(f"/duty?t={token}")
    assert thief.post("/duty", data={"t": token}).status_code == 400
    # Opened once more on the coordinator's phone, the used link leads to the list.
    assert phone.get(f"/duty?t={token}").headers["location"] == "/duty"
    assert scene.draft.title in words(phone.get("/duty").text)


def test_the_printed_form_of_the_link_leads_to_the_same_question(scene: Scene) -> None:
    assert scene.phone().get("/coordinator/abc").headers["location"] == "/duty?t=abc"
    assert "已经用过" in words(scene.phone().get("/duty?t=abc").text)
    assert "没有要管的名单" in words(scene.phone().get("/duty").text)


def test_who_is_no_longer_coordinator_is_out_at_once(scene: Scene) -> None:
    phone, made = scene.keeper()
    with scene.store.reading() as tx:
        by = activities.organiser(tx, scene.organiser)
    coordinators.remove_coordinator(scene.store, by, scene.activity, made.id, clock.now())
    assert phone.get(page(scene, "/list")).status_code == 403


def test_the_list_has_signed_up_people_first_each_with_nickname_and_number(scene: Scene) -> None:
    phone, _made = scene.keeper()
    walk_in = scene.resident("阿阿")
    sign_ups_of(scene, "桂花婶", "周叔")
    assert scene.tap(phone, "in", number=walk_in.player_number)["name"] == "阿阿"
    text = words(listed(scene, phone))
    assert text.index("报名的 2") < text.index("周叔") < text.index("临时来的 1") < text.index("阿阿")
    assert walk_in.player_number in text
    counts = words(phone.get(page(scene, "/list")).json()["counts"])
    assert counts == "1 在场 2 还没到 0 已离开"


@pytest.mark.parametrize(("wanted", "found"), [("桂花", ["桂花婶"]), ("MIA", ["mia"]), ("nobody", [])])
def test_the_search_works_without_scripts(scene: Scene, wanted: str, found: list[str]) -> None:
    phone, _made = scene.keeper()
    sign_ups_of(scene, "桂花婶", "mia", "周叔")
    text = words(phone.get(page(scene), params={"q": wanted}).text)
    assert [name for name in ("桂花婶", "mia", "周叔") if name in text] == found
    number = scene.store.one("select player_number from resident where nickname = '周叔'")
    assert number
    assert "周叔" in words(phone.get(page(scene), params={"q": number["player_number"]}).text)


def test_a_tap_sent_three_times_is_one_arrival_and_one_leaving(scene: Scene) -> None:
    phone, _made = scene.keeper()
    [one] = sign_ups_of(scene, "桂花婶")
    assert [scene.tap(phone, "in", one, key="a")["ok"] for _ in range(3)] == [True] * 3
    assert [scene.tap(phone, "out", one, key="b")["ok"] for _ in range(3)] == [True] * 3
    assert [(stay["came_how"], stay["left_how"]) for stay in scene.stays()] == [("tick", "tick")]
    # An answer that was lost: the first tap again, after the second.
    assert scene.tap(phone, "in", one, key="a")["ok"]
    assert len(scene.stays()) == 1
    assert "到，" in words(listed(scene, phone))


def test_two_coordinators_at_once_make_one_presence(scene: Scene) -> None:
    first, _one = scene.keeper("李姐")
    second, _two = scene.keeper("陈叔")
    [subject] = sign_ups_of(scene, "桂花婶")
    both = [threading.Thread(target=scene.tap, args=(phone, "in", subject), kwargs={"key": str(number)}) for number, phone in enumerate((first, second))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(scene.stays()) == 1


def test_undoing_twice_undoes_the_leaving_alone(scene: Scene) -> None:
    phone, _made = scene.keeper()
    [one] = sign_ups_of(scene, "桂花婶")
    scene.tap(phone, "in", one, key="a")
    scene.tap(phone, "out", one, key="b")
    stay = scene.stays()[0]["id"]
    assert [scene.tap(phone, "undo_out", one, presence=stay, key=key)["ok"] for key in ("c", "c", "d")] == [True] * 3
    assert [one["left_at"] for one in scene.stays()] == [None]
    assert scene.tap(phone, "undo_in", one, presence=stay, key="e")["ok"]
    assert scene.stays() == []
    assert scene.tap(phone, "undo_in", one, presence=stay, key="f")["ok"]


def test_two_coordinators_who_undo_the_same_leaving_leave_the_arrival(scene: Scene) -> None:
    first, _one = scene.keeper("李姐")
    second, _two = scene.keeper("陈叔")
    [subject] = sign_ups_of(scene, "桂花婶")
    scene.tap(first, "in", subject, key="a")
    scene.tap(first, "out", subject, key="b")
    stay = scene.stays()[0]["id"]
    both = [threading.Thread(target=scene.tap, args=(phone, "undo_out", subject), kwargs={"presence": stay, "key": str(number)}) for number, phone in enumerate((first, second))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [(one["left_at"], one["void_at"]) for one in scene.stays()] == [(None, None)]


def test_a_tap_is_undone_by_its_own_key_whether_it_arrived_or_not(scene: Scene) -> None:
    phone, _made = scene.keeper()
    made = scene.resident("临时的")
    assert scene.tap(phone, "undo_in", number=made.player_number, of="never", key="x")["ok"]
    scene.tap(phone, "in", number=made.player_number, key="a")
    assert scene.tap(phone, "undo_in", number=made.player_number, of="a", key="b")["ok"]
    assert scene.stays() == []
    assert scene.count("sign_up") == 0, "a tick by mistake leaves no no-show note"


def test_an_undo_never_takes_back_more_than_was_meant(scene: Scene) -> None:
    phone, _made = scene.keeper()
    [one] = sign_ups_of(scene, "桂花婶")
    scene.tap(phone, "in", one, key="a")
    stay = scene.stays()[0]["id"]
    scene.tap(phone, "out", one, key="b")
    answer = scene.tap(phone, "undo_in", one, presence=stay, key="c")
    assert (answer["status"], len(scene.stays())) == (400, 1)


def test_the_coordinators_own_row_has_no_button_and_no_tap_of_theirs_counts(scene: Scene) -> None:
    phone, made = scene.keeper()
    sign_ups.sign_up(scene.store, scene.activity, made.subject, clock.now() - timedelta(hours=2))
    row = listed(scene, phone)
    assert "你自己" in words(row)
    assert "<button" not in row
    answer = scene.tap(phone, "in", made.subject)
    assert "自己不能给自己点名" in str(answer["error"])
    other, _two = scene.keeper("陈叔")
    assert scene.tap(other, "in", made.subject)["ok"]


def test_an_organiser_who_keeps_the_list_as_coordinator_cannot_tick_themselves_either(scene: Scene) -> None:
    phone, made = scene.keeper()
    phone.cookies.update(staff_cookie(scene, scene.organiser))
    assert scene.tap(phone, "in", made.subject)["status"] == 400


def test_a_wrong_number_is_told_and_writes_nothing(scene: Scene) -> None:
    phone, _made = scene.keeper()
    assert "没有这个玩家号" in str(scene.tap(phone, "in", number="000000")["error"])
    answer = phone.post(page(scene, "/tap"), data={"do": "number", "number": "000000"})
    assert answer.status_code == 400
    assert "没有这个玩家号" in words(answer.text)


def test_people_without_a_nickname_are_counted_once_a_tap(scene: Scene) -> None:
    phone, _made = scene.keeper()
    for key in ("a", "a", "b"):
        assert scene.tap(phone, "plus", key=key)["ok"]
    live = phone.get(page(scene, "/list")).json()
    assert (live["uncounted"], live["here"]) == (2, 2)
    assert "其中 2 位没有昵称" in words(live["counts"])
    for key in ("c", "c"):
        scene.tap(phone, "minus", key=key)
    assert phone.get(page(scene, "/list")).json()["uncounted"] == 1
    assert scene.count("record") == 0


def test_from_14_to_17_the_paper_is_seen_and_the_arrival_ticked_with_one_tap(scene: Scene) -> None:
    phone, _made = scene.keeper()
    [one] = sign_ups_of(scene, "小满", minor=True)
    assert "先看监护人同意书" in words(listed(scene, phone))
    assert scene.tap(phone, "in", one)["status"] == 400
    assert phone.post(page(scene, "/tap"), data={"do": f"consent_in {one} -", "key": "k"}).status_code == 303
    assert len(scene.stays()) == 1


def test_without_scripts_every_tap_is_a_form(scene: Scene) -> None:
    phone, _made = scene.keeper()
    [one] = sign_ups_of(scene, "桂花婶")
    html = phone.get(page(scene)).text
    assert f'name="do" value="in {one} -"' in html
    assert phone.post(page(scene, "/tap"), data={"do": f"in {one} -", "key": "k"}).headers["location"] == page(scene, "?done=1")
    stay = scene.stays()[0]["id"]
    assert f'value="out {one} {stay}"' in phone.get(page(scene)).text
    for what in ("out", "undo_out", "undo_in"):
        assert phone.post(page(scene, "/tap"), data={"do": f"{what} {one} {stay}", "key": what}).status_code == 303
    assert scene.stays() == []
    for form in ({"do": "plus", "key": "p"}, {"do": "plus", "key": "p"}):
        assert phone.post(page(scene, "/tap"), data=form).status_code == 303
    assert scene.count("uncounted") == 1


@pytest.mark.parametrize("given", [
    {"what": "drop"}, {}, {"what": "in"}, {"what": "in", "subject": "x" * 5000}, {"what": "undo_in", "presence": "none"},
    {"what": "confirm", "presence": "none"},
])
def test_a_broken_tap_changes_nothing_and_is_no_fault(scene: Scene, given: dict[str, object]) -> None:
    phone, _made = scene.keeper()
    answer = phone.post(page(scene, "/tap"), json=given)
    assert answer.status_code in (200, 400)
    assert scene.count("presence") == 0


@pytest.mark.parametrize("elapsed", ["nonsense", None, -50, float(10**9), True])
def test_a_broken_time_is_now_or_waits_for_an_organiser(scene: Scene, elapsed: object) -> None:
    phone, _made = scene.keeper()
    [one] = sign_ups_of(scene, "桂花婶")
    assert scene.tap(phone, "in", one, elapsed=elapsed)["ok"]


def test_a_queued_tap_counts_at_its_time_and_an_old_one_waits(scene: Scene) -> None:
    phone, _made = scene.keeper()
    one, two = sign_ups_of(scene, "桂花婶", "周叔")
    assert scene.tap(phone, "in", one, key="a", elapsed=600)["ok"]
    came = clock.parse(str(scene.stays()[0]["came_at"]))
    assert timedelta(minutes=9.9) < clock.now() - came < timedelta(minutes=10.2)
    assert "补发" in words(listed(scene, phone))
    assert scene.tap(phone, "in", two, key="b", elapsed=3700)["noted"] is True
    assert [note.name for note in late_ticks.waiting(scene.store, scene.activity)] == ["周叔"]
    assert "1 条迟到的点名等组织者看" in words(phone.get(page(scene, "/list")).json()["counts"])


def test_head_counts_are_entered_by_form_and_by_script(scene: Scene) -> None:
    phone, _made = scene.keeper()
    assert phone.post(page(scene, "/count"), data={"counted": "１４", "moment": "start"}).status_code == 303
    assert phone.post(page(scene, "/count"), data={"counted": "14", "moment": "start"}, headers={"accept": "application/json"}).json() == {"ok": True}
    assert scene.count("head_count") == 1
    heads = words(phone.get(page(scene, "/list")).json()["heads"])
    assert "开始 14 人" in heads
    assert "数到 14 人，名单上 0 人" in heads
    for bad in ("", "-1", "many", "99999999"):
        answer = phone.post(page(scene, "/count"), data={"counted": bad, "moment": "end"}, headers={"accept": "application/json"})
        assert answer.status_code == 400
        assert "人数" in answer.json()["error"]


def test_ending_for_all_leaves_the_coordinator_and_may_be_sent_twice(scene: Scene) -> None:
    phone, made = scene.keeper()
    other, _two = scene.keeper("陈叔")
    for one in [*sign_ups_of(scene, "桂花婶", "周叔"), made.subject]:
        scene.tap(other, "in", one)
    scene.tap(phone, "plus")
    assert "还在场：4 人" in words(phone.get(page(scene)).text)
    assert [phone.post(page(scene, "/end")).headers["location"] for _ in range(2)] == [page(scene, "?ended=2"), page(scene, "?ended=0")]
    assert phone.get(page(scene, "/list")).json()["here"] == 1
    assert "2 人都记了离开" in words(phone.get(page(scene, "?ended=2")).text)


def test_ending_before_the_start_is_refused_in_place(scene: Scene) -> None:
    later = scene.another(20, 60)
    phone, _made = scene.keeper(activity=later)
    answer = phone.post(f"/tick/{later}/end")
    assert answer.status_code == 400
    assert "可以记离开" in words(answer.text)


def test_who_was_not_signed_out_is_confirmed_at_the_planned_end_or_another_time(scene: Scene) -> None:
    over = scene.another(-240, -120)
    phone, _made = scene.keeper(activity=over)
    row = scene.store.one("select starts_at, ends_at from activity where id = :id", id=over)
    assert row
    starts, ends = clock.parse(row["starts_at"]), clock.parse(row["ends_at"])
    made = [scene.resident(name).subject for name in ("桂花婶", "周叔")]
    for one in made:
        presence.sign_in(scene.store, over, one, totp.code(secret(scene, over), starts), starts)
    listing = phone.get(f"/tick/{over}/list").json()
    assert "2 待确认" in words(listing["counts"])
    assert words(listing["list"]).startswith("待确认 2")
    whole = phone.get(f"/tick/{over}").text
    assert "签到和签退都结束了" in words(whole)
    assert 'class="dock' not in whole
    stays = {stay["subject"]: stay["id"] for stay in scene.stays()}
    first = phone.post(f"/tick/{over}/tap", json={"what": "confirm", "subject": made[0], "presence": stays[made[0]], "key": "a"})
    assert first.json()["ok"]
    early = clock.local(ends - timedelta(minutes=30), "Asia/Shanghai").strftime("%H:%M")
    second = phone.post(f"/tick/{over}/tap", data={"do": f"confirm_at {made[1]} {stays[made[1]]}", f"at-{stays[made[1]]}": early})
    assert second.status_code == 303
    left = [stay["left_at"] for stay in sorted(scene.stays(), key=lambda stay: made.index(str(stay["subject"])))]
    assert left == [clock.stamp(ends), clock.stamp(ends - timedelta(minutes=30))]
    broken = phone.post(f"/tick/{over}/tap", data={"do": f"confirm_at {made[1]} {stays[made[1]]}", f"at-{stays[made[1]]}": "25:99"})
    assert broken.status_code == 400
