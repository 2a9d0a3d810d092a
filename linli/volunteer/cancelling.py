"""Why an activity was cancelled: a cause that is picked, words of the organiser's, or both."""

from linli.errors import GameError
from linli.locale import N_, _

#: Stored code to what residents read. The last one needs words.
CAUSES = {
    "rain": N_("heavy rain"), "heat": N_("great heat"), "air": N_("bad air"), "wind": N_("strong wind"), "other": N_("another reason"),
}
OTHER = "other"
MOST_WORDS = 200


class ReasonMissing(GameError):
    """A decision needs its reason in writing."""

    def __init__(self) -> None:
        super().__init__(N_("Please write the reason in a few words; the volunteer will read it."))


def checked(why: str, cause: str) -> tuple[str, str]:
    """Words and cause, tidied. Raises ReasonMissing where neither says anything."""
    words = " ".join(why.split())[:MOST_WORDS]
    if cause not in CAUSES or cause == OTHER:
        cause = OTHER
        if not any(sign.isalnum() for sign in words):
            raise ReasonMissing
    return words, cause


def said(words: str | None, cause: str | None) -> str:
    """The reason in the current language: the cause, the words, or both; empty for none."""
    named = _(CAUSES[cause]) if cause in CAUSES and cause != OTHER else ""
    return _("{cause} ({words})", cause=named, words=words) if named and words else named or words or ""
