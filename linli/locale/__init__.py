"""Text to people: message catalogues, the current language, dates and numbers.

Message ids are the English sentences themselves. Chinese stands in `zh_CN/*.po`, one file an
area; all of them are read and merged when the first Chinese sentence is asked for. A sentence
that no catalogue holds is shown in English. The language belongs to a run or a request, never to
the process: it is a context variable.
"""

from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from babel.dates import format_date, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("zh", "en")
DEFAULT = "zh"
FOLDER = Path(__file__).parent

_language: ContextVar[str] = ContextVar("linli_language", default=DEFAULT)
_BABEL = {"zh": "zh_CN", "en": "en"}
_TAGS = {"zh": "zh-CN", "en": "en"}


class _Switch:
    """What `use_language` returns: as a `with` block it gives the language before back."""

    def __init__(self, before: str) -> None:
        self._before = before

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _language.set(self._before)


def language() -> str:
    """The current language, `zh` or `en`."""
    return _language.get()


def tag() -> str:
    """The current language as HTML writes it: `zh-CN` or `en`."""
    return _TAGS[_language.get()]


def use_language(code: str) -> _Switch:
    """Speak `code` from now on in this run or request (anything unknown is Chinese).

    Works at once; `with use_language("en"):` gives the former language back at the end.
    """
    switch = _Switch(_language.get())
    _language.set(code if code in LANGUAGES else DEFAULT)
    return switch


def from_header(accept_language: str) -> str:
    """The best language for an Accept-Language header: English only where it is wished before Chinese."""
    wishes = []
    for place, part in enumerate(accept_language.lower().split(",")[:20]):
        name, _sep, quality = part.strip().partition(";q=")
        wishes.append((-_quality(quality), place, name[:2]))
    known = [name for _quality_, _place, name in sorted(wishes) if name in LANGUAGES]
    return known[0] if known else DEFAULT if not accept_language else "en"


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _(message: str, **fields: Any) -> str:
    """The message in the current language, with its named fields filled in after translating."""
    text = catalogue().get(message, message) if _language.get() == "zh" else message
    return text.format(**fields) if fields else text


def ngettext(singular: str, plural: str, n: int, **fields: Any) -> str:
    """The message for a number: two English forms, one Chinese. `{n}` is filled in."""
    if _language.get() == "zh" and singular in catalogue():
        return catalogue()[singular].format(n=n, **fields)
    return (singular if n == 1 else plural).format(n=n, **fields)


def N_(message: str) -> str:  # noqa: N802 - the name that message extractors know
    """Mark a message for the catalogues without translating it here."""
    return message


def pick(zh: str, en: str) -> str:
    """One of two texts that the data itself holds, the other where one is empty."""
    return (zh or en) if _language.get() == "zh" else (en or zh)


@lru_cache(maxsize=1)
def catalogue() -> dict[str, str]:
    """English message to Chinese, of all areas together."""
    merged: dict[str, str] = {}
    for path in sorted((FOLDER / "zh_CN").glob("*.po")):
        for message, text in read(path).items():
            merged.setdefault(message, text)
    return merged


def read(path: Path) -> dict[str, str]:
    """One catalogue file: message to text; a plural's one form stands under its singular."""
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file, locale="zh_CN", ignore_obsolete=True) if entry.id and not entry.fuzzy]
    pairs = ((_first(entry.id), _first(entry.string)) for entry in entries)
    return {message: text for message, text in pairs if text}


def _first(text: str | list[str] | tuple[str, ...] | None) -> str:
    return text if isinstance(text, str) else text[0] if text else ""


def month_day(day: date | str) -> str:
    """A day without its year: `12 月 5 日`, `5 December`."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(when, pick("M 月 d 日", "d MMMM"), locale=_babel())


def month_name(day: date | str) -> str:
    """The month of a day, short: `12 月`, `Dec`."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(when, pick("M 月", "MMM"), locale=_babel())


def full_month(day: date | str) -> str:
    """The month of a day with its year: `2026 年 12 月`, `December 2026`."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(when, pick("y 年 M 月", "MMMM y"), locale=_babel())


def full_day(day: date | str) -> str:
    """A day with its year: `2026 年 12 月 5 日`, `5 December 2026`."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(when, pick("y 年 M 月 d 日", "d MMMM y"), locale=_babel())


def weekday(day: date | str, *, short: bool = False) -> str:
    """The day of the week: `周六`; `Saturday`, short `Sat`."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(when, pick("EEE", "EEE" if short else "EEEE"), locale=_babel())


def clock_time(at: datetime) -> str:
    """A local time of day as `9:05` (give it in the community's zone)."""
    return format_time(at, "H:mm", locale=_babel())


def number(value: int | float | Decimal, digits: int = 0) -> str:
    """A number with thousands separated and exactly `digits` decimals."""
    return format_decimal(value, "#,##0" + ("." + "0" * digits if digits else ""), locale=_babel())


def percent(share: float) -> str:
    """A share of 1 as whole percent: 0.251 is `25%`."""
    return f"{round(share * 100)}%"


def _babel() -> str:
    return _BABEL[_language.get()]
