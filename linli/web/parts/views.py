"""What the parts are drawn from: plain values, ready to be shown, in the reader's language.

Names and sentences are unescaped; the parts escape them. Shares are of 1. Nothing here knows the
database or Streamlit.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Badge:
    """A compound's sign: its number (0, 1, 2 …) gives colour and pattern, its letter stands on it."""

    mark: int
    letter: str


@dataclass(frozen=True)
class OptionView:
    """One option as shown. number: its number in the item (what is posted); key and chosen: after answering."""

    number: int
    text: str
    key: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class Progress:
    """Where a quiz stands. done: for each answered item whether it was right; place counts from 1."""

    place: int
    of: int
    done: tuple[bool, ...] = ()


@dataclass(frozen=True)
class ItemView:
    """An item to be answered. kind: single, multiple, true_false; leave: where the arrow leads; image: a kept picture's name."""

    item: str
    kind: str
    topic: str
    stem: str
    options: tuple[OptionView, ...]
    progress: Progress
    large: bool = False
    leave: str = "/"
    note: str = ""
    image: str = ""


@dataclass(frozen=True)
class ClauseView:
    """Where an answer comes from. name: law and article, or the fact; url: its text in the app; known: "as known on 2026-07"."""

    name: str
    quote: str
    url: str = ""
    known: str = ""


@dataclass(frozen=True)
class FeedbackView:
    """What follows an answer. compound: its name for "one more for …"; points: 0 when none were given; item: for a report."""

    kind: str
    stem: str
    options: tuple[OptionView, ...]
    correct: bool
    late: bool
    points: int
    compound: str
    explanation: str
    clause: ClauseView
    progress: Progress
    large: bool = False
    leave: str = "/"
    item: str = ""
    image: str = ""

    @property
    def last(self) -> bool:
        """Whether the result comes next."""
        return self.progress.place >= self.progress.of


@dataclass(frozen=True)
class ReviewView:
    """A wrong item to look at again."""

    stem: str
    answer: str
    explanation: str
    clause: ClauseView
    item: str = ""


@dataclass(frozen=True)
class ResultView:
    """A finished attempt.

    kind: daily, topic or practice. points: for right answers; bonus: for finishing, 0 when none.
    lit: how many households of the compound took part this week once this one's lamp is lit, None
    when no household slip was in hand. claim_code: for a guest who may still take the points along.
    """

    kind: str
    right: int
    of: int
    points: int
    bonus: int
    compound: str
    badge: Badge
    community: str
    lit: int | None = None
    guest: bool = False
    claim_code: str = ""
    join_url: str = ""
    again_url: str = ""
    board_url: str = "/board"
    review: tuple[ReviewView, ...] = ()
    large: bool = False
    kiosk: bool = False
    note: str = ""


@dataclass(frozen=True)
class BoardRow:
    """One compound on a board.

    key: stays the same wherever the row moves. value: the figure on the right; beside: the raw
    numbers; share, low, high: places on the scale of the list, in its own unit; below: a third
    line in soft words; why: sentences, and none where there is nothing to explain.
    """

    key: str
    badge: Badge
    name: str
    rank: int
    value: str
    beside: str
    share: float
    low: float = 0.0
    high: float = 0.0
    tied: bool = False
    close: bool = False
    few: bool = False
    mine: bool = False
    below: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoardList:
    """Rows on one scale. kind: fair (band and dot), bars or hours; average: on the fair scale."""

    kind: str
    rows: tuple[BoardRow, ...]
    top: float
    average: float = 0.0
    heading: str = ""
    words: str = ""


@dataclass(frozen=True)
class BoardView:
    """A board in one window: its lists, and what to say while there is nobody on it."""

    lists: tuple[BoardList, ...]
    empty: str = ""
