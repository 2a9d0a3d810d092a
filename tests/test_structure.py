"""The house keeps its shape: which module may import which, sizes, types, words for people."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli import locale
from tests.web.messages import messages

ROOT = Path(__file__).resolve().parents[1]
OURS = ("linli", "pages", "scripts", "benchmarks", "app.py")
#: Where a driver may be known besides linli/store: copying a running SQLite file is SQLite's own business.
KNOWS_DRIVER = {"linli.backups"}
DRIVERS = {"sqlite3", "sqlite_utils", "psycopg", "psycopg_pool"}
#: What stands where pages stand; nothing below may import it.
EDGE = ("linli.web", "linli.cli", "linli.cli_sources", "linli.cli_questions", "linli.start", "linli.demo", "linli.documents", "linli.terminal", "linli.network", "pages")


def files(*places: str) -> list[Path]:
    """All Python files of these places."""
    return [path for place in places for path in ([ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py")))]


def module(path: Path) -> str:
    """The dotted name of a file."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return found


def below(name: str, places: tuple[str, ...] | set[str]) -> bool:
    """Whether a module is one of these places or lies in one."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


IMPORTS = {module(path): imports(path) for path in files(*OURS)}


def who_imports(places: tuple[str, ...] | set[str], allowed: tuple[str, ...] | set[str]) -> dict[str, list[str]]:
    """Modules outside `allowed` that import one of `places`, with what they import."""
    found = {name: sorted(one for one in used if below(one, places)) for name, used in IMPORTS.items() if not below(name, allowed)}
    return {name: used for name, used in found.items() if used}


def test_streamlit_is_known_in_the_web_alone() -> None:
    assert who_imports(("streamlit",), ("linli.web", "pages", "app", "benchmarks")) == {}


def test_a_driver_is_known_in_the_store_alone() -> None:
    assert who_imports(DRIVERS, {"linli.store", "benchmarks", *KNOWS_DRIVER}) == {}


def test_rules_import_nothing_but_rules() -> None:
    used = {name: [one for one in each if below(one, ("linli",)) and not below(one, ("linli.rules",))] for name, each in IMPORTS.items() if below(name, ("linli.rules",))}
    assert {name: each for name, each in used.items() if each} == {}


def test_the_store_imports_no_use() -> None:
    allowed = ("linli.store", "linli.errors", "linli.locale")
    used = {name: [one for one in each if one != "linli" and below(one, ("linli",)) and not below(one, allowed)] for name, each in IMPORTS.items() if below(name, ("linli.store",))}
    assert {name: each for name, each in used.items() if each} == {}


def test_no_use_imports_what_stands_where_pages_stand() -> None:
    assert who_imports(EDGE, {*EDGE, "app", "benchmarks", "scripts", "linli.__main__"}) == {}


def test_nothing_imports_a_page_or_a_test() -> None:
    assert who_imports(("pages",), ()) == {}
    assert who_imports(("tests",), ("benchmarks",)) == {}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the `def` to the end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_over_400_lines() -> None:
    sizes = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in files(*OURS, "tests")}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_no_function_is_over_60_lines_and_nine_in_ten_are_under_30() -> None:
    sizes = {f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": length(node) for path in files(*OURS) for node in functions(path)}
    assert {name: size for name, size in sizes.items() if size > 60} == {}
    assert sum(size < 30 for size in sizes.values()) >= 0.9 * len(sizes)


def test_every_function_says_its_types() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}" for path in files(*OURS, "tests") for node in functions(path)
        if node.returns is None or any(one.annotation is None for one in _arguments(node))
    ]
    assert bare == []


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [one for place, one in enumerate(every) if not (place == 0 and one.arg in ("self", "cls"))]


def test_no_test_may_be_left_out() -> None:
    leaves_out = re.compile(r"pytest\.(skip|xfail|importorskip)\b|mark\.(skip|skipif|xfail)\b|unittest\.skip")
    found = [str(path.relative_to(ROOT)) for path in files("tests") if path != Path(__file__) and leaves_out.search(path.read_text("utf-8"))]
    assert found == []


def test_every_message_has_chinese() -> None:
    known = locale.catalogue()
    missing = {message: where for message, where in messages("linli", "pages").items() if message not in known}
    assert missing == {}


def test_a_message_has_one_chinese_text() -> None:
    said: dict[str, set[str]] = {}
    for path in (locale.FOLDER / "zh_CN").glob("*.po"):
        for message, text in locale.read(path).items():
            said.setdefault(message, set()).add(text)
    assert {message: texts for message, texts in said.items() if len(texts) > 1} == {}


@pytest.mark.parametrize("path", sorted((locale.FOLDER / "zh_CN").glob("*.po")), ids=lambda path: path.stem)
def test_a_translation_has_the_fields_of_its_message(path: Path) -> None:
    pairs = locale.read(path).items()
    assert {message: text for message, text in pairs if fields(message) != fields(text) | ({"n"} & fields(message))} == {}


def fields(text: str) -> set[str]:
    """The named fields of a sentence."""
    return set(re.findall(r"{(\w*)}", text))


CJK = re.compile("[\u3400-\u9fff]")
SENTENCE = re.compile(r"\b[A-Z][a-z]+(?: [a-z]+){2,}|\b[a-z]{3,}(?: [a-z]{2,}){2,}[.!?]")
TAG = re.compile(r"<[^>]*(?:>|$)")
TRANSLATES = {"_", "N_", "ngettext", "pick"}
#: Left off the titles of Chinese laws wherever they are shown.
OF_LAWS = "中华人民共和国"


def literal_texts(path: Path) -> list[str]:
    """String constants with words for people that no translation function is given."""
    tree = ast.parse(path.read_text("utf-8"))
    passed = {id(inner) for node in ast.walk(tree) if _excused(node) for inner in ast.walk(node)}
    texts = [(node.lineno, node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed]
    return [f"{path.relative_to(ROOT)}:{line}: {text[:60]!r}" for line, text in texts if _speaks(text)]


def _excused(node: ast.AST) -> bool:
    """A translated text, a docstring, or what is never shown: an assertion's or a fault's words."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in TRANSLATES
    return isinstance(node, ast.Raise | ast.Assert) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _speaks(text: str) -> bool:
    shown = TAG.sub(" ", text)
    return text != OF_LAWS and bool(CJK.search(shown) or SENTENCE.search(shown))


def test_pages_and_their_parts_hold_no_literal_text() -> None:
    assert [text for path in files("pages", "linli/web/parts") for text in literal_texts(path)] == []
