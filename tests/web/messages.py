"""Reads the messages of our sources: what `_`, `N_` and `ngettext` are called with."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def messages(*folders: str) -> dict[str, str]:
    """Message to the file that first says it, for all Python files below the folders."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for message in in_text(path.read_text("utf-8")):
                found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def in_text(source: str) -> list[str]:
    """The messages of one file."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [
        str(call.args[0].value) for call in calls
        if call.func.id in ("_", "N_", "ngettext") and call.args  # type: ignore[attr-defined]
        and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    ]
