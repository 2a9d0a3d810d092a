"""Which answers to an older version of an item can be marked under a newer key (docs/statistics.md)."""

import unicodedata
from collections.abc import Sequence


def places(before: Sequence[str], after: Sequence[str]) -> tuple[int, ...] | None:
    """The place in `after` of each option of `before`; None unless both hold the same options.

    The same: equal words, whatever their width, case and spaces. Options whose words were mended
    are others: nobody knows what a person would have chosen among them.
    """
    old, new = [_plain(text) for text in before], [_plain(text) for text in after]
    if sorted(old) != sorted(new) or len(set(old)) < len(old):
        return None
    return tuple(new.index(text) for text in old)


def moved(chosen: Sequence[int], to: Sequence[int]) -> tuple[int, ...]:
    """Option numbers of the older version, as numbers of the newer."""
    return tuple(sorted(to[number] for number in chosen))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
