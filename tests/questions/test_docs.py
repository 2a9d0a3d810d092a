"""The published schema says what the checks do."""

import re
from datetime import date
from pathlib import Path

from linli.questions import check, columns, shape

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "question-files.md").read_text("utf-8")


def test_the_example_of_the_page_is_a_good_file(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    path = tmp_path / "fire.yaml"
    path.write_text(example[1], "utf-8")
    assert check.report([path], today=date(2026, 11, 23)) == {"files": 1, "topics": 1, "items": 2, "faults": []}


def test_every_field_and_column_is_on_the_page() -> None:
    for name in (*shape.ITEM_FIELDS, *shape.SOURCE_FIELDS, *shape.TEXT_FIELDS, *shape.OPTION_FIELDS):
        assert re.search(rf"`[^`]*\b{name}\b[^`]*`", PAGE), name
    assert [name for name in columns.NEEDED if name not in PAGE and not name.startswith("选项B")] == []
