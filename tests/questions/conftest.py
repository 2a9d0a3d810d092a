"""What the tests of questions share: English sentences, a folder with one question file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.locale import use_language
from tests.questions.texts import GOOD


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of question files with one good file."""
    made = tmp_path / "quizzes"
    made.mkdir()
    (made / "fire.yaml").write_text(GOOD)
    return made


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared in English."""
    with use_language("en"):
        yield
