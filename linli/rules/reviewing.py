"""When somebody should meet an item again (docs/rules.md §3, "Spaced review").

The scheduling is that of the `fsrs` library: no learning steps, no fuzz, desired retention 0.85,
at most 30 days; wrong is Again, right is Good.
"""

from datetime import datetime

from fsrs import Card, Rating, Scheduler

RETENTION = 0.85
MOST_DAYS = 30
#: Due items that one quiz may hold. No backlog is ever counted.
MOST_IN_A_QUIZ = 3

_SCHEDULER = Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), maximum_interval=MOST_DAYS, enable_fuzzing=False)


def after(card: str | None, *, correct: bool, at: datetime) -> tuple[str, datetime] | None:
    """The card after an answer, and when the item is due; None where nothing is to be reviewed.

    card: what this gave before, None for an item that was never answered wrong. Only what was
    answered wrong is reviewed: a right first answer begins no card.
    """
    if card is None and correct:
        return None
    # A number of its own would make the library sleep for a millisecond; ours are (person, item).
    before = Card.from_json(card) if card else Card(card_id=0)
    now, _log = _SCHEDULER.review_card(before, Rating.Good if correct else Rating.Again, at)
    return now.to_json(), now.due
