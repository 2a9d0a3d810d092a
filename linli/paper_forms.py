"""What stands where on the printed forms of a paper: for the sheets, their key, and counting them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from linli import papers
from linli.papers import NoPaper, Paper
from linli.questions.items import Item
from linli.rules import forms
from linli.store import Tx

LETTERS = forms.LETTERS


@dataclass(frozen=True, slots=True)
class Placed:
    """A question of a form. number: from 1, as printed; order: the option numbers of the item under A, B, C …"""

    number: int
    item: Item
    order: tuple[int, ...]

    @property
    def letters(self) -> str:
        """The letters that its options stand under."""
        return LETTERS[: len(self.order)]

    @property
    def right(self) -> str:
        """The letters of the right options."""
        return self.read(self.item.key)

    def read(self, chosen: Sequence[int] | frozenset[int]) -> str:
        """Option numbers of the item as letters of this form."""
        return "".join(letter for letter, option in zip(LETTERS, self.order, strict=False) if option in chosen)

    def options(self, letters: str) -> tuple[int, ...]:
        """Letters of this form as option numbers of the item, in order. Raises ValueError for another letter."""
        return tuple(sorted(self.order[self.letters.index(letter)] for letter in set(letters)))


def letter(form: int) -> str:
    """What a form is called: 0 is A."""
    return LETTERS[form]


def laid_out(paper: Paper, items: Sequence[Item], form: int) -> tuple[Placed, ...]:
    """The questions of a form in its order, with the order of their options.

    Decided by the paper's seed, the number of its questions and their ids alone: what was printed
    is found again for ever (linli/rules/forms.py).
    """
    places = forms.questions(len(items), paper.seed, form)
    return tuple(
        Placed(number, items[place], _order(paper, items[place], form)) for number, place in enumerate(places, 1)
    )


def _order(paper: Paper, item: Item, form: int) -> tuple[int, ...]:
    return tuple(forms.options(len(item.options), paper.seed, form, item.id, fixed=item.kind == "true_false"))


def of_version(tx: Tx, paper: Paper, version: int) -> tuple[Paper, list[Item]]:
    """The paper as it was in a version, and its questions then. Raises NoPaper for a version that never was."""
    old = replace(paper, version=version)
    found = papers.items(tx, old)
    if not found:
        raise NoPaper
    return replace(old, items=len(found)), found
