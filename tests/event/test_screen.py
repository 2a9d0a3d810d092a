"""The hall screen: what it shows, what it must not, names of any length, one compound to sixty."""

import re

import pytest
from starlette.testclient import TestClient

from linli import clock, community
from linli.store import Store
from tests.cast import Cast, compound
from tests.event.conftest import take_part


def rows(html: str) -> list[str]:
    return re.findall(r'data-key="([0-9a-f-]{36})"', html)


def test_nobody_signs_in_and_everything_is_there(cast: Cast, client: TestClient, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.yulan, 25)
    take_part(sqlite_store, cast.willow, 8)
    page = client.get("/screen")
    assert page.status_code == 200 and 'data-scheme="dark"' in page.text and 'lang="zh-CN"' in page.text
    assert 'data-lc="live"' in page.text and "/part/screen?window=week&amp;lang=zh" in page.text
    part = client.get("/part/screen?window=week&lang=zh").text
    assert "公平榜 · 本周" in part and "25/100 户" in part and "扫码答题" in part and "本周 33 户" in part
    assert part in page.text


def test_language_and_window_come_from_the_address(cast: Cast, client: TestClient, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.yulan, 25)
    html = client.get("/screen?lang=en&window=season").text
    assert 'lang="en"' in html and "Fair board · Season" in html and "Scan to play" in html and "window=season&amp;lang=en" in html
    assert "公平榜 · 本周" in client.get("/screen?lang=xx&window=<b>").text


def test_the_feed_names_compound_and_kind_only(cast: Cast, client: TestClient, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.harbour, 3, kind="hours", minutes=127, points=211, on_site=True, slip=False)
    take_part(sqlite_store, cast.willow, 2, kind="guest", points=47)
    html = client.get("/part/screen?lang=zh").text
    feed = html[html.index("<h2>刚刚") : html.index("</aside>")]
    words = re.sub(r"<[^>]*>", " ", feed).split()
    assert words == ["刚刚", "B", "柳巷", "答题", "C", "海港花园", "志愿服务"]
    entries = [row["id"] for row in sqlite_store.rows("select id from ledger order by id")]
    assert not any(entry in html for entry in entries), "an entry's id tells the minute"
    assert not re.search(r"127|211|47", feed)


def test_under_five_is_nowhere_on_the_screen(cast: Cast, client: TestClient, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.yulan, 4)
    html = client.get("/part/screen").text
    assert "还没有人亮灯" in html and "4/100" not in html and "4 户" not in html and not rows(html)


def test_the_qr_leads_to_the_address_that_was_asked_for(cast: Cast, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from linli.documents import qr
    from linli.web import board_routes

    assert qr.data_uri("http://hall.example/").split(",")[1][:80] in client.get("/screen").text.replace("&#x27;", "'")
    monkeypatch.setattr(board_routes, "_lan_address", lambda: "192.0.2.7")
    asked: list[str] = []
    monkeypatch.setattr(qr, "data_uri", lambda url: asked.append(url) or "data:,")
    for host in ("localhost:8501", "127.0.0.1", "[::1]:9000", "cup.example"):
        client.get("/screen", headers={"host": host})
    client.get("/screen", headers={"host": "cup.example", "x-forwarded-proto": "https"})
    assert asked == ["http://192.0.2.7:8501/", "http://192.0.2.7/", "http://192.0.2.7:9000/", "http://cup.example/", "https://cup.example/"]
    assert 'id="qr"' not in client.get("/screen", headers={"host": "<script>"}).text


def test_sixty_compounds_show_the_top_in_pages(cast: Cast, client: TestClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as tx:
        many = [compound(tx, f"第{n}院", f"Yard {n}", 100, "slips") for n in range(60)]
    for number, one in enumerate(many[:30]):
        take_part(sqlite_store, one, 50 - number)
    html = client.get("/part/screen").text
    assert rows(html) == many[:10] and html.count("animation-name:turn2") == 4
    community.change_settings(sqlite_store, None, clock.now(), top_k=25)
    assert len(rows(client.get("/part/screen").text)) == 25


@pytest.mark.parametrize(("name", "layout"), [("江畔花园", '"brd turn "'), ("江畔花园东苑", "brd turn mid"), ("榕溪大道北侧第二保障性住房小区", "brd turn long")])
def test_long_names_get_room(cast: Cast, client: TestClient, sqlite_store: Store, name: str, layout: str) -> None:
    with sqlite_store.writing() as tx:
        one = compound(tx, name, "X", 60, "slips")
    take_part(sqlite_store, one, 20)
    html = client.get("/part/screen?lang=zh").text
    assert layout.strip('"') in html and name in html


def test_one_compound_is_shown_without_a_place(sqlite_store: Store, client: TestClient, cast: Cast) -> None:
    with sqlite_store.writing() as tx:
        tx.run("update compound set retired_at = :now where id <> :id", now=clock.stamp(clock.now()), id=cast.yulan)
        community.roster_changed(tx)
    take_part(sqlite_store, cast.yulan, 30)
    html = client.get("/part/screen").text
    assert rows(html) == [cast.yulan] and "满三个小区再排名次" in html and '<span class="k"></span>' in html


def test_a_closed_board_is_closed_here_too(cast: Cast, client: TestClient, sqlite_store: Store) -> None:
    take_part(sqlite_store, cast.yulan, 30)
    community.change_settings(sqlite_store, None, clock.now(), board_public=False, sample=True)
    html = client.get("/part/screen").text
    assert "榜单暂时收起来了" in html and "30" not in re.sub(r"<[^>]*>", "", html) and 'id="feed"' not in html
    assert "演示数据" in html


def test_no_set_up_yet_is_no_fault(sqlite_store: Store) -> None:
    from starlette.applications import Starlette

    from linli.web import app_store
    from linli.web.routes import routes

    app_store.use(sqlite_store)
    answer = TestClient(Starlette(routes=routes()), base_url="http://hall.example").get("/screen")
    assert answer.status_code == 200 and 'id="lone"' in answer.text


def test_sizes_are_read_from_eight_metres() -> None:
    from linli.web.assets import OURS

    css = (OURS / "css" / "hall.css").read_text("utf-8")
    sizes = {float(size) for size in re.findall(r"font(?:-size)?:(?: 700)? ([\d.]+)vh", css)}
    letters = {3.2}  # inside the feed's badge, beside the name
    assert min(sizes - letters) >= 4.2
    for part in (r"h1", r"\.r \.k", r"\.r \.n", r"\.r \.p", r"\.long \.r \.n"):
        found = re.findall(rf"{part} {{[^}}]*font-size: ([\d.]+)vh", css)
        assert found and all(float(size) >= 6 for size in found), part
