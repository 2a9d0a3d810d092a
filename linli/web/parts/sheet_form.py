"""The small form that makes a record sheet of one's own hours: an ordinary form, for any page."""

from linli.locale import _
from linli.web.text import escape


def form(first: str, last: str) -> str:
    """A form for the local days first..last (ISO dates, filled in); its answer is the sheet as PDF."""
    days = "".join(
        f'<div class="field"><label for="sheet-{name}">{escape(label)}</label><input id="sheet-{name}" name="{name}" type="date" value="{escape(day)}" required></div>'
        for name, label, day in (("first", _("First day"), first), ("last", _("Last day"), last))
    )
    told = _("A PDF with your approved hours on these days, for the committee to seal. Your name and ID number are written by hand, after printing.")
    return (
        f'<form class="sheetform" method="post" action="/sheet/make"><p class="soft">{escape(told)}</p><div class="two">{days}</div>'
        f'<p class="section"><button class="btn pri" type="submit"><i class="ic ic-doc"></i>{escape(_("Make the record sheet"))}</button></p></form>'
    )
