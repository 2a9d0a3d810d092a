"""The commands `sources list`, `sources add` and `sources update`: law texts and local rules."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from linli import terminal
from linli.locale import N_, _, ngettext
from linli.questions import law_text, own_laws, sources
from linli.questions.own_laws import Effect, Text
from linli.store import Store
from linli.terminal import complain, say


def arguments(one: argparse.ArgumentParser) -> None:
    """The options of all three."""
    kinds = one.add_subparsers(dest="act", required=True, metavar="list|add|update")
    kinds.add_parser("list", help=_("the laws that are kept here, with how many questions rest on each"))
    add = kinds.add_parser("add", help=_("keep a local rule: sources add SLUG FILE --name 名称 --version 2026-01-01"))
    update = kinds.add_parser("update", help=_("keep a newer text: shows which questions' quotes no longer stand, and moves them to check"))
    for each in (add, update):
        each.add_argument("slug", metavar="SLUG")
        each.add_argument("file", type=Path, metavar=_("FILE"), help=_(".docx, .txt, or .jsonl as in quizzes/sources"))
        each.add_argument("--known-on", default="", metavar="YYYY-MM", help=_("the month up to which the text was compared; this month by default"))
        each.add_argument("--dry-run", action="store_true", help=_("only show what it would change"))
    add.add_argument("--name", required=True, help=_("its title in Chinese"))
    add.add_argument("--name-en", default="", help=_("its title in English, unofficial"))
    add.add_argument("--version", required=True, metavar="YYYY-MM-DD", help=_("the day of this text"))
    update.add_argument("--version", default="", metavar="YYYY-MM-DD", help=_("the day of this text; without it that of the text kept now"))


def run(options: argparse.Namespace, at: datetime, opened: Callable[[], Store]) -> int:
    """Do what was asked for; the exit code."""
    if options.act == "list":
        return _list(opened())
    articles = law_text.parse(terminal.read(options.file), options.file.name)
    store = opened()
    if options.act == "add":
        text = own_laws.new(options.slug, options.name, options.version, articles, at, title_en=options.name_en, known_on=options.known_on)
    else:
        with store.reading() as tx:
            text = own_laws.newer(tx, options.slug, articles, at, version=options.version, known_on=options.known_on)
    if options.dry_run:
        with store.reading() as tx:
            _tell(text, own_laws.effect(tx, text), done=False)
    else:
        _tell(text, own_laws.keep(store, text, None, at, first=options.act == "add"), done=True)
    return 0


def _list(store: Store) -> int:
    with store.reading() as tx:
        texts, cited = sources.current(tx), own_laws.cited(tx)
    for law in texts.laws.values():
        mark = _("added here") if law.own else ""
        say("\t".join((law.slug, law.title, law.version, law.known_on, str(cited.get(law.slug, 0)), mark)).rstrip())
    return 0


def _tell(text: Text, found: Effect, *, done: bool) -> None:
    """What the text changes, article by article and question by question."""
    say(ngettext("{title}: {n} article, text of {day}.", "{title}: {n} articles, text of {day}.", len(text.articles), title=text.title, day=text.version))
    if found.nothing:
        say(_("Its articles are those that are kept already."))
    for names, words in ((found.added, N_("new: {articles}")), (found.changed, N_("changed: {articles}")), (found.removed, N_("no longer there: {articles}"))):
        if names and len(names) < len(text.articles):
            say(_(words, articles=_(", ").join(names)))
    for item in found.fallen:
        say(f"{item.id}\t{item.stem.zh}")
    say(ngettext(
        "{n} question's quoted words no longer stand.", "{n} questions' quoted words no longer stand.", len(found.fallen),
    ) + (" " + _("They have left the draw and wait to be checked; scores stay.") if found.fallen and done else ""))
    if found.back:
        say(ngettext("{n} question's quoted words stand again.", "{n} questions' quoted words stand again.", len(found.back)))
    if not done:
        complain(_("Nothing was changed. Run it without --dry-run to keep the text."))
