"""Which pages there are: one file in pages/ is one screen.

A page may say three things at its top, read without running it: `TITLE = N_("Board")`,
`ROLES = ("organiser", "clerk")` for staff pages, and `ORDER = 3` for the sidebar. Its address is
its file's name; `pages/resident/home.py` stands at `/`.
"""

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

PAGES = Path(__file__).resolve().parents[2] / "pages"
HOME = "home"
STAFF_FOLDERS = ("organiser",)


@dataclass(frozen=True)
class Screen:
    """One page file. roles: which staff may open it; empty for a page that is for everybody."""

    name: str
    path: Path
    folder: str
    title: str
    roles: tuple[str, ...]
    order: int

    @property
    def for_staff(self) -> bool:
        """Whether it belongs to the organisers' side, with the sidebar."""
        return self.folder in STAFF_FOLDERS

    @property
    def url(self) -> str:
        """Its address."""
        return "/" if self.name == HOME else f"/{self.name}"


@lru_cache(maxsize=1)
def screens() -> tuple[Screen, ...]:
    """All pages, home first, then by folder, order and name."""
    found = [_read(path) for path in sorted(PAGES.glob("*/*.py")) if not path.name.startswith("_")]
    return tuple(sorted(found, key=lambda one: (one.name != HOME, one.folder, one.order, one.name)))


def urls() -> frozenset[str]:
    """The addresses of all pages."""
    return frozenset(screen.url for screen in screens())


def _read(path: Path) -> Screen:
    said = _said(ast.parse(path.read_text("utf-8")))
    title = str(said.get("TITLE", path.stem.replace("_", " ").capitalize()))
    default = ("organiser", "clerk") if path.parent.name in STAFF_FOLDERS else ()
    return Screen(path.stem, path, path.parent.name, title, tuple(said.get("ROLES", default)), int(said.get("ORDER", 50)))


def _said(tree: ast.Module) -> dict[str, Any]:
    """The constants at the top of a page, with `N_("…")` read as its text."""
    said: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value.args[0] if isinstance(node.value, ast.Call) and node.value.args else node.value
            try:
                said[node.targets[0].id] = ast.literal_eval(value)
            except ValueError:
                continue
    return said
