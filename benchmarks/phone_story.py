"""What one phone does, for the Streamlit load client: through every page of a resident, then rest."""

from typing import Any

PAGES = ("start", "board", "activities", "topics", "me", "help", "rules", "quiz", "")


async def flow(s: Any) -> None:
    """Look at the page for a few seconds, then open the next; at the end stay connected."""
    await s.think([2, 10])
    seen = s.vars.setdefault("seen", 0)
    if seen < len(PAGES):
        s.vars["seen"] = seen + 1
        await s.navigate(PAGES[seen], name=f"page /{PAGES[seen]}")
