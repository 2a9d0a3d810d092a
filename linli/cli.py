"""The command line: `python -m linli COMMAND`.

Each command is one function that returns the exit code. A refusal is printed as one sentence in
the language of the terminal, with exit code 1; anything else is a fault and keeps its trace.
"""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from linli import clock, terminal
from linli.errors import GameError
from linli.locale import N_, _, ngettext, use_language
from linli.store import Full, Store, Unwritable, data_folder
from linli.terminal import complain, say

Options = argparse.Namespace
Command = Callable[[Options, datetime], int]


class NoDatabase(GameError):
    """There is nothing in the data folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(N_("There is no database in {folder}. Name the folder in LINLI_DATA, or start the product once: make run"), folder=folder)


class BadNumber(GameError):
    """Not a number of slips."""

    def __init__(self, given: int) -> None:
        super().__init__(N_("{given} slips: give a whole number above 0."), given=given)


def main(argv: Sequence[str]) -> int:
    """Run one command; its exit code."""
    use_language(terminal.language(os.environ))
    terminal.prepare(sys.stdout, sys.stderr)
    if list(argv[:2]) == ["questions", "check"]:  # has a parser of its own, beside its work
        from linli.questions import check

        return check.main(argv[2:])
    options = parser().parse_args(argv)
    command: Command = options.run
    try:
        return command(options, clock.now())
    except GameError as refusal:
        complain(refusal.sentence())
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of a pipe has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        complain(_of_system(error).sentence())
    return 1


def _of_system(error: OSError) -> GameError:
    """A full or read-only disk as the refusal it is. Raises anything else again."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Full()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and error.filename:
        return Unwritable(error.filename)
    raise error


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    made = argparse.ArgumentParser(prog="python -m linli", description=_("Linli Cup: a civic quiz and volunteer points for residents."))
    commands = made.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    for name, run, about in COMMANDS:
        one = commands.add_parser(name, help=_(about), description=_(about))
        one.set_defaults(run=run)
        if name in ARGUMENTS:
            ARGUMENTS[name](one)
    return made


def start(_options: Options, at: datetime) -> int:
    """`start`: check, migrate, load, print the addresses, serve."""
    from linli import start as starting

    return starting.start(os.environ.get("PORT", ""), at=at)


def demo(options: Options, at: datetime) -> int:
    """`demo`: a separate database with a season of sample data, then as `start`."""
    from linli.demo import run as running

    return running.demo(os.environ.get("PORT", ""), at=at, new=options.new, serve=not options.no_start)


def verify(_options: Options, _at: datetime) -> int:
    """`verify`: recount everything; 1 when something differs."""
    from linli import verify as verifying

    store = existing()
    found = verifying.verify(store)
    for difference in found:
        say(difference.sentence())
    if found:
        complain(ngettext("{n} difference was found.", "{n} differences were found.", len(found)))
        return 1
    entries = store.one("select count(*) as n from ledger") or {"n": 0}
    say(ngettext("Recounted {n} entry: everything agrees.", "Recounted {n} entries: everything agrees.", entries["n"]))
    return 0


def backup(options: Options, at: datetime) -> int:
    """`backup`: copy the running database into one file."""
    from linli import backups

    say(_("Saved as {path}. Keep the file {secret} with it: PINs and signatures depend on it.",
          path=backups.backup(existing(), at, options.to), secret=data_folder() / "secret"))
    return 0


def restore(options: Options, at: datetime) -> int:
    """`restore FILE`: put a backup in place of the present database."""
    from linli import backups

    kept = backups.restore(options.file, existing_or_new(), at)
    say(_("Restored from {path}. What was there before is kept as {kept}.", path=options.file, kept=kept))
    return 0


def slips(options: Options, at: datetime) -> int:
    """`slips COMPOUND`: the codes of a compound's household slips, one a line."""
    from linli import slips as slipping

    if options.count is not None and options.count < 1:
        raise BadNumber(options.count)
    store = existing()
    wanted = _compound(store, options.compound)
    codes = slipping.issue(store, wanted, options.count, at) if options.count else slipping.print_codes(store, wanted, at)
    for code in codes:
        say(code)
    complain(ngettext("{n} code. Hand out one a household; no list says who has which.",
                      "{n} codes. Hand out one a household; no list says who has which.", len(codes)))
    return 0


def _compound(store: Store, text: str) -> str:
    """The id of the compound of that name, else the text itself, which may be an id or a code."""
    from linli import community

    with store.reading() as tx:
        found = community.compounds(tx)
    key = community.name_key(text)
    return next((one.id for one in found if key in map(community.name_key, (one.name_zh, one.name_en))), text)


def reset_organiser(options: Options, at: datetime) -> int:
    """`reset-organiser [NAME]`: a link by which the organiser sets a new password."""
    from linli import network, staff
    from linli import start as starting

    token = staff.reset_organiser(existing(), at, options.name)
    port = network.port_of(os.environ.get("PORT", ""))
    say(_("Open this within {hours} hours and set a new password; it works once:", hours=staff.RESET_HOURS))
    for host in ["127.0.0.1", *network.lan_addresses()]:
        say(f"    {starting.address(host, port)}{starting.RESET_PATH}{token}")
    return 0


def questions(options: Options, at: datetime) -> int:
    """`questions show|export`: what a file says, and the bank as a file."""
    from linli import cli_questions

    return cli_questions.run(options, at, existing)


def sources(options: Options, at: datetime) -> int:
    """`sources list|add|update`: law texts and local rules."""
    from linli import cli_sources

    return cli_sources.run(options, at, existing)


def existing() -> Store:
    """The store, which must be there. Raises NoDatabase and what opening raises."""
    if not os.environ.get("DATABASE_URL") and not (data_folder() / "linli.db").exists():
        raise NoDatabase(data_folder())
    return existing_or_new()


def existing_or_new() -> Store:
    """The store; an empty one is made where there is none."""
    from linli import start as starting

    return starting.opened()


def _demo_arguments(one: argparse.ArgumentParser) -> None:
    one.add_argument("--new", action="store_true", help=_("make the sample season anew, up to today"))
    one.add_argument("--no-start", action="store_true", help=_("make the sample data and stop there"))


def _backup_arguments(one: argparse.ArgumentParser) -> None:
    one.add_argument("--to", type=Path, metavar=_("FOLDER"), help=_("another folder than backups/ in the data folder"))


def _restore_arguments(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", type=Path, metavar=_("FILE"))


def _slips_arguments(one: argparse.ArgumentParser) -> None:
    one.add_argument("compound", metavar=_("COMPOUND"), help=_("its name, or the code of its join link"))
    one.add_argument("--count", type=int, metavar="N", help=_("only N new ones; without it one for every household, old ones included"))


def _reset_arguments(one: argparse.ArgumentParser) -> None:
    one.add_argument("name", nargs="?", default="", metavar=_("NAME"), help=_("the organiser's username, where there are several"))


def _questions_arguments(one: argparse.ArgumentParser) -> None:
    from linli import cli_questions

    cli_questions.arguments(one)


def _sources_arguments(one: argparse.ArgumentParser) -> None:
    from linli import cli_sources

    cli_sources.arguments(one)


ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "demo": _demo_arguments, "backup": _backup_arguments, "restore": _restore_arguments, "slips": _slips_arguments,
    "reset-organiser": _reset_arguments, "sources": _sources_arguments, "questions": _questions_arguments,
}
COMMANDS: list[tuple[str, Command, str]] = [
    ("start", start, N_("start the product (PORT, LINLI_DATA, DATABASE_URL, LINLI_URL, LINLI_LANG)")),
    ("demo", demo, N_("start with a season of sample data, in a database of its own")),
    ("questions", questions, N_("question files: check [PATH …] | show FILE | export FILE")),
    ("sources", sources, N_("law texts and local rules: sources list | add SLUG FILE | update SLUG FILE")),
    ("verify", verify, N_("recount everything and name what differs")),
    ("backup", backup, N_("copy the database into one file while the product runs")),
    ("restore", restore, N_("put a backup in place of the database")),
    ("slips", slips, N_("print the codes of a compound's household slips")),
    ("reset-organiser", reset_organiser, N_("print a link by which an organiser sets a new password")),
]
