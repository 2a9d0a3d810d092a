"""The commands for law texts and local rules."""

from pathlib import Path

from linli import clock
from linli.questions import bank
from linli.store import open_store
from tests.questions.test_own_laws import RULES, changed, drawn
from tests.run.conftest import Cli, one_sentence


def test_the_commands_show_first_and_keep_afterwards(cli: Cli, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "xiaofang.jsonl"
    path.write_bytes(changed("第二十八条", "这一条改过了。"))
    store = open_store("", folder=data)
    bank.load(store, Path("quizzes"), clock.now())     # the questions were checked on days after the cast's
    shown = cli("sources", "update", "xiaofang-fa", str(path), "--version", "2026-10-01", "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert "fire-01\t" in shown.stdout and "Nothing was changed" in shown.stderr
    assert "fire-01" in drawn(store)
    kept = cli("sources", "update", "xiaofang-fa", str(path), "--version", "2026-10-01")
    assert "have left the draw" in kept.stdout
    assert "fire-01" not in drawn(store)
    rules = tmp_path / "办法.txt"
    rules.write_text(RULES, "gb18030")
    added = cli("sources", "add", "rongxi-yangquan", str(rules), "--name", "榕溪市文明养犬管理办法", "--version", "2026-01-01")
    assert added.returncode == 0, added.stderr
    assert "rongxi-yangquan\t榕溪市文明养犬管理办法\t2026-01-01" in cli("sources", "list").stdout
    store.close()


def test_a_file_that_is_not_there_is_one_sentence(cli: Cli, data: Path) -> None:
    open_store("", folder=data).close()
    assert "nowhere.txt is not there" in one_sentence(cli("sources", "update", "xiaofang-fa", "nowhere.txt"))
    path = data / "words.txt"
    path.write_text("只是一段话", "utf-8")
    assert "holds no article" in one_sentence(cli("sources", "add", "some-rule", str(path), "--name", "办法", "--version", "2026-01-01"))
