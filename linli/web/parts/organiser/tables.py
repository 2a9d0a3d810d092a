"""Tables in our own HTML: everything is escaped here, and wide ones scroll by themselves."""

from collections.abc import Iterable, Sequence

from linli.locale import _
from linli.web.text import escape, safe_html


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Iterable[int] = (), empty: str = "") -> str:
    """A table of texts. numbers: columns set to the right; empty: what stands there without rows."""
    right = set(numbers)
    head = "".join(f'<th scope="col"{_num(place, right)}>{escape(text)}</th>' for place, text in enumerate(heads))
    body = "".join(_row(row, right) for row in rows)
    body = body or f'<tr><td colspan="{len(heads)}" class="soft">{escape(empty or _("Nothing here yet."))}</td></tr>'
    return f'<div class="scroll"><table class="tbl"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _num(place: int, right: set[int]) -> str:
    return ' class="num"' if place in right else ""


def _row(row: Sequence[str], right: set[int]) -> str:
    return "<tr>" + "".join(f"<td{_num(place, right)}>{safe_html(text, 400)}</td>" for place, text in enumerate(row)) + "</tr>"


def folded(words: str, inside_html: str) -> str:
    """Something one tap away."""
    return f'<details class="fold"><summary>{escape(words)}<i class="ic ic-down"></i></summary>{inside_html}</details>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """A list of terms and what they are; empty ones are left out."""
    shown = "".join(f"<dt>{escape(term)}</dt><dd>{safe_html(text, 400)}</dd>" for term, text in rows if text)
    return f'<dl class="dl">{shown}</dl>'


def tag(words: str, kind: str = "plain", icon: str = "") -> str:
    """A pill: a state in words, with a sign."""
    sign = f'<i class="ic ic-{icon}"></i>' if icon else ""
    return f'<span class="tag {kind}">{sign}{escape(words)}</span>'


def empty(words: str, picture: str = "cup") -> str:
    """An empty state: a drawing (cup or window) and one sentence."""
    return f'<div class="card empty"><i class="art art-{picture}" aria-hidden="true"></i><p>{escape(words)}</p></div>'
