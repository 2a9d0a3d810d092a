"""Text from people on its way to a screen.

Almost every Streamlit label is Markdown: an image in a nickname would be fetched by everybody who
sees the button, and a backslash stops neither bare addresses nor icons. So the signs that carry
meaning are replaced by their full-width forms in labels, and escaped in HTML.
"""

import html
import unicodedata

#: ASCII signs that mean something in Markdown, LaTeX, icons, colours, links or addresses.
SIGNS = "\\`*_{}[]()#+-!|<>~:$&^='\"/@.%"
_FULL_WIDTH = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in SIGNS}
#: Control, format (bidi, zero width), surrogate, private, unassigned and stacking characters.
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me")
MOST = 200


def plain(text: str, most: int = MOST) -> str:
    """One line of at most `most` characters, without control, bidi and combining characters."""
    line = " ".join(unicodedata.normalize("NFC", text[: most * 8]).split())
    kept = "".join(sign for sign in line if unicodedata.category(sign) not in _DROPPED)
    return kept if len(kept) <= most else kept[: most - 1] + "…"


def safe_label(text: str, most: int = MOST) -> str:
    """Text from people for a Streamlit label, heading, table or toast: nothing in it is Markdown."""
    return plain(text, most).translate(_FULL_WIDTH)


def safe_html(text: str, most: int = MOST) -> str:
    """Text from people for our own HTML: escaped, and isolated from the direction around it."""
    return f'<bdi class="bi">{html.escape(plain(text, most))}</bdi>'


def escape(text: object) -> str:
    """Our own or checked text (questions, laws, numbers) for HTML, as an element or an attribute."""
    return html.escape(str(text), quote=True)
