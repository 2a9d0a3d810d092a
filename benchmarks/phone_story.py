"""What one phone does, for the Streamlit load client: through every page of a resident, then rest."""

from typing import Any

PAGES = ("start", "board", "activities", "topics", "me", "help", "rules", "quiz", "")


async def flow(s: Any) -> None:
    """Open each page once; afterwards stay connected."""
    if not s.vars.get("done"):
        s.vars["done"] = True
        for page in PAGES:
            await s.navigate(page, name=f"page /{page}")
    await s.think([5, 10])
