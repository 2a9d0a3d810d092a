"""Nicknames: how they are normalised, compared and refused (docs/rules.md §2).

A nickname is shown to everybody, so it is made of characters that mean nothing in Markdown or
HTML, cannot turn the text around it, and look like what they are.
"""

import re
import unicodedata

from linli.errors import GameError
from linli.locale import N_

SHORTEST, LONGEST = 2, 12
#: Longer input is refused before any work is done on it.
FLOOD = 200
#: Combining marks in a row that a living script needs.
MARKS = 2

#: Invisible characters that phone keyboards leave behind: dropped without a word.
_SILENT = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_LETTERS = re.compile(r"[^\W_]")
_DIGITS = re.compile(r"\d{6}")
_PUNCTUATION = set(" -·・•‧")
#: Nobody may pass for the office or for a message of the product.
_RESERVED = {"组织者", "管理员", "居委会", "工作人员", "已注销", "organiser", "organizer", "admin", "staff", "left"}


class NicknameLength(GameError):
    """Too short or too long."""

    def __init__(self) -> None:
        super().__init__(
            N_("A nickname has {shortest} to {longest} characters. Please try one of that length."),
            shortest=SHORTEST, longest=LONGEST,
        )


class NicknameCharacters(GameError):
    """A character that is invisible, turns text around, or has a meaning in markup."""

    def __init__(self) -> None:
        super().__init__(N_("A nickname takes letters, digits, emoji, spaces, - and ·. Please leave out the other signs."))


class NicknameDigits(GameError):
    """It could be a phone or a player number."""

    def __init__(self) -> None:
        super().__init__(N_("Six digits in a row could be somebody's number. Please choose a nickname without them."))


class NicknameReserved(GameError):
    """It would pass for the office."""

    def __init__(self) -> None:
        super().__init__(N_("That name is kept for the office. Please choose another nickname."))


def normalise(text: str) -> str:
    """How a nickname is shown: NFC, without what cannot be seen, trimmed, single spaces.

    Drops categories Cc, Cf, Cs, Co and Cn and every combining mark after the second in a row, so
    that any text can be looked up without harm. `check` decides what may become a nickname.
    """
    seen = _SPACES.sub(" ", _SILENT.sub("", text[:FLOOD]))
    kept = "".join(one for one in seen if unicodedata.category(one) not in _UNSEEN)
    return _few_marks(unicodedata.normalize("NFC", kept)).strip()


def _few_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for one in text:
        marks = marks + 1 if unicodedata.category(one).startswith("M") else 0
        if marks <= MARKS:
            kept.append(one)
    return "".join(kept)


def key(text: str) -> str:
    """What decides whether two nicknames are the same: NFKC and case folding of `normalise`."""
    folded = unicodedata.normalize("NFKC", normalise(text)).casefold()
    return _SPACES.sub(" ", normalise(unicodedata.normalize("NFKC", folded)))


def check(text: str) -> str:
    """The nickname to keep for what a person typed.

    Raises NicknameLength, NicknameCharacters, NicknameDigits or NicknameReserved.
    """
    if len(text) > FLOOD:
        raise NicknameLength
    shown = normalise(text)
    if _hostile(text, shown):
        raise NicknameCharacters
    wide = unicodedata.normalize("NFKC", shown)
    if not (SHORTEST <= len(shown) <= LONGEST and SHORTEST <= len(wide) <= LONGEST):
        raise NicknameLength
    if _DIGITS.search(wide.replace(" ", "").replace("-", "")):
        raise NicknameDigits
    if key(shown) in _RESERVED:
        raise NicknameReserved
    return shown


def _hostile(text: str, shown: str) -> bool:
    """Whether something was typed that a nickname may not hold."""
    typed = unicodedata.normalize("NFC", _SPACES.sub(" ", _SILENT.sub("", text))).strip()
    wide = unicodedata.normalize("NFKC", shown)
    if typed != shown or any(not _plain(one) for one in shown + wide):
        return True
    return bool(shown) and (unicodedata.category(shown[0]).startswith("M") or not _LETTERS.search(shown) and not _emoji(shown))


def _emoji(text: str) -> bool:
    return any(unicodedata.category(one) == "So" for one in text)


def _plain(one: str) -> bool:
    if one in _PUNCTUATION:
        return True
    if one in "\ufffc\ufffd":
        return False
    category = unicodedata.category(one)
    return category[0] in "LMN" or category == "So" or "\U0001f3fb" <= one <= "\U0001f3ff"
