"""What a phone does with the fragment card: answer, then next."""

from typing import Any


async def flow(s: Any) -> None:
    """One item: two taps."""
    await s.click("Option 0", name="answer")
    await s.click("Next", name="next")
