"""What an upgrade of Streamlit could break without a word, looked for at the start."""

import re
from pathlib import Path

from streamlit import config, file_util

from linli.web import assets, index

_MARKERS = ('<html lang="en">', "<title>", '<link rel="shortcut icon"', '<div id="root"></div>', "<noscript>", '"./static/')
_TEST_IDS = re.compile(r'data-testid[\^*]?="(\w+)')
#: Written by our pages and found in the page by our style sheet and script.
_IN_BUNDLE = ("st-key-", "popstate", "onHistoryChange", "Connection error", "data-test-connection-state")


def faults() -> list[str]:
    """One sentence for each thing that is no longer as we found it; empty when all is well."""
    return [*_index(), *_settings(), *_bundle()]


def _index() -> list[str]:
    text = index.source()
    found = [f"index.html of Streamlit no longer contains {marker}: the page is served without our changes." for marker in _MARKERS if marker not in text]
    if len(index.inline_hashes(text)) != text.count("<script>"):
        found.append("A script inside index.html has no hash in the content security policy: browsers will refuse it.")
    return found


def _settings() -> list[str]:
    try:
        collects = config.get_option("runner.postScriptGC")
    except Exception:
        return ["Streamlit no longer knows runner.postScriptGC: measure again what a run costs."]
    return ["runner.postScriptGC is on: every run collects all garbage. Start from the folder with .streamlit/config.toml."] if collects else []


def _bundle() -> list[str]:
    missing = _missing({*_IN_BUNDLE, *test_ids()})
    gone = [f"Streamlit's bundle no longer contains “{name}”: in-app links, styles or words will not work." for name in _IN_BUNDLE if name in missing]
    ids = sorted(test_ids() & missing)
    return gone + [f"Streamlit's bundle no longer knows the test id {name}: a rule of streamlit.css hangs on it." for name in ids]


def test_ids() -> set[str]:
    """The test ids that our style sheets hang on."""
    return {name for path in (assets.OURS / "css").glob("*.css") for name in _TEST_IDS.findall(path.read_text("utf-8"))}


def _missing(names: set[str]) -> set[str]:
    folder = Path(file_util.get_static_dir()) / "static" / "js"
    for path in sorted(folder.glob("*.js"), key=lambda path: -path.name.startswith("index.")):
        if not names:
            break
        text = path.read_bytes()  # as bytes: decoded, the larger files would take 20 MB each
        names = {name for name in names if name.encode() not in text}
    return names
