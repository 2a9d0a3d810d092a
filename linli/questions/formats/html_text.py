"""HTML and Markdown of other programs to plain, safe text. Nothing is fetched, nothing is run."""

import html
import re
import unicodedata
from typing import Literal

import nh3

Markup = Literal["html", "moodle", "markdown", "plain"]

#: Elements whose text is kept. Everything else that HTML knows goes, scripts and styles with their content.
_KEPT = {
    "p", "br", "div", "li", "ul", "ol", "tr", "td", "th", "table", "tbody", "thead", "h1", "h2", "h3", "h4", "h5", "h6", "pre",
    "blockquote", "hr", "dl", "dt", "dd", "sub", "sup", "img",
}
_GONE = {"script", "style", "iframe", "object", "embed", "noscript", "template", "svg", "title", "textarea", "select", "audio", "video"}
#: What begins an element of HTML; any other `<` is a smaller-than sign and stays one.
_ELEMENTS = (
    "a abbr acronym address annotation annotation-xml applet area article aside audio b base big blink blockquote body br button canvas caption center cite "
    "code col colgroup dd del details dfn div dl dt em embed fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head header hr html i iframe "
    "img input ins kbd label lang legend li link main map mark marquee math meta mfrac mi mn mo mover mrow msqrt mstyle msub msubsup msup mtable mtd mtext mtr "
    "munder nav nobr noscript o:p object ol optgroup option p param pre q rp rt ruby s samp script section select semantics small source span strike strong "
    "style sub summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var video wbr"
).split()
_NO_TAG = re.compile(rf"<(?!/?(?:{'|'.join(map(re.escape, _ELEMENTS))})(?:[\s/>]|$)|!--)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(" {2,}")
_HAN = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"
_FOLD = re.compile(f"(?<=[{_HAN}])[ \t]*\n[ \t]*(?=[{_HAN}])")
_IMAGE = re.compile(r'<img(?: alt="([^"]*)")?>')
_SMALL = re.compile(r"<(su[bp])>([^<]{0,200})</\1>")
_CELL = re.compile(r"</t[dh]>\s*<t[dh]>")
_ITEM = re.compile(r"<li>")
_LINE = re.compile(r" ?(?:(?:</?(?:p|div|ul|ol|table|tbody|thead|h[1-6]|pre|blockquote|dl|dt|dd|tr)>|</li>|<hr>) ?)+|<br>")
_TAG = re.compile(r"</?[a-z][a-z0-9]*>")
_MORE_LINES = re.compile(r"\n{3,}")
_SUP = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUB = str.maketrans("0123456789+-−=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
_MARKDOWN = (
    (re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)"), r"\1"), (re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"^#{1,6} +", re.MULTILINE), ""), (re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])"), r"\1"), (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
    (re.compile(r"  \n"), "\n"), (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)


def to_text(source: str, markup: Markup = "html") -> str:
    """The words of a text in that markup. Entities are decoded once; plain text is left as it stands."""
    if markup == "plain":
        return tidy(source)
    if markup == "markdown":
        for pattern, put in _MARKDOWN:
            source = pattern.sub(put, source)
    if markup in ("moodle", "markdown"):
        source = source.replace("\n", "<br>")
    if "<" not in source and "&" not in source:
        return tidy(_BLANKS.sub(" ", _FOLD.sub("", source)))
    return _SPACES.sub(" ", tidy(_words(source)))


def tidy(text: str) -> str:
    """Without characters that cannot be seen, blanks at the ends of lines and heaps of empty lines."""
    if not text.isascii() or not text.isprintable():
        text = "".join(_seen(character) for character in text)
    lines = [line.strip() for line in text.split("\n")]
    return _MORE_LINES.sub("\n\n", "\n".join(lines)).strip()


def _seen(character: str) -> str:
    if character == "\n":
        return character
    kind = unicodedata.category(character)
    if kind in ("Cf", "Co", "Cs", "Cn"):
        return ""
    if kind in ("Zl", "Zp"):
        return "\n"
    return " " if kind == "Cc" or (kind == "Zs" and character != "\u3000") else character


def _words(source: str) -> str:
    source = _NO_TAG.sub("&lt;", source)
    clean = nh3.clean(
        source, tags=_KEPT, clean_content_tags=_GONE, attributes={"img": {"alt"}}, link_rel=None, strip_comments=True,
        generic_attribute_prefixes=set(),
    )
    clean = _BLANKS.sub(" ", _FOLD.sub("", clean))
    clean = _IMAGE.sub(_alternative, clean)
    clean = _SMALL.sub(_small, clean)
    clean = _ITEM.sub("• ", _LINE.sub("\n", _CELL.sub(" | ", clean)))
    return html.unescape(_TAG.sub("", clean))


def _alternative(found: re.Match[str]) -> str:
    """The words that stand for a picture, unless they are a mere file name."""
    words = (found[1] or "").strip()
    return "" if not words or re.search(r"\.\w{3,4}$", words) else f" [{words}] "


def _small(found: re.Match[str]) -> str:
    """Raised and lowered characters where there are such; else ^ and _ as one types them."""
    words = html.unescape(found[2]).strip()
    table, mark = (_SUP, "^") if found[1] == "sup" else (_SUB, "_")
    if not words:
        return ""
    if len(words) <= 4 and all(ord(character) in table for character in words):
        return words.translate(table)
    return html.escape(f"{mark}{words}" if len(words) == 1 else f"{mark}({words})", quote=False)
