"""PINs and passwords: which are allowed, how they are kept and checked (docs/rules.md §2).

PINs are argon2id with 19 MiB, t = 2, p = 1 over an HMAC of the PIN with a key that is not in the
database; at most two are hashed at once. Passwords of staff use the library's default, one at a
time. Hashing takes 20 to 200 ms: never call these inside a writing transaction.
"""

import re
import threading
import unicodedata
from datetime import date
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from linli import ids
from linli.errors import GameError
from linli.locale import N_
from linli.secret import sealed

LENGTH = 6
PASSWORD_SHORTEST, PASSWORD_LONGEST = 8, 200

_pin_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_password_hasher = PasswordHasher()
_two = threading.BoundedSemaphore(2)
_one = threading.BoundedSemaphore(1)

_SIX = re.compile(r"[0-9]{6}")
#: Often chosen in China besides repeats, runs and dates (counted in leaked lists).
_COMMON = frozenset(
    "123321 321123 123654 147258 258369 369258 147369 159357 357159 159753 753951 789456 456789 741852 852741 963852 951753 520131 "
    "131420 131452 131421 521131 520520 521521 168168 518518 588588 168888 188888 886886 668668 100200 010203 102030 112358 314159 "
    "141421 271828 110120 119120 120119 110119 101010 135790 135791 246810 246802 024680 013579 142536 192837 102938 159951 "
    "100000 123450 123400 123000 100001 123789 321654 987321 147852 963741 115599 223344 556677 778899 998877 665544 332211".split()
)
_EASY_PASSWORDS = ("password", "12345678", "qwertyui", "11111111", "88888888", "abcd1234", "iloveyou", "00000000", "1qaz2wsx")


class PinShape(GameError):
    """Not six digits."""

    def __init__(self) -> None:
        super().__init__(N_("A PIN has six digits. Please type all six."))


class PinCommon(GameError):
    """One of the first that anybody would guess."""

    def __init__(self) -> None:
        super().__init__(
            N_("That PIN is easy to guess: a row, a repeat, a date or a favourite number. Please choose another six digits.")
        )


class PasswordShort(GameError):
    """Under eight characters, or absurdly long."""

    def __init__(self) -> None:
        super().__init__(N_("A password has at least {shortest} characters. A short sentence is good."), shortest=PASSWORD_SHORTEST)


class PasswordCommon(GameError):
    """One of the first that anybody would guess."""

    def __init__(self) -> None:
        super().__init__(N_("That password is easy to guess. A short sentence that only you would say is better."))


def tidy(pin: str) -> str:
    """The six digits of what was typed (full-width ones too). Raises PinShape."""
    digits = "".join(unicodedata.normalize("NFKC", pin[:50]).split())
    if not _SIX.fullmatch(digits):
        raise PinShape
    return digits


def check_new(pin: str, player_number: str = "") -> str:
    """The digits of a PIN that may be taken. Raises PinShape, PinCommon."""
    digits = tidy(pin)
    if digits == player_number or is_common(digits):
        raise PinCommon
    return digits


def is_common(digits: str) -> bool:
    """Whether six digits are among the first that anybody would guess."""
    return digits in _COMMON or len(set(digits)) <= 2 or _is_run(digits) or _is_repeat(digits) or _is_date(digits)


def _is_run(digits: str) -> bool:
    """The same step from each digit to the next, 9 followed by 0 too: 234567, 654321, 135791."""
    return len({(int(b) - int(a)) % 10 for a, b in zip(digits, digits[1:], strict=False)}) == 1


def _is_repeat(digits: str) -> bool:
    halves = digits[:3] in (digits[3:], digits[:2:-1])
    pairs = digits[0::2] == digits[1::2]
    return halves or pairs or digits[:2] * 3 == digits


def _is_date(digits: str) -> bool:
    """YYMMDD, the usual choice for a birthday, or YYYYMM of the last hundred years or so."""
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if 1920 <= int(digits[:4]) <= 2040 and 1 <= day <= 12:
        return True
    try:
        date(2000 + year if year % 4 == 0 else 2001, month, day)
    except ValueError:
        return False
    return True


def new_pin() -> str:
    """A random PIN that may be taken."""
    while is_common(pin := ids.digits(LENGTH)):
        pass
    return pin


def hash_pin(digits: str) -> str:
    """What the database keeps of a PIN."""
    with _two:
        return _pin_hasher.hash(sealed("pin", digits))


def pin_fits(kept: str | None, digits: str) -> bool:
    """Whether a PIN is the one kept. With None it takes as long and is False."""
    with _two:
        return _fits(_pin_hasher, kept or _nobodys_pin(), sealed("pin", digits)) and kept is not None


def check_password(password: str, username: str = "") -> str:
    """A password that may be taken, normalised. Raises PasswordShort, PasswordCommon."""
    text = unicodedata.normalize("NFKC", password)
    if not PASSWORD_SHORTEST <= len(text) <= PASSWORD_LONGEST:
        raise PasswordShort
    folded = text.casefold()
    easy = any(folded.startswith(one) for one in _EASY_PASSWORDS) or len(set(folded)) <= 2
    if easy or (username and username in folded):
        raise PasswordCommon
    return text


def hash_password(password: str) -> str:
    """What the database keeps of a password."""
    with _one:
        return _password_hasher.hash(unicodedata.normalize("NFKC", password))


def password_fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept. With None it takes as long and is False."""
    text = unicodedata.normalize("NFKC", password[:PASSWORD_LONGEST])
    with _one:
        return _fits(_password_hasher, kept or _nobodys_password(), text) and kept is not None


def _fits(hasher: PasswordHasher, kept: str, text: str) -> bool:
    try:
        return hasher.verify(kept, text.encode(errors="replace"))
    except VerificationError:
        return False


@lru_cache(maxsize=1)
def _nobodys_pin() -> str:
    return _pin_hasher.hash(ids.token())


@lru_cache(maxsize=1)
def _nobodys_password() -> str:
    return _password_hasher.hash(ids.token())
