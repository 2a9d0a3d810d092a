"""A style sheet made small, for pages that are opened on a slow network in the field.

It is cut out of the shared files, so that a colour or an icon has one source: what the sheet's
own rules do not use is left out, and so are comments and spaces.
"""

import re

_WANTED = re.compile(r"/\*\s*icons:([\w\s]+)\*/")
_ICON = re.compile(r"\.ic-(\w+)\s*\{[^}]*\}")
_PROPERTY = re.compile(r"--([\w-]+)\s*:[^;}]*;?")


def slim(css: str) -> str:
    """The sheet without icons that its line `/* icons: clock pin */` does not name, unused custom properties, comments and spaces."""
    wanted = set(" ".join(_WANTED.findall(css)).split())
    text = _ICON.sub(lambda found: found[0] if found[1] in wanted else "", css)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return _tight(_used(text))


def _used(css: str) -> str:
    """Leave out custom properties that nothing refers to."""
    used = set(re.findall(r"var\(--([\w-]+)", css))
    return _PROPERTY.sub(lambda found: found[0] if found[1] in used else "", css)


def _tight(css: str) -> str:
    """Without spaces that mean nothing; text in quotes is left as it is."""
    parts = re.split(r"(\"[^\"]*\")", css)
    for place in range(0, len(parts), 2):
        part = re.sub(r"\s+", " ", parts[place])
        part = re.sub(r" ?([{};,>]) ?", r"\1", part)
        parts[place] = re.sub(r": (?=[^{}]*[;}])", ":", part).replace(";}", "}")
    return "".join(parts).strip()
