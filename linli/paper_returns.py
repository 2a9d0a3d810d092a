"""Sheets that come back from paper: counted by hand, typed in by compound and form, voided where wrong.

What is kept of a stack is, per question, how many sheets chose each *set* of options. Where one
option is right that is a number for each letter. Where several are, a set is counted whole
("ABD 18, AB 7"): strokes for single letters would be faster to make, but nobody could tell from
them how many sheets were right. Two or three sets make up nearly all of a stack, and the tally
sheet (documents/paper_counting.py) has a place for each.

Nobody's points change by this, and nobody is known: sheets have no names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from linli import clock, community, ids, paper_forms, papers
from linli.errors import GameError
from linli.locale import N_, _
from linli.paper_forms import Placed
from linli.papers import Paper
from linli.rules import marking
from linli.store import Store, Tx
from linli.store.base import Row

SHEETS_MOST = 9999
#: How many sheets chose each set of letters of one question; "" is no valid answer.
Counts = Mapping[str, int]


class BadReturn(GameError):
    """Something of the stack's head cannot be; `text` says what."""

    def __init__(self, text: str, **fields: object) -> None:
        super().__init__(text, **fields)


class BadTallies(GameError):
    """Numbers that cannot be; `faults` by question number, in words."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        self.faults = dict(faults)
        super().__init__(N_("Nothing was saved yet. {faults}"), faults=lambda: " ".join(list(self.faults.values())[:6]))


class EnteredMeanwhile(GameError):
    """Somebody else typed sheets of this compound and form since the screen was opened."""

    def __init__(self, row: Row) -> None:
        super().__init__(
            N_("{who} has just entered {sheets} sheets of the same compound and form. Look whether they are the same ones; if yours are others, save again."),
            who=row["who"] or "–", sheets=row["sheets"],
        )


class NoReturn(GameError):
    """There is nothing to take back."""

    def __init__(self) -> None:
        super().__init__(N_("This entry was voided already, or it is not there. Open the list again."))


@dataclass(frozen=True, slots=True)
class Stack:
    """What a person counted: sheets of one compound, one form and one version.

    tallies: by question number of the form, how many sheets chose which letters of the form.
    known: how many entries of this compound and form the screen showed, so that two people do not
    enter the same stack.
    """

    paper: str
    version: int
    form: int
    compound: str
    sheets: int
    tallies: Mapping[int, Counts]
    known: int = 0


@dataclass(frozen=True, slots=True)
class Return:
    """A stack that was entered. void: taken back; who: who typed it."""

    id: str
    version: int
    form: int
    compound: str
    sheets: int
    entered_at: datetime
    who: str
    void: bool


def enter(store: Store, stack: Stack, by: str | None, at: datetime) -> str:
    """Keep the tallies of a stack; its id. Nothing is kept unless all of it can be.

    A question without a number for "no valid answer" gets what is left of the sheets there; with
    one its numbers must come to the sheets exactly. Raises NoPaper, UnknownCompound, BadReturn,
    BadTallies, EnteredMeanwhile.
    """
    with store.writing() as tx:
        paper = papers.read(tx, stack.paper, lock=tx.for_update)   # its questions cannot change in between
        placed = asked(tx, paper, stack.version, stack.form)
        home = community.compound(tx, stack.compound)
        counts = checked(stack.sheets, placed, stack.tallies)
        before = [row for row in _rows(tx, paper.id) if row["void_at"] is None and (row["compound"], row["form"], row["version"]) == (home.id, stack.form, stack.version)]
        if len(before) > stack.known:
            raise EnteredMeanwhile(before[-1])
        made = ids.new()
        tx.insert("paper_return", [{
            "id": made, "paper": paper.id, "version": stack.version, "form": stack.form, "compound": home.id, "sheets": stack.sheets,
            "entered_at": clock.stamp(at), "entered_by": by, "void_at": None, "void_by": None,
        }])
        tx.insert("paper_tally", [
            {"paper_return": made, "item": one.item.id, "revision": one.item.revision, "chosen": marking.encode(one.options(letters)), "people": people}
            for one in placed for letters, people in counts[one.number].items() if people
        ])
        community.note(tx, by, "paper.enter", paper.id, f"{home.name_zh} {paper_forms.letter(stack.form)} {stack.sheets}", at)
    return made


def void(store: Store, entry: str, by: str | None, at: datetime) -> None:
    """Take an entry back; it stays to be seen and counts nowhere. To correct one, enter it again. Raises NoReturn."""
    with store.writing() as tx:
        row = tx.one("select paper, compound, sheets, void_at from paper_return where id = :entry" + tx.for_update, entry=entry)
        if row is None or row["void_at"] is not None:
            raise NoReturn
        tx.run("update paper_return set void_at = :now, void_by = :by where id = :entry", now=clock.stamp(at), by=by, entry=entry)
        community.note(tx, by, "paper.void", row["paper"], f"{entry} {row['sheets']}", at)


def asked(tx: Tx, paper: Paper, version: int, form: int) -> tuple[Placed, ...]:
    """The questions of a printed form. Raises BadReturn for a version or form that was never printed."""
    if not 1 <= version <= paper.version:
        raise BadReturn(
            N_("“{name}” has no version {version}; the newest is {newest}. The version stands at the foot of the sheet."),
            name=paper.name, version=version, newest=paper.version,
        )
    if not 0 <= form < paper.forms:
        raise BadReturn(
            N_("“{name}” has {n} forms, and this would be form {letter}. The letter stands in the corner of the sheet."),
            name=paper.name, n=paper.forms, letter=paper_forms.LETTERS[form] if 0 <= form < len(paper_forms.LETTERS) else "?",
        )
    return paper_forms.laid_out(*paper_forms.of_version(tx, paper, version), form)


def checked(sheets: int, placed: Sequence[Placed], tallies: Mapping[int, Counts]) -> dict[int, dict[str, int]]:
    """The counts of every question, complete: each comes to the sheets. Raises BadReturn, BadTallies."""
    if not 1 <= sheets <= SHEETS_MOST:
        raise BadReturn(N_("{sheets} sheets: type how many sheets the stack has, from 1 to {most}."), sheets=sheets, most=SHEETS_MOST)
    found, faults = {}, {}
    for one in placed:
        counts = {"".join(sorted(letters)): people for letters, people in tallies.get(one.number, {}).items()}
        fault = _fault(one, counts, sheets)
        if fault:
            faults[one.number] = fault
        found[one.number] = {"": sheets - sum(counts.values()), **counts}
    for number in tallies.keys() - found.keys():
        faults[number] = _("There is no question {number} on this form.", number=number)
    if faults:
        raise BadTallies(faults)
    return found


def _fault(one: Placed, counts: Counts, sheets: int) -> str:
    """What is wrong with the numbers of a question, in words; "" if nothing is."""
    for letters, people in counts.items():
        if not set(letters) <= set(one.letters) or len(set(letters)) < len(letters):
            return _("Question {number}: “{letters}” is no answer there; its letters are {known}.", number=one.number, letters=letters[:12], known=one.letters)
        if len(letters) > 1 and one.item.kind != "multiple":
            return _("Question {number} takes one letter, so “{letters}” counts as no valid answer.", number=one.number, letters=letters[:12])
        if people < 0:
            return _("Question {number}, {letters}: {n} is no number of sheets.", number=one.number, letters=letters, n=people)
    total = sum(counts.values())
    if total > sheets or ("" in counts and total != sheets):
        return _("Question {number}: {n} answers on {sheets} sheets.", number=one.number, n=total, sheets=sheets)
    return ""


def entries(tx: Tx, paper: str) -> list[Return]:
    """Every stack of a paper, voided ones too, the oldest first."""
    return [
        Return(
            row["id"], row["version"], row["form"], row["compound"], row["sheets"], clock.parse(row["entered_at"]), row["who"] or "", row["void_at"] is not None,
        )
        for row in _rows(tx, paper)
    ]


def tallies(tx: Tx, paper: Paper, entry: Return) -> dict[int, dict[str, int]]:
    """The numbers of an entry as they were typed: by question number and letters of its form."""
    placed = {one.item.id: one for one in asked(tx, paper, entry.version, entry.form)}
    found: dict[int, dict[str, int]] = {}
    for row in tx.rows("select item, chosen, people from paper_tally where paper_return = :entry order by item, chosen", entry=entry.id):
        one = placed[row["item"]]
        found.setdefault(one.number, {})[one.read(marking.decode(row["chosen"]))] = row["people"]
    return dict(sorted(found.items()))


def _rows(tx: Tx, paper: str) -> list[Row]:
    return tx.rows(
        "select r.*, s.name as who from paper_return r left join staff s on s.id = r.entered_by where r.paper = :paper order by r.entered_at, r.id",
        paper=paper,
    )
