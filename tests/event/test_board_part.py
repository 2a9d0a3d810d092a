"""What a board says of each row, to whom, and how little it costs."""

import re
import time
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from linli import boards, clock, community, devices, ids, roles
from linli.boards import Board
from linli.locale import use_language
from linli.store import Store
from linli.web.parts import standings
from tests.cast import Cast, compound
from tests.event.conftest import take_part


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def board(store: Store, name: str = "fair", window: str = "week") -> Board:
    return boards.read(store, name, window, at=clock.now())


def more(store: Store, count: int, households: int = 100) -> list[str]:
    with store.writing() as tx:
        return [compound(tx, f"第{n}院", f"Yard {n}", households, "slips") for n in range(count)]


def why(html: str, place: int) -> str:
    return re.findall(r'<div class="exp">.*?</div></details>', html)[place]


def test_the_headline_says_x_of_n_and_why(cast: Cast, sqlite_store: Store) -> None:
    first, second, third = more(sqlite_store, 3)
    for one, people in ((first, 30), (second, 12), (third, 12)):
        take_part(sqlite_store, one, people)
    html = standings.html(board(sqlite_store), None)
    assert "30 of 100 homes" in html and ">30%<" in html
    assert "no other stands higher: first." in why(html, 0) and "30 of 100 households took part: 30%." in why(html, 0)
    assert "1 compound stands higher: place 2." in why(html, 1) and "exactly the same score" in why(html, 1)
    assert html.count("<small>tie</small>") == 2


def test_neighbours_within_half_a_point_are_very_close(cast: Cast, sqlite_store: Store) -> None:
    for one, people in zip(more(sqlite_store, 4, 400), (80, 60, 59, 20), strict=True):
        take_part(sqlite_store, one, people)
    html = standings.html(board(sqlite_store), None)
    assert html.count("very close to the place above") == 1
    assert html.count("A neighbour on the board is very close") == 2


def test_under_five_shows_no_figure_even_of_one_s_own_compound(cast: Cast, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.yulan, 4)
    html = standings.html(board(sqlite_store), cast.yulan)
    assert "Too few yet. It joins the board at 5 households." in html
    assert "4 of 100" not in html and "4%" not in html


def test_on_site_people_stand_beside_an_unconfirmed_figure_that_ranks_nothing(cast: Cast, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.harbour, 31, slip=False, on_site=True, kind="hours", minutes=60)
    take_part(sqlite_store, cast.yulan, 10)
    html = standings.html(board(sqlite_store), None)
    assert "31 on site / 400 homes" in html and "Participants per 100 households: 8 (not confirmed)" in html
    assert "By household slips" in html and "By people seen on site" in html
    assert "Places come with three compounds and more." in html


def test_the_public_never_sees_the_bottom_but_organisers_do(cast: Cast, sqlite_store: Store) -> None:
    many = more(sqlite_store, 8)
    for number, one in enumerate(many):
        take_part(sqlite_store, one, 40 - 3 * number)
    read = board(sqlite_store)
    public, own, all_of_it = (standings.html(read, mine, everything=every) for mine, every in ((None, False), (many[7], False), (None, True)))
    assert [f"row-{one}" in public for one in many] == [True] * 4 + [False] * 4
    assert f"row-{many[7]}" in own and f"row-{many[6]}" not in own and "yours" in own
    assert all(f"row-{one}" in all_of_it for one in many)


def test_a_closed_board_says_so_and_shows_organisers_everything(cast: Cast, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.yulan, 10)
    community.change_settings(sqlite_store, None, clock.now(), board_public=False)
    assert "The board is closed at the moment." in standings.html(board(sqlite_store), cast.yulan)
    assert "10 of 100 homes" in standings.html(board(sqlite_store), None, everything=True)


@pytest.mark.parametrize(("name", "window", "expected"), [
    ("quiz", "all", ("quiz", "season")), ("total", "all", ("total", "all")), ("<b>", "yesterday", ("fair", "week")), ("service", "day", ("service", "day")),
])
def test_an_address_gets_a_board_that_exists(name: str, window: str, expected: tuple[str, str]) -> None:
    assert standings.chosen(name, window) == expected


def test_boards_per_household_divide_and_name_their_cap(cast: Cast, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.yulan, 8, points=50)
    take_part(sqlite_store, cast.willow, 8, kind="hours", minutes=90, points=150, on_site=True)
    quiz = standings.html(board(sqlite_store, "quiz"), None)
    assert "4.0 pts" in quiz and "400 pts / 100 homes" in quiz and "at most 300 points" in quiz
    service = standings.html(board(sqlite_store, "service"), None)
    assert "30.0 h" in service and "12.0 h / 40 homes" in service and "at most 16 hours" in service
    assert "points in all, 40 homes" in standings.html(board(sqlite_store, "total"), None)


def test_a_name_of_html_stays_text(cast: Cast, sqlite_store: Store) -> None:
    with sqlite_store.writing() as tx:
        bad = compound(tx, "<img src=x>院", "<script>x</script>", 50, "slips")
    take_part(sqlite_store, bad, 9)
    html = standings.html(board(sqlite_store), bad)
    assert "<script>" not in html and "<img" not in html and "&lt;script&gt;" in html


def test_the_part_knows_its_visitor_and_changes_with_the_ledger(cast: Cast, client: TestClient, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.yulan, 6)
    before = client.get("/part/board").text
    assert "6 / 100 户" in before and "我家" not in before
    cookie = ids.token()
    client.cookies.set("ll_device", cookie)
    with sqlite_store.writing() as tx:
        tx.insert("subject", [{"id": "guest"}])
        tx.insert("attempt", [{
            "id": "a", "subject": "guest", "guest": 1, "compound": cast.yulan, "slip": None, "kind": "daily", "topic": None, "once": None,
            "holder": devices.mark(cookie), "kiosk": None, "seed": "s", "started_at": clock.stamp(clock.now()), "started_on": "2026-11-23",
            "due_at": None, "handed_in_at": None, "claim_code": "ACDEFG", "claimed_at": None, "score": None, "points": None,
        }])
    assert "我家" in client.get("/part/board").text
    take_part(sqlite_store, cast.willow, 7)
    assert "7 / 40 户" in client.get("/part/board").text


def test_the_part_is_made_once_for_many_viewers(cast: Cast, client: TestClient, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    take_part(sqlite_store, cast.yulan, 6)
    reads = []
    real = boards.read
    monkeypatch.setattr(boards, "read", lambda *given, **named: reads.append(given) or real(*given, **named))
    answers = {client.get("/part/board?window=week").text for _ in range(20)}
    assert len(answers) == 1 and len(reads) == 1
    plain = client.get("/part/board?window=week", headers={"accept-encoding": "identity"})
    assert plain.text in answers and "content-encoding" not in plain.headers


def test_500_viewers_cost_less_than_half_a_millisecond_each_beyond_the_request(cast: Cast, client: TestClient, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.yulan, 6)
    from linli.web import board_routes

    asked, at = ("fair", "week", "zh", None, False), clock.now()
    with sqlite_store.reading() as tx:
        version = board_routes.made_from(tx, at)
    board_routes.kept.get(asked, version, at.timestamp(), lambda: "x" * 20_000)
    began = time.process_time()
    for _ in range(500):
        with sqlite_store.reading() as tx:
            version = board_routes.made_from(tx, at)
        board_routes.kept.get(asked, version, at.timestamp(), lambda: "never")
    assert (time.process_time() - began) / 500 < 0.0005


def test_kept_parts_are_made_anew_when_they_are_old() -> None:
    from linli.web.board_routes import KEPT_SECONDS, Kept

    parts, made = Kept(), iter("abc")
    assert [parts.get("q", "v", at, lambda: next(made)) for at in (0.0, 1.0, KEPT_SECONDS + 1)][2] != parts.get("q", "w", 1.0, lambda: next(made))


def test_household_numbers_and_their_changes_are_public(cast: Cast, client: TestClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as tx:
        community.change_compound(
            tx, cast.yulan, name_zh="玉兰苑", name_en="Yulan Court", households=120, source="物业台账<b>", stated_on="2026-11-20", who=None,
            at=clock.now() + timedelta(seconds=1),
        )
    html = client.get("/households").text
    assert "120 户" in html and "物业台账&lt;b&gt;" in html and '100 户：<bdi class="bi">invented</bdi>' in html


def test_only_an_organiser_sees_everything(sqlite_store: Store) -> None:
    from linli.web.begin import Visitor
    from linli.web.board_routes import sees_everything

    def who(role: str) -> Visitor:
        staff = roles.Staff("s", "u", "n", "", "", False, role, None, True) if role else None
        return Visitor("zh", False, "", None, staff, None, "", clock.now())

    assert [sees_everything(who(role)) for role in ("organiser", "clerk", "host", "")] == [True, False, False, False]
