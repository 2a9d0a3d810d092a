"""The bank going out: every format comes back in as it went, and an archive holds one file a topic."""

import zipfile
from io import BytesIO

import pytest

from linli.questions import exporting, importing
from linli.questions.formats.reading import read
from linli.store import Store
from tests.questions.bringing import GAS, LATER, A, B, loaded, question, take


@pytest.fixture
def town(sqlite_store: Store, tmp_path: object) -> Store:
    store = loaded(sqlite_store, tmp_path)  # type: ignore[arg-type]
    take(store, A, B, question("燃气泄漏先做什么？", topic=""), topic=GAS)
    return store


@pytest.mark.parametrize("form", exporting.FORMATS, ids=lambda form: form.code)
def test_what_goes_out_comes_back_as_it_was(town: Store, form: exporting.Format) -> None:
    with town.reading() as tx:
        for topic, count in (("fire", 5), ("gas", 1)):
            data = form.make(tx, topic)
            seen = importing.preview(tx, read(data, form.name(topic)), form.name(topic), "d", None, LATER)
            assert (seen.same, seen.new, seen.changed, seen.drafts, [one.message for one in seen.remarks]) == (count, (), (), (), [])


def test_all_topics_go_out_in_one_file(town: Store) -> None:
    with town.reading() as tx:
        made = {form.code: form.make(tx, "") for form in exporting.FORMATS}
        assert made == {form.code: form.make(tx, "") for form in exporting.FORMATS if form.code != "xlsx"} | {"xlsx": made["xlsx"]}
        for code in ("xlsx", "gift", "json"):
            assert importing.preview(tx, read(made[code], f"all.{code}"), "all", "d", None, LATER).same == 6, code
    with zipfile.ZipFile(BytesIO(made["yaml"])) as packed:
        assert packed.namelist() == ["fire.yaml", "gas.yaml"]
