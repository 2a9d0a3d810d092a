"""`questions export`: every format, of a topic or of all, and what it says when it cannot."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from linli import cli, cli_questions
from linli.questions.formats.reading import read
from linli.store import Store
from tests.cast import MONDAY
from tests.questions.bringing import loaded

Export = Callable[..., int]


@pytest.fixture
def export(sqlite_store: Store, tmp_path: Path) -> Export:
    store = loaded(sqlite_store, tmp_path)

    def run(code: str, path: Path, topic: str = "") -> int:
        options = cli.parser().parse_args(["questions", "export", "--format", code, "--topic", topic, str(path)])
        assert isinstance(options, Namespace)
        return cli_questions.run(options, MONDAY, lambda: store)

    return run


@pytest.mark.parametrize("code", cli_questions.FORMATS)
def test_a_topic_goes_out_and_can_be_read(export: Export, tmp_path: Path, code: str) -> None:
    path = tmp_path / f"out.{code}"
    assert export(code, path, "fire") == 0
    found = read(path.read_bytes(), path.name)
    assert found.questions and all(one.playable for one in found.questions) and not any(remark.lost for remark in found.remarks)


def test_yaml_of_all_topics_needs_a_folder_or_an_archive(export: Export, tmp_path: Path) -> None:
    with pytest.raises(cli_questions.SeveralTopics):
        export("yaml", tmp_path / "all.yaml")
    folder = tmp_path / "out"
    folder.mkdir()
    assert export("yaml", folder) == 0 and read((folder / "fire.yaml").read_bytes(), "fire.yaml").questions
    assert export("yaml", tmp_path / "all.zip") == 0 and (tmp_path / "all.zip").read_bytes().startswith(b"PK")


def test_a_topic_that_is_not_there_is_named_with_those_that_are(export: Export, tmp_path: Path) -> None:
    with pytest.raises(cli_questions.NoSuchTopic, match=r"'water'.*fire"):
        export("gift", tmp_path / "a.gift", "water")
    assert not (tmp_path / "a.gift").exists()
