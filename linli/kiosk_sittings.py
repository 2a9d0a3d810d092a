"""What a person at a kiosk is doing: the quiz of their sitting, until it is done or left alone.

A sitting is a random cookie of its own (docs/rules.md §2, "Kiosk"); the screen ends it after 45 quiet
seconds, and the server by itself where the screen could not.
"""

from datetime import datetime, timedelta

from linli import attempts, clock, community, slips
from linli.attempts import Player
from linli.kiosks import Kiosk
from linli.store import Store

#: After so long without an answer a sitting is over, whatever the screen says.
QUIET = timedelta(minutes=10)


def attempt(store: Store, sitting: str, at: datetime) -> str | None:
    """The sitting's quiz, begun or finished; None before it began and once it was left alone."""
    row = store.one(
        "select a.id, coalesce((select max(n.answered_at) from answer n where n.attempt = a.id), a.started_at) as touched_at"
        " from attempt a where a.holder = :sitting and a.kiosk is not null order by a.id desc limit 1", sitting=sitting,
    )
    return str(row["id"]) if row and clock.parse(row["touched_at"]) > at - QUIET else None


def end(store: Store, sitting: str) -> None:
    """The sitting is over: no browser goes on with it, not even with a copy of its cookie.

    A claim code that somebody noted still finds the quiz.
    """
    with store.writing() as tx:
        tx.run("update attempt set holder = null where holder = :sitting and kiosk is not null", sitting=sitting)


def begin(store: Store, kiosk: Kiosk, sitting: str, compound: str, slip: str, at: datetime) -> str:
    """Start today's quiz for a guest at the kiosk; the attempt's id.

    Raises UnknownCompound, SlipUnknown, SlipElsewhere, NoQuestions.
    """
    with store.reading() as tx:
        home = community.compound(tx, compound)
        held = slips.optional(tx, home.id, slip)
    return attempts.start(store, Player(sitting, home.id, None, held, kiosk.id), "daily", at=at)
