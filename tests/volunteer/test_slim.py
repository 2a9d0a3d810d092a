"""A sheet carries what it uses, and nothing else."""

from linli.web import assets
from linli.web.slim import slim


def test_unused_colours_icons_comments_and_spaces_go() -> None:
    css = """/* icons: clock */
    :root { --ink: #111; --gone: #222; --font: "Noto Sans SC", serif; }
    .ic-clock { --i: url("data:image/svg+xml,%3Csvg d='M12 7 v5' /%3E"); }
    .ic-bell { --i: url("x"); }
    .ic { mask: var(--i); }
    p > a { color: var(--ink); font: 1em var(--font); content: " / "; }
    @media (max-width: 350px) { p:hover a { margin: 0 1px; } }"""
    assert slim(css) == (
        ':root{--ink:#111;--font: "Noto Sans SC",serif}.ic-clock{--i: url("data:image/svg+xml,%3Csvg d=\'M12 7 v5\' /%3E")}'
        '.ic{mask:var(--i)}p>a{color:var(--ink);font:1em var(--font);content: " / "}@media (max-width: 350px){p:hover a{margin:0 1px}}'
    )


def test_the_fields_sheet_has_every_icon_and_colour_that_it_names() -> None:
    css = assets.ours()["field.css"].body.decode()
    for name in ("clock", "pin", "check", "warn", "info", "people", "bell", "back"):
        assert f".ic-{name}" in css
    import re

    used, defined = set(re.findall(r"var\(--([\w-]+)", css)), set(re.findall(r"--([\w-]+)\s*:", css))
    assert used <= defined
    assert len(assets.ours()["field.css"].body) < 10_000
