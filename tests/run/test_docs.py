"""The documents: their commands run, their links lead somewhere, their lists are complete."""

import ast
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from linli import ids, ledger, start
from linli.store import open_store
from tests.cast import MONDAY, act, settle
from tests.run.conftest import environment
from tests.test_structure import ROOT, files

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")), ROOT / "data" / "README.md"]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
TOOLS = (".venv/bin/python -m linli ", ".venv/bin/sqlite-utils ")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def commands() -> list[str]:
    """Every line of a shell block that runs one of our tools."""
    lines = [line for path in DOCUMENTS for block in BLOCK.findall(path.read_text("utf-8")) for line in block.splitlines()]
    return sorted({line.strip() for line in lines if line.startswith(TOOLS)})


@pytest.fixture
def community(tmp_path: Path) -> Path:
    """A folder as the documents suppose it: `data/` with a community, and a backup of that name."""
    store = open_store("", folder=tmp_path / "data")
    with store.writing() as tx:
        assert tx.one("select 1 as one")
    cast = settle(store)
    with store.writing() as tx:
        ledger.post(tx, act(cast.yulan, ids.new()), MONDAY)
    store.close()
    return tmp_path


@pytest.mark.parametrize("command", commands())
def test_a_command_in_the_documents_runs(community: Path, command: str) -> None:
    data, tools = community / "data", Path(sys.executable).parent
    words = shlex.split(command, comments=True)
    words = [str(tools / Path(words[0]).name), *(word.replace("data/", f"{data}/") for word in words[1:])]
    if "restore" in words:
        run([str(tools / "python"), "-m", "linli", "backup", "--to", str(data / "backups")], data)
        next((data / "backups").iterdir()).rename(words[-1])
    run(words, data)


def run(words: list[str], data: Path) -> None:
    """Run it on that data folder; it must succeed."""
    done = subprocess.run(words, cwd=ROOT, env=environment(data), capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done


def test_there_are_commands_to_try() -> None:
    assert len(commands()) >= 8


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(path: Path) -> None:
    broken = [link for link in LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()]
    assert broken == []


def test_every_package_that_is_imported_is_pinned_and_described() -> None:
    pinned = {line.split("==")[0].lower() for line in (ROOT / "requirements.txt").read_text().split("# What those need")[0].splitlines() if "==" in line}
    described = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    used = {PACKAGE.get(name, name) for path in files("linli", "pages", "app.py") for name in third_party(path)}
    assert used - pinned == set()
    assert [name for name in pinned if name not in described] == []


PACKAGE = {"docx": "python-docx", "argon2": "argon2-cffi", "sqlite_utils": "sqlite-utils", "psycopg_pool": "psycopg-pool", "ruamel": "ruamel.yaml", "PIL": "pillow"}


def third_party(path: Path) -> set[str]:
    """Top-level modules of other people that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"linli", "pages", "tests"}


def test_both_readmes_show_the_same_commands() -> None:
    def shown(name: str) -> list[str]:
        blocks = BLOCK.findall((ROOT / name).read_text("utf-8"))
        return [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]

    assert shown("README.md") == shown("README.zh-CN.md")


def test_the_readme_s_targets_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = set(re.findall(r"\bmake ([a-z-]+)", "".join(path.read_text("utf-8") for path in DOCUMENTS)))
    assert said & {"run", "test", "demo", "bench"} <= targets and {"run", "test", "demo"} <= said


def test_the_windows_start_knows_the_same_steps() -> None:
    script = (ROOT / "start.bat").read_bytes()
    assert script.isascii() and script.count(b"\r\n") == script.count(b"\n")
    for step in (b"requirements.txt", b"-m venv .venv", b"-m linli start", b"(3, 11)"):
        assert step in script
    for name in re.findall(rb'set "SAY=([a-z-]+)"', script):
        assert (start.ROOT / "deploy" / "windows" / f"{name.decode()}.txt").exists()
