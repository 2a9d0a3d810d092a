"""The command line: `python -m linli questions check [PATH…] [--json]`."""

import argparse
import os
from collections.abc import Sequence

from linli.locale import use_language


def main(argv: Sequence[str]) -> int:
    """Run one command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m linli")
    commands = parser.add_subparsers(dest="command", required=True)
    questions = commands.add_parser("questions", help="question files").add_subparsers(dest="action", required=True)
    questions.add_parser("check", help="check question files", add_help=False)
    use_language("zh" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh") else "en")
    _known, rest = parser.parse_known_args(argv)
    from linli.questions import check

    return check.main(rest)
