"""Words of the item statistics: flags, reasons, tables; HTML only, no charts."""

from collections.abc import Sequence

from linli.community import Compound
from linli.item_figures import KIOSK, PAPER, PHONE, Cell, Figure
from linli.locale import _, ngettext, number, percent, pick
from linli.remarking import Move, Remarking
from linli.rules.item_statistics import CHANCE, DISTRACTOR, EASY, FEWEST, KEY, NEGATIVE, UNFIT
from linli.web import plain
from linli.web.parts import standings
from linli.web.parts.organiser.tables import facts, folded, table, tag
from linli.web.parts.quiz_card import LETTERS
from linli.web.text import escape
from linli.web.text import plain as line

FEW_PEOPLE = 5


def flag_names() -> dict[str, str]:
    """The flags in words."""
    return {KEY: _("the key may be wrong"), EASY: _("too easy"), UNFIT: _("no one falls for an option")}


def reasons() -> dict[str, str]:
    """Why the key may be wrong."""
    return {
        NEGATIVE: _("Those who know more miss it more often."), CHANCE: _("Fewer are right than by blind guessing."),
        DISTRACTOR: _("In the better half a wrong option is chosen more often than the right one."),
    }


def channels() -> dict[str, str]:
    """Where answers come from, in words."""
    return {PHONE: _("phone"), KIOSK: _("kiosk"), PAPER: _("paper")}


def share(value: float | None) -> str:
    """A share, or a dash."""
    return "–" if value is None else percent(value)


def whole(value: float | None) -> str:
    """A discrimination, or a dash."""
    return "–" if value is None else f"{value:.0f}".replace("-", "−")


def label(one: Figure, most: int = 40) -> str:
    """A question by its number and first words."""
    return f"{one.item.id} · {line(pick(one.item.stem.zh, one.item.stem.en), most)}"


def pills(one: Figure) -> str:
    """The flags of a question."""
    kinds = {KEY: ("warn", "warn"), EASY: ("gold", "info"), UNFIT: ("plain", "info")}
    return "".join(tag(flag_names()[name], *kinds[name]) for name in one.statistics.flags)


def why(one: Figure) -> str:
    """What the flags rest on."""
    lines = [reasons()[name] for name in one.statistics.reasons]
    unused = ", ".join(LETTERS[place] for place in one.statistics.unused)
    lines += [_("Under 5 % choose {options}.", options=unused)] if unused else []
    return "".join(f"<p>{escape(each)}</p>" for each in lines)


def about(one: Figure) -> str:
    """The figures of a question in a list, channels apart."""
    found, names = one.statistics, channels()
    spread = _("{di} (95 % limit: {limit})", di=whole(found.di), limit=whole(found.di_limit)) if found.di is not None else ""
    rows = [
        (_("Share right"), share(found.facility) if found.facility is not None else ""), (_("Discrimination"), spread),
        (_("First answers"), number(found.answers)), (_("of them residents'"), number(found.residents)),
    ]
    rows += [(names[name], _("{share} of {n}", share=share(each.facility), n=number(each.answers))) for name, each in one.channels.items() if each.facility is not None]
    few = ngettext(
        "{n} answer so far; figures appear after {least}.", "{n} answers so far; figures appear after {least}.", found.answers, least=FEWEST,
    ) if found.facility is None else ""
    return facts(rows) + (f'<p class="soft">{escape(few)}</p>' if few else "")


def option_table(one: Figure) -> str:
    """The numbers behind the bars."""
    found = one.statistics
    parts = (found.shares, found.upper, found.lower)
    rows = [
        (f"{LETTERS[place]}{' ✓' if option.key else ''}", pick(option.text.zh, option.text.en), *(share(part[place]) if part else "–" for part in parts))
        for place, option in enumerate(one.item.options)
    ]
    return table(("", _("Option"), _("all residents"), _("better half"), _("other half")), rows, numbers=(2, 3, 4))


def map_table(cells: Sequence[Cell], topics: dict[str, str], compounds: Sequence[Compound]) -> str:
    """The numbers behind the map."""
    found = {(one.topic, one.compound): one for one in cells}
    shown = [one for one in compounds if any(cell.compound == one.id for cell in cells)]
    rows = [
        (topics.get(topic, topic), *(_cell(found.get((topic, one.id))) for one in shown)) for topic in sorted({one.topic for one in cells})
    ]
    return table((_("Topic"), *(line(f"{one.letter} {one.name}", 24) for one in shown)), rows, numbers=range(1, len(shown) + 1))


def _cell(one: Cell | None) -> str:
    if one is None:
        return ""
    return _("too few") if one.share is None else percent(one.share)


def people(count: int) -> str:
    """A number of people; under 5 it is hidden (docs/rules.md §1)."""
    return number(count) if count >= FEW_PEOPLE else _("fewer than {n}", n=FEW_PEOPLE)


def remarking(seen: Remarking, compounds: Sequence[Compound]) -> str:
    """Who gains by marking a question anew, and how the boards change: shown before anything is posted."""
    names = {one.id: one.name for one in compounds}
    warned = plain.say("warn", _("The question itself has other words now. Marking anew is right only if the old words had the same answer.")) if seen.reworded else ""
    shares = [
        (names.get(one.compound, "–"), people(one.people), number(one.points) if one.people >= FEW_PEOPLE else "–") for one in seen.by_compound
    ]
    gains = table((_("Compound"), _("People who gain"), _("Points added")), shares, numbers=(1, 2)) if shares else ""
    sums = facts([(_("People who gain"), people(seen.people) if seen.people else "0"), (_("Points added"), number(seen.points))])
    return warned + sums + "".join(f'<p class="soft">{escape(each)}</p>' for each in _beside(seen)) + gains + _moves(seen, names)


def _beside(seen: Remarking) -> list[str]:
    """What else becomes of the answers, a sentence each."""
    said = [
        (seen.kept, _("Right under the old key only: {n}. Their points stay.", n=number(seen.kept))),
        (seen.other_options, _("To other options: {n}. They stay as they are.", n=number(seen.other_options))),
        (seen.left_out, _("Late, practice and guests': {n}. They are left out.", n=number(seen.left_out))),
    ]
    return [words for count, words in said if count]


def _moves(seen: Remarking, names: dict[str, str]) -> str:
    """The places that change, and one tap away every changed figure."""
    if not seen.moves:
        return f'<p class="soft">{escape(_("No board of a present window changes."))}</p>'
    heads = (_("Compound"), _("Board"), _("Period"), _("Place"), _("Points"))
    rows = [_move(one, names) for one in seen.moves]
    placed = [row for row, one in zip(rows, seen.moves, strict=True) if one.rank != one.rank_after]
    head = f"<h3>{escape(_('How the boards change'))}</h3>"
    shown = table(heads, placed, numbers=(3, 4)) if placed else f"<p>{escape(_('Points grow, every place stays.'))}</p>"
    return head + shown + folded(_("Every figure that changes"), table(heads, rows, numbers=(3, 4)))


def _move(one: Move, names: dict[str, str]) -> tuple[str, ...]:
    boards = {"quiz": _("Points per household"), "total": _("All points")}
    return (
        names.get(one.compound, "–"), boards[one.board], standings.window_word(one.window.kind), f"{one.rank or '–'} → {one.rank_after or '–'}",
        f"{_value(one.board, one.value)} → {_value(one.board, one.value_after)}",
    )


def _value(board: str, value: float) -> str:
    return number(value, 2) if board == "quiz" else number(value)
