"""The command line: `python -m linli questions check [PATH…] [--json]`."""

import argparse
from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run one command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m linli")
    commands = parser.add_subparsers(dest="command", required=True)
    questions = commands.add_parser("questions", help="question files").add_subparsers(dest="action", required=True)
    questions.add_parser("check", help="check question files", add_help=False)
    _known, rest = parser.parse_known_args(argv)
    from linli.questions import check

    return check.main(rest)
