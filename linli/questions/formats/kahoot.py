"""Kahoot's template: header in row 8, a hundred pre-numbered rows, answers called 1 to 4.

The vendor's example question is often left in. It is recognised by its place, by all four answers
being right, and by the digest of its words: the words themselves are the vendor's.
"""

import hashlib
import re
from collections.abc import Sequence

from linli.locale import N_
from linli.questions.formats import keys
from linli.questions.formats.grid import Cell
from linli.questions.formats.headers import Layout, word

CODE = "kahoot"
EXAMPLE = N_("this is the template's own example question; it was skipped.")
#: SHA-256 of the folded letters of the example's question and of its four answers, first 16 digits.
_QUESTION, _ANSWERS = "48f11bfeea752992", "b5b00e3b721fbe29"


def fits(layout: Layout) -> bool:
    """Whether these columns are Kahoot's: numbered answers, a time limit, 'correct answer(s)'."""
    heads = [word(text) for text in layout.head]
    named = any(text.startswith("timelimit") for text in heads) and any(text.startswith("correctanswer") for text in heads)
    return named and layout.numbered and any(text.startswith("answer1") for text in heads)


def skipped(layout: Layout, first: Sequence[Cell]) -> str:
    """The sentence for a first row that is the vendor's, else empty."""
    texts = [first[at].text if at < len(first) else "" for at in (layout.at["stem"], layout.at.get("answer", 999), *layout.options.values())]
    stem, answer, options = texts[0], keys.fold(texts[1]), texts[2:]
    every = set(re.findall(r"\d", answer)) == {"1", "2", "3", "4"}
    return EXAMPLE if every and (digest([stem]) == _QUESTION or digest(sorted(options)) == _ANSWERS) else ""


def digest(texts: Sequence[str]) -> str:
    """The digest of texts, only their letters and digits counted."""
    folded = "\0".join(re.sub(r"\W", "", keys.fold(text)) for text in texts)
    return hashlib.sha256(folded.encode()).hexdigest()[:16]
