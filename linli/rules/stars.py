"""Stars for hours served: a setting, off by default (docs/rules.md §4). A person sees their own alone; nothing ranks by them."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 5
MOST_HOURS = 20_000


@dataclass(frozen=True)
class Stars:
    """How many of how many stars somebody has; next_hours: where the next one stands, None with all of them."""

    count: int
    of: int
    next_hours: int | None


def thresholds(text: str) -> tuple[int, ...]:
    """Typed thresholds, `100, 300, 600`, in whole hours; empty text switches the stars off.

    Raises ValueError unless they are one to five whole numbers that rise.
    """
    parts = [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()]
    found = tuple(int(part) if part.isascii() and part.isdigit() and len(part) < 6 else -1 for part in parts)
    rising = all(earlier < later for earlier, later in zip(found, found[1:], strict=False))
    if len(found) > MOST or not rising or any(not 0 < one <= MOST_HOURS for one in found):
        raise ValueError(text)
    return found


def earned(minutes: int, marks: Sequence[int]) -> Stars:
    """The stars of so many approved, signed-in minutes."""
    count = sum(minutes >= hours * 60 for hours in marks)
    return Stars(count, len(marks), marks[count] if count < len(marks) else None)
