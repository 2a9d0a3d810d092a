"""The page that stands in for the coordinator's list while there is no network."""

from starlette.responses import HTMLResponse

from linli.locale import _
from linli.web import plain
from linli.web.text import escape


def page(large: bool) -> HTMLResponse:
    """No network, how many taps wait on this phone, and one button. It names nobody, so it may be kept."""
    some = escape(_("{n} taps are kept on this phone. They go out by themselves once the list is open again."))
    none = escape(_("No taps are waiting on this phone."))
    words = escape(_("The list opens by itself as soon as the network is back. Once open it goes on without network: next time leave it open."))
    body = (
        f'<div class="page">{plain.bar(_("No network"), large=large)}<main><article class="rim"><div class="in" data-lc="away" data-some="{some}" data-none="{none}">'
        f'<h1>{escape(_("The list cannot be opened without network"))}</h1><p class="section"><b class="n"></b></p><p>{words}</p>'
        f'<p class="section"><button class="btn pri" type="button">{escape(_("Try again"))}</button></p></div></article></main></div>'
    )
    return plain.page(_("No network"), body, large=large, css="tick.css", body_class="lc-page", scripts=("tick.js",))
