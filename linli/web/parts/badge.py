"""A compound's sign: letter, pattern and colour together, never colour alone."""

from linli.web.parts.views import Badge
from linli.web.text import escape

COLOURS = 12
_PATTERNS = ("solid", "diag", "dots", "bars", "cross", "rise")


def badge(one: Badge) -> str:
    """The badge as HTML; the name beside it says the same to a screen reader."""
    colour, turn = one.mark % COLOURS + 1, one.mark // COLOURS
    # The thirteenth starts again at the first colour, with the next pattern.
    pattern = _PATTERNS[(one.mark + turn) % len(_PATTERNS)]
    return (
        f'<span class="bdg p-{pattern}" style="--c:var(--c{colour});--o:var(--o{colour})" aria-hidden="true">'
        f"<b>{escape(one.letter)}</b></span>"
    )
