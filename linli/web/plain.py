"""Plain HTML pages without Streamlit: the field, the tick list, one-time links, staff sign-in."""

from collections.abc import Sequence

from starlette.responses import HTMLResponse

from linli.errors import GameError
from linli.locale import N_, _, language, tag
from linli.web import assets
from linli.web.text import escape

NOT_THERE = N_("There is no page here. The address may have been cut off; start from the home page.")


def page(
    title: str, body_html: str, *, large: bool = False, scripts: Sequence[str] = (), css: str = "plain.css",
    status: int = 200, body_class: str = "", html_class: str = "", scheme: str = "", footer_html: str = "",
) -> HTMLResponse:
    """A whole page in the current language. `body_html` is trusted: escape what people wrote.

    scripts: names of our bundles, such as "plain.js"; scheme: "dark" or "light" against the
    browser's wish; body_class "docked" leaves room for an action bar.
    """
    return HTMLResponse(
        _document(title, body_html + footer_html, large, scripts, css, body_class, html_class, scheme), status,
        headers={"vary": "Cookie, Accept-Language"},
    )


def _document(title: str, body: str, large: bool, scripts: Sequence[str], css: str, body_class: str, html_class: str, scheme: str) -> str:
    classes = " ".join(filter(None, ["large" if large else "", html_class]))
    marks = f' class="{classes}"' if classes else ""
    marks += f' data-scheme="{scheme}"' if scheme else ""
    wrapped = body if css != "plain.css" else f'<div class="page {body_class}">{body}</div>'
    return (
        f'<!DOCTYPE html><html lang="{tag()}"{marks}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">'
        '<meta name="format-detection" content="telephone=no">'
        f"<title>{escape(title)} · {escape(_('Linli Cup'))}</title>"
        f'<link rel="shortcut icon" href="{assets.url("img/favicon.png")}"><link rel="stylesheet" href="{assets.url(css)}">'
        + "".join(f'<script defer src="{assets.url(name)}"></script>' for name in scripts)
        + f'</head><body class="{"lc-page" if css == "plain.css" else body_class}">{wrapped}</body></html>'
    )


def bar(name: str, small: str = "", *, back: str = "", large: bool = False, right_html: str = "") -> str:
    """The bar on top of a plain page. back: where the arrow leads, else the logo stands there."""
    left = f'<a class="tool" href="{escape(back)}" aria-label="{escape(_("Back"))}"><i class="ic ic-back"></i></a>' if back else '<i class="logo" role="img" aria-label=""></i>'
    under = f"<small>{escape(small)}</small>" if small else ""
    return f'<header class="top">{left}<div class="name">{escape(name)}{under}</div>{right_html or tools(large)}</header>'


def tools(large: bool) -> str:
    """The two switches of a person's preference: print size and language."""
    size, sign = (_("Usual print"), _("A−")) if large else (_("Larger print"), _("A+"))
    other, tongue, name = ("en", "en", "EN") if language() == "zh" else ("zh", "zh-CN", "中文")
    return (
        f'<button class="tool" type="button" data-pref="large" data-value="{int(not large)}" aria-label="{escape(size)}">{escape(sign)}</button>'
        f'<button class="tool" type="button" data-pref="lang" data-value="{other}" lang="{tongue}">{name}</button>'
    )


def say(kind: str, text: str, *, html: str = "") -> str:
    """A block that says what happened: kind "right", "warn", "fault", "gold" or "" (for information)."""
    icon = {"right": "check", "warn": "warn", "fault": "warn", "gold": "bell"}.get(kind, "info")
    role = ' role="alert"' if kind in ("warn", "fault") else ' role="status"'
    return f'<div class="say {kind}"{role}><i class="ic ic-{icon}"></i><div><p>{escape(text)}</p>{html}</div></div>'


def refused(error: GameError, *, title: str = "", large: bool = False, back: str = "/", status: int = 400) -> HTMLResponse:
    """A whole page that tells a refusal."""
    body = bar(_("Linli Cup"), large=large) + f"<main>{say('warn', error.sentence())}{_home(back)}</main>"
    return page(title or _("Please look again"), body, large=large, status=status, scripts=("plain.js",))


def not_found(large: bool = False) -> HTMLResponse:
    """The page for an address that leads nowhere."""
    body = bar(_("Linli Cup"), large=large) + f"<main>{say('', _(NOT_THERE))}{_home('/')}</main>"
    return page(_("No page here"), body, large=large, status=404, scripts=("plain.js",))


def _home(back: str) -> str:
    words = _("To the home page") if back == "/" else _("Back")
    return f'<p class="section"><a class="btn sec" href="{escape(back)}">{escape(words)}</a></p>'
