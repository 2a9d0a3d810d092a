"""Whom to tell when an activity is cancelled, and the notice for the place."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from linli import clock, roles
from linli.volunteer import activities, sign_ups, telling, waiting
from linli.web import app_store, telling_routes
from linli.web.middleware import Edge
from tests.cast import MONDAY
from tests.hours.conftest import NINE, Stage, staff, stage
from tests.volunteer.conftest import words

__all__ = ["stage"]
SITE = "http://testserver"


def served(stage: Stage, monkeypatch: pytest.MonkeyPatch, who: str) -> TestClient:
    """The routes, as the browser of that staff person reaches them."""
    from linli import staff as accounts

    app_store.use(stage.store)
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    client = TestClient(
        Starlette(routes=telling_routes.routes(), middleware=[Middleware(Edge)]), base_url=SITE, headers={"accept-language": "en"}, follow_redirects=False,
    )
    if who:
        with stage.store.writing() as tx:
            client.cookies.set("ll_staff", accounts._session(tx, who, "a browser", MONDAY))
    return client


@pytest.fixture
def web(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    client = served(stage, monkeypatch, staff(stage.store, "Clerk", "clerk"))
    yield client
    client.close()
    app_store.close()


def test_everybody_who_signed_up_and_who_waits_is_on_the_list_and_nobody_else(stage: Stage, web: TestClient) -> None:
    people = [stage.person(name) for name in ("阿华", "老周", "小满", "韦叔", "路人")]
    for one in people[:3]:
        sign_ups.sign_up(stage.store, stage.activity, one, MONDAY)
    waiting.join(stage.store, stage.activity, people[3], MONDAY)
    activities.cancel(stage.store, stage.activity, "from <seven> on", stage.li, MONDAY, cause="rain")
    answer = web.get(f"/print/told?a={stage.activity}")
    said = words(answer.text)
    assert all(name in said for name in ("阿华", "老周", "小满", "韦叔")) and "路人" not in said
    assert "waiting list 1" in said and answer.text.count('class="box"') == 4
    assert "大雨" in said and "heavy rain (from &lt;seven&gt; on)" in said and "<seven>" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_list_of_two_hundred_is_cut_into_sheets(stage: Stage, web: TestClient) -> None:
    big = stage.another(places=200)
    for number in range(60):
        sign_ups.sign_up(stage.store, big, stage.person(f"p{number}"), MONDAY)
    page = web.get(f"/print/told?a={big}").text
    assert page.count('<section class="sheet told">') == 3 and page.count('class="box"') == 60


def test_an_empty_list_says_so(stage: Stage, web: TestClient) -> None:
    assert "Nobody has signed up." in web.get(f"/print/told?a={stage.activity}").text


def test_the_notice_says_what_why_and_when_next(stage: Stage, web: TestClient) -> None:
    made = activities.create(stage.store, stage.draft, stage.li, MONDAY, weeks=3)
    stage.another(title="Other", starts_at=NINE + timedelta(days=2), ends_at=NINE + timedelta(days=2, hours=1))
    assert web.get(f"/print/cancelled?a={made[0]}").status_code == 400
    activities.cancel(stage.store, made[0], "", stage.li, MONDAY, cause="wind")
    said = words(web.get(f"/print/cancelled?a={made[0]}").text)
    assert "已取消" in said and "大风" in said and "strong wind" in said and "5 December" in said and "12 月 5 日" in said
    assert "Wet leaves" not in said and "Aunt Gui" not in said


@pytest.mark.parametrize(("cancelled", "instead"), [((), "row"), (("row",), "kind"), (("row", "kind"), "any"), (("row", "kind", "any"), None)])
def test_what_comes_instead_is_of_the_row_else_of_the_kind_else_whatever_comes(stage: Stage, cancelled: tuple[str, ...], instead: str | None) -> None:
    def later(days: int, **changes: object) -> str:
        return stage.another(starts_at=NINE + timedelta(days=days), ends_at=NINE + timedelta(days=days, hours=1), **changes)

    first, row = activities.create(stage.store, stage.draft, stage.li, MONDAY, weeks=2)
    found = {"any": later(1, kind="patrol"), "kind": later(2), "row": row}
    for name in cancelled:
        activities.cancel(stage.store, found[name], "x", stage.li, MONDAY)
    activities.cancel(stage.store, stage.activity, "x", stage.li, MONDAY)
    seen = telling.next_instead(stage.store, activities.view(stage.store, first, MONDAY), MONDAY)
    assert (seen.id if seen else None) == (found[instead] if instead else None)


def test_only_staff_print_names(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = served(stage, monkeypatch, "")
    assert stranger.get(f"/print/told?a={stage.activity}").headers["location"] == "/staff?to=/cleanups"
    host = served(stage, monkeypatch, staff(stage.store, "Host", "host"))
    assert host.get(f"/print/told?a={stage.activity}").status_code == 403
    with pytest.raises(roles.NotSignedIn):
        telling.people(stage.store, stage.activity, None)
    stranger.close()
    host.close()
    app_store.close()


def test_an_unknown_activity_is_said_to_be_gone(web: TestClient) -> None:
    assert web.get("/print/told?a=none").status_code == 400
