"""The stage of page tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.store import open_store
from linli.web import app_store
from tests.cast import Cast
from tests.pages import resident_stage
from tests.pages.resident_stage import Stage


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """A database with the cast and the questions, made once."""
    folder = tmp_path_factory.mktemp("town")
    return folder, resident_stage.template(folder)


@pytest.fixture
def stage(town: tuple[Path, Cast], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A community with questions, in Chinese, in one browser."""
    folder, cast = town
    shutil.copytree(folder, tmp_path / "data")
    made = resident_stage.make(open_store("", folder=tmp_path / "data"), cast, monkeypatch)
    yield made
    for client in made.opened:
        client.close()
    app_store.close()
