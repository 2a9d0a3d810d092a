"""Photos from a real phone's browser: made small there, kept while the network is away, sent when it is back."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Request, expect

from linli import clock
from tests.browser.conftest import Served, browser, shared
from tests.hours.test_evidence import with_place
from tests.volunteer.conftest import Scene, build

__all__ = ["browser", "shared"]
pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def data_folder(shared: Served, monkeypatch: pytest.MonkeyPatch) -> Path:
    """PINs made here are sealed with the server's key."""
    monkeypatch.setenv("LINLI_DATA", str(shared.folder))
    return shared.folder


@pytest.fixture(scope="module")
def field(shared: Served) -> Iterator[Scene]:
    store = shared.store()
    made = build(store, clock.now())
    yield replace(made, activity=made.another(-40, 10))
    store.close()


def large() -> bytes:
    """What a camera makes: 12 million pixels, megabytes."""
    out = BytesIO()
    Image.effect_noise((120, 90), 40).resize((4_000, 3_000)).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def test_photos_are_made_small_and_survive_a_cut(browser: Browser, shared: Served, field: Scene) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True, is_mobile=True)
    page, sent = context.new_page(), []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/evidence"):
            sent.append(int(request.headers.get("content-length") or 0))

    page.on("request", note)
    page.goto(f"{shared.url}/duty?t={field.link(field.resident('李姐'))}")
    page.locator("button.pri").click()
    page.goto(f"{shared.url}/tick/{field.activity}/evidence")
    expect(page.locator("#before .send")).to_be_hidden()
    context.set_offline(True)
    camera = large()
    files = [("a.jpg", camera), ("b.jpg", with_place(6))]
    page.set_input_files("#file-before", [{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in files])
    expect(page.locator("#before .queue .failed")).to_have_count(2, timeout=15_000)
    assert field.count("activity_photo") == 0
    context.set_offline(False)
    expect(page.locator("#before .thumbs li")).to_have_count(2, timeout=15_000)
    expect(page.locator("#before .queue li")).to_have_count(0)
    rows = field.store.rows("select data, width, height from activity_photo order by id")
    assert [(row["width"], row["height"]) for row in rows] == [(1_600, 1_200), (300, 400)]
    assert not any(b"SecretPhone" in base64.b64decode(row["data"]) for row in rows)
    assert max(sent) < len(camera) / 2
    context.close()
