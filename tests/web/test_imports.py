"""What the start and the residents' pages do without: libraries for files, charts and print are loaded where they are used."""

import subprocess
import sys

HEAVY = ("altair", "pandas", "pyarrow", "numpy", "lxml", "docx", "openpyxl", "xlsxwriter", "PIL", "nh3", "typst", "icalendar")
PARTS = ("account", "asking", "home", "law", "me", "paper_card", "paper_page", "quiz_card", "result", "standings", "topics")


def test_neither_the_routes_nor_residents_pages_load_libraries_of_the_desk() -> None:
    script = (
        "import sys, importlib; from linli.web import routes; routes.routes();"
        f"[importlib.import_module('linli.web.parts.' + one) for one in {PARTS}];"
        f"print([one for one in {HEAVY} if one in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "[]"
