import re

import pytest

from linli import attempts, clock
from linli.attempts import Player, Sitting
from linli.verify import verify
from tests.pages.resident_stage import Stage


def begun(stage: Stage, *, kind: str = "daily", topic: str | None = None, compound: str = "") -> str:
    """Start a quiz by the route; its id."""
    answer = stage.phone().post("/api/quiz/start", json={"kind": kind, "topic": topic, "compound": compound})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["attempt"])


def sitting(stage: Stage, attempt: str) -> Sitting:
    """The attempt as it stands."""
    with stage.store.reading() as tx:
        row = tx.one("select * from attempt where id = :id", id=attempt)
        assert row
        return attempts.sitting(tx, row)


def finish(stage: Stage, *, right: bool = True, kind: str = "daily", topic: str | None = None, compound: str = "") -> str:
    """Play a whole quiz by the routes; the HTML of its result."""
    attempt, phone, after = begun(stage, kind=kind, topic=topic, compound=compound), stage.phone(), ""
    for one in sitting(stage, attempt).asked:
        key = sorted(one.item.key)
        other = [number for number in range(len(one.item.options)) if number not in key][:1] or key[:1]
        answer = phone.post(f"/api/quiz/{attempt}/answer", json={"item": one.item.id, "chosen": key if right else other})
        assert answer.status_code == 200, answer.text
        after = answer.json()["next"]
    return str(after)


def test_an_unanswered_item_says_nothing_about_its_key(stage: Stage) -> None:
    attempt = begun(stage, compound=stage.cast.yulan)
    phone = stage.phone()
    for one in sitting(stage, attempt).asked:
        shown = phone.get(f"/api/quiz/{attempt}").text
        assert one.item.stem.zh[:8] in shown.replace("&quot;", '"')
        own = [one.item.stem.zh, *(option.text.zh for option in one.item.options)]  # a question may itself use the words of its article
        secrets = (one.item.explanation.zh, one.item.explanation.en, getattr(one.item.source, "quote", None))
        assert all(secret is None or secret not in shown or any(secret in text for text in own) for secret in secrets)
        assert not re.search(r"key|correct|right", re.sub(r'class="[^"]*"|aria-label="[^"]*"', "", shown))
        answer = phone.post(f"/api/quiz/{attempt}/answer", json={"item": one.item.id, "chosen": [one.order[0]]}).json()
        assert "为什么" in answer["html"] and 'data-next' in answer["html"]


def test_options_of_right_and_wrong_look_the_same_before_the_answer(stage: Stage) -> None:
    attempt = begun(stage, compound=stage.cast.yulan)
    shown = stage.phone().get(f"/api/quiz/{attempt}").text
    options = re.findall(r"<button type=\"button\" class=\"opt\".*?</button>", shown)
    bare = {re.sub(r'data-answer="\d"|<span>[^<]*</span>', "", one) for one in options}
    assert len(options) >= 2 and len(bare) == 1


def test_a_double_tap_is_one_answer_and_is_answered_alike(stage: Stage) -> None:
    attempt = begun(stage, compound=stage.cast.yulan)
    one = sitting(stage, attempt).asked[0]
    first, again = (
        stage.phone().post(f"/api/quiz/{attempt}/answer", json={"item": one.item.id, "chosen": [number]}).json() for number in one.order[:2]
    )
    assert first == again and len(stage.store.rows("select item from answer")) == 1


def test_a_reload_goes_on_where_the_quiz_stands_and_shows_an_answer_again_on_wish(stage: Stage) -> None:
    attempt = begun(stage, compound=stage.cast.yulan)
    one = sitting(stage, attempt).asked[0]
    phone = stage.phone()
    said = phone.post(f"/api/quiz/{attempt}/answer", json={"item": one.item.id, "chosen": [0]}).json()
    assert phone.get(f"/api/quiz/{attempt}").text == said["next"]
    again = phone.get(f"/api/quiz/{attempt}?see=1").text
    assert "为什么" in again and 'data-nav="/quiz"' in again and "data-next" not in again
    assert phone.get(f"/api/quiz/{attempt}?see=2").text == said["next"]
    assert phone.get(f"/api/quiz/{attempt}?see=x").text == said["next"]


def test_another_phone_gets_one_sentence_and_no_item(stage: Stage) -> None:
    attempt = begun(stage, compound=stage.cast.yulan)
    one = sitting(stage, attempt).asked[0]
    for answer in (
        stage.other().get(f"/api/quiz/{attempt}"),
        stage.other().post(f"/api/quiz/{attempt}/answer", json={"item": one.item.id, "chosen": [0]}),
    ):
        assert answer.status_code == 400 and "别的手机" in answer.json()["error"]
    assert stage.store.rows("select item from answer") == []


def test_a_request_from_another_site_is_refused(stage: Stage) -> None:
    answer = stage.phone(origin="http://evil.example").post("/api/quiz/start", json={"compound": stage.cast.yulan})
    assert answer.status_code == 403 and stage.store.rows("select id from attempt") == []


def test_a_browser_without_a_cookie_starts_nothing(stage: Stage) -> None:
    answer = stage.phone({}).post("/api/quiz/start", json={"compound": stage.cast.yulan})
    assert answer.status_code == 400 and "Cookie" in answer.json()["error"]


@pytest.mark.parametrize("given", [
    {}, {"item": "x"}, {"item": None, "chosen": None}, {"item": "fire-01", "chosen": ["a"]}, {"item": ["x"], "chosen": {"a": 1}},
    {"chosen": [True]}, {"chosen": [99]}, {"chosen": [-1]},
])
def test_nonsense_is_refused_in_words(stage: Stage, given: dict[str, object]) -> None:
    attempt = begun(stage, compound=stage.cast.yulan)
    first = sitting(stage, attempt).asked[0].item.id
    answer = stage.phone().post(f"/api/quiz/{attempt}/answer", json={"item": first, **given} if "item" not in given else given)
    assert answer.status_code == 400 and "对不上" in answer.json()["error"]


def test_an_unknown_compound_or_slip_starts_nothing(stage: Stage) -> None:
    for given in ({"compound": "NOPE"}, {"compound": stage.cast.yulan, "slip": "ZZZZZZ"}):
        answer = stage.phone().post("/api/quiz/start", json=given)
        assert answer.status_code == 400 and answer.json()["error"]
    assert stage.store.rows("select id from attempt") == []


def test_a_guest_sees_points_code_and_the_way_to_join(stage: Stage) -> None:
    shown = finish(stage, compound=stage.cast.yulan)
    code = stage.store.one("select claim_code from attempt")
    assert code and code["claim_code"] in shown and "你给玉兰苑添了 60 分" in shown and 'data-nav="/join?c=' in shown
    assert verify(stage.store) == []


def test_a_residents_result_has_points_bonus_and_wrong_items_to_look_at(stage: Stage) -> None:
    stage.resident()
    shown = finish(stage, right=False)
    assert "再看一眼" in shown and "claim" not in shown and "+10" in shown


def test_a_lit_window_is_told_without_figures_under_five(stage: Stage) -> None:
    from linli import slips

    code = slips.issue(stage.store, stage.cast.yulan, 1, clock.now())[0]
    stage.resident(slip=code)
    shown = finish(stage)
    assert "本周你家的灯亮了" in shown


def test_a_compound_counted_on_site_is_told_so(stage: Stage) -> None:
    stage.resident(compound=stage.cast.harbour)
    shown = finish(stage)
    assert "参与榜看到志愿活动现场的人" in shown and "一户一码" not in shown


def test_practice_brings_nothing_and_offers_another_round(stage: Stage) -> None:
    stage.resident()
    shown = finish(stage, kind="practice", topic="fire")
    assert stage.store.rows("select id from ledger") == [] and "practice=1&amp;n=2" in shown


def test_the_second_quiz_of_a_guest_says_why_it_brings_nothing(stage: Stage) -> None:
    finish(stage, compound=stage.cast.yulan)
    assert "每天第一组计分" in finish(stage, compound=stage.cast.yulan)


def test_my_data_comes_as_a_file_for_me_alone(stage: Stage) -> None:
    assert stage.phone().get("/me/data.zip").status_code == 403
    stage.resident()
    answer = stage.phone().get("/me/data.zip")
    assert answer.status_code == 200 and answer.content[:2] == b"PK" and "attachment" in answer.headers["content-disposition"]
    assert stage.other().get("/me/data.zip").status_code == 403


def test_the_quiz_of_an_address_is_the_same_until_it_is_finished(stage: Stage) -> None:
    from linli import played
    from linli.played import Wish

    me = stage.resident()
    player = Player(stage.device, me.compound, me.subject)
    at = clock.now()
    first = played.begin(stage.store, player, Wish("topic", "fire"), at)
    assert played.begin(stage.store, player, Wish("topic", "fire", 1), at) == first
    assert played.begin(stage.store, player, Wish("topic", "fire", 2), at) == first  # unfinished: the rules go on with it
    finish(stage, kind="topic", topic="fire")
    second = played.begin(stage.store, player, Wish("topic", "fire", 2), at)
    assert second != first and played.begin(stage.store, player, Wish("topic", "fire", 1), at) == first
    assert played.in_hand(stage.store, player, Wish("topic", "fire"), at) == second
