"""What several importers share: true and false, and what keeps a question from being played."""

from collections.abc import Sequence
from dataclasses import replace

from linli.locale import N_
from linli.questions.columns import TRUE_FALSE
from linli.questions.formats.model import FULL, Choice, Question, Remark
from linli.questions.shape import OPTIONS_MOST

#: Rounding of weights that programs write: 33.33333.
NEAR = 0.01


def true_false(right: bool, feedback: tuple[str, str] = ("", "")) -> tuple[Choice, Choice]:
    """The two options of a statement, in Chinese and English; feedback of true and of false."""
    (yes, yes_en), (no, no_en) = TRUE_FALSE
    return (
        Choice(yes, right, FULL if right else 0.0, feedback[0], yes_en), Choice(no, not right, 0.0 if right else FULL, feedback[1], no_en),
    )


def unplayable(question: Question) -> Remark | None:
    """A note beside a question that was read and cannot be played as it stands, where its type could be."""
    if question.playable or question.type not in ("single", "multiple", "true_false"):
        return None
    if not question.stem.strip():
        return Remark(N_("the question has no stem; write one before it can be played."), question.line, lost=False)
    n = len(question.options)
    if not 2 <= n <= OPTIONS_MOST:
        return Remark(N_("the question has {n} options; 2 to {most} can be played."), question.line, fields={"n": n, "most": OPTIONS_MOST}, lost=False)
    texts = ["".join(choice.text.casefold().split()) for choice in question.options]
    if "" in texts:
        return Remark(N_("option {n} has no words; write some before the question can be played."), question.line, fields={"n": texts.index("") + 1}, lost=False)
    if len(set(texts)) < n:
        double = next(choice.text for place, choice in enumerate(question.options) if texts[place] in texts[:place])
        return Remark(N_("the option '{text}' stands there twice; change one before the question can be played."), question.line, fields={"text": double[:40]}, lost=False)
    if all(choice.correct for choice in question.options):
        return Remark(N_("all {n} options are marked as right; add a wrong one before the question can be played."), question.line, fields={"n": n}, lost=False)
    return Remark(N_("the options that are marked as right do not fit the kind of question; look at them before it can be played."), question.line, lost=False)


def settle(options: Sequence[Choice], single: bool, line: int) -> tuple[str, tuple[Choice, ...], list[Remark]]:
    """The type of a question with weighted options, its options with what is right, and notes on it.

    One right: the fully weighted option. Several: every option with credit. "" as the type: none is
    right, so that the question cannot be read.
    """
    full = [choice for choice in options if choice.weight >= FULL - NEAR]
    some = [choice for choice in options if choice.weight > NEAR]
    if not some:
        return "", tuple(options), [Remark(N_("no option is marked as right; mark one and read the file again."), line)]
    if single and len(full) == 1:
        notes = [Remark(N_("some options give part of the credit; here only the fully right one counts."), line, lost=False)] if len(some) > 1 else []
        return "single", tuple(replace(choice, correct=choice is full[0]) for choice in options), notes
    if single and len(full) > 1:
        note = Remark(N_("{n} options are fully right, so it was read as a question with several answers; check that."), line, fields={"n": len(full)}, lost=False)
        return "multiple", tuple(replace(choice, correct=choice in full) for choice in options), [note]
    if single:
        return _partial(options, some, line)
    if len(some) == 1:
        note = Remark(N_("several answers are allowed and one is right, so it was read as a question with one answer."), line, lost=False)
        return "single", tuple(replace(choice, correct=choice is some[0]) for choice in options), [note]
    return "multiple", tuple(replace(choice, correct=choice.weight > NEAR) for choice in options), []


def _partial(options: Sequence[Choice], some: list[Choice], line: int) -> tuple[str, tuple[Choice, ...], list[Remark]]:
    """One answer asked for and none fully right: the best one counts; where several are equally good, all of them."""
    most = max(choice.weight for choice in some)
    best = [choice for choice in some if choice.weight == most]
    note = Remark(N_("no option is fully right (the most is {most} %); the best counts as right here; check that."), line, fields={"most": f"{most:g}"}, lost=False)
    kind = "single" if len(best) == 1 else "multiple"
    return kind, tuple(replace(choice, correct=choice in best) for choice in options), [note]
