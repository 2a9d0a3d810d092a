"""Headers, cookies, origins, static files and the first page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from linli.locale import language
from linli.store import open_store
from linli.web import app_store, assets, index, self_test
from linli.web.middleware import Edge
from linli.web.routes import routes


async def _said(request: Request) -> PlainTextResponse:
    return PlainTextResponse(language())


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app_store.use(open_store("", folder=tmp_path))
    app = Starlette(
        routes=[Route("/said", _said, methods=["GET", "POST"]), *routes()], middleware=[Middleware(Edge)]
    )
    yield TestClient(app, base_url="http://testserver")
    app_store.close()


def test_a_deep_link_gets_the_first_page_in_the_browser_s_language(client: TestClient) -> None:
    for path in ("/", "/board"):
        page = client.get(path, headers={"accept-language": "zh-CN"})
        assert page.status_code == 200 and '<html lang="zh-CN">' in page.text
        assert "<title>邻里杯</title>" in page.text and "正在打开邻里杯…" in page.text
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "en"}).text


def test_the_first_page_asks_nobody_else(client: TestClient) -> None:
    page = client.get("/").text
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)
    for address in re.findall(r"(?:src|href)=\"(/lc/[^\"]+)\"", page):
        answer = client.get(address)
        assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]


def test_large_print_is_a_class_of_the_page(client: TestClient) -> None:
    client.cookies.set("ll_large", "1")
    assert 'class="large"' in client.get("/").text


def test_a_new_browser_gets_a_device_cookie_once(client: TestClient) -> None:
    first = client.get("/")
    cookie = first.headers["set-cookie"]
    assert re.match(r"ll_device=[\w-]{43}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Lax$", cookie)
    assert "set-cookie" not in client.get("/").headers
    assert "set-cookie" not in client.get("/lc/linli.css").headers


def test_behind_https_the_cookie_is_secure(client: TestClient) -> None:
    assert client.get("/", headers={"x-forwarded-proto": "https"}).headers["set-cookie"].endswith("; Secure")


def test_every_answer_is_protected_and_every_page_has_a_policy(client: TestClient) -> None:
    for path in ("/", "/healthz", "/lc/linli.css", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
    policy = client.get("/").headers["content-security-policy"]
    for given in index.inline_hashes(index.source()):
        assert given in policy
    assert "frame-ancestors 'self'" in policy and "ws://testserver" in policy and "unsafe-eval" not in policy


def test_a_host_that_is_no_host_does_not_get_into_the_policy(client: TestClient) -> None:
    policy = client.get("/", headers={"host": "evil; script-src *"}).headers["content-security-policy"]
    assert "evil" not in policy


@pytest.mark.parametrize(("headers", "status"), [
    ({"origin": "http://testserver"}, 200), ({"origin": "http://evil.example"}, 403), ({"origin": "null"}, 403),
    ({}, 403), ({"sec-fetch-site": "same-origin"}, 200), ({"sec-fetch-site": "cross-site"}, 403),
])
def test_writing_from_another_site_is_refused(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/said", headers=headers).status_code == status


def test_preferences_are_kept_in_cookies_that_scripts_cannot_read(client: TestClient) -> None:
    answer = client.post("/prefs", json={"lang": "en", "large": "1", "x": "y"}, headers={"origin": "http://testserver"})
    assert all("HttpOnly" in cookie for cookie in answer.headers.get_list("set-cookie"))
    assert client.get("/said", headers={"accept-language": "zh"}).text == "en"


def test_a_wrong_preference_changes_nothing(client: TestClient) -> None:
    for body in ({"lang": "klingon"}, ["lang"], "x"):
        answer = client.post("/prefs", json=body, headers={"origin": "http://testserver"})
        assert answer.status_code == 200 and "set-cookie" not in answer.headers


@pytest.mark.parametrize(("accepted", "coding"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None), ("br;q=0, gzip", "gzip")])
def test_static_files_go_out_compressed(client: TestClient, accepted: str, coding: str | None) -> None:
    path = re.findall(r'"(/static/js/index[^"]+)"', client.get("/").text)[0]
    answer = client.get(path, headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == coding
    assert "immutable" in answer.headers["cache-control"] and len(answer.content) > 100_000
    again = client.get(path, headers={"accept-encoding": accepted, "if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/lc/../app.py", "/lc/img/../../shell.py", "/static/../index.html", "/static/js/%2e%2e/x.js", "/lc/nothing.css"])
def test_no_other_file_goes_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_streamlit_s_open_endpoints_are_closed(client: TestClient) -> None:
    assert [client.get(path).status_code for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json")] == [404, 404]


def test_an_address_that_leads_nowhere_says_so(client: TestClient) -> None:
    answer = client.get("/nowhere", headers={"accept-language": "zh"})
    assert answer.status_code == 404 and "这里没有页面" in answer.text


def test_health_is_the_database_s(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok"


def test_nothing_that_an_upgrade_could_break_is_broken() -> None:
    assert [one for one in self_test.faults() if "postScriptGC is on" not in one] == []


def test_style_sheets_hold_no_mark_that_a_page_would_drop() -> None:
    for name, asset in assets.ours().items():
        if name.endswith(".css"):
            assert b"<" not in asset.body and b"http" not in asset.body.replace(b"http://www.w3.org", b""), name
