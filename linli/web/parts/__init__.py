"""HTML made in Python, everything from people escaped here: cards, rows, boards, frames."""
